"""Pictures in a document's tree -> figures and pictures of our text, or what stands for them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from cookbook.exchange.documents.losses import Lost
from cookbook.exchange.documents.pictures import NoPictureError
from cookbook.exchange.rewriting.plain_words import attributes as written_attributes
from cookbook.exchange.rewriting.plain_words import quoted_attribute
from cookbook.press.pandoc import Node
from cookbook.press.tree import Blocks, Inlines, div, para, plain_text, text

if TYPE_CHECKING:
    from cookbook.exchange.documents.tidying import Tidier

UNDESCRIBED = Lost(
    "picture has no description",
    "pictures have no description",
    "for those who can't see them: please write one",
)
WIDTH = re.compile(r"(\d{1,3})(?:\.\d+)?%")
FULL = 100


def figure_blocks(tidier: Tidier, picture: Node, caption: Inlines, label: str) -> Blocks:
    """Write a picture that stands alone, with its caption; one that can't be shown keeps its place.

    What it shows and its caption stay in the text in any case.
    """
    alt = alt_of(picture)
    try:
        path = tidier.album.place(picture["c"][2][0])
    except NoPictureError as err:
        tidier.losses.say(_not_shown(err, alt or plain_text(caption)))
        said = caption or text(alt or "A picture that could not be carried over.")
        return [div([para(said)], "figure-absent", identifier=label)]
    if not alt:
        tidier.losses.count(UNDESCRIBED)
    about = written_attributes(
        f"#{label}" if label else "",
        quoted_attribute("alt", alt) if alt else "",
        _width(picture),
    )
    return [para([as_it_stands("!["), *caption, as_it_stands(f"](../{path}){about}")])]


def picture_inlines(tidier: Tidier, picture: Node) -> Inlines:
    """Write a picture within a line."""
    alt = alt_of(picture)
    try:
        path = tidier.album.place(picture["c"][2][0])
    except NoPictureError as err:
        tidier.losses.say(_not_shown(err, alt))
        return text(f"[{alt}]") if alt else []
    if not alt:
        tidier.losses.count(UNDESCRIBED)
    return [
        as_it_stands("!["),
        *(text(alt) if alt else []),
        as_it_stands(f"](../{path}){_about_inline(picture)}"),
    ]


def as_it_stands(words: str) -> Node:
    """Make an inline that is written letter by letter: marks of our format, and nothing else.

    What a document says may only go into it as a label or an attribute.
    """
    return {"t": "RawInline", "c": ["markdown", words]}


def alt_of(picture: Node) -> str:
    """Give what a picture says of itself: its description, or else its title."""
    (_identifier, _classes, values), inlines, (_target, title) = picture["c"]
    said = dict(values).get("alt") or plain_text(inlines) or title
    words = " ".join(str(said).split())
    # Office programs put the name of the file there, or what they themselves guess.
    return (
        ""
        if re.fullmatch(r"\S+\.(?:jpe?g|png|gif|svg|emf|wmf|tiff?|bmp|webp)", words, re.IGNORECASE)
        else words
    )


def _not_shown(error: NoPictureError, about: str) -> str:
    return f"A picture{f' (“{about[:80]}”)' if about else ''} is left out: {error.message}."


def _width(picture: Node) -> str:
    found = WIDTH.fullmatch(str(dict(picture["c"][0][2]).get("width", "")))
    return f"width={found[1]}%" if found and 0 < int(found[1]) < FULL else ""


def _about_inline(picture: Node) -> str:
    return written_attributes(_width(picture))
