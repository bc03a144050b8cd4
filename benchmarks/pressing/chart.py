"""Draws as SVG how many times faster the press is than a plain run, on a logarithmic scale."""

from __future__ import annotations

import html
from collections.abc import Sequence
from math import log10

from benchmarks.pressing.bench import Figure

WIDTH, LEFT, RIGHT, TOP, ROW = 860, 350, 90, 44, 34
BAR = 16
STYLE = """
text { font: 14px "Atkinson Hyperlegible Next", system-ui, sans-serif; fill: #2a231e }
.quiet { fill: #6b5f55; font-size: 12px }
.grid { stroke: #c9bcae; stroke-width: 1 }
.bar { fill: #bf3b27 }
.least { stroke: #2a231e; stroke-width: 2 }
@media (prefers-color-scheme: dark) {
  text { fill: #f3e9dc }
  .quiet { fill: #bbaea1 }
  .grid { stroke: #564b42 }
  .bar { fill: #e8755f }
  .least { stroke: #f3e9dc }
}
"""


def draw_chart(figures: Sequence[Figure]) -> str:
    """Draw the figures that say how many times faster something was."""
    drawn = [(each, each.times) for each in figures if each.times]
    most = max(times for _, times in drawn)
    decades = int(log10(most)) + 1
    height = TOP + ROW * len(drawn) + 30

    def across(times: float) -> float:
        share = log10(max(times, 1)) / decades
        return LEFT + share * (WIDTH - LEFT - RIGHT)

    box = f'viewBox="0 0 {WIDTH} {height}" role="img" aria-labelledby="title desc"'
    lines = [
        f'<svg xmlns="http://www.w3.org/2000/svg" {box}>',
        '<title id="title">How many times faster the press is than a plain run</title>',
        f'<desc id="desc">{html.escape(_told(drawn))}</desc>',
        f"<style>{STYLE}</style>",
    ]
    for decade in range(decades + 1):
        x = across(10**decade)
        lines.append(f'<path class="grid" d="M{x:.1f} {TOP - 8}V{height - 24}"/>')
        lines.append(_text(x, TOP - 14, f"{10**decade:,}×", "quiet", "middle"))
    for number, (figure, times) in enumerate(drawn):
        lines += _row(figure, times, TOP + ROW * number, across(times), across(figure.least or 1))
    lines.append(_text(LEFT, height - 6, "A line in a bar marks what is wanted.", "quiet"))
    return "\n".join([*lines, "</svg>"]) + "\n"


def _row(figure: Figure, times: float, y: int, end: float, least: float) -> list[str]:
    middle = y + ROW / 2
    bar = f'<rect class="bar" x="{LEFT}" y="{middle - BAR / 2:.1f}" height="{BAR}" rx="2" '
    lines = [
        _text(LEFT - 12, middle + 5, figure.what, "", "end"),
        f'{bar}width="{max(end - LEFT, 1):.1f}"/>',
        _text(end + 8, middle + 5, f"{_rounded(times)}×"),
    ]
    if figure.least:
        lines.append(f'<path class="least" d="M{least:.1f} {y + 5}v{ROW - 10}"/>')
    return lines


def _text(x: float, y: float, words: str, name: str = "", anchor: str = "start") -> str:
    class_name = f' class="{name}"' if name else ""
    return (
        f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}"{class_name}>'
        f"{html.escape(words)}</text>"
    )


def _rounded(times: float) -> str:
    return f"{times:,.0f}" if times >= 10 else f"{times:.1f}"  # noqa: PLR2004 -- two digits


def _told(drawn: Sequence[tuple[Figure, float]]) -> str:
    return "; ".join(f"{figure.what}: {_rounded(times)} times" for figure, times in drawn) + "."
