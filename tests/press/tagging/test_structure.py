"""The structure that we write, read back: what each thing of a page is to a screen reader."""

from __future__ import annotations

from pathlib import Path

import pytest
from PIL import Image

from cookbook.press.checks.pdf_file import open_pdf
from cookbook.press.checks.pdf_text import words_on
from cookbook.press.checks.pdf_ua.tags import Structure, Tag, attributes
from tests.press.checks.books import write_pdf

CHAPTER = '<section class="main matter-body chapter"><h1>Soup</h1>{}</section>'


def shape(folder: Path, body: str, style: str = "") -> str:
    """Lay out a body; give its tags, those in others in brackets, with the words of each."""
    Image.new("RGB", (40, 40), "teal").save(folder / "pond.png")
    with open_pdf(write_pdf(folder, body, style=style, labels="[0 << /S /D >>]")) as pdf:
        structure = Structure(pdf)
        assert structure.faults == []

        def written(tag: Tag) -> str:
            said = "".join(
                words_on(pdf, page)[number].text
                for page, number in tag.marks
                if number in words_on(pdf, page)
            )
            inner = " ".join(written(each) for each in tag.tags)
            words = f"'{' '.join(said.split())}'" if said.strip() else ""
            return f"{tag.role}{words}" + (f"[{inner}]" if inner else "")

        [document] = structure.top
        return " ".join(written(each) for each in document.tags)


def in_chapter(folder: Path, body: str, style: str = "") -> str:
    """Give the tags of what stands in a chapter behind its title."""
    found = shape(folder, CHAPTER.format(body), style)
    assert found.startswith("Sect[H1'Soup' ")
    return found.removeprefix("Sect[H1'Soup' ").removesuffix("]")


class TestWhatThingsAre:
    @pytest.mark.parametrize(
        ("body", "tags"),
        [
            ("<p>One <em>two</em> <b>three</b>.</p>", "P'One two three.'"),
            ("<p>Say <code>x = 1</code>.</p>", "P'Say .'[Code'x = 1']"),
            ('<p>A <i lang="fr">roux</i>.</p>', "P'A .'[Span'roux']"),
            ('<div lang="fr"><p>Du sel.</p></div>', "Div[P'Du sel.']"),
            ("<div>Words in no paragraph.</div>", "P'Words in no paragraph.'"),
            ("<blockquote><p>Stir.</p></blockquote>", "BlockQuote[P'Stir.']"),
            ("<hr><p>On.</p>", "P'On.'"),
            ('<div class="margin-note"><p>Aside.</p></div>', "Note[P'Aside.']"),
            ('<div class="furniture"><p>Aside.</p></div>', "Div[P'Aside.']"),
        ],
    )
    def test_each_has_its_type(self, tmp_path: Path, body: str, tags: str) -> None:
        assert in_chapter(tmp_path, body) == tags

    def test_items_have_labels_and_bodies(self, tmp_path: Path) -> None:
        body = "<ol><li>Wash<ul><li>stones</li></ul></li><li><p>Boil</p></li></ol>"
        assert in_chapter(tmp_path, body) == (
            "L[LI[Lbl'1.' LBody'Wash'[L[LI[Lbl'◦' LBody'stones']]]] LI[Lbl'2.' LBody[P'Boil']]]"
        )

    def test_terms_are_labels_of_what_they_mean(self, tmp_path: Path) -> None:
        body = "<dl><dt>Roux</dt><dd>Fat and flour.</dd><dt>Stock</dt><dd>A base.</dd></dl>"
        assert in_chapter(tmp_path, body) == (
            "L[LI[Lbl'Roux' LBody'Fat and flour.'] LI[Lbl'Stock' LBody'A base.']]"
        )

    def test_a_picture_stands_beside_its_caption(self, tmp_path: Path) -> None:
        body = '<figure><img src="pond.png" alt="A pond"><figcaption>Here.</figcaption></figure>'
        assert in_chapter(tmp_path, body) == "Div[Figure Caption'Here.']"

    def test_a_picture_that_says_nothing_is_no_part_of_the_text(self, tmp_path: Path) -> None:
        assert in_chapter(tmp_path, '<p>Here <img src="pond.png" alt="">.</p>') == "P'Here .'"

    def test_a_formula_is_one(self, tmp_path: Path) -> None:
        body = '<p>Take <img class="formula" src="pond.png" alt="x squared">.</p>'
        assert in_chapter(tmp_path, body) == "P'Take .'[Formula]"

    def test_a_note_stands_behind_what_calls_it(self, tmp_path: Path) -> None:
        body = '<p>Salt<span class="n">Of the sea.</span> it.</p>'
        assert in_chapter(tmp_path, body, ".n { float: footnote }") == (
            "P'Salt it.'[Reference'1' Note'Of the sea.'[Lbl'1.']]"
        )

    def test_a_note_of_a_heading_stands_behind_it(self, tmp_path: Path) -> None:
        body = '<h2>Salt<span class="n">Of the sea.</span></h2>'
        assert in_chapter(tmp_path, body, ".n { float: footnote }") == (
            "H2'Salt'[Reference'1'] Note'Of the sea.'[Lbl'1.']"
        )

    def test_contents_are_entries_that_refer(self, tmp_path: Path) -> None:
        body = (
            '<section class="front matter-front contents"><h1>Contents</h1><ul>'
            '<li><a href="#a">Soups</a><ul><li><a href="#a">Stone</a></li></ul></li></ul></section>'
            '<section class="main matter-body chapter" id="a"><h1>Soups</h1></section>'
        )
        found = shape(
            tmp_path, body, "ul { list-style: none } .contents a::after { content: none }"
        )
        assert found == (
            "Sect[H1'Contents' TOC[TOCI[Reference[Link'Soups']"
            " TOC[TOCI[Reference[Link'Stone']]]]]] Sect[H1'Soups']"
        )


