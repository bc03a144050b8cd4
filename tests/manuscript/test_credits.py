from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cookbook.errors import Place
from cookbook.manuscript import (
    Credits,
    FrontMatterError,
    ImageCredit,
    Person,
    parse_credits,
    person_identifier,
    write_credits,
)
from cookbook.manuscript.credits import CREDITS_KEYS, IMAGE_KEYS, PERSON_KEYS
from tests.manuscript.strategies import brief, extras, lines, lists, paths, texts, trimmed

POND = """\
people:
  ines-duarte:
    name: Ines Duarte
    town: Almeirim
    life: Bakes on Saturdays.
    website: https://example.org
entries:
  recipes/stone-soup.md:
    author: [ines-duarte]
    editor: [tom-okafor]
book:
  editor: [tom-okafor]
images:
  images/stone-soup.jpg:
    by: ines-duarte
    licence: CC-BY-4.0
    source: https://example.org/soup
"""

_people = st.builds(
    Person, name=lines, town=trimmed, life=trimmed, website=trimmed, extra=extras(PERSON_KEYS)
)
_images = st.builds(
    ImageCredit, by=lists, licence=trimmed, source=trimmed, extra=extras(IMAGE_KEYS)
)
_roles = st.dictionaries(texts, lists, max_size=3)
all_credits = st.builds(
    Credits,
    people=st.dictionaries(texts, _people, max_size=3),
    entries=st.dictionaries(paths, _roles, max_size=3),
    book=_roles,
    images=st.dictionaries(paths, _images, max_size=3),
    extra=extras(CREDITS_KEYS),
)


class TestParseCredits:
    def test_it_reads_every_key(self) -> None:
        assert parse_credits(POND) == Credits(
            people={
                "ines-duarte": Person(
                    "Ines Duarte", "Almeirim", "Bakes on Saturdays.", "https://example.org"
                )
            },
            entries={
                "recipes/stone-soup.md": {"author": ("ines-duarte",), "editor": ("tom-okafor",)}
            },
            book={"editor": ("tom-okafor",)},
            images={
                "images/stone-soup.jpg": ImageCredit(
                    ("ines-duarte",), "CC-BY-4.0", "https://example.org/soup"
                )
            },
        )

    @pytest.mark.parametrize("text", ["", "people:\nentries:\nbook:\nimages:\n"])
    def test_nobody_need_be_credited(self, text: str) -> None:
        assert parse_credits(text) == Credits()

    def test_an_entry_may_be_named_without_roles(self) -> None:
        assert parse_credits("entries:\n  a.md:\n").entries == {"a.md": {}}

    @pytest.mark.parametrize(
        ("text", "line", "expected"),
        [
            ("people: [a]", 1, '"people" should be keys with values below it.'),
            ("people:\n  a:\n    name: A\n  b: B", 4, '"people.b" should be keys with values'),
            ("people:\n  a:\n    town: A", 3, '"people.a.name" should be the person\'s name.'),
            ("people:\n  a:\n    name: A\n    life: [b]", 4, '"people.a.life" should be a text.'),
            ("entries:\n  a.md: [b]", 2, '"entries.a.md" should be keys with values below it.'),
            ("entries:\n  a.md:\n    author: {b: c}", 3, '"entries.a.md.author" should be a text'),
            ("book: b", 1, '"book" should be keys with values below it.'),
            ("book:\n  editor: [[b]]", 2, '"book.editor" should be a list of texts.'),
            ("images:\n  a.jpg: b", 2, '"images.a.jpg" should be keys with values below it.'),
            ("images:\n  a.jpg:\n    licence: []", 3, '"images.a.jpg.licence" should be a text.'),
        ],
    )
    def test_it_names_file_line_and_what_was_expected(
        self, text: str, line: int, expected: str
    ) -> None:
        with pytest.raises(FrontMatterError) as caught:
            parse_credits(text)
        assert caught.value.place == Place("credits.yaml", line)
        assert expected in caught.value.message
        assert caught.value.remedy


class TestWriteCredits:
    def test_it_gives_back_a_tidy_text_as_it_was(self) -> None:
        assert write_credits(parse_credits(POND)) == POND

    def test_nothing_is_an_empty_text(self) -> None:
        assert write_credits(Credits()) == ""

    @given(all_credits)
    @brief
    def test_what_it_writes_is_parsed_to_the_same_credits(self, credits_: Credits) -> None:
        written = write_credits(credits_)
        parsed = parse_credits(written)
        assert parsed == credits_
        assert list(parsed.people) == list(credits_.people)
        assert list(parsed.extra) == list(credits_.extra)
        assert write_credits(parsed) == written


class TestCredits:
    def test_an_id_that_nobody_described_is_taken_as_the_name(self) -> None:
        assert parse_credits(POND).person("ines-duarte").town == "Almeirim"
        assert parse_credits(POND).person("tom-okafor") == Person("tom-okafor")


class TestPersonIdentifier:
    @pytest.mark.parametrize(
        ("name", "identifier"),
        [
            ("Ines Duarte", "ines-duarte"),
            ("José  O’Neill-Ångström", "jose-oneill-angstrom"),
            ("Jose\u0301", "jose"),
            ("Søren Łukasz Weiß", "soren-lukasz-weiss"),
            ("Ada 2", "ada-2"),
            ("李明", "674e-660e"),
            ("!", "21"),
            ("", "anonymous"),
        ],
    )
    def test_it_makes_words_of_ascii(self, name: str, identifier: str) -> None:
        assert person_identifier(name) == identifier

    def test_names_that_share_one_latin_letter_are_two_people(self) -> None:
        assert person_identifier("Анна K.") != person_identifier("Ольга K.")

    @given(texts)
    @brief
    def test_it_is_always_a_word_of_a_path(self, name: str) -> None:
        assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", person_identifier(name))
