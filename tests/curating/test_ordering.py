"""Orders as values: moving up, down, in and out, and what no order may be."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cookbook.curating.ordering import (
    ASIDE,
    BACK,
    FRONT,
    Order,
    check_order,
    move,
    put,
    take_aside,
    under,
)
from cookbook.curating.problems import ArrangementError

HOLDERS = (FRONT, "p1", "p2", BACK)
KNOWN = {number: f"Dish {number}" for number in range(1, 8)}


def an_order() -> Order:
    """Soups with bread under the first; cakes; one in the front, one aside."""
    held = {FRONT: [1], "p1": [2, 3], under(2): [4, 5], "p2": [6], ASIDE: [7]}
    return Order(HOLDERS, held)


def told(order: Order) -> list[tuple[int, str, int]]:
    return list(order.placed())


class TestMove:
    def test_up_and_down_change_places_with_the_neighbour(self) -> None:
        moved = move(an_order(), 3, "up")
        assert moved.held["p1"] == [3, 2]
        assert move(moved, 3, "down").held["p1"] == [2, 3]

    def test_what_stands_under_it_comes_along(self) -> None:
        moved = move(an_order(), 2, "down")
        assert [each for each, _, _ in moved.placed()] == [1, 3, 2, 4, 5, 6]

    def test_up_from_a_parts_first_place_leads_to_the_end_of_the_part_before(self) -> None:
        assert move(an_order(), 6, "up").held["p1"] == [2, 3, 6]

    def test_down_from_a_parts_last_place_leads_to_the_start_of_the_next(self) -> None:
        assert move(an_order(), 3, "down").held["p2"] == [3, 6]

    def test_up_from_under_a_chapter_leads_before_it(self) -> None:
        assert move(an_order(), 4, "up").held["p1"] == [4, 2, 3]

    def test_down_from_under_a_chapter_leads_behind_it(self) -> None:
        assert move(an_order(), 5, "down").held["p1"] == [2, 5, 3]

    def test_in_leads_under_the_one_before(self) -> None:
        moved = move(an_order(), 3, "in")
        assert moved.held[under(2)] == [4, 5, 3]

    def test_out_leads_behind_the_chapter(self) -> None:
        assert move(an_order(), 4, "out").held["p1"] == [2, 4, 3]

    @pytest.mark.parametrize(("number", "way"), [(1, "up"), (1, "in"), (1, "out"), (2, "in")])
    def test_where_there_is_nowhere_to_go_the_order_stays(self, number: int, way: str) -> None:
        assert told(move(an_order(), number, way)) == told(an_order())

    @given(st.lists(st.tuples(st.integers(1, 6), st.sampled_from(["up", "down", "in", "out"]))))
    def test_nothing_is_ever_lost_or_doubled(self, moves: list[tuple[int, str]]) -> None:
        order = an_order()
        for number, way in moves:
            order = move(order, number, way)
        assert sorted(each for each, _, _ in order.placed()) == [1, 2, 3, 4, 5, 6]

    def test_it_leaves_the_order_that_it_was_given_alone(self) -> None:
        order = an_order()
        move(order, 2, "down")
        assert told(order) == told(an_order())


class TestPut:
    @pytest.mark.parametrize(
        ("place", "holder", "at"),
        [("first:p2", "p2", 0), ("last:p2", "p2", 1), ("after:4", "c2", 1), ("last:c6", "c6", 0)],
    )
    def test_it_stands_where_it_was_put(self, place: str, holder: str, at: int) -> None:
        assert put(an_order(), 7, place).held[holder][at] == 7

    @pytest.mark.parametrize("place", ["after:4", "last:c2", "first:c4", "after:2"])
    def test_a_chapter_never_stands_under_or_after_itself(self, place: str) -> None:
        with pytest.raises(ArrangementError):
            put(an_order(), 2, place)

    @pytest.mark.parametrize("place", ["", "first:p9", "after:x", "after:99", "last:c99"])
    def test_a_place_that_is_none_is_refused(self, place: str) -> None:
        with pytest.raises(ArrangementError):
            put(an_order(), 7, place)


class TestTakeAside:
    def test_what_stood_under_it_moves_up_into_its_place(self) -> None:
        taken = take_aside(an_order(), 2)
        assert taken.held["p1"] == [4, 5, 3]
        assert taken.held[ASIDE] == [7, 2]


class TestCheckOrder:
    def test_an_order_passes(self) -> None:
        check_order(an_order(), KNOWN)

    def test_what_stands_in_two_places_is_named(self) -> None:
        order = an_order()
        order.of("p2").append(3)
        with pytest.raises(ArrangementError, match="Dish 3"):
            check_order(order, KNOWN)

    def test_what_stands_under_itself_is_refused(self) -> None:
        order = Order(HOLDERS, {"p1": [2], under(2): [2]})
        with pytest.raises(ArrangementError, match="two places"):
            check_order(order, KNOWN)

    def test_three_levels_are_enough(self) -> None:
        order = Order(HOLDERS, {"p1": [1], under(1): [2], under(2): [3], under(3): [4]})
        with pytest.raises(ArrangementError, match="Dish 4"):
            check_order(order, KNOWN)

    def test_what_is_not_known_is_refused(self) -> None:
        with pytest.raises(ArrangementError):
            check_order(Order(HOLDERS, {"p1": [99]}), KNOWN)
