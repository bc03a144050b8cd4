from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cookbook.contributing.composing.pasted import PASTED_MAX_LENGTH, PastedSource, read_reference

REFERENCES = {
    "Knuth, D. E., & Lamport, L. (1984). The TeXbook: a guide. Journal of Typesetting, 12(3), "
    "45–67. https://doi.org/10.1000/abc.d(1)e.": PastedSource(
        "Knuth, D. E.\nLamport, L.",
        "1984",
        "The TeXbook: a guide",
        "Journal of Typesetting, 12(3), 45–67",
        "10.1000/abc.d(1)e",
    ),
    "Donald E. Knuth and Leslie Lamport. 1984. The TeXbook. Addison-Wesley.": PastedSource(
        "Knuth, Donald E.\nLamport, Leslie", "1984", "The TeXbook", "Addison-Wesley"
    ),
    "Smith J, Doe AB, et al. Bread in the time of flu. Nature. 2004;12(3):1-2. "
    "doi:10.1038/nature123.": PastedSource(
        "Smith, J\nDoe, AB",
        "2004",
        "Bread in the time of flu",
        "Nature. 12(3):1-2",
        "10.1038/nature123",
    ),
    "Obi, Ada. “On Bees and What They Know.” Journal of Bees 3 (2001): 12–19.": PastedSource(
        "Obi, Ada", "2001", "On Bees and What They Know", "Journal of Bees 3 12–19"
    ),
    "World Health Organization (2020). Guidelines on food. WHO Press.": PastedSource(
        "World Health Organization", "2020", "Guidelines on food", "WHO Press"
    ),
    "[3] van der Berg, P. (2019) How to count? Sage.": PastedSource(
        "van der Berg, P.", "2019", "How to count?", "Sage"
    ),
    "Vaswani A, Shazeer N. Attention is all you need. 2017.": PastedSource(
        "Vaswani, A\nShazeer, N", "2017", "Attention is all you need"
    ),
    "just a title": PastedSource(title="just a title"),
    "10.1000/xyz": PastedSource(doi="10.1000/xyz"),
    "": PastedSource(),
}


class TestReadReference:
    @pytest.mark.parametrize("pasted", REFERENCES)
    def test_it_takes_references_of_many_styles_apart(self, pasted: str) -> None:
        assert read_reference(pasted) == REFERENCES[pasted]

    def test_lines_that_were_broken_are_one(self) -> None:
        broken = "Obi, A. (2001).\n  Counting\nbees. Sage."
        assert read_reference(broken).title == "Counting bees"

    @given(st.text(max_size=200))
    def test_whatever_is_pasted_raises_nothing(self, pasted: str) -> None:
        assert isinstance(read_reference(pasted), PastedSource)

    @pytest.mark.parametrize(
        "piece", ["A", "a ", "A B, ", "“", "(1999", "1999. ", "and & ", "10.1000/", "a. ", "Aa A, "]
    )
    def test_whatever_is_repeated_takes_no_time(self, piece: str) -> None:
        start = time.process_time()
        read_reference(piece * PASTED_MAX_LENGTH)
        assert time.process_time() - start < 1
