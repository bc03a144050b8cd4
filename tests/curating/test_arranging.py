"""Arranging: every order that was saved stands, and no placement is ever lost."""

from __future__ import annotations

import pytest
from sqlalchemy.orm import Session

from cookbook.archive.frames import volume_book
from cookbook.curating.arrangements import Placed, read_arrangement
from cookbook.curating.arranging import change_order, told_order
from cookbook.curating.ordering import ASIDE, BACK, FRONT, move, part_holder, put, take_aside, under
from cookbook.curating.parts import (
    add_part,
    body_parts,
    delete_part,
    move_part,
    name_part,
    part_version,
)
from cookbook.curating.problems import (
    ArrangementChangedError,
    ArrangementError,
    PartChangedError,
    PartNotEmptyError,
)
from cookbook.models import Contribution, ContributionState, Person, Volume
from tests.factories.contributions import make_contribution
from tests.factories.people import make_editor
from tests.factories.volumes import make_volume, place

ACCEPTED = ContributionState.ACCEPTED


def a_volume(session: Session, count: int = 3) -> tuple[Volume, Person, list[Contribution]]:
    """A volume of one part in which all contributions stand."""
    volume = make_volume(session)
    editor = make_editor(session, volume)
    made = [make_contribution(session, volume, state=ACCEPTED) for _ in range(count)]
    for each in made:
        place(session, each)
        session.expire(volume)
    return volume, editor, made


def titles(entries: tuple[Placed, ...]) -> list[int]:
    return [each.id for each in entries]


class TestReadArrangement:
    def test_it_shows_front_matter_and_back_matter_before_they_are_there(
        self, session: Session
    ) -> None:
        volume, _, made = a_volume(session)
        arrangement = read_arrangement(session, volume)
        assert [group.holder for group in arrangement.groups][::2] == [FRONT, BACK]
        assert titles(arrangement.groups[1].entries) == [each.id for each in made]

    def test_what_is_accepted_and_stands_nowhere_is_aside(self, session: Session) -> None:
        volume, _, _ = a_volume(session, 1)
        free = make_contribution(session, volume, state=ACCEPTED)
        make_contribution(session, volume, state=ContributionState.SUBMITTED)
        assert titles(read_arrangement(session, volume).aside) == [free.id]

    def test_what_is_not_accepted_any_more_still_shows_its_place(self, session: Session) -> None:
        volume, _, made = a_volume(session, 1)
        made[0].state, made[0].accepted = ContributionState.IN_REVIEW, None
        session.flush()
        shown = read_arrangement(session, volume).walk()
        assert [(each.id, each.ready) for each in shown] == [(made[0].id, False)]


