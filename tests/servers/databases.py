"""Which database the tests run on: the option, the marker, and a new database for who asks.

A pytest plugin. `--database postgresql` starts one server for the whole run; every test process
gets databases of its own in it. What uses a database is marked `database`, from its fixtures.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import ExitStack
from enum import StrEnum
from itertools import count
from pathlib import Path
from typing import Any, TypeAlias

import pytest

from tests.servers.postgresql import Cluster, ServerNotStartedError, running_cluster

NewDatabase: TypeAlias = Callable[[], str]

CLUSTER = pytest.StashKey[Cluster]()
HANDED_ON = "postgresql_folder"


class Database(StrEnum):
    """The kinds of database that the project runs on."""

    SQLITE = "sqlite"
    POSTGRESQL = "postgresql"


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--database",
        choices=[kind.value for kind in Database],
        default=Database.SQLITE.value,
        help="the database that tests run on (default: %(default)s)",
    )


def chosen_database(config: pytest.Config) -> Database:
    """Tell which kind of database this run uses."""
    return Database(config.getoption("--database"))


def pytest_configure(config: pytest.Config) -> None:
    if chosen_database(config) is not Database.POSTGRESQL or config.option.collectonly:
        return
    handed: dict[str, Any] = getattr(config, "workerinput", {})
    if HANDED_ON in handed:
        config.stash[CLUSTER] = Cluster(Path(handed[HANDED_ON]))
        return
    stack = ExitStack()
    config.add_cleanup(stack.close)
    try:
        config.stash[CLUSTER] = stack.enter_context(running_cluster())
    except ServerNotStartedError as err:
        raise pytest.UsageError(str(err)) from err


@pytest.hookimpl(optionalhook=True)
def pytest_configure_node(node: Any) -> None:  # noqa: ANN401 -- xdist publishes no type for it
    """Tell a test process of xdist where the one server is."""
    if CLUSTER in node.config.stash:
        node.workerinput[HANDED_ON] = str(node.config.stash[CLUSTER].folder)


def pytest_report_header(config: pytest.Config) -> str:
    return f"database: {chosen_database(config)}"


@pytest.hookimpl(tryfirst=True)  # before -m chooses by it
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if "new_database" in getattr(item, "fixturenames", ()):
            item.add_marker(pytest.mark.database)


@pytest.fixture(scope="session")
def new_database(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> NewDatabase:
    """Make a new, empty database at each call, and return its address as SQLAlchemy reads it."""
    cluster = request.config.stash.get(CLUSTER, None)
    worker = getattr(request.config, "workerinput", {}).get("workerid", "main")
    numbers = count(1)

    def make() -> str:
        if cluster is None:
            return f"sqlite:///{tmp_path_factory.mktemp('database') / 'cookbook.sqlite'}"
        return cluster.create_database(f"{worker}_{next(numbers)}")

    return make
