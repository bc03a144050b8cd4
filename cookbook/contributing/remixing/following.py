"""Following an original: what has changed in it since something was made of it, and taking it over.

The two are brought together as two versions of one text: what was taken before is their base, so
that what the remix changed stays. Nothing is taken over by itself.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from cookbook.accounts.roles import is_editor
from cookbook.archive.revisions import Origin, add_revision
from cookbook.contributing.problems import ContributionError
from cookbook.contributing.remixing.texts import comparable
from cookbook.contributing.saving import refuse_long_text, take_turn
from cookbook.contributing.settling import Choice, Dispute
from cookbook.manuscript import merge_texts, parse_entry, resolve
from cookbook.models import (
    Contribution,
    Edition,
    EditionEntry,
    EditionState,
    Person,
    Remix,
    Revision,
)


class NothingNewError(ContributionError):
    """An original in which nothing has changed since."""


@dataclass(frozen=True)
class Newer:
    """A newer version of what a contribution is based on, laid beside its own text.

    `before` and `after` are the original's two versions, as they would be taken over. In the
    dispute, "mine" is the original's newer version and "theirs" the contribution's head.
    """

    remix: Remix
    revision: Revision
    before: str
    after: str
    dispute: Dispute


def newer_original(session: Session, remix: Remix, person: Person) -> Revision | None:
    """Give the version of an original that is newer than the one taken, if a person may see it.

    Who works on the original sees what its editors accepted; others see what was released.
    """
    original = remix.original
    contribution = original.contribution
    works_on_it = contribution.author_id == person.id or is_editor(
        session, contribution.volume, person
    )
    newest = contribution.accepted if works_on_it else _released(session, contribution)
    if newest is None or newest.number <= original.number or newest.text == original.text:
        return None
    return newest


def lay_beside(session: Session, contribution: Contribution, remix: Remix, person: Person) -> Newer:
    """Lay a newer version of the original beside a contribution's text.

    Raises NothingNewError where there is none.
    """
    newest, head = newer_original(session, remix, person), contribution.head
    if newest is None or head is None:
        raise NothingNewError("Nothing has changed there since.")
    own = parse_entry(head.text, contribution.path)
    before, after = (
        comparable(parse_entry(each.text, contribution.path), own)
        for each in (remix.original, newest)
    )
    merge = merge_texts(before, after, head.text)
    return Newer(remix, newest, before, after, Dispute(newest, head, merge))


def take_over(
    session: Session,
    contribution: Contribution,
    remix: Remix,
    choices: Mapping[str, Choice],
    *,
    person: Person,
) -> Revision | None:
    """Bring what changed in the original into a contribution, with a choice for each contradiction.

    Gives its new head, or the present one where it says all of it already; None where something
    that was not asked for is open now: look again. Raises NothingNewError, TooLongError, and
    MergeChoiceError or FrontMatterError for what can't be chosen.
    """
    take_turn(session, contribution)
    newer = lay_beside(session, contribution, remix, person)
    conflicts = newer.dispute.conflicts
    if any(key not in choices for key, _ in conflicts):
        return None
    text = resolve(newer.dispute.merge, [choices[key] for key, _ in conflicts])
    refuse_long_text(text, contribution.kind)
    head = newer.dispute.head
    if text != head.text:
        title = remix.original.contribution.title
        origin = Origin(author=person, summary=f"Took over what changed in “{title}”", parent=head)
        head = add_revision(session, contribution, text, origin)
    remix.original = newer.revision
    session.flush()
    return head


def leave_aside(session: Session, contribution: Contribution, remix: Remix, person: Person) -> None:
    """Leave a contribution as it is, and ask no more about what has changed so far.

    Raises NothingNewError.
    """
    newer = lay_beside(session, contribution, remix, person)
    remix.original = newer.revision
    session.flush()


def _released(session: Session, contribution: Contribution) -> Revision | None:
    """Give the revision that the newest released edition holds."""
    chosen = (
        select(Revision)
        .join(EditionEntry, EditionEntry.revision_id == Revision.id)
        .join(Edition, Edition.id == EditionEntry.edition_id)
        .where(
            EditionEntry.contribution_id == contribution.id,
            Edition.state == EditionState.RELEASED,
        )
        .order_by(Edition.number.desc())
        .limit(1)
    )
    return session.scalars(chosen).first()
