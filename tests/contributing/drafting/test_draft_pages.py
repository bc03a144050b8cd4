"""What a form keeps by itself: shown again to its writer, gone once saved, and nobody else's."""

from __future__ import annotations

from dataclasses import dataclass
from http import HTTPStatus

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from cookbook.contributing import saving
from cookbook.models import (
    Contribution,
    ContributionKind,
    ContributionState,
    Draft,
    Person,
    Revision,
    Volume,
)
from tests.contributing.browsing import filled, only, page, words_of
from tests.contributing.pictures.conftest import card, drawing, sent
from tests.factories.contributions import add_revision
from tests.site import SignIn

HERE, THERE = "window-1111", "window-2222"
BEGUN = {"title": "Stone soup", "ingredients": "1 stone\r\n2 onions", "by": "Ana Duarte"}


@dataclass(frozen=True)
class Writer:
    """Somebody at a browser."""

    browser: FlaskClient
    person: Person

    def keep(self, address: str, fields: dict[str, str], window: str = HERE) -> TestResponse:
        """Send a form as the page's script does."""
        sent = {**fields, "writer": str(self.person.id), "window": window}
        return self.browser.post(address, data=sent, headers={"Accept": "application/json"})

    def filled(self, address: str) -> dict[str, str]:
        """The fields of a form as they stand."""
        return filled(self.browser, address)

    def words(self, address: str) -> str:
        """The words of a page."""
        return words_of(self.browser.get(address))


@pytest.fixture
def writer(sign_in: SignIn, ana: Person) -> Writer:
    return Writer(sign_in(ana), ana)


@pytest.fixture
def editor(sign_in: SignIn, tom: Person) -> Writer:
    return Writer(sign_in(tom), tom)


def drafts(session: Session) -> list[Draft]:
    session.expire_all()
    return list(session.scalars(select(Draft)))


@pytest.fixture
def new(volume: Volume) -> str:
    return f"/books/{volume.slug}/contribute/recipe"


class TestNewText:
    def test_what_was_typed_stands_in_the_form_again_with_a_notice(
        self, writer: Writer, session: Session, new: str
    ) -> None:
        answer = writer.keep(f"{new}/draft", BEGUN)
        assert answer.json
        assert answer.json["said"] == "Saved a moment ago"
        assert session.scalars(select(Contribution)).all() == []
        fields = writer.filled(new)
        assert fields["title"] == "Stone soup"
        assert fields["ingredients"].strip() == "1 stone\n2 onions"
        assert fields["draft"] == answer.json["fields"]["draft"]
        assert not fields["window"]
        said = writer.words(new)
        assert "This isn't saved yet" in said
        assert "You wrote it on" in said

    def test_a_form_that_says_nothing_new_is_not_kept(
        self, writer: Writer, session: Session, new: str
    ) -> None:
        fields = writer.filled(new)
        assert writer.keep(f"{new}/draft", fields).status_code == HTTPStatus.OK
        assert [each.fields for each in drafts(session)] == []
        assert "isn't saved yet" not in writer.words(new)

    def test_words_that_are_taken_out_again_leave_no_draft(
        self, writer: Writer, session: Session, new: str
    ) -> None:
        fields = writer.filled(new)
        writer.keep(f"{new}/draft", {**fields, "title": "Soup"})
        assert len(drafts(session)) == 1
        answer = writer.keep(f"{new}/draft", fields)
        assert answer.json
        assert not answer.json["fields"]["draft"]
        assert drafts(session) == []

    def test_saving_removes_it(self, writer: Writer, session: Session, new: str) -> None:
        writer.keep(f"{new}/draft", BEGUN)
        writer.browser.post(new, data={**writer.filled(new), "action": "save"})
        assert only(session).title == "Stone soup"
        assert drafts(session) == []

    def test_the_browser_is_told_whose_words_were_saved(self, writer: Writer, new: str) -> None:
        sent = {**BEGUN, "action": "save", "window": HERE}
        writer.browser.post(new, data=sent)
        cookie = writer.browser.get_cookie("saved-window")
        assert cookie
        assert cookie.value == HERE

    @pytest.mark.parametrize("window", ["", "a;b=c d", "x" * 41, "ABCDEFGHI"])
    def test_it_is_told_of_no_window_that_is_none(
        self, writer: Writer, new: str, window: str
    ) -> None:
        writer.browser.post(new, data={**BEGUN, "action": "save", "window": window})
        assert writer.browser.get_cookie("saved-window") is None

    def test_saving_leaves_what_another_window_keeps(
        self, writer: Writer, session: Session, new: str
    ) -> None:
        empty = writer.filled(new)
        writer.keep(f"{new}/draft", BEGUN)
        writer.browser.post(new, data={**empty, "title": "Bread", "action": "save"})
        assert [each.fields["title"] for each in drafts(session)] == ["Stone soup"]

    def test_a_save_that_fails_leaves_it(self, writer: Writer, session: Session, new: str) -> None:
        writer.keep(f"{new}/draft", BEGUN)
        answer = writer.browser.post(
            new, data={**writer.filled(new), "title": "", "action": "save"}
        )
        assert "Give it a title" in words_of(answer)
        assert len(drafts(session)) == 1

    def test_the_desk_lists_it_with_a_way_to_go_on_and_one_to_throw_it_away(
        self, writer: Writer, session: Session, new: str
    ) -> None:
        writer.keep(f"{new}/draft", BEGUN)
        desk = writer.browser.get("/contributions")
        assert "A recipe you began: “Stone soup”" in words_of(desk)
        (draft,) = drafts(session)
        links = {link.get("href") for link in page(desk).iter("a")}
        assert {new, f"/contributions/drafts/{draft.id}"} <= links

    def test_other_fields_than_the_forms_are_not_kept(
        self, writer: Writer, session: Session, new: str
    ) -> None:
        writer.keep(f"{new}/draft", {**BEGUN, "role": "x", "extra": "x" * 9})
        (draft,) = drafts(session)
        assert not {"extra", "role", "csrf_token", "writer", "base"} & set(draft.fields)


