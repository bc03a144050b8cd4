"""How soon the page of an edited recipe is seen, against a cold WeasyPrint process on that recipe.

    .venv/bin/python benchmarks/previews.py [--check] [--runs N]

Every round sets a recipe once by the command `weasyprint`, given the HTML and styles that the press
prints it with, and then some times as a preview, after edits that were never made before:
from the text to the pictures of its pages, by a worker that is warm. Printed are the medians, of
this machine at this moment, for a recipe of one page and for one of two. With --check it ends with
1 where both together take a tenth of the time or more.
"""

from __future__ import annotations

import argparse
import itertools
import os
import re
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from benchmarks.generated import recipe_name, recipe_text
from benchmarks.pressing.running import run_timed
from cookbook.manuscript import Book, read_book_folder
from cookbook.press.alone import LoneText
from cookbook.press.assembling import assemble
from cookbook.press.caching import MemoryCache
from cookbook.press.formulas.formulary import Formulary
from cookbook.press.outputs.fontsettings import write_font_settings
from cookbook.press.outputs.markup import write_sections
from cookbook.press.outputs.printing import PrintJob, print_page, print_style
from cookbook.press.pagepreview import BookFrame, PagePreview, preview_pages
from cookbook.press.pandoc import warm_pandoc
from cookbook.press.proofing.album import Pictures
from cookbook.press.proofing.bench import PROOF_TERMS, ProofBench, RecentCache
from cookbook.press.themes import find_theme
from cookbook.press.typesetting.crew import LocalCrew
from cookbook.press.warnings import Warnings

LEAST = 0.1
RUNS = 10
WARM_UP = 4
IN_A_ROW = 5
"""So many pauses somebody who types makes, while nothing else runs here."""
RECIPES = 300
SHOWN = {"one page": 150, "two pages": 159}
"""Recipes from the middle of the book: one that fills a page, and one that goes over to another."""
PATH = "recipes/edited.md"
TYPED = (
    "Let it stand by the window for a while, covered with a cloth, and look after it now and then"
)


@dataclass(frozen=True)
class Waits:
    """The medians of both ways, in seconds."""

    cold: float
    warm: float

    @property
    def share(self) -> float:
        """What share of the first the second takes."""
        return self.warm / self.cold


def main(arguments: list[str]) -> int:
    """Run it; give the exit code."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--check", action="store_true", help="end with 1 where it falls short")
    parser.add_argument("--runs", type=int, default=RUNS, help="rounds")
    given = parser.parse_args(arguments)
    found = measure(given.runs)
    print(f"{'':24}{'cold process':>14}{'warm preview':>14}{'share':>8}")
    for name, each in found.items():
        print(f"{name:24}{1000 * each.cold:11.0f} ms{1000 * each.warm:11.0f} ms{each.share:8.3f}")
    share = share_of_all(found)
    print(f"{'both':54}{share:8.3f}    less than {LEAST}  {'met' if share < LEAST else 'MISSED'}")
    return int(given.check and share >= LEAST)


def measure(runs: int = RUNS) -> dict[str, Waits]:
    """Give for each recipe how long both ways take."""
    return {name: _measure(recipe, runs) for name, recipe in SHOWN.items()}


def share_of_all(found: Mapping[str, Waits]) -> float:
    """Give what share of the time of cold processes the previews of all recipes take."""
    return sum(each.warm for each in found.values()) / sum(each.cold for each in found.values())


def _measure(recipe: int, runs: int) -> Waits:
    text = recipe_text(recipe, [recipe_name(number) for number in range(RECIPES)])
    cold, warm = [], []
    with tempfile.TemporaryDirectory(prefix="benchmark-") as name, _previews() as preview:
        page = _lay_out(text, Path(name))
        edits = _edits(text)
        for _ in range(WARM_UP):
            preview(next(edits))
        for _ in range(runs):
            cold.append(_set_cold(page))
            for _ in range(IN_A_ROW):
                edited = next(edits)
                began = time.perf_counter()
                preview(edited)
                warm.append(time.perf_counter() - began)
    return Waits(statistics.median(cold), statistics.median(warm))


@contextmanager
def _previews() -> Iterator[Callable[[str], PagePreview]]:
    """Give what shows a text as pages."""
    book = Book(title="Generated Cookbook")
    frame = BookFrame(find_theme(book), book.title)
    with LocalCrew(1, terms=PROOF_TERMS) as crew, warm_pandoc() as pandoc:
        bench = ProofBench(crew, pandoc, RecentCache(), MemoryCache())
        yield lambda text: preview_pages(LoneText(text, PATH), frame, Pictures(), bench)


def _edits(text: str) -> Iterator[str]:
    """Give the text with other words in one of its steps each time, as somebody would type them."""
    steps = [place.start() for place in re.finditer(r"(?m)^\d+\. ", text)]
    for number in itertools.count():
        place = text.index(" ", steps[number % len(steps)]) + 1
        yield f"{text[:place]}{TYPED[: 4 + number]} {text[place:]}"


def _lay_out(text: str, folder: Path) -> Path:
    """Write the HTML page that the press would have printed of a recipe, with all that it reads."""
    source = folder / "book"
    (source / PATH).parent.mkdir(parents=True)
    (source / PATH).write_text(text, encoding="utf-8")
    settings = f"title: Generated Cookbook\nlicence: CC0-1.0\nparts:\n- entries: [{PATH}]\n"
    (source / "book.yaml").write_text(settings, encoding="utf-8")
    book_folder = read_book_folder(source)
    theme = find_theme(book_folder.book)
    book = assemble(book_folder, source, Warnings(), room=theme.page.room)
    style = print_style(PrintJob(book, theme, Formulary({})))
    section = next(each for each in book.sections if each.entry == PATH)
    ((_, markup),) = write_sections([section], style, MemoryCache())
    whole = print_page(book.face, theme)
    page = folder / "page.html"
    head, _, _ = whole.partition("<body")
    page.write_text(f"{head}<body>{markup}</body></html>", encoding="utf-8")
    write_font_settings(folder)
    return page


def _set_cold(page: Path) -> float:
    """Set a page by the command `weasyprint`; give the seconds."""
    program = Path(sys.executable).parent / "weasyprint"
    command = [str(program), "--quiet", "--pdf-variant=pdf/ua-1", str(page), f"{page}.pdf"]
    kept = {key: os.environ[key] for key in ("PATH", "HOME", "PYTHONPATH") if key in os.environ}
    fonts = str(page.parent / "fonts.conf")
    return run_timed(command, {**kept, "LANG": "C.UTF-8", "FONTCONFIG_FILE": fonts}).seconds


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
