"""A press that is kept running, and does as it is told line by line: the only door to the press.

It has the cache and the crew that the press of a site's worker has (cookbook/publishing/pressing).

An order is a line of JSON with `do` and what that takes; the answer is one with `seconds`, from the
order until the file is there, and what came of it.
"""

from __future__ import annotations

import json
import os
import sys
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeAlias

from cookbook.press.pipeline import Format, PressOptions, press_book
from cookbook.press.typesetting.crew import LocalCrew
from cookbook.storage import FolderCache, MemoryFront

CACHE_BYTES = 4_000_000_000
Answer: TypeAlias = dict[str, Any]


@dataclass(frozen=True)
class RunningPress:
    """What stays between one order and the next: workers that set pages, and caches by folder."""

    crew: LocalCrew
    caches: dict[str, MemoryFront] = field(default_factory=dict)

    def press(self, source: str, out: str, cache: str, formats: list[str]) -> Answer:
        """Press a book folder, with what was kept in a cache's folder."""
        if Format.PDF in formats:
            self.crew.warm_up()
        kept = self.caches.get(cache) or MemoryFront(FolderCache(Path(cache), CACHE_BYTES))
        self.caches[cache] = kept
        options = PressOptions(
            formats=tuple(Format(each) for each in formats), cache=kept, crew=self.crew
        )
        with kept.in_haste():
            report = press_book(Path(source), Path(out), options)
        return {
            "pages": report.pages,
            "folios": dict(report.folios),
            "files": {each.format: str(Path(out) / each.name) for each in report.files},
            "stages": {stage: round(each, 3) for stage, each in report.seconds.items()},
        }


def main() -> None:
    """Do what is told until nothing more is."""
    with LocalCrew(os.cpu_count() or 1) as crew:
        orders = {"press": RunningPress(crew).press}
        for line in sys.stdin:
            order = json.loads(line)
            began = time.perf_counter()
            answer = orders[order.pop("do")](**order)
            answer["seconds"] = time.perf_counter() - began
            sys.stdout.write(json.dumps(answer) + "\n")
            sys.stdout.flush()


if __name__ == "__main__":
    main()
