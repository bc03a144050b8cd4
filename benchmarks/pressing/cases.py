"""The cases of the benchmark, each with what it has to reach on two cores."""

from __future__ import annotations

import statistics
from collections.abc import Callable
from pathlib import Path

from benchmarks import farm, previews
from benchmarks.pressing.bench import Bench, Figure, faster
from benchmarks.pressing.corpora import exported_corpora

FEW, MANY = 300, 1200
MEMORY_GROWTH, MEMORY_BYTES = 1.15, 250_000_000
SIZE = 1.10
PHOTO_EVERY = 4
PREVIEWS = 10


def cold(bench: Bench) -> list[Figure]:
    """Press a book for the first time."""
    book = bench.generated(FEW)
    plain, answers = bench.plain.pdf(book), bench.press_cold(book, "pdf")
    bench.say(f"the plain run took up to {plain.memory / 1e6:.0f} MB")
    seconds = statistics.median(each["since_start"] for each in answers)
    size = Path(answers[-1]["files"]["pdf"]).stat().st_size / plain.size
    return [
        faster(f"cold PDF, {FEW} recipes", plain.seconds, seconds, 2.5),
        Figure("its size against plain", f"{size:.2f} times", f"at most {SIZE:.2f}", size <= SIZE),
    ]


def edited(bench: Bench) -> list[Figure]:
    """Press a book again, of which one recipe has changed."""
    book = bench.generated(FEW)
    seconds = statistics.median(bench.press_edited(book, "pdf"))
    plain = bench.plain.pdf(book).seconds
    return [faster(f"one recipe edited, {FEW} recipes", plain, seconds, 40)]


def unchanged(bench: Bench) -> list[Figure]:
    """Press a book again, of which nothing has changed."""
    book = bench.generated(FEW)
    seconds = statistics.median(bench.press_again(book, "pdf"))
    return [faster(f"nothing changed, {FEW} recipes", bench.plain.pdf(book).seconds, seconds, 300)]


def large(bench: Bench) -> list[Figure]:
    """Press a large book again, of which one recipe has changed."""
    book = bench.generated(MANY)
    seconds = statistics.median(bench.press_edited(book, "pdf"))
    plain = bench.plain.pdf(book).seconds
    return [faster(f"one recipe edited, {MANY:,} recipes", plain, seconds, 120)]


def memory(bench: Bench) -> list[Figure]:
    """Press books of two sizes, without photos and with some, and watch every process."""
    return [_memory(bench, "", 0), _memory(bench, " with photos", PHOTO_EVERY)]


def _memory(bench: Bench, kind: str, photo_every: int) -> Figure:
    few, _ = bench.watch_cold(bench.generated(FEW, photo_every), "epub", "pdf")
    many, name = bench.watch_cold(bench.generated(MANY, photo_every), "epub", "pdf")
    return Figure(
        f"peak memory of a process, {FEW} to {MANY:,} recipes{kind}",
        f"{few / 1e6:.0f} MB to {many / 1e6:.0f} MB ({name}), {100 * (many / few - 1):+.0f} %",
        "less than +15 %, under 250 MB",
        many / few < MEMORY_GROWTH and many < MEMORY_BYTES,
    )


def epub(bench: Bench) -> list[Figure]:
    """Make the EPUB, and make it again with one recipe changed."""
    book = bench.generated(FEW)
    plain = bench.plain.epub(book).seconds
    first = statistics.median(each["since_start"] for each in bench.press_cold(book, "epub"))
    again = statistics.median(bench.press_edited(book, "epub"))
    return [
        faster(f"cold EPUB, {FEW} recipes", plain, first, 1),
        faster(f"EPUB, one recipe edited, {FEW} recipes", plain, again, 8),
    ]


def preview(bench: Bench) -> list[Figure]:
    """Show edited recipes as pictures of their pages."""
    found = previews.measure(max(PREVIEWS, bench.runs))
    share = previews.share_of_all(found)
    shares = ", ".join(f"{name} {each.share:.3f}" for name, each in found.items())
    return [
        Figure(
            "preview of one edited recipe",
            f"{share:.3f} of a cold WeasyPrint process ({shares})",
            f"less than {previews.LEAST}",
            share < previews.LEAST,
        )
    ]


def machines(bench: Bench) -> list[Figure]:
    """Press a book with the workers of two machines."""
    found = farm.measure(FEW, bench.runs, bench.say)
    same = "the same bytes" if found.is_same else "OTHER BYTES"
    return [
        Figure(
            f"two machines' workers, {FEW} recipes",
            f"{found.times:.2f} times faster: {found.two:.3g} s instead of {found.one:.3g} s; "
            f"{same}",
            f"at least {farm.WANTED} times",
            found.is_met,
        )
    ]


def corpora(bench: Bench) -> list[Figure]:
    """Press the real collections that lie beside the project, if they do."""
    figures: list[Figure] = []
    for name, book in exported_corpora(bench.folder / "corpora"):
        plain = bench.plain.pdf(book).seconds
        first = statistics.median(each["since_start"] for each in bench.press_cold(book, "pdf"))
        again = statistics.median(bench.press_edited(book, "pdf"))
        figures += [
            faster(f"{name}, cold PDF", plain, first),
            faster(f"{name}, one entry edited", plain, again),
        ]
    return figures


CASES: dict[str, Callable[[Bench], list[Figure]]] = {
    each.__name__: each
    for each in (cold, edited, unchanged, large, memory, epub, preview, machines, corpora)
}
