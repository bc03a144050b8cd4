from __future__ import annotations

import pytest

from cookbook.exchange.documents.gathered import DocumentChapter, Kind
from cookbook.exchange.documents.kinds import tell_kind
from cookbook.exchange.documents.packages import unpack
from cookbook.exchange.documents.problems import DocumentError
from cookbook.exchange.documents.reading import make_chapter, read_document
from tests.exchange.documents_made import (
    RICH,
    WORD,
    in_word,
    made_by_pandoc,
    photo,
    with_part,
    zipped,
)

DRAWING = "http://schemas.openxmlformats.org/drawingml/2006"


def _chapter(data: bytes, name: str, part: int = 0) -> DocumentChapter:
    document = read_document(data, name)
    return make_chapter(document, document.parts[part])


def _losses(chapter: DocumentChapter) -> str:
    return "\n".join(map(str, chapter.losses))


class TestTellKind:
    @pytest.mark.parametrize(
        ("ending", "kind"),
        [
            ("docx", Kind.DOCX),
            ("odt", Kind.ODT),
            ("epub", Kind.EPUB),
            ("html", Kind.HTML),
            ("tex", Kind.LATEX),
        ],
    )
    def test_it_believes_the_content_and_not_the_name(self, ending: str, kind: Kind) -> None:
        assert tell_kind(made_by_pandoc(ending), "notes.md").kind is kind

    @pytest.mark.parametrize(
        ("data", "words"),
        [
            (b"", "empty"),
            (b"%PDF-1.7\n", "PDF"),
            (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "old Word document"),
            (b"{\\rtf1 Hello}", "RTF"),
            (photo(), "picture"),
            (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "picture"),
            (b"\x00\x01\x02" * 50, "not a text"),
        ],
    )
    def test_it_says_what_can_not_be_read(self, data: bytes, words: str) -> None:
        with pytest.raises(DocumentError, match=words) as caught:
            tell_kind(data, "chapter.docx")
        assert caught.value.remedy

    def test_a_spreadsheet_is_no_text(self) -> None:
        sheet = zipped({"[Content_Types].xml": "<Types/>", "xl/workbook.xml": "<workbook/>"})
        with pytest.raises(DocumentError, match="no Word document"):
            tell_kind(sheet, "yields.docx")


