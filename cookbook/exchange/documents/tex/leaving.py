"""Pandoc's tree of a LaTeX text -> the same with our furniture, references and index marks."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from cookbook.exchange.documents.tex.expansion import Expanded
from cookbook.exchange.documents.tex.marks import (
    ABSENT,
    ABSENT_END,
    INDEX,
    INDEX_END,
    PREFIX,
    TITLE,
    TITLE_END,
)
from cookbook.exchange.rewriting.plain_words import label_of
from cookbook.press.pandoc import Node
from cookbook.press.tree import (
    Blocks,
    Inlines,
    attributes,
    children,
    div,
    para,
    plain_text,
    rewrite_blocks,
    strings,
    text,
)

INLINE_HOLDERS = frozenset({"Para", "Plain", "Emph", "Strong", "Underline", "SmallCaps"})
INDEX_MARK = re.compile(f"{INDEX}(\\d+){INDEX_END}")
ABSENT_MARK = re.compile(f"{ABSENT}([^{ABSENT_END}]*){ABSENT_END}")
CALLED = re.compile(
    r"^(.*?)(?:Theorem|Lemma|Corollary|Proposition|Definition|Example|Exercise|Remark|Section|"
    r"Chapter|Figure|Table|Equation|Appendix|Part|Fig\.|Tab\.|Eq\.|Sec\.|Ch\.|Thm\.|§|Abschnitt|"
    r"Kapitel|Abbildung|Tabelle|Satz)s?\u00a0*$",
    re.IGNORECASE,
)
"""What people write before a reference, which ours prints by itself."""
PARTS_OF_ENTRY = re.compile(r"\|.*$", re.DOTALL)


@dataclass
class Leaver:
    """Rewrites a tree. `references` gathers the labels that it refers to."""

    expanded: Expanded
    references: set[str] = field(default_factory=set)

    def rewrite(self, blocks: Sequence[Node]) -> Blocks:
        """Give the blocks with what the marks in them stand for."""
        return _marks_joined(rewrite_blocks(list(blocks), self._one))

    def _one(self, node: Node) -> Node | list[Node] | None:
        if node["t"] == "Str" and INDEX in node["c"]:
            return self._with_index_marks(node["c"])
        if node["t"] in INLINE_HOLDERS:
            return self._holder({"t": node["t"], "c": self._inlines(node["c"])})
        if node["t"] == "Header":
            level, attr, inlines = node["c"]
            return {"t": "Header", "c": [level, attr, self._inlines(inlines)]}
        if node["t"] == "Div":
            return _furniture(node)
        if node["t"] in ("Code", "Math"):
            return {"t": node["t"], "c": [node["c"][0], INDEX_MARK.sub("", node["c"][1])]}
        return None

    def _holder(self, node: Node) -> Node:
        absent = ABSENT_MARK.fullmatch(plain_text([node])) if node["t"] == "Para" else None
        if not absent:
            return node
        return div([para(text("A drawing that LaTeX would make stood here."))], "figure-absent")

    def _inlines(self, inlines: Inlines) -> Inlines:
        out: Inlines = []
        for node in inlines:
            if node["t"] == "Link" and _reference(node):
                out = _without_call(out)
                out += self._references(node)
            else:
                out.append(node)
        return out

    def _with_index_marks(self, words: str) -> Inlines:
        """Make index marks of the numbers between marks."""
        out: Inlines = []
        for number, piece in enumerate(INDEX_MARK.split(words)):
            if number % 2 == 0:
                out += [{"t": "Str", "c": piece}] if piece else []
                continue
            entry = self._entry(int(piece)) if int(piece) < len(self.expanded.index) else ""
            if entry:
                out.append({"t": "Span", "c": [attributes("", ["index"], {"entry": entry}), []]})
        return out

    def _entry(self, number: int) -> str:
        """Write an entry of LaTeX's index as ours: "set!of a coin"; what sorts it goes."""
        entry = PARTS_OF_ENTRY.sub("", self.expanded.index[number])
        levels = [_plain_tex(level.rpartition("@")[2]) for level in entry.split("!")]
        return "!".join(level for level in levels if level)[:200]

    def _references(self, node: Node) -> Inlines:
        names = [name for name in _reference(node).split(",") if name.strip()]
        out: Inlines = []
        for position, name in enumerate(names):
            label = label_of(name)
            self.references.add(label)
            if position:
                out += text(" and " if position == len(names) - 1 else ", ")
            out.append({"t": "Link", "c": [attributes(), [], [f"#{label}", ""]]})
        return out


