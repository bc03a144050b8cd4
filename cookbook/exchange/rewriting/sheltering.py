"""Keeps code, mathematics and finished blocks away while the text around is rewritten."""

from __future__ import annotations

import re
from collections.abc import Callable

OPEN, CLOSE = "\ue000", "\ue001"
TOKEN = re.compile(rf"{OPEN}(\d+){CLOSE}")
CODE_SPAN = r"(?<!`)(?P<ticks>`+)(?!`)(?P<code>(?:(?!\n[ \t]*\n).)+?)(?<!`)(?P=ticks)(?!`)"
# What pandoc takes for mathematics: no blank behind the first dollar or before the last one.
DISPLAY = r"(?<!\\)\$\$(?P<display>(?:(?!\$\$).)+?)\$\$"
INLINE = r"(?<![\\$])\$(?=[^\s$])(?P<inline>(?:\\.|(?!\n[ \t]*\n)[^$\\])+?)(?<=\S)\$(?!\d)"
MATHS = re.compile(f"{DISPLAY}|{INLINE}", re.DOTALL)
CODE_OR_MATHS = re.compile(f"{CODE_SPAN}|{DISPLAY}|{INLINE}", re.DOTALL)


class Shelter:
    """Holds pieces of one text; a token stands for each until `restore` puts them back."""

    def __init__(self) -> None:
        self._pieces: list[str] = []

    def keep(self, piece: str) -> str:
        """Take a piece in and give the token that stands for it."""
        self._pieces.append(piece)
        return f"{OPEN}{len(self._pieces) - 1}{CLOSE}"

    def keep_block(self, piece: str) -> str:
        """Take a block in; its token stands in a paragraph of its own."""
        return f"\n\n{self.keep(piece)}\n\n" if piece else "\n"

    def keep_code_and_maths(
        self, text: str, mend: Callable[[str], str] = lambda piece: piece
    ) -> str:
        """Take code spans and mathematics in; `mend` may rewrite each piece on its way."""
        return CODE_OR_MATHS.sub(lambda match: self.keep(mend(match[0])), text)

    def restore(self, text: str) -> str:
        """Put all pieces back; a block whose token is indented is indented with it."""
        while TOKEN.search(text):
            text = TOKEN.sub(self._piece_at, text)
        return text

    def _piece_at(self, match: re.Match[str]) -> str:
        piece = self._pieces[int(match[1])]
        before = match.string[match.string.rfind("\n", 0, match.start()) + 1 : match.start()]
        if "\n" not in piece or before.strip():
            return piece
        first, *rest = piece.split("\n")
        return "\n".join([first, *(before + line if line.strip() else line for line in rest)])


def without_tokens(text: str) -> str:
    """Take away the characters that importers mark things with; no text has a use for them."""
    return re.sub("[\ue000-\ue00f]", "", text)


def fenced(code: str, language: str = "") -> str:
    """Write code as a fenced block whose fence is longer than any run of backticks in it."""
    longest = max((len(run) for run in re.findall(r"`+", code)), default=0)
    fence = "`" * max(3, longest + 1)
    return f"{fence}{language}\n{code}\n{fence}"
