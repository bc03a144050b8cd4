"""An entry shown as the pages that its book would have of it, by a press that is warm."""

from __future__ import annotations

import dataclasses
import io
import tempfile
from collections.abc import Iterator, Mapping
from pathlib import Path

import pypdfium2
import pytest
from PIL import Image, ImageChops, ImageStat

from cookbook.manuscript import Book, BookKind, FrontMatterError
from cookbook.manuscript.measures import Measures
from cookbook.press.alone import LoneText
from cookbook.press.caching import MemoryCache
from cookbook.press.pagepreview import (
    FOLIO,
    MOST_PAGES,
    WIDTH,
    BookFrame,
    PagePicture,
    PagePreview,
    preview_pages,
)
from cookbook.press.pandoc import warm_pandoc
from cookbook.press.pipeline import Format, PressOptions, press_book
from cookbook.press.proofing.album import Pictures
from cookbook.press.proofing.bench import PROOF_TERMS, PagesUnsetError, ProofBench, RecentCache
from cookbook.press.themes import find_theme
from cookbook.press.typesetting.crew import LocalCrew
from tests.press.making import chapter, make_book, recipe

BOOK = "@book{knuth1984, title={The TeXbook}, author={Knuth, Donald}, year={1984}, publisher={AW}}"
SOUP = recipe(
    "Stone soup",
    "Best *hot*.",
    "",
    "## Ingredients",
    *(f"- {number} cups water" for number in range(2, 9)),
    "",
    "## Method",
    "1. Wash the stone, and don't lose it.",
    "2. Wait.",
    town="Almeirim",
)
LONG = SOUP.replace("2. Wait.", "\n".join(f"{n}. {'Wait a while. ' * 20}" for n in range(2, 14)))
INK_ON_PAPER = 1.0
"""The mean difference of two pictures, of 255, that comes of a palette."""


@pytest.fixture(scope="module")
def bench() -> Iterator[ProofBench]:
    with LocalCrew(1, terms=PROOF_TERMS) as crew, warm_pandoc() as pandoc:
        yield ProofBench(crew, pandoc, RecentCache(), MemoryCache())


def frame(kind: BookKind = BookKind.COOKBOOK, part: str = "") -> BookFrame:
    book = Book(title="Under One Roof", kind=kind)
    return BookFrame(find_theme(book), book.title, "en", kind, part)


def show(
    bench: ProofBench,
    text: str,
    path: str = "recipes/soup.md",
    pictures: Pictures | None = None,
    around: BookFrame | None = None,
) -> PagePreview:
    lone = LoneText(text, path, bibliography=BOOK)
    return preview_pages(lone, around or frame(), pictures or Pictures(), bench)


def opened(page: PagePicture) -> Image.Image:
    return Image.open(io.BytesIO(page.png))


def words(preview: PagePreview) -> str:
    return " ".join(page.words for page in preview.pages)


def remarks(preview: PagePreview) -> list[str]:
    return [each.message for each in preview.warnings]


def afresh(bench: ProofBench) -> ProofBench:
    """A bench with the same press that remembers no text."""
    return dataclasses.replace(bench, recent=RecentCache())


def kept_pictures(files: Mapping[str, bytes]) -> Pictures:
    return Pictures({path: f"digest of {path}" for path in files}, lambda each: files[each[10:]])


def png(mode: str, size: tuple[int, int], colour: object) -> bytes:
    buffer = io.BytesIO()
    Image.new(mode, size, colour).save(buffer, "PNG")  # type: ignore[arg-type]  # a colour of any mode
    return buffer.getvalue()


