"""Stage: what was written in front matter, book.yaml and credits -> what a book can set of it."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Mapping
from typing import Any, TypeVar

from cookbook.manuscript import BookFolder
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


def settle_wording(folder: BookFolder, warnings: Warnings) -> BookFolder:
    """Take piled-up marks out of titles, names and the like, and doubt a language that is none."""
    book = _settled(folder.book, BOOK_FILE, warnings)
    parts = tuple(_settled(part, BOOK_FILE, warnings) for part in book.parts)
    book = dataclasses.replace(
        book,
        parts=parts,
        language=_language(book.language, warnings),
        identifier=_identifier(book.identifier, warnings),
    )
    entries = {path: _settled(entry, path, warnings) for path, entry in folder.entries.items()}
    credits_ = dataclasses.replace(
        folder.credits,
        people=_settled_all(folder.credits.people, warnings),
        images=_settled_all(folder.credits.images, warnings),
    )
    return dataclasses.replace(folder, book=book, entries=entries, credits=credits_)


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
    fields: Any = value
    changes = {
        each.name: clean
        for each in dataclasses.fields(fields)
        if each.name not in PATHS | BODIES
        and (clean := _clean(before := getattr(fields, each.name))) != before
    }
    if not changes:
        return value
    message = f"letters with piles of marks in {', '.join(sorted(changes))} keep a few of them."
    warnings.add(file, WarningKind.TEXT, message)
    changed: Values = dataclasses.replace(fields, **changes)
    return changed


def _clean(value: object) -> object:
    if isinstance(value, str):
        # An enumeration's member is a text as well, and stays what it is.
        return clean_words(value) if type(value) is str else value
    if isinstance(value, tuple):
        return tuple(_clean(each) for each in value)
    return value
