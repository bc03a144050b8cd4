"""The formulas of one entry, drawn by a worker that has what it takes at hand."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from cookbook.press.caching import Cache
from cookbook.press.formulas.formulary import Formulary, set_book_formulas
from cookbook.press.formulas.outcomes import Outcome, failed
from cookbook.press.proofing.bench import PagesUnsetError, ask
from cookbook.press.sections import Section
from cookbook.press.typesetting.crew import SeatedCrew
from cookbook.press.warnings import Warnings

FOLDER = "formulas"


def set_proof_formulas(
    section: Section, folder: Path, crew: SeatedCrew, cache: Cache, warnings: Warnings
) -> Formulary:
    """Set the formulas of a section, and lay them into the folder of its proof.

    One that can't be set, or not in time, prints as its TeX, with a warning.
    """

    def draw(mathml: Sequence[str]) -> list[Outcome]:
        try:
            words, _ = ask(crew, {"do": "formulas", "mathml": list(mathml)})
        except PagesUnsetError:
            return [failed("it takes too long to set while you write.") for _ in mathml]
        return [Outcome(**{**each, "svg": each["svg"].encode()}) for each in words["outcomes"]]

    formulary = set_book_formulas([section], warnings, cache=cache, draw=draw)
    (folder / FOLDER).mkdir()
    for file, svg in formulary.files().items():
        (folder / FOLDER / file).write_bytes(svg)
    return formulary
