"""The queue, with its filters, and what is done to several of its contributions at once."""

from __future__ import annotations

from enum import StrEnum
from typing import TypeVar

from flask import abort, flash, redirect, render_template, request
from sqlalchemy import select
from werkzeug.wrappers import Response

from cookbook.accounts.guests import guests_of
from cookbook.accounts.numbers import small_number
from cookbook.archive.frames import FrameError, place_contribution
from cookbook.curating.forms import one_line
from cookbook.curating.parts import body_parts, find_part
from cookbook.curating.problems import ReviewError
from cookbook.curating.queueing import (
    TEXT_MAX_LENGTH,
    Filters,
    Shelf,
    Sorting,
    queue_page,
    shelf_counts,
)
from cookbook.curating.reviewing import take_up, takers_of
from cookbook.curating.views.blueprint import address_of, blueprint, here
from cookbook.curating.volumes import lock_volume
from cookbook.models import Contribution, ContributionKind, ContributionState

Choice = TypeVar("Choice", bound=StrEnum)


@blueprint.get("/editing/<slug>/queue")
def queue(slug: str) -> str:
    """Show a page of the queue."""
    session, _, volume = here()
    filters = read_filters()
    page = queue_page(session, volume, filters, request.args.get("page", 1, type=small_number))
    told = tell_filters(filters)
    return render_template(
        "curating/queue.html",
        rows=page,
        filters=filters,
        told=told,
        shelves=Shelf,
        sortings=Sorting,
        kinds=ContributionKind,
        counts=shelf_counts(session, volume),
        takers=takers_of(session, page.contributions),
        guests=guests_of(session, page.contributions),
        parts=body_parts(session, volume),
        address=lambda **changed: address_of(
            "curating.queue", slug=slug, **{**told, **{k: v for k, v in changed.items() if v}}
        ),
    )


@blueprint.post("/editing/<slug>/queue")
def queue_act(slug: str) -> Response:
    """Take up, or place, all the contributions that were ticked."""
    ids = request.form.getlist("chosen", type=small_number)
    if not ids:
        flash("Nothing was ticked. Tick contributions at their left, then press again.", "error")
    elif request.form.get("act") == "take":
        _take_all(ids)
    else:
        _place_all(ids, request.form.get("part", 0, type=small_number))
    return redirect(address_of("curating.queue", slug=slug, **tell_filters(read_filters())))


def read_filters() -> Filters:
    """Read what is asked for from the address; what is none of ours is left out."""
    return Filters(
        shelf=_one_of(Shelf, "shelf") or Shelf.WAITING,
        kind=_one_of(ContributionKind, "kind"),
        text=one_line(request.args.get("q"))[:TEXT_MAX_LENGTH],
        sorting=_one_of(Sorting, "sort") or Sorting.LONGEST,
    )


def tell_filters(filters: Filters) -> dict[str, str]:
    """Give filters as they stand in an address; what is usual is left out."""
    told = {
        "shelf": "" if filters.shelf is Shelf.WAITING else filters.shelf.value,
        "kind": filters.kind.value if filters.kind else "",
        "q": filters.text,
        "sort": "" if filters.sorting is Sorting.LONGEST else filters.sorting.value,
    }
    return {name: value for name, value in told.items() if value}


def _one_of(choices: type[Choice], name: str) -> Choice | None:
    said = request.args.get(name, "")
    return choices(said) if said in tuple(choices) else None


def _ticked(ids: list[int]) -> list[Contribution]:
    session, _, volume = here()
    chosen = (
        select(Contribution)
        .where(Contribution.volume_id == volume.id, Contribution.id.in_(ids))
        .order_by(Contribution.id)
    )
    return list(session.scalars(chosen))


def _take_all(ids: list[int]) -> None:
    session, person, _ = here()
    taken = 0
    for contribution in _ticked(ids):
        try:
            take_up(session, contribution, editor=person)
        except ReviewError:
            continue
        taken += 1
    session.commit()
    if taken:
        flash(f"{_counted(taken)} in review with you now.", "success")
    if taken < len(ids):
        flash(f"{_counted(len(ids) - taken)} not waiting any more.", "notice")


def _place_all(ids: list[int], part_id: int) -> None:
    session, _, volume = here()
    part = find_part(session, volume, part_id) or abort(404)
    lock_volume(session, volume)
    placed = 0
    for contribution in _ticked(ids):
        if contribution.state is not ContributionState.ACCEPTED:
            continue
        try:
            place_contribution(session, contribution, part)
        except FrameError:
            continue
        placed += 1
    session.commit()
    if placed:
        flash(f"{_counted(placed)} in {part.title or 'the book'} now, at its end.", "success")
    if placed < len(ids):
        flash(f"{_counted(len(ids) - placed)} placed already, or not accepted.", "notice")


def _counted(number: int) -> str:
    return "1 contribution is" if number == 1 else f"{number} contributions are"
