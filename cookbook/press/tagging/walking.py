"""Stage: boxes that were laid out -> the nodes of a document's structure, in reading order."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, TypeAlias

import pydyf
from weasyprint.formatting_structure import boxes
from weasyprint.layout.absolute import AbsolutePlaceholder

from cookbook.press.tagging.kinds import (
    CELLS,
    ENTRIES,
    FLOWING,
    GROUPING,
    HEADINGS,
    IN_CONTENTS,
    MATTER,
    NUMBERINGS,
    alternative_of,
    classes_of,
    is_decorative,
    kind_of,
    words_of,
)
from cookbook.press.tagging.nodes import EVERYWHERE, Annotation, Content, Node

POINTS = 0.75
"""Points in a CSS pixel."""
CONTENTS = "contents"
PICTURES = frozenset({"Figure", "Formula"})
SHOWN_AGAIN = frozenset({"THead", "TFoot"})
Origin: TypeAlias = tuple[Any, str]
"""What a box was made of: an element, and the name of that or of something that styles add to it.
Boxes within each other with one origin are parts of one thing."""


class Walk:
    """Walks through the pages of a document.

    `artifacts` has for each page which of its marked content is no part of the text.
    """

    def __init__(self, language: str, pages: int) -> None:
        self.document = Node("Document", None, language)
        self.artifacts: list[set[int]] = [set() for _ in range(pages)]
        self.made: dict[tuple[Any, str, int], Node] = {}
        self.notes: dict[Any, Node] = {}
        self.heads: dict[Any, int] = {}
        self.words: dict[Node, str] = {}
        self.page = 0
        self.height = 0.0
        self.marks: dict[Any, Mapping[str, Any]] = {}

    def walk(self, number: int, page: Any, marks: dict[Any, Mapping[str, Any]]) -> None:  # noqa: ANN401 -- WeasyPrint has no types
        """Go through a page; `marks` has what was drawn as marked content, by its box."""
        self.page, self.height, self.marks = number, page.height, marks
        top = page._page_box  # noqa: SLF001 -- nothing public has it
        # What stands on pages that are of no book's section ends with its page.
        self.document.scope = number
        for child in top.children:
            self._go(child, self.document, (None, ""))
        # What we didn't meet is in the text all the same, and must not be lost to anyone.
        for mark in list(marks.values()):
            self._take(self.document, Content(number, int(mark["mcid"])))
        marks.clear()

    def _go(self, box: Any, node: Node, around: Origin) -> None:  # noqa: ANN401 -- likewise
        if isinstance(box, AbsolutePlaceholder):
            box = box._box  # noqa: SLF001 -- likewise
        origin = (box.element, box.element_tag)
        is_new = origin != around and box.element is not None
        if _is_outside_the_text(box, is_new=is_new):
            self._leave_out(box, node)
            return
        if isinstance(box, boxes.TextBox):
            self._take_drawn(box, node)
            return
        inner = self._node_of(box, node) if is_new else node
        if inner is None:
            self._leave_out(box, node)
            return
        if box.link_annotation is not None:
            self._take_link(box, inner)
        if isinstance(box, boxes.ReplacedBox):
            self._take_drawn(box, inner)
        self._go_on(box, inner, origin)

    def _go_on(self, box: Any, node: Node, origin: Origin) -> None:  # noqa: ANN401 -- likewise
        inner = node
        if node.kind in FLOWING and _has_lines(box):
            inner = _loose(node)
        for child in box.children:
            self._go(child, inner, origin)

    def _node_of(self, box: Any, node: Node) -> Node | None:  # noqa: ANN401 -- likewise
        """Give the node of what begins with a box, or goes on in it.

        None is given for the heads of tables that are shown again.
        """
        element, tag = box.element, box.element_tag
        if tag != element.tag:
            return self._node_of_added(box, node, tag.rpartition(":")[2])
        if element in self.notes:
            return self.notes[element]
        kind = kind_of(element)
        language = str(box.style["lang"] or "") or node.language
        if not kind and language == node.language:
            return node
        if kind in SHOWN_AGAIN and node.scope == EVERYWHERE and self._was_shown(element):
            return None
        begins = _is_book_section(element)
        scope = _scope_of(element, self.page) if begins else node.scope
        key = (element, tag, scope)
        if key not in self.made:
            kind = kind or ("Div" if isinstance(box, boxes.BlockLevelBox) else "Span")
            made = self._made(kind, element, self.document if begins else node, scope)
            made.language = language
            self._describe(made, box)
            self.made[key] = made
        return _inner(self.made[key])

    def _was_shown(self, element: Any) -> bool:  # noqa: ANN401 -- likewise
        """Tell whether a table's head or foot has been shown on a page before."""
        return self.heads.setdefault(element, self.page) != self.page

    def _made(self, kind: str, element: Any, node: Node, scope: int) -> Node:  # noqa: ANN401 -- likewise
        """Make a node where it belongs."""
        in_contents = node.in_contents or CONTENTS in classes_of(element)
        if node.in_contents:
            kind = IN_CONTENTS.get(kind, kind)
            if kind == "Link":
                node = node.add("Reference")
        if kind == "Lbl":
            node.last_item = node.add("LI")
            node = node.last_item
        elif kind == "LBody":
            node.last_item = node.last_item or node.add("LI")
            node = node.last_item
        elif kind == "Note":
            return self._note(element, node)
        made = node.add(kind)
        made.scope, made.in_contents = scope, in_contents
        return made

    def _node_of_added(self, box: Any, node: Node, name: str) -> Node:  # noqa: ANN401 -- likewise
        """Give the node of what styles add to an element."""
        if name == "marker":
            item = node.nearest("LI")
            return _label(item) if item is not None else node
        if name in ("footnote-call", "note-call"):
            call = node.add("Reference")
            self._note(box.element, node)
            return call
        if name in ("footnote-marker", "note-marker"):
            note = node.nearest("Note")
            return _label(note) if note is not None else node
        return self._number(box, node) if box.element_tag == "a::after" else node

    def _number(self, box: Any, node: Node) -> Node:  # noqa: ANN401 -- likewise
        """Give the node of what styles put behind a link: the page to which it leads."""
        key = (box.element, box.element_tag, node.scope)
        if key not in self.made:
            self.made[key] = node.add("Span")
        return self.made[key]

    def _note(self, element: Any, node: Node) -> Node:  # noqa: ANN401 -- likewise
        """Make a note behind what calls it; a heading has none in it."""
        place = node
        while place.above is not None and place.kind in HEADINGS | {"Link", "Code", "Quote"}:
            place = place.above
        note = place.add("Note")
        note.scope = EVERYWHERE
        self.notes[element] = note
        note.identifier = f"note-{len(self.notes)}"
        return note

    def _describe(self, node: Node, box: Any) -> None:  # noqa: ANN401 -- likewise
        """Say of a node what its type asks for."""
        if node.kind in PICTURES:
            node.alternative = alternative_of(box.element)
            node.attributes = {"O": "/Layout", "BBox": pydyf.Array(self._corners(box))}
            if isinstance(box, boxes.BlockLevelBox):
                node.attributes["Placement"] = "/Block"
        elif node.kind == "L":
            style = box.style["list_style_type"]
            numbering = NUMBERINGS.get(style if isinstance(style, str) else "", "None")
            node.attributes = {"O": "/List", "ListNumbering": f"/{numbering}"}
        elif node.kind in CELLS:
            node.attributes = _cell(node, box)

    def _corners(self, box: Any) -> Sequence[float]:  # noqa: ANN401 -- likewise
        """Give the corners of a picture, in points from the page's lower left one."""
        left, top = box.content_box_x(), box.content_box_y()
        right, bottom = left + box.width, top + box.height
        places = (left, self.height - bottom, right, self.height - top)
        return [round(each * POINTS, 3) for each in places]

    def _take_link(self, box: Any, node: Node) -> None:  # noqa: ANN401 -- likewise
        link = node.nearest("Link") or node.add("Link")
        # What is described is the whole link; boxes within it have annotations as well.
        words = self.words.setdefault(link, words_of(box.element))
        if words:
            box.link_annotation["Contents"] = pydyf.String(words)
        link.kids.append(Annotation(self.page, box.link_annotation))

    def _take_drawn(self, box: Any, node: Node) -> None:  # noqa: ANN401 -- likewise
        mark = self.marks.pop(box, None)
        if mark is None:
            return
        number = int(mark["mcid"])
        is_blank = isinstance(box, boxes.TextBox) and not box.text.strip()
        if is_blank and node.kind in GROUPING:
            # What is between the items of a list that stand in one line, and the like.
            self.artifacts[self.page].add(number)
        else:
            self._take(node, Content(self.page, number, is_blank))

    @staticmethod
    def _take(node: Node, content: Content) -> None:
        holder = _loose(node) if node.kind in GROUPING else node
        holder.kids.append(content)

    def _leave_out(self, box: Any, node: Node) -> None:  # noqa: ANN401 -- likewise
        """Take what was drawn of a box, and of all in it, for no part of the text; links stay."""
        if isinstance(box, AbsolutePlaceholder):
            box = box._box  # noqa: SLF001 -- likewise
        mark = self.marks.pop(box, None)
        if mark is not None:
            self.artifacts[self.page].add(int(mark["mcid"]))
        if box.link_annotation is not None:
            self._take_link(box, node)
        for child in box.children:
            self._leave_out(child, node)


