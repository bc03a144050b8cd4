"""The finished PDF, opened: its pages, folios, outline, links and fonts; and the page layout."""

from __future__ import annotations

import json
import logging
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pypdf
import pytest

from cookbook.press.checks.pdf_file import open_pdf
from cookbook.press.checks.pdf_pages import judge_references, references_of
from cookbook.press.checks.results import Verdict
from cookbook.press.outputs.footnotes import in_line
from cookbook.press.outputs.typesetter import FolderFetcher, _Reporter, page_labels, typeset
from cookbook.press.pandoc import Fragment, read_fragments
from cookbook.press.tree import plain_text
from cookbook.press.typesetting.galleys import mark_roman
from tests.press.making import Pressed

LINE = re.compile(r"^(?P<title>.+?)(?:\s+\.){3,}\s*(?P<folio>[ivxlc]+|\d+)$")


def page_text(pdf: pypdf.PdfReader, label: str) -> str:
    return pdf.pages[pdf.page_labels.index(label)].extract_text()


def contents_lines(pdf: pypdf.PdfReader) -> list[tuple[str, str]]:
    """Title, with its author, and folio of each line of the contents."""
    pages = [page.extract_text() for page in pdf.pages]
    lines = [line for page in pages for line in page.splitlines()]
    return [(found["title"], found["folio"]) for line in lines if (found := LINE.match(line))]


def outline(entries: list[Any], depth: int = 0) -> Iterator[tuple[int, str, Any]]:
    for each in entries:
        if isinstance(each, list):
            yield from outline(each, depth + 1)
        else:
            yield depth, str(each.title), each


class TestFolios:
    def test_they_are_roman_before_the_text_and_arabic_in_it(self, pressed_pond: Pressed) -> None:
        labels = pressed_pond.pdf.page_labels
        first = labels.index("1")
        assert labels[:first] == page_labels(len(labels), first)[:first]
        assert labels[first:] == [str(number + 1) for number in range(len(labels) - first)]
        assert labels[0] == "i"

    def test_a_page_prints_the_folio_that_it_is_labelled_with(self, pressed_pond: Pressed) -> None:
        pdf = pressed_pond.pdf
        printed = 0
        for page, label in zip(pdf.pages, pdf.page_labels, strict=True):
            last = page.extract_text().split()[-1:]
            if label.isdigit() and last:
                # A running head may stand right before the folio.
                assert re.search(r"\d*$", last[0])[0] == label  # type: ignore[index]  # matches any text
                printed += 1
        assert printed >= 10

    def test_blank_pages_are_bare(self, pressed_pond: Pressed) -> None:
        blank = [page for page in pressed_pond.pdf.pages if not page.get_contents()]
        texts = [page.extract_text() for page in pressed_pond.pdf.pages]
        assert "" in texts or blank

    def test_the_report_knows_every_entrys(self, pressed_pond: Pressed) -> None:
        folios = pressed_pond.report.folios
        assert len(folios) == 9
        soup = page_text(pressed_pond.pdf, folios["recipes/stone-soup.md"])
        assert "A traveller came with a stone" in soup


class TestContents:
    def test_every_page_number_is_that_of_the_page(
        self, pressed_pond: Pressed, pressed_coins: Pressed
    ) -> None:
        for made, least in ((pressed_pond, 14), (pressed_coins, 5)):
            lines = contents_lines(made.pdf)
            assert len(lines) >= least
            for title, folio in lines:
                page = set(re.findall(r"\w+", page_text(made.pdf, folio)))
                assert set(re.findall(r"\w+", title)) <= page, title

    def test_each_recipe_is_there_with_its_author(self, pressed_pond: Pressed) -> None:
        titles = [title for title, _folio in contents_lines(pressed_pond.pdf)]
        assert {"Broth Tom Okafor and Ines Duarte", "Éclairs Ada van Dijk"} <= set(titles)

    def test_the_indexes_name_the_recipes_pages(self, pressed_pond: Pressed) -> None:
        folios = pressed_pond.report.folios
        for page in ("title-index", "ingredient-index"):
            (said,) = (
                each.extract_text()
                for each in pressed_pond.pdf.pages
                if _destinations(pressed_pond.pdf, page) == each.page_number
            )
            plain = said.replace("\u00a0", " ")
            assert f"Éclairs, {folios['recipes/eclairs.md']}" in plain
            assert f"The Apple Cake, {folios['recipes/apple-cake.md']}" in plain

    def test_a_recipe_that_is_referred_to_comes_with_its_page(self, pressed_pond: Pressed) -> None:
        folios = pressed_pond.report.folios
        tart = page_text(pressed_pond.pdf, folios["recipes/pear-tart.md"]).replace("\u00a0", " ")
        assert f"the cake (page {folios['recipes/apple-cake.md']})" in " ".join(tart.split())


class TestReferences:
    def test_every_number_that_is_printed_is_read_back_and_true(
        self, pressed_pond: Pressed, pressed_coins: Pressed
    ) -> None:
        for made in (pressed_pond, pressed_coins):
            with open_pdf(next(made.out.glob("*.pdf"))) as pdf:
                assert judge_references(pdf).verdict is Verdict.PASSED
                printed = Counter(each.folio for each in references_of(pdf) if each.folio)
            assert sum(printed.values()) == len(contents_lines(made.pdf)) + _referring(made)


