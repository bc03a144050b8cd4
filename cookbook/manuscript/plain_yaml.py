"""Front matter without any of YAML's finer points, read line by line.

Nearly all of it is such, and a YAML parser takes longer over it than the press over a recipe. What
isn't surely plain is left to the parser; a test compares the two.
"""

from __future__ import annotations

import re

# Words that mean nothing in YAML: they begin with a letter or figure, and hold no colon, no number
# sign and no quotation mark.
_VALUE = r"[^\W_](?:[^\W_]|[ ,.()/&+'’½¼¾–-])*(?<! )"
_ITEM = r"[^\W_](?:[^\W_]|[ -](?![ \]]))*"
_LINE = re.compile(rf"([a-z][a-z-]*): (?:({_VALUE})|\[({_ITEM}(?:, {_ITEM})*)\])")

Plain = dict[str, tuple[str | tuple[str, ...], int]]
"""The value under each key, and the line that it stands in, from 0."""


def read_plain_yaml(text: str) -> Plain | None:
    """Give the keys and values of a mapping that is surely plain, or None."""
    found: Plain = {}
    for number, line in enumerate(text.removesuffix("\n").split("\n")):
        match = _LINE.fullmatch(line)
        if match is None or match[1] in found:
            return None
        value = match[2] or tuple(match[3].split(", "))
        found[match[1]] = (value, number)
    return found or None
