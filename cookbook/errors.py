"""The failures that the whole house knows: each says what, where and what to do."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import PurePath


@dataclass(frozen=True)
class Place:
    """Where something was found: a file of the book folder and, if known, its line (from 1)."""

    file: str
    line: int | None = None

    def __str__(self) -> str:
        return self.file if self.line is None else f"{self.file}, line {self.line}"


class CookbookError(Exception):
    """Something that a person can put right.

    `message` says what is wrong, `place` where, and `remedy` what to do about it.
    """

    def __init__(
        self,
        message: str,
        *,
        place: Place | PurePath | None = None,
        remedy: str = "",
    ) -> None:
        super().__init__(message)
        self.message = message
        self.place = place
        self.remedy = remedy

    def __str__(self) -> str:
        where = f"{self.place}: " if self.place is not None else ""
        what_to_do = f" {self.remedy}" if self.remedy else ""
        return f"{where}{self.message}{what_to_do}"
