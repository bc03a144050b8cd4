"""The same books made plainly: one WeasyPrint call, one pandoc call, each in a fresh process.

They are given what the press itself has assembled: the book's own HTML and styles, and its own
tree, pictures and fonts. So what is measured is how a book is set, not what is set.
"""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from benchmarks.pressing.running import HERE, Run, run_timed

FIXED_TIME = "1735689600"


@dataclass(frozen=True)
class Plain:
    """What plain runs took: the median of their seconds; the most memory; the size of the file."""

    seconds: float
    memory: int
    size: int


@dataclass
class PlainBooks:
    """Plain runs of book folders, each made once in the life of this object."""

    runs: int
    say: Callable[[str], None]
    folder: Path = field(default_factory=lambda: Path(tempfile.mkdtemp(prefix="plain-")))
    done: dict[tuple[str, Path], Plain] = field(default_factory=dict)

    def pdf(self, source: Path) -> Plain:
        """Set a book by one call of WeasyPrint."""
        return self._made("pdf", source, self._set_pdf)

    def epub(self, source: Path) -> Plain:
        """Write a book by one call of pandoc."""
        return self._made("epub", source, self._write_epub)

    def page(self, source: Path) -> Plain:
        """Set one entry of a book, the one in its middle, in a process that does nothing else."""
        return self._made("page", source, self._set_page)

    def _made(self, kind: str, source: Path, make: Callable[[Path, Path], Run]) -> Plain:
        key = (kind, source)
        if key not in self.done:
            folder = self._laid_out(source)
            taken: list[Run] = []
            for run in range(self.runs):
                taken.append(make(folder, folder / f"{kind}.out"))
                self.say(f"plain {kind} of {source.name}, run {run + 1}: {taken[-1].seconds:.1f} s")
            self.done[key] = Plain(
                statistics.median(each.seconds for each in taken),
                max(each.memory for each in taken),
                (folder / f"{kind}.out").stat().st_size,
            )
        return self.done[key]

    def _laid_out(self, source: Path) -> Path:
        folder = self.folder / source.name
        if not folder.exists():
            self.say(f"laying out {source.name} for the plain runs")
            folder.mkdir(parents=True)
            command = [sys.executable, str(HERE / "laying_out.py"), str(source), str(folder)]
            subprocess.run(command, check=True)
        return folder

    def _set_pdf(self, folder: Path, target: Path) -> Run:
        return self._set(folder / "print" / "book.html", target, folder)

    def _set_page(self, folder: Path, target: Path) -> Run:
        return self._set(folder / "print" / "page.html", target, folder)

    def _set(self, page: Path, target: Path, folder: Path) -> Run:
        command = [sys.executable, str(HERE / "weasyprint_once.py"), str(page), str(target)]
        fonts = folder / "print" / "fonts.conf"
        return run_timed(command, _environment({"FONTCONFIG_FILE": str(fonts)}))

    def _write_epub(self, folder: Path, target: Path) -> Run:
        command = (folder / "epub" / "command.txt").read_text(encoding="utf-8").splitlines()
        return run_timed([*command, "-o", str(target)], _environment({}))


def _environment(more: dict[str, str]) -> dict[str, str]:
    kept = {key: os.environ[key] for key in ("PATH", "HOME", "PYTHONPATH") if key in os.environ}
    return {**kept, "LANG": "C.UTF-8", "SOURCE_DATE_EPOCH": FIXED_TIME, **more}
