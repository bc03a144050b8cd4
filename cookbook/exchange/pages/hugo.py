"""Hugo's recipe collections: content/**/*.md with its records of people and pictures -> a book."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from pathlib import Path, PurePosixPath

from cookbook.errors import CookbookError
from cookbook.exchange.collected import Collected, ItemReport, Outcome
from cookbook.exchange.pages.book_of_pages import Shape, collect_pages
from cookbook.exchange.pages.links import address_key
from cookbook.exchange.sources.contributors import read_contributors
from cookbook.exchange.sources.lenient_frontmatter import read_leniently
from cookbook.exchange.sources.source_files import open_source, read_source_text, walk_files
from cookbook.manuscript.frontmatter import Value, read_yaml

CONTENT = "content"
RECORDS = "data/authors"
PICTURE_FOLDERS = ("static", "assets", "content")
CONFIG_FILES = ("hugo.toml", "config.toml", "hugo.yaml", "config.yaml", "hugo.yml", "config.yml")
CONFIG_MAX_BYTES = 200_000
FRONT_MATTER_START = re.compile(r"^(---|\+\+\+)\s*$")
LOOKED_AT = 20


def recognises(source: Path) -> bool:
    """Tell whether a folder is a Hugo site: its `content` holds texts with front matter."""
    if not (source / CONTENT).is_dir():
        return False
    for number, path in enumerate(walk_files(source, CONTENT, suffixes=(".md",))):
        if number >= LOOKED_AT:
            break
        try:
            first = read_source_text(source, path).text.lstrip().split("\n", 1)[0]
        except CookbookError:
            continue
        if FRONT_MATTER_START.match(first):
            return True
    return False


def collect(source: Path, *, title: str, slug: str) -> Collected:
    """Read the site as a cookbook; what can't be read is said in the report of its item.

    Without a `title` the site's own is taken, and without that `slug` makes one. Raises
    SourceError where the folder isn't there or has too many files.
    """
    source = open_source(source)
    settings = _settings(source)
    people, reports = read_contributors(source, RECORDS)
    kept: list[str] = []
    skipped: list[ItemReport] = []
    for path in walk_files(source, CONTENT, suffixes=(".md", ".markdown")):
        if reason := _reason_to_skip(source, path):
            skipped.append(ItemReport(path, Outcome.SKIPPED, (reason,)))
        else:
            kept.append(path)
    shape = Shape(
        title=title or _text(settings, "title") or slug.replace("-", " ").capitalize(),
        language=_text(settings, "languageCode") or "en",
        picture_folders=PICTURE_FOLDERS,
        base_url=_text(settings, "baseURL").rstrip("/") + "/" if _text(settings, "baseURL") else "",
        addresses=_addresses,
    )
    return collect_pages(source, kept, people, shape, (*reports, *skipped))


def _reason_to_skip(source: Path, path: str) -> str:
    if PurePosixPath(path).stem == "_index":
        return "It is a page of the site that lists other pages; the book has its own contents."
    try:
        values = read_leniently(read_source_text(source, path).text, path).values
    except CookbookError as err:
        return str(err)
    return "It is a draft." if values.get("draft") == "true" else ""


def _addresses(path: str, values: Mapping[str, Value]) -> tuple[str, ...]:
    """Give all addresses at which Hugo shows a page."""
    inside = address_key(path.removeprefix(f"{CONTENT}/"))
    found = [inside, inside.rpartition("/")[2]]
    slug, url, aliases = (values.get(key, "") for key in ("slug", "url", "aliases"))
    if isinstance(slug, str) and slug:
        found.append(address_key(f"{inside.rpartition('/')[0]}/{slug}"))
    stated = (url, *aliases) if isinstance(aliases, tuple) else (url, aliases)
    found += [address_key(item) for item in stated if isinstance(item, str) and item]
    return (address_key(path), *found)


def _settings(source: Path) -> Mapping[str, Value]:
    """Read the site's settings, where they can be read; nothing in them is needed."""
    for name in CONFIG_FILES:
        if not (source / name).is_file():
            continue
        try:
            text = read_source_text(source, name, max_bytes=CONFIG_MAX_BYTES).text
            return tomllib.loads(text) if name.endswith(".toml") else read_yaml(text, name)
        except (CookbookError, tomllib.TOMLDecodeError, RecursionError):
            return {}
    return {}


def _text(settings: Mapping[str, Value], key: str) -> str:
    value = settings.get(key, "")
    return value.strip() if isinstance(value, str) else ""
