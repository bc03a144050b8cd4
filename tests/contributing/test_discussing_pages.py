"""The discussion on a contribution's page: who reads it, who hears of it; no word is lost."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from cookbook.accounts.limits import MESSAGES
from cookbook.extensions import SETTINGS_KEY, limiter
from cookbook.models import Contribution, ContributionState, Message, Person, Thread, Volume, now
from tests.contributing.browsing import mails, page, words_of
from tests.factories.contributions import add_revision, make_contribution, recipe_text
from tests.factories.discussions import make_thread
from tests.factories.people import make_editor, make_person
from tests.site import SignIn


@pytest.fixture
def handed_in(session: Session, soup: Contribution) -> Contribution:
    soup.state, soup.submitted_at = ContributionState.SUBMITTED, now()
    session.flush()
    return soup


@pytest.fixture
def counted(app: Flask, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A site that counts how often people write."""
    settings = dataclasses.replace(app.config[SETTINGS_KEY], limits=True)
    monkeypatch.setitem(app.config, SETTINGS_KEY, settings)
    limiter.limiter.storage.reset()
    yield
    limiter.limiter.storage.reset()


def place(contribution: Contribution) -> str:
    return f"/contributions/{contribution.id}"


def talk(contribution: Contribution) -> str:
    return f"{place(contribution)}/discussion"


def say(
    browser: FlaskClient, contribution: Contribution, text: str, about: str = "", **more: str
) -> object:
    fields = {"text": text, "about": about, "base": str(contribution.head_id), **more}
    return browser.post(talk(contribution), data=fields, follow_redirects=True)


def messages(session: Session) -> list[str]:
    session.expire_all()
    return list(session.scalars(select(Message.text).order_by(Message.id)))


class TestShow:
    def test_an_empty_one_says_what_it_is_for(
        self, sign_in: SignIn, session: Session, ana: Person, tom: Person, soup: Contribution
    ) -> None:
        browser = sign_in(ana)
        assert "nobody but you sees it" in words_of(browser.get(place(soup)))
        soup.state, soup.submitted_at = ContributionState.SUBMITTED, now()
        session.commit()
        assert "the author hears of it by mail" in words_of(sign_in(tom).get(place(soup)))
        shown = browser.get(place(soup))
        assert "the editors hear of it by mail" in words_of(shown)
        assert "open" in page(shown).get_element_by_id("begin-talk").attrib

    def test_it_shows_what_became_of_the_words(
        self, sign_in: SignIn, session: Session, ana: Person, soup: Contribution
    ) -> None:
        make_thread(session, soup, ana, "How long?", "Wash the beans.")
        make_thread(session, soup, ana, "Red ones?", "1 onion")
        new = recipe_text("Stone soup").replace("Wash the beans", "Soak the beans overnight")
        add_revision(session, soup, new.replace("- 1 onion\n", ""), ana)
        said = words_of(sign_in(ana).get(place(soup)))
        assert "This was changed to Soak the beans overnight" in said
        assert "These words are no longer in the text." in said

    def test_resolved_ones_are_folded(
        self, sign_in: SignIn, session: Session, ana: Person, soup: Contribution
    ) -> None:
        thread = make_thread(session, soup, ana, "How long?")
        browser = sign_in(ana)
        browser.post(f"{talk(soup)}/{thread.id}/resolve")
        shown = page(browser.get(place(soup)))
        folds = shown.find_class("resolved")
        assert "open" not in folds[0].attrib
        assert "1 resolved" in " ".join(folds[0].text_content().split())
        browser.post(f"{talk(soup)}/{thread.id}/reopen")
        assert page(browser.get(place(soup))).find_class("resolved") == []

    def test_nothing_that_somebody_says_is_markup(
        self, sign_in: SignIn, session: Session, ana: Person, soup: Contribution
    ) -> None:
        bad = "<script>alert(1)</script> {{7*7}} https://a.example/?q=<b>\n\njavascript:alert(1)"
        make_thread(session, soup, ana, bad)
        shown = page(sign_in(ana).get(place(soup)))
        said = shown.find_class("message-words")[0]
        assert [each.tag for each in said.iter()] == ["div", "p", "a", "p"]
        assert [(a.get("href"), a.get("rel")) for a in said.iter("a")] == [
            ("https://a.example/?q=", "nofollow noopener noreferrer ugc")
        ]
        assert "{{7*7}}" in said.text_content()

    def test_editors_see_from_their_review_how_much_is_open(
        self, sign_in: SignIn, session: Session, ana: Person, tom: Person, handed_in: Contribution
    ) -> None:
        make_thread(session, handed_in, ana)
        shown = page(sign_in(tom).get(f"/editing/{handed_in.volume.slug}/review/{handed_in.id}"))
        links = [a for a in shown.iter("a") if "Discuss it" in a.text_content()]
        assert [a.text_content().strip() for a in links] == ["Discuss it with its author (1 open)"]
        assert links[0].get("href") == f"{place(handed_in)}#discussion"


