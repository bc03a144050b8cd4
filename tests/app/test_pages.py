"""The style guide shows everything, and the pages of failures show whatever is broken."""

from __future__ import annotations

import re

import pytest
from flask import Flask

from cookbook.app.errors import WITH_A_PAGE, _page
from cookbook.errors import CookbookError


class TestStyleguide:
    def test_it_shows_every_component(self, app: Flask) -> None:
        text = app.test_client().get("/styleguide").get_data(as_text=True)
        for part in ("volume-head", "entry-title", "diff-line", "sortable-item", "dropzone"):
            assert f'class="{part}' in text
        assert 'role="alert" tabindex="-1"' in text

    def test_its_ids_are_each_its_own(self, app: Flask) -> None:
        ids = re.findall(r'\sid="([^"]+)"', app.test_client().get("/styleguide").text)
        assert sorted(ids) == sorted(set(ids))


class TestErrorPages:
    @pytest.mark.parametrize("code", sorted(WITH_A_PAGE))
    def test_each_has_a_heading_and_a_way_out(self, app: Flask, code: int) -> None:
        with app.test_request_context("/"):
            page = _page(code)
        assert page.status_code == code
        text = page.get_data(as_text=True)
        assert text.count("<h1") == 1
        assert "Go to the front page" in text or "Try again" in text

    def test_a_refusal_says_what_is_wrong_and_what_to_do(self, app: Flask) -> None:
        with app.test_request_context("/"):
            page = _page(400, problem=CookbookError("the call is closed.", remedy="Ask an editor."))
        text = page.get_data(as_text=True)
        assert "<p>The call is closed.</p>" in text
        assert "<p>Ask an editor.</p>" in text

    @pytest.mark.parametrize("code", [500, 503])
    def test_an_accident_shows_without_session_or_database(self, site: Flask, code: int) -> None:
        # No request: whoever asked for the reader, the session or the database would fail.
        with site.app_context():
            assert _page_text(code).startswith("<!doctype html>")


def _page_text(code: int) -> str:
    return _page(code).get_data(as_text=True)
