"""The press in a process of its own: presses one book folder and tells of it in lines of JSON.

    python -m cookbook.publishing.pressing FOLDER OUT [options]

Standard output has one object a line: {"stage": …, "total": …}, {"done": …}, and at the end of a
press that failed {"problem": …, "place": …, "remedy": …, "detail": …}. It ends itself, and all that
it started, when its standard input does, as that is how it learns that the worker is gone.
"""

from __future__ import annotations

import argparse
import contextlib
import json
import os
import resource
import signal
import sys
import threading
import time
import traceback
from collections.abc import Mapping
from pathlib import Path
from typing import IO, Any

from cookbook.errors import CookbookError, Place
from cookbook.manuscript import BookFolderError
from cookbook.press.outputs.webpages import WebHome
from cookbook.press.pipeline import Format, PressOptions, press_book

STEP_SECONDS = 0.1
GRACE_SECONDS = 2.0
"""How long what was started has to end in order before it is killed."""
NICENESS = 10
CAUSES_NAMED = 20
MEGABYTE = 1 << 20


class ToldProgress:
    """Writes how far the press is, a line a stage and at most ten a second between them."""

    def __init__(self, stream: IO[str]) -> None:
        self.stream = stream
        self.spoke = 0.0

    def stage(self, name: str, total: int | None = None) -> None:
        """Tell that a stage begins."""
        self.spoke = 0.0
        _tell(self.stream, {"stage": name, "total": total})

    def step(self, done: int) -> None:
        """Tell how many steps are done, unless that was told just now."""
        moment = time.monotonic()
        if moment - self.spoke >= STEP_SECONDS:
            self.spoke = moment
            _tell(self.stream, {"done": done})


def main() -> int:
    """Press as the arguments say; give 0, or 1 where that failed."""
    arguments = _arguments()
    # What libraries print is for the log, and must not come between our lines.
    told = os.fdopen(os.dup(1), "w", encoding="utf-8", buffering=1)
    os.dup2(2, 1)
    signal.signal(signal.SIGTERM, _end_in_order)
    threading.Thread(target=_end_with_the_worker, daemon=True).start()
    os.nice(NICENESS)
    if arguments.memory_mb:
        _limit_memory(arguments.memory_mb * MEGABYTE)
    options = PressOptions(
        formats=tuple(Format),
        workers=arguments.processes or PressOptions().workers,
        web_home=WebHome(arguments.home, arguments.home_words) if arguments.home else None,
    )
    try:
        press_book(arguments.folder, arguments.out, options, ToldProgress(told))
    except CookbookError as err:
        _tell(told, _failure(err))
        return 1
    except MemoryError:
        _tell(told, _out_of_memory(arguments.memory_mb))
        return 1
    except Exception:  # noqa: BLE001 -- whatever it is, the worker must hear of it
        detail = traceback.format_exc()
        _tell(told, {"problem": "the press stopped unexpectedly.", "detail": detail})
        return 1
    return 0


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="Press a book folder and tell of it in JSON.")
    parser.add_argument("folder", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("--home", default="")
    parser.add_argument("--home-words", default="")
    parser.add_argument("--memory-mb", type=int, default=0)
    parser.add_argument("--processes", type=int, default=0)
    return parser.parse_args()


def _tell(stream: IO[str], message: Mapping[str, Any]) -> None:
    # A worker that is gone hears nothing; the end of standard input ends us.
    with contextlib.suppress(BrokenPipeError):
        stream.write(json.dumps(message) + "\n")


def _failure(error: CookbookError) -> dict[str, str]:
    """Give a failure as a message, and the path of the first entry that is to blame.

    Where several entries can't be read, the message names them.
    """
    causes = error.causes if isinstance(error, BookFolderError) else ()
    if len(causes) == 1:
        return _failure(causes[0])
    place = next((each.place for each in (*causes, error) if isinstance(each.place, Place)), None)
    named = [str(each) for each in causes[:CAUSES_NAMED]]
    if len(causes) > CAUSES_NAMED:
        named.append(f"… and {len(causes) - CAUSES_NAMED} more.")
    line = place.line if place and not causes else None
    message = error.message if line is None else f"line {line}: {error.message}"
    return {
        "problem": "\n".join([message, *named]),
        "place": place.file if place else "",
        "remedy": error.remedy,
    }


def _out_of_memory(limit_mb: int) -> dict[str, str]:
    return {
        "problem": f"the press took more memory than the {limit_mb:,} MB that it may.",
        "remedy": "Give it more by COOKBOOK_BUILD_MEMORY_MB, or split the book.",
    }


def _limit_memory(limit: int) -> None:
    _, hard = resource.getrlimit(resource.RLIMIT_AS)
    if hard == resource.RLIM_INFINITY or limit < hard:
        resource.setrlimit(resource.RLIMIT_AS, (limit, limit))


def _end_in_order(_signal: int, _frame: object) -> None:
    # What runs programs ends them on its way out, and takes its unfinished files away.
    raise SystemExit(1)


def _end_with_the_worker() -> None:
    while os.read(0, 4096):
        pass
    os.kill(os.getpid(), signal.SIGTERM)
    time.sleep(GRACE_SECONDS)
    if os.getpgrp() == os.getpid():
        os.killpg(0, signal.SIGKILL)
    os.kill(os.getpid(), signal.SIGKILL)


if __name__ == "__main__":
    sys.exit(main())
