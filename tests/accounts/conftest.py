"""What tests of accounts need: an outbox of their own, and ways to use what lies in it."""

from __future__ import annotations

import dataclasses
import re
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from cookbook.accounts.outbox import KeptMail, newest_mails
from cookbook.config import Settings
from cookbook.extensions import SETTINGS_KEY

PASSWORD = "three small onions"  # noqa: S105 -- of nobody
LINK = re.compile(r"https?://localhost(/\S+)")


class Mailbox:
    """The mails that lie in the outbox."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def mails(self) -> list[KeptMail]:
        """All of them, newest first."""
        return newest_mails(self.folder, 1000) if self.folder.is_dir() else []

    def newest(self) -> KeptMail:
        """The newest."""
        return self.mails()[0]

    def link(self) -> str:
        """The path of the first link in the newest mail."""
        found = LINK.search(self.newest().text)
        assert found, self.newest().text
        return found[1]


@pytest.fixture
def mailbox(app: Flask, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Mailbox:
    """The outbox of the app, for this test alone."""
    settings: Settings = dataclasses.replace(app.config[SETTINGS_KEY], instance=tmp_path)
    monkeypatch.setitem(app.config, SETTINGS_KEY, settings)
    return Mailbox(settings.outbox_folder)


def join(
    browser: FlaskClient, email: str = "rosa@example.org", name: str = "Rosa", **more: str
) -> TestResponse:
    """Sign up."""
    return browser.post(
        "/register", data={"name": name, "email": email, "password": PASSWORD, **more}
    )


def enter(browser: FlaskClient, email: str, password: str = PASSWORD, **more: str) -> TestResponse:
    """Sign in by password."""
    return browser.post("/sign-in", data={"email": email, "password": password, **more})


def is_signed_in(browser: FlaskClient) -> bool:
    """Tell whether the browser is somebody's."""
    return browser.get("/profile").status_code == 200


def said(answer: TestResponse) -> str:
    """The words of a page, without its markup."""
    text = re.sub(r"<(style|script|title)\b.*?</\1>|<[^>]+>", " ", answer.text, flags=re.DOTALL)
    return re.sub(r"\s+", " ", text.replace("&#39;", "'").replace("&#34;", '"'))
