"""A recipe's headings as people set them -> `##` for sections and `###` for groups below them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from cookbook.manuscript.blocks import read_lines
from cookbook.manuscript.headings import SYNONYMS, SectionKind, section_kind

SECTION_LEVEL = 2
DEEPEST_LEVEL = 6
COOKING = (SectionKind.INGREDIENTS, SectionKind.METHOD)
BOLD_LINE = re.compile(r"^ {0,3}(?P<mark>\*\*|__)(?P<text>[^*_]{1,80})(?P=mark)\s*:?\s*$")
PLAIN_LABEL = re.compile(r"^ {0,3}(?P<text>[^\W\d][\w' -]{2,30}):\s*$")
INDENTED_HEADING = re.compile(r"^ {1,3}(#{1,6}[ \t])")
LIST_ITEM = re.compile(r"^\s*(?:[-*+•]|\d{1,3}[.)])\s+\S")


@dataclass(frozen=True)
class _Line:
    text: str
    level: int = 0
    title: str = ""
    code: bool = False

    def raised(self, level: int) -> _Line:
        level = min(max(level, SECTION_LEVEL), DEEPEST_LEVEL)
        return replace(self, text=f"{'#' * level} {self.title}", level=level)


def repair_headings(body: str, title: str) -> tuple[str, tuple[str, ...]]:
    """Give the body with its sections at `##`, and a remark for each heading that was changed.

    A heading that repeats `title` goes; bold lines and labels that act as headings become some.
    """
    remarks: list[str] = []
    lines = _read(body)
    lines = _without_title(lines, title, remarks)
    lines = _labels(lines, remarks)
    lines = _bold_groups(lines, remarks)
    return "\n".join(line.text for line in _levels(lines, remarks)), tuple(remarks)


def demote_headings(body: str, title: str) -> str:
    """Give a chapter's body with its headings from `##` on, without one that repeats `title`."""
    lines = _without_title(_read(body), title, [])
    shift = 1 if any(line.level == 1 for line in lines) else 0
    return "\n".join(
        line.raised(line.level + shift).text if line.level and shift else line.text
        for line in lines
    )


def first_heading(body: str) -> str:
    """Give the text of a level-one heading that stands before any other text, or ""."""
    for line in _read(body):
        if line.level == 1:
            return line.title
        if line.text.strip() and not line.text.lstrip().startswith("!["):
            return ""
    return ""


def is_section(title: str, kind: SectionKind) -> bool:
    """Tell whether a heading says exactly this, and not "Ingredients for the sauce"."""
    return re.sub(r"[^\w\s]", "", title.lower()).strip() in SYNONYMS[kind]


def has_section(body: str, kind: SectionKind) -> bool:
    """Tell whether a body has a `##` section of this kind."""
    return any(
        line.level == SECTION_LEVEL and section_kind(line.title) is kind for line in _read(body)
    )


def _read(body: str) -> list[_Line]:
    return [_line(each.text, code=each.code) for each in read_lines(body)]


def _line(text: str, *, code: bool) -> _Line:
    if code:
        return _Line(text, code=True)
    text = INDENTED_HEADING.sub(r"\1", text)
    found = next(iter(read_lines(text))).heading()
    if not found:
        return _Line(text)
    level, title = found[0], found[1].rstrip("# ")
    if not title:
        return _Line("")
    return _Line(text if title == found[1] else f"{'#' * level} {title}", level, title)


def _without_title(lines: list[_Line], title: str, remarks: list[str]) -> list[_Line]:
    for number, line in enumerate(lines):
        if line.level == 1 and _same(line.title, title):
            remarks.append("A heading that repeats the title was taken out.")
            return lines[:number] + lines[number + 1 :]
        if line.level == 1 and not any(each.text.strip() for each in lines[:number]):
            # Above the ingredients there can be no section, or the story would print after them.
            if any(is_section(line.title, kind) for kind in SectionKind if kind in SYNONYMS):
                return lines
            remarks.append(f'The heading "{line.title}" above the text became a bold line.')
            return [*lines[:number], _Line(f"**{line.title}**"), _Line(""), *lines[number + 1 :]]
    return lines


