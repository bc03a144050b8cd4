"""A pandoc that is kept running does what one does that is started for each text."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from cookbook.press.bounded import BoundsExceededError, ProgramFailedError, no_longer_than
from cookbook.press.outputs.markup import MarkupStyle, write_section
from cookbook.press.pandoc import (
    RECIPE_FORMAT,
    Fragment,
    pandoc_program,
    read_fragments,
    warm_pandoc,
    write_tree,
)
from cookbook.press.warmpandoc import ORDERS, WarmPandoc, at_hand
from tests.press.making import BOOKS, Set

TEXTS = sorted(path.read_text(encoding="utf-8") for path in BOOKS.rglob("*.md"))
READ = {"do": "read", "pieces": [{"text": "*a*", "format": RECIPE_FORMAT}]}


@pytest.fixture(scope="module")
def pandoc() -> Iterator[WarmPandoc]:
    with warm_pandoc() as warm:
        yield warm


class TestWarmPandoc:
    def test_it_reads_what_any_other_reads(self, pandoc: WarmPandoc) -> None:
        fragments = [Fragment(text) for text in TEXTS]
        fragments += [Fragment(text, RECIPE_FORMAT) for text in TEXTS]
        fragments += [Fragment("![](/etc/hostname) <script>x</script> $x^2$ \\input{a}")]
        with at_hand(pandoc):
            read = read_fragments(fragments, seconds=60)
        assert read == read_fragments(fragments, seconds=60)

    @pytest.mark.parametrize("options", [(), ("--mathml",)])
    def test_it_writes_what_any_other_writes(
        self, pandoc: WarmPandoc, pond: Set, coins: Set, options: tuple[str, ...]
    ) -> None:
        style = MarkupStyle("test", options=options)
        for section in (*pond.book.sections, *coins.book.sections):
            with at_hand(pandoc):
                written = write_section(section, style)
            assert written == write_section(section, style)

    def test_what_it_does_not_know_is_left_to_another(self, pandoc: WarmPandoc) -> None:
        orders = pandoc.orders
        with at_hand(pandoc):
            assert write_tree([{"t": "HorizontalRule"}], ["-t", "plain"]).strip(b"-\n") == b""
        assert pandoc.orders == orders

    def test_what_takes_too_long_is_stopped_and_the_next_is_done(self, pandoc: WarmPandoc) -> None:
        slow = {"do": "read", "pieces": [{"text": "[a](" * 20_000, "format": RECIPE_FORMAT}]}
        with pytest.raises(BoundsExceededError, match="longer"):
            pandoc.ask(slow, seconds=0.2)
        with pytest.raises(BoundsExceededError, match="longer"), no_longer_than(0.1):
            pandoc.ask(slow, seconds=60)
        assert b"Emph" in pandoc.ask(READ, seconds=10)

    def test_what_it_can_not_do_is_told_and_the_next_is_done(self, pandoc: WarmPandoc) -> None:
        with pytest.raises(ProgramFailedError) as caught:
            pandoc.ask({"do": "write", "tree": "no tree", "math": "plain"}, seconds=10)
        assert "JSON" in caught.value.stderr
        assert b"Emph" in pandoc.ask(READ, seconds=10)

    def test_it_has_no_more_memory_than_it_was_given(self) -> None:
        with WarmPandoc(pandoc_program(), 100) as small:
            large = {"do": "read", "pieces": [{"text": "*a* " * 200_000, "format": RECIPE_FORMAT}]}
            with pytest.raises(BoundsExceededError, match="memory"):
                small.ask(large, seconds=60)

    def test_one_that_died_or_has_done_much_is_replaced(self, pandoc: WarmPandoc) -> None:
        pandoc.ask(READ, seconds=10)
        first = pandoc.process
        assert first is not None
        first.kill()
        first.wait()
        assert b"Emph" in pandoc.ask(READ, seconds=10)
        second, pandoc.orders = pandoc.process, ORDERS
        assert b"Emph" in pandoc.ask(READ, seconds=10)
        assert len({id(first), id(second), id(pandoc.process)}) == 3
        assert second is not None
        assert second.poll() is not None
