"""Tables that R Markdown writes out as data, kable(tribble(…)) and its like -> pipe tables."""

from __future__ import annotations

import re
from dataclasses import dataclass

from cookbook.exchange.bookdown.r_literals import (
    Call,
    Literal,
    Name,
    NoLiteralError,
    Number,
    read_literal,
)
from cookbook.exchange.rewriting.html_marks import pipe_table

KABLE = re.compile(r"(?:knitr::)?kable\s*\(")
TABLES = frozenset({"kable"})
DATA_OPTIONS = frozenset({"stringsAsFactors", "check.names", "row.names"})


@dataclass(frozen=True)
class KableTable:
    """A table: its caption, its head, its rows, and l, c or r for each column."""

    caption: str
    head: list[str]
    rows: list[list[str]]
    aligns: str = ""

    def write(self, caption: str, label: str) -> str:
        """Write it as a pipe table with a caption (which may have been rewritten) and a label."""
        return pipe_table(self.head, self.rows, self.aligns, caption, label)


def read_kable(code: str) -> KableTable | None:
    """Read the table that a chunk prints; None where R would have to run to make it."""
    match = KABLE.search(code)
    if not match:
        return None
    # What stands before may be only the loading of a package.
    before = re.sub(r"(?m)^\s*(?:library|require)\(.*\)\s*$|#.*$", "", code[: match.start()])
    if before.strip():
        return None
    try:
        call = read_literal(code[match.start() :].strip())
        return _table(call) if isinstance(call, Call) else None
    except NoLiteralError:
        return None


def kable_caption(code: str) -> str:
    """Give the caption of a table that can't be read, if it is a plain string."""
    match = re.search(r"\bcaption\s*=\s*(\"(?:\\.|[^\"\\])*\"|'(?:\\.|[^'\\])*')", code, re.DOTALL)
    value = read_literal(match[1]) if match and KABLE.search(code) else ""
    return value if isinstance(value, str) else ""


def _table(call: Call) -> KableTable:
    options = call.named()
    plain = call.plain()
    data = options.get("x", plain[0] if plain else "")
    if not isinstance(data, Call):
        raise NoLiteralError("no data")
    head, rows = _data(data)
    names = _strings(options["col.names"]) if "col.names" in options else head
    if not names and rows:
        names = [""] * len(rows[0])
    if not rows or len({len(row) for row in (names, *rows)}) != 1:
        raise NoLiteralError("rows of different lengths")
    caption = options.get("caption", "")
    return KableTable(
        caption if isinstance(caption, str) else "", names, rows, _aligns(options.get("align", ""))
    )


def _aligns(value: Literal) -> str:
    return (
        value
        if isinstance(value, str)
        else "".join(_strings(value))
        if isinstance(value, Call)
        else ""
    )


def _data(data: Call) -> tuple[list[str], list[list[str]]]:
    if data.function == "rbind":
        return [], [_strings(row) for row in data.plain()]
    if data.function == "cbind":
        return _columns(data)
    if data.function in ("data.frame", "tibble", "data_frame"):
        return _columns(data)
    if data.function in ("tribble", "frame_data"):
        return _tribble(data)
    raise NoLiteralError(data.function)


def _columns(data: Call) -> tuple[list[str], list[list[str]]]:
    columns = [(name, value) for name, value in data.arguments if name not in DATA_OPTIONS]
    values = [_strings(value) for _, value in columns]
    height = max((len(column) for column in values), default=0)
    if any(len(column) not in (1, height) for column in values):
        raise NoLiteralError("columns of different lengths")
    full = [column * height if len(column) == 1 else column for column in values]
    return [name for name, _ in columns], [list(row) for row in zip(*full, strict=True)]


def _tribble(data: Call) -> tuple[list[str], list[list[str]]]:
    head: list[str] = []
    cells: list[str] = []
    for _, value in data.arguments:
        if isinstance(value, Call) and value.function == "~":
            head += _strings(value.plain()[0])
        else:
            cells += _strings(value)
    if not head or len(cells) % len(head):
        raise NoLiteralError("cells that fill no row")
    return head, [cells[start : start + len(head)] for start in range(0, len(cells), len(head))]


def _strings(value: Literal) -> list[str]:
    if isinstance(value, str):
        return [value]
    if isinstance(value, Number):
        return [value.written]
    if isinstance(value, Name):
        return ["" if value.word in ("NA", "NULL", "NA_character_") else value.word]
    if value.function == "c":
        return [text for _, each in value.arguments for text in _strings(each)]
    raise NoLiteralError(value.function)
