"""Sections as HTML: each for itself, the same in any company, and kept."""

from __future__ import annotations

import re
from collections.abc import Sequence

import pytest
from lxml import etree

from cookbook.press.caching import MemoryCache
from cookbook.press.outputs import batches, markup
from cookbook.press.outputs.batches import portions
from cookbook.press.outputs.markup import MarkupStyle, nest, write_body, write_sections
from cookbook.press.pandoc import Node, write_tree
from cookbook.press.sections import Section, SectionKind
from cookbook.press.tree import Blocks, header, para, text
from tests.press.making import Set

STYLE = MarkupStyle("as it is", options=("--mathml",))


def a_note(*blocks: Node) -> Node:
    return {"t": "Note", "c": list(blocks)}


def code(source: str) -> Node:
    return {"t": "CodeBlock", "c": [["", ["python"], []], source]}


def a_section(name: str, *blocks: Node, level: int = 1) -> Section:
    return Section(SectionKind.CHAPTER, name, name.title(), level, list(blocks))


def noted(name: str, *, level: int = 1) -> Section:
    """A section with two notes, one of which holds code, and code of its own."""
    first = a_note(para(text("One.")), code("x = 1"))
    second = a_note(para(text("Two.")))
    return a_section(name, para([*text("Words"), first, second]), code("y = 2"), level=level)


def written(sections: Sequence[Section], *, batch: int = 24) -> list[str]:
    pieces = write_sections(sections, STYLE, MemoryCache(), batch=batch)
    return [html for _section, html in pieces]


def ids(html: str) -> list[str]:
    return re.findall(r' id="([^"]+)"', html)


