"""What leaves a cache that is too full: entries are counted, and those used longest ago go."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import UTC, datetime

KEPT_OF_LIMIT = 0.9
"""How full a cache is after entries had to leave: with room for more before it is so again."""


@dataclass
class Leavers:
    """Those that leave: all used before a second, and of that second as many as are needed."""

    second: int
    needed: int

    def include(self, used: float, size: int) -> bool:
        """Tell whether an entry is one of them; each is to be asked about once."""
        if int(used) != self.second:
            return int(used) < self.second
        takes_it = self.needed > 0
        self.needed -= size
        return takes_it


class Census:
    """A count of entries and of their bytes by the second of last use.

    Seconds rather than entries, so that it stays small when the cache isn't.
    """

    def __init__(self) -> None:
        self.entries = 0
        self.bytes = 0
        self._by_second: Counter[int] = Counter()

    def add(self, used: float, size: int) -> None:
        """Count an entry, with the time of its last use in seconds since 1970."""
        self.entries += 1
        self.bytes += size
        self._by_second[int(used)] += size

    @property
    def oldest(self) -> datetime | None:
        """When the entry was used that has been left alone longest."""
        return _when(min(self._by_second, default=None))

    @property
    def newest(self) -> datetime | None:
        """When the entry was used that was used last."""
        return _when(max(self._by_second, default=None))

    def choose_leavers(self, limit: int) -> Leavers:
        """Choose so that at most nine tenths of the limit stay, or nobody if all are within it."""
        needed = self.bytes - int(limit * KEPT_OF_LIMIT) if self.bytes > limit else 0
        last = 0
        for second in sorted(self._by_second):
            if needed <= 0:
                break
            if self._by_second[second] >= needed:
                return Leavers(second, needed)
            needed -= self._by_second[second]
            last = second + 1
        return Leavers(last, 0)


def _when(second: int | None) -> datetime | None:
    return None if second is None else datetime.fromtimestamp(second, UTC)
