"""The pages of writing, as browsers use them: nothing that was typed is lost."""

from __future__ import annotations

import dataclasses
from html import unescape

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from cookbook.archive.frames import set_settings, volume_settings
from cookbook.contributing import saving
from cookbook.manuscript.measures import Measures
from cookbook.models import (
    Contribution,
    ContributionKind,
    ContributionState,
    Person,
    Review,
    Revision,
    Verdict,
    Volume,
)
from tests.contributing.browsing import SOUP, filled, mails, only, page, words_of
from tests.factories.contributions import make_contribution
from tests.factories.volumes import make_volume
from tests.site import SignIn


class TestDesk:
    def test_an_empty_one_says_what_to_do(
        self, sign_in: SignIn, ana: Person, volume: Volume
    ) -> None:
        said = words_of(sign_in(ana).get("/contributions"))
        assert "Nothing on the table yet" in said
        assert f"Recipes for {volume.title}" in said

    def test_it_shows_each_text_with_its_state_and_the_editors_note(
        self, sign_in: SignIn, session: Session, ana: Person, tom: Person, soup: Contribution
    ) -> None:
        soup.state = ContributionState.CHANGES_REQUESTED
        note = Review(
            contribution=soup,
            revision=soup.head,
            editor=tom,
            verdict=Verdict.ASK_FOR_CHANGES,
            note="How long?",
        )
        session.add(note)
        said = words_of(sign_in(ana).get("/contributions"))
        assert "Stone soup" in said
        assert "Changes asked for" in said
        assert "How long?" in said


class TestNewRecipe:
    def test_the_form_knows_whose_it_is(self, sign_in: SignIn, ana: Person, volume: Volume) -> None:
        fields = filled(sign_in(ana), f"/books/{volume.slug}/contribute/recipe")
        assert (fields["by"].strip(), fields["town"]) == ("Ana Duarte", "Almeirim")

    def test_a_title_is_enough(
        self, sign_in: SignIn, session: Session, ana: Person, volume: Volume
    ) -> None:
        browser = sign_in(ana)
        answer = browser.post(
            f"/books/{volume.slug}/contribute/recipe", data={"title": "Soup", "action": "save"}
        )
        made = only(session)
        assert answer.location == f"/contributions/{made.id}/edit"
        assert (made.state, made.author) == (ContributionState.DRAFT, ana)
        assert made.path == "recipes/soup.md"

    def test_what_was_typed_is_a_recipe_in_the_text_format(
        self, sign_in: SignIn, session: Session, ana: Person, volume: Volume
    ) -> None:
        sign_in(ana).post(f"/books/{volume.slug}/contribute/recipe", data=SOUP)
        head = only(session).head
        assert head is not None
        assert head.text == (
            "---\nkind: recipe\ntitle: Stone soup\nby: Ana Duarte\ntown: Almeirim\n---\n"
            "## Ingredients\n\n- 1 stone\n\n### For the soup\n- 2 onions\n\n"
            "## Method\n\n1. Wash the stone.\n2. Simmer.\n"
        )

    def test_handing_it_in_at_once_writes_to_its_author_and_the_editors(
        self, app: Flask, sign_in: SignIn, ana: Person, tom: Person, volume: Volume
    ) -> None:
        before = len(mails(app))
        answer = sign_in(ana).post(
            f"/books/{volume.slug}/contribute/recipe",
            data={**SOUP, "action": "submit"},
            follow_redirects=True,
        )
        assert "Handed in" in words_of(answer)
        sent = "\n".join(mails(app)[before:])
        assert f"To: {ana.name} <{ana.email}>" in sent
        assert f"To: {tom.name} <{tom.email}>" in sent
        assert answer.request.path in sent

    def test_a_form_with_a_mistake_keeps_every_word(
        self, sign_in: SignIn, session: Session, ana: Person, volume: Volume
    ) -> None:
        answer = sign_in(ana).post(
            f"/books/{volume.slug}/contribute/recipe", data={**SOUP, "title": "x" * 301}
        )
        assert "too long" in words_of(answer)
        assert page(answer).get_element_by_id("field-ingredients").value.strip() == (
            "1 stone\nFor the soup:\n2 onions"
        )
        assert session.scalars(select(Contribution)).all() == []

    def test_a_text_without_end_is_given_back(
        self,
        sign_in: SignIn,
        ana: Person,
        volume: Volume,
        monkeypatch: pytest.MonkeyPatch,
    ) -> None:
        monkeypatch.setitem(saving.MOST_CHARACTERS, ContributionKind.RECIPE, 50)
        answer = sign_in(ana).post(f"/books/{volume.slug}/contribute/recipe", data=SOUP)
        assert "one recipe may have 50" in words_of(answer)
        assert "1 stone" in page(answer).get_element_by_id("field-ingredients").value

    def test_a_preview_without_scripts_keeps_the_form_and_saves_nothing(
        self, sign_in: SignIn, session: Session, ana: Person, volume: Volume
    ) -> None:
        answer = sign_in(ana).post(
            f"/books/{volume.slug}/contribute/recipe",
            data={**SOUP, "title": "", "action": "preview"},
        )
        shown = page(answer)
        assert "Simmer." in shown.get_element_by_id("preview").text_content()
        assert shown.get_element_by_id("field-title").value == ""
        assert session.scalars(select(Contribution)).all() == []

    def test_a_book_that_does_not_ask_says_so_and_takes_nothing(
        self, sign_in: SignIn, session: Session, ana: Person
    ) -> None:
        quiet = make_volume(session, "Quiet")
        make_contribution(session, quiet, ana)
        browser = sign_in(ana)
        address = f"/books/{quiet.slug}/contribute"
        assert "not asking just now" in words_of(browser.get(address))
        assert "not asking just now" in words_of(browser.get(f"{address}/recipe"))
        assert "Write a recipe" in words_of(browser.post(f"{address}/recipe", data=SOUP))
        assert len(session.scalars(select(Contribution)).all()) == 1


