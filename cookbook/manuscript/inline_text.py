"""The plain words of one line of Markdown, without its emphasis, links and addresses."""

from __future__ import annotations

import re

_BULLET = re.compile(r"(?:[-*+•] +)?(?:\[[ xX]\] +)?")
_LINK = re.compile(r"!?\[([^\[\]]{0,500})\]\((?:[^()]|\([^()]{0,500}\)){0,1000}\)")
_REFERENCE = re.compile(r"!?\[([^\[\]]{0,500})\](?:\[[^\[\]]{0,100}\])?")
_ADDRESS = re.compile(r"<?\bhttps?://[^\s()<>]+>?")
_ESCAPE = re.compile(r"\\([!-/:-@\[-`{-~])")
_TIMES = re.compile(r"(?<=[0-9]) ?\* ?(?=[0-9])")
_MARKS = re.compile(r"\*{1,3}(?=\S)|(?<=\S)\*{1,3}|(?<!\w)_{1,3}(?=\S)|(?<=\S)_{1,3}(?!\w)|~~|`+")
# Hard and thin spaces stay: between digits they mean thousands.
_BLANKS = re.compile(r"[ \t\r\n\f\v]+")


def plain_text(markdown: str) -> str:
    """Give the words of `markdown` on one line; those of links stay, their addresses go."""
    text = _BLANKS.sub(" ", markdown).strip()
    text = text[_BULLET.match(text).end() :] if _BULLET.match(text) else text  # type: ignore[union-attr]
    for pattern, words in ((_LINK, r"\1"), (_REFERENCE, r"\1"), (_ADDRESS, ""), (_TIMES, "×")):  # noqa: RUF001
        text = pattern.sub(words, text)
    text = _MARKS.sub("", text)
    return _BLANKS.sub(" ", _ESCAPE.sub(r"\1", text)).strip()
