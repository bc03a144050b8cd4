"""The pages of suggesting: who sees them, what they keep, what they say afterwards."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from cookbook.accounts.limits import SUGGESTIONS
from cookbook.extensions import SETTINGS_KEY, limiter
from cookbook.models import (
    Contribution,
    ContributionState,
    Person,
    Suggestion,
    SuggestionState,
    Volume,
)
from tests.contributing.browsing import mails, page, words_of
from tests.contributing.conftest import suggested
from tests.factories.contributions import add_revision, make_contribution
from tests.factories.people import make_editor, make_person
from tests.factories.volumes import make_volume
from tests.site import SignIn


def address(contribution: Contribution, rest: str = "suggest") -> str:
    return f"/contributions/{contribution.id}/{rest}"


def sent(browser: FlaskClient, where: str, **changed: str) -> dict[str, str]:
    """The form of suggesting as a browser would send it, with some of it changed."""
    form = page(browser.get(where)).get_element_by_id("suggesting")
    fields = {name: value or "" for name, value in form.form_values() if name != "csrf_token"}
    assert fields.keys() >= changed.keys() - {"action"}
    return {**fields, "action": "send", **changed}


def only(session: Session) -> Suggestion:
    return session.scalars(select(Suggestion)).one()


@pytest.fixture
def open_to_guests(volume: Volume) -> None:
    volume.guests_may_suggest = True


@dataclass(frozen=True)
class Cast:
    """Who meets at a suggestion: the author, an editor, a reader; and the mails they get."""

    ana: Person
    tom: Person
    rosa: Person
    app: Flask

    def mails_to(self, person: Person) -> list[str]:
        return mails_to(self.app, person.email)


def mails_to(app: Flask, email: str) -> list[str]:
    return [each for each in mails(app) if email in each.partition("Subject:")[0]]


@pytest.fixture
def cast(ana: Person, tom: Person, rosa: Person, app: Flask) -> Cast:
    return Cast(ana, tom, rosa, app)


class TestSuggestPage:
    def test_a_quote_opens_the_paragraph_it_stands_in(
        self, sign_in: SignIn, printed: Contribution, rosa: Person
    ) -> None:
        answer = sign_in(rosa).get(address(printed), query_string={"quote": "500 g beans"})
        form = page(answer).get_element_by_id("suggesting")
        assert form.fields["passage"].strip() == "500 g beans"
        assert "ingredients" not in form.fields
        assert "The whole ingredient" in words_of(answer)

    def test_without_a_quote_the_whole_text_is_there(
        self, sign_in: SignIn, printed: Contribution, rosa: Person
    ) -> None:
        form = page(sign_in(rosa).get(address(printed))).get_element_by_id("suggesting")
        assert "500 g beans" in form.fields["ingredients"]
        assert "by" not in form.fields

    def test_a_quote_that_stands_nowhere_opens_the_whole_text_and_says_so(
        self, sign_in: SignIn, printed: Contribution, rosa: Person
    ) -> None:
        answer = sign_in(rosa).get(address(printed), query_string={"quote": "<b>Of the press"})
        assert "What you marked stands in no single paragraph" in words_of(answer)
        assert "ingredients" in page(answer).get_element_by_id("suggesting").fields

    def test_a_changed_passage_becomes_a_whole_text(
        self, session: Session, sign_in: SignIn, printed: Contribution, cast: Cast
    ) -> None:
        browser = sign_in(cast.rosa)
        where = f"{address(printed)}?quote=500%20g%20beans"
        fields = sent(browser, where, passage="600 g beans", note="It was too thin.")
        answer = browser.post(address(printed), data=fields, follow_redirects=True)
        suggestion = only(session)
        base = suggestion.base.text
        assert suggestion.text == base.replace("500 g beans", "600 g beans")
        assert (suggestion.quote, suggestion.note) == ("500 g beans", "It was too thin.")
        assert "Thank you" in words_of(answer)
        letters = [*cast.mails_to(cast.ana), *cast.mails_to(cast.tom)]
        assert ["It was too thin." in each for each in letters] == [True, True]
        assert cast.mails_to(cast.rosa) == []

    def test_what_was_typed_goes_along_to_the_whole_text(
        self, session: Session, sign_in: SignIn, printed: Contribution, rosa: Person
    ) -> None:
        browser = sign_in(rosa)
        where = f"{address(printed)}?quote=500%20g%20beans"
        fields = sent(browser, where, passage="600 g beans", note="Thin.", action="whole")
        answer = browser.post(address(printed), data=fields)
        form = page(answer).get_element_by_id("suggesting")
        assert "600 g beans" in form.fields["ingredients"]
        assert form.fields["note"].strip() == "Thin."
        whole = {name: value or "" for name, value in form.form_values() if name != "csrf_token"}
        whole["method"] = whole["method"].replace("Simmer.", "Simmer long.")
        browser.post(address(printed), data={**whole, "action": "send"})
        text = only(session).text
        assert "600 g beans" in text
        assert "Simmer long." in text
        assert "by: Ada Obi" in text

    def test_nothing_changed_comes_back_with_every_word(
        self, session: Session, sign_in: SignIn, printed: Contribution, rosa: Person
    ) -> None:
        browser = sign_in(rosa)
        fields = sent(browser, f"{address(printed)}?quote=1%20onion", note="Just so.")
        answer = browser.post(address(printed), data=fields)
        assert "This is what the text says already" in words_of(answer)
        form = page(answer).get_element_by_id("suggesting")
        assert form.fields["note"].strip() == "Just so."
        assert session.scalars(select(Suggestion)).all() == []

    def test_a_double_click_is_one(
        self, session: Session, sign_in: SignIn, printed: Contribution, cast: Cast
    ) -> None:
        browser = sign_in(cast.rosa)
        fields = sent(browser, f"{address(printed)}?quote=1%20onion", passage="2 onions")
        for _ in range(2):
            browser.post(address(printed), data=fields)
        assert only(session).author == cast.rosa
        assert len(cast.mails_to(cast.ana)) == 1

    def test_a_private_revision_is_not_shown_by_its_number(
        self, session: Session, sign_in: SignIn, printed: Contribution, rosa: Person, ana: Person
    ) -> None:
        text = printed.accepted.text if printed.accepted else ""
        private = add_revision(session, printed, f"{text}\nA secret ingredient.\n", ana)
        browser = sign_in(rosa)
        fields = sent(browser, address(printed), title="")
        answer = browser.post(
            address(printed), data={**fields, "base": str(private.id)}, follow_redirects=True
        )
        assert "secret" not in answer.text
        assert "not there any more" in words_of(answer)

    @pytest.mark.parametrize("state", [each for each in ContributionState if each != "accepted"])
    def test_others_texts_are_not_there(
        self,
        session: Session,
        sign_in: SignIn,
        volume: Volume,
        state: ContributionState,
        cast: Cast,
    ) -> None:
        draft = make_contribution(session, volume, cast.ana, state=state)
        volume.guests_may_suggest = True
        browser = sign_in(cast.rosa)
        assert browser.get(address(draft)).status_code == 404
        assert browser.get(address(draft, "suggest/thanks")).status_code == 404
        posted = browser.post(address(draft), data={"title": "x", "action": "send"})
        assert posted.status_code == 404


class TestGuests:
    def test_they_are_led_to_the_door_with_their_quote(
        self, session: Session, client: FlaskClient, printed: Contribution
    ) -> None:
        session.commit()
        answer = client.get(address(printed), query_string={"quote": "1 onion"})
        assert answer.location.startswith("/sign-in?next=")
        assert "quote" in answer.location

    def test_what_they_wrote_is_kept_where_the_door_was_closed_meanwhile(
        self, session: Session, client: FlaskClient, printed: Contribution
    ) -> None:
        session.commit()
        fields = {"quote": "1 onion", "passage": "2 onions", "note": "Thin.", "action": "send"}
        answer = client.post(address(printed), data=fields)
        assert answer.status_code == 401
        assert "2 onions" in answer.text
        assert "Thin." in answer.text

    @pytest.mark.usefixtures("open_to_guests")
    def test_with_a_name_they_suggest_and_are_thanked(
        self, session: Session, client: FlaskClient, printed: Contribution
    ) -> None:
        session.commit()
        where = f"{address(printed)}?quote=1%20onion"
        nameless = client.post(address(printed), data=sent(client, where, passage="2 onions"))
        assert "Please tell us your name" in words_of(nameless)
        assert "2 onions" in nameless.text
        fields = sent(client, where, passage="2 onions", name=" A  Reader ", email="A@Example.org")
        answer = client.post(address(printed), data=fields, follow_redirects=True)
        assert "Your suggestion is on its way" in words_of(answer)
        suggestion = only(session)
        assert (suggestion.author, suggestion.author_name) == (None, "A Reader")
        assert suggestion.email == "a@example.org"

    @pytest.mark.usefixtures("open_to_guests")
    def test_what_a_program_fills_in_is_thanked_for_and_dropped(
        self, session: Session, client: FlaskClient, printed: Contribution
    ) -> None:
        session.commit()
        where = f"{address(printed)}?quote=1%20onion"
        fields = sent(client, where, passage="2 onions", name="Bot", website="https://spam.example")
        answer = client.post(address(printed), data=fields, follow_redirects=True)
        assert "on its way" in words_of(answer)
        assert session.scalars(select(Suggestion)).all() == []

    @pytest.mark.usefixtures("open_to_guests")
    def test_one_address_sends_only_so_many_and_keeps_its_words(
        self,
        session: Session,
        app: Flask,
        client: FlaskClient,
        printed: Contribution,
        monkeypatch: pytest.MonkeyPatch,
    ) -> None:
        session.commit()
        settings = dataclasses.replace(app.config[SETTINGS_KEY], limits=True)
        monkeypatch.setitem(app.config, SETTINGS_KEY, settings)
        limiter.limiter.storage.reset()
        fields = sent(
            client, f"{address(printed)}?quote=1%20onion", name="A Reader", email="a@b.pt"
        )
        for number in range(SUGGESTIONS.by_email.amount):
            words = {"passage": f"{number + 2} onions"}
            assert client.post(address(printed), data={**fields, **words}).status_code == 302
        answer = client.post(address(printed), data={**fields, "passage": "99 onions"})
        assert "You have sent very many" in words_of(answer)
        assert "99 onions" in answer.text
        limiter.limiter.storage.reset()

    def test_editors_open_the_door_in_the_settings(
        self, session: Session, sign_in: SignIn, volume: Volume, tom: Person
    ) -> None:
        browser = sign_in(tom)
        where = f"/editing/{volume.slug}/settings"
        for wanted in (True, False):
            form = next(
                each
                for each in page(browser.get(where)).forms
                if "guests_may_suggest" in each.fields
            )
            fields = {name: value for name, value in form.form_values() if "file" not in name}
            fields.pop("guests_may_suggest", None)
            browser.post(where, data={**fields, **({"guests_may_suggest": "y"} if wanted else {})})
            session.refresh(volume)
            assert volume.guests_may_suggest is wanted


class TestSuggestionPage:
    def test_it_is_there_for_who_made_it_and_who_decides_alone(
        self, session: Session, sign_in: SignIn, printed: Contribution, cast: Cast
    ) -> None:
        where = address(printed, f"suggestions/{suggested(session, printed, cast.rosa).id}")
        for person in (cast.ana, cast.tom, cast.rosa):
            assert sign_in(person).get(where).status_code == 200
        others = (make_person(session), make_editor(session, make_volume(session)))
        for person in others:
            browser = sign_in(person)
            assert browser.get(where).status_code == 404
            assert browser.post(f"{where}/decide", data={"place": "0"}).status_code == 404
            assert browser.post(f"{where}/withdraw").status_code == 404

    def test_it_is_not_there_under_another_text(
        self, session: Session, sign_in: SignIn, printed: Contribution, volume: Volume, cast: Cast
    ) -> None:
        other = make_contribution(session, volume, cast.ana, state=ContributionState.ACCEPTED)
        where = address(other, f"suggestions/{suggested(session, printed, cast.rosa).id}")
        assert sign_in(cast.ana).get(where).status_code == 404
        assert sign_in(cast.ana).post(f"{where}/decide", data={"place": "0"}).status_code == 404

    def test_its_maker_sees_it_cannot_decide_and_takes_it_back(
        self, session: Session, sign_in: SignIn, printed: Contribution, rosa: Person
    ) -> None:
        suggestion = suggested(session, printed, rosa)
        where = address(printed, f"suggestions/{suggestion.id}")
        browser = sign_in(rosa)
        assert "Bean soup" in words_of(browser.get("/contributions"))
        assert "Take it back" in words_of(browser.get(where))
        assert browser.post(f"{where}/decide", data={"place": "0"}).status_code == 404
        browser.post(f"{where}/withdraw")
        session.refresh(suggestion)
        assert suggestion.state is SuggestionState.WITHDRAWN

    def test_the_author_finds_it_takes_a_part_and_hands_it_in(
        self, session: Session, sign_in: SignIn, printed: Contribution, cast: Cast
    ) -> None:
        suggestion = suggested(session, printed, cast.rosa, note="Try it.")
        where = address(printed, f"suggestions/{suggestion.id}")
        browser = sign_in(cast.ana)
        for place in ("/contributions", f"/contributions/{printed.id}"):
            assert where in browser.get(place).text
        shown = words_of(browser.get(where))
        assert "500600 g beans" in shown
        fields = {"place": "1", "action": "take", "answer": "Half of it!", "hand-in": "yes"}
        answer = browser.post(f"{where}/decide", data=fields, follow_redirects=True)
        assert "Taken, with thanks to Rosa Lind" in words_of(answer)
        session.expire_all()
        assert printed.head is not None
        assert "Wash the beans well." in printed.head.text
        assert "500 g beans" in printed.head.text
        assert printed.state is ContributionState.SUBMITTED
        (told,) = cast.mails_to(cast.rosa)
        assert "has taken a part of your suggestion" in told
        assert "Half of it!" in told
        assert cast.mails_to(cast.tom)
        assert "Rosa Lind suggested a change" in words_of(answer)
        assert "Half of it!" in words_of(sign_in(cast.rosa).get("/contributions"))

    def test_an_editor_takes_it_and_accepts_it_at_once(
        self, session: Session, sign_in: SignIn, printed: Contribution, cast: Cast
    ) -> None:
        suggestion = suggested(session, printed, cast.rosa)
        browser = sign_in(cast.tom)
        listed = f"/editing/{printed.volume.slug}/suggestions"
        assert listed in browser.get(f"/editing/{printed.volume.slug}").text
        assert "Bean soup" in words_of(browser.get(listed))
        where = address(printed, f"suggestions/{suggestion.id}")
        assert "And accept it for the book" in words_of(browser.get(where))
        fields = {"place": ["0", "1"], "action": "take", "accept": "yes"}
        answer = browser.post(f"{where}/decide", data=fields, follow_redirects=True)
        assert "The next edition has it" in words_of(answer)
        session.expire_all()
        assert printed.accepted_id == printed.head_id
        (told,) = cast.mails_to(cast.ana)
        assert "Tom Okafor has taken a suggestion of Rosa Lind" in told

    def test_one_contradiction_leads_to_where_it_is_settled(
        self, session: Session, sign_in: SignIn, printed: Contribution, ana: Person, rosa: Person
    ) -> None:
        suggestion = suggested(session, printed, rosa)
        text = suggestion.base.text.replace("500 g beans", "400 g beans")
        number = add_revision(session, printed, text, ana).number
        browser = sign_in(ana)
        where = address(printed, f"suggestions/{suggestion.id}")
        assert "It contradicts the text" in words_of(browser.get(where))
        fields = {"place": ["0", "1"], "action": "take"}
        answer = browser.post(f"{where}/decide", data=fields)
        assert answer.location == address(printed, f"settle/{number + 1}")
        assert "600 g beans" in words_of(browser.get(answer.location))

    def test_a_double_click_decides_once(
        self, session: Session, sign_in: SignIn, printed: Contribution, cast: Cast
    ) -> None:
        suggestion = suggested(session, printed, cast.rosa)
        browser = sign_in(cast.ana)
        where = address(printed, f"suggestions/{suggestion.id}/decide")
        for _ in range(2):
            answer = browser.post(
                where, data={"place": "0", "action": "take"}, follow_redirects=True
            )
            assert answer.status_code == 200
        session.expire_all()
        assert len(printed.revisions) == 3
        assert len(cast.mails_to(cast.rosa)) == 1

    def test_declining_tells_a_guest_by_mail_and_untick_all_asks_again(
        self, session: Session, sign_in: SignIn, printed: Contribution, ana: Person, app: Flask
    ) -> None:
        suggestion = suggested(session, printed, None, name="A Reader", email="guest@far.example")
        browser = sign_in(ana)
        where = address(printed, f"suggestions/{suggestion.id}")
        again = browser.post(f"{where}/decide", data={"action": "take"}, follow_redirects=True)
        assert "Nothing is ticked" in words_of(again)
        assert again.request.path == where
        browser.post(f"{where}/decide", data={"action": "decline", "answer": "No, thank you."})
        (told,) = mails_to(app, "guest@far.example")
        assert "Dear A Reader" in told
        assert "No, thank you." in told
        assert where not in told
        session.expire_all()
        assert len(printed.revisions) == 1
