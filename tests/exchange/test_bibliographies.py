from __future__ import annotations

from cookbook.exchange.sources.bibliographies import join_bibliographies


class TestJoinBibliographies:
    def test_it_keeps_the_first_of_each_key(self) -> None:
        joined = join_bibliographies(["@book{a, title={One}}", "@book{a, title={Two}}\n@misc{b,}"])
        assert joined.text == "@book{a, title={One}}\n\n@misc{b,}\n"
        assert joined.keys == {"a", "b"}
        assert joined.remarks == (
            'The key "a" stands twice with different entries; the first stayed.',
        )

    def test_it_says_nothing_of_entries_that_stand_twice_alike(self) -> None:
        assert join_bibliographies(["@book{a,  t={1}}", "@book{a, t={1}}"]).remarks == ()

    def test_an_entry_that_never_closes_costs_only_itself(self) -> None:
        joined = join_bibliographies(["@book{a, title={One}\n\n@book{b, title={Two}}"])
        assert joined.keys == {"b"}
        assert len(joined.remarks) == 1

    def test_it_reads_round_brackets_and_braces_inside(self) -> None:
        assert join_bibliographies(["@book(a, title={On {B}ees (all)})"]).keys == {"a"}

    def test_braces_that_are_printed_count_neither_way(self) -> None:
        assert join_bibliographies([r"@book{a, title={\{x}}@book{b, title={x\}}}"]).keys == {"a"}
        joined = join_bibliographies(["@book{a, title={\\{x\\}}}\n@book{b, title={y}}"])
        assert joined.keys == {"a", "b"}

    def test_it_keeps_abbreviations_and_drops_comments(self) -> None:
        joined = join_bibliographies(["@string{mp = {Mill Press}}\n@comment{x}\n@misc{a, p=mp}"])
        assert joined.text == "@string{mp = {Mill Press}}\n\n@misc{a, p=mp}\n"
