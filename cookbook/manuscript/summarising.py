"""Say in one line what became of a manuscript: "Title, 2 ingredients and step 3 changed"."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence

from cookbook.manuscript.comparing import ComparedLine, Comparison, KeyChange, LineChange
from cookbook.manuscript.passages import Role

SUMMARY_MAX_LENGTH = 200
# More names than these in a row are counted instead.
MOST_NAMES = 3

_KEYS: Mapping[str, str] = {
    "by": "authors", "yield": "yield", "prep": "preparation time", "cook": "cooking time",
    "total": "total time", "photo-alt": "description of the photo", "id": "label",
}  # fmt: skip
_VERBS: Mapping[LineChange, str] = {
    LineChange.CHANGED: "changed",
    LineChange.ADDED: "added",
    LineChange.REMOVED: "removed",
    LineChange.MOVED_HERE: "moved",
}


def summarise(comparison: Comparison) -> str:
    """Say what changed in at most 200 characters, without a full stop."""
    if not comparison.differs:
        return "Nothing changed"
    if comparison.only_looks_differ:
        return "Spacing changed"
    told: dict[str, list[str]] = {verb: [] for verb in _VERBS.values()}
    for change in comparison.keys:
        told[_verb_of_key(change)].append(_KEYS.get(change.key, change.key))
    for verb, name in _parts(comparison):
        told[verb].append(name)
    summary = "; ".join(f"{_listed(names)} {verb}" for verb, names in told.items() if names)
    if len(summary) > SUMMARY_MAX_LENGTH:
        verbs = [f"{_counted(len(names), 'part')} {verb}" for verb, names in told.items() if names]
        summary = "; ".join(verbs)
    return summary[:1].upper() + summary[1:]


def _verb_of_key(change: KeyChange) -> str:
    if not change.before:
        return "added"
    return "changed" if change.after else "removed"


def _parts(comparison: Comparison) -> Iterator[tuple[str, str]]:
    """Give a verb and a name for each part of the body: ingredients, steps, and sections."""
    lines = [line for line in comparison.changed_lines if line.change in _VERBS]
    sections: dict[str, list[ComparedLine]] = {}
    for line in lines:
        if line.role not in {Role.INGREDIENT, Role.STEP}:
            sections.setdefault(line.section, []).append(line)
    if opening := sections.pop("", None):
        yield _verb_of_section(opening), "headnote" if comparison.is_recipe else "opening"
    for verb, of_verb in _by_verb(lines, Role.INGREDIENT).items():
        yield verb, _counted(len(of_verb), "ingredient")
    for verb, of_verb in _by_verb(lines, Role.STEP).items():
        yield verb, _steps([line.number for line in of_verb])
    yield from _named(sections)


def _named(sections: Mapping[str, list[ComparedLine]]) -> Iterator[tuple[str, str]]:
    named = defaultdict[str, list[str]](list)
    for section, lines in sections.items():
        named[_verb_of_section(lines)].append(f"“{section}”")
    for verb, names in named.items():
        if len(names) > MOST_NAMES:
            yield verb, _counted(len(names), "section")
        else:
            yield from ((verb, name) for name in names)


def _by_verb(lines: Sequence[ComparedLine], role: Role) -> dict[str, list[ComparedLine]]:
    found: dict[str, list[ComparedLine]] = {}
    for line in lines:
        if line.role is role:
            found.setdefault(_VERBS[line.change], []).append(line)
    return found


def _verb_of_section(lines: Sequence[ComparedLine]) -> str:
    """Take the heading's word for a section that came or went with it, or that has none."""
    verbs = {_VERBS[line.change] for line in lines}
    whole = lines[0].role is Role.HEADING or not lines[0].section
    return verbs.pop() if whole and len(verbs) == 1 else "changed"


def _steps(numbers: Sequence[int]) -> str:
    if len(numbers) > MOST_NAMES or len(set(numbers)) < len(numbers):
        return _counted(len(numbers), "step")
    word = "step" if len(numbers) == 1 else "steps"
    return f"{word} {_listed([str(number) for number in numbers])}"


def _counted(number: int, thing: str) -> str:
    return f"{number} {thing}" if number == 1 else f"{number} {thing}s"


def _listed(names: Sequence[str]) -> str:
    *most, last = names
    return f"{', '.join(most)} and {last}" if most else last
