"""A Jupyter Book's contents (_toc.yml, both forms) -> front matter, parts and back matter."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from cookbook.manuscript.frontmatter import Value, read_yaml

BACK_WORDS = re.compile(
    r"^(afterword|appendix|appendices|back|backmatter|annex|glossary|bibliography|references)\b",
    re.IGNORECASE,
)
MAX_DEPTH = 3
SUFFIX = re.compile(r"\.(md|ipynb|rst)$")


@dataclass(frozen=True)
class TocEntry:
    """A file of the book (without its suffix), its title in the contents, and what is under it."""

    file: str
    title: str = ""
    entries: tuple[TocEntry, ...] = ()

    def walk(self) -> Iterator[TocEntry]:
        """Give this entry and all under it, in reading order."""
        yield self
        for entry in self.entries:
            yield from entry.walk()


@dataclass(frozen=True)
class TocPart:
    """A part: `landing` is the file that opens it, if it has one."""

    title: str = ""
    landing: TocEntry | None = None
    entries: tuple[TocEntry, ...] = ()


@dataclass(frozen=True)
class Toc:
    """A book's contents."""

    front: tuple[TocEntry, ...] = ()
    parts: tuple[TocPart, ...] = ()
    back: tuple[TocEntry, ...] = ()

    def walk(self) -> Iterator[TocEntry]:
        """Give every entry in reading order."""
        for entry in self.front:
            yield from entry.walk()
        for part in self.parts:
            if part.landing:
                yield part.landing
            for entry in part.entries:
                yield from entry.walk()
        for entry in self.back:
            yield from entry.walk()


def parse_toc(text: str, file: str = "_toc.yml") -> Toc:
    """Parse a table of contents.

    The old form is a list of files; the new one has `root` and `chapters` or `parts`. Raises
    FrontMatterError where the YAML can't be read.
    """
    toc = _parse(text, file)
    return Toc(
        _levelled(toc.front),
        tuple(replace(part, entries=_levelled(part.entries)) for part in toc.parts),
        _levelled(toc.back),
    )


def _parse(text: str, file: str) -> Toc:
    lines = [line for line in text.split("\n") if not re.match(r"\s*(#|---\s*$)", line)]
    first = next((line for line in lines if line.strip()), "")
    if first.lstrip().startswith("-"):
        # Our reader wants keys at the top; a key above the list makes it one.
        values = read_yaml("toc:\n" + "\n".join(lines), file)
        return _old_form(_sequence(values, "toc"))
    return _new_form(read_yaml(text, file))


def _old_form(items: tuple[Value, ...]) -> Toc:
    found = [item for item in items if isinstance(item, Mapping)]
    if any("header" in item or "part" in item for item in found):
        return _headed(found)
    entries = [entry for item in found for entry in _entry(item)]
    if not any(entry.entries for entry in entries[1:]):
        # The first file of a small book is its landing page; its sections are chapters too.
        first = entries[:1]
        rest = (*(first[0].entries if first else ()), *entries[1:])
        front = tuple(replace(entry, entries=()) for entry in first)
        return Toc(front, (TocPart(entries=rest),) if rest else ())
    ahead, parts, back = list[TocEntry](), list[TocPart](), list[TocEntry]()
    for entry in entries:
        name = entry.title or entry.file.rsplit("/")[-1]
        if BACK_WORDS.match(name) or (parts and not entry.entries):
            back.append(entry)
        elif entry.entries:
            part = TocPart(entry.title, replace(entry, entries=()), entry.entries)
            parts.append(part)
        else:
            ahead.append(entry)
    return Toc(tuple(ahead), tuple(parts), tuple(back))


def _headed(items: list[Mapping[str, Value]]) -> Toc:
    front, parts = list[TocEntry](), list[TocPart]()
    for item in items:
        header = item.get("header") or item.get("part")
        if isinstance(header, str) and header:
            chapters = _entries(item, ("chapters", "sections"))
            parts.append(TocPart(header, None, chapters))
        elif parts:
            parts[-1] = replace(parts[-1], entries=(*parts[-1].entries, *_entry(item)))
        else:
            front += _entry(item)
    return Toc(tuple(front), tuple(parts))


def _new_form(values: Mapping[str, Value]) -> Toc:
    root = values.get("root")
    front = (TocEntry(_name(root)),) if isinstance(root, str) and root else ()
    parts = [
        TocPart(_text(item, "caption"), None, _entries(item, ("chapters", "sections")))
        for item in (*_sequence(values, "parts"), *_sequence(values, "subtrees"))
        if isinstance(item, Mapping)
    ]
    plain = _entries(values, ("chapters", "sections", "entries"))
    if plain:
        parts.append(TocPart(entries=plain))
    return Toc(front, tuple(parts))


def _entries(item: Mapping[str, Value], keys: tuple[str, ...]) -> tuple[TocEntry, ...]:
    found: list[TocEntry] = []
    for key in keys:
        for each in _sequence(item, key):
            found += _entry(each if isinstance(each, Mapping) else {"file": each})
    return tuple(found)


def _entry(item: Mapping[str, Value]) -> list[TocEntry]:
    """Give an entry with what is under it; without a file, what is under it stands in its place."""
    below = _entries(item, ("sections", "chapters", "entries"))
    file = _text(item, "file") or _text(item, "glob")
    return [TocEntry(_name(file), _text(item, "title"), below)] if file else list(below)


def _levelled(entries: Iterable[TocEntry], level: int = 1) -> tuple[TocEntry, ...]:
    """Bring entries that stand too deep up, behind the entry that they stood under."""
    out: list[TocEntry] = []
    for entry in entries:
        if level < MAX_DEPTH:
            out.append(replace(entry, entries=_levelled(entry.entries, level + 1)))
        else:
            out += [replace(each, entries=()) for each in entry.walk()]
    return tuple(out)


def _name(file: str) -> str:
    return SUFFIX.sub("", file.strip().lstrip("/").removeprefix("./"))


def _text(item: Mapping[str, Value], key: str) -> str:
    value = item.get(key, "")
    return value.strip() if isinstance(value, str) else ""


def _sequence(item: Mapping[str, Value], key: str) -> tuple[Value, ...]:
    value = item.get(key, ())
    return value if isinstance(value, tuple) else ()
