"""Licences by their SPDX names: what they are called in a book, and where their text stands."""

from __future__ import annotations

import re

CREATIVE_COMMONS = {
    "BY": "Attribution",
    "BY-SA": "Attribution-ShareAlike",
    "BY-NC": "Attribution-NonCommercial",
    "BY-NC-SA": "Attribution-NonCommercial-ShareAlike",
    "BY-ND": "Attribution-NoDerivatives",
    "BY-NC-ND": "Attribution-NonCommercial-NoDerivatives",
}
OTHERS = {
    "CC0-1.0": ("CC0 1.0 Universal", "https://creativecommons.org/publicdomain/zero/1.0/"),
    "Unlicense": ("The Unlicense (public domain)", "https://unlicense.org/"),
    "MIT": ("MIT Licence", "https://opensource.org/license/mit"),
    "GFDL-1.3-or-later": ("GNU Free Documentation License 1.3", "https://www.gnu.org/licenses/fdl-1.3.html"),
    "PDDL-1.0": ("Open Data Commons Public Domain Dedication", "https://opendatacommons.org/licenses/pddl/1-0/"),
}  # fmt: skip
CC_NAME = re.compile(r"^CC-(BY(?:-NC)?(?:-SA|-ND)?)-([1-4]\.\d)$")


def licence_name(spdx: str) -> str:
    """Give a licence's name for readers; an unknown one keeps the name it has."""
    match = CC_NAME.match(spdx)
    if match and match[1] in CREATIVE_COMMONS:
        return f"Creative Commons {CREATIVE_COMMONS[match[1]]} {match[2]} ({spdx})"
    return OTHERS[spdx][0] if spdx in OTHERS else spdx


def licence_url(spdx: str) -> str:
    """Give the address of a licence's text, or "" for one that we don't know."""
    match = CC_NAME.match(spdx)
    if match:
        return f"https://creativecommons.org/licenses/{match[1].lower()}/{match[2]}/"
    return OTHERS[spdx][1] if spdx in OTHERS else ""
