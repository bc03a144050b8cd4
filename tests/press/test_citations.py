"""Citations, and the list of the sources that a book cites."""

from __future__ import annotations

from pathlib import Path

import pytest

from cookbook.manuscript.problems import FrontMatterError
from tests.press.making import Set, chapter, make_book, set_book, words

SOURCE = "@book{key, author = {Abel, Ann}, title = {Coins}, year = {1984}}\n"


class TestCite:
    def test_a_citation_prints_its_sources(self, coins: Set) -> None:
        said = coins.says("chance").replace("\u00a0", " ")
        assert "(Abel 1984; Zander 1999, 3)" in said or "(Zander 1999, 3; Abel 1984)" in said

    def test_a_citation_leads_to_its_source(self, coins: Set) -> None:
        targets = {each.get("href") for each in coins.section("chance").iter("a")}
        assert {"#ref-abel1984", "#ref-zander1999"} <= targets
        ids = [each.get("id") for each in coins.section("bibliography").find_class("source")]
        assert ids == ["ref-abel1984", "ref-zander1999"]

    def test_sources_are_sorted_and_only_those_cited(self, coins: Set) -> None:
        listed = [words(each) for each in coins.section("bibliography").find_class("source")]
        assert [each.split(",")[0].strip() for each in listed] == ["Abel", "Zander"]

    def test_an_unknown_key_is_printed_and_remarked(self, coins: Set) -> None:
        assert "Nobody knows [nobody2020]." in coins.says("sampling")
        assert coins.remarks("chapters/sampling.md") == [
            'cites "nobody2020", which is not in the bibliography.'
        ]

    def test_a_known_key_beside_an_unknown_one_is_remarked_once(self, tmp_path: Path) -> None:
        files = {"chapters/a.md": chapter("A", "[@key; @gone]"), "references.bib": SOURCE}
        made = set_book(make_book(tmp_path, files))
        assert "[key; gone]" in made.says("a")
        assert made.remarks("chapters/a.md") == ['cites "gone", which is not in the bibliography.']

    def test_citations_without_a_bibliography_are_printed_as_keys(self, tmp_path: Path) -> None:
        made = set_book(make_book(tmp_path, {"chapters/a.md": chapter("A", "So says @key.")}))
        assert "So says [key]." in made.says("a")
        assert len(made.warnings) == 1

    def test_a_bibliography_that_can_not_be_read_is_remarked(self, tmp_path: Path) -> None:
        files = {"chapters/a.md": chapter("A", "[@key]"), "references.bib": "@book{key, author = {"}
        made = set_book(make_book(tmp_path, files))
        assert made.remarks("references.bib")[0].startswith("the bibliography can't be read")
        assert "[key]" in made.says("a")

    def test_a_citation_in_a_footnote_is_set_too(self, tmp_path: Path) -> None:
        files = {
            "chapters/a.md": chapter("A", "A^[See @key.] and [@key]."),
            "references.bib": SOURCE,
        }
        made = set_book(make_book(tmp_path, files))
        assert not made.warnings
        assert "See Abel (1984)." in words(made.html)

    def test_a_recipe_may_hold_an_at_sign(self, tmp_path: Path) -> None:
        text = "---\ntitle: Pie\nby: Ada\n---\nAsk [@anna] or write to anna@example.org.\n"
        made = set_book(make_book(tmp_path, {"recipes/pie.md": text}))
        assert "Ask [@anna] or" in made.says("pie")
        assert not made.warnings


CSL = "http://purl.org/net/xbiblio/csl"
NUMBERS = f"""<?xml version="1.0" encoding="utf-8"?>
<style xmlns="{CSL}" class="in-text" version="1.0">
  <info><title>Numbers</title><id>numbers</id><updated>2026-01-01T00:00:00+00:00</updated></info>
  <citation><layout prefix="[" suffix="]">
    <text variable="citation-number"/>
  </layout></citation>
  <bibliography second-field-align="flush"><layout>
    <text variable="citation-number" prefix="[" suffix="] "/>
    <names variable="author"/><text variable="title" prefix=". "/>
  </layout></bibliography>
</style>
"""
DEPENDENT = f"""<style xmlns="{CSL}" version="1.0"><info><title>D</title><id>d</id>
<link href="http://example.org/parent" rel="independent-parent"/></info></style>"""
TWO = SOURCE + "@book{pair, author = {Bo, Bea and Cy, Cat}, title = {Dice}, year = {1990}}\n"


