"""The page on which editors keep the sources of a volume."""

from __future__ import annotations

import io
import json

import pytest
from flask.testing import FlaskClient
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from cookbook.models import Volume
from tests.factories.people import make_editor
from tests.factories.volumes import make_volume
from tests.site import SignIn

KNUTH = "@book{knuth1984, title={{The TeXbook}}, year={1984}}"
OBI = "@book{obi2001, title={{On Bees}}, year={2001}}"


@pytest.fixture
def volume(session: Session) -> Volume:
    return make_volume(session, bibliography=f"{KNUTH}\n")


@pytest.fixture
def editor(session: Session, sign_in: SignIn, volume: Volume) -> FlaskClient:
    return sign_in(make_editor(session, volume))


def send(editor: FlaskClient, volume: Volume, text: str, **more: str) -> TestResponse:
    data = {"file": (io.BytesIO(text.encode()), "sources.bib"), **more}
    return editor.post(f"/editing/{volume.slug}/sources", data=data, follow_redirects=True)


class TestSources:
    def test_a_file_adds_to_what_is_there(self, editor: FlaskClient, volume: Volume) -> None:
        answer = send(editor, volume, OBI)
        assert "1 source is in the list" in answer.text
        assert "[@knuth1984]" in answer.text
        assert "On Bees" in answer.text
        assert volume.bibliography == f"{KNUTH}\n\n{OBI}\n"

    def test_what_it_says_anew_it_replaces(self, editor: FlaskClient, volume: Volume) -> None:
        send(editor, volume, KNUTH.replace("1984}", "1986}"))
        assert "1986" in volume.bibliography
        assert volume.bibliography.count("knuth1984") == 1

    def test_it_can_be_the_whole_list(self, editor: FlaskClient, volume: Volume) -> None:
        send(editor, volume, OBI, only_these="y")
        assert volume.bibliography == f"{OBI}\n"

    def test_it_may_be_csl_json(self, editor: FlaskClient, volume: Volume) -> None:
        item = {"id": "bee", "type": "book", "title": "On Bees", "author": [{"family": "Obi"}]}
        assert "[@bee]" in send(editor, volume, json.dumps([item])).text

    @pytest.mark.parametrize("text", ["", "no sources", "@book{a, title={never closed}"])
    def test_what_cannot_be_read_changes_nothing(
        self, editor: FlaskClient, volume: Volume, text: str
    ) -> None:
        assert "Please look at this again" in send(editor, volume, text).text
        assert volume.bibliography == f"{KNUTH}\n"

    def test_a_list_that_is_broken_says_so_and_can_be_replaced(
        self, editor: FlaskClient, volume: Volume
    ) -> None:
        volume.bibliography = "@book{a, title={never closed}"
        assert "be read" in editor.get(f"/editing/{volume.slug}/sources").text
        assert "On Bees" in send(editor, volume, OBI, only_these="y").text

    def test_it_is_to_be_had_as_a_file(self, editor: FlaskClient, volume: Volume) -> None:
        answer = editor.get(f"/editing/{volume.slug}/sources.bib")
        assert answer.text == f"{KNUTH}\n"
        assert "attachment" in answer.headers["Content-Disposition"]
