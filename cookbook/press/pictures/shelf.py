"""The vetted pictures of one build, by their paths in the book folder."""

from __future__ import annotations

import posixpath
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from cookbook.manuscript.fields import is_inside_path
from cookbook.press.caching import Cache, MemoryCache
from cookbook.press.pictures.stored import PictureStore
from cookbook.press.pictures.vetting import PictureError, VettedPicture
from cookbook.press.warnings import WarningKind, Warnings


@dataclass
class PictureShelf:
    """Finds, vets and keeps pictures; `used` remembers the alternative text of each in the book."""

    root: Path
    warnings: Warnings
    cache: Cache = field(default_factory=MemoryCache)
    pictures: dict[str, VettedPicture] = field(default_factory=dict)
    refused: dict[str, str] = field(default_factory=dict)

    def find(self, entry: str, target: str) -> str | None:
        """Give the path of a vetted picture that an entry names, or None after a warning."""
        path = self._path(entry, target)
        if path is None:
            self._warn(
                entry,
                f'the picture "{target[:80]}" is not one of the book\'s files; it is left out, '
                "and nothing was fetched.",
            )
            return None
        if path not in self.pictures and path not in self.refused:
            self._vet(path)
        if path in self.refused:
            self._warn(entry, f'the picture "{path[:80]}" is left out: {self.refused[path]}')
            return None
        if self.pictures[path].left_out:
            lost = ", ".join(self.pictures[path].left_out)
            self._warn(entry, f'the drawing "{path[:80]}" is shown without its {lost}.')
        return path

    def vetted(self) -> Mapping[str, VettedPicture]:
        """Give the pictures that were found, in the order of their paths."""
        return dict(sorted(self.pictures.items()))

    def _path(self, entry: str, target: str) -> str | None:
        inside = possible_paths(entry, target)
        for path in inside:
            if _is_file(self.root / path):
                return path
        return inside[0] if inside else None

    def _vet(self, path: str) -> None:
        try:
            if not (self.root / path).exists():
                self.refused[path] = "there is no such file."
                return
            self.pictures[path] = PictureStore(self.cache, self.root.resolve()).vet(path)
        except PictureError as err:
            self.refused[path] = f"{err.message} {err.remedy}".strip()
        except (OSError, ValueError):
            self.refused[path] = "no file can have that name."

    def _warn(self, entry: str, message: str) -> None:
        self.warnings.add(entry, WarningKind.IMAGE, message)


def possible_paths(entry: str, target: str) -> list[str]:
    """Give the files of a book folder that a picture named by an entry may be, likeliest first."""
    beside = posixpath.normpath(posixpath.join(posixpath.dirname(entry), target))
    return [path for path in dict.fromkeys((target, beside)) if is_inside_path(path)]


def _is_file(path: Path) -> bool:
    """Tell whether there is a file; a name that the system can't have is none."""
    try:
        return path.is_file()
    except (OSError, ValueError):
        return False
