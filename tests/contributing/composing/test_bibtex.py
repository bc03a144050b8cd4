from __future__ import annotations

import pytest

from cookbook.contributing.composing.bibtex import is_bibtex, read_bibtex
from cookbook.contributing.composing.pasted import PastedSource
from cookbook.exchange.sources.sourcefiles import SourcesError

ARTICLE = r"""@article{obi,
  author = {Obi, Ada and Jon Vik and {Bee Society}},
  title = {{Counting Bees \& Wasps}}, journal = {Journal of Bees},
  volume = 12, number = 3, pages = {45--67}, year = 2001, doi = {10.1000/b_c}
}"""


class TestReadBibtex:
    def test_an_entry_comes_in_fields(self) -> None:
        assert is_bibtex(ARTICLE)
        assert read_bibtex(ARTICLE) == PastedSource(
            "Obi, Ada\nVik, Jon\nBee Society",
            "2001",
            "Counting Bees & Wasps",
            "Journal of Bees, 12(3), 45-67",
            "10.1000/b_c",
        )

    def test_a_reference_in_words_is_none(self) -> None:
        assert not is_bibtex("Obi, A. (2001). Counting bees @ night.")

    @pytest.mark.parametrize("pasted", ["@book{a, title={never closed}", "@comment{nothing}"])
    def test_what_is_cut_off_is_said_so(self, pasted: str) -> None:
        with pytest.raises(SourcesError):
            read_bibtex(pasted)
