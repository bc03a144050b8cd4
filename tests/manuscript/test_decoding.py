from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cookbook.errors import Place
from cookbook.manuscript import ManuscriptError
from cookbook.manuscript.decoding import (
    MANUSCRIPT_MAX_BYTES,
    decode_manuscript,
    strip_unprintable,
)
from tests.manuscript.strategies import bodies, steady, texts


class TestDecodeManuscript:
    @pytest.mark.parametrize(
        ("data", "text"),
        [
            ("é – 日本".encode(), "é – 日本"),
            (b"\xef\xbb\xbfa", "a"),
            (b"a\r\nb\rc\n", "a\nb\nc\n"),
            ("a\x85b\u2028c\u2029d".encode(), "a\nb\nc\n\nd"),
            (b"", ""),
        ],
    )
    def test_it_reads_utf_8_with_any_line_ends(self, data: bytes, text: str) -> None:
        decoded = decode_manuscript(data, "a.md")
        assert (decoded.text, decoded.repairs) == (text, ())

    @pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
    def test_it_reads_utf_16_by_its_mark(self, encoding: str) -> None:
        decoded = decode_manuscript("\ufeffé\r\n😀".encode(encoding), "a.md")
        assert decoded.text == "é\n😀"
        assert decoded.repairs == (f"the file was {encoding.upper()}, not UTF-8",)

    def test_it_reads_windows_1252_and_says_where_utf_8_ended(self) -> None:
        decoded = decode_manuscript(b"a\n\nb \x96 \x93caf\xe9\x94 \x81", "a.md")
        assert decoded.text == "a\n\nb – “café” \ufffd"
        assert decoded.repairs == ("line 3 was not UTF-8; the file was read as Windows-1252",)

    def test_it_takes_control_characters_out_and_counts_them(self) -> None:
        decoded = decode_manuscript("a\x07\x1b[1m\tb\u202e\ufeffc".encode(), "a.md")
        assert decoded.text == "a[1m\tbc"
        assert decoded.repairs == ("4 invisible control characters were taken out",)

    @pytest.mark.parametrize(
        "data",
        [b"\x89PNG\r\n\x1a\n\x00\x00", b"\xff\xfea", b"\xef\xbb\xbf\xff", b"\xfe\xff\xd8\x00"],
    )
    def test_it_refuses_what_is_no_text(self, data: bytes) -> None:
        with pytest.raises(ManuscriptError, match="is not a text file") as caught:
            decode_manuscript(data, "recipes/a.md")
        assert caught.value.place == Place("recipes/a.md")
        assert "UTF-8" in caught.value.remedy

    def test_it_refuses_what_is_too_large(self) -> None:
        assert decode_manuscript(b"a" * MANUSCRIPT_MAX_BYTES, "a.md").text
        with pytest.raises(ManuscriptError, match="larger than 4 MB"):
            decode_manuscript(b"a" * (MANUSCRIPT_MAX_BYTES + 1), "a.md")

    @given(st.binary() | bodies.map(str.encode))
    @steady
    def test_what_it_gives_needs_no_more_mending(self, data: bytes) -> None:
        try:
            text = decode_manuscript(data, "a.md").text
        except ManuscriptError:
            return
        again = decode_manuscript(text.encode(), "a.md")
        assert (again.text, again.repairs) == (text, ())


class TestStripUnprintable:
    @given(texts)
    @steady
    def test_it_keeps_all_that_can_be_printed(self, text: str) -> None:
        stripped, _ = strip_unprintable(text)
        shown = [each for each in text if each.isprintable()]
        assert [each for each in stripped if each.isprintable()] == shown

    def test_it_keeps_what_joins_letters_and_emoji(self) -> None:
        joined = "क\u200dष 👩\u200d🍳 \u200f"
        assert strip_unprintable(joined) == (joined, 0)

    def test_it_counts_what_it_takes_out(self) -> None:
        assert strip_unprintable("\ufdd0a\uffff\x00\u2066b") == ("ab", 4)
