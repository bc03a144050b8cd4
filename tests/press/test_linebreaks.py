"""No line ends before it must: the next word has no room on it."""

from __future__ import annotations

import itertools
import random
from collections.abc import Iterator
from typing import Any

import pytest
import weasyprint
import weasyprint.layout.inline
import weasyprint.text.line_break

from cookbook.config import kit_folder
from cookbook.press.typesetting import linebreaks
from cookbook.press.typesetting.linebreaks import BREAKERS, mend_line_breaks

FONT = kit_folder() / "fonts" / "source-serif-4-400-normal.ttf"
STYLE = (
    f'@font-face {{ font-family: x; src: url("{FONT.as_uri()}") }} p {{ font: 10pt x; margin: 0 }}'
    "@page { size: 600pt 900pt; margin: 0 }"
)
WORDS = ["a", "of", "the", "pan", "stir", "until", "golden", "simmering", "remember", "thoroughly"]
SLACK = 6.0
"""More than a blank is wide, and rounding."""


@pytest.fixture
def unmended(monkeypatch: pytest.MonkeyPatch) -> None:
    """WeasyPrint as it is; whatever is done to it lasts for one test."""
    for module in (weasyprint.text.line_break, *BREAKERS):
        monkeypatch.setattr(module, "split_first_line", linebreaks._break_line)


@pytest.fixture
def mended(unmended: None) -> None:  # noqa: ARG001 -- what it undoes
    mend_line_breaks()


def lines(html: str, width: float, style: str = "") -> list[list[Any]]:
    """The text boxes of each line of a paragraph."""
    page = f"<style>{STYLE} p {{ width: {width}pt; {style} }}</style><p lang=en>{html}</p>"
    document = weasyprint.HTML(string=page).render()
    found: list[list[Any]] = []

    def walk(box: Any) -> None:  # noqa: ANN401 -- WeasyPrint has no types
        if isinstance(box, weasyprint.layout.inline.boxes.LineBox):
            found.append(list(texts(box)))
            return
        for each in getattr(box, "children", ()):
            walk(each)

    walk(document.pages[0]._page_box)
    return found


def texts(box: Any) -> Iterator[Any]:  # noqa: ANN401 -- likewise
    if isinstance(box, weasyprint.layout.inline.boxes.TextBox):
        yield box
    for each in getattr(box, "children", ()):
        yield from texts(each)


def said(line: list[Any]) -> str:
    return "".join(each.text for each in line).strip()


@pytest.fixture(scope="module")
def widths() -> dict[str, float]:
    """How wide each word is."""
    return {word: sum(each.width for each in lines(word, 500)[0]) for word in WORDS}


@pytest.mark.usefixtures("mended")
class TestLines:
    @pytest.mark.parametrize("seed", range(12))
    def test_the_next_word_has_no_room(self, widths: dict[str, float], seed: int) -> None:
        chance = random.Random(seed)  # noqa: S311 -- for tests
        words = [chance.choice(WORDS) for _ in range(60)]
        html = " ".join(
            f"<span>{word}</span>" if chance.random() < 0.15 else word for word in words
        )
        for width in range(150, 330, 7):
            found = lines(html, width)
            assert " ".join(said(line) for line in found).split() == words
            for line, following in itertools.pairwise(found):
                used = sum(each.width for each in line)
                assert used + widths[said(following).split()[0]] + SLACK > width * 4 / 3

    @pytest.mark.parametrize("style", ["", "text-align: justify; hyphens: auto"])
    def test_a_text_that_fits_but_for_its_blank_stays_whole(self, style: str) -> None:
        html = "stir until golden and simmering, remember the pan <em>thoroughly</em> of it"
        first = "stir until golden and simmering, remember the pan"
        fits = sum(each.width for each in lines(first, 500)[0])
        for more in (0.01, 0.5, 1.0, 1.5):
            found = lines(html, fits * 3 / 4 + more, style)
            assert said(found[0]) == first
            assert said(found[1]) == "thoroughly of it"

    def test_no_line_is_added_at_the_end(self) -> None:
        text = "stir until golden and simmering"
        fits = sum(each.width for each in lines(text, 500)[0])
        assert len(lines(f"{text} ", fits * 3 / 4 + 0.5)) == 1
        assert len(lines(f"<span>{text} </span> ", fits * 3 / 4 + 0.5)) == 1


@pytest.mark.usefixtures("unmended")
class TestTheFlaw:
    def test_weasyprint_still_has_it(self) -> None:
        """If this fails, linebreaks.py is needed no more."""
        html = "stir until golden and simmering, remember the pan <em>thoroughly</em> of it"
        fits = sum(each.width for each in lines(html.partition(" <em>")[0], 500)[0])
        assert said(lines(html, fits * 3 / 4 + 0.5)[0]) == "stir"
