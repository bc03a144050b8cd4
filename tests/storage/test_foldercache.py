"""A cache on a disk: bounded, and whole under many writers, killed ones and foreign files."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from hashlib import sha256
from pathlib import Path

import pytest

from cookbook.storage import FolderCache
from cookbook.storage.foldercache import NOTE_USE_AFTER
from cookbook.storage.shelves import BLOCK, LEFT_AFTER, UNFINISHED
from tests.storage.conftest import LIMIT, file_of, set_age

KEYS = [sha256(b"%d" % number).hexdigest() for number in range(100)]
KEY, *_ = KEYS
ROOT = Path(__file__).resolve().parents[2]
A_BLOCK = bytes(BLOCK // 2)

WRITE_ALL = """
import sys
from hashlib import sha256
from pathlib import Path
from cookbook.storage import FolderCache
cache = FolderCache(Path(sys.argv[1]), int(sys.argv[2]))
print("ready", flush=True)
for round in range(int(sys.argv[3])):
    for number in range(100):
        key = sha256(b"%d" % number).hexdigest()
        cache.put(key, bytes([number]) * (1000 * number + round % 7))
        data = cache.get(key)
        assert data is None or set(data) <= {number}, number
"""


def writer(folder: Path, limit: int, rounds: int) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-c", WRITE_ALL, str(folder), str(limit), str(rounds)],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        text=True,
    )


def room(folder: Path) -> int:
    entries = [path for path in folder.glob("??/*") if not path.name.startswith(".")]
    return sum(-(-path.stat().st_size // BLOCK) * BLOCK for path in entries)


@pytest.fixture
def cache(tmp_path: Path) -> FolderCache:
    return FolderCache(tmp_path / "cache", LIMIT)


class TestItsLimit:
    def test_what_was_used_longest_ago_makes_room(self, tmp_path: Path) -> None:
        cache = FolderCache(tmp_path, 20 * BLOCK)
        for age, key in enumerate(KEYS[:20]):
            cache.put(key, A_BLOCK)
            set_age(cache, key, 100 + age)
        cache.put(KEYS[20], A_BLOCK)
        assert cache.missing(KEYS[:21]) == {KEYS[17], KEYS[18], KEYS[19]}
        assert room(tmp_path) <= 18 * BLOCK

    def test_to_be_read_is_to_be_used(self, tmp_path: Path) -> None:
        cache = FolderCache(tmp_path, 20 * BLOCK)
        for age, key in enumerate(KEYS[:20]):
            cache.put(key, A_BLOCK)
            set_age(cache, key, NOTE_USE_AFTER + 100 + age)
        cache.get(KEYS[19])
        cache.missing([KEYS[18]])
        cache.put(KEYS[20], A_BLOCK)
        assert cache.missing(KEYS[:21]) == {KEYS[15], KEYS[16], KEYS[17]}

    def test_a_use_is_noted_once_an_hour(self, cache: FolderCache) -> None:
        cache.put(KEY, b"soup")
        set_age(cache, KEY, NOTE_USE_AFTER - 10)
        before = file_of(cache, KEY).stat().st_mtime
        cache.get(KEY)
        assert file_of(cache, KEY).stat().st_mtime == before

    def test_however_long_it_is_filled_it_stays_within(self, tmp_path: Path) -> None:
        cache = FolderCache(tmp_path, 30 * BLOCK)
        for key in KEYS:
            cache.put(key, A_BLOCK)
            assert room(tmp_path) <= 30 * BLOCK
        assert room(tmp_path) > 20 * BLOCK

    def test_a_lower_limit_is_heeded_at_the_next_put(self, tmp_path: Path) -> None:
        for key in KEYS[:50]:
            FolderCache(tmp_path, LIMIT).put(key, A_BLOCK)
        FolderCache(tmp_path, 10 * BLOCK).put(KEYS[50], A_BLOCK)
        assert room(tmp_path) <= 9 * BLOCK

    def test_trim_heeds_it_too(self, tmp_path: Path) -> None:
        for key in KEYS[:50]:
            FolderCache(tmp_path, LIMIT).put(key, A_BLOCK)
        [tended] = FolderCache(tmp_path, 10 * BLOCK).trim()
        assert (tended.entries, tended.removed, tended.freed) == (50, 41, 41 * BLOCK)

    def test_a_limit_of_nothing_keeps_nothing(self, tmp_path: Path) -> None:
        FolderCache(tmp_path, 0).put(KEY, b"")
        assert room(tmp_path) == 0

    def test_a_put_takes_no_walk_through_the_folder(
        self, cache: FolderCache, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        cache.put(KEY, b"soup")
        monkeypatch.setattr(cache.shelves, "entries", None)
        for key in KEYS:
            cache.put(key, b"soup")
        assert cache.missing(KEYS) == set()

    def test_what_is_added_up_is_counted_anew_after_a_day(self, tmp_path: Path) -> None:
        cache = FolderCache(tmp_path, LIMIT)
        for _ in range(10):
            cache.put(KEY, A_BLOCK)
        assert cache.tally.blocks() == 10
        os.utime(cache.tally.counted, (0, 0))
        cache.put(KEY, A_BLOCK)
        assert cache.tally.blocks() == 1


class TestManyWriters:
    def test_each_gives_what_was_put_whole_and_stays_within_the_limit(self, tmp_path: Path) -> None:
        writers = [writer(tmp_path, LIMIT, rounds=6) for _ in range(3)]
        for each in writers:
            each.communicate(timeout=120)
            assert each.returncode == 0
        assert room(tmp_path) <= LIMIT
        assert FolderCache(tmp_path, LIMIT).verify()[0].removed == 0

    def test_one_that_is_killed_spoils_nothing(self, tmp_path: Path) -> None:
        for pause in (0.01, 0.05, 0.11):
            killed = writer(tmp_path, LIMIT, rounds=100_000)
            with killed:
                assert killed.stdout is not None
                assert killed.stdout.readline() == "ready\n"
                time.sleep(pause)
                killed.send_signal(signal.SIGKILL)
        cache = FolderCache(tmp_path, LIMIT)
        assert cache.verify()[0].removed == 0
        cache.put(KEY, b"soup")
        assert cache.get(KEY) == b"soup"
        assert cache.trim()[0].entries > 0

    def test_what_a_killed_one_left_is_swept_when_it_is_old(self, cache: FolderCache) -> None:
        cache.put(KEY, b"soup")
        shelf = file_of(cache, KEY).parent
        old, new = shelf / f"{UNFINISHED}old", shelf / f"{UNFINISHED}new"
        for each, age in ((old, LEFT_AFTER + 10), (new, 10)):
            each.write_bytes(b"so")
            os.utime(each, (time.time() - age, time.time() - age))
        cache.trim()
        assert not old.exists()
        assert new.exists()
        assert cache.get(KEY) == b"soup"


class TestWhatItMeets:
    def test_files_that_are_not_its_own_it_leaves_alone(self, cache: FolderCache) -> None:
        cache.put(KEY, b"soup")
        for name in ("notes.txt", "ab/notes.txt", "holidays/ab.jpg"):
            (cache.folder / name).parent.mkdir(exist_ok=True)
            (cache.folder / name).write_text("mine")
        cache.clear()
        assert (cache.folder / "notes.txt").exists()
        assert (cache.folder / "ab/notes.txt").exists()
        assert (cache.folder / "holidays/ab.jpg").exists()
        assert cache.facts()[0].entries == 0

    def test_where_it_may_not_write_it_keeps_nothing_and_is_silent(self, tmp_path: Path) -> None:
        (tmp_path / "file").write_text("no folder")
        cache = FolderCache(tmp_path / "file", LIMIT)
        cache.put(KEY, b"soup")
        assert cache.get(KEY) is None
        assert cache.missing([KEY]) == {KEY}

    def test_a_folder_in_an_entrys_place_is_absent(self, cache: FolderCache) -> None:
        file_of(cache, KEY).mkdir(parents=True)
        assert cache.get(KEY) is None
        cache.put(KEY, b"soup")
        assert cache.get(KEY) is None

    def test_to_get_a_small_entry_takes_less_than_a_tenth_of_a_millisecond(
        self, cache: FolderCache
    ) -> None:
        for key in KEYS:
            cache.put(key, bytes(10_000))

        def seconds() -> float:
            began = time.perf_counter()
            for key in KEYS:
                cache.get(key)
            return (time.perf_counter() - began) / len(KEYS)

        assert min(seconds() for _ in range(10)) < 100e-6
