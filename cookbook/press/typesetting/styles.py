"""Stage: the styles of the print edition -> those for signatures, and those for furniture.

A signature has no margins' words, and has the folios to which it refers in an attribute. Furniture
has the folio in a string.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any

import tinycss2  # type: ignore[import-untyped]  # it has no types

from cookbook.press.geometry import PageShape
from cookbook.press.mirroring import for_pages
from cookbook.press.words import Words

TARGET = re.compile(r"target-counter\(\s*attr\(href\)\s*,\s*page\s*(,\s*[\w-]+\s*)?\)")
COUNTER = re.compile(r"\bcounter\(\s*page\s*(,\s*[\w-]+\s*)?\)")
FOLIO = "attr(data-folio)"
FOLIO_STRING = "string(the-folio)"
KEPT_AREAS = frozenset({"footnote", "note-area"})
"""What stands in a page's rule that is no margin box."""

STYLES_KNOWN = 8
"""Of how many themes a worker keeps the parsed styles: those that it was taught last."""


@dataclass(frozen=True)
class PressStyles:
    """The styles of a book for its signatures and for its furniture, and what tells them apart."""

    signature: str
    furniture: str

    @cached_property
    def digest(self) -> str:
        """Give the digest of both."""
        return hashlib.sha256(f"{self.signature}\0{self.furniture}".encode()).hexdigest()


def press_styles(
    files: Sequence[Path], page: PageShape, words: Words, language: str
) -> PressStyles:
    """Read a theme's print styles. Folios and page references are what the binding puts in."""
    sheets = [for_pages(file, language) for file in files]
    return _made("\n".join([page.css(), words.css(), *sheets]))


@lru_cache(maxsize=8)
def _made(source: str) -> PressStyles:
    return PressStyles(
        TARGET.sub(FOLIO, _without_margins(source)), COUNTER.sub(FOLIO_STRING, source)
    )


def _without_margins(source: str) -> str:
    """Take the margin boxes out of all rules for pages."""
    rules = tinycss2.parse_stylesheet(source, skip_comments=True, skip_whitespace=True)
    return "\n".join(_rule(rule) for rule in rules)


def _rule(rule: Any) -> str:  # noqa: ANN401 -- tinycss2 has no types
    if rule.type != "at-rule" or rule.lower_at_keyword != "page" or rule.content is None:
        return str(rule.serialize())
    kept = "".join(_kept(rule.content))
    return f"@page {tinycss2.serialize(rule.prelude)}{{{kept}}}"


def _kept(content: Any) -> Iterator[str]:  # noqa: ANN401 -- likewise
    for each in tinycss2.parse_blocks_contents(content, skip_comments=True, skip_whitespace=True):
        if each.type == "declaration":
            yield f"{each.serialize()};"
        elif each.type == "at-rule" and each.lower_at_keyword in KEPT_AREAS:
            yield str(each.serialize())
