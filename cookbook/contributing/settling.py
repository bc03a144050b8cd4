"""Settling two versions that contradict each other: what is open, and what was chosen."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256

from sqlalchemy import select
from sqlalchemy.orm import Session

from cookbook.archive.revisions import Origin, add_revision
from cookbook.contributing.problems import NothingToSettleError
from cookbook.contributing.saving import author_of, refuse_long_text, take_turn
from cookbook.manuscript import Conflict, Merge, Own, Take, WordChange, merge_texts, resolve
from cookbook.manuscript.word_changes import compare_words
from cookbook.models import Contribution, Person, Revision, RevisionStanding

Choice = Take | Own


@dataclass(frozen=True)
class Dispute:
    """A version that waits beside the head, and where the two contradict each other.

    In the merge, "mine" is the waiting version and "theirs" the head.
    """

    waiting: Revision
    head: Revision
    merge: Merge

    @property
    def conflicts(self) -> tuple[tuple[str, Conflict], ...]:
        """The contradictions, each with a key that stays the same as long as it does."""
        seen = Counter[str]()
        keyed: list[tuple[str, Conflict]] = []
        for conflict in self.merge.conflicts:
            key = _key(conflict)
            seen[key] += 1
            keyed.append((f"{key}-{seen[key]}", conflict))
        return tuple(keyed)

    @property
    def who(self) -> tuple[str, str]:
        """Who wrote the waiting version, and who the head."""
        return author_of(self.waiting), author_of(self.head)


def open_disputes(session: Session, contributions: Sequence[Contribution]) -> list[Revision]:
    """Give the revisions of these contributions that wait to be settled, oldest first."""
    ids = [each.id for each in contributions]
    chosen = (
        select(Revision)
        .where(Revision.contribution_id.in_(ids), Revision.standing == RevisionStanding.DIVERGENT)
        .order_by(Revision.id)
    )
    return list(session.scalars(chosen))


def find_dispute(session: Session, contribution: Contribution, number: int) -> Dispute:
    """Lay the waiting revision of this number beside the head.

    Raises NothingToSettleError where there is none, or where it has been settled.
    """
    waiting = session.scalar(
        select(Revision).where(
            Revision.contribution_id == contribution.id, Revision.number == number
        )
    )
    head = contribution.head
    if waiting is None or head is None or waiting.standing is not RevisionStanding.DIVERGENT:
        raise NothingToSettleError(
            "These two versions have been settled already.",
            remedy="The history shows how.",
        )
    base = waiting.parent.text if waiting.parent else ""
    return Dispute(waiting, head, merge_texts(base, waiting.text, head.text))


def settle(  # noqa: PLR0913 -- what is settled, how, and by whom
    session: Session,
    contribution: Contribution,
    number: int,
    choices: Mapping[str, Choice],
    *,
    person: Person | None,
    person_name: str = "",
) -> Revision | None:
    """Settle a dispute with a choice for each contradiction, by its key.

    `person_name` is that of somebody without an account.

    Gives the new head, or None where the head has moved on and something that was not asked for
    is open now: look at the dispute again. Raises NothingToSettleError, and MergeChoiceError or
    FrontMatterError for what can't be chosen.
    """
    take_turn(session, contribution)
    dispute = find_dispute(session, contribution, number)
    if any(key not in choices for key, _ in dispute.conflicts):
        return None
    text = resolve(dispute.merge, [choices[key] for key, _ in dispute.conflicts])
    refuse_long_text(text, contribution.kind)
    mine, theirs = dispute.who
    origin = Origin(
        author=person,
        author_name=person_name,
        summary=f"Settled what {mine} and {theirs} wrote",
        parent=dispute.head,
        merged=dispute.waiting,
    )
    settled = add_revision(session, contribution, text, origin)
    dispute.waiting.standing = RevisionStanding.SETTLED
    session.flush()
    return settled


def _key(conflict: Conflict) -> str:
    words = (conflict.key, conflict.base, conflict.mine, conflict.theirs)
    return sha256(repr(words).encode()).hexdigest()[:16]


def side_by_side(conflict: Conflict) -> tuple[list[tuple[bool, str]], list[tuple[bool, str]]]:
    """Give the words of mine and of theirs in pieces, each with "is this only here"."""
    segments = compare_words(conflict.theirs, conflict.mine)
    mine = [(each.change is WordChange.INSERTED, each.text) for each in segments]
    theirs = [(each.change is WordChange.DELETED, each.text) for each in segments]
    return (
        [piece for piece, each in zip(mine, segments, strict=True) if each.change in _IN_MINE],
        [piece for piece, each in zip(theirs, segments, strict=True) if each.change in _IN_THEIRS],
    )


_IN_MINE = frozenset({WordChange.EQUAL, WordChange.INSERTED})
_IN_THEIRS = frozenset({WordChange.EQUAL, WordChange.DELETED})
