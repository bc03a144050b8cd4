"""Books that are pressed by workers with a disk each, which share a broker and a bucket."""

from __future__ import annotations

import hashlib
import os
import re
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from pathlib import Path
from urllib.parse import urlencode

import pytest
from flask import Flask
from kombu.connection import Connection
from sqlalchemy.orm import Session

from cookbook.config import BucketSettings, BuildSettings
from cookbook.extensions import db, get_settings, get_storage
from cookbook.models import Build, BuildState, Volume
from cookbook.press.pipeline import Format, PressOptions, press_book
from cookbook.publishing.builds import ask_for_preview, cancel_build
from cookbook.publishing.editions import release_edition
from cookbook.publishing.farming import SIGNATURES, Farm
from cookbook.publishing.folders import Frozen, write_frozen
from cookbook.publishing.queueing import Priority
from cookbook.publishing.tasks import ENGINE_KEY, QUEUE, start_build
from cookbook.storage import open_shared_cache
from cookbook.storage.s3 import Bucket
from tests.factories.contributions import recipe_text
from tests.processes import below, command_of
from tests.publishing.conftest import LEASE_SECONDS, make_book
from tests.publishing.test_workers import PATIENCE, wait_until
from tests.servers.databases import NewDatabase
from tests.site import make_site

HELPED = re.compile("of another machine's book")
READY = "Ready to help"
PRESS, SETTER = "cookbook.publishing.pressing", "cookbook.press.typesetting.worker"


@pytest.fixture
def farm(
    new_database: NewDatabase, tmp_path: Path, rabbitmq: str, bucket: BucketSettings
) -> Iterator[Flask]:
    """A site whose workers may be on any machine."""
    builds = BuildSettings(lease_seconds=LEASE_SECONDS, processes=1, broker_url=rabbitmq)
    app = make_site(tmp_path / "site", new_database(), builds=builds, bucket=bucket)
    with app.app_context():
        empty_queues(rabbitmq)
        yield app
        db.session.remove()
        db.engine.dispose()


@pytest.fixture
def rows(farm: Flask) -> Session:
    """The session of the site."""
    assert farm
    return db.session()


def empty_queues(broker: str) -> None:
    with Connection(broker) as connection:
        for name in (QUEUE, SIGNATURES.name):
            queue = connection.SimpleQueue(name, queue_opts={"max_priority": 9})
            queue.clear()
            queue.close()


def waiting(broker: str) -> int:
    """How many loans wait for somebody."""
    with Connection(broker) as connection:
        return int(SIGNATURES(connection.default_channel).queue_declare(passive=True)[1])


@dataclass
class Machine:
    """A worker with a disk of its own."""

    process: subprocess.Popen[bytes]
    log: Path

    def is_ready(self) -> bool:
        """Whether it helps whoever lends it something."""
        return READY in self.log.read_text(encoding="utf-8")

    def helped(self) -> int:
        """How often it has helped others."""
        return len(HELPED.findall(self.log.read_text(encoding="utf-8")))


@contextmanager
def machine(disk: Path, **variables: str) -> Iterator[Machine]:
    """Run a worker of the site on a disk of its own."""
    settings = get_settings()
    assert settings.bucket is not None
    found = settings.bucket
    place = urlencode({"endpoint": found.endpoint, "region": found.region})
    disk.mkdir(parents=True, exist_ok=True)
    environment = {
        **os.environ,
        "COOKBOOK_INSTANCE": str(disk),
        "COOKBOOK_SECRET_KEY": settings.secret_key,
        "DATABASE_URL": settings.database_url,
        "BROKER_URL": settings.builds.broker_url,
        "STORAGE_URL": f"s3://{found.name}/{found.prefix}?{place}",
        "AWS_ACCESS_KEY_ID": found.access_key,
        "AWS_SECRET_ACCESS_KEY": found.secret_key,
        "COOKBOOK_BUILD_LEASE_SECONDS": str(LEASE_SECONDS),
        "COOKBOOK_BUILD_PROCESSES": "1",
        **variables,
    }
    with (disk / "log").open("wb") as log:
        process = subprocess.Popen(
            [sys.executable, "-m", "cookbook", "worker"],
            env=environment,
            cwd=Path(__file__).parents[2],
            stdout=log,
            stderr=log,
        )
    try:
        yield Machine(process, disk / "log")
    finally:
        process.terminate()
        process.wait(timeout=PATIENCE)


@contextmanager
def two_machines(folder: Path) -> Iterator[tuple[Machine, Machine]]:
    """Run two that help each other."""
    with machine(folder / "a") as one, machine(folder / "b") as other:
        wait_for(lambda: one.is_ready() and other.is_ready())
        yield one, other


def wait_until_one_helps(machines: tuple[Machine, Machine]) -> Machine:
    """Hold up whoever has the book until the other has helped; give the one that has."""
    held: set[int] = set()

    def has_helped() -> bool:
        for process in [each for one in machines for each in own_setters(one)]:
            with suppress(ProcessLookupError):
                os.kill(process, signal.SIGSTOP)
                held.add(process)
        return any(each.helped() for each in machines)

    wait_for(has_helped)
    for process in held:
        with suppress(ProcessLookupError):
            os.kill(process, signal.SIGCONT)
    return next(each for each in machines if each.helped())


def own_setters(one: Machine) -> list[int]:
    """The processes that set pages of the book that a machine has in its press."""
    presses = [each for each in below(one.process.pid) if PRESS in command_of(each)]
    return [each for press in presses for each in below(press) if SETTER in command_of(each)]


