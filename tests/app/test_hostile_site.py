"""What somebody who means harm gets: never an accident, never another's text, never a way out."""

from __future__ import annotations

import datetime as dt
import re
from itertools import cycle
from urllib.parse import urlencode

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session
from werkzeug.routing import IntegerConverter

from cookbook.accounts.permissions import ROUTES
from cookbook.app.statics import asset_address
from cookbook.contributing.handing_in import withdraw
from cookbook.contributing.problems import NotNowError
from cookbook.models import Contribution, ContributionState, Edition, EditionState
from cookbook.publishing.editions import release_edition
from cookbook.publishing.leases import claim_build
from cookbook.publishing.problems import EditionStateError
from cookbook.publishing.shelving import shelve_edition
from tests.app.hostile import (
    LOOKED_FOR,
    NUMBERS,
    VALUES,
    WORDS,
    Town,
    all_forms,
    build_town,
    built,
    one_form_each,
)
from tests.factories.people import make_person
from tests.publishing.conftest import make_book
from tests.site import SignIn

A_NUMBER, A_WORD = 987654321, "QQQ"
EVERYBODYS = ("everyone", "reader")
GUARDED = ("Content-Security-Policy", "X-Content-Type-Options")


@pytest.fixture
def town(app: Flask, session: Session, sign_in: SignIn, client: FlaskClient) -> Town:
    return build_town(app, session, sign_in, client)


def sent(fields: dict[str, str]) -> dict[str, str]:
    """A form as it is sent, lone surrogates and all."""
    raw = {name: value.encode("utf-8", "surrogatepass") for name, value in fields.items()}
    return {"data": urlencode(raw), "content_type": "application/x-www-form-urlencoded"}


class TestForms:
    def test_every_route_that_posts_has_a_form_here(self, town: Town) -> None:
        posts = {
            rule.endpoint
            for rule in town.app.url_map.iter_rules()
            if "POST" in (rule.methods or ())
        }
        assert {form.endpoint for form in all_forms(town)} == posts
        assert len(posts) > 40

    @pytest.mark.parametrize("part", range(4))
    def test_no_value_in_all_fields_is_an_accident(self, town: Town, part: int) -> None:
        # What goes wrong raises here, as the app is one of tests.
        for form in one_form_each(all_forms(town)):
            for value in [*VALUES.values()][part::4]:
                fields = dict.fromkeys(form.fields, value)
                answer = town.ask(form.endpoint, "POST", form.action, **sent(fields))
                assert answer.status_code < 500, form

    def test_no_value_in_one_field_is_an_accident(self, town: Town) -> None:
        values = cycle(VALUES.values())
        for form in one_form_each(all_forms(town)):
            for name in form.fields:
                fields = {**form.fields, name: next(values)}
                answer = town.ask(form.endpoint, "POST", form.action, **sent(fields))
                assert answer.status_code < 500, (form, name)


class TestAddresses:
    def test_no_part_of_an_address_is_an_accident(self, town: Town) -> None:
        for rule in town.app.url_map.iter_rules():
            method = "GET" if "GET" in (rule.methods or ()) else "POST"
            for name, converter in rule._converters.items():
                is_number = isinstance(converter, IntegerConverter)
                usual = {each: town.named(rule, each)[0] for each in rule.arguments}
                if name == "kind":
                    continue
                hole = A_NUMBER if is_number else A_WORD
                address = built(rule, {**usual, name: hole})
                for value in NUMBERS if is_number else WORDS:
                    path = address.replace(str(hole), value)
                    answer = town.ask(rule.endpoint, method, path)
                    assert answer.status_code < 500, path
                    assert "X-Evil" not in answer.headers

    def test_a_number_that_no_row_can_have_is_not_there(self, town: Town) -> None:
        for rule in town.app.url_map.iter_rules():
            for name in ("contribution_id", "build_id", "person_id", "part_id", "number"):
                if name in rule.arguments:
                    usual = {each: town.named(rule, each)[0] for each in rule.arguments}
                    path = built(rule, {**usual, name: A_NUMBER}).replace(str(A_NUMBER), "9" * 20)
                    method = "GET" if "GET" in (rule.methods or ()) else "POST"
                    assert town.ask(rule.endpoint, method, path).status_code == 404, path

    def test_no_question_is_an_accident(self, town: Town) -> None:
        values = cycle(VALUES.values())
        for rule in town.app.url_map.iter_rules():
            if "GET" not in (rule.methods or ()):
                continue
            path = next(town.addresses(rule))
            for _ in range(3):
                asked = {name: next(values).encode("utf-8", "surrogatepass") for name in LOOKED_FOR}
                answer = town.ask(rule.endpoint, "GET", f"{path}?{urlencode(asked)}")
                assert answer.status_code < 500, path

    @pytest.mark.parametrize("value", VALUES.values(), ids=VALUES)
    def test_nobody_is_looked_for_in_a_way_that_breaks(self, town: Town, value: str) -> None:
        asked = urlencode({"q": value.encode("utf-8", "surrogatepass"), "page": "9" * 30})
        slug = town.things["slug"][0]
        for endpoint, path in (
            ("reading.search", "/search"),
            ("accounts.people", "/people"),
            ("curating.queue", f"/editing/{slug}/queue"),
        ):
            assert town.ask(endpoint, "GET", f"{path}?{asked}").status_code == 200


