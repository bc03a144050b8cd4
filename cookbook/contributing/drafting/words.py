"""The words of a form <-> a draft: what is kept of a form, and the form filled with it again."""

from __future__ import annotations

import dataclasses
import datetime as dt
import re
from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy.orm import Session
from wtforms import HiddenField

from cookbook.contributing.drafting.drafts import (
    Place,
    Seen,
    find_draft,
    version_of,
    words_of_draft,
)
from cookbook.contributing.field_words import typed
from cookbook.contributing.forms import WritingForm
from cookbook.contributing.problems import TooLongError
from cookbook.contributing.saving import refuse_long_text
from cookbook.contributing.sheets import Sheet
from cookbook.models import Person, Revision

NO_WORDS = frozenset({"csrf_token", "base", "draft", "window"})
"""Fields that say where words belong, and are none."""
HIDDEN_MAX_LENGTH = 50_000
"""What the hidden fields of a draft may have in all: signed names of what waits beside it."""
WINDOW_NAME = re.compile(r"[a-z0-9-]{8,40}")


@dataclass(frozen=True)
class Unsaved:
    """What is told above a form that is filled with words which aren't saved yet."""

    draft_id: int
    since: dt.datetime
    moved_on: bool


@dataclass(frozen=True)
class Opened:
    """A sheet with the form that is shown of it, and what is to be told of unsaved words in it."""

    sheet: Sheet
    form: WritingForm
    unsaved: Unsaved | None = None


def place_of(sheet: Sheet) -> Place:
    """Give the place of a sheet's draft, which only somebody with an account has."""
    if not isinstance(sheet.writer, Person):
        raise TypeError(type(sheet.writer))
    return Place(sheet.writer, sheet.volume, sheet.kind, sheet.contribution)


def seen_by(form: WritingForm) -> Seen:
    """Give what the window that sent a form says that it knows of the draft."""
    window = form.window.data or ""
    return Seen(window if WINDOW_NAME.fullmatch(window) else "", form.draft.data or "")


def words_to_keep(sheet: Sheet, form: WritingForm) -> dict[str, object] | None:
    """Give what stands in a form, or None where that is what its text says already.

    Raises TooLongError for more than a text may have.
    """
    refuse_long_text(form.typed(), sheet.kind)
    hidden = sum(len(each.data or "") for each in form if isinstance(each, HiddenField))
    if hidden > HIDDEN_MAX_LENGTH:
        raise TooLongError("There is too much in the form to keep it.")
    words = form_words(form)
    return None if same_words(words, form_words(sheet.filled_form())) else words


def form_words(form: WritingForm) -> dict[str, object]:
    """Give what stands in the fields of a form, and in the cards of its pictures."""
    words: dict[str, object] = {
        each.name: typed(each.data) if isinstance(each.data, str) else each.data
        for each in form
        if each.name not in NO_WORDS and isinstance(each.data, str | bool)
    }
    return {**words, form.cards.name: form.cards.data} if form.cards.entries else words


def same_words(some: Mapping[str, object], others: Mapping[str, object]) -> bool:
    """Tell whether two forms say the same; a field that is empty may as well be absent."""
    return _said(some) == _said(others)


def open_sheet(session: Session, sheet: Sheet) -> Opened:
    """Open a sheet for writing: with what its writer left unsaved on it, on the base of that.

    Where the head has moved on since, the form keeps the draft's base, so that saving merges.
    """
    draft = find_draft(session, place_of(sheet))
    if draft is None:
        return Opened(sheet, sheet.form())
    base = session.get(Revision, draft.base_id) if draft.base_id else None
    begun = dataclasses.replace(sheet, base=base or sheet.base, unsaved=words_of_draft(draft))
    unsaved: Unsaved | None = None
    if same_words(begun.unsaved, form_words(begun.filled_form())):
        begun = sheet
    else:
        unsaved = Unsaved(draft.id, draft.changed_at, moved_on=begun.base is not sheet.base)
    form = begun.form()
    form.draft.data = version_of(draft)
    return Opened(begun, form, unsaved)


def _said(words: Mapping[str, object]) -> dict[str, object]:
    said = {
        name: value.strip("\n") if isinstance(value, str) else value
        for name, value in words.items()
    }
    return {name: value for name, value in said.items() if value}
