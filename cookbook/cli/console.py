"""What the command says: lines, errors, and progress: bars on a terminal, plain lines elsewhere."""

from __future__ import annotations

import time
from types import TracebackType
from typing import Self

from rich.console import Console
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    Progress,
    SpinnerColumn,
    TaskID,
    TextColumn,
    TimeElapsedColumn,
)

from cookbook.errors import CookbookError
from cookbook.manuscript import BookFolderError

CAUSES_SHOWN = 20
PLAIN_LINE_EVERY = 15.0
"""Seconds between two plain lines of one stage."""

out = Console(soft_wrap=True, highlight=False)
err = Console(stderr=True, soft_wrap=True, highlight=False)


def say(message: str = "") -> None:
    """Print a line as it is; nothing in it is markup."""
    out.print(message, markup=False)


def print_error(error: CookbookError | str) -> None:
    """Print what is wrong, where, and what to do about it."""
    err.print("Error:", style="bold red", end=" ")
    err.print(str(error), markup=False)
    causes = error.causes if isinstance(error, BookFolderError) else ()
    for cause in causes[:CAUSES_SHOWN]:
        err.print(f"  {cause}", markup=False)
    if len(causes) > CAUSES_SHOWN:
        err.print(f"  … and {len(causes) - CAUSES_SHOWN} more.", markup=False)


class BuildProgress:
    """Shows the stages of a build; used as a context."""

    def __init__(self) -> None:
        self.bars = Progress(
            SpinnerColumn(),
            TextColumn("{task.description}"),
            BarColumn(bar_width=30),
            MofNCompleteColumn(),
            TimeElapsedColumn(),
            console=err,
            transient=True,
        )
        self.task: TaskID | None = None
        self.name = ""
        self.spoke = 0.0
        self.done = 0
        self.round = 1

    def __enter__(self) -> Self:
        if err.is_terminal:
            self.bars.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        # What was never begun would end with an empty line.
        if err.is_terminal:
            self.bars.stop()

    def stage(self, name: str, total: int | None = None) -> None:
        """Begin a stage."""
        self.name, self.spoke = name, time.monotonic()
        self.done, self.round = 0, 1
        if not err.is_terminal:
            err.print(f"{name} …", markup=False)
            return
        if self.task is not None:
            self.bars.remove_task(self.task)
        self.task = self.bars.add_task(name, total=total)

    def step(self, done: int) -> None:
        """Show how many steps are done; a smaller number than before begins another round."""
        if done < self.done:
            self.round += 1
        self.done = done
        name = self.name if self.round == 1 else f"{self.name}, round {self.round}"
        if self.task is not None:
            self.bars.update(self.task, completed=done, description=name)
        elif not err.is_terminal and time.monotonic() - self.spoke > PLAIN_LINE_EVERY:
            self.spoke = time.monotonic()
            err.print(f"{name} … {done}", markup=False)
