"""The files for a print shop, of the sample cookbook: what its sheet asks, the files have."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from pathlib import Path

import pikepdf
import pypdfium2
import pytest
from PIL import Image, ImageCms

from cookbook.config import samples_folder
from cookbook.press.caching import Cache, MemoryCache
from cookbook.press.checks.pdf_checks import judge_fonts, judge_glyphs, judge_print_colours
from cookbook.press.checks.pdf_file import open_pdf
from cookbook.press.checks.results import Verdict
from cookbook.press.geometry import BLEED
from cookbook.press.pipeline import Format, PressOptions, press_book
from cookbook.press.printshop.colours import FourInks, InkError, Profile, read_profile
from cookbook.press.printshop.framing import MARK_ROOM
from cookbook.press.printshop.papers import PAPERS
from tests.press.making import BOOKS
from tests.press.printshop.profiles import NAME, four_inks

POINTS = 72
WHITE = (255, 255, 255)


@dataclass(frozen=True)
class Shop:
    """The files that a shop is given."""

    folder: Path

    @property
    def inside(self) -> Path:
        return next(self.folder.glob("*-inside.pdf"))

    @property
    def cover(self) -> Path:
        return next(self.folder.glob("*-cover.pdf"))

    @property
    def sheet(self) -> str:
        return next(self.folder.glob("*-print.txt")).read_text(encoding="utf-8")


def printed(folder: Path, cache: Cache, more: str, book: Path = BOOKS / "pond") -> Shop:
    """Print a book with more settings; give its files."""
    source = shutil.copytree(book, folder / "book")
    (source / "shop.icc").write_bytes(four_inks())
    with (source / "book.yaml").open("a", encoding="utf-8") as settings:
        settings.write(more)
    press_book(source, folder / "out", PressOptions(formats=(Format.PRINT,), cache=cache))
    return Shop(folder / "out")


@pytest.fixture(scope="module")
def cache() -> Cache:
    """Give a cache for all books of this module."""
    return MemoryCache()


@pytest.fixture(scope="module")
def shop(tmp_path_factory: pytest.TempPathFactory, cache: Cache) -> Shop:
    """Print it as it is set, on cream paper, in fours."""
    wishes = "print:\n  paper: cream\n  pages-multiple: 4\n"
    sample = samples_folder() / "under-one-roof"
    return printed(tmp_path_factory.mktemp("as-set"), cache, wishes, sample)


def box(page: pikepdf.Page, name: str) -> list[float]:
    return [float(each) / POINTS for each in page.obj[name].as_list()]


def edge_colours(file: Path) -> list[set[tuple[int, ...]]]:
    """Give the colours in the middle of the bleed at the four edges of every page."""
    document = pypdfium2.PdfDocument(file)
    try:
        found = []
        for page in document:
            drawn = page.render(scale=1).to_pil().convert("RGB")
            across, down = drawn.size
            near = round((MARK_ROOM - BLEED / 2) * POINTS)
            spots = [
                (near, down // 2), (across - near, down // 2),
                (across // 2, near), (across // 2, down - near),
            ]  # fmt: skip
            found.append({drawn.getpixel(each) for each in spots})
        return found
    finally:
        document.close()


class TestTheInside:
    def test_every_page_has_the_trim_and_the_bleed_round_it(self, shop: Shop) -> None:
        with pikepdf.open(shop.inside) as pdf:
            for page in pdf.pages:
                left, bottom, right, top = box(page, "/TrimBox")
                assert (right - left, top - bottom) == pytest.approx((6, 9))
                around = [left - 0.125, bottom - 0.125, right + 0.125, top + 0.125]
                assert box(page, "/BleedBox") == pytest.approx(around)
                assert box(page, "/MediaBox") == pytest.approx(
                    [0, 0, 6 + 2 * MARK_ROOM, 9 + 2 * MARK_ROOM]
                )

    def test_a_photo_of_a_page_goes_on_into_the_bleed(self, tmp_path: Path, cache: Cache) -> None:
        book = shutil.copytree(BOOKS / "pond", tmp_path / "pond")
        soup = book / "recipes" / "stone-soup.md"
        Image.new("RGB", (1600, 1200), (200, 40, 30)).save(book / "images" / "red.png")
        text = soup.read_text(encoding="utf-8").replace("images/pot.svg", "images/red.png", 1)
        soup.write_text(text.replace("\nphoto:", "\nphoto-size: page\nphoto:", 1), encoding="utf-8")
        inside = printed(tmp_path, cache, "", book).inside
        bled = [number for number, edges in enumerate(edge_colours(inside)) if WHITE not in edges]
        assert len(bled) == 1
        # The recipe stands on the left, and its photo on the right.
        assert bled[0] % 2 == 0

    def test_its_pages_are_a_multiple_and_begin_with_the_half_title(self, shop: Shop) -> None:
        document = pypdfium2.PdfDocument(shop.inside)
        try:
            assert len(document) % 4 == 0
            words = document[0].get_textpage().get_text_bounded()
        finally:
            document.close()
        assert words.split() == ["Under", "One", "Roof"]

    def test_nothing_on_it_can_be_clicked(self, shop: Shop) -> None:
        with pikepdf.open(shop.inside) as pdf:
            assert not any("/Annots" in page.obj for page in pdf.pages)
            assert "/Outlines" not in pdf.Root

    def test_fonts_are_embedded_and_no_glyph_is_missing(self, shop: Shop) -> None:
        with open_pdf(shop.inside) as pdf:
            assert judge_fonts(pdf).verdict is Verdict.PASSED
            assert judge_glyphs(pdf).verdict is Verdict.PASSED


class TestTheCover:
    def test_it_is_as_wide_as_its_pages_ask_for(self, shop: Shop) -> None:
        with pikepdf.open(shop.inside) as inside, pikepdf.open(shop.cover) as cover:
            spine = len(inside.pages) * PAPERS["cream"].page
            (page,) = cover.pages
            left, bottom, right, top = box(page, "/TrimBox")
            assert (right - left, top - bottom) == pytest.approx((12 + spine, 9), abs=0.002)

    def test_its_art_goes_on_into_the_bleed(self, shop: Shop) -> None:
        document = pypdfium2.PdfDocument(shop.cover)
        try:
            picture = document[0].render(scale=1).to_pil().convert("RGB")
        finally:
            document.close()
        inset = round((MARK_ROOM - 0.1) * POINTS)
        for x in (inset, picture.width - 1 - inset):
            for y in (picture.height // 4, picture.height // 2):
                assert picture.getpixel((x, y)) != (255, 255, 255)

    def test_the_sheet_says_what_the_files_are(self, shop: Shop) -> None:
        assert "Trim: 6 x 9 in (152.4 x 228.6 mm)" in shop.sheet
        assert "Paper: Cream" in shop.sheet
        with pikepdf.open(shop.inside) as pdf:
            assert f"Pages: {len(pdf.pages)}" in shop.sheet


class TestInks:
    @pytest.mark.parametrize("ink", ["grey", "cmyk"])
    def test_the_inside_is_pdf_x_without_a_colour_of_screens(
        self, ink: str, tmp_path: Path, cache: Cache
    ) -> None:
        shop = printed(tmp_path, cache, f"print:\n  ink: {ink}\n  profile: shop.icc\n")
        with open_pdf(shop.inside) as pdf:
            judged = judge_print_colours(pdf)
        assert (judged.verdict, judged.details) == (Verdict.PASSED, ("PDF/X-4",))
        assert f"PDF/X-4, {NAME}" in shop.sheet
        with open_pdf(shop.cover) as pdf:
            assert judge_print_colours(pdf).verdict is Verdict.PASSED

    def test_grey_without_a_profile_claims_nothing(self, tmp_path: Path, cache: Cache) -> None:
        shop = printed(tmp_path, cache, "print:\n  ink: grey\n")
        with open_pdf(shop.inside) as pdf:
            assert not pdf.drawn.rgb
            assert judge_print_colours(pdf).verdict is Verdict.NOT_JUDGED

    def test_letters_are_black_alone_and_white_is_no_ink(self) -> None:
        inks = FourInks(Profile(four_inks(), NAME))
        assert inks.colour((0.165, 0.137, 0.118)) == (0, 0, 0, 1)
        assert inks.colour((1, 1, 1)) == (0, 0, 0, 0)

    def test_a_file_that_is_no_profile_of_inks_is_named(self, tmp_path: Path) -> None:
        file = tmp_path / "shop.icc"
        file.write_bytes(b"nothing of the kind")
        with pytest.raises(InkError, match=r"shop\.icc"):
            read_profile(file)
        screen = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
        file.write_bytes(screen)
        with pytest.raises(InkError, match="RGB, not of four inks"):
            read_profile(file)

    def test_the_same_book_gives_the_same_bytes(self, tmp_path: Path, cache: Cache) -> None:
        wishes = "print:\n  ink: cmyk\n  profile: shop.icc\n"
        one, two = (printed(tmp_path / each, cache, wishes) for each in ("one", "two"))
        assert one.inside.read_bytes() == two.inside.read_bytes()
        assert one.cover.read_bytes() == two.cover.read_bytes()
