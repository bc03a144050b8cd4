from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.request import urlopen

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from cookbook.config import Settings
from cookbook.extensions import get_settings
from cookbook.models import Build, BuildState
from cookbook.publishing.builds import ask_for_preview, cancel_build
from cookbook.publishing.running import Desk
from cookbook.publishing.tasks import ENGINE_KEY, QUEUE, _reap_once, start_build
from tests.processes import below, command_of, is_running
from tests.publishing.conftest import LEASE_SECONDS, make_book

PATIENCE = 300.0
"""Seconds after which a test gives up; none waits for so long."""


@contextmanager
def running(settings: Settings, *arguments: str) -> Iterator[subprocess.Popen[bytes]]:
    """A cookbook command as a process of its own, on the site of these settings."""
    environment = {
        **os.environ,
        "COOKBOOK_INSTANCE": str(settings.instance),
        "DATABASE_URL": settings.database_url,
        "COOKBOOK_BUILD_LEASE_SECONDS": str(LEASE_SECONDS),
        "COOKBOOK_BUILD_PROCESSES": "1",
    }
    root = Path(__file__).parents[2]
    command = [sys.executable, "-m", "cookbook", *arguments]
    with subprocess.Popen(
        command, env=environment, cwd=root, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    ) as process:
        try:
            yield process
        finally:
            process.terminate()
            process.wait(timeout=PATIENCE)


def wait_until(
    session: Session, build: Build, condition: Callable[[], bool], why: str = "nothing came of it"
) -> None:
    until = time.monotonic() + PATIENCE
    while True:
        session.rollback()
        session.refresh(build)
        if condition():
            return
        if time.monotonic() > until:
            pytest.fail(f"{why}: {build.state}, {build.stage}, {build.problem}\n{build.log}")
        time.sleep(0.02)


def wait_until_gone(processes: Collection[int]) -> None:
    """Fail where one of some processes doesn't end: those that are told to take a moment."""
    until = time.monotonic() + PATIENCE
    while any(map(is_running, processes)):
        if time.monotonic() > until:
            pytest.fail(f"still there: {[command_of(each) for each in processes]}")
        time.sleep(0.02)


def messages() -> list[Path]:
    """What lies in the embedded queue."""
    return list(get_settings().queue_folder.glob(f"*.{QUEUE}.msg"))


def queue_preview(session: Session) -> Build:
    build = ask_for_preview(session, make_book(session), person=None)
    session.commit()
    start_build(build.id)
    return build


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class TestServe:
    def test_a_build_outlives_the_kill_of_its_worker_and_all_end_together(
        self, house: Flask, rows: Session
    ) -> None:
        assert house
        port = free_port()
        build = queue_preview(rows)
        with running(get_settings(), "serve", "--port", str(port), "--workers", "1") as site:
            wait_until(rows, build, lambda: build.stage not in ("", "Starting"))
            assert build.state is BuildState.RUNNING
            worker = int(build.worker.split("-")[-2])
            press = below(worker)
            assert press
            os.kill(worker, signal.SIGKILL)
            wait_until(rows, build, lambda: build.state is BuildState.SUCCEEDED)
            assert build.attempts == 2
            assert int(build.worker.split("-")[-2]) != worker
            assert build.files
            wait_until_gone(press)
            with urlopen(f"http://127.0.0.1:{port}/healthz", timeout=PATIENCE) as answer:
                assert answer.status == 200
            everyone = below(site.pid)
            site.terminate()
            assert site.wait(timeout=PATIENCE) == 0
            wait_until_gone(everyone)

    def test_a_port_that_is_taken_is_named(self, house: Flask) -> None:
        assert house
        with socket.socket() as taken:
            taken.bind(("127.0.0.1", 0))
            taken.listen()
            port = taken.getsockname()[1]
            command = [sys.executable, "-m", "cookbook", "serve", "--port", str(port)]
            done = subprocess.run(
                command, capture_output=True, text=True, timeout=PATIENCE, check=False
            )
        assert done.returncode == 1
        assert f"port {port}" in done.stderr
        assert "--port" in done.stderr


class TestUpgrade:
    def test_a_database_that_does_not_answer_is_told_in_a_line(self, tmp_path: Path) -> None:
        environment = {
            **os.environ,
            "COOKBOOK_INSTANCE": str(tmp_path),
            "DATABASE_URL": f"postgresql://nobody@127.0.0.1:{free_port()}/cookbook",
        }
        done = subprocess.run(
            [sys.executable, "-m", "cookbook", "upgrade"],
            env=environment,
            capture_output=True,
            text=True,
            timeout=PATIENCE,
            check=False,
        )
        assert done.returncode == 1
        assert "database does not answer" in done.stderr
        assert "Traceback" not in done.stderr


class TestWorker:
    def test_told_to_stop_it_gives_its_build_back_and_the_next_one_takes_it(
        self, house: Flask, rows: Session
    ) -> None:
        assert house
        build = queue_preview(rows)
        with running(get_settings(), "worker") as first:
            wait_until(rows, build, lambda: build.stage not in ("", "Starting"))
            press = below(first.pid)
            first.terminate()
            assert first.wait(timeout=PATIENCE) == 0
            wait_until_gone(press)
        wait_until(rows, build, lambda: True)
        assert (build.state, build.attempts) == (BuildState.QUEUED, 0)
        with running(get_settings(), "worker") as second:
            wait_until(rows, build, lambda: build.state is BuildState.RUNNING)
            assert f"-{second.pid}-" in build.worker
            assert build.attempts == 1


class TestReaping:
    def test_a_build_whose_message_was_lost_is_sent_again_once_a_minute(
        self, house: Flask, rows: Session, desk: Desk
    ) -> None:
        assert house
        build = ask_for_preview(rows, make_book(rows), person=None)
        rows.commit()
        sent: dict[int, float] = {}
        for _ in range(3):
            _reap_once(desk, sent, 0.0)
        assert len(messages()) == 1
        cancel_build(rows, build, person=None)
        rows.commit()
        _reap_once(desk, sent, 0.0)
        assert (sent, len(messages())) == ({}, 1)


class TestStartBuild:
    def test_the_queue_gives_each_message_once_and_in_order(self, house: Flask) -> None:
        for build_id in (7, 3):
            start_build(build_id)
        assert len(messages()) == 2
        found = []
        with (
            house.extensions[ENGINE_KEY].connection() as connection,
            connection.SimpleQueue(QUEUE) as queue,
        ):
            for _ in range(2):
                message = queue.get(timeout=PATIENCE)
                found.append(message.payload[0])
                message.ack()
        assert found == [[7], [3]]
        assert not messages()

    def test_a_broker_that_is_not_there_stops_no_request(
        self, house: Flask, rows: Session, caplog: pytest.LogCaptureFixture
    ) -> None:
        build = ask_for_preview(rows, make_book(rows), person=None)
        rows.commit()
        house.extensions[ENGINE_KEY].conf.broker_transport = None
        house.extensions[ENGINE_KEY].conf.broker_url = f"amqp://127.0.0.1:{free_port()}//"
        start_build(build.id)
        assert f"Build {build.id} could not be sent" in caplog.text
        rows.refresh(build)
        assert build.state is BuildState.QUEUED
