"""Search as a page, and as the part of it that changes while somebody types."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from flask import Response, make_response, render_template, request, url_for
from markupsafe import Markup

from cookbook.accounts.numbers import small_number
from cookbook.extensions import db
from cookbook.models import Edition
from cookbook.reading.addresses import page_address, reader_prefix
from cookbook.reading.blueprint import blueprint
from cookbook.reading.catalogue import newest_editions
from cookbook.reading.excerpts import excerpt, mark_words
from cookbook.reading.searching import (
    QUESTION_MAX_LENGTH,
    Found,
    KindFilter,
    Question,
    find_entries,
    read_question,
)

HITS_ON_A_PAGE = 20
PAGES_MAX = 500
RESULTS = "results"
"""The id of what is replaced while somebody types."""
FORGIVEN = "\0"
"""What is taken out of a question before it is shown again: pages can't hold it."""


@dataclass(frozen=True)
class ShownHit:
    """What is shown of an entry that was found."""

    title: Markup
    byline: Markup
    words: Markup
    is_recipe: bool
    address: str
    book: str


@blueprint.get("/search")
def search() -> Response:
    """Find entries of the newest editions by what they say, who wrote them, what goes in."""
    said = request.args.get("q", "").replace(FORGIVEN, "")[:QUESTION_MAX_LENGTH].strip()
    question = read_question(said)
    kind = _kind(request.args.get("kind", ""))
    number = min(max(1, request.args.get("page", 1, type=small_number)), PAGES_MAX)
    session = db.session()
    editions = newest_editions(session)
    slug = request.args.get("volume", "")
    chosen = [each for each in editions if each.volume.slug == slug]
    found = find_entries(
        session,
        question,
        {each.id for each in chosen or editions},
        kind=kind,
        limit=HITS_ON_A_PAGE,
        offset=(number - 1) * HITS_ON_A_PAGE,
    )
    asked = {"q": said, "volume": slug if chosen else "", "kind": kind.value}
    part = request.headers.get("HX-Target") == RESULTS
    words = {
        "part": part,
        "said": said,
        "asked": asked,
        "can_ask": bool(question),
        "kind": kind.value,
        "volumes": editions,
        "chosen": chosen[0] if chosen else None,
        "total": found.total,
        "hits": _shown(found, question, editions),
        "number": number,
        "first": (number - 1) * HITS_ON_A_PAGE + 1,
        "before": _page(asked, number - 1) if number > 1 else "",
        "after": _page(asked, number + 1) if number * HITS_ON_A_PAGE < found.total else "",
    }
    response = make_response(
        render_template("reading/_results.html" if part else "reading/search.html", **words)
    )
    response.vary.add("HX-Target")
    return response


def _kind(said: str) -> KindFilter:
    return KindFilter(said) if said in tuple(KindFilter) else KindFilter.ALL


def _shown(found: Found, question: Question, editions: Sequence[Edition]) -> list[ShownHit]:
    known = {each.id: each for each in editions}
    prefixes = {
        each: reader_prefix(known[each].volume.slug, known[each].number)
        for each in {hit.edition_id for hit in found.hits}
    }
    return [
        ShownHit(
            title=mark_words(hit.title, question),
            byline=mark_words(hit.byline, question),
            words=excerpt(hit.text, question),
            is_recipe=hit.kind == KindFilter.RECIPES,
            address=page_address(prefixes[hit.edition_id], hit.page),
            book=known[hit.edition_id].title,
        )
        for hit in found.hits
    ]


def _page(asked: Mapping[str, str], number: int) -> str:
    given: dict[str, Any] = {name: value for name, value in asked.items() if value}
    if number > 1:
        given["page"] = number
    return url_for("reading.search", **given)