def _referring(made: Pressed) -> int:
    """Count the links of the EPUB that refer to pages in print, but for those of its contents."""
    links = [
        link
        for name, tree in made.pages.items()
        if name != "nav.xhtml"
        for link in tree.iter("{http://www.w3.org/1999/xhtml}a")
    ]
    in_lists = [each for each in links if "locator" in (each.get("class") or "").split()]
    in_texts = [each for each in links if "entry-ref" in (each.get("class") or "").split()]
    given = [each for each in links if _is_within(each, "gave") and "#" in (each.get("href") or "")]
    of_terms = [each for each in links if "page-ref" in (each.get("class") or "").split()]
    return len(in_lists) + len(in_texts) + len(given) + len(of_terms)


def _is_within(link: Any, wanted: str) -> bool:  # noqa: ANN401 -- lxml's
    return any(wanted in (each.get("class") or "").split() for each in link.iterancestors())


def _destinations(pdf: pypdf.PdfReader, name: str) -> int | None:
    return pdf.get_destination_page_number(pdf.named_destinations[name])


class TestDocument:
    def test_it_has_a_title_a_language_and_tags(self, pressed_pond: Pressed) -> None:
        pdf = pressed_pond.pdf
        assert pdf.metadata is not None
        assert pdf.metadata.title == "The Pond Book"
        root: Any = pdf.trailer["/Root"]
        assert root["/Lang"] == "en-GB"
        assert root["/MarkInfo"]["/Marked"]
        assert "/StructTreeRoot" in root

    def test_all_its_fonts_are_embedded(self, pressed_pond: Pressed) -> None:
        found = set()
        for page in pressed_pond.pdf.pages:
            resources: Any = page["/Resources"]
            for font in resources.get("/Font", {}).values():
                (below,) = font.get_object()["/DescendantFonts"]
                description = below.get_object()["/FontDescriptor"]
                found.add(str(font.get_object()["/BaseFont"]))
                assert {"/FontFile2", "/FontFile3"} & set(description)
        assert any("Source-Serif" in name or "SourceSerif" in name for name in found), found

    def test_the_outline_leads_to_every_listed_section(self, pressed_pond: Pressed) -> None:
        pdf = pressed_pond.pdf
        entries = list(outline(pdf.outline))
        titles = [title for _depth, title, _entry in entries]
        listed = ["Before the soup", "Soups", "Stone soup", "Broth", "Sweets", "Éclairs"]
        assert [title for title in titles if title in listed] == listed
        depths = {title: depth for depth, title, _entry in entries}
        assert depths["Broth"] == depths["Stone soup"] + 1 == depths["Soups"] + 2
        for _depth, title, entry in entries:
            number = pdf.get_destination_page_number(entry)
            assert number is not None
            assert title.split()[0].lower() in pdf.pages[number].extract_text().lower()

    def test_every_link_within_it_leads_somewhere(self, pressed_pond: Pressed) -> None:
        names = set(pressed_pond.pdf.named_destinations)
        targets = set()
        for page in pressed_pond.pdf.pages:
            for each in page.get("/Annots", ()):
                note: Any = each.get_object()
                if "/Dest" in note:
                    targets.add(str(note["/Dest"]))
                elif "/A" in note and "/D" in note["/A"]:
                    targets.add(str(note["/A"]["/D"]))
        assert {"stone-soup", "broth", "apple-cake"} <= targets
        assert targets <= names

    def test_all_pages_are_of_one_size(self, pressed_pond: Pressed) -> None:
        sizes = {
            (float(page.mediabox.width), float(page.mediabox.height))
            for page in pressed_pond.pdf.pages
        }
        assert len(sizes) == 1

    def test_nothing_is_attached_and_nothing_runs(self, pressed_pond: Pressed) -> None:
        root: Any = pressed_pond.pdf.trailer["/Root"]
        assert not pressed_pond.pdf.attachments
        assert not {"/OpenAction", "/AA", "/AcroForm"} & set(root)


class TestText:
    def test_a_footnote_stands_at_the_foot_of_its_page(self, pressed_pond: Pressed) -> None:
        folio = pressed_pond.report.folios["chapters/foreword.md"]
        page = page_text(pressed_pond.pdf, folio)
        assert page.index("pond gives") < page.index("Mostly water")

    def test_a_formula_that_can_not_be_set_prints_as_its_tex(self, pressed_coins: Pressed) -> None:
        folio = pressed_coins.report.folios["chapters/bias.md"]
        assert "undefinedmacro" in page_text(pressed_coins.pdf, folio)

    def test_references_print_numbers(self, pressed_coins: Pressed) -> None:
        whole = " ".join(" ".join(page.extract_text().split()) for page in pressed_coins.pdf.pages)
        for words in ("Figure 2.2", "Table 2.1", "Section 1.1", "Chapter 1", "(2.1)"):
            assert words in whole.replace("\u00a0", " ")


