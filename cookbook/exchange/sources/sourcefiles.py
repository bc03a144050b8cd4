"""A file of sources, in BibTeX or CSL JSON -> BibTeX that the press can read, or why not."""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any

from cookbook.errors import CookbookError
from cookbook.exchange.sources.bibliographies import Bibliography, join_bibliographies
from cookbook.press.bounded import BoundsExceededError, ProgramFailedError
from cookbook.press.pandoc import convert

FILE_MAX_BYTES = 2_000_000
READ_SECONDS = 20.0
REMEMBERED = 16
KEY_OF_ENTRY = re.compile(r"@\s*[A-Za-z]+\s*[{(]\s*([^\s,{}()\"#%=\\]+)\s*,")
NOT_OF_KEYS = re.compile(r"[^a-z0-9_:.-]+")

Source = Mapping[str, Any]
"""A source as CSL JSON has it."""


class SourcesError(CookbookError):
    """A file or a text in which no sources can be read."""


def read_source_file(data: bytes) -> Bibliography:
    """Read a file of sources, whatever it is called. Raises SourcesError."""
    if len(data) > FILE_MAX_BYTES:
        raise SourcesError(
            f"The file has more than {FILE_MAX_BYTES / 1e6:.0f} MB.",
            remedy="Export only the sources that this book cites.",
        )
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as err:
        raise SourcesError(
            "The file isn't written in UTF-8.", remedy="Export it again, as UTF-8."
        ) from err
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\0", "")
    found = join_bibliographies(
        [_as_bibtex(text) if text.lstrip().startswith(("[", "{")) else text]
    )
    if not found.keys:
        raise SourcesError(
            "No source was found in it.", remedy="Take a file in BibTeX (.bib) or CSL JSON (.json)."
        )
    list_sources(found.text)
    return found


@lru_cache(maxsize=REMEMBERED)
def list_sources(bibliography: str) -> Sequence[Source]:
    """Give the sources of a bibliography in BibTeX. Raises SourcesError."""
    if not bibliography.strip():
        return ()
    options = ["-f", "biblatex", "-t", "csljson"]
    try:
        return tuple(json.loads(convert(bibliography.encode(), options, seconds=READ_SECONDS)))
    except BoundsExceededError as err:
        raise SourcesError(
            "Reading the sources takes too long.", remedy="Leave out what is unusual in them."
        ) from err
    except ProgramFailedError as err:
        why = " ".join((err.stderr or err.message).split())[:200]
        raise SourcesError(f"The sources can't be read: {why}") from err


def keys_of(bibliography: str) -> list[str]:
    """Give the keys of a bibliography in BibTeX, also where it can't be read as a whole."""
    return list(dict.fromkeys(KEY_OF_ENTRY.findall(bibliography)))


def _as_bibtex(text: str) -> str:
    try:
        sources = json.loads(text)
    except (ValueError, RecursionError) as err:
        raise SourcesError(
            "The file isn't JSON as programs write it.", remedy="Export it again, as CSL JSON."
        ) from err
    items = sources if isinstance(sources, list) else [sources]
    if not all(isinstance(each, dict) for each in items):
        raise SourcesError("The file holds something else than sources.")
    data = json.dumps(_with_plain_keys(items)).encode()
    try:
        return convert(data, ["-f", "csljson", "-t", "biblatex"], seconds=READ_SECONDS).decode()
    except ProgramFailedError as err:
        why = " ".join((err.stderr or err.message).split())[:200]
        raise SourcesError(f"The file can't be read as CSL JSON: {why}") from err


def _with_plain_keys(items: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """Give sources keys that can be cited by: those of some programs are whole addresses."""
    taken: set[str] = set()
    keyed = []
    for item in items:
        wish = item.get("citation-key") or item.get("id")
        key = free_key(plain_key(str(wish or "source")), taken)
        taken.add(key)
        keyed.append({**item, "id": key})
    return keyed


def plain_key(wish: str) -> str:
    """Make of some words a key that can be cited by."""
    decomposed = unicodedata.normalize("NFKD", wish.lower())
    letters = "".join(each for each in decomposed if not unicodedata.combining(each))
    return NOT_OF_KEYS.sub("-", letters).strip("-_:.")[-60:].strip("-_:.") or "source"


def free_key(wish: str, taken: set[str]) -> str:
    """Give the key that was wished for, or one like it that is free: smith2001, smith2001b."""
    if wish not in taken:
        return wish
    letters = (wish + letter for letter in "bcdefghijklmnopqrstuvwxyz")
    numbered = (f"{wish}-{number}" for number in range(2, len(taken) + 3))
    return next(key for key in [*letters, *numbered] if key not in taken)
