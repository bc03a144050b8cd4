"""Stage: what was written in front matter, book.yaml and credits -> what a book can set of it."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, TypeVar

from cookbook.manuscript import Book, Credits, Entry
from cookbook.manuscript.books import BOOK_FILE, DEFAULT_LANGUAGE
from cookbook.manuscript.credits import CREDITS_FILE
from cookbook.press.reading.cleaning import LANGUAGE_TAG, clean_words
from cookbook.press.warnings import WarningKind, Warnings

UUID_PREFIX = "urn:uuid:"
UUID = re.compile(r"urn:uuid:[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.IGNORECASE)
PATHS = frozenset({"photo", "cover", "image", "path"})
"""Fields that name files; they are written as their files are, or not found."""
BODIES = frozenset({"body", "headnote", "sections", "extra"})
"""Fields that hold Markdown, which is cleaned where it is read."""

Values = TypeVar("Values")


def settle_book(book: Book, warnings: Warnings) -> Book:
    """Take piled-up marks out of titles, names and the like, and doubt a language that is none."""
    book = _settled(book, BOOK_FILE, warnings)
    return dataclasses.replace(
        book,
        parts=tuple(_settled(part, BOOK_FILE, warnings) for part in book.parts),
        language=_language(book.language, warnings),
        identifier=_identifier(book.identifier, warnings),
    )


def settle_credits(credits_: Credits, warnings: Warnings) -> Credits:
    """Take piled-up marks out of what credits say."""
    return dataclasses.replace(
        credits_,
        people=_settled_all(credits_.people, warnings),
        images=_settled_all(credits_.images, warnings),
    )


def settle_entry(entry: Entry) -> tuple[Entry, tuple[str, ...]]:
    """Take piled-up marks out of all of an entry that isn't Markdown; name the fields that had."""
    changes = _changes(entry)
    settled = dataclasses.replace(entry, **changes) if changes else entry
    return settled, tuple(sorted(changes))


def warn_of_piles(file: str, fields: Iterable[str], warnings: Warnings) -> None:
    """Remark on fields that had piles of marks."""
    message = f"letters with piles of marks in {', '.join(fields)} keep a few of them."
    warnings.add(file, WarningKind.TEXT, message)


class SettledEntries(Mapping[str, Entry]):
    """Entries as they were read, each settled when it is asked for."""

    def __init__(self, entries: Mapping[str, Entry]) -> None:
        self.entries = entries

    def __getitem__(self, path: str) -> Entry:
        """Give an entry by its path."""
        return settle_entry(self.entries[path])[0]

    def __iter__(self) -> Iterator[str]:
        """Give the paths, in reading order."""
        return iter(self.entries)

    def __len__(self) -> int:
        """Give the number of entries."""
        return len(self.entries)


def _language(tag: str, warnings: Warnings) -> str:
    if LANGUAGE_TAG.fullmatch(tag):
        return tag
    message = f'the language "{tag[:40]}" is no language tag, such as "en-GB"; English is taken.'
    warnings.add(BOOK_FILE, WarningKind.TEXT, message)
    return DEFAULT_LANGUAGE


def _identifier(identifier: str, warnings: Warnings) -> str:
    """Give the identifier, or "" for one that says it is a UUID and isn't."""
    if not identifier.lower().startswith(UUID_PREFIX) or UUID.fullmatch(identifier):
        return identifier
    message = f'the identifier "{identifier[:60]}" is no UUID; one is made from the title.'
    warnings.add(BOOK_FILE, WarningKind.TEXT, message)
    return ""


def _settled_all(values: Mapping[str, Values], warnings: Warnings) -> Mapping[str, Values]:
    return {key: _settled(value, CREDITS_FILE, warnings) for key, value in values.items()}


def _settled(value: Values, file: str, warnings: Warnings) -> Values:
    """Copy a value of the manuscript with clean texts in it."""
    changes = _changes(value)
    if not changes:
        return value
    warn_of_piles(file, sorted(changes), warnings)
    fields: Any = value
    changed: Values = dataclasses.replace(fields, **changes)
    return changed


def _changes(value: object) -> dict[str, Any]:
    """Give the clean texts of those fields of a value that aren't clean."""
    fields: Any = value
    return {
        each.name: clean
        for each in dataclasses.fields(fields)
        if each.name not in PATHS | BODIES
        and (clean := _clean(before := getattr(fields, each.name))) != before
    }


def _clean(value: object) -> object:
    if isinstance(value, str):
        # An enumeration's member is a text as well, and stays what it is.
        return clean_words(value) if type(value) is str else value
    if isinstance(value, tuple):
        return tuple(_clean(each) for each in value)
    return value
