"""Stage: a chapter's clean tree -> the same with ids, heading levels, numbers and labels.

In a textbook, chapters, sections, figures, tables, equations and furniture are numbered by chapter;
in a cookbook they only get ids, so that links find them.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field
from math import ceil
from typing import Any

from cookbook.manuscript.wishes import SolutionsPlace
from cookbook.press.facts import LISTED
from cookbook.press.pandoc import Node
from cookbook.press.reading.cleaning import FURNITURE, INDEXED
from cookbook.press.sections import Identifiers, slug
from cookbook.press.tree import Blocks, Inlines, div, para, plain_text, span, text, walk
from cookbook.press.warnings import WarningKind, Warnings
from cookbook.press.words import Words, fill

MARGIN_NOTE = "margin-note"
NUMBERED_FURNITURE = frozenset({"definition", "theorem", "example", "exercise"})
CAPTIONED = {"Figure": "figure", "Table": "table"}
ABSENT = {"figure-absent": "figure", "table-absent": "table"}
NUMBERED_HEADING_DEPTH = 2
"""Sections and subsections of a chapter carry numbers, 3.1 and 3.1.2; deeper ones don't."""
LETTERS = 70
"""So many letters stand on a line, about."""
PICTURE_LINES = 10
SHORT_LINES = 15
"""Furniture of so many lines is kept on one page."""
LONG = "long"
HEADING_MAX_LEVEL = 6
EQUATION_LABEL = re.compile(r"^\{#([^\W\d_][\w:.-]*)\}([.,;:]?)$")


@dataclass(frozen=True, slots=True)
class Label:
    """What a label leads to: an id of the book, and the words that a reference prints."""

    identifier: str
    words: str


@dataclass
class Labels:
    """All labels of a book. A label of the same entry comes before one of another."""

    by_name: dict[str, Label] = field(default_factory=dict)
    by_entry: dict[tuple[str, str], Label] = field(default_factory=dict)

    def add(self, entry: str, name: str, label: Label) -> bool:
        """Remember a label; tell whether it is the first of its name in the book."""
        self.by_entry.setdefault((entry, name), label)
        return self.by_name.setdefault(name, label) is label

    def take_back(self, entry: str, name: str, label: Label) -> None:
        """Forget this very label, if it is known."""
        if self.by_entry.get((entry, name)) is label:
            del self.by_entry[entry, name]
        if self.by_name.get(name) is label:
            del self.by_name[name]

    def find(self, entry: str, name: str) -> Label | None:
        """Find what a name means in an entry."""
        return self.by_entry.get((entry, name)) or self.by_name.get(name)


