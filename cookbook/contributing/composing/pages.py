"""What the tools of a chapter ask for: sources, formulas, entries, room for pictures."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from typing import Any

from flask import g, jsonify, render_template, request
from werkzeug.wrappers import Response as AnyResponse

from cookbook.accounts.limits import count_preview
from cookbook.accounts.numbers import number_or_zero
from cookbook.archive.revisions import free_path
from cookbook.contributing.beginning import may_contribute
from cookbook.contributing.composing.bibtex import is_bibtex, read_bibtex
from cookbook.contributing.composing.entries import entries_for
from cookbook.contributing.composing.formulas import show_formula
from cookbook.contributing.composing.pasted import PastedSource, read_reference
from cookbook.contributing.composing.pictures import add_picture as add_to_chapter
from cookbook.contributing.composing.sources import add_source as add_to_bibliography
from cookbook.contributing.composing.tools import waiting_room
from cookbook.contributing.desk_pages import me, picture_address
from cookbook.contributing.field_words import one_line, typed
from cookbook.contributing.photos import PHOTO_MAX_BYTES
from cookbook.contributing.problems import NotAskedError, PhotoError
from cookbook.contributing.receiving.waiting import waiting_address
from cookbook.errors import CookbookError
from cookbook.exchange.sources.listing import listed_sources
from cookbook.extensions import db, get_storage
from cookbook.models import ContributionKind
from cookbook.models.base import NAME_MAX_LENGTH

REFUSED = 422
TITLE_SHOWN = 80


def sources(slug: str) -> AnyResponse:  # noqa: ARG001 -- the guard has loaded the volume by it
    """Give the sources that can be cited."""
    count_preview(me())
    return _answer(
        lambda: {
            "sources": [dataclasses.asdict(each) for each in listed_sources(g.volume.bibliography)]
        }
    )


def read_source(slug: str) -> AnyResponse:  # noqa: ARG001 -- as above
    """Read a reference that somebody pasted, for checking."""
    count_preview(me())
    pasted = request.form.get("reference", "")
    read = read_bibtex if is_bibtex(pasted) else read_reference
    return _answer(lambda: dataclasses.asdict(read(pasted)))


def add_source(slug: str) -> AnyResponse:  # noqa: ARG001 -- as above
    """Add a source to the volume's bibliography."""
    count_preview(me())
    fields = [each.name for each in dataclasses.fields(PastedSource)]
    source = PastedSource(**{name: request.form.get(name, "") for name in fields})

    def add() -> dict[str, Any]:
        session = db.session()
        added = add_to_bibliography(session, g.volume, source, person=me())
        session.commit()
        return {"source": dataclasses.asdict(added)}

    return _answer(add)


def formula(slug: str) -> str:  # noqa: ARG001 -- as above
    """Show one formula as pages do."""
    count_preview(me())
    tex = request.form.get("tex", "")
    reading = show_formula(tex, display=request.form.get("display") == "yes")
    return render_template("contributing/composing/_formula.html", reading=reading)


def entries(slug: str) -> AnyResponse:  # noqa: ARG001 -- as above
    """Give the other entries to which a chapter can link."""
    but = number_or_zero(request.args.get("but", ""))
    listed = entries_for(db.session(), g.volume, me(), but=but)
    return jsonify({"entries": [dataclasses.asdict(each) for each in listed]})


def keep_picture(slug: str) -> AnyResponse:  # noqa: ARG001 -- as above
    """Keep a picture for a chapter that isn't saved yet."""
    count_preview(me())

    def keep() -> dict[str, str]:
        session, volume = db.session(), g.volume
        if not may_contribute(session, volume, me()):
            raise NotAskedError("This book is not asking for contributions at the moment.")
        title = request.form.get("title", "")[:TITLE_SHOWN]
        path = free_path(session, volume, ContributionKind.CHAPTER, title)
        room = waiting_room(volume)
        kept = room.admit(session, get_storage(), _sent_picture(), path, _maker())
        session.commit()
        return {
            "path": kept.path,
            "address": waiting_address(kept.digest, me()),
            "token": kept.token,
        }

    return _answer(keep)


def add_picture(contribution_id: int) -> AnyResponse:  # noqa: ARG001 -- the guard has loaded the contribution by it
    """Give a chapter a picture."""
    count_preview(me())

    def add() -> dict[str, str]:
        session, contribution = db.session(), g.contribution
        path = add_to_chapter(
            session, get_storage(), contribution, _sent_picture(), person=me(), maker=_maker()
        )
        session.commit()
        return {"path": path, "address": picture_address(contribution, path)}

    return _answer(add)


def _maker() -> str:
    """Give who made the picture that was sent."""
    return one_line(typed(request.form.get("maker", "")))[:NAME_MAX_LENGTH]


def _sent_picture() -> bytes:
    sent = request.files.get("picture")
    if sent is None:
        raise PhotoError("No picture came with it.", remedy="Choose the picture again.")
    return sent.stream.read(PHOTO_MAX_BYTES + 1)


def _answer(make: Callable[[], dict[str, Any]]) -> AnyResponse:
    """Give what is made as JSON, or what is in its way in words."""
    try:
        return jsonify(make())
    except CookbookError as err:
        db.session.rollback()
        answer = jsonify({"problem": f"{err.message} {err.remedy}".strip()})
        answer.status_code = REFUSED
        return answer
