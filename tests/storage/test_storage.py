"""What was put is there, once, under its digest: on a disk as in a bucket."""

from __future__ import annotations

import hashlib
import os
import zipfile
from dataclasses import replace
from pathlib import Path

import pytest

from cookbook.config import BucketSettings
from cookbook.storage import LocalStorage, Storage, StorageError
from cookbook.storage.bucket import PART, BucketStorage
from cookbook.storage.s3 import Bucket
from tests.servers.keeper import free_ports
from tests.servers.seaweedfs import GUEST, S3Server

SOUP = hashlib.sha256(b"soup").hexdigest()
NOT_KEPT = "0" * 64


@pytest.fixture(params=["local", "bucket"])
def storage(request: pytest.FixtureRequest, tmp_path: Path) -> Storage:
    if request.param == "local":
        return LocalStorage(tmp_path / "storage")
    return BucketStorage(request.getfixturevalue("bucket"))


@pytest.fixture
def in_bucket(bucket: BucketSettings) -> BucketStorage:
    return BucketStorage(bucket)


def name_of(digest: str) -> str:
    return f"storage/{digest[:2]}/{digest[2:]}"


class TestAnyStorage:
    def test_it_gives_back_what_was_put(self, storage: Storage) -> None:
        stored = storage.put(b"soup")
        assert stored.digest == SOUP
        assert stored.size == 4
        assert storage.read(stored.digest) == b"soup"
        assert storage.holds(stored.digest)

    def test_nothing_at_all_can_be_kept(self, storage: Storage) -> None:
        stored = storage.put(b"")
        assert stored.size == 0
        assert storage.read(stored.digest) == b""

    def test_a_file_and_its_bytes_are_one(self, storage: Storage, tmp_path: Path) -> None:
        (tmp_path / "a").write_bytes(b"soup")
        assert storage.put_file(tmp_path / "a") == storage.put(b"soup")
        assert storage.put_file(tmp_path / "a") == storage.put(b"soup")
        assert storage.read(SOUP) == b"soup"

    def test_it_says_what_is_not_there(self, storage: Storage, tmp_path: Path) -> None:
        assert not storage.holds(NOT_KEPT)
        for ask in (
            lambda: storage.read(NOT_KEPT),
            lambda: storage.open_blob(NOT_KEPT),
            lambda: storage.copy_to(NOT_KEPT, tmp_path / "bowl"),
        ):
            with pytest.raises(StorageError, match=r"not in storage.*backup"):
                ask()
        assert not (tmp_path / "bowl").exists()

    @pytest.mark.parametrize(
        "digest", ["", "../../etc/passwd", "0" * 63, "A" * 64, "0" * 64 + "\n"]
    )
    def test_only_a_digest_is_a_name(self, storage: Storage, digest: str) -> None:
        with pytest.raises(StorageError, match="no digest"):
            storage.read(digest)
        with pytest.raises(StorageError, match="no digest"):
            storage.holds(digest)

    def test_it_copies_out(self, storage: Storage, tmp_path: Path) -> None:
        storage.copy_to(storage.put(b"soup").digest, tmp_path / "deep" / "bowl")
        assert (tmp_path / "deep" / "bowl").read_bytes() == b"soup"

    def test_what_is_open_may_be_read_from_anywhere(self, storage: Storage) -> None:
        with storage.open_blob(storage.put(b"stone soup").digest) as stream:
            assert stream.seek(6) == 6
            assert stream.read(2) == b"so"
            assert stream.tell() == 8
            assert stream.seek(-4, os.SEEK_END) == 6
            assert stream.read() == b"soup"
            assert stream.read() == b""
            stream.seek(0)
            assert stream.read(5) == b"stone"

    def test_a_large_file_goes_in_and_out(self, storage: Storage, tmp_path: Path) -> None:
        file = tmp_path / "large"
        file.write_bytes(os.urandom(5 * PART + 17))
        stored = storage.put_file(file)
        assert stored.size == file.stat().st_size
        storage.copy_to(stored.digest, tmp_path / "again")
        assert (tmp_path / "again").read_bytes() == file.read_bytes()

    def test_an_archive_can_be_read_where_it_lies(self, storage: Storage, tmp_path: Path) -> None:
        with zipfile.ZipFile(tmp_path / "book.epub", "w") as archive:
            archive.writestr("filling", os.urandom(2 * PART))
            archive.writestr("soup", "stone")
        stored = storage.put_file(tmp_path / "book.epub")
        with storage.open_blob(stored.digest) as stream, zipfile.ZipFile(stream) as kept:
            assert kept.read("soup") == b"stone"


class TestLocalStorage:
    def test_the_same_bytes_are_kept_once(self, tmp_path: Path) -> None:
        storage = LocalStorage(tmp_path / "storage")
        (tmp_path / "a").write_bytes(b"soup")
        storage.put_file(tmp_path / "a")
        storage.put(b"soup")
        kept = [path for path in (tmp_path / "storage").rglob("*") if path.is_file()]
        assert len(kept) == 1