class TestOverPages:
    def test_a_paragraph_that_goes_on_is_one(self, tmp_path: Path) -> None:
        found = in_chapter(tmp_path, f"<p>{'salt ' * 1200}</p><p>End.</p>")
        assert found.replace(" ", "") == f"P'{'salt' * 1200}'P'End.'"

    def test_the_head_of_a_table_is_read_once(self, tmp_path: Path) -> None:
        rows = "".join(f"<tr><td>{number}</td></tr>" for number in range(60))
        table = f"<table><thead><tr><th>Spoons</th></tr></thead><tbody>{rows}</tbody></table>"
        found = in_chapter(tmp_path, table)
        assert found.count("Table") == 1
        assert found.count("TH'Spoons'") == 1
        assert found.count("TD") == 60

    def test_what_is_cut_into_runs_ends_with_each_page(self, tmp_path: Path) -> None:
        items = "".join(f"<li>{number}</li>" for number in range(60))
        body = f'<section class="main matter-back title-index"><h1>A</h1><ul>{items}</ul></section>'
        assert shape(tmp_path, body).count("Index[") > 1

    def test_sections_of_the_book_stand_beside_each_other(self, tmp_path: Path) -> None:
        body = (
            '<section class="main matter-body part"><h1>Soups</h1>'
            '<section class="main matter-body recipe"><h2>Stone</h2></section></section>'
        )
        assert shape(tmp_path, body) == "Sect[H1'Soups'] Sect[H2'Stone']"


class TestWhatIsSaid:
    def test_links_are_described_by_their_words(self, tmp_path: Path) -> None:
        path = write_pdf(tmp_path)
        with open_pdf(path) as pdf:
            said = {
                str(each["/Contents"]) for page in pdf.pages for each in page.obj.get("/Annots", ())
            }
        assert {"Soup", "Bread and other things from the oven", "bread"} <= said

    def test_a_picture_has_its_place_on_the_page(self, tmp_path: Path) -> None:
        Image.new("RGB", (40, 40), "teal").save(tmp_path / "pond.png")
        style = "@page { margin: 0 } body, p, section, h1 { margin: 0 }"
        style += " p { line-height: 0 } img { width: 72pt; height: 36pt }"
        body = '<p><img src="pond.png" alt="A"></p>'
        with open_pdf(write_pdf(tmp_path, body, style=style)) as pdf:
            [figure] = [tag for tag in Structure(pdf).tags if tag.role == "Figure"]
            corners = [float(each) for each in attributes(figure)["/BBox"]]
        assert corners == pytest.approx([0, 432 - 36, 72, 432], abs=0.5)
