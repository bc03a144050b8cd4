"""Sheet sets as they are kept: read from bytes, and put into a PDF under the book's own numbers."""

from __future__ import annotations

import zlib
from array import array
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from cookbook.press.binding.pdffile import PdfFile
from cookbook.press.notation import decode
from cookbook.press.typesetting.relocating import PAGE, Token, number_bytes


class SheetError(ValueError):
    """Bytes that are no sheet set."""


@dataclass(frozen=True)
class Sheets:
    """A sheet set: its index, and its streams."""

    index: Mapping[str, Any]
    streams: Sequence[bytes]


def read_sheets(data: bytes) -> Sheets:
    """Read a sheet set. Raises SheetError where the bytes are none."""
    try:
        size = int.from_bytes(data[:4], "big")
        index = decode(zlib.decompress(data[4 : 4 + size]))
        streams, begun = [], 4 + size
        for each in index["sizes"]:
            streams.append(data[begun : begun + each])
            begun += each
    except (ValueError, KeyError, zlib.error) as err:
        raise SheetError("no sheet set") from err
    if begun != len(data):
        raise SheetError("a sheet set of another length")
    return Sheets(index, streams)


def fill(pieces: Sequence[Any], streams: Sequence[bytes], folio_of: Callable[[str], str]) -> bytes:
    """Put numbers into a content that has places for them."""
    parts = []
    for piece in pieces:
        if isinstance(piece, int):
            parts.append(streams[piece])
        else:
            target, count, codes, at, width = piece
            folio = folio_of(target)
            digits = "".join(codes[4 * int(digit) : 4 * int(digit) + 4] for digit in folio)
            # A number that is shorter than its place stands at the place's end.
            left = (count - len(folio)) * width if at == "end" else 0
            parts.append(f">{-left}<{digits}".encode() if left else digits.encode())
    return b"".join(parts)


class Placement:
    """Gives a sheet set's objects their numbers in the book.

    `pages` are the numbers of its pages, `shifts` how far each page's content is moved to the
    right, in points; `take_key` notes the element of a link and gives its key in the parent tree.
    """

    def __init__(  # noqa: PLR0913 -- all named, and all used
        self,
        file: PdfFile,
        sheets: Sheets,
        *,
        shared: dict[str, int],
        fixed: Mapping[int, int],
        pages: Sequence[int],
        shifts: Sequence[float],
        take_key: Callable[[int], int],
    ) -> None:
        self.file, self.sheets, self.take_key = file, sheets, take_key
        self.pages, self.shifts = pages, shifts
        self.fixed = fixed
        self.shift = 0.0
        self.new: list[str] = []
        self.page_of = {
            token: number
            for number, page in enumerate(sheets.index["pages"])
            for token in page["annotations"]
        }
        self.numbers = self._numbers(shared)

    def _numbers(self, shared: dict[str, int]) -> list[int]:
        """Reserve numbers; a picture that the book has already keeps its number."""
        index = self.sheets.index
        numbers = [0] * index["count"]
        first = self.file.reserve(len(index["group"]))
        for place, token in enumerate(index["group"]):
            numbers[token] = first + place
        for token, written in index["others"].items():
            digest = written[3] if len(written) > 3 else ""  # noqa: PLR2004 -- a stream has four
            if digest and digest in shared:
                numbers[int(token)] = shared[digest]
                continue
            numbers[int(token)] = self.file.reserve()
            self.new.append(token)
            if digest:
                shared[digest] = numbers[int(token)]
        return numbers

    def write(self) -> None:
        """Write all objects."""
        self._write_group()
        for token in self.new:
            template, tokens, *stream = self.sheets.index["others"][token]
            self.shift = self._shift_of(int(token), tokens) if "%b" in template else 0.0
            data, number = self.filled(template, tokens), self.numbers[int(token)]
            if stream:
                self.file.put_stream(number, data[2:-2], self.sheets.streams[stream[0]])
            else:
                self.file.put(number, data)

    def _write_group(self) -> None:
        """Write the many objects of which only numbers change, all at once."""
        index, streams = self.sheets.index, self.sheets.streams
        if not index["group"]:
            return
        tokens = array("i", streams[index["tokens"]])
        # What is no object of the sheet set has a token below 0, and stands behind its objects.
        table = self.numbers + [0] * (len(self.pages) - PAGE)
        for token, number in self.fixed.items():
            table[token] = number
        for place, number in enumerate(self.pages):
            table[PAGE - place] = number
        data = streams[index["template"]] % tuple([table[token] for token in tokens])
        first = self.numbers[index["group"][0]]
        self.file.put_group(first, len(index["group"]), data, index["head"])

    def filled(self, template: str, tokens: Sequence[Token]) -> bytes:
        """Give an object's bytes."""
        return template.encode("latin-1") % tuple(map(self._value, tokens))

    def number(self, token: int) -> int:
        """Give the book's number for what a token stands for."""
        if token >= 0:
            return self.numbers[token]
        return self.pages[PAGE - token] if token <= PAGE else self.fixed[token]

    def _value(self, token: Token) -> int | bytes:
        if isinstance(token, int):
            return self.number(token)
        if token[0] == "k":
            return self.take_key(self.number(token[1]))
        return number_bytes(float(token[1]) + self.shift)

    def _shift_of(self, place: int, tokens: Sequence[Token]) -> float:
        """Give the shift of the page on which a box stands."""
        if place in self.page_of:
            return self.shifts[self.page_of[place]]
        for token in tokens:
            if isinstance(token, int) and token <= PAGE:
                return self.shifts[PAGE - token]
        return 0.0