class TestBucketStorage:
    def test_the_same_bytes_are_sent_once(
        self, in_bucket: BucketStorage, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
    ) -> None:
        (tmp_path / "a").write_bytes(b"soup")
        in_bucket.put(b"soup")
        monkeypatch.setattr(Bucket, "put", None)
        monkeypatch.setattr(Bucket, "upload", None)
        in_bucket.put(b"soup")
        in_bucket.put_file(tmp_path / "a")

    def test_it_lies_as_it_would_on_a_disk(self, in_bucket: BucketStorage) -> None:
        in_bucket.put(b"soup")
        [page] = in_bucket.bucket.pages("")
        [listed] = page.objects
        assert listed.name == name_of(SOUP)

    def test_a_bucket_may_be_all_ours(self, bucket: BucketSettings) -> None:
        storage = BucketStorage(replace(bucket, prefix=""))
        storage.put(b"soup of nobody else")
        [listed] = [each for page in storage.bucket.pages("storage/") for each in page.objects]
        assert storage.bucket.get(listed.name) == b"soup of nobody else"
        storage.bucket.delete([listed.name])

    @pytest.mark.parametrize("wrong", [b"sour", b"so", b"soups"])
    def test_what_is_not_what_was_put_is_never_given_whole(
        self, in_bucket: BucketStorage, wrong: bytes, tmp_path: Path
    ) -> None:
        in_bucket.put(b"soup")
        in_bucket.bucket.put(name_of(SOUP), wrong)
        with pytest.raises(StorageError, match=r"is damaged in storage.*backup"):
            in_bucket.read(SOUP)
        with pytest.raises(StorageError, match="is damaged in storage"):
            in_bucket.copy_to(SOUP, tmp_path / "bowl")
        assert not (tmp_path / "bowl").exists()

    def test_that_is_found_out_in_the_last_part_too(
        self, in_bucket: BucketStorage, tmp_path: Path
    ) -> None:
        data = os.urandom(2 * PART + 10)
        digest = in_bucket.put(data).digest
        in_bucket.bucket.put(name_of(digest), data[:-1] + bytes([data[-1] ^ 1]))
        with pytest.raises(StorageError, match="is damaged in storage"):
            in_bucket.copy_to(digest, tmp_path / "bowl")
        assert not (tmp_path / "bowl").exists()

    def test_one_that_shrinks_while_it_is_read_is_damaged(self, in_bucket: BucketStorage) -> None:
        digest = in_bucket.put(os.urandom(2 * PART)).digest
        with in_bucket.open_blob(digest) as stream:
            in_bucket.bucket.put(name_of(digest), b"soup")
            with pytest.raises(StorageError, match="is damaged in storage"):
                stream.read()

    def test_what_was_sent_short_is_sent_again(self, in_bucket: BucketStorage) -> None:
        in_bucket.bucket.put(name_of(SOUP), b"so")
        in_bucket.put(b"soup")
        assert in_bucket.read(SOUP) == b"soup"

    def test_a_file_that_changes_meanwhile_is_not_kept(
        self, in_bucket: BucketStorage, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
    ) -> None:
        file = tmp_path / "a"
        file.write_bytes(b"soup")
        upload = Bucket.upload

        def change_and_upload(self: Bucket, name: str, file: Path) -> None:
            file.write_bytes(b"stew!")
            upload(self, name, file)

        monkeypatch.setattr(Bucket, "upload", change_and_upload)
        with pytest.raises(StorageError, match="changed while it was kept"):
            in_bucket.put_file(file)
        assert not in_bucket.holds(SOUP)

    def test_a_bucket_that_is_not_there_is_named_with_what_to_do(self, s3_server: S3Server) -> None:
        storage = BucketStorage(s3_server.bucket("nowhere"))
        with pytest.raises(StorageError, match=r'"nowhere" at http.*Make the bucket'):
            storage.read(SOUP)
        with pytest.raises(StorageError, match="Make the bucket"):
            storage.bucket.check()

    def test_one_who_may_not_is_told_what_to_check(self, bucket: BucketSettings) -> None:
        storage = BucketStorage(replace(bucket, access_key=GUEST))
        for ask in (
            lambda: storage.put(b"soup"),
            lambda: storage.read(SOUP),
            lambda: storage.holds(SOUP),
            storage.bucket.check,
        ):
            with pytest.raises(StorageError, match=r"refuses us\. Check AWS_ACCESS_KEY_ID"):
                ask()

    def test_a_wrong_secret_is_one_who_may_not(self, bucket: BucketSettings) -> None:
        with pytest.raises(StorageError, match="refuses us"):
            BucketStorage(replace(bucket, secret_key=GUEST)).read(SOUP)

    def test_a_server_that_does_not_answer_is_named(self, bucket: BucketSettings) -> None:
        nobody = f"http://127.0.0.1:{free_ports(1)[0]}"
        storage = BucketStorage(replace(bucket, endpoint=nobody))
        with pytest.raises(StorageError, match=r"127.0.0.1.*does not answer.*STORAGE_URL"):
            storage.put(b"soup")

    def test_check_passes_where_all_is_well_and_leaves_nothing(
        self, in_bucket: BucketStorage
    ) -> None:
        in_bucket.bucket.check()
        assert list(in_bucket.bucket.pages("")) == [([], True)]
