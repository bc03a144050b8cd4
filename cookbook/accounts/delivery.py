"""Hands mails to the mail server, in a thread of its own, so that nobody's page waits for it."""

from __future__ import annotations

import logging
import smtplib
import ssl
import threading
import weakref
from email.message import EmailMessage
from email.utils import parseaddr
from pathlib import Path

from cookbook.config import MailSettings

TIMEOUT_SECONDS = 20
LOG = logging.getLogger("cookbook.mail")

_under_way: weakref.WeakSet[threading.Thread] = weakref.WeakSet()


def deliver_later(settings: MailSettings, mail: EmailMessage, kept: Path) -> None:
    """Have a mail sent soon; its file in the outbox goes once the server has it.

    A server that fails is logged, and the file stays.
    """
    # Not a daemon: whoever ends the program waits for a mail that is on its way.
    thread = threading.Thread(target=_try_to_deliver, args=(settings, mail, kept), name="mail")
    _under_way.add(thread)
    thread.start()


def wait_for_deliveries() -> None:
    """Wait until every mail that is under way is sent or has failed."""
    for thread in list(_under_way):
        thread.join()


def deliver(settings: MailSettings, mail: EmailMessage) -> None:
    """Send a mail; raises OSError (smtplib's errors are such) where the server does not take it."""
    secure = ssl.create_default_context()
    # Without a name of its own smtplib would ask the network for this machine's.
    sender = sender_address(settings)
    ours = sender.rpartition("@")[2] or "localhost"
    with _connect(settings, ours, secure) as server:
        if settings.use_tls:
            server.starttls(context=secure)
        if settings.username:
            server.login(settings.username, settings.password)
        server.send_message(mail, from_addr=sender)


def sender_address(settings: MailSettings) -> str:
    """Give the address that mails come from, without the name that may stand with it."""
    return parseaddr(settings.sender)[1]


def _connect(settings: MailSettings, ours: str, secure: ssl.SSLContext) -> smtplib.SMTP:
    if settings.use_ssl:
        return smtplib.SMTP_SSL(
            settings.server, settings.port, ours, timeout=TIMEOUT_SECONDS, context=secure
        )
    return smtplib.SMTP(settings.server, settings.port, ours, timeout=TIMEOUT_SECONDS)


def _try_to_deliver(settings: MailSettings, mail: EmailMessage, kept: Path) -> None:
    try:
        deliver(settings, mail)
    except (OSError, ValueError) as err:
        LOG.warning(
            "the mail server %s:%s did not take a mail, which waits as %s: %s",
            settings.server,
            settings.port,
            kept,
            err,
        )
    else:
        kept.unlink(missing_ok=True)
