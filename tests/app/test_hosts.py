"""The site answers to its own name only, as links in mails are made of it."""

from __future__ import annotations

from pathlib import Path

import pytest

from cookbook.app import create_app
from cookbook.config import Settings

SECRET = "a secret of the tests, long enough"  # noqa: S105 -- guards nothing


def site(tmp_path: Path, base_url: str = "") -> Settings:
    return Settings(tmp_path, f"sqlite:///{tmp_path}/x.db", secret_key=SECRET, base_url=base_url)


class TestTheNameOfARequest:
    @pytest.mark.parametrize(
        "name", ["evil.example", "evil.example:5000", "127.0.0.1.evil.example"]
    )
    def test_another_is_refused(self, tmp_path: Path, name: str) -> None:
        answer = create_app(site(tmp_path)).test_client().get("/robots.txt", headers={"Host": name})
        assert answer.status_code == 400
        assert "COOKBOOK_BASE_URL" in answer.text

    @pytest.mark.parametrize("name", ["127.0.0.1:5000", "localhost"])
    def test_this_machines_own_is_taken(self, tmp_path: Path, name: str) -> None:
        answer = create_app(site(tmp_path)).test_client().get("/robots.txt", headers={"Host": name})
        assert answer.status_code == 200

    def test_that_of_the_address_which_is_set_is_taken(self, tmp_path: Path) -> None:
        app = create_app(site(tmp_path, "https://books.example.org/pond"))
        answer = app.test_client().get("/robots.txt", headers={"Host": "books.example.org"})
        assert answer.status_code == 200
