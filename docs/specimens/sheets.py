"""Contact sheets of a book's spreads, for whoever judges a theme by eye.

    .venv/bin/python docs/specimens/sheets.py [--themes NAME ...] [--books FOLDER ...]
        [--trim NAME] [--all] [--out FOLDER]

Presses each book in each theme and draws its spreads as they lie open, into one PNG for each:
some of the beginning, the middle and the end, or with --all every spread of the book.
"""

from __future__ import annotations

import argparse
import math
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

import pypdfium2
from PIL import Image

from cookbook.config import samples_folder
from cookbook.press.caching import MemoryCache
from cookbook.press.pipeline import Format, PressOptions, press_book
from cookbook.press.themes import theme_names

SCALE = 0.75
"""Pixels for a point: a page of 6 by 9 inches is 324 pixels wide."""
ACROSS = 4
"""So many spreads stand side by side."""
GAP, TABLE = 14, (92, 86, 80)
FRONT, BACK, MOST = 6, 5, 32
"""So many spreads of the beginning and of the end are chosen, and so many in all."""

Spread = tuple[Image.Image | None, Image.Image | None]


def main(arguments: list[str]) -> int:
    """Draw them; give the exit code."""
    given = _parse(arguments)
    given.out.mkdir(parents=True, exist_ok=True)
    for book in given.books:
        for theme in given.themes:
            options = PressOptions(
                formats=(Format.PDF,), theme=theme, trim=given.trim, cache=MemoryCache()
            )
            made = given.out / f"{book.name}-{theme}"
            report = press_book(book, made, options)
            sheet = draw_sheet(made / report.files[0].name, every=given.all)
            target = given.out / f"{book.name}-{theme}.png"
            sheet.save(target, optimize=True)
            sys.stdout.write(f"{target}  ({report.pages} pages)\n")
    return 0


def draw_sheet(pdf: Path, *, every: bool = False, scale: float = SCALE) -> Image.Image:
    """Draw spreads of a PDF side by side; the cover stands alone, on the right."""
    document = pypdfium2.PdfDocument(pdf)
    try:
        count = len(document)
        spreads = math.ceil((count + 1) / 2)
        chosen = range(spreads) if every else _chosen(spreads)
        return _laid_out([_spread(document, number, scale) for number in chosen])
    finally:
        document.close()


def _chosen(spreads: int) -> list[int]:
    """Give the beginning, the end, and what lies evenly between them."""
    if spreads <= MOST:
        return list(range(spreads))
    between = MOST - FRONT - BACK
    step = (spreads - FRONT - BACK) / between
    middle = [FRONT + int(number * step) for number in range(between)]
    return [*range(FRONT), *middle, *range(spreads - BACK, spreads)]


def _spread(document: pypdfium2.PdfDocument, number: int, scale: float) -> Spread:
    left, right = 2 * number - 1, 2 * number
    pages = (each if 0 <= each < len(document) else None for each in (left, right))
    drawn = [
        None if each is None else document[each].render(scale=scale).to_pil().convert("RGB")
        for each in pages
    ]
    return drawn[0], drawn[1]


def _laid_out(spreads: Sequence[Spread]) -> Image.Image:
    width, height = next(each.size for spread in spreads for each in spread if each is not None)
    across, down = 2 * width + GAP, height + GAP
    rows = math.ceil(len(spreads) / ACROSS)
    sheet = Image.new("RGB", (ACROSS * across + GAP, rows * down + GAP), TABLE)
    for place, page in _places(spreads):
        number, is_right = place
        x = GAP + (number % ACROSS) * across + is_right * width
        y = GAP + (number // ACROSS) * down
        sheet.paste(page, (x, y))
    return sheet


def _places(spreads: Sequence[Spread]) -> Iterator[tuple[tuple[int, bool], Image.Image]]:
    for number, spread in enumerate(spreads):
        for page, is_right in zip(spread, (False, True), strict=True):
            if page is not None:
                yield (number, is_right), page


def _parse(arguments: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    books = [samples_folder() / name for name in ("under-one-roof", "give-or-take")]
    parser.add_argument("--themes", nargs="+", default=theme_names(), help="these alone")
    parser.add_argument("--books", nargs="+", type=Path, default=books, help="folders of books")
    parser.add_argument("--trim", default="", help="in place of the theme's own")
    parser.add_argument("--all", action="store_true", help="every spread")
    parser.add_argument("--out", type=Path, default=Path("specimens"), help="where they go")
    return parser.parse_args(arguments)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
