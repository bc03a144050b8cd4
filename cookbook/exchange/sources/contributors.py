"""Who made a collection: its records of people and its history in, credited people out.

Records and names are untrusted: of a record only the name and a web address are taken, never an
e-mail or donation address, and a name that looks like one is no name.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from urllib.parse import urlsplit

from cookbook.errors import CookbookError
from cookbook.exchange.collected import ItemReport, Outcome
from cookbook.exchange.sources.source_files import read_source_text, real_file, walk_files
from cookbook.manuscript import Person, person_identifier
from cookbook.manuscript.decoding import strip_unprintable

RECORD_MAX_BYTES = 64 * 1024
HISTORY_FILE = "authors.tsv"
HISTORY_MAX_BYTES = 16 * 1024 * 1024
HISTORY_COLUMNS = ("path", "git_author", "first_commit")
NAME_MAX_LENGTH = 100
WEBSITE_MAX_LENGTH = 300
# Wallets and keys: one long word of letters and digits, of which some are digits.
DONATION_ADDRESS = re.compile(r"^(?=\D*\d)[A-Za-z0-9]{26,}$")
E_MAIL = re.compile(r"\S+@\S+\.\S+")
JOINT = re.compile(r"\s*,\s*|\s+(?:&|and)\s+")
NAME_MAX_WORDS = 4
BOT = re.compile(r"\[bot\]|^(dependabot|github-actions|renovate)", re.IGNORECASE)
# On these sites the first word of the path is the person's own handle, as history may name them.
HANDLE_SITES = frozenset({"github.com", "gitlab.com", "codeberg.org", "twitter.com"})


@dataclass(frozen=True)
class Byline:
    """Who wrote one text (`authors`) and who else worked on it (`contributors`)."""

    authors: tuple[Person, ...] = ()
    contributors: tuple[Person, ...] = ()
    remarks: tuple[str, ...] = ()


@dataclass(frozen=True)
class Contributors:
    """All that a collection says about people: by name or handle, and by the texts' history."""

    known: Mapping[str, Person] = field(default_factory=dict)
    history: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    def person(self, name: str) -> Person:
        """Give the person whom a name, a record's name or a handle means."""
        keys = (name.casefold(), person_identifier(name), _tight(name))
        found = next((self.known[key] for key in keys if key in self.known), None)
        return found or Person(name=name)

    def with_names(self, names: Iterable[str]) -> Contributors:
        """Know more people by the names in bylines, so that history's "AnaMelo" is Ana Melo."""
        known = dict(self.known)
        for name in names:
            for each in self._names((name,), []):
                known.setdefault(_tight(each), self.person(each))
        return replace(self, known=known)

    def byline(self, names: Iterable[str], item: str) -> Byline:
        """Credit a text: to the names above it, else to whoever wrote its first version."""
        remarks: list[str] = []
        history = self.history.get(item, ())
        authors = [self.person(name) for name in self._names(names, remarks)]
        others = [self.person(name) for name in history]
        if not authors and others:
            authors = others[:1]
            remarks.append(
                f"No author is named; credited to {authors[0].name}, who wrote it first."
            )
        if not authors:
            remarks.append("Nobody is named as its author.")
        credited = _distinct(authors)
        ids = {person_identifier(person.name) for person in credited}
        helpers = [each for each in _distinct(others) if person_identifier(each.name) not in ids]
        return Byline(credited, tuple(helpers), tuple(remarks))

    def _names(self, names: Iterable[str], remarks: list[str]) -> list[str]:
        found: list[str] = []
        for name in names:
            plain = tidy_name(name)
            if plain:
                found += [plain] if plain.casefold() in self.known else self._parted(plain)
            elif name.strip():
                remarks.append("What stands as its author is no name, but an address; left out.")
        return found

    def _parted(self, name: str) -> list[str]:
        """Part a byline of several people, where each piece looks like a name."""
        pieces = JOINT.split(name)
        if len(pieces) == 1 or not all(_looks_like_a_name(piece) for piece in pieces):
            return [name]
        surname = pieces[-1].split()[-1]
        whole = (f"{piece} {surname}" for piece in pieces)
        written = {each.casefold() for names in self.history.values() for each in names}
        # "Ana & Rui Melo" are Ana Melo and Rui Melo, where the history knows an Ana Melo.
        return [
            full if " " not in piece and full.casefold() in written else piece
            for piece, full in zip(pieces, whole, strict=True)
        ]