def cited(folder: Path, keys: str, style: str = "", *, language: str = "en") -> Set:
    """Set two chapters that cite, in a book that says these keys."""
    files = {
        "chapters/a.md": chapter("A", "One [@pair]. Two [@key].\n\n## Last\n\nWords."),
        "chapters/b.md": chapter("B", "Three [@key]."),
        "references.bib": TWO,
    }
    if style:
        files["styles/own.csl"] = style
    book = f"title: T\nkind: textbook\nlanguage: {language}\n{keys}parts:\n- entries:\n"
    listed = "".join(f"  - {each}\n" for each in files if each.endswith(".md"))
    return set_book(make_book(folder, files, book + listed))


class TestStyle:
    """In what style sources are cited."""

    def test_a_book_s_own_style_sets_its_citations(self, tmp_path: Path) -> None:
        """By numbers, in this one."""
        made = cited(tmp_path, "citation-style: styles/own.csl\n", NUMBERS)
        assert "One [1]. Two [2]." in made.says("a")
        assert "Three [2]." in made.says("b")
        assert "[1]" in made.says("bibliography")
        assert not made.warnings

    @pytest.mark.parametrize(
        ("style", "fault"),
        [
            ("no style", "it isn't XML"),
            ("<html/>", "it isn't in the Citation Style Language"),
            (
                DEPENDENT,
                "it only points to another style; take that one: http://example.org/parent",
            ),
        ],
    )
    def test_what_is_no_style_is_named(self, tmp_path: Path, style: str, fault: str) -> None:
        """The usual one is taken, and nothing is fetched."""
        made = cited(tmp_path, "citation-style: styles/own.csl\n", style)
        [remark] = made.remarks("book.yaml")
        assert fault in remark
        assert "(Abel 1984)" in made.says("b")

    def test_a_style_that_is_absent_is_named(self, tmp_path: Path) -> None:
        """A book can be read without."""
        made = cited(tmp_path, "citation-style: styles/own.csl\n")
        [remark] = made.remarks("styles/own.csl")
        assert "is not there" in remark
        assert "(Abel 1984)" in made.says("b")

    def test_a_style_is_a_csl_file(self, tmp_path: Path) -> None:
        """Said where the book is read."""
        with pytest.raises(FrontMatterError, match=r"a \.csl file"):
            cited(tmp_path, "citation-style: styles/own.xml\n")

    def test_citations_speak_the_language_of_the_book(self, tmp_path: Path) -> None:
        """Two authors are joined as it joins them."""
        assert "(Bo und Cy 1990)" in cited(tmp_path, "", language="de").says("a")


class TestByChapter:
    """Sources at the end of each chapter."""

    def test_each_chapter_ends_with_what_it_cites(self, tmp_path: Path) -> None:
        """And there is no list in the back."""
        made = cited(tmp_path, "bibliography: chapter\n")
        first, second = made.says("a"), made.says("b")
        assert first.index("Words.") < first.index("Sources") < first.index("Dice")
        assert "Coins" in second
        assert "Dice" not in second
        assert "bibliography" not in {each.identifier for each in made.book.sections}

    def test_links_lead_to_the_chapter_s_own_list(self, tmp_path: Path) -> None:
        """The same source stands twice, with an id of its own each time."""
        made = cited(tmp_path, "bibliography: chapter\n")
        for identifier in ("a", "b"):
            section = made.section(identifier)
            links = [each.get("href")[1:] for each in section.iter("a")]
            targets = {each for each in links if each.startswith("ref-")}
            ids = {each.get("id") for each in section.find_class("source")}
            assert targets == ids
        every = [each.get("id") for each in made.html.find_class("source")]
        assert len(every) == len(set(every)) == 3

    def test_numbers_begin_anew(self, tmp_path: Path) -> None:
        """A reader of one chapter looks at its list alone."""
        made = cited(tmp_path, "bibliography: chapter\ncitation-style: styles/own.csl\n", NUMBERS)
        assert "Three [1]." in made.says("b")
