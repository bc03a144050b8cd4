"""Stage: tables of very many rows -> several, one below the other, for the PDF."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from cookbook.press.limits import MOST_ROWS
from cookbook.press.pandoc import Node
from cookbook.press.tree import Blocks, attributes, plain_text, rewrite_blocks

LETTERS = (4, 40)
"""What the longest cell of a column counts at least and at most, when widths are shared out."""

Row = list[Any]


def part_long_tables(blocks: Blocks) -> Blocks:
    """Part tables of too many rows; each part has the head, and columns as wide as the others'."""
    return rewrite_blocks(blocks, _parted)


def _parted(node: Node) -> Blocks | None:
    if node["t"] != "Table":
        return None
    attr, caption, columns, head, bodies, foot = node["c"]
    rows = [row for body in bodies for row in (*body[2], *body[3])]
    if len(rows) <= MOST_ROWS:
        return None
    columns = _with_widths(columns, rows)
    portions = list(_portions(rows))
    last = len(portions) - 1
    return [
        {
            "t": "Table",
            "c": [
                attr if number == 0 else attributes(),
                caption if number == 0 else [None, []],
                columns,
                head,
                [[attributes(), bodies[0][1], [], portion]],
                foot if number == last else [attributes(), []],
            ],
        }
        for number, portion in enumerate(portions)
    ]


def _portions(rows: list[Row]) -> Iterator[list[Row]]:
    """Give the rows, so many at once; what reaches down into the next row isn't cut."""
    portion: list[Row] = []
    reaches = 0
    for row in rows:
        portion.append(row)
        reaches = max([reaches, *(cell[3] for cell in row[1])]) - 1
        if len(portion) >= MOST_ROWS and reaches <= 0:
            yield portion
            portion = []
    if portion:
        yield portion


def _with_widths(columns: list[Any], rows: list[Row]) -> list[Any]:
    """Give columns the widths that their longest cells ask for."""
    longest = [LETTERS[0]] * len(columns)
    for _, cells in rows:
        if len(cells) == len(columns):
            for number, cell in enumerate(cells):
                longest[number] = max(longest[number], len(plain_text(cell[4])))
    shares = [min(each, LETTERS[1]) for each in longest]
    return [
        [alignment, {"t": "ColWidth", "c": round(share / sum(shares), 4)}]
        for (alignment, _), share in zip(columns, shares, strict=True)
    ]