class TestEdit:
    def test_looking_and_saving_changes_nothing(
        self, sign_in: SignIn, session: Session, ana: Person, soup: Contribution
    ) -> None:
        browser = sign_in(ana)
        address = f"/contributions/{soup.id}/edit"
        browser.post(address, data={**filled(browser, address), "action": "save"})
        assert session.scalars(select(Revision)).all() == [soup.head]

    def test_an_editor_changes_it_under_their_own_name_and_is_told_so(
        self, sign_in: SignIn, session: Session, tom: Person, soup: Contribution
    ) -> None:
        soup.state = ContributionState.SUBMITTED
        browser = sign_in(tom)
        address = f"/contributions/{soup.id}/edit"
        assert "saved under your name" in words_of(browser.get(address))
        browser.post(address, data={**filled(browser, address), "town": "Lund", "action": "save"})
        session.expire_all()
        assert soup.head is not None
        assert soup.head.author == tom
        assert soup.author != tom

    def test_an_editor_sees_no_draft(
        self, sign_in: SignIn, tom: Person, soup: Contribution
    ) -> None:
        assert sign_in(tom).get(f"/contributions/{soup.id}/edit").status_code == 404

    def test_what_was_declined_is_closed(
        self, sign_in: SignIn, ana: Person, soup: Contribution
    ) -> None:
        soup.state = ContributionState.DECLINED
        answer = sign_in(ana).get(f"/contributions/{soup.id}/edit")
        assert answer.location == f"/contributions/{soup.id}"

    def test_a_base_that_is_not_its_own_is_refused(
        self, sign_in: SignIn, session: Session, ana: Person, soup: Contribution
    ) -> None:
        other = make_contribution(session, soup.volume, ana)
        answer = sign_in(ana).post(
            f"/contributions/{soup.id}/edit",
            data={"title": "x", "base": str(other.head_id), "action": "save"},
        )
        assert answer.status_code == 400


class TestPreview:
    def test_it_shows_what_is_in_the_form(
        self, sign_in: SignIn, ana: Person, volume: Volume
    ) -> None:
        answer = sign_in(ana).post(f"/books/{volume.slug}/contribute/recipe/preview", data=SOUP)
        assert answer.status_code == 200
        assert "Wash the stone." in words_of(answer)

    def test_amounts_are_said_in_the_books_measures(
        self, sign_in: SignIn, ana: Person, volume: Volume
    ) -> None:
        settings = volume_settings(volume)
        set_settings(volume, dataclasses.replace(settings, measures=Measures.METRIC))
        answer = sign_in(ana).post(
            f"/books/{volume.slug}/contribute/recipe/preview",
            data={**SOUP, "ingredients": "1 cup flour"},
        )
        assert "120\u00a0g (1\u00a0cup) flour" in answer.get_data(as_text=True)

    def test_it_says_what_is_missing_in_plain_words(
        self, sign_in: SignIn, ana: Person, soup: Contribution
    ) -> None:
        answer = sign_in(ana).post(
            f"/contributions/{soup.id}/preview",
            data={"title": "Soup", "ingredients": "", "method": "", "prep": "a good while"},
        )
        said = words_of(answer)
        assert "There are no ingredients yet." in said
        assert "“a good while” will be printed as it stands" in said

    def test_a_script_in_a_text_is_shown_as_words(
        self, sign_in: SignIn, ana: Person, volume: Volume
    ) -> None:
        answer = sign_in(ana).post(
            f"/books/{volume.slug}/contribute/chapter/preview",
            data={"title": "x", "body": "<script>alert(1)</script><img src=x onerror=alert(1)>"},
        )
        assert not list(page(answer).iter("script", "img"))


class TestKeeping:
    @pytest.fixture
    def guarded(self, app: Flask, monkeypatch: pytest.MonkeyPatch) -> Flask:
        monkeypatch.setitem(app.config, name="WTF_CSRF_ENABLED", value=True)
        return app

    def test_a_form_that_is_too_old_is_kept_and_goes_through_with_one_more_press(
        self, guarded: Flask, sign_in: SignIn, session: Session, ana: Person, volume: Volume
    ) -> None:
        assert guarded
        browser, address = sign_in(ana), f"/books/{volume.slug}/contribute/recipe"
        answer = browser.post(address, data={**SOUP, "csrf_token": "stale"})
        assert answer.status_code == 400
        assert "Your words are kept" in words_of(answer)
        form = max(page(answer).forms, key=lambda each: len(each.fields))
        browser.post(address, data=dict(form.form_values()))
        assert only(session).title == "Stone soup"

    def test_who_was_signed_out_keeps_their_words(
        self, client: FlaskClient, session: Session, volume: Volume
    ) -> None:
        answer = client.post(f"/books/{volume.slug}/contribute/recipe", data=SOUP)
        assert answer.status_code == 401
        assert "2 onions" in unescape(answer.get_data(as_text=True))
        assert "First sign in again" in words_of(answer)
        assert session.scalars(select(Contribution)).all() == []