def tidy_name(name: str) -> str:
    """Give a name on one line without control characters, or "" where it is an address."""
    plain = " ".join(strip_unprintable(name)[0].split())[:NAME_MAX_LENGTH].strip()
    if E_MAIL.search(plain) or "://" in plain or DONATION_ADDRESS.match(plain):
        return ""
    return plain


def read_contributors(
    source: Path, records_folder: str
) -> tuple[Contributors, tuple[ItemReport, ...]]:
    """Read the JSON records in `records_folder` and the table `authors.tsv`, where they exist."""
    known: dict[str, Person] = {}
    reports: list[ItemReport] = []
    for path in walk_files(source, records_folder, suffixes=(".json",)):
        try:
            person = _read_record(read_source_text(source, path, max_bytes=RECORD_MAX_BYTES).text)
        except (CookbookError, ValueError, RecursionError) as err:
            reports.append(ItemReport(path, Outcome.SKIPPED, (f"No record of a person: {err}",)))
            continue
        for key in _keys(Path(path).stem, person):
            known.setdefault(key, person)
    history, remarks = _read_history(source)
    if remarks:
        reports.append(ItemReport(HISTORY_FILE, Outcome.REPAIRED, remarks))
    return Contributors(known, history), tuple(reports)


def _read_record(text: str) -> Person:
    record = json.loads(text)
    name = tidy_name(record["name"]) if _is_text(record, "name") else ""
    if not name:
        raise ValueError("it has no name.")
    return Person(
        name=name, website=_website(record["website"]) if _is_text(record, "website") else ""
    )


def _is_text(record: object, key: str) -> bool:
    return isinstance(record, dict) and isinstance(record.get(key), str)


def _website(address: str) -> str:
    """Give a plain web address as it is, and "" for anything else."""
    if len(address) > WEBSITE_MAX_LENGTH or re.search(r"[\s<>\"'\\\x00-\x1f]", address.strip()):
        return ""
    try:
        parts = urlsplit(address.strip())
    except ValueError:
        return ""
    plain = parts.scheme in ("http", "https") and parts.hostname and parts.username is None
    return address.strip() if plain else ""


def _keys(stem: str, person: Person) -> set[str]:
    """Give all that may stand for a person: the record's name, the person's, and a handle."""
    keys = {stem.casefold(), person.name.casefold(), person_identifier(person.name)}
    parts = urlsplit(person.website)
    handle = parts.path.strip("/").lstrip("@")
    if (parts.hostname in HANDLE_SITES or "/@" in parts.path) and handle and "/" not in handle:
        keys.add(handle.casefold())
    return keys


def _read_history(source: Path) -> tuple[dict[str, tuple[str, ...]], tuple[str, ...]]:
    """Read who worked on which file, the first to write it first; machines are left out."""
    if not (source / HISTORY_FILE).is_file():
        return {}, ()
    try:
        text = _read_table(source)
    except CookbookError as err:
        return {}, (str(err),)
    header, *rows = [line.split("\t") for line in text.split("\n") if line.strip()]
    if not set(HISTORY_COLUMNS) <= set(header):
        return {}, ("It has no columns path, git_author and first_commit, so it was not used.",)
    dated: dict[str, list[tuple[str, int, str]]] = {}
    for number, cells in enumerate(rows):
        row = dict(zip(header, cells, strict=False))
        name = tidy_name(row.get("git_author", ""))
        machine = row.get("bot", "").strip().lower() not in ("", "0", "no", "false")
        if name and not machine and not BOT.search(name):
            first = row.get("first_commit", "")
            dated.setdefault(row["path"], []).append((first, number, name))
    return {path: tuple(row[2] for row in sorted(found)) for path, found in dated.items()}, ()


def _read_table(source: Path) -> str:
    # A table may be larger than one manuscript, so it is decoded here.
    data = real_file(source, HISTORY_FILE, max_bytes=HISTORY_MAX_BYTES).read_bytes()
    return strip_unprintable(data.decode("utf-8", errors="replace").replace("\r\n", "\n"))[0]


def _tight(name: str) -> str:
    """Give the form in which "Ana Melo" and "anamelo" are the same."""
    return person_identifier(name).replace("-", "")


def _looks_like_a_name(piece: str) -> bool:
    words = piece.split()
    return 0 < len(words) <= NAME_MAX_WORDS and words[0][:1].isupper()


def _distinct(people: Iterable[Person]) -> tuple[Person, ...]:
    """Leave out whoever stands twice; a person is told by the id that the name makes."""
    found: dict[str, Person] = {}
    for person in people:
        key = person_identifier(person.name)
        found[key] = replace(person, name=found[key].name) if key in found else person
    return tuple(found.values())
