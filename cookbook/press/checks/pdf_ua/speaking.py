"""PDF/UA-1: what says something in words: pictures, formulas, notes, languages."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from cookbook.press.checks.pdf_file import box
from cookbook.press.checks.pdf_ua.document import LANGUAGE_TAG
from cookbook.press.checks.pdf_ua.tags import Structure, Tag, attributes

NUMBERS = {"Figure": "13-004", "Formula": "17-002"}
SLACK = 2.0
"""How far a picture's box may reach over its page, in points."""


def speaking_findings(structure: Structure) -> Iterator[str]:
    """Find pictures that say nothing, notes without a name, and languages that are none."""
    names = Counter(str(tag.thing["/ID"]) for tag in structure.tags if "/ID" in tag.thing)
    for tag in structure.tags:
        if tag.role in NUMBERS:
            yield from _picture(structure, tag)
        if tag.role == "Note":
            yield from _note(structure, tag, names)
        if "/Lang" in tag.thing and not LANGUAGE_TAG.fullmatch(str(tag.thing["/Lang"])):
            language = str(tag.thing["/Lang"])[:20]
            yield f'{structure.place(tag)}: the language is "{language}" [11-001]'


def _picture(structure: Structure, tag: Tag) -> Iterator[str]:
    said = str(tag.thing.get("/Alt", "")) or str(tag.thing.get("/ActualText", ""))
    if not said.strip():
        yield f"{structure.place(tag)}: has no alternative text [{NUMBERS[tag.role]}]"
    corners = attributes(tag).get("/BBox")
    left, low, right, high = box(corners)
    if right - left <= 0 or high - low <= 0:
        yield f"{structure.place(tag)}: doesn't say where it stands (BBox)"
    elif tag.page is not None:
        page = box(structure.pdf.pages[tag.page].mediabox)
        if right < page[0] - SLACK or left > page[2] + SLACK or low > page[3] or high < page[1]:
            yield f"{structure.place(tag)}: says that it stands beside its page (BBox)"


def _note(structure: Structure, tag: Tag, names: Counter[str]) -> Iterator[str]:
    name = str(tag.thing.get("/ID", ""))
    if not name:
        yield f"{structure.place(tag)}: has no name (ID) [19-003]"
    elif names[name] > 1:
        yield f'{structure.place(tag)}: has the name of another, "{name[:40]}" [19-004]'
