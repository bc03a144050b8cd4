"""Pandoc's tree of somebody's document -> the tree of a chapter as our text format has it."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from cookbook.exchange.documents.figures import as_it_stands, figure_blocks, picture_inlines
from cookbook.exchange.documents.losses import LossBook, Lost
from cookbook.exchange.documents.pictures import Album
from cookbook.exchange.rewriting.plain_words import label_of
from cookbook.press.pandoc import Node
from cookbook.press.reading.cleaning import FURNITURE
from cookbook.press.tree import (
    SPACE,
    Blocks,
    Inlines,
    attributes,
    children,
    emphasis,
    para,
    plain,
    plain_text,
    strong,
    text,
    walk,
)

TOP_LEVEL = 2
"""Sections begin with two marks: the first level is the chapter's title."""
LOWEST_LEVEL = 6
LANGUAGE = re.compile(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8}){0,3}")
CODE_LANGUAGE = re.compile(r"[A-Za-z][A-Za-z0-9+#-]{0,19}")
NO_LANGUAGES = frozenset({"sourceCode", "numberLines", "code", "highlight", "literal-block"})
SAFE_LINK = re.compile(r"(?:https?://|mailto:)\S+", re.IGNORECASE)
RAW_HTML = Lost("piece of HTML", "pieces of HTML", "could not be carried over; the words stayed")
DEAD_LINK = Lost(
    "link to a place that the text doesn't have",
    "links to places that the text doesn't have",
    "became plain words",
)
FILE_LINK = Lost("link to a file", "links to files", "became plain words")
FORMULA_AROUND = re.compile(
    r"^\\begin\{(equation|displaymath|math)\*?\}(.*)\\end\{\1\*?\}$", re.DOTALL
)
LEFT_OUT = frozenset({"Null"})
BREAK_TAG = re.compile(r"<br\b[^>]*>", re.IGNORECASE)
EMPTY_WORDS = frozenset({"Space", "SoftBreak", "LineBreak"})

RawReader = Callable[["Tidier", str, str], Inlines | None]
"""Makes inlines of raw markup (its format, its text), or None where it is to be dropped."""


