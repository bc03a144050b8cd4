"""Pages: a chapter from a file, the choice among several, and the pictures that wait for a text."""

from __future__ import annotations

from collections.abc import Sequence

from flask import flash, g, redirect, render_template, request, url_for
from werkzeug.datastructures import FileStorage
from werkzeug.exceptions import NotFound
from werkzeug.wrappers import Response as AnyResponse

from cookbook.accounts.limits import count_file
from cookbook.accounts.numbers import number_or_zero
from cookbook.contributing.beginning import may_contribute
from cookbook.contributing.desk_pages import me
from cookbook.contributing.pictures.serving import picture_answer
from cookbook.contributing.problems import ContributionError
from cookbook.contributing.receiving.file_forms import FileForm
from cookbook.contributing.receiving.files import Sent, begin_from, keep_file, read_kept, take_part
from cookbook.contributing.receiving.waiting import (
    filled_form,
    picture_named,
    received_named,
    word_of,
)
from cookbook.contributing.sheets import Sheet
from cookbook.contributing.writing_pages import sheet_page
from cookbook.errors import CookbookError
from cookbook.exchange.documents.gathered import Part
from cookbook.exchange.documents.kinds import DOCUMENT_MAX_BYTES
from cookbook.exchange.documents.problems import DocumentError
from cookbook.extensions import db, get_storage
from cookbook.models import Blob, ContributionKind

DRAFTS = "drafts"


def receive_file(slug: str) -> str | AnyResponse:  # noqa: ARG001 -- the guard has loaded the volume by it
    """Take a file, show its parts if there are several, and fill the form of a chapter with one."""
    if not may_contribute(db.session(), g.volume, me()):
        return render_template("contributing/not_asked.html", volume=g.volume)
    form = FileForm()
    if request.method == "GET":
        return _page(form)
    count_file(me())
    try:
        sent = _sent(form)
        return _answer(form, sent) if sent else _page(form)
    except (DocumentError, ContributionError) as err:
        db.session.rollback()
        form.file.errors = [f"{err.message} {err.remedy}".strip()]
        return _page(form)


def waiting_picture(word: str) -> AnyResponse:
    """Give a picture of a text that isn't saved yet to whoever sent it."""
    digest = picture_named(word, me())
    blob = db.session.get(Blob, digest) if digest else None
    if blob is None:
        raise NotFound
    return picture_answer(blob)


def _sent(form: FileForm) -> Sent | None:
    """Give the file of the form, or the one that was sent before it; None for neither."""
    upload = form.file.data
    if isinstance(upload, FileStorage) and upload.filename:
        data = upload.stream.read(DOCUMENT_MAX_BYTES + 1)
        sent = keep_file(db.session(), get_storage(), data, upload.filename)
        db.session.commit()
        form.kept.data = word_of(sent.received, me())
        return sent
    received = received_named(form.kept.data or "", me())
    if received is None:
        form.file.errors = ["Choose a file first."]
        return None
    return read_kept(get_storage(), received)


def _answer(form: FileForm, sent: Sent) -> str | AnyResponse:
    parts = sent.document.parts
    chosen = [parts[number - 1] for number in _numbers() if 0 < number <= len(parts)]
    if request.form.get("action") == DRAFTS and chosen:
        return _begin_all(sent, chosen)
    if len(parts) > 1 and not chosen:
        return _page(form, sent)
    waiting = take_part(db.session(), get_storage(), sent, [*chosen, *parts][0], author=me())
    db.session.commit()
    sheet = Sheet(ContributionKind.CHAPTER, g.volume, me(), given=waiting.text)
    return sheet_page(sheet, filled_form(sheet, waiting.received))


def _numbers() -> list[int]:
    return [number_or_zero(word) for word in request.form.getlist("part")]


def _begin_all(sent: Sent, chosen: Sequence[Part]) -> AnyResponse:
    """Save each chosen part as a draft; one that can't be is said, and stops none of the others."""
    session, saved = db.session(), 0
    for part in chosen:
        try:
            waiting = take_part(session, get_storage(), sent, part, author=me())
            begin_from(session, get_storage(), g.volume, waiting, author=me())
        except CookbookError as err:
            session.rollback()
            flash(f"“{part.title or 'The whole text'}” was not saved: {err.message}", "warning")
            continue
        session.commit()
        saved += 1
    if saved:
        drafts = "1 draft is" if saved == 1 else f"{saved} drafts are"
        flash(f"{drafts} saved. Only you can see them so far.", "success")
    return redirect(url_for("contributing.desk"))


def _page(form: FileForm, sent: Sent | None = None) -> str:
    return render_template(
        "contributing/receiving/file.html",
        form=form,
        volume=g.volume,
        document=sent.document if sent else None,
    )
