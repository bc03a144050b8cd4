from __future__ import annotations

import pytest

from cookbook.exchange.rewriting.pandoc_lines import spaced_for_pandoc


class TestSpacedForPandoc:
    @pytest.mark.parametrize(
        ("text", "spaced"),
        [
            ("We need:\n- oil\n- grease", "We need:\n\n- oil\n- grease"),
            ("- oil\n  and more\n- grease", "- oil\n  and more\n- grease"),
            ("Text\n## Heading\nmore", "Text\n\n## Heading\n\nmore"),
            ("Said:\n> Hush", "Said:\n\n> Hush"),
            ("- Bio:\n> Born", "- Bio:\n\n> Born"),
            (
                "Rates:\n| a | b |\n|---|---|\n| 1 | 2 |",
                "Rates:\n\n| a | b |\n|---|---|\n| 1 | 2 |",
            ),
            ("one\n\n---\ntwo", "one\n\n* * *\n\ntwo"),
            ("Title\n=====\ntext", "# Title\n\ntext"),
            ("##Tight{#x}", "## Tight{#x}"),
            ("#hashtag", "#hashtag"),
            ("In 1901\n1976. was dry", "In 1901\n1976. was dry"),
        ],
    )
    def test_it_sets_blank_lines_where_pandoc_wants_them(self, text: str, spaced: str) -> None:
        assert spaced_for_pandoc(text) == spaced
