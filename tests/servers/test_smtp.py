from __future__ import annotations

import smtplib
from email.message import EmailMessage

from tests.servers.smtp import SmtpSink


def send(sink: SmtpSink, *, subject: str, text: str) -> None:
    mail = EmailMessage()
    mail["From"] = "Asker <asker@example.org>"
    mail["To"] = "Cook <cook@example.org>"
    mail["Subject"] = subject
    mail.set_content(text)
    # Without a name of its own it would look this machine's name up.
    with smtplib.SMTP(sink.host, sink.port, local_hostname="localhost") as client:
        client.send_message(mail, to_addrs=["cook@example.org", "hidden@example.org"])


class TestSmtpSink:
    def test_it_keeps_what_was_really_sent(self, smtp_sink: SmtpSink) -> None:
        send(smtp_sink, subject="Főzőlőre", text="Três ovos, ½ colher de sal.\n")
        (mail,) = smtp_sink.messages
        assert mail.sender == "asker@example.org"
        assert mail.recipients == ("cook@example.org", "hidden@example.org")
        assert mail.message["Subject"] == "Főzőlőre"
        assert mail.message.get_content() == "Três ovos, ½ colher de sal.\n"

    def test_it_keeps_mails_in_the_order_they_came_in(self, smtp_sink: SmtpSink) -> None:
        for subject in ("first", "second"):
            send(smtp_sink, subject=subject, text="")
        assert [mail.message["Subject"] for mail in smtp_sink.wait_for(2)] == ["first", "second"]
