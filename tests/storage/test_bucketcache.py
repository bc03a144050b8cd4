"""A cache in a bucket: bounded, sparing of requests, and no hindrance where the bucket fails."""

from __future__ import annotations

import time
from collections import Counter
from dataclasses import replace
from hashlib import sha256

import pytest

from cookbook.config import BucketSettings
from cookbook.storage import StorageError, bucketcache, s3
from cookbook.storage.bucketcache import COUNTED, BucketCache
from cookbook.storage.s3 import Bucket
from tests.servers.keeper import free_ports
from tests.storage.conftest import object_of

KEYS = [sha256(b"%d" % number).hexdigest() for number in range(300)]
KEY, OTHER, *_ = KEYS
A_TENTH = bytes(900)
LIMIT = 10_000
NEXT_SECOND = 1.1
"""A bucket tells times to the second."""


@pytest.fixture
def cache(bucket: BucketSettings) -> BucketCache:
    return BucketCache(bucket, LIMIT)


@pytest.fixture
def requests(monkeypatch: pytest.MonkeyPatch) -> Counter[str]:
    """How often the bucket was asked for what."""
    counted: Counter[str] = Counter()
    ask = Bucket._ask

    class Counting:
        def __init__(self, client: object) -> None:
            self.client = client

        def __getattr__(self, name: str) -> object:
            counted[name] += 1
            return getattr(self.client, name)

    monkeypatch.setattr(Bucket, "_ask", lambda self: Counting(ask(self)))
    return counted


class TestItsLimit:
    def test_what_was_used_longest_ago_makes_room(self, cache: BucketCache) -> None:
        for key in KEYS[:3]:
            cache.put(key, A_TENTH)
        time.sleep(NEXT_SECOND)
        for key in KEYS[3:11]:
            cache.put(key, A_TENTH)
        [tended] = cache.trim()
        assert (tended.entries, tended.removed) == (11, 2)
        assert len(cache.missing(KEYS[:3])) == 2
        assert cache.missing(KEYS[3:11]) == set()

    def test_a_use_is_noted_once_a_day(
        self, cache: BucketCache, monkeypatch: pytest.MonkeyPatch, requests: Counter[str]
    ) -> None:
        cache.put(KEY, b"soup")
        time.sleep(NEXT_SECOND)
        cache.get(KEY)
        assert requests["copy_object"] == 0
        before = cache.bucket.written(object_of(KEY))
        monkeypatch.setattr(bucketcache, "DAY", 0.5)
        assert cache.get(KEY) == b"soup"
        after = cache.bucket.written(object_of(KEY))
        assert before is not None
        assert after is not None
        assert after > before
        assert cache.get(KEY) == b"soup"

    def test_however_long_it_is_filled_it_stays_about_within(self, cache: BucketCache) -> None:
        for key in KEYS[:60]:
            cache.put(key, A_TENTH)
        assert cache.facts()[0].bytes <= LIMIT * 1.2

    def test_the_first_put_of_a_day_trims(self, bucket: BucketSettings) -> None:
        generous = BucketCache(bucket, 100 * LIMIT)
        for key in KEYS[:30]:
            generous.put(key, A_TENTH)
        generous.bucket.delete([COUNTED])
        BucketCache(bucket, LIMIT).put(KEYS[30], A_TENTH)
        assert generous.facts()[0].bytes <= LIMIT

    def test_the_next_ones_take_no_walk(self, cache: BucketCache, requests: Counter[str]) -> None:
        cache.put(KEY, b"soup")
        requests.clear()
        for key in KEYS[:5]:
            cache.put(key, b"soup")
        assert requests == {"put_object": 5}


class TestMissing:
    def test_a_small_bucket_is_asked_once_for_many_keys(
        self, cache: BucketCache, requests: Counter[str]
    ) -> None:
        cache.put(KEY, b"soup")
        requests.clear()
        assert cache.missing(KEYS) == set(KEYS[1:])
        assert requests == {"list_objects_v2": 1}

    @pytest.mark.parametrize("count", [1, 5])
    def test_of_a_few_keys_each_is_asked_for(
        self, cache: BucketCache, requests: Counter[str], count: int
    ) -> None:
        cache.put(KEY, b"soup")
        requests.clear()
        assert cache.missing(KEYS[:count]) == set(KEYS[1:count])
        assert requests == {"head_object": count}

    def test_of_more_too_where_the_bucket_is_large(
        self, cache: BucketCache, requests: Counter[str], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        for key in KEYS[:9]:
            cache.put(key, b"soup")
        monkeypatch.setattr(s3, "AT_ONCE", 5)
        requests.clear()
        assert cache.missing(KEYS[7:47]) == set(KEYS[9:47])
        assert requests == {"list_objects_v2": 1, "head_object": 40}

    def test_and_by_shelf_for_many(
        self, cache: BucketCache, requests: Counter[str], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        for key in KEYS[:9]:
            cache.put(key, b"soup")
        monkeypatch.setattr(s3, "AT_ONCE", 5)
        requests.clear()
        assert cache.missing(KEYS) == set(KEYS[9:])
        assert list(requests) == ["list_objects_v2"]
        assert requests["list_objects_v2"] <= 257


class TestMoreThanAPage:
    def test_all_is_verified_and_cleared(
        self, cache: BucketCache, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        for key in KEYS[:9]:
            cache.put(key, b"soup")
        monkeypatch.setattr(s3, "AT_ONCE", 2)
        cache.bucket.put(object_of(OTHER), b"poison")
        [verified] = cache.verify()
        assert (verified.entries, verified.removed) == (9, 1)
        [cleared] = cache.clear()
        assert (cleared.entries, cleared.removed) == (8, 8)
        assert cache.facts()[0].entries == 0

    def test_what_is_not_the_caches_stays(self, cache: BucketCache) -> None:
        cache.put(KEY, b"soup")
        cache.bucket.put("storage/ab/photo", b"ours")
        cache.bucket.put("cache/notes.txt", b"mine")
        cache.clear()
        names = [each.name for page in cache.bucket.pages("") for each in page.objects]
        assert names == [COUNTED, "cache/notes.txt", "storage/ab/photo"]


class TestABucketThatFails:
    @pytest.fixture
    def deaf(self, bucket: BucketSettings) -> BucketCache:
        return BucketCache(replace(bucket, endpoint=f"http://127.0.0.1:{free_ports(1)[0]}"), LIMIT)

    def test_is_one_that_has_nothing(
        self, deaf: BucketCache, caplog: pytest.LogCaptureFixture
    ) -> None:
        deaf.put(KEY, b"soup")
        assert deaf.get(KEY) is None
        assert deaf.missing([KEY]) == {KEY}
        assert "does without its bucket for a while" in caplog.text

    def test_is_left_alone_for_a_while_then_asked_again(
        self, deaf: BucketCache, bucket: BucketSettings, requests: Counter[str]
    ) -> None:
        assert deaf.get(KEY) is None
        requests.clear()
        for _ in range(50):
            deaf.put(KEY, b"soup")
            deaf.get(KEY)
            deaf.missing([KEY])
        assert not requests
        deaf.bucket = Bucket(bucket)
        deaf.truce_until = 0
        deaf.put(KEY, b"soup")
        assert deaf.get(KEY) == b"soup"

    def test_is_told_to_who_looks_after_it(self, deaf: BucketCache) -> None:
        for tend in (deaf.facts, deaf.verify, deaf.trim, deaf.clear):
            with pytest.raises(StorageError, match="does not answer"):
                tend()
