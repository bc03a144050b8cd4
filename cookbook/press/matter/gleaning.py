"""Stage: an entry's blocks -> the same with anchors, and what indexes, glossary and lists glean.

A span, a heading or a block may be marked for the index: `[words]{.term}` is where a term is
defined, `[words]{.index}` where there is something about it; a heading that is marked stands for
its section, and a block for all of itself. Terms of a key-terms block, figures and tables are
gleaned unmarked. Anchors are named by the section and counted in it, so that nothing else in the
book changes them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from cookbook.press.entries.solutions import AT_END, take_marked
from cookbook.press.matter.lines import DEFINES, RANGE, Mark
from cookbook.press.matter.terms import path_of
from cookbook.press.notation import decode, encode
from cookbook.press.pandoc import Node
from cookbook.press.tree import (
    Blocks,
    Inlines,
    classes_of,
    identifier_of,
    plain_text,
    rewrite_blocks,
    span,
)

PREFIX = "ix-"
"""What anchors begin with; `sections.Identifiers` gives no such ids to others."""
TERM, INDEX, KEY_TERMS = "term", "index", "key-terms"
ENTRY = "data-entry"
SEVERAL = ";"
DEFINITION = "dfn"
"""The class by which pandoc writes a defining instance."""
CAPTIONED = ("Figure", "Table")
ENDS = (".", "?", "!")


@dataclass
class Gleaned:
    """What was gleaned of a text, as JSON has it, and what is wrong in it.

    `marks` are paths of entries with the words of the last (or none) and a mark; `terms` are words,
    definitions and a mark; `captions` are a kind, a label, words and an id; `solutions` are blocks
    that stand at the end of the book.
    """

    marks: list[Any] = field(default_factory=list)
    terms: list[Any] = field(default_factory=list)
    captions: list[Any] = field(default_factory=list)
    has_code: bool = False
    solutions: Blocks = field(default_factory=list)
    faults: list[str] = field(default_factory=list)

    def as_bytes(self) -> bytes:
        """Give what can be kept; b"" for nothing at all."""
        found = [self.marks, self.terms, self.captions, self.has_code, self.solutions]
        return encode(found) if any(found) else b""


def read_gleaned(data: bytes) -> Gleaned:
    """Read what was kept."""
    return Gleaned(*decode(data)) if data else Gleaned()


def may_be_gleaned(node: Node) -> bool:
    """Tell whether a node makes a text worth gleaning."""
    kind = node["t"]
    if kind in ("DefinitionList", "Code", "CodeBlock", *CAPTIONED):
        return True
    if kind not in ("Span", "Div", "Header"):
        return False
    classes = classes_of(node)
    return TERM in classes or INDEX in classes or AT_END in classes


def glean(identifier: str, heading: Inlines, blocks: Blocks) -> tuple[Blocks, Gleaned]:
    """Give the blocks of a section with anchors, and what was gleaned of them."""
    gleaner = _Gleaner(identifier, _where(heading))
    rest, gleaner.found.solutions = take_marked(gleaner.copied(blocks))
    return rest, gleaner.found


def anchorless(nodes: list[Node]) -> list[Node]:
    """Copy nodes without notes and links, and without the ids that their originals keep."""
    return rewrite_blocks(nodes, _without_anchor)


class _Gleaner:
    """Goes through a section from its first word to its last."""

    def __init__(self, identifier: str, where: str) -> None:
        self.identifier, self.where = identifier, where
        self.found = Gleaned()
        self.number = 0
        self.is_key_terms = False

    def copied(self, value: Any) -> Any:  # noqa: ANN401 -- pandoc's lists hold lists of any depth
        if type(value) is list:
            return [self.copied(each) for each in value]
        if type(value) is not dict or "t" not in value:
            return value
        handler = getattr(self, f"_copied_{value['t'].lower()}", None)
        return handler(value) if handler is not None else self._within(value)

    def _within(self, node: Node) -> Node:
        return {**node, "c": self.copied(node["c"])} if type(node.get("c")) is list else node

    def _copied_code(self, node: Node) -> Node:
        self.found.has_code = True
        return node

    _copied_codeblock = _copied_code

    def _copied_span(self, node: Node) -> Node:
        attr, inlines = node["c"]
        kind = _kind(attr[1])
        if not kind:
            return self._within(node)
        anchor = attr[0] or self._anchor()
        marked = self._mark(attr, inlines, Mark(anchor, self.where, DEFINES * (kind == TERM)))
        classes = [each for each in attr[1] if each not in (TERM, INDEX)]
        if kind == TERM and inlines:
            classes.append(DEFINITION)
        kept = [anchor if marked else attr[0], classes, _without_entry(attr[2])]
        return {"t": "Span", "c": [kept, self.copied(inlines)]}

    def _copied_div(self, node: Node) -> Node:
        attr, blocks = node["c"]
        if _kind(attr[1]) and ENTRY in dict(attr[2]):
            anchor = attr[0] or self._anchor()
            self._mark(attr, [], Mark(anchor, self.where, RANGE))
            classes = [each for each in attr[1] if each not in (TERM, INDEX)]
            node = {"t": "Div", "c": [[anchor, classes, _without_entry(attr[2])], blocks]}
        elif _kind(attr[1]):
            self._fault("a block")
        outside, self.is_key_terms = self.is_key_terms, KEY_TERMS in attr[1] or self.is_key_terms
        copied = self._within(node)
        self.is_key_terms = outside
        return copied

    def _copied_header(self, node: Node) -> Node:
        level, attr, inlines = node["c"]
        self.where = _where(inlines)
        if _kind(attr[1]):
            words = [each for each in inlines if not _is_number(each)]
            self._mark(attr, words, Mark(attr[0], self.where, RANGE))
        classes = [each for each in attr[1] if each not in (TERM, INDEX)]
        # Headings stand in the contents as well, where no anchor may stand a second time.
        words = rewrite_blocks(inlines, lambda each: self._in_heading(each, attr[0]))
        kept = [attr[0], classes, _without_entry(attr[2])]
        return {"t": "Header", "c": [level, kept, words]}

    def _in_heading(self, node: Node, anchor: str) -> Node | list[Node] | None:
        if node["t"] != "Span" or not _kind(classes_of(node)):
            return None
        attr, inlines = node["c"]
        kind = DEFINES * (TERM in attr[1])
        if anchor:
            self._mark(attr, inlines, Mark(anchor, self.where, kind))
        return list(inlines)

    def _copied_definitionlist(self, node: Node) -> Node:
        if not self.is_key_terms:
            return self._within(node)
        items = []
        for words, definitions in node["c"]:
            anchor = self._anchor()
            mark = Mark(anchor, self.where)
            meanings = [anchorless(each) for each in definitions]
            self.found.terms.append([anchorless(words), meanings, mark.as_values()])
            named = [span(self.copied(words), identifier=anchor)]
            items.append([named, self.copied(definitions)])
        return {"t": "DefinitionList", "c": items}

    def _copied_figure(self, node: Node) -> Node:
        attr, (_short, caption), *_rest = node["c"]
        label, words = _parted(caption)
        if not (label or words):
            return self._within(node)
        anchor = identifier_of(node) or self._anchor()
        self.found.captions.append([node["t"], label, words, anchor])
        named = {**node, "c": [[anchor, *attr[1:]], *node["c"][1:]]}
        return self._within(named)

    _copied_table = _copied_figure

    def _anchor(self) -> str:
        self.number += 1
        return f"{PREFIX}{self.identifier}-{self.number}"

    def _mark(self, attr: Sequence[Any], inlines: Inlines, mark: Mark) -> bool:
        """Note a mark under the entries that it names, or else under its own words."""
        named = dict(attr[2]).get(ENTRY, "")
        paths = [path for each in named.split(SEVERAL) if (path := path_of(each))]
        words: Inlines = []
        if not paths:
            words = anchorless(inlines)
            paths = [path] if (path := (plain_text(words),)) != ("",) else []
        self.found.marks += [[path, words, mark.as_values()] for path in paths]
        if not paths:
            self._fault("a mark")
        return bool(paths)

    def _fault(self, what: str) -> None:
        message = f'{what} for the index in "{self.where[:60]}" names nothing; it is left out.'
        self.found.faults.append(f'{message} Give it an entry: {{.index entry="…"}}.')


def _kind(classes: Sequence[str]) -> str:
    return next((each for each in (TERM, INDEX) if each in classes), "")


def _without_entry(values: Sequence[Sequence[str]]) -> list[list[str]]:
    return [[key, value] for key, value in values if key != ENTRY]


def _is_number(node: Node) -> bool:
    return node["t"] == "Span" and "number" in classes_of(node)


def _where(heading: Inlines) -> str:
    """Give what a section is called where there are no pages: its number, or else its title."""
    number = [each for each in heading if _is_number(each)]
    return plain_text(number or heading)


def _parted(caption: Blocks) -> tuple[str, Inlines]:
    """Part a caption's label from its first sentence."""
    first = caption[0] if caption and caption[0]["t"] in ("Para", "Plain") else None
    if first is None:
        return "", []
    inlines: Inlines = first["c"]
    label = ""
    if inlines and inlines[0]["t"] == "Span" and "label" in classes_of(inlines[0]):
        label = plain_text(inlines[:1]).removesuffix(".")
        inlines = inlines[1:]
    return label, _first_sentence(anchorless(inlines))


def _first_sentence(inlines: Inlines) -> Inlines:
    """Give the first sentence of a caption, without its full stop."""
    while inlines and inlines[0]["t"] in ("Space", "SoftBreak"):
        inlines = inlines[1:]
    for number, node in enumerate(inlines):
        if node["t"] != "Str" or not node["c"].endswith(ENDS) or not _ends_here(inlines, number):
            continue
        stop = {"t": "Str", "c": node["c"].removesuffix(".")}
        return [*inlines[:number], stop]
    return inlines


def _ends_here(inlines: Inlines, number: int) -> bool:
    """Tell whether a sentence ends with a word: behind it a capital follows, or nothing."""
    behind = [each for each in inlines[number + 1 :] if each["t"] not in ("Space", "SoftBreak")]
    return not behind or plain_text(behind[:1])[:1].isupper()


def _without_anchor(node: Node) -> Node | list[Node] | None:
    if node["t"] == "Link":
        return list(node["c"][1])
    if node["t"] in ("Span", "Div"):
        (_identifier, classes, values), content = node["c"]
        kept = [each for each in classes if each not in (TERM, INDEX)]
        return {"t": node["t"], "c": [["", kept, _without_entry(values)], content]}
    return [] if node["t"] == "Note" else None
