"""A volume's settings, its call, its people."""

from __future__ import annotations

import datetime as dt
import io

from flask import abort, flash, redirect, render_template, send_file, url_for
from werkzeug.wrappers import Response

from cookbook.accounts.mails import send_mail
from cookbook.accounts.roles import editors_of
from cookbook.archive.frames import volume_settings
from cookbook.archive.pictures import find_file
from cookbook.curating.calling import CallWords, newest_call, save_call
from cookbook.curating.calling import close_call as close_it
from cookbook.curating.editors import add_editor
from cookbook.curating.editors import remove_editor as remove_role
from cookbook.curating.forms import LANGUAGES, CallForm, EditorForm, SettingsForm, said
from cookbook.curating.problems import RoleError, SettingsChangedError
from cookbook.curating.views.blueprint import blueprint, here, tell_refusal
from cookbook.curating.views.invitation import invitation_to
from cookbook.curating.volumes import (
    change_settings,
    differing_settings,
    keep_cover,
    keep_style,
    settings_version,
)
from cookbook.extensions import get_storage
from cookbook.manuscript import Book
from cookbook.models import Blob, Call, Person, now
from cookbook.press.entries.citation_styles import StyleError
from cookbook.press.pictures.vetting import PictureError

# Which words of the form a setting of the book has, for telling what somebody else changed.
LABELS = {"cover_alt": "What the cover shows", "theme": "Look", "kind": "What sort of book"}


@blueprint.route("/editing/<slug>/settings", methods=["GET", "POST"])
def settings(slug: str) -> str | Response:
    """Show and change a volume's frame."""
    session, person, volume = here()
    present = volume_settings(volume)
    form = SettingsForm()
    form.ready(present)
    theirs: list[tuple[str, str]] = []
    if form.validate_on_submit():
        try:
            paths = _wanted_cover(form, present), _wanted_style(form, present)
            wanted = form.book(present, *paths)
            change_settings(session, volume, wanted, seen=said(form.seen), person=person)
            volume.guests_may_suggest = form.guests_may_suggest.data
        except PictureError as error:
            session.rollback()
            form.cover_file.errors = [error.message, error.remedy]
        except StyleError as error:
            session.rollback()
            form.style_file.errors = [f"This file can't be used, as {error.message}."]
        except SettingsChangedError as error:
            session.rollback()
            theirs = [
                (LABELS.get(name, form[name].label.text), said)
                for name, said in differing_settings(wanted, volume_settings(volume))
                if name in form
            ]
            form.seen.errors = [str(error)]
            form.seen.data = settings_version(volume)
        else:
            session.commit()
            flash("The settings are saved.", "success")
            return redirect(url_for("curating.settings", slug=slug))
    elif not form.is_submitted():
        form.show(present)
        form.guests_may_suggest.data = volume.guests_may_suggest
        form.seen.data = settings_version(volume)
    return render_template(
        "curating/settings.html", form=form, book=present, theirs=theirs, languages=LANGUAGES
    )


@blueprint.get("/editing/<slug>/settings/cover")
def cover(slug: str) -> Response:  # noqa: ARG001 -- the guard has loaded what it names
    """Show the picture that the next edition's cover has."""
    session, _, volume = here()
    file = find_file(session, volume, volume_settings(volume).cover) or abort(404)
    blob = session.get_one(Blob, file.digest)
    data = io.BytesIO(get_storage().read(file.digest))
    return send_file(data, mimetype=blob.media_type, etag=file.digest)


@blueprint.route("/editing/<slug>/call", methods=["GET", "POST"])
def call(slug: str) -> str | Response:
    """Show and change the call."""
    session, person, volume = here()
    present = newest_call(session, volume)
    form = CallForm()
    if form.validate_on_submit():
        save_call(session, volume, _call_words(form), person=person)
        session.commit()
        flash("The call is saved.", "success")
        return redirect(url_for("curating.call", slug=slug))
    if not form.is_submitted():
        _show_call(form, present, volume.title)
    return render_template(
        "curating/call.html",
        form=form,
        call=present,
        is_open=present and present.is_open(now()),
        invitation=invitation_to(session, present),
    )


@blueprint.post("/editing/<slug>/call/close")
def close_call(slug: str) -> Response:
    """Close the call."""
    session, person, volume = here()
    close_it(session, volume, person=person)
    session.commit()
    flash("The call is closed. What was handed in stays.", "success")
    return redirect(url_for("curating.call", slug=slug))


@blueprint.route("/editing/<slug>/people", methods=["GET", "POST"])
def people(slug: str) -> str | Response:
    """Show who edits the volume, and add somebody."""
    session, person, volume = here()
    form = EditorForm()
    if form.validate_on_submit():
        try:
            added = add_editor(session, volume, said(form.email), by=person)
        except RoleError as error:
            session.rollback()
            form.email.errors = [str(error)]
        else:
            session.commit()
            send_mail(
                added,
                f"You edit {volume.title} now",
                "curating_editor",
                by=person.name,
                title=volume.title,
                slug=slug,
            )
            flash(f"{added.name} edits this volume now, and has got a mail.", "success")
            return redirect(url_for("curating.people", slug=slug))
    return render_template("curating/people.html", form=form, editors=editors_of(session, volume))


@blueprint.post("/editing/<slug>/people/<int:person_id>/remove")
def remove_editor(slug: str, person_id: int) -> Response:
    """Take the editors' role from somebody."""
    session, person, volume = here()
    removed = session.get(Person, person_id) or abort(404)
    try:
        remove_role(session, volume, removed, by=person)
    except RoleError as error:
        tell_refusal(error)
        return redirect(url_for("curating.people", slug=slug))
    session.commit()
    flash(f"{removed.name} does not edit this volume any more.", "success")
    if removed.id == person.id and not person.runs_the_site:
        return redirect(url_for("curating.desk"))
    return redirect(url_for("curating.people", slug=slug))


def _wanted_cover(form: SettingsForm, present: Book) -> str:
    """Give the path of the cover that is to be, after keeping the one that was sent."""
    session, person, volume = here()
    sent = form.cover_file.data
    if sent:
        return keep_cover(session, get_storage(), volume, sent.read(), person=person).path
    return "" if form.drop_cover.data else present.cover


def _wanted_style(form: SettingsForm, present: Book) -> str:
    """Give the path of the citation style that is to be, after keeping the one that was sent."""
    session, person, volume = here()
    sent = form.style_file.data
    if sent:
        return keep_style(session, get_storage(), volume, sent.read(), person=person).path
    return "" if form.drop_style.data else present.wishes.citation_style


def _call_words(form: CallForm) -> CallWords:
    """Give the call; its last day counts in full."""
    closes = form.closes.data
    return CallWords(
        title=form.title.data,
        words=form.words.data,
        wanted=form.wishes(),
        opens_at=_midnight(form.opens.data or now().date()),
        closes_at=_midnight(closes + dt.timedelta(days=1)) if closes else None,
        guests_may_write=form.guests_may_write.data,
    )


def _show_call(form: CallForm, present: Call | None, title: str) -> None:
    if present is None:
        form.title.data = f"Contribute to {title}"
        return
    form.title.data = present.title
    form.words.data = present.words
    form.wanted.data = "\n".join(str(each) for each in present.wanted)
    form.opens.data = present.opens_at.date()
    form.guests_may_write.data = present.guests_may_write
    form.closes.data = present.last_day


def _midnight(day: dt.date) -> dt.datetime:
    return dt.datetime.combine(day, dt.time(), dt.UTC)
