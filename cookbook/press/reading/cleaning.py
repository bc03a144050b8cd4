"""Stage: an entry's tree -> the same tree with only what we allow in it.

What contributors write may hold any link, path, attribute or nesting that Markdown can say. This
keeps text whole and lets through nothing that could reach a file, a network or a script.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from urllib.parse import unquote

from cookbook.manuscript.decoding import strip_unprintable
from cookbook.press.limits import MOST_ROWS, is_too_long
from cookbook.press.pandoc import Node
from cookbook.press.reading.addresses import is_safe_link, without_links, written_address
from cookbook.press.tree import (
    NO_BREAK_SPACE,
    SPACE,
    Blocks,
    Inlines,
    attributes,
    para,
    plain_text,
    span,
    text,
    walk,
)
from cookbook.press.warnings import WarningKind, Warnings

UNDESCRIBED = "undescribed"
"""The class of pictures whose contributors left out what they show."""
MAX_DEPTH = 40
"""Nesting of blocks and inlines; real texts stay below ten."""
MAX_COMBINING_MARKS = 6
"""Marks stacked on one letter; Vietnamese has two, careful Hebrew four."""
MAX_COLUMNS = 100
"""Columns of a table; pages have room for twenty, and a layout takes its time for each."""
FURNITURE = (
    "objectives", "key-terms", "definition", "theorem", "proof", "example", "exercise", "solution",
    "summary", "note", "tip", "warning", "margin-note", "figure-absent", "table-absent",
)  # fmt: skip
INDEXED = frozenset({"term", "index"})
"""The classes of what is marked for the index."""
KEPT_CLASSES = frozenset({*FURNITURE, *INDEXED, "decorative", "unnumbered", "unlisted"})
KEPT_KEYS = frozenset({"lang", "dir", "title"})
KEPT_KEYS_OF_PICTURES = frozenset({*KEPT_KEYS, "alt", "width"})
KEPT_KEYS_OF_FURNITURE = frozenset({*KEPT_KEYS, "for"})
"""What isn't listed for an element isn't allowed on it in XHTML either."""
WRITTEN_KEYS = {"for": "data-for", "entry": "data-entry"}
HTML_TAG = re.compile(
    r"</?(?:a|audio|b|base|body|br|button|center|div|em|embed|font|form|frame|h[1-6]|head|html|hr|i"
    r"|iframe|img|input|li|link|math|meta|object|ol|p|script|span|strong|style|sub|sup|svg|table"
    r"|td|textarea|th|tr|u|ul|video)(?:/?>|$)",
    re.IGNORECASE,
)
"""A tag, or the beginning of one with attributes; words have no spaces."""
BALLOT_BOXES = ([{"t": "Str", "c": "☐"}], [{"t": "Str", "c": "☒"}])
IDENTIFIER = re.compile(r"^[^\W\d_][\w:.-]{0,99}$")
LANGUAGE_CLASS = re.compile(r"^[A-Za-z0-9+#-]{1,20}$")
# The part of BCP 47 (RFC 5646, section 2.1) that a book needs: language, script, region, variants.
"""What stands for a description that nobody wrote; whoever looks for these finds it by it."""
LANGUAGE_TAG = re.compile(
    r"[A-Za-z]{2,3}(?:-[A-Za-z]{3}){0,3}(?:-[A-Za-z]{4})?(?:-(?:[A-Za-z]{2}|[0-9]{3}))?"
    r"(?:-(?:[A-Za-z0-9]{5,8}|[0-9][A-Za-z0-9]{3})){0,3}"
)
WIDTH = re.compile(r"^(?:100|[1-9]?[0-9])(?:\.\d+)?%$")
MARKS = re.compile(
    rf"([\u0300-\u036f\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f]"
    rf"{{{MAX_COMBINING_MARKS}}})[\u0300-\u036f\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f]+"
)

ImageFinder = Callable[[str, str], str | None]
"""Gives the name under which a picture of an entry lies in the build, or None after a warning."""


@dataclass
class Cleaner:
    """Cleans the trees of one entry; `find_image` answers (entry, target) with a vetted picture.

    `undescribed` is said of a picture of which nobody says anything.
    """

    entry: str
    warnings: Warnings
    find_image: ImageFinder
    undescribed: str

    def blocks(self, nodes: Blocks, depth: int = 0) -> Blocks:
        """Clean blocks; what is nested too deeply becomes paragraphs of its text."""
        if depth > MAX_DEPTH:
            self._warn(WarningKind.TEXT, "something is nested too deeply; its text is kept.")
            return [para(_flattened(nodes))]
        return [clean for node in nodes for clean in self._block(node, depth)]

    def inlines(self, nodes: Inlines, depth: int = 0) -> Inlines:
        """Clean inlines."""
        if depth > MAX_DEPTH:
            self._warn(WarningKind.TEXT, "something is nested too deeply; its text is kept.")
            return _flattened(nodes)
        return [clean for node in nodes for clean in self._inline(node, depth)]

    def _block(self, node: Node, depth: int) -> Blocks:
        handler = getattr(self, f"_block_{node['t'].lower()}", None)
        if handler is None:
            return [para(text(clean_words(plain_text([node]))))]
        blocks: Blocks = handler(node, depth)
        return blocks

    def _block_para(self, node: Node, depth: int) -> Blocks:
        inlines = self.inlines(node["c"], depth + 1)
        return [{"t": node["t"], "c": inlines}] if inlines else []

    _block_plain = _block_para

    def _block_lineblock(self, node: Node, depth: int) -> Blocks:
        return [{"t": "LineBlock", "c": [self.inlines(line, depth + 1) for line in node["c"]]}]

    def _block_codeblock(self, node: Node, _depth: int) -> Blocks:
        return [{"t": "CodeBlock", "c": [self._code_attributes(node["c"][0]), _code(node["c"][1])]}]

    def _block_rawblock(self, node: Node, _depth: int) -> Blocks:
        return [{"t": "CodeBlock", "c": [attributes(), _code(node["c"][1])]}]

    def _block_blockquote(self, node: Node, depth: int) -> Blocks:
        return [{"t": "BlockQuote", "c": self.blocks(node["c"], depth + 1)}]

    def _block_bulletlist(self, node: Node, depth: int) -> Blocks:
        items = [_with_sign(self.blocks(item, depth + 1)) for item in node["c"]]
        return [{"t": "BulletList", "c": items}]

    def _block_orderedlist(self, node: Node, depth: int) -> Blocks:
        (start, style, delimiter), items = node["c"]
        start = start if 0 <= start < 1_000_000 else 1  # noqa: PLR2004 -- no list is that long
        cleaned = [self.blocks(item, depth + 1) for item in items]
        return [{"t": "OrderedList", "c": [[start, style, delimiter], cleaned]}]

    def _block_definitionlist(self, node: Node, depth: int) -> Blocks:
        items = [
            [self.inlines(term, depth + 1), [self.blocks(each, depth + 1) for each in texts]]
            for term, texts in node["c"]
        ]
        return [{"t": "DefinitionList", "c": items}]

    def _block_header(self, node: Node, depth: int) -> Blocks:
        level, attr, inlines = node["c"]
        words = self.inlines(inlines, depth)
        if not plain_text(words):
            # A heading without words can't stand in the contents.
            return [para(words)] if words else []
        return [{"t": "Header", "c": [level, self._attributes(attr), words]}]

    def _block_horizontalrule(self, node: Node, _depth: int) -> Blocks:
        return [node]

    def _block_div(self, node: Node, depth: int) -> Blocks:
        attr, blocks = node["c"]
        keys = KEPT_KEYS_OF_FURNITURE if set(attr[1]) & set(FURNITURE) else KEPT_KEYS
        return [{"t": "Div", "c": [self._attributes(attr, keys), self.blocks(blocks, depth + 1)]}]

    def _block_figure(self, node: Node, depth: int) -> Blocks:
        attr, (_short, caption), blocks = node["c"]
        cleaned = self.blocks(blocks, depth + 1)
        words = self.blocks(caption, depth + 1)
        if not any(each["t"] == "Image" for block in cleaned for each in _inlines_of(block)):
            return [*cleaned, *([{"t": "Div", "c": [attributes(), words]}] if words else [])]
        return [{"t": "Figure", "c": [self._attributes(attr), [None, words], cleaned]}]

    def _block_table(self, node: Node, depth: int) -> Blocks:
        attr, (_short, caption), columns, head, bodies, foot = node["c"]
        if len(columns) > MAX_COLUMNS:
            message = f"a table of {len(columns)} columns fits no page; its text is kept."
            self._warn(WarningKind.TEXT, message)
            rows = [*head[1], *(row for body in bodies for row in (*body[2], *body[3])), *foot[1]]
            lines = [[block for cell in cells for block in cell[4]] for _attr, cells in rows]
            return [*self.blocks(caption, depth + 1), *(para(_flattened(each)) for each in lines)]
        count = sum(len(body[3]) for body in bodies)
        if count > MOST_ROWS:
            message = f"a table of {count:,} rows is set in print as several, one below the other."
            self._warn(WarningKind.LAYOUT, message)
        return [
            {
                "t": "Table",
                "c": [
                    self._attributes(attr),
                    [None, self.blocks(caption, depth + 1)],
                    # A pipe table takes its widths from its dashes; the text knows better.
                    [[alignment, {"t": "ColWidthDefault"}] for alignment, _width in columns],
                    [attributes(), self._rows(head[1], depth)],
                    [
                        [
                            attributes(),
                            body[1],
                            self._rows(body[2], depth),
                            self._rows(body[3], depth),
                        ]
                        for body in bodies
                    ],
                    [attributes(), self._rows(foot[1], depth)],
                ],
            }
        ]

    def _rows(self, rows: list[list[object]], depth: int) -> list[list[object]]:
        return [
            [
                attributes(),
                [
                    [attributes(), align, across, down, self.blocks(blocks, depth + 1)]
                    for _attr, align, across, down, blocks in cells  # type: ignore[attr-defined]  # pandoc's shape
                ],
            ]
            for _attr, cells in rows
        ]

    def _inline(self, node: Node, depth: int) -> Inlines:
        kind = node["t"]
        if kind in ("Space", "SoftBreak", "LineBreak"):
            return [node]
        handler = getattr(self, f"_inline_{kind.lower()}", None)
        if handler is None:
            return text(clean_words(plain_text([node])))
        inlines: Inlines = handler(node, depth)
        return inlines

    def _inline_str(self, node: Node, _depth: int) -> Inlines:
        words = clean_words(node["c"])
        if "<" in words and HTML_TAG.search(words):
            self._warn(WarningKind.TEXT, "HTML in it is printed as it is written.")
        return [{"t": "Str", "c": words}] if words else []

    def _inline_emph(self, node: Node, depth: int) -> Inlines:
        return [{"t": node["t"], "c": self.inlines(node["c"], depth + 1)}]

    _inline_strong = _inline_underline = _inline_strikeout = _inline_emph
    _inline_superscript = _inline_subscript = _inline_smallcaps = _inline_emph

    def _inline_quoted(self, node: Node, depth: int) -> Inlines:
        return [{"t": "Quoted", "c": [node["c"][0], self.inlines(node["c"][1], depth + 1)]}]

    def _inline_cite(self, node: Node, depth: int) -> Inlines:
        citations, inlines = node["c"]
        cleaned = [
            {
                **each,
                "citationPrefix": self._without_cites(each["citationPrefix"], depth),
                "citationSuffix": self._without_cites(each["citationSuffix"], depth),
            }
            for each in citations
        ]
        return [{"t": "Cite", "c": [cleaned, self.inlines(inlines, depth + 1)]}]

    def _without_cites(self, nodes: Inlines, depth: int) -> Inlines:
        """Clean what stands beside a citation; a citation within a citation becomes its text."""
        if any(node["t"] in ("Cite", "Note") for node in walk(nodes)):
            return text(clean_words(plain_text(nodes)))
        return self.inlines(nodes, depth + 1)

    def _inline_code(self, node: Node, _depth: int) -> Inlines:
        return [{"t": "Code", "c": [self._code_attributes(node["c"][0]), _code(node["c"][1])]}]

    def _inline_rawinline(self, node: Node, _depth: int) -> Inlines:
        return [{"t": "Code", "c": [attributes(), _code(node["c"][1])]}]

    def _inline_math(self, node: Node, _depth: int) -> Inlines:
        return [{"t": "Math", "c": [node["c"][0], _code(node["c"][1])]}]

    def _inline_note(self, node: Node, depth: int) -> Inlines:
        note = self.blocks(node["c"], depth + 1)
        if is_too_long(note):
            message = (
                f"a footnote of {len(plain_text(note).split()):,} words is too long for the foot "
                "of a page; in print it stands below its paragraph."
            )
            self._warn(WarningKind.LAYOUT, message)
        return [{"t": "Note", "c": note}]

    def _inline_span(self, node: Node, depth: int) -> Inlines:
        attr, inlines = node["c"]
        return [{"t": "Span", "c": [self._attributes(attr), self.inlines(inlines, depth + 1)]}]

    def _inline_link(self, node: Node, depth: int) -> Inlines:
        attr, inlines, (target, _title) = node["c"]
        words = self.inlines(inlines, depth + 1)
        target = written_address(clean_words(target))
        if not target:
            return words
        if is_safe_link(target):
            words, behind = without_links(words)
            return [{"t": "Link", "c": [self._attributes(attr), words, [target, ""]]}, *behind]
        self._warn(
            WarningKind.LINK, f'the link to "{target[:60]}" is no web address; its text is kept.'
        )
        return words or text(target)

    def _inline_image(self, node: Node, depth: int) -> Inlines:
        attr, inlines, (target, _title) = node["c"]
        words = self.inlines(inlines, depth + 1)
        cleaned = self._attributes(attr, KEPT_KEYS_OF_PICTURES)
        alternative = _value(cleaned, "alt")
        name = self.find_image(self.entry, unquote(clean_words(target)))
        if name is None:
            return [span(text(alternative or "") or words, "missing-picture")]
        if alternative is not None:
            words = text(alternative)
        elif not words:
            self._warn(WarningKind.IMAGE, f'the picture "{target[:60]}" has no alternative text.')
            words = text(self.undescribed)
            cleaned = attributes(str(cleaned[0]), [UNDESCRIBED], dict(cleaned[2]))  # type: ignore[call-overload]  # pandoc's shape
        return [{"t": "Image", "c": [cleaned, words, [name, ""]]}]

    def _attributes(self, attr: list[object], keys: Collection[str] = KEPT_KEYS) -> list[object]:
        identifier, classes, values = attr
        if INDEXED.intersection(classes):  # type: ignore[arg-type]  # pandoc's shape
            keys = {*keys, "entry"}
        kept = {
            WRITTEN_KEYS.get(str(key), str(key)): clean_words(str(value))
            for key, value in values  # type: ignore[attr-defined]  # pandoc's shape
            if key in keys and _is_allowed_value(str(key), str(value))
        }
        names = [name for name in classes if name in KEPT_CLASSES]  # type: ignore[attr-defined]  # likewise
        return attributes(str(identifier) if IDENTIFIER.match(str(identifier)) else "", names, kept)

    def _code_attributes(self, attr: list[object]) -> list[object]:
        identifier, classes, _values = attr
        names = [name for name in classes if LANGUAGE_CLASS.match(name)][:1]  # type: ignore[attr-defined]  # likewise
        return attributes(str(identifier) if IDENTIFIER.match(str(identifier)) else "", names)

    def _warn(self, kind: WarningKind, message: str) -> None:
        self.warnings.add(self.entry, kind, message)


def clean_words(words: str) -> str:
    """Take out control characters and all but a few of the marks piled on one letter."""
    return MARKS.sub(r"\1", strip_unprintable(words)[0])


def _flattened(nodes: Sequence[Node]) -> Inlines:
    """Give the words of nodes, and behind them those of the notes in them."""
    notes = [node for node in walk(nodes) if node["t"] == "Note"]
    pieces = [plain_text(nodes), *(plain_text(note["c"]) for note in notes)]
    return text(clean_words(" ".join(piece for piece in pieces if piece)))


def _code(words: str) -> str:
    return strip_unprintable(words)[0]


def _is_allowed_value(key: str, value: str) -> bool:
    if key == "width":
        return bool(WIDTH.match(value))
    if key == "lang":
        return bool(LANGUAGE_TAG.fullmatch(value))
    if key == "dir":
        return value in ("ltr", "rtl")
    return True


def _value(attr: list[object], name: str) -> str | None:
    for key, value in attr[2]:  # type: ignore[attr-defined]  # pandoc's shape
        if key == name:
            return str(value)
    return None


def _with_sign(item: Blocks) -> Blocks:
    """Keep a ballot box a sign of the text: pandoc would write a form's field for it."""
    inlines = _inlines_of(item[0]) if item else []
    if inlines[:1] not in BALLOT_BOXES or inlines[1:2] != [SPACE]:
        return item
    kept = [*inlines[:1], {"t": "Str", "c": NO_BREAK_SPACE}, *inlines[2:]]
    return [{"t": item[0]["t"], "c": kept}, *item[1:]]


def _inlines_of(block: Node) -> Inlines:
    return block["c"] if block["t"] in ("Para", "Plain") else []
