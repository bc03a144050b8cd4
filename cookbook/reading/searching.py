"""Search over released entries, a seam over FTS5 on SQLite and tsvector on PostgreSQL.

Whatever is asked is folded into words of letters and digits before a database sees it, so that no
question is an error on either.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, TypeAlias

from sqlalchemy import ColumnElement, Select, func, literal_column, select, table, text
from sqlalchemy.orm import Session

from cookbook.archive.searching import fold
from cookbook.models import EditionEntry, SearchText

QUESTION_MAX_LENGTH = 200
TERMS_MAX = 12
PREFIX_MIN_LENGTH = 2
"""One letter begins too many words."""
RECIPE = "recipe"
QUOTED = re.compile('"([^"]*)"?|([^"]+)')


class KindFilter(StrEnum):
    """Which entries are looked for."""

    ALL = ""
    RECIPES = "recipe"
    TEXTS = "text"


@dataclass(frozen=True)
class Term:
    """Words that stand beside one another; the last may be the beginning of one."""

    words: tuple[str, ...]
    is_beginning: bool = False


@dataclass(frozen=True)
class Question:
    """What is looked for: all of these terms. One that holds no word finds nothing."""

    terms: tuple[Term, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.terms)

    @property
    def words(self) -> tuple[str, ...]:
        """All words of it; those found are marked in what is shown."""
        return tuple(dict.fromkeys(word for term in self.terms for word in term.words))


@dataclass(frozen=True)
class Hit:
    """An entry that was found, and the plain text that an excerpt is taken from."""

    edition_id: int
    title: str
    byline: str
    kind: str
    page: str
    text: str


@dataclass(frozen=True)
class Found:
    """One page of what was found, best first, and how much there is in all."""

    total: int
    hits: tuple[Hit, ...] = ()


def read_question(said: str) -> Question:
    """Read what somebody typed: words, and phrases in quotes; the last word may be unfinished.

    A word that the fold takes apart, as it does stone-soup, is looked for as a phrase.
    """
    terms: list[Term] = []
    for quoted, loose in QUOTED.findall(_straight(said)[:QUESTION_MAX_LENGTH]):
        pieces = [quoted] if quoted else loose.split()
        terms += [Term(words) for each in pieces if (words := tuple(fold(each).split()))]
    terms = list(dict.fromkeys(terms))[:TERMS_MAX]
    if terms and not _straight(said).rstrip().endswith('"'):
        last = terms[-1]
        if len(last.words[-1]) >= PREFIX_MIN_LENGTH:
            terms[-1] = Term(last.words, is_beginning=True)
    return Question(tuple(terms))


def find_entries(  # noqa: PLR0913 -- what to find, where, and which page of it
    session: Session,
    question: Question,
    editions: Collection[int],
    *,
    kind: KindFilter = KindFilter.ALL,
    limit: int,
    offset: int = 0,
) -> Found:
    """Find entries of these editions (by id): titles first, then people, ingredients, the rest."""
    if not question or not editions:
        return Found(0)
    chosen, best = SEAMS[session.get_bind().dialect.name](question)
    chosen = chosen.where(EditionEntry.edition_id.in_(sorted(editions)))
    if kind is not KindFilter.ALL:
        is_recipe = EditionEntry.kind == RECIPE
        chosen = chosen.where(is_recipe if kind is KindFilter.RECIPES else ~is_recipe)
    total = session.scalar(chosen.with_only_columns(func.count(EditionEntry.id))) or 0
    if not total:
        return Found(0)
    page = chosen.order_by(best, EditionEntry.title, EditionEntry.id).limit(limit).offset(offset)
    return Found(total, tuple(Hit(*row) for row in session.execute(page)))


Entries: TypeAlias = Select[*tuple[Any, ...]]
Seam: TypeAlias = Callable[[Question], tuple[Entries, ColumnElement[Any]]]


def _in_fts5(question: Question) -> tuple[Entries, ColumnElement[Any]]:
    """Ask FTS5: words in double quotes are words to it, whatever they are; small is good."""
    asked = " AND ".join(
        f'"{" ".join(term.words)}"{"*" if term.is_beginning else ""}' for term in question.terms
    )
    found = (
        select(
            literal_column("rowid").label("id"),
            literal_column("bm25(search_index, 40.0, 12.0, 4.0, 1.0)").label("rank"),
        )
        .select_from(table("search_index"))
        .where(text("search_index MATCH :asked").bindparams(asked=asked))
        # Without a bound SQLite may ask the index once for every entry, which takes seconds.
        .limit(-1)
        .subquery("found")
    )
    return _entries().join(found, found.c.id == SearchText.id), found.c.rank


def _in_tsvector(question: Question) -> tuple[Entries, ColumnElement[Any]]:
    """Ask PostgreSQL: folded words are lexemes as they are; the weights are those of D, C, B, A."""
    asked = " & ".join(
        "(" + " <-> ".join(term.words) + (":*" if term.is_beginning else "") + ")"
        for term in question.terms
    )
    query = func.to_tsquery(literal_column("'simple'::regconfig"), asked)
    words: ColumnElement[Any] = literal_column("search_texts.search_index")
    weights: ColumnElement[Any] = literal_column("'{0.02, 0.1, 0.3, 1.0}'::float4[]")
    return _entries().where(words.op("@@")(query)), func.ts_rank(weights, words, query).desc()


SEAMS: Mapping[str, Seam] = {"sqlite": _in_fts5, "postgresql": _in_tsvector}


def _entries() -> Entries:
    return select(
        EditionEntry.edition_id,
        EditionEntry.title,
        EditionEntry.byline,
        EditionEntry.kind,
        EditionEntry.page,
        SearchText.excerpt,
    ).join(SearchText, SearchText.id == EditionEntry.id)


def _straight(said: str) -> str:
    """Give straight quotes for those that phones and word processors write."""
    return said.translate(str.maketrans("“”„‟«»", '""""""'))