def _reference(node: Node) -> str:
    """Give the labels that a reference names, or "" for a link of another kind."""
    told = dict(node["c"][0][2])
    return str(told.get("reference", "")) if "reference-type" in told else ""


def _without_call(inlines: Inlines) -> Inlines:
    """Take "Theorem" away where a reference follows that prints it."""
    out = list(inlines)
    spaces: Inlines = []
    while out and out[-1]["t"] in ("Space", "SoftBreak"):
        spaces.insert(0, out.pop())
    if not out or out[-1]["t"] != "Str":
        return inlines
    call = CALLED.match(out[-1]["c"])
    if call is None or (not spaces and not out[-1]["c"].endswith(("\u00a0", "§"))):
        return inlines
    out.pop()
    return [*out, {"t": "Str", "c": call[1]}] if call[1] else out


def _furniture(node: Node) -> Node | None:
    (identifier, classes, _values), blocks = node["c"]
    kind = next((each.removeprefix(PREFIX) for each in classes if each.startswith(PREFIX)), "")
    if not kind:
        return None
    title, rest = _title_taken(blocks)
    label, rest = _label_taken(rest)
    told = {"title": title} if title else {}
    return {"t": "Div", "c": [attributes(label or identifier, [kind], told), rest]}


def _title_taken(blocks: Blocks) -> tuple[str, Blocks]:
    """Take the title out of the first paragraph, where it stands between marks."""
    if not blocks or blocks[0]["t"] not in ("Para", "Plain"):
        return "", blocks
    said = "".join(strings([blocks[0]]))
    if not said.lstrip().startswith(TITLE) or TITLE_END not in said:
        return "", blocks
    inside: Inlines = []
    rest: Inlines = []
    ended = False
    for node in blocks[0]["c"]:
        if ended or node["t"] != "Str":
            (rest if ended else inside).append(node)
            continue
        before, end, behind = node["c"].partition(TITLE_END)
        inside.append({"t": "Str", "c": before.replace(TITLE, "")})
        if end:
            ended = True
            rest += [{"t": "Str", "c": behind}] if behind else []
    while rest and rest[0]["t"] in ("Space", "SoftBreak"):
        del rest[0]
    first: Blocks = [{"t": blocks[0]["t"], "c": rest}] if rest else []
    return " ".join(_with_maths(inside).split()), [*first, *blocks[1:]]


def _with_maths(inlines: Inlines) -> str:
    """Give the words of a title, its formulas between dollars."""
    said: list[str] = []
    for node in inlines:
        if node["t"] == "Math":
            said.append(f"${node['c'][1]}$")
        elif node["t"] in ("Emph", "Strong", "Link", "Span", "Quoted"):
            said.append(_with_maths(list(children(node))))
        else:
            said.append("".join(strings([node])))
    return "".join(said)


def _label_taken(blocks: Blocks) -> tuple[str, Blocks]:
    """Take the first label out of the blocks of furniture, which it names."""
    found: list[str] = []

    def take(node: Node) -> Node | list[Node] | None:
        if node["t"] == "Span" and not found and dict(node["c"][0][2]).get("label"):
            found.append(node["c"][0][0])
            return list(node["c"][1])
        return None

    first = rewrite_blocks(blocks[:1], take)
    return (found[0] if found else ""), [*first, *blocks[1:]]


def _marks_joined(blocks: Blocks) -> Blocks:
    """Put index marks that stand alone into the next paragraph: alone they would print a gap."""
    out: Blocks = []
    waiting: Inlines = []
    for block in blocks:
        if block["t"] == "Para" and _only_marks(block["c"]):
            waiting += [each for each in block["c"] if each["t"] == "Span"]
        elif waiting and block["t"] in ("Para", "Plain"):
            out.append({"t": block["t"], "c": [*waiting, *block["c"]]})
            waiting = []
        else:
            out.append(block)
    if waiting:
        last = next((each for each in reversed(out) if each["t"] == "Para"), None)
        if last is not None:
            out[out.index(last)] = {"t": "Para", "c": [*last["c"], *waiting]}
    return out


def _only_marks(inlines: Inlines) -> bool:
    return bool(inlines) and all(
        each["t"] in ("Space", "SoftBreak")
        or (each["t"] == "Span" and "index" in each["c"][0][1] and not each["c"][1])
        for each in inlines
    )


def _plain_tex(words: str) -> str:
    """Give the words of a piece of TeX, without its commands and marks."""
    words = re.sub(r"``|''", '"', words)
    words = re.sub(r"\\(?:[a-zA-Z@]+\s*|.)", "", words)
    return " ".join(re.sub(r"[{}$~\"]", " ", words).split())
