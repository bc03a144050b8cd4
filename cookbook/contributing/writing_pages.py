"""Pages: writing a new recipe or chapter, changing one, and the preview beside the form."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass

from flask import flash, g, redirect, render_template, request, url_for
from werkzeug.exceptions import TooManyRequests
from werkzeug.wrappers import Response as AnyResponse

from cookbook.accounts.limits import count_preview
from cookbook.accounts.numbers import number_or_zero
from cookbook.archive.revisions import free_path
from cookbook.contributing.beginning import (
    begin_chapter,
    begin_recipe,
    default_licence,
    may_contribute,
)
from cookbook.contributing.chapter_fields import chapter_fields, write_chapter_fields
from cookbook.contributing.desk_pages import (
    hand_in_and_tell,
    me,
    picture_address,
    show_contribution,
)
from cookbook.contributing.doubles import find_double
from cookbook.contributing.forms import ChapterForm, RecipeForm, WritingForm
from cookbook.contributing.handing_in import CAN_BE_WRITTEN
from cookbook.contributing.overview import last_note
from cookbook.contributing.photos import attach_photo, photo_path
from cookbook.contributing.previews import Shown, show_text
from cookbook.contributing.printing import Writing, print_writing
from cookbook.contributing.problems import ContributionError, ForeignRevisionError, TooLongError
from cookbook.contributing.recipe_fields import recipe_fields, write_recipe_fields
from cookbook.contributing.saving import Outcome, Saved, refuse_long_text, save_text
from cookbook.contributing.sent_photos import take_photo
from cookbook.extensions import db
from cookbook.manuscript import FrontMatterError, parse_chapter, parse_recipe
from cookbook.models import Blob, Contribution, ContributionKind, Revision, Volume
from cookbook.publishing.proofs import Way, chosen_way, ways_to_show

UNNAMED = "Your title"
HAND_IN, PREVIEW = "submit", "preview"
WAY = "as"


@dataclass(frozen=True)
class Sheet:
    """What is written on: a new entry of a volume (no contribution), or one that is there."""

    kind: ContributionKind
    volume: Volume
    contribution: Contribution | None = None
    base: Revision | None = None

    @property
    def path(self) -> str:
        """The entry's path in the book folder."""
        return self.contribution.path if self.contribution else f"{self.kind.value}s/new.md"

    @property
    def name(self) -> str:
        """What tells the sheet apart from others that are written on at the same time."""
        place = self.contribution.id if self.contribution else f"{self.volume.slug} {self.path}"
        return f"{me().id} {place}"

    @property
    def base_text(self) -> str:
        """The text that the form was filled from."""
        return self.base.text if self.base else ""

    @property
    def photo(self) -> str:
        """The photo that the text names."""
        if self.kind is not ContributionKind.RECIPE or not self.base:
            return ""
        return parse_recipe(self.base.text, self.path).photo

    def form(self) -> WritingForm:
        """Make the form, filled with what was sent, or else with the text."""
        form = RecipeForm if self.kind is ContributionKind.RECIPE else ChapterForm
        return form(data=self._shown(), licence=default_licence(self.volume))

    def text(self, form: WritingForm, photo: str) -> str:
        """Write the text that a form means. Raises FrontMatterError and TooLongError."""
        refuse_long_text(form.typed(), self.kind)
        if isinstance(form, RecipeForm):
            return write_recipe_fields(form.fields(photo), self.base_text, self.path)
        if isinstance(form, ChapterForm):
            return write_chapter_fields(form.fields(photo), self.base_text, self.path)
        raise TypeError(type(form))

    def _shown(self) -> dict[str, str]:
        if self.base is None:
            return {"by": me().name, "town": me().town}
        if self.kind is ContributionKind.RECIPE:
            shown = dataclasses.asdict(recipe_fields(parse_recipe(self.base.text, self.path)))
        else:
            shown = dataclasses.asdict(chapter_fields(parse_chapter(self.base.text, self.path)))
        return {**shown, "base": str(self.base.id)}


