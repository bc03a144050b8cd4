"""Entries of indexes: sub-entries, and entries that point to others."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from cookbook.press.matter.ordering import term_initial
from cookbook.press.matter.terms import Term, TermIndex, name_targets, path_of, unplaced


def index_of(*entries: str) -> TermIndex[int]:
    """An index in which each entry has its number as its place."""
    index = TermIndex[int](lambda word: f"{word}s")
    for number, entry in enumerate(entries):
        index.add(path_of(entry), number)
    return index


def shown(terms: Mapping[str, Term[int]]) -> dict[str, object]:
    return {
        term.words: [*term.places, *([shown(term.below)] if term.below else [])]
        for term in terms.values()
    }


class TestPaths:
    @pytest.mark.parametrize(
        ("entry", "path"),
        [
            ("beans", ("beans",)),
            ("beans!red", ("beans", "red")),
            (" beans ! red  kidney ", ("beans", "red kidney")),
            ("a!b!c!d", ("a", "b", "c, d")),
            ("Stop!", ("Stop",)),
            ("Anscombe's quartet", ("Anscombe’s quartet",)),
            ("!", ()),
            ("", ()),
        ],
    )
    def test_a_mark_parts_an_entry_from_what_stands_under_it(
        self, entry: str, path: tuple[str, ...]
    ) -> None:
        assert path_of(entry) == path


class TestTermIndex:
    def test_sub_entries_stand_under_their_entries(self) -> None:
        index = index_of("beans!red", "beans", "Beans!black", "ale")
        assert shown(index.top) == {"beans": [1, {"red": [0], "black": [2]}], "ale": [3]}
        assert [letter for letter, _ in index.by_letter()] == ["A", "B"]

    def test_the_writing_with_fewer_capitals_counts(self) -> None:
        assert list(shown(index_of("Entropy", "entropy", "Entropy").top)) == ["entropy"]

    def test_articles_count_in_terms(self) -> None:
        assert term_initial("a priori") == "A"


class TestPointers:
    def test_see_moves_what_stood_there(self) -> None:
        index = index_of("courgettes", "zucchinis", "apples")
        assert index.refer({"Courgette": ("zucchini",)}, {}) == {("Courgette", "zucchini")}
        assert index.top["zucchinis"].places == [1, 0]
        source = index.top["courgettes"]
        assert (source.places, source.words) == ([], "Courgette")
        assert source.see == [index.top["zucchinis"]]

    def test_an_entry_that_is_not_there_is_made_to_point(self) -> None:
        index = index_of("zucchinis")
        index.refer({"Marrow": ("zucchinis",)}, {})
        assert index.top["marrow"].see == [index.top["zucchinis"]]

    def test_one_that_points_to_several_keeps_its_places(self) -> None:
        index = index_of("pulses", "beans", "lentils")
        index.refer({"pulses": ("beans", "lentils")}, {})
        assert index.top["pulses"].places == [0]
        assert index.top["pulses"].see_also == [index.top["beans"], index.top["lentils"]]

    def test_see_also_of_an_entry_without_places_is_see(self) -> None:
        index = index_of("leeks")
        index.refer({}, {"onions": ("leeks",)})
        assert index.top["onions"].see == [index.top["leeks"]]

    def test_what_points_on_leads_to_the_end(self) -> None:
        index = index_of("courgettes")
        index.refer({"Marrow": ("Zucchini",), "Zucchini": ("courgettes",)}, {})
        assert index.top["marrow"].see == [index.top["courgettes"]]

    @pytest.mark.parametrize(
        "see",
        [
            {"Courgette": ("Aubergine",)},
            {"a": ("b",), "b": ("a",)},
            {"ale": ("ale",)},
        ],
    )
    def test_what_leads_nowhere_is_left_out_and_named(
        self, see: Mapping[str, tuple[str, ...]]
    ) -> None:
        index = index_of("ale")
        done = index.refer(see, {})
        assert list(unplaced(see, done)) == [(key, each) for key, (each,) in see.items()]
        assert shown(index.top) == {"ale": [0]}

    def test_targets_get_ids_and_others_none(self) -> None:
        index = index_of("beans!red", "ale")
        index.refer({"chilli": ("beans!red",)}, {})
        assert name_targets(index, lambda words: f"i-{words}") == ["i-beans-red"]
        assert index.top["beans"].below["red"].identifier == "i-beans-red"
        assert index.top["ale"].identifier == ""
