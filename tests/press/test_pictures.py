"""Pictures: what comes in from contributors, and what may stand in a book."""

from __future__ import annotations

import io
import os
import struct
import zlib
from pathlib import Path
from typing import Any

import pytest
from PIL import Image, ImageCms, ImageDraw, ImageFile

from cookbook.press.pictures.vetting import (
    Picture,
    PictureError,
    PictureLimits,
    VettedPicture,
    vet_picture,
)

CORPUS = Path(__file__).resolve().parents[3] / "shared" / "corpora" / "hostile"
MUST_BE_REFUSED = {
    "badwidth.bmp",
    "broken.png",
    "broken_data_stream.png",
    "decompression_bomb.gif",
    "exif.avif",
    "oom-225817ca0f8c663be7ab4b9e717b02c661e66834.tif",
    "bomb-40000x40000.png",
    "entityTest.svg",
    "externalTest.svg",
    "svgTestOne.svg",
    "useDosTest.svg",
    "xlinkLoopTest.svg",
}
SECRETS = (
    *(b"Exif", b"eXIf", b"GPS", b"http://ns.adobe.com", b"ICC_PROFILE", b"iCCP", b"tEXt"),
    *(b"<script", b"onload", b"javascript:", b"ENTITY"),
)


def a_photo(width: int = 320, height: int = 240) -> Image.Image:
    """A picture of many colours: red to the left, blue to the right, dark at the top."""
    red = Image.linear_gradient("L").rotate(90).resize((width, height))
    green = Image.effect_noise((width, height), 60)
    blue = Image.linear_gradient("L").resize((width, height))
    return Image.merge("RGB", (red, green, blue))


def a_chart(width: int = 300, height: int = 200) -> Image.Image:
    chart = Image.new("RGB", (width, height), "white")
    ImageDraw.Draw(chart).rectangle((20, 20, 120, 180), fill="navy")
    return chart


def save(folder: Path, name: str, image: Image.Image, **options: Any) -> Path:  # noqa: ANN401 - as Pillow has it
    image.save(folder / name, **options)
    return Path(name)


def opened(picture: Picture) -> Image.Image:
    return Image.open(io.BytesIO(picture.data))


def png_header(width: int, height: int) -> bytes:
    """A PNG that promises a size and holds a single empty chunk of pixels."""

    def chunk(kind: bytes, body: bytes) -> bytes:
        return (
            struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))
        )

    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", b"") + chunk(b"IEND", b"")


def refusal(path: Path | str, root: Path, limits: PictureLimits | None = None) -> str:
    with pytest.raises(PictureError) as caught:
        vet_picture(Path(path), root=root, limits=limits)
    assert caught.value.remedy
    assert str(path) in str(caught.value)
    return caught.value.message


class TestWhereAPictureMayLie:
    def test_it_is_read_from_the_book_folder(self, tmp_path: Path) -> None:
        (tmp_path / "images").mkdir()
        save(tmp_path, "images/a.png", a_chart())
        assert vet_picture(Path("images/a.png"), root=tmp_path).screen.width == 300

    @pytest.mark.parametrize(
        "path", ["/etc/hostname", "../outside.png", "images/../../outside.png"]
    )
    def test_it_is_not_read_from_elsewhere(self, tmp_path: Path, path: str) -> None:
        book = tmp_path / "book"
        (book / "images").mkdir(parents=True)
        save(tmp_path, "outside.png", a_chart())
        assert "outside" in refusal(path, book)

    def test_its_whole_path_will_do_as_well(self, tmp_path: Path) -> None:
        save(tmp_path, "a.png", a_chart())
        vetted = vet_picture(tmp_path / "a.png", root=tmp_path)
        assert vetted == vet_picture(Path("a.png"), root=tmp_path)

    def test_a_link_that_leads_out_is_not_followed(self, tmp_path: Path) -> None:
        book = tmp_path / "book"
        book.mkdir()
        save(tmp_path, "outside.png", a_chart())
        (book / "inside.png").symlink_to(tmp_path / "outside.png")
        assert "outside" in refusal("inside.png", book)

    def test_a_folder_link_that_leads_out_is_not_followed(self, tmp_path: Path) -> None:
        book, other = tmp_path / "book", tmp_path / "other"
        book.mkdir()
        other.mkdir()
        save(other, "a.png", a_chart())
        (book / "images").symlink_to(other)
        assert "outside" in refusal("images/a.png", book)

    def test_a_missing_file_is_named(self, tmp_path: Path) -> None:
        assert "can't be found" in refusal("images/none.png", tmp_path)

    def test_a_pipe_is_not_waited_for(self, tmp_path: Path) -> None:
        os.mkfifo(tmp_path / "pipe.png")
        assert "isn't a file" in refusal("pipe.png", tmp_path)

    def test_a_folder_is_no_picture(self, tmp_path: Path) -> None:
        (tmp_path / "folder.png").mkdir()
        assert "isn't a file" in refusal("folder.png", tmp_path)


