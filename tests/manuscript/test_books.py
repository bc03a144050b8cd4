from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cookbook.errors import Place
from cookbook.manuscript import (
    Book,
    BookKind,
    EntryRef,
    FrontMatterError,
    Part,
    parse_book,
    write_book,
)
from cookbook.manuscript.books import BOOK_KEYS, ENTRY_KEYS, PART_KEYS
from cookbook.manuscript.measures import Measures
from tests.manuscript.strategies import brief, extras, lines, lists, paths, trimmed

ROOF = """\
title: Under One Roof
subtitle: Recipes from the houses round the pond
kind: cookbook
language: en-GB
licence: CC-BY-4.0
editors: [Ines Duarte, Tom Okafor]
publisher: The Mill Pond Press
date: 2026-10-04
edition: First edition
identifier: urn:uuid:1
description: One paragraph.
theme: hearth
trim: a5
measures: metric and us
cover: images/cover.svg
cover-alt: A yellow house
front: [chapters/foreword.md]
parts:
- title: Soups
  intro: A few words.
  image: images/soups.svg
  image-alt: A pot
  entries:
  - recipes/stone-soup.md
  - path: chapters/bread.md
    entries: [chapters/starters.md]
back: [chapters/measures.md]
"""


def refs(depth: int) -> st.SearchStrategy[EntryRef]:
    inner = st.lists(refs(depth - 1), max_size=2).map(tuple) if depth > 1 else st.just(())
    return st.builds(EntryRef, paths, inner, extras(ENTRY_KEYS))


_refs = st.lists(refs(3), max_size=2).map(tuple)
_parts = st.builds(
    Part,
    title=trimmed,
    intro=trimmed,
    image=paths | st.just(""),
    image_alt=trimmed,
    entries=_refs,
    extra=extras(PART_KEYS),
)
books = st.builds(
    Book,
    title=lines.map(lambda text: text[:300].strip()),
    subtitle=trimmed,
    kind=st.sampled_from(BookKind),
    language=st.sampled_from(["en", "pt-BR"]),
    licence=trimmed,
    editors=lists,
    publisher=trimmed,
    date=trimmed,
    edition=trimmed,
    identifier=trimmed,
    description=trimmed,
    theme=trimmed,
    trim=trimmed,
    measures=st.sampled_from(Measures),
    cover=paths | st.just(""),
    cover_alt=trimmed,
    front=_refs,
    parts=st.lists(_parts, max_size=2).map(tuple),
    back=_refs,
    extra=extras(BOOK_KEYS),
)


class TestParseBook:
    def test_it_reads_every_key(self) -> None:
        bread = EntryRef("chapters/bread.md", (EntryRef("chapters/starters.md"),))
        assert parse_book(ROOF) == Book(
            title="Under One Roof",
            subtitle="Recipes from the houses round the pond",
            language="en-GB",
            licence="CC-BY-4.0",
            editors=("Ines Duarte", "Tom Okafor"),
            publisher="The Mill Pond Press",
            date="2026-10-04",
            edition="First edition",
            identifier="urn:uuid:1",
            description="One paragraph.",
            theme="hearth",
            trim="a5",
            measures=Measures.METRIC_AND_US,
            cover="images/cover.svg",
            cover_alt="A yellow house",
            front=(EntryRef("chapters/foreword.md"),),
            parts=(
                Part(
                    title="Soups",
                    intro="A few words.",
                    image="images/soups.svg",
                    image_alt="A pot",
                    entries=(EntryRef("recipes/stone-soup.md"), bread),
                ),
            ),
            back=(EntryRef("chapters/measures.md"),),
        )

    def test_title_and_parts_are_all_that_must_be_there(self) -> None:
        assert parse_book("title: a\nparts:\n- entries:\n") == Book("a", parts=(Part(),))

    def test_it_gives_all_places_in_reading_order(self) -> None:
        assert [ref.path for ref in parse_book(ROOF).places()] == [
            "chapters/foreword.md",
            "recipes/stone-soup.md",
            "chapters/bread.md",
            "chapters/starters.md",
            "chapters/measures.md",
        ]

    def test_an_entry_at_the_deepest_level_may_be_written_with_its_key(self) -> None:
        entries = "{path: b, entries: [{path: c, entries: [{path: d}]}]}"
        book = parse_book(f"title: a\nparts:\n- entries: [{entries}]\n")
        assert [ref.path for ref in book.places()] == ["b", "c", "d"]

    @pytest.mark.parametrize(
        ("text", "line", "expected"),
        [
            ("", None, '"parts" should be a list of parts.'),
            ("title: a", 1, '"parts" should be a list of parts.'),
            ("title: a\nparts: b", 2, '"parts" should be a list.'),
            ("title: a\nparts: [b]", 2, '"parts" should be a list of parts.'),
            ("parts: []", 1, '"title" should be a title.'),
            ("title: a\nkind: novel\nparts: []", 2, '"kind" should be cookbook or textbook.'),
            ("title: a\nkind: [b]\nparts: []", 2, '"kind" should be a text.'),
            (
                "title: a\nmeasures: stone\nparts: []",
                2,
                '"measures" should be as written or metric',
            ),
            ("title: a\ncover: ../b\nparts: []", 2, '"cover" should be a path inside'),
            ("title: a\nparts:\n- title: [b]", 3, '"parts[1].title" should be a text.'),
            ("title: a\nparts:\n- image: /b", 3, '"parts[1].image" should be a path inside'),
            ("title: a\nparts:\n- entries: b", 3, '"parts[1].entries" should be a list.'),
            ("title: a\nparts:\n- entries: [../b]", 3, "a list of paths inside the book folder"),
            ("title: a\nparts:\n- entries: [[b]]", 3, "a list of paths inside the book folder"),
            ("title: a\nparts:\n- entries:\n  - path: a\\b", 4, "a path inside the book folder"),
            ("title: a\nparts:\n- entries:\n  - title: b", 4, "should be the path of an entry"),
            ("title: a\nparts: []\nback: [/etc/passwd]", 3, '"back" should be a list of paths'),
        ],
    )
    def test_it_names_file_line_and_what_was_expected(
        self, text: str, line: int | None, expected: str
    ) -> None:
        with pytest.raises(FrontMatterError) as caught:
            parse_book(text)
        assert caught.value.place == Place("book.yaml", line)
        assert expected in caught.value.message
        assert caught.value.remedy

    def test_entries_stand_at_most_three_deep(self) -> None:
        entries = "{path: b, entries: [{path: c, entries: [{path: d, entries: [e]}]}]}"
        with pytest.raises(FrontMatterError, match="at most 3 deep"):
            parse_book(f"title: a\nparts:\n- entries: [{entries}]\n")


class TestWriteBook:
    def test_it_gives_back_a_tidy_text_as_it_was(self) -> None:
        assert write_book(parse_book(ROOF)) == ROOF

    @given(books)
    @brief
    def test_what_it_writes_is_parsed_to_the_same_book(self, book: Book) -> None:
        written = write_book(book)
        parsed = parse_book(written)
        assert parsed == book
        assert list(parsed.extra) == list(book.extra)
        assert write_book(parsed) == written
