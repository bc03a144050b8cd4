"""Lines such as "Serves 4" or "Prep time: 10 min" -> the key of a recipe that they fill."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from cookbook.manuscript.times import parse_duration
from cookbook.manuscript.yields import parse_yield

VALUE_MAX_LENGTH = 120

_NAMES = {
    "prep": (
        "prep|prep time|preparation|preparation time|hands-on time|hands on time|active time|"
        "active|"
        "vorbereitung|vorbereitungszeit|arbeitszeit|zubereitungszeit|préparation|"
        "temps de préparation|tiempo de preparación|preparación|tempo de preparo|"
        "tempo de preparação|preparazione|tempo di preparazione|voorbereidingstijd|bereidingstijd"
    ),
    "cook": (
        "cook|cook time|cooking|cooking time|bake|bake time|baking time|baking|oven time|"
        "kochzeit|backzeit|garzeit|koch-/backzeit|cuisson|temps de cuisson|tiempo de cocción|"
        "cocción|tempo de cozimento|cottura|tempo di cottura|kooktijd|baktijd"
    ),
    "total": (
        "total|total time|ready in|time|overall time|gesamtzeit|insgesamt|temps total|"
        "tiempo total|tempo total|tempo totale|totale tijd"
    ),
    "yield": (
        "servings|serving|serves|portions|portion|yield|yields|makes|quantity|"
        "portionen|personen|für|ergibt|pour|personnes|parts|raciones|porciones|rinde|"
        "porções|rende|rendimento|porzioni|dosi per|persone|personen|porties|aantal personen"
    ),
    "course": "course|category|gang|plat|tipo de plato|portata|categorie",
    "cuisine": "cuisine|kitchen|küche|cocina|cozinha|cucina|keuken",
    "by": "author|by|recipe by|from the kitchen of|submitted by|von|par|de|por|di|autor|auteur",
    "source": "source|adapted from|recipe from|from|quelle|fuente|fonte|bron",
    "tags": "keywords|keyword|tags|schlagwörter|mots-clés",
}
_KEY = {name: key for key, names in _NAMES.items() for name in names.split("|")}
_LABEL = re.compile(
    rf"(?P<name>{'|'.join(sorted(map(re.escape, _KEY), key=len, reverse=True))})\b"
    r"(?P<after>[ \t]*(?P<colon>[:\uff1a=]|[-–—](?=[ \t]))?[ \t]*)",
    re.IGNORECASE,
)
_DECORATION = re.compile(
    "^(?:[\u231a-\u23ff\u2600-\u27bf\u2b00-\u2bff\ufe0e\ufe0f\u200d\U0001f000-\U0001faff][ \t]*)+"
)
_BARE_NUMBER = re.compile(r"^[~≈]? ?\d+(?:[.,/]\d+)?\+?(?: ?(?:-|–|~|to|or|bis|à|a) ?\d+\+?)?$")
_PEOPLE = re.compile(
    r"(?:about |ca\.? )?\d+(?: ?[-–] ?\d+)? (?:servings?|portions?|people|persons?|portionen|"
    r"personen|personnes|porciones|personas|porções|pessoas|porzioni|persone|porties)\b",
    re.IGNORECASE,
)
_PARTS = re.compile(r"[ \t]+[|•·/][ \t]+|[ \t]{3,}|;[ \t]+")
_TIME_WORDS = re.compile(r"\d|over ?night|hour|minute|day|stunde|heure|hora|ora\b", re.IGNORECASE)
_TIMES = frozenset({"prep", "cook", "total"})
_TOLD_BELOW = _TIMES | {"yield"}
# These words begin many a sentence; they are labels only with a colon behind them.
_NO_COLON = (
    "serves, servings, makes, yields, yield, ready in, prep time, cook time, cooking time, "
    "total time, baking time, preparation time, rende, ergibt, für, pour, rinde"
)
_NEED_COLON = frozenset(_KEY) - frozenset(_NO_COLON.split(", "))


@dataclass(frozen=True)
class Labelled:
    """A key of a recipe, and what a line says for it; "" where the next line says it."""

    key: str
    value: str


def read_label(text: str) -> Labelled | None:
    """Read one label with its value, or None where a line is none."""
    plain = _DECORATION.sub("", text).strip()
    if _PEOPLE.fullmatch(plain):
        return Labelled("yield", plain)
    found = _LABEL.match(plain)
    if not found:
        return None
    name, value = found["name"].lower(), plain[found.end() :].strip(" *_")
    has_colon = bool(found["colon"])
    if not value:
        return Labelled(_KEY[name], "") if has_colon or _KEY[name] in _TOLD_BELOW else None
    is_marked = has_colon or plain != text.strip() or name not in _NEED_COLON
    return _valued(name, value, has_colon=has_colon) if is_marked else None


def _valued(name: str, value: str, *, has_colon: bool) -> Labelled | None:
    key = _KEY[name]
    if len(value) > VALUE_MAX_LENGTH:
        return None
    if key in _TIMES:
        timed = parse_duration(value) is not None or (has_colon and _says_time(value))
        return Labelled(key, _tidy(value)) if timed else None
    if key == "yield":
        return _yield(name, value, has_colon=has_colon)
    return Labelled(key, _tidy(value)) if has_colon else None


def read_labels(text: str) -> tuple[Labelled, ...]:
    """Read a line that is made of labels alone: "Serves 4 | Prep: 10 min | Cook: 1 h"."""
    parts = [part for part in _PARTS.split(text) if part.strip()]
    found = [read_label(part) for part in parts]
    if len(parts) > 1 and all(each and each.value for each in found):
        return tuple(each for each in found if each)
    single = read_label(text)
    return (single,) if single else ()


def served_by(heading: str) -> str:
    """Give for how many a list's heading says that it is ("Zutaten für 4 Personen"), or ""."""
    found = _PEOPLE.search(heading)
    return found[0] if found else ""


