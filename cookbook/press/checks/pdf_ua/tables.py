"""PDF/UA-1: tables whose rows are of one length, and whose cells can be told their headers."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import pikepdf

from cookbook.press.checks.pdf_ua.tags import Structure, Tag, Thing, attributes, listed

SCOPES = frozenset({"/Row", "/Column", "/Both"})
MAX_SPAN = 1000


def table_findings(structure: Structure) -> Iterator[str]:
    """Find tables that a screen reader can't read by rows and columns."""
    names = {bytes(tag.thing["/ID"]): tag for tag in structure.tags if "/ID" in tag.thing}
    for tag in structure.tags:
        if tag.role == "Table":
            yield from _table(structure, tag, names)


def _table(structure: Structure, table: Tag, names: Mapping[bytes, Tag]) -> Iterator[str]:
    rows = list(_rows(table))
    cells = [cell for row in rows for cell in row.tags]
    if not rows:
        yield f"{structure.place(table)}: has no rows [09-004]"
    widths = _widths(rows)
    for row, width in zip(rows, widths, strict=True):
        if width != widths[0]:
            yield f"{structure.place(row)}: has {width} columns, where the first has {widths[0]}"
    has_names = any("/Headers" in attributes(cell) for cell in cells)
    for cell in cells:
        said = attributes(cell)
        if cell.role == "TH" and not has_names and str(said.get("/Scope")) not in SCOPES:
            yield f"{structure.place(cell)}: doesn't say what it is the header of [15-003]"
        for name in listed(said.get("/Headers")):
            if not _is_header(name, names):
                yield f"{structure.place(cell)}: names a header that is none"


def _is_header(name: Thing, names: Mapping[bytes, Tag]) -> bool:
    tag = names.get(bytes(name)) if isinstance(name, pikepdf.String) else None
    return tag is not None and tag.role == "TH"


def _rows(table: Tag) -> Iterator[Tag]:
    for each in table.tags:
        if each.role == "TR":
            yield each
        elif each.role in ("THead", "TBody", "TFoot"):
            yield from (row for row in each.tags if row.role == "TR")


def _widths(rows: list[Tag]) -> list[int]:
    """Count the columns of each row, those among them into which a cell of a row before reaches."""
    widths: list[int] = []
    reaching: list[tuple[int, int]] = []
    for row in rows:
        width = sum(columns for columns, _ in reaching)
        reaching = [(columns, left - 1) for columns, left in reaching if left > 1]
        for cell in row.tags:
            said = attributes(cell)
            columns, down = _span(said.get("/ColSpan")), _span(said.get("/RowSpan"))
            width += columns
            if down > 1:
                reaching.append((columns, down - 1))
        widths.append(width)
    return widths


def _span(value: Thing) -> int:
    return min(int(value), MAX_SPAN) if isinstance(value, int) else 1
