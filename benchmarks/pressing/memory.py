"""How much memory the processes of a press take at most, each for itself."""

from __future__ import annotations

import contextlib
import re
import threading
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType
from typing import Self

EVERY_SECONDS = 0.004
"""A pandoc that reads little lives for a fifth of a second, and has most of its memory last."""
PEAK = re.compile(
    r"^Name:\t(?P<name>.*?)$.*^VmHWM:\s+(?P<kilobytes>\d+) kB$", re.MULTILINE | re.DOTALL
)


@dataclass
class MemoryWatch:
    """Looks at a process and all below it until it is closed; Linux only.

    `peaks` has the most that each process ever had in memory (VmHWM), in bytes, with its name.
    """

    process: int
    peaks: dict[int, tuple[int, str]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.ended = threading.Event()
        self.thread = threading.Thread(target=self._watch, daemon=True)

    def __enter__(self) -> Self:
        self.thread.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.ended.set()
        self.thread.join()

    @property
    def highest(self) -> tuple[int, str]:
        """Give the most that any one process had, in bytes, and its name."""
        return max(self.peaks.values(), default=(0, "nobody"))

    def _watch(self) -> None:
        while not self.ended.wait(EVERY_SECONDS):
            waiting = [self.process]
            while waiting:
                process = waiting.pop()
                # A process may end while we look at it.
                with contextlib.suppress(OSError):
                    waiting += self._look(process)

    def _look(self, process: int) -> list[int]:
        """Note what a process has, and give its children."""
        folder = Path("/proc") / str(process)
        found = PEAK.search((folder / "status").read_text())
        if found:
            self.peaks[process] = (int(found["kilobytes"]) * 1024, found["name"])
        lists = [each.read_text() for each in folder.glob("task/*/children")]
        return [int(child) for each in lists for child in each.split()]
