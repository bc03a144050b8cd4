"""The task engine, bound to the app: it carries the ids of builds; the rows are the truth."""

from __future__ import annotations

import logging
import os
import socket
import threading
import time
import uuid
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from math import inf
from typing import Any

from celery import Celery, signals
from celery.platforms import SecurityWarning
from flask import Flask, current_app
from sqlalchemy import select
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from cookbook.config import Settings
from cookbook.extensions import db, get_settings, get_storage
from cookbook.models import Build
from cookbook.publishing.farming import Farm, Helpers
from cookbook.publishing.leases import UNTAKEN_SECONDS, reap_builds, untaken_builds
from cookbook.publishing.pressroom import Pressroom
from cookbook.publishing.queueing import MAX_PRIORITY, Priority, priority_of
from cookbook.publishing.running import Desk, run_build, sweep_pressing_folder
from cookbook.storage import open_cache, open_shared_cache

ENGINE_KEY = "cookbook-tasks"
QUEUE = "builds"
RUN_BUILD = "cookbook.run_build"
EMBEDDED = "cookbook.publishing.queueing:Transport"
EMBEDDED_POLL_SECONDS = 0.2
BROKER_SECONDS = 2
"""How long a request may wait for a broker that doesn't answer."""
SEND_AGAIN_SECONDS = 60
LOGGER = logging.getLogger(__name__)


def bind_tasks(app: Flask) -> None:
    """Give the app its task engine."""
    settings: Settings = app.config["COOKBOOK_SETTINGS"]
    engine = Celery("cookbook", set_as_current=False)
    engine.conf.update(_engine_settings(settings))
    app.extensions[ENGINE_KEY] = engine


def start_build(build_id: int) -> None:
    """Have a queued build run; call it after the commit.

    A broker that doesn't answer is only logged: workers find builds that nobody took by themselves.
    """
    engine: Celery = current_app.extensions[ENGINE_KEY]
    try:
        if not get_settings().builds.broker_url:
            _make_queue_folder(get_settings())
        purpose = db.session.scalar(select(Build.purpose).where(Build.id == build_id))
        engine.send_task(
            RUN_BUILD,
            args=[build_id],
            priority=priority_of(purpose),
            retry=False,
            ignore_result=True,
        )
    except Exception:
        LOGGER.exception("Build %d could not be sent; a worker will find it", build_id)


def work(app: Flask, *, concurrency: int) -> None:
    """Run builds until the process is told to stop: as many at once as `concurrency` says.

    Beside it a thread looks for builds that other workers let go, and for those whose message was
    lost.
    """
    with app.app_context():
        desk = make_desk(app)
        if not desk.settings.broker_url:
            _make_queue_folder(get_settings())
    engine: Celery = app.extensions[ENGINE_KEY]
    # What it warns root of, messages that run code, can't come: ours are JSON.
    warnings.filterwarnings("ignore", category=SecurityWarning)

    # Late, as who is busy must not fetch another one ahead.
    @engine.task(name=RUN_BUILD, ignore_result=True, acks_late=True)  # type: ignore[untyped-decorator]  # Celery is not typed
    def run(build_id: int) -> None:
        run_build(desk, build_id)
        if desk.stopping.is_set():
            # It may be back in the queue, and another worker may have room for it.
            with app.app_context():
                start_build(build_id)

    def stop(**_more: object) -> None:
        desk.stopping.set()

    signals.worker_shutting_down.connect(stop, weak=False)
    reaper = threading.Thread(target=_reap, args=(app, desk), name="reaper", daemon=True)
    reaper.start()
    worker = engine.Worker(
        pool="threads",
        concurrency=concurrency,
        hostname=desk.worker,
        loglevel="WARNING",
        quiet=True,
        without_gossip=True,
        without_mingle=True,
        without_heartbeat=True,
    )
    desk.room.warm_up()
    helpers = _begin_to_help(app, desk)
    try:
        worker.start()
    finally:
        desk.stopping.set()
        helpers.close()
        signals.worker_shutting_down.disconnect(stop)
        reaper.join(timeout=BROKER_SECONDS)
        desk.room.close()


