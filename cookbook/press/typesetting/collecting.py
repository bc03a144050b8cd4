"""Stage (in a worker): what WeasyPrint made of a signature -> objects for any book."""

from __future__ import annotations

import hashlib
import re
import zlib
from collections.abc import Callable
from typing import Any

import pydyf

from cookbook.press.typesetting.grouping import Group, has_own_tokens
from cookbook.press.typesetting.hooks import Drawn
from cookbook.press.typesetting.relocating import (
    COLOURS,
    DOCUMENT,
    FONTS,
    PAGE,
    RESOURCES,
    Relocator,
    joined,
    number_of,
)
from cookbook.press.typesetting.shapes import find_digits

USED = re.compile(rb"/(\S+)\s+(?:Do|gs|scn|SCN|sh)\b")
KINDS = ("ExtGState", "XObject", "Pattern", "Shading")


def sheets_of(pdf: pydyf.PDF, drawn: Drawn) -> dict[str, Any]:
    """Take a PDF that isn't written yet apart; give all its pages with what they need."""
    return _Collection(pdf, drawn).sheets()


def font_sheets(pdf: pydyf.PDF) -> dict[str, Any]:
    """Give the objects of a PDF that holds one font, as `fontfacts.embed_font` makes it.

    `font` is the token of the font's own dictionary.
    """
    parts = _Parts(pdf, {}, lambda key: key)
    font = parts.token(number_of(next(iter(pdf.objects[-1].values()))))
    return {"pages": [], "font": font, **parts.objects(), "streams": parts.streams}


class _Parts:
    """The objects that go into a sheet set, in the order in which they are met."""

    def __init__(
        self, pdf: pydyf.PDF, external: dict[int, int], owner_of: Callable[[int], int]
    ) -> None:
        self.pdf, self.external = pdf, external
        self.streams: list[bytes] = []
        self.own: dict[int, int] = {}
        self.order: list[Any] = []
        self.relocator = Relocator(self.token, owner_of)

    def token(self, number: int) -> int:
        """Give the token of an object, which is taken in with that."""
        if number in self.external:
            return self.external[number]
        if number not in self.own:
            self.own[number] = self.take(self.pdf.objects[number])
        return self.own[number]

    def take(self, value: Any) -> int:  # noqa: ANN401 -- pydyf has no types
        """Take in a value of ours as an object; give its token."""
        self.order.append(value)
        return len(self.order) - 1

    def stream(self, data: bytes) -> int:
        """Take in a stream's data; give its index."""
        self.streams.append(data)
        return len(self.streams) - 1

    def objects(self) -> dict[str, Any]:
        """Write all objects: most of them as one group, the others by their tokens.

        To write one may bring more of them; a list takes them while it is gone through.
        """
        group, others = Group(), {}
        for token, value in enumerate(self.order):
            written = self._written(value)
            if len(written) > 2 or "%b" in written[0] or has_own_tokens(written[1]):  # noqa: PLR2004 -- a stream
                others[str(token)] = written
            else:
                group.add(token, *written)
        template, tokens = group.packed()
        return {
            "count": len(self.order),
            "group": group.members,
            "template": self.stream(template),
            "tokens": self.stream(tokens),
            "head": group.head_size,
            "others": others,
        }

    def _written(self, value: Any) -> list[Any]:  # noqa: ANN401 -- pydyf has no types
        if not isinstance(value, pydyf.Stream):
            return list(self.relocator.template(value))
        data = joined(value.stream)
        extra = {key: each for key, each in value.extra.items() if key != "Length"}
        if value.compress:
            extra["Filter"] = "/FlateDecode"
            data = zlib.compress(data)
        template, tokens = self.relocator.template(pydyf.Dictionary(extra))
        return [template, tokens, self.stream(data), _digest(template, tokens, data)]