@dataclass
class Tidier:
    """Makes the blocks of one chapter fit. `labels` are the places that links of it may lead to.

    `keeps_furniture` tells whether divs with the names of our furniture mean it; `every_label`
    that labels stay though nothing in the text leads to them.
    """

    album: Album
    losses: LossBook
    labels: frozenset[str]
    keeps_furniture: bool = False
    every_label: bool = False
    read_raw: RawReader | None = None
    wanted: set[str] = field(default_factory=set)
    citations: set[str] = field(default_factory=set)
    elsewhere: set[str] = field(default_factory=set)
    open_levels: list[int] = field(default_factory=list)

    def tidy(self, nodes: Sequence[Node]) -> Blocks:
        """Make blocks fit. Raises RecursionError where they are nested beyond all measure."""
        self.wanted |= {label_of(target) for target in linked_names(nodes)}
        return self.blocks(nodes)

    def blocks(self, nodes: Sequence[Node]) -> Blocks:
        """Make blocks fit, one after another."""
        return [fit for node in nodes for fit in self._block(node)]

    def inlines(self, nodes: Sequence[Node]) -> Inlines:
        """Make inlines fit, one after another."""
        return [fit for node in nodes for fit in self._inline(node)]

    def label(self, name: str) -> str:
        """Give the label that a place keeps, or "" where nothing leads to it."""
        label = label_of(name)
        return label if label and (self.every_label or label in self.wanted) else ""

    def _block(self, node: Node) -> Blocks:
        handler = getattr(self, f"_block_{node['t'].lower()}", None)
        if handler is None:
            return [para(text(plain_text([node])))] if plain_text([node]) else []
        blocks: Blocks = handler(node)
        return blocks

    def _block_para(self, node: Node) -> Blocks:
        if _is_one_picture(node["c"]):
            picture = next(each for each in walk(node["c"]) if each["t"] == "Image")
            return figure_blocks(self, picture, [], "")
        fit = _trimmed(self.inlines(node["c"]))
        return [{"t": node["t"], "c": fit}] if fit else []

    _block_plain = _block_para

    def _block_header(self, node: Node) -> Blocks:
        level, (identifier, _classes, _values), inlines = node["c"]
        fit = _trimmed([_on_one_line(each) for each in self.inlines(inlines)])
        words = plain_text(inlines)
        if not fit:
            return []
        self.losses.place = words[:120]
        while self.open_levels and self.open_levels[-1] >= level:
            self.open_levels.pop()
        self.open_levels.append(level)
        level = min(LOWEST_LEVEL, TOP_LEVEL + len(self.open_levels) - 1)
        return [{"t": "Header", "c": [level, attributes(self.label(identifier)), fit]}]

    def _block_div(self, node: Node) -> Blocks:
        (identifier, classes, values), blocks = node["c"]
        kind = next((each for each in classes if each in FURNITURE), "")
        inside = self.blocks(blocks)
        label = self.label(identifier)
        if kind and self.keeps_furniture:
            kept = {key: value for key, value in values if key in {"title", "for"}}
            return [{"t": "Div", "c": [attributes(label, [kind], kept), inside]}]
        if label and len(inside) == 1 and inside[0]["t"] == "Table":
            return [_named_table(inside[0], label)]
        return [*self._anchor(label, inside), *inside]

    def _anchor(self, label: str, blocks: Blocks) -> Blocks:
        """Keep the place of a link where its block goes, at the first words that take one."""
        if not label or not blocks:
            return []
        first = blocks[0]
        if first["t"] == "Header" and not first["c"][1][0]:
            first["c"][1] = attributes(label)
        elif first["t"] in ("Para", "Plain"):
            first["c"] = [{"t": "Span", "c": [attributes(label), []]}, *first["c"]]
        return []

    def _block_blockquote(self, node: Node) -> Blocks:
        inside = self.blocks(node["c"])
        return [{"t": "BlockQuote", "c": inside}] if inside else []

    def _block_bulletlist(self, node: Node) -> Blocks:
        items = [inside for item in node["c"] if (inside := self.blocks(item))]
        return [{"t": "BulletList", "c": items}] if items else []

    def _block_orderedlist(self, node: Node) -> Blocks:
        how, items = node["c"]
        fit = [inside for item in items if (inside := self.blocks(item))]
        return [{"t": "OrderedList", "c": [how, fit]}] if fit else []

    def _block_definitionlist(self, node: Node) -> Blocks:
        items = [
            [self.inlines(term), [self.blocks(each) for each in meanings]]
            for term, meanings in node["c"]
        ]
        return [{"t": "DefinitionList", "c": items}]

    def _block_lineblock(self, node: Node) -> Blocks:
        return [{"t": "LineBlock", "c": [self.inlines(line) for line in node["c"]]}]

    def _block_codeblock(self, node: Node) -> Blocks:
        (_identifier, classes, _values), code = node["c"]
        language = [
            each for each in classes if CODE_LANGUAGE.fullmatch(each) and each not in NO_LANGUAGES
        ][:1]
        return [{"t": "CodeBlock", "c": [attributes("", language), code]}]

    def _block_horizontalrule(self, node: Node) -> Blocks:
        return [node]

    def _block_rawblock(self, node: Node) -> Blocks:
        inlines = self._inline_rawinline(node)
        if inlines and all(each["t"] in ("Para", "Div", "CodeBlock") for each in inlines):
            return inlines
        return [para(inlines)] if inlines else []

    def _block_figure(self, node: Node) -> Blocks:
        (identifier, _classes, _values), (_short, caption), blocks = node["c"]
        words = _joined(
            [self.inlines(each["c"]) for each in caption if each["t"] in ("Para", "Plain")]
        )
        pictures = [each for each in walk(blocks) if each["t"] == "Image"]
        label = self.label(identifier)
        if len(pictures) == 1 and not plain_text(_without_pictures(blocks)):
            return figure_blocks(self, pictures[0], _trimmed(words), label)
        inside = self.blocks(blocks)
        if len(inside) == 1 and inside[0]["t"] == "Table":
            return [_named_table(_captioned(inside[0], words), label)]
        said = [para(_trimmed(words))] if _trimmed(words) else []
        return [*inside, *said] if not label else [*inside, *_with_anchor(said, label)]

    def _block_table(self, node: Node) -> Blocks:
        attr, (short, caption), columns, head, bodies, foot = node["c"]
        words = _joined(
            [self.inlines(each["c"]) for each in caption if each["t"] in ("Para", "Plain")]
        )
        table: Node = {
            "t": "Table",
            "c": [
                attributes(),
                [short, [plain(_trimmed(words))] if _trimmed(words) else []],
                [[align, {"t": "ColWidthDefault"}] for align, _width in columns],
                [attributes(), self._rows(head[1])],
                [
                    [attributes(), body[1], self._rows(body[2]), self._rows(body[3])]
                    for body in bodies
                ],
                [attributes(), self._rows(foot[1])],
            ],
        }
        return [_named_table(table, self.label(attr[0]))]

    def _rows(self, rows: list[Any]) -> list[Any]:
        return [
            [
                attributes(),
                [
                    [attributes(), align, down, across, _in_cell(self.blocks(blocks))]
                    for _attr, align, down, across, blocks in cells
                ],
            ]
            for _row, cells in rows
        ]

    def _inline(self, node: Node) -> Inlines:
        handler = getattr(self, f"_inline_{node['t'].lower()}", None)
        if handler is None:
            return [node] if node["t"] not in LEFT_OUT else []
        inlines: Inlines = handler(node)
        return inlines

    def _wrapping(self, node: Node) -> Inlines:
        inside = self.inlines(node["c"])
        return [{"t": node["t"], "c": inside}] if plain_text(inside) else inside

    _inline_emph = _inline_strong = _inline_strikeout = _wrapping
    _inline_superscript = _inline_subscript = _wrapping

    def _inline_underline(self, node: Node) -> Inlines:
        inside = self.inlines(node["c"])
        return [emphasis(inside)] if plain_text(inside) else inside

    def _inline_smallcaps(self, node: Node) -> Inlines:
        return self.inlines(node["c"])

    def _inline_quoted(self, node: Node) -> Inlines:
        return [{"t": "Quoted", "c": [node["c"][0], self.inlines(node["c"][1])]}]

    def _inline_code(self, node: Node) -> Inlines:
        return [{"t": "Code", "c": [attributes(), node["c"][1]]}] if node["c"][1].strip() else []

    def _inline_note(self, node: Node) -> Inlines:
        inside = self.blocks(node["c"])
        return [{"t": "Note", "c": inside}] if inside else []

    def _inline_cite(self, node: Node) -> Inlines:
        citations, words = node["c"]
        self.citations |= {each["citationId"] for each in citations}
        fit = [
            {
                **each,
                "citationPrefix": self.inlines(each["citationPrefix"]),
                "citationSuffix": self.inlines(each["citationSuffix"]),
            }
            for each in citations
        ]
        return [{"t": "Cite", "c": [fit, words]}]

    def _inline_math(self, node: Node) -> Inlines:
        kind, tex = node["c"]
        label = re.search(r"\\label\s*\{([^{}]*)\}", tex)
        tex = FORMULA_AROUND.sub(r"\2", tex.strip())
        tex = re.sub(r"\n\s*\n", "\n", re.sub(r"\\label\s*\{[^{}]*\}\s*", "", tex)).strip()
        if not tex:
            return []
        formula: Node = {"t": "Math", "c": [kind, tex]}
        name = label_of(label[1]) if label else ""
        return [formula, SPACE, as_it_stands(f"{{#{name}}}")] if name else [formula]

    def _inline_span(self, node: Node) -> Inlines:
        (identifier, classes, values), inlines = node["c"]
        inside = self.inlines(inlines)
        label = self.label(identifier)
        told = dict(values)
        language = told.get("lang", "")
        kept = {"lang": language} if LANGUAGE.fullmatch(language) and plain_text(inside) else {}
        marks = [each for each in classes if each in ("index", "term")]
        if marks and told.get("entry"):
            kept["entry"] = told["entry"]
        if not label and not kept and not marks:
            return inside
        return [{"t": "Span", "c": [attributes(label, marks, kept), inside]}]

    def _inline_link(self, node: Node) -> Inlines:
        _attr, inlines, (target, _title) = node["c"]
        inside = self.inlines(inlines)
        if target.startswith("#"):
            label = label_of(target[1:])
            if label in self.labels:
                return [{"t": "Link", "c": [attributes(), inside, [f"#{label}", ""]]}]
            if not inside:
                self.elsewhere.add(label)
                return [{"t": "Link", "c": [attributes(), [], [f"#{label}", ""]]}]
            self.losses.count(DEAD_LINK)
            return inside
        if SAFE_LINK.fullmatch(target):
            return [{"t": "Link", "c": [attributes(), inside or text(target), [target, ""]]}]
        if target:
            self.losses.count(FILE_LINK)
        return inside

    def _inline_image(self, node: Node) -> Inlines:
        return picture_inlines(self, node)

    def _inline_rawinline(self, node: Node) -> Inlines:
        form, raw = node["c"]
        if self.read_raw is not None:
            made = self.read_raw(self, form, raw)
            if made is not None:
                return made
        if form == "html":
            if BREAK_TAG.fullmatch(raw.strip()):
                return [{"t": "LineBreak"}]
            if not raw.startswith("<!--"):
                self.losses.count(RAW_HTML)
        return []


