"""What every test stands on: no test reaches another machine."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.outside import WATCH, start_watching

start_watching()


@pytest.fixture(autouse=True)
def _stays_on_this_machine() -> Iterator[None]:
    yield
    reached = list(WATCH.reached)
    WATCH.reached.clear()
    if reached:
        pytest.fail(f"this test reached outside: {', '.join(reached)}")
