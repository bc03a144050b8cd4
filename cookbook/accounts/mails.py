"""Mails to people: plain text from templates/mails/, through a mail server or into the outbox."""

from __future__ import annotations

import logging
import re
from email.errors import MessageError
from email.headerregistry import Address
from email.message import EmailMessage
from email.utils import localtime, make_msgid, parseaddr

from flask import current_app

from cookbook.accounts.addresses import absolute_url
from cookbook.accounts.delivery import deliver_later
from cookbook.accounts.outbox import keep_mail, keep_unsent
from cookbook.extensions import get_settings
from cookbook.models import GuestLink, Person

LOG = logging.getLogger("cookbook.mail")
NOT_IN_A_LINE = re.compile(r"[\s\x00-\x1f\x7f\u2028\u2029]+")


def send_mail(to: Person | GuestLink | str, subject: str, template: str, **words: object) -> None:
    """Send somebody the text of templates/mails/<template>.txt. Call it after the commit.

    The template gets `words`, `name` (of who is written to, or ""), `site_name`, `site_address`
    and `absolute_url(endpoint, ...)`. A mail server that fails is logged and never raises; the
    mail is kept in the outbox as unsent.
    """
    name, address = ("", to) if isinstance(to, str) else (to.name, to.email)
    text = current_app.jinja_env.get_template(f"mails/{template}.txt").render(
        **{
            "name": name,
            "site_name": get_settings().site_name,
            "site_address": absolute_url("reading.home"),
            "absolute_url": absolute_url,
            **words,
        }
    )
    post_mail(name, address, subject, text)


def post_mail(name: str, address: str, subject: str, text: str) -> None:
    """Send a text that is written; see `send_mail`."""
    settings = get_settings()
    try:
        mail = _envelope(name, address, subject, text)
        if settings.mail.server:
            kept = keep_unsent(settings.outbox_folder, mail)
            deliver_later(settings.mail, mail, kept)
        else:
            keep_mail(settings.outbox_folder, mail)
    except (OSError, ValueError, LookupError, MessageError):
        # Neither a full disk nor a sender who is none may undo what somebody has just done. For
        # an empty address the standard library stumbles over its own index.
        LOG.exception("a mail could not be put into %s", settings.outbox_folder)


def stays_in_outbox() -> bool:
    """Tell whether mails leave only by somebody reading the outbox."""
    return not get_settings().mail.server


def _envelope(name: str, address: str, subject: str, text: str) -> EmailMessage:
    settings = get_settings()
    mail = EmailMessage()
    named, sender = parseaddr(settings.mail.sender)
    mail["From"] = Address(_one_line(named or settings.site_name), addr_spec=sender)
    mail["To"] = Address(_one_line(name), addr_spec=address)
    mail["Subject"] = _one_line(subject)
    mail["Date"] = localtime()
    mail["Message-ID"] = make_msgid(domain=sender.rpartition("@")[2])
    mail["Auto-Submitted"] = "auto-generated"
    # As it is, so that whoever opens a file of the outbox can read it and follow its links.
    mail.set_content(text.strip() + "\n", cte="8bit")
    return mail


def _one_line(words: str) -> str:
    """Names and titles are people's words: none may begin a line of its own in a mail's head."""
    return NOT_IN_A_LINE.sub(" ", words).strip()
