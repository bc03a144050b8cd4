"""The pages of whoever runs the site: who is here, and what they may do."""

from __future__ import annotations

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from sqlalchemy import select
from werkzeug.wrappers import Response as AnyResponse

from cookbook.accounts.forms import EditorForm, one_line
from cookbook.accounts.guard import present_person
from cookbook.accounts.numbers import small_number
from cookbook.accounts.people import activate_person, deactivate_person, list_people
from cookbook.accounts.roles import (
    LastAdministratorError,
    give_role,
    make_administrator,
    take_administrator,
    take_role,
    volumes_of_editor,
)
from cookbook.archive.records import record
from cookbook.extensions import db
from cookbook.models import Person, Volume, VolumeRoleName

WANTED_MAX_LENGTH = 100
"""In characters; SQLite refuses to look for very long ones."""


def add_pages(blueprint: Blueprint) -> None:
    """Give the blueprint these pages."""
    one = "/people/<int:person_id>"
    blueprint.add_url_rule("/people", view_func=people)
    blueprint.add_url_rule(one, view_func=person)
    for view in (promote, demote, deactivate, activate, make_editor, unmake_editor):
        path = view.__name__.replace("_", "-")
        blueprint.add_url_rule(f"{one}/{path}", view_func=view, methods=["POST"])


def people() -> str:
    """List everybody, or those that are looked for."""
    wanted = one_line(request.args.get("q"))[:WANTED_MAX_LENGTH]
    number = max(1, request.args.get("page", 1, small_number))
    page = list_people(db.session(), wanted, number)
    return render_template("accounts/people.html", page=page, wanted=wanted)


def person(person_id: int) -> str:
    """Show one person, and what can be done."""
    found = _load(person_id)
    edits = volumes_of_editor(db.session(), found)
    return render_template(
        "accounts/person.html", person=found, edits=edits, form=_editor_form(edits)
    )


def promote(person_id: int) -> AnyResponse:
    """Have them run the site."""
    found = _load(person_id)
    make_administrator(db.session(), found)
    return _done(found, "made administrator", f"{found.name} now runs the site, as you do.")


def demote(person_id: int) -> AnyResponse:
    """Have them run the site no more."""
    found = _load(person_id)
    try:
        take_administrator(db.session(), found)
    except LastAdministratorError as err:
        return _refused(found, err)
    return _done(found, "unmade administrator", f"{found.name} no longer runs the site.")


def deactivate(person_id: int) -> AnyResponse:
    """Let them in no more."""
    found = _load(person_id)
    try:
        deactivate_person(db.session(), found, by=_myself())
    except LastAdministratorError as err:
        return _refused(found, err)
    return _done(found, "", f"{found.name} can no longer sign in. What they wrote stays.")


def activate(person_id: int) -> AnyResponse:
    """Let them in again."""
    found = _load(person_id)
    activate_person(db.session(), found, by=_myself())
    return _done(found, "", f"{found.name} can sign in again.")


def make_editor(person_id: int) -> AnyResponse:
    """Have them edit a book."""
    found = _load(person_id)
    form = _editor_form(volumes_of_editor(db.session(), found))
    volume = _volume(form.slug.data) if form.validate_on_submit() else None
    if volume is None:
        flash("Please choose a book.", "error")
        return redirect(url_for("accounts.person", person_id=found.id))
    give_role(db.session(), volume, found, VolumeRoleName.EDITOR)
    return _done(found, f"made editor of {volume.slug}", f"{found.name} now edits {volume.title}.")


def unmake_editor(person_id: int) -> AnyResponse:
    """Have them edit a book no more."""
    found = _load(person_id)
    volume = _volume(one_line(request.form.get("slug"))) or abort(404)
    take_role(db.session(), volume, found, VolumeRoleName.EDITOR)
    told = f"{found.name} no longer edits {volume.title}."
    return _done(found, f"unmade editor of {volume.slug}", told)


def _load(person_id: int) -> Person:
    return db.session.get(Person, person_id) or abort(404)


def _volume(slug: str | None) -> Volume | None:
    return db.session.scalar(select(Volume).where(Volume.slug == slug))


def _myself() -> Person:
    return present_person() or abort(404)


def _editor_form(edits: list[Volume]) -> EditorForm:
    form = EditorForm()
    others = db.session.scalars(select(Volume).order_by(Volume.title))
    form.slug.choices = [
        ("", "Choose a book"),
        *((v.slug, v.title) for v in others if v not in edits),
    ]
    return form


def _done(person: Person, action: str, told: str) -> AnyResponse:
    if action:
        record(db.session(), _myself(), action, person.email)
    db.session.commit()
    flash(told, "success")
    return redirect(url_for("accounts.person", person_id=person.id))


def _refused(person: Person, problem: LastAdministratorError) -> AnyResponse:
    db.session.rollback()
    flash(str(problem), "error")
    return redirect(url_for("accounts.person", person_id=person.id))
