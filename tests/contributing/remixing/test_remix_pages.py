"""The pages of remixes: from a contribution, from a released book, and back to the original."""

from __future__ import annotations

from http import HTTPStatus

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from cookbook.models import Contribution, ContributionState, Edition, Person, Remix, Volume
from tests.contributing.browsing import page, words_of
from tests.factories.contributions import add_revision, make_contribution, recipe_text
from tests.factories.editions import make_edition, put_text
from tests.factories.people import make_person
from tests.factories.volumes import make_call, make_volume
from tests.site import SignIn


@pytest.fixture
def other(session: Session) -> Volume:
    volume = make_volume(session, "Across the Pond")
    make_call(session, volume)
    return volume


@pytest.fixture
def soup(session: Session, volume: Volume, ana: Person) -> Contribution:
    text = recipe_text("Stone soup", "Ana Duarte")
    return make_contribution(
        session, volume, ana, title="Stone soup", text=text, state=ContributionState.ACCEPTED
    )


@pytest.fixture
def edition(session: Session, volume: Volume, soup: Contribution) -> Edition:
    edition = make_edition(session, volume)
    put_text(session, edition, soup)
    return edition


@pytest.fixture
def bea(session: Session) -> Person:
    return make_person(session, "Bea Costa")


def made_by(session: Session, person: Person) -> Contribution:
    return session.scalars(select(Contribution).where(Contribution.author_id == person.id)).one()


class TestRemix:
    def test_an_author_copies_into_another_book(
        self, session: Session, sign_in: SignIn, soup: Contribution, other: Volume, ana: Person
    ) -> None:
        browser = sign_in(ana)
        path = f"/contributions/{soup.id}/remix"
        assert "Across the Pond" in words_of(browser.get(path))
        answer = browser.post(path, data={"volume": other.id, "kind": "copy"})
        made = session.scalars(select(Contribution).where(Contribution.volume_id == other.id)).one()
        assert answer.location == f"/contributions/{made.id}/edit"
        shown = words_of(browser.get(f"/contributions/{made.id}"))
        assert "Copied from “Stone soup” by Ana Duarte, Under One Roof" in shown

    @pytest.mark.parametrize(
        "sent",
        [
            {},
            {"volume": "x", "kind": "copy"},
            {"volume": "1", "kind": "theft"},
            {"volume": "999999"},
        ],
    )
    def test_what_cannot_be_meant_is_not_found(
        self,
        session: Session,
        sign_in: SignIn,
        soup: Contribution,
        ana: Person,
        sent: dict[str, str],
    ) -> None:
        answer = sign_in(ana).post(f"/contributions/{soup.id}/remix", data=sent)
        assert answer.status_code == HTTPStatus.NOT_FOUND
        assert session.scalars(select(Remix)).all() == []

    def test_others_drafts_are_not_there(
        self, session: Session, sign_in: SignIn, volume: Volume, ana: Person, bea: Person
    ) -> None:
        draft = make_contribution(session, volume, ana)
        answer = sign_in(bea).get(f"/contributions/{draft.id}/remix")
        assert answer.status_code == HTTPStatus.NOT_FOUND


class TestFromAnEdition:
    def test_a_reader_makes_a_variation(
        self, session: Session, sign_in: SignIn, edition: Edition, soup: Contribution, bea: Person
    ) -> None:
        browser = sign_in(bea)
        book = f"/books/{edition.volume.slug}/1"
        listed = page(browser.get(f"{book}/remix"))
        [link] = listed.xpath("//ol[@class='contents']//a/@href")
        assert link == f"{book}/remix/{soup.id}"
        assert "Ana Duarte" in words_of(browser.get(link))
        browser.post(link, data={"volume": edition.volume_id, "kind": "variation"})
        made = made_by(session, bea)
        assert made.head is not None
        assert "by: Bea Costa" in made.head.text
        assert "“Stone soup” by Ana Duarte, Under One Roof, CC-BY-4.0, changed" in made.head.text

    def test_it_is_made_of_what_was_released(
        self, session: Session, sign_in: SignIn, edition: Edition, soup: Contribution, bea: Person
    ) -> None:
        assert soup.head is not None
        add_revision(session, soup, soup.head.text.replace("Simmer", "A secret"), soup.author)
        path = f"/books/{edition.volume.slug}/1/remix/{soup.id}"
        sign_in(bea).post(path, data={"volume": edition.volume_id, "kind": "variation"})
        made = made_by(session, bea)
        assert made.head is not None
        assert "A secret" not in made.head.text

    def test_what_the_licence_forbids_is_said_and_has_no_button(
        self, session: Session, sign_in: SignIn, volume: Volume, other: Volume, bea: Person
    ) -> None:
        text = recipe_text("Pie", "Ana Duarte").replace("yield:", "licence: CC-BY-ND-4.0\nyield:")
        pie = make_contribution(
            session, volume, title="Pie", text=text, state=ContributionState.ACCEPTED
        )
        put_text(session, make_edition(session, volume), pie)
        browser = sign_in(bea)
        path = f"/books/{volume.slug}/1/remix/{pie.id}"
        answer = browser.get(path)
        assert "No variation: It may only be passed on as it is" in words_of(answer)
        assert set(page(answer).xpath("//input[@name='kind']/@value")) == {"copy"}
        refused = browser.post(path, data={"volume": other.id, "kind": "variation"})
        assert "may only be passed on as it is" in words_of(refused)
        assert session.scalars(select(Remix)).all() == []
        browser.post(path, data={"volume": other.id, "kind": "copy"})
        shown = words_of(browser.get(f"/contributions/{made_by(session, bea).id}"))
        assert "and not to change it" in shown

    @pytest.mark.parametrize("path", ["2/remix", "1/remix/999999", "2/remix/1"])
    def test_what_is_in_no_released_edition_is_not_found(
        self, sign_in: SignIn, edition: Edition, bea: Person, path: str
    ) -> None:
        answer = sign_in(bea).get(f"/books/{edition.volume.slug}/{path}")
        assert answer.status_code == HTTPStatus.NOT_FOUND