@dataclass
class ChapterNumberer:
    """Numbers one chapter. `number` is its own, such as "3", or "" for an unnumbered one.

    Where other entries stand under it, these are 3.1 and 3.2, and its own headings have no numbers.
    `solved` gets the labels of `solutions` that stand elsewhere, by the ids of their exercises.
    """

    entry: str
    title: str
    number: str
    level: int
    identifiers: Identifiers
    labels: Labels
    warnings: Warnings
    words: Words
    has_entries: bool = False
    solutions: SolutionsPlace = SolutionsPlace.HERE
    solved: dict[str, str] = field(default_factory=dict)
    counts: Counter[str] = field(default_factory=Counter)
    open_levels: list[int] = field(default_factory=list)
    heading_numbers: list[int] = field(default_factory=list)
    latest_exercise: str = ""
    exercises: dict[str, str] = field(default_factory=dict)

    def blocks(self, nodes: Blocks) -> Blocks:
        """Give the blocks of the chapter, or of something in it, their numbers and ids."""
        return [each for node in nodes for each in self._block(node)]

    def _block(self, node: Node) -> Blocks:
        kind = node["t"]
        handlers = {"Header": self._header, "Div": self._div, "Span": self._span}
        if kind in handlers:
            return [handlers[kind](node)]
        if kind in CAPTIONED:
            return [self._captioned(node, CAPTIONED[kind])]
        if kind in ("Para", "Plain"):
            return [{"t": kind, "c": self._equations(node["c"])}]
        if "c" in node and kind not in ("CodeBlock", "LineBlock"):
            return [{"t": kind, "c": self._inside(node["c"])}]
        return [node]

    def _inside(self, value: Any) -> Any:  # noqa: ANN401 -- pandoc's lists hold lists of any depth
        if isinstance(value, list):
            if value and all(isinstance(item, dict) and "t" in item for item in value):
                return self.blocks(value)
            return [self._inside(item) for item in value]
        return value

    def _header(self, node: Node) -> Node:
        raw_level, (name, classes, values), inlines = node["c"]
        while self.open_levels and self.open_levels[-1] >= raw_level:
            self.open_levels.pop()
        self.open_levels.append(raw_level)
        depth = len(self.open_levels)
        number = "" if "unnumbered" in classes else self._heading_number(depth)
        title = plain_text(inlines)
        identifier = self._claim(name, fallback=title)
        section = fill(self.words.section, number=number)
        label = section if number else self.words.quoted(title)
        self._label(name, Label(identifier, label))
        shown = [span(text(number), "number"), {"t": "Space"}, *inlines] if number else inlines
        level = min(self.level + depth, HEADING_MAX_LEVEL)
        if number and depth == 1 and "." not in self.number:
            classes = [*classes, LISTED]
        return {"t": "Header", "c": [level, [identifier, classes, values], shown]}

    def _heading_number(self, depth: int) -> str:
        if not self.number or self.has_entries or depth > NUMBERED_HEADING_DEPTH:
            return ""
        del self.heading_numbers[depth:]
        while len(self.heading_numbers) < depth:
            self.heading_numbers.append(0)
        self.heading_numbers[depth - 1] += 1
        return ".".join([self.number, *(str(each) for each in self.heading_numbers)])

    def _div(self, node: Node) -> Node:
        (name, classes, values), blocks = node["c"]
        kind = next((each for each in classes if each in FURNITURE), "")
        if kind in ABSENT:
            return self._absent(ABSENT[kind], name, blocks)
        if not kind or kind == MARGIN_NOTE:
            identifier = self._claim(name) if name else ""
            if name:
                self._label(name, Label(identifier, self.words.quoted(self.title)))
            return {"t": "Div", "c": [[identifier, classes, values], self.blocks(blocks)]}
        keys = dict(values)
        title = self._furniture_title(kind)
        name = name or self._name_apart(kind)
        identifier = self._claim(name) if name else ""
        if name:
            self._label(name, Label(identifier, title))
        if kind == "exercise":
            self.latest_exercise = name
            self.exercises[name] = identifier
        elif kind == "solution" and name and self.solutions is not SolutionsPlace.HERE:
            self.solved[self.exercises.get(self._solving(keys), "")] = name
        inlines = [span(text(title), "label")]
        if keys.get("title"):
            inlines += [{"t": "Space"}, span(text(keys["title"]), "name")]
        heading = div([para([*inlines, *self._solved(kind, keys)])], "furniture-title")
        body = self.blocks(blocks)
        marked = [each for each in classes if each in INDEXED]
        entry = keys.get("data-entry") or keys.get("title", "")
        named = {"data_entry": entry} if marked and entry else {}
        length = (LONG,) if _lines_of(blocks) > SHORT_LINES else ()
        return div(
            [heading, *body], "furniture", kind, *length, *marked, identifier=identifier, **named
        )

    def _solved(self, kind: str, keys: dict[str, str]) -> Inlines:
        target = self._solving(keys) if kind == "solution" else ""
        if not target:
            return []
        reference = {"t": "Link", "c": [["", [], []], [], [f"#{target}", ""]]}
        return [{"t": "Space"}, *text(self.words.solution_to), {"t": "Space"}, reference]

    def _solving(self, keys: dict[str, str]) -> str:
        """Give the label of the exercise that a solution solves, or ""."""
        return keys.get("data-for") or self.latest_exercise

    def _name_apart(self, kind: str) -> str:
        """Name what has no label, where exercise and solution stand apart and need to be found."""
        if self.solutions is SolutionsPlace.HERE or kind not in ("exercise", "solution"):
            return ""
        self.counts[f"unnamed {kind}"] += 1
        stem = slug(self.title) or "chapter"
        return f"{stem}-{kind}-{self.counts[f'unnamed {kind}']}"

    def _furniture_title(self, kind: str) -> str:
        label = self._word(kind)
        if kind in NUMBERED_FURNITURE and self.number:
            return f"{label} {self._next(kind)}"
        return label

    def _captioned(self, node: Node, kind: str) -> Node:
        content = list(node["c"])
        (name, classes, values), (short, caption) = content[0], content[1]
        identifier = self._claim(name) if name else ""
        has_caption = bool(caption) or bool(name)
        number = self._next(kind) if self.number and has_caption else ""
        label = f"{self._word(kind)} {number}" if number else ""
        if name:
            self._label(name, Label(identifier, label or self._word(f"the-{kind}")))
        content[0] = [identifier, classes, values]
        content[1] = [short, _labelled(label, caption)]
        content[2:] = [self._inside(each) for each in content[2:]]
        return {"t": node["t"], "c": content}

    def _absent(self, kind: str, name: str, blocks: Blocks) -> Node:
        """Give a figure or table that is absent its number, for what refers to it."""
        identifier = self._claim(name) if name else ""
        number = self._next(kind) if self.number else ""
        label = f"{self._word(kind)} {number}".strip()
        if name:
            self._label(name, Label(identifier, label if number else self._word(f"the-{kind}")))
        caption = _labelled(label, self.blocks(blocks))
        return div(caption, "figure-absent", identifier=identifier)

    def _equations(self, inlines: Inlines) -> Inlines:
        """Turn a displayed formula and the label behind it into a numbered equation."""
        result: Inlines = []
        for node in inlines:
            match = EQUATION_LABEL.match(node["c"]) if node["t"] == "Str" else None
            formula = _display_before(result) if match else None
            if match is None or formula is None:
                result += self._block(node)
                continue
            name = match[1]
            number = self._next("equation") if self.number else ""
            identifier = self._claim(name)
            self._label(
                name, Label(identifier, f"({number})" if number else self._word("the-equation"))
            )
            shown = [span(text(f"({number})"), "equation-number")] if number else []
            result[formula:] = [span([result[formula], *shown], "equation", identifier=identifier)]
            result += text(match[2])
        return result

    def _span(self, node: Node) -> Node:
        """Let an inline carry a label, as the terms of a glossary do."""
        (name, classes, values), inlines = node["c"]
        identifier = self._claim(name) if name else ""
        if name:
            self._label(name, Label(identifier, plain_text(inlines)))
        return {"t": "Span", "c": [[identifier, classes, values], self._inside(inlines)]}

    def _word(self, kind: str) -> str:
        return self.words.word(kind)

    def _next(self, counter: str) -> str:
        self.counts[counter] += 1
        return f"{self.number}.{self.counts[counter]}"

    def _claim(self, name: str, *, fallback: str = "") -> str:
        wish = name.replace(":", "-") or f"{slug(self.title)}-{slug(fallback)}".strip("-")
        return self.identifiers.claim(wish)

    def _label(self, name: str, label: Label) -> None:
        if name and not self.labels.add(self.entry, name, label):
            self.warnings.add(
                self.entry,
                WarningKind.REFERENCE,
                f'the label "{name}" stands elsewhere in the book as well; '
                "links from other entries lead to the first.",
            )