class TestWhatIsRefused:
    def test_a_file_of_too_many_bytes(self, tmp_path: Path) -> None:
        (tmp_path / "a.jpg").write_bytes(b"\xff\xd8" + bytes(5000))
        assert "MB" in refusal("a.jpg", tmp_path, PictureLimits(max_bytes=1000))

    @pytest.mark.parametrize("size", [(40_000, 40_000), (14_000, 14_000), (2**31 - 1, 2**31 - 1)])
    def test_a_huge_picture_by_its_header(self, tmp_path: Path, size: tuple[int, int]) -> None:
        (tmp_path / "bomb.png").write_bytes(png_header(*size))
        assert "pixels" in refusal("bomb.png", tmp_path)

    def test_a_very_long_strip(self, tmp_path: Path) -> None:
        (tmp_path / "strip.png").write_bytes(png_header(20_001, 10))
        assert "20001 by 10 pixels" in refusal("strip.png", tmp_path)

    @pytest.mark.parametrize("format_", ["TIFF", "BMP", "ICO", "PPM", "TGA", "EPS"])
    def test_other_formats_whatever_their_name(self, tmp_path: Path, format_: str) -> None:
        save(tmp_path, "photo.jpg", a_chart(64, 64), format=format_)
        assert "isn't a picture that a book can hold" in refusal("photo.jpg", tmp_path)

    @pytest.mark.parametrize("start", [b"SIMPLE  =                    T", b"8BPS\x00\x01", b"%!PS"])
    def test_fits_photoshop_and_postscript(self, tmp_path: Path, start: bytes) -> None:
        (tmp_path / "photo.jpg").write_bytes(start + bytes(3000))
        assert "isn't a picture that a book can hold" in refusal("photo.jpg", tmp_path)

    @pytest.mark.parametrize("format_", ["JPEG", "PNG", "WEBP", "GIF"])
    def test_a_picture_that_is_cut_off(self, tmp_path: Path, format_: str) -> None:
        save(tmp_path, "whole", a_photo(), format=format_)
        whole = (tmp_path / "whole").read_bytes()
        (tmp_path / "part").write_bytes(whole[: len(whole) // 2])
        refusal("part", tmp_path)

    def test_a_cut_off_picture_even_where_others_let_it_pass(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(ImageFile, "LOAD_TRUNCATED_IMAGES", True)
        save(tmp_path, "whole.jpg", a_photo())
        whole = (tmp_path / "whole.jpg").read_bytes()
        (tmp_path / "part.jpg").write_bytes(whole[: len(whole) // 2])
        assert "cut off" in refusal("part.jpg", tmp_path)
        assert ImageFile.LOAD_TRUNCATED_IMAGES is True

    def test_an_empty_file(self, tmp_path: Path) -> None:
        (tmp_path / "a.png").write_bytes(b"")
        refusal("a.png", tmp_path)

    def test_a_web_page_that_calls_itself_a_picture(self, tmp_path: Path) -> None:
        (tmp_path / "a.jpg").write_text("<!DOCTYPE html><html><script>alert(1)</script></html>")
        refusal("a.jpg", tmp_path)


class TestWhatComesThrough:
    def test_nothing_that_camera_or_program_wrote(self, tmp_path: Path) -> None:
        exif = Image.Exif()
        exif[0x010F] = "SecretCamera"
        exif.get_ifd(0x8825)[2] = (48.0, 51.0, 30.0)
        profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
        for name in ("a.jpg", "a.webp", "a.png"):
            save(tmp_path, name, a_photo(), exif=exif, icc_profile=profile)
            data = vet_picture(Path(name), root=tmp_path).screen.data
            assert b"SecretCamera" in (tmp_path / name).read_bytes()
            assert not [secret for secret in (b"SecretCamera", *SECRETS) if secret in data]

    def test_nothing_that_hides_behind_or_within_a_jpeg(self, tmp_path: Path) -> None:
        save(tmp_path, "a.jpg", a_photo(), comment="<script>alert(1)</script>")
        with (tmp_path / "a.jpg").open("ab") as file:
            file.write(b"<html><script>alert(2)</script></html>")
        assert b"<script" not in vet_picture(Path("a.jpg"), root=tmp_path).screen.data

    @pytest.mark.parametrize("orientation", range(1, 9))
    def test_pictures_stand_upright(self, tmp_path: Path, orientation: int) -> None:
        upright = Image.new("RGB", (160, 80), "white")
        upright.paste("red", (0, 0, 40, 40))
        turned = {
            2: Image.Transpose.FLIP_LEFT_RIGHT,
            3: Image.Transpose.ROTATE_180,
            4: Image.Transpose.FLIP_TOP_BOTTOM,
            5: Image.Transpose.TRANSPOSE,
            6: Image.Transpose.ROTATE_90,
            7: Image.Transpose.TRANSVERSE,
            8: Image.Transpose.ROTATE_270,
        }
        stored = upright.transpose(turned[orientation]) if orientation > 1 else upright
        exif = Image.Exif()
        exif[0x0112] = orientation
        save(tmp_path, "a.jpg", stored, exif=exif, quality=95)
        picture = vet_picture(Path("a.jpg"), root=tmp_path).screen
        assert (picture.width, picture.height) == (160, 80)
        red, green, _ = opened(picture).getpixel((10, 10))  # type: ignore[misc] # three channels
        assert red > 200
        assert green < 60

    def test_a_photo_as_plain_jpeg(self, tmp_path: Path) -> None:
        save(tmp_path, "a.png", a_photo(800, 700))
        picture = vet_picture(Path("a.png"), root=tmp_path).screen
        assert picture.media_type == "image/jpeg"
        assert "progressive" not in opened(picture).info

    def test_a_drawing_of_few_colours_without_loss(self, tmp_path: Path) -> None:
        save(tmp_path, "a.png", a_chart())
        picture = vet_picture(Path("a.png"), root=tmp_path).screen
        assert picture.media_type == "image/png"
        assert opened(picture).convert("RGB").tobytes() == a_chart().tobytes()

    def test_transparency(self, tmp_path: Path) -> None:
        photo = a_photo()
        photo.putalpha(Image.linear_gradient("L").resize(photo.size))
        save(tmp_path, "a.webp", photo)
        assert opened(vet_picture(Path("a.webp"), root=tmp_path).screen).mode == "RGBA"

    def test_no_alpha_channel_that_hides_nothing(self, tmp_path: Path) -> None:
        photo = a_photo(800, 700)
        photo.putalpha(255)
        save(tmp_path, "a.png", photo)
        assert vet_picture(Path("a.png"), root=tmp_path).screen.media_type == "image/jpeg"

    def test_colours_of_print_as_colours_of_light(self, tmp_path: Path) -> None:
        save(tmp_path, "a.jpg", Image.new("CMYK", (50, 50), (0, 255, 255, 0)))
        picture = opened(vet_picture(Path("a.jpg"), root=tmp_path).screen)
        assert picture.mode == "RGB"
        red, green, blue = picture.getpixel((5, 5))  # type: ignore[misc] # three channels
        assert red > 200
        assert max(green, blue) < 60

    def test_sixteen_bit_greys_keep_their_shades(self, tmp_path: Path) -> None:
        save(tmp_path, "a.png", Image.new("I;16", (50, 50), 0x8000))
        assert opened(vet_picture(Path("a.png"), root=tmp_path).screen).getpixel((5, 5)) == 128

    def test_the_first_frame_of_a_moving_picture(self, tmp_path: Path) -> None:
        frames = [Image.new("RGB", (40, 30), colour) for colour in ("red", "lime")]
        save(tmp_path, "a.gif", frames[0], save_all=True, append_images=frames[1:])
        picture = opened(vet_picture(Path("a.gif"), root=tmp_path).screen)
        assert getattr(picture, "n_frames", 1) == 1
        assert picture.convert("RGB").getpixel((5, 5)) == (255, 0, 0)

    def test_a_picture_with_a_senseless_profile(self, tmp_path: Path) -> None:
        save(tmp_path, "a.jpg", a_photo(), icc_profile=b"no profile at all")
        assert vet_picture(Path("a.jpg"), root=tmp_path).screen.width == 320


class TestTwoSizes:
    def test_a_small_picture_is_the_same_for_both(self, tmp_path: Path) -> None:
        save(tmp_path, "a.jpg", a_photo())
        vetted = vet_picture(Path("a.jpg"), root=tmp_path)
        assert vetted.screen is vetted.print

    def test_a_large_picture_is_larger_in_print(self, tmp_path: Path) -> None:
        save(tmp_path, "a.jpg", a_photo(4800, 3600), quality=60)
        vetted = vet_picture(Path("a.jpg"), root=tmp_path)
        assert (vetted.print.width, vetted.print.height) == (3600, 2700)
        assert 3_900_000 < vetted.screen.width * vetted.screen.height <= 4_000_000
        assert len(vetted.screen.data) <= 1_500_000

    @pytest.mark.parametrize("mode", ["RGB", "RGBA"])
    def test_the_screen_gets_no_more_bytes_than_allowed(self, tmp_path: Path, mode: str) -> None:
        noise = Image.frombytes(mode, (300, 300), os.urandom(300 * 300 * len(mode)))
        save(tmp_path, "a.png", noise)
        limits = PictureLimits(screen_bytes=20_000)
        vetted = vet_picture(Path("a.png"), root=tmp_path, limits=limits)
        assert len(vetted.screen.data) <= 20_000 < len(vetted.print.data)

    def test_the_same_file_gives_the_same_name_and_bytes(self, tmp_path: Path) -> None:
        save(tmp_path, "a.jpg", a_photo())
        first, second = (vet_picture(Path("a.jpg"), root=tmp_path) for _ in range(2))
        assert first == second
        assert first.screen.name.endswith(".jpg")

    def test_the_name_follows_the_content(self, tmp_path: Path) -> None:
        save(tmp_path, "really.jpg", a_chart(), format="PNG")
        assert vet_picture(Path("really.jpg"), root=tmp_path).screen.name.endswith(".png")


class TestDrawings:
    def test_a_drawing_is_a_vector_picture_with_a_size(self, tmp_path: Path) -> None:
        text = (
            '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 40 30"><path d="M0 0h9"/></svg>'
        )
        (tmp_path / "a.svg").write_text(text)
        picture = vet_picture(Path("a.svg"), root=tmp_path).screen
        assert (picture.vector, picture.width, picture.height) == (True, 40, 30)
        assert picture.media_type == "image/svg+xml"

    def test_a_drawing_with_a_script_is_refused_by_name(self, tmp_path: Path) -> None:
        (tmp_path / "a.svg").write_text(
            '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1 1"><script>1</script></svg>'
        )
        assert "scripts" in refusal("a.svg", tmp_path)


if CORPUS.is_dir():
    HOSTILE = sorted(
        file
        for folder, endings in {
            "images": {".*"},
            "svg": {".svg"},
            "generated": {".png", ".jpg"},
        }.items()
        for file in (CORPUS / folder).iterdir()
        if endings == {".*"} or file.suffix in endings
    )

    def vetted_or_none(file: Path) -> VettedPicture | None:
        try:
            return vet_picture(file.relative_to(CORPUS), root=CORPUS)
        except PictureError:
            return None

    @pytest.mark.corpora
    class TestHostileFiles:
        @pytest.mark.parametrize("file", HOSTILE, ids=lambda file: file.name)
        def test_each_is_refused_or_comes_out_clean(self, file: Path) -> None:
            vetted = vetted_or_none(file)
            assert (vetted is None) == (file.name in MUST_BE_REFUSED)
            for picture in (vetted.screen, vetted.print) if vetted else ():
                assert not [secret for secret in SECRETS if secret in picture.data]
                assert picture.width * picture.height <= 3600 * 3600
