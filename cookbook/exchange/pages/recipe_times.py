"""The lines "Prep time: 10 min" above a recipe -> its times and yield; the other lines stay."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

EMOJI = "[\u231a-\u23ff\u2600-\u27bf\u2b00-\u2bff\ufe0e\ufe0f\u200d\U0001f000-\U0001faff]"
BULLETED = re.compile(
    rf"^ {{0,3}}(?P<bullet>[-*+•][ \t]*)?(?P<emoji>(?:{EMOJI}[ \t]*)*)(?P<rest>\S.*)$"
)
LABELS = (
    ("prep", r"prep(?:aration)?(?: ?time)?"),
    ("cook", r"(?:cook(?:ing)?|bak(?:e|ing))(?: ?time)?"),
    ("total", r"total(?: ?time)?"),
    ("yield", r"servings?|serves|portions?|yields?|makes"),
)
LABELLED = re.compile(
    "|".join(rf"(?P<{key}>(?:{words})\b)" for key, words in LABELS), re.IGNORECASE
)
# With emphasis around the label, or around label and colon.
EMPHASIS = re.compile(r"^(\*\*|__|\*|_)(?P<label>[^*_:]{2,30}:?)\1")
BARE_NUMBER = re.compile(r"^[~≈]? ?\d+(?:[.,/]\d+)?\+?(?: ?(?:-|–|~|to|or) ?\d+\+?)?$")
OTHER_LABEL = re.compile(r"^[\w ]{2,30}:")
VALUE_MAX_LENGTH = 120


@dataclass(frozen=True)
class Headnote:
    """What stands above the ingredients: the text, and the times and yield that stood in it."""

    text: str
    values: Mapping[str, str]
    remarks: tuple[str, ...] = ()


def read_times(headnote: str, stated: Mapping[str, str]) -> Headnote:
    """Take the lines of prep time, cooking time and servings out of a headnote.

    `stated` holds what front matter says already. A second line of one kind is kept as text.
    Decorations (🍳) go from such lists only.
    """
    values = dict(stated)
    remarks: list[str] = []
    kept: list[str] = []
    for line in headnote.split("\n"):
        match = BULLETED.match(line)
        found = _read_line(match) if match else None
        if found is None:
            kept.append(_undecorated(match) if match else line)
        elif not found[1]:
            remarks.append(f'The line "{line.strip()}" says nothing and was left out.')
        elif found[0] in values:
            kept.append(_undecorated(match) if match else line)
            remarks.append(f'"{found[0]}" stood twice; the second stays in the text.')
        else:
            values[found[0]] = found[1]
    text = re.sub(r"\n{3,}", "\n\n", "\n".join(kept)).strip("\n")
    return Headnote(text, values, tuple(remarks))


def _read_line(match: re.Match[str]) -> tuple[str, str] | None:
    """Give key and value of a line such as "- Prep time: 10 min", or None where it is none."""
    rest = EMPHASIS.sub(r"\g<label>", match["rest"]).strip()
    label = LABELLED.match(rest)
    if not label:
        return None
    after = rest[label.end() :].lstrip()
    colon = after.startswith((":", "\uff1a"))
    value = " ".join(after.lstrip(":\uff1a").split())
    marked = colon or match["emoji"] or (match["bullet"] and value[:1].isdigit())
    if not marked or len(value) > VALUE_MAX_LENGTH:
        return None
    key = str(label.lastgroup)
    return key, _tidy(key, value)


def _tidy(key: str, value: str) -> str:
    value = value.removesuffix(".") if value.count(".") == 1 else value
    if key == "yield" and BARE_NUMBER.match(value):
        # Nobody is served two thirds of a meal: "2/3" means two or three.
        return f"{value.replace('/', '-')} {'serving' if value == '1' else 'servings'}"
    return value


def _undecorated(match: re.Match[str]) -> str:
    """Take the decoration from a line of such a list ("- 💤 Rest time: 3 days")."""
    if match["bullet"] and match["emoji"] and OTHER_LABEL.match(match["rest"]):
        return f"- {match['rest']}"
    return match.string
