"""The worker that pulls proofs: what it does while nobody waits."""

from __future__ import annotations

import subprocess
import sys

LEFT_OVER = """
import weakref
from cookbook.press.proofing.worker import ProofSetter

class Knot:
    pass

setter, knot = ProofSetter(), Knot()
knot.own, left = knot, weakref.ref(knot)
del knot
assert left() is not None
setter.rest()
assert left() is None
"""


class TestRest:
    def test_memory_that_is_no_longer_used_is_given_back(self) -> None:
        # In a process of its own: a setter changes how WeasyPrint works.
        subprocess.run([sys.executable, "-c", LEFT_OVER], check=True, timeout=60)
