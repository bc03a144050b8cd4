"""Stage: leaves, sheet sets, furniture and fonts -> one PDF, written from front to back."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from typing import Any, BinaryIO, Protocol

import pydyf

from cookbook.press.binding.fonts import FontShelf
from cookbook.press.binding.outline import Bookmark, write_outline
from cookbook.press.binding.pdffile import PdfFile
from cookbook.press.binding.sheets import Placement, Sheets, fill
from cookbook.press.languages import is_right_to_left
from cookbook.press.typesetting.folios import Leaf
from cookbook.press.typesetting.problems import LayoutError
from cookbook.press.typesetting.relocating import (
    COLOURS,
    DOCUMENT,
    FONTS,
    THIS_SET,
    number_bytes,
)

BRANCH = 64
"""How many pages, or keys of a tree, stand under one node."""
PLACES_APART = 0.0005


@dataclass(frozen=True)
class Matter:
    """What the whole PDF says of itself: information, metadata, colours, language."""

    info: bytes
    metadata: bytes
    colours: bytes
    language: str


@dataclass(frozen=True)
class Furnished:
    """The furniture of one kind of page: its sheet, and the frame in which text stands there."""

    sheets: Sheets
    frame: Sequence[float]


class Store(Protocol):
    """Where the binder finds what it binds."""

    def sheets(self, signature: int, place: int) -> Sheets:
        """Give a sheet set of a signature, of those that follow each other in it."""

    def furniture(self, leaf: Leaf) -> Furnished:
        """Give the furniture of a leaf that isn't blank."""

    def fonts(self, used: Sequence[Mapping[str, Any]]) -> Iterator[tuple[str, Sheets]]:
        """Give the fonts of the book, each with its name, made of all that was used of them."""


def bind(
    target: BinaryIO,
    leaves: Sequence[Leaf],
    folios: Mapping[str, str],
    matter: Matter,
    store: Store,
) -> None:
    """Write the PDF of a book. Whatever is used is read when it is written, and let go again."""
    _Binding(PdfFile(target), folios, matter, store).write(leaves)