def _same(one: str, other: str) -> bool:
    return re.sub(r"\W+", "", one).casefold() == re.sub(r"\W+", "", other).casefold()


def _labels(lines: list[_Line], remarks: list[str]) -> list[_Line]:
    """Make sections of bold lines and labels that say Ingredients or Method, where none do yet."""
    out: list[_Line] = []
    for number, line in enumerate(lines):
        said = _label(lines, number)
        kind = next((kind for kind in COOKING if said and is_section(said, kind)), None)
        if kind is None or any(section_kind(each.title) is kind for each in lines if each.level):
            out.append(line)
            continue
        remarks.append(f'The line "{said}" became a heading.')
        out += [_Line(""), _Line("", SECTION_LEVEL, said).raised(SECTION_LEVEL), _Line("")]
    return out


def _label(lines: Sequence[_Line], number: int) -> str:
    line = lines[number]
    if line.code or line.level:
        return ""
    match = BOLD_LINE.match(line.text) or PLAIN_LABEL.match(line.text)
    return match["text"].strip(" :") if match and _stands_alone(lines, number) else ""


def _stands_alone(lines: Sequence[_Line], number: int) -> bool:
    """Tell whether the line is a paragraph of its own, be it right above a list."""
    above = lines[number - 1] if number else _Line("")
    below = lines[number + 1] if number + 1 < len(lines) else _Line("")
    ends = not below.text.strip() or bool(LIST_ITEM.match(below.text))
    return ends and (not above.text.strip() or bool(above.level))


def _bold_groups(lines: list[_Line], remarks: list[str]) -> list[_Line]:
    """Make groups of the bold lines above a list, inside the ingredients and the method."""
    out: list[_Line] = []
    inside = False
    for number, line in enumerate(lines):
        if line.level:
            # A group may stand below any heading of the section, so deeper ones don't end it.
            kind = section_kind(line.title)
            inside = kind in COOKING or (inside and line.level > SECTION_LEVEL)
        match = BOLD_LINE.match(line.text) if inside and not line.code else None
        if match and _stands_alone(lines, number) and _list_follows(lines, number):
            said = match["text"].strip(" :")
            remarks.append(f'The bold line "{said}" became a heading.')
            out.append(_Line("", 3, said).raised(3))
        else:
            out.append(line)
    return out


def _list_follows(lines: Sequence[_Line], number: int) -> bool:
    rest = (line for line in lines[number + 1 : number + 6] if line.text.strip())
    return bool(LIST_ITEM.match(next(rest, _Line("")).text))


def _levels(lines: list[_Line], remarks: list[str]) -> list[_Line]:
    """Set every heading at its level: sections at 2, what stood below them at 3 and deeper."""
    found = {section_kind(line.title) for line in lines if line.level == SECTION_LEVEL}
    out: list[_Line] = []
    base, shift = 0, 0
    for number, line in enumerate(lines):
        if not line.level:
            out.append(line)
            continue
        level = line.level
        if _is_misplaced(lines, number, found):
            found.add(section_kind(line.title))
            base, shift, level = line.level, SECTION_LEVEL - line.level, SECTION_LEVEL
            remarks.append(f'The heading "{line.title}" was set as a section.')
        elif shift and line.level > base and not _is_right(line):
            level = max(SECTION_LEVEL + 1, line.level + shift)
        else:
            base, shift = 0, 0
        out.append(line if level == line.level else line.raised(level))
    return out


def _is_right(line: _Line) -> bool:
    return line.level == SECTION_LEVEL and any(is_section(line.title, kind) for kind in COOKING)


def _is_misplaced(lines: Sequence[_Line], number: int, found: set[SectionKind]) -> bool:
    line = lines[number]
    if line.level == SECTION_LEVEL:
        return False
    if line.level == 1:
        return True
    if any(is_section(line.title, kind) and kind not in found for kind in COOKING):
        return True
    if not is_section(line.title, SectionKind.NOTES):
        return False
    later = next((each.level for each in lines[number + 1 :] if each.level), SECTION_LEVEL)
    # Groups that come after it would be torn from their section.
    return later <= SECTION_LEVEL
