"""The press in a process of its own, kept warm: presses one book folder after the other.

Its standard input is lines of JSON: first what it may use (see `Means`), then an order for each
book (see `PressOrder`). Its standard output has one object a line: {"stage": …, "total": …},
{"done": …}, {"loan": key, "mark": key} for jobs that others may do, where the press failed
{"problem": …, "place": …, "remedy": …, "detail": …}, and at the end of each order {"ended": true,
"resident": bytes}. It ends itself, and all that it started, when its standard input does, as that
is how it learns that the worker is gone.
"""

from __future__ import annotations

import contextlib
import json
import os
import queue
import resource
import signal
import sys
import threading
import time
import traceback
from collections.abc import Iterator
from pathlib import Path
from typing import IO, Any

from cookbook.errors import CookbookError, Place
from cookbook.manuscript import BookFolderError
from cookbook.press.caching import Cache
from cookbook.press.outputs.webpages import WebHome
from cookbook.press.pipeline import (
    PUBLISHED,
    Format,
    PressOptions,
    press_book,
    with_wished,
)
from cookbook.press.typesetting.crew import LocalCrew, Workforce
from cookbook.publishing.lending import LendingCrew
from cookbook.publishing.orders import Means, PressOrder
from cookbook.storage import MemoryFront, open_cache, open_shared_cache

STEP_SECONDS = 0.1
GRACE_SECONDS = 2.0
"""How long what was started has to end in order before it is killed."""
NICENESS = 10
CAUSES_NAMED = 20
MEGABYTE = 1 << 20


class Voice:
    """Tells the worker one thing after the other, whichever thread has to say it."""

    def __init__(self, stream: IO[str]) -> None:
        self.stream = stream
        self.lock = threading.Lock()

    def tell(self, **message: Any) -> None:  # noqa: ANN401 -- whatever JSON can write
        """Write a line."""
        # A worker that is gone hears nothing; the end of standard input ends us.
        with self.lock, contextlib.suppress(BrokenPipeError):
            self.stream.write(json.dumps(message) + "\n")

    def lend(self, key: str, mark: str) -> None:
        """Tell of a loan."""
        self.tell(loan=key, mark=mark)


class ToldProgress:
    """Tells how far the press is, a line a stage and at most ten a second between them."""

    def __init__(self, voice: Voice) -> None:
        self.voice = voice
        self.spoke = 0.0

    def stage(self, name: str, total: int | None = None) -> None:
        """Tell that a stage begins."""
        self.spoke = 0.0
        self.voice.tell(stage=name, total=total)

    def step(self, done: int) -> None:
        """Tell how many steps are done, unless that was told just now."""
        moment = time.monotonic()
        if moment - self.spoke >= STEP_SECONDS:
            self.spoke = moment
            self.voice.tell(done=done)


def main() -> None:
    """Press what is ordered until there is nothing more."""
    # What libraries print is for the log, and must not come between our lines.
    voice = Voice(os.fdopen(os.dup(1), "w", encoding="utf-8", buffering=1))
    os.dup2(2, 1)
    signal.signal(signal.SIGTERM, _end_in_order)
    lines = _lines()
    os.nice(NICENESS)
    means = Means.of_values(next(lines))
    if means.memory_mb:
        _limit_memory(means.memory_mb * MEGABYTE)
    cache = MemoryFront(open_cache(means.cache))
    with contextlib.closing(cache), LocalCrew(means.processes) as home:
        crew = _workforce(home, means, voice)
        home.warm_up()
        for line in lines:
            with cache.in_haste():
                _press(PressOrder.of_values(line), means, cache, crew, voice)
            voice.tell(ended=True, resident=_resident())


def _workforce(home: LocalCrew, means: Means, voice: Voice) -> Workforce:
    """Give our own crew, with the help of others where there may be some."""
    shared = open_shared_cache(means.cache) if means.lends else None
    return LendingCrew(home, shared, voice.lend) if shared else home


def _press(order: PressOrder, means: Means, cache: Cache, crew: Workforce, voice: Voice) -> None:
    """Press a book; whatever goes wrong is told."""
    options = PressOptions(
        formats=tuple(map(Format, order.formats)) or with_wished(PUBLISHED, order.folder),
        workers=means.processes,
        web_home=WebHome(order.home, order.home_words) if order.home else None,
        cache=cache,
        crew=crew,
    )
    try:
        press_book(order.folder, order.out, options, ToldProgress(voice))
    except CookbookError as err:
        voice.tell(**_failure(err))
    except MemoryError:
        voice.tell(**_out_of_memory(means.memory_mb))
    except Exception:  # noqa: BLE001 -- whatever it is, the worker must hear of it
        voice.tell(problem="the press stopped unexpectedly.", detail=traceback.format_exc())


def _lines() -> Iterator[Any]:
    """Give what is said to us line by line; the end of it is the end of this process."""
    heard = queue.SimpleQueue[bytes]()

    def listen() -> None:
        for line in sys.stdin.buffer:
            heard.put(line)
        _end_with_the_worker()

    threading.Thread(target=listen, daemon=True).start()
    while True:
        yield json.loads(heard.get())


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


def _resident() -> int:
    """Give how much memory this process holds, in bytes; 0 where the system doesn't say."""
    statm = Path("/proc/self/statm")
    if not statm.is_file():
        return 0
    return int(statm.read_text(encoding="ascii").split()[1]) * os.sysconf("SC_PAGE_SIZE")


def _end_in_order(_signal: int, _frame: object) -> None:
    # What runs programs ends them on its way out, and takes its unfinished files away.
    raise SystemExit(1)


def _end_with_the_worker() -> None:
    os.kill(os.getpid(), signal.SIGTERM)
    time.sleep(GRACE_SECONDS)
    if os.getpgrp() == os.getpid():
        os.killpg(0, signal.SIGKILL)
    os.kill(os.getpid(), signal.SIGKILL)


if __name__ == "__main__":
    main()
