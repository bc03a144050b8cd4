"""The letters of a page, however it says what they are."""

from __future__ import annotations

import codecs

import pytest

from cookbook.exchange.webpages.unpacking import decode_page

WORDS = "Crème brûlée"


class TestDecodePage:
    @pytest.mark.parametrize(
        ("data", "charset"),
        [
            (WORDS.encode(), ""),
            (WORDS.encode(), "utf-8"),
            (WORDS.encode("cp1252"), "iso-8859-1"),
            (WORDS.encode("cp1252"), ""),
            (codecs.BOM_UTF16_LE + WORDS.encode("utf-16-le"), "utf-8"),
            (codecs.BOM_UTF8 + WORDS.encode(), "iso-8859-1"),
        ],
    )
    def test_it_reads_what_it_is_told(self, data: bytes, charset: str) -> None:
        assert decode_page(data, charset) == WORDS

    def test_it_believes_the_page_where_its_server_says_nothing(self) -> None:
        page = '<meta http-equiv="Content-Type" content="text/html; charset=windows-1251">Борщ'
        assert "Борщ" in decode_page(page.encode("cp1251"))

    def test_it_believes_a_server_that_is_wrong_no_further_than_it_can(self) -> None:
        assert decode_page("<meta charset=utf-8>Crème".encode(), "ascii").endswith("CrÃ¨me")
        assert decode_page(b"<meta charset=shift_jis>\x83X\x81[\x83v", "utf-8").endswith("スープ")

    @pytest.mark.parametrize(
        "charset", ["rot13", "zlib", "unicode_escape", "undefined", "idna", "no such", "\0"]
    )
    def test_names_of_what_is_no_page_are_left_alone(self, charset: str) -> None:
        assert decode_page(rb"a\x41b", charset) == rb"a\x41b".decode()

    def test_bytes_that_are_no_letters_stop_nothing(self) -> None:
        assert decode_page(b"soup \xff\x81\x00") != ""