class TestTextThatIsThere:
    @pytest.fixture
    def edit(self, soup: Contribution) -> str:
        return f"/contributions/{soup.id}/edit"

    @pytest.fixture
    def place(self, soup: Contribution) -> str:
        return f"/contributions/{soup.id}/draft"

    def test_no_revision_is_made(
        self,
        writer: Writer,
        session: Session,
        soup: Contribution,
        edit: str,
        place: str,
    ) -> None:
        fields = {**writer.filled(edit), "headnote": "Longer."}
        assert writer.keep(place, fields).status_code == HTTPStatus.OK
        assert session.scalars(select(Revision)).all() == [soup.head]
        assert "Longer." in writer.filled(edit)["headnote"]
        assert "Changes of “Stone soup”" in writer.words("/contributions")

    def test_a_field_that_was_emptied_stays_empty(
        self, writer: Writer, edit: str, place: str
    ) -> None:
        writer.keep(place, {**writer.filled(edit), "headnote": ""})
        assert not writer.filled(edit)["headnote"].strip()

    def test_where_the_head_moved_on_the_draft_keeps_its_base_and_saving_merges(
        self,
        writer: Writer,
        session: Session,
        soup: Contribution,
        edit: str,
        place: str,
    ) -> None:
        before = writer.filled(edit)
        writer.keep(place, {**before, "headnote": "My longer story."})
        assert soup.head is not None
        add_revision(session, soup, soup.head.text.replace("1 onion", "3 onions"), writer.person)
        session.commit()
        assert "both are brought together" in writer.words(edit)
        fields = writer.filled(edit)
        assert fields["base"] == before["base"]
        writer.browser.post(edit, data={**fields, "action": "save"})
        session.expire_all()
        assert soup.head is not None
        assert "My longer story." in soup.head.text
        assert "3 onions" in soup.head.text
        assert drafts(session) == []

    def test_an_editor_has_their_own_and_does_not_see_the_authors(
        self,
        writer: Writer,
        session: Session,
        editor: Writer,
        soup: Contribution,
    ) -> None:
        edit, place = f"/contributions/{soup.id}/edit", f"/contributions/{soup.id}/draft"
        soup.state = ContributionState.SUBMITTED
        session.commit()
        writer.keep(place, {**writer.filled(edit), "headnote": "Of Ana."})
        assert "isn't saved yet" not in editor.words(edit)
        editor.keep(place, {**editor.filled(edit), "headnote": "Of Tom."})
        assert "Of Ana." in writer.filled(edit)["headnote"]
        assert len(drafts(session)) == 2

    def test_words_of_what_was_declined_meanwhile_can_still_be_read(
        self,
        writer: Writer,
        session: Session,
        soup: Contribution,
        edit: str,
        place: str,
    ) -> None:
        writer.keep(place, {**writer.filled(edit), "headnote": "Last words."})
        soup.state = ContributionState.DECLINED
        session.commit()
        assert "It can't be saved at the moment" in writer.words("/contributions")
        (draft,) = drafts(session)
        said = writer.words(f"/contributions/drafts/{draft.id}")
        assert "Last words." in said
        assert "Go on writing" not in said

    def test_a_base_of_another_text_is_refused_in_words(self, writer: Writer, place: str) -> None:
        answer = writer.keep(place, {"title": "x", "base": "999999"})
        assert answer.status_code == HTTPStatus.CONFLICT
        assert answer.json
        assert "not made from this text" in answer.json["said"]


