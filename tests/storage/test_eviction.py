"""Of a cache that is too full, those leave that were used longest ago, and no more than need be."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from cookbook.storage.eviction import KEPT_OF_LIMIT, Census

ENTRIES = st.lists(st.tuples(st.floats(0, 50), st.integers(1, 1000)), max_size=60)


def count(entries: list[tuple[float, int]]) -> Census:
    census = Census()
    for used, size in entries:
        census.add(used, size)
    return census


class TestCensus:
    @given(ENTRIES)
    def test_within_the_limit_nobody_leaves(self, entries: list[tuple[float, int]]) -> None:
        leavers = count(entries).choose_leavers(sum(size for _, size in entries))
        assert not any(leavers.include(*entry) for entry in entries)

    @given(ENTRIES, st.integers(0, 20_000))
    def test_afterwards_it_is_at_most_nine_tenths_full(
        self, entries: list[tuple[float, int]], limit: int
    ) -> None:
        total = sum(size for _, size in entries)
        leavers = count(entries).choose_leavers(limit)
        stay = [entry for entry in entries if not leavers.include(*entry)]
        assert total <= limit or sum(size for _, size in stay) <= limit * KEPT_OF_LIMIT

    @given(ENTRIES, st.integers(0, 20_000))
    def test_nobody_leaves_who_was_used_in_a_later_second_than_one_who_stays(
        self, entries: list[tuple[float, int]], limit: int
    ) -> None:
        leavers = count(entries).choose_leavers(limit)
        left = [(used, leavers.include(used, size)) for used, size in entries]
        gone = max((int(used) for used, leaves in left if leaves), default=-1)
        assert all(int(used) >= gone for used, leaves in left if not leaves)

    @given(ENTRIES, st.integers(0, 20_000))
    def test_without_the_last_of_those_who_leave_it_would_be_too_full(
        self, entries: list[tuple[float, int]], limit: int
    ) -> None:
        leavers = count(entries).choose_leavers(limit)
        gone = [entry for entry in entries if leavers.include(*entry)]
        total = sum(size for _, size in entries) - sum(size for _, size in gone)
        smallest = min((size for _, size in gone), default=0)
        biggest = max((size for _, size in gone), default=0)
        assert smallest <= biggest
        assert not gone or total + biggest > int(limit * KEPT_OF_LIMIT)
