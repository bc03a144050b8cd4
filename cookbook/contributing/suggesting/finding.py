"""A passage that was marked on a reading page <-> the lines of the manuscript in which it stands.

What readers see is typeset: quotation marks are round, fractions are one sign, amounts stand in
further measures, and nothing of the markup is left. So letters and digits are compared, and where
these don't agree, words.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Sequence

from cookbook.contributing.field_words import typed
from cookbook.manuscript import Role
from cookbook.manuscript.frontmatter import split_front_matter
from cookbook.manuscript.inline_text import plain_text
from cookbook.manuscript.passages import Passage, read_chapter_passages, read_recipe_passages
from cookbook.models import ContributionKind

QUOTE_MAX_LENGTH = 600
"""A reader who marks more than this means the whole text."""
FEWEST_LETTERS = 2
SIMILAR = 0.6
"""The share of a quote's words that must stand in a passage that says it otherwise."""

_WORDS = re.compile(r"\w+")
_ITEMS = frozenset({Role.INGREDIENT, Role.ITEM})


def find_passage(text: str, kind: ContributionKind, quote: str) -> Passage | None:
    """Give the passage of a manuscript in which a quote begins, or None where there is none.

    The title is no passage. Raises FrontMatterError for a text that can't be read.
    """
    wanted = _letters(quote)
    front = split_front_matter(text, "text")
    if len(wanted) < FEWEST_LETTERS or wanted == _letters(str(front.values.get("title", ""))):
        return None
    read = read_recipe_passages if kind is ContributionKind.RECIPE else read_chapter_passages
    passages = read(front.body, front.body_line)
    letters = [_letters(plain_text(each.text)) for each in passages]
    holding = [at for at, said in enumerate(letters) if wanted in said]
    if holding:
        # Two steps may begin alike: the one that says just this is meant.
        return passages[min(holding, key=lambda at: len(letters[at]))]
    held = [at for at, said in enumerate(letters) if len(said) > FEWEST_LETTERS and said in wanted]
    likest = _likest(passages, quote)
    if held and (likest is None or wanted.startswith(letters[held[0]])):
        return passages[held[0]]
    return likest


def replace_passage(text: str, passage: Passage, words: str) -> str:
    """Write a manuscript with other words in the place of one of its passages; "" takes it out.

    An item of a list stays one; several lines in the place of an ingredient are several.
    """
    lines = text.split("\n")
    start, count = passage.line - 1, passage.text.count("\n") + 1
    prefix = _prefix(lines[start], passage)
    written = _written(typed(words).strip(), prefix, passage.role)
    rest = lines[start + count :]
    if not written and rest and not rest[0].strip() and (start == 0 or not lines[start - 1]):
        # The blank line that parted what is gone from what follows goes too.
        rest = rest[1:]
    return "\n".join([*lines[:start], *written, *rest])


def _letters(words: str) -> str:
    plain = unicodedata.normalize("NFKC", words).casefold()
    return "".join(each for each in plain if each.isalnum())


def _likest(passages: Sequence[Passage], quote: str) -> Passage | None:
    """Give the passage that shares most words with a quote, if these are most of it."""
    wanted = _counted(quote)
    best, found = 0.0, None
    for each in passages:
        said = _counted(plain_text(each.text))
        shared = (wanted & said).total()
        if shared < SIMILAR * min(wanted.total(), said.total()):
            continue
        likeness = 2 * shared / max(wanted.total() + said.total(), 1)
        if likeness > best:
            best, found = likeness, each
    return found


def _counted(words: str) -> Counter[str]:
    return Counter(_WORDS.findall(unicodedata.normalize("NFKC", words).casefold()))


def _prefix(line: str, passage: Passage) -> str:
    """Give what stands before the words of a passage: its indentation and its marker."""
    first = passage.text.partition("\n")[0]
    line = line.rstrip()
    if line.endswith(first):
        return line[: len(line) - len(first)]
    return f"{passage.marker} " if passage.marker else ""


def _written(words: str, prefix: str, role: Role) -> list[str]:
    if not words:
        return []
    first, *more = words.split("\n")
    if role in _ITEMS:
        return [f"{prefix}{each.strip()}" for each in [first, *more] if each.strip()]
    indent = " " * len(prefix) if role is Role.STEP else ""
    return [f"{prefix}{first}", *(f"{indent}{each}" if each.strip() else "" for each in more)]