def linked_names(nodes: Sequence[Node]) -> set[str]:
    """Give the names of the places that links in a tree lead to."""
    return {
        node["c"][2][0][1:]
        for node in walk(nodes)
        if node["t"] == "Link" and node["c"][2][0].startswith("#")
    }


def _is_one_picture(inlines: Inlines) -> bool:
    pictures = [each for each in walk(inlines) if each["t"] == "Image"]
    return (
        len(pictures) == 1
        and not plain_text(_without_pictures(inlines))
        and not any(each["t"] in ("Note", "Math", "RawInline") for each in walk(inlines))
    )


def _without_pictures(nodes: Sequence[Node]) -> list[Node]:
    """Give the nodes below that hold words, without the pictures' own."""
    found: list[Node] = []
    waiting = list(nodes)
    while waiting:
        node = waiting.pop()
        if node["t"] in ("Str", "Code", "Math", "CodeBlock"):
            found.append(node)
        elif node["t"] != "Image":
            waiting += children(node)
    return found


def _trimmed(inlines: Inlines) -> Inlines:
    fit = list(inlines)
    while fit and fit[0]["t"] in EMPTY_WORDS:
        del fit[0]
    while fit and fit[-1]["t"] in EMPTY_WORDS:
        del fit[-1]
    return fit


