"""What holds for a cache of any kind: it gives what was put, whole, or nothing."""

from __future__ import annotations

import logging
import pickle
from hashlib import sha256

import pytest

from cookbook.press.caching import Cache
from tests.storage.conftest import LIMIT, Rig

KEYS = [sha256(b"%d" % number).hexdigest() for number in range(40)]
KEY, OTHER, *_ = KEYS


class TestAnyCache:
    def test_it_gives_what_was_put(self, rig: Rig) -> None:
        rig.cache.put(KEY, b"soup")
        rig.cache.put(OTHER, b"")
        assert rig.cache.get(KEY) == b"soup"
        assert rig.cache.get(OTHER) == b""

    def test_what_was_never_put_is_none(self, rig: Rig) -> None:
        assert rig.cache.get(KEY) is None

    def test_what_was_put_last_counts(self, rig: Rig) -> None:
        rig.cache.put(KEY, b"soup")
        rig.cache.put(KEY, b"stew")
        assert rig.cache.get(KEY) == b"stew"

    def test_it_tells_what_is_missing(self, rig: Rig) -> None:
        assert rig.cache.missing(KEYS) == set(KEYS)
        for key in KEYS[::2]:
            rig.cache.put(key, key.encode())
        assert rig.cache.missing(iter(KEYS)) == set(KEYS[1::2])
        assert rig.cache.missing([]) == set()

    def test_the_press_can_use_it(self, rig: Rig) -> None:
        cache: Cache = rig.cache
        cache.put(KEY, b"soup")
        assert cache.get(KEY) == b"soup"

    def test_another_process_may_be_handed_it(self, rig: Rig) -> None:
        rig.cache.put(KEY, b"soup")
        assert pickle.loads(pickle.dumps(rig.cache)).get(KEY) == b"soup"  # noqa: S301 -- our own

    @pytest.mark.parametrize("key", ["soup", "../" * 21 + "a", "A" * 64])
    def test_what_is_no_key_is_refused(self, rig: Rig, key: str) -> None:
        with pytest.raises(ValueError, match="no key of a cache"):
            rig.cache.get(key)
        with pytest.raises(ValueError, match="no key of a cache"):
            rig.cache.put(key, b"soup")
        with pytest.raises(ValueError, match="no key of a cache"):
            rig.cache.missing([key])

    @pytest.mark.parametrize(
        "spoil",
        [
            lambda entry: entry[:0],
            lambda entry: entry[:20],
            lambda entry: entry[:-1],
            lambda entry: entry[:-1] + b"X",
            lambda entry: b"another" + entry[7:],
            lambda entry: bytes(len(entry)),
        ],
        ids=["empty", "cut short", "one byte short", "poisoned", "no magic", "zeros"],
    )
    def test_a_spoilt_entry_is_absent_and_removed(
        self, rig: Rig, spoil: object, caplog: pytest.LogCaptureFixture
    ) -> None:
        assert callable(spoil)
        rig.cache.put(KEY, b"soup")
        rig.poke(KEY, spoil(rig.peek(KEY)))
        with caplog.at_level(logging.CRITICAL):
            assert rig.cache.get(KEY) is None
        assert rig.cache.missing([KEY]) == {KEY}
        rig.cache.put(KEY, b"soup")
        assert rig.cache.get(KEY) == b"soup"

    def test_an_entry_in_anothers_place_is_absent(self, rig: Rig) -> None:
        rig.cache.put(KEY, b"soup")
        rig.poke(OTHER, rig.peek(KEY))
        assert rig.cache.get(OTHER) is None
        assert rig.cache.get(KEY) == b"soup"

    def test_more_than_its_limit_it_does_not_keep(self, rig: Rig) -> None:
        rig.cache.put(KEY, bytes(LIMIT + 1))
        assert rig.cache.get(KEY) is None


class TestLookingAfterAnyCache:
    def test_it_tells_how_full_it_is(self, rig: Rig) -> None:
        for key in KEYS[:3]:
            rig.cache.put(key, bytes(10_000))
        for place in rig.cache.facts():
            assert place.entries == 3
            assert 30_000 < place.bytes < 40_000
            assert place.limit == LIMIT
            assert place.oldest is not None
            assert place.newest is not None
            assert place.oldest <= place.newest

    def test_an_empty_one_has_no_times(self, rig: Rig) -> None:
        for place in rig.cache.facts():
            assert (place.entries, place.bytes, place.oldest, place.newest) == (0, 0, None, None)

    def test_verify_removes_what_is_wrong_and_says_how_much(self, rig: Rig) -> None:
        for key in KEYS[:5]:
            rig.cache.put(key, key.encode())
        rig.poke(KEYS[1], rig.peek(KEYS[0]))
        rig.poke(KEYS[2], rig.peek(KEYS[2])[:-1])
        first, *_ = rig.cache.verify()
        assert (first.entries, first.removed) == (5, 2)
        assert rig.cache.missing(KEYS[:5]) == {KEYS[1], KEYS[2]}
        assert all(place.removed == 0 for place in rig.cache.verify())

    def test_clear_leaves_nothing_and_it_goes_on(self, rig: Rig) -> None:
        for key in KEYS[:5]:
            rig.cache.put(key, key.encode())
        assert all(place.removed == 5 for place in rig.cache.clear())
        assert rig.cache.missing(KEYS[:5]) == set(KEYS[:5])
        assert rig.cache.get(KEY) is None
        rig.cache.put(KEY, b"soup")
        assert rig.cache.get(KEY) == b"soup"

    def test_within_the_limit_trim_removes_nothing(self, rig: Rig) -> None:
        rig.cache.put(KEY, b"soup")
        assert all(place.removed == 0 for place in rig.cache.trim())
        assert rig.cache.get(KEY) == b"soup"
