from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from http import HTTPStatus

import pytest
from flask import Flask
from flask.testing import FlaskClient

from cookbook.accounts.limits import BOUNDS
from cookbook.extensions import SETTINGS_KEY, limiter
from tests.accounts.conftest import Mailbox, enter, join

ADDRESSES = [f"10.0.{number // 250}.{number % 250 + 1}" for number in range(500)]


@pytest.fixture
def bounded(app: Flask, mailbox: Mailbox, monkeypatch: pytest.MonkeyPatch) -> Iterator[FlaskClient]:
    """A browser of a site that counts how often people knock."""
    assert mailbox
    settings = dataclasses.replace(app.config[SETTINGS_KEY], limits=True)
    monkeypatch.setitem(app.config, SETTINGS_KEY, settings)
    limiter.limiter.storage.reset()
    yield app.test_client()
    limiter.limiter.storage.reset()


def at(address: str) -> dict[str, str]:
    return {"REMOTE_ADDR": address}


class TestBounds:
    def test_guessing_one_persons_password_ends_from_wherever_it_comes(
        self, bounded: FlaskClient
    ) -> None:
        allowed = BOUNDS["security.login"].by_email.amount
        answers = [
            bounded.post(
                "/sign-in",
                data={"email": email, "password": "a guess"},
                environ_base=at(address),
            )
            for address, email in zip(
                ADDRESSES[: allowed + 1], ["a@example.org", " A@Example.org"] * 99, strict=False
            )
        ]
        codes = [answer.status_code for answer in answers]
        assert codes == [HTTPStatus.OK] * allowed + [HTTPStatus.TOO_MANY_REQUESTS]
        assert 0 < int(answers[-1].headers["Retry-After"]) <= 600
        assert enter(bounded, "b@example.org", "a guess").status_code == HTTPStatus.OK

    @pytest.mark.parametrize("page", ["/reset", "/confirm"])
    def test_one_machine_cannot_flood_mailboxes(self, bounded: FlaskClient, page: str) -> None:
        endpoint = {"/reset": "security.forgot_password", "/confirm": "security.send_confirmation"}
        allowed = BOUNDS[endpoint[page]].by_machine.amount
        codes = [
            bounded.post(page, data={"email": f"a{number}@example.org"}).status_code
            for number in range(allowed + 1)
        ]
        assert codes == [HTTPStatus.FOUND] * allowed + [HTTPStatus.TOO_MANY_REQUESTS]
        elsewhere = bounded.post(
            page, data={"email": "z@example.org"}, environ_base=at(ADDRESSES[7])
        )
        assert elsewhere.status_code == HTTPStatus.FOUND

    def test_one_mailbox_cannot_be_flooded(self, bounded: FlaskClient) -> None:
        allowed = BOUNDS["security.register"].by_email.amount
        codes = [join(bounded).status_code for _ in range(allowed + 1)]
        assert codes == [HTTPStatus.FOUND] * allowed + [HTTPStatus.TOO_MANY_REQUESTS]

    def test_other_letters_for_one_mailbox_are_counted_with_it(self, bounded: FlaskClient) -> None:
        allowed = BOUNDS["security.forgot_password"].by_email.amount
        spelt = [f"a@{letter}xample.org" for letter in ("e", "E", "\uff45", "\u212f", "\U0001d41e")]
        codes = [
            bounded.post("/reset", data={"email": spelt[number % len(spelt)]}).status_code
            for number in range(allowed + 1)
        ]
        assert codes == [HTTPStatus.FOUND] * allowed + [HTTPStatus.TOO_MANY_REQUESTS]

    def test_looking_is_free(self, bounded: FlaskClient) -> None:
        allowed = BOUNDS["security.login"].by_machine.amount
        codes = {bounded.get("/sign-in").status_code for _ in range(allowed + 1)}
        assert codes == {HTTPStatus.OK}
