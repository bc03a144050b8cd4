"""Comparing two versions: what a person would say that changed, and nothing else."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeAlias

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cookbook.manuscript import (
    ComparedLine,
    LineChange,
    Role,
    Segment,
    WordChange,
    compare_texts,
    fold_unchanged,
    summarise,
)
from cookbook.manuscript.passages import read_recipe_passages
from cookbook.manuscript.word_changes import compare_few_words, compare_words
from tests.manuscript import strategies as our
from tests.manuscript.test_merging import RECIPE, SHORT_LINES, changed, versions

CHAPTER = """---
kind: chapter
title: Sampling
---
The mean of a sample settles
as the sample grows; it is never far from the truth.

## Bias
- First this.
- Then that.

```python
1. x
```

| mill | yield |
|---|---|
| Lower | 1 |

## Variance
It shrinks.
"""


Comparer: TypeAlias = Callable[[str, str], tuple[Segment, ...]]


def marked(segments: tuple[Segment, ...]) -> str:
    """Write segments as one text, with [-what was left out-] and {+what was put in+}."""
    marks = {WordChange.EQUAL: "{}", WordChange.INSERTED: "{{+{}+}}", WordChange.DELETED: "[-{}-]"}
    return "".join(marks[each.change].format(each.text) for each in segments)


def found(before: str, after: str) -> list[tuple[LineChange, str]]:
    return [
        (line.change, marked(line.segments)) for line in compare_texts(before, after).changed_lines
    ]


def summary(*replacements: tuple[str, str], text: str = RECIPE) -> str:
    return summarise(compare_texts(text, changed(text, *replacements)))


class TestCompareTexts:
    def test_it_shows_just_the_quantity_that_changed(self) -> None:
        assert found(RECIPE, changed(RECIPE, ("500 g", "600 g"))) == [
            (LineChange.CHANGED, "[-500-]{+600+} g beans")
        ]
        assert found(RECIPE, changed(RECIPE, ("500 g beans", "1 1/2 kg beans, dried"))) == [
            (LineChange.CHANGED, "[-500 g-]{+1 1/2 kg+} beans{+, dried+}")
        ]

    def test_it_shows_keys_in_words(self) -> None:
        after = changed(RECIPE, ("Stone soup", "Rock soup"), ("beans]", "beans, quick]"))
        comparison = compare_texts(RECIPE, changed(after, ("yield: 6 bowls\n", "prep: 1 h\n")))
        assert [(each.key, each.before, each.after) for each in comparison.keys] == [
            ("title", "Stone soup", "Rock soup"),
            ("prep", "", "1 h"),
            ("tags", "winter, beans", "winter, beans, quick"),
            ("yield", "6 bowls", ""),
        ]
        assert marked(comparison.keys[0].segments) == "[-Stone-]{+Rock+} soup"
        assert marked(comparison.keys[2].segments) == "winter, beans{+, quick+}"

    def test_steps_that_only_get_another_number_are_the_same(self) -> None:
        after = changed(
            RECIPE, ("3. S", "4. S"), ("2. S", "3. S"), ("1. Wash", "1. Find it.\n2. Wash")
        )
        comparison = compare_texts(RECIPE, after)
        (line,) = comparison.changed_lines
        assert (line.change, line.role, line.number, line.after_line) == (
            LineChange.ADDED,
            Role.STEP,
            1,
            17,
        )
        assert [each.number for each in comparison.lines if each.role is Role.STEP] == [1, 2, 3, 4]

    def test_a_step_that_was_added_to_is_changed(self) -> None:
        after = changed(RECIPE, ("3. Serve.", "3. Serve hot, with bread.\n4. Save the stone."))
        assert found(RECIPE, after) == [
            (LineChange.CHANGED, "Serve{+ hot, with bread+}."),
            (LineChange.ADDED, "{+Save the stone.+}"),
        ]

    def test_it_recognises_what_was_moved(self) -> None:
        after = changed(
            RECIPE, ("- 1 stone\n", ""), ("## Ingredients\n", "## Ingredients\n- 1 stone\n")
        )
        lines = compare_texts(RECIPE, after).changed_lines
        assert [(each.change, each.before_line, each.after_line) for each in lines] == [
            (LineChange.MOVED_HERE, 14, 12),
            (LineChange.MOVED_AWAY, 14, 12),
        ]

    def test_what_was_replaced_by_something_else_is_not_changed(self) -> None:
        assert found(RECIPE, changed(RECIPE, ("2 bay leaves", "1 carrot"))) == [
            (LineChange.REMOVED, "[-2 bay leaves-]"),
            (LineChange.ADDED, "{+1 carrot+}"),
        ]

    def test_a_paragraph_that_was_only_wrapped_anew_is_the_same(self) -> None:
        comparison = compare_texts(CHAPTER, changed(CHAPTER, ("settles\nas", "settles as")))
        assert comparison.only_looks_differ
        assert summarise(comparison) == "Spacing changed"

    def test_it_shows_words_within_a_paragraph(self) -> None:
        after = changed(CHAPTER, ("settles\nas", "settles slowly as"), ("never far", "seldom far"))
        assert found(CHAPTER, after) == [
            (
                LineChange.CHANGED,
                (
                    "The mean of a sample settles {+slowly +}as the sample grows; "
                    "it is [-never-]{+seldom+} far from the truth."
                ),
            )
        ]

    def test_rows_code_and_lists_are_compared_line_by_line(self) -> None:
        after = changed(
            CHAPTER, ("| 1 |", "| 2 |"), ("1. x", "2. x"), ("- F", "1. F"), ("- T", "2. T")
        )
        assert found(CHAPTER, after) == [
            (LineChange.CHANGED, "[-- -]{+1. +}First this."),
            (LineChange.CHANGED, "[-- -]{+2. +}Then that."),
            (LineChange.CHANGED, "[-1-]{+2+}. x"),
            (LineChange.CHANGED, "| Lower | [-1-]{+2+} |"),
        ]

    def test_a_heading_with_other_words_is_changed(self) -> None:
        assert found(CHAPTER, changed(CHAPTER, ("## Bias", "## Errors"))) == [
            (LineChange.CHANGED, "[-Bias-]{+Errors+}")
        ]

    def test_a_front_matter_that_cant_be_read_is_compared_as_text(self) -> None:
        after = changed(RECIPE, ("title: Stone soup", "title: Soup: stone"))
        comparison = compare_texts(RECIPE, after)
        assert not comparison.keys
        assert any(line.change is LineChange.CHANGED for line in comparison.lines)

    @our.steady
    @given(SHORT_LINES.map("\n".join), SHORT_LINES.map("\n".join))
    def test_each_passage_of_both_is_there_in_order(self, before: str, after: str) -> None:
        lines = compare_texts(before, after).lines
        came = [line for line in lines if line.change is not LineChange.MOVED_AWAY]
        went = [line for line in lines if line.change is not LineChange.MOVED_HERE]
        assert [each.line for each in read_recipe_passages(after, 1)] == [
            each.after_line for each in came if each.after_line
        ]
        assert [each.line for each in read_recipe_passages(before, 1)] == [
            each.before_line for each in went if each.before_line
        ]

    @our.steady
    @given(versions, versions)
    def test_the_same_texts_always_compare_the_same(self, before: str, after: str) -> None:
        comparison = compare_texts(before, after)
        assert comparison == compare_texts(before, after)
        assert comparison.differs == (before != after)

    @our.steady
    @given(versions)
    def test_a_text_is_the_same_as_itself(self, text: str) -> None:
        comparison = compare_texts(text, text)
        assert not comparison.keys
        assert not comparison.changed_lines
        assert summarise(comparison) == "Nothing changed"


class TestCompareWords:
    @pytest.mark.parametrize("compare", [compare_words, compare_few_words])
    @given(st.data())
    @our.steady
    def test_segments_make_up_both_texts(self, compare: Comparer, data: st.DataObject) -> None:
        before, after = data.draw(our.bodies), data.draw(our.bodies)
        segments = compare(before, after)
        for change, text in ((WordChange.DELETED, before), (WordChange.INSERTED, after)):
            kept = {WordChange.EQUAL, change}
            assert "".join(each.text for each in segments if each.change in kept) == text

    def test_lone_words_between_changes_are_not_picked_out(self) -> None:
        segments = compare_words("We went to a mill by noon.", "They came with a stove at six.")
        assert marked(segments) == (
            "[-We went to a mill by noon-]{+They came with a stove at six+}."
        )

    def test_a_script_without_blanks_is_compared_by_letter(self) -> None:
        assert marked(compare_words("豆を煮る", "豆を蒸す")) == "豆を[-煮る-]{+蒸す+}"

    def test_endless_lines_are_compared_all_the_same(self) -> None:
        before = "a b " * 7500
        assert compare_words(before, before + "c")[-1] == Segment(WordChange.INSERTED, "c")
        segments = compare_words(before, "b c a " * 5000)
        assert "".join(
            each.text for each in segments if each.change is not WordChange.INSERTED
        ) == (before)


class TestFoldUnchanged:
    def shown(self, *at: int, of: int) -> list[tuple[int, bool]]:
        before = [f"Paragraph {number}." for number in range(of)]
        after = [f"{text} More." if number in at else text for number, text in enumerate(before)]
        lines = compare_texts("\n\n".join(before), "\n\n".join(after)).lines
        stretches = fold_unchanged(lines)
        assert tuple(line for each in stretches for line in each.lines) == lines
        return [(len(each.lines), each.folded) for each in stretches]

    def test_it_keeps_two_lines_around_changes(self) -> None:
        assert self.shown(5, of=20) == [(3, True), (5, False), (12, True)]

    def test_it_folds_no_single_line(self) -> None:
        assert self.shown(3, 9, of=20) == [(12, False), (8, True)]

    def test_it_folds_all_where_nothing_changed(self) -> None:
        assert self.shown(of=4) == [(4, True)]

    def test_nothing_has_no_stretches(self) -> None:
        nothing: tuple[ComparedLine, ...] = ()
        assert fold_unchanged(nothing) == ()


class TestSummarise:
    def test_it_names_keys_ingredients_and_steps(self) -> None:
        assert (
            summary(
                ("Stone soup", "Rock soup"),
                ("500 g", "600 g"),
                ("2 bay leaves", "3 bay leaves"),
                ("Serve.", "Serve hot."),
            )
            == "Title, 2 ingredients and step 3 changed"
        )

    def test_it_tells_added_from_removed_and_moved(self) -> None:
        assert (
            summary(
                ("yield: 6 bowls\n", "prep: 20 min\n"),
                ("A headnote.", "A longer headnote."),
                ("- 1 stone\n", "- 1 stone\n- salt\n"),
                ("3. Serve.\n", "3. Serve.\n\n## Notes\nKeeps.\n"),
            )
            == "Headnote changed; preparation time, 1 ingredient and “Notes” added; yield removed"
        )
        assert (
            summary(
                (
                    "1. Wash the stone.\n2. Simmer the beans.",
                    "1. Simmer the beans.\n2. Wash the stone.",
                )
            )
            == "Step 2 moved"
        )

    def test_it_names_the_sections_of_a_chapter(self) -> None:
        assert summary(("never", "seldom"), ("shrinks", "grows"), text=CHAPTER) == (
            "Opening and “Variance” changed"
        )

    def test_it_counts_what_is_too_much_to_name(self) -> None:
        before = "---\nkind: chapter\n---\n" + "".join(
            f"## Part {at}\nOld {at}.\n" for at in range(9)
        )
        after = before.replace("Old", "New")
        assert summarise(compare_texts(before, after)) == "9 sections changed"
        keys = "".join(f"a-rather-long-key-{at}: x\n" for at in range(20))
        assert summarise(compare_texts("", f"---\n{keys}---\n")) == "20 parts added"
