"""The pages of writing, as browsers use them: nothing that was typed is lost."""

from __future__ import annotations

import io
import re
from html import unescape
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from lxml import html as lxml_html
from sqlalchemy import select
from sqlalchemy.orm import Session, object_session

from cookbook.contributing import saving
from cookbook.contributing.overview import next_step
from cookbook.extensions import get_settings
from cookbook.manuscript import parse_recipe
from cookbook.models import (
    Contribution,
    ContributionKind,
    ContributionState,
    Person,
    Review,
    Revision,
    Verdict,
    Volume,
    VolumeFile,
)
from tests.contributing.test_photos import photo
from tests.factories.contributions import add_revision, make_contribution, recipe_text
from tests.factories.people import make_editor, make_person
from tests.factories.volumes import make_call, make_volume
from tests.site import SignIn

SOUP = {
    "title": "Stone soup",
    "by": "Ana Duarte",
    "ingredients": "1 stone\nFor the soup:\n2 onions",
    "method": "Wash the stone.\r\nSimmer.",
    "action": "save",
}


@pytest.fixture
def volume(session: Session) -> Volume:
    volume = make_volume(session, "Under One Roof")
    make_call(session, volume, words="We want soups.", wanted=["A soup for forty"])
    return volume


@pytest.fixture
def ana(session: Session) -> Person:
    return make_person(session, "Ana Duarte")


@pytest.fixture
def tom(session: Session, volume: Volume) -> Person:
    return make_editor(session, volume, "Tom Okafor")


@pytest.fixture
def soup(session: Session, volume: Volume, ana: Person) -> Contribution:
    return make_contribution(session, volume, ana, title="Stone soup")


def page(response: object) -> lxml_html.HtmlElement:
    return lxml_html.fromstring(response.get_data(as_text=True))  # type: ignore[attr-defined]  # a response


def words_of(response: object) -> str:
    return " ".join(page(response).text_content().split())


def filled(browser: FlaskClient, address: str) -> dict[str, str]:
    """The fields of the form of writing as a browser would send them back."""
    form = page(browser.get(address)).get_element_by_id("writing")
    return {
        name: value or ""
        for name, value in form.form_values()
        if name not in {"csrf_token", "photo_file", "action"}
    }


def only(session: Session) -> Contribution:
    return session.scalars(select(Contribution)).one()


def mails(app: Flask) -> list[str]:
    with app.app_context():
        folder: Path = get_settings().outbox_folder
    files = sorted(path for path in folder.rglob("*") if path.is_file()) if folder.is_dir() else []
    return [path.read_text(encoding="utf-8") for path in files]


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


