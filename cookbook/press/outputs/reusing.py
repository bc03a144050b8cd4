"""What is kept, and what has still to be made, given in one order."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import TypeVar

from cookbook.press.caching import Cache

Thing = TypeVar("Thing")


def kept_or_made(
    things: Sequence[Thing],
    key: Callable[[Thing], str],
    cache: Cache,
    make: Callable[[Sequence[Thing]], Iterable[bytes]],
) -> Iterator[tuple[Thing, bytes]]:
    """Give each thing with what is made of it, in order; `make` is asked only for what isn't kept.

    `make` gives the bytes of each thing in its order, and is read no faster than things are asked
    for; so there is never much in memory.
    """
    keys = [key(each) for each in things]
    missing = cache.missing(keys)
    made = iter(make([each for each, name in zip(things, keys, strict=True) if name in missing]))
    for thing, name in zip(things, keys, strict=True):
        data = next(made) if name in missing else cache.get(name)
        if data is None:
            # It went from the cache since we asked what is missing.
            data = next(iter(make([thing])))
            cache.put(name, data)
        elif name in missing:
            cache.put(name, data)
        yield thing, data
