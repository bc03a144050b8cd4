"""How fast the press is, and how little memory it takes, against plain runs of the same books.

    .venv/bin/python benchmarks/press.py [--cases NAME ...] [--runs N] [--plain-runs N] [--quick]
        [--check] [--chart [FILE]]

Every figure is a median, of this machine at this moment; plain means one WeasyPrint call, or one
pandoc call, on what the press itself has assembled. A plain run of the largest book takes more than
twelve minutes, and four gigabytes. With --check it ends with 1 where one figure falls short.
"""

from __future__ import annotations

import argparse
import shutil
import sys
from collections.abc import Sequence
from pathlib import Path

from benchmarks.pressing.bench import Bench, Figure
from benchmarks.pressing.cases import CASES
from benchmarks.pressing.chart import draw_chart
from benchmarks.pressing.plainly import PlainBooks

CHART = Path(__file__).resolve().parents[1] / "docs" / "images" / "press-benchmark.svg"


def main(arguments: list[str]) -> int:
    """Run it; give the exit code."""
    given = _parse(arguments)
    runs, plain_runs = (1, 1) if given.quick else (given.runs, given.plain_runs)
    bench = Bench(runs, _say, PlainBooks(plain_runs, _say))
    figures: list[Figure] = []
    try:
        for name in given.cases or CASES:
            found = CASES[name](bench)
            for each in found:
                _say(f"{each.what}: {each.found}")
            figures += found
    finally:
        for folder in (bench.folder, bench.plain.folder):
            shutil.rmtree(folder, ignore_errors=True)
    print(_table(figures))
    if given.chart and any(each.times for each in figures):
        given.chart.write_text(draw_chart(figures), encoding="utf-8")
    return int(given.check and any(each.is_met is False for each in figures))


def _parse(arguments: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--cases", nargs="+", choices=CASES, help="measure these alone")
    parser.add_argument("--runs", type=int, default=3, help="runs of the press for each figure")
    parser.add_argument("--plain-runs", type=int, default=3, help="runs of each plain book")
    parser.add_argument("--quick", action="store_true", help="one run of each")
    parser.add_argument("--check", action="store_true", help="end with 1 where one falls short")
    parser.add_argument(
        "--chart", type=Path, nargs="?", const=CHART, help="draw the figures into an SVG file"
    )
    return parser.parse_args(arguments)


def _table(figures: Sequence[Figure]) -> str:
    marks = {True: "met", False: "MISSED", None: ""}
    rows = [(each.what, each.found, each.wanted, marks[each.is_met]) for each in figures]
    widths = [max(len(row[column]) for row in rows) for column in range(4)]
    lines = [
        "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True))
        for row in rows
    ]
    return "\n".join(["", *(line.rstrip() for line in lines)])


def _say(words: str) -> None:
    print(f"  {words}", file=sys.stderr, flush=True)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
