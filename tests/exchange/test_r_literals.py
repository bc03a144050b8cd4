from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cookbook.exchange.bookdown.r_literals import (
    NoLiteralError,
    read_arguments,
    read_literal,
    unquote,
)
from cookbook.exchange.bookdown.tables import kable_caption, read_kable


class TestReadKable:
    def test_it_reads_rows_bound_together(self) -> None:
        table = read_kable('knitr::kable(rbind(c("a", 1), c("b", NA)), col.names = c("x", "y"))')
        assert table is not None
        assert (table.head, table.rows) == (["x", "y"], [["a", "1"], ["b", ""]])

    def test_it_reads_a_data_frame(self) -> None:
        table = read_kable('kable(data.frame(stringsAsFactors=FALSE, x=c("a","b"), `y z`=0.50))')
        assert table is not None
        assert (table.head, table.rows) == (["x", "y z"], [["a", "0.50"], ["b", "0.50"]])

    def test_it_reads_what_stands_in_brackets_of_its_own(self) -> None:
        table = read_kable('kable(data.frame(H = c("one")), col.names = c("$H_0$"), align = ("c"))')
        assert table is not None
        assert (table.head, table.rows, table.aligns) == (["$H_0$"], [["one"]], "c")

    @pytest.mark.parametrize(
        "code",
        [
            "kable(mean(x))",
            "kable(tribble(~a, ~b, 1))",
            "kable(data.frame(x=c(1,2), y=c(1,2,3)))",
            "d <- load()\nkable(data.frame(x=1))",
            "kable(data.frame(x=1:3))",
            "kable(data.frame(x=1)",
            "plot(1)",
        ],
    )
    def test_it_reads_nothing_that_would_have_to_run(self, code: str) -> None:
        assert read_kable(code) is None

    def test_a_caption_is_read_all_the_same(self) -> None:
        assert kable_caption("kable(f(x), caption = 'It\\'s')") == "It's"

    @given(st.text(alphabet='kable(trib~a,"1)c=\\ `#\n', max_size=60))
    def test_any_code_is_read_or_refused(self, code: str) -> None:
        table = read_kable(f"kable({code}")
        assert table is None or table.rows


class TestReadLiteral:
    def test_it_refuses_what_it_does_not_know(self) -> None:
        for source in ("1 +", "f(", "x[1]", "function(x) x", "(" * 99, "c(" * 99):
            with pytest.raises(NoLiteralError):
                read_literal(source)


class TestReadArguments:
    def test_commas_in_quotes_and_brackets_part_nothing(self) -> None:
        found = read_arguments('echo=FALSE, fig.cap="a, b = c", fig.dim=c(1, 2), 3 + x')
        assert list(found) == ["echo", "fig.cap", "fig.dim"]
        assert found["fig.cap"] == "a, b = c"


class TestUnquote:
    def test_tex_keeps_a_backslash_that_was_not_doubled(self) -> None:
        assert unquote('"$2 \\times \\\\mu$ \\"x\\" \\n"') == '$2 \\times \\mu$ "x" \n'
