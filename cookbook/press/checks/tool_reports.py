"""The reports that other programs write of a book, as JSON: read with bounds, or not at all."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

MAX_REPORT = 64_000_000
"""So many bytes a report may have."""


def read_tool_report(report: Path, key: str) -> Mapping[str, Any] | None:
    """Read a report that has some key; None where it is absent, too large, or something else."""
    try:
        if report.stat().st_size > MAX_REPORT:
            return None
        values = json.loads(report.read_text(encoding="utf-8", errors="replace"))
    except (OSError, ValueError):
        return None
    return values if isinstance(values, dict) and key in values else None
