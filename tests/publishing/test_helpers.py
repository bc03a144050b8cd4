"""Those who help others, on a real broker."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest
from celery import Celery
from kombu.connection import Connection

from cookbook.press.caching import MemoryCache
from cookbook.publishing import farming
from cookbook.publishing.farming import SIGNATURES, Farm, Helpers
from cookbook.publishing.loans import Loan, loan_key, return_key, styles_key, write_styles
from cookbook.publishing.queueing import Priority
from tests.publishing.test_lending import STYLES, recipes

MARK = "0" * 64
PATIENCE = 120.0


@pytest.fixture
def engine(rabbitmq: str) -> Iterator[Celery]:
    made = Celery(broker=rabbitmq, set_as_current=False)
    with Connection(rabbitmq) as connection:
        queue = SIGNATURES(connection.default_channel)
        queue.declare()
        queue.purge()
    yield made
    made.close()


@pytest.fixture
def shared() -> MemoryCache:
    return MemoryCache({styles_key(STYLES.digest): write_styles(STYLES)})


@pytest.fixture
def farm(engine: Celery, shared: MemoryCache) -> Farm:
    return Farm(engine, shared, 60)


@contextmanager
def helping(
    engine: Celery, shared: MemoryCache, is_busy: Callable[[], bool] = lambda: False
) -> Iterator[None]:
    helpers = Helpers(engine, shared, shared, is_busy)
    helpers.start(1)
    try:
        yield
    finally:
        helpers.close()


def lend(farm: Farm, shared: MemoryCache, count: int) -> str:
    """Lend so many recipes; give the key under which they are to come back."""
    orders = [job.order for job in recipes(count)]
    loan = Loan(orders, STYLES.digest, {}).as_bytes()
    shared.put(loan_key(loan), loan)
    farm.loans_of(Priority.LATER).lend(loan_key(loan), MARK)
    return return_key(loan)


def has_come(shared: MemoryCache, key: str, seconds: float = PATIENCE) -> bool:
    until = time.monotonic() + seconds
    while shared.get(key) is None and time.monotonic() < until:
        time.sleep(0.05)
    return shared.get(key) is not None


class TestHelpers:
    def test_they_set_what_is_lent_and_drop_what_is_no_loan(
        self, engine: Celery, farm: Farm, shared: MemoryCache
    ) -> None:
        with engine.producer_or_acquire() as producer:
            for message in ("rubbish", ["one"], [1, 2], {"a": "b"}):
                producer.publish(message, routing_key=SIGNATURES.name, declare=[SIGNATURES])
        key = lend(farm, shared, 2)
        with helping(engine, shared):
            assert has_come(shared, key)

    def test_they_rest_while_their_machine_has_a_book_of_its_own(
        self, engine: Celery, farm: Farm, shared: MemoryCache
    ) -> None:
        key = lend(farm, shared, 1)
        book = ["Our own"]
        with helping(engine, shared, lambda: bool(book)):
            assert not has_come(shared, key, 1.0)
            book.clear()
            assert has_come(shared, key)

    def test_what_one_leaves_as_it_ends_comes_to_another(
        self, engine: Celery, farm: Farm, shared: MemoryCache
    ) -> None:
        key = lend(farm, shared, 12)
        with helping(engine, shared):
            time.sleep(0.5)
        assert shared.get(key) is None
        with helping(engine, shared):
            assert has_come(shared, key)

    def test_one_that_has_long_had_nothing_to_do_ends_its_process(
        self, engine: Celery, shared: MemoryCache, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(farming, "COOL_SECONDS", 0.0)
        helpers = Helpers(engine, shared, shared, lambda: False)
        helpers.start(1)
        until = time.monotonic() + PATIENCE
        while helpers.crews[0].resting and time.monotonic() < until:
            time.sleep(0.05)
        assert not helpers.crews[0].resting
        helpers.close()


class TestFarm:
    def test_a_broker_that_is_away_costs_only_a_word(
        self, shared: MemoryCache, caplog: pytest.LogCaptureFixture
    ) -> None:
        away = Celery(broker="amqp://127.0.0.1:1//", set_as_current=False)
        farm = Farm(away, shared, 60)
        began = time.monotonic()
        for _ in range(50):
            lend(farm, shared, 1)
        assert time.monotonic() - began < farming.AWAY_SECONDS
        assert len(caplog.records) == 1
        away.close()

    def test_what_is_called_off_is_marked(self, farm: Farm, shared: MemoryCache) -> None:
        loans = farm.loans_of(Priority.SOON)
        loans.call_off()
        loans.lend("1" * 64, MARK)
        assert shared.get(MARK) is None
        loans.call_off()
        assert shared.get(MARK)
