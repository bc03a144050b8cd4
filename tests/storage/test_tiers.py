"""Caches before caches: what is near is asked first, and what comes from afar stays near."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
from collections.abc import Iterable
from hashlib import sha256
from pathlib import Path

import pytest

from cookbook.config import BucketSettings
from cookbook.storage import FolderCache, MemoryFront, TieredCache
from cookbook.storage.bucketcache import BucketCache
from cookbook.storage.errands import HELD_BYTES, WAITING_BYTES, Errands
from cookbook.storage.tiers import LARGE
from tests.storage.conftest import LIMIT

KEYS = [sha256(b"%d" % number).hexdigest() for number in range(40)]
KEY, OTHER, *_ = KEYS
ROOT = Path(__file__).resolve().parents[2]
WAIT_SECONDS = 20


class Counting(FolderCache):
    """A cache in a folder that notes what it is asked for."""

    def __init__(self, folder: Path) -> None:
        super().__init__(folder, LIMIT)
        self.got: list[str] = []
        self.asked: list[str] = []

    def get(self, key: str) -> bytes | None:
        self.got.append(key)
        return super().get(key)

    def missing(self, keys: Iterable[str]) -> set[str]:
        self.asked = list(keys)
        return super().missing(self.asked)


@pytest.fixture
def near(tmp_path: Path) -> Counting:
    return Counting(tmp_path / "near")


@pytest.fixture
def far(tmp_path: Path) -> Counting:
    return Counting(tmp_path / "far")


class TestTieredCache:
    def test_what_is_put_comes_to_both(self, near: Counting, far: Counting) -> None:
        cache = TieredCache(near, far)
        cache.put(KEY, b"soup")
        cache.settle()
        assert near.get(KEY) == far.get(KEY) == b"soup"

    def test_what_is_near_is_not_asked_for_afar(self, near: Counting, far: Counting) -> None:
        cache = TieredCache(near, far)
        near.put(KEY, b"soup")
        assert cache.get(KEY) == b"soup"
        assert cache.missing([KEY]) == set()
        assert far.got == far.asked == []

    def test_what_comes_from_afar_stays_near(self, near: Counting, far: Counting) -> None:
        far.put(KEY, b"soup")
        assert TieredCache(near, far).get(KEY) == b"soup"
        assert near.get(KEY) == b"soup"

    def test_afar_is_asked_only_for_what_is_not_near(self, near: Counting, far: Counting) -> None:
        near.put(KEY, b"soup")
        far.put(OTHER, b"stew")
        assert TieredCache(near, far).missing(KEYS) == set(KEYS[2:])
        assert set(far.asked) == set(KEYS[1:])

    def test_what_is_asked_about_is_fetched_once(self, near: Counting, far: Counting) -> None:
        for key in KEYS:
            far.put(key, key.encode())
        cache = TieredCache(near, far)
        assert cache.missing(KEYS) == set()
        assert [cache.get(key) for key in KEYS] == [key.encode() for key in KEYS]
        assert sorted(far.got) == sorted(KEYS)

    def test_another_machine_has_what_one_put(self, bucket: BucketSettings, tmp_path: Path) -> None:
        one = TieredCache(FolderCache(tmp_path / "one", LIMIT), BucketCache(bucket, LIMIT))
        one.put(KEY, b"soup")
        one.settle()
        two = TieredCache(FolderCache(tmp_path / "two", LIMIT), BucketCache(bucket, LIMIT))
        assert two.missing(KEYS) == set(KEYS[1:])
        assert two.get(KEY) == b"soup"

    def test_a_process_that_ends_leaves_nothing_unsent(self, tmp_path: Path) -> None:
        script = (
            "import sys, time; from pathlib import Path; from multiprocessing import Process\n"
            "from cookbook.storage import FolderCache, TieredCache\n"
            "class Slow(FolderCache):\n"
            "    def put(self, key, data): time.sleep(0.2); super().put(key, data)\n"
            "near, far = Path(sys.argv[1]) / 'near', Path(sys.argv[1]) / 'far'\n"
            "cache = TieredCache(FolderCache(near, 10**6), Slow(far, 10**6))\n"
            "cache.put('a' * 64, b'soup')\n"
            "child = Process(target=cache.put, args=('b' * 64, b'stew'))\n"
            "child.start(); child.join(); sys.exit(child.exitcode)\n"
        )
        subprocess.run([sys.executable, "-c", script, tmp_path], cwd=ROOT, check=True, timeout=60)
        assert FolderCache(tmp_path / "far", LIMIT).missing(["a" * 64, "b" * 64]) == set()


class TestHaste:
    def test_what_is_put_in_haste_comes_afar_afterwards(
        self, near: Counting, far: Counting
    ) -> None:
        cache = TieredCache(near, far)
        with MemoryFront(cache).in_haste():
            cache.put(KEY, b"soup")
            assert cache.get(KEY) == b"soup"
            assert far.missing([KEY])
        cache.settle()
        assert not far.missing([KEY])

    def test_caches_of_one_place_know_no_haste(self, near: Counting) -> None:
        with near.in_haste():
            near.put(KEY, b"soup")
        assert near.get(KEY) == b"soup"


class TestErrands:
    def test_what_is_held_back_begins_when_it_becomes_much_or_is_waited_for(self) -> None:
        errands, done = Errands(), threading.Event()
        with errands.held():
            errands.begin("little", done.set, 1)
            assert not done.wait(0.1)
            errands.settle()
            assert done.is_set()
        done.clear()
        with errands.held():
            errands.begin("much", done.set, HELD_BYTES + 1)
            assert done.wait(WAIT_SECONDS)

    def test_what_would_wait_too_long_is_done_at_once(self) -> None:
        errands, gate, done = Errands(), threading.Event(), threading.Event()
        errands.begin("slow", lambda: gate.wait(WAIT_SECONDS), WAITING_BYTES)
        errands.begin("next", done.set, 1)
        assert done.is_set()
        gate.set()
        errands.settle()
        assert not errands.wait_for("slow")

    @pytest.mark.filterwarnings("ignore:.*fork:DeprecationWarning")  # it is the claim
    def test_they_go_on_after_a_fork(self) -> None:
        errands, gate = Errands(), threading.Event()
        errands.begin("slow", lambda: gate.wait(WAIT_SECONDS))
        child = os.fork()
        if child == 0:
            done = threading.Event()
            waited = errands.wait_for("slow")
            errands.begin("next", done.set)
            errands.settle()
            os._exit(0 if done.is_set() and not waited else 1)
        _, status = os.waitpid(child, 0)
        gate.set()
        errands.settle()
        assert status == 0


class TestMemoryFront:
    def test_what_it_remembers_it_does_not_ask_for(self, near: Counting) -> None:
        front = MemoryFront(near)
        front.put(KEY, b"soup")
        near.put(OTHER, b"stew")
        for _ in range(3):
            assert front.get(KEY) == b"soup"
            assert front.get(OTHER) == b"stew"
        assert near.got == [OTHER]
        assert front.missing(KEYS) == set(KEYS[2:])
        assert set(near.asked) == set(KEYS[2:])

    def test_what_was_used_longest_ago_is_forgotten(self, near: Counting) -> None:
        front = MemoryFront(near, 400)
        for key in KEYS[:4]:
            front.put(key, bytes(100))
        front.get(KEYS[0])
        front.put(KEYS[4], bytes(100))
        assert front.bytes == 400
        front.get(KEYS[0])
        assert near.got == []
        front.get(KEYS[1])
        assert near.got == [KEYS[1]]

    def test_putting_the_same_again_takes_no_more(self, near: Counting) -> None:
        front = MemoryFront(near, 400)
        for _ in range(10):
            front.put(KEY, bytes(100))
        assert front.bytes == 100

    def test_a_large_one_drives_out_nobody(self, near: Counting) -> None:
        front = MemoryFront(near)
        front.put(KEY, bytes(100))
        front.put(OTHER, bytes(LARGE + 1))
        assert front.bytes == 100
        assert front.get(OTHER) == bytes(LARGE + 1)
        assert near.got == [OTHER]

    def test_one_that_grows_large_is_read_as_it_is_now(self, near: Counting) -> None:
        front = MemoryFront(near)
        front.put(KEY, bytes(100))
        front.put(KEY, bytes(LARGE + 1))
        assert front.bytes == 0
        assert front.get(KEY) == bytes(LARGE + 1)

    def test_who_puts_does_not_wait_for_the_disk(self, near: Counting) -> None:
        slow, may_go = near.put, threading.Event()

        def put(key: str, data: bytes) -> None:
            may_go.wait(30)
            slow(key, data)

        near.put = put  # type: ignore[method-assign]  # so that it takes its time
        front = MemoryFront(near)
        front.put(KEY, b"soup")
        front.put(OTHER, bytes(LARGE + 1))
        assert front.get(KEY) == b"soup"
        may_go.set()
        # What it doesn't remember it waits for.
        assert front.get(OTHER) == bytes(LARGE + 1)
        assert front.missing([KEY, OTHER]) == set()

    def test_an_ending_process_leaves_unwritten_what_waits(self, near: Counting) -> None:
        begun, may_go = threading.Event(), threading.Event()
        written: list[str] = []

        def put(key: str, _data: bytes) -> None:
            begun.set()
            may_go.wait(30)
            written.append(key)

        near.put = put  # type: ignore[method-assign,assignment]  # so that it takes its time
        front = MemoryFront(near)
        for key in KEYS:
            front.put(key, b"soup")
        assert begun.wait(30)
        front.close()
        may_go.set()
        front.settle()
        assert written == [KEYS[0]]

    def test_it_forgets_when_asked(self, near: Counting) -> None:
        front = MemoryFront(near)
        front.put(KEY, b"soup")
        front.forget()
        assert front.bytes == 0
        assert front.get(KEY) == b"soup"
        assert near.got == [KEY]