class TestDiscuss:
    def test_the_author_and_the_editors_talk(
        self, sign_in: SignIn, session: Session, ana: Person, tom: Person, handed_in: Contribution
    ) -> None:
        said = words_of(say(sign_in(tom), handed_in, "How long?", "Simmer."))
        assert "Sent. They hear of it by mail." in said
        thread = session.scalars(select(Thread)).one()
        answer = sign_in(ana).post(
            f"{talk(handed_in)}/{thread.id}", data={"text": "An hour.", "action": "answer"}
        )
        last = thread.messages[-1]
        assert answer.location == f"{place(handed_in)}#message-{last.id}"
        assert messages(session) == ["How long?", "An hour."]

    def test_words_that_are_not_in_the_text_stay_in_the_form(
        self, sign_in: SignIn, session: Session, ana: Person, soup: Contribution
    ) -> None:
        answer = say(sign_in(ana), soup, "Why so?", "no such words")
        assert "These words are not in the text." in words_of(answer)
        shown = page(answer)
        assert shown.get_element_by_id("about").value.strip() == "no such words"
        assert shown.get_element_by_id("about").get("aria-invalid") == "true"
        assert shown.get_element_by_id("remark").value.strip() == "Why so?"
        assert messages(session) == []

    def test_a_message_without_end_stays_in_the_form(
        self, sign_in: SignIn, session: Session, ana: Person, soup: Contribution
    ) -> None:
        browser, long = sign_in(ana), "word " * 2_000
        shown = page(say(browser, soup, long, "Simmer."))
        assert shown.get_element_by_id("remark").value.split() == long.split()
        assert shown.get_element_by_id("about").value.strip() == "Simmer."
        thread = make_thread(session, soup, ana)
        session.commit()
        answer = page(browser.post(f"{talk(soup)}/{thread.id}", data={"text": long}))
        field = answer.get_element_by_id(f"answer-{thread.id}")
        assert field.value.split() == long.split()
        assert "open" in field.getparent().getparent().getparent().attrib

    def test_what_comes_twice_is_said_and_mailed_once(  # noqa: PLR0913, PLR0917 -- who and what there is
        self,
        app: Flask,
        sign_in: SignIn,
        session: Session,
        ana: Person,
        tom: Person,
        handed_in: Contribution,
    ) -> None:
        assert tom
        before, browser = len(mails(app)), sign_in(ana)
        say(browser, handed_in, "How long?")
        assert "It was sent already" in words_of(say(browser, handed_in, "How long?"))
        assert messages(session) == ["How long?"]
        assert len(mails(app)) == before + 1

    def test_of_two_places_it_is_about_the_one_that_was_selected(
        self, sign_in: SignIn, session: Session, ana: Person, soup: Contribution
    ) -> None:
        text = recipe_text("Stone soup").replace("- 1 onion\n", "- 1 onion\n- oil\n- 1 onion\n")
        add_revision(session, soup, text, ana)
        say(sign_in(ana), soup, "One more?", "1 onion", before="1 onion oil", after="Method")
        assert session.scalars(select(Thread)).one().before.endswith("- oil\n- ")

    def test_who_opens_its_address_is_led_to_the_text(
        self, sign_in: SignIn, ana: Person, soup: Contribution
    ) -> None:
        assert sign_in(ana).get(talk(soup)).location == f"{place(soup)}#discussion"

    def test_sending_and_resolving_goes_in_one(
        self, sign_in: SignIn, session: Session, ana: Person, soup: Contribution
    ) -> None:
        thread, browser = make_thread(session, soup, ana), sign_in(ana)
        done = {"text": "Done.", "action": "resolve"}
        browser.post(f"{talk(soup)}/{thread.id}", data=done)
        session.expire_all()
        assert thread.resolved_by == ana
        browser.post(f"{talk(soup)}/{thread.id}/reopen")
        browser.post(f"{talk(soup)}/{thread.id}", data={"text": " ", "action": "resolve"})
        session.expire_all()
        assert thread.resolved_by == ana
        assert messages(session) == ["Why?", "Done."]

    def test_who_answers_hears_what_was_said_meanwhile(
        self, sign_in: SignIn, session: Session, ana: Person, tom: Person, handed_in: Contribution
    ) -> None:
        thread = make_thread(session, handed_in, ana)
        seen = thread.messages[0].id
        where = f"{talk(handed_in)}/{thread.id}"
        sign_in(tom).post(where, data={"text": "An hour.", "base": str(seen)})
        answer = sign_in(ana).post(
            where, data={"text": "Or two?", "base": str(seen)}, follow_redirects=True
        )
        assert "Tom Okafor wrote here while you did" in words_of(answer)


