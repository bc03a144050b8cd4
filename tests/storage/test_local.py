"""What was put is there, once, under its digest."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest

from cookbook.storage import LocalStorage, StorageError


class TestLocalStorage:
    def test_it_gives_back_what_was_put(self, tmp_path: Path) -> None:
        storage = LocalStorage(tmp_path)
        stored = storage.put(b"soup")
        assert stored.digest == hashlib.sha256(b"soup").hexdigest()
        assert stored.size == 4
        assert storage.read(stored.digest) == b"soup"
        assert storage.holds(stored.digest)

    def test_a_file_and_its_bytes_are_one(self, tmp_path: Path) -> None:
        storage = LocalStorage(tmp_path / "storage")
        (tmp_path / "a").write_bytes(b"soup")
        assert storage.put_file(tmp_path / "a") == storage.put(b"soup")
        kept = [path for path in (tmp_path / "storage").rglob("*") if path.is_file()]
        assert len(kept) == 1

    def test_it_says_what_is_not_there(self, tmp_path: Path) -> None:
        with pytest.raises(StorageError, match="not in storage"):
            LocalStorage(tmp_path).read("0" * 64)

    @pytest.mark.parametrize(
        "digest", ["", "../../etc/passwd", "0" * 63, "A" * 64, "0" * 64 + "\n"]
    )
    def test_only_a_digest_is_a_name(self, tmp_path: Path, digest: str) -> None:
        with pytest.raises(StorageError, match="no digest"):
            LocalStorage(tmp_path).read(digest)

    def test_it_copies_out(self, tmp_path: Path) -> None:
        storage = LocalStorage(tmp_path / "storage")
        storage.copy_to(storage.put(b"soup").digest, tmp_path / "deep" / "bowl")
        assert (tmp_path / "deep" / "bowl").read_bytes() == b"soup"