@dataclass
class _Binding:
    file: PdfFile
    folios: Mapping[str, str]
    matter: Matter
    store: Store
    shared: dict[str, int] = field(default_factory=dict)
    resources: dict[bytes, int] = field(default_factory=dict)
    roots: list[int] = field(default_factory=list)
    destinations: dict[str, bytes] = field(default_factory=dict)
    bookmarks: list[Bookmark] = field(default_factory=list)
    parent_leaves: list[tuple[int, int, int]] = field(default_factory=list)
    next_key: int = 0
    sets: int = 0
    fonts: FontShelf = field(default_factory=FontShelf)

    def write(self, leaves: Sequence[Leaf]) -> None:
        file = self.file
        self.root, self.tree, self.structure, self.document = (file.reserve() for _ in range(4))
        self.font_map, self.colours, self.info, self.metadata = (file.reserve() for _ in range(4))
        self.fixed = {DOCUMENT: self.document, FONTS: self.font_map, COLOURS: self.colours}
        self.shifting: dict[float, int] = {}
        self.page_nodes: list[tuple[int, list[int]]] = []
        for number, group in groupby(leaves, key=_set_of):
            run = list(group)
            if number is None:
                for leaf in run:
                    self._blank(leaf, leaves)
            else:
                self._set(*number, run)
        self._finish(leaves)

    def _take_page(self) -> tuple[int, int]:
        """Give the numbers of the next page and of the node above it."""
        if not self.page_nodes or len(self.page_nodes[-1][1]) == BRANCH:
            self.page_nodes.append((self.file.reserve(), []))
        node, pages = self.page_nodes[-1]
        pages.append(self.file.reserve())
        return pages[-1], node

    def _blank(self, leaf: Leaf, leaves: Sequence[Leaf]) -> None:
        """Write a blank page, as large as the next that isn't."""
        after = next(each for each in leaves[leaf.place :] if each.signature is not None)
        width, height = after.facts["size"]
        box = _array([0, 0, width, height])
        number, node = self._take_page()
        content = self.file.add_packed(b"")
        self.file.put(
            number,
            b"<</Type/Page/Parent %d 0 R/MediaBox %b/Contents %d 0 R/Resources<<>>"
            b"/Tabs/S/TrimBox %b/BleedBox %b>>" % (node, box, content, box, box),
        )

    def _set(self, number: int, place: int, leaves: Sequence[Leaf]) -> None:
        """Write the pages of a sheet set, and all that stands on them."""
        sheets = self.store.sheets(number, place)
        self.sets += 1
        furnished = [self.store.furniture(leaf) for leaf in leaves]
        taken = [self._take_page() for _ in leaves]
        shifts = [
            shift_of(leaf.facts["frame"], each.frame, leaf)
            for leaf, each in zip(leaves, furnished, strict=True)
        ]
        links: list[tuple[int, int]] = []
        first_key = self.next_key
        self.next_key += len(leaves)

        def take_key(element: int) -> int:
            links.append((self.next_key, element))
            self.next_key += 1
            return self.next_key - 1

        placement = Placement(
            self.file,
            sheets,
            shared=self.shared,
            fixed={**self.fixed, THIS_SET: self.sets},
            pages=[page for page, _ in taken],
            shifts=shifts,
            take_key=take_key,
        )
        placement.write()
        self.fonts.take(sheets.index["fonts"])
        for at, leaf in enumerate(leaves):
            page = _Page(leaf, *taken[at], first_key + at, shifts[at])
            self._page(page, sheets.index["pages"][at], placement, furnished[at].sheets)
        self._note_parents(first_key, sheets.index["parents"], links, placement)
        self.roots += [placement.number(token) for token in sheets.index["roots"]]

    def _page(
        self, page: _Page, sheet: Mapping[str, Any], placement: Placement, furniture: Sheets
    ) -> None:
        def folio_of(target: str) -> str:
            return self.folios.get(target, "")

        content = sheet["content"]
        if len(content) == 1:
            body = self.file.add_stream(
                b"/Filter/FlateDecode", placement.sheets.streams[content[0]]
            )
        else:
            body = self.file.add_packed(fill(content, placement.sheets.streams, folio_of))
        margins = furniture.index["pages"][0]
        drawn = fill(margins["content"], furniture.streams, lambda _: page.leaf.folio)
        self.fonts.take(furniture.index["fonts"])
        foot = self.file.add_packed(b"Q\n" + drawn)
        parts = [
            b"<</Type/Page/Parent %d 0 R/MediaBox %b" % (page.node, _array(sheet["media"])),
            b"/Contents[%d 0 R %d 0 R %d 0 R]" % (self._shifted(page.shift), body, foot),
            b"/Resources %d 0 R" % self._resources(sheet, margins, placement),
            b"/Tabs/S/StructParents %d" % page.key,
            b"/TrimBox %b/BleedBox %b" % (_array(sheet["trim"]), _array(sheet["bleed"])),
        ]
        if sheet["annotations"]:
            numbers = b" ".join(b"%d 0 R" % placement.number(each) for each in sheet["annotations"])
            parts.append(b"/Annots[%b]" % numbers)
        self.file.put(page.number, b"".join([*parts, b">>"]))
        self._note_places(page)

    def _shifted(self, shift: float) -> int:
        """Give the stream that moves what comes behind it."""
        if shift not in self.shifting:
            move = b"q\n1 0 0 1 %b 0 cm\n" % number_bytes(shift) if shift else b"q\n"
            self.shifting[shift] = self.file.add_stream(b"", move)
        return self.shifting[shift]

    def _resources(
        self, sheet: Mapping[str, Any], margins: Mapping[str, Any], placement: Placement
    ) -> int:
        """Give the dictionary of what a page uses; pages that use the same share it."""
        kinds = []
        for kind in sorted({*sheet["resources"], *margins["resources"]}):
            entries = {**margins["resources"].get(kind, {}), **sheet["resources"].get(kind, {})}
            written = b"".join(
                b"/%b %b" % (name.encode("latin-1"), placement.filled(*each))
                for name, each in sorted(entries.items())
            )
            kinds.append(b"/%b<<%b>>" % (kind.encode(), written))
        shared = b"/Font %d 0 R/ColorSpace %d 0 R" % (self.font_map, self.colours)
        data = b"<<%b%b>>" % (shared, b"".join(kinds))
        if data not in self.resources:
            self.resources[data] = self.file.add(data)
        return self.resources[data]

    def _note_places(self, page: _Page) -> None:
        """Note where the anchors and bookmarks of a page lead."""
        for name, (x, y) in page.leaf.facts["anchors"].items():
            if name not in self.destinations:
                self.destinations[name] = page.destination(x, y)
        for level, words, x, y, state in page.leaf.facts["bookmarks"]:
            self.bookmarks.append(Bookmark(level, words, page.destination(x, y), state))

    def _note_parents(
        self,
        first_key: int,
        parents: Sequence[int],
        links: Sequence[tuple[int, int]],
        placement: Placement,
    ) -> None:
        """Write the leaf of the parent tree that has a signature's pages and links."""
        entries = []
        for place, token in enumerate(parents):
            entries.append(b"%d %d 0 R" % (first_key + place, placement.number(token)))
        entries += [b"%d %d 0 R" % link for link in links]
        last_key = self.next_key - 1
        leaf = b"<</Limits[%d %d]/Nums[%b]>>" % (first_key, last_key, b" ".join(entries))
        self.parent_leaves.append((first_key, last_key, self.file.add(leaf)))

    def _finish(self, leaves: Sequence[Leaf]) -> None:
        """Write what belongs to the whole book."""
        file = self.file
        self._write_fonts()
        file.put(self.colours, self.matter.colours)
        for node, pages in self.page_nodes:
            kids = b" ".join(b"%d 0 R" % page for page in pages)
            file.put(
                node,
                b"<</Type/Pages/Parent %d 0 R/Kids[%b]/Count %d>>" % (self.tree, kids, len(pages)),
            )
        nodes = b" ".join(b"%d 0 R" % node for node, _ in self.page_nodes)
        file.put(self.tree, b"<</Type/Pages/Kids[%b]/Count %d>>" % (nodes, len(leaves)))
        kids = b" ".join(b"%d 0 R" % number for number in self.roots)
        file.put(
            self.document,
            b"<</Type/StructElem/S/Document/K[%b]/P %d 0 R>>" % (kids, self.structure),
        )
        leaf_kids = b" ".join(b"%d 0 R" % leaf for _, _, leaf in self.parent_leaves)
        file.put(
            self.structure,
            b"<</Type/StructTreeRoot/ParentTree<</Kids[%b]>>/ParentTreeNextKey %d/K[%d 0 R]>>"
            % (leaf_kids, self.next_key, self.document),
        )
        file.put(self.info, self.matter.info)
        file.put_stream(self.metadata, b"/Type/Metadata/Subtype/XML", self.matter.metadata)
        outline = write_outline(file, self.bookmarks)
        parts = [
            b"<</Type/Catalog/Pages %d 0 R/StructTreeRoot %d 0 R" % (self.tree, self.structure),
            b"/Metadata %d 0 R/MarkInfo<</Marked true>>" % self.metadata,
            b"/ViewerPreferences<</DisplayDocTitle true%b>>" % self._reading_direction(),
            b"/PageLayout/TwoPageRight",
            b"/Lang " + pydyf.String(self.matter.language).data,
            b"/PageLabels<</Nums[%b]>>" % _labels(leaves),
            b"/Names<</Dests %d 0 R>>" % self._write_names(),
        ]
        if outline is not None:
            parts.append(b"/Outlines %d 0 R" % outline)
        file.put(self.root, b"".join([*parts, b">>"]))
        file.finish(self.root, self.info)

    def _reading_direction(self) -> bytes:
        return b"/Direction/R2L" if is_right_to_left(self.matter.language) else b""

    def _write_fonts(self) -> None:
        names = []
        for name, sheets in self.store.fonts(self.fonts.used()):
            placement = Placement(
                self.file,
                sheets,
                shared={},
                fixed=self.fixed,
                pages=[],
                shifts=[],
                take_key=lambda _: 0,
            )
            placement.write()
            number = placement.number(sheets.index["font"])
            names.append(b"/%b %d 0 R" % (name.encode(), number))
        self.file.put(self.font_map, b"<<%b>>" % b"".join(names))

    def _write_names(self) -> int:
        """Write the tree of all places that links lead to (ISO 32000-1, 7.9.6)."""
        written = sorted((pydyf.String(name).data, name) for name in self.destinations)
        leaves = []
        for start in range(0, len(written), BRANCH):
            some = written[start : start + BRANCH]
            names = b"".join(data + self.destinations[name] for data, name in some)
            limits = some[0][0] + some[-1][0]
            leaves.append(self.file.add(b"<</Limits[%b]/Names[%b]>>" % (limits, names)))
        kids = b" ".join(b"%d 0 R" % leaf for leaf in leaves)
        return self.file.add(b"<</Kids[%b]>>" % kids if leaves else b"<</Names[]>>")


