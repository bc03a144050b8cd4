from __future__ import annotations

import dataclasses
import logging
import socket
import stat
from collections.abc import Callable
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from cookbook.accounts.delivery import wait_for_deliveries
from cookbook.accounts.mails import send_mail
from cookbook.accounts.outbox import newest_mails, unsent_mails
from cookbook.config import MailSettings
from cookbook.extensions import SETTINGS_KEY
from tests.accounts.conftest import Mailbox, join
from tests.factories.people import make_admin, make_person
from tests.servers.smtp import SmtpSink
from tests.site import SignIn, make_site

WORDS = {"link": "https://example.org/a/link"}


@pytest.fixture
def through(
    app: Flask, mailbox: Mailbox, monkeypatch: pytest.MonkeyPatch
) -> Callable[[MailSettings], None]:
    """Have the site send its mails by these settings."""
    assert mailbox

    def send(mail: MailSettings) -> None:
        settings = dataclasses.replace(app.config[SETTINGS_KEY], mail=mail)
        monkeypatch.setitem(app.config, SETTINGS_KEY, settings)

    return send


def unused_port() -> int:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        port: int = taken.getsockname()[1]
        return port


def server_at(sink: SmtpSink) -> MailSettings:
    return MailSettings(server=sink.host, port=sink.port, sender="kitchen@example.org")


class TestSendMail:
    def test_it_goes_through_the_server(
        self,
        session: Session,
        mailbox: Mailbox,
        smtp_sink: SmtpSink,
        through: Callable[[MailSettings], None],
    ) -> None:
        through(server_at(smtp_sink))
        rosa = make_person(session, "Rósa Þórsdóttir", email="rosa@example.org")
        send_mail(rosa, "Főzőlőre", "new_address", person=rosa, **WORDS)
        (mail,) = smtp_sink.wait_for(1)
        wait_for_deliveries()
        assert mail.sender == "kitchen@example.org"
        assert mail.recipients == ("rosa@example.org",)
        assert mail.message["Subject"] == "Főzőlőre"
        assert mail.message["From"] == "Cookbook <kitchen@example.org>"
        assert mail.message["To"] == "Rósa Þórsdóttir <rosa@example.org>"
        assert mail.message["Message-ID"].endswith("@example.org>")
        assert "Dear Rósa Þórsdóttir," in mail.message.get_content()
        assert mail.message.get_content_type() == "text/plain"
        assert mailbox.mails() == []

    def test_a_server_that_is_away_is_logged_and_the_mail_kept(
        self,
        session: Session,
        mailbox: Mailbox,
        through: Callable[[MailSettings], None],
        caplog: pytest.LogCaptureFixture,
    ) -> None:
        through(MailSettings(server="127.0.0.1", port=unused_port()))
        rosa = make_person(session)
        with caplog.at_level(logging.WARNING, "cookbook.mail"):
            send_mail(rosa, "Hello", "new_address", person=rosa, **WORDS)
            wait_for_deliveries()
        assert "did not take a mail" in caplog.text
        assert mailbox.newest().unsent
        ((file, mail),) = unsent_mails(mailbox.folder)
        assert str(file) in caplog.text
        assert mail["Subject"] == "Hello"

    def test_it_breaks_no_page(
        self, client: FlaskClient, through: Callable[[MailSettings], None], mailbox: Mailbox
    ) -> None:
        through(MailSettings(server="127.0.0.1", port=unused_port()))
        assert join(client).location == "/mail-sent"
        wait_for_deliveries()
        assert mailbox.newest().unsent

    def test_a_full_disk_breaks_no_page(
        self, client: FlaskClient, mailbox: Mailbox, caplog: pytest.LogCaptureFixture
    ) -> None:
        mailbox.folder.parent.mkdir(exist_ok=True)
        mailbox.folder.write_text("no folder can be here")
        assert join(client).location == "/mail-sent"
        assert "could not be put into" in caplog.text

    def test_a_sender_may_have_a_name(
        self,
        session: Session,
        smtp_sink: SmtpSink,
        mailbox: Mailbox,
        through: Callable[[MailSettings], None],
    ) -> None:
        through(dataclasses.replace(server_at(smtp_sink), sender="Our kitchen <k@example.org>"))
        rosa = make_person(session)
        send_mail(rosa, "Hello", "new_address", person=rosa, **WORDS)
        (mail,) = smtp_sink.wait_for(1)
        wait_for_deliveries()
        assert (mail.sender, mail.message["From"]) == (
            "k@example.org",
            "Our kitchen <k@example.org>",
        )
        assert mailbox.mails() == []

    @pytest.mark.parametrize("sender", ["nobody", "", "@", "a b@example.org"])
    def test_a_sender_who_is_none_breaks_no_page(
        self,
        client: FlaskClient,
        through: Callable[[MailSettings], None],
        mailbox: Mailbox,
        sender: str,
    ) -> None:
        assert mailbox.mails() == []
        through(MailSettings(sender=sender))
        assert join(client).location == "/mail-sent"

    @pytest.mark.parametrize("name", ["Ro\nBcc: all@example.org", 'Ro "the cook", sa', "Ro\x07sa"])
    def test_names_are_no_heads(self, session: Session, mailbox: Mailbox, name: str) -> None:
        rosa = make_person(session, name)
        send_mail(rosa, f"{name} writes\r\nBcc: x@example.org", "new_address", person=rosa, **WORDS)
        head = newest_mails(mailbox.folder, 1)[0].file.read_bytes().partition(b"\n\n")[0]
        assert b"\nBcc" not in head
        assert f"<{rosa.email}>".encode() in head

    def test_its_links_work_outside_of_a_request(self, tmp_path: Path) -> None:
        site = make_site(tmp_path, "sqlite://", base_url="https://soup.example.org")
        with site.app_context():
            send_mail("a@example.org", "Hello", "address_changed", person=None)
        assert "https://soup.example.org/" in newest_mails(tmp_path / "outbox", 1)[0].text


class TestOutbox:
    def test_only_we_may_read_it(self, client: FlaskClient, mailbox: Mailbox) -> None:
        join(client)
        file = mailbox.newest().file
        assert stat.S_IMODE(file.stat().st_mode) == 0o600
        assert stat.S_IMODE(file.parent.stat().st_mode) == 0o700
        assert [each.suffix for each in mailbox.folder.iterdir()] == [".eml"]

    def test_a_page_shows_the_newest_first_with_its_links(
        self, client: FlaskClient, session: Session, sign_in: SignIn, mailbox: Mailbox
    ) -> None:
        join(client, "first@example.org", "First")
        join(client, "second@example.org", "Second <b>")
        page = sign_in(make_admin(session)).get("/outbox").text
        assert page.index("second@example.org") < page.index("first@example.org")
        assert f'href="http://localhost{mailbox.link()}"' in page
        assert "<b>" not in page

    def test_an_empty_one_says_what_would_lie_there(
        self, session: Session, sign_in: SignIn, mailbox: Mailbox
    ) -> None:
        assert mailbox.mails() == []
        assert "No mail lies here" in sign_in(make_admin(session)).get("/outbox").text

    def test_who_joins_is_told_of_it(self, client: FlaskClient, mailbox: Mailbox) -> None:
        assert mailbox.mails() == []
        assert "cookbook outbox" in client.get("/mail-sent").text

    def test_nobody_is_told_of_it_where_a_server_takes_the_mails(
        self, client: FlaskClient, through: Callable[[MailSettings], None]
    ) -> None:
        through(MailSettings(server="127.0.0.1"))
        assert "cookbook outbox" not in client.get("/mail-sent").text
