"""Plain words -> the same words in our text format, in which nothing of them becomes markup."""

from __future__ import annotations

import re

_PAIRED = ("*", "`", "$", "^", "~")
_UNDERSCORE = re.compile(r"(?<!\w)_(?=\S)|(?<=\S)_(?!\w)")
_CITED = re.compile(r"(?<![\w\\])@(?=\w)")
_LINK = re.compile(r"\](?=[(\[{])|(?<!\\)\[(?=[\^@])")
_LINE_START = re.compile(r"^(?=(?:[-+*]|\d{1,3}[.)]|#{1,6}|>|:::+)(?:[ \t]|$))", re.MULTILINE)
_NUMBERED_START = re.compile(r"^(\d{1,3})([.)])(?=[ \t]|$)", re.MULTILINE)


def escape_words(text: str) -> str:
    """Give words as Markdown that shows just these words, with as few backslashes as it takes."""
    text = text.replace("\\", "\\\\")
    for mark in _PAIRED:
        if text.count(mark) > 1:
            text = text.replace(mark, f"\\{mark}")
    if len(_UNDERSCORE.findall(text)) > 1:
        text = _UNDERSCORE.sub(r"\\_", text)
    return _LINK.sub(r"\\\g<0>", _CITED.sub(r"\\@", text))


def escape_lines(text: str) -> str:
    """Give lines of words as Markdown, in which none begins a list, a heading or a block."""
    text = _NUMBERED_START.sub(r"\1\\\2", escape_words(text))
    return _LINE_START.sub(r"\\", text)
