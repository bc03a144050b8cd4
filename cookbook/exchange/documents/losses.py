"""What could not be carried over, counted by the section in which it stood."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import NamedTuple

from cookbook.exchange.documents.gathered import Loss
from cookbook.exchange.rewriting.plain_words import counted

MOST_OF_A_PLACE = 12
MOST_LOSSES = 400


class Lost(NamedTuple):
    """A kind of thing that is lost: how one is called, how several are, and what became of them."""

    one: str
    many: str
    fate: str = "could not be carried over"


@dataclass
class LossBook:
    """Notes losses while a document is read; `place` is the section that is being read."""

    place: str = ""
    counts: Counter[tuple[str, Lost]] = field(default_factory=Counter)
    said: dict[Loss, None] = field(default_factory=dict)

    def count(self, lost: Lost, number: int = 1) -> None:
        """Note so many things of a kind."""
        if number > 0:
            self.counts[self.place, lost] += number
            self.said.setdefault(Loss(_KEY.format(lost.one), self.place))

    def say(self, message: str) -> None:
        """Note something that a sentence says."""
        self.said.setdefault(Loss(message, self.place))

    def losses(self) -> tuple[Loss, ...]:
        """Give all of them, in the order of the text."""
        counted_by_key = {
            Loss(_KEY.format(lost.one), place): Loss(_sentence(lost, number), place)
            for (place, lost), number in self.counts.items()
        }
        return bounded(counted_by_key.get(loss, loss) for loss in self.said)


def bounded(losses: Iterable[Loss]) -> tuple[Loss, ...]:
    """Give losses once each, and no more than anybody reads of one place."""
    kept: list[Loss] = []
    by_place: Counter[str] = Counter()
    for loss in dict.fromkeys(losses):
        by_place[loss.place] += 1
        if by_place[loss.place] <= MOST_OF_A_PLACE and len(kept) < MOST_LOSSES:
            kept.append(loss)
    more = [
        Loss(f"{counted(number - MOST_OF_A_PLACE, 'more thing')} could not be carried over.", place)
        for place, number in by_place.items()
        if number > MOST_OF_A_PLACE
    ]
    return (*kept, *more[:MOST_LOSSES])


_KEY = "\0{}"
"""What stands for a count until all is counted."""


def _sentence(lost: Lost, number: int) -> str:
    fate = lost.fate if number > 1 else lost.fate.replace("were ", "was ").replace("are ", "is ")
    return f"{counted(number, lost.one, lost.many)} {fate}."
