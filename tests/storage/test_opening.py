"""The settings decide where bytes lie, and a wrong one is named."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from cookbook.config import (
    BucketSettings,
    CacheSettings,
    Settings,
    load_cache_settings,
    load_settings,
)
from cookbook.storage import FolderCache, LocalStorage, TieredCache, open_cache, open_storage
from cookbook.storage.bucket import BucketStorage
from tests.test_floors import loaded_by

ROOT = Path(__file__).resolve().parents[2]
PANTRY = "s3://pantry/our/books?endpoint=http://127.0.0.1:8333/&region=eu-central-1"


def settings(instance: Path, bucket: BucketSettings | None = None) -> Settings:
    return Settings(instance, "sqlite://", "a secret of the tests", bucket=bucket)


@pytest.fixture
def instance(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "instance"
    monkeypatch.setenv("COOKBOOK_INSTANCE", str(folder))
    return folder


class TestOpening:
    def test_without_a_bucket_all_lies_in_the_instance(self, tmp_path: Path) -> None:
        storage, cache = open_storage(settings(tmp_path)), open_cache(settings(tmp_path).cache)
        assert isinstance(storage, LocalStorage)
        assert isinstance(cache, FolderCache)
        assert (storage.folder, cache.folder) == (tmp_path / "storage", tmp_path / "cache")
        assert cache.limit == 2_000_000_000
        assert list(tmp_path.iterdir()) == []

    def test_with_one_it_has_the_storage_and_backs_the_cache(self, tmp_path: Path) -> None:
        chosen = settings(tmp_path, BucketSettings("pantry", endpoint="http://127.0.0.1:1"))
        assert isinstance(open_storage(chosen), BucketStorage)
        assert isinstance(open_cache(chosen.cache), TieredCache)
        assert list(tmp_path.iterdir()) == []

    def test_without_a_bucket_nothing_of_boto_is_loaded(self, tmp_path: Path) -> None:
        script = (
            "import sys; from pathlib import Path\n"
            "from cookbook.config import CacheSettings\n"
            "from cookbook.storage import open_cache\n"
            "open_cache(CacheSettings(Path(sys.argv[1]))).put('a' * 64, b'soup')"
        )
        assert not {"boto3", "botocore"} & loaded_by(script, str(tmp_path))

    def test_a_bucket_without_boto_says_what_to_install(self) -> None:
        script = (
            "import sys; from pathlib import Path\n"
            "sys.modules['boto3'] = None\n"
            "from cookbook.config import BucketSettings, CacheSettings\n"
            "from cookbook.storage import StorageError, open_cache\n"
            "try: open_cache(CacheSettings(Path(), 1, BucketSettings('pantry')))\n"
            "except StorageError as err: print(err)"
        )
        done = subprocess.run(
            [sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, check=True
        )
        assert "the package boto3 is not installed" in done.stdout
        assert 'pip install "cookbook-press[s3]"' in done.stdout


class TestSettings:
    def test_a_bucket_is_read_with_all_that_belongs_to_it(self, instance: Path) -> None:
        environment = {
            "STORAGE_URL": PANTRY,
            "AWS_ACCESS_KEY_ID": "cook",
            "AWS_SECRET_ACCESS_KEY": "sesame",
            "COOKBOOK_CACHE_MB": "50",
        }
        bucket = BucketSettings(
            *("pantry", "our/books", "http://127.0.0.1:8333", "eu-central-1", "cook", "sesame")
        )
        assert load_settings(environment).bucket == bucket
        cache = CacheSettings(instance / "cache", 50, bucket)
        assert load_settings(environment).cache == cache
        assert load_cache_settings(environment) == cache
        assert cache.limit_bytes == 50_000_000
        assert "sesame" not in repr(bucket)

    def test_nothing_set_is_no_bucket(self, instance: Path) -> None:
        assert load_cache_settings({}) == CacheSettings(instance / "cache")
        assert load_settings({}).bucket is None

    def test_a_cache_alone_needs_no_secret(self, instance: Path) -> None:
        load_cache_settings({"STORAGE_URL": PANTRY})
        assert not instance.exists()

    @pytest.mark.parametrize(
        "url",
        [
            "pantry",
            "s3://",
            "https://pantry/books",
            "s3://cook:sesame@pantry",
            "s3://pantry?endpoint=http://a&key=sesame",
        ],
    )
    def test_another_address_is_refused_and_not_repeated(self, instance: Path, url: str) -> None:
        assert instance
        with pytest.raises(ValueError, match="STORAGE_URL is not of the form") as refused:
            load_cache_settings({"STORAGE_URL": url})
        assert "sesame" not in str(refused.value)
