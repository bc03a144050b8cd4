"""PDF/UA-1: every bit of a page is marked, and the structure and the pages know each other."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

import pikepdf

from cookbook.press.checks.pdf_file import PdfFile
from cookbook.press.checks.pdf_marks import Marks
from cookbook.press.checks.pdf_ua.tags import Structure, Tag, parent_tree


def marking_findings(pdf: PdfFile, structure: Structure) -> Iterator[str]:
    """Find what is drawn and not marked, and marks that lead nowhere."""
    holders: dict[tuple[int, int], Tag] = {}
    for tag in structure.tags:
        for mark in tag.marks:
            if mark in holders:
                yield f"{structure.place(tag)}: holds content {mark[1]}, as another tag does"
            holders[mark] = tag
    parents = parent_tree(structure.root)
    for number, page in enumerate(pdf.pages):
        owners = parents.get(int(page.obj.get("/StructParents", -1)))
        known = list(owners) if isinstance(owners, pikepdf.Array) else []
        marks = pdf.drawn.marks.get(number, Marks())
        found = [*_marks(marks), *_contents(number, marks, holders, known)]
        yield from (f"page {pdf.labels[number]}: {each}" for each in found)
    for (number, content), tag in holders.items():
        if content not in pdf.drawn.marks.get(number, Marks()).numbers:
            yield f"{structure.place(tag)}: holds content {content}, which isn't there [structure]"


def _marks(marks: Marks) -> Iterator[str]:
    if marks.unmarked:
        yield f"{marks.unmarked} operations draw what is neither text nor artifact [01-005]"
    if marks.artifacts_in_text:
        yield f"{marks.artifacts_in_text} artifacts stand within text [01-003]"
    if marks.text_in_artifacts:
        yield f"{marks.text_in_artifacts} texts stand within artifacts [01-004]"
    yield from (
        f"content {number} is marked {count} times [structure]"
        for number, count in sorted(marks.numbers.items())
        if count > 1
    )


def _contents(
    page: int, marks: Marks, holders: Mapping[tuple[int, int], Tag], known: Sequence[object]
) -> Iterator[str]:
    """Say which of a page's content is in no tag, or leads to another than the one it is in."""
    for content in sorted(marks.numbers):
        tag = holders.get((page, content))
        owner = known[content] if content < len(known) else None
        if tag is None:
            yield f"content {content} is marked as text, and is in no tag [01-005]"
        elif not isinstance(owner, pikepdf.Dictionary) or owner.objgen != tag.thing.objgen:
            yield f"content {content} leads to another tag than the one that holds it [structure]"
