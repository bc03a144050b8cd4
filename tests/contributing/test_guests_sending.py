"""Handing in without an account: what a form may say, what is kept of it, and claiming it."""

from __future__ import annotations

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from cookbook.accounts.guests import find_guest_link, new_seed, secret_of
from cookbook.contributing.guests.claiming import ClosedLinkError, claim
from cookbook.contributing.guests.consenting import consent_words
from cookbook.contributing.guests.guest import Guest
from cookbook.contributing.guests.sending import Sent, find_sent, send_in
from cookbook.contributing.overview import happenings
from cookbook.contributing.problems import NotAskedError, TooLongError
from cookbook.contributing.saving import Outcome, save_text
from cookbook.models import (
    Call,
    Consent,
    Contribution,
    ContributionKind,
    ContributionState,
    GuestLink,
    Person,
    Volume,
    now,
)
from tests.factories.contributions import recipe_text
from tests.factories.people import make_person

KEY = "a key of the tests"
TEXT = recipe_text("Quince cake", by="Rosa Pinto")


@pytest.fixture
def call(volume: Volume) -> Call:
    return volume.calls[0]


def rosa(**values: str) -> Guest:
    given = {"id": new_seed(), "name": "Rosa Pinto", "town": "Fazenda", "email": "r@example.org"}
    return Guest(**{**given, **values})


def send(session: Session, call: Call, guest: Guest | None = None, text: str = TEXT) -> GuestLink:
    sent = Sent(ContributionKind.RECIPE, text)
    return send_in(session, call, sent, guest or rosa(), key=KEY)


class TestSendIn:
    def test_it_is_handed_in_by_nobody_with_an_account(self, session: Session, call: Call) -> None:
        contribution = send(session, call).contribution
        assert contribution.state is ContributionState.SUBMITTED
        assert contribution.author_id is None
        assert contribution.byline == "Rosa Pinto"
        assert contribution.head is not None
        assert contribution.head.author_name == "Rosa Pinto"
        assert [each.title for each in happenings(session, contribution)] == [
            "Rosa Pinto handed it in",
            "Rosa Pinto began",
        ]

    def test_its_guest_can_open_it(self, session: Session, call: Call) -> None:
        link = send(session, call)
        assert (link.name, link.town, link.email) == ("Rosa Pinto", "Fazenda", "r@example.org")
        assert find_guest_link(session, secret_of(link, KEY)) is link

    def test_what_they_agreed_to_is_remembered_with_its_words(
        self, session: Session, call: Call
    ) -> None:
        link = send(session, call)
        consent = session.scalars(select(Consent)).one()
        assert consent.contribution_id == link.contribution_id
        assert (consent.name, consent.licence) == ("Rosa Pinto", "CC-BY-4.0")
        assert consent.words == consent_words(call.volume)
        assert "Under One Roof" in consent.words
        assert "has to name me" in consent.words
        assert abs((now() - consent.at).total_seconds()) < 60

    @pytest.mark.parametrize("why", ["closed", "not for guests"])
    def test_a_call_that_does_not_ask_takes_nothing(
        self, session: Session, call: Call, why: str
    ) -> None:
        if why == "closed":
            call.closes_at = now()
        else:
            call.guests_may_write = False
        with pytest.raises(NotAskedError):
            send(session, call)
        assert not session.scalar(select(func.count(Contribution.id)))

    def test_a_text_without_end_is_refused(self, session: Session, call: Call) -> None:
        with pytest.raises(TooLongError):
            send(session, call, text=TEXT + "x" * 60_000)

    def test_a_name_too_long_for_the_table_is_cut_there_only(
        self, session: Session, call: Call
    ) -> None:
        link = send(session, call, rosa(name="R" * 200, town="T" * 200))
        assert (len(link.name), len(link.town)) == (120, 120)


class TestFindSent:
    def test_the_same_form_again_is_known_and_a_changed_one_is_new(
        self, session: Session, call: Call
    ) -> None:
        guest = rosa()
        first = send(session, call, guest)
        assert find_sent(session, guest.id, lambda _: TEXT) is first
        assert find_sent(session, guest.id, lambda _: TEXT + "More.\n") is None
        assert find_sent(session, new_seed(), lambda _: TEXT) is None

    def test_who_goes_back_and_sends_another_gets_a_link_for_it(
        self, session: Session, call: Call
    ) -> None:
        guest = rosa()
        first = send(session, call, guest)
        second = send(session, call, guest, recipe_text("Another cake"))
        assert secret_of(first, KEY) != secret_of(second, KEY)
        assert second.contribution_id != first.contribution_id


class TestSaving:
    def test_a_guests_own_two_windows_name_no_other(self, session: Session, call: Call) -> None:
        link = send(session, call)
        contribution, base = link.contribution, link.contribution.head
        for text in (TEXT.replace("500 g", "400 g"), TEXT.replace("Simmer.", "Simmer long.")):
            saved = save_text(
                session, contribution, text, base=base, author=None, author_name=link.name
            )
        assert saved.outcome is Outcome.MERGED
        assert saved.others == ()

    def test_an_editor_who_met_it_is_named(self, session: Session, call: Call, tom: Person) -> None:
        link = send(session, call)
        contribution, base = link.contribution, link.contribution.head
        save_text(session, contribution, TEXT.replace("500 g", "400 g"), base=base, author=tom)
        mine = TEXT.replace("Simmer.", "Simmer long.")
        saved = save_text(
            session, contribution, mine, base=base, author=None, author_name=link.name
        )
        assert saved.others == ("Tom Okafor",)
        assert contribution.head is not None
        assert "400 g" in contribution.head.text
        assert "Simmer long." in contribution.head.text


class TestClaim:
    def test_the_account_becomes_its_author_with_all_that_the_guest_wrote(
        self, session: Session, call: Call, ana: Person, tom: Person
    ) -> None:
        link = send(session, call)
        contribution = link.contribution
        save_text(session, contribution, TEXT + "More.\n", base=contribution.head, author=tom)
        claim(session, link, person=ana)
        assert contribution.author_id == ana.id
        assert [each.author_id for each in contribution.revisions] == [ana.id, tom.id]
        assert [each.author_name for each in contribution.revisions] == ["Rosa Pinto", "Tom Okafor"]
        assert session.scalars(select(Consent.person_id)).one() == ana.id
        assert link.claimed_by_id == ana.id
        assert happenings(session, contribution)[0].title == "Ana Duarte took it to an account"

    def test_it_goes_to_one_account_only(self, session: Session, call: Call, ana: Person) -> None:
        link = send(session, call)
        claim(session, link, person=ana)
        with pytest.raises(ClosedLinkError):
            claim(session, link, person=make_person(session))
        assert link.contribution.author_id == ana.id

    def test_what_an_editor_wrote_without_the_guest_stays_theirs(
        self, session: Session, call: Call, ana: Person
    ) -> None:
        link = send(session, call)
        contribution = link.contribution
        save_text(
            session,
            contribution,
            TEXT + "More.\n",
            base=contribution.head,
            author=None,
            author_name="An import",
        )
        claim(session, link, person=ana)
        assert [each.author_id for each in contribution.revisions] == [ana.id, None]
