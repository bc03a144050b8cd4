"""Any folder of Markdown files, as a last resort: recipes and chapters told by their shape."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path, PurePosixPath

from cookbook.exchange.collected import Collected, ItemReport, Outcome
from cookbook.exchange.pages.book_of_pages import Shape, collect_pages
from cookbook.exchange.pages.links import address_key
from cookbook.exchange.sources.contributors import read_contributors
from cookbook.exchange.sources.source_files import open_source, walk_files
from cookbook.manuscript.frontmatter import Value

SUFFIXES = (".md", ".markdown")
RECORDS = "data/authors"
PICTURE_FOLDERS = ("", "images", "img", "pictures", "photos", "assets", "static")
HOUSEKEEPING = re.compile(
    r"^(readme|licen[cs]e|copying|contributing|contributors|authors|code[-_]of[-_]conduct"
    r"|changelog|security)$",
    re.IGNORECASE,
)


def recognises(source: Path) -> bool:
    """Tell whether a folder holds any Markdown file that could be an entry."""
    return any(not _reason_to_skip(path) for path in walk_files(source, suffixes=SUFFIXES))


def collect(source: Path, *, title: str, slug: str) -> Collected:
    """Read the folder's files as recipes and chapters; without a `title`, `slug` makes one.

    Raises SourceError where the folder isn't there or has too many files.
    """
    source = open_source(source)
    people, reports = read_contributors(source, RECORDS)
    paths = tuple(walk_files(source, suffixes=SUFFIXES))
    skipped = (
        ItemReport(path, Outcome.SKIPPED, (reason,))
        for path in paths
        if (reason := _reason_to_skip(path))
    )
    shape = Shape(
        title=title or slug.replace("-", " ").capitalize(),
        language="en",
        picture_folders=PICTURE_FOLDERS,
        base_url="",
        addresses=_addresses,
    )
    kept = [path for path in paths if not _reason_to_skip(path)]
    return collect_pages(source, kept, people, shape, (*reports, *skipped))


def _reason_to_skip(path: str) -> str:
    # Deeper down, an entry may well be about security or a code of conduct.
    if "/" not in path and HOUSEKEEPING.match(PurePosixPath(path).stem):
        return "It tells about the collection, and is no entry of a book."
    return ""


def _addresses(path: str, values: Mapping[str, Value]) -> tuple[str, ...]:
    """Give the addresses of a file: its path, and its name alone."""
    found = [address_key(path), address_key(PurePosixPath(path).name)]
    permalink = values.get("permalink", "")
    if isinstance(permalink, str) and permalink:
        found.append(address_key(permalink))
    return tuple(found)
