"""What reads as if it were meant for another program is remarked upon, and nothing else is."""

from __future__ import annotations

import pytest

from cookbook.press.reading.lookalikes import remark_on_lookalikes
from cookbook.press.warnings import Warnings


def remarks(text: str) -> list[str]:
    warnings = Warnings()
    remark_on_lookalikes("recipes/a.md", [text], warnings)
    assert {each.entry for each in warnings.all} <= {"recipes/a.md"}
    return [each.message for each in warnings.all]


class TestASecondFrontMatter:
    @pytest.mark.parametrize(
        "text",
        [
            "---\na: 1\n---\nText.",
            "\n\n---\ntitle: Soup\ntags:\n  - a\n\n# a comment\n...\nText.",
            '---\na: &a ["x"]\nb: &b [*a, *a]\n---\n',
        ],
    )
    def test_it_is_remarked_upon(self, text: str) -> None:
        (remark,) = remarks(text)
        assert "second front matter" in remark

    @pytest.mark.parametrize(
        "text",
        [
            "",
            "---\n",
            "---\n\nA rule, and words: many.\n\n---\nMore.",
            "---\na: 1\nand no end",
            "---\n---\n",
            "Words first.\n\n---\na: 1\n---\n",
        ],
    )
    def test_a_rule_is_a_rule(self, text: str) -> None:
        assert remarks(text) == []


class TestASpreadsheetsFormula:
    @pytest.mark.parametrize(
        "text",
        [
            'name,amount\n"=HYPERLINK(""http://127.0.0.1/"",""x"")",1',
            "Words\n@SUM(1+1),2",
            "+cmd|' /C calc'!A0,3",
            "- =HYPERLINK(1)",
        ],
    )
    def test_it_is_remarked_upon(self, text: str) -> None:
        (remark,) = remarks(text)
        assert "spreadsheet" in remark

    @pytest.mark.parametrize(
        "text",
        [
            "a = SUM(b)",
            "=c(1, 2)",
            "- 1 cup milk",
            "@ada (who cooked it)",
            "| a | b |",
            "=====",
            "--|--",
        ],
    )
    def test_other_lines_are_not(self, text: str) -> None:
        assert remarks(text) == []
