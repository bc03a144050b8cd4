"""A press that is kept running, and does as it is told line by line: the only door to the press.

An order is a line of JSON with `do` and what that takes; the answer is one with `seconds`, from the
order until the file is there, and what came of it.
"""

from __future__ import annotations

import dataclasses
import json
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeAlias

from cookbook.press.pipeline import Format, PressOptions, press_book
from cookbook.storage import FolderCache

CACHE_BYTES = 4_000_000_000
KNOWN = {each.name for each in dataclasses.fields(PressOptions)}
Answer: TypeAlias = dict[str, Any]


def press(source: str, out: str, cache: str, formats: list[str]) -> Answer:
    """Press a book folder, with what was kept in a cache's folder."""
    kept: dict[str, Any] = (
        {"cache": FolderCache(Path(cache), CACHE_BYTES)} if "cache" in KNOWN else {}
    )
    options = PressOptions(formats=tuple(Format(each) for each in formats), **kept)
    report = press_book(Path(source), Path(out), options)
    return {
        "pages": report.pages,
        "folios": dict(report.folios),
        "files": {each.format: str(Path(out) / each.name) for each in report.files},
        "stages": dict(report.seconds),
    }


ORDERS: dict[str, Callable[..., Answer]] = {"press": press}


def main() -> None:
    """Do what is told until nothing more is."""
    for line in sys.stdin:
        order = json.loads(line)
        began = time.perf_counter()
        answer = ORDERS[order.pop("do")](**order)
        answer["seconds"] = time.perf_counter() - began
        sys.stdout.write(json.dumps(answer) + "\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
