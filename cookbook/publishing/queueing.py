"""The queues: what comes first, and the embedded one, whose messages are files of a folder.

There they appear and are taken in one step each.

Kombu's own transport of this kind opens a file under its final name before it writes, so that a
reader may find it empty; and moves what it reads to the system's folder for temporary files.
"""

from __future__ import annotations

import json
import time
import uuid
from contextlib import suppress
from enum import IntEnum
from pathlib import Path
from queue import Empty
from typing import Any

from kombu.transport import filesystem

from cookbook.models import BuildPurpose

ENDING = ".msg"
MAX_PRIORITY = 9


class Priority(IntEnum):
    """How soon a message is wanted: of those that wait, the highest is given first."""

    LATER = 1
    SOON = 5
    """Somebody sits and waits for it."""


def priority_of(purpose: BuildPurpose | None) -> Priority:
    """Give how soon a build is wanted: a preview before an edition."""
    return Priority.SOON if purpose is BuildPurpose.PREVIEW else Priority.LATER


class FolderChannel(filesystem.Channel):
    """Puts and takes messages by renaming their files."""

    def _put(self, queue: str, payload: Any, **_more: Any) -> None:  # type: ignore[override]  # noqa: ANN401 -- kombu disagrees with itself
        folder = Path(self.data_folder_out)
        haste = MAX_PRIORITY - int(payload["properties"].get("priority") or 0)
        name = f"{haste}-{time.time_ns():020}-{uuid.uuid4().hex}.{queue}"
        folder.mkdir(parents=True, exist_ok=True)
        written = folder / f".{name}"
        written.write_text(json.dumps(payload), encoding="utf-8")
        written.rename(folder / f"{name}{ENDING}")

    def _get(self, queue: str, timeout: Any = None) -> Any:  # noqa: ANN401, ARG002 -- kombu's signature
        for file in sorted(Path(self.data_folder_in).glob(f"*.{queue}{ENDING}")):
            taken = file.with_suffix(".taken")
            # Another worker may take it first.
            with suppress(FileNotFoundError):
                file.rename(taken)
                message = json.loads(taken.read_bytes())
                taken.unlink()
                return message
        raise Empty


class Transport(filesystem.Transport):
    """The transport that Celery is told to use where no broker is named."""

    Channel = FolderChannel
