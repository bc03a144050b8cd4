"""Files of released editions come whole or in part, are kept by caches, and run nothing."""

from __future__ import annotations

import io
from email.utils import parsedate_to_datetime

import pytest
from flask.testing import FlaskClient
from PIL import Image
from sqlalchemy.orm import Session

from cookbook.app.headers import BOOK_POLICY
from cookbook.extensions import get_storage
from cookbook.models import EditionState
from tests.factories.editions import make_edition, put_file
from tests.reading.conftest import EPUB, PAGE, Shelf


def address(shelf: Shelf, rest: str) -> str:
    return f"{shelf.address}/1/{rest}"


class TestPage:
    def test_it_is_served_as_it_was_pressed_and_runs_nothing(
        self, client: FlaskClient, shelf: Shelf
    ) -> None:
        answer = client.get(address(shelf, "read/stone-soup.html"))
        assert answer.data == PAGE
        assert answer.content_type == "text/html; charset=utf-8"
        assert answer.headers["Content-Security-Policy"] == BOOK_POLICY
        assert answer.headers["Cache-Control"].startswith("public, max-age=")

    @pytest.mark.parametrize(
        ("path", "media_type"),
        [
            ("styles/book.css", "text/css"),
            ("pictures/drawing.svg", "image/svg+xml"),
            ("pictures/cover.jpg", "image/jpeg"),
        ],
    )
    def test_what_belongs_to_it_has_its_type_and_is_kept_for_good(
        self, client: FlaskClient, shelf: Shelf, path: str, media_type: str
    ) -> None:
        answer = client.get(address(shelf, f"read/{path}"))
        assert answer.mimetype == media_type
        assert "immutable" in answer.headers["Cache-Control"]
        assert "script-src" not in answer.headers["Content-Security-Policy"]

    @pytest.mark.parametrize(
        "path",
        [
            "nowhere.html",
            "../creme-soups.epub",
            "%2e%2e/creme-soups.epub",
            "..%2f..%2fetc/passwd",
            "x" * 900,
        ],
    )
    def test_what_is_not_there_is_our_own_404(
        self, client: FlaskClient, shelf: Shelf, path: str
    ) -> None:
        answer = client.get(address(shelf, f"read/{path}"))
        assert answer.status_code == 404
        assert "There is nothing on this page" in answer.text

    def test_the_readers_door_leads_to_the_first_page(
        self, client: FlaskClient, shelf: Shelf
    ) -> None:
        answer = client.get(address(shelf, "read/"), follow_redirects=True)
        assert answer.request.path == address(shelf, "read/index.html")
        assert answer.data == PAGE

    def test_a_browser_that_asks_for_a_sign_gets_the_sites(self, client: FlaskClient) -> None:
        answer = client.get("/favicon.ico", follow_redirects=True)
        assert answer.mimetype == "image/svg+xml"

    def test_pages_of_an_edition_that_is_being_pressed_are_not_there(
        self, session: Session, client: FlaskClient, shelf: Shelf
    ) -> None:
        pressing = make_edition(session, shelf.volume, state=EditionState.PRESSING)
        put_file(session, get_storage(), pressing, "web/index.html", PAGE, "text/html")
        session.commit()
        assert client.get(f"{shelf.address}/2/read/index.html").status_code == 404

    def test_an_old_page_names_the_newest_as_the_one_to_find(
        self, session: Session, client: FlaskClient, shelf: Shelf
    ) -> None:
        newer = make_edition(session, shelf.volume)
        put_file(session, get_storage(), newer, "web/stone-soup.html", PAGE, "text/html")
        session.commit()
        place = f"http://localhost{shelf.address}"
        kept = client.get(address(shelf, "read/stone-soup.html"))
        gone = client.get(address(shelf, "read/index.html"))
        assert kept.headers["Link"] == f'<{place}/2/read/stone-soup.html>; rel="canonical"'
        assert gone.headers["Link"] == f'<{place}/1/read/index.html>; rel="canonical"'

    def test_a_passer_by_gets_no_cookie_that_a_cache_could_keep(
        self, client: FlaskClient, shelf: Shelf
    ) -> None:
        assert "Set-Cookie" not in client.get(address(shelf, "read/index.html")).headers


