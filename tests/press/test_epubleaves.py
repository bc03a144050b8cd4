"""A section's leaf in the EPUB: what it says to those who can't see it, and what is filled in."""

from __future__ import annotations

from lxml import etree

from cookbook.press.outputs.epubleaves import EpubLeaf, epub_type, make_leaf, read_leaf
from cookbook.press.outputs.slots import fill_slots
from cookbook.press.sections import Matter, Section, SectionKind
from tests.press.making import NAMES

TYPE = f"{{{NAMES['epub']}}}type"
MATH = (
    '<math xmlns="http://www.w3.org/1998/Math/MathML"><semantics><mi>x</mi>'
    '<annotation encoding="application/x-tex">x &lt;\n 1</annotation></semantics></math>'
)


def a_leaf(body: str, kind: str = "chapter") -> EpubLeaf:
    return make_leaf(f'<section id="soup" class="level1">\n<h1>Soup</h1>\n{body}\n</section>', kind)


def parsed(leaf: EpubLeaf) -> etree._Element:
    """The leaf as XML, with page marks left out and links as they were."""
    html = fill_slots(leaf.parts, lambda slot: slot if slot.startswith("#") else "")
    return etree.fromstring(f'<div xmlns="{NAMES["h"]}" xmlns:epub="{NAMES["epub"]}">{html}</div>')[
        0
    ]


class TestSlots:
    def test_the_book_fills_in_where_links_lead_and_pages_begin(self) -> None:
        leaf = a_leaf(
            '<p><span id="pm-soup-1" class="page-mark"></span>See <a class="entry-ref" '
            'href="#stew">stew</a> and <a href="https://example.org/#stew">more</a>.</p>'
        )
        html = fill_slots(leaf.parts, lambda slot: f"[{slot}]")
        assert '<p>[<span id="pm-soup-1" class="page-mark"/>]See <a ' in html
        assert '<a class="entry-ref" href="[#stew]">stew</a>' in html
        assert 'href="https://example.org/#stew"' in html

    def test_what_a_text_says_is_none(self) -> None:
        said = '&lt;a href="#stew"&gt; &lt;span id="pm-soup-1" class="page-mark"/&gt;'
        leaf = a_leaf(f'<p title="href=&quot;#stew">{said}</p>')
        assert len(leaf.parts) == 1
        assert said in leaf.parts[0]

    def test_a_leaf_can_be_kept(self) -> None:
        leaf = a_leaf(
            '<section id="s" class="level2"><h2>É</h2><p><a href="#x">x</a></p></section>'
        )
        assert read_leaf(leaf.as_bytes()) == leaf


class TestTypes:
    def test_a_section_says_what_it_is_in_both_vocabularies(self) -> None:
        section = parsed(a_leaf("", "glossary"))
        assert (section.get(TYPE), section.get("role")) == ("glossary", "doc-glossary")
        title_page = parsed(a_leaf("", "titlepage"))
        assert (title_page.get(TYPE), title_page.get("role")) == ("titlepage", None)

    def test_a_chapter_of_the_back_matter_is_an_appendix(self) -> None:
        chapter = Section(SectionKind.CHAPTER, "a", "A", 1, [], matter=Matter.BACK)
        assert epub_type(chapter) == "appendix"
        afterword = Section(SectionKind.CHAPTER, "a", "A", 1, [], Matter.BACK, role="afterword")
        assert epub_type(afterword) == "afterword"


class TestNotes:
    def test_they_are_asides_that_reading_systems_can_show_beside_the_text(self) -> None:
        section = parsed(
            a_leaf(
                '<p>Salt<a href="#fn1-soup" class="footnote-ref" id="fnref1-soup" '
                'role="doc-noteref"><sup>1</sup></a></p>'
                '<section class="footnotes" role="doc-endnotes" aria-label="Notes"><hr /><ol>'
                '<li id="fn1-soup"><p>Or more.<a href="#fnref1-soup" class="footnote-back" '
                'role="doc-backlink">↩︎</a></p></li></ol></section>'
            )
        )
        call = section.find(".//h:a", NAMES)
        assert call is not None
        assert (call.get(TYPE), call.get("href")) == ("noteref", "#fn1-soup")
        (aside,) = section.iterfind("h:section/h:aside", NAMES)
        assert aside.get("id") == "fn1-soup"
        assert (aside.get(TYPE), aside.get("role")) == ("footnote", "doc-footnote")
        assert "".join(map(str, aside.itertext())) == "Or more."


class TestDescriptions:
    def test_a_formula_has_its_source_as_alternative(self) -> None:
        leaf = a_leaf(f"<p>{MATH}</p>")
        formula = parsed(leaf).find(".//m:math", NAMES)
        assert formula is not None
        assert (formula.get("alttext"), leaf.has_formulas) == ("x < 1", True)
        assert not a_leaf("<p>x</p>").has_formulas

    def test_a_picture_lies_among_the_media_and_a_silent_one_is_decoration(self) -> None:
        section = parsed(
            a_leaf('<p><img src="pictures/a.png" alt="A pan" /><img src="b.png" /></p>')
        )
        pan, line = section.iterfind(".//h:img", NAMES)
        assert (pan.get("src"), pan.get("alt"), pan.get("role")) == (
            "../media/a.png",
            "A pan",
            None,
        )
        assert (line.get("alt"), line.get("role")) == ("", "presentation")

    def test_header_cells_say_what_they_head(self) -> None:
        head = "<thead><tr><th>Salt</th></tr></thead>"
        body = "<tbody><tr><th>Pepper</th><td>1</td></tr></tbody>"
        cells = parsed(a_leaf(f"<table>{head}{body}</table>")).iterfind(".//h:th", NAMES)
        assert [each.get("scope") for each in cells] == ["col", "row"]


class TestHeadings:
    def test_those_that_contents_name_are_told_with_what_they_say(self) -> None:
        leaf = a_leaf(
            '<section id="one" class="level2"><h2><span class="number" id="n">1</span> '
            f'<em>On</em> <a href="#x">{MATH}</a> &amp; salt<a role="doc-noteref" href="#fn1">1</a>'
            '</h2><section id="two" class="level3"><h3>Two</h3></section></section>'
            '<section id="no" class="level2 unlisted"><h2>No</h2></section>'
            '<div><section id="in" class="level2"><h2>In a block</h2></section></div>'
        )
        assert [(each.level, each.identifier, each.words) for each in leaf.headings] == [
            (2, "one", "1 On x & salt"),
            (3, "two", "Two"),
        ]
        assert leaf.headings[0].label == '<span class="number">1</span> <em>On</em> x &amp; salt'
