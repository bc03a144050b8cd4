"""How a language says the number of a page: "page 112", "112ページ"."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property, lru_cache

from cookbook.press.languages import direction_of
from cookbook.press.words import find_words

FOLIO = r"\d{1,5}|[ivxlcdm]{1,12}"
ENGLISH = ("page", "pages", "p.", "pp.")
"""Words before a number that books in other languages may have too, in what is quoted."""
BRACKETS = "()（）[]"
STRAY_LETTERS = 3
AROUND = r"[^\dA-Za-z]{0,30}"
FROM_RIGHT = re.compile(rf"(?=.*[()]|\s*\w+\s*$){AROUND}(?P<folio>{FOLIO}){AROUND}")
"""A number among letters from the right, in whatever order they are read back: in brackets."""


@dataclass(frozen=True)
class PageWords:
    """What stands before and behind the number of a page at the end of a text: patterns."""

    before: str
    behind: str
    is_from_right: bool = False

    @cached_property
    def number(self) -> re.Pattern[str]:
        """A text that is nothing but the number, with what is said around it."""
        if self.is_from_right:
            return FROM_RIGHT
        return re.compile(rf"[\s,.·…(（]*(?:(?:{self.before})\s*)?{self.at_end}")

    @cached_property
    def at_end(self) -> str:
        """The pattern of a number that ends a text; `folio` is its figures alone."""
        return rf"(?P<folio>{FOLIO})(?:\s?(?:{self.behind}))?[)）]?$"

    @cached_property
    def reference(self) -> re.Pattern[str]:
        """A `title` and the page that is said behind it."""
        # Where a word stands behind the number, none need stand before it.
        before = rf"(?:{self.before})\s?"
        told = rf"(?:{before}|(?=(?:{FOLIO})\s?(?:{self.behind})))" if self.behind else before
        return re.compile(rf"(?P<title>.*?)[(（]?{told}{self.at_end}", re.DOTALL)

    @cached_property
    def generated(self) -> re.Pattern[str]:
        """A number that the layout has put behind a title; a few letters of that are counted in."""
        return re.compile(
            rf"[^\W\d_]{{0,{STRAY_LETTERS}}}[\s,.·…(（]+(?:(?:{self.before})\s?)?{self.at_end}",
            re.DOTALL,
        )


@lru_cache(maxsize=32)
def page_words(language: str) -> PageWords:
    """Give what a book in a language says around a page's number, and what English books do."""
    before, _, behind = find_words(language).on_page.partition("{page}")
    words = (before.strip(f"{BRACKETS} "), *ENGLISH)
    return PageWords(
        "|".join(re.escape(each) for each in words if each),
        re.escape(behind.strip(f"{BRACKETS} ")),
        is_from_right=direction_of(language) == "rtl",
    )
