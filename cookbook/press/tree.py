"""Pandoc's document tree in our hands: short names to build its nodes, and to read their text."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any

from cookbook.press.pandoc import Node

Blocks = list[Node]
Inlines = list[Node]

NO_BREAK_SPACE = "\u00a0"
WITH_ATTRIBUTES = frozenset(
    {"Code", "CodeBlock", "Div", "Figure", "Header", "Image", "Link", "Span", "Table"}
)
BLANKS = re.compile(r"[ \t\n]+")
WORDS = frozenset({"Str", "Space", "SoftBreak"})
SPACE: Node = {"t": "Space"}
LINE_BREAK: Node = {"t": "LineBreak"}


def attributes(
    identifier: str = "", classes: Sequence[str] = (), values: Mapping[str, str] | None = None
) -> list[object]:
    """Make a node's attributes: id, classes, and further keys with values."""
    return [identifier, list(classes), [[key, value] for key, value in (values or {}).items()]]


def text(words: str) -> Inlines:
    """Make inlines of plain text; its spaces may break, its no-break spaces may not."""
    inlines: Inlines = []
    for piece in BLANKS.split(words):
        if piece:
            inlines.append({"t": "Str", "c": piece})
        inlines.append(SPACE)
    # A blank stands between two pieces, and not behind the last.
    del inlines[-1]
    return inlines


def para(inlines: Inlines) -> Node:
    """Make a paragraph."""
    return {"t": "Para", "c": inlines}


def plain(inlines: Inlines) -> Node:
    """Make a run of text that is no paragraph of its own, as in a list item."""
    return {"t": "Plain", "c": inlines}


def emphasis(inlines: Inlines) -> Node:
    """Make emphasised text."""
    return {"t": "Emph", "c": inlines}


def strong(inlines: Inlines) -> Node:
    """Make strong text."""
    return {"t": "Strong", "c": inlines}


def span(inlines: Inlines, *classes: str, identifier: str = "", **values: str) -> Node:
    """Make an inline with classes."""
    return {"t": "Span", "c": [attributes(identifier, classes, _keys(values)), inlines]}


def div(blocks: Blocks, *classes: str, identifier: str = "", **values: str) -> Node:
    """Make a block with classes."""
    return {"t": "Div", "c": [attributes(identifier, classes, _keys(values)), blocks]}


def header(
    level: int, inlines: Inlines, *classes: str, identifier: str = "", **values: str
) -> Node:
    """Make a heading of level 1 to 6."""
    return {"t": "Header", "c": [level, attributes(identifier, classes, _keys(values)), inlines]}


def link(target: str, inlines: Inlines, *classes: str, **values: str) -> Node:
    """Make a link; a target that begins with # is inside the book."""
    return {"t": "Link", "c": [attributes("", classes, _keys(values)), inlines, [target, ""]]}


def image(target: str, alternative: Inlines, *classes: str, **values: str) -> Node:
    """Make a picture with its alternative text."""
    return {"t": "Image", "c": [attributes("", classes, _keys(values)), alternative, [target, ""]]}


def figure(blocks: Blocks, caption: Blocks, *classes: str, identifier: str = "") -> Node:
    """Make a figure with a caption."""
    return {"t": "Figure", "c": [attributes(identifier, classes), [None, caption], blocks]}


def bullet_list(items: Sequence[Blocks]) -> Node:
    """Make an unordered list."""
    return {"t": "BulletList", "c": list(items)}


def ordered_list(items: Sequence[Blocks], start: int = 1) -> Node:
    """Make a numbered list."""
    return {"t": "OrderedList", "c": [[start, {"t": "Decimal"}, {"t": "Period"}], list(items)]}


def table(caption: Inlines, head: Sequence[Inlines], rows: Sequence[Sequence[Inlines]]) -> Node:
    """Make a table whose first column names its rows."""
    columns = [[{"t": "AlignDefault"}, {"t": "ColWidthDefault"}] for _ in head]
    body = [attributes(), 1, [], [_row(each) for each in rows]]
    titled = [None, [plain(caption)]]
    top, foot = [attributes(), [_row(head)]], [attributes(), []]
    return {"t": "Table", "c": [attributes(), titled, columns, top, [body], foot]}


def _row(cells: Sequence[Inlines]) -> list[object]:
    return [
        attributes(),
        [[attributes(), {"t": "AlignDefault"}, 1, 1, [plain(each)]] for each in cells],
    ]


def definition_list(items: Sequence[tuple[Inlines, Sequence[Blocks]]]) -> Node:
    """Make a list of terms with their definitions."""
    return {"t": "DefinitionList", "c": [[term, list(texts)] for term, texts in items]}


def meta_text(words: str) -> Node:
    """Make a metadata value of plain text."""
    return {"t": "MetaString", "c": words}


def classes_of(node: Node) -> list[str]:
    """Give the classes of a Div, Span, Header, Link, Image, Code, CodeBlock or Figure."""
    content = node.get("c")
    if node["t"] == "Header":
        return list(content[1][1]) if content else []
    return list(content[0][1]) if isinstance(content, list) else []


def identifier_of(node: Node) -> str:
    """Give the id of a node, or "" where it has none."""
    if node["t"] not in WITH_ATTRIBUTES:
        return ""
    attr = node["c"][1] if node["t"] == "Header" else node["c"][0]
    return str(attr[0])


