"""A PostgreSQL server for one run of the tests: its own folder, its own socket, gone at the end."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import psycopg
from psycopg import sql

from tests.servers.minder import SUPERUSER

ROOT = Path(__file__).resolve().parent.parent.parent


class ServerNotStartedError(RuntimeError):
    """A server that the tests need did not start; the message says why and what to do."""


@dataclass(frozen=True)
class Cluster:
    """A running server, known by the folder of its socket; nothing listens on a network port."""

    folder: Path

    def url(self, database: str) -> str:
        """Give the address of one of its databases, as SQLAlchemy reads it."""
        return f"postgresql+psycopg://{SUPERUSER}@/{database}?host={self.folder}"

    def create_database(self, name: str) -> str:
        """Make an empty database and return its address."""
        with psycopg.connect(
            host=str(self.folder), user=SUPERUSER, dbname="postgres", autocommit=True
        ) as connection:
            connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
        return self.url(name)


@contextmanager
def running_cluster() -> Iterator[Cluster]:
    """Run a new server until the context is left.

    A process of its own minds the server and stops it when our end of its pipe closes, so that
    nothing stays behind however the tests end, a kill included. Raises ServerNotStartedError.
    """
    with subprocess.Popen(
        [sys.executable, "-m", "tests.servers.minder"],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        # Ctrl-C is for the tests, which may still want to write as they end.
        start_new_session=True,
    ) as minder:
        assert minder.stdout is not None
        folder = minder.stdout.readline().strip()
        if not folder:
            _, said = minder.communicate()
            raise ServerNotStartedError(said.strip() or "the server's minder said nothing")
        try:
            yield Cluster(Path(folder))
        finally:
            minder.communicate()
