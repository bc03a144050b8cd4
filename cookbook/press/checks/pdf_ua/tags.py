"""A PDF's structure, read once: its tags in order, and what of the pages each holds."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any, TypeAlias

import pikepdf

from cookbook.press.checks.pdf_file import PdfFile, page_annotations
from cookbook.press.checks.results import TooLargeError

MAX_TAGS = 3_000_000
MAX_ROLES = 100
STANDARD = frozenset(
    {
        "Document", "Part", "Art", "Sect", "Div", "BlockQuote", "Caption", "TOC", "TOCI", "Index",
        "NonStruct", "Private", "H", "H1", "H2", "H3", "H4", "H5", "H6", "P", "L", "LI", "Lbl",
        "LBody", "Table", "TR", "TH", "TD", "THead", "TBody", "TFoot", "Span", "Quote", "Note",
        "Reference", "BibEntry", "Code", "Link", "Annot", "Ruby", "RB", "RT", "RP", "Warichu", "WT",
        "WP", "Figure", "Formula", "Form",
    }
)  # fmt: skip
"""The standard types (ISO 32000-1, 14.8.4)."""

Thing: TypeAlias = Any
"""One of pikepdf's objects, which has no types."""


@dataclass(eq=False)
class Tag:
    """A tag: its own type, the standard one that this stands for, and the tag above it.

    `page` is that of its first content, from 0, and `own_page` the one that it names. `marks` are
    page and number of its content, `objects` the annotations that it holds.
    """

    thing: Thing
    kind: str
    role: str
    above: Tag | None
    page: int | None
    tags: list[Tag] = field(default_factory=list)
    marks: list[tuple[int, int]] = field(default_factory=list)
    objects: list[Thing] = field(default_factory=list)

    def around(self) -> Iterator[Tag]:
        """Give the tags around this one, nearest first."""
        tag = self.above
        while tag is not None:
            yield tag
            tag = tag.above

    def within(self, role: str) -> bool:
        """Tell whether this tag stands in one of a type, or is one."""
        return self.role == role or any(each.role == role for each in self.around())


class Structure:
    """The tags of a file, in order; `faults` says what is wrong with the tree itself."""

    def __init__(self, pdf: PdfFile) -> None:
        self.pdf = pdf
        self.root: Thing = _dictionary(pdf.root.get("/StructTreeRoot"))
        self.roles: Thing = _dictionary(self.root.get("/RoleMap"))
        self.pages = {page.obj.objgen: number for number, page in enumerate(pdf.pages)}
        self.faults: list[str] = []
        self.tags: list[Tag] = []
        self.seen: set[tuple[int, int]] = set()
        self._read()

    @property
    def top(self) -> list[Tag]:
        """Give the tags that stand in no other."""
        return [each for each in self.tags if each.above is None]

    def place(self, tag: Tag) -> str:
        """Say where a tag stands: page, type, and the types around it."""
        path = "/".join([*reversed([each.kind for each in tag.around()][:3]), tag.kind])
        page = tag.page
        if page is None:
            page = next((each.page for each in tag.around() if each.page is not None), None)
        where = f"page {self.pdf.labels[page]}" if page is not None else "on no page"
        return f"{where}: {path}"

    def role_of(self, kind: str) -> str:
        """Give the standard type for which a type stands, or what the last mapping gives."""
        for _ in range(MAX_ROLES):
            if kind in STANDARD or f"/{kind}" not in self.roles:
                return kind
            kind = str(self.roles[f"/{kind}"]).lstrip("/")
        return kind

    def _read(self) -> None:
        waiting: list[tuple[Thing, Tag | None]] = [
            (each, None) for each in reversed(listed(self.root.get("/K")))
        ]
        while waiting:
            thing, above = waiting.pop()
            if len(self.tags) > MAX_TAGS:
                raise TooLargeError("The structure has more tags than any book.")
            tag = self._tag(thing, above)
            if tag is None:
                continue
            below = [each for each in listed(thing.get("/K")) if not self._take(each, tag)]
            waiting += [(each, tag) for each in reversed(below)]
        for tag in reversed(self.tags):
            if tag.page is None:
                tag.page = next((each.page for each in tag.tags if each.page is not None), None)

    def _tag(self, thing: Thing, above: Tag | None) -> Tag | None:
        if not isinstance(thing, pikepdf.Dictionary) or "/S" not in thing:
            self.faults.append(f"{self._beneath(above)}: something that is no tag")
            return None
        if thing.objgen in self.seen:
            self.faults.append(f"{self._beneath(above)}: a tag that stands elsewhere as well")
            return None
        if thing.is_indirect:
            self.seen.add(thing.objgen)
        kind = str(thing["/S"]).lstrip("/")
        tag = Tag(thing, kind, self.role_of(kind), above, self._page(thing.get("/Pg")))
        self.tags.append(tag)
        if above is not None:
            above.tags.append(tag)
        parent = thing.get("/P")
        due = above.thing if above else self.root
        if not isinstance(parent, pikepdf.Dictionary) or parent.objgen != due.objgen:
            self.faults.append(f"{self.place(tag)}: names another tag as the one around it")
        return tag

    def _beneath(self, above: Tag | None) -> str:
        return self.place(above) if above else "at the top of the structure"

    def _take(self, kid: Thing, tag: Tag) -> bool:
        """Take what is no tag: marked content, or an annotation."""
        page = tag.page
        if isinstance(kid, pikepdf.Dictionary):
            if "/Obj" in kid:
                tag.objects.append(kid["/Obj"])
                tag.page = self._page(kid.get("/Pg")) if page is None else page
                return True
            if "/MCID" not in kid:
                return False
            page = self._page(kid.get("/Pg")) if "/Pg" in kid else page
            kid = kid["/MCID"]
        try:
            number = int(kid)
        except (TypeError, ValueError):
            return False
        if page is None:
            self.faults.append(f"{self.place(tag)}: holds content {number} of no page")
        else:
            tag.page = page if tag.page is None else tag.page
            tag.marks.append((page, number))
        return True

    def _page(self, thing: Thing) -> int | None:
        return self.pages.get(thing.objgen) if isinstance(thing, pikepdf.Dictionary) else None


@lru_cache(maxsize=1)
def structure_of(pdf: PdfFile) -> Structure:
    """Read a file's structure once."""
    return Structure(pdf)


def parent_tree(root: Thing) -> dict[int, Thing]:
    """Read the tree that leads from pages and annotations to their tags."""
    if "/ParentTree" not in root:
        return {}
    return {int(key): value for key, value in pikepdf.NumberTree(root["/ParentTree"]).items()}


def all_annotations(pdf: PdfFile) -> Iterator[tuple[int, Thing]]:
    """Give all annotations, each with its page from 0."""
    for number, page in enumerate(pdf.pages):
        for each in page_annotations(page):
            yield number, each


def attributes(tag: Tag) -> dict[str, Thing]:
    """Give a tag's attributes, by name, from all its owners."""
    found: dict[str, Thing] = {}
    for each in listed(tag.thing.get("/A")):
        if isinstance(each, pikepdf.Dictionary):
            found.update({str(key): value for key, value in each.items()})
    return found


def listed(thing: Thing) -> list[Thing]:
    """Give a value, an array's values, or nothing, as a list."""
    if thing is None:
        return []
    return list(thing) if isinstance(thing, pikepdf.Array) else [thing]


def _dictionary(thing: Thing) -> Thing:
    return thing if isinstance(thing, pikepdf.Dictionary) else pikepdf.Dictionary()
