"""Plain words that look like markup stay plain words."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cookbook.exchange.rewriting.escaping import escape_line, escape_words
from cookbook.press.pandoc import CHAPTER_FORMAT, RECIPE_FORMAT, Fragment, read_fragments
from cookbook.press.tree import plain_text

PIECES = [
    "a", "b", "1", "2020", "i", " ", " ", ".", ")", "(", "*", "**", "_", "__", "`", "```", "[", "]",
    "<b>", "<", ">", "#", "# ", "~", "~~", "^", "^[", "$", "@", "@x", "&amp;", "&#60;", ";", ":",
    "{", "}", "!", "|", "\\", "- ", "+ ", "1. ", "a) ", "](", "[a]: ", ":::", "===", "/", "…", "ö",
]  # fmt: skip
WORDS = st.lists(st.sampled_from(PIECES), min_size=1, max_size=12).map("".join)


def shown(texts: list[str], form: str) -> list[tuple[str, set[str]]]:
    """What is to be read of texts, and the kinds of their blocks."""
    trees = read_fragments([Fragment(text, form) for text in texts], seconds=60)
    return [(" ".join(plain_text(tree).split()), {block["t"] for block in tree}) for tree in trees]


class TestEscapeLine:
    @settings(max_examples=15, deadline=None)
    @given(st.lists(WORDS, min_size=60, max_size=60))
    def test_pandoc_shows_just_the_words(self, texts: list[str]) -> None:
        plain = [" ".join(text.split()) for text in texts]
        plain = [text for text in plain if text]
        for form in (RECIPE_FORMAT, CHAPTER_FORMAT):
            found = shown([escape_line(text) for text in plain], form)
            wrong = [
                (text, escape_line(text), words, kinds)
                for text, (words, kinds) in zip(plain, found, strict=True)
                if words != text or kinds - {"Para"}
            ]
            assert wrong == []

    @pytest.mark.parametrize(
        "text",
        ["500 g flour*", "2 cups (480 ml) milk, scalded", "½ tsp salt & pepper", "Mix. Stir well.",
         "350 °F #2", "(optional)", "e.g. thyme", "a_b", "tom@example.org", "3 < 4", "AT&T"],
    )  # fmt: skip
    def test_words_that_mean_nothing_else_stay_as_they_are(self, text: str) -> None:
        assert escape_line(text) == text


class TestEscapeWords:
    def test_paragraphs_stay_paragraphs(self) -> None:
        assert escape_words("# One\n\n1. Two *three*") == "\\# One\n\n1\\. Two \\*three\\*"
