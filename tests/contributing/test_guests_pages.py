"""The pages for people without an account, as they and everybody else meet them."""

from __future__ import annotations

import dataclasses
import io
from collections.abc import Iterator
from http import HTTPStatus

import pytest
from flask import Flask
from flask.testing import FlaskClient
from limits import parse
from PIL import Image
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from cookbook.accounts import limits
from cookbook.accounts.guests import new_seed
from cookbook.archive.calls import key_of_call
from cookbook.contributing.guests.consenting import consent_words
from cookbook.extensions import SETTINGS_KEY, get_settings, limiter
from cookbook.models import (
    Call,
    Consent,
    Contribution,
    ContributionState,
    GuestLink,
    Original,
    Person,
    Review,
    RevisionStanding,
    Verdict,
    Volume,
    now,
)
from tests.contributing.browsing import filled, mails, only, page, words_of
from tests.factories.people import make_person
from tests.factories.volumes import make_call, make_volume
from tests.site import SignIn

NOWHERE = "AAAAA-AAAAA-AAAAA-AAAAA-AAAAA"
PAGES = ("", "/thanks", "/code.svg", "/edit", "/withdraw", "/claim")
POSTS = ("/edit", "/preview", "/submit", "/withdraw", "/claim")


@pytest.fixture
def call(session: Session, volume: Volume) -> Call:
    call = volume.calls[0]
    key_of_call(session, call)
    session.commit()
    return call


@pytest.fixture(autouse=True)
def _empty_outbox(app: Flask) -> None:
    with app.app_context():
        folder = get_settings().outbox_folder
    for file in folder.glob("*.eml") if folder.is_dir() else ():
        file.unlink()


def answers(call: Call, **values: object) -> dict[str, object]:
    return {
        "seed": new_seed(),
        "agreed": consent_words(call.volume),
        "consent": "y",
        "name": "Rosa Pinto",
        "town": "Fazenda",
        "email": "rosa@example.org",
        "title": "Quince cake",
        "ingredients": "3 quinces\n200 g flour",
        "method": "Bake it.",
        **values,
    }


def send(client: FlaskClient, call: Call, **values: object) -> str:
    """Hand something in, and give the address of the private page."""
    answer = client.post(f"/c/{call.key}", data=answers(call, **values))
    assert answer.status_code == HTTPStatus.FOUND, words_of(answer)
    return answer.location.removesuffix("/thanks")


def count(session: Session) -> int:
    return session.scalar(select(func.count(Contribution.id))) or 0


def photo() -> tuple[io.BytesIO, str]:
    buffer = io.BytesIO()
    Image.new("RGB", (64, 48), "brown").save(buffer, "JPEG")
    buffer.seek(0)
    return buffer, "cake.jpg"


class TestCallPage:
    def test_it_says_what_is_wanted_and_asks_for_no_account(
        self, client: FlaskClient, call: Call
    ) -> None:
        answer = client.get(f"/c/{call.key}")
        words = words_of(answer)
        assert "We want soups." in words
        assert "A soup for forty" in words
        assert consent_words(call.volume) in words
        assert "You need no account." in words
        assert answer.headers["X-Robots-Tag"] == "noindex, nofollow"

    def test_it_is_found_as_people_type_it(self, client: FlaskClient, call: Call) -> None:
        assert call.key
        typed = call.key.upper().replace("-", "")
        assert client.get(f"/c/{typed}").status_code == HTTPStatus.OK

    def test_an_unknown_key_says_what_to_do(self, client: FlaskClient) -> None:
        answer = client.get("/c/2222-2222")
        assert answer.status_code == HTTPStatus.NOT_FOUND
        assert "letter by letter" in words_of(answer)

    def test_a_closed_call_leads_to_a_newer_one(
        self, session: Session, client: FlaskClient, call: Call
    ) -> None:
        call.closes_at = now()
        session.commit()
        answer = client.get(f"/c/{call.key}")
        assert answer.status_code == HTTPStatus.GONE
        assert "This call is closed" in words_of(answer)
        newer = make_call(session, call.volume)
        key = key_of_call(session, newer)
        session.commit()
        assert f"/c/{key}" in client.get(f"/c/{call.key}").get_data(as_text=True)

    def test_one_that_guests_may_not_answer_is_closed_to_them(
        self, session: Session, client: FlaskClient, call: Call
    ) -> None:
        call.guests_may_write = False
        session.commit()
        assert client.get(f"/c/{call.key}").status_code == HTTPStatus.GONE
        answer = client.post(f"/c/{call.key}", data=answers(call))
        assert "Quince cake" in answer.get_data(as_text=True)
        assert count(session) == 0

    def test_a_textbook_asks_for_a_chapter(self, session: Session, client: FlaskClient) -> None:
        call = make_call(session, make_volume(session, kind="textbook"))
        key_of_call(session, call)
        session.commit()
        assert "Hand in a chapter" in words_of(client.get(f"/c/{call.key}"))
        own = send(client, call, title="Sampling", body="A *first* paragraph.")
        assert "A first paragraph." in words_of(client.get(own))
        assert only(session).path == "chapters/sampling.md"