class TestChangeOrder:
    def test_a_whole_order_is_saved(self, session: Session) -> None:
        volume, editor, (one, two, three) = a_volume(session)
        part = part_holder(volume.parts[0].id)
        seen = read_arrangement(session, volume).version
        told = {
            FRONT: [three.id],
            part: [two.id],
            under(two.id): [one.id],
            ASIDE: [],
        }
        change_order(session, volume, told_order(told), seen=seen, person=editor)
        book = volume_book(session, volume)
        assert [ref.path for ref in book.places()] == [three.path, two.path, one.path]
        assert book.front[0].path == three.path
        assert book.parts[0].entries[0].entries[0].path == one.path

    def test_the_new_version_is_that_of_the_page_to_come(self, session: Session) -> None:
        volume, editor, (one, *_) = a_volume(session)
        seen = read_arrangement(session, volume).version
        new = change_order(
            session, volume, lambda order: move(order, one.id, "down"), seen=seen, person=editor
        )
        assert new == read_arrangement(session, volume).version != seen

    def test_of_two_editors_the_second_is_told_and_nothing_is_lost(self, session: Session) -> None:
        volume, editor, (one, two, three) = a_volume(session)
        free = make_contribution(session, volume, state=ACCEPTED)
        seen = read_arrangement(session, volume).version
        part = part_holder(volume.parts[0].id)
        change_order(
            session,
            volume,
            lambda order: put(order, free.id, f"first:{part}"),
            seen=seen,
            person=editor,
        )
        with pytest.raises(ArrangementChangedError):
            change_order(
                session,
                volume,
                told_order({part: [three.id, two.id, one.id], ASIDE: [free.id]}),
                seen=seen,
                person=editor,
            )
        entries = read_arrangement(session, volume).body[0].entries
        assert titles(entries) == [free.id, one.id, two.id, three.id]

    def test_a_page_that_forgets_an_entry_changes_nothing(self, session: Session) -> None:
        volume, editor, (one, two, three) = a_volume(session)
        seen = read_arrangement(session, volume).version
        part = part_holder(volume.parts[0].id)
        told = told_order({part: [one.id, two.id]})
        with pytest.raises(ArrangementChangedError):
            change_order(session, volume, told, seen=seen, person=editor)
        entries = read_arrangement(session, volume).body[0].entries
        assert titles(entries) == [one.id, two.id, three.id]

    def test_what_was_accepted_meanwhile_stays_aside(self, session: Session) -> None:
        volume, editor, (one, two, three) = a_volume(session)
        seen = read_arrangement(session, volume).version
        late = make_contribution(session, volume, state=ACCEPTED)
        part = part_holder(volume.parts[0].id)
        told = told_order({part: [three.id, one.id, two.id]})
        change_order(session, volume, told, seen=seen, person=editor)
        assert titles(read_arrangement(session, volume).aside) == [late.id]

    def test_nothing_of_another_volume_comes_in(self, session: Session) -> None:
        volume, editor, (one, *rest) = a_volume(session)
        stranger = make_contribution(session, make_volume(session), state=ACCEPTED)
        seen = read_arrangement(session, volume).version
        part = part_holder(volume.parts[0].id)
        told = told_order({part: [one.id, *(each.id for each in rest), stranger.id]})
        with pytest.raises(ArrangementError):
            change_order(session, volume, told, seen=seen, person=editor)

    def test_a_pin_survives_a_move(self, session: Session) -> None:
        volume, editor, (one, *_) = a_volume(session)
        assert one.entry is not None
        one.entry.pinned_revision_id = one.accepted_id
        session.flush()
        seen = read_arrangement(session, volume).version
        change_order(
            session, volume, lambda order: move(order, one.id, "down"), seen=seen, person=editor
        )
        session.refresh(one)
        assert one.entry.pinned_revision_id == one.accepted_id

    def test_taken_out_of_the_book_it_is_aside(self, session: Session) -> None:
        volume, editor, (one, *_) = a_volume(session)
        seen = read_arrangement(session, volume).version
        change_order(
            session, volume, lambda order: take_aside(order, one.id), seen=seen, person=editor
        )
        assert titles(read_arrangement(session, volume).aside) == [one.id]


class TestParts:
    def test_they_are_added_named_and_moved(self, session: Session) -> None:
        volume, editor, _ = a_volume(session)
        soups = add_part(session, volume, " Soups  and broths ", person=editor)
        name_part(
            session,
            soups,
            title="Soups",
            intro="For cold days.",
            seen=part_version(soups),
            person=editor,
        )
        move_part(session, soups, "up", person=editor)
        assert [part.title for part in body_parts(session, volume)] == ["Soups", ""]

    def test_two_who_name_a_part_at_once_are_told(self, session: Session) -> None:
        volume, editor, _ = a_volume(session)
        part = body_parts(session, volume)[0]
        seen = part_version(part)
        name_part(session, part, title="Soups", intro="Mine.", seen=seen, person=editor)
        with pytest.raises(PartChangedError):
            name_part(session, part, title="Broths", intro="", seen=seen, person=editor)
        assert part.intro == "Mine."

    def test_a_part_with_entries_stays_until_they_have_somewhere_to_go(
        self, session: Session
    ) -> None:
        volume, editor, (one, two, three) = a_volume(session)
        first = body_parts(session, volume)[0]
        other = add_part(session, volume, "Cakes", person=editor)
        with pytest.raises(PartNotEmptyError):
            delete_part(session, first, person=editor)
        delete_part(session, first, entries_to=other, person=editor)
        groups = read_arrangement(session, volume).body
        assert [group.title for group in groups] == ["Cakes"]
        assert titles(groups[0].entries) == [one.id, two.id, three.id]

    def test_one_part_stays(self, session: Session) -> None:
        volume = make_volume(session)
        editor = make_editor(session, volume)
        with pytest.raises(ArrangementError, match="only part"):
            delete_part(session, body_parts(session, volume)[0], person=editor)