class TestTwoWindows:
    def test_the_second_is_told_and_takes_nothing_away(
        self, writer: Writer, session: Session, new: str
    ) -> None:
        writer.keep(f"{new}/draft", BEGUN)
        answer = writer.keep(f"{new}/draft", {"title": "Bread"}, THERE)
        assert answer.status_code == HTTPStatus.CONFLICT
        assert answer.json
        assert "in another window too" in answer.json["said"]
        assert [each.fields["title"] for each in drafts(session)] == ["Stone soup"]


class TestSignedOut:
    def test_the_script_is_told_in_its_own_language(
        self, client: FlaskClient, session: Session, ana: Person, new: str
    ) -> None:
        session.commit()
        answer = Writer(client, ana).keep(f"{new}/draft", BEGUN)
        assert answer.status_code == HTTPStatus.UNAUTHORIZED
        assert answer.json
        assert answer.json["sign_in"] == "/sign-in"
        assert drafts(session) == []

    def test_words_from_somebody_elses_page_are_not_taken(
        self, editor: Writer, session: Session, ana: Person, new: str
    ) -> None:
        answer = Writer(editor.browser, ana).keep(f"{new}/draft", BEGUN)
        assert answer.status_code == HTTPStatus.FORBIDDEN
        assert drafts(session) == []

    def test_an_old_token_is_answered_with_one_that_counts(
        self,
        app: Flask,
        writer: Writer,
        session: Session,
        new: str,
        monkeypatch: pytest.MonkeyPatch,
    ) -> None:
        monkeypatch.setitem(app.config, "WTF_CSRF_ENABLED", True)  # noqa: FBT003 -- a setting
        old = {**BEGUN, "csrf_token": "of yesterday"}
        answer = writer.keep(f"{new}/draft", old)
        assert answer.status_code == HTTPStatus.BAD_REQUEST
        assert answer.json
        again = {**BEGUN, "csrf_token": answer.json["token"]}
        assert writer.keep(f"{new}/draft", again).status_code == HTTPStatus.OK
        assert len(drafts(session)) == 1

    def test_nobody_elses_page_gets_a_token(
        self,
        app: Flask,
        writer: Writer,
        editor: Writer,
        new: str,
        monkeypatch: pytest.MonkeyPatch,
    ) -> None:
        monkeypatch.setitem(app.config, "WTF_CSRF_ENABLED", True)  # noqa: FBT003 -- a setting
        answer = Writer(editor.browser, writer.person).keep(
            f"{new}/draft", {**BEGUN, "csrf_token": "x"}
        )
        assert answer.status_code == HTTPStatus.BAD_REQUEST
        assert answer.json
        assert "token" not in answer.json