def new_recipe(slug: str) -> str | AnyResponse:  # noqa: ARG001 -- the guard has loaded the volume by it
    """Write a new recipe."""
    return _write(Sheet(ContributionKind.RECIPE, g.volume))


def new_chapter(slug: str) -> str | AnyResponse:  # noqa: ARG001 -- as above
    """Write a new chapter."""
    return _write(Sheet(ContributionKind.CHAPTER, g.volume))


def edit(contribution_id: int) -> str | AnyResponse:
    """Change a text; the form carries the revision that it was filled from."""
    contribution = g.contribution
    if contribution.state not in CAN_BE_WRITTEN:
        flash("This text was declined and is closed.", "notice")
        return redirect(url_for("contributing.show", contribution_id=contribution_id))
    return _write(Sheet(contribution.kind, g.volume, contribution, _base_of(contribution)))


def preview_new(slug: str, kind: str) -> str:  # noqa: ARG001 -- as above
    """Show what a new text would look like, for the page's script."""
    return _preview(Sheet(ContributionKind(kind), g.volume))


def preview(contribution_id: int) -> str:  # noqa: ARG001 -- as above
    """Show what a changed text would look like, for the page's script."""
    contribution = g.contribution
    return _preview(Sheet(contribution.kind, g.volume, contribution, _base_of(contribution)))


def _base_of(contribution: Contribution) -> Revision | None:
    """Give the revision that a form was filled from; that of a new form is the head."""
    named = request.form.get("base", "")
    if request.method == "GET" or not named:
        return contribution.head
    base = db.session.get(Revision, number_or_zero(named))
    if base is None or base.contribution_id != contribution.id:
        raise ForeignRevisionError(
            "The form was not made from this text.", remedy="Open it again from your desk."
        )
    return base


def _preview(sheet: Sheet) -> str:
    count_preview(me())
    return render_template("contributing/_preview.html", shown=_shown(sheet, sheet.form()))


def _shown(sheet: Sheet, form: WritingForm) -> Shown:
    named = (form.title.data or "").strip()
    form.title.data = named or UNNAMED
    try:
        text = sheet.text(form, _photo_before(sheet, form))
    except (FrontMatterError, TooLongError) as err:
        return Shown("", problem=f"{err.message} {err.remedy}")
    finally:
        form.title.data = named
    if chosen_way(request.form.get(WAY, "")) is Way.PAGES:
        writing = Writing(sheet.volume, text, sheet.path, sheet.name, sheet.contribution, me().name)
        return print_writing(db.session(), writing, lambda: _show(sheet, text))
    return _show(sheet, text)


def _shown_unless_too_often(sheet: Sheet, form: WritingForm) -> Shown:
    """Show a text beside its form, which comes back with all words in it whatever happens."""
    try:
        count_preview(me())
    except TooManyRequests:
        return Shown("", problem="You have asked for it very often. Please wait a minute.")
    return _shown(sheet, form)


def _show(sheet: Sheet, text: str) -> Shown:
    if sheet.contribution is None:
        return show_text(sheet.volume, text, path=sheet.path, signed=me().name)
    return show_contribution(sheet.contribution, text, signed=me().name)


def _write(sheet: Sheet) -> str | AnyResponse:
    form = sheet.form()
    if request.method == "GET":
        if sheet.contribution is None and not may_contribute(db.session(), sheet.volume, me()):
            return render_template("contributing/not_asked.html", volume=sheet.volume)
        return _page(sheet, form)
    if request.form.get("action") == PREVIEW:
        take_photo(form, me())
        return _page(sheet, form, _shown_unless_too_often(sheet, form))
    valid = form.validate()
    blob = take_photo(form, me())
    if not valid or form.photo_file.errors:
        return _page(sheet, form)
    try:
        contribution, saved = _save(sheet, form, blob)
    except (FrontMatterError, ContributionError) as err:
        db.session.rollback()
        form.form_errors.append(f"{err.message} {err.remedy}".strip())
        return _page(sheet, form)
    return _answer(contribution, saved, new=sheet.contribution is None)


