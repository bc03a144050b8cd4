"""Python's search for memory that is no longer used, fitted to what the press does."""

from __future__ import annotations

import contextlib
import gc
from collections.abc import Iterator

SELDOM = 10_000
"""After so many new objects Python looks for cycles among them, instead of 700."""


@contextlib.contextmanager
def collecting_seldom() -> Iterator[None]:
    """Have it look less often for a while: trees are millions of lists, and none is in a cycle."""
    before = gc.get_threshold()
    gc.set_threshold(SELDOM, *before[1:])
    try:
        yield
    finally:
        gc.set_threshold(*before)