class TestWriteSections:
    @pytest.mark.parametrize("batch", [1, 7, 50])
    def test_a_piece_is_the_same_in_any_company(self, coins: Set, pond: Set, batch: int) -> None:
        sections = [*coins.book.sections, noted("alone"), *pond.book.sections, noted("last")]
        alone = [written([each])[0] for each in sections]
        assert written(sections, batch=batch) == alone

    def test_a_piece_holds_heading_and_blocks_and_nothing_below(self) -> None:
        above = a_section("above", para(text("High.")), header(2, text("Within")))
        pieces = written([above, a_section("below", para(text("Low.")), level=2)])
        assert [ids(each) for each in pieces] == [["above"], ["below"]]
        assert [each.startswith("<section id=") for each in pieces] == [True, True]
        assert ["Low." in each for each in pieces] == [False, True]
        assert pieces[0].count("<section") == pieces[0].count("</section>") == 2

    def test_every_piece_is_well_formed(self, coins: Set, pond: Set) -> None:
        for each in written([*coins.book.sections, *pond.book.sections]):
            assert etree.fromstring(each).tag == "section"

    def test_what_is_kept_is_not_written_again(self, monkeypatch: pytest.MonkeyPatch) -> None:
        cache = MemoryCache()
        first, second = noted("one"), noted("two")
        before = list(write_sections([first, second], STYLE, cache))
        given: list[Blocks] = []

        def watched(blocks: Blocks, options: Sequence[str]) -> bytes:
            given.append(blocks)
            return write_tree(blocks, options)

        monkeypatch.setattr(markup, "write_tree", watched)
        third = noted("three")
        after = list(write_sections([first, third, second], STYLE, cache))
        assert [after[0], after[2]] == before
        assert '"three"' in after[1][1]
        assert len(given) == 1
        assert "one" not in str(given)

    def test_pandoc_writes_what_is_not_plain_and_nothing_else(
        self, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        plain = a_section("plain", para(text("Words.")))
        alone = written([plain]) + written([noted("soup")])
        given: list[str] = []

        def watched(blocks: Blocks, options: Sequence[str]) -> bytes:
            given.append(str(blocks))
            return write_tree(blocks, options)

        monkeypatch.setattr(markup, "write_tree", watched)
        assert written([plain, noted("soup")]) == alone
        (asked,) = given
        assert "soup" in asked.lower()
        assert "plain" not in asked

    def test_what_a_cache_forgets_is_written_again(self) -> None:
        class Forgetful(MemoryCache):
            def get(self, key: str) -> None:
                del key

        cache = Forgetful()
        first = list(write_sections([noted("soup")], STYLE, cache))
        assert list(write_sections([noted("soup")], STYLE, cache)) == first

    def test_another_style_keeps_apart(self) -> None:
        cache = MemoryCache()
        other = MarkupStyle("reversed", prepare=lambda blocks: blocks[:1])
        section = a_section("soup", para(text("Words.")))
        (piece,) = write_sections([section], STYLE, cache)
        (without,) = write_sections([section], other, cache)
        assert "Words." in piece[1]
        assert "Words." not in without[1]


class TestLongSections:
    """A section that is dealt out in portions becomes what it would have become in one."""

    def long(self, *blocks: Node) -> Section:
        words = text("Words and words. " * 4000)
        return a_section("long", para(words), *blocks)

    def test_portions_are_joined_as_if_there_were_none(
        self, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        letters = [
            block
            for letter in "ABC"
            for block in (
                header(2, text(letter)),
                para([*text(letter), a_note(para(text(f"On {letter}.")))]),
                code(f"{letter} = 1"),
                header(3, text("Below")),
                para(text("More.")),
            )
        ]
        section = self.long(para(text("Before.")), *letters)
        (whole,) = written([section])
        monkeypatch.setattr(batches, "PORTION_BYTES", 1)
        dealt = [[each["t"] for each in portion.read()] for portion in portions(section)]
        assert [each[0] for each in dealt] == ["Header", "Para", "Header", "Header", "Header"]
        assert [written([noted("x"), section, noted("y")])[1]] == [whole]
        assert etree.fromstring(whole).tag == "section"

    def test_only_long_ones_are_dealt_out(self) -> None:
        dealt = [
            [each.tree for each in batch]
            for batch in batches.batches([noted("a"), self.long(), noted("b")], 9)
        ]
        assert [[tree is None for tree in batch] for batch in dealt] == [[True], [False], [True]]

    def test_a_batch_has_no_more_words_than_are_written_in_little_memory(
        self, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(batches, "BATCH_WORDS", 10)
        short = [a_section(name, para(text("Four words of it"))) for name in "abcde"]
        assert [len(each) for each in batches.batches(short, 9)] == [2, 2, 1]

    def test_the_first_batch_is_small_so_that_something_comes_soon(self) -> None:
        short = [a_section(f"s{number}", para(text("Words"))) for number in range(20)]
        assert [len(each) for each in batches.batches(short, 8)] == [2, 8, 8, 2]


class TestNotes:
    def test_they_stand_at_the_end_of_their_section_and_count_from_one(self) -> None:
        for html in written([noted("soup"), noted("stew")]):
            tree = etree.fromstring(html)
            *_blocks, notes = tree
            assert notes.get("role") == "doc-endnotes"
            calls = list(tree.iterfind(".//a[@role='doc-noteref']"))
            assert [each.findtext("sup") for each in calls] == ["1", "2"]
            items = list(notes.iterfind("ol/li"))
            assert [f"#{each.get('id')}" for each in items] == [each.get("href") for each in calls]
            backs = [each.get("href") for each in notes.iterfind(".//a[@role='doc-backlink']")]
            assert backs == [f"#{each.get('id')}" for each in calls]

    def test_they_and_lines_of_code_are_named_once_in_the_whole_book(self) -> None:
        body = "".join(written([noted("soup"), noted("soup-1"), noted("soup-code-1")]))
        assert len(set(ids(body))) == len(ids(body)) == 3 * (1 + 2 * 2 + 2 * 2)
        assert set(re.findall(r' href="#([^"]+)"', body)) <= set(ids(body))

    def test_what_a_text_says_of_them_stays_as_it_is(self) -> None:
        said = '<a href="#fn1" class="footnote-ref" id="cb1-1">'
        (html,) = written(
            [a_section("soup", para(text(said)), {"t": "CodeBlock", "c": [["", [], []], said]})]
        )
        tree = etree.fromstring(html)
        assert [tree.findtext("p"), tree.findtext("pre/code")] == [said, said]


class TestNest:
    def test_what_is_deeper_goes_into_the_end_of_what_is_above(self) -> None:
        levels = [("part", 1), ("soup", 2), ("sauce", 3), ("stew", 2), ("index", 1)]
        sections = [a_section(name, para(text(name)), level=level) for name, level in levels]
        body = etree.fromstring(f"<body>{write_body(sections, picture_address=str)}</body>")

        def outline(node: etree._Element) -> list[object]:
            return [[each.get("id"), *outline(each)] for each in node.iterfind("section")]

        assert outline(body) == [["part", ["soup", ["sauce"]], ["stew"]], ["index"]]

    def test_it_gives_html_bit_by_bit(self) -> None:
        def pieces() -> object:
            yield a_section("one"), "<section>one</section>"
            raise AssertionError("more than the first was asked for")

        assert next(nest(pieces())) == "<section>one"  # type: ignore[arg-type]
