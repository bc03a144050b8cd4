"""Stage: credits -> who signed each entry, the contributors' pages, and the picture credits."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from cookbook.manuscript import Credits, Person, person_identifier
from cookbook.manuscript.credits import AUTHOR
from cookbook.press.entries.cards import Card
from cookbook.press.reading.addresses import is_safe_link
from cookbook.press.reading.cleaning import clean_words
from cookbook.press.sections import Identifiers, slug
from cookbook.press.tree import (
    Blocks,
    Inlines,
    bullet_list,
    definition_list,
    div,
    link,
    para,
    plain,
    span,
    text,
)
from cookbook.press.words import Words

PARTICLES = frozenset(
    {"van", "von", "de", "da", "do", "dos", "del", "di", "der", "den", "la", "le"}
)


@dataclass(frozen=True)
class Contributor:
    """A person with what they gave: role -> paths of entries, in reading order."""

    identifier: str
    anchor: str
    person: Person
    gave: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    @property
    def is_author(self) -> bool:
        """Tell whether the person wrote any entry."""
        return AUTHOR in self.gave


@dataclass(frozen=True)
class People:
    """Everybody in the book, by the id of the person, in the order of their names.

    `words` are those of the book.
    """

    by_id: Mapping[str, Contributor]
    authors: Mapping[str, tuple[str, ...]]
    words: Words

    def names(self, entry: str) -> tuple[str, ...]:
        """Give the names of those who wrote an entry."""
        return tuple(self.by_id[each].person.name for each in self.authors.get(entry, ()))

    def signature(self, entry: str, town: str) -> Blocks:
        """Make the line under an entry's title that names its authors, and where they live."""
        authors = [self.by_id[each] for each in self.authors.get(entry, ())]
        if not authors:
            return []
        inlines: Inlines = []
        for number, each in enumerate(authors):
            if number:
                is_last = number == len(authors) - 1
                inlines += text(self.words.and_ if is_last else self.words.comma)
            inlines.append(link(f"#{each.anchor}", text(each.person.name), "person-ref"))
        place = town or (authors[0].person.town if len(authors) == 1 else "")
        if place:
            inlines += [{"t": "Str", "c": ","}, {"t": "Space"}, span(text(place), "town")]
        return [div([para(inlines)], "byline")]

    def everyone(self) -> tuple[Contributor, ...]:
        """Give everybody in the order of their last names."""
        return self._everyone

    @cached_property
    def _everyone(self) -> tuple[Contributor, ...]:
        return tuple(sorted(self.by_id.values(), key=lambda each: _sorting(each.person.name)))


def gather_people(
    credits_: Credits, cards: Mapping[str, Card], identifiers: Identifiers, words: Words
) -> People:
    """Put together who did what. A name in `by:` counts even where credits.yaml leaves it out."""
    ledger = _Ledger(dict(credits_.people))
    authors: dict[str, tuple[str, ...]] = {}
    for path, card in cards.items():
        authors[path] = ledger.enter(path, card, credits_.entries.get(path, {}))
    for role, ids in credits_.book.items():
        ledger.give(ids, role, "")
    for path, picture in credits_.images.items():
        ledger.give(picture.by, "illustrator", path)
    by_id = {
        identifier: Contributor(
            identifier,
            identifiers.claim(f"by-{slug(identifier) or 'person'}"),
            ledger.people[identifier],
            {role: tuple(paths) for role, paths in roles.items()},
        )
        for identifier, roles in ledger.gave.items()
    }
    return People(by_id, authors, words)


@dataclass
class _Ledger:
    """Who gave what, while it is being put together."""

    people: dict[str, Person]
    gave: dict[str, dict[str, dict[str, None]]] = field(default_factory=dict)
    ids: dict[str, str] = field(default_factory=dict)

    def known(self, name_or_id: str) -> str:
        """Give the id of a person who is named by id or name; a new name becomes a person."""
        if name_or_id not in self.ids:
            self.ids[name_or_id] = self._looked_up(name_or_id)
        return self.ids[name_or_id]

    def _looked_up(self, name_or_id: str) -> str:
        if name_or_id in self.people:
            return name_or_id
        for identifier, person in self.people.items():
            if person.name == name_or_id:
                return identifier
        identifier = self._free(person_identifier(name_or_id), slug(name_or_id))
        self.people.setdefault(identifier, Person(name=name_or_id))
        return identifier

    def _free(self, wish: str, spelling: str) -> str:
        """Give the wished id, unless it is somebody else's: ids hold few of a name's letters."""
        identifier, number = wish, 1
        while identifier in self.people and slug(self.people[identifier].name) != spelling:
            number += 1
            identifier = f"{wish}-{number}"
        return identifier

    def give(self, names: Sequence[str], role: str, path: str) -> None:
        """Write down that these people gave something to `path`, once."""
        for name in names:
            given = self.gave.setdefault(self.known(name), {}).setdefault(role, {})
            given[path] = None

    def enter(self, path: str, card: Card, roles: Mapping[str, tuple[str, ...]]) -> tuple[str, ...]:
        """Write down everybody behind an entry, and give the ids of its authors."""
        signed = card.by or roles.get(AUTHOR, ())
        authors = tuple(dict.fromkeys(self.known(name) for name in signed))
        self.give(authors, AUTHOR, path)
        for role, ids in roles.items():
            if role != AUTHOR:
                self.give(ids, role, path)
        self._note_town(card, authors)
        return authors

    def _note_town(self, card: Card, authors: Sequence[str]) -> None:
        """Take the town from a recipe for a person whom credits.yaml doesn't place."""
        if not (card.is_recipe and card.town and len(authors) == 1):
            return
        person = self.people[authors[0]]
        if not person.town:
            self.people[authors[0]] = dataclasses.replace(person, town=card.town)


