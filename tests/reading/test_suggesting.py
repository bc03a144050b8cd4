"""A way to suggest a change stands on the pages of a book, and nothing else is changed in them."""

from __future__ import annotations

import pytest
from flask.testing import FlaskClient
from lxml import html as lxml_html
from sqlalchemy.orm import Session

from cookbook.app.headers import BOOK_POLICY
from cookbook.extensions import get_storage
from cookbook.models import ContributionState
from cookbook.reading.suggesting import put_in
from tests.factories.contributions import make_contribution
from tests.factories.editions import put_file
from tests.reading.conftest import Shelf

WHOLE = (
    b'<!doctype html><html lang="en"><head><title>Soup</title></head>\n'
    b'<body><main id="main"><p>Wash the stone.</p>\n</main>\n<nav>Next</nav></body></html>'
)


@pytest.fixture
def entry_page(session: Session, shelf: Shelf) -> str:
    """The address of a page on which an accepted text stands."""
    storage = get_storage()
    put_file(session, storage, shelf.edition, "web/page-1.html", WHOLE, "text/html")
    text = make_contribution(session, shelf.volume, state=ContributionState.ACCEPTED)
    shelf.edition.entries[0].contribution = text
    session.commit()
    return f"{shelf.address}/1/read/page-1.html"


class TestServing:
    def test_an_entrys_page_leads_to_suggesting_and_to_varying(
        self, client: FlaskClient, shelf: Shelf, entry_page: str
    ) -> None:
        answer = client.get(entry_page)
        text = shelf.edition.entries[0].contribution
        assert text is not None
        document: lxml_html.HtmlElement = lxml_html.document_fromstring(answer.data)
        link, vary = document.find_class("suggest")[0]
        assert link.getparent().getparent().get("id") == "main"
        assert link.get("href") == f"/contributions/{text.id}/suggest"
        assert vary.get("href") == f"{shelf.address}/1/remix/{text.id}"
        (script,) = document.iter("script")
        source = f"http://localhost{script.get('src')}"
        policy = answer.headers["Content-Security-Policy"]
        assert policy == f"{BOOK_POLICY}; script-src {source}"
        assert client.get(script.get("src")).status_code == 200
        assert answer.headers["Cache-Control"].startswith("public, max-age=")

    def test_all_else_of_the_page_is_as_it_was_pressed(
        self, client: FlaskClient, entry_page: str
    ) -> None:
        served = client.get(entry_page).data
        before, words, after = WHOLE.partition(b"</head>")
        assert served.startswith(before)
        assert served.endswith(b"</main>\n<nav>Next</nav></body></html>")
        assert words + after.partition(b"</main>")[0] in served

    def test_a_cache_that_asks_again_is_told_that_nothing_changed(
        self, client: FlaskClient, entry_page: str
    ) -> None:
        tag = client.get(entry_page).headers["ETag"]
        assert client.get(entry_page, headers={"If-None-Match": tag}).status_code == 304

    def test_what_is_no_longer_accepted_has_no_such_link(
        self, session: Session, client: FlaskClient, shelf: Shelf, entry_page: str
    ) -> None:
        text = shelf.edition.entries[0].contribution
        assert text is not None
        text.state = ContributionState.WITHDRAWN
        session.commit()
        answer = client.get(entry_page)
        assert answer.data == WHOLE
        assert answer.headers["Content-Security-Policy"] == BOOK_POLICY


class TestPutIn:
    def test_a_page_without_head_or_main_stays(self) -> None:
        for page in (b"", b"<p>Hi", b"<head></head><p>Hi", b"<main></main>"):
            assert put_in(page, b"X", b"Y") == page

    def test_words_that_look_like_an_end_move_nothing(self) -> None:
        page = b"<head></head><main>&lt;/main> </main></main>"
        assert put_in(page, b"X", b"Y") == b"<head>X</head><main>&lt;/main> </main>Y</main>"
