"""Books that are edited at random, and what a press must give alike with and without a cache."""

from __future__ import annotations

import random
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from cookbook.press.assembling import assemble
from cookbook.press.caching import Cache, MemoryCache
from cookbook.press.keeping.manuscripts import read_kept_folder
from cookbook.press.sections import AssembledBook
from cookbook.press.warnings import PressWarning, Warnings


@dataclass(frozen=True)
class Assembled:
    """All of an assembled book that can be compared."""

    sections: tuple[tuple[Any, ...], ...]
    warnings: tuple[PressWarning, ...]
    pictures: tuple[tuple[str, str, str], ...]
    authors: tuple[str, ...]


def assembled(folder: Path, cache: Cache | None = None) -> Assembled:
    """Read and assemble a book folder, and read all of its trees."""
    warnings = Warnings()
    book = pressed(folder, cache or MemoryCache(), warnings)
    sections = tuple(
        (each.identifier, each.digest, each.tree(), each.facts, each.byline, each.authors)
        for each in book.sections
    )
    pictures = tuple(
        (path, each.screen.name, each.print.name) for path, each in book.pictures.items()
    )
    return Assembled(sections, tuple(warnings.all), pictures, book.authors)


def pressed(folder: Path, cache: Cache, warnings: Warnings | None = None) -> AssembledBook:
    """Read and assemble a book folder."""
    heard = Warnings() if warnings is None else warnings
    return assemble(read_kept_folder(folder, cache), folder, heard, cache=cache)


class Editor:
    """Edits a book folder at random, the same way for the same seed."""

    def __init__(self, source: Path, folder: Path, seed: int) -> None:
        self.folder = shutil.copytree(source, folder)
        self.chance = random.Random(seed)  # noqa: S311 -- no secret, the same every time
        self.made = 0

    def edit(self) -> str:
        """Do something to the book; say what, for whoever reads of a failure."""
        kinds: list[Callable[[], str]] = [
            self.grow,
            self.insert,
            self.delete,
            self.move,
            self.rename,
            self.retitle,
            self.change_id,
            self.duplicate_heading,
            self.sign,
            self.title_part,
            self.link,
            self.undo,
        ]
        return self.chance.choice(kinds)()

    def grow(self) -> str:
        path = self._any()
        self._add(path, f"More of it, and *more*: {self.chance.random()}.")
        return f"grew {path}"

    def insert(self) -> str:
        self.made += 1
        like = self._any()
        path = f"{like.rsplit('/', 1)[0]}/new-{self.made}.md"
        self._write(path, self._read(like))
        entries = self._lists()
        chosen = self.chance.choice(entries)
        chosen.insert(self.chance.randint(0, len(chosen)), path)
        self._save()
        return f"put {path} in, which is like {like}"

    def delete(self) -> str:
        chosen = self.chance.choice([each for each in self._lists() if len(each) > 1] or [[]])
        if not chosen:
            return "deleted nothing"
        gone = chosen.pop(self.chance.randrange(len(chosen)))
        self._save()
        return f"took out {gone}"

    def move(self) -> str:
        entries = self._lists()
        source = self.chance.choice([each for each in entries if len(each) > 1] or entries)
        taken = source.pop(self.chance.randrange(len(source)))
        target = self.chance.choice(entries)
        target.insert(self.chance.randint(0, len(target)), taken)
        self._save()
        return f"moved {taken}"

    def rename(self) -> str:
        self.made += 1
        chosen = self.chance.choice(self._lists())
        places = [number for number, each in enumerate(chosen) if isinstance(each, str)]
        if not places:
            return "renamed nothing"
        place = self.chance.choice(places)
        old = chosen[place]
        chosen[place] = f"{old.rsplit('/', 1)[0]}/name-{self.made}.md"
        (self.folder / old).rename(self.folder / chosen[place])
        self._save()
        return f"renamed {old} to {chosen[place]}"

    def retitle(self) -> str:
        path = self._any()
        lines = self._read(path).split("\n")
        named = [n for n, each in enumerate(lines) if each.startswith("title:")]
        lines[named[0]] = f"title: Renamed {self.chance.randrange(5)}"
        self._write(path, "\n".join(lines))
        return f"gave {path} another title"

    def change_id(self) -> str:
        path = self._any()
        text = self._read(path)
        changed = text.replace("{#", "{#z", 1) if "{#z" not in text else text.replace("{#z", "{#")
        self._write(path, changed)
        return f"changed an id in {path}"

    def duplicate_heading(self) -> str:
        path = self._any()
        label = self.chance.choice(["summary", "fig:same", "means"])
        self._add(path, f"# Summary {{#{label}}}\n\n[Words]{{#{label}}}")
        return f"gave {path} a heading {label}"

    def sign(self) -> str:
        path = self._any()
        lines = self._read(path).split("\n")
        lines = [each for each in lines if not each.startswith("by:")]
        name = self.chance.choice(["Ada Obi", "Bo Li", "", "Ádá Obi"])
        self._write(path, "\n".join([lines[0], *([f"by: {name}"] if name else []), *lines[1:]]))
        return f"had {path} signed by {name or 'nobody'}"

    def title_part(self) -> str:
        part = self.chance.choice(self._book()["parts"])
        part["title"] = self.chance.choice(["", "Part", "Another"])
        part["intro"] = self.chance.choice(["", "Words [here]{#here}, [there](#there)."])
        self._save()
        return "named a part"

    def link(self) -> str:
        path, target = self._any(), self._any()
        self._add(path, f"See [](../{target}) and [it](#summary), [@moore].")
        return f"linked {path} to {target}"

    def undo(self) -> str:
        path = self._any()
        text = self._read(path).rstrip()
        if "\n\n" in text and text.rindex("\n\n") > text.index("\n---") + 4:
            self._write(path, f"{text[: text.rindex(chr(10) * 2)]}\n")
        return f"cut the end of {path}"

    def _book(self) -> dict[str, Any]:
        if not hasattr(self, "book"):
            self.book: dict[str, Any] = yaml.safe_load(self._read("book.yaml"))
        return self.book

    def _save(self) -> None:
        self._write("book.yaml", yaml.safe_dump(self._book(), allow_unicode=True))

    def _lists(self) -> list[list[Any]]:
        """All lists of entries in the book, those of the front and back among them."""
        book = self._book()
        found = [part.setdefault("entries", []) for part in book["parts"]]
        found += [book[key] for key in ("front", "back") if book.get(key)]
        return [each for each in found if each]

    def _any(self) -> str:
        return self.chance.choice(sorted(_paths(self._lists())))

    def _add(self, path: str, lines: str) -> None:
        self._write(path, f"{self._read(path)}\n\n{lines}\n")

    def _read(self, path: str) -> str:
        return (self.folder / path).read_text(encoding="utf-8")

    def _write(self, path: str, text: str) -> None:
        (self.folder / path).write_text(text, encoding="utf-8")


def _paths(entries: list[Any]) -> Iterator[str]:
    for each in entries:
        if isinstance(each, str):
            yield each
        elif isinstance(each, dict):
            yield each["path"]
            yield from _paths(each.get("entries", []))
        else:
            yield from _paths(each)
