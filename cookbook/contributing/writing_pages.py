"""Pages: writing a new recipe or chapter, changing one, and the preview beside the form."""

from __future__ import annotations

from flask import flash, g, redirect, render_template, request, url_for
from werkzeug.exceptions import TooManyRequests
from werkzeug.wrappers import Response as AnyResponse

from cookbook.accounts.limits import count_preview
from cookbook.accounts.numbers import number_or_zero
from cookbook.archive.revisions import free_path
from cookbook.contributing.beginning import (
    begin_chapter,
    begin_recipe,
    may_contribute,
)
from cookbook.contributing.composing.pictures import take_in, with_free_paths
from cookbook.contributing.composing.tools import (
    sent_addresses,
    sent_pictures,
    tools_for,
)
from cookbook.contributing.desk_pages import (
    hand_in_and_tell,
    me,
    show_contribution,
)
from cookbook.contributing.doubles import find_double
from cookbook.contributing.drafting.answers import name_saved_window
from cookbook.contributing.drafting.drafts import drop_draft
from cookbook.contributing.drafting.words import Unsaved, open_sheet, place_of, seen_by
from cookbook.contributing.forms import WritingForm
from cookbook.contributing.handing_in import CAN_BE_WRITTEN
from cookbook.contributing.overview import last_note
from cookbook.contributing.pictures.changing import change_picture
from cookbook.contributing.pictures.sheets import name_for_sheet, text_with_pictures
from cookbook.contributing.pictures.showing import shown_pictures, waiting_sources
from cookbook.contributing.pictures.sources import PictureSource
from cookbook.contributing.pictures.taking import Named, attach_pictures
from cookbook.contributing.pictures.waiting import NamedPictures, asked_change
from cookbook.contributing.previews import Shown, show_text
from cookbook.contributing.printing import Writing, print_writing
from cookbook.contributing.problems import ContributionError, ForeignRevisionError
from cookbook.contributing.receiving.waiting import (
    attach_named_original,
    shown_original,
    waiting_pictures,
)
from cookbook.contributing.saving import Outcome, Saved, save_text
from cookbook.contributing.sent_photos import take_photo, take_pictures
from cookbook.contributing.sheets import Sheet
from cookbook.extensions import db
from cookbook.manuscript import FrontMatterError
from cookbook.models import Contribution, ContributionKind, Revision
from cookbook.publishing.proofs import Way, chosen_way, ways_to_show

UNNAMED = "Your title"
HAND_IN, PREVIEW, MORE = "submit", "preview", "more"
WAY = "as"


def new_recipe(slug: str) -> str | AnyResponse:  # noqa: ARG001 -- the guard has loaded the volume by it
    """Write a new recipe."""
    return _write(Sheet(ContributionKind.RECIPE, g.volume, me()))


def new_chapter(slug: str) -> str | AnyResponse:  # noqa: ARG001 -- as above
    """Write a new chapter."""
    return _write(Sheet(ContributionKind.CHAPTER, g.volume, me()))


def edit(contribution_id: int) -> str | AnyResponse:
    """Change a text; the form carries the revision that it was filled from."""
    contribution = g.contribution
    if contribution.state not in CAN_BE_WRITTEN:
        flash("This text was declined and is closed.", "notice")
        return redirect(url_for("contributing.show", contribution_id=contribution_id))
    return _write(Sheet(contribution.kind, g.volume, me(), contribution, base_of(contribution)))


def preview_new(slug: str, kind: str) -> str:  # noqa: ARG001 -- as above
    """Show what a new text would look like, for the page's script."""
    return _preview(Sheet(ContributionKind(kind), g.volume, me()))


def preview(contribution_id: int) -> str:  # noqa: ARG001 -- as above
    """Show what a changed text would look like, for the page's script."""
    contribution = g.contribution
    return _preview(Sheet(contribution.kind, g.volume, me(), contribution, base_of(contribution)))


def base_of(contribution: Contribution) -> Revision | None:
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
    form = sheet.form()
    shown = _shown(sheet, form, take_photo(form, me()))
    return render_template("contributing/_preview.html", shown=shown)


def _shown(sheet: Sheet, form: WritingForm, photo: Named | None) -> Shown:
    named = (form.title.data or "").strip()
    form.title.data = named or UNNAMED
    try:
        pictures = name_for_sheet(
            db.session(), sheet, form, photo, sheet.path, sheet.contribution, me()
        )
        text = text_with_pictures(sheet, form, pictures)
    except (FrontMatterError, ContributionError) as err:
        return Shown("", problem=f"{err.message} {err.remedy}")
    finally:
        form.title.data = named
    if chosen_way(request.form.get(WAY, "")) is Way.PAGES:
        writing = Writing(
            sheet.volume,
            text,
            sheet.path,
            sheet.name,
            sheet.contribution,
            me().name,
            {
                **{path: each.digest for path, each in sent_pictures(form, sheet.volume).items()},
                **pictures.digests,
            },
        )
        return print_writing(db.session(), writing, lambda: _show(sheet, text, form, pictures))
    return _show(sheet, text, form, pictures)


