"""PDF/UA-1, condition by condition: a sound file breaks none, and each broken one is named."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from PIL import Image

from cookbook.press.checks.judging import judge_pdf
from cookbook.press.checks.pdf_file import open_pdf
from cookbook.press.checks.pdf_text import words_on
from cookbook.press.checks.pdf_ua.tags import Structure
from cookbook.press.checks.results import CheckResult, Verdict
from tests.press.checks.books import change_pdf, write_pdf

BODY = """
<section class="main matter-body chapter" id="soup"><h1>Soup</h1><h2>Stock</h2>
<p>With <a href="#bread">bread</a><span class="note">Of rye.</span>, <i lang="fr">sel</i>.</p>
<ul><li>Salt</li><li>Beans</li></ul>
<table><caption>Spoons</caption><thead><tr><th scope="col">Soup</th><th>Spoons</th></tr></thead>
<tbody><tr><td>Stone</td><td>3</td></tr><tr><td>Leek</td><td>4</td></tr></tbody></table>
<figure><img src="pond.png" alt="A pond" style="width: 1in; height: 1in"/>
<figcaption>A pond.</figcaption></figure></section>
<section class="main matter-body chapter" id="bread"><h1>Bread</h1><p>Knead.</p></section>
"""
STYLE = ".note { float: footnote }"
Change = Callable[[pikepdf.Pdf], object]


@pytest.fixture(scope="module")
def sound(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("sound")
    Image.new("RGB", (40, 40), "teal").save(folder / "pond.png")
    return write_pdf(folder, BODY, style=STYLE, labels="[0 << /S /D >>]")


def judged(path: Path) -> CheckResult:
    return next(each for each in judge_pdf(path).results if each.number == 27)


def tags(pdf: pikepdf.Pdf, kind: str) -> list[Any]:
    """Give all tags of a type, in the order of their numbers."""
    found = (each for each in pdf.objects if isinstance(each, pikepdf.Dictionary))
    return [each for each in found if each.get("/S") == f"/{kind}" and "/P" in each]


def set_key(kind: str, key: str, value: object) -> Change:
    return lambda pdf: tags(pdf, kind)[0].__setitem__(key, value)


def drop_key(kind: str, key: str) -> Change:
    return lambda pdf: tags(pdf, kind)[0].__delitem__(key)


def in_catalog(key: str, value: object) -> Change:
    return lambda pdf: pdf.Root.__setitem__(key, value)


def link(pdf: pikepdf.Pdf) -> Any:  # noqa: ANN401 -- pikepdf's objects
    return next(each for page in pdf.pages for each in page.obj.get("/Annots", ()))


def repaint(before: bytes, after: bytes) -> Change:
    def change(pdf: pikepdf.Pdf) -> None:
        for page in pdf.pages:
            stream: Any = page.Contents
            stream.write(re.sub(before, after, stream.read_bytes()))

    return change


NAME = pikepdf.Name
DICTIONARY = pikepdf.Dictionary
BROKEN: dict[str, tuple[Change, str]] = {
    "a mark that is gone": (repaint(rb"/Artifact\s+BMC", b"/Other BMC"), "[01-005]"),
    "text in an artifact": (
        repaint(rb"/Artifact\s+BMC", b"/Artifact BMC /P <</MCID 99>> BDC EMC"),
        "[01-004]",
    ),
    "an artifact in text": (repaint(rb"BDC", b"BDC /Artifact BMC EMC"), "[01-003]"),
    "no mark of tags": (in_catalog("/MarkInfo", DICTIONARY()), "[01-006]"),
    "suspect tags": (in_catalog("/MarkInfo", DICTIONARY(Marked=True, Suspects=True)), "[01-007]"),
    "a type of nobody's": (set_key("Sect", "/S", NAME("/Recipe")), "[02-001]"),
    "types in a circle": (
        lambda pdf: pdf.Root.StructTreeRoot.__setitem__(
            "/RoleMap", DICTIONARY(A=NAME("/B"), B=NAME("/A"))
        ),
        "[02-003]",
    ),
    "another meaning of a standard type": (
        lambda pdf: pdf.Root.StructTreeRoot.__setitem__("/RoleMap", DICTIONARY(P=NAME("/H1"))),
        "[02-004]",
    ),
    "no metadata": (lambda pdf: pdf.Root.__delitem__("/Metadata"), "[06-001]"),
    "a file's name for a title": (in_catalog("/ViewerPreferences", DICTIONARY()), "[07-001]"),
    "a row in no table": (set_key("Table", "/S", NAME("/Sect")), "[09-004]"),
    "an item in no list": (set_key("L", "/S", NAME("/Sect")), "[09-005]"),
    "a language that is none": (in_catalog("/Lang", "plain English"), "[11-001]"),
    "a part in a language that is none": (set_key("Span", "/Lang", "?"), "[11-001]"),
    "a picture without a description": (drop_key("Figure", "/Alt"), "[13-004]"),
    "a picture without a place": (drop_key("Figure", "/A"), "(BBox)"),
    "a first heading of level 2": (set_key("H1", "/S", NAME("/H2")), "[14-002]"),
    "a skipped level": (set_key("H2", "/S", NAME("/H3")), "[14-003]"),
    "headings of two ways": (set_key("H2", "/S", NAME("/H")), "[14-007]"),
    "a header of nothing": (drop_key("TH", "/A"), "[15-003]"),
    "a row with a cell too few": (lambda pdf: tags(pdf, "TR")[1].K.__delitem__(0), "columns"),
    "a note without a name": (drop_key("Note", "/ID"), "[19-003]"),
    "a layer without a name": (in_catalog("/OCProperties", DICTIONARY(D=DICTIONARY())), "[20-001]"),
    "a form of another kind": (in_catalog("/AcroForm", DICTIONARY(XFA="x")), "[25-001]"),
    "a page without an order": (lambda pdf: pdf.pages[0].obj.__delitem__("/Tabs"), "[28-008]"),
    "a page with another order": (
        lambda pdf: pdf.pages[0].obj.__setitem__("/Tabs", NAME("/R")),
        "[28-009]",
    ),
    "a link in no link": (set_key("Link", "/S", NAME("/Span")), "[28-011]"),
    "a link without a description": (lambda pdf: link(pdf).__delitem__("/Contents"), "[28-012]"),
    "a link that leads back elsewhere": (
        lambda pdf: link(pdf).__setitem__("/StructParent", 0),
        "[structure]",
    ),
    "a trap": (lambda pdf: link(pdf).__setitem__("/Subtype", NAME("/TrapNet")), "[28-007]"),
    "a page that knows no tags": (
        lambda pdf: pdf.pages[0].obj.__delitem__("/StructParents"),
        "leads to another tag",
    ),
    "content that isn't there": (
        lambda pdf: tags(pdf, "P")[0].K.append(77),
        "holds content 77, which isn't there",
    ),
    "a tag that stands twice": (
        lambda pdf: tags(pdf, "Sect")[1].K.append(tags(pdf, "P")[0]),
        "stands elsewhere as well",
    ),
}


class TestPdfUa:
    def test_a_sound_file_breaks_no_condition(self, sound: Path) -> None:
        result = judged(sound)
        assert (result.verdict, result.count) == (Verdict.PASSED, 1), result.details

    @pytest.mark.parametrize("name", BROKEN)
    def test_what_is_broken_is_named(self, sound: Path, name: str) -> None:
        change, words = BROKEN[name]
        result = judged(change_pdf(sound, change))
        assert result.verdict is Verdict.FAILED
        assert any(words in each for each in result.details), result.details

    def test_letters_that_mean_nothing_are_counted_by_page(self, sound: Path) -> None:
        def forget(pdf: pikepdf.Pdf) -> None:
            for each in pdf.objects:
                if isinstance(each, pikepdf.Dictionary) and "/ToUnicode" in each:
                    del each["/ToUnicode"]

        details = judged(change_pdf(sound, forget)).details
        assert details[0].startswith("page 1: ")
        assert all(each.endswith("[10-001]") for each in details)

    def test_findings_name_the_page_and_the_tags_around(self, sound: Path) -> None:
        details = judged(change_pdf(sound, drop_key("Figure", "/Alt"))).details
        assert details == ("page 2: Document/Sect/Div/Figure: has no alternative text [13-004]",)


class TestStructure:
    def test_words_are_found_by_the_marks_of_their_tags(self, sound: Path) -> None:
        with open_pdf(sound) as pdf:
            [note] = [tag for tag in Structure(pdf).tags if tag.role == "Note"]
            [(page, number)] = note.marks
            assert words_on(pdf, page)[number].text.strip() == "Of rye."