class TestBounds:
    def test_a_text_without_end_is_not_kept(
        self,
        writer: Writer,
        session: Session,
        new: str,
        monkeypatch: pytest.MonkeyPatch,
    ) -> None:
        monkeypatch.setitem(saving.MOST_CHARACTERS, ContributionKind.RECIPE, 50)
        answer = writer.keep(f"{new}/draft", {"title": "x" * 60})
        assert answer.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
        assert answer.json
        assert "may have 50" in answer.json["said"]
        assert drafts(session) == []

    def test_neither_are_hidden_fields_without_end(
        self, writer: Writer, session: Session, new: str
    ) -> None:
        answer = writer.keep(f"{new}/draft", {**BEGUN, "kept": "x" * 120_000})
        assert answer.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
        assert drafts(session) == []


class TestPictures:
    def test_those_that_were_sent_stand_in_the_form_again(self, writer: Writer, new: str) -> None:
        cards = {**BEGUN, "cards-shown": "1", **card(0, sent(writer.browser, drawing()))}
        assert writer.keep(f"{new}/draft", cards).status_code == HTTPStatus.OK
        again = writer.filled(new)
        assert [name for name, value in again.items() if value == "A bowl"] == ["cards-0-alt"]

    def test_a_text_with_pictures_that_nobody_changed_is_not_kept(
        self, writer: Writer, session: Session, new: str
    ) -> None:
        cards = {"cards-shown": "1", **card(0, sent(writer.browser, drawing()))}
        writer.browser.post(new, data={**BEGUN, **cards, "action": "save"})
        made = only(session)
        edit = f"/contributions/{made.id}/edit"
        fields = writer.filled(edit)
        assert any(name.endswith("-alt") and value == "A bowl" for name, value in fields.items())
        writer.keep(f"/contributions/{made.id}/draft", fields)
        assert [each.fields for each in drafts(session)] == []

    def test_what_is_no_number_is_no_accident(
        self, writer: Writer, session: Session, new: str
    ) -> None:
        cards = card(0, sent(writer.browser, drawing()), **{"cut-left": "nan", "cut-top": "inf"})
        writer.keep(f"{new}/draft", {**BEGUN, "cards-shown": "1", **cards})
        (draft,) = drafts(session)
        assert draft.fields["cards"][0]["cut"]["left"] is None


class TestThrowingAway:
    @pytest.fixture
    def draft(self, writer: Writer, session: Session, new: str) -> Draft:
        writer.keep(f"{new}/draft", BEGUN)
        (draft,) = drafts(session)
        return draft

    def test_the_page_that_asks_shows_what_would_be_gone(
        self, writer: Writer, draft: Draft
    ) -> None:
        said = writer.words(f"/contributions/drafts/{draft.id}")
        assert "1 stone 2 onions" in said
        assert "Almeirim" not in said

    def test_it_is_gone_then(
        self, writer: Writer, session: Session, draft: Draft, new: str
    ) -> None:
        address = f"/contributions/drafts/{draft.id}"
        version = draft.changed_at.isoformat()
        answer = writer.browser.post(address, data={"draft": version}, follow_redirects=True)
        assert "Thrown away" in words_of(answer)
        assert drafts(session) == []
        assert not writer.filled(new)["title"]

    def test_words_that_came_meanwhile_are_shown_first(
        self, writer: Writer, session: Session, draft: Draft, new: str
    ) -> None:
        address = f"/contributions/drafts/{draft.id}"
        version = draft.changed_at.isoformat()
        writer.keep(f"{new}/draft", {**BEGUN, "method": "Simmer."})
        answer = writer.browser.post(address, data={"draft": version})
        assert "You have written more meanwhile" in words_of(answer)
        assert "Simmer." in words_of(answer)
        assert len(drafts(session)) == 1

    def test_nobody_elses_is_there(self, editor: Writer, draft: Draft) -> None:
        browser = editor.browser
        address = f"/contributions/drafts/{draft.id}"
        assert browser.get(address).status_code == HTTPStatus.NOT_FOUND
        assert browser.post(address).status_code == HTTPStatus.NOT_FOUND


class TestWithoutScripts:
    def test_the_page_is_whole_and_asks_for_nothing(self, writer: Writer, new: str) -> None:
        shown = page(writer.browser.get(new))
        form = shown.get_element_by_id("writing")
        assert form.get("data-autosave") == f"{new}/draft"
        assert form.get("action") == new
