"""Trees that are put away in parcels: read whole or bit by bit, and known by their digest."""

from __future__ import annotations

import gc
from pathlib import Path

import pytest

from cookbook.press.caching import MemoryCache, digest_of
from cookbook.press.keeping.trees import (
    PARCEL_BYTES,
    ForgottenError,
    StoredTree,
    TreeStore,
    pack,
    pack_section,
)
from cookbook.press.sections import Section, SectionKind
from cookbook.press.tree import Blocks, para, text, walk
from tests.press.keeping.books import pressed
from tests.press.making import make_book, recipe

KEY = "0" * 64
LONG: Blocks = [para(text(f"{number} " + "word " * 400)) for number in range(200)]


class TestPack:
    @pytest.mark.parametrize("blocks", [[], [para(text("Æ \ud800 x"))], LONG])
    def test_a_tree_comes_back_and_has_the_digest_of_its_json(self, blocks: Blocks) -> None:
        store, packed = TreeStore(MemoryCache()), pack([blocks])
        store.put(KEY, packed, ["about", {"it": 1}])
        assert packed.digest == digest_of(blocks)
        assert store.about(KEY) == (packed.digest, ["about", {"it": 1}])
        assert store.read(KEY, packed.digest) == blocks

    def test_it_is_all_one_whether_it_came_whole_or_bit_by_bit(self) -> None:
        assert pack([LONG]) == pack([each] for each in LONG)

    def test_no_parcel_is_much_too_large(self) -> None:
        store, packed = TreeStore(MemoryCache()), pack([LONG])
        store.put(KEY, packed, None)
        parcels = list(store.parcels(KEY, packed.digest))
        assert [block for each in parcels for block in each] == LONG
        assert len(parcels) > 3
        assert all(len(str(each)) < 2 * PARCEL_BYTES for each in parcels)

    def test_another_tree_under_its_key_is_not_taken_for_it(self) -> None:
        store, packed = TreeStore(MemoryCache()), pack([LONG])
        store.put(KEY, pack([LONG[1:]]), None)
        with pytest.raises(ForgottenError):
            store.read(KEY, packed.digest)


class TestSection:
    def test_what_lies_in_a_store_is_as_what_lies_in_memory(self) -> None:
        store = TreeStore(MemoryCache())
        packed, facts = pack_section("a", text("A"), [LONG])
        store.put(KEY, packed, None)
        stored = Section(
            SectionKind.CHAPTER, "a", "A", 1, StoredTree(KEY, packed.digest, facts, store)
        )
        held = Section(SectionKind.CHAPTER, "a", "A", 1, stored.blocks)
        assert stored.tree() == held.tree()
        assert stored.digest == held.digest
        assert stored.facts == held.facts
        assert [block for each in stored.parcels() for block in each] == held.blocks


class TestFlatness:
    def test_an_assembled_book_holds_few_trees(self, tmp_path: Path) -> None:
        lines = ["Words *and* words.", "## Ingredients", "- 1 egg", "- *rye* flour", "## Method"]
        steps = [f"{number}. Stir **well**, and wait." for number in range(1, 20)]
        files = {f"recipes/r{n}.md": recipe(f"R {n}", *lines, *steps) for n in range(120)}
        folder = make_book(tmp_path, files)
        before = _nodes()
        book = pressed(folder, MemoryCache())
        written = len([node for each in book.sections for node in walk(each.tree())])
        assert _nodes() - before < written / 50


def _nodes() -> int:
    """Count the nodes of document trees in memory."""
    gc.collect()
    return sum(type(each) is dict and "t" in each and "c" in each for each in gc.get_objects())
