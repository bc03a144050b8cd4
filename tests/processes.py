"""What tests ask about running processes; Linux only."""

from __future__ import annotations

from pathlib import Path


def below(process: int) -> list[int]:
    """Give the processes that a process started, and those that they did."""
    found: list[int] = []
    for thread in Path(f"/proc/{process}/task").glob("*"):
        for child in _read(thread / "children").split():
            found += [int(child), *below(int(child))]
    return found


def is_running(process: int) -> bool:
    """Tell whether a process is there, and more than a name that nobody has asked for yet."""
    stat = _read(Path(f"/proc/{process}/stat"))
    return bool(stat) and stat.rpartition(")")[2].split()[0] != "Z"


def command_of(process: int) -> str:
    """Give what a process was started as, or "" when it has ended."""
    return _read(Path(f"/proc/{process}/cmdline")).replace("\0", " ")


def _read(file: Path) -> str:
    try:
        return file.read_text(encoding="utf-8", errors="replace")
    except (FileNotFoundError, ProcessLookupError):
        return ""