def wait_for(condition: Callable[[], bool]) -> None:
    until = time.monotonic() + PATIENCE
    while not condition():
        if time.monotonic() > until:
            pytest.fail("it never came to that")
        time.sleep(0.05)


def make_long_book(session: Session, recipes: int = 12, title: str = "Stone Soups") -> Volume:
    texts = [recipe_text(f"Soup number {number}") for number in range(recipes)]
    return make_book(session, title, *texts)


def ask(session: Session, volume: Volume) -> Build:
    """Ask for a preview and send it to the workers."""
    build = ask_for_preview(session, volume, person=None)
    session.commit()
    start_build(build.id)
    return build


def is_done(build: Build) -> bool:
    return build.state is BuildState.SUCCEEDED


def digests(build: Build) -> dict[str, str]:
    """The digests of the books that a build made."""
    return {
        each.path.rpartition(".")[2]: each.digest
        for each in build.files
        if each.path.endswith((".pdf", ".epub"))
    }


def pressed_here(session: Session, build: Build, folder: Path, workers: int) -> dict[str, str]:
    """The digests of the books that this process makes of the same."""
    shutil.rmtree(folder, ignore_errors=True)
    write_frozen(session, get_storage(), Frozen(**build.source), folder / "book")
    formats = (Format.PDF, Format.EPUB)
    press_book(folder / "book", folder / "out", PressOptions(formats=formats, workers=workers))
    return {
        each.suffix[1:]: hashlib.sha256(each.read_bytes()).hexdigest()
        for each in (folder / "out").iterdir()
        if each.suffix in (".pdf", ".epub")
    }


class TestTwoMachines:
    def test_they_press_one_book_together_and_it_is_the_same_as_from_one(
        self, farm: Flask, rows: Session, tmp_path: Path
    ) -> None:
        assert farm
        with two_machines(tmp_path) as machines:
            build = ask(rows, make_long_book(rows))
            wait_until_one_helps(machines)
            wait_until(rows, build, lambda: is_done(build))
        for workers in (1, 3):
            assert pressed_here(rows, build, tmp_path / "here", workers) == digests(build)

    def test_one_that_is_killed_while_it_helps_costs_the_build_nothing(
        self, farm: Flask, rows: Session, tmp_path: Path
    ) -> None:
        assert farm
        with two_machines(tmp_path) as machines:
            build = ask(rows, make_long_book(rows, 24))
            os.kill(wait_until_one_helps(machines).process.pid, signal.SIGKILL)
            wait_until(rows, build, lambda: is_done(build))
        assert build.attempts == 1
        assert pressed_here(rows, build, tmp_path / "here", 2) == digests(build)

    def test_what_a_cancelled_build_lent_is_dropped_without_work(
        self, farm: Flask, rows: Session, tmp_path: Path
    ) -> None:
        broker = get_settings().builds.broker_url
        assert farm
        with machine(tmp_path / "a", COOKBOOK_BUILD_HELP="no"):
            build = ask(rows, make_long_book(rows, 24))
            wait_for(lambda: waiting(broker) > 0)
            cancel_build(rows, build, person=None)
            rows.commit()
            wait_until(rows, build, lambda: build.state is BuildState.CANCELLED)
            assert waiting(broker) > 0
            with machine(tmp_path / "b") as other:
                wait_for(lambda: waiting(broker) == 0)
                assert not other.helped()

    def test_what_somebody_spoiled_in_the_bucket_is_made_again(
        self, farm: Flask, rows: Session, tmp_path: Path, bucket: BucketSettings
    ) -> None:
        assert farm
        volume = make_long_book(rows, 8)
        with machine(tmp_path / "a"), machine(tmp_path / "b"):
            first = ask(rows, volume)
            wait_until(rows, first, lambda: is_done(first))
            made = digests(first)
        spoil(bucket)
        with machine(tmp_path / "c"), machine(tmp_path / "d"):
            second = ask(rows, volume)
            wait_until(rows, second, lambda: is_done(second))
        assert digests(second) == made


def spoil(settings: BucketSettings) -> None:
    """Overwrite whatever a cache keeps in a bucket."""
    bucket = Bucket(settings)
    for page in list(bucket.pages("cache/")):
        for each in page.objects:
            bucket.put(each.name, b"poison")


class TestPriority:
    def test_a_preview_overtakes_the_editions_that_wait(
        self, farm: Flask, rows: Session, tmp_path: Path
    ) -> None:
        assert farm
        editions = []
        for title in ("First Soups", "More Soups"):
            edition = release_edition(rows, make_book(rows, title), person=None)
            rows.commit()
            start_build(edition.id)
            editions.append(edition)
        preview = ask(rows, make_book(rows, "Soups to Come"))
        with machine(tmp_path / "a"):
            wait_until(rows, preview, lambda: is_done(preview))
            rows.rollback()
            assert all(each.ended_at is None for each in editions)

    def test_what_a_preview_lends_overtakes_what_an_edition_has_lent(
        self, farm: Flask, rabbitmq: str
    ) -> None:
        settings = replace(get_settings())
        shared = open_shared_cache(settings.cache)
        assert shared is not None
        field = Farm(farm.extensions[ENGINE_KEY], shared, 60)
        for number, priority in enumerate([Priority.LATER, Priority.LATER, Priority.SOON]):
            field.loans_of(priority).lend(f"loan {number}", "mark")
        with Connection(rabbitmq) as connection:
            wait_for(lambda: waiting(rabbitmq) == 3)
            queue = SIGNATURES(connection.default_channel)
            found = [queue.get(no_ack=True, accept=["json"]) for _ in range(3)]
        assert [message.payload[0] for message in found] == ["loan 2", "loan 0", "loan 1"]
