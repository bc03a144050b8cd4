"""Reading a contribution, and saying what becomes of it."""

from __future__ import annotations

from collections.abc import Callable

from flask import abort, flash, redirect, render_template, request
from markupsafe import Markup
from werkzeug.wrappers import Response

from cookbook.accounts.guests import guest_of
from cookbook.accounts.limits import count_preview
from cookbook.accounts.numbers import number_or_zero, small_number
from cookbook.accounts.writing_back import can_write_to_author, write_to_author
from cookbook.archive.differences import show_difference
from cookbook.archive.discussions import count_open_threads
from cookbook.archive.pictures import find_file
from cookbook.curating.forms import ReviewForm, first_words, offer, said
from cookbook.curating.parts import body_parts, find_part
from cookbook.curating.problems import ReviewError
from cookbook.curating.proofs import (
    Proof,
    pull_printed_proof,
    pull_proof,
    revision_to_compare,
)
from cookbook.curating.queueing import is_seen_by_editors, spot_in_queue
from cookbook.curating.reviewing import (
    JUDGED,
    WAITING,
    Opinion,
    in_edition,
    may_review,
    review_revision,
    standing_verdict,
    take_up,
    taken_back,
    takers_of,
)
from cookbook.curating.reviewing import take_back as take_verdict_back
from cookbook.curating.views.blueprint import (
    address_of,
    blueprint,
    here,
    loaded_contribution,
    tell_refusal,
)
from cookbook.curating.views.queue import read_filters, tell_filters
from cookbook.errors import CookbookError
from cookbook.models import Contribution, Review, Revision, Verdict
from cookbook.publishing.proofs import Way, chosen_way, ways_to_show

SUBJECTS = {
    Verdict.ACCEPT: "Accepted: {title}",
    Verdict.ASK_FOR_CHANGES: "A question about {title}",
    Verdict.DECLINE: "About {title}",
}
TEMPLATES = {
    Verdict.ACCEPT: "curating_accepted",
    Verdict.ASK_FOR_CHANGES: "curating_changes",
    Verdict.DECLINE: "curating_declined",
}
DONE = {
    Verdict.ACCEPT: "is accepted",
    Verdict.ASK_FOR_CHANGES: "goes back to its author with your note",
    Verdict.DECLINE: "is declined",
}


UNHEARD = " There is no address to write to; if you know the author, tell them yourself."


@blueprint.route("/editing/<slug>/review/<int:contribution_id>", methods=["GET", "POST"])
def review(slug: str, contribution_id: int) -> str | Response:  # noqa: ARG001 -- the guard has loaded it
    """Show a contribution to an editor, and take their verdict."""
    contribution = _seen_contribution()
    form = ReviewForm()
    form.part.choices = offer(_part_choices())
    if form.validate_on_submit():
        answer = _judge(contribution, form)
        if answer is not None:
            return answer
    elif form.is_submitted():
        flash(first_words(form), "error")
    return _page(contribution, form)


@blueprint.post("/editing/<slug>/review/<int:contribution_id>/take")
def take(slug: str, contribution_id: int) -> Response:
    """Take a contribution up, so that no two editors read the same one."""
    session, person, _ = here()
    try:
        take_up(session, _seen_contribution(), editor=person)
    except ReviewError as error:
        tell_refusal(error)
    else:
        session.commit()
        flash("You have taken it up; the other editors see that.", "success")
    return _back(slug, contribution_id)


@blueprint.post("/editing/<slug>/review/<int:contribution_id>/take-back")
def take_back(slug: str, contribution_id: int) -> Response:
    """Take a verdict back."""
    session, person, _ = here()
    contribution = _seen_contribution()
    try:
        verdict = take_verdict_back(session, contribution, editor=person).verdict
    except ReviewError as error:
        tell_refusal(error)
        return _back(slug, contribution_id)
    session.commit()
    subject = f"{contribution.title} is in review again"
    write_to_author(contribution, subject, "curating_reopened", verdict=verdict.value)
    flash("The verdict is taken back; the contribution waits for its review again.", "success")
    return _back(slug, contribution_id)


def _seen_contribution() -> Contribution:
    """Give the contribution, unless it is its author's own business as yet."""
    contribution = loaded_contribution()
    if not is_seen_by_editors(contribution) or contribution.head is None:
        abort(404)
    return contribution


