"""A message as it is read: paragraphs, lines, and in them links and the names of people."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TypeAlias

# What closes a sentence or a bracket round an address is not its own.
_ADDRESS = re.compile(r"\bhttps?://[^\s<>\"“”]{1,2000}", re.IGNORECASE)
_BEHIND_ADDRESS = re.compile(r"[.,;:!?'’”)\]}…]+$")
_PARAGRAPHS = re.compile(r"\n[ \t]*\n\s*")


@dataclass(frozen=True)
class Piece:
    """Some words of a line. `href` is an address that they lead to; `mentions` a person's name."""

    text: str
    href: str = ""
    mentions: str = ""


Line: TypeAlias = tuple[Piece, ...]
Paragraph: TypeAlias = tuple[Line, ...]


def read_message(text: str, names: Iterable[str]) -> tuple[Paragraph, ...]:
    """Part a message into paragraphs; an @ before one of the names mentions who is called so."""
    mentions = _Mentions(names)
    return tuple(
        tuple(tuple(_pieces(line, mentions)) for line in paragraph.split("\n"))
        for paragraph in _PARAGRAPHS.split(text.strip())
    )


def mentioned_names(text: str, names: Iterable[str]) -> tuple[str, ...]:
    """Give those of the names that a message mentions, each once."""
    found = (
        piece.mentions
        for paragraph in read_message(text, names)
        for line in paragraph
        for piece in line
    )
    return tuple(dict.fromkeys(filter(None, found)))


class _Mentions:
    """Knows names with an @ before them: whole, or by a first word that only one of them has."""

    def __init__(self, names: Iterable[str]) -> None:
        known = {_plain(name): name for name in names if name.strip()}
        firsts = [plain.split()[0] for plain in known]
        short = {
            plain.split()[0]: name
            for plain, name in known.items()
            if firsts.count(plain.split()[0]) == 1
        }
        self.known = {**short, **known}
        # The longest first, so that nobody is taken for their namesake.
        written = sorted(self.known, key=len, reverse=True)
        words = "|".join(r"\s+".join(map(re.escape, each.split())) for each in written)
        self.pattern = re.compile(rf"(?<![\w@.])@({words})(?!\w)", re.IGNORECASE) if words else None

    def in_words(self, text: str) -> Iterator[Piece]:
        """Part words that hold no address."""
        start = 0
        for match in self.pattern.finditer(text) if self.pattern else ():
            name = self.known.get(_plain(match[1]))
            if name is None:
                continue
            yield from _plain_piece(text[start : match.start()])
            yield Piece(match[0], mentions=name)
            start = match.end()
        yield from _plain_piece(text[start:])


def _pieces(line: str, mentions: _Mentions) -> Iterator[Piece]:
    start = 0
    for match in _ADDRESS.finditer(line):
        address = _own_part(match[0])
        yield from mentions.in_words(line[start : match.start()])
        yield Piece(address, href=address)
        start = match.start() + len(address)
    yield from mentions.in_words(line[start:])


def _own_part(address: str) -> str:
    closing = _BEHIND_ADDRESS.search(address)
    if closing is None:
        return address
    kept = address[: closing.start()]
    # One that opens a bracket closes it too.
    if closing[0].startswith(")") and kept.count("(") > kept.count(")"):
        return f"{kept})"
    return kept


def _plain_piece(text: str) -> Iterator[Piece]:
    if text:
        yield Piece(text)


def _plain(name: str) -> str:
    return " ".join(name.split()).casefold()