def _lines_of(blocks: Blocks) -> int:
    """Estimate how many lines blocks take."""
    lines = 0
    for node in walk(blocks):
        kind = node["t"]
        if kind == "CodeBlock":
            lines += node["c"][1].count("\n") + 1
        elif kind in ("Para", "Plain"):
            lines += ceil(len(plain_text(node["c"])) / LETTERS)
        elif kind == "Image":
            lines += PICTURE_LINES
    return lines


def _display_before(inlines: Inlines) -> int | None:
    """Find a displayed formula at the end of inlines, with nothing but blanks behind it."""
    for position in range(len(inlines) - 1, -1, -1):
        node = inlines[position]
        if node["t"] == "Math" and node["c"][0]["t"] == "DisplayMath":
            return position
        if node["t"] not in ("Space", "SoftBreak"):
            return None
    return None


def _labelled(label: str, caption: Blocks) -> Blocks:
    """Put a label before the first words of a caption."""
    if not label:
        return caption
    lead = [span(text(f"{label}."), "label")]
    if not caption:
        return [{"t": "Plain", "c": lead}]
    first, *rest = caption
    if first["t"] in ("Para", "Plain"):
        return [{"t": first["t"], "c": [*lead, {"t": "Space"}, *first["c"]]}, *rest]
    return [{"t": "Plain", "c": lead}, *caption]