class TestPageLabels:
    def test_roman_numbers_are_right_into_the_hundreds(self) -> None:
        labels = page_labels(120, 119)
        assert [labels[n - 1] for n in (4, 9, 14, 40, 49, 90, 99, 118)] == [
            *("iv", "ix", "xiv", "xl", "xlix", "xc", "xcix", "cxviii"),
        ]
        assert labels[119] == "1"

    def test_a_book_without_front_matter_is_arabic_throughout(self) -> None:
        assert page_labels(3, 0) == ["1", "2", "3"]


class TestRomanLinks:
    def test_links_to_front_matter_are_marked_and_others_not(self) -> None:
        markup = (
            '<a href="#foreword" class="entry-ref">a</a>'
            '<a href="#foreword">b</a><a href="#soup">c</a>'
        )
        marked = mark_roman(markup, {"foreword"})
        assert marked == (
            '<a href="#foreword" class="entry-ref roman">a</a>'
            '<a href="#foreword" class="roman">b</a><a href="#soup">c</a>'
        )


class TestFootnotesInLine:
    def test_no_word_of_a_note_is_lost(self) -> None:
        note = (
            "A^[x]\n\n[^1]\n\n[^1]: First *one*.\n\n    - a\n    - b\n\n    1. c\n\n    ```\n"
            "    code\n    more\n    ```\n\n    > said\n\n    | A |\n    |---|\n    | cell |\n"
        )
        (blocks,) = read_fragments([Fragment(note)], seconds=60)
        notes = [node for node in blocks[1]["c"] if node["t"] == "Note"]
        line = in_line(notes[0]["c"])
        assert plain_text(line) == "First one. • a • b 1. c code more said A cell"
        assert {node["t"] for node in line} <= {"Str", "Space", "Emph", "LineBreak", "Code"}


class TestTypeset:
    """The child's work done in this process, on a page of three leaves."""

    def typeset(self, folder: Path, body: str) -> dict[str, Any]:
        (folder / "book.html").write_text(
            f'<html lang="en"><title>T</title><style>h1 {{ break-before: page }}</style>{body}',
            encoding="utf-8",
        )
        return typeset(
            {
                "html": str(folder / "book.html"),
                "pdf": str(folder / "book.pdf"),
                "folders": [str(folder)],
                "body_anchor": "text",
                "variant": "pdf/ua-1",
            }
        )

    def test_it_gives_pages_and_the_folio_where_each_anchor_begins(self, tmp_path: Path) -> None:
        body = "<p>Cover</p><h1 id=front>F</h1><section id=text><h1>A</h1><h1 id=b>B</h1></section>"
        done = self.typeset(tmp_path, body)
        assert done["pages"] == 4
        assert done["folios"] == {"front": "ii", "text": "1", "text~": "2", "b": "2"}
        assert pypdf.PdfReader(tmp_path / "book.pdf").page_labels == ["i", "ii", "1", "2"]

    def test_without_front_matter_folios_are_arabic(self, tmp_path: Path) -> None:
        done = self.typeset(tmp_path, "<p id=text>A")
        assert done["folios"] == {"text": "1"}
        assert pypdf.PdfReader(tmp_path / "book.pdf").page_labels == ["1"]

    def test_progress_and_remarks_are_told_line_by_line(
        self, capsys: pytest.CaptureFixture[str]
    ) -> None:
        reporter = _Reporter()
        for name, level, message in (
            ("weasyprint.progress", logging.INFO, "Step 5 - Creating layout - Page 12"),
            ("weasyprint.progress", logging.INFO, "Step 1 - Fetching and parsing HTML"),
            ("weasyprint", logging.WARNING, "No such font"),
            ("weasyprint", logging.INFO, "unheard"),
        ):
            reporter.handle(logging.LogRecord(name, level, "", 0, message, None, None))
        lines = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
        assert lines == [{"page": 12}, {"warning": "No such font"}]


class TestFolderFetcher:
    def test_it_gives_the_files_of_its_folders(self, tmp_path: Path) -> None:
        (tmp_path / "a b.css").write_text("p {}")
        answer = FolderFetcher([tmp_path]).fetch((tmp_path / "a b.css").as_uri())
        assert answer.read() == b"p {}"

    @pytest.mark.parametrize("name", ["../out.css", "link.css"])
    def test_it_gives_nothing_else(self, tmp_path: Path, name: str) -> None:
        inside = tmp_path / "in"
        inside.mkdir()
        (tmp_path / "out.css").write_text("secret")
        (inside / "link.css").symlink_to(tmp_path / "out.css")
        with pytest.raises(ValueError, match="not a file of this book"):
            FolderFetcher([inside]).fetch(f"{inside.as_uri()}/{name}")

    @pytest.mark.parametrize("url", ["https://example.org/a.css", "data:text/css,p"])
    def test_it_opens_no_other_address(self, tmp_path: Path, url: str) -> None:
        with pytest.raises(ValueError, match="not a file of this book"):
            FolderFetcher([tmp_path]).fetch(url)
