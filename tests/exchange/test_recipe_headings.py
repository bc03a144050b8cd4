from __future__ import annotations

import pytest

from cookbook.exchange.pages.recipe_headings import demote_headings, repair_headings


def repaired(body: str, title: str = "Soup") -> list[str]:
    text, _ = repair_headings(body, title)
    return [line for line in text.split("\n") if line.strip()]


class TestRepairHeadings:
    @pytest.mark.parametrize("mark", ["#", "###", "####", " ##"])
    def test_it_sets_the_sections_of_a_recipe_at_level_two(self, mark: str) -> None:
        body = f"{mark} Ingredients\n- a\n{mark} Directions\n1. b"
        assert repaired(body) == ["## Ingredients", "- a", "## Directions", "1. b"]

    def test_what_stood_below_a_raised_section_stays_below_it(self) -> None:
        body = "# Ingredients\n## Sauce\n- a\n# Directions\n## Sauce\n1. b"
        assert repaired(body) == [
            "## Ingredients", "### Sauce", "- a", "## Directions", "### Sauce", "1. b",
        ]  # fmt: skip

    def test_good_headings_stay_without_a_remark(self) -> None:
        body = "## Ingredients\n### Preparation\n- a\n## Directions\n### Cooking\n1. b"
        assert repair_headings(body, "Soup") == (body, ())

    def test_it_takes_out_a_heading_that_repeats_the_title(self) -> None:
        assert repaired("# SOUP!\n## Ingredients") == ["## Ingredients"]

    def test_another_heading_above_the_text_becomes_a_bold_line(self) -> None:
        assert repaired("# My story\nOnce\n## Ingredients") == [
            "**My story**", "Once", "## Ingredients",
        ]  # fmt: skip

    def test_bold_lines_and_labels_become_sections_where_there_are_none(self) -> None:
        assert repaired("**Ingredients:**\n- a\n\nMethod:\n\n1. b") == [
            "## Ingredients", "- a", "## Method", "1. b",
        ]  # fmt: skip

    def test_bold_lines_above_lists_become_groups(self) -> None:
        body = "## Directions\n\n**Mash**\n\n1. a\n\n**Hot!**\n\nmind"
        assert repaired(body) == ["## Directions", "### Mash", "1. a", "**Hot!**", "mind"]

    def test_notes_below_the_method_become_a_section_unless_groups_follow(self) -> None:
        assert repaired("## Directions\n1. a\n### Notes\nb")[2] == "## Notes"
        assert repaired("## Directions\n### Notes\nb\n### Bake\n1. c")[1] == "### Notes"

    def test_code_is_left_alone(self) -> None:
        body = "```\n# Ingredients\n```"
        assert repair_headings(body, "Soup") == (body, ())


class TestDemoteHeadings:
    def test_it_begins_a_chapter_at_level_two(self) -> None:
        assert demote_headings("# A\n## B\n# C", "A") == "## B\n# C".replace("# C", "## C").replace(
            "## B", "### B"
        )
