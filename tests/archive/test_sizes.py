"""Pictures as wide as a screen needs: scaled once, kept, and never spoilt."""

from __future__ import annotations

import io

import pytest
from PIL import Image
from sqlalchemy.orm import Session

from cookbook.archive.pictures import keep_blob
from cookbook.archive.sizes import sized_picture, turned_picture, widths_of
from cookbook.extensions import get_cache, get_storage
from cookbook.models import Blob


def keep(session: Session, size: tuple[int, int], kind: str = "JPEG", mode: str = "RGB") -> Blob:
    """A picture whose left half is black."""
    image = Image.new(mode, size, "white")
    image.paste("black", (0, 0, size[0] // 2, size[1]))
    buffer = io.BytesIO()
    image.save(buffer, kind)
    media_type = f"image/{kind.lower()}"
    return keep_blob(session, get_storage(), buffer.getvalue(), media_type, size=size)


def look(data: bytes) -> Image.Image:
    image = Image.open(io.BytesIO(data))
    image.load()
    return image


class TestWidthsOf:
    @pytest.mark.parametrize(
        ("width", "widths"), [(2000, (320, 640, 1280)), (640, (320,)), (320, ()), (1, ())]
    )
    def test_a_picture_is_never_made_wider_than_it_is(
        self, session: Session, width: int, widths: tuple[int, ...]
    ) -> None:
        assert widths_of(keep(session, (width, 10))) == widths

    def test_a_drawing_has_its_own_alone(self, session: Session) -> None:
        blob = keep_blob(session, get_storage(), b"<svg/>", "image/svg+xml")
        assert widths_of(blob) == ()


class TestSizedPicture:
    @pytest.mark.parametrize("kind", ["JPEG", "PNG"])
    def test_it_is_as_wide_as_asked_for(self, session: Session, kind: str) -> None:
        blob = keep(session, (1600, 800), kind)
        image = look(sized_picture(get_storage(), get_cache(), blob, 640))
        assert (image.size, image.format) == ((640, 320), kind)

    def test_what_shows_through_stays_so(self, session: Session) -> None:
        blob = keep(session, (800, 400), "PNG", "RGBA")
        assert look(sized_picture(get_storage(), get_cache(), blob, 320)).mode == "RGBA"

    @pytest.mark.parametrize("width", [0, 639, 1_000_000, 1280])
    def test_any_other_width_is_the_picture_as_it_is(self, session: Session, width: int) -> None:
        blob = keep(session, (800, 400))
        whole = get_storage().read(blob.digest)
        assert sized_picture(get_storage(), get_cache(), blob, width) == whole

    def test_it_is_made_once(self, session: Session, monkeypatch: pytest.MonkeyPatch) -> None:
        blob = keep(session, (1600, 800))
        made = sized_picture(get_storage(), get_cache(), blob, 640)
        monkeypatch.setattr(Image.Image, "resize", None)
        assert sized_picture(get_storage(), get_cache(), blob, 640) == made

    def test_a_picture_that_is_broken_is_given_as_it_is(self, session: Session) -> None:
        blob = keep_blob(
            session, get_storage(), b"\xff\xd8 no picture", "image/jpeg", size=(900, 900)
        )
        assert sized_picture(get_storage(), get_cache(), blob, 320) == b"\xff\xd8 no picture"


class TestTurnedPicture:
    def test_it_is_turned_against_the_clock(self, session: Session) -> None:
        blob = keep(session, (800, 400))
        image = look(turned_picture(get_storage(), get_cache(), blob, 320, 1))
        assert image.size == (160, 320)
        assert image.convert("L").getpixel((80, 310)) == pytest.approx(0, abs=8)
