"""Runs the processes that are measured: a press that is kept running, and any program once."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Any, Self

HERE = Path(__file__).parent


class WarmPress:
    """A press in a process of its own, from its start until it is closed."""

    def __init__(self) -> None:
        self.began = time.perf_counter()
        self.process = subprocess.Popen(
            [sys.executable, str(HERE / "worker.py")],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self.process.stdin is not None:
            self.process.stdin.close()
        self.process.wait()

    def do(self, what: str, **values: object) -> dict[str, Any]:
        """Give an order, and the answer to it; `since_start` is the age of the process by then."""
        if self.process.stdin is None or self.process.stdout is None:
            raise RuntimeError("the press has no ears")
        self.process.stdin.write(json.dumps({"do": what, **values}) + "\n")
        self.process.stdin.flush()
        line = self.process.stdout.readline()
        if not line:
            raise RuntimeError(f"the press ended with code {self.process.wait()}")
        answer: dict[str, Any] = json.loads(line)
        answer["since_start"] = time.perf_counter() - self.began
        return answer


@dataclass(frozen=True)
class Run:
    """What a program took: seconds, and at most so many bytes of memory."""

    seconds: float
    memory: int


def run_timed(command: Sequence[str], variables: Mapping[str, str]) -> Run:
    """Run a program to its end, in an environment of these variables. Raises where it fails."""
    began = time.perf_counter()
    with subprocess.Popen(list(command), env=dict(variables)) as process:
        _, status, used = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise subprocess.CalledProcessError(process.returncode, list(command))
    return Run(time.perf_counter() - began, used.ru_maxrss * 1024)
