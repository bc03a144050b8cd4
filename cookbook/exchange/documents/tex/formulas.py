"""The formulas of a LaTeX text: diagrams noted, unknown commands left out, the rest named."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from cookbook.exchange.documents.gathered import Loss
from cookbook.exchange.documents.losses import LossBook, Lost
from cookbook.press.formulas.tex import read_tex
from cookbook.press.pandoc import Node
from cookbook.press.tree import Blocks, plain_text, rewrite_blocks, text, walk

DIAGRAM = re.compile(r"\\xymatrix\b|\\begin\{(?:tikzcd|tikzpicture|CD|diagram)\}|\\xy\b|\\Tree\b")
DRAWN = Lost(
    "diagram within a formula",
    "diagrams within formulas",
    "were left out, with a note in each place: save them as pictures",
)
UNEXPECTED = re.compile(r"control sequence (\\[a-zA-Z]+)")
LABEL = re.compile(r"\\label\s*\{([^{}]*)\}\s*")
NOTE = "[A diagram that LaTeX would draw stood here.]"
MOST_FORMULAS = 6_000
MOST_NAMED = 15
SHOWN = 90


@dataclass(frozen=True)
class Settled:
    """The blocks with formulas that the press can set, and a loss for each that it can't."""

    blocks: Blocks
    losses: tuple[Loss, ...]


def settle_formulas(blocks: Blocks) -> Settled:
    """Settle the formulas of a tree; what fails only for commands that nobody knows loses those."""
    book = LossBook()
    blocks = _without_diagrams(blocks, book)
    places = _places(blocks)
    problems = _problems(places)
    unknown = {formula: _unknown(problem) for formula, problem in problems.items()}
    mended = {formula: _without(formula[0], name) for formula, name in unknown.items() if name}
    book.place = ""
    still = _problems({(tex, formula[1]): "" for formula, tex in mended.items()})
    mended = {formula: tex for formula, tex in mended.items() if (tex, formula[1]) not in still}
    names = sorted({unknown[formula] for formula in mended})
    for name in names[:MOST_NAMED]:
        book.say(f"Formulas are without {name}, a command that nothing in the file defines.")
    for formula in problems:
        book.place = places[formula]
        shown = " ".join(LABEL.sub("", formula[0]).split())
        shown = f"{shown[:SHOWN]}…" if len(shown) > SHOWN else shown
        if formula not in mended:
            book.say(f"A formula can't be set, and prints as TeX: {shown}")

    def mend(node: Node) -> Node | None:
        if node["t"] != "Math":
            return None
        tex = mended.get(_key(node))
        return None if tex is None else {"t": "Math", "c": [node["c"][0], tex]}

    return Settled(rewrite_blocks(blocks, mend), book.losses())


def _without_diagrams(blocks: Blocks, book: LossBook) -> Blocks:
    for node in walk(blocks):
        if node["t"] == "Header":
            book.place = plain_text(node["c"][2])[:120]
        elif node["t"] == "Math" and DIAGRAM.search(node["c"][1]):
            book.count(DRAWN)

    def note(node: Node) -> list[Node] | None:
        if node["t"] != "Math" or not DIAGRAM.search(node["c"][1]):
            return None
        if node["c"][0]["t"] != "DisplayMath":
            return [{"t": "Emph", "c": text(NOTE)}]
        # Displayed, it keeps the number that references lead to.
        label = LABEL.search(node["c"][1])
        name = f"\\label{{{label[1]}}}" if label else ""
        return [{"t": "Math", "c": [node["c"][0], f"\\text{{{NOTE}}}{name}"]}]

    return rewrite_blocks(blocks, note)


def _places(blocks: Blocks) -> dict[tuple[str, bool], str]:
    """Give the formulas (TeX, whether displayed), each with the heading under which it is first."""
    places: dict[tuple[str, bool], str] = {}
    place = ""
    for node in walk(blocks):
        if node["t"] == "Header":
            place = plain_text(node["c"][2])[:120]
        elif node["t"] == "Math" and len(places) < MOST_FORMULAS:
            places.setdefault(_key(node), place)
    return places


def _key(node: Node) -> tuple[str, bool]:
    return node["c"][1], node["c"][0]["t"] == "DisplayMath"


def _problems(formulas: Mapping[tuple[str, bool], str]) -> dict[tuple[str, bool], str]:
    wanted = list(formulas)
    readings = read_tex([(LABEL.sub("", tex), display) for tex, display in wanted])
    return {
        formula: reading.problem
        for formula, reading in zip(wanted, readings, strict=True)
        if reading.problem
    }


def _unknown(problem: str) -> str:
    """Give the command at which pandoc stopped, or ""."""
    found = UNEXPECTED.search(problem)
    return found[1] if found else ""


def _without(tex: str, name: str) -> str:
    """Take a command out of a formula, and no argument with it."""
    return re.sub(rf"{re.escape(name)}(?![a-zA-Z])", "", tex)
