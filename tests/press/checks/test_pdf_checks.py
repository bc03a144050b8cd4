"""The PDF checks: a sound PDF passes each of them, and each finds what it is for."""

from __future__ import annotations

import logging
import zlib
from pathlib import Path

import pikepdf
import pytest
from PIL import Image

from cookbook.press.checks.judging import judge_pdf
from cookbook.press.checks.pdf_content import multiply
from cookbook.press.checks.results import CheckResult, Verdict
from tests.press.checks.books import (
    BODY,
    LANDMARKS,
    TOC,
    change_pdf,
    package,
    page,
    write_epub,
    write_pdf,
)


@pytest.fixture(scope="module")
def sound(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_pdf(tmp_path_factory.mktemp("sound"))


def judged(path: Path, number: int, epub: Path | None = None) -> CheckResult:
    return next(each for each in judge_pdf(path, epub).results if each.number == number)


NO_NUMBER = '<a class="w" href="#soup">Soup</a></li>'


def photo(folder: Path, side: int) -> str:
    Image.new("RGB", (side, side), "tomato").save(folder / "photo.jpg")
    return f'{BODY}<p><img src="photo.jpg" alt="A tomato" style="width: 1in; height: 1in"></p>'


class TestASoundPdf:
    def test_it_fails_nothing(self, sound: Path) -> None:
        failed = [each for each in judge_pdf(sound).results if each.verdict is Verdict.FAILED]
        assert failed == []

    def test_it_is_judged_on_its_pages(self, sound: Path) -> None:
        passed = {
            each.number for each in judge_pdf(sound).results if each.verdict is Verdict.PASSED
        }
        assert passed == {19, 20, 21, 22, 23, 25, 27, 29, 31, 33, 43, 44}

    def test_five_page_numbers_are_read(self, sound: Path) -> None:
        assert judged(sound, 22).details == ("5 page numbers",)


class TestPageNumbers:
    def test_a_number_of_another_page_is_found(self, tmp_path: Path) -> None:
        path = write_pdf(tmp_path, style=".index a::after { content: ', 7' }")
        assert judged(path, 22).details == (
            'page 3: "Soup" is said to be on page 7, and is on page 1, which is labelled 1',
            'page 3: "Bread" is said to be on page 7, and is on page 2, which is labelled 2',
        )

    def test_a_wrong_number_in_the_contents_is_found(self, tmp_path: Path) -> None:
        body = BODY.replace('<a href="#soup">Soup</a></li>', NO_NUMBER)
        path = write_pdf(
            tmp_path, body, style=".contents a.w::after { content: leader('. ') '12' }"
        )
        assert judged(path, 22).details == (
            'page i: "Soup" is said to be on page 12, and is on page 1, which is labelled 1',
        )

    def test_roman_numbers_are_told_from_arabic_ones(self, tmp_path: Path) -> None:
        style = ".index a::after { content: ', ' target-counter(attr(href), page, lower-roman) }"
        assert judged(write_pdf(tmp_path, style=style), 22).count == 2

    def test_folios_that_begin_again_are_found(self, tmp_path: Path) -> None:
        style = "section:nth-child(3) { page: again } @page again { counter-reset: page 1 }"
        path = write_pdf(tmp_path, style=style)
        assert judged(path, 31).verdict is Verdict.FAILED
        assert judged(path, 22).verdict is Verdict.FAILED

    def test_labels_that_differ_from_the_print_are_found(self, tmp_path: Path) -> None:
        path = write_pdf(tmp_path, labels="[0 << /S /D >>]")
        assert 'page 1: is labelled so, but "i" is printed on it' in judged(path, 22).details

    def test_a_line_of_the_contents_without_a_number_is_found(self, tmp_path: Path) -> None:
        body = BODY.replace('<a href="#soup">Soup</a></li>', NO_NUMBER)
        path = write_pdf(tmp_path, body, style=".contents a.w::after { content: none }")
        assert judged(path, 22).details == (
            'page i: "Soup" stands in the contents without its page',
        )

    def test_a_title_over_two_lines_keeps_its_number(self, tmp_path: Path) -> None:
        style = ".index { width: 0.9in } .index a { font-size: 14pt }"
        body = BODY.replace('href="#bread">Bread</a></p>', 'href="#bread">Bread of rye</a></p>')
        assert judged(write_pdf(tmp_path, body, style=style), 22).details == ("5 page numbers",)

    def test_a_blank_page_with_a_folio_is_found(self, tmp_path: Path) -> None:
        bread = '<section class="main" id="bread">'
        body = BODY.replace(bread, f'<section class="main"></section>{bread}')
        assert judged(write_pdf(tmp_path, body), 31).details == (
            'sheet 3: is blank, but bears the folio "2"',
        )


class TestOutline:
    def test_a_bookmark_beside_the_contents_is_found(self, tmp_path: Path) -> None:
        path = write_pdf(tmp_path, style="h2 { bookmark-level: 2 !important }")
        assert judged(path, 21).details == ('"Stock" is in the outline, but not in the contents',)

    def test_a_missing_bookmark_is_found(self, tmp_path: Path) -> None:
        path = write_pdf(tmp_path, style="#bread h1 { bookmark-level: none }")
        assert judged(path, 21).details == (
            '"Bread and other things from the oven" is in the contents, but not in the outline',
        )


class TestLinks:
    def test_a_link_to_no_destination_is_found(self, sound: Path) -> None:
        def change(pdf: pikepdf.Pdf) -> None:
            pdf.Root.Names.Dests = pdf.make_indirect(pikepdf.Dictionary(Names=pikepdf.Array([])))

        assert judged(change_pdf(sound, change), 23).verdict is Verdict.FAILED


class TestFonts:
    def test_a_font_that_is_not_embedded_is_found(self, sound: Path) -> None:
        def change(pdf: pikepdf.Pdf) -> None:
            for font in pdf.pages[1].obj.Resources.Font.values():
                descriptor = font.DescendantFonts[0].FontDescriptor
                for key in ("/FontFile2", "/FontFile3"):
                    if key in descriptor:
                        del descriptor[key]

        assert "is not embedded" in judged(change_pdf(sound, change), 19).details[0]

    def test_a_glyph_that_no_font_has_is_found(
        self, tmp_path: Path, caplog: pytest.LogCaptureFixture
    ) -> None:
        caplog.set_level(logging.CRITICAL, logger="weasyprint")
        body = BODY.replace("Knead.", "Knead \U000f1234 and \U000f1234.")
        result = judged(write_pdf(tmp_path, body), 29)
        assert result.details[0].startswith("page 2: 2 glyphs are missing in ")

    def test_glyph_zero_of_a_plain_encoding_is_found(self, sound: Path) -> None:
        def change(pdf: pikepdf.Pdf) -> None:
            name = next(iter(pdf.pages[1].obj.Resources.Font.keys()))
            pdf.pages[1].contents_add(f"BT {name} 9 Tf [<0001> 3 <00000000>] TJ ET".encode())

        assert "page 1: 2 glyphs are missing" in judged(change_pdf(sound, change), 29).details[0]


class TestPictures:
    def test_a_coarse_photo_is_told_with_its_page_and_size(self, tmp_path: Path) -> None:
        result = judged(write_pdf(tmp_path, photo(tmp_path, 150)), 24)
        assert result.details == ("page 4: 150 dpi (150 x 150 pixels at 1.00 x 1.00 in)",)

    def test_a_fine_photo_passes(self, tmp_path: Path) -> None:
        path = write_pdf(tmp_path, photo(tmp_path, 300))
        assert judged(path, 24).verdict is Verdict.PASSED

    def test_matrices_are_done_one_after_the_other(self) -> None:
        scaled, moved = (2.0, 0.0, 0.0, 2.0, 0.0, 0.0), (1.0, 0.0, 0.0, 1.0, 5.0, 7.0)
        assert multiply(moved, scaled) == (2.0, 0.0, 0.0, 2.0, 10.0, 14.0)


class TestTheWhole:
    def test_a_file_without_title_language_and_tags_is_found(self, sound: Path) -> None:
        def change(pdf: pikepdf.Pdf) -> None:
            del pdf.docinfo["/Title"], pdf.Root["/Lang"], pdf.Root["/MarkInfo"]
            del pdf.Root["/StructTreeRoot"]

        assert judged(change_pdf(sound, change), 20).count == 4

    def test_a_page_of_another_size_is_found(self, sound: Path) -> None:
        def change(pdf: pikepdf.Pdf) -> None:
            pdf.pages[2].obj.MediaBox = pikepdf.Array([0, 0, 300, 432])
            pdf.pages[2].obj.TrimBox = pikepdf.Array([0, 0, 300, 432])

        assert judged(change_pdf(sound, change), 25).details == (
            "page 2: 4.17 x 6 in, where 3 pages are 4 x 6 in",
        )

    def test_a_narrow_bleed_is_found(self, tmp_path: Path) -> None:
        path = write_pdf(tmp_path, style="@page { bleed: 5pt }")
        assert "the bleed is 5.0 pt" in judged(path, 25).details[0]

    def test_a_full_bleed_passes(self, tmp_path: Path) -> None:
        path = write_pdf(tmp_path, style="@page { bleed: 0.125in }")
        assert judged(path, 25).verdict is Verdict.PASSED

    def test_a_figure_without_a_text_is_found(self, tmp_path: Path) -> None:
        def change(pdf: pikepdf.Pdf) -> None:
            for each in pdf.objects:
                if isinstance(each, pikepdf.Dictionary) and each.get("/S") == "/Figure":
                    del each["/Alt"]

        path = write_pdf(tmp_path, photo(tmp_path, 300))
        assert judged(path, 27).verdict is Verdict.PASSED
        result = judged(change_pdf(path, change), 27)
        assert result.details == ("page 4: Document/P/Figure: has no alternative text [13-004]",)

    def test_scripts_and_files_within_are_found(self, sound: Path) -> None:
        def change(pdf: pikepdf.Pdf) -> None:
            pdf.attachments["notes.txt"] = b"secret"
            pdf.Root.OpenAction = pikepdf.Dictionary(
                S=pikepdf.Name.JavaScript, JS=pikepdf.String("app.alert(1)")
            )
            pdf.pages[0].obj.Annots[0].A = pikepdf.Dictionary(S=pikepdf.Name.Launch)

        assert judged(change_pdf(sound, change), 44).details == (
            'the file "notes.txt" is embedded',
            "something starts when the file is opened",
            "page i: a link starts Launch",
        )

    def test_a_claim_to_be_pdfx_is_held_to_its_colours(self, tmp_path: Path) -> None:
        def change(pdf: pikepdf.Pdf) -> None:
            pdf.docinfo["/GTS_PDFXVersion"] = "PDF/X-4"

        path = write_pdf(tmp_path, style="h1 { color: #f00 }")
        assert judged(path, 28).verdict is Verdict.NOT_JUDGED
        details = judged(change_pdf(path, change), 28).details
        assert details[0] == "there is no output intent of PDF/X"
        assert "page 1: is painted in RGB" in details

    @pytest.mark.parametrize("data", [b"", b"no pdf", b"%PDF-1.7\n1 0 obj\n<<>>\n%%EOF"])
    def test_a_file_that_is_no_pdf_fails_once(self, tmp_path: Path, data: bytes) -> None:
        path = tmp_path / "book.pdf"
        path.write_bytes(data)
        verdicts = [each.verdict for each in judge_pdf(path).results]
        assert verdicts.count(Verdict.FAILED) == 1
        assert verdicts.count(Verdict.PASSED) == 0

    def test_a_page_that_would_unpack_too_large_is_left_packed(self, sound: Path) -> None:
        def change(pdf: pikepdf.Pdf) -> None:
            packed = zlib.compress(b"0 0 m " * 11_000_000)
            pdf.pages[0].obj.Contents = pdf.make_stream(b"")
            pdf.pages[0].obj.Contents.write(packed, filter=pikepdf.Name.FlateDecode)

        assert "would unpack to more than" in judged(change_pdf(sound, change), 43).details[0]

    def test_a_drawing_within_itself_is_not_followed(self, sound: Path) -> None:
        def change(pdf: pikepdf.Pdf) -> None:
            form = pdf.make_stream(b"/F Do /F Do")
            form.Type, form.Subtype = pikepdf.Name.XObject, pikepdf.Name.Form
            form.BBox = pikepdf.Array([0, 0, 9, 9])
            form.Resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary(F=form))
            pdf.pages[0].obj.Resources.XObject = pikepdf.Dictionary(F=form)
            pdf.pages[0].contents_add(b"/F Do")

        assert "stands within itself" in judged(change_pdf(sound, change), 43).details[0]

    def test_an_outline_in_a_circle_ends(self, sound: Path) -> None:
        def change(pdf: pikepdf.Pdf) -> None:
            first = pdf.Root.Outlines.First
            first.Next, first.First = first, first

        assert judged(change_pdf(sound, change), 21).verdict is Verdict.FAILED

    def test_a_pdf_that_is_cut_off_doesnt_pass(self, sound: Path, tmp_path: Path) -> None:
        path = tmp_path / "cut.pdf"
        path.write_bytes(sound.read_bytes()[:-2000])
        assert judged(path, 43).verdict is Verdict.FAILED


