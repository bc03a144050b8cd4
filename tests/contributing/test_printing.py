"""Printed pages beside the form, while somebody writes."""

from __future__ import annotations

import base64
import dataclasses
import io
from collections.abc import Iterator
from http import HTTPStatus

import pytest
from flask import Flask
from flask.testing import FlaskClient
from lxml import html as lxml_html
from PIL import Image
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from cookbook.accounts.limits import PREVIEWS
from cookbook.extensions import SETTINGS_KEY, get_settings, limiter
from cookbook.models import Contribution, Person, Revision, Volume
from cookbook.publishing import proofs
from cookbook.publishing.proofs import PROOFS_KEY, ProofRoom
from tests.contributing.browsing import SOUP, filled, page, words_of
from tests.site import SignIn

PAGES = {**SOUP, "as": "pages"}


@pytest.fixture(autouse=True)
def room(app: Flask) -> Iterator[ProofRoom]:
    """The site's room for proofs, whose press is ended after the test."""
    room: ProofRoom = app.extensions[PROOFS_KEY]
    yield room
    room.close()


@pytest.fixture
def browser(sign_in: SignIn, ana: Person) -> FlaskClient:
    return sign_in(ana)


@pytest.fixture
def no_press(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    settings = dataclasses.replace(app.config[SETTINGS_KEY], page_previews=False)
    monkeypatch.setitem(app.config, SETTINGS_KEY, settings)


def preview_of(volume: Volume) -> str:
    return f"/books/{volume.slug}/contribute/recipe/preview"


def shown(document: lxml_html.HtmlElement) -> list[Image.Image]:
    pictures = document.xpath('//div[@class="printed-pages"]/img')
    return [_opened(each.get("src") or "") for each in pictures]


def _opened(address: str) -> Image.Image:
    kind, _, data = address.partition(",")
    assert kind == "data:image/png;base64"
    return Image.open(io.BytesIO(base64.b64decode(data)))


class TestPrintedPages:
    def test_they_are_shown_where_they_are_wished(
        self, browser: FlaskClient, volume: Volume
    ) -> None:
        document = page(browser.post(preview_of(volume), data=PAGES))
        (picture,) = shown(document)
        (image,) = document.iter("img")
        assert image.get("alt") == "Page 1 of 1"
        assert (image.get("width"), image.get("height")) == ("440", "660")
        assert picture.size == (880, 1320)

    def test_they_show_the_photo_that_was_handed_in(
        self, browser: FlaskClient, session: Session, volume: Volume
    ) -> None:
        red = io.BytesIO()
        Image.new("RGB", (800, 600), (200, 10, 10)).save(red, "JPEG")
        red.seek(0)
        data = {**SOUP, "photo_alt": "A red bowl", "photo_file": (red, "bowl.jpg")}
        browser.post(f"/books/{volume.slug}/contribute/recipe", data=data)
        soup = session.scalars(select(Contribution)).one()
        form = {**filled(browser, f"/contributions/{soup.id}/edit"), "as": "pages"}
        (picture,) = shown(page(browser.post(f"/contributions/{soup.id}/preview", data=form)))
        colours = picture.convert("RGB").getcolors(1 << 20) or []
        assert any(
            count > 10_000 and colour[0] > 180 and colour[1] < 40  # type: ignore[index]  # of RGB
            for count, colour in colours
        )

    def test_what_is_shown_is_kept_nowhere(
        self, browser: FlaskClient, session: Session, volume: Volume
    ) -> None:
        before = {path for path in get_settings().instance.rglob("*") if path.is_file()}
        assert shown(page(browser.post(preview_of(volume), data=PAGES)))
        assert session.scalar(select(func.count()).select_from(Revision)) == 0
        now = {path for path in get_settings().instance.rglob("*") if path.is_file()}
        assert {path.name for path in now - before} <= {"cookbook.db-wal", "cookbook.db-shm"}

    def test_without_scripts_a_button_shows_them_and_the_choice_stays(
        self, browser: FlaskClient, volume: Volume
    ) -> None:
        data = {**PAGES, "action": "preview"}
        document = page(browser.post(f"/books/{volume.slug}/contribute/recipe", data=data))
        chosen = document.xpath('//fieldset//input[@name="as"][@checked]')
        assert [each.get("value") for each in chosen] == ["pages"]
        assert [each.get("form") for each in chosen] == ["writing"]
        assert len(shown(document)) == 1

    def test_what_should_be_known_of_the_text_is_said_beside_them(
        self, browser: FlaskClient, volume: Volume
    ) -> None:
        answer = browser.post(preview_of(volume), data={**PAGES, "ingredients": ""})
        assert "There are no ingredients yet." in words_of(answer)
        assert len(shown(page(answer))) == 1

    def test_a_book_that_can_not_be_set_is_said_and_the_web_page_shown(
        self, browser: FlaskClient, session: Session, volume: Volume
    ) -> None:
        volume.settings += "theme: stone tablets\n"
        session.flush()
        answer = browser.post(preview_of(volume), data=PAGES)
        assert "there is no theme" in words_of(answer).lower()
        assert page(answer).xpath("//h1")

    def test_an_unheard_way_is_the_web_page(self, browser: FlaskClient, volume: Volume) -> None:
        answer = browser.post(preview_of(volume), data={**SOUP, "as": "stone tablets"})
        assert page(answer).xpath("//h1")
        assert shown(page(answer)) == []

    @pytest.mark.usefixtures("no_press")
    def test_a_site_without_them_offers_none_and_shows_the_web_page(
        self, browser: FlaskClient, volume: Volume
    ) -> None:
        form = page(browser.get(f"/books/{volume.slug}/contribute/recipe"))
        assert form.xpath('//input[@name="as"]') == []
        answer = browser.post(preview_of(volume), data=PAGES)
        assert page(answer).xpath("//h1")
        assert shown(page(answer)) == []

    def test_while_the_press_is_busy_the_web_page_is_shown_and_it_is_said(
        self,
        browser: FlaskClient,
        volume: Volume,
        room: ProofRoom,
        monkeypatch: pytest.MonkeyPatch,
    ) -> None:
        monkeypatch.setattr(proofs, "WAIT_SECONDS", 0.01)
        with room.turn:
            answer = browser.post(preview_of(volume), data=PAGES)
        assert "The press is busy with other texts" in words_of(answer)
        assert page(answer).xpath("//h1")


class TestCountPreview:
    @pytest.fixture(autouse=True)
    def bounded(self, app: Flask, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
        settings = dataclasses.replace(app.config[SETTINGS_KEY], limits=True)
        monkeypatch.setitem(app.config, SETTINGS_KEY, settings)
        limiter.limiter.storage.reset()
        yield
        limiter.limiter.storage.reset()

    def test_who_asks_too_often_waits_and_loses_no_word(
        self, browser: FlaskClient, volume: Volume
    ) -> None:
        codes = [
            browser.post(preview_of(volume), data=SOUP).status_code
            for _ in range(PREVIEWS[0].amount + 1)
        ]
        assert set(codes[:-1]) == {HTTPStatus.OK}
        assert codes[-1] == HTTPStatus.TOO_MANY_REQUESTS
        kept = browser.post(
            f"/books/{volume.slug}/contribute/recipe", data={**SOUP, "action": "preview"}
        )
        assert kept.status_code == HTTPStatus.OK
        assert "Please wait a minute" in words_of(kept)
        assert "2 onions" in words_of(kept)