def answers(label: Labelled, text: str) -> bool:
    """Tell whether the line below a label without a value gives one."""
    words = _DECORATION.sub("", text).strip()
    if label.key in _TIMES:
        return parse_duration(words) is not None and len(words) <= 40  # noqa: PLR2004 -- no sentence
    if label.key == "yield":
        return bool(_BARE_NUMBER.match(words)) or (
            parse_yield(words).quantity is not None and len(words) <= 40  # noqa: PLR2004 -- as above
        )
    return len(words) <= VALUE_MAX_LENGTH and not words.endswith(".")


def value_of(label: Labelled, text: str) -> str:
    """Give the value that the line below a label gives."""
    words = _tidy(_DECORATION.sub("", text).strip())
    return _served(words) if label.key == "yield" else words


def as_times(values: Sequence[Labelled]) -> dict[str, str]:
    """Give the first value of each key."""
    first: dict[str, str] = {}
    for each in values:
        first.setdefault(each.key, each.value)
    return first


def _says_time(value: str) -> bool:
    return bool(_TIME_WORDS.search(value))


def _yield(name: str, value: str, *, has_colon: bool) -> Labelled | None:
    if parse_yield(value).quantity is None and not (has_colon and re.search(r"\d", value)):
        return None
    if not has_colon and len(value) > 40:  # noqa: PLR2004 -- "Serves 4 with rice, and …" is a sentence
        return None
    people = {"serves", "servings", "serving", "portions", "portion", "für", "pour", "personen"}
    bare = _BARE_NUMBER.match(value)
    return Labelled("yield", _served(value) if (bare and name in people) or bare else _tidy(value))


def _served(value: str) -> str:
    if not _BARE_NUMBER.match(value):
        return _tidy(value)
    # Nobody is served two thirds of a meal: "2/3" means two or three.
    return f"{value.replace('/', '-')} {'serving' if value == '1' else 'servings'}"


def _tidy(value: str) -> str:
    value = " ".join(value.split())
    return value.removesuffix(".") if value.count(".") == 1 else value
