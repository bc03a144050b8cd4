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
_SPOKEN_FOR = re.compile(r"[\[<*_~`\\:\u00a0\u2009\u202f]")
"""What one of the other patterns begins with or needs: most lines hold none of it."""
_BLANKS = re.compile(r"[ \t\r\n\f\v]+")
# Hard and thin spaces stay where they group thousands.
_HARD_SPACES = re.compile(
    "(?<![0-9])[\u00a0\u2009\u202f]+|[\u00a0\u2009\u202f]+(?![0-9]{3}(?![0-9]))"
)


def plain_text(markdown: str) -> str:
    """Give the words of `markdown` on one line; those of links stay, their addresses go."""
    is_marked = _SPOKEN_FOR.search(markdown) is not None
    text = _HARD_SPACES.sub(" ", markdown) if is_marked else markdown
    text = _BLANKS.sub(" ", text).strip()
    bullet = _BULLET.match(text)
    text = text[bullet.end() :] if bullet else text
    if not is_marked:
        return text
    for pattern, words in ((_LINK, r"\1"), (_REFERENCE, r"\1"), (_ADDRESS, " "), (_TIMES, "×")):
        text = pattern.sub(words, text)
    text = _MARKS.sub("", text)
    return _BLANKS.sub(" ", _ESCAPE.sub(r"\1", text)).strip()
