"""The outbox: mails as files, those that no server takes and those that one has yet to take."""

from __future__ import annotations

import datetime as dt
import email
import email.policy
import os
import secrets
import tempfile
from dataclasses import dataclass
from email.message import EmailMessage
from pathlib import Path

from cookbook.models import now

SUFFIX = ".eml"
UNSENT = ".unsent"
STAMP = "%Y%m%dT%H%M%S.%fZ"


@dataclass(frozen=True)
class KeptMail:
    """A mail in the outbox; `unsent` where a server should have taken it and has not."""

    file: Path
    written_at: dt.datetime
    recipient: str
    subject: str
    text: str
    unsent: bool


def keep_mail(outbox: Path, mail: EmailMessage) -> Path:
    """Put a mail into the outbox, whole or not at all; gives its file."""
    return _keep(outbox, mail, SUFFIX)


def keep_unsent(outbox: Path, mail: EmailMessage) -> Path:
    """Put a mail into the outbox that is to be sent; gives its file, to take out once it is."""
    return _keep(outbox, mail, UNSENT + SUFFIX)


def newest_mails(outbox: Path, count: int) -> list[KeptMail]:
    """Give the newest mails of the outbox, newest first."""
    return [_read(file) for file in sorted(outbox.glob(f"*{SUFFIX}"), reverse=True)[:count]]


def unsent_mails(outbox: Path) -> list[tuple[Path, EmailMessage]]:
    """Give the mails that wait to be sent, oldest first, with their files."""
    return [(file, _message(file)) for file in sorted(outbox.glob(f"*{UNSENT}{SUFFIX}"))]


def _keep(outbox: Path, mail: EmailMessage, suffix: str) -> Path:
    outbox.mkdir(parents=True, exist_ok=True)
    # Mails carry links that sign people in: they are for whoever runs the site.
    outbox.chmod(0o700)
    file = outbox / f"{now().strftime(STAMP)}-{secrets.token_hex(4)}{suffix}"
    handle, written = tempfile.mkstemp(dir=outbox, suffix=".part")
    with os.fdopen(handle, "wb") as stream:
        stream.write(mail.as_bytes())
    Path(written).replace(file)
    return file


def _message(file: Path) -> EmailMessage:
    with file.open("rb") as stream:
        message = email.message_from_binary_file(stream, policy=email.policy.default)
    assert isinstance(message, EmailMessage)  # noqa: S101 -- what that policy makes
    return message


def _read(file: Path) -> KeptMail:
    message = _message(file)
    stamp = file.name.partition("-")[0]
    return KeptMail(
        file=file,
        written_at=dt.datetime.strptime(stamp, STAMP).replace(tzinfo=dt.UTC),
        recipient=str(message["To"] or ""),
        subject=str(message["Subject"] or ""),
        text=str(message.get_content()),
        unsent=file.name.endswith(UNSENT + SUFFIX),
    )
