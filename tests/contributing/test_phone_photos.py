"""Photos in the formats of phones: read in a process of its own, turned once, and harmless."""

from __future__ import annotations

import io
import struct
from pathlib import Path

import pytest
from PIL import Image, UnidentifiedImageError

from cookbook.contributing.photos import PHOTO_MAX_PIXELS, clean_photo
from cookbook.contributing.problems import PhotoError
from cookbook.press.pictures import phones
from cookbook.press.pictures.phones import (
    PhonePhotoError,
    PhonePixelsError,
    phone_format,
    read_phone_photo,
)

HEIC = (Path(__file__).parent / "samples" / "bowl.heic").read_bytes()
TOMATO, BUTTER = (191, 59, 39), (243, 213, 139)


def opened(data: bytes) -> Image.Image:
    image = Image.open(io.BytesIO(data), formats=["JPEG", "PNG"])
    image.load()
    return image


def is_like(pixel: object, colour: tuple[int, int, int]) -> bool:
    assert isinstance(pixel, tuple)
    return all(abs(one - other) < 12 for one, other in zip(pixel, colour, strict=True))


def with_turn(quarters: int) -> bytes:
    """The sample, which its own box turns by so many quarters, against the clock."""
    at = HEIC.index(b"irot") + 4
    return HEIC[:at] + bytes([quarters]) + HEIC[at + 1 :]


def with_size(width: int, height: int) -> bytes:
    """The sample, whose header claims another size."""
    at = HEIC.index(b"ispe") + 8
    return HEIC[:at] + struct.pack(">II", width, height) + HEIC[at + 8 :]


def avif(**more: object) -> bytes:
    image = Image.new("RGB", (96, 128), BUTTER)
    image.paste(TOMATO, (0, 0, 24, 24))
    buffer = io.BytesIO()
    image.save(buffer, "AVIF", **more)
    return buffer.getvalue()


class TestCleanPhoto:
    def test_a_heic_becomes_a_jpeg(self) -> None:
        cleaned = clean_photo(HEIC)
        assert cleaned.media_type == "image/jpeg"
        assert opened(cleaned.data).format == "JPEG"

    def test_a_heic_is_turned_once_though_it_says_twice_how(self) -> None:
        cleaned = clean_photo(HEIC)
        assert (cleaned.width, cleaned.height) == (192, 256)
        image = opened(cleaned.data)
        assert is_like(image.getpixel((12, 12)), TOMATO)
        assert is_like(image.getpixel((180, 12)), BUTTER)

    @pytest.mark.parametrize(
        ("quarters", "size", "corner"),
        [(0, (256, 192), (12, 180)), (1, (192, 256), (180, 244)), (2, (256, 192), (244, 12))],
    )
    def test_the_box_of_a_heic_says_how_it_is_turned_and_its_exif_does_not(
        self, quarters: int, size: tuple[int, int], corner: tuple[int, int]
    ) -> None:
        image = opened(clean_photo(with_turn(quarters)).data)
        assert image.size == size
        assert is_like(image.getpixel(corner), TOMATO)

    def test_nothing_of_a_heic_tells_any_more_where_it_was_taken(self) -> None:
        assert b"Grandmother" in HEIC
        cleaned = clean_photo(HEIC)
        assert b"Grandmother" not in cleaned.data
        assert not dict(opened(cleaned.data).getexif())

    def test_an_avif_is_read_and_turned_as_well(self) -> None:
        exif = Image.Exif()
        exif[0x0112] = 6
        cleaned = clean_photo(avif(exif=exif))
        assert (cleaned.width, cleaned.height, cleaned.media_type) == (128, 96, "image/jpeg")
        assert is_like(opened(cleaned.data).getpixel((120, 6)), TOMATO)

    @pytest.mark.parametrize("length", [40, 300, 900, 2200])
    def test_a_heic_that_is_cut_off_is_called_so(self, length: int) -> None:
        with pytest.raises(PhotoError, match="cut off") as caught:
            clean_photo(HEIC[:length])
        assert caught.value.remedy

    def test_a_heic_of_rubbish_is_called_broken(self) -> None:
        at = HEIC.index(b"mdat") + 4
        with pytest.raises(PhotoError, match="broken"):
            clean_photo(HEIC[:at] + b"\xff" * (len(HEIC) - at))

    @pytest.mark.parametrize("size", [(9500, 9500), (20_001, 10), (2**31, 2**31)])
    def test_a_heic_that_claims_to_be_enormous_is_refused_at_its_header(
        self, size: tuple[int, int]
    ) -> None:
        assert max(size) > 20_000 or size[0] * size[1] > PHOTO_MAX_PIXELS
        with pytest.raises(PhotoError, match=r"pixels|broken"):
            clean_photo(with_size(*size))


class TestReadPhonePhoto:
    def test_a_heic_is_made_as_large_as_is_enough(self) -> None:
        read = read_phone_photo(HEIC, most_side=300, most_pixels=90_000, enough=64)
        assert opened(read).size == (48, 64)

    @pytest.mark.parametrize(("side", "pixels"), [(255, 90_000), (300, 256 * 192 - 1)])
    def test_it_refuses_what_is_larger_than_it_may_be(self, side: int, pixels: int) -> None:
        with pytest.raises(PhonePixelsError):
            read_phone_photo(HEIC, most_side=side, most_pixels=pixels, enough=64)

    def test_it_is_given_up_after_some_time(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(phones, "SECONDS", 0.001)
        with pytest.raises(PhonePixelsError, match="longer"):
            read_phone_photo(HEIC, most_side=300, most_pixels=90_000, enough=64)

    def test_a_file_that_only_claims_the_format_is_broken(self) -> None:
        with pytest.raises(PhonePhotoError):
            read_phone_photo(HEIC[:28], most_side=300, most_pixels=90_000, enough=64)

    def test_no_other_part_of_the_program_takes_a_heic_for_a_picture(self) -> None:
        clean_photo(HEIC)
        with pytest.raises(UnidentifiedImageError):
            Image.open(io.BytesIO(HEIC))


class TestPhoneFormat:
    @pytest.mark.parametrize(
        ("data", "name"),
        [
            (HEIC, "HEIF"),
            (avif(), "AVIF"),
            (b"\x00\x00\x00\x1cftypmif1\x00\x00\x00\x00mif1heic", "HEIF"),
            (b"\x00\x00\x00\x1cftypmif1\x00\x00\x00\x00mif1avif", "AVIF"),
            (b"\x00\x00\x00\x18ftypmp42\x00\x00\x00\x00mp42isom", ""),
            (b"\xff\xd8\xff\xe0\x00\x10JFIF", ""),
            (b"", ""),
        ],
    )
    def test_it_goes_by_what_the_file_says_and_never_by_its_name(
        self, data: bytes, name: str
    ) -> None:
        assert phone_format(data) == name