class TestWhatArrives:
    @pytest.mark.parametrize("ending", ["docx", "odt", "html"])
    def test_a_text_with_everything_in_it(self, ending: str) -> None:
        data = made_by_pandoc(ending, RICH, *(["--embed-resources"] if ending == "html" else []))
        chapter = _chapter(data, f"rich.{ending}")
        body = chapter.chapter.body
        assert chapter.chapter.title == "A rich text"
        assert chapter.chapter.by == ("Ada Obi", "Jon Vik")
        assert "First words with a note.[^1]" in body
        assert "[^1]: A note in *its* place." in body
        assert "\n## Sampling" in body
        assert "\n### A level that was skipped" in body
        assert "| mill" in body
        assert "Yields of mills" in body
        assert "$e = mc^" in body
        assert "\n$$\\int" in body or " $$\\int" in body
        assert "1.  deep" in body
        assert "> A quotation." in body
        assert "x = 1" in body
        assert "[elsewhere](https://example.org)" in body
        (picture,) = chapter.pictures
        assert f"](../{picture.path})" in body
        assert (picture.width, picture.height) == (300, 200)
        assert "Ada Obi" not in body

    def test_links_within_a_word_document_lead_on(self) -> None:
        body = _chapter(made_by_pandoc("docx"), "a.docx").chapter.body
        assert "## Sampling {#sampling}" in body
        assert "[the section](#sampling)" in body

    def test_an_archive_of_markdown_brings_its_pictures(self) -> None:
        archive = zipped({"text/rich.md": RICH, "text/fish.png": photo(), "readme.md": "x"})
        chapter = _chapter(archive, "rich.zip")
        assert chapter.chapter.title == "A rich text"
        assert "](../images/fish-" in chapter.chapter.body
        assert "| x    |     1 |" in chapter.chapter.body
        assert not chapter.losses

    def test_divs_that_mean_furniture_stay_in_markdown(self) -> None:
        text = '# T\n\n::: {.example title="A coin"}\nToss it.\n:::\n'
        body = _chapter(text.encode(), "t.md").chapter.body
        assert '::: {.example title="A coin"}\nToss it.\n:::' in body

    def test_raw_html_and_tex_never_become_markup_of_ours(self) -> None:
        text = "A <script>alert(1)</script> <b onclick='x'>bold</b> \\input{/etc/passwd}"
        chapter = _chapter(text.encode(), "t.md")
        assert "<script" not in chapter.chapter.body
        assert "onclick" not in chapter.chapter.body
        assert "root:" not in chapter.chapter.body
        assert "bold" in chapter.chapter.body
        assert "HTML" in _losses(chapter)

    def test_an_e_book_gives_its_chapters_one_by_one(self) -> None:
        text = "---\ntitle: Two\n---\n\n# One\n\nFirst words.\n\n# Other\n\n"
        text += "Last ![A fish](fish.png).\n"
        document = read_document(made_by_pandoc("epub", text), "two.epub")
        assert [part.title for part in document.parts][-2:] == ["One", "Other"]
        last = make_chapter(document, document.parts[-1])
        assert "First words" not in last.chapter.body
        assert "Last ![A fish](../images/" in last.chapter.body
        assert len(last.pictures) == 1

    def test_a_long_document_may_be_taken_whole_or_by_its_first_headings(self) -> None:
        data = made_by_pandoc("docx", "# One\n\nFirst.\n\n# Two\n\n## Deeper\n\nLast.\n")
        document = read_document(data, "a_long-text.docx")
        assert [(part.title, part.whole) for part in document.parts] == [
            ("", True),
            ("One", False),
            ("Two", False),
        ]
        assert make_chapter(document, document.parts[0]).chapter.title == "A long text"
        two = make_chapter(document, document.parts[2]).chapter
        assert (two.title, two.body) == ("Two", "## Deeper\n\nLast.")

    def test_a_picture_without_a_description_is_said(self) -> None:
        chapter = _chapter(made_by_pandoc("docx", "Words.\n\n![](fish.png)\n"), "a.docx")
        assert "1 picture has no description" in _losses(chapter)

    def test_pictures_of_windows_and_of_the_web_leave_their_words_and_a_remark(self) -> None:
        emf = b"\x01\x00\x00\x00" + bytes(36) + b" EMF" + bytes(60)
        data = with_part(
            zipped(
                {
                    "a.md": "# T\n\n## Part\n\n![The mill](mill.emf)\n\n![Far](https://a.example/x.png)\n"
                }
            ),
            "mill.emf",
            b"",
            emf,
        )
        chapter = _chapter(data, "a.zip")
        assert "The mill" in chapter.chapter.body
        assert "In the section “Part”" in _losses(chapter)
        assert "browsers can't show" in _losses(chapter)
        assert "nothing is fetched" in _losses(chapter)
        assert "https://a.example" not in chapter.chapter.body

    def test_tiff_and_bmp_become_png(self) -> None:
        for kind in ("TIFF", "BMP"):
            archive = zipped({"a.md": f"![A](x.{kind.lower()})", f"x.{kind.lower()}": photo(kind)})
            (picture,) = _chapter(archive, "a.zip").pictures
            assert picture.data.startswith((b"\x89PNG", b"\xff\xd8"))


