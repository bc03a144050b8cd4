"""The words by which readers find an entry: folded in one way, for storing and for asking."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy.orm import Session

from cookbook.manuscript.decoding import strip_unprintable
from cookbook.models import EditionEntry, SearchText

WORD_MAX_LENGTH = 60
"""Longer words are cut: PostgreSQL refuses to look for one beyond 2 kB."""
TITLE_WORDS = 2_000
PEOPLE_WORDS = 8_000
INGREDIENTS_WORDS = 40_000
BODY_WORDS = 200_000
"""How many characters of each are searched: PostgreSQL indexes no more than 1 MB of an entry."""
EXCERPT_LENGTH = 20_000

# What NFKD takes no stroke or ligature from.
LETTERS = str.maketrans(
    {
        "ø": "o", "ł": "l", "đ": "d", "ð": "d", "ħ": "h", "ŧ": "t", "ı": "i",
        "þ": "th", "æ": "ae", "œ": "oe",
    }
)  # fmt: skip
MARKS = re.compile(
    "[" + "".join(chr(each) for each in range(0x10000) if unicodedata.combining(chr(each))) + "]+"
)
# Soft hyphens and joiners stand within words and are none of their letters.
WITHIN_WORDS = re.compile("[\u00ad\u200b-\u200d\u2060]+")
WORDS = re.compile(r"[^\W_]+")
# Scripts that put no space between words are searched letter by letter, in sequence.
WITHOUT_SPACES = re.compile("([\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff])")


@dataclass(frozen=True)
class EntryWords:
    """What is to be found of an entry, as plain text and unfolded.

    `people` are its authors; `ingredients` has a line each; `summary` opens what results show.
    """

    title: str
    people: str = ""
    ingredients: str = ""
    body: str = ""
    summary: str = ""


def fold(text: str) -> str:
    """Fold a text for search: lower case, no accents, words of letters and digits between spaces.

    What is folded holds nothing that a database would read as more than words; folding it again
    changes nothing.
    """
    return " ".join(each[:WORD_MAX_LENGTH] for each in WORDS.findall(fold_letters(text)))


def fold_letters(text: str) -> str:
    """Fold letters alone: what stands between words stays, so that places in it can be counted."""
    if text.isascii():
        return text.lower()
    plain = unicodedata.normalize("NFKD", WITHIN_WORDS.sub("", text).casefold())
    # Taking a letter apart may bring forth capitals, as in ℃.
    plain = MARKS.sub("", plain).casefold().translate(LETTERS)
    return WITHOUT_SPACES.sub(r" \1 ", plain)


def words_of_record(record: Mapping[str, Any]) -> EntryWords:
    """Give the words of a record of the press's `search.json`; see `SearchRecord`."""
    labels = (record["course"], record["cuisine"], *record["diet"], *record["tags"])
    return EntryWords(
        title=record["title"],
        people=record["byline"],
        ingredients=record["ingredients"],
        body=" ".join((record["body"], *labels)),
        summary=record["summary"],
    )


def index_edition_entry(session: Session, entry: EditionEntry, words: EntryWords) -> SearchText:
    """Let readers find an entry of an edition by its words; doing it again puts new ones there."""
    if entry.id is None:
        session.flush()
    text = session.get(SearchText, entry.id)
    if text is None:
        text = SearchText(id=entry.id)
        session.add(text)
    shown = "\n".join(filter(None, (words.summary, words.ingredients, words.body)))
    text.title = fold(words.title)[:TITLE_WORDS]
    text.people = fold(words.people)[:PEOPLE_WORDS]
    text.ingredients = fold(words.ingredients)[:INGREDIENTS_WORDS]
    text.body = fold(f"{words.summary} {words.body}")[:BODY_WORDS]
    text.excerpt = strip_unprintable(shown)[0][:EXCERPT_LENGTH]
    session.flush()
    return text
