"""The pictures of a sheet that is written on: named for its text, and put into it."""

from __future__ import annotations

from sqlalchemy.orm import Session

from cookbook.contributing.forms import RecipeForm, WritingForm
from cookbook.contributing.pictures.taking import Named
from cookbook.contributing.pictures.waiting import NamedPictures, name_pictures
from cookbook.contributing.sheets import Sheet
from cookbook.models import Contribution, Person


def name_for_sheet(  # noqa: PLR0913, PLR0917 -- what is named, for what, and by whom
    session: Session,
    sheet: Sheet,
    form: WritingForm,
    photo: Named | None,
    path: str,
    contribution: Contribution | None,
    person: Person,
) -> NamedPictures:
    """Give the pictures of a form their paths, for an entry at `path`. Raises PhotoError."""
    return name_pictures(
        session,
        form.cards,
        photo,
        volume=sheet.volume,
        path=path,
        contribution=contribution,
        person=person,
    )


def text_with_pictures(sheet: Sheet, form: WritingForm, pictures: NamedPictures) -> str:
    """Write the text that a form means, with its photo and figures; raises as `Sheet.text`."""
    if pictures.photo is not None:
        photo = pictures.photo.path
    else:
        photo = "" if isinstance(form, RecipeForm) and form.remove_photo.data else sheet.photo
    return sheet.text(form, photo, pictures.figures)
