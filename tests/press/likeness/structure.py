"""The structure tree of a PDF, walked element by element, and whether its parent tree agrees."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import NamedTuple, TypeAlias

import pikepdf

from tests.press.likeness.opened import Numbers, Opened, Thing, digest, numbers, page_notes

TOLD = ("/Alt", "/ActualText", "/E", "/Lang", "/T", "/NS")
HEADERS, BOX = "/Headers", "/BBox"
Key: TypeAlias = tuple[int, int]
Said: TypeAlias = tuple[tuple[str, str], ...]


class Leaf(NamedTuple):
    """Numbered content of a page that an element holds, and of what type the element is."""

    content: int
    type: str


class Element(NamedTuple):
    """An element: how deep it stands, its type, its page from 0, and what it says.

    `kids` has a word for each child: "element", or which page's content or annotation it is.
    """

    depth: int
    type: str
    page: int | None
    says: Said
    box: Numbers
    kids: tuple[str, ...]


@dataclass
class _Attributes:
    """What an element's attributes say; `headers` are names of elements."""

    says: list[tuple[str, str]] = field(default_factory=list)
    box: Numbers = ()
    headers: tuple[bytes, ...] = ()


class Structure:
    """A file's structure tree.

    Once `elements` has come to its end, `leaves` has what each page's content belongs to, in the
    tree's order; `relations` says which elements a table's cells name as their headers; `faults`
    has what is wrong with the file by itself.
    """

    def __init__(self, file: Opened) -> None:
        self.file = file
        self.leaves: list[list[Leaf]] = [[] for _ in file.pages]
        self.faults: list[str] = []
        self._root: Thing = file.root.get("/StructTreeRoot", pikepdf.Dictionary())
        self._roles: Thing = self._root.get("/RoleMap", pikepdf.Dictionary())
        self._notes = {
            note.objgen: (number, place)
            for number, page in enumerate(file.pages)
            for place, note in enumerate(page_notes(page))
        }
        self._parents = _parent_tree(self._root)
        self._names: dict[bytes, int] = {}
        self._relations: list[tuple[str, int, tuple[bytes, ...]]] = []

    def elements(self) -> Iterator[Element]:
        """Give the elements in order, each before what is in it."""
        waiting: list[tuple[Thing, int, int | None]] = [
            (each, 0, None) for each in reversed(_listed(self._root.get("/K")))
        ]
        count = 0
        while waiting:
            thing, depth, above = waiting.pop()
            page = self.file.page_of(thing["/Pg"]) if "/Pg" in thing else above
            kids = _listed(thing.get("/K"))
            yield self._element(thing, depth, page, kids, count)
            below = [each for each in kids if _is_element(each)]
            waiting += [(each, depth + 1, page) for each in reversed(below)]
            count += 1
        self._look_for_lost_notes()

    @property
    def relations(self) -> Iterator[tuple[str, list[int | None]]]:
        """Give each cell that names headers, and how many elements away from it these are."""
        for place, cell, names in self._relations:
            found = [self._names.get(name) for name in names]
            yield place, [None if each is None else each - cell for each in found]

    def belongs(self, page: int, content: int) -> bool:
        """Tell whether the parent tree knows what numbered content of a page belongs to."""
        parents = self._parents_on(page)
        return 0 <= content < len(parents) and parents[content] is not None

    def _element(
        self, thing: Thing, depth: int, page: int | None, kids: list[Thing], count: int
    ) -> Element:
        kind = str(thing.get("/S", "")).lstrip("/")
        kind = str(self._roles.get(f"/{kind}", kind)).lstrip("/")
        attributes = _read_attributes(thing)
        if "/ID" in thing:
            self._names[bytes(thing["/ID"])] = count
        if attributes.headers:
            place = f"{_place(page)}: a {kind}"
            self._relations.append((place, count, attributes.headers))
        says = [(name.lstrip("/"), str(thing[name])) for name in TOLD if name in thing]
        words = tuple(self._kid(each, thing, kind, page) for each in kids)
        return Element(depth, kind, page, (*says, *attributes.says), attributes.box, words)

    def _kid(self, kid: Thing, parent: Thing, kind: str, page: int | None) -> str:
        if _is_element(kid):
            return "element"
        if isinstance(kid, pikepdf.Dictionary) and "/Obj" in kid:
            return self._note(kid["/Obj"], parent, kind)
        if isinstance(kid, pikepdf.Dictionary):
            page = self.file.page_of(kid["/Pg"]) if "/Pg" in kid else page
            kid = kid.get("/MCID", -1)
        return self._leaf(int(kid), parent, kind, page)

    def _leaf(self, content: int, parent: Thing, kind: str, page: int | None) -> str:
        if page is None:
            self.faults.append(f"a {kind} holds content of no page")
            return "content of no page"
        parents = self._parents_on(page)
        if not 0 <= content < len(parents) or not _same(parents[content], parent):
            place = f"{_place(page)}: the parent tree"
            self.faults.append(f"{place} leads from content {content} elsewhere than to its {kind}")
        self.leaves[page].append(Leaf(content, kind))
        return f"content of page {page + 1}"

    def _note(self, note: Thing, parent: Thing, kind: str) -> str:
        page, place = self._notes.pop(note.objgen, (None, 0))
        key = int(note.get("/StructParent", -1))
        if not _same(self._parents.get(key), parent):
            self.faults.append(
                f"{_place(page)}: the parent tree leads from annotation {place + 1} "
                f"elsewhere than to its {kind}"
            )
        return f"annotation {place + 1} of {_place(page)}"

    def _look_for_lost_notes(self) -> None:
        for page, place in self._notes.values():
            self.faults.append(f"{_place(page)}: annotation {place + 1} is in no element")

    def _parents_on(self, page: int) -> list[Thing]:
        key = self.file.pages[page].obj.get("/StructParents", -1)
        parents = self._parents.get(int(key))
        if not isinstance(parents, list):
            return []
        return parents


def _parent_tree(root: Thing) -> dict[int, Thing]:
    """Read a parent tree: lists for pages, elements for page_notes."""
    if "/ParentTree" not in root:
        return {}
    tree = pikepdf.NumberTree(root["/ParentTree"]).items()
    return {
        int(key): list(value) if isinstance(value, pikepdf.Array) else value for key, value in tree
    }


def _read_attributes(thing: Thing) -> _Attributes:
    read = _Attributes()
    for each in _listed(thing.get("/A")):
        if isinstance(each, pikepdf.Dictionary):
            _read_owner(each, str(each.get("/O", "")).lstrip("/"), read)
    return read


def _read_owner(attributes: Thing, owner: str, read: _Attributes) -> None:
    for name in sorted(set(attributes.keys()) - {"/O"}):
        value = attributes[name]
        if name == BOX:
            read.box = numbers(value)
        elif name == HEADERS:
            read.headers = tuple(bytes(each) for each in value)
        else:
            said = digest(value) if isinstance(value, pikepdf.Array) else str(value)
            read.says.append((f"{owner}{name}", said))


def _listed(thing: Thing) -> list[Thing]:
    if thing is None:
        return []
    return list(thing) if isinstance(thing, pikepdf.Array) else [thing]


def _is_element(thing: Thing) -> bool:
    return isinstance(thing, pikepdf.Dictionary) and "/S" in thing


def _same(one: Thing, other: Thing) -> bool:
    return isinstance(one, pikepdf.Dictionary) and bool(one.objgen == other.objgen)


def _place(page: int | None) -> str:
    return "no page" if page is None else f"page {page + 1}"