def _save(sheet: Sheet, form: WritingForm, blob: Blob | None) -> tuple[Contribution, Saved]:
    session, person = db.session(), me()
    path = sheet.path
    if sheet.contribution is None:
        sent_before = _sent_before(sheet, form, blob)
        if sent_before is not None:
            return sent_before.contribution, Saved(Outcome.SAVED, sent_before)
        path = free_path(session, sheet.volume, sheet.kind, form.title.data or "")
    photo = _photo_before(sheet, form)
    if blob is not None:
        photo = photo_path(session, sheet.volume, path, blob, sheet.contribution)
    text = sheet.text(form, photo)
    if sheet.contribution is None:
        begin = begin_recipe if sheet.kind is ContributionKind.RECIPE else begin_chapter
        saved = begin(session, sheet.volume, text, author=person)
    else:
        saved = save_text(
            session,
            sheet.contribution,
            text,
            base=sheet.base,
            author=person,
            summary=" ".join((form.summary.data or "").split()),
        )
    contribution = saved.revision.contribution
    if blob is not None:
        attach_photo(session, contribution, photo, blob, person=person)
    session.commit()
    return contribution, saved


def _sent_before(sheet: Sheet, form: WritingForm, blob: Blob | None) -> Revision | None:
    """Give what the very same form has begun already, where it was sent twice."""
    session = db.session()

    def text_of(other: Contribution) -> str:
        if blob is None:
            return sheet.text(form, "")
        return sheet.text(form, photo_path(session, sheet.volume, other.path, blob, other))

    return find_double(session, sheet.volume, sheet.kind, me(), text_of)


def _photo_before(sheet: Sheet, form: WritingForm) -> str:
    if isinstance(form, RecipeForm) and form.remove_photo.data:
        return ""
    return sheet.photo


def _answer(contribution: Contribution, saved: Saved, *, new: bool) -> AnyResponse:
    if saved.outcome is Outcome.DIVERGED:
        who = " and ".join(saved.others) or "You, in another window,"
        flash(
            f"Your text is kept. {who} changed the same words meanwhile: please choose.", "warning"
        )
        return redirect(
            url_for(
                "contributing.settle",
                contribution_id=contribution.id,
                number=saved.revision.number,
            )
        )
    if saved.outcome is Outcome.MERGED:
        who = " and ".join(saved.others) or "You, in another window,"
        flash(
            f"{who} changed this text while you wrote. Both changes are in it now; "
            "please read it once.",
            "notice",
        )
    if request.form.get("action") == HAND_IN:
        hand_in_and_tell(contribution)
        return redirect(url_for("contributing.show", contribution_id=contribution.id))
    if saved.outcome is Outcome.UNCHANGED:
        flash("Nothing has changed, so there was nothing to save.", "notice")
    elif saved.outcome is Outcome.SAVED:
        flash("Your draft is saved. Only you can see it so far." if new else "Saved.", "success")
    return redirect(url_for("contributing.edit", contribution_id=contribution.id))


def _page(sheet: Sheet, form: WritingForm, shown: Shown | None = None) -> str:
    contribution = sheet.contribution
    return render_template(
        f"contributing/write_{sheet.kind.value}.html",
        form=form,
        sheet=sheet,
        volume=sheet.volume,
        contribution=contribution,
        shown=shown,
        as_editor=contribution is not None and contribution.author_id != me().id,
        photo_address=picture_address(contribution, sheet.photo)
        if contribution and sheet.photo
        else "",
        has_kept_photo=bool(form.kept.data),
        note=last_note(contribution) if contribution else None,
        ways=ways_to_show(),
        way=chosen_way(request.form.get(WAY, "")),
    )
