"""TeX as tokens: commands, marks and letters; what is verbatim stays one piece."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

VERBATIM = ("verbatim", "verbatim*", "Verbatim", "lstlisting", "minted", "comment", "filecontents")
TOKEN = re.compile(
    r"(?P<verbatim>\\begin\{(?P<name>"
    + "|".join(map(re.escape, VERBATIM))
    + r")\}.*?\\end\{(?P=name)\})"
    r"|(?P<verb>\\(?:verb|lstinline)\*?(?P<mark>[^\sa-zA-Z*{\[])(?:(?!(?P=mark))[^\n])*(?P=mark))"
    r"|(?P<comment>(?<!\\)%[^\n]*(?:\n[ \t]*|$))"
    r"|(?P<word>\\[a-zA-Z@]+\*?)(?P<after>[ \t]*(?:\n[ \t]*(?!\n|[ \t]))?)"
    r"|(?P<symbol>\\.)"
    r"|(?P<space>\s+)"
    r"|(?P<parameter>\#+[1-9])"
    r"|(?P<letter>.)",
    re.DOTALL,
)  # fmt: skip
STARRED = re.compile(r"^(\\[a-zA-Z@]+)\*$")
IS_WORD = re.compile(r"\\[a-zA-Z@]+\*?$")


def tokens_of(text: str) -> list[str]:
    """Take TeX apart. Comments go; blanks behind a command go, as TeX has it."""
    found: list[str] = []
    for match in TOKEN.finditer(text):
        if match["comment"] is not None:
            # A blank line that the comment's own line end hides still ends a paragraph.
            if match["comment"].endswith("\n") and text[match.end() : match.end() + 1] == "\n":
                found.append("\n\n")
        elif match["word"] is not None:
            starred = STARRED.match(match["word"])
            found += [starred[1], "*"] if starred else [match["word"]]
        elif match["space"] is not None:
            found.append("\n\n" if match["space"].count("\n") > 1 else match["space"])
        else:
            found.append(match[0])
    return found


def text_of(tokens: Iterable[str]) -> str:
    """Write tokens as TeX again; a command never runs into the letters behind it."""
    written: list[str] = []
    word_before = False
    for token in tokens:
        if word_before and token[:1].isalpha():
            written.append(" ")
        written.append(token)
        word_before = bool(token) and token[0] == "\\" and IS_WORD.match(token) is not None
    return "".join(written)


def is_command(token: str) -> bool:
    """Tell whether a token is a command, such as one that a macro may define."""
    return len(token) > 1 and token[0] == "\\" and not token.startswith(("\\begin{", "\\verb"))


def is_space(token: str) -> bool:
    """Tell whether a token is white space."""
    return token.isspace()


def trimmed(tokens: Sequence[str]) -> list[str]:
    """Give tokens without the white space around them."""
    start, end = 0, len(tokens)
    while start < end and is_space(tokens[start]):
        start += 1
    while end > start and is_space(tokens[end - 1]):
        end -= 1
    return list(tokens[start:end])