class TestPageList:
    def write(self, folder: Path, *labels: str) -> Path:
        items = "".join(f'<li><a href="chapter.xhtml#p{n}">{n}</a></li>' for n in labels)
        nav = f'<nav epub:type="page-list" role="doc-pagelist"><ol>{items}</ol></nav>'
        marks = "".join(f'<span id="p{n}"></span>' for n in labels)
        changes = {
            "book/nav.xhtml": page(TOC + LANDMARKS + nav, "Contents"),
            "book/chapter.xhtml": page(f'<h1 id="soup">Soup</h1><p>{marks}</p>'),
            "book/package.opf": package(),
        }
        return write_epub(folder, changes)

    def test_pages_of_the_pdf_in_order_pass(self, sound: Path, tmp_path: Path) -> None:
        result = judged(sound, 6, self.write(tmp_path, "i", "1", "3"))
        assert result.details == ("3 of 4 pages",)

    def test_an_unknown_page_fails(self, sound: Path, tmp_path: Path) -> None:
        result = judged(sound, 6, self.write(tmp_path, "1", "9"))
        assert result.details == ('the PDF has no page "9"',)

    def test_another_order_fails(self, sound: Path, tmp_path: Path) -> None:
        assert judged(sound, 6, self.write(tmp_path, "2", "1")).verdict is Verdict.FAILED

    def test_an_epub_without_one_fails(self, sound: Path, tmp_path: Path) -> None:
        assert "has no page-list" in judged(sound, 6, write_epub(tmp_path)).details[0]