class TestWhatAWordDocumentLoses:
    def test_comments_and_tracked_changes_are_told_with_their_section(self) -> None:
        author = 'w:id="1" w:author="Ada" w:date="2026-01-01T00:00:00Z"'
        data = in_word(
            made_by_pandoc("docx"),
            "<w:p><w:r><w:t>Beside this.</w:t></w:r>"
            f"<w:ins {author}><w:r><w:t>New.</w:t></w:r></w:ins>"
            f"<w:del {author}><w:r><w:delText>Old.</w:delText></w:r></w:del>"
            '<w:r><w:commentReference w:id="7"/></w:r></w:p>',
        )
        comments = (
            f'<w:comments xmlns:w="{WORD}"><w:comment w:id="7" w:author="Jon Vik">'
            "<w:p><w:r><w:t>Is that so?</w:t></w:r></w:p></w:comment></w:comments>"
        )
        data = with_part(data, "word/comments.xml", b"", comments.encode())
        chapter = _chapter(data, "a.docx")
        said = _losses(chapter)
        assert "In the section “A level that was skipped”" in said
        assert "Comment of Jon Vik (beside “Beside this." in said
        assert "Is that so?" in said
        assert "1 tracked insertion was accepted." in said
        assert "1 tracked deletion was accepted." in said
        assert "New." in chapter.chapter.body
        assert "Old." not in chapter.chapter.body

    def test_smart_art_charts_and_old_equations_are_counted(self) -> None:
        drawing = (
            f'<w:p><w:r><w:drawing><a:graphic xmlns:a="{DRAWING}/main">'
            f'<a:graphicData uri="{DRAWING}/{{}}"/></a:graphic></w:drawing></w:r></w:p>'
        )
        equation = (
            '<w:p><w:r><w:object><o:OLEObject xmlns:o="urn:schemas-microsoft-com:office:office" '
            'ProgID="Equation.3"/></w:object></w:r></w:p>'
        )
        data = in_word(
            made_by_pandoc("docx"),
            drawing.format("diagram") * 2 + drawing.format("chart") + equation,
        )
        said = _losses(_chapter(data, "a.docx"))
        assert "2 SmartArt drawings were left out" in said
        assert "1 chart was left out" in said
        assert (
            "1 equation of an old equation editor is a picture" in said
            or "old equation editor" in said
        )

    def test_paragraphs_that_pandoc_drops_are_quoted(self) -> None:
        hidden = (
            "<w:p><w:r><w:t>Kept.</w:t></w:r></w:p>"
            "<w:tbl><w:tr><w:foo><w:p><w:r><w:t>Lost in a strange place.</w:t></w:r></w:p></w:foo>"
            "</w:tr></w:tbl>"
        )
        said = _losses(_chapter(in_word(made_by_pandoc("docx"), hidden), "a.docx"))
        assert "Lost in a strange place." in said
        assert "Kept." not in said

    def test_citations_of_zotero_bring_their_sources(self) -> None:
        item = (
            '{"citationItems":[{"id":"k","itemData":{"id":"k","type":"book","title":"Art","author":'
            '[{"family":"Knuth","given":"D."}],"issued":{"date-parts":[[1984]]}}}],"properties":{}}'
        ).replace('"', "&quot;")
        field = (
            '<w:p><w:r><w:t xml:space="preserve">As told </w:t></w:r>'
            '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r>'
            f"<w:instrText> ADDIN ZOTERO_ITEM CSL_CITATION {item}</w:instrText></w:r>"
            '<w:r><w:fldChar w:fldCharType="separate"/></w:r><w:r><w:t>(Knuth 1984)</w:t></w:r>'
            '<w:r><w:fldChar w:fldCharType="end"/></w:r></w:p>'
        )
        document = read_document(in_word(made_by_pandoc("docx"), field), "a.docx")
        assert "As told [@k]" in make_chapter(document, document.parts[0]).chapter.body
        assert "title = {Art}" in document.bibliography


class TestWhatOthersLose:
    def test_comments_and_charts_of_open_document_are_told_with_their_section(self) -> None:
        comment = (
            b"<office:annotation><dc:creator>Jon Vik</dc:creator><text:p>Is that so?</text:p>"
            b"</office:annotation>"
        )
        chart = b'<draw:frame><draw:object xlink:href="./Object 9"/></draw:frame>'
        data = with_part(
            made_by_pandoc("odt"), "content.xml", b"The end.", b"The end." + comment + chart
        )
        chapter = _chapter(data, "a.odt")
        said = _losses(chapter)
        assert "In the section “A level that was skipped”: Comment of Jon Vik: Is that so?" in said
        assert "1 chart or embedded object was left out" in said
        assert "Is that so?" not in chapter.chapter.body

    def test_formulas_of_open_document_stay_in_their_lines(self) -> None:
        body = _chapter(made_by_pandoc("odt"), "a.odt").chapter.body
        assert "Energy is $e = mc^{2}$ in a line" in body

    def test_what_a_page_plays_or_runs_is_counted(self) -> None:
        page = (
            "<!doctype html><title>T – A site</title><h1>T</h1><h2>Films</h2><p>Look:</p>"
            "<video src='a.mp4'></video><iframe src='https://a.example'></iframe><script>x</script>"
        )
        chapter = _chapter(page.encode(), "a.html")
        assert chapter.chapter.title == "T"
        said = _losses(chapter)
        assert "In the section “Films”: 1 video was left out." in said
        assert "1 embedded page was left out." in said
        assert "script" not in chapter.chapter.body

    def test_each_chapter_of_an_e_book_has_its_own_losses(self) -> None:
        data = made_by_pandoc(
            "epub", "---\ntitle: Two\n---\n\n# One\n\nA film.\n\n# Other\n\nWords.\n"
        )
        name = next(each for each in unpack(data) if each.endswith("ch001.xhtml"))
        data = with_part(data, name, b"</body>", b"<video src='a.mp4'></video></body>")
        document = read_document(data, "two.epub")
        one, other = (make_chapter(document, part) for part in document.parts[-2:])
        assert "1 video was left out" in _losses(one)
        assert "video" not in _losses(other)
