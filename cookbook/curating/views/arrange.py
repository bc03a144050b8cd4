"""The page on which a book is put in order: by drag, by arrows, and by naming a place."""

from __future__ import annotations

import re
from collections.abc import Callable

from flask import abort, flash, jsonify, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from cookbook.accounts.numbers import number_or_zero, small_number
from cookbook.curating.arrangements import Arrangement, Placed, read_arrangement
from cookbook.curating.arranging import change_order, told_order
from cookbook.curating.forms import NewPartForm, PlaceForm, offer, said
from cookbook.curating.ordering import Order, move, put, take_aside, under
from cookbook.curating.problems import ArrangementChangedError, ArrangementError
from cookbook.curating.views.blueprint import (
    blueprint,
    here,
    loaded_contribution,
    tell_refusal,
)
from cookbook.manuscript.books import ENTRY_MAX_DEPTH

FIELD = re.compile(r"^order-(front|back|aside|p\d+|c\d+)$")
DIRECTIONS = frozenset({"up", "down", "in", "out"})
CONFLICT = 409
AGAIN = "This page shows your order, which is not saved."
TAKE_OUT = "out of the book"


@blueprint.route("/editing/<slug>/arrange", methods=["GET", "POST"])
def arrange(slug: str) -> str | Response | tuple[Response, int]:
    """Show what stands where; save a whole order (a script's) or one move (a button's)."""
    session, _, volume = here()
    if request.method == "POST":
        return _save_whole() if "X-Arranged" in request.headers else _save_move(slug)
    arrangement = read_arrangement(session, volume)
    return render_template(
        "curating/arrange.html",
        arrangement=arrangement,
        count=len(arrangement.walk()),
        aside_count=len(arrangement.aside),
        form=NewPartForm(),
        depth=ENTRY_MAX_DEPTH,
    )


@blueprint.route("/editing/<slug>/arrange/<int:contribution_id>", methods=["GET", "POST"])
def place(slug: str, contribution_id: int) -> str | Response:
    """Name the place where a contribution is to stand."""
    session, person, volume = here()
    contribution = loaded_contribution()
    arrangement = read_arrangement(session, volume)
    standing = next((each for each in arrangement.walk() if each.id == contribution_id), None)
    if standing is None and all(each.id != contribution_id for each in arrangement.aside):
        abort(404)
    form = PlaceForm()
    form.where.choices = [
        choice
        for group, places in _places(arrangement, standing, contribution_id).items()
        for choice in offer(places, group)
    ]
    if form.validate_on_submit():
        change = _put(contribution_id, form.where.data)
        try:
            change_order(session, volume, change, seen=said(form.seen), person=person)
        except ArrangementError as error:
            tell_refusal(error)
            return redirect(url_for("curating.place", slug=slug, contribution_id=contribution_id))
        session.commit()
        flash(f"{contribution.title} is placed.", "success")
        return redirect(url_for("curating.arrange", slug=slug, _anchor=f"entry-{contribution_id}"))
    form.seen.data = arrangement.version
    if not form.is_submitted():
        form.where.data = _present_place(arrangement, contribution_id)
    return render_template(
        "curating/place.html", form=form, contribution=contribution, standing=standing
    )


def _save_whole() -> Response | tuple[Response, int]:
    session, person, volume = here()
    told: dict[str, list[int]] = {}
    for name in request.form:
        match = FIELD.match(name)
        if match:
            told[match[1]] = request.form.getlist(name, type=small_number)
    seen = request.form.get("seen", "")
    try:
        version = change_order(session, volume, told_order(told), seen=seen, person=person)
    except ArrangementError as error:
        session.rollback()
        return jsonify(said=f"{error.message} {AGAIN}"), CONFLICT
    session.commit()
    return jsonify(said="The order is saved.", fields={"seen": version})


def _save_move(slug: str) -> Response:
    session, person, volume = here()
    number, _, direction = request.form.get("move", "").partition(":")
    moved = number_or_zero(number)
    if not moved or direction not in DIRECTIONS:
        abort(400)
    try:
        change_order(
            session,
            volume,
            lambda order: move(order, moved, direction),
            seen=request.form.get("seen", ""),
            person=person,
        )
    except ArrangementChangedError as error:
        tell_refusal(error)
        return redirect(url_for("curating.arrange", slug=slug))
    except ArrangementError as error:
        tell_refusal(error)
    else:
        session.commit()
    return redirect(url_for("curating.arrange", slug=slug, _anchor=f"entry-{moved}"))


def _put(contribution: int, where: str) -> Callable[[Order], Order]:
    if where == TAKE_OUT:
        return lambda order: take_aside(order, contribution)
    return lambda order: put(order, contribution, where)


def _places(
    arrangement: Arrangement, standing: Placed | None, own: int
) -> dict[str, list[tuple[str, str]]]:
    """Give the places that there are, by part, but for those under the contribution itself."""
    below = {each.id for each in _all(standing)} if standing else {own}
    offered: dict[str, list[tuple[str, str]]] = {}
    for group in arrangement.groups:
        title = group.title or "the book"
        choices = [(f"first:{group.holder}", f"At the beginning: {title}")]
        for each in (entry for top in group.entries for entry in _all(top)):
            if each.id in below:
                continue
            inset = "\N{EM SPACE}" * (each.depth - 1)
            choices.append((f"after:{each.id}", f"{inset}After {each.title}"))
            if each.depth < ENTRY_MAX_DEPTH:
                choices.append((f"last:{under(each.id)}", f"{inset}\N{EM SPACE}Under {each.title}"))
        offered.setdefault(group.title or "The book", []).extend(choices)
    if standing is not None:
        offered["Elsewhere"] = [(TAKE_OUT, "Out of the book; it stays accepted")]
    return offered


def _present_place(arrangement: Arrangement, own: int) -> str:
    """Give the place where a contribution stands, as `_places` names it, or "" for none."""

    def among(entries: tuple[Placed, ...], holder: str) -> str:
        before = None
        for each in entries:
            if each.id == own:
                if before is not None:
                    return f"after:{before}"
                # Under a chapter, the only place to name is the last one.
                return f"last:{holder}" if holder.startswith("c") else f"first:{holder}"
            below = among(each.children, under(each.id))
            if below:
                return below
            before = each.id
        return ""

    return next(
        filter(None, (among(group.entries, group.holder) for group in arrangement.groups)), ""
    )


def _all(top: Placed) -> list[Placed]:
    return [top, *(each for child in top.children for each in _all(child))]
