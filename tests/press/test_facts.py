"""What is known of a section without its tree, and the digest by which it is known again."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from pathlib import Path

import pytest

from cookbook.press.facts import SectionFacts
from cookbook.press.outputs.pagemarks import is_mark
from cookbook.press.sections import Section, SectionKind
from cookbook.press.tree import identifier_of, para, plain_text, text, walk
from tests.press.making import Set, chapter, make_book, recipe, set_book

PICTURE = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><path d="M1 1h7v7z"/></svg>'
BODY = (
    "# First *heading* {#one}",
    "Words with $x^2$ and $x^2$, [a link](#one), [the web](https://example.org).[^n]",
    "",
    "$$y$$",
    "",
    "![A square](images/square.svg) ![](images/square.svg)",
    "",
    "[^n]: A nøte.",
)


@pytest.fixture(scope="module")
def facts(tmp_path_factory: pytest.TempPathFactory) -> SectionFacts:
    folder = tmp_path_factory.mktemp("facts")
    book = "title: T\nkind: textbook\nparts:\n- entries: [chapters/a.md]\n"
    files = {"chapters/a.md": chapter("Über", *BODY), "images/square.svg": PICTURE}
    return set_book(make_book(folder, files, book)).find("a").facts


class TestSectionFacts:
    def test_words_are_counted_without_notes(self, facts: SectionFacts) -> None:
        said = "Ada Obi 1.1 First heading Words with x^2 and x^2, a link, the web. y"
        assert facts.words == len(f"{said} A square A picture without a description".split())

    def test_pictures_have_their_alternatives(self, facts: SectionFacts) -> None:
        path = "images/square.svg"
        assert facts.images == ((path, "A square"), (path, "A picture without a description"))
        assert facts.undescribed

    def test_formulas_stand_once(self, facts: SectionFacts) -> None:
        assert facts.formulas == (("x^2", False), ("y", True))

    def test_listed_headings_are_those_of_the_contents(self, facts: SectionFacts) -> None:
        (heading,) = facts.headings
        assert (heading.level, heading.identifier) == (2, "one")
        assert plain_text(heading.inlines) == "1.1 First heading"

    def test_links_are_those_within_the_book(self, facts: SectionFacts) -> None:
        assert facts.links == ("by-ada-obi", "one")

    def test_characters_are_those_of_heading_and_notes_too(self, facts: SectionFacts) -> None:
        assert {"Ü", "ø", "^", "1"} <= set(facts.characters)
        assert facts.characters == "".join(sorted(set(facts.characters)))

    @pytest.mark.parametrize("book", ["pond", "coins"])
    def test_ids_are_those_of_the_tree(self, book: str, request: pytest.FixtureRequest) -> None:
        made: Set = request.getfixturevalue(book)
        for section in made.book.sections:
            nodes = [node for node in walk(section.tree()) if not is_mark(node)]
            found = [each for each in map(identifier_of, nodes) if each]
            assert list(section.facts.identifiers) == found


class TestDigest:
    section = Section(SectionKind.CHAPTER, "a", "A", 1, [para(text("Words."))])

    def test_the_same_section_has_the_same(self) -> None:
        assert dataclasses.replace(self.section).digest == self.section.digest

    @pytest.mark.parametrize(
        "change",
        [
            {"identifier": "b"},
            {"title": "B"},
            {"level": 2},
            {"number": "1"},
            {"role": "preface"},
            {"listed": False},
            {"kind": SectionKind.PART},
            {"content": [para(text("Word."))]},
        ],
    )
    def test_whatever_shows_in_the_tree_changes_it(self, change: Mapping[str, object]) -> None:
        assert dataclasses.replace(self.section, **change).digest != self.section.digest  # type: ignore[arg-type]  # fields of several types

    def test_a_recipe_before_it_does_not(self, tmp_path: Path) -> None:
        lines = ("Words.", "## Ingredients", "- 1 egg", "## Method", "1. Boil.")
        one = make_book(tmp_path / "one", {"recipes/b.md": recipe("B", *lines)})
        files = {f"recipes/{each}.md": recipe(each.upper(), *lines) for each in "ab"}
        two = make_book(tmp_path / "two", files)
        assert set_book(one).find("b").digest == set_book(two).find("b").digest
