"""A mail server that keeps what it is sent, for tests that send real mail. A pytest plugin."""

from __future__ import annotations

import asyncio
import email
import email.policy
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from email.message import EmailMessage
from threading import Condition, Thread

import pytest
from aiosmtpd.smtp import SMTP, Envelope, Session

HOST = "127.0.0.1"
WAIT_SECONDS = 30


@dataclass(frozen=True)
class Received:
    """One mail as it came in: who it was really from and for, and what it says."""

    sender: str
    recipients: tuple[str, ...]
    message: EmailMessage


class SmtpSink:
    """A running server's address, and the mail that it was sent so far, oldest first."""

    host = HOST

    def __init__(self) -> None:
        self.port = 0
        self.messages: list[Received] = []
        self._changed = Condition()

    def wait_for(self, count: int) -> list[Received]:
        """Wait until so many mails are there and return them all, for mail from another process."""
        with self._changed:
            assert self._changed.wait_for(lambda: len(self.messages) >= count, WAIT_SECONDS), (
                f"{len(self.messages)} mails came, not {count}"
            )
            return list(self.messages)

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: ARG002, N802 -- named and called by aiosmtpd
        """Keep one mail."""
        content = envelope.content
        assert isinstance(content, bytes)
        # On the wire lines end with CR LF; in the test that sent them, with LF.
        lines = content.replace(b"\r\n", b"\n")
        message = email.message_from_bytes(lines, policy=email.policy.default)
        assert isinstance(message, EmailMessage)
        with self._changed:
            recipients = tuple(map(str, envelope.rcpt_tos))
            self.messages.append(Received(str(envelope.mail_from), recipients, message))
            self._changed.notify_all()
        return "250 Kept"

    async def serve(self, started: Condition, ended: asyncio.Event) -> None:
        """Take mail until the event is set, and say on the condition when the port is known."""
        loop = asyncio.get_running_loop()
        talks: list[SMTP] = []

        def answer() -> SMTP:
            talks.append(SMTP(self, hostname="sink", loop=loop))
            return talks[-1]

        async with await loop.create_server(answer, HOST, 0) as server:
            with started:
                self.port = server.sockets[0].getsockname()[1]
                started.notify_all()
            await ended.wait()
        # A talk that is open, or whose end the loop has yet to hear of, would leak its socket.
        while open_ones := [talk.transport for talk in talks if talk.transport is not None]:
            for transport in open_ones:
                transport.close()
            await asyncio.sleep(0)


@contextmanager
def running_sink() -> Iterator[SmtpSink]:
    """Run a mail server in a thread with a loop of its own: the test's thread may have another."""
    sink, started, ended = SmtpSink(), Condition(), asyncio.Event()
    loops: list[asyncio.AbstractEventLoop] = []

    async def run() -> None:
        loops.append(asyncio.get_running_loop())
        await sink.serve(started, ended)

    thread = Thread(target=lambda: asyncio.run(run()), name="smtp sink", daemon=True)
    with started:
        thread.start()
        assert started.wait_for(lambda: sink.port, WAIT_SECONDS), "the mail server did not start"
    try:
        yield sink
    finally:
        loops[0].call_soon_threadsafe(ended.set)
        thread.join(WAIT_SECONDS)


@pytest.fixture
def smtp_sink() -> Iterator[SmtpSink]:
    """A mail server of this test's own: `host`, `port`, `messages`, `wait_for(count)`."""
    with running_sink() as sink:
        yield sink
