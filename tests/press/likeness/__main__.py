"""The command: python -m tests.press.likeness FIRST.pdf SECOND.pdf."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from tests.press.likeness.comparing import differences


def main(arguments: list[str] | None = None) -> int:
    """Print how two PDFs differ; give 1 where they do."""
    parser = argparse.ArgumentParser(
        prog="python -m tests.press.likeness", description=main.__doc__
    )
    parser.add_argument("first", type=Path)
    parser.add_argument("second", type=Path, help="what the first should be like")
    parser.add_argument("--within-pt", type=float, default=0.1, help="how far a thing may be off")
    parser.add_argument("--limit", type=int, default=20, help="end after so many differences")
    given = parser.parse_args(arguments)
    found = differences(given.first, given.second, within_pt=given.within_pt, limit=given.limit)
    sys.stdout.write("".join(f"{each}\n" for each in found) or "The two are alike.\n")
    return int(bool(found))


if __name__ == "__main__":
    sys.exit(main())
