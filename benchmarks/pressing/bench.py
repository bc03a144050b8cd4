"""What the cases of the benchmark share: books, caches, plain runs, and how to press."""

from __future__ import annotations

import shutil
import statistics
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from benchmarks.generated import write_cookbook
from benchmarks.pressing.edits import Edits
from benchmarks.pressing.memory import MemoryWatch
from benchmarks.pressing.plainly import PlainBooks
from benchmarks.pressing.running import WarmPress

Say = Callable[[str], None]


@dataclass(frozen=True)
class Figure:
    """A measured figure: what it is of, what it is, what was wanted, and whether it is enough.

    `times` is how many times faster than plainly, where it is of that kind. `is_met` is None where
    nothing is required.
    """

    what: str
    found: str
    wanted: str = ""
    is_met: bool | None = None
    times: float | None = None
    least: float | None = None


def faster(what: str, plain: float, seconds: float, least: float | None = None) -> Figure:
    """Give the figure of how many times faster a thing was than plainly."""
    times = plain / seconds
    found = f"{times:.3g} times faster: {_seconds(seconds)} instead of {_seconds(plain)}"
    wanted = "" if least is None else f"at least {least:g} times"
    return Figure(what, found, wanted, None if least is None else times >= least, times, least)


def _seconds(seconds: float) -> str:
    return f"{seconds:.0f} s" if seconds >= 100 else f"{seconds:.3g} s"  # noqa: PLR2004 -- digits


@dataclass
class Bench:
    """One run of the benchmark; everything lies in one folder, which is new."""

    runs: int
    say: Say
    plain: PlainBooks
    folder: Path = field(default_factory=lambda: Path(tempfile.mkdtemp(prefix="benchmark-")))
    books: dict[str, Path] = field(default_factory=dict)
    caches: dict[tuple[Path, tuple[str, ...]], Path] = field(default_factory=dict)

    def generated(self, recipes: int, photo_every: int = 0) -> Path:
        """Give a generated book of so many recipes, one in so many with a photo."""
        name = f"generated-{recipes}{'-with-photos' if photo_every else ''}"
        if name not in self.books:
            self.books[name] = self.folder / "books" / name
            write_cookbook(self.books[name], recipes, photo_every)
        return self.books[name]

    def press_cold(self, source: Path, *formats: str) -> list[dict[str, Any]]:
        """Press a book in new processes, each with an empty cache; give their answers.

        What one takes counts from the start of its process.
        """
        answers: list[dict[str, Any]] = []
        for run in range(self.runs):
            cache = self._new_cache(source, formats)
            with WarmPress() as press:
                answers.append(press.do("press", **self._order(source, cache, formats)))
            seconds = answers[-1]["since_start"]
            self.say(
                f"cold {' and '.join(formats)} of {source.name}, run {run + 1}: {seconds:.1f} s"
            )
        return answers

    def watch_cold(self, source: Path, *formats: str) -> tuple[int, str]:
        """Press a book once with an empty cache; give the most memory of any one process."""
        cache = self._new_cache(source, formats)
        with WarmPress() as press, MemoryWatch(press.process.pid) as watch:
            press.do("press", **self._order(source, cache, formats))
            peak, name = watch.highest
        self.say(f"memory for {source.name}: {peak / 1e6:.0f} MB in {name}")
        return peak, name

    def press_edited(self, source: Path, *formats: str) -> list[float]:
        """Press a book in a process that has done so before, after each of some edits.

        Gives the seconds of each. Raises where an edit changed no page.
        """
        copy = Path(tempfile.mkdtemp(prefix="edited-", dir=self.folder)) / source.name
        shutil.copytree(source, copy)
        edits, taken = Edits(copy), []
        order = self._order(copy, self._used_cache(source, formats), formats)
        with WarmPress() as press:
            before = press.do("press", **order)
            for path in edits.all(self.runs):
                answer = press.do("press", **order)
                _look_for_change(before, answer, edits.after(path))
                taken.append(answer["seconds"])
                self.say(f"edited {path} of {source.name}: {taken[-1]:.2f} s  {answer['stages']}")
                before = answer
        return taken

    def press_again(self, source: Path, *formats: str) -> list[float]:
        """Press a book in a process that has done so before, with nothing changed."""
        order = self._order(source, self._used_cache(source, formats), formats)
        with WarmPress() as press:
            press.do("press", **order)
            taken = [press.do("press", **order)["seconds"] for _ in range(max(3, self.runs))]
        self.say(f"unchanged {source.name}: {statistics.median(taken):.3f} s")
        return taken

    def _order(self, source: Path, cache: Path, formats: Sequence[str]) -> dict[str, Any]:
        out = self.folder / "out" / source.name / "-".join(formats)
        return {
            "source": str(source),
            "out": str(out),
            "cache": str(cache),
            "formats": list(formats),
        }

    def _new_cache(self, source: Path, formats: tuple[str, ...]) -> Path:
        old = self.caches.get((source, formats))
        if old is not None:
            shutil.rmtree(old, ignore_errors=True)
        cache = Path(tempfile.mkdtemp(prefix="cache-", dir=self.folder))
        self.caches[source, formats] = cache
        return cache

    def _used_cache(self, source: Path, formats: tuple[str, ...]) -> Path:
        return self.caches.get((source, formats)) or self._new_cache(source, formats)


def _look_for_change(before: dict[str, Any], after: dict[str, Any], entry: str) -> None:
    """Raise where the folio of the entry behind an edited one is as before."""
    if before["pages"] is not None and before["folios"][entry] == after["folios"][entry]:
        raise RuntimeError(f"the edit before {entry} changed no page")
