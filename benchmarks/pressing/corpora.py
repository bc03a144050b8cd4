"""Real collections that lie beside the project, made into book folders by the command itself."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

PLACE = Path(__file__).resolve().parents[3] / "shared" / "corpora"
BOOKS = {
    "recipes-based-cooking": "Based Cooking",
    "textbook-learning-statistics-with-r": "Learning Statistics with R",
    "textbook-turing-way": "The Turing Way",
}


def exported_corpora(folder: Path) -> Iterator[tuple[str, Path]]:
    """Give the title and the book folder of each collection that is there."""
    for name, title in BOOKS.items():
        if (PLACE / name).is_dir():
            book = folder / name
            if not book.exists():
                _export(PLACE / name, name, title, folder)
            yield title, book


def _export(corpus: Path, slug: str, title: str, folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    environment = {**os.environ, "COOKBOOK_INSTANCE": str(folder / f"{slug}-instance")}
    command = [sys.executable, "-m", "cookbook"]
    for arguments in (
        ["import", str(corpus), "--volume", slug, "--title", title],
        ["export", slug, str(folder / slug)],
    ):
        subprocess.run(
            [*command, *arguments], check=True, env=environment, stdout=subprocess.DEVNULL
        )
