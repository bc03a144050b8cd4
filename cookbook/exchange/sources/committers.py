"""Who wrote what, as git and the all-contributors list remember it -> credits."""

from __future__ import annotations

import csv
import json
import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from cookbook.errors import CookbookError
from cookbook.exchange.sources.contributors import tidy_name
from cookbook.exchange.sources.source_files import read_source_text
from cookbook.manuscript import Credits, Person, person_identifier

AUTHORS_FILE = "authors.tsv"
CONTRIBUTORS_FILES = ("all-contributorsrc", ".all-contributorsrc")
BOTS = re.compile(
    r"\[bot\]|(?:^|[\s_-])(?:bots?|github action|actions?-user|dependabot)$|^github$", re.IGNORECASE
)
BOOK_ROLES = {
    "review": "reviewer",
    "translation": "translator",
    "test": "tester",
    "userTesting": "tester",
    "design": "illustrator",
}
MAIN_SHARE = 0.5


@dataclass(frozen=True)
class Commits:
    """How often somebody committed to a file of the source."""

    path: str
    author: str
    number: int


@dataclass(frozen=True)
class Contributor:
    """Somebody of the all-contributors list."""

    login: str
    name: str
    profile: str = ""
    contributions: tuple[str, ...] = ()


@dataclass(frozen=True)
class People:
    """The people of a collection by id, and the id behind each name that git knows."""

    people: Mapping[str, Person] = field(default_factory=dict)
    ids: Mapping[str, str] = field(default_factory=dict)


def read_commits(text: str) -> tuple[Commits, ...]:
    """Read a table of `path`, `git_author`, `commits`; bots are left out."""
    commits = []
    for row in csv.DictReader(text.splitlines(), delimiter="\t", quoting=csv.QUOTE_NONE):
        author, path = tidy_name(row.get("git_author") or ""), (row.get("path") or "").strip()
        number = (row.get("commits") or "").strip()
        if (
            author
            and author[0] != "("
            and path
            and not (row.get("bot") or "").strip()
            and not BOTS.search(author)
        ):
            commits.append(Commits(path, author, int(number) if number.isdigit() else 1))
    return tuple(commits)


def read_contributors(text: str) -> tuple[Contributor, ...]:
    """Read an all-contributors list; a text that is none gives nobody."""
    try:
        found = json.loads(text)
    except ValueError:
        return ()
    rows = found.get("contributors") if isinstance(found, dict) else None
    return tuple(
        Contributor(
            login=str(row.get("login") or ""),
            name=tidy_name(str(row.get("name") or "")) or str(row.get("login") or ""),
            profile=str(row.get("profile") or ""),
            contributions=tuple(str(one) for one in row.get("contributions") or ()),
        )
        for row in (rows if isinstance(rows, list) else [])
        if isinstance(row, dict)
        and (row.get("name") or row.get("login"))
        and not BOTS.search(str(row.get("name") or row.get("login")))
    )


def gather_people(
    contributors: Sequence[Contributor], commits: Sequence[Commits], more: Iterable[str] = ()
) -> People:
    """Make one person of the names that obviously are the same.

    Same letters in another case or spelling are one; a login is the name that the list gives for
    it; a single word is the one person whose first name or whole name it is.
    """
    total: dict[str, int] = {}
    for one in commits:
        total[one.author] = total.get(one.author, 0) + one.number
    names = [c.name for c in contributors] + list(more)
    names += sorted(total, key=lambda name: (-len(name.split()), -total[name], name))
    logins = {_letters(c.login): c.name for c in contributors if c.login}
    best: dict[str, str] = {}
    first_names: dict[str, set[str]] = {}
    for name in names:
        letters = _letters(name)
        if len(name.split()) > 1:
            best.setdefault(letters, name)
            first_names.setdefault(_letters(name.split()[0]), set()).add(best[letters])
    profiles = {_letters(c.name): c.profile for c in contributors}
    people: dict[str, Person] = {}
    ids: dict[str, str] = {}
    for name in names:
        shown = _shown(name, best, logins, first_names)
        key = person_identifier(shown)
        people.setdefault(
            key, Person(name=shown, website=_address(profiles.get(_letters(shown), "")))
        )
        ids[name] = key
    return People(people, ids)


