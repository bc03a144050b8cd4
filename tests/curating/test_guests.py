"""What editors see of people without an account: the call's invitation, who sent what, verdicts."""

from __future__ import annotations

import io

import pytest
from flask import Flask
from flask.testing import FlaskClient
from pypdf import PdfReader
from sqlalchemy.orm import Session

from cookbook.accounts.guests import secret_of
from cookbook.extensions import get_settings
from cookbook.models import Call, Contribution, ContributionState, GuestLink, Person, Volume, now
from tests.factories.contributions import make_contribution
from tests.factories.guests import make_guest_link
from tests.factories.people import make_editor
from tests.factories.volumes import make_call, make_volume
from tests.site import SignIn

CALL = {"title": "What do you cook?", "words": "Soups.", "opens": "2026-01-01"}


@pytest.fixture
def volume(session: Session) -> Volume:
    return make_volume(session, "Under One Roof")


@pytest.fixture
def editor(session: Session, volume: Volume) -> Person:
    return make_editor(session, volume, "Ines Duarte")


@pytest.fixture
def browser(sign_in: SignIn, editor: Person) -> FlaskClient:
    return sign_in(editor)


@pytest.fixture
def cake(session: Session, volume: Volume) -> Contribution:
    cake = make_contribution(
        session, volume, title="Quince cake", state=ContributionState.SUBMITTED
    )
    cake.submitted_at = now()
    cake.byline = ""
    return cake


@pytest.fixture
def link(app: Flask, session: Session, cake: Contribution) -> GuestLink:
    return make_guest_link(session, cake, str(app.secret_key))


def sent_mail(app: Flask) -> str:
    with app.app_context():
        folder = get_settings().outbox_folder
    files = sorted(folder.glob("*.eml"), key=lambda file: file.stat().st_mtime_ns)
    return files[-1].read_text(encoding="utf-8") if files else ""


class TestInvitation:
    def test_a_new_call_offers_it_and_saving_makes_its_key(
        self, session: Session, browser: FlaskClient, volume: Volume
    ) -> None:
        place = f"/editing/{volume.slug}/call"
        page = browser.get(place).get_data(as_text=True)
        assert "People without an account may hand in" in page
        assert 'id="guests_may_write" name="guests_may_write" type="checkbox" value="y"' in page
        browser.post(place, data={**CALL, "guests_may_write": "y"})
        session.expire_all()
        (call,) = volume.calls
        assert call.key
        shown = browser.get(place).get_data(as_text=True)
        assert f"localhost/c/{call.key}" in shown

    def test_the_switch_takes_it_away_and_the_key_stays(
        self, session: Session, browser: FlaskClient, volume: Volume
    ) -> None:
        place = f"/editing/{volume.slug}/call"
        browser.post(place, data={**CALL, "guests_may_write": "y"})
        session.expire_all()
        key = volume.calls[0].key
        browser.post(place, data=CALL)
        session.expire_all()
        assert volume.calls[0].guests_may_write is False
        assert volume.calls[0].key == key
        assert f"/c/{key}" not in browser.get(place).get_data(as_text=True)
        for file in ("code.svg", "code.png", "poster.pdf"):
            assert browser.get(f"{place}/{file}").status_code == 404

    def test_a_call_of_before_gets_its_key_when_it_is_looked_at(
        self, session: Session, browser: FlaskClient, volume: Volume
    ) -> None:
        call = make_call(session, volume)
        session.commit()
        assert call.key is None
        browser.get(f"/editing/{volume.slug}/call")
        session.expire_all()
        assert session.get_one(Call, call.id).key

    def test_the_code_comes_as_drawing_and_as_picture(
        self, session: Session, browser: FlaskClient, volume: Volume
    ) -> None:
        make_call(session, volume)
        session.commit()
        drawing = browser.get(f"/editing/{volume.slug}/call/code.svg")
        assert (drawing.mimetype, drawing.data[:4]) == ("image/svg+xml", b"<svg")
        assert "sandbox" in drawing.headers["Content-Security-Policy"]
        picture = browser.get(f"/editing/{volume.slug}/call/code.png")
        assert (picture.mimetype, picture.data[1:4]) == ("image/png", b"PNG")

    def test_the_poster_says_the_call_on_one_page(
        self, session: Session, browser: FlaskClient, volume: Volume
    ) -> None:
        make_call(session, volume, title="What do you cook?", words="Soups.\n\nAnd stories.")
        session.commit()
        answer = browser.get(f"/editing/{volume.slug}/call/poster.pdf")
        assert answer.mimetype == "application/pdf"
        (page,) = PdfReader(io.BytesIO(answer.data)).pages
        words = page.extract_text()
        for said in ("What do you cook?", "Under One Roof", "Soups.", "And stories."):
            assert said in words
        assert volume.calls[0].key is not None
        assert volume.calls[0].key in words

    def test_without_a_call_there_is_nothing_to_hang_up(
        self, browser: FlaskClient, volume: Volume
    ) -> None:
        assert browser.get(f"/editing/{volume.slug}/call").status_code == 200
        assert browser.get(f"/editing/{volume.slug}/call/poster.pdf").status_code == 404


