"""Edits that change how many pages an entry has, each time to a text that never was before."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from pathlib import Path

from cookbook.manuscript import Recipe, read_book_folder

MORE_STEPS = 20
"""So many fill more than a page. Chapters open on the right: two pages move the one behind."""
STEP = (
    "Take the pan off the flame, let it rest for as long as a song takes, and look whether what is "
    "in it has come together; if it hasn't, put it back, stir it slowly, and wait once more."
)
SHARES = (0.5, 0.02, 0.98)
"""Where in the book the edited entries stand: in its middle, near its beginning, near its end."""


class Edits:
    """Edits a book folder, entry by entry; what was made longer is made short the next time."""

    def __init__(self, source: Path) -> None:
        self.source = source
        folder = read_book_folder(source)
        self.is_recipe = {path: isinstance(entry, Recipe) for path, entry in folder.entries.items()}
        self.behind: dict[str, str] = {}
        for part in folder.book.parts:
            paths = [ref.path for top in part.entries for ref in top.walk()]
            self.behind.update(itertools.pairwise(paths))
        entries = list(self.behind)
        chosen = [entries[int(share * (len(entries) - 1))] for share in SHARES]
        self.texts = {path: (source / path).read_text(encoding="utf-8") for path in chosen}

    def all(self, rounds: int) -> Iterator[str]:
        """Make so many rounds of edits, one at each place; give the path of each once made."""
        for number in range(1, rounds + 1):
            for path, text in self.texts.items():
                steps = MORE_STEPS if self.is_recipe[path] else 2 * MORE_STEPS
                more = f" {STEP}" * steps if number % 2 else ""
                told = f"It was tried {number} times.{more}"
                (self.source / path).write_text(self._longer(path, text, told), encoding="utf-8")
                yield path

    def after(self, path: str) -> str:
        """Give the entry behind this one, in the same part: its folio tells whether pages changed.

        What ends a part may grow without that: the next part opens on the right in any case.
        """
        return self.behind[path]

    def _longer(self, path: str, text: str, told: str) -> str:
        heading = "\n## Notes\n" if self.is_recipe[path] and "\n## Notes" not in text else ""
        return f"{text.rstrip()}\n{heading}\n{told}\n"
