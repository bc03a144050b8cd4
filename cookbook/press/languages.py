"""What the press knows of languages: which are read from right to left."""

from __future__ import annotations

import html

RIGHT_TO_LEFT = frozenset(
    {"ar", "arc", "ckb", "dv", "fa", "he", "ks", "ps", "sd", "syr", "ug", "ur", "yi"}
)
RIGHT_TO_LEFT_SCRIPTS = frozenset({"arab", "hebr", "nkoo", "syrc", "thaa"})
SCRIPT_LETTERS = 4
HEBREW = frozenset({"he", "yi"})
DEVANAGARI = frozenset({"bho", "hi", "kok", "mai", "mr", "ne", "sa"})
FAMILIES = {"ar": "Amiri", "he": "Noto Serif Hebrew", "hi": "Noto Serif Devanagari"}
TRADITIONAL = frozenset({"hant", "tw", "hk", "mo"})


def is_right_to_left(language: str) -> bool:
    """Tell whether a language, as its BCP 47 tag names it, is written from right to left.

    A script in the tag decides: Azerbaijani in Arabic letters is "az-Arab".
    """
    first, *rest = language.lower().split("-")
    script = next((each for each in rest if len(each) == SCRIPT_LETTERS and each.isalpha()), "")
    return script in RIGHT_TO_LEFT_SCRIPTS if script else first in RIGHT_TO_LEFT


def is_simplified_chinese(language: str) -> bool:
    """Tell whether a language is Chinese in simplified characters, as it is unless its tag says."""
    first, *rest = language.lower().split("-")
    return first == "zh" and TRADITIONAL.isdisjoint(rest)


def family_of(language: str) -> str:
    """Give the family of type that a language is set in for its script's sake, or ""."""
    first, *_ = language.lower().split("-")
    if is_right_to_left(language):
        return FAMILIES["he" if first in HEBREW else "ar"]
    return FAMILIES["hi"] if first in DEVANAGARI else ""


def language_attributes(language: str) -> str:
    """Give the attributes by which an HTML page says its language and direction."""
    return f'lang="{html.escape(language)}" dir="{direction_of(language)}"'


def direction_of(language: str) -> str:
    """Give the direction of a language as HTML names it: "rtl" or "ltr"."""
    return "rtl" if is_right_to_left(language) else "ltr"
