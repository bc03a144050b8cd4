from __future__ import annotations

import pytest

from cookbook.exchange.rewriting.html_marks import html_to_markdown, pipe_table
from cookbook.exchange.rewriting.sheltering import Shelter


def converted(text: str) -> str:
    shelter = Shelter()
    return shelter.restore(html_to_markdown(text, shelter, [])).strip()


class TestHtmlToMarkdown:
    @pytest.mark.parametrize(
        ("html", "markdown"),
        [
            ("a <b>big</b> <i>wheel</i>", "a **big** *wheel*"),
            ("H<sub>2</sub>O and x<sup>a b</sup>", "H~2~O and x^a\\ b^"),
            (
                '<a href="https://w.example/a b">the\nmill</a>',
                "[the mill](<https://w.example/a b>)",
            ),
            ("one<br/>two", "one\\\ntwo"),
            ("| one<br>two |", "| one two |"),
            ("<code>a &lt; b</code>", "`a < b`"),
            ('<iframe src="https://v.example/1"></iframe>', "<https://v.example/1>"),
            ("<h4>Use</h4>", "#### Use"),
            ("<ul><li>oil</li><li>grease</li></ul>", "- oil\n- grease"),
            ("<details><summary>More</summary>Hidden</details>", "**More**\n\nHidden"),
            ("a <!-- secret --> b", "a  b"),
            ("x <script>alert(1)</script>y", "x y"),
        ],
    )
    def test_it_converts_what_has_a_counterpart(self, html: str, markdown: str) -> None:
        assert converted(html) == markdown

    def test_a_picture_keeps_its_description(self) -> None:
        assert converted('<img src="w.png" alt="A wheel" width="3">') == (
            '![](<w.png>){alt="A wheel"}'
        )

    def test_a_picture_without_meaning_is_decorative(self) -> None:
        assert converted('<img src="w.png" alt="">') == '![](<w.png>){alt="" .decorative}'

    def test_words_in_angle_brackets_stay(self) -> None:
        assert converted("type <your-name> here <b>now</b>") == "type <your-name> here **now**"

    def test_a_table_with_a_heading_row_becomes_one(self) -> None:
        html = "<table><tr><th colspan=2>Mill</th></tr><tr><td>Leat</td><td>a|b</td></tr></table>"
        assert converted(html).split("\n")[0] == "| Mill |  |"
        assert converted(html).split("\n")[2] == "| Leat | a\\|b |"

    def test_a_table_without_one_becomes_a_list(self) -> None:
        assert converted("<table><tr><td>Leat</td><td>Weir</td></tr></table>") == "- Leat\n- Weir"

    def test_preformatted_text_keeps_its_lines(self) -> None:
        assert converted("<pre>\n a\n  b\n</pre>") == "```\n a\n  b\n```"

    def test_it_says_what_was_lost(self) -> None:
        remarks: list[str] = []
        html_to_markdown("<center>x</center> <u>y</u>", Shelter(), remarks)
        assert remarks == ["HTML without a counterpart (u) was left out; its words stay."]


class TestPipeTable:
    def test_it_fills_short_rows_and_marks_alignment(self) -> None:
        assert pipe_table(["a", "b"], [["1"]], "lc", "C [d", "tbl:x") == (
            "| a | b |\n|-----|:---:|\n| 1 |  |\n\n: C \\[d {#tbl:x}"
        )
