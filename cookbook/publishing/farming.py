"""Machines that set pages for each other's books: the queue of what is lent, and who serves it.

A task engine's worker fetches messages before it has room for them, and a loan would lie there
while others are idle. So whoever has a process free takes one loan, and the next when it is done.
"""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from celery import Celery
from kombu.entity import Queue
from kombu.exceptions import KombuError
from kombu.message import Message

from cookbook.press.caching import Cache
from cookbook.press.typesetting.crew import LocalCrew
from cookbook.publishing.helping import Helper
from cookbook.publishing.queueing import MAX_PRIORITY, Priority

SIGNATURES = Queue("signatures", routing_key="signatures", max_priority=MAX_PRIORITY)
LOOK_SECONDS = 0.1
AWAY_SECONDS = 15.0
"""How long a broker that doesn't answer is left alone."""
COOL_SECONDS = 300.0
"""After so long without a loan a helper's process is ended; the next loan starts another."""
NICENESS = 10
TRANSIENT = 1
"""AMQP's word for messages that need not outlive the broker."""
LOGGER = logging.getLogger(__name__)


class Farm:
    """Where the presses of one worker lend what waits."""

    def __init__(self, engine: Celery, shared: Cache, expires_seconds: float) -> None:
        self.engine = engine
        self.shared = shared
        self.expires_seconds = expires_seconds
        self.away_until = 0.0

    def loans_of(self, priority: Priority) -> Loans:
        """Give what a build of such a priority lends through."""
        return Loans(self, priority)

    def send(self, key: str, mark: str, priority: Priority) -> None:
        """Tell all of a loan. A broker that is away costs the press nothing but their help."""
        if time.monotonic() < self.away_until:
            return
        try:
            with self.engine.producer_or_acquire() as producer:
                producer.publish(
                    [key, mark],
                    routing_key=SIGNATURES.name,
                    declare=[SIGNATURES],
                    priority=priority,
                    delivery_mode=TRANSIENT,
                    expiration=self.expires_seconds,
                    serializer="json",
                    retry=True,
                    retry_policy={"max_retries": 1, "interval_start": 0},
                )
        except Exception as err:  # noqa: BLE001 -- each broker has failures of its own
            LOGGER.warning("Nobody can be asked to help for a while: %s", err)
            self.away_until = time.monotonic() + AWAY_SECONDS


@dataclass
class Loans:
    """What one build lends; `mark` is the key of what says that the last of it is over."""

    farm: Farm
    priority: Priority
    mark: str = ""

    def lend(self, key: str, mark: str) -> None:
        """Tell all of a loan."""
        self.mark = mark
        self.farm.send(key, mark, self.priority)

    def call_off(self) -> None:
        """Say that nobody waits for what was lent."""
        if self.mark:
            self.farm.shared.put(self.mark, b"over")


class Helpers:
    """The threads of a worker that help others, each with a process of its own, until `close`.

    They rest while `is_busy`, as their machine has a book of its own then.
    """

    def __init__(
        self, engine: Celery, shared: Cache, files: Cache, is_busy: Callable[[], bool]
    ) -> None:
        self.engine = engine
        self.shared = shared
        self.files = files
        self.is_busy = is_busy
        self.stopping = threading.Event()
        self.threads: list[threading.Thread] = []
        self.crews: list[LocalCrew] = []

    def start(self, count: int) -> None:
        """Begin to help, with so many processes at once."""
        for number in range(count):
            crew = LocalCrew(1, NICENESS)
            crew.warm_up()
            helper = Helper(crew, self.shared, self.files, self.stopping)
            thread = threading.Thread(
                target=self._work, args=(helper,), name=f"helper-{number}", daemon=True
            )
            self.crews.append(crew)
            self.threads.append(thread)
            thread.start()

    def close(self) -> None:
        """End it; what is under way comes to others."""
        self.stopping.set()
        for crew in self.crews:
            crew.close()
        for thread in self.threads:
            thread.join(timeout=1)

    def _work(self, helper: Helper) -> None:
        while not self.stopping.is_set():
            try:
                with self.engine.connection_for_read() as connection:
                    self._serve(helper, SIGNATURES(connection.default_channel))
            except Exception as err:  # noqa: BLE001 -- as above; and a helper must outlive them
                if not self.stopping.is_set():
                    LOGGER.warning("A helper rests for a while: %s", err)
                    self.stopping.wait(AWAY_SECONDS)

    def _serve(self, helper: Helper, queue: Any) -> None:  # noqa: ANN401 -- kombu's bound queue
        """Take one loan after the other, and give each back to the broker if we end before it."""
        queue.declare()
        LOGGER.info("Ready to help other machines with their books")
        idle_since = time.monotonic()
        while not self.stopping.is_set():
            message = None if self.is_busy() else queue.get(accept=["json"])
            if message is not None:
                self._answer(helper, message)
                idle_since = time.monotonic()
            elif not self.stopping.wait(LOOK_SECONDS) and self._is_cold(idle_since):
                helper.crew.cool_down()

    def _answer(self, helper: Helper, message: Message) -> None:
        try:
            key, mark = map(str, message.payload)
        except (KombuError, TypeError, ValueError):
            LOGGER.warning("A message that tells of no loan is dropped")
            message.reject()
            return
        helper.help(key, mark)
        if not self.stopping.is_set():
            message.ack()

    @staticmethod
    def _is_cold(idle_since: float) -> bool:
        return time.monotonic() - idle_since > COOL_SECONDS