class TestNothingIsLost:
    def test_who_was_signed_out_finds_their_words(
        self, client: FlaskClient, session: Session, soup: Contribution
    ) -> None:
        session.commit()
        shown = say(
            client, soup, "A long thought.", "Simmer.", before="x", after="y", action="send"
        )
        assert "Your words are kept" in words_of(shown)
        kept = [each.text_content() for each in page(shown).find_class("version-words")]
        assert kept == ["A long thought.", "Simmer."]

    def test_so_does_who_answers(
        self, client: FlaskClient, session: Session, ana: Person, soup: Contribution
    ) -> None:
        thread = make_thread(session, soup, ana)
        session.commit()
        shown = client.post(
            f"{talk(soup)}/{thread.id}",
            data={"text": "My answer.", "base": "7", "action": "answer"},
        )
        assert shown.status_code == 401
        kept = [each.text_content() for each in page(shown).find_class("version-words")]
        assert kept == ["My answer."]

    @pytest.mark.usefixtures("counted")
    def test_who_writes_too_often_keeps_their_words(
        self, sign_in: SignIn, session: Session, ana: Person, soup: Contribution
    ) -> None:
        browser = sign_in(ana)
        for number in range(MESSAGES[0].amount):
            say(browser, soup, f"Thought {number}")
        answer = say(browser, soup, "One thought more")
        assert "You have written very often" in words_of(answer)
        assert page(answer).get_element_by_id("remark").value.strip() == "One thought more"
        assert len(messages(session)) == MESSAGES[0].amount


class TestMails:
    def test_the_editors_hear_of_it_with_the_words_and_a_link(  # noqa: PLR0913, PLR0917 -- who and what there is
        self,
        app: Flask,
        sign_in: SignIn,
        session: Session,
        ana: Person,
        tom: Person,
        handed_in: Contribution,
    ) -> None:
        before = len(mails(app))
        say(sign_in(ana), handed_in, "How long, Tom?\n\nReally.", "Simmer.")
        (sent,) = mails(app)[before:]
        assert f"To: {tom.name} <{tom.email}>" in sent
        message = session.scalars(select(Message)).one()
        assert f"{place(handed_in)}#message-{message.id}" in sent
        assert "Simmer." in sent
        assert "How long, Tom?\n\nReally." in sent

    def test_who_is_mentioned_is_told_so_and_gets_one_mail(  # noqa: PLR0913, PLR0917 -- who and what there is
        self,
        app: Flask,
        sign_in: SignIn,
        session: Session,
        ana: Person,
        tom: Person,
        volume: Volume,
        handed_in: Contribution,
    ) -> None:
        make_editor(session, volume, "Una Bell")
        before = len(mails(app))
        say(sign_in(tom), handed_in, "@Ana and @Ana Duarte, how long?")
        sent = mails(app)[before:]
        assert len(sent) == 2
        hers = [each for each in sent if f"<{ana.email}>" in each]
        assert len(hers) == 1
        assert "Tom Okafor mentions you in the discussion" in hers[0]

    def test_a_name_begins_no_line_of_a_mails_head(
        self, app: Flask, sign_in: SignIn, ana: Person, tom: Person, handed_in: Contribution
    ) -> None:
        assert tom
        before = len(mails(app))
        ana.name = "Ana\r\nBcc: all@example.org"
        say(sign_in(ana), handed_in, "Hello")
        (sent,) = mails(app)[before:]
        head = sent.partition("\n\n")[0]
        assert not any(line.startswith("Bcc") for line in head.splitlines())


class TestRights:
    def test_what_is_said_of_a_draft_is_its_authors_alone(  # noqa: PLR0913, PLR0917 -- who and what there is
        self,
        app: Flask,
        sign_in: SignIn,
        session: Session,
        ana: Person,
        tom: Person,
        soup: Contribution,
    ) -> None:
        thread, before = make_thread(session, soup, ana), len(mails(app))
        say(sign_in(ana), soup, "@Tom Okafor, a secret")
        assert len(mails(app)) == before
        where = f"{talk(soup)}/{thread.id}"
        for person in (tom, make_person(session, "Eve Strange")):
            browser = sign_in(person)
            assert browser.get(talk(soup)).status_code == 404
            for address in (talk(soup), where, f"{where}/resolve", f"{where}/reopen"):
                assert browser.post(address, data={"text": "Ha"}).status_code == 404
        assert messages(session) == ["Why?", "@Tom Okafor, a secret"]

    def test_a_thread_of_another_text_is_not_there(
        self, sign_in: SignIn, session: Session, ana: Person, soup: Contribution, volume: Volume
    ) -> None:
        thread = make_thread(session, make_contribution(session, volume, ana), ana)
        browser = sign_in(ana)
        for what in ("", "/resolve", "/reopen"):
            address = f"{talk(soup)}/{thread.id}{what}"
            assert browser.post(address, data={"text": "Ha"}).status_code == 404
        assert messages(session) == ["Why?"]