def contributors_blocks(people: People, anchors: Mapping[str, tuple[str, str]]) -> Blocks:
    """Make the contributors' pages: name, town, life, and what each gave, with links.

    `anchors` gives id and title of each entry by its path.
    """
    items = []
    for each in people.everyone():
        name: Inlines = [span(text(clean_words(each.person.name)), "name", identifier=each.anchor)]
        if each.person.town:
            name += [{"t": "Space"}, span(text(clean_words(each.person.town)), "town")]
        items.append((name, [_life(each, anchors, people.words)]))
    return [div([definition_list(items)], "people")] if items else []


def picture_credit_blocks(
    credits_: Credits, people: People, used: Sequence[tuple[str, str]]
) -> Blocks:
    """Make the list of pictures with their makers, licences and sources.

    `used` holds path and alternative text of each picture that stands in the book.
    """
    items: list[Blocks] = []
    for path, shown in used:
        credit = credits_.images.get(path)
        if credit is None:
            continue
        makers = [people.by_id[_maker(people, each)].person.name for each in credit.by]
        facts = [people.words.series(makers), credit.licence]
        line = [*text(f"{_shortened(shown) or path}:"), {"t": "Space"}]
        line += text(", ".join(clean_words(fact) for fact in facts if fact) or "—")
        if credit.source:
            line += [*text(", "), *_web(credit.source)]
        items.append([plain(line)])
    return [bullet_list(items)] if items else []


def _maker(people: People, name_or_id: str) -> str:
    if name_or_id in people.by_id:
        return name_or_id
    named = (id_ for id_, each in people.by_id.items() if each.person.name == name_or_id)
    return next(named, person_identifier(name_or_id))


def _shortened(words_: str) -> str:
    return words_ if len(words_) < 90 else f"{words_[:88].rsplit(' ', 1)[0]} …"  # noqa: PLR2004


def _life(each: Contributor, anchors: Mapping[str, tuple[str, str]], words: Words) -> Blocks:
    blocks: Blocks = []
    life = text(clean_words(each.person.life))
    if each.person.website and is_safe_link(each.person.website):
        life += [*([{"t": "Space"}] if life else []), *_web(each.person.website)]
    if life:
        blocks.append(div([para(life)], "life"))
    gave = _gave(each, anchors, words)
    if gave:
        blocks.append(div([para(gave)], "gave"))
    return blocks or [plain([])]


def _gave(each: Contributor, anchors: Mapping[str, tuple[str, str]], words: Words) -> Inlines:
    gave: Inlines = []
    for role, paths in each.gave.items():
        links = [
            link(f"#{anchors[path][0]}", text(anchors[path][1]))
            for path in paths
            if path in anchors
        ]
        if not links and role == AUTHOR:
            continue
        if role != AUTHOR or not links:
            gave += [
                *([{"t": "Space"}] if gave else []),
                span(text(words.role(role)), "role"),
            ]
            gave.append({"t": "Str", "c": ":"} if links else {"t": "Str", "c": "."})
            gave.append({"t": "Space"})
        elif gave:
            gave.append({"t": "Space"})
        for number, node in enumerate(links):
            gave += [*([{"t": "Str", "c": ","}, {"t": "Space"}] if number else []), node]
        gave += [{"t": "Str", "c": "."}] if links else []
    return gave


def _web(address: str) -> Inlines:
    shown = re.sub(r"^https?://(www\.)?", "", clean_words(address)).rstrip("/")
    return (
        [link(address, text(shown))] if is_safe_link(address) and "://" in address else text(shown)
    )


def _sorting(name: str) -> tuple[str, str]:
    parts = [part for part in re.split(r"\s+", name.strip()) if part]
    last = parts[-1] if parts else ""
    return (slug(last) or last.lower(), slug(name))
