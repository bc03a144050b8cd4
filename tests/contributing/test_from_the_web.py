"""A recipe from the web in the fields of the form: by address, as a file, as source text."""

from __future__ import annotations

import dataclasses
import io
from collections.abc import Iterator
from http import HTTPStatus

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from cookbook.config import FetchSettings
from cookbook.extensions import SETTINGS_KEY, get_storage
from cookbook.models import Contribution, Original, OriginalWay, Person, Volume, now
from tests.contributing.browsing import only, page, words_of
from tests.exchange.webpages.strangers import Strangers, strangers
from tests.exchange.webpages.test_schema import SOUP, page_of
from tests.site import SignIn

HARM = "</textarea><script>alert(1)</script>"
TOLD = page_of({**SOUP, "author": "Bea Costa", "description": f"A story. {HARM}"})


@pytest.fixture(scope="module")
def server() -> Iterator[Strangers]:
    with strangers() as running:
        running.pages["/recipe"] = TOLD.encode()
        running.pages["/about"] = b"<h1>About us</h1><p>We sell pots.</p>"
        yield running


@pytest.fixture
def fetching(app: Flask, server: Strangers, monkeypatch: pytest.MonkeyPatch) -> Strangers:
    """The site may fetch from this machine, and there alone from the server's port."""
    server.asked.clear()
    allowed = FetchSettings(seconds=5, ports=frozenset({server.port}), loopback=True)
    settings = dataclasses.replace(app.config[SETTINGS_KEY], fetching=allowed)
    monkeypatch.setitem(app.config, SETTINGS_KEY, settings)
    return server


@pytest.fixture
def browser(sign_in: SignIn, ana: Person) -> FlaskClient:
    return sign_in(ana)


@pytest.fixture
def place(volume: Volume) -> str:
    return f"/books/{volume.slug}/contribute/from-the-web"


def fields_of(response: object) -> dict[str, str]:
    form = page(response).get_element_by_id("writing")
    return {name: (value or "").lstrip("\n") for name, value in form.form_values()}


class TestByAddress:
    def test_the_recipe_stands_in_the_form_and_nothing_is_saved(
        self, browser: FlaskClient, session: Session, fetching: Strangers, place: str
    ) -> None:
        answer = browser.post(place, data={"address": f"{fetching.address}/recipe"})
        filled = fields_of(answer)
        assert filled["title"] == "Stone soup"
        assert filled["ingredients"] == "1 stone\n2 onions"
        assert filled["method"] == "Wash the stone."
        assert filled["by"] == "Bea Costa"
        assert filled["town"] == ""
        assert f"{fetching.address}/recipe, accessed {now().day} " in filled["source"]
        assert session.scalars(select(Contribution)).all() == []
        assert session.scalars(select(Original)).all() == []

    def test_saving_keeps_the_page_with_the_first_revision(
        self, browser: FlaskClient, session: Session, fetching: Strangers, place: str
    ) -> None:
        address = f"{fetching.address}/recipe"
        filled = fields_of(browser.post(place, data={"address": address}))
        sheet = page(browser.get(place.replace("from-the-web", "recipe")))
        action = sheet.get_element_by_id("writing").action
        browser.post(action, data={**filled, "action": "save"})
        kept = session.scalars(select(Original)).one()
        assert kept.revision.contribution == only(session)
        assert kept.revision.number == 1
        assert kept.way is OriginalWay.WEB_PAGE
        assert kept.address == address
        assert get_storage().read(str(kept.digest)) == TOLD.encode()

    def test_what_a_page_says_stays_text_on_ours(
        self, browser: FlaskClient, fetching: Strangers, place: str
    ) -> None:
        answer = browser.post(place, data={"address": f"{fetching.address}/recipe"})
        assert "alert(1)" in fields_of(answer)["headnote"]
        assert not [each for each in page(answer).iter("script") if each.text_content().strip()]

    def test_whose_words_they_are_is_told(
        self, browser: FlaskClient, fetching: Strangers, place: str
    ) -> None:
        answer = browser.post(place, data={"address": f"{fetching.address}/recipe"})
        assert "in your own words" in words_of(answer)

    @pytest.mark.parametrize(
        ("path", "words"),
        [
            ("/about", "find no recipe"),
            ("/none", "no page at this address"),
            ("/type?image/png", "no web page"),
            ("/to?http://10.0.0.1/", "port 80"),
        ],
    )
    def test_what_goes_wrong_is_told_and_the_address_stays(
        self, browser: FlaskClient, fetching: Strangers, place: str, path: str, words: str
    ) -> None:
        address = f"{fetching.address}{path}"
        answer = browser.post(place, data={"address": address})
        assert answer.status_code == HTTPStatus.OK
        assert words in words_of(answer)
        assert page(answer).xpath("//input[@name='address']/@value") == [address]

    def test_machines_of_our_own_are_not_reached(
        self,
        browser: FlaskClient,
        app: Flask,
        server: Strangers,
        place: str,
        monkeypatch: pytest.MonkeyPatch,
    ) -> None:
        server.asked.clear()
        settings = dataclasses.replace(
            app.config[SETTINGS_KEY], fetching=FetchSettings(ports=frozenset({server.port}))
        )
        monkeypatch.setitem(app.config, SETTINGS_KEY, settings)
        answer = browser.post(place, data={"address": f"{server.address}/recipe"})
        assert "not on the public web" in words_of(answer)
        assert server.paths == []

    def test_a_site_that_fetches_nothing_says_so(
        self, browser: FlaskClient, server: Strangers, place: str
    ) -> None:
        server.asked.clear()
        answer = browser.post(place, data={"address": f"{server.address}/recipe"})
        assert "opens no pages" in words_of(answer)
        assert server.paths == []

    def test_nobody_fetches_more_pages_than_people_cook_from(
        self,
        browser: FlaskClient,
        app: Flask,
        fetching: Strangers,
        place: str,
        monkeypatch: pytest.MonkeyPatch,
    ) -> None:
        settings = dataclasses.replace(app.config[SETTINGS_KEY], limits=True)
        monkeypatch.setitem(app.config, SETTINGS_KEY, settings)
        sent = {"address": f"{fetching.address}/none"}
        told = [words_of(browser.post(place, data=sent)) for _ in range(12)]
        assert "Please wait a minute" in told[-1]
        assert len(fetching.asked) == 10


class TestAsAPage:
    def test_a_saved_page_does_and_its_address_is_not_opened(
        self, browser: FlaskClient, server: Strangers, place: str
    ) -> None:
        server.asked.clear()
        file = (io.BytesIO(TOLD.encode()), "soup.html")
        data = {"address": "https://soup.example/x", "file": file}
        filled = fields_of(browser.post(place, data=data, content_type="multipart/form-data"))
        assert filled["title"] == "Stone soup"
        assert "https://soup.example/x" in filled["source"]
        assert server.paths == []

    def test_source_text_does_without_an_address(self, browser: FlaskClient, place: str) -> None:
        filled = fields_of(browser.post(place, data={"source": TOLD}))
        assert filled["title"] == "Stone soup"
        assert filled["source"].startswith("“Stone soup”")

    def test_nothing_at_all_is_asked_for(self, browser: FlaskClient, place: str) -> None:
        assert "Give us the address of a page" in words_of(browser.post(place, data={}))

    def test_source_text_that_holds_no_recipe_stays_in_its_box(
        self, browser: FlaskClient, place: str
    ) -> None:
        answer = browser.post(place, data={"source": "<h1>About us</h1>"})
        assert (
            page(answer).xpath("string(//textarea[@name='source'])").strip() == "<h1>About us</h1>"
        )