class TestForgery:
    def test_no_form_is_taken_without_its_token(
        self, town: Town, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setitem(town.app.config, "WTF_CSRF_ENABLED", value=True)
        for rule in town.app.url_map.iter_rules():
            if "POST" in (rule.methods or ()):
                path = next(town.addresses(rule))
                for more in ({"data": {"a": "b"}}, {"json": {"a": "b"}}):
                    answer = town.ask(rule.endpoint, "POST", path, **more)
                    assert answer.status_code in {400, 415}, path

    @pytest.mark.parametrize(
        "wanted",
        [
            "//evil.example",
            "/\\evil.example",
            "\\\\evil.example",
            "///evil.example",
            "/\t/evil.example",
            "https:evil.example",
            "https://localhost@evil.example",
            "http://localhost\\@evil.example",
            "javascript:alert(1)",
        ],
    )
    def test_signing_in_leads_nowhere_else(self, client: FlaskClient, wanted: str) -> None:
        for answer in (
            client.get("/sign-in", query_string={"next": wanted}),
            client.get("/profile", query_string={"next": wanted}),
        ):
            assert not re.match(r"[a-z]+:|[/\\]{2}|/[\\\s]", answer.location or "/")


class TestHeaders:
    @pytest.mark.parametrize(
        "path", ["/", "/no-such-page", "/sign-out", "/books/none", "/feed.atom", "/healthz"]
    )
    def test_every_answer_has_its_policy(self, client: FlaskClient, path: str) -> None:
        answer = client.get(path)
        assert [name for name in GUARDED if name not in answer.headers] == []

    def test_files_of_the_sites_own_look_run_nothing(self, client: FlaskClient) -> None:
        answer = client.get(asset_address("icons.svg"), buffered=True)
        assert answer.status_code == 200
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        assert "sandbox" in answer.headers["Content-Security-Policy"]

    def test_pages_of_one_person_are_not_kept(self, town: Town) -> None:
        for rule in town.app.url_map.iter_rules():
            if "GET" not in (rule.methods or ()) or ROUTES[rule.endpoint] in EVERYBODYS:
                continue
            answer = town.ask(rule.endpoint, "GET", next(town.addresses(rule)))
            if answer.mimetype == "text/html":
                assert "no-store" in answer.headers["Cache-Control"], rule.rule

    def test_what_comes_by_a_link_is_not_kept(self, client: FlaskClient) -> None:
        assert client.get("/enter/some-token").headers["Cache-Control"] == "no-store"


class TestSizes:
    @pytest.mark.parametrize("path", ["/sign-in", "/reset", "/books/none/contribute/recipe"])
    def test_thousands_of_parts_are_too_many(self, client: FlaskClient, path: str) -> None:
        part = b'--B\r\nContent-Disposition: form-data; name="f%d"\r\n\r\nx\r\n'
        body = b"".join(part % number for number in range(5000)) + b"--B--\r\n"
        answer = client.post(path, data=body, content_type="multipart/form-data; boundary=B")
        assert answer.status_code == 413

    @pytest.mark.parametrize("path", ["/sign-in", "/reset", "/books/none/contribute/recipe"])
    def test_words_beyond_all_books_are_too_many(self, client: FlaskClient, path: str) -> None:
        assert client.post(path, data={"email": "x" * 4_100_000}).status_code == 413


class TestWithdrawing:
    """No edition comes out with a text that its author has taken back."""

    def test_it_is_refused_while_the_book_is_pressed(self, session: Session) -> None:
        volume = make_book(session)
        soup = volume.contributions[0]
        soup.author = make_person(session)
        release_edition(session, volume, person=None)
        with pytest.raises(NotNowError, match="never changes"):
            withdraw(session, soup, person=soup.author)
        assert soup.state is ContributionState.ACCEPTED

    def test_what_was_withdrawn_at_that_moment_is_not_released(self, session: Session) -> None:
        volume = make_book(session)
        build = release_edition(session, volume, person=None)
        claim = claim_build(session, build.id, worker="Rosa", lease=dt.timedelta(seconds=30))
        assert claim is not None
        _take_away(session, volume.contributions[0])
        with pytest.raises(EditionStateError, match="has withdrawn it"):
            shelve_edition(session, claim, [], [], {}, "")
        edition = session.get_one(Edition, build.edition_id)
        assert edition.state is EditionState.PRESSING


def _take_away(session: Session, contribution: Contribution) -> None:
    contribution.state, contribution.accepted = ContributionState.WITHDRAWN, None
    session.flush()
