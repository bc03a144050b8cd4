"""What was found on a page, as plain words: the value that the reading process hands back."""

from __future__ import annotations

from dataclasses import asdict, dataclass, fields
from typing import Any

LINE_MAX_LENGTH = 300
TEXT_MAX_LENGTH = 5_000
MOST_LINES = 300
MOST_WORDS = 12
PAGE_TEXT_MAX_LENGTH = 60_000


@dataclass(frozen=True)
class Lines:
    """Ingredients or steps that belong together, under a title or ""."""

    title: str
    lines: tuple[str, ...]


@dataclass(frozen=True)
class Scraped:
    """A recipe as its page has it; nothing in it is markup.

    Times are as we write them (1 h 10 min), diets are words of ours where schema.org names them,
    `licence` is an SPDX name or the address that the page gives. `text` holds the words of the
    whole page, a line for each of its blocks, where no recipe could be told from the others.
    """

    title: str = ""
    description: str = ""
    yield_text: str = ""
    prep: str = ""
    cook: str = ""
    total: str = ""
    ingredients: tuple[Lines, ...] = ()
    steps: tuple[Lines, ...] = ()
    courses: tuple[str, ...] = ()
    cuisines: tuple[str, ...] = ()
    diets: tuple[str, ...] = ()
    keywords: tuple[str, ...] = ()
    authors: tuple[str, ...] = ()
    site: str = ""
    licence: str = ""
    text: str = ""

    @property
    def is_recipe(self) -> bool:
        """Tell whether there is more than a title: what goes in, or what is done with it."""
        return bool(self.ingredients or self.steps)

    def as_values(self) -> dict[str, Any]:
        """Give what JSON can carry; `from_values` gives the value back."""
        return asdict(self)

    @classmethod
    def from_values(cls, values: dict[str, Any]) -> Scraped:
        """Make the value of what JSON has carried. Raises TypeError and KeyError for what is none.

        The process that read a hostile page isn't trusted either: all sizes are bounded here.
        """
        texts = {"description": TEXT_MAX_LENGTH, "text": PAGE_TEXT_MAX_LENGTH}
        given: dict[str, Any] = {}
        for each in fields(cls):
            value = values[each.name]
            if each.name in {"ingredients", "steps"}:
                given[each.name] = _groups(value)
            elif isinstance(value, list):
                given[each.name] = tuple(_text(word) for word in value[:MOST_WORDS])
            else:
                given[each.name] = _text(value, texts.get(each.name, LINE_MAX_LENGTH))
        return cls(**given)


def _groups(values: list[dict[str, Any]]) -> tuple[Lines, ...]:
    left = MOST_LINES
    groups: list[Lines] = []
    for each in values[:MOST_LINES]:
        lines = tuple(_text(line, TEXT_MAX_LENGTH) for line in each["lines"][:left])
        left -= len(lines)
        groups.append(Lines(_text(each["title"]), lines))
    return tuple(groups)


def _text(value: object, most: int = LINE_MAX_LENGTH) -> str:
    if not isinstance(value, str):
        raise TypeError(type(value))
    return value if len(value) <= most else f"{value[: most - 1].rstrip()}…"
