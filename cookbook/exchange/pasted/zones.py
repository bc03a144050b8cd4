"""The lines of a pasted recipe -> its zones: what stands above, ingredients, method, the rest."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from cookbook.exchange.pasted.likeness import ingredient_likeness, step_likeness
from cookbook.exchange.pasted.lines import Line
from cookbook.manuscript.headings import SectionKind, section_kind

HEADING_MAX_LENGTH = 60
COOKING = frozenset({SectionKind.INGREDIENTS, SectionKind.METHOD})
# Above a list, these are the section's parts; "Preparation" there may be a group of steps.
_ASIDE = re.compile(r"[ \t]*[(\[][^()\[\]]*[)\]][ \t:]*$")
_SERVED = re.compile(r"[ \t]+(?:for|für|pour|para|per|voor)[ \t]+\d.*$", re.IGNORECASE)
_INLINE = re.compile(r"^(?P<heading>[^:]{3,40}):[ \t]+(?P<rest>\S.*)$")
_OTHER_NAMES = (
    "served with, serve with, serving ideas, goes well with, variations, variation, variants, "
    "serving suggestions, serving suggestion, storage, storing, how to store, nutrition, "
    "nutrition facts, nutrition information, nutritional information, contribution, "
    "contributions, contributors, history, about, about this recipe, equipment, tools, "
    "utensils, special equipment, story, the story, references, sources, links, see also, "
    "related, related recipes, faq, frequently asked questions, credits, further reading, "
    "more recipes, you may also like, reviews, comments, video, substitutions, make ahead, "
    "troubleshooting, varianten, nährwerte, nährwertangaben, aufbewahrung, variantes, "
    "conservation, valeurs nutritionnelles, variaciones, conservación, información "
    "nutricional, varianti, conservazione, variações, informação nutricional, variaties, "
    "bewaren"
)
_OTHERS = frozenset(_OTHER_NAMES.split(", "))


@dataclass(frozen=True)
class Zone:
    """Lines that belong together: `kind` is None for what stands above the sections.

    `heading` is the line that heads it; `guessed` zones have none, and were told by their lines.
    """

    kind: SectionKind | None
    lines: tuple[Line, ...]
    heading: Line | None = None
    guessed: bool = False


def part_into_zones(lines: Sequence[Line]) -> tuple[Zone, ...]:
    """Part lines by their headings and, where these are missing, by what the lines are like."""
    zones = _by_headings(lines)
    kinds = {zone.kind for zone in zones}
    if SectionKind.INGREDIENTS not in kinds:
        zones = _with_ingredients_found(zones)
    if SectionKind.METHOD not in kinds:
        zones = _with_method_found(zones)
    return tuple(zone for zone in zones if zone.lines or zone.heading)


def heading_kind(line: Line) -> SectionKind | None:
    """Give the kind of section that a line heads, or None for a line that heads none we know."""
    plain = _plain_heading(line)
    if len(plain) > HEADING_MAX_LENGTH or (line.mark and line.mark != "#"):
        return None
    kind = section_kind(plain)
    if kind is not SectionKind.OTHER:
        return kind
    return SectionKind.OTHER if line.gap and is_other(plain) else None


def is_other(heading: str) -> bool:
    """Tell whether a heading is one that stands over what is neither listed nor done."""
    return heading.endswith("?") or re.sub(r"[^\w\s]", "", heading).strip().lower() in _OTHERS


def _plain_heading(line: Line) -> str:
    return _SERVED.sub("", _ASIDE.sub("", line.text).rstrip(" :"))


def _by_headings(lines: Sequence[Line]) -> list[Zone]:
    zones = [Zone(None, ())]
    for line in lines:
        kind = heading_kind(line)
        if kind is not None and not _is_within(kind, zones[-1]):
            zones.append(Zone(kind, (), line))
            continue
        head, rest = _inline_heading(line)
        if head is not None and not _is_note_within(head, zones[-1]):
            zones.append(Zone(heading_kind(head), (rest,), head))
            continue
        zones[-1] = replace(zones[-1], lines=(*zones[-1].lines, line))
    return zones


def _is_within(kind: SectionKind, zone: Zone) -> bool:
    """Tell whether a heading only heads a part of the zone: a second "Preparation" in a method."""
    return kind is SectionKind.METHOD and zone.kind is SectionKind.METHOD and not zone.guessed


def _is_note_within(head: Line, zone: Zone) -> bool:
    """Tell whether "Tip: …" is a remark on the steps around it rather than a section."""
    return heading_kind(head) is SectionKind.NOTES and zone.kind in COOKING


def _inline_heading(line: Line) -> tuple[Line | None, Line]:
    """Part "Ingredients: 2 eggs, flour" into its heading and the rest."""
    found = _INLINE.match(line.text) if line.mark in ("", "#") else None
    if not found:
        return None, line
    head = replace(line, text=found["heading"], mark="#")
    kind = section_kind(found["heading"])
    if kind not in (SectionKind.INGREDIENTS, SectionKind.METHOD, SectionKind.NOTES):
        return None, line
    return head, replace(line, text=found["rest"], mark="", gap=False)


def _with_ingredients_found(zones: Sequence[Zone]) -> list[Zone]:
    """Find the ingredients among the lines above the method, or anywhere if there is none."""
    out: list[Zone] = []
    found = False
    for zone in zones:
        if found or zone.kind not in (None, SectionKind.NOTES, SectionKind.OTHER):
            out.append(zone)
            continue
        start, end = _best_run(zone.lines)
        if end - start < 2:  # noqa: PLR2004 -- one line with a number is no list
            out.append(zone)
            continue
        found = True
        out.append(replace(zone, lines=zone.lines[:start]))
        out.append(Zone(SectionKind.INGREDIENTS, zone.lines[start:end], guessed=True))
        if zone.lines[end:]:
            has_method = any(each.kind is SectionKind.METHOD for each in zones)
            kind = SectionKind.OTHER if has_method else SectionKind.METHOD
            out.append(Zone(kind, zone.lines[end:], guessed=True))
    return out


def _with_method_found(zones: Sequence[Zone]) -> list[Zone]:
    """Find where the steps begin below the ingredients."""
    if any(zone.kind is SectionKind.METHOD for zone in zones):
        return list(zones)
    out: list[Zone] = []
    for zone in zones:
        cut = len(zone.lines)
        if zone.kind is SectionKind.INGREDIENTS:
            cut = _best_cut(zone.lines)
        out.append(replace(zone, lines=zone.lines[:cut]))
        if zone.lines[cut:]:
            out.append(Zone(SectionKind.METHOD, zone.lines[cut:], guessed=True))
    return out


def _best_run(lines: Sequence[Line]) -> tuple[int, int]:
    """Give the run of lines that are most like ingredients; the first line may be the title."""
    best, at = (0.0, 0, 0), (0.0, 0)
    for number, line in enumerate(lines):
        score = ingredient_likeness(line) - max(0.0, step_likeness(line))
        total, start = at
        if total <= 0:
            total, start = 0.0, number
        total += score - (0.75 if not number else 0.0)
        at = (total, start)
        if total > best[0]:
            best = (total, start, number + 1)
    return best[1], best[2]


def _best_cut(lines: Sequence[Line]) -> int:
    """Give where ingredients end and steps begin, or the end where there are no steps."""
    marks = [ingredient_likeness(line) - step_likeness(line) for line in lines]
    best, cut = sum(marks), len(lines)
    before = 0.0
    for number, line in enumerate(lines):
        value = before - sum(marks[number:]) + (1.0 if line.gap else -1.0)
        if number and value > best:
            best, cut = value, number
        before += marks[number]
    return cut
