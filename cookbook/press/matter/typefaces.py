"""Stage: a theme's styles and a book's letters -> the typefaces that print it, and their makers."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from cookbook.config import kit_folder
from cookbook.press.outputs.cutting import letters_of

FONTS = "fonts.json"
# The styles name the stacks of families that they set text, headings, labels and code in.
STACK = re.compile(r"--(?P<name>text|display|sans|mono):(?P<families>[^;]*);")
TEXT, CODE = "text", "mono"
FAMILY = re.compile(r'"([^"]+)"')
MAKER = re.compile(r"Copyright(?: \(c\))? [\d, –-]+(?P<maker>[^(\n]*?)(?:, with| \(|,?\n)")
OPEN_FONT_LICENCE = "SIL Open Font License, Version 1.1"
INVISIBLE = frozenset(map(ord, "\u200b\u200c\u200d\u200e\u200f\u2060\u00ad\ufe0e\ufe0f\n\t "))


@dataclass(frozen=True)
class Typeface:
    """A family of type: its name, its maker as its licence names them, and that licence."""

    family: str
    maker: str
    licence: str


FORMULAS = Typeface("STIX Two Math", "The STIX Fonts Project Authors", OPEN_FONT_LICENCE)
"""In what formulas are drawn, whatever the theme."""


def typefaces(styles: Sequence[Path], letters: str, *, has_code: bool) -> tuple[Typeface, ...]:
    """Give the typefaces that print these letters, in the order in which the styles name them.

    Of each stack that is the first, and of that of the text those others that have letters which
    none before them has.
    """
    stacks = _stacks(styles)
    used = [stacks[name][0] for name in stacks if name != CODE or has_code]
    wanted = {ord(each) for each in letters} - INVISIBLE
    if has_code:
        wanted -= _letters(stacks[CODE][0])
    used += _needed(stacks[TEXT], wanted)
    known = _families()
    return tuple(known[family] for family in dict.fromkeys(used) if family in known)


def theme_families(styles: Sequence[Path]) -> tuple[str, ...]:
    """Give the families that a theme sets its text, headings and labels in, each once."""
    stacks = _stacks(styles)
    return tuple(dict.fromkeys(stacks[name][0] for name in stacks if name != CODE))


def _stacks(styles: Sequence[Path]) -> dict[str, list[str]]:
    """Give the families of each stack; what a later style says counts."""
    found: dict[str, list[str]] = {}
    for style in styles:
        for stack in STACK.finditer(style.read_text(encoding="utf-8")):
            found[stack["name"]] = FAMILY.findall(stack["families"]) or [""]
    return found


def _needed(families: Sequence[str], letters: set[int]) -> Iterator[str]:
    open_letters = set(letters)
    for number, family in enumerate(families):
        here = open_letters & _letters(family)
        if here or not number:
            yield family
        open_letters -= here


@cache
def _letters(family: str) -> frozenset[int]:
    folder = kit_folder() / "fonts"
    files = (row["file"] for row in _rows() if row["family"] == family)
    return frozenset().union(*(letters_of(folder / file) for file in files))


@cache
def _rows() -> tuple[dict[str, str], ...]:
    return tuple(json.loads((kit_folder() / "fonts" / FONTS).read_text(encoding="utf-8")))


@cache
def _families() -> dict[str, Typeface]:
    found: dict[str, Typeface] = {}
    for row in _rows():
        if row["family"] not in found:
            words = (kit_folder() / "fonts" / row["licence"]).read_text(encoding="utf-8")
            maker = MAKER.search(words)
            licence = OPEN_FONT_LICENCE if OPEN_FONT_LICENCE in words else ""
            name = maker["maker"].strip() if maker else ""
            found[row["family"]] = Typeface(row["family"], name, licence)
    return found
