"""The passages of a body as a reader sees them: headings, paragraphs, ingredients, steps, items."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from cookbook.manuscript.blocks import Line, read_lines
from cookbook.manuscript.headings import SectionKind, section_kind
from cookbook.manuscript.recipes import SECTION_LEVEL

# Lines that stand for themselves: rows of tables, fences of divs.
_ALONE = re.compile(r"\s*(?:\||:::)")


class Role(StrEnum):
    """What a passage is."""

    HEADING = "heading"
    INGREDIENT = "ingredient"
    STEP = "step"
    ITEM = "item"
    CODE = "code"
    TEXT = "text"


@dataclass(frozen=True)
class Passage:
    """One passage, with the marker before it ("##", "-", "3."), if it has one.

    `line` counts from 1 in the file. `number` is a step's own, counted as it prints, else 0.
    `section` is the heading that it stands under, or its own.
    """

    role: Role
    text: str
    line: int
    section: str
    marker: str = ""
    number: int = 0

    @property
    def words(self) -> tuple[Role, str, str]:
        """What it says, however it is spaced and numbered; passages that share it are the same."""
        marker = ""
        if self.role in {Role.ITEM, Role.HEADING}:
            marker = "1." if self.marker[:1].isdigit() else self.marker
        return self.role, marker, " ".join(self.text.split())


def read_recipe_passages(body: str, first_line: int) -> tuple[Passage, ...]:
    """Part the body of a recipe, whose list items are ingredients and steps, into passages."""
    return tuple(_Reader(first_line, is_recipe=True).read(read_lines(body)))


def read_chapter_passages(body: str, first_line: int) -> tuple[Passage, ...]:
    """Part the body of a chapter into passages; blank lines are in none."""
    return tuple(_Reader(first_line, is_recipe=False).read(read_lines(body)))


class _Reader:
    def __init__(self, first_line: int, *, is_recipe: bool) -> None:
        self._first_line = first_line
        self._is_recipe = is_recipe
        self._section = ""
        self._kind = SectionKind.OTHER
        self._step = 0

    def read(self, lines: Iterable[Line]) -> list[Passage]:
        found: list[Passage] = []
        # Whether the next line may go on with the last passage.
        is_open = False
        for at, line in enumerate(lines, start=self._first_line):
            if line.blank and not line.code:
                is_open = False
            elif is_open and self._goes_on(line, found[-1]):
                last = found[-1]
                text = f"{last.text}\n{line.text.strip()}"
                found[-1] = Passage(
                    last.role, text, last.line, last.section, last.marker, last.number
                )
            else:
                found.append(self._begin(line, at))
                alone = found[-1].role in {Role.HEADING, Role.CODE}
                is_open = not alone and not _ALONE.match(line.text)
        return found

    def _goes_on(self, line: Line, last: Passage) -> bool:
        if line.code or line.heading() or _ALONE.match(line.text):
            return False
        nested = last.role in {Role.INGREDIENT, Role.STEP} and line.indent > 1
        return nested or line.list_item() is None

    def _begin(self, line: Line, at: int) -> Passage:
        if line.code:
            return Passage(Role.CODE, line.text, at, self._section)
        if heading := line.heading():
            return self._heading(*heading, at)
        item = line.list_item()
        if item is None:
            return Passage(Role.TEXT, line.text.strip(), at, self._section)
        marker, text = item
        role = _ROLES.get(self._kind, Role.ITEM)
        self._step += role is Role.STEP
        number = self._step if role is Role.STEP else 0
        return Passage(role, text.strip(), at, self._section, marker, number)

    def _heading(self, level: int, text: str, at: int) -> Passage:
        self._step = 0
        if not self._is_recipe:
            self._section = text
        elif level == SECTION_LEVEL:
            self._section, self._kind = text, section_kind(text)
        return Passage(Role.HEADING, text, at, self._section, "#" * level)


_ROLES = {SectionKind.INGREDIENTS: Role.INGREDIENT, SectionKind.METHOD: Role.STEP}