def make_desk(app: Flask) -> Desk:
    """Give what a worker of this app works with; its name is no other's.

    Whoever is done with it closes its room.
    """

    @contextmanager
    def sessions() -> Iterator[Session]:
        with app.app_context():
            session = Session(db.engine)
            try:
                yield session
            finally:
                session.close()

    settings = get_settings()
    shared = open_shared_cache(settings.cache) if settings.is_farm else None
    engine: Celery = app.extensions[ENGINE_KEY]
    return Desk(
        sessions=sessions,
        storage=get_storage(),
        folder=settings.pressing_folder,
        settings=settings.builds,
        worker=f"{socket.gethostname()[:60]}-{os.getpid()}-{uuid.uuid4().hex[:8]}",
        room=Pressroom(settings.builds, settings.cache, lends=settings.is_farm),
        farm=Farm(engine, shared, settings.builds.limit_minutes * 60) if shared else None,
    )


def _begin_to_help(app: Flask, desk: Desk) -> Helpers:
    """Begin to set pages for other machines, if there may be some."""
    with app.app_context():
        settings = get_settings()
    files, shared = open_cache(settings.cache), open_shared_cache(settings.cache)
    helpers = Helpers(app.extensions[ENGINE_KEY], shared or files, files, desk.room.is_busy)
    if settings.is_farm and desk.settings.helps:
        helpers.start(desk.settings.process_count)
    return helpers


def _engine_settings(settings: Settings) -> dict[str, Any]:
    shared: dict[str, Any] = {
        "task_default_queue": QUEUE,
        "task_queue_max_priority": MAX_PRIORITY,
        "task_default_priority": Priority.LATER,
        "task_ignore_result": True,
        "task_store_errors_even_if_ignored": False,
        "worker_prefetch_multiplier": 1,
        "worker_enable_remote_control": False,
        "worker_hijack_root_logger": False,
        "worker_redirect_stdouts": False,
        "broker_connection_retry_on_startup": True,
        "broker_connection_timeout": BROKER_SECONDS,
        "task_publish_retry": False,
    }
    if settings.builds.broker_url:
        return {**shared, "broker_url": settings.builds.broker_url}
    folder = str(settings.queue_folder)
    options = {
        "data_folder_in": folder,
        "data_folder_out": folder,
        "control_folder": folder,
        "polling_interval": EMBEDDED_POLL_SECONDS,
    }
    return {
        **shared,
        "broker_url": "filesystem://localhost//",
        "broker_transport": EMBEDDED,
        "broker_transport_options": options,
    }


def _make_queue_folder(settings: Settings) -> None:
    settings.queue_folder.mkdir(parents=True, exist_ok=True)


def _reap(app: Flask, desk: Desk) -> None:
    """Look for builds that were let go, again and again, until the worker stops."""
    sent: dict[int, float] = {}
    # Who begins takes up all that waits: a worker that stopped may have left it.
    waited = 0.0
    while True:
        try:
            with app.app_context():
                _reap_once(desk, sent, waited)
            desk.room.tidy()
            waited = UNTAKEN_SECONDS
        except DBAPIError as err:
            LOGGER.warning("The database did not answer: %s", err)
        if desk.stopping.wait(desk.settings.renew_seconds):
            return


def _reap_once(desk: Desk, sent: dict[int, float], waited: float) -> None:
    with desk.sessions() as session:
        reaped = reap_builds(session)
        session.commit()
        untaken = untaken_builds(session, waited)
        sweep_pressing_folder(session, desk.folder)
    for build_id in reaped:
        LOGGER.warning("Build %d was let go by its worker; it is queued again", build_id)
    moment = time.monotonic()
    for build_id in {*reaped, *untaken}:
        # A build that waits its turn has its message in the queue; one more a minute does no harm.
        if build_id in reaped or moment - sent.get(build_id, -inf) > SEND_AGAIN_SECONDS:
            sent[build_id] = moment
            start_build(build_id)
    for build_id in sent.keys() - {*reaped, *untaken}:
        del sent[build_id]
