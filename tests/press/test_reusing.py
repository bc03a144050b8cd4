"""What is kept is given, what isn't is made, and all of it in order."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from cookbook.press.caching import MemoryCache
from cookbook.press.outputs.reusing import kept_or_made


class Kitchen:
    """Makes bytes of words, and remembers what it was asked for and what it made."""

    def __init__(self) -> None:
        self.orders: list[list[str]] = []
        self.made: list[str] = []

    def make(self, words: Sequence[str]) -> Iterator[bytes]:
        self.orders.append(list(words))
        for word in words:
            self.made.append(word)
            yield word.upper().encode()


def served(words: Sequence[str], cache: MemoryCache, kitchen: Kitchen) -> list[tuple[str, bytes]]:
    return list(kept_or_made(words, lambda word: f"key of {word}", cache, kitchen.make))


class TestKeptOrMade:
    def test_only_what_is_not_kept_is_made(self) -> None:
        cache, kitchen = MemoryCache({"key of b": b"kept"}), Kitchen()
        assert served("abc", cache, kitchen) == [("a", b"A"), ("b", b"kept"), ("c", b"C")]
        assert kitchen.orders == [["a", "c"]]
        assert served("cab", cache, kitchen) == [("c", b"C"), ("a", b"A"), ("b", b"kept")]
        assert kitchen.made == ["a", "c"]

    def test_what_goes_from_the_cache_meanwhile_is_made_again(self) -> None:
        class Forgetful(MemoryCache):
            def get(self, key: str) -> None:
                del key

        cache, kitchen = Forgetful({"key of a": b"", "key of b": b""}), Kitchen()
        assert served("ab", cache, kitchen) == [("a", b"A"), ("b", b"B")]

    def test_nothing_is_made_before_it_is_asked_for(self) -> None:
        kitchen = Kitchen()
        first = next(kept_or_made("abc", str, MemoryCache(), kitchen.make))
        assert (first, kitchen.made) == (("a", b"A"), ["a"])
