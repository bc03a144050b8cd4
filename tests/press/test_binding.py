"""The parts of which a bound book is made: numbers, pages, outlines, runs, the PDF's own file."""

from __future__ import annotations

import io
from pathlib import Path

import pikepdf
import pytest

from cookbook.press.binding.binder import shift_of
from cookbook.press.binding.outline import Bookmark, write_outline
from cookbook.press.binding.pdffile import PdfFile
from cookbook.press.binding.sheets import SheetError, fill, read_sheets
from cookbook.press.themes import find_theme, theme_names
from cookbook.press.typesetting.folios import Extent, Leaf, folios_by_anchor, impose
from cookbook.press.typesetting.galleys import mark_roman
from cookbook.press.typesetting.gathering import pack
from cookbook.press.typesetting.problems import LayoutError
from cookbook.press.typesetting.runs import unroll
from cookbook.press.typesetting.shapes import UnevenDigitsError, shape_of, ten_codes
from cookbook.press.typesetting.styles import press_styles
from cookbook.press.words import find_words
from tests.press.making import set_book

CODES = "".join(f"{code:04x}" for code in range(10))


def pages(count: int, *anchors: str) -> list[dict[str, object]]:
    """Give the facts of so many pages, with the anchors on the first."""
    return [
        {"anchors": dict.fromkeys(anchors if not each else ()), "strings": {}, "name": "main"}
        for each in range(count)
    ]


class TestFolios:
    def test_the_body_opens_on_the_right_and_counts_from_one(self) -> None:
        extents = [Extent(pages(3, "preface")), Extent(pages(2, "soup"), "right", opens_body=True)]
        folios = folios_by_anchor(extents)
        assert folios == {"preface": "i", "soup": "1"}
        leaves = list(impose(extents))
        assert [leaf.folio for leaf in leaves] == ["i", "ii", "iii", "iv", "1", "2"]
        assert [leaf.signature for leaf in leaves] == [0, 0, 0, None, 1, 1]

    def test_strings_are_carried_to_the_pages_behind(self) -> None:
        first, second = pages(1), pages(1)
        first[0]["strings"] = {"running": ["Soups", "Stews"]}
        leaves = list(impose([Extent(first), Extent(second)]))
        assert leaves[0].strings == {"running": {"carried": "", "set": ["Soups", "Stews"]}}
        assert leaves[1].strings == {"running": {"carried": "Stews", "set": []}}


class TestShapes:
    @pytest.mark.parametrize(("folio", "shape"), [("7", "8"), ("112", "888"), ("xii", "xii")])
    def test_plain_numbers_have_one_by_their_length(self, folio: str, shape: str) -> None:
        assert shape_of(folio) == shape

    def test_digits_that_are_moved_apart_are_of_no_one_width(self) -> None:
        with pytest.raises(UnevenDigitsError):
            ten_codes(b"[<00010002>40<0003000400050006000700080009000a>] TJ")


class TestFill:
    def test_a_number_stands_where_its_shape_stood(self) -> None:
        pieces = [0, ["soup", 3, CODES, "", 500], 1]
        assert fill(pieces, [b"[<", b">] TJ"], {"soup": "112"}.__getitem__) == (
            b"[<000100010002>] TJ"
        )

    def test_a_shorter_number_stands_at_the_end_of_its_place(self) -> None:
        pieces = [0, ["soup", 4, CODES, "end", 500], 1]
        assert fill(pieces, [b"[<", b">] TJ"], {"soup": "12"}.__getitem__) == (
            b"[<>-1000<00010002>] TJ"
        )


class TestSheets:
    def test_bytes_that_are_no_sheet_set_are_refused(self) -> None:
        data = pack({"pages": [], "streams": [b"one"]})
        assert read_sheets(data).streams == [b"one"]
        for broken in (b"", data[:-1], data + b"x", b"\0\0\0\x10nothing of the kind"):
            with pytest.raises(SheetError):
                read_sheets(broken)


