"""A real worker beside a live site, as `cookbook worker` runs it."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from cookbook.config import Settings

ROOT = Path(__file__).parents[2]
STOP_SECONDS = 60


@contextmanager
def working_press(settings: Settings) -> Iterator[None]:
    """Run a worker, as a process of its own, on the site of these settings."""
    environment = {
        **os.environ,
        "COOKBOOK_INSTANCE": str(settings.instance),
        "DATABASE_URL": settings.database_url,
        "COOKBOOK_SECRET_KEY": settings.secret_key,
    }
    command = [sys.executable, "-m", "cookbook", "worker"]
    with subprocess.Popen(
        command, env=environment, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    ) as process:
        try:
            yield
        finally:
            process.terminate()
            process.wait(timeout=STOP_SECONDS)
