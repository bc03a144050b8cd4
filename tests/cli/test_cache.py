"""`cookbook cache`: it tells, reads, trims and clears, on a disk and in a bucket."""

from __future__ import annotations

import sys
from hashlib import sha256
from pathlib import Path

import pytest

from cookbook.cli.doctor import examine
from cookbook.config import BucketSettings, load_cache_settings
from cookbook.storage import FolderCache, TieredCache, open_cache
from tests.cli.conftest import Cookbook
from tests.servers.keeper import free_ports

KEYS = [sha256(b"%d" % number).hexdigest() for number in range(5)]


@pytest.fixture
def cache(instance: Path) -> FolderCache:
    return FolderCache(instance / "cache", 2_000_000_000)


def answer(monkeypatch: pytest.MonkeyPatch, said: str) -> None:
    monkeypatch.setattr("click.termui.visible_prompt_func", lambda _prompt: said)


def use_bucket(monkeypatch: pytest.MonkeyPatch, bucket: BucketSettings) -> None:
    url = f"s3://{bucket.name}/{bucket.prefix}?endpoint={bucket.endpoint}"
    monkeypatch.setenv("STORAGE_URL", url)
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", bucket.access_key)
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", bucket.secret_key)


class TestCache:
    def test_an_empty_one_is_told_and_not_made(self, cookbook: Cookbook, instance: Path) -> None:
        ran = cookbook("cache")
        assert ran.code == 0
        assert ran.out.splitlines() == [
            f"In {instance / 'cache'}:",
            "  kept   0 entries",
            "  room   0.0 MB of 2,000.0 MB",
        ]
        assert not instance.exists()

    def test_it_tells_how_much_there_is_and_how_old(
        self, cookbook: Cookbook, cache: FolderCache, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setenv("COOKBOOK_CACHE_MB", "50")
        for key in KEYS:
            cache.put(key, bytes(500_000))
        ran = cookbook("cache")
        assert "  kept   5 entries\n  room   2.5 MB of 50.0 MB\n  used   first 20" in ran.out

    def test_verify_removes_what_is_damaged(self, cookbook: Cookbook, cache: FolderCache) -> None:
        for key in KEYS:
            cache.put(key, b"soup")
        Path(cache.shelves.path(KEYS[0])).write_bytes(b"poison")
        place = f"In {cache.folder}: "
        assert cookbook("cache", "verify").out == f"{place}5 entries, removed 1 entry, damaged.\n"
        assert cookbook("cache", "verify").out == f"{place}4 entries, all is well.\n"
        assert cache.missing(KEYS) == {KEYS[0]}

    def test_trim_heeds_the_limit(
        self, cookbook: Cookbook, cache: FolderCache, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        for key in KEYS:
            cache.put(key, bytes(500_000))
        assert cookbook("cache", "trim").out.endswith("5 entries, within the limit.\n")
        monkeypatch.setenv("COOKBOOK_CACHE_MB", "2")
        ran = cookbook("cache", "trim")
        assert ran.out.endswith("5 entries, removed 2 entries, which frees 1.0 MB.\n")
        assert ran.code == 0

    @pytest.mark.parametrize(("said", "left"), [("n", 5), ("y", 0)])
    def test_clear_asks_first(
        self,
        cookbook: Cookbook,
        cache: FolderCache,
        monkeypatch: pytest.MonkeyPatch,
        said: str,
        left: int,
    ) -> None:
        for key in KEYS:
            cache.put(key, b"soup")
        answer(monkeypatch, said)
        ran = cookbook("cache", "clear")
        assert ran.code == 0
        assert cache.facts()[0].entries == left
        assert ("Nothing was removed." in ran.out) == (left == 5)

    def test_clear_does_not_ask_who_said_yes(self, cookbook: Cookbook, cache: FolderCache) -> None:
        cache.put(KEYS[0], b"soup")
        assert "removed 1 entry, which frees 0.0 MB" in cookbook("cache", "clear", "--yes").out
        assert "0 entries, nothing was there." in cookbook("cache", "clear", "--yes").out

    def test_a_wrong_setting_is_1_and_named(
        self, cookbook: Cookbook, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setenv("COOKBOOK_CACHE_MB", "much")
        ran = cookbook("cache")
        assert ran.code == 1
        assert 'COOKBOOK_CACHE_MB says "much"; a whole number is expected.' in ran.err

    def test_help_names_what_can_be_done(self, cookbook: Cookbook) -> None:
        helped = cookbook("cache", "--help").out
        assert all(f"\n  {name} " in helped for name in ("verify", "trim", "clear"))


class TestWithABucket:
    def test_both_places_are_told_and_cleared(
        self, cookbook: Cookbook, monkeypatch: pytest.MonkeyPatch, bucket: BucketSettings
    ) -> None:
        use_bucket(monkeypatch, bucket)
        cache = open_cache(load_cache_settings())
        assert isinstance(cache, TieredCache)
        cache.put(KEYS[0], b"soup")
        cache.settle()
        told = cookbook("cache").out
        assert told.count("  kept   1 entry\n") == 2
        assert f'In the bucket "{bucket.name}" at {bucket.endpoint}:' in told
        assert cookbook("cache", "clear", "--yes").out.count("removed 1 entry") == 2
        assert cookbook("cache").out.count("  kept   0 entries\n") == 2

    def test_one_that_does_not_answer_is_1(
        self, cookbook: Cookbook, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        nobody = f"http://127.0.0.1:{free_ports(1)[0]}"
        use_bucket(monkeypatch, BucketSettings("pantry", "books", nobody, "", "a", "b"))
        ran = cookbook("cache")
        assert ran.code == 1
        assert "does not answer" in ran.err


class TestDoctor:
    def test_without_a_bucket_it_says_nothing_of_one(self, instance: Path) -> None:
        assert instance
        assert "Bucket" not in {each.name for each in examine()}

    def test_it_says_that_a_bucket_answers(
        self, instance: Path, monkeypatch: pytest.MonkeyPatch, bucket: BucketSettings
    ) -> None:
        assert instance
        use_bucket(monkeypatch, bucket)
        found = {each.name: each for each in examine()}["Bucket"]
        assert found.found
        assert found.detail == f'the bucket "{bucket.name}" at {bucket.endpoint}'

    def test_and_that_one_does_not(
        self, instance: Path, monkeypatch: pytest.MonkeyPatch, bucket: BucketSettings
    ) -> None:
        assert instance
        use_bucket(monkeypatch, bucket)
        monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "guessed")
        found = {each.name: each for each in examine()}["Bucket"]
        assert not found.found
        assert found.needed
        assert "refuses us" in found.detail
        assert "AWS_ACCESS_KEY_ID" in found.remedy

    def test_a_wrong_address_is_found_out(
        self, instance: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        assert instance
        monkeypatch.setenv("STORAGE_URL", "pantry")
        found = {each.name: each for each in examine()}["Bucket"]
        assert not found.found
        assert "STORAGE_URL is not of the form" in found.detail

    def test_what_speaks_to_it_may_be_missing(
        self, instance: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        assert instance
        monkeypatch.setenv("STORAGE_URL", "s3://pantry")
        for name in [name for name in sys.modules if name.startswith("cookbook.storage.s3")]:
            monkeypatch.delitem(sys.modules, name)
        monkeypatch.setitem(sys.modules, "boto3", None)
        found = {each.name: each for each in examine()}["Bucket"]
        assert not found.found
        assert "boto3 is not installed" in found.detail
