"""The script that shows lines as rows reads and writes them as the site does."""

from __future__ import annotations

import base64
import random
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser

from cookbook.contributing.recipe_lines import (
    read_ingredient_lines,
    read_step_lines,
    show_ingredient_lines,
    show_step_lines,
)
from cookbook.manuscript.recipes import IngredientGroup, Prose, Step, StepGroup

SCRIPT = Path(__file__).parents[2] / "static" / "scripts" / "lines.js"
LINES = (
    "2 leeks", "1 onion", "- salt", "• pepper", "1. Wash.", "12) Peel.", "Simmer it", "gently.",
    "For the sauce:", "### For the top", "# Grüße", "## ##", "#hashtag", "- bread:", "> A remark.",
    "> and more", "  goes on", "    deeper", "\tafter a tab", "", "", "   ", "– a dash", ">  far",
    "A sentence. And a second one:", "é accented", "ß sharp", "»quoted«", "```", "| a | b |",
    "1.5 litres water", "- - nested", "a:", ":", "x" * 70 + ":", "(optional)", "Éclairs:",
)  # fmt: skip
RUN = """async ([source, texts]) => {
  const lines = await import(`data:text/javascript;base64,${source}`);
  const told = (rows) => rows.map((row) => [row.remark ? "remark" : row.kind, row.words.trim()]);
  return texts.map(([text, loose]) => {
    const rows = () => lines.readRows(text, loose);
    const changed = rows();
    for (const row of changed) if (row.kind === "item") row.words += " X";
    return {
      read: told(rows()),
      same: lines.writeRows(rows(), loose),
      turned: lines.writeRows(rows().reverse(), loose),
      changed: lines.writeRows(changed, loose),
    };
  });
}"""

Groups = Sequence[IngredientGroup] | Sequence[StepGroup]
Told = list[tuple[str, str]]


def groups_of(text: str, *, loose: bool) -> Groups:
    return read_step_lines(text) if loose else read_ingredient_lines(text)


def told(text: str, *, loose: bool) -> Told:
    """What the site reads in lines, in one row; an item of several lines is "kept"."""
    found: Told = []
    for group in groups_of(text, loose=loose):
        found += [("heading", group.title)] if group.title else []
        for item in group.items:
            if isinstance(item, Prose):
                found.append(("remark", ""))
            else:
                words = item.text if isinstance(item, Step) else item.line
                found.append(("kept", "") if "\n" in words else ("item", " ".join(words.split())))
    return found


def bare(rows: Told) -> Told:
    """Rows without what is kept as it stands, and without those that say nothing."""
    plain = [(kind, " ".join(words.split())) for kind, words in rows]
    return [
        (kind, "" if kind in {"kept", "remark"} else words)
        for kind, words in plain
        if words or kind in {"kept", "remark"}
    ]


@pytest.fixture(scope="module")
def cases() -> list[tuple[str, bool]]:
    chosen = random.Random(7)  # noqa: S311 -- the same examples each time
    made: list[tuple[str, bool]] = []
    for number in range(1500):
        lines = chosen.choices(LINES, k=chosen.randrange(1, 9))
        text, loose = "\n".join(lines), number % 2 == 0
        if number % 3 == 0:
            text = (
                show_step_lines(read_step_lines(text))
                if loose
                else show_ingredient_lines(read_ingredient_lines(text))
            )
        made.append((text, loose))
    return made


@pytest.fixture(scope="module")
def answers(browser: Browser, cases: list[tuple[str, bool]]) -> list[dict[str, Any]]:
    source = base64.b64encode(SCRIPT.read_bytes()).decode()
    context = browser.new_context()
    try:
        found: list[dict[str, Any]] = context.new_page().evaluate(RUN, [source, cases])
    finally:
        context.close()
    return found


class TestLinesAndRows:
    def test_both_read_the_same(
        self, cases: list[tuple[str, bool]], answers: list[dict[str, Any]]
    ) -> None:
        for (text, loose), answer in zip(cases, answers, strict=True):
            rows = [(kind, words) for kind, words in answer["read"]]
            assert bare(rows) == bare(told(text, loose=loose)), text

    def test_what_nobody_touches_says_the_same(
        self, cases: list[tuple[str, bool]], answers: list[dict[str, Any]]
    ) -> None:
        for (text, loose), answer in zip(cases, answers, strict=True):
            before = groups_of(text, loose=loose)
            assert groups_of(answer["same"], loose=loose) == before, text

    def test_rows_that_change_places_stay_what_they_are(
        self, cases: list[tuple[str, bool]], answers: list[dict[str, Any]]
    ) -> None:
        for (text, loose), answer in zip(cases, answers, strict=True):
            before = [each for each in told(text, loose=loose) if each[0] != "remark"]
            turned = [each for each in told(answer["turned"], loose=loose) if each[0] != "remark"]
            assert turned == before[::-1], (text, answer["turned"])

    def test_words_that_are_written_into_a_row_stay_in_it(
        self, cases: list[tuple[str, bool]], answers: list[dict[str, Any]]
    ) -> None:
        for (text, loose), answer in zip(cases, answers, strict=True):
            before = told(text, loose=loose)
            expected = [(kind, f"{words} X" if kind == "item" else words) for kind, words in before]
            found = [each for each in told(answer["changed"], loose=loose) if each != ("item", "X")]
            assert found == expected, (text, answer["changed"])
