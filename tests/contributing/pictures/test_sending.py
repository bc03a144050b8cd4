"""Several pictures at once: each taken or refused by itself, described, credited, and kept."""

from __future__ import annotations

import io
from http import HTTPStatus

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session
from werkzeug.exceptions import TooManyRequests

from cookbook.archive.credits import MAKER, index_credits
from cookbook.contributing import keeping
from cookbook.contributing.pictures import waiting
from cookbook.manuscript import parse_credits
from cookbook.models import Contribution, Credit, Person, Volume, VolumeFile
from cookbook.publishing.folders import freeze_volume
from tests.contributing.browsing import SOUP, filled, only, page, words_of
from tests.contributing.pictures.conftest import (
    UPLOAD,
    card,
    drawing,
    fragment,
    look,
    sent,
    token_of,
    upload,
)
from tests.factories.contributions import add_revision, recipe_text
from tests.factories.volumes import place
from tests.site import SignIn

HEADED = {**SOUP, "headnote": "My aunt's.", "cards-shown": "1"}


class TestUploadPicture:
    def test_a_picture_gets_a_card_to_describe_it(self, sign_in: SignIn, ana: Person) -> None:
        answer = upload(sign_in(ana), drawing(), 7)
        got = fragment(answer)
        assert got.get("data-number") == "7"
        assert got.xpath('//input[@name="cards-7-by"]/@value') == ["Ana Duarte"]
        assert len(got.xpath('//input[@name="cards-7-alt"]')) == 1
        assert len(got.xpath('//select[@name="cards-7-place"]')) == 1
        assert look(sign_in(ana), token_of(answer, "cards-7-token")).size == (400, 200)

    def test_that_of_a_chapter_asks_for_no_place(self, sign_in: SignIn, ana: Person) -> None:
        got = fragment(upload(sign_in(ana), drawing(), kind="chapter"))
        assert got.xpath('//select[@name="cards-0-place"]') == []

    def test_what_is_no_picture_is_told_in_words(self, sign_in: SignIn, ana: Person) -> None:
        answer = upload(sign_in(ana), b"%PDF-1.7")
        assert answer.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
        assert "no photo" in answer.get_data(as_text=True)
        assert "<" not in answer.get_data(as_text=True)

    def test_nothing_at_all_is_refused(self, sign_in: SignIn, ana: Person) -> None:
        assert sign_in(ana).post(UPLOAD).status_code == HTTPStatus.BAD_REQUEST

    def test_one_picture_may_be_no_larger_than_a_photo(
        self, sign_in: SignIn, ana: Person, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(keeping, "PHOTO_MAX_BYTES", 1000)
        monkeypatch.setattr(keeping, "MARGIN", 1000)
        answer = upload(sign_in(ana), bytes(5000))
        assert answer.status_code == HTTPStatus.REQUEST_ENTITY_TOO_LARGE

    def test_who_sends_very_many_is_asked_to_wait(
        self, sign_in: SignIn, ana: Person, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def too_often(_person: Person) -> None:
            raise TooManyRequests

        monkeypatch.setattr(waiting, "count_picture", too_often)
        answer = upload(sign_in(ana), drawing())
        assert answer.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
        assert "very many" in answer.get_data(as_text=True)

    def test_a_picture_that_is_not_saved_is_its_senders_alone(
        self, sign_in: SignIn, ana: Person, tom: Person
    ) -> None:
        token = sent(sign_in(ana), drawing())
        assert sign_in(tom).get(f"{UPLOAD}/{token}").status_code == HTTPStatus.NOT_FOUND
        assert sign_in(ana).get(f"{UPLOAD}/{token}x").status_code == HTTPStatus.NOT_FOUND
        answer = sign_in(ana).get(f"{UPLOAD}/{token}")
        assert answer.headers["Cache-Control"].startswith("private")


class TestSavingPictures:
    def test_each_goes_where_it_was_sent(
        self, sign_in: SignIn, session: Session, ana: Person, volume: Volume
    ) -> None:
        browser = sign_in(ana)
        cards = {
            **card(0, sent(browser, drawing("red"))),
            **card(1, sent(browser, drawing("blue")), alt="A ladle", place="method"),
            **card(4, sent(browser, drawing("green")), alt="", decorative="y", place="notes"),
        }
        browser.post(f"/books/{volume.slug}/contribute/recipe", data={**HEADED, **cards})
        made = only(session)
        assert made.head is not None
        text = made.head.text
        files = {file.path: file for file in made.files}
        assert len(files) == 3
        assert all(f"](../{path})" in text for path in files)
        assert text.index('alt="A bowl"') < text.index("## Ingredients")
        assert text.index("Simmer") < text.index('alt="A ladle"') < text.index("decorative")
        shown = page(browser.get(f"/contributions/{made.id}"))
        assert [each.get("alt") for each in shown.iter("img")] == ["A bowl", "A ladle", ""]

    def test_they_come_back_as_cards_and_change_nothing(
        self, sign_in: SignIn, session: Session, ana: Person, volume: Volume
    ) -> None:
        browser = sign_in(ana)
        cards = {
            **card(0, sent(browser, drawing("red")), licence="CC0-1.0"),
            **card(1, sent(browser, drawing("blue")), alt="A ladle", place="method"),
        }
        browser.post(f"/books/{volume.slug}/contribute/recipe", data={**HEADED, **cards})
        made = only(session)
        session.expire_all()
        address = f"/contributions/{made.id}/edit"
        fields = filled(browser, address)
        assert fields["headnote"].strip() == "My aunt's."
        assert fields["method"].strip() == "Wash the stone.\n\nSimmer."
        assert (fields["cards-0-alt"], fields["cards-0-licence"]) == ("A bowl", "CC0-1.0")
        assert (fields["cards-1-alt"], fields["cards-1-place"]) == ("A ladle", "method")
        fields = {name: value for name, value in fields.items() if name != "more_files"}
        browser.post(address, data={**fields, "action": "save"})
        session.expire_all()
        assert len(only(session).revisions) == 1
        browser.post(address, data={**fields, "action": "save", "cards-0-remove": "y"})
        session.expire_all()
        head = only(session).head
        assert head is not None
        assert "A bowl" not in head.text
        assert "A ladle" in head.text

    def test_a_form_that_knows_nothing_of_cards_loses_no_figure(
        self, sign_in: SignIn, session: Session, ana: Person, volume: Volume
    ) -> None:
        browser = sign_in(ana)
        cards = card(0, sent(browser, drawing()))
        browser.post(f"/books/{volume.slug}/contribute/recipe", data={**HEADED, **cards})
        made = only(session)
        browser.post(f"/contributions/{made.id}/edit", data={"title": "Soup", "action": "save"})
        session.expire_all()
        head = only(session).head
        assert head is not None
        assert head.number == 2
        assert 'alt="A bowl"' in head.text

    def test_a_picture_must_be_described_or_called_decoration(
        self, sign_in: SignIn, session: Session, ana: Person, volume: Volume
    ) -> None:
        browser = sign_in(ana)
        address = f"/books/{volume.slug}/contribute/recipe"
        cards = card(3, sent(browser, drawing()), alt="  ")
        answer = browser.post(address, data={**HEADED, **cards})
        assert "Picture 1: Say what it shows" in words_of(answer)
        assert session.scalars(select(Contribution)).all() == []
        field = page(answer).get_element_by_id("cards-3-alt")
        assert field.get("aria-invalid") == "true"
        again = {**HEADED, **cards, "cards-3-token": token_of(answer, "cards-3-token")}
        browser.post(address, data={**again, "cards-3-decorative": "y"})
        assert len(only(session).files) == 1

    def test_one_that_is_left_out_is_asked_nothing(
        self, sign_in: SignIn, session: Session, ana: Person, volume: Volume
    ) -> None:
        browser = sign_in(ana)
        cards = card(0, sent(browser, drawing()), alt="", remove="y")
        browser.post(f"/books/{volume.slug}/contribute/recipe", data={**HEADED, **cards})
        assert only(session).files == []

    def test_nobody_saves_a_picture_that_somebody_else_sent(
        self, sign_in: SignIn, session: Session, ana: Person, tom: Person, volume: Volume
    ) -> None:
        cards = card(0, sent(sign_in(ana), drawing()))
        sign_in(tom).post(f"/books/{volume.slug}/contribute/recipe", data={**HEADED, **cards})
        assert only(session).files == []

    def test_the_same_form_sent_twice_is_one_contribution(
        self, sign_in: SignIn, session: Session, ana: Person, volume: Volume
    ) -> None:
        browser = sign_in(ana)
        cards = card(0, sent(browser, drawing()))
        for _ in range(2):
            browser.post(f"/books/{volume.slug}/contribute/recipe", data={**HEADED, **cards})
        assert len(only(session).files) == 1

    def test_there_is_an_end_to_them(
        self, sign_in: SignIn, session: Session, ana: Person, volume: Volume
    ) -> None:
        browser = sign_in(ana)
        token = sent(browser, drawing())
        cards = {key: value for n in range(25) for key, value in card(n, token).items()}
        answer = browser.post(f"/books/{volume.slug}/contribute/recipe", data={**HEADED, **cards})
        assert "at most 24" in words_of(answer)
        assert session.scalars(select(Contribution)).all() == []

    def test_those_of_a_chapter_go_below_its_text(
        self, sign_in: SignIn, session: Session, ana: Person, volume: Volume
    ) -> None:
        browser = sign_in(ana)
        cards = {
            **card(0, sent(browser, drawing("red"))),
            **card(1, sent(browser, drawing("blue")), alt="A peel"),
        }
        fields = {"title": "Ovens", "body": "Hot.", "action": "save", "cards-shown": "1"}
        browser.post(f"/books/{volume.slug}/contribute/chapter", data={**fields, **cards})
        head = only(session).head
        assert head is not None
        assert head.text.index("Hot.") < head.text.index("A bowl") < head.text.index("A peel")
        assert "cards-0-alt" not in filled(browser, f"/contributions/{only(session).id}/edit")

    def test_the_preview_shows_them_before_they_are_saved(
        self, sign_in: SignIn, session: Session, ana: Person, volume: Volume
    ) -> None:
        browser = sign_in(ana)
        token = sent(browser, drawing(size=(1600, 800)))
        answer = browser.post(
            f"/books/{volume.slug}/contribute/recipe/preview",
            data={**HEADED, **card(0, token), "kept": token, "photo_alt": "The soup"},
        )
        photo, figure = page(answer).iter("img")
        assert (photo.get("alt"), figure.get("alt")) == ("The soup", "A bowl")
        assert figure.get("src") == f"{UPLOAD}/{token}"
        assert f"{UPLOAD}/{token}?width=640 640w" in figure.get("srcset")
        assert session.scalars(select(VolumeFile)).all() == []

    @pytest.mark.parametrize("name", ["cards-²-alt", "cards-99999999999-alt", "cards-x"])
    def test_fields_that_are_no_cards_do_no_harm(
        self, sign_in: SignIn, session: Session, ana: Person, volume: Volume, name: str
    ) -> None:
        data = {**HEADED, name: "x"}
        sign_in(ana).post(f"/books/{volume.slug}/contribute/recipe", data=data)
        assert only(session).files == []


class TestPicturesOfADraft:
    def test_those_that_are_not_saved_stand_in_the_form_again(
        self, sign_in: SignIn, session: Session, ana: Person, volume: Volume
    ) -> None:
        browser = sign_in(ana)
        address = f"/books/{volume.slug}/contribute/recipe"
        cards = card(0, sent(browser, drawing()), alt="A bowl", place="notes")
        fields = {**HEADED, **cards, "writer": str(ana.id), "window": "a-window-of-mine"}
        kept = browser.post(f"{address}/draft", data=fields, headers={"Accept": "application/json"})
        assert kept.status_code == HTTPStatus.OK
        again = filled(browser, address)
        assert (again["cards-0-alt"], again["cards-0-place"]) == ("A bowl", "notes")
        again.pop("more_files", None)
        browser.post(address, data={**again, "action": "save"})
        assert len(only(session).files) == 1


class TestSizes:
    def test_a_page_offers_a_picture_at_several_widths(
        self, sign_in: SignIn, session: Session, ana: Person, volume: Volume
    ) -> None:
        browser = sign_in(ana)
        cards = card(0, sent(browser, drawing(size=(1600, 800))))
        browser.post(f"/books/{volume.slug}/contribute/recipe", data={**HEADED, **cards})
        (image,) = page(browser.get(f"/contributions/{only(session).id}")).iter("img")
        assert (image.get("width"), image.get("height")) == ("1600", "800")
        widths = [each.split()[1] for each in image.get("srcset").split(", ")]
        assert widths == ["320w", "640w", "1280w", "1600w"]
        small, whole = (browser.get(f"{image.get('src')}{each}") for each in ("?width=320", ""))
        assert len(small.data) < len(whole.data)
        assert small.headers["ETag"] != whole.headers["ETag"]


class TestWithoutScripts:
    def test_pictures_are_added_by_a_button(
        self, sign_in: SignIn, session: Session, ana: Person, volume: Volume
    ) -> None:
        browser = sign_in(ana)
        address = f"/books/{volume.slug}/contribute/recipe"
        files = [(io.BytesIO(drawing("red")), "a.jpg"), (io.BytesIO(b"no"), "b.jpg")]
        answer = browser.post(address, data={**HEADED, "action": "more", "more_files": files})
        got = page(answer)
        assert len(got.find_class("picture-card")) == 1
        assert "b.jpg: This file is no photo." in words_of(answer)
        assert got.get_element_by_id("field-headnote").value.strip() == "My aunt's."
        assert session.scalars(select(Contribution)).all() == []

    def test_those_that_come_with_a_save_are_asked_about_first(
        self, sign_in: SignIn, session: Session, ana: Person, volume: Volume
    ) -> None:
        browser = sign_in(ana)
        files = [(io.BytesIO(drawing("red")), "a.jpg")]
        answer = browser.post(
            f"/books/{volume.slug}/contribute/recipe", data={**HEADED, "more_files": files}
        )
        assert "Picture 1: Say what it shows" in words_of(answer)
        assert session.scalars(select(Contribution)).all() == []


class TestCreditingPictures:
    def placed(
        self, session: Session, sign_in: SignIn, ana: Person, volume: Volume
    ) -> Contribution:
        browser = sign_in(ana)
        cards = {
            **card(0, sent(browser, drawing("red")), by="Olga Petrenko", licence="CC0-1.0"),
            **card(1, sent(browser, drawing("blue")), by="Ana Duarte"),
        }
        photo = {"kept": sent(browser, drawing("green")), "photo_by": "Olga Petrenko"}
        browser.post(f"/books/{volume.slug}/contribute/recipe", data={**HEADED, **photo, **cards})
        made = only(session)
        made.accepted = made.head
        place(session, made)
        return made

    def test_the_books_credits_name_who_took_them(
        self, sign_in: SignIn, session: Session, ana: Person, volume: Volume
    ) -> None:
        made = self.placed(session, sign_in, ana, volume)
        credits_ = parse_credits(freeze_volume(session, volume).credits)
        makers = {
            path: ([credits_.person(each).name for each in image.by], image.licence)
            for path, image in credits_.images.items()
        }
        assert sorted(makers.values()) == [
            (["Ana Duarte"], ""),
            (["Olga Petrenko"], ""),
            (["Olga Petrenko"], "CC0-1.0"),
        ]
        assert set(makers) == {file.path for file in made.files}
        assert len(credits_.people) == 2

    def test_an_editors_credit_goes_first(
        self, sign_in: SignIn, session: Session, ana: Person, volume: Volume
    ) -> None:
        made = self.placed(session, sign_in, ana, volume)
        path = made.files[0].path
        volume.credits = f"images:\n  {path}:\n    by: [Somebody Else]\n"
        credits_ = parse_credits(freeze_volume(session, volume).credits)
        assert credits_.images[path].by == ("Somebody Else",)
        assert len(credits_.images) == 3

    def test_a_picture_that_the_text_no_longer_names_is_credited_to_nobody(
        self, sign_in: SignIn, session: Session, ana: Person, volume: Volume
    ) -> None:
        made = self.placed(session, sign_in, ana, volume)
        made.accepted = add_revision(session, made, recipe_text("Soup"))
        session.flush()
        assert freeze_volume(session, volume).credits == ""

    def test_they_are_found_by_name(
        self, sign_in: SignIn, session: Session, ana: Person, volume: Volume
    ) -> None:
        self.placed(session, sign_in, ana, volume)
        index_credits(session, volume)
        chosen = select(Credit.name).where(Credit.role == MAKER).order_by(Credit.name)
        assert session.scalars(chosen).all() == ["Ana Duarte", "Olga Petrenko", "Olga Petrenko"]
