"""What every test stands on: no test reaches another machine."""

from __future__ import annotations

import os
from collections.abc import Iterator

import pytest
from hypothesis import HealthCheck, settings

from tests.outside import WATCH, start_watching

start_watching()

pytest_plugins = (
    "tests.servers.databases",
    "tests.servers.rabbitmq",
    "tests.servers.seaweedfs",
    "tests.servers.smtp",
    "tests.site",
)

# A slow machine is no failure, and what judges every submission uses the same examples each time.
settings.register_profile(
    "steady",
    deadline=None,
    derandomize="CI" in os.environ,
    suppress_health_check=[HealthCheck.too_slow],
)
settings.load_profile("steady")


@pytest.fixture(autouse=True)
def _stays_on_this_machine() -> Iterator[None]:
    yield
    reached = list(WATCH.reached)
    WATCH.reached.clear()
    if reached:
        pytest.fail(f"this test reached outside: {', '.join(reached)}")
