"""What the tools of a chapter ask the site for."""

from __future__ import annotations

import dataclasses
from http import HTTPStatus

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from cookbook.accounts.limits import PREVIEWS
from cookbook.extensions import SETTINGS_KEY, limiter
from cookbook.models import (
    Contribution,
    ContributionKind,
    ContributionState,
    Edition,
    EditionEntry,
    EditionState,
    Person,
    Volume,
    now,
)
from tests.contributing.browsing import page, words_of
from tests.factories.contributions import make_contribution
from tests.site import SignIn


def address(volume: Volume, what: str) -> str:
    return f"/books/{volume.slug}/contribute/{what}"


class TestFormula:
    def test_it_is_shown_as_pages_show_it(
        self, sign_in: SignIn, ana: Person, volume: Volume
    ) -> None:
        answer = sign_in(ana).post(address(volume, "formula"), data={"tex": "x^2"})
        assert "<math" in answer.text
        assert "<msup><mi>x</mi><mn>2</mn></msup>" in answer.text

    @pytest.mark.parametrize(
        ("tex", "said"),
        [(r"\frac{", "can't be read"), ("", "is empty"), ("x" * 5000, "longer than")],
    )
    def test_it_says_what_is_wrong(
        self, sign_in: SignIn, ana: Person, volume: Volume, tex: str, said: str
    ) -> None:
        assert said in words_of(sign_in(ana).post(address(volume, "formula"), data={"tex": tex}))

    def test_markup_in_it_is_words(self, sign_in: SignIn, ana: Person, volume: Volume) -> None:
        tex = r"\text{</math><script>alert(1)</script><img src=x onerror=alert(1)>}"
        answer = sign_in(ana).post(address(volume, "formula"), data={"tex": tex})
        assert not list(page(answer).iter("script", "img"))

    def test_who_asks_without_end_waits(
        self, app: Flask, sign_in: SignIn, ana: Person, volume: Volume
    ) -> None:
        settings = app.config[SETTINGS_KEY]
        app.config[SETTINGS_KEY] = dataclasses.replace(settings, limits=True)
        limiter.limiter.storage.reset()
        try:
            browser = sign_in(ana)
            codes = [
                browser.post(address(volume, "formula"), data={"tex": ""}).status_code
                for _ in range(PREVIEWS[0].amount + 1)
            ]
        finally:
            app.config[SETTINGS_KEY] = settings
            limiter.limiter.storage.reset()
        assert codes[-1] == HTTPStatus.TOO_MANY_REQUESTS
        assert set(codes[:-1]) == {HTTPStatus.OK}


class TestSources:
    def test_they_are_listed_with_how_to_cite_them(
        self, sign_in: SignIn, ana: Person, cited: Volume
    ) -> None:
        answer = sign_in(ana).get(address(cited, "sources"))
        assert answer.json == {
            "sources": [
                {
                    "key": "knuth1984",
                    "cited_by": "@knuth1984",
                    "authors": "Knuth",
                    "year": "1984",
                    "title": "The TeXbook",
                }
            ]
        }

    def test_a_pasted_one_comes_back_in_fields_and_is_not_added_yet(
        self, sign_in: SignIn, ana: Person, volume: Volume
    ) -> None:
        pasted = "Obi, A. (2001). Counting bees. Sage. doi:10.1000/b"
        answer = sign_in(ana).post(address(volume, "sources/read"), data={"reference": pasted})
        assert answer.json == {
            "authors": "Obi, A.",
            "year": "2001",
            "title": "Counting bees",
            "place": "Sage",
            "doi": "10.1000/b",
        }
        assert volume.bibliography == ""

    def test_one_that_was_checked_is_added(
        self, sign_in: SignIn, session: Session, ana: Person, chapter: Contribution
    ) -> None:
        volume = chapter.volume
        data = {"authors": "Obi, Ada", "title": "Counting bees", "year": "2001"}
        answer = sign_in(ana).post(address(volume, "sources"), data=data)
        assert answer.json is not None
        assert answer.json["source"]["cited_by"] == "@obi2001"
        session.refresh(volume)
        assert "Counting bees" in volume.bibliography

    def test_who_has_written_nothing_here_is_told_what_to_do(
        self, sign_in: SignIn, ana: Person, volume: Volume
    ) -> None:
        answer = sign_in(ana).post(address(volume, "sources"), data={"title": "Counting bees"})
        assert answer.status_code == 422
        assert answer.json is not None
        assert "Save your chapter once" in answer.json["problem"]
        form = page(sign_in(ana).get(address(volume, "chapter")))
        assert "Save your chapter once" in form.get_element_by_id("source-new").text_content()

    def test_the_help_names_the_keys_for_those_who_type(
        self, sign_in: SignIn, ana: Person, cited: Volume
    ) -> None:
        assert "This book has knuth1984" in words_of(sign_in(ana).get(address(cited, "chapter")))


class TestEntries:
    def titles(self, sign_in: SignIn, person: Person, volume: Volume, **asked: int) -> list[str]:
        answer = sign_in(person).get(address(volume, "entries"), query_string=asked)
        assert answer.json is not None
        return [each["title"] for each in answer.json["entries"]]

    def test_one_sees_ones_own_and_what_is_out_and_no_drafts_of_others(
        self, sign_in: SignIn, session: Session, tom: Person, chapter: Contribution
    ) -> None:
        volume, ana = chapter.volume, chapter.author
        assert ana is not None
        accepted = ContributionState.ACCEPTED
        out = make_contribution(session, volume, title="Bread", state=accepted)
        make_contribution(session, volume, title="Cake", state=accepted)
        make_contribution(session, volume, title="A draft of another")
        make_contribution(session, volume, ana, title="Pie", state=ContributionState.DECLINED)
        edition = Edition(
            volume=volume,
            number=1,
            title="x",
            state=EditionState.RELEASED,
            book="",
            released_at=now(),
        )
        assert out.accepted is not None
        edition.entries.append(
            EditionEntry(
                position=0,
                path=out.path,
                contribution_id=out.id,
                revision_id=out.accepted.id,
                title="Bread",
                byline="",
                kind=ContributionKind.RECIPE,
                page="bread.html",
            )
        )
        session.add(edition)
        session.flush()
        assert self.titles(sign_in, ana, volume) == ["Bread", "On soup"]
        assert self.titles(sign_in, ana, volume, but=chapter.id) == ["Bread"]
        assert self.titles(sign_in, tom, volume) == ["Bread", "Cake"]

    def test_addresses_are_those_that_a_chapter_links_by(
        self, sign_in: SignIn, session: Session, ana: Person, volume: Volume
    ) -> None:
        kinds = (ContributionKind.RECIPE, ContributionKind.CHAPTER)
        made = [make_contribution(session, volume, ana, kind=kind) for kind in kinds]
        answer = sign_in(ana).get(address(volume, "entries"))
        assert answer.json is not None
        recipe, chapter = (each.path for each in made)
        assert {each["address"] for each in answer.json["entries"]} == {
            f"../{recipe}",
            chapter.removeprefix("chapters/"),
        }
