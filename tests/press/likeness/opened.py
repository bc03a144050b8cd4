"""A PDF, opened to be compared: its pages by number, and where destinations lead."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from functools import cached_property
from pathlib import Path
from typing import Any, NamedTuple, TypeAlias

import pikepdf

Thing: TypeAlias = Any
"""Whatever pikepdf finds in a file: a dictionary, a name, a number, or nothing."""
Numbers: TypeAlias = tuple[float, ...]
Draw: TypeAlias = Callable[[pikepdf.Stream], bytes]
MAX_DEPTH = 12


class Point(NamedTuple):
    """Where a destination leads: a page from 0 (None: nowhere), how it is shown, and a place."""

    page: int | None
    fit: str = ""
    at: Numbers = ()

    def __str__(self) -> str:
        if self.page is None:
            return "nowhere"
        place = " ".join(f"{each:.1f}" for each in self.at)
        return f"page {self.page + 1} {self.fit.lstrip('/')} {place}".strip()


class Opened:
    """An opened PDF. Pages are counted from 0."""

    def __init__(self, pdf: pikepdf.Pdf) -> None:
        self.pdf = pdf
        self.root: Thing = pdf.Root
        self.pages: list[Thing] = list(pdf.pages)
        self.numbers = {page.obj.objgen: number for number, page in enumerate(self.pages)}

    @cached_property
    def named(self) -> dict[str, Point]:
        """Give the named destinations."""
        found: dict[str, Point] = {}
        names = self.root.get("/Names")
        if names is not None and "/Dests" in names:
            tree = pikepdf.NameTree(names["/Dests"])
            found = {str(name): self._point(value) for name, value in tree.items()}
        old = self.root.get("/Dests")
        for name in old.keys() if old is not None else ():
            found[str(name)] = self._point(old[name])
        return found

    def find(self, destination: Thing) -> Point:
        """Give where a destination leads, which may be a name."""
        if isinstance(destination, (pikepdf.String, pikepdf.Name)):
            return self.named.get(str(destination), Point(None))
        return self._point(destination)

    def page_of(self, page: Thing) -> int | None:
        """Give a page's number."""
        return self.numbers.get(page.objgen) if isinstance(page, pikepdf.Dictionary) else None

    def _point(self, destination: Thing) -> Point:
        if isinstance(destination, pikepdf.Dictionary):
            destination = destination.get("/D")
        if not isinstance(destination, pikepdf.Array) or len(destination) == 0:
            return Point(None)
        fit = str(destination[1]) if len(destination) > 1 else ""
        return Point(self.page_of(destination[0]), fit, numbers(list(destination)[2:]))


def numbers(values: Iterable[Thing] | None) -> Numbers:
    """Give a PDF's numbers; what is none of them, as an open coordinate, is 0."""
    return tuple(_number(each) for each in values or ())


def _number(value: Thing) -> float:
    try:
        return float(value)
    except (TypeError, ValueError):
        return 0.0


def near(first: Numbers, second: Numbers, within: float) -> bool:
    """Tell whether two rows of numbers are as long, and nowhere further apart than this."""
    if first == second:
        return True
    return len(first) == len(second) and all(
        abs(one - other) <= within for one, other in zip(first, second, strict=True)
    )


def page_notes(page: Thing) -> list[Thing]:
    """Give a page's page_notes, in order."""
    return [each for each in page.obj.get("/Annots") or () if isinstance(each, pikepdf.Dictionary)]


def digest(thing: Thing, draw: Draw | None = None, depth: int = MAX_DEPTH) -> str:
    """Give the digest of an object and all that is in it, however it is packed.

    What draws with resources is given to `draw`: much that it doesn't need may lie among them.
    """
    if depth == 0:
        return ""
    made = hashlib.sha256()
    for each in _parts(thing, draw):
        made.update(each if isinstance(each, bytes) else digest(each, draw, depth - 1).encode())
        made.update(b"\n")
    return made.hexdigest()[:16]


def _parts(thing: Thing, draw: Draw | None) -> Iterator[Thing]:
    """Give what an object is made of: bytes, and other objects."""
    skipped = {"/Length", "/Filter", "/DecodeParms", "/Parent", "/P"}
    if isinstance(thing, pikepdf.Stream) and draw is not None and "/Resources" in thing:
        skipped.add("/Resources")
        yield draw(thing)
    elif isinstance(thing, pikepdf.Stream):
        yield _unpacked(thing)
    if isinstance(thing, (pikepdf.Dictionary, pikepdf.Stream)):
        for key in sorted(set(thing.keys()) - skipped):
            yield from (key.encode(), thing[key])
    elif isinstance(thing, pikepdf.Array):
        yield from thing
    else:
        yield repr(thing).encode()


def _unpacked(stream: pikepdf.Stream) -> bytes:
    try:
        return stream.read_bytes()
    except pikepdf.PdfError:
        # A photo stays as it was encoded.
        return stream.read_raw_bytes()


@contextmanager
def opened(path: Path) -> Iterator[Opened]:
    """Open a PDF."""
    with pikepdf.open(path) as pdf:
        yield Opened(pdf)