class TestPhotos:
    def sent(self, data: bytes, **more: str) -> dict[str, object]:
        return {**SOUP, **more, "photo_file": (io.BytesIO(data), "IMG_1.JPG")}

    def test_a_photo_goes_in_with_its_recipe(
        self, sign_in: SignIn, session: Session, ana: Person, volume: Volume
    ) -> None:
        browser = sign_in(ana)
        browser.post(
            f"/books/{volume.slug}/contribute/recipe",
            data=self.sent(photo(), photo_alt="A brown bowl"),
        )
        made = only(session)
        assert made.head is not None
        recipe = parse_recipe(made.head.text)
        file = session.scalars(select(VolumeFile)).one()
        assert (file.path, file.contribution) == (recipe.photo, made)
        assert recipe.photo_alt == "A brown bowl"
        answer = browser.get(f"/contributions/{made.id}/pictures/{recipe.photo}")
        assert answer.mimetype == "image/jpeg"
        assert answer.headers["Cache-Control"].startswith("private")
        assert b"Grandmother" not in answer.data
        again = browser.get(
            f"/contributions/{made.id}/pictures/{recipe.photo}",
            headers={"If-None-Match": answer.headers["ETag"]},
        )
        assert again.status_code == 304
        shown = page(browser.get(f"/contributions/{made.id}"))
        assert [each.get("alt") for each in shown.iter("img")] == ["A brown bowl"]

    def test_a_file_that_is_no_photo_costs_no_words(
        self, sign_in: SignIn, session: Session, ana: Person, volume: Volume
    ) -> None:
        answer = sign_in(ana).post(
            f"/books/{volume.slug}/contribute/recipe", data=self.sent(b"%PDF-1.7")
        )
        assert "no photo" in words_of(answer)
        assert "2 onions" in page(answer).get_element_by_id("field-ingredients").value
        assert session.scalars(select(Contribution)).all() == []

    def test_a_photo_that_is_larger_than_a_request_may_be_elsewhere_costs_no_words(
        self, app: Flask, sign_in: SignIn, ana: Person, volume: Volume
    ) -> None:
        app.config["MAX_CONTENT_LENGTH"], before = 1000, app.config["MAX_CONTENT_LENGTH"]
        try:
            answer = sign_in(ana).post(
                f"/books/{volume.slug}/contribute/recipe", data=self.sent(bytes(5000))
            )
        finally:
            app.config["MAX_CONTENT_LENGTH"] = before
        assert "no photo" in words_of(answer)
        assert "2 onions" in page(answer).get_element_by_id("field-ingredients").value

    def test_a_photo_need_not_be_chosen_twice(
        self, sign_in: SignIn, session: Session, ana: Person, volume: Volume
    ) -> None:
        browser = sign_in(ana)
        address = f"/books/{volume.slug}/contribute/recipe"
        answer = browser.post(address, data=self.sent(photo(), title=""))
        kept = page(answer).get_element_by_id("field-kept").value
        browser.post(address, data={**SOUP, "kept": kept})
        assert only(session).files[0].path.startswith("images/stone-soup-")

    def test_nobody_takes_the_photo_that_somebody_else_sent(
        self, sign_in: SignIn, session: Session, ana: Person, tom: Person, volume: Volume
    ) -> None:
        address = f"/books/{volume.slug}/contribute/recipe"
        answer = sign_in(ana).post(address, data=self.sent(photo(), title=""))
        kept = page(answer).get_element_by_id("field-kept").value
        sign_in(tom).post(address, data={**SOUP, "kept": kept})
        assert only(session).files == []

    def test_it_can_be_taken_away_again(
        self, sign_in: SignIn, session: Session, ana: Person, volume: Volume
    ) -> None:
        browser = sign_in(ana)
        browser.post(f"/books/{volume.slug}/contribute/recipe", data=self.sent(photo()))
        address = f"/contributions/{only(session).id}/edit"
        browser.post(
            address, data={**filled(browser, address), "remove_photo": "y", "action": "save"}
        )
        session.expire_all()
        head = only(session).head
        assert head is not None
        assert parse_recipe(head.text).photo == ""

    def test_a_picture_of_a_chapter_goes_below_its_text(
        self, sign_in: SignIn, session: Session, ana: Person, volume: Volume
    ) -> None:
        browser = sign_in(ana)
        fields = {
            "title": "Ovens",
            "body": "Hot.",
            "photo_alt": 'An "oven"',
            "caption": "Ours",
            "action": "save",
            "photo_file": (io.BytesIO(photo()), "x.jpg"),
        }
        browser.post(f"/books/{volume.slug}/contribute/chapter", data=fields)
        made = only(session)
        assert made.head is not None
        path = made.files[0].path
        assert f'Hot.\n\n![Ours](../{path}){{alt="An ’oven’"}}\n' in made.head.text
        (shown,) = page(browser.get(f"/contributions/{made.id}")).iter("img")
        assert shown.get("src") == f"/contributions/{made.id}/pictures/{path}"

    def test_a_picture_of_somebody_elses_text_is_not_there(
        self, sign_in: SignIn, session: Session, ana: Person, volume: Volume, soup: Contribution
    ) -> None:
        other = make_contribution(session, volume, make_person(session, "Eve"))
        sign_in(ana).post(
            f"/contributions/{soup.id}/edit",
            data={"title": "Soup", "action": "save", "photo_file": (io.BytesIO(photo()), "x.jpg")},
        )
        path = soup.files[0].path
        assert other.author is not None
        eve = sign_in(other.author)
        assert eve.get(f"/contributions/{soup.id}/pictures/{path}").status_code == 404
        assert eve.get(f"/contributions/{other.id}/pictures/{path}").status_code == 404


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


class TestTwoBrowsers:
    """One text, open in two browsers at once."""

    @pytest.fixture
    def both(
        self, sign_in: SignIn, ana: Person, tom: Person, soup: Contribution
    ) -> tuple[FlaskClient, FlaskClient]:
        soup.state = ContributionState.SUBMITTED
        return sign_in(ana), sign_in(tom)

    def test_changes_in_different_places_are_both_in_and_the_second_is_told(
        self, session: Session, soup: Contribution, both: tuple[FlaskClient, FlaskClient]
    ) -> None:
        anas, toms = both
        address = f"/contributions/{soup.id}/edit"
        first, second = filled(anas, address), filled(toms, address)
        anas.post(address, data={**first, "headnote": "A long story.", "action": "save"})
        answer = toms.post(
            address,
            data={**second, "method": "Wash.\nSimmer for an hour.", "action": "save"},
            follow_redirects=True,
        )
        assert "Ana Duarte changed this text while you wrote" in words_of(answer)
        session.expire_all()
        assert soup.head is not None
        assert "A long story." in soup.head.text
        assert "Simmer for an hour." in soup.head.text

    def test_changes_of_the_same_words_are_both_shown_until_somebody_chooses(
        self, session: Session, soup: Contribution, both: tuple[FlaskClient, FlaskClient]
    ) -> None:
        anas, toms = both
        address = f"/contributions/{soup.id}/edit"
        first, second = filled(anas, address), filled(toms, address)
        anas.post(address, data={**first, "ingredients": "1 red stone", "action": "save"})
        answer = toms.post(
            address, data={**second, "ingredients": "1 grey stone", "action": "save"}
        )
        assert answer.location == f"/contributions/{soup.id}/settle/3"
        for browser in both:
            assert "Two versions contradict each other" in words_of(
                browser.get(f"/contributions/{soup.id}")
            )
        settling = toms.get(answer.location)
        assert "1 grey stone" in words_of(settling)
        assert "1 red stone" in words_of(settling)
        (name,) = {each.name for each in page(settling).iter("input") if each.type == "radio"}
        undecided = anas.post(answer.location, data={})
        assert "choose for each of them" in words_of(undecided)
        done = anas.post(answer.location, data={name: "both"}, follow_redirects=True)
        assert "Settled" in words_of(done)
        session.expire_all()
        assert soup.head is not None
        assert "- 1 grey stone\n- 1 red stone" in soup.head.text
        assert toms.get(answer.location).location == f"/contributions/{soup.id}"

    def test_words_of_ones_own_settle_it_too(
        self, session: Session, soup: Contribution, both: tuple[FlaskClient, FlaskClient]
    ) -> None:
        anas, toms = both
        address = f"/contributions/{soup.id}/edit"
        first, second = filled(anas, address), filled(toms, address)
        anas.post(address, data={**first, "title": "Red soup", "action": "save"})
        place = toms.post(address, data={**second, "title": "Grey soup", "action": "save"}).location
        shown = page(toms.get(place))
        (name,) = {each.name for each in shown.iter("input") if each.type == "radio"}
        values = {each.get("value") for each in shown.iter("input") if each.type == "radio"}
        assert values == {"mine", "theirs", "own"}
        key = name.removeprefix("choice-")
        refused = toms.post(place, data={name: "own", f"own-{key}": " "})
        assert "title" in words_of(refused)
        toms.post(place, data={name: "own", f"own-{key}": "Brown soup"})
        session.expire_all()
        assert soup.title == "Brown soup"