class _Collection:
    def __init__(self, pdf: pydyf.PDF, drawn: Drawn) -> None:
        self.pdf, self.drawn = pdf, drawn
        self.page_numbers: list[int] = list(pdf.pages["Kids"][::3])
        self.document: Any = None
        self.parent_tree: list[Any] = []
        if "StructTreeRoot" in pdf.catalog:
            structure = self._at(pdf.catalog["StructTreeRoot"])
            self.document = self._at(structure["K"][0])
            self.parent_tree = self._at(structure["ParentTree"])["Nums"]
        self.resources = self._at(pdf.objects[self.page_numbers[0]]["Resources"])
        self.parts = _Parts(pdf, self._external(), self._owner)

    def sheets(self) -> dict[str, Any]:
        pages = [self._page(number) for number in self.page_numbers]
        roots, parents = self._structure()
        objects = self.parts.objects()
        return {
            "pages": pages,
            "roots": roots,
            "parents": parents,
            **objects,
            "streams": self.parts.streams,
        }

    def _structure(self) -> tuple[list[int], list[int]]:
        """Give the elements at the top of what is tagged, and for each page the list of its own."""
        if self.document is None:
            return [], []
        roots = [self.parts.token(number_of(each)) for each in self.document["K"]]
        parents = [
            self.parts.take(pydyf.Array(self.parent_tree[2 * place + 1]))
            for place in range(len(self.page_numbers))
        ]
        return roots, parents

    def _at(self, reference: bytes) -> Any:  # noqa: ANN401 -- pydyf has no types
        return self.pdf.objects[number_of(reference)]

    def _external(self) -> dict[int, int]:
        found = {number: PAGE - place for place, number in enumerate(self.page_numbers)}
        if self.document is not None:
            found[self.document.number] = DOCUMENT
        found[self.resources.number] = RESOURCES
        found[number_of(self.resources["Font"])] = FONTS
        found[number_of(self.resources["ColorSpace"])] = COLOURS
        return found

    def _owner(self, key: int) -> int:
        """Give the element that the parent tree has under the key of a link."""
        return self.parts.token(number_of(self.parent_tree[2 * key + 1]))

    def _page(self, number: int) -> dict[str, Any]:
        page = self.pdf.objects[number]
        stream = self._at(page["Contents"])
        used = {each.decode("latin-1") for each in USED.findall(joined(stream.stream))}
        return {
            "content": self._content(stream),
            "annotations": [self.parts.token(number_of(each)) for each in page.get("Annots", [])],
            "media": _floats(page["MediaBox"]),
            "trim": _floats(page["TrimBox"]),
            "bleed": _floats(page["BleedBox"]),
            "resources": self._resources(used),
        }

    def _resources(self, used: set[str]) -> dict[str, dict[str, Any]]:
        """Give templates of what a page uses beside fonts and colours, by kind and name."""
        template = self.parts.relocator.template
        found = {
            kind: {key: template(each) for key, each in self.resources[kind].items() if key in used}
            for kind in KINDS
        }
        return {kind: some for kind, some in found.items() if some}

    def _content(self, stream: pydyf.Stream) -> list[Any]:
        """Give a page's content: one stream, or streams and between them the places of numbers.

        What has places of numbers, or goes into one stream with others, is not compressed.
        """
        slots = sorted(self.drawn.slots_in(stream), key=lambda slot: slot.start)
        if not slots and not self.drawn.shapes:
            return [self.parts.stream(zlib.compress(joined(stream.stream)))]
        operations, begun = list(stream.stream), 0
        pieces: list[Any] = []
        for slot in slots:
            place = find_digits(operations, slot)
            before = [*operations[begun : place.operation], place.before]
            codes = "".join(place.digits)
            hole = [slot.target, len(slot.text), codes, slot.at, slot.width]
            pieces += [self.parts.stream(joined(before)), hole]
            operations[place.operation] = place.after
            begun = place.operation
        return [*pieces, self.parts.stream(joined(operations[begun:]))]


def _digest(template: str, tokens: list[Any], data: bytes) -> str:
    """Give what tells two streams apart, as a picture stands in a book once; "" for some."""
    if any(isinstance(token, int) and token >= 0 for token in tokens):
        return ""
    return hashlib.sha256(f"{template}\0{tokens}\0".encode() + data).hexdigest()[:32]


def _floats(values: Any) -> list[float]:  # noqa: ANN401 -- pydyf has no types
    return [float(each) for each in values]
