"""The embedded queue: messages as files of a folder, which appear and are taken in one step each.

Kombu's own transport of this kind opens a file under its final name before it writes, so that a
reader may find it empty; and moves what it reads to the system's folder for temporary files.
"""

from __future__ import annotations

import json
import time
import uuid
from contextlib import suppress
from pathlib import Path
from queue import Empty
from typing import Any

from kombu.transport import filesystem

ENDING = ".msg"


class FolderChannel(filesystem.Channel):
    """Puts and takes messages by renaming their files."""

    def _put(self, queue: str, payload: Any, **_more: Any) -> None:  # type: ignore[override]  # noqa: ANN401 -- kombu disagrees with itself
        folder = Path(self.data_folder_out)
        name = f"{time.time_ns():020}-{uuid.uuid4().hex}.{queue}"
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
