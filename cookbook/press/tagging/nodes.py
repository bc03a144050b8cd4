"""The structure of a document as nodes, and how it is written into a PDF (ISO 32000-1, 14.7)."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, TypeAlias

import pydyf

from cookbook.press.tagging.kinds import CELLS

EVERYWHERE = -1
"""The scope of what goes on over pages; otherwise it is the page on which something ends."""


@dataclass(frozen=True)
class Content:
    """Marked content of a page, both counted from 0; `is_blank` where it is nothing but spaces."""

    page: int
    number: int
    is_blank: bool = False


@dataclass(frozen=True)
class Annotation:
    """An annotation of a page."""

    page: int
    thing: Any


@dataclass(eq=False)
class Node:
    """An element of the structure.

    `language` is that of its words, `scope` where it ends, `in_contents` whether it is a part of
    the table of contents; those in it have the same. `is_loose` is one that was made to hold words
    that stand in no paragraph. `last_item` is the one that a list of terms added last.
    """

    kind: str
    above: Node | None
    language: str = ""
    scope: int = EVERYWHERE
    in_contents: bool = False
    is_loose: bool = False
    kids: list[Kid] = field(default_factory=list)
    attributes: dict[str, Any] = field(default_factory=dict)
    alternative: str = ""
    identifier: str = ""
    last_item: Node | None = None
    reference: bytes = b""

    def add(self, kind: str) -> Node:
        """Add an element at the end."""
        node = Node(kind, self, self.language, self.scope, self.in_contents)
        self.kids.append(node)
        return node

    def nearest(self, *kinds: str) -> Node | None:
        """Give the nearest node of one of these types: itself, or one around it."""
        node: Node | None = self
        while node is not None and node.kind not in kinds:
            node = node.above
        return node


Kid: TypeAlias = Node | Content | Annotation


def prune(node: Node) -> None:
    """Leave out what holds nothing, and paragraphs that hold nothing but pictures."""
    kids: list[Kid] = []
    for kid in node.kids:
        if isinstance(kid, Node):
            prune(kid)
            if not kid.kids and kid.kind not in CELLS:
                continue
            kids += _pictures(kid) or [kid]
        else:
            kids.append(kid)
    node.kids = kids


def _pictures(node: Node) -> list[Kid]:
    """Give the pictures of which a paragraph of no words is made; what is blank goes with them."""
    pictures: list[Kid] = [each for each in node.kids if _is_picture(each)]
    others = [each for each in node.kids if not _is_picture(each)]
    if not (node.is_loose and pictures and all(_is_blank(each) for each in others)):
        return []
    if isinstance(pictures[-1], Node):
        pictures[-1].kids += others
    return pictures


def _is_picture(kid: Kid) -> bool:
    return isinstance(kid, Node) and kid.kind == "Figure"


def _is_blank(kid: Kid) -> bool:
    return isinstance(kid, Content) and kid.is_blank


class Writer:
    """Writes nodes as objects.

    `owners` has for each page which object each of its marked content belongs to, by number;
    `annotations` are in the order in which the tree has them.
    """

    def __init__(self, pdf: pydyf.PDF, pages: int) -> None:
        self.pdf = pdf
        self.owners: list[dict[int, bytes]] = [{} for _ in range(pages)]
        self.annotations: list[tuple[bytes, Any]] = []

    def write(self, node: Node, parent: bytes) -> Any:  # noqa: ANN401 -- pydyf has no types
        """Write a node and all below; give its dictionary."""
        thing = pydyf.Dictionary({"S": f"/{node.kind}", "P": parent})
        self.pdf.add_object(thing)
        node.reference = thing.reference
        page = next((each.page for each in node.kids if not isinstance(each, Node)), None)
        if page is not None:
            thing["Pg"] = self.pdf.page_references[page]
        self._say(node, thing)
        kids = pydyf.Array(self._kid(each, node, page) for each in node.kids)
        if kids:
            thing["K"] = kids
        return thing

    def _say(self, node: Node, thing: Any) -> None:  # noqa: ANN401 -- likewise
        inherited = node.above.language if node.above else node.language
        if node.language and node.language != inherited:
            thing["Lang"] = pydyf.String(node.language)
        if node.alternative:
            thing["Alt"] = pydyf.String(node.alternative)
        if node.identifier:
            thing["ID"] = pydyf.String(node.identifier)
        if node.attributes:
            thing["A"] = pydyf.Dictionary(node.attributes)

    def _kid(self, kid: Kid, node: Node, page: int | None) -> Any:  # noqa: ANN401 -- likewise
        if isinstance(kid, Node):
            return self.write(kid, node.reference).reference
        if isinstance(kid, Annotation):
            self.annotations.append((node.reference, kid.thing))
            values = {"Type": "/OBJR", "Obj": kid.thing.reference}
            return pydyf.Dictionary({**values, "Pg": self.pdf.page_references[kid.page]})
        self.owners[kid.page][kid.number] = node.reference
        if kid.page == page:
            return kid.number
        values = {"Type": "/MCR", "Pg": self.pdf.page_references[kid.page]}
        return pydyf.Dictionary({**values, "MCID": kid.number})
