"""The places that a suggestion changes, as its page shows them: each with a tick, word by word."""

from __future__ import annotations

import re
from dataclasses import dataclass

from cookbook.archive.differences import Piece, key_name, show_pieces
from cookbook.contributing.suggesting.deciding import places_of
from cookbook.manuscript.picking import Place
from cookbook.manuscript.word_changes import compare_few_words, compare_words
from cookbook.models import Suggestion

_ITEM = re.compile(r"^ {0,3}(?:[-*+•‣◦]|\d{1,3}[.)])\s+")


@dataclass(frozen=True)
class PlaceRow:
    """One place: its number, where in the text it is, and its pieces ("same", "new", "gone")."""

    number: int
    where: str
    pieces: list[Piece]


def rows_of(suggestion: Suggestion) -> list[PlaceRow]:
    """Give the places that a suggestion changes, from top to end."""
    return [
        PlaceRow(number, _where(place), _pieces(place))
        for number, place in enumerate(places_of(suggestion).places)
    ]


def _pieces(place: Place) -> list[Piece]:
    """Compare an item of a list without its marker, and each of its words for itself."""
    was, now = _ITEM.sub("", place.before), _ITEM.sub("", place.after)
    is_item = (was, now) != (place.before, place.after) and "\n" not in f"{was}{now}"
    if place.key or not is_item:
        return show_pieces(compare_words(place.before, place.after))
    return show_pieces(compare_few_words(was, now))


def _where(place: Place) -> str:
    if place.key:
        return key_name(place.key)
    return place.heading or "At the beginning"