@dataclass(frozen=True)
class _Page:
    """A page that is being written: its leaf, its number, the node above, its key, its shift."""

    leaf: Leaf
    number: int
    node: int
    key: int
    shift: float

    def destination(self, x: float, y: float) -> bytes:
        """Give the destination of a point of the page (ISO 32000-1, 12.3.2.2)."""
        place = (self.number, number_bytes(float(x + self.shift)), number_bytes(float(y)))
        return b"[%d 0 R/XYZ %b %b 0]" % place


def _set_of(leaf: Leaf) -> tuple[int, int] | None:
    """Give the signature and the sheet set in it to which a leaf belongs."""
    return None if leaf.signature is None else (leaf.signature, leaf.facts["set"])


def shift_of(set_in: Sequence[float], wanted: Sequence[float], leaf: Leaf) -> float:
    """Give how far a page's text moves to the right when it comes to stand on its side.

    Frames are left, top, width and height, in points. Raises LayoutError where a theme gives the
    two sides text areas of different sizes: text that was set for one can't stand on the other.
    """
    if any(abs(a - b) > PLACES_APART for a, b in zip(set_in[1:], wanted[1:], strict=True)):
        raise LayoutError(
            f'the theme\'s pages "{leaf.facts["name"]}" have text areas of different sizes on the '
            "left and on the right.",
            remedy="Give both sides margins of the same sum, and the same above and below; "
            "--plain sets such pages all the same.",
        )
    shift = wanted[0] - set_in[0]
    return round(shift, 3) if abs(shift) > PLACES_APART else 0.0


def _array(values: Sequence[float]) -> bytes:
    return b"[%b]" % b" ".join(number_bytes(float(each)) for each in values)


def _labels(leaves: Sequence[Leaf]) -> bytes:
    """Say how the pages are numbered (ISO 32000-1, 12.4.2)."""
    first = next((leaf.place for leaf in leaves if leaf.folio == "1"), 0)
    return (b"0<</S/r>>%d<</S/D>>" % first) if first else b"0<</S/D>>"
