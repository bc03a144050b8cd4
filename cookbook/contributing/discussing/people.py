"""Who takes part in the discussion of a contribution, and who hears of a message."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from cookbook.accounts.roles import editors_of, is_editor, is_for_editors
from cookbook.contributing.discussing.wording import mentioned_names
from cookbook.models import Contribution, Message, Person, Revision, Thread


@dataclass(frozen=True)
class Hearer:
    """Somebody who is written to about a message, and whether it mentions them."""

    person: Person
    is_mentioned: bool


def may_discuss(session: Session, contribution: Contribution, person: Person) -> bool:
    """Tell whether a person may read and write here, as the guard would."""
    if not person.active:
        return False
    if contribution.author_id == person.id:
        return True
    return is_for_editors(contribution) and is_editor(session, contribution.volume, person)


def people_of(session: Session, contribution: Contribution) -> list[Person]:
    """Give whom a message can mention: the author, the editors, and who took part and still may."""
    wrote = select(Revision.author_id).where(Revision.contribution_id == contribution.id)
    spoke = (
        select(Message.author_id)
        .join(Thread, Message.thread_id == Thread.id)
        .where(Thread.contribution_id == contribution.id)
    )
    took_part = session.scalars(
        select(Person).where(Person.id.in_(wrote) | Person.id.in_(spoke)).order_by(Person.id)
    )
    author = [contribution.author] if contribution.author else []
    return _who_may(
        session, contribution, [*author, *editors_of(session, contribution.volume), *took_part]
    )


def who_hears(session: Session, message: Message) -> list[Hearer]:
    """Give who is written to about a message: each once, and never its own author.

    That is the contribution's author, its editors, who has spoken in the thread, and who is
    mentioned.
    """
    contribution = message.thread.contribution
    people = people_of(session, contribution)
    names = mentioned_names(message.text, [each.name for each in people])
    mentioned = [each for each in people if each.name in names]
    spoke = [each.author for each in message.thread.messages if each.author]
    author = [contribution.author] if contribution.author else []
    hearing = _who_may(
        session,
        contribution,
        [*author, *editors_of(session, contribution.volume), *spoke, *mentioned],
    )
    return [
        Hearer(each, is_mentioned=each in mentioned)
        for each in hearing
        if each.id != message.author_id
    ]


def _who_may(
    session: Session, contribution: Contribution, people: Iterable[Person]
) -> list[Person]:
    each_once = {person.id: person for person in people}
    return [each for each in each_once.values() if may_discuss(session, contribution, each)]