def _on_one_line(node: Node) -> Node:
    return SPACE if node["t"] in ("LineBreak", "SoftBreak") else node


def _joined(pieces: Sequence[Inlines]) -> Inlines:
    joined: Inlines = []
    for piece in pieces:
        joined += [SPACE, *piece] if joined else piece
    return joined


def _in_cell(blocks: Blocks) -> Blocks:
    """Make headings in a cell strong words: a table has no sections."""
    return [plain([strong(block["c"][2])]) if block["t"] == "Header" else block for block in blocks]


def _captioned(table: Node, words: Inlines) -> Node:
    content = list(table["c"])
    if not content[1][1] and _trimmed(words):
        content[1] = [None, [plain(_trimmed(words))]]
    return {"t": "Table", "c": content}


def _named_table(table: Node, label: str) -> Node:
    """Write a table's label at the end of its caption, where our format has it."""
    if not label:
        return table
    content = list(table["c"])
    caption = content[1][1][0]["c"] if content[1][1] else []
    content[1] = [
        None,
        [plain([*caption, *([SPACE] if caption else []), as_it_stands(f"{{#{label}}}")])],
    ]
    return {"t": "Table", "c": content}


def _with_anchor(blocks: Blocks, label: str) -> Blocks:
    place: Node = {"t": "Span", "c": [attributes(label), []]}
    if not blocks:
        return [para([place])]
    return [{"t": "Para", "c": [place, *blocks[0]["c"]]}, *blocks[1:]]
