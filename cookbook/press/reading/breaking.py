"""Words too long for any line, in HTML for print -> the same with places where lines may break.

Without such places, the time that a layout takes grows with the square of a word's length: one of
20,000 letters takes minutes. What is that long is no word of any language.
"""

from __future__ import annotations

import re

LONGEST_WORD = 200
PIECE = 30
ZERO_WIDTH_SPACE = "\u200b"

# Thai, Lao, Burmese, Khmer, Chinese, Japanese and Korean break without spaces, by rules of theirs.
_UNBROKEN = (
    r"(?:[^\s<>&\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u2e80-\ud7ff\uf900-\ufaff\uff00-\uffef"
    r"\U00020000-\U0003ffff]|&[#\w]{1,12};)"
)
_TAG_OR_WORD = re.compile(rf"<[^<>]*>|{_UNBROKEN}{{{LONGEST_WORD},}}+")
_PIECE = re.compile(rf"{_UNBROKEN}{{{PIECE}}}")


def break_long_words(html: str) -> str:
    """Let lines break within words of more than 200 letters; tags and their values stay."""
    return _TAG_OR_WORD.sub(_broken, html)


def _broken(match: re.Match[str]) -> str:
    found = match[0]
    return found if found.startswith("<") else _PIECE.sub(rf"\g<0>{ZERO_WIDTH_SPACE}", found)