class TestHandingIn:
    def test_it_is_handed_in_and_everybody_hears_of_it(
        self, app: Flask, session: Session, client: FlaskClient, call: Call, tom: Person
    ) -> None:
        session.commit()
        own = send(client, call)
        contribution = only(session)
        assert contribution.state is ContributionState.SUBMITTED
        assert contribution.head is not None
        assert "by: Rosa Pinto" in contribution.head.text
        assert "town: Fazenda" in contribution.head.text
        to_guest, to_tom = sorted(mails(app), key=lambda mail: tom.email in mail)
        assert "To: Rosa Pinto <rosa@example.org>" in to_guest
        assert own in to_guest
        assert tom.email in to_tom
        assert "Rosa Pinto (without an account)" in to_tom
        assert own not in to_tom

    def test_only_a_name_a_title_and_the_tick_are_needed(
        self, app: Flask, session: Session, client: FlaskClient, call: Call
    ) -> None:
        own = send(client, call, town="", email="", ingredients="", method="")
        thanks = words_of(client.get(f"{own}/thanks"))
        assert "Please keep it now" in thanks
        assert own in thanks
        assert mails(app) == []
        assert only(session).title == "Quince cake"

    def test_the_consent_is_kept(self, session: Session, client: FlaskClient, call: Call) -> None:
        send(client, call)
        assert session.scalars(select(Consent.words)).one() == consent_words(call.volume)

    @pytest.mark.parametrize(
        ("missing", "said"),
        [
            ({"name": " "}, "Please tell us your name."),
            ({"title": ""}, "Give it a title"),
            ({"consent": ""}, "Please tick this"),
            ({"agreed": "Other words."}, "have changed"),
            ({"email": "no address"}, "is no e-mail address"),
            ({"website": "https://spam.example"}, "should stay empty"),
        ],
    )
    def test_what_is_missing_is_said_and_no_word_is_lost(
        self,
        session: Session,
        client: FlaskClient,
        call: Call,
        missing: dict[str, str],
        said: str,
    ) -> None:
        answer = client.post(f"/c/{call.key}", data=answers(call, **missing))
        assert answer.status_code == HTTPStatus.OK
        assert said in words_of(answer)
        assert "200 g flour" in answer.get_data(as_text=True)
        assert answer.headers["Cache-Control"] == "no-store"
        assert count(session) == 0

    def test_a_program_is_known_by_a_field_that_nobody_sees(
        self, client: FlaskClient, call: Call
    ) -> None:
        form = page(client.get(f"/c/{call.key}"))
        trap = form.get_element_by_id("field-website")
        assert trap.get("tabindex") == "-1"
        assert [each for each in trap.iterancestors() if each.get("aria-hidden") == "true"]

    def test_two_presses_give_one_contribution_and_the_same_page(
        self, app: Flask, session: Session, client: FlaskClient, call: Call
    ) -> None:
        given = answers(call)
        places = {client.post(f"/c/{call.key}", data=given).location for _ in range(3)}
        assert len(places) == 1
        assert count(session) == 1
        assert len(mails(app)) == 1

    def test_the_next_one_from_the_same_form_is_another(
        self, session: Session, client: FlaskClient, call: Call
    ) -> None:
        given = answers(call)
        first = client.post(f"/c/{call.key}", data=given).location
        second = client.post(f"/c/{call.key}", data={**given, "title": "Plum cake"}).location
        assert first != second
        assert count(session) == 2

    def test_a_photo_comes_with_it_and_shows_on_the_private_page(
        self, session: Session, client: FlaskClient, call: Call
    ) -> None:
        own = send(client, call, photo_file=photo())
        contribution = only(session)
        assert contribution.head is not None
        (file,) = contribution.files
        assert f"photo: {file.path}" in contribution.head.text
        address = f"{own}/pictures/{file.path}"
        assert address in client.get(own).get_data(as_text=True)
        answer = client.get(address)
        assert answer.mimetype == "image/jpeg"
        assert answer.headers["Cache-Control"] == "no-store"

    def test_a_photo_sent_twice_gives_one_contribution(
        self, session: Session, client: FlaskClient, call: Call
    ) -> None:
        given = answers(call)
        for _ in range(2):
            data = {**given, "photo_file": photo()}
            assert client.post(f"/c/{call.key}", data=data).status_code == HTTPStatus.FOUND
        assert count(session) == 1

    def test_a_photo_waits_for_a_form_that_came_back(
        self, session: Session, client: FlaskClient, call: Call
    ) -> None:
        given = answers(call)
        data = {**given, "name": "", "photo_file": photo()}
        answer = client.post(f"/c/{call.key}", data=data)
        kept = page(answer).get_element_by_id("field-kept").get("value")
        send(client, call, seed=given["seed"], kept=kept)
        assert len(only(session).files) == 1

    def test_nobody_elses_waiting_photo_is_taken(
        self, session: Session, client: FlaskClient, call: Call
    ) -> None:
        data = answers(call, name="", photo_file=photo())
        kept = page(client.post(f"/c/{call.key}", data=data)).get_element_by_id("field-kept")
        send(client, call, kept=kept.get("value"))
        assert only(session).files == []

    @pytest.mark.parametrize("seed", ["", "x", "0" * 5000])
    def test_a_seed_that_is_none_is_replaced(
        self, session: Session, client: FlaskClient, call: Call, seed: str
    ) -> None:
        send(client, call, seed=seed)
        assert session.scalars(select(GuestLink.seed)).one() != seed

    def test_what_is_hostile_stays_words(self, client: FlaskClient, call: Call) -> None:
        hostile = "<script>alert(1)</script>{{7*7}}"
        own = send(client, call, name=hostile, title=hostile, ingredients=hostile, town=hostile)
        for place in (own, f"{own}/thanks", f"{own}/edit", f"{own}/withdraw", f"{own}/claim"):
            shown = client.get(place).get_data(as_text=True)
            assert "<script>alert" not in shown
            assert "{{7*7}}" in shown

    def test_a_stale_form_keeps_its_words(
        self, app: Flask, client: FlaskClient, call: Call, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setitem(app.config, "WTF_CSRF_ENABLED", True)  # noqa: FBT003 -- a setting
        answer = client.post(f"/c/{call.key}", data=answers(call))
        assert answer.status_code == HTTPStatus.BAD_REQUEST
        assert "200 g flour" in answer.get_data(as_text=True)
        assert "First sign in again" not in words_of(answer)


PASTED = """Plum dumplings

Serves 4

Ingredients
1 kg plums
500 g potatoes

Method
Boil the potatoes. Wrap the plums.
"""


class TestPasting:
    def test_what_is_pasted_is_handed_in_from_the_form_and_kept_as_it_was(
        self, session: Session, client: FlaskClient, call: Call
    ) -> None:
        answer = client.post(f"/c/{call.key}/paste", data={"text": PASTED})
        assert "Your recipe is in the form" in words_of(answer)
        assert count(session) == 0
        form = page(answer).forms[-1]
        given = {name: value or "" for name, value in form.form_values() if name != "photo_file"}
        assert [each for each in form.iter("details") if each.get("open") is not None]
        assert given["title"] == "Plum dumplings"
        assert "1 kg plums" in given["ingredients"]
        send(client, call, **{**given, "name": "Rosa Pinto", "consent": "y"})
        contribution = only(session)
        assert contribution.head is not None
        assert "1 kg plums" in contribution.head.text
        original = session.scalars(select(Original)).one()
        assert original.revision_id == contribution.head_id
        assert original.text == PASTED

    def test_it_stands_above_a_form_that_comes_back(self, client: FlaskClient, call: Call) -> None:
        answer = client.post(f"/c/{call.key}/paste", data={"text": PASTED})
        given = dict(page(answer).forms[-1].form_values())
        again = client.post(f"/c/{call.key}", data={**given, "photo_file": (io.BytesIO(), "")})
        assert "Please tell us your name." in words_of(again)
        assert "What you pasted, and where each line went" in words_of(again)

    def test_nobody_elses_original_goes_with_it(
        self, session: Session, client: FlaskClient, call: Call
    ) -> None:
        answer = client.post(f"/c/{call.key}/paste", data={"text": PASTED})
        word = dict(page(answer).forms[-1].form_values())["original"]
        send(client, call, original=word)
        assert session.scalar(select(func.count(Original.id))) == 0

    def test_an_empty_box_and_a_closed_call_say_so(
        self, session: Session, client: FlaskClient, call: Call
    ) -> None:
        place = f"/c/{call.key}/paste"
        assert "The recipe, as it is" in words_of(client.get(place))
        assert "Paste or type the recipe first." in words_of(client.post(place))
        call.closes_at = now()
        session.commit()
        assert client.get(place).location == f"/c/{call.key}"
        assert client.get("/c/2222-2222/paste").status_code == HTTPStatus.NOT_FOUND

    def test_a_textbook_has_no_such_page(self, session: Session, client: FlaskClient) -> None:
        call = make_call(session, make_volume(session, kind="textbook"))
        key_of_call(session, call)
        session.commit()
        assert client.get(f"/c/{call.key}/paste").status_code == HTTPStatus.NOT_FOUND
        assert "Paste it whole" not in words_of(client.get(f"/c/{call.key}"))


class TestLimits:
    @pytest.fixture
    def bounded(self, app: Flask, monkeypatch: pytest.MonkeyPatch) -> Iterator[FlaskClient]:
        settings = dataclasses.replace(app.config[SETTINGS_KEY], limits=True)
        monkeypatch.setitem(app.config, SETTINGS_KEY, settings)
        limiter.limiter.storage.reset()
        yield app.test_client()
        limiter.limiter.storage.reset()

    def test_one_mailbox_gets_few_letters(
        self, session: Session, bounded: FlaskClient, call: Call
    ) -> None:
        allowed = limits.GUEST_MAILS.amount
        spelt = ("rosa@example.org", " Rosa@Example.org")
        for number in range(allowed):
            send(bounded, call, email=spelt[number % 2], title=f"Cake {number}")
        answer = bounded.post(f"/c/{call.key}", data=answers(call))
        assert answer.status_code == HTTPStatus.TOO_MANY_REQUESTS
        assert "Your words are all below" in words_of(answer)
        assert "200 g flour" in answer.get_data(as_text=True)
        assert count(session) == allowed
        send(bounded, call, email="ana@example.org")

    def test_one_machine_sends_no_flood(
        self, session: Session, bounded: FlaskClient, call: Call
    ) -> None:
        allowed = limits.GUEST_FORMS[0].amount
        given = answers(call, name="")
        codes = [bounded.post(f"/c/{call.key}", data=given).status_code for _ in range(allowed + 1)]
        assert codes == [HTTPStatus.OK] * allowed + [HTTPStatus.TOO_MANY_REQUESTS]
        elsewhere = {"REMOTE_ADDR": "10.0.0.7"}
        answer = bounded.post(f"/c/{call.key}", data=answers(call), environ_base=elsewhere)
        assert answer.status_code == HTTPStatus.FOUND
        assert count(session) == 1

    def test_one_call_takes_no_flood_from_everywhere(
        self, bounded: FlaskClient, call: Call, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(limits, "GUESTS_OF_A_CALL", (parse("2 per hour"),))
        for number in range(2):
            send(bounded, call, email="", title=f"Cake {number}")
        answer = bounded.post(f"/c/{call.key}", data=answers(call, email=""))
        assert answer.status_code == HTTPStatus.TOO_MANY_REQUESTS


class TestPrivatePage:
    def test_it_shows_state_text_and_what_happened(self, client: FlaskClient, call: Call) -> None:
        words = words_of(client.get(send(client, call)))
        assert "Handed in" in words
        assert "3 quinces" in words
        assert "Rosa Pinto handed it in" in words

    def test_no_cache_keeps_it_and_no_search_finds_it(
        self, client: FlaskClient, call: Call
    ) -> None:
        own = send(client, call)
        for each in PAGES:
            answer = client.get(f"{own}{each}")
            assert answer.status_code == HTTPStatus.OK, each
            assert answer.headers["Cache-Control"] == "no-store", each
            assert answer.headers["X-Robots-Tag"] == "noindex, nofollow", each
            # To this site alone, which checks forms by it.
            assert answer.headers["Referrer-Policy"] == "same-origin", each

    @pytest.mark.parametrize("token", [NOWHERE, "x", "A" * 500, "0", "%00"])
    def test_a_wrong_link_leads_nowhere(self, client: FlaskClient, call: Call, token: str) -> None:
        send(client, call)
        for each in PAGES:
            answer = client.get(f"/mine/{token}{each}")
            assert answer.status_code == HTTPStatus.NOT_FOUND, each
        for each in POSTS:
            answer = client.post(f"/mine/{token}{each}", data=answers(call))
            assert answer.status_code == HTTPStatus.NOT_FOUND, each
        assert client.get(f"/mine/{token}/settle/1").status_code == HTTPStatus.NOT_FOUND

    def test_being_signed_in_opens_it_to_nobody_else(
        self, session: Session, client: FlaskClient, call: Call, sign_in: SignIn, tom: Person
    ) -> None:
        send(client, call)
        stranger = sign_in(make_person(session))
        contribution = only(session)
        assert stranger.get(f"/contributions/{contribution.id}").status_code == 404
        assert sign_in(tom).get(f"/contributions/{contribution.id}").status_code == 200

    def test_editors_find_their_address_beside_the_text(
        self, session: Session, client: FlaskClient, call: Call, sign_in: SignIn, tom: Person
    ) -> None:
        send(client, call)
        shown = sign_in(tom).get(f"/contributions/{only(session).id}").get_data(as_text=True)
        assert "Handed in without an account by Rosa Pinto from Fazenda" in shown
        assert 'href="mailto:rosa@example.org"' in shown

    def test_the_editors_note_stands_on_it(
        self, session: Session, client: FlaskClient, call: Call, tom: Person
    ) -> None:
        own = send(client, call, email="")
        contribution = only(session)
        ask(session, contribution, tom, "How hot is the oven?")
        words = words_of(client.get(own))
        assert "How hot is the oven?" in words
        assert "Changes asked for" in words

    def test_a_guest_changes_it_and_hands_it_in_again(
        self, app: Flask, session: Session, client: FlaskClient, call: Call, tom: Person
    ) -> None:
        own = send(client, call)
        contribution = only(session)
        ask(session, contribution, tom, "How hot is the oven?")
        form = filled(client, f"{own}/edit")
        data = {**form, "method": "Bake it at 180 °C.", "action": "submit"}
        answer = client.post(f"{own}/edit", data=data)
        assert answer.location == own
        session.expire_all()
        assert contribution.state is ContributionState.SUBMITTED
        assert contribution.head is not None
        assert "180 °C" in contribution.head.text
        assert contribution.head.author_name == "Rosa Pinto"
        assert [mail for mail in mails(app) if "a new version of “Quince cake”" in mail]

    def test_what_an_editor_changed_meanwhile_is_merged(
        self, session: Session, client: FlaskClient, call: Call, sign_in: SignIn, tom: Person
    ) -> None:
        own = send(client, call)
        contribution = only(session)
        mine = filled(client, f"{own}/edit")
        editor = sign_in(tom)
        theirs = filled(editor, f"/contributions/{contribution.id}/edit")
        theirs.update(ingredients="4 quinces\n200 g flour", action="save")
        editor.post(f"/contributions/{contribution.id}/edit", data=theirs)
        client.post(f"{own}/edit", data={**mine, "notes": "Keeps a week.", "action": "save"})
        session.expire_all()
        assert contribution.head is not None
        assert "4 quinces" in contribution.head.text
        assert "Keeps a week." in contribution.head.text
        assert "Tom Okafor changed this text while you wrote" in words_of(client.get(own))

    def test_what_contradicts_is_settled_by_the_guest(
        self, session: Session, client: FlaskClient, call: Call, sign_in: SignIn, tom: Person
    ) -> None:
        own = send(client, call)
        contribution = only(session)
        mine = filled(client, f"{own}/edit")
        editor = sign_in(tom)
        theirs = filled(editor, f"/contributions/{contribution.id}/edit")
        editor.post(
            f"/contributions/{contribution.id}/edit",
            data={**theirs, "method": "Boil it.", "action": "save"},
        )
        data = {**mine, "method": "Fry it.", "action": "save"}
        place = client.post(f"{own}/edit", data=data).location
        waiting = contribution.revisions[-1]
        assert place == f"{own}/settle/{waiting.number}"
        form = page(client.get(place)).forms[-1]
        (choice,) = {name for name in form.fields if name.startswith("choice-")}
        assert client.post(place, data={}).status_code == HTTPStatus.OK
        assert client.post(place, data={choice: "mine"}).location == own
        session.expire_all()
        assert waiting.standing is RevisionStanding.SETTLED
        assert contribution.head is not None
        assert "Fry it." in contribution.head.text
        assert contribution.head.author_name == "Rosa Pinto"

    def test_a_guest_takes_it_back_and_hands_it_in_again(
        self, session: Session, client: FlaskClient, call: Call
    ) -> None:
        own = send(client, call)
        assert "Take “Quince cake” back?" in words_of(client.get(f"{own}/withdraw"))
        assert client.post(f"{own}/withdraw").location == own
        assert state_of(session) == "withdrawn"
        assert client.post(f"{own}/submit").location == own
        assert state_of(session) == "submitted"

    def test_what_was_declined_is_closed(
        self, session: Session, client: FlaskClient, call: Call
    ) -> None:
        own = send(client, call)
        contribution = only(session)
        contribution.state = ContributionState.DECLINED
        session.commit()
        assert client.get(f"{own}/edit").location == own
        assert "Change it" not in words_of(client.get(own))

    def test_a_base_of_another_text_is_not_taken(
        self, session: Session, client: FlaskClient, call: Call, soup: Contribution
    ) -> None:
        own = send(client, call)
        session.commit()
        form = {**filled(client, f"{own}/edit"), "base": str(soup.head_id)}
        answer = client.post(f"{own}/edit", data=form)
        assert answer.status_code == HTTPStatus.NOT_FOUND

    def test_a_picture_of_another_text_is_not_there(
        self, session: Session, client: FlaskClient, call: Call
    ) -> None:
        send(client, call, photo_file=photo())
        (file,) = only(session).files
        other = send(client, call, title="Another")
        answer = client.get(f"{other}/pictures/{file.path}")
        assert answer.status_code == HTTPStatus.NOT_FOUND

    def test_a_preview_comes_without_scripts_too(self, client: FlaskClient, call: Call) -> None:
        own = send(client, call)
        form = {**filled(client, f"{own}/edit"), "method": "Bake it twice."}
        answer = client.post(f"{own}/edit", data={**form, "action": "preview"})
        assert "Bake it twice." in words_of(answer)
        assert "Bake it twice." in words_of(client.post(f"{own}/preview", data=form))

    def test_the_title_may_be_changed_but_not_left_out(
        self, session: Session, client: FlaskClient, call: Call
    ) -> None:
        own = send(client, call)
        form = {**filled(client, f"{own}/edit"), "title": "", "method": "Bake it twice."}
        answer = client.post(f"{own}/edit", data={**form, "action": "save"})
        assert "Give it a title" in words_of(answer)
        assert "Bake it twice." in answer.get_data(as_text=True)
        assert only(session).title == "Quince cake"


class TestClaim:
    def test_who_is_not_signed_in_is_led_there_and_back(
        self, client: FlaskClient, call: Call
    ) -> None:
        own = send(client, call)
        links = [each.get("href") for each in page(client.get(f"{own}/claim")).iter("a")]
        assert f"/register?next={own}/claim" in links
        assert f"/sign-in?next={own}/claim" in links
        answer = client.post(f"{own}/claim")
        assert answer.status_code == HTTPStatus.OK
        assert "Make an account" in words_of(answer)

    def test_it_becomes_theirs_and_the_link_closes(
        self, app: Flask, session: Session, client: FlaskClient, call: Call, sign_in: SignIn
    ) -> None:
        own = send(client, call)
        ana = make_person(session, "Ana Duarte")
        browser = sign_in(ana)
        assert "You are signed in as Ana Duarte" in words_of(browser.get(f"{own}/claim"))
        browser.post(f"{own}/claim")
        contribution = only(session)
        assert contribution.author_id == ana.id
        assert browser.get(own).location == f"/contributions/{contribution.id}"
        assert "Quince cake" in words_of(browser.get("/contributions"))
        for each in PAGES:
            assert client.get(f"{own}{each}").status_code == HTTPStatus.GONE, each
        for each in POSTS:
            assert client.post(f"{own}{each}").status_code == HTTPStatus.GONE, each
        told = [mail for mail in mails(app) if "account" in mail and "without" not in mail]
        assert [mail for mail in told if "To: Rosa Pinto <rosa@example.org>" in mail]
        assert [mail for mail in mails(app) if f"To: Ana Duarte <{ana.email}>" in mail]

    def test_a_second_account_comes_too_late(
        self, session: Session, client: FlaskClient, call: Call, sign_in: SignIn
    ) -> None:
        own = send(client, call)
        ana, tom = make_person(session, "Ana"), make_person(session, "Tom")
        sign_in(ana).post(f"{own}/claim")
        answer = sign_in(tom).post(f"{own}/claim")
        assert answer.status_code == HTTPStatus.GONE
        assert "This link has done its work" in words_of(answer)
        assert "Quince cake" not in words_of(answer)
        assert only(session).author_id == ana.id


def state_of(session: Session) -> str:
    session.expire_all()
    return only(session).state.value


def ask(session: Session, contribution: Contribution, editor: Person, note: str) -> None:
    """Have an editor ask for changes."""
    assert contribution.head is not None
    session.add(
        Review(
            contribution=contribution,
            revision=contribution.head,
            editor=editor,
            verdict=Verdict.ASK_FOR_CHANGES,
            note=note,
        )
    )
    contribution.state = ContributionState.CHANGES_REQUESTED
    session.commit()
