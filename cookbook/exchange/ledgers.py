"""What the last import wrote into a volume: checksums by path, in a file beside the volume."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from pathlib import Path

LEDGER_ENDING = ".imported.json"


def ledger_file(folder: Path) -> Path:
    """Give the place of a volume's ledger; no slug holds a dot, so it is never a volume's own."""
    return folder.with_name(folder.name + LEDGER_ENDING)


def read_ledger(folder: Path) -> Mapping[str, frozenset[str]]:
    """Give the checksums that count as written by an import, by path in the book folder.

    A ledger that is absent or broken knows nothing: then every stored file counts as edited.
    """
    try:
        written = json.loads(ledger_file(folder).read_text(encoding="utf-8"))
        return {str(path): frozenset(map(str, digests)) for path, digests in written.items()}
    except (OSError, ValueError, AttributeError, TypeError, RecursionError):
        return {}


def write_ledger(folder: Path, ledger: Mapping[str, frozenset[str]]) -> None:
    """Write the ledger in one step, unless it says so already."""
    file = ledger_file(folder)
    if ledger == read_ledger(folder) and file.is_file():
        return
    plain = {path: sorted(ledger[path]) for path in sorted(ledger)}
    fresh = file.with_name(file.name + ".new")
    fresh.write_text(json.dumps(plain, indent=0) + "\n", encoding="utf-8", newline="\n")
    fresh.replace(file)


def checksum(file: Path) -> str:
    """Give the SHA-256 of a file's bytes."""
    with file.open("rb") as opened:
        return hashlib.file_digest(opened, "sha256").hexdigest()
