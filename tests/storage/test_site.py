"""A site whose bytes lie in a bucket answers as one whose bytes lie on its disk."""

from __future__ import annotations

import os
from dataclasses import replace

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from cookbook.config import BucketSettings
from cookbook.extensions import (
    CACHE_KEY,
    STORAGE_KEY,
    bind_storage,
    get_cache,
    get_settings,
    get_storage,
)
from cookbook.models import Volume
from cookbook.storage import FolderCache, LocalStorage, TieredCache
from cookbook.storage.bucket import PART, BucketStorage
from tests.factories.editions import make_edition, put_file
from tests.factories.volumes import make_volume
from tests.servers.keeper import free_ports

ADDRESS = "/books/{}/1/files/soups.epub"


@pytest.fixture
def bound(app: Flask, bucket: BucketSettings, monkeypatch: pytest.MonkeyPatch) -> Flask:
    """The site, with its storage in a bucket."""
    for key in (STORAGE_KEY, CACHE_KEY):
        monkeypatch.setitem(app.extensions, key, app.extensions[key])
    bind_storage(app, replace(get_settings(), bucket=bucket))
    return app


def release(session: Session, data: bytes) -> Volume:
    volume = make_volume(session, "Soups")
    put_file(
        session, get_storage(), make_edition(session, volume), "soups.epub", data, "application/zip"
    )
    session.commit()
    return volume


class TestSite:
    def test_without_a_bucket_it_has_its_instance(self, app: Flask) -> None:
        assert app
        assert isinstance(get_storage(), LocalStorage)
        cache = get_cache()
        assert isinstance(cache, FolderCache)
        assert cache.folder == get_settings().cache_folder

    def test_with_one_it_has_both(self, bound: Flask) -> None:
        assert bound
        assert isinstance(get_storage(), BucketStorage)
        assert isinstance(get_cache(), TieredCache)

    def test_a_book_comes_whole_and_in_parts(self, bound: Flask, session: Session) -> None:
        data = os.urandom(2 * PART + 100)
        address = ADDRESS.format(release(session, data).slug)
        client = bound.test_client()
        assert client.get(address, buffered=True).data == data
        span = {"Range": f"bytes={PART - 5}-{PART + 4}"}
        part = client.get(address, headers=span, buffered=True)
        assert part.status_code == 206
        assert part.data == data[PART - 5 : PART + 5]

    def test_a_bucket_that_does_not_answer_is_no_fault_of_the_readers(
        self, bound: Flask, session: Session, bucket: BucketSettings
    ) -> None:
        address = ADDRESS.format(release(session, b"soups").slug)
        nobody = f"http://127.0.0.1:{free_ports(1)[0]}"
        bound.extensions[STORAGE_KEY] = BucketStorage(replace(bucket, endpoint=nobody))
        client: FlaskClient = bound.test_client()
        answer = client.get(address)
        assert answer.status_code == 503
        assert "Back in a moment" in answer.text
        assert nobody not in answer.text
