"""`cookbook serve`, `cookbook worker`, `cookbook upgrade`: the site, and those who press for it."""

from __future__ import annotations

import logging
import os
import socket
import sys

import click
from flask import Flask
from sqlalchemy.exc import OperationalError

from cookbook.app import create_app
from cookbook.cli.console import say
from cookbook.cli.supervising import Child, supervise
from cookbook.config import load_settings
from cookbook.errors import CookbookError
from cookbook.extensions import db, upgrade_database
from cookbook.publishing.tasks import work

THREADS = 8
"""How many requests one web process answers at once."""


class ServeError(CookbookError):
    """The site can't be served as it is asked for."""


@click.command()
@click.option("--host", default="127.0.0.1", show_default=True, help="The address to listen at.")
@click.option("--port", default=5000, show_default=True, type=click.IntRange(1, 65_535))
@click.option(
    "--workers",
    default=min(2, os.cpu_count() or 1),
    show_default=True,
    type=click.IntRange(1, 64),
    help="How many processes answer requests.",
)
@click.option(
    "--presses",
    default=1,
    show_default=True,
    type=click.IntRange(1, 16),
    help="How many books are pressed at once.",
)
@click.option("--access-log", is_flag=True, help="Print a line for every page that is asked for.")
def serve(host: str, port: int, workers: int, presses: int, *, access_log: bool) -> None:
    """Serve the site, and press its books, until Ctrl-C.

    The database is brought up to date first. Web and press run as processes of their own; one that
    dies is started again. More workers, on this or another machine, are started with "cookbook
    worker".
    """
    _check_port(host, port)
    _upgrade()
    shown = f"[{host}]" if ":" in host else host
    web = [
        *(sys.executable, "-m", "gunicorn", "cookbook.app:create_app()"),
        *("--worker-class", "gthread", "--workers", str(workers), "--threads", str(THREADS)),
        *("--bind", f"{shown}:{port}", "--log-level", "warning", "--graceful-timeout", "5"),
        *("--logger-class", "cookbook.cli.access_log.QuietLogger"),
        *(("--access-logfile", "-") if access_log else ()),
    ]
    press = [sys.executable, "-m", "cookbook", "worker", "--concurrency", str(presses)]
    say(f"The site is at http://{shown}:{port}/")
    say("Ctrl-C stops it.")
    supervise([Child("web", web, needed=True), Child("worker", press)])


@click.command()
@click.option(
    "--concurrency",
    default=1,
    show_default=True,
    type=click.IntRange(1, 64),
    help="How many books are pressed at once.",
)
def worker(concurrency: int) -> None:
    """Press the books that the site asks for, until Ctrl-C.

    A build that is under way then goes back to the queue, and the next worker takes it up.
    """
    logging.basicConfig(format="%(asctime)s %(message)s", datefmt="%Y-%m-%d %H:%M:%S")
    # The engine's own words only matter when something is wrong; ours tell of each build.
    logging.getLogger("cookbook").setLevel(logging.INFO)
    app = _app()
    say(f"Pressing up to {concurrency} at once. Ctrl-C stops it.")
    work(app, concurrency=concurrency)


@click.command()
def upgrade() -> None:
    """Bring the database up to date; one that is there is left as it is."""
    _upgrade()
    say("The database is up to date.")


def _app() -> Flask:
    try:
        return create_app(load_settings())
    except ValueError as err:
        raise ServeError(f"{err}.", remedy="docs/settings.md lists what can be set.") from err


def _upgrade() -> None:
    with _app().app_context():
        try:
            upgrade_database()
        except OperationalError as err:
            raise ServeError(
                f"the database does not answer: {str(err.orig).splitlines()[0]}",
                remedy="Start it, or look at DATABASE_URL.",
            ) from err
        finally:
            db.engine.dispose()


def _check_port(host: str, port: int) -> None:
    """Raise ServeError where nobody can listen there; gunicorn would try again and again."""
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(
            host, port, type=socket.SOCK_STREAM
        )[0]
        with socket.socket(family, kind, protocol) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind(address)
    except OSError as err:
        raise ServeError(
            f"can't listen at {host}, port {port}: {err.strerror}.",
            remedy="Stop what listens there, or choose another with --port.",
        ) from err
