"""`cookbook user` and `cookbook outbox`, as they are typed."""

from __future__ import annotations

import re
import sys
from collections.abc import Callable
from http import HTTPStatus
from pathlib import Path
from typing import TypeAlias

import pytest
from flask import Flask

from cookbook.accounts.outbox import newest_mails
from cookbook.cli import main
from cookbook.extensions import db
from tests.accounts.conftest import is_signed_in, join
from tests.factories.volumes import make_volume
from tests.servers.databases import NewDatabase
from tests.servers.smtp import SmtpSink
from tests.site import make_site

Typed: TypeAlias = Callable[..., tuple[int, str]]
LINK = re.compile(r"http://127\.0\.0\.1:5000(/enter/\S+)")
ADA = ("user", "create", "ada@example.org", "--name", "Ada Obi")


@pytest.fixture
def url(new_database: NewDatabase) -> str:
    return new_database()


@pytest.fixture
def typed(
    tmp_path: Path, url: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Typed:
    """Type a command; gives its exit code and what it said."""
    monkeypatch.setenv("COOKBOOK_INSTANCE", str(tmp_path))
    monkeypatch.setenv("DATABASE_URL", url)
    monkeypatch.setenv("COOKBOOK_SECRET_KEY", "a secret of the tests, long enough")

    def run(*words: str) -> tuple[int, str]:
        monkeypatch.setattr(sys, "argv", ["cookbook", *words])
        with pytest.raises(SystemExit) as ended:
            main()
        said = capsys.readouterr()
        return int(ended.value.code or 0), said.out + said.err

    return run


@pytest.fixture
def site(tmp_path: Path, url: str) -> Flask:
    return make_site(tmp_path, url)


def close(site: Flask) -> None:
    with site.app_context():
        db.session.remove()
        db.engine.dispose()


class TestCreate:
    def test_it_makes_somebody_and_prints_their_way_in(self, typed: Typed, site: Flask) -> None:
        code, said = typed(*ADA, "--admin")
        assert code == 0
        assert "Ada Obi <ada@example.org> can sign in, and runs the site." in said
        link = LINK.search(said)
        assert link
        browser = site.test_client()
        assert browser.post(link[1]).status_code == HTTPStatus.FOUND
        assert is_signed_in(browser)
        assert browser.get("/people").status_code == HTTPStatus.OK
        close(site)

    @pytest.mark.parametrize(
        ("words", "told"),
        [
            (ADA, "has the address ada@example.org already"),
            (("user", "create", "ada", "--name", "Ada"), "“ada” is no e-mail address"),
            (("user", "create", "b@example.org", "--name", " "), "A name has from 1 to 120"),
        ],
    )
    def test_what_cannot_be_is_told(self, typed: Typed, words: tuple[str, ...], told: str) -> None:
        typed(*ADA)
        code, said = typed(*words)
        assert code == 1
        assert told in said

    def test_whoever_joins_first_runs_a_site_whose_operator_made_no_administrator(
        self, typed: Typed, site: Flask
    ) -> None:
        typed(*ADA)
        join(site.test_client(), "rosa@example.org")
        close(site)
        assert (
            "rosa@example.org  Rosa  (runs the site; not confirmed yet)" in typed("user", "list")[1]
        )


class TestPromote:
    def test_it_makes_editors_and_administrators(self, typed: Typed, site: Flask) -> None:
        with site.app_context():
            make_volume(db.session(), "Soups", slug="soups")
            db.session.commit()
        close(site)
        typed(*ADA)
        assert (
            "now edits Soups."
            in typed("user", "promote", "ADA@example.org", "--editor-of", "soups")[1]
        )
        assert "now runs the site." in typed("user", "promote", "ada@example.org", "--admin")[1]
        assert "ada@example.org  Ada Obi  (runs the site; edits soups)" in typed("user", "list")[1]

    @pytest.mark.parametrize(
        ("words", "code", "told"),
        [
            (("ada@example.org",), 2, "Say either --editor-of VOLUME or --admin."),
            (("ada@example.org", "--admin", "--editor-of", "x"), 2, "Say either"),
            (("bo@example.org", "--admin"), 1, "Nobody here has the address bo@example.org."),
            (("ada@example.org", "--editor-of", "x"), 1, "There is no volume “x”."),
        ],
    )
    def test_what_cannot_be_is_told(
        self, typed: Typed, words: tuple[str, ...], code: int, told: str
    ) -> None:
        typed(*ADA)
        found, said = typed("user", "promote", *words)
        assert found == code
        assert told in said


class TestList:
    def test_it_finds_and_says_when_there_is_nobody(self, typed: Typed) -> None:
        assert "Nobody is here yet." in typed("user", "list")[1]
        typed(*ADA)
        assert "ada@example.org  Ada Obi" in typed("user", "list", "obi")[1]
        assert "Nobody is called that." in typed("user", "list", "rosa")[1]


class TestLink:
    def test_it_is_for_who_is_here(self, typed: Typed) -> None:
        typed(*ADA)
        assert LINK.search(typed("user", "link", "ada@example.org", "--minutes", "60")[1])
        code, said = typed("user", "link", "rosa@example.org")
        assert code == 1
        assert "Nobody here has the address" in said

    def test_it_begins_where_the_site_is(
        self, typed: Typed, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setenv("COOKBOOK_BASE_URL", "https://soup.example.org/")
        assert "\nhttps://soup.example.org/enter/" in typed(*ADA)[1]


class TestOutbox:
    def test_it_prints_the_newest_mails(self, typed: Typed, site: Flask) -> None:
        assert "No mail lies in" in typed("outbox")[1]
        join(site.test_client(), "first@example.org")
        join(site.test_client(), "second@example.org")
        close(site)
        said = typed("outbox")[1]
        assert said.index("first@example.org") < said.index("second@example.org")
        assert "http://localhost/confirm/" in said
        assert "first@example.org" not in typed("outbox", "--count", "1")[1]

    def test_it_sends_what_was_not_taken(
        self,
        typed: Typed,
        tmp_path: Path,
        url: str,
        smtp_sink: SmtpSink,
        monkeypatch: pytest.MonkeyPatch,
    ) -> None:
        assert "No mail server is set." in typed("outbox", "--send")[1]
        site = make_site(tmp_path, url)
        join(site.test_client(), "first@example.org")
        close(site)
        (mail,) = newest_mails(tmp_path / "outbox", 9)
        mail.file.rename(mail.file.with_suffix(".unsent.eml"))
        monkeypatch.setenv("MAIL_SERVER", smtp_sink.host)
        monkeypatch.setenv("MAIL_PORT", str(smtp_sink.port))
        assert "1 sent, 0 not." in typed("outbox", "--send")[1]
        assert smtp_sink.wait_for(1)[0].recipients == ("first@example.org",)
        assert newest_mails(tmp_path / "outbox", 9) == []
