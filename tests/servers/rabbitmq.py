"""A real RabbitMQ for tests of builds that many machines share. A pytest plugin.

With folder, ports, cookie and epmd of its own, so that nothing of the machine is touched; started
when the first test asks and gone at the end.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.servers.keeper import HOST, ServerNotStartedError, free_ports, kept_server

REMEDY = "script/setup --test installs it"
DEBIAN = Path("/usr/lib/rabbitmq/bin/rabbitmq-server")
"""The server itself; what Debian has in PATH changes to an account of its own first."""

START = """
umask 077
printf %s "$COOKIE" >.erlang.cookie
chmod 400 .erlang.cookie
printf '[].' >plugins
printf 'disk_free_limit.absolute = 1MB\\nvm_memory_high_watermark.relative = 0.9\\n' >rabbitmq.conf
epmd &
exec "$SERVER"
"""
"""Who starts epmd in the foreground can end it, too."""


def find_server() -> str:
    """Give the server's program: Debian's, else the one in PATH."""
    found = str(DEBIAN) if DEBIAN.is_file() else shutil.which("rabbitmq-server")
    if found is None:
        raise ServerNotStartedError(f"RabbitMQ is not installed: {REMEDY}")
    return found


@contextmanager
def running_rabbitmq() -> Iterator[str]:
    """Run a new server until the context is left, and give its address.

    Raises ServerNotStartedError.
    """
    port, distribution, names = free_ports(3)
    environment = {
        "COOKIE": "COOKBOOKTESTSCOOKIE",
        "SERVER": find_server(),
        "ERL_EPMD_PORT": str(names),
        "ERL_EPMD_ADDRESS": HOST,
        "RABBITMQ_NODENAME": f"cookbook-{port}@localhost",
        "RABBITMQ_NODE_IP_ADDRESS": HOST,
        "RABBITMQ_NODE_PORT": str(port),
        "RABBITMQ_DIST_PORT": str(distribution),
        "RABBITMQ_CONF_ENV_FILE": "{folder}/none",
        "RABBITMQ_CONFIG_FILE": "{folder}/rabbitmq.conf",
        "RABBITMQ_ADVANCED_CONFIG_FILE": "{folder}/none",
        "RABBITMQ_ENABLED_PLUGINS_FILE": "{folder}/plugins",
        "RABBITMQ_MNESIA_BASE": "{folder}/mnesia",
        "RABBITMQ_LOG_BASE": "{folder}",
        "RABBITMQ_LOGS": "-",
        "RABBITMQ_PID_FILE": "{folder}/pid",
        "RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS": "+S 1:1 -kernel inet_dist_use_interface {127,0,0,1}",
    }
    with kept_server(port, ["sh", "-c", START], environment):
        yield f"amqp://guest:guest@{HOST}:{port}//"


@pytest.fixture(scope="session")
def rabbitmq() -> Iterator[str]:
    """The address of a RabbitMQ, for all tests of this process."""
    with running_rabbitmq() as address:
        yield address
