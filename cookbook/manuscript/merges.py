"""What comes of merging two versions: what is settled, what is in conflict, and the resolution."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum, StrEnum, auto
from typing import TypeAlias

from cookbook.manuscript.counting import CountedLine, as_plain, read_counted, write_counted
from cookbook.manuscript.frontmatter import read_yaml, write_yaml
from cookbook.manuscript.problems import ManuscriptError

Lines: TypeAlias = tuple[CountedLine, ...]


class MergeChoiceError(ManuscriptError):
    """A conflict for which nothing was chosen, or something that can't be had."""


class Origin(StrEnum):
    """Whose words a settled piece holds."""

    BASE = "base"
    MINE = "mine"
    THEIRS = "theirs"
    ALIKE = "alike"
    WOVEN = "woven"


class Take(StrEnum):
    """Which version settles a conflict."""

    MINE = "mine"
    THEIRS = "theirs"
    BOTH = "both"


@dataclass(frozen=True)
class Own:
    """Words of one's own that settle a conflict; for a list, one item a line."""

    text: str


Choice: TypeAlias = Take | Own


class Form(Enum):
    """How the words of a conflict are written down."""

    LINES = auto()
    TEXT = auto()
    LIST = auto()
    YAML = auto()


@dataclass(frozen=True)
class Settled:
    """Lines that are not in question: nobody changed them, one side did, or both did alike."""

    origin: Origin
    lines: Lines

    @property
    def text(self) -> str:
        """The lines as they were written; their list numbers may change in the merged text."""
        return _text_of(self.lines)


@dataclass(frozen=True)
class Conflict:
    """What both sides changed, each in its own way; what a side doesn't have is "".

    `key` is the key of the front matter, or "" for lines of the body, which stand under `heading`
    ("" before the first). `line` counts from 1 in the text of mine. A list has one item a line.
    """

    key: str
    heading: str
    line: int
    base: str
    mine: str
    theirs: str
    form: Form
    mine_lines: Lines
    theirs_lines: Lines
    both_lines: Lines | None = None

    @property
    def takes_both(self) -> bool:
        """Tell whether both versions can stand: a recipe has many lines, but one title."""
        return self.both_lines is not None

    @property
    def where(self) -> str:
        """Say where it is, in a few words."""
        if self.key:
            return self.key
        return f"{self.heading}, line {self.line}" if self.heading else f"line {self.line}"


Piece: TypeAlias = Settled | Conflict


@dataclass(frozen=True)
class Merge:
    """Two versions of one text, brought together; `pieces` are all of it, from top to end."""

    pieces: tuple[Piece, ...]
    ending: str

    @property
    def conflicts(self) -> tuple[Conflict, ...]:
        """All that is to be resolved, from top to end."""
        return tuple(piece for piece in self.pieces if isinstance(piece, Conflict))

    @property
    def is_clean(self) -> bool:
        """Tell whether nothing is to be resolved."""
        return not self.conflicts

    @property
    def text(self) -> str | None:
        """The merged manuscript, or None where something is to be resolved."""
        return resolve(self, ()) if self.is_clean else None


def resolve(merge: Merge, choices: Sequence[Choice]) -> str:
    """Write the merged manuscript with one choice for each conflict, in their order.

    Raises MergeChoiceError where a choice is missing, or is BOTH for what can't be both;
    FrontMatterError where words of one's own are no YAML and would have to be.
    """
    if len(choices) != len(merge.conflicts):
        raise MergeChoiceError(
            f"{len(merge.conflicts)} conflicts were to be resolved, and {len(choices)} were.",
            remedy="Choose a version for each of them.",
        )
    left = iter(choices)
    lines: list[CountedLine] = []
    for piece in merge.pieces:
        if isinstance(piece, Settled):
            lines += piece.lines
        else:
            lines += _chosen(piece, next(left))
    return write_counted(lines) + merge.ending


def write_key(key: str, value: str | tuple[str, ...]) -> Lines:
    """Write one key of a front matter; an empty value leaves it out, a list of one is a text."""
    if isinstance(value, tuple) and len(value) == 1:
        value = value[0]
    return as_plain(write_yaml({key: value})[:-1].split("\n")) if value else ()


def _chosen(conflict: Conflict, choice: Choice) -> Lines:
    if isinstance(choice, Own):
        return _own_lines(conflict, choice.text)
    if choice is Take.MINE:
        return conflict.mine_lines
    if choice is Take.THEIRS:
        return conflict.theirs_lines
    if conflict.both_lines is None:
        raise MergeChoiceError(
            f'"{conflict.key}" can\'t say both.',
            remedy="Take one of the two, or write what it should say.",
        )
    return conflict.both_lines


def _own_lines(conflict: Conflict, text: str) -> Lines:
    if conflict.form is Form.LINES:
        lines = text.rstrip("\n").split("\n")
        return read_counted(lines) if text else ()
    if conflict.form is Form.LIST:
        return write_key(conflict.key, tuple(filter(None, map(str.strip, text.split("\n")))))
    if conflict.form is Form.TEXT:
        return write_key(conflict.key, text.strip())
    read_yaml(text, conflict.key)
    return as_plain(text.rstrip().split("\n")) if text.strip() else ()


def _text_of(lines: Lines) -> str:
    return "\n".join(line.text for line in lines)
