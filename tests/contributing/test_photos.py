"""Photos: what comes from a phone goes in upright, bounded, and without where it was taken."""

from __future__ import annotations

import io

import pytest
from PIL import Image
from sqlalchemy.orm import Session

from cookbook.contributing import photos
from cookbook.contributing.photos import (
    LONG_SIDE,
    attach_photo,
    clean_photo,
    keep_photo,
    photo_path,
)
from cookbook.contributing.problems import PhotoError
from cookbook.extensions import get_storage
from tests.factories.contributions import make_contribution
from tests.factories.volumes import make_volume

GPS, ORIENTATION, MAKE = 0x8825, 0x0112, 0x010F


def photo(
    kind: str = "JPEG", size: tuple[int, int] = (400, 300), *, turned: int = 0, mode: str = "RGB"
) -> bytes:
    """A photo of a sunset, as a phone would store it."""
    image = Image.linear_gradient("L").resize(size).convert(mode)
    exif = Image.Exif()
    exif[MAKE] = "Grandmother's phone"
    exif.get_ifd(GPS)[1] = "N"
    if turned:
        exif[ORIENTATION] = turned
    buffer = io.BytesIO()
    image.save(buffer, kind, **({"exif": exif} if kind in {"JPEG", "WEBP", "PNG"} else {}))
    return buffer.getvalue()


def opened(data: bytes) -> Image.Image:
    image = Image.open(io.BytesIO(data))
    image.load()
    return image


class TestCleanPhoto:
    @pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "GIF"])
    def test_it_takes_what_cameras_and_browsers_make(self, kind: str) -> None:
        cleaned = clean_photo(photo(kind))
        assert (cleaned.width, cleaned.height) == (400, 300)
        assert opened(cleaned.data).format in {"JPEG", "PNG"}

    @pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
    def test_nothing_tells_any_more_where_it_was_taken(self, kind: str) -> None:
        before = photo(kind)
        assert b"Grandmother" in before
        cleaned = clean_photo(before)
        assert b"Grandmother" not in cleaned.data
        assert not dict(opened(cleaned.data).getexif())

    def test_a_photo_that_lies_on_its_side_is_turned_upright(self) -> None:
        cleaned = clean_photo(photo(turned=6))
        assert (cleaned.width, cleaned.height) == (300, 400)

    def test_a_large_one_is_made_as_large_as_a_book_needs(self) -> None:
        cleaned = clean_photo(photo(size=(4000, 1000)))
        assert (cleaned.width, cleaned.height) == (LONG_SIDE, LONG_SIDE // 4)

    def test_what_shows_through_stays_so(self) -> None:
        image = Image.new("RGBA", (20, 20), (255, 0, 0, 90))
        buffer = io.BytesIO()
        image.save(buffer, "PNG")
        assert opened(clean_photo(buffer.getvalue()).data).mode == "RGBA"

    @pytest.mark.parametrize(
        ("data", "says"),
        [
            (b"", "empty"),
            (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "no photo"),
            (b"%PDF-1.7", "no photo"),
            (b"\x00\x00\x00\x18ftypmp42\x00\x00\x00\x00mp42isom", "video"),
            (photo()[:600], "cut off"),
        ],
    )
    def test_it_says_what_is_wrong_with_anything_else(self, data: bytes, says: str) -> None:
        with pytest.raises(PhotoError, match=says) as caught:
            clean_photo(data)
        assert caught.value.remedy

    def test_a_file_that_would_be_enormous_is_refused_before_it_is_unpacked(self) -> None:
        buffer = io.BytesIO()
        Image.new("1", (30_000, 30_000)).save(buffer, "PNG")
        with pytest.raises(PhotoError, match="pixels"):
            clean_photo(buffer.getvalue())

    def test_a_file_that_is_too_heavy_is_refused(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(photos, "PHOTO_MAX_BYTES", 100)
        with pytest.raises(PhotoError, match="MB"):
            clean_photo(photo())


class TestAttachPhoto:
    def test_a_photo_is_named_after_its_entry_and_its_content(self, session: Session) -> None:
        soup = make_contribution(session, make_volume(session))
        blob = keep_photo(session, get_storage(), clean_photo(photo()))
        path = photo_path(session, soup.volume, soup.path, blob, soup)
        file = attach_photo(session, soup, path, blob, person=None)
        stem = soup.path.removeprefix("recipes/").removesuffix(".md")
        assert file.path == f"images/{stem}-{blob.digest[:8]}.jpg"
        assert (blob.width, blob.height) == (400, 300)
        assert photo_path(session, soup.volume, soup.path, blob, soup) == path

    def test_the_same_photo_of_another_entry_of_that_name_stays_where_it_is(
        self, session: Session
    ) -> None:
        soup = make_contribution(session, make_volume(session))
        other = make_contribution(session, soup.volume)
        blob = keep_photo(session, get_storage(), clean_photo(photo()))
        path = photo_path(session, soup.volume, "recipes/soup.md", blob, soup)
        attach_photo(session, soup, path, blob, person=None)
        second = photo_path(session, soup.volume, "chapters/soup.md", blob, other)
        assert second == f"images/soup-{blob.digest[:16]}.jpg"