class TestFollow:
    @pytest.fixture
    def made(
        self,
        session: Session,
        sign_in: SignIn,
        edition: Edition,
        soup: Contribution,
        bea: Person,
    ) -> Contribution:
        path = f"/books/{edition.volume.slug}/1/remix/{soup.id}"
        sign_in(bea).post(path, data={"volume": edition.volume_id, "kind": "variation"})
        return made_by(session, bea)

    def release_anew(self, session: Session, soup: Contribution, before: str, after: str) -> None:
        assert soup.head is not None
        changed = soup.head.text.replace(before, after)
        soup.accepted = add_revision(session, soup, changed, soup.author)
        session.flush()
        put_text(session, make_edition(session, soup.volume), soup)

    def test_a_change_of_the_original_is_shown_and_taken_over(
        self,
        session: Session,
        sign_in: SignIn,
        soup: Contribution,
        made: Contribution,
        bea: Person,
    ) -> None:
        browser = sign_in(bea)
        place = f"/contributions/{made.id}"
        assert "The original has changed" not in words_of(browser.get(place))
        self.release_anew(session, soup, "2. Simmer.", "2. Simmer for a day.")
        session.commit()
        assert "The original has changed" in words_of(browser.get(place))
        assert "for a day" in words_of(browser.get(f"{place}/original"))
        answer = browser.post(f"{place}/original", data={"action": "take"})
        assert answer.location == place
        session.expire_all()
        assert made.head is not None
        assert "2. Simmer for a day." in made.head.text
        assert "The original has changed" not in words_of(browser.get(place))

    def test_what_both_changed_waits_for_a_choice(
        self,
        session: Session,
        sign_in: SignIn,
        soup: Contribution,
        made: Contribution,
        bea: Person,
    ) -> None:
        assert made.head is not None
        add_revision(session, made, made.head.text.replace("Simmer.", "Boil."), bea)
        self.release_anew(session, soup, "Simmer.", "Simmer for a day.")
        browser = sign_in(bea)
        path = f"/contributions/{made.id}/original"
        answer = browser.post(path, data={"action": "take"})
        assert "Please choose for each of them" in words_of(answer)
        [name] = {each.name for each in page(answer).xpath("//input[@type='radio']")}
        browser.post(path, data={"action": "take", name: "theirs"})
        session.expire_all()
        assert made.head is not None
        assert "Boil." in made.head.text
        assert "Nothing has changed there since" in words_of(
            browser.get(path, follow_redirects=True)
        )

    def test_leaving_it_changes_nothing(
        self,
        session: Session,
        sign_in: SignIn,
        soup: Contribution,
        made: Contribution,
        bea: Person,
    ) -> None:
        self.release_anew(session, soup, "Simmer.", "Simmer for a day.")
        browser = sign_in(bea)
        head = made.head_id
        browser.post(f"/contributions/{made.id}/original", data={"action": "leave"})
        session.expire_all()
        assert made.head_id == head
        assert "The original has changed" not in words_of(browser.get(f"/contributions/{made.id}"))

    def test_what_is_based_on_nothing_has_no_original(
        self, sign_in: SignIn, soup: Contribution, ana: Person
    ) -> None:
        answer = sign_in(ana).get(f"/contributions/{soup.id}/original")
        assert answer.status_code == HTTPStatus.NOT_FOUND
