"""The parts of a book: adding, naming, moving and taking them away."""

from __future__ import annotations

from flask import abort, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from cookbook.accounts.numbers import small_number
from cookbook.curating.forms import NewPartForm, PartForm, first_words, said
from cookbook.curating.parts import add_part as add
from cookbook.curating.parts import (
    body_parts,
    find_part,
    name_part,
    part_version,
)
from cookbook.curating.parts import delete_part as delete
from cookbook.curating.parts import move_part as shift
from cookbook.curating.problems import ArrangementError, PartChangedError
from cookbook.curating.views.blueprint import blueprint, here, tell_refusal
from cookbook.models import Part


@blueprint.post("/editing/<slug>/parts")
def add_part(slug: str) -> Response:
    """Add a part at the end."""
    session, person, volume = here()
    form = NewPartForm()
    if not form.validate_on_submit():
        flash(first_words(form), "error")
        return redirect(url_for("curating.arrange", slug=slug, _anchor="new-part"))
    made = add(session, volume, form.title.data, person=person)
    session.commit()
    flash(f"{made.title} is added, behind the other parts.", "success")
    return redirect(url_for("curating.arrange", slug=slug, _anchor=f"part-p{made.id}"))


@blueprint.route("/editing/<slug>/parts/<int:part_id>", methods=["GET", "POST"])
def part(slug: str, part_id: int) -> str | Response:
    """Show and change a part's title and introduction."""
    session, person, volume = here()
    present = _part(part_id)
    form = PartForm()
    theirs = None
    if form.validate_on_submit():
        try:
            name_part(
                session,
                present,
                title=form.title.data,
                intro=form.intro.data,
                seen=said(form.seen),
                person=person,
            )
        except PartChangedError as error:
            session.rollback()
            form.seen.data = part_version(present)
            form.title.errors = [str(error)]
            theirs = present
        else:
            session.commit()
            flash("The part is saved.", "success")
            return redirect(url_for("curating.arrange", slug=slug, _anchor=f"part-p{part_id}"))
    elif not form.is_submitted():
        form.title.data, form.intro.data = present.title, present.intro
        form.seen.data = part_version(present)
    return render_template(
        "curating/part.html",
        form=form,
        part=present,
        theirs=theirs,
        others=[each for each in body_parts(session, volume) if each.id != part_id],
        count=len(present.entries),
    )


@blueprint.post("/editing/<slug>/parts/<int:part_id>/move")
def move_part(slug: str, part_id: int) -> Response:
    """Move a part one place up or down."""
    session, person, _ = here()
    direction = "up" if request.form.get("direction") == "up" else "down"
    shift(session, _part(part_id), direction, person=person)
    session.commit()
    return redirect(url_for("curating.arrange", slug=slug, _anchor=f"part-p{part_id}"))


@blueprint.post("/editing/<slug>/parts/<int:part_id>/delete")
def delete_part(slug: str, part_id: int) -> Response:
    """Take a part away; what stands in it goes where it is said."""
    session, person, volume = here()
    target = find_part(session, volume, request.form.get("entries_to", 0, type=small_number))
    try:
        delete(session, _part(part_id), entries_to=target, person=person)
    except ArrangementError as error:
        tell_refusal(error)
        return redirect(url_for("curating.part", slug=slug, part_id=part_id))
    session.commit()
    flash("The part is taken away; its entries stay in the book.", "success")
    return redirect(url_for("curating.arrange", slug=slug))


def _part(number: int) -> Part:
    session, _, volume = here()
    return find_part(session, volume, number) or abort(404)