def _shown_unless_too_often(sheet: Sheet, form: WritingForm, photo: Named | None) -> Shown:
    """Show a text beside its form, which comes back with all words in it whatever happens."""
    try:
        count_preview(me())
    except TooManyRequests:
        return Shown("", problem="You have asked for it very often. Please wait a minute.")
    return _shown(sheet, form, photo)


def _show(sheet: Sheet, text: str, form: WritingForm, pictures: NamedPictures) -> Shown:
    others = {**waiting_pictures(form, me()), **sent_addresses(form, sheet.volume)}
    waiting = {path: PictureSource(address) for path, address in others.items()}
    waiting |= waiting_sources(pictures.all, me())
    if sheet.contribution is None:
        return show_text(sheet.volume, text, path=sheet.path, pictures=waiting, signed=me().name)
    return show_contribution(sheet.contribution, text, signed=me().name, waiting=waiting)


def _write(sheet: Sheet) -> str | AnyResponse:
    if request.method == "GET":
        if sheet.contribution is None and not may_contribute(db.session(), sheet.volume, me()):
            return render_template("contributing/not_asked.html", volume=sheet.volume)
        opened = open_sheet(db.session(), sheet)
        return sheet_page(opened.sheet, opened.form, unsaved=opened.unsaved)
    form = sheet.form()
    take_pictures(form, me())
    action = request.form.get("action", "")
    if action in {PREVIEW, MORE} or asked_change(action):
        return _page_again(sheet, form, action)
    valid = form.validate()
    photo = take_photo(form, me())
    if not valid or form.photo_file.errors:
        return sheet_page(sheet, form)
    try:
        contribution, saved = _save(sheet, form, photo)
    except (FrontMatterError, ContributionError) as err:
        db.session.rollback()
        form.form_errors.append(f"{err.message} {err.remedy}".strip())
        return sheet_page(sheet, form)
    answer = _answer(contribution, saved, new=sheet.contribution is None)
    return name_saved_window(answer, seen_by(form).window)


def _page_again(sheet: Sheet, form: WritingForm, action: str) -> str:
    """Show a form again, with its preview or with its pictures changed; nothing is saved."""
    photo = take_photo(form, me())
    if action == PREVIEW:
        return sheet_page(sheet, form, _shown_unless_too_often(sheet, form, photo))
    change_picture(form, action, me())
    return sheet_page(sheet, form)


def _save(sheet: Sheet, form: WritingForm, photo: Named | None) -> tuple[Contribution, Saved]:
    session, person = db.session(), me()
    path = sheet.path
    if sheet.contribution is None:
        sent_before = _sent_before(sheet, form, photo)
        if sent_before is not None:
            return sent_before.contribution, Saved(Outcome.SAVED, sent_before)
        path = free_path(session, sheet.volume, sheet.kind, form.title.data or "")
    pictures = name_for_sheet(db.session(), sheet, form, photo, path, sheet.contribution, me())
    text, sent = with_free_paths(
        session,
        text_with_pictures(sheet, form, pictures),
        sent_pictures(form, sheet.volume),
        sheet.volume,
        sheet.contribution,
    )
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
    attach_pictures(session, contribution, pictures.all, person=person)
    take_in(session, contribution, sent, person)
    if sheet.contribution is None:
        attach_named_original(session, saved.revision, form, person)
    drop_draft(session, place_of(sheet), seen_by(form))
    session.commit()
    return contribution, saved


def _sent_before(sheet: Sheet, form: WritingForm, photo: Named | None) -> Revision | None:
    """Give what the very same form has begun already, where it was sent twice."""

    def text_of(other: Contribution) -> str:
        pictures = name_for_sheet(db.session(), sheet, form, photo, other.path, other, me())
        return text_with_pictures(sheet, form, pictures)

    return find_double(db.session(), sheet.volume, sheet.kind, me(), text_of)


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


def sheet_page(
    sheet: Sheet,
    form: WritingForm,
    shown: Shown | None = None,
    *,
    unsaved: Unsaved | None = None,
) -> str:
    """Show a form with its preview; what came in as a whole stands above it."""
    contribution = sheet.contribution
    address = (
        url_for("contributing.edit", contribution_id=contribution.id)
        if contribution
        else url_for(f"contributing.new_{sheet.kind.value}", slug=sheet.volume.slug)
    )
    return render_template(
        f"contributing/write_{sheet.kind.value}.html",
        form=form,
        sheet=sheet,
        address=address,
        volume=sheet.volume,
        contribution=contribution,
        shown=shown,
        as_editor=contribution is not None and contribution.author_id != me().id,
        has_kept_photo=bool(form.kept.data),
        pictures=shown_pictures(form, contribution, sheet.photo, me()),
        note=last_note(contribution) if contribution else None,
        ways=ways_to_show(),
        way=chosen_way(request.form.get(WAY, "")),
        original=shown_original(form, me()),
        unsaved=unsaved,
        autosave=url_for("contributing.keep_draft", contribution_id=contribution.id)
        if contribution
        else url_for("contributing.keep_new_draft", slug=sheet.volume.slug, kind=sheet.kind.value),
        tools=tools_for(sheet.kind, form, sheet.volume, contribution),
    )