def _is_outside_the_text(box: Any, *, is_new: bool) -> bool:  # noqa: ANN401 -- likewise
    if isinstance(box, boxes.MarginBox) or box.is_leader:
        return True
    return is_new and is_decorative(box.element)


def _has_lines(box: Any) -> bool:  # noqa: ANN401 -- likewise
    return bool(box.children) and isinstance(box.children[0], boxes.LineBox)


def _loose(node: Node) -> Node:
    made = node.add("P")
    made.is_loose = True
    return made


def _label(node: Node) -> Node:
    """Give the label of an item or a note, which stands at its beginning."""
    first = node.kids[0] if node.kids else None
    if isinstance(first, Node) and first.kind == "Lbl":
        return first
    label = node.add("Lbl")
    node.kids.insert(0, node.kids.pop())
    return label


def _inner(node: Node) -> Node:
    """Give what holds the words of a node: of an item, its body."""
    if node.kind != "LI":
        return node
    bodies = (each for each in node.kids if isinstance(each, Node) and each.kind == "LBody")
    return next(bodies, None) or node.add("LBody")


def _is_book_section(element: Any) -> bool:  # noqa: ANN401 -- xml.etree's
    if element.tag != "section":
        return False
    return any(each.startswith(MATTER) for each in classes_of(element))


def _scope_of(element: Any, page: int) -> int:  # noqa: ANN401 -- likewise
    """Tell where a section of the book ends: what is cut into runs ends with each page."""
    return EVERYWHERE if classes_of(element) & ENTRIES else page


def _cell(node: Node, box: Any) -> dict[str, Any]:  # noqa: ANN401 -- likewise
    attributes: dict[str, Any] = {"O": "/Table"}
    if node.kind == "TH":
        scope = box.element.get("scope") or ("col" if node.nearest("THead") else "row")
        attributes["Scope"] = "/Row" if scope.startswith("row") else "/Column"
    if box.colspan != 1:
        attributes["ColSpan"] = box.colspan
    if box.rowspan != 1:
        attributes["RowSpan"] = box.rowspan
    return attributes if len(attributes) > 1 else {}
