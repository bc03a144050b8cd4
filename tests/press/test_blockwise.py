"""A section read a block at a time says what it says as a whole."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from lxml import etree

from cookbook.press.outputs import blockwise
from cookbook.press.outputs.blockwise import Events, PullParser, read_blocks, start_tag

SECTION = (
    '<section id="soup" class="level1">\n<h1>Soup &amp; é</h1>\n<p>One <em>two</em> three.</p>words'
    '<section class="level2"><p>Four</p></section><br />\n</section>'
)


def xml_parser(events: Events) -> PullParser:
    return etree.XMLPullParser(events)


def html_parser(events: Events) -> PullParser:
    return etree.HTMLPullParser(events)


def written(open_parser: Callable[[Events], PullParser], around: str) -> str:
    """A section put together again from what was read of it."""
    blocks = read_blocks(SECTION, open_parser, around=around)
    _, section = next(blocks)
    assert section is not None
    text = start_tag(section, "xml")
    for before, block in blocks:
        text += before
        if block is not None:
            text += etree.tostring(block, encoding="unicode", with_tail=False)
    return f"{text}</section>"


class TestReadBlocks:
    @pytest.mark.parametrize("chunk", [1, 7, 50, 32_000])
    def test_nothing_is_lost_however_little_is_read_at_once(
        self, monkeypatch: pytest.MonkeyPatch, chunk: int
    ) -> None:
        monkeypatch.setattr(blockwise, "CHUNK", chunk)
        whole = etree.tostring(etree.fromstring(SECTION), encoding="unicode")
        assert written(xml_parser, "<div>") == whole
        assert written(html_parser, "") == whole

    def test_what_was_read_is_gone_when_more_is_asked_for(
        self, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(blockwise, "CHUNK", 50)
        blocks = read_blocks(SECTION, xml_parser, around="<div>")
        _, section = next(blocks)
        seen = [block for _text, block in blocks]
        assert [None if each is None else each.tag for each in seen] == [
            "h1", "p", "section", "br", None,
        ]  # fmt: skip
        assert section is not None
        assert len(section) == 0

    def test_a_section_without_blocks_has_its_text(self) -> None:
        blocks = read_blocks("<section>words</section>", xml_parser, around="<a>")
        assert [text for text, _block in blocks] == ["", "words"]

    def test_what_is_not_well_formed_is_told(self) -> None:
        with pytest.raises(etree.XMLSyntaxError):
            list(read_blocks("<section><p></section>", xml_parser, around="<a>"))


class TestStartTag:
    def test_it_has_all_attributes_and_no_end(self) -> None:
        element = etree.fromstring('<section id="a" title="&lt;&quot;"><p/></section>')
        assert start_tag(element, "xml") == '<section id="a" title="&lt;&quot;">'
        assert start_tag(element, "html").startswith('<section id="a"')
