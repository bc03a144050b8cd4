"""What the tests of the pages read from them, and what they type."""

from __future__ import annotations

from pathlib import Path

from flask import Flask
from flask.testing import FlaskClient
from lxml import html as lxml_html
from sqlalchemy import select
from sqlalchemy.orm import Session

from cookbook.extensions import get_settings
from cookbook.models import (
    Contribution,
)

SOUP = {
    "title": "Stone soup",
    "by": "Ana Duarte",
    "ingredients": "1 stone\nFor the soup:\n2 onions",
    "method": "Wash the stone.\r\nSimmer.",
    "action": "save",
}


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
