"""Stage: the formulas of a book -> pictures in its tree, for the PDF."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from cookbook.press.caching import Cache, MemoryCache, cache_key
from cookbook.press.formulas.formula import Draw, Formula, SetFormula, draw_in, set_formulas_by
from cookbook.press.pandoc import Node
from cookbook.press.sections import Section
from cookbook.press.tree import Blocks, rewrite_blocks
from cookbook.press.warnings import WarningKind, Warnings


@dataclass(frozen=True)
class Formulary:
    """The set formulas of a book."""

    done: Mapping[Formula, SetFormula]

    def files(self) -> dict[str, bytes]:
        """Give the SVG files by their names."""
        return {formula_file(each): each.svg for each in self.done.values() if not each.problem}

    def place(self, blocks: Blocks) -> Blocks:
        """Put each formula's picture where the formula stands."""
        return rewrite_blocks(blocks, self._change) if self.done else blocks

    def _change(self, node: Node) -> Node | list[Node] | None:
        if node["t"] != "Math":
            return None
        formula = _formula(node)
        done = self.done[formula]
        kind = "display-formula" if formula.display else "formula"
        if done.problem:
            return {"t": "Code", "c": [["", [kind, "unset-formula"], []], formula.tex]}
        style = f"width:{done.width_em:.4f}em"
        if not formula.display:
            style += f";vertical-align:{-done.depth_em:.4f}em"
        alternative: list[Node] = [{"t": "Str", "c": done.alt}]
        target = [f"formulas/{formula_file(done)}", ""]
        return {"t": "Image", "c": [["", [kind], [["style", style]]], alternative, target]}


def set_book_formulas(  # noqa: PLR0913 -- all but what is set are named by the caller
    sections: Sequence[Section],
    warnings: Warnings,
    *,
    workers: int = 1,
    cache: Cache | None = None,
    draw: Draw | None = None,
    on_start: Callable[[int], None] = lambda _: None,
) -> Formulary:
    """Set every distinct formula; one that can't be set prints as its TeX, with a warning.

    Those that the cache has are taken from it. The others are drawn in up to `workers` processes of
    their own, or by `draw`.
    """
    wanted = {
        Formula(tex, display): section.entry
        for section in reversed(sections)
        for tex, display in section.facts.formulas
    }
    if not wanted:
        return Formulary({})
    shelf = MemoryCache() if cache is None else cache
    done = {formula: kept for formula in wanted if (kept := _kept(formula, shelf))}
    left = [formula for formula in wanted if formula not in done]
    if left:
        on_start(len(left))
        done |= _set(left, shelf, draw or draw_in(workers))
    for formula, entry in wanted.items():
        if done[formula].problem:
            message = f"the formula {formula.tex[:60]!r} prints as TeX: {done[formula].problem}"
            warnings.add(entry, WarningKind.FORMULA, message)
    return Formulary(done)


def _set(formulas: Sequence[Formula], cache: Cache, draw: Draw) -> dict[Formula, SetFormula]:
    """Set formulas, and keep those that went well."""
    done = set_formulas_by(formulas, draw)
    for formula, each in done.items():
        if not each.problem:
            written = {**vars(each), "svg": each.svg.decode("utf-8")}
            cache.put(_key(formula), json.dumps(written).encode())
    return done


def _kept(formula: Formula, cache: Cache) -> SetFormula | None:
    kept = cache.get(_key(formula))
    if kept is None:
        return None
    values = json.loads(kept)
    return SetFormula(**{**values, "svg": values["svg"].encode("utf-8")})


def _key(formula: Formula) -> str:
    return cache_key("formula", formula.tex, formula.display)


def formula_file(done: SetFormula) -> str:
    """Name a formula's file by what is in it."""
    return f"{hashlib.sha256(done.svg).hexdigest()[:20]}.svg"


def _formula(node: Node) -> Formula:
    kind, tex = node["c"]
    return Formula(tex, kind["t"] == "DisplayMath")
