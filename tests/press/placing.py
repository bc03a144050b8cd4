"""Where entries stand in a book, taken out of their places and put into others."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import replace

from cookbook.manuscript.books import ENTRY_MAX_DEPTH, Book, EntryRef, Part

Refs = tuple[EntryRef, ...]


def paths_in_parts(book: Book) -> list[str]:
    """The entries of a book's parts, in reading order."""
    return [ref.path for part in book.parts for top in part.entries for ref in top.walk()]


def find(book: Book, path: str) -> EntryRef:
    """The place of an entry that stands in a part."""
    refs = (ref for part in book.parts for top in part.entries for ref in top.walk())
    return next(ref for ref in refs if ref.path == path)


def without(book: Book, path: str) -> Book:
    """The book without an entry and all that stands under it; a part that is left empty goes,
    unless it is the last.
    """
    parts = [replace(part, entries=_without(part.entries, path)) for part in book.parts]
    left = [part for part in parts if part.entries] or parts[:1]
    return replace(book, parts=tuple(left))


def _without(refs: Refs, path: str) -> Refs:
    return tuple(
        replace(ref, entries=_without(ref.entries, path)) for ref in refs if ref.path != path
    )


def placed(book: Book, ref: EntryRef, chance: random.Random) -> Book:
    """The book with an entry where chance puts it: in any part, at times under another entry."""
    number = chance.randrange(len(book.parts))
    part = book.parts[number]
    hosts = [top.path for top in part.entries if 1 + depth(ref) <= ENTRY_MAX_DEPTH]
    if hosts and chance.random() < 0.2:
        host = chance.choice(hosts)
        refs = tuple(
            replace(top, entries=_put(top.entries, ref, chance)) if top.path == host else top
            for top in part.entries
        )
    else:
        refs = _put(part.entries, ref, chance)
    return with_part(book, number, replace(part, entries=refs))


def moved_within_its_part(book: Book, path: str, chance: random.Random) -> Book:
    """The book with an entry somewhere else among those beside it."""

    def shuffle(refs: Refs) -> Refs:
        found = [ref for ref in refs if ref.path == path]
        if not found:
            return tuple(replace(ref, entries=shuffle(ref.entries)) for ref in refs)
        return _put(tuple(ref for ref in refs if ref.path != path), found[0], chance)

    parts = tuple(replace(part, entries=shuffle(part.entries)) for part in book.parts)
    return replace(book, parts=parts)


def with_part(book: Book, number: int, part: Part) -> Book:
    """The book with another part in the place of one."""
    return replace(book, parts=(*book.parts[:number], part, *book.parts[number + 1 :]))


def parted(book: Book, title: str, chance: random.Random) -> Book:
    """The book with a part cut in two; the new one has a title."""
    number = chance.choice([n for n, part in enumerate(book.parts) if len(part.entries) > 1])
    part = book.parts[number]
    cut = chance.randrange(1, len(part.entries))
    one, other = replace(part, entries=part.entries[:cut]), Part(title, entries=part.entries[cut:])
    return replace(book, parts=(*book.parts[:number], one, other, *book.parts[number + 1 :]))


def joined(book: Book, chance: random.Random) -> Book:
    """The book with two parts made one."""
    number = chance.randrange(len(book.parts) - 1)
    one, other = book.parts[number : number + 2]
    whole = replace(one, entries=one.entries + other.entries)
    return replace(book, parts=(*book.parts[:number], whole, *book.parts[number + 2 :]))


def renamed(book: Book, change: Callable[[str], str]) -> Book:
    """The book with every path as `change` gives it."""

    def rename(refs: Refs) -> Refs:
        return tuple(
            replace(ref, path=change(ref.path), entries=rename(ref.entries)) for ref in refs
        )

    return replace(
        book,
        front=rename(book.front),
        parts=tuple(replace(part, entries=rename(part.entries)) for part in book.parts),
        back=rename(book.back),
    )


def depth(ref: EntryRef) -> int:
    """How many levels an entry has, its own among them."""
    return 1 + max((depth(each) for each in ref.entries), default=0)


def _put(refs: Refs, ref: EntryRef, chance: random.Random) -> Refs:
    at = chance.randint(0, len(refs))
    return (*refs[:at], ref, *refs[at:])