class TestWhoSentIt:
    def test_the_queue_names_them(
        self, browser: FlaskClient, volume: Volume, link: GuestLink
    ) -> None:
        page = browser.get(f"/editing/{volume.slug}/queue").get_data(as_text=True)
        assert "by Rosa Pinto from Almeirim, without an account" in page
        assert link.email not in page

    def test_the_review_gives_their_address(
        self, browser: FlaskClient, volume: Volume, link: GuestLink
    ) -> None:
        place = f"/editing/{volume.slug}/review/{link.contribution_id}"
        page = browser.get(place).get_data(as_text=True)
        assert f'href="mailto:{link.email}"' in page
        assert f"the note goes to {link.email}" in page

    def test_the_review_says_so_where_they_left_none(
        self, session: Session, browser: FlaskClient, volume: Volume, link: GuestLink
    ) -> None:
        link.email = ""
        session.commit()
        place = f"/editing/{volume.slug}/review/{link.contribution_id}"
        assert "left no e-mail address" in browser.get(place).get_data(as_text=True)


class TestVerdicts:
    @pytest.mark.parametrize("verdict", ["accept", "ask for changes", "decline"])
    def test_a_guest_hears_of_it_with_their_link(
        self, app: Flask, browser: FlaskClient, volume: Volume, link: GuestLink, verdict: str
    ) -> None:
        contribution = link.contribution
        browser.post(
            f"/editing/{volume.slug}/review/{contribution.id}",
            data={"seen": contribution.head_id, "verdict": verdict, "note": "How hot?"},
        )
        mail = sent_mail(app)
        assert "To: Rosa Pinto <rosa@example.org>" in mail
        assert "How hot?" in mail
        assert f"/mine/{secret_of(link, str(app.secret_key))}" in mail
        assert "/contributions/" not in mail

    def test_a_guest_hears_that_a_verdict_is_taken_back(
        self, app: Flask, browser: FlaskClient, volume: Volume, link: GuestLink
    ) -> None:
        contribution = link.contribution
        place = f"/editing/{volume.slug}/review/{contribution.id}"
        seen = {"seen": contribution.head_id, "verdict": "accept", "note": ""}
        browser.post(place, data=seen)
        browser.post(f"{place}/take-back")
        assert "in review again" in sent_mail(app)

    def test_where_nobody_can_be_reached_the_editor_is_told(
        self, session: Session, browser: FlaskClient, volume: Volume, link: GuestLink
    ) -> None:
        link.email = ""
        session.commit()
        contribution = link.contribution
        answer = browser.post(
            f"/editing/{volume.slug}/review/{contribution.id}",
            data={"seen": contribution.head_id, "verdict": "accept", "note": ""},
            follow_redirects=True,
        )
        assert "There is no address to write to" in answer.get_data(as_text=True)
