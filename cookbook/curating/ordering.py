"""Orders: which contribution stands where in a book, as values, and moving one within them."""

from __future__ import annotations

import copy
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from cookbook.curating.problems import ArrangementError
from cookbook.manuscript.books import ENTRY_MAX_DEPTH

FRONT = "front"
BACK = "back"
ASIDE = "aside"
"""The holder of what is accepted and stands nowhere."""


def part_holder(number: int) -> str:
    """Give the name of a part as one that holds contributions."""
    return f"p{number}"


def under(contribution: int) -> str:
    """Give the name of a contribution as one that holds others."""
    return f"c{contribution}"


@dataclass
class Order:
    """Which contributions, by id, stand in which holder: front, parts, back, or another one.

    `holders` names those at the top, in the order of the book. What stands nowhere is ASIDE.
    """

    holders: Sequence[str]
    held: dict[str, list[int]]

    def of(self, holder: str) -> list[int]:
        """Give what stands in a holder, to read or to change."""
        return self.held.setdefault(holder, [])

    def holder_of(self, contribution: int) -> str:
        """Give where a contribution stands; raises ArrangementError where it isn't known."""
        found = (holder for holder, ids in self.held.items() if contribution in ids)
        holder = next(found, None)
        if holder is None:
            raise ArrangementError(
                "This contribution is not among those that can be placed.",
                remedy="It may have been withdrawn; load the page again.",
            )
        return holder

    def walk(self, holder: str, depth: int = 1) -> Iterator[tuple[int, str, int]]:
        """Give all under a holder: contribution, its holder, its depth from 1."""
        for contribution in self.held.get(holder, []):
            yield contribution, holder, depth
            yield from self.walk(under(contribution), depth + 1)

    def placed(self) -> Iterator[tuple[int, str, int]]:
        """Give all that stands in the book, in reading order, as `walk` does."""
        for holder in self.holders:
            yield from self.walk(holder)

    def copied(self) -> Order:
        """Give an order that can be changed without changing this one."""
        return Order(tuple(self.holders), copy.deepcopy(self.held))


def check_order(order: Order, known: Mapping[int, str]) -> None:
    """See that an order is one: all that is `known` (id to title), each once, none too deep.

    Raises ArrangementError, naming the contribution.
    """
    seen: set[int] = set()
    # First of all, as what stands in two places may stand under itself.
    for contribution in (each for ids in order.held.values() for each in ids):
        if contribution not in known:
            raise ArrangementError(
                "Something that was placed can't stand in this book now.",
                remedy="It may have been withdrawn; load the page again.",
            )
        if contribution in seen:
            raise ArrangementError(f'"{known[contribution]}" stands in two places.')
        seen.add(contribution)
    for contribution, _holder, depth in order.placed():
        if depth > ENTRY_MAX_DEPTH:
            raise ArrangementError(
                f'"{known[contribution]}" stands too deep: a book has {ENTRY_MAX_DEPTH} levels.',
                remedy="Place it one level up.",
            )


def move(order: Order, contribution: int, direction: str) -> Order:
    """Give the order with a contribution moved "up", "down", "in" (under the one before) or "out".

    Up from the first place leads out of the chapter that it stands under, or into the part before;
    down from the last one likewise. Where there is nowhere to go, the order stays.
    """
    moved = order.copied()
    holder = moved.holder_of(contribution)
    siblings = moved.of(holder)
    at = siblings.index(contribution)
    if direction == "in":
        return _into_previous(moved, siblings, at) if at else order
    if direction == "out":
        return _beside_parent(moved, contribution, holder, 1) if _is_under(holder) else order
    step = -1 if direction == "up" else 1
    if 0 <= at + step < len(siblings):
        siblings[at], siblings[at + step] = siblings[at + step], siblings[at]
        return moved
    if _is_under(holder):
        return _beside_parent(moved, contribution, holder, 0 if step < 0 else 1)
    return _into_neighbour(moved, contribution, holder, step) or order


def put(order: Order, contribution: int, place: str) -> Order:
    """Give the order with a contribution at a place: "first:HOLDER", "last:HOLDER" or "after:ID".

    Raises ArrangementError for a place that isn't there, or that lies under the contribution.
    """
    moved = order.copied()
    moved.of(moved.holder_of(contribution)).remove(contribution)
    where, _, name = place.partition(":")
    if where == "after":
        if not name.isdecimal():
            raise ArrangementError("There is no such place.")
        beside = moved.of(moved.holder_of(int(name)))
        beside.insert(beside.index(int(name)) + 1, contribution)
    elif where in {"first", "last"} and _is_there(moved, name):
        target = moved.of(name)
        target.insert(0 if where == "first" else len(target), contribution)
    else:
        raise ArrangementError("There is no such place.")
    reachable = {each for each, _, _ in (*moved.placed(), *moved.walk(ASIDE))}
    if contribution not in reachable:
        raise ArrangementError("A chapter can't stand under itself.")
    return moved


def take_aside(order: Order, contribution: int) -> Order:
    """Give the order with a contribution out of the book; what stood under it moves up."""
    moved = order.copied()
    siblings = moved.of(moved.holder_of(contribution))
    at = siblings.index(contribution)
    siblings[at : at + 1] = moved.held.pop(under(contribution), [])
    moved.of(ASIDE).append(contribution)
    return moved


def _is_there(order: Order, holder: str) -> bool:
    if holder == ASIDE or holder in order.holders:
        return True
    return any(under(each) == holder for each, _, _ in order.placed())


def _is_under(holder: str) -> bool:
    return holder.startswith("c")


def _into_previous(order: Order, siblings: list[int], at: int) -> Order:
    contribution = siblings.pop(at)
    order.of(under(siblings[at - 1])).append(contribution)
    return order


def _beside_parent(order: Order, contribution: int, holder: str, offset: int) -> Order:
    parent = int(holder[1:])
    order.of(holder).remove(contribution)
    beside = order.of(order.holder_of(parent))
    beside.insert(beside.index(parent) + offset, contribution)
    return order


def _into_neighbour(order: Order, contribution: int, holder: str, step: int) -> Order | None:
    if holder not in order.holders:
        return None
    at = list(order.holders).index(holder) + step
    if not 0 <= at < len(order.holders):
        return None
    order.of(holder).remove(contribution)
    target = order.of(order.holders[at])
    target.insert(len(target) if step < 0 else 0, contribution)
    return order
