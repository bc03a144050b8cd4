"""A recipe pasted into one box: sorted into the form, kept with its first revision."""

from __future__ import annotations

from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from cookbook.models import Contribution, Original, OriginalWay, Person, Volume
from tests.contributing.browsing import only, page, words_of
from tests.factories.volumes import make_volume
from tests.site import SignIn

PASTED = (
    "Nettle soup\nServes 4\nMy aunt made it in April.\n\nIngredients\n1 bag of nettles\n"
    "2 potatoes\n\nMethod\nWash the nettles.\nCook them with the potatoes.\n"
)


def form_of(response: object) -> dict[str, str]:
    """The fields of the form of writing that a page shows."""
    form = page(response).get_element_by_id("writing")
    hidden = {"csrf_token", "photo_file", "action"}
    return {name: value or "" for name, value in form.form_values() if name not in hidden}


class TestPasteRecipe:
    def test_the_form_is_filled_and_nothing_is_saved(
        self, sign_in: SignIn, session: Session, ana: Person, volume: Volume
    ) -> None:
        browser = sign_in(ana)
        answer = browser.post(f"/books/{volume.slug}/contribute/paste", data={"text": PASTED})
        fields = form_of(answer)
        assert fields["title"] == "Nettle soup"
        assert fields["ingredients"].strip().split("\n") == ["1 bag of nettles", "2 potatoes"]
        assert fields["yield_text"] == "4 servings"
        assert fields["by"].strip() == ana.name
        assert page(answer).get_element_by_id("writing").action.endswith("/contribute/recipe")
        assert session.scalars(select(Contribution)).all() == []

    def test_saving_keeps_what_was_pasted_with_the_first_revision(
        self, sign_in: SignIn, session: Session, ana: Person, volume: Volume
    ) -> None:
        browser = sign_in(ana)
        address = f"/books/{volume.slug}/contribute"
        fields = form_of(browser.post(f"{address}/paste", data={"text": PASTED}))
        browser.post(f"{address}/recipe", data={**fields, "action": "save"})
        original = session.scalars(select(Original)).one()
        assert original.way is OriginalWay.PASTED
        assert original.text == PASTED
        assert original.revision == only(session).head

    def test_lines_in_doubt_are_marked_with_the_reason(
        self, sign_in: SignIn, ana: Person, volume: Volume
    ) -> None:
        text = "Tart\n\n2 eggs\n100 g sugar\n\nBeat the eggs with the sugar.\nBake it."
        answer = sign_in(ana).post(f"/books/{volume.slug}/contribute/paste", data={"text": text})
        marked = [each.text_content() for each in page(answer).xpath("//mark")]
        assert "2 eggs" in marked
        assert "no heading above the ingredients" in words_of(answer)

    def test_what_was_pasted_stands_above_a_form_that_comes_back(
        self, sign_in: SignIn, ana: Person, volume: Volume
    ) -> None:
        browser = sign_in(ana)
        address = f"/books/{volume.slug}/contribute"
        fields = form_of(browser.post(f"{address}/paste", data={"text": PASTED}))
        answer = browser.post(f"{address}/recipe", data={**fields, "title": "", "action": "save"})
        assert "My aunt made it in April." in words_of(answer)
        assert form_of(answer)["original"] == fields["original"]

    def test_nobody_can_claim_what_somebody_else_pasted(
        self, sign_in: SignIn, session: Session, ana: Person, tom: Person, volume: Volume
    ) -> None:
        address = f"/books/{volume.slug}/contribute"
        fields = form_of(sign_in(ana).post(f"{address}/paste", data={"text": PASTED}))
        sign_in(tom).post(f"{address}/recipe", data={**fields, "action": "save"})
        assert session.scalars(select(Original)).all() == []

    def test_an_empty_box_and_a_whole_book_come_back_with_words(
        self, sign_in: SignIn, ana: Person, volume: Volume
    ) -> None:
        browser = sign_in(ana)
        address = f"/books/{volume.slug}/contribute/paste"
        assert "Paste or type the recipe first." in words_of(browser.post(address, data={}))
        answer = browser.post(address, data={"text": "word " * 20_000})
        assert "one recipe at a time" in words_of(answer)
        assert page(answer).xpath("//textarea")[0].value.strip().startswith("word word")

    def test_a_book_that_asks_for_nothing_says_so(
        self, sign_in: SignIn, session: Session, ana: Person
    ) -> None:
        quiet = make_volume(session, "Closed", slug="closed")
        session.flush()
        answer = sign_in(ana).get(f"/books/{quiet.slug}/contribute/paste")
        assert answer.status_code == 404 or "not asking" in words_of(answer)

    def test_whoever_was_signed_out_meanwhile_gets_the_words_back(
        self, app: Flask, volume: Volume
    ) -> None:
        answer = app.test_client().post(
            f"/books/{volume.slug}/contribute/paste", data={"text": PASTED}
        )
        assert answer.status_code == 401
        assert "My aunt made it in April." in answer.get_data(as_text=True)
