from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cookbook.errors import Place
from cookbook.manuscript import Chapter, FrontMatterError, parse_chapter, write_chapter
from cookbook.manuscript.blocks import trim_blank_lines
from cookbook.manuscript.chapters import CHAPTER_KEYS
from tests.manuscript.strategies import bodies, extras, lines, lists, steady, trimmed

SAMPLING = """\
---
kind: chapter
title: 'Sampling: a start'
by: [Ada Obi, Jon Vik]
town: Ada
id: sampling
role: introduction
numbered: false
tags: statistics
source: A lecture
licence: CC-BY-4.0
level: 2
---
Take a handful.

::: {.example #ex:coin}
Toss a coin.
:::
"""

chapters = st.builds(
    Chapter,
    title=lines.map(lambda text: text[:300].strip()),
    by=lists,
    town=trimmed,
    identifier=st.sampled_from(["", "a", "é:1", "sec.2-b_c"]),
    role=trimmed,
    numbered=st.sampled_from([None, True, False]),
    tags=lists,
    source=trimmed,
    licence=trimmed,
    body=bodies.map(trim_blank_lines),
    extra=extras(CHAPTER_KEYS),
)


class TestParseChapter:
    def test_it_reads_every_key(self) -> None:
        assert parse_chapter(SAMPLING) == Chapter(
            title="Sampling: a start",
            by=("Ada Obi", "Jon Vik"),
            town="Ada",
            identifier="sampling",
            role="introduction",
            numbered=False,
            tags=("statistics",),
            source="A lecture",
            licence="CC-BY-4.0",
            body="Take a handful.\n\n::: {.example #ex:coin}\nToss a coin.\n:::",
            extra={"level": "2"},
        )

    def test_it_knows_the_line_on_which_the_body_starts(self) -> None:
        assert SAMPLING.split("\n")[parse_chapter(SAMPLING).body_line - 1] == "Take a handful."

    @pytest.mark.parametrize(
        ("word", "numbered"),
        [("true", True), ("Yes", True), ("on", True), ("no", False), ("OFF", False), ("", None)],
    )
    def test_numbered_may_be_said_in_words(self, word: str, numbered: bool | None) -> None:  # noqa: FBT001 -- the expected value
        assert parse_chapter(f"---\ntitle: a\nnumbered: {word}\n---\n").numbered is numbered

    @pytest.mark.parametrize(
        ("front", "line", "expected"),
        [
            ("title: a\nid: 2nd", 3, '"id" should be a word of letters'),
            ("title: a\nid: a b", 3, '"id" should be a word of letters'),
            ("title: a\nnumbered: perhaps", 3, '"numbered" should be "true" or "false".'),
            ("title: a\nnumbered: [no]", 3, '"numbered" should be a text.'),
            ("title:\nid: a", 2, '"title" should be a title.'),
        ],
    )
    def test_it_names_file_line_and_what_was_expected(
        self, front: str, line: int, expected: str
    ) -> None:
        with pytest.raises(FrontMatterError) as caught:
            parse_chapter(f"---\n{front}\n---\n", "chapters/a.md")
        assert caught.value.place == Place("chapters/a.md", line)
        assert expected in caught.value.message


class TestWriteChapter:
    def test_it_gives_back_a_tidy_text_as_it_was(self) -> None:
        assert write_chapter(parse_chapter(SAMPLING)) == SAMPLING

    @given(chapters)
    @steady
    def test_what_it_writes_is_parsed_to_the_same_chapter(self, chapter: Chapter) -> None:
        written = write_chapter(chapter)
        assert parse_chapter(written) == chapter
        assert write_chapter(parse_chapter(written)) == written

    @given(bodies)
    @steady
    def test_it_keeps_any_body_but_for_the_blanks_around_it(self, body: str) -> None:
        chapter = parse_chapter(f"---\ntitle: a\n---\n{body}")
        assert body.strip() == chapter.body.strip()
        assert parse_chapter(write_chapter(chapter)) == chapter