class TestPreviewPages:
    def test_amounts_are_said_in_the_books_measures(self, bench: ProofBench) -> None:
        text = recipe("Pie", "## Ingredients", "- 1 cup flour")
        metric = dataclasses.replace(frame(), measures=Measures.METRIC)
        assert "120 g (1 cup) flour" in words(show(bench, text, around=metric))
        assert "g (1" not in words(show(bench, text))

    def test_it_shows_a_recipe_on_a_page_with_all_that_stands_on_one(
        self, bench: ProofBench
    ) -> None:
        preview = show(bench, SOUP, around=frame(part="Soups"))
        (page,) = preview.pages
        assert (preview.count, preview.title, preview.warnings) == (1, "Stone soup", ())
        assert page.words.startswith("Stone soup Ada Obi, Almeirim Best hot.")
        assert "don’t lose it" in page.words
        assert page.words.endswith(f"Soups {FOLIO}")
        assert opened(page).size == (page.width, page.height) == (WIDTH, WIDTH * 3 // 2)

    def test_it_is_the_page_that_the_book_has(self, bench: ProofBench, tmp_path: Path) -> None:
        book = make_book(
            tmp_path / "book",
            {"recipes/soup.md": LONG},
            "title: Under One Roof\nlicence: CC0-1.0\nparts:\n- entries: [recipes/soup.md]\n",
        )
        report = press_book(book, tmp_path / "made", PressOptions(formats=(Format.PDF,)))
        preview = show(bench, LONG)
        document = pypdfium2.PdfDocument(tmp_path / "made" / report.files[0].name)
        try:
            pages = list(document)
            first = next(n for n, page in enumerate(pages) if "Wash the stone" in _text(page))
            for number, shown in enumerate(preview.pages):
                page = pages[first + number]
                printed = page.render(scale=(WIDTH - 0.01) / page.get_width()).to_pil()
                assert _text(page) == shown.words.replace(FOLIO, str(number + 1))
                assert _difference(printed, opened(shown)) < INK_ON_PAPER
        finally:
            document.close()

    def test_what_goes_over_stands_on_a_verso_with_the_books_title(self, bench: ProofBench) -> None:
        preview = show(bench, LONG)
        assert preview.count == len(preview.pages) == 2
        assert "Under One Roof" not in preview.pages[0].words
        assert preview.pages[1].words.endswith(f"{FOLIO} Under One Roof")

    def test_a_chapter_has_its_formulas_notes_tables_and_sources(self, bench: ProofBench) -> None:
        text = chapter(
            "Typesetting",
            r"As $\frac{x^2}{7}$ shows [@knuth1984], see^[A note.] [](#tbl:t).",
            "",
            "| a | b |\n|--:|:-:|\n| 1 | 2 |\n\n: Yields {#tbl:t}",
            "",
            r"$$e^{i\pi} = -1$$",
        )
        preview = show(bench, text, "chapters/t.md", around=frame(BookKind.TEXTBOOK))
        assert preview.warnings == ()
        assert "A note." in words(preview)
        assert "Yields" in words(preview)
        assert "The TeXbook" in words(preview)
        # 7 by 10 inches, as textbooks are.
        assert preview.pages[0].height == WIDTH * 10 // 7 + 1

    def test_each_page_is_its_own_whatever_pages_have_in_common(self, bench: ProofBench) -> None:
        paragraphs = (f"Paragraph {n} has $x^2$ in it. {'More words. ' * 50}\n" for n in range(24))
        preview = show(bench, chapter("Sums", *paragraphs), "chapters/sums.md")
        said = words(preview)
        assert preview.count > 3
        assert [n for n in range(24) if f"Paragraph {n} has" not in said] == []
        assert len({page.png for page in preview.pages}) == preview.count

    def test_a_formula_that_can_not_be_read_is_remarked(self, bench: ProofBench) -> None:
        preview = show(bench, chapter("Sums", r"As $\frac{1$ shows."), "chapters/sums.md")
        assert len(preview.warnings) == 1
        assert "prints as TeX" in remarks(preview)[0]
        assert r"\frac{1" in words(preview)

    def test_a_photo_is_printed_in_its_colours(self, bench: ProofBench) -> None:
        text = SOUP.replace("by: Ada Obi", "by: Ada Obi\nphoto: images/a.png\nphoto-alt: Green")
        pictures = kept_pictures({"images/a.png": png("RGB", (900, 600), (20, 160, 60))})
        preview = show(bench, text, pictures=pictures)
        colours = opened(preview.pages[0]).convert("RGB").getcolors(1 << 20) or []
        green = sum(count for count, colour in colours if colour == (20, 160, 60))
        assert preview.warnings == ()
        assert green > WIDTH * 100
        assert preview.pages == show(afresh(bench), text, pictures=pictures).pages

    def test_a_picture_that_is_missing_or_broken_is_remarked(self, bench: ProofBench) -> None:
        text = chapter("Ovens", "![one](a.png)", "", "![two](b.png)", "", "![out](../../c.png)")
        pictures = kept_pictures({"chapters/a.png": b"no picture"})
        preview = show(bench, text, "chapters/ovens.md", pictures)
        assert [each.split(":")[0] for each in remarks(preview)] == [
            'the picture "chapters/a.png" is left out',
            'the picture "b.png" is not here; it is left out.',
            'the picture "../../c.png" is not here; it is left out.',
        ]

    def test_what_was_shown_is_shown_again_without_the_press(self, bench: ProofBench) -> None:
        first = show(bench, SOUP)
        idle = dataclasses.replace(bench, crew=None)  # type: ignore[arg-type]  # nobody is asked
        assert show(idle, SOUP) == first

    def test_what_was_set_before_leaves_no_trace(self, bench: ProofBench) -> None:
        for text in (LONG, SOUP, LONG.replace("Wait", "Rest")):
            show(afresh(bench), text)
        used = show(afresh(bench), LONG)
        with LocalCrew(1, terms=PROOF_TERMS) as crew:
            fresh = show(dataclasses.replace(afresh(bench), crew=crew), LONG)
        assert used == fresh

    def test_of_a_long_chapter_the_first_pages_are_drawn(self, bench: ProofBench) -> None:
        text = chapter("Long", *(f"{'Words go on. ' * 60}\n" for _ in range(60)))
        preview = show(bench, text, "chapters/long.md")
        assert len(preview.pages) == MOST_PAGES < preview.count

    def test_what_takes_too_long_to_set_is_refused_and_the_next_text_is_set(
        self, bench: ProofBench
    ) -> None:
        hasty = dataclasses.replace(PROOF_TERMS, seconds=0.01)
        with LocalCrew(1, terms=hasty) as crew:
            with pytest.raises(PagesUnsetError, match="took longer"):
                show(dataclasses.replace(afresh(bench), crew=crew), SOUP)
            crew.terms = PROOF_TERMS
            assert show(dataclasses.replace(afresh(bench), crew=crew), SOUP).count == 1

    def test_a_text_that_can_not_be_read_is_an_error_with_its_line(self, bench: ProofBench) -> None:
        with pytest.raises(FrontMatterError) as caught:
            show(bench, "---\nkind: recipe\ntitle: [a\n---\n")
        assert caught.value.place is not None

    def test_nothing_of_a_text_lies_on_the_disk_afterwards(
        self, bench: ProofBench, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
        pictures = kept_pictures({"images/a.png": png("L", (9, 9), 9)})
        text = SOUP.replace("by: Ada Obi", "by: Ada Obi\nphoto: images/a.png\nphoto-alt: Grey")
        assert show(afresh(bench), text, pictures=pictures).count == 1
        assert list(tmp_path.rglob("*")) == []


class TestRecentCache:
    def test_it_forgets_what_was_not_used_for_longest(self) -> None:
        cache = RecentCache(limit=10)
        cache.put("a", b"1234")
        cache.put("b", b"1234")
        assert cache.get("a") == b"1234"
        cache.put("c", b"1234")
        assert cache.missing(["a", "b", "c"]) == {"b"}
        assert cache.size == 8

    def test_what_is_larger_than_all_of_it_is_not_kept(self) -> None:
        cache = RecentCache(limit=10)
        cache.put("a", b"1234")
        cache.put("b", b"12345678901")
        assert cache.missing(["a", "b"]) == {"b"}

    def test_it_can_forget_everything(self) -> None:
        cache = RecentCache()
        cache.put("a", b"1234")
        cache.put("a", b"12")
        assert cache.size == 2
        cache.clear()
        assert (cache.get("a"), cache.size) == (None, 0)


def _text(page: pypdfium2.PdfPage) -> str:
    return " ".join(page.get_textpage().get_text_bounded().split())


def _difference(one: Image.Image, other: Image.Image) -> float:
    """The mean difference of two pictures above the line of the folios."""
    box = (0, 0, one.width, int(one.height * 0.94))
    pair = [each.convert("L").crop(box) for each in (one, other)]
    return float(ImageStat.Stat(ImageChops.difference(*pair)).mean[0])
