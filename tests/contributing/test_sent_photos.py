"""Photos that come with a form: kept, shown, and nobody else's."""

from __future__ import annotations

import io

from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from cookbook.manuscript import parse_recipe
from cookbook.models import (
    Contribution,
    Person,
    Volume,
    VolumeFile,
)
from tests.contributing.browsing import SOUP, filled, only, page, words_of
from tests.contributing.test_photos import photo
from tests.factories.contributions import make_contribution
from tests.factories.people import make_person
from tests.site import SignIn


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