class TestDownload:
    @pytest.mark.parametrize("name", ["creme-soups-edition-1.epub", "creme-soups.epub"])
    def test_it_comes_whole_with_name_type_and_dates(
        self, client: FlaskClient, shelf: Shelf, name: str
    ) -> None:
        answer = client.get(address(shelf, f"files/{name}"))
        assert answer.data == EPUB
        assert answer.content_type == "application/epub+zip"
        assert answer.content_length == len(EPUB)
        assert answer.headers["Content-Disposition"] == (
            'attachment; filename="creme-soups-edition-1.epub"; '
            "filename*=UTF-8''creme-soups-edition-1.epub"
        )
        assert answer.headers["Accept-Ranges"] == "bytes"
        released = shelf.edition.released_at
        assert released
        modified = parsedate_to_datetime(answer.headers["Last-Modified"])
        assert modified == released.replace(microsecond=0)

    def test_a_name_in_other_letters_is_given_in_both_ways(
        self, session: Session, client: FlaskClient, shelf: Shelf
    ) -> None:
        shelf.edition.title = "Суп"
        session.commit()
        answer = client.get(address(shelf, "files/creme-soups.epub"))
        assert answer.headers["Content-Disposition"] == (
            'attachment; filename="edition-1.epub"; '
            "filename*=UTF-8''%D1%81%D1%83%D0%BF-edition-1.epub"
        )

    @pytest.mark.parametrize(
        ("asked", "start", "stop"),
        [
            ("bytes=0-0", 0, 1),
            ("bytes=100-299", 100, 300),
            ("bytes=2000-", 2000, 2048),
            ("bytes=-5", 2043, 2048),
            ("bytes=2000-9999", 2000, 2048),
        ],
    )
    def test_a_part_of_it_comes_alone(
        self, client: FlaskClient, shelf: Shelf, asked: str, start: int, stop: int
    ) -> None:
        answer = client.get(address(shelf, "files/creme-soups.epub"), headers={"Range": asked})
        assert answer.status_code == 206
        assert answer.data == EPUB[start:stop]
        assert answer.headers["Content-Range"] == f"bytes {start}-{stop - 1}/{len(EPUB)}"
        assert answer.content_length == stop - start

    def test_a_part_beyond_its_end_is_416(self, client: FlaskClient, shelf: Shelf) -> None:
        asked = {"Range": "bytes=5000-"}
        answer = client.get(address(shelf, "files/creme-soups.epub"), headers=asked)
        assert answer.status_code == 416
        assert answer.headers["Content-Range"] == f"bytes */{len(EPUB)}"

    @pytest.mark.parametrize("asked", ["bytes=0-1,5-6", "lines=1-2", "bytes=b", ""])
    def test_what_is_no_single_range_gives_the_whole(
        self, client: FlaskClient, shelf: Shelf, asked: str
    ) -> None:
        answer = client.get(address(shelf, "files/creme-soups.epub"), headers={"Range": asked})
        assert (answer.status_code, answer.data) == (200, EPUB)

    def test_who_has_it_already_gets_nothing(self, client: FlaskClient, shelf: Shelf) -> None:
        place = address(shelf, "files/creme-soups.epub")
        first = client.get(place)
        for asked in (
            {"If-None-Match": first.headers["ETag"]},
            {"If-Modified-Since": first.headers["Last-Modified"]},
        ):
            again = client.get(place, headers=asked)
            assert (again.status_code, again.data) == (304, b"")
        assert client.get(place, headers={"If-None-Match": '"other"'}).data == EPUB

    def test_a_range_of_other_bytes_than_one_has_gives_the_whole(
        self, client: FlaskClient, shelf: Shelf
    ) -> None:
        place = address(shelf, "files/creme-soups.epub")
        asked = {"Range": "bytes=0-9", "If-Range": '"other"'}
        assert client.get(place, headers=asked).status_code == 200
        asked["If-Range"] = client.get(place).headers["ETag"]
        assert client.get(place, headers=asked).status_code == 206

    def test_head_tells_all_and_opens_nothing(
        self, client: FlaskClient, shelf: Shelf, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(type(get_storage()), "open_blob", None)
        answer = client.head(address(shelf, "files/creme-soups.epub"))
        assert (answer.status_code, answer.data) == (200, b"")
        assert answer.content_length == len(EPUB)
        assert answer.headers["ETag"]

    def test_what_is_made_besides_is_taken_home_but_for_what_print_shops_get(
        self, session: Session, client: FlaskClient, shelf: Shelf
    ) -> None:
        made = ["-large-print.pdf", ".txt", ".docx", "-source.zip"]
        for ending in (*made, "-inside.pdf", "-cover.pdf", "-print.txt"):
            path = f"creme-soups{ending}"
            put_file(session, get_storage(), shelf.edition, path, ending.encode(), "text/plain")
        session.commit()
        for ending in made:
            answer = client.get(address(shelf, f"files/creme-soups-edition-1{ending}"))
            assert (answer.status_code, answer.data) == (200, ending.encode())
        page = client.get(shelf.address).text
        assert "Large print" in page
        for ending in ("-inside.pdf", "-cover.pdf", "-print.txt"):
            assert ending not in page
            assert client.get(address(shelf, f"files/creme-soups{ending}")).status_code == 404

    def test_pages_are_no_downloads(self, client: FlaskClient, shelf: Shelf) -> None:
        assert client.get(address(shelf, "files/index.html")).status_code == 404


class TestCover:
    def test_it_comes_as_small_as_a_shelf_needs(self, client: FlaskClient, shelf: Shelf) -> None:
        answer = client.get(address(shelf, "cover?w=320"))
        with Image.open(io.BytesIO(answer.data)) as picture:
            assert picture.size == (320, 480)
        tag = {"If-None-Match": answer.headers["ETag"]}
        assert client.get(address(shelf, "cover?w=320"), headers=tag).status_code == 304

    @pytest.mark.parametrize("asked", ["", "?w=", "?w=321", "?w=99999", "?w=-1", "?w=x"])
    def test_other_widths_give_it_as_it_was_drawn(
        self, client: FlaskClient, shelf: Shelf, asked: str
    ) -> None:
        answer = client.get(address(shelf, f"cover{asked}"))
        with Image.open(io.BytesIO(answer.data)) as picture:
            assert picture.size == (1600, 2400)

    def test_a_book_without_one_has_none(
        self, session: Session, client: FlaskClient, shelf: Shelf
    ) -> None:
        make_edition(session, shelf.volume)
        session.commit()
        assert client.get(f"{shelf.address}/2/cover?w=320").status_code == 404