def _judge(contribution: Contribution, form: ReviewForm) -> Response | None:
    """Take a verdict; None where it was refused, and the page is to say why."""
    session, person, volume = here()
    seen = session.get(Revision, number_or_zero(said(form.seen)))
    if seen is None or seen.contribution_id != contribution.id:
        abort(404)
    part = find_part(session, volume, int(form.part.data)) if form.part.data else None
    opinion = Opinion(Verdict(said(form.verdict)), said(form.note), part)
    try:
        given = review_revision(session, seen, opinion, editor=person)
    except CookbookError as error:
        tell_refusal(error)
        return None
    session.commit()
    _write_to_author(given)
    return _next(given)


def _page(contribution: Contribution, form: ReviewForm) -> str:
    session, person, _ = here()
    head = contribution.head or abort(404)
    # What was read before a newer version came is compared with first.
    read = session.get(Revision, number_or_zero(said(form.seen)))
    known = revision_to_compare(contribution, head, contribution.reviews)
    before = read if read and read.id != head.id else known
    form.seen.data = str(head.id)
    filters, way = read_filters(), chosen_way(request.args.get("as", ""))
    standing = standing_verdict(session, contribution)
    return render_template(
        "curating/review.html",
        contribution=contribution,
        head=head,
        form=form,
        proof=_proof(head, way),
        ways=ways_to_show(),
        way=way,
        before=before,
        difference=show_difference(before.text, head.text) if before else None,
        reviews=contribution.reviews,
        open_threads=count_open_threads(session, contribution),
        taken_back=taken_back(session, contribution),
        standing=standing,
        can_take_back=standing is not None
        and contribution.state in JUDGED
        and standing.revision_id == head.id
        and not (standing.verdict is Verdict.ACCEPT and in_edition(session, head)),
        waits=contribution.state in WAITING,
        may_review=may_review(session, contribution, person),
        taker=takers_of(session, [contribution]).get(contribution.id),
        guest=guest_of(session, contribution),
        hears=can_write_to_author(contribution),
        spot=spot_in_queue(session, contribution, filters),
        told=tell_filters(filters),
        verdicts=Verdict,
    )


def _proof(head: Revision, way: Way) -> Proof:
    session, person, volume = here()

    def set_for_web() -> Proof:
        return pull_proof(
            head,
            find_picture=_find_picture(head.contribution),
            bibliography=volume.bibliography,
        )

    if way is Way.WEB:
        return set_for_web()
    count_preview(person)
    return pull_printed_proof(session, head, reader=str(person.id), otherwise=set_for_web)


def _find_picture(contribution: Contribution) -> Callable[[str], str | None]:
    def find(path: str) -> str | None:
        session, _, volume = here()
        if find_file(session, volume, path) is None:
            return None
        return address_of("contributing.picture", contribution_id=contribution.id, path=path)

    return find


def _part_choices() -> list[tuple[str, str]]:
    session, _, volume = here()
    parts = body_parts(session, volume)
    named = [
        (str(part.id), part.title or ("The book" if len(parts) == 1 else f"Part {number}"))
        for number, part in enumerate(parts, 1)
    ]
    return [("", "No place yet"), *named]


def _write_to_author(given: Review) -> None:
    contribution = given.contribution
    write_to_author(
        contribution,
        SUBJECTS[given.verdict].format(title=contribution.title),
        TEMPLATES[given.verdict],
        note=given.note,
        editor=given.editor.name if given.editor else "",
        kept=given.verdict is Verdict.DECLINE and contribution.accepted_id is not None,
    )


def _next(given: Review) -> Response:
    """Go on to what is next in the queue, with a way back to what was just said."""
    session, _, volume = here()
    contribution, filters = given.contribution, read_filters()
    own = address_of(
        "curating.review",
        slug=volume.slug,
        contribution_id=contribution.id,
        **tell_filters(filters),
    )
    unheard = "" if can_write_to_author(contribution) else UNHEARD
    flash(
        Markup('<a href="{}">{}</a> {}.{}').format(
            own, contribution.title, DONE[given.verdict], unheard
        ),
        "success",
    )
    following = request.form.get("next", 0, type=small_number)
    after = session.get(Contribution, following) if following else None
    if after is None or after.volume_id != volume.id:
        return redirect(address_of("curating.queue", slug=volume.slug, **tell_filters(filters)))
    return redirect(
        address_of(
            "curating.review",
            slug=volume.slug,
            contribution_id=after.id,
            **tell_filters(filters),
        )
    )


def _back(slug: str, contribution_id: int) -> Response:
    return redirect(
        address_of(
            "curating.review",
            slug=slug,
            contribution_id=contribution_id,
            **tell_filters(read_filters()),
        )
    )