class TestShift:
    def test_pages_whose_text_areas_differ_are_refused_by_name(self) -> None:
        leaf = Leaf(0, "1", "right", 0, {"name": "main"})
        assert shift_of([46, 50, 300, 500], [57, 50, 300, 500], leaf) == 11
        with pytest.raises(LayoutError, match='pages "main"'):
            shift_of([46, 50, 300, 500], [57, 50, 310, 500], leaf)


class TestPdfFile:
    def test_what_is_written_is_read_by_others(self, tmp_path: Path) -> None:
        file = tmp_path / "book.pdf"
        with file.open("wb") as stream:
            pdf = PdfFile(stream)
            root, tree, info = pdf.reserve(), pdf.reserve(), pdf.reserve()
            page = pdf.add(b"<</Type/Page/Parent %d 0 R/MediaBox[0 0 9 9]/Resources<<>>>>" % tree)
            pdf.put(tree, b"<</Type/Pages/Kids[%d 0 R]/Count 1>>" % page)
            destination = b"[%d 0 R/XYZ 0 100 0]" % page
            bookmarks = [
                Bookmark(1, "Soups", destination),
                Bookmark(3, "Stone soup", destination),
                Bookmark(1, "Stews (slow)", destination),
            ]
            outline = write_outline(pdf, bookmarks)
            pdf.put(root, b"<</Type/Catalog/Pages %d 0 R/Outlines %d 0 R>>" % (tree, outline or 0))
            pdf.put(info, b"<</Title (A book)>>")
            pdf.finish(root, info)
        with pikepdf.open(file) as read, read.open_outline() as outline_read:
            assert not read.check_pdf_syntax()
            assert [each.title for each in outline_read.root] == ["Soups", "Stews (slow)"]
            assert [each.title for each in outline_read.root[0].children] == ["Stone soup"]

    def test_an_outline_of_nothing_is_none(self) -> None:
        assert write_outline(PdfFile(io.BytesIO()), []) is None


class TestRuns:
    HTML = (
        '<section id="i" class="index"><h1>Index</h1>'
        '<section class="index-group"><h2>A</h2><ul><li>apples</li><li>ale</li></ul></section>'
        '<section class="index-group"><h2>B</h2><ul><li>beans</li></ul></section></section>'
    )

    def test_a_run_opens_what_its_items_stand_in_and_closes_what_it_leaves_open(self) -> None:
        scroll = unroll(self.HTML)
        assert len(scroll.items) == 5
        first, _ = scroll.run(0, 2)
        assert first.endswith(
            "apples</li></ul></section></section>".replace("apples</li>", "apples</li>")
        )
        second, _ = scroll.run(2, 5)
        assert second.startswith('<section id="i" class="index"><section class="index-group"><ul>')
        assert "apples" not in second
        assert second.count("<section") == second.count("</section>")

    def test_marks_of_a_run_are_numbered_from_its_start(self) -> None:
        scroll = unroll('<ul><li><i id="pm-x-8"></i>a</li><li><i id="pm-x-9"></i>b</li></ul>')
        html, marks = scroll.run(1, 2)
        assert 'id="pm-run-1"' in html
        assert marks == ["pm-x-9"]


class TestStyles:
    @pytest.mark.parametrize("name", theme_names())
    def test_signatures_have_no_margins_words_and_furniture_no_counters(self, name: str) -> None:
        theme = find_theme(set_book(Path(__file__).parents[1] / "books" / "tiny").book.book, name)
        styles = press_styles(theme.print_styles, theme.page, find_words("en"), "en")
        assert "target-counter" not in styles.signature
        assert "@top-left" not in styles.signature
        assert "@footnote" in styles.signature
        assert "counter(page" not in styles.furniture


class TestRomanLinks:
    def test_a_link_has_the_class_once(self) -> None:
        tag = '<a href="#preface" class="roman">x</a>'
        assert mark_roman(tag, {"preface"}) == tag