@dataclass(frozen=True)
class Committers:
    """All that a collection remembers of who worked on it."""

    commits: tuple[Commits, ...] = ()
    contributors: tuple[Contributor, ...] = ()


def read_committers(source: Path) -> Committers:
    """Read the table of commits and the list of contributors of a collection, where they are."""
    commits = _text(source, AUTHORS_FILE)
    lists = (_text(source, name) for name in CONTRIBUTORS_FILES)
    contributors = next((found for text in lists if (found := read_contributors(text))), ())
    return Committers(read_commits(commits), contributors)


def _text(source: Path, name: str) -> str:
    try:
        return read_source_text(source, name).text
    except CookbookError:
        # A collection without such a record credits whom its texts name.
        return ""


@dataclass(frozen=True)
class NamedPeople:
    """Whom a book's own title page names: its authors, and who else worked on it."""

    authors: tuple[str, ...] = ()
    others: tuple[str, ...] = ()


def credit_entries(
    committers: Committers, items: Mapping[str, str], named: NamedPeople | None = None
) -> Credits:
    """Credit each text (`items` leads from the book's path to the source's file) and the book.

    Whom the title page names as author is the author of every text; who committed to a text then
    is its contributor. Without a title page the commits tell the authors.
    """
    named = named or NamedPeople()
    files = frozenset(items.values())
    used = [one for one in committers.commits if one.path in files]
    names = (*named.authors, *named.others)
    people = gather_people(committers.contributors, used, names)
    authors = tuple(dict.fromkeys(people.ids[name] for name in named.authors))
    entries: dict[str, Mapping[str, tuple[str, ...]]] = {}
    for path, file in items.items():
        roles = entry_roles((one for one in used if one.path == file), people)
        if authors:
            worked = (key for ids in roles.values() for key in ids if key not in authors)
            others = tuple(dict.fromkeys(worked))
            roles = {"author": authors, **({"contributor": others} if others else {})}
        if roles:
            entries[path] = roles
    book = dict(book_roles(committers.contributors, people))
    if authors:
        book = {"author": authors, **book}
    helpers = tuple(people.ids[name] for name in named.others)
    if helpers:
        joined = dict.fromkeys((*helpers, *book.get("contributor", ())))
        book["contributor"] = tuple(joined)
    return Credits(people.people, entries, book)


def entry_roles(commits: Iterable[Commits], people: People) -> Mapping[str, tuple[str, ...]]:
    """Say who wrote an entry: author is who committed most, or at least half as often as that."""
    total: dict[str, int] = {}
    for one in commits:
        key = people.ids[one.author]
        total[key] = total.get(key, 0) + one.number
    if not total:
        return {}
    most = max(total.values())
    ranked = sorted(total, key=lambda key: (-total[key], key))
    authors = tuple(key for key in ranked if total[key] >= most * MAIN_SHARE)
    others = tuple(key for key in ranked if key not in authors)
    return {"author": authors, **({"contributor": others} if others else {})}


def book_roles(
    contributors: Iterable[Contributor], people: People
) -> Mapping[str, tuple[str, ...]]:
    """Sort the people of the list into our roles; what we have no word for is a contributor."""
    roles: dict[str, list[str]] = {}
    for one in contributors:
        own = {BOOK_ROLES.get(word, "contributor") for word in one.contributions} or {"contributor"}
        for role in sorted(own):
            ids = roles.setdefault(role, [])
            if people.ids[one.name] not in ids:
                ids.append(people.ids[one.name])
    return {role: tuple(ids) for role, ids in sorted(roles.items())}


def _shown(
    name: str, best: Mapping[str, str], logins: Mapping[str, str], firsts: Mapping[str, set[str]]
) -> str:
    letters = _letters(name)
    if letters in best:
        return best[letters]
    if letters in logins:
        login_name = logins[letters]
        return best.get(_letters(login_name), login_name)
    namesakes = firsts.get(letters, set())
    return next(iter(namesakes)) if len(namesakes) == 1 else name


def _letters(name: str) -> str:
    plain = unicodedata.normalize("NFKD", name).casefold()
    return "".join(letter for letter in plain if letter.isalnum())


def _address(profile: str) -> str:
    return profile.strip() if re.match(r"https?://\S+$", profile.strip()) else ""