class TestPreview:
    def test_it_shows_what_is_in_the_form(
        self, sign_in: SignIn, ana: Person, volume: Volume
    ) -> None:
        answer = sign_in(ana).post(f"/books/{volume.slug}/contribute/recipe/preview", data=SOUP)
        assert answer.status_code == 200
        assert "Wash the stone." in words_of(answer)

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


class TestHistory:
    def test_every_version_can_be_read_compared_and_brought_back(
        self, sign_in: SignIn, session: Session, ana: Person, soup: Contribution
    ) -> None:
        add_revision(
            session, soup, recipe_text("Stone soup").replace("500 g beans", "400 g beans"), ana
        )
        browser, home = sign_in(ana), f"/contributions/{soup.id}"
        assert "Version 2" in words_of(browser.get(f"{home}/history"))
        assert "500 g beans" in words_of(browser.get(f"{home}/history/1"))
        chosen = browser.get(f"{home}/history?before=1&after=2")
        compared = page(browser.get(chosen.location))
        assert [each.text_content() for each in compared.xpath("//*[@class='diff']//del")] == [
            "500"
        ]
        assert [each.text_content() for each in compared.xpath("//*[@class='diff']//ins")] == [
            "400"
        ]
        browser.post(f"{home}/history/1/restore")
        session.expire_all()
        assert soup.head is not None
        assert (soup.head.number, "500 g beans" in soup.head.text) == (3, True)

    def test_a_version_that_is_not_there_is_not_found(
        self, sign_in: SignIn, ana: Person, soup: Contribution
    ) -> None:
        assert sign_in(ana).get(f"/contributions/{soup.id}/history/9").status_code == 404


class TestWithdraw:
    def test_it_asks_first_and_can_be_undone(
        self, sign_in: SignIn, session: Session, ana: Person, soup: Contribution
    ) -> None:
        browser, home = sign_in(ana), f"/contributions/{soup.id}"
        assert "whenever you like" in words_of(browser.get(f"{home}/withdraw"))
        states = [soup.state]
        for step in ("withdraw", "submit"):
            browser.post(f"{home}/{step}")
            session.expire_all()
            states.append(soup.state)
        assert states == [
            ContributionState.DRAFT,
            ContributionState.WITHDRAWN,
            ContributionState.SUBMITTED,
        ]

    def test_an_editor_cannot_do_it_for_its_author(
        self, sign_in: SignIn, tom: Person, soup: Contribution
    ) -> None:
        soup.state = ContributionState.SUBMITTED
        assert sign_in(tom).post(f"/contributions/{soup.id}/withdraw").status_code == 404


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


class TestShow:
    @pytest.mark.parametrize("state", list(ContributionState))
    @pytest.mark.parametrize("kind", list(ContributionKind))
    def test_it_shows_the_text_and_what_to_do_in_every_state(
        self,
        sign_in: SignIn,
        soup: Contribution,
        *,
        state: ContributionState,
        kind: ContributionKind,
    ) -> None:
        session = object_session(soup)
        assert session is not None
        made = make_contribution(session, soup.volume, soup.author, state=state, kind=kind)
        assert soup.author is not None
        answer = sign_in(soup.author).get(f"/contributions/{made.id}")
        assert made.title in words_of(answer)
        assert next_step(made) in words_of(answer)
        assert not re.search(r"\bNone\b", words_of(answer))
