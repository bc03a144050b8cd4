"""A released book as the tests of this room need it: a page, files, a cover, contents."""

from __future__ import annotations

import io
from dataclasses import dataclass
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from PIL import Image
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from cookbook.archive.searching import EntryWords
from cookbook.extensions import get_storage
from cookbook.manuscript import Book, write_book
from cookbook.models import Edition, Volume
from tests.factories.editions import contents_line, make_edition, put_entry, put_file
from tests.factories.volumes import make_volume

PAGE = b"<!doctype html><title>Stone soup</title><p>Wash the stone.</p>"
EPUB = bytes(range(256)) * 8


class Reader(FlaskClient):
    """A passer-by who reads each answer to its end, as servers have it read."""

    def open(self, *given: Any, **more: Any) -> TestResponse:  # noqa: ANN401 -- as Flask has it
        return super().open(*given, **{"buffered": True, **more})


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    return Reader(app, app.response_class, use_cookies=True)


@dataclass(frozen=True)
class Shelf:
    """A volume with one released edition."""

    volume: Volume
    edition: Edition

    @property
    def address(self) -> str:
        return f"/books/{self.volume.slug}"


def cover_picture() -> bytes:
    made = io.BytesIO()
    Image.new("RGB", (1600, 2400), "#4c6a3c").save(made, "JPEG")
    return made.getvalue()


@pytest.fixture
def shelf(session: Session) -> Shelf:
    volume = make_volume(session, "Crème & Soups", subtitle="From every pot")
    edition = make_edition(
        session,
        volume,
        book=write_book(
            Book(
                title="Crème & Soups",
                subtitle="From every pot",
                licence="CC-BY-SA-4.0",
                editors=("Ines Duarte",),
                description="Forty soups </script><b>.",
            )
        ),
        credits="people:\n  ada-obi:\n    name: Ada Obi\n    town: Lagos\n",
        facts={
            "pages": 40,
            "recipes": 2,
            "contents": [
                contents_line("Foreword", "foreword.html", kind="chapter", byline="Ines Duarte"),
                contents_line(
                    "Winter",
                    "winter.html",
                    kind="part",
                    children=[
                        contents_line("Stone soup", "stone-soup.html", byline="Ada Obi and Li Wei"),
                        contents_line("A heading", "winter.html#a", kind="heading"),
                    ],
                ),
            ],
        },
    )
    storage = get_storage()
    for path, data, media_type in (
        ("web/index.html", PAGE, "text/html"),
        ("web/stone-soup.html", PAGE, "text/html"),
        ("web/contributors.html", PAGE, "text/html"),
        ("web/styles/book.css", b"p { margin: 0 }", "text/css"),
        ("web/pictures/drawing.svg", b"<svg xmlns='http://www.w3.org/2000/svg'/>", "image/svg+xml"),
        ("web/pictures/cover.jpg", cover_picture(), "image/jpeg"),
        ("creme-soups.epub", EPUB, "application/epub+zip"),
        ("creme-soups.pdf", b"%PDF-1.7 of the soups", "application/pdf"),
    ):
        put_file(session, storage, edition, path, data, media_type)
    put_entry(session, edition, EntryWords("Stone soup", "Ada Obi", "1 stone", "Wash the stone."))
    session.commit()
    return Shelf(volume, edition)
