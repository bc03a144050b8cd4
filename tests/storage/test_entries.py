"""A cache's entry is what was put under its key, or nothing."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cookbook.storage.entries import HEADER, check_key, seal, unseal

KEY, OTHER = "ab" * 32, "cd" * 32


class TestUnseal:
    @given(st.binary(max_size=300))
    def test_it_gives_what_was_sealed(self, data: bytes) -> None:
        assert unseal(KEY, seal(KEY, data)) == data

    @given(st.binary(max_size=60), st.data())
    def test_a_changed_bit_anywhere_is_found_out(self, data: bytes, draw: st.DataObject) -> None:
        entry = bytearray(seal(KEY, data))
        entry[draw.draw(st.integers(0, len(entry) - 1))] ^= 1 << draw.draw(st.integers(0, 7))
        assert unseal(KEY, bytes(entry)) is None

    @pytest.mark.parametrize("length", [0, 1, HEADER.size - 1, HEADER.size, HEADER.size + 3])
    def test_a_truncated_entry_is_none(self, length: int) -> None:
        assert unseal(KEY, seal(KEY, b"soup")[:length]) is None

    def test_something_after_the_end_is_found_out(self) -> None:
        assert unseal(KEY, seal(KEY, b"soup") + b"\0") is None

    def test_an_entry_under_another_key_is_none(self) -> None:
        assert unseal(OTHER, seal(KEY, b"soup")) is None

    @given(st.binary(max_size=200))
    def test_anything_else_is_none(self, entry: bytes) -> None:
        assert unseal(KEY, entry) is None


class TestCheckKey:
    @pytest.mark.parametrize("key", ["", "../" * 20 + "etc", "a" * 63, "A" * 64, "a" * 64 + "\n"])
    def test_only_hexadecimal_digits_are_a_key(self, key: str) -> None:
        with pytest.raises(ValueError, match="no key of a cache"):
            check_key(key)
