"""The styles of a drawing: style sheets and style attributes in, plain attributes out."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

MAX_RULES = 200
MAX_CLASSES = 20


def word_set(words: str) -> frozenset[str]:
    """Return the words of a line as a set."""
    return frozenset(words.split())


PRESENTATION = word_set(
    "fill fill-opacity fill-rule stroke stroke-width stroke-opacity stroke-linecap "
    "stroke-linejoin stroke-miterlimit stroke-dasharray stroke-dashoffset opacity color "
    "stop-color stop-opacity clip-path clip-rule mask marker marker-start marker-mid "
    "marker-end font-family font-size font-weight font-style font-variant text-anchor "
    "text-decoration letter-spacing word-spacing dominant-baseline alignment-baseline "
    "baseline-shift visibility display overflow paint-order vector-effect"
)

_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
_RULE = re.compile(r"([^{}]*)\{([^{}]*)\}")
_AT_RULE = re.compile(r"@[\w-]+[^;{}]*(?:;|\{(?:[^{}]|\{[^{}]*\})*\})")
_SELECTOR = re.compile(r"(\*|[A-Za-z]+)?([.#][A-Za-z_][\w-]*)?")
_FUNCTION = re.compile(r"([\w-]*)\(")
_FUNCTIONS = word_set(
    "rgb rgba hsl hsla matrix translate scale rotate skewX skewY translateX translateY url"
)
_LOCAL_URL = re.compile(r"url\(\s*(['\"]?)#([A-Za-z_][\w.\-]*)\1\s*\)")


@dataclass(frozen=True)
class StyleRule:
    """One simple rule: an element's name ('' for any), and what it sets."""

    element: str
    sets: Mapping[str, str]


StyleSheet: TypeAlias = dict[str, list[StyleRule]]
"""Rules by what they are for: ".class", "#id", or "" for elements of any."""


def is_plain_value(value: str) -> bool:
    """Say whether an attribute's value draws and does nothing else: no links but local ones."""
    without_links = _LOCAL_URL.sub("", value)
    if "url" in without_links.lower() or re.search(r"[<>\\@;{}]", without_links):
        return False
    return all(name in _FUNCTIONS for name in _FUNCTION.findall(without_links))


def local_targets(value: str) -> list[str]:
    """Return the ids that a value refers to by url(#id)."""
    return [match.group(2) for match in _LOCAL_URL.finditer(value)] if "url(" in value else []


def declarations(style: str) -> dict[str, str]:
    """Return what a style attribute sets, of what a drawing may set."""
    found: dict[str, str] = {}
    for declaration in _COMMENT.sub("", style).split(";"):
        name, colon, value = declaration.partition(":")
        name, value = name.strip().lower(), value.replace("!important", "").strip()
        if colon and name in PRESENTATION and is_plain_value(value):
            found[name] = value
    return found


def read_rules(text: str) -> tuple[StyleSheet, set[str]]:
    """Return the simple rules of a style sheet, and the names of what was skipped."""
    text = _COMMENT.sub("", text)
    skipped = {match.group(0).split()[0].rstrip(";{") for match in _AT_RULE.finditer(text)}
    sheet: StyleSheet = {}
    for selectors, body in _RULE.findall(_AT_RULE.sub("", text))[:MAX_RULES]:
        for selector in selectors.split(",")[:MAX_CLASSES]:
            match = _SELECTOR.fullmatch(selector.strip())
            if match is None or not match.group(0):
                skipped.add(f"the style of {selector.strip()[:40]}")
                continue
            element = (match.group(1) or "").replace("*", "")
            rule = StyleRule(element, declarations(body))
            sheet.setdefault(match.group(2) or "", []).append(rule)
    return sheet, skipped


def matching(
    sheet: StyleSheet, element: str, identifier: str, classes: Sequence[str]
) -> dict[str, str]:
    """Return what the rules set for an element: by name first, then by class, then by id."""
    keys = ["", *(f".{name}" for name in classes[:MAX_CLASSES]), f"#{identifier}"]
    found: dict[str, str] = {}
    for rule in (rule for key in keys for rule in sheet.get(key, ())):
        if rule.element in {"", element}:
            found |= rule.sets
    return found
