"""Pictures that were vetted before: found by their bytes, and read from the cache when asked."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from PIL import Image

from cookbook.press.caching import MemoryCache
from cookbook.press.keeping.trees import ForgottenError
from cookbook.press.pictures.stored import PictureStore
from cookbook.press.pictures.vetting import PictureError, PictureLimits, VettedPicture, vet_picture


def photo(folder: Path, name: str, colour: str = "red", size: tuple[int, int] = (60, 40)) -> Path:
    buffer = io.BytesIO()
    Image.effect_noise(size, 90).convert("RGB").save(buffer, "JPEG")
    if colour:
        Image.new("RGB", size, colour).save(buffer := io.BytesIO(), "JPEG")
    (folder / name).write_bytes(buffer.getvalue())
    return folder / name


def same(one: VettedPicture, other: VettedPicture) -> bool:
    return all(
        (a.name, a.data, a.media_type, a.width, a.height, a.vector)
        == (b.name, b.data, b.media_type, b.width, b.height, b.vector)
        for a, b in ((one.screen, other.screen), (one.print, other.print))
    )


class TestPictureStore:
    def test_a_kept_picture_is_the_one_that_vetting_gives(self, tmp_path: Path) -> None:
        photo(tmp_path, "a.jpg", "", (3000, 2400))
        plain = vet_picture(Path("a.jpg"), root=tmp_path)
        assert plain.screen.name != plain.print.name
        store = PictureStore(MemoryCache(), tmp_path)
        assert same(store.vet("a.jpg"), plain)
        assert same(store.vet("a.jpg"), plain)

    def test_it_is_decoded_once_whatever_it_is_called(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        first = photo(tmp_path, "a.jpg")
        cache = MemoryCache()
        name = PictureStore(cache, tmp_path).vet("a.jpg").screen.name
        (tmp_path / "b.jpg").write_bytes(first.read_bytes())
        monkeypatch.setattr("cookbook.press.pictures.stored.vet_bytes", None)
        assert PictureStore(cache, tmp_path).vet("b.jpg").screen.name == name

    def test_another_picture_under_the_same_name_is_another(self, tmp_path: Path) -> None:
        store = PictureStore(MemoryCache(), tmp_path)
        photo(tmp_path, "a.jpg")
        before = store.vet("a.jpg").screen.name
        photo(tmp_path, "a.jpg", "blue")
        assert store.vet("a.jpg").screen.name != before

    def test_other_limits_make_another(self, tmp_path: Path) -> None:
        cache = MemoryCache()
        photo(tmp_path, "a.jpg", "", (300, 200))
        large = PictureStore(cache, tmp_path).vet("a.jpg")
        small = PictureStore(cache, tmp_path, PictureLimits(print_side=100)).vet("a.jpg")
        assert (large.print.width, small.print.width) == (300, 100)

    def test_a_refusal_is_kept_with_its_reason(self, tmp_path: Path) -> None:
        (tmp_path / "a.png").write_text("no picture")
        store = PictureStore(MemoryCache(), tmp_path)
        said = []
        for _ in range(2):
            with pytest.raises(PictureError) as raised:
                store.vet("a.png")
            said.append((raised.value.message, raised.value.remedy, str(raised.value.place)))
        assert said[0] == said[1]

    def test_no_bytes_stay_in_memory(self, tmp_path: Path) -> None:
        photo(tmp_path, "a.jpg")
        assert not isinstance(
            PictureStore(MemoryCache(), tmp_path).vet("a.jpg").screen.content, bytes
        )

    def test_bytes_that_went_away_are_made_again(self, tmp_path: Path) -> None:
        photo(tmp_path, "a.jpg")
        cache = MemoryCache()
        vetted = PictureStore(cache, tmp_path).vet("a.jpg")
        before = vetted.screen.data
        cache.entries.clear()
        assert vetted.screen.data == before

    def test_they_are_not_those_of_a_file_that_changed(self, tmp_path: Path) -> None:
        photo(tmp_path, "a.jpg")
        cache = MemoryCache()
        vetted = PictureStore(cache, tmp_path).vet("a.jpg")
        cache.entries.clear()
        photo(tmp_path, "a.jpg", "blue")
        with pytest.raises(ForgottenError):
            _ = vetted.screen.data
