"""PDF objects of one document -> templates that can stand in any other, under any numbers.

A template is the object's bytes with a `%d` where the number of another object stands, and a `%b`
where a length stands that moves with the page. Its tokens say of each what: an index into the
sheet set's own objects, a negative number for what the binding has, "x" with a horizontal position
in points, or "k" with the element that gets a new key in the parent tree.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import Any, TypeAlias

import pydyf

REFERENCE = re.compile(rb"(\d+) 0 R")
MOVING_BOXES = frozenset({"Rect", "BBox"})
"""Boxes that have horizontal positions first and third."""
NAMED = frozenset({"ID", "Headers"})
"""Names that hold in one document; in the book each sheet set has its own."""
THIS_SET, DOCUMENT, FONTS, COLOURS, RESOURCES, PAGE = -1, -2, -3, -4, -5, -10
"""Tokens of what the binding has: the number of the sheet set itself (which tells its names from
others'), the document's element, fonts, colours, a page's resources, and page n as PAGE - n."""

Token: TypeAlias = int | list[Any]
Template: TypeAlias = tuple[str, list[Token]]


class Relocator:
    """Writes objects as templates.

    `token_of` gives the token of an object number, `owner_of` that of the element to which the
    parent tree gives a key.
    """

    def __init__(self, token_of: Callable[[int], int], owner_of: Callable[[int], int]) -> None:
        self.token_of, self.owner_of = token_of, owner_of

    def template(self, value: Any) -> Template:  # noqa: ANN401 -- pydyf has no types
        """Give a value's template. Raises TypeError for a stream, as none is part of an object."""
        tokens: list[Token] = []
        return self._written(value, tokens, ""), tokens

    def _written(self, value: Any, tokens: list[Token], key: str) -> str:  # noqa: ANN401 -- likewise
        if isinstance(value, pydyf.Dictionary):
            return self._dictionary(value, tokens)
        if isinstance(value, (list, tuple)):
            return self._array(value, tokens, key)
        if isinstance(value, pydyf.String):
            return self._string(value, tokens, key)
        if isinstance(value, pydyf.Stream):
            raise TypeError("a stream stands for itself")
        if isinstance(value, bytes) and (match := REFERENCE.fullmatch(value)):
            tokens.append(self.token_of(int(match[1])))
            return "%d 0 R"
        if key == "StructParent":
            tokens.append(["k", self.owner_of(value)])
            return "%d"
        return _plain(value)

    def _dictionary(self, value: pydyf.Dictionary, tokens: list[Token]) -> str:
        items = []
        for key, each in value.items():
            name = key.decode() if isinstance(key, bytes) else str(key)
            items.append(f"/{name} {self._written(each, tokens, name)}")
        return f"<<{''.join(items)}>>"

    def _array(self, values: Any, tokens: list[Token], key: str) -> str:  # noqa: ANN401 -- likewise
        if key in MOVING_BOXES and len(values) == 4:  # noqa: PLR2004 -- two corners
            return self._box(values, tokens)
        return f"[{' '.join(self._written(each, tokens, key) for each in values)}]"

    @staticmethod
    def _box(values: Any, tokens: list[Token]) -> str:  # noqa: ANN401 -- likewise
        left, bottom, right, top = map(float, values)
        tokens += [["x", left], ["x", right]]
        return f"[%b {_plain(bottom)} %b {_plain(top)}]"

    def _string(self, value: pydyf.String, tokens: list[Token], key: str) -> str:
        written = _plain(value.data)
        if key in NAMED and written.startswith("("):
            tokens.append(THIS_SET)
            return f"(%d-{written[1:]}"
        return written


def _plain(value: Any) -> str:  # noqa: ANN401 -- likewise
    return number_bytes(value).decode("latin-1").replace("%", "%%")


def number_bytes(value: Any) -> bytes:  # noqa: ANN401 -- likewise
    """Write a number, name or finished bytes as pydyf writes them."""
    if isinstance(value, bytes):
        return value
    if isinstance(value, float):
        return (str(int(value)) if value.is_integer() else f"{value:f}".rstrip("0")).encode()
    if isinstance(value, pydyf.Object):
        data: bytes = value.data
        return data
    return str(value).encode("ascii")


def joined(operations: Sequence[Any]) -> bytes:
    """Give the bytes of a stream's operations."""
    return b"\n".join(map(number_bytes, operations))


def number_of(reference: bytes) -> int:
    """Give the number of the object to which a reference points."""
    return int(reference.split()[0])
