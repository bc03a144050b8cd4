"""The title, the times and the yield of a pasted recipe, and what pages and mails put around it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from cookbook.exchange.pasted.chrome import is_chrome, subject_of
from cookbook.exchange.pasted.labels import Labelled, answers, as_times, read_labels, value_of
from cookbook.exchange.pasted.likeness import ingredient_likeness
from cookbook.exchange.pasted.lines import Line
from cookbook.exchange.pasted.roles import LineRole, Sorted
from cookbook.exchange.pasted.zones import heading_kind
from cookbook.exchange.rewriting.escaping import escape_line
from cookbook.manuscript.fields import TITLE_MAX_LENGTH
from cookbook.manuscript.headings import SectionKind

TITLE_LIKELY_LENGTH = 90
UNTITLED = "Untitled recipe"
NO_TITLE = "No line looks like the title; please give the recipe one."
ODD_TITLE = "Is this the title?"
SECOND_SAID = "This was said above already, so it stays out."
GREETINGS = (
    "dear ",
    "hi ",
    "hello ",
    "hey ",
    "liebe",
    "hallo",
    "cher ",
    "chère ",
    "bonjour",
    "hola",
)


@dataclass(frozen=True)
class Opening:
    """The title, the values by key, the lines that they were told by, and all other lines."""

    title: str
    values: Mapping[str, str]
    sorted: tuple[Sorted, ...]
    rest: tuple[Line, ...]


def read_opening(lines: Sequence[Line]) -> Opening:
    """Take title, times and yield, and what is no part of the recipe, out of its lines."""
    left, told, subject = _without_chrome(lines)
    labelled, left, details = _without_labels(left)
    title, left, titled = _title(left, subject)
    return Opening(title, as_times(labelled), (*told, *details, *titled), tuple(left))


def _without_chrome(lines: Sequence[Line]) -> tuple[list[Line], list[Sorted], str]:
    left: list[Line] = []
    told: list[Sorted] = []
    subject = ""
    gap = False
    for line in lines:
        said = subject_of(line.text)
        if not said and (line.is_numbered or not is_chrome(line.text)):
            left.append(replace(line, gap=line.gap or gap))
            gap = False
            continue
        subject = subject or said
        told.append(Sorted(line, LineRole.LEFT_OUT))
        gap = True
    return left, told, subject


def _without_labels(lines: Sequence[Line]) -> tuple[list[Labelled], list[Line], list[Sorted]]:
    found: list[Labelled] = []
    left: list[Line] = []
    told: list[Sorted] = []
    open_label: Labelled | None = None
    in_method = False
    gap = False
    for number, line in enumerate(lines):
        if open_label is not None:
            found.append(Labelled(open_label.key, value_of(open_label, line.text)))
            told.append(Sorted(line, LineRole.DETAIL))
            open_label, gap = None, True
            continue
        labels = () if line.is_numbered else _labels_at(lines, number, in_method=in_method)
        if not labels:
            in_method = in_method or heading_kind(line) is SectionKind.METHOD
            left.append(replace(line, gap=line.gap or gap))
            gap = False
            continue
        gap = True
        if labels[0].value:
            doubt = SECOND_SAID if {each.key for each in labels} <= _keys(found) else ""
            found += labels
            told.append(Sorted(line, LineRole.DETAIL, doubt))
        else:
            open_label = labels[0]
            told.append(Sorted(line, LineRole.DETAIL))
    return found, left, told


def _labels_at(lines: Sequence[Line], number: int, *, in_method: bool) -> tuple[Labelled, ...]:
    line = lines[number]
    labels = read_labels(line.text)
    if not labels or (in_method and (line.mark or labels[0].key in ("by", "source", "course"))):
        return ()
    if labels[0].value:
        return labels
    # "Preparation" heads the steps, unless the next line says how long it takes.
    follows = lines[number + 1].text if number + 1 < len(lines) else ""
    return labels if follows and answers(labels[0], follows) else ()


def _keys(found: Sequence[Labelled]) -> set[str]:
    return {each.key for each in found}


def _title(lines: Sequence[Line], subject: str) -> tuple[str, list[Line], list[Sorted]]:
    """Take the title out: the first line that can be one, or what a mail is about."""
    for number, line in enumerate(lines):
        if heading_kind(line) is not None:
            break
        if not _can_be_title(line) or (subject and _greets(line.text)):
            if subject or number:
                break
            continue
        rest = [*lines[:number], *lines[number + 1 :]]
        odd = line.text.rstrip().endswith((".", ",")) or line.mark == "-" or number > 0
        return _as_title(line.text), rest, [Sorted(line, LineRole.TITLE, ODD_TITLE * odd)]
    if subject:
        return _as_title(subject), list(lines), []
    doubtful = [Sorted(lines[0], LineRole.HEADNOTE, NO_TITLE)] if lines else []
    return UNTITLED, list(lines), doubtful


def _can_be_title(line: Line) -> bool:
    return (
        len(line.text) <= TITLE_LIKELY_LENGTH
        and not line.is_numbered
        and not (ingredient_likeness(line) >= 2.5 and line.mark == "-")  # noqa: PLR2004 -- a quantity and more
    )


def _greets(text: str) -> bool:
    return text.lower().startswith(GREETINGS)


def _as_title(text: str) -> str:
    words = " ".join(text.split()).strip(" :*_#")
    return escape_line(words)[:TITLE_MAX_LENGTH] or UNTITLED