def strings(nodes: Iterable[Node]) -> Iterator[str]:
    """Give the words of nodes, one after another; footnotes are left out."""
    # A stack of our own: what was never cleaned may be nested deeper than Python can call.
    waiting: list[Node | str] = [*nodes]
    waiting.reverse()
    while waiting:
        node = waiting.pop()
        if isinstance(node, str):
            yield node
        else:
            waiting.extend(reversed(_words_of(node)))


def letters(nodes: Iterable[Node]) -> set[str]:
    """Give the characters that nodes print, those of footnotes among them."""
    found: set[str] = set()
    for node in walk(nodes):
        if node["t"] == "Str":
            found.update(node["c"])
        elif node["t"] in ("Code", "Math", "CodeBlock"):
            found.update(node["c"][1])
    return found


def plain_text(nodes: Iterable[Node]) -> str:
    """Give the text of nodes on one line."""
    return " ".join("".join(strings(nodes)).split())


def said_around(node: Node) -> tuple[str, str]:
    """Give what a node itself says before and behind the nodes in it."""
    kind: str = node["t"]
    if kind in ("Space", "SoftBreak", "LineBreak"):
        return " ", ""
    if kind in ("Code", "Math", "CodeBlock"):
        return node["c"][1], ""
    if kind == "Quoted":
        return ("‘", "’") if node["c"][0]["t"] == "SingleQuote" else ("“", "”")
    return "", " " if kind in ("Para", "Plain", "Header") else ""


def _words_of(node: Node) -> list[Node | str]:
    """Give what a node says: words, and nodes whose words stand between them."""
    if node["t"] == "Str":
        return [node["c"]]
    if node["t"] == "Note":
        return []
    before, behind = said_around(node)
    return [before, *_children(node), behind]


def children(node: Node) -> Iterator[Node]:
    """Give the nodes directly inside a node, whatever its shape."""
    yield from _children(node)


def _children(node: Node) -> list[Node]:
    found: list[Node] = []
    content = node.get("c")
    if type(content) is list:
        _collect(content, found)
    return found


def _collect(values: list[Any], found: list[Node]) -> None:
    # Trees are JSON's own lists and dictionaries, and of nothing else is there so much.
    for value in values:
        kind = type(value)
        if kind is dict:
            if "t" in value:
                found.append(value)
        elif kind is list and value and type(value[0]) is not str:
            # A list that begins with text is one of attributes or an address.
            _collect(value, found)


def walk(nodes: Iterable[Node]) -> Iterator[Node]:
    """Give every node of a tree, parents before children."""
    # A stack of our own: books are walked often, and generators within generators are slow.
    waiting = list(nodes)[::-1]
    while waiting:
        node = waiting.pop()
        yield node
        content = node.get("c")
        if type(content) is list:
            found: list[Node] = []
            _collect(content, found)
            found.reverse()
            waiting += found


def walk_structure(nodes: Iterable[Node]) -> Iterator[Node]:
    """Give every node of a tree but words and spaces, parents before children."""
    waiting = list(nodes)[::-1]
    while waiting:
        node = waiting.pop()
        yield node
        waiting += [each for each in reversed(_children(node)) if each["t"] not in WORDS]


def rewrite(value: object, change: Callable[[Node], Node | list[Node] | None]) -> object:
    """Copy a tree, replacing each node from the leaves up.

    `change` gives the node's replacement, several, or None to keep the node as it is. In the copy,
    whatever holds no change is the original itself: nobody alters a tree in place.
    """
    if isinstance(value, list):
        return _rewritten_list(value, change)
    if isinstance(value, dict) and "c" in value:
        return _with_content(value, rewrite(value["c"], change))
    return value


def _rewritten_list(
    values: list[Any], change: Callable[[Node], Node | list[Node] | None]
) -> list[Any]:
    copied: list[Any] | None = None
    for position, value in enumerate(values):
        new = _rewritten(value, change)
        if copied is None:
            if new is value:
                continue
            copied = values[:position]
        if type(new) is list and type(value) is dict:
            copied += new
        else:
            copied.append(new)
    return values if copied is None else copied


def _rewritten(value: Any, change: Callable[[Node], Node | list[Node] | None]) -> Any:  # noqa: ANN401 -- whatever a tree holds
    kind = type(value)
    if kind is list:
        return _rewritten_list(value, change)
    if kind is not dict:
        return value
    content = value.get("c")
    if type(content) is list:
        value = _with_content(value, _rewritten_list(content, change))
    if "t" not in value:
        return value
    changed = change(value)
    return value if changed is None else changed


def _with_content(node: Node, content: object) -> Node:
    return node if content is node["c"] else {**node, "c": content}


def rewrite_blocks(blocks: Blocks, change: Callable[[Node], Node | list[Node] | None]) -> Blocks:
    """Copy blocks, replacing each node from the leaves up; see `rewrite`."""
    result = rewrite(blocks, change)
    return result if isinstance(result, list) else []


def _keys(values: Mapping[str, str]) -> dict[str, str]:
    return {key.rstrip("_").replace("_", "-"): value for key, value in values.items()}
