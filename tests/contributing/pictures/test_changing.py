"""Turning and cutting: by buttons, with scripts and without, always from the original."""

from __future__ import annotations

from http import HTTPStatus

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from cookbook.models import Blob, Person, Volume
from tests.contributing.browsing import filled, only, page
from tests.contributing.pictures.conftest import CHANGE, card, drawing, look, sent, token_of
from tests.contributing.pictures.test_sending import HEADED
from tests.site import SignIn


def change(browser: FlaskClient, token: str, what: str, **cut: str) -> str:
    fields = {f"cards-0-cut-{name}": value for name, value in cut.items()}
    answer = browser.post(
        CHANGE, data={"cards-0-token": token, "action": f"picture:0:{what}", **fields}
    )
    assert answer.status_code == HTTPStatus.OK
    return token_of(answer)


@pytest.fixture
def browser(sign_in: SignIn, ana: Person) -> FlaskClient:
    return sign_in(ana)


class TestChangePicture:
    def test_it_is_turned(self, browser: FlaskClient) -> None:
        token = sent(browser, drawing())
        right = look(browser, change(browser, token, "right"))
        assert right.size == (200, 400)
        assert right.getpixel((100, 20)) == pytest.approx((254, 0, 0), abs=6)
        left = look(browser, change(browser, token, "left"))
        assert left.getpixel((100, 380)) == pytest.approx((254, 0, 0), abs=6)

    def test_it_is_cut(self, browser: FlaskClient) -> None:
        token = sent(browser, drawing())
        cut = look(browser, change(browser, token, "cut", left="50", width="50", height="100"))
        assert cut.size == (200, 200)
        assert cut.getpixel((20, 20)) == pytest.approx((255, 255, 255), abs=6)

    def test_it_is_cut_to_a_shape(self, browser: FlaskClient) -> None:
        token = sent(browser, drawing())
        assert look(browser, change(browser, token, "cut", shape="1:1")).size == (200, 200)

    def test_what_was_cut_off_comes_back(self, browser: FlaskClient) -> None:
        token = sent(browser, drawing())
        cut = change(browser, change(browser, token, "right"), "cut", top="50", height="50")
        assert look(browser, cut).size == (200, 200)
        assert look(browser, cut, "?whole=1").size == (200, 400)
        assert look(browser, change(browser, cut, "whole")).size == (200, 400)
        assert change(browser, change(browser, cut, "whole"), "left") == token

    def test_the_original_stays(self, browser: FlaskClient, session: Session) -> None:
        token = sent(browser, drawing())
        (original,) = session.scalars(select(Blob.digest)).all()
        change(browser, token, "right")
        assert original in session.scalars(select(Blob.digest)).all()
        assert look(browser, token).size == (400, 200)

    @pytest.mark.parametrize("value", ["nan", "inf", "-1e99", "x", "", "999", "-50"])
    def test_nonsense_cuts_nothing_badly(self, browser: FlaskClient, value: str) -> None:
        token = sent(browser, drawing())
        cut = change(browser, token, "cut", left=value, top=value, width=value, height=value)
        assert min(look(browser, cut).size) >= 10

    def test_nobody_changes_what_somebody_else_sent(
        self, browser: FlaskClient, sign_in: SignIn, tom: Person
    ) -> None:
        fields = {"cards-0-token": sent(browser, drawing()), "action": "picture:0:left"}
        assert sign_in(tom).post(CHANGE, data=fields).status_code == HTTPStatus.NOT_FOUND

    @pytest.mark.parametrize("action", ["", "picture:0:burn", "picture", "save"])
    def test_nothing_else_can_be_asked_for(self, browser: FlaskClient, action: str) -> None:
        fields = {"cards-0-token": sent(browser, drawing()), "action": action}
        assert browser.post(CHANGE, data=fields).status_code == HTTPStatus.BAD_REQUEST


class TestWithoutScripts:
    def test_a_card_is_turned_and_no_word_is_lost(
        self, browser: FlaskClient, volume: Volume
    ) -> None:
        cards = card(2, sent(browser, drawing()))
        answer = browser.post(
            f"/books/{volume.slug}/contribute/recipe",
            data={**HEADED, **cards, "action": "picture:2:right"},
        )
        assert look(browser, token_of(answer, "cards-2-token")).size == (200, 400)
        got = page(answer)
        assert got.get_element_by_id("cards-2-alt").value == "A bowl"
        assert "2 onions" in got.get_element_by_id("field-ingredients").value

    def test_the_photo_of_a_saved_recipe_is_cut_and_saved_anew(
        self, browser: FlaskClient, volume: Volume, session: Session
    ) -> None:
        first = {**HEADED, "kept": sent(browser, drawing()), "photo_alt": "A bowl"}
        browser.post(f"/books/{volume.slug}/contribute/recipe", data=first)
        made = only(session)
        before = made.files[0].path
        address = f"/contributions/{made.id}/edit"
        fields = filled(browser, address)
        fields.pop("more_files", None)
        answer = browser.post(
            address,
            data={**fields, "photo_cut-shape": "1:1", "action": "picture:photo:cut"},
        )
        assert "It goes in as soon as you save" in answer.get_data(as_text=True)
        kept = token_of(answer, "kept")
        assert look(browser, kept).size == (200, 200)
        browser.post(address, data={**fields, "kept": kept, "action": "save"})
        session.expire_all()
        made = only(session)
        assert made.head is not None
        paths = {file.path for file in made.files}
        assert before in paths
        assert len(paths) == 2
        assert f"photo: {before}" not in made.head.text
        assert any(f"photo: {path}" in made.head.text for path in paths - {before})

    def test_a_button_for_a_picture_that_is_not_there_changes_nothing(
        self, browser: FlaskClient, volume: Volume
    ) -> None:
        answer = browser.post(
            f"/books/{volume.slug}/contribute/recipe",
            data={**HEADED, "action": "picture:9:right"},
        )
        assert answer.status_code == HTTPStatus.OK
        assert page(answer).find_class("picture-card") == []
