"""The words of a form <-> a draft: what is kept of a form, and the form filled with it again."""

from __future__ import annotations

import dataclasses
import datetime as dt
import math
import re
from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy.orm import Session

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
from cookbook.contributing.saving import MOST_CHARACTERS, refuse_long_text
from cookbook.contributing.sheets import Sheet
from cookbook.models import Person, Revision

NO_WORDS = frozenset({"csrf_token", "base", "draft", "window"})
"""Fields that say where words belong, and are none."""
BESIDE_MAX_LENGTH = 50_000
"""What a draft may have beside the words of a text: names of what waits with it, and cards."""
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
    words = form_words(form)
    if _length(words) > MOST_CHARACTERS[sheet.kind] + BESIDE_MAX_LENGTH:
        raise TooLongError("There is too much in the form to keep it.")
    return None if same_words(words, form_words(sheet.filled_form())) else words


def form_words(form: WritingForm) -> dict[str, object]:
    """Give what stands in the fields of a form, and in the cards of its pictures."""
    words: dict[str, object] = {
        each.name: _plain(each.data)
        for each in form
        if each.name not in NO_WORDS and isinstance(each.data, str | bool)
    }
    return {**words, form.cards.name: _plain(form.cards.data)} if form.cards.entries else words


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


def _plain(value: object) -> object:
    """Give a value as it can be kept: what is neither words nor a number is left out."""
    if isinstance(value, str):
        return typed(value)
    if isinstance(value, Mapping):
        return {name: _plain(each) for name, each in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(each) for each in value]
    if isinstance(value, float):
        return value if math.isfinite(value) else None
    return value if isinstance(value, int) else None


def _length(value: object) -> int:
    """Count the letters in a value."""
    if isinstance(value, Mapping):
        return sum(map(_length, value.values()))
    if isinstance(value, list):
        return sum(map(_length, value))
    return len(value) if isinstance(value, str) else 0


def _said(value: object) -> object:
    """Give what a value says: nothing that is empty."""
    if isinstance(value, Mapping):
        said = {name: _said(each) for name, each in value.items()}
        return {name: each for name, each in said.items() if each}
    if isinstance(value, list):
        return [_said(each) for each in value]
    return value.strip("\n") if isinstance(value, str) else value
