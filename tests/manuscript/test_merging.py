"""Merging two versions: nothing lost, nothing asked that needn't be, everything resolvable."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cookbook.manuscript import Merge, MergeChoiceError, Own, Take, merge_texts, resolve
from cookbook.manuscript.counting import read_counted, write_counted
from cookbook.manuscript.diff3 import align
from cookbook.manuscript.frontmatter import Value, join_front_matter, split_front_matter
from cookbook.manuscript.merges import Origin, Settled
from tests.manuscript import strategies as our

RECIPE = """---
kind: recipe
title: Stone soup
by: Ines Duarte
# The village counts its bowls.
yield: 6 bowls
tags: [winter, beans]
---
A headnote.

## Ingredients
- 500 g beans
- 2 bay leaves
- 1 stone

## Method
1. Wash the stone.
2. Simmer the beans.
3. Serve.
"""


def changed(text: str, *replacements: tuple[str, str]) -> str:
    for old, new in replacements:
        assert old in text
        text = text.replace(old, new)
    return text


def clean(merge: Merge) -> str:
    assert merge.text is not None, merge.conflicts
    return merge.text


# Texts that share most of what they hold, as versions do.
SHORT_LINES = st.lists(
    st.sampled_from(["a", "b", "c", "", "1. a", "2. b", "3. c", "1. c", "  2. a", "## x", "9. d"]),
    max_size=12,
)
versions = st.one_of(
    SHORT_LINES.map("\n".join),
    our.bodies,
    st.builds(
        lambda keys, body: "---\n" + "".join(f"{key}\n" for key in keys) + "---\n" + body,
        st.lists(
            st.sampled_from(
                ["title: a", "title: b", "tags: [a, b]", "tags: [b, c]", "by: a", "# n",
                 "x: {y: 1}", "by:\n- a\n- b", "z: |\n  1\n\n  2", "{", "", "t: 'a'"]
            ),
            max_size=5,
        ),
        SHORT_LINES.map("\n".join),
    ),
)  # fmt: skip


FRONTS: st.SearchStrategy[dict[str, Value]] = st.dictionaries(
    st.sampled_from(["title", "by", "tags", "x", "# y", "no"]),
    st.one_of(
        st.sampled_from(["a", "b", "#", "a # b", "", "no"]),
        st.lists(st.sampled_from(["a", "b", "c", "d"]), min_size=2, unique=True).map(tuple),
        st.sampled_from([(), {"y": "1"}, {"y": "2"}, ("a", ("b",)), ({"y": "1"},), "l\nm"]),
    ),
)


class TestMergeTexts:
    @our.steady
    @given(versions, versions)
    def test_it_takes_what_one_side_changed(self, base: str, other: str) -> None:
        assert merge_texts(base, base, other).text == other
        assert merge_texts(base, other, base).text == other
        assert merge_texts(base, other, other).text == other

    @our.steady
    @given(versions, versions, versions)
    def test_it_is_the_same_whoever_is_mine(self, base: str, mine: str, theirs: str) -> None:
        one, other = merge_texts(base, mine, theirs), merge_texts(base, theirs, mine)
        assert one.text == other.text
        assert [(each.key, each.base, each.mine, each.theirs) for each in one.conflicts] == [
            (each.key, each.base, each.theirs, each.mine) for each in other.conflicts
        ]

    @our.steady
    @given(SHORT_LINES, SHORT_LINES, SHORT_LINES)
    def test_no_line_that_was_added_is_lost(
        self, base: list[str], mine: list[str], theirs: list[str]
    ) -> None:
        merge = merge_texts(*("\n".join(lines) for lines in (base, mine, theirs)))
        whole = resolve(merge, [Take.BOTH] * len(merge.conflicts))
        kept = words(whole.split("\n"))
        assert words(mine) - words(base) <= kept
        assert words(theirs) - words(base) <= kept

    @our.steady
    @given(st.data(), st.lists(st.sampled_from(["a", "b", "", "1. a", "2. b"]), min_size=3))
    def test_edits_with_a_line_between_them_never_conflict(
        self, data: st.DataObject, base: list[str]
    ) -> None:
        first = data.draw(st.integers(0, len(base) - 3))
        second = data.draw(st.integers(first + 2, len(base) - 1))
        mine = [*base[:first], "mine", *base[first + 1 :]]
        theirs = [*base[:second], "theirs", *base[second + 1 :]]
        merge = merge_texts(*("\n".join([*lines, "end"]) for lines in (base, mine, theirs)))
        both = [*base[:first], "mine", *base[first + 1 : second], "theirs", *base[second + 1 :]]
        assert words(clean(merge).split("\n")) == words([*both, "end"])

    @our.brief
    @given(FRONTS, FRONTS, FRONTS)
    def test_a_merged_front_matter_says_what_either_side_changed(
        self, base: dict[str, Value], mine: dict[str, Value], theirs: dict[str, Value]
    ) -> None:
        merge = merge_texts(*(join_front_matter(each, "body") for each in (base, mine, theirs)))
        whole = resolve(merge, [Take.MINE] * len(merge.conflicts))
        merged = split_front_matter(whole, "x.md").values
        for key in {*base, *mine, *theirs} - {each.key for each in merge.conflicts}:
            was, one, other = (side.get(key) for side in (base, mine, theirs))
            if one in (was, other):
                assert merged.get(key) == other
            elif other == was:
                assert merged.get(key) == one
            else:
                assert {*as_list(merged.get(key))} <= {*as_list(one), *as_list(other)}
        for conflict in merge.conflicts:
            assert merged.get(conflict.key) == mine.get(conflict.key)

    def test_it_merges_keys_and_lines_that_different_people_changed(self) -> None:
        mine = changed(RECIPE, ("Stone soup", "Sopa da pedra"), ("500 g", "600 g"))
        theirs = changed(RECIPE, ("6 bowls", "8 bowls"), ("3. Serve.", "3. Serve hot."))
        assert clean(merge_texts(RECIPE, mine, theirs)) == changed(
            RECIPE,
            ("Stone soup", "Sopa da pedra"),
            ("500 g", "600 g"),
            ("6 bowls", "8 bowls"),
            ("3. Serve.", "3. Serve hot."),
        )

    def test_it_asks_where_both_changed_one_key(self) -> None:
        merge = merge_texts(
            RECIPE,
            changed(RECIPE, ("Stone soup", "Rock soup")),
            changed(RECIPE, ("Stone soup", "Pebble soup")),
        )
        (conflict,) = merge.conflicts
        assert merge.text is None
        assert (conflict.where, conflict.line) == ("title", 3)
        assert (conflict.base, conflict.mine, conflict.theirs) == (
            "Stone soup",
            "Rock soup",
            "Pebble soup",
        )
        assert not conflict.takes_both

    def test_it_merges_lists_as_sets_in_order(self) -> None:
        mine = changed(RECIPE, ("[winter, beans]", "[winter, soup, beans]"))
        theirs = changed(
            RECIPE, ("[winter, beans]", "[beans, quick]"), ("Ines Duarte", "[Ines Duarte, Bo]")
        )
        merged = clean(merge_texts(RECIPE, mine, theirs))
        assert merged == changed(
            RECIPE,
            ("[winter, beans]", "[soup, beans, quick]"),
            ("Ines Duarte", "[Ines Duarte, Bo]"),
        )

    def test_a_name_that_both_corrected_differently_is_asked_for(self) -> None:
        mine = changed(RECIPE, ("by: Ines Duarte", "by: [Inês Duarte, Bo]"))
        theirs = changed(RECIPE, ("by: Ines Duarte", "by: [I. Duarte, Bo]"))
        merge = merge_texts(RECIPE, mine, theirs)
        assert [each.key for each in merge.conflicts] == ["by"]
        assert merge.conflicts[0].mine == "Inês Duarte\nBo"
        assert "by: [I. Duarte, Bo, Inês Duarte]" in resolve(merge, [Take.BOTH])

    def test_it_asks_where_one_removed_the_key_that_the_other_changed(self) -> None:
        mine = changed(RECIPE, ("# The village counts its bowls.\nyield: 6 bowls\n", ""))
        theirs = changed(RECIPE, ("6 bowls", "8 bowls"))
        merge = merge_texts(RECIPE, mine, theirs)
        assert [(each.key, each.mine, each.theirs) for each in merge.conflicts] == [
            ("yield", "", "8 bowls")
        ]
        assert resolve(merge, [Take.THEIRS]) == theirs
        assert resolve(merge, [Take.MINE]) == mine

    def test_both_may_add_keys(self) -> None:
        mine = changed(RECIPE, ("yield: 6 bowls\n", "yield: 6 bowls\nprep: 20 min\n"))
        theirs = changed(RECIPE, ("yield: 6 bowls\n", "yield: 6 bowls\ncook: 1 h\n"))
        merged = clean(merge_texts(RECIPE, mine, theirs))
        assert "yield: 6 bowls\ncook: 1 h\nprep: 20 min\ntags:" in merged

    def test_steps_put_in_by_both_are_counted_anew(self) -> None:
        mine = changed(
            RECIPE,
            ("3. Serve", "4. Serve"),
            ("2. Simmer", "3. Simmer"),
            ("1. Wash", "2. Wash"),
            ("## Method\n", "## Method\n1. Find a stone.\n"),
        )
        theirs = changed(RECIPE, ("3. Serve.\n", "3. Serve.\n4. Save the stone.\n"))
        merged = clean(merge_texts(RECIPE, mine, theirs))
        assert merged.endswith(
            "1. Find a stone.\n2. Wash the stone.\n3. Simmer the beans.\n4. Serve.\n"
            "5. Save the stone.\n"
        )

    def test_a_step_taken_out_and_one_put_in_front_are_counted_anew(self) -> None:
        base = "1. A\n2. B\n3. C\n4. D"
        assert merge_texts(base, "1. B\n2. C\n3. D", "1. A\n2. B\n3. C\n4. X\n5. D").text == (
            "1. B\n2. C\n3. X\n4. D"
        )

    def test_lists_that_all_say_one_stay_so(self) -> None:
        merged = merge_texts("1. A\n1. B\n1. C", "1. X\n1. A\n1. B\n1. C", "1. A\n1. B\n1. C\n1. Y")
        assert merged.text == "1. X\n1. A\n1. B\n1. C\n1. Y"

    def test_a_list_that_restarts_restarts_in_the_merge(self) -> None:
        base = "1. A\n2. B\n\nThen:\n\n1. C\n2. D"
        mine = "1. A\n2. X\n3. B\n\nThen:\n\n1. C\n2. D"
        theirs = "1. A\n2. B\n\nThen:\n\n1. C\n2. Y\n3. D"
        assert merge_texts(base, mine, theirs).text == (
            "1. A\n2. X\n3. B\n\nThen:\n\n1. C\n2. Y\n3. D"
        )

    def test_lines_below_a_step_move_with_its_number(self) -> None:
        def steps(*texts: str) -> str:
            return "".join(f"{number}. {text}\n" for number, text in enumerate(texts, start=1))

        base = steps(*"abcdefgh", "last\n   - with care")
        mine = steps(*"abcdefg", "x", "h", "last\n    - with care")
        theirs = steps("y", *"abcdefgh", "last\n    - with care")
        merged = clean(merge_texts(base, mine, theirs))
        assert merged == steps("y", *"abcdefg", "x", "h", "last\n    - with care")
        base = steps(*"abcdefg", "last\n   - with care")
        mine = steps(*"abcdef", "x", "g", "last\n   - with care")
        theirs = steps("y", *"abcdefg", "last\n   - with care")
        merged = clean(merge_texts(base, mine, theirs))
        assert merged == steps("y", *"abcdef", "x", "g", "last\n    - with care")

    def test_changes_that_touch_are_asked_for(self) -> None:
        mine = changed(RECIPE, ("500 g beans", "600 g beans"))
        theirs = changed(RECIPE, ("2 bay leaves", "3 bay leaves"))
        (conflict,) = merge_texts(RECIPE, mine, theirs).conflicts
        assert conflict.heading == "Ingredients"
        assert conflict.where == "Ingredients, line 12"
        assert conflict.mine == "- 600 g beans\n- 2 bay leaves"

    def test_what_both_wrote_alike_is_no_conflict(self) -> None:
        mine = changed(RECIPE, ("- 1 stone\n", "- 1 stone\n- salt\n"))
        theirs = changed(RECIPE, ("- 1 stone\n", "- 1 stone\n- salt\n- oil\n"))
        assert merge_texts(RECIPE, mine, theirs).text == theirs

    def test_it_asks_for_the_lines_alone_in_which_two_texts_differ(self) -> None:
        mine = changed(RECIPE, ("A headnote.", "New.\nOne.\nStory."))
        theirs = changed(RECIPE, ("A headnote.", "New.\nTwo.\nStory."))
        (conflict,) = merge_texts(RECIPE, mine, theirs).conflicts
        assert (conflict.mine, conflict.theirs) == ("One.", "Two.")

    def test_a_front_matter_that_cant_be_read_is_merged_by_line(self) -> None:
        mine = changed(RECIPE, ("title: Stone soup", "title: Soup: the stone one"))
        theirs = changed(RECIPE, ("yield: 6 bowls", "yield: 8 bowls"))
        assert clean(merge_texts(RECIPE, mine, theirs)) == changed(
            mine, ("yield: 6 bowls", "yield: 8 bowls")
        )

    def test_a_front_matter_that_never_ends_is_merged_by_line(self) -> None:
        mine = changed(RECIPE, ("beans]\n---\n", "beans]\n"))
        theirs = changed(RECIPE, ("Serve.", "Serve hot."))
        assert clean(merge_texts(RECIPE, mine, theirs)) == changed(mine, ("Serve.", "Serve hot."))

    def test_remarks_stay_above_their_keys(self) -> None:
        mine = changed(RECIPE, ("6 bowls", "8 bowls"))
        theirs = changed(RECIPE, ("counts its bowls", "has large bowls"))
        assert clean(merge_texts(RECIPE, mine, theirs)) == changed(
            mine, ("counts its bowls", "has large bowls")
        )

    def test_remarks_that_both_wrote_all_stay(self) -> None:
        mine = changed(RECIPE, ("# The village", "# In Almeirim, the village"), ("Stone", "Rock"))
        theirs = changed(RECIPE, ("counts its bowls.", "counts bowls twice."))
        merged = clean(merge_texts(RECIPE, mine, theirs))
        assert (
            "# In Almeirim, the village counts its bowls.\n# The village counts bowls twice.\n"
            in (merged)
        )

    def test_it_asks_before_a_remark_behind_a_value_is_lost(self) -> None:
        mine = changed(RECIPE, ("6 bowls", "6 bowls # large ones"))
        theirs = changed(RECIPE, ("6 bowls", "8 bowls"))
        assert [each.key for each in merge_texts(RECIPE, mine, theirs).conflicts] == ["yield"]

    def test_a_value_that_one_side_only_quoted_is_no_conflict(self) -> None:
        mine, theirs = (changed(RECIPE, ("6 bowls", each)) for each in ('"6 bowls"', "8 bowls"))
        assert merge_texts(RECIPE, mine, theirs).text == theirs
        assert merge_texts(RECIPE, theirs, mine).text == theirs
        quoted = changed(RECIPE, ("6 bowls", "'6 bowls'"))
        assert merge_texts(RECIPE, mine, quoted).text == mine

    def test_keys_that_one_side_moved_stay_where_it_put_them(self) -> None:
        mine = changed(RECIPE, ("by: Ines Duarte\n", ""), ("kind:", "by: Ines Duarte\nkind:"))
        theirs = changed(RECIPE, ("Stone", "Rock"), ("kind: recipe\n", "kind: recipe\nprep: 1 h\n"))
        merged = clean(merge_texts(RECIPE, mine, theirs))
        assert "---\nby: Ines Duarte\nkind: recipe\nprep: 1 h\ntitle: Rock soup\n" in merged

    def test_front_matter_that_both_began_is_merged(self) -> None:
        merge = merge_texts("a\n", "---\ntitle: T\n---\na\n", "---\nby: B\n---\na\n")
        assert merge.text == "---\nby: B\ntitle: T\n---\na\n"

    def test_keys_on_one_line_are_merged_by_line(self) -> None:
        base, mine, theirs = (f"---\n{{a: {each}, b: 1}}\n---\nx\n" for each in "123")
        (conflict,) = merge_texts(base, mine, theirs).conflicts
        assert (conflict.key, conflict.mine, conflict.line) == ("", "{a: 2, b: 1}", 2)

    def test_the_last_newline_contradicts_nobody(self) -> None:
        assert merge_texts("a\nb\n", "a\nb", "a\nb\nc\n").text == "a\nb\nc"

    def test_it_says_whose_words_the_pieces_are(self) -> None:
        merge = merge_texts("a\nb\nc", "x\nb\nc", "a\nb\ny")
        assert [
            (piece.origin, piece.text) for piece in merge.pieces if isinstance(piece, Settled)
        ] == [(Origin.MINE, "x"), (Origin.BASE, "b"), (Origin.THEIRS, "y")]


class TestResolve:
    BASE, MINE, THEIRS = "top\n1. A\n2. B\n", "top\n1. M\n2. B\n", "top\n1. T\n2. B\n"

    def test_it_takes_either_or_both(self) -> None:
        merge = merge_texts(self.BASE, self.MINE, self.THEIRS)
        assert resolve(merge, [Take.MINE]) == self.MINE
        assert resolve(merge, [Take.THEIRS]) == self.THEIRS
        assert resolve(merge, [Take.BOTH]) == "top\n1. M\n2. T\n3. B\n"

    def test_it_takes_words_of_ones_own(self) -> None:
        merge = merge_texts(self.BASE, self.MINE, self.THEIRS)
        assert resolve(merge, [Own("1. O\n2. P\n")]) == "top\n1. O\n2. P\n3. B\n"
        assert resolve(merge, [Own("")]) == "top\n1. B\n"

    def test_words_of_ones_own_for_a_key_need_no_quotes(self) -> None:
        mine, theirs = (changed(RECIPE, ("Stone", each)) for each in ("Rock", "Pebble"))
        whole = resolve(merge_texts(RECIPE, mine, theirs), [Own("Soup: the best")])
        assert split_front_matter(whole, "x.md").values["title"] == "Soup: the best"

    def test_lists_of_ones_own_are_written_line_by_line(self) -> None:
        mine, theirs = (changed(RECIPE, ("winter", each)) for each in ("snow", "cold"))
        merge = merge_texts(RECIPE, mine, theirs)
        assert "tags: [ice, snow]\n" in resolve(merge, [Own("ice\n\nsnow ")])
        assert "tags" not in resolve(merge, [Own(" ")])

    def test_keys_within_keys_are_written_as_yaml(self) -> None:
        base, mine, theirs = (f"---\nx:\n  y: {each}\n---\n" for each in "123")
        merge = merge_texts(base, mine, theirs)
        assert merge.conflicts[0].mine == "x:\n  y: 2"
        assert resolve(merge, [Own("x:\n  z: 4")]) == "---\nx:\n  z: 4\n---\n"

    def test_it_refuses_both_titles(self) -> None:
        mine, theirs = (changed(RECIPE, ("Stone", each)) for each in ("Rock", "Pebble"))
        with pytest.raises(MergeChoiceError, match="can't say both"):
            resolve(merge_texts(RECIPE, mine, theirs), [Take.BOTH])

    def test_it_refuses_to_leave_a_conflict_out(self) -> None:
        with pytest.raises(MergeChoiceError, match="1 conflicts"):
            resolve(merge_texts(self.BASE, self.MINE, self.THEIRS), [])


class TestAlign:
    @our.steady
    @given(st.lists(st.integers(0, 5)), st.lists(st.integers(0, 5)))
    def test_pairs_are_equal_and_rise(self, before: list[int], after: list[int]) -> None:
        pairs = align(before, after)
        assert all(before[one] == after[other] for one, other in pairs)
        for side in (0, 1):
            places = [pair[side] for pair in pairs]
            assert places == sorted(set(places))

    def test_a_text_made_to_keep_it_busy_is_given_up(self) -> None:
        assert not align(["a", "b"] * 3000, ["c", "d"] * 3000)

    def test_it_finds_the_few_differences_of_repetitive_texts(self) -> None:
        assert len(align(["a", "b"] * 50, ["b", *["a", "b"] * 49, "a"])) == 99


class TestCounting:
    @our.steady
    @given(versions)
    def test_lines_come_out_as_they_went_in(self, text: str) -> None:
        assert write_counted(read_counted(text.split("\n"))) == text


def as_list(value: Value | None) -> tuple[Value, ...]:
    return value if isinstance(value, tuple) else (value,) if isinstance(value, str) else ()


def words(lines: list[str]) -> set[tuple[str, bool, str]]:
    """Give what some lines say, whatever their numbers and the column they begin in."""
    return {line.words for line in read_counted([line.strip() for line in lines]) if line.text}
