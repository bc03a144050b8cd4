"""Builds of which any process is killed: nothing wrong is left, and the next build succeeds."""

from __future__ import annotations

import contextlib
import hashlib
import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from benchmarks.generated import write_cookbook
from tests.processes import below, is_running

RECIPES = 8
KILLS = 2
"""How often in each round of each of SEEDS."""
SEEDS = range(5)
AFRESH = 3
"""After so many kills the cache is emptied, so that all stages of a build are met."""
PRESS = """
import sys
from pathlib import Path
from cookbook.config import CacheSettings
from cookbook.press.pipeline import Format, PressOptions, press_book
from cookbook.storage import open_cache
source, out, cache = map(Path, sys.argv[1:])
formats = (Format.PDF, Format.EPUB)
press_book(source, out, PressOptions(formats, workers=2, cache=open_cache(CacheSettings(cache))))
"""


class TestAKilledBuild:
    @pytest.mark.parametrize("seed", SEEDS)
    def test_it_leaves_nothing_wrong_and_the_next_one_succeeds(
        self, seed: int, rounds: int, tmp_path: Path
    ) -> None:
        source, chance = tmp_path / "book", random.Random(seed)  # noqa: S311 -- no secret
        write_cookbook(source, RECIPES)
        began = time.monotonic()
        right = _finished(
            _start(source, tmp_path / "right", tmp_path / "cache"), tmp_path / "right"
        )
        cold = time.monotonic() - began
        assert len(right) == 2, right
        for number in range(rounds * KILLS):
            cache = tmp_path / f"cache-{seed}-{number // AFRESH}"
            out = tmp_path / f"out-{number}"
            _kill_one(_start(source, out, cache), chance, cold)
            left = _files(out)
            assert left.items() <= right.items()
            assert _finished(_start(source, out, cache), out) == right


def _start(source: Path, out: Path, cache: Path) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-c", PRESS, str(source), str(out), str(cache)]
    return subprocess.Popen(command, start_new_session=True, stderr=subprocess.DEVNULL)


def _finished(process: subprocess.Popen[bytes], out: Path) -> dict[str, str]:
    """Wait for a build that nobody disturbs; give its files."""
    assert process.wait() == 0
    return _files(out)


def _kill_one(process: subprocess.Popen[bytes], chance: random.Random, longest: float) -> None:
    """Kill one process of a build at a moment, and wait until all of it has ended."""
    time.sleep(chance.random() * longest)
    running = [process.pid, *below(process.pid)]
    with contextlib.suppress(ProcessLookupError):
        os.kill(chance.choice(running), signal.SIGKILL)
    process.wait()
    until = time.monotonic() + 30
    while any(is_running(each) for each in running):
        assert time.monotonic() < until, "a process outlives its build"
        time.sleep(0.05)


def _files(out: Path) -> dict[str, str]:
    """Give the finished files of a folder with their digests."""
    found = [each for kind in ("pdf", "epub") for each in out.glob(f"*.{kind}")]
    return {each.name: hashlib.sha256(each.read_bytes()).hexdigest() for each in found}
