from __future__ import annotations

import json

import pytest

from cookbook.exchange.sources.listing import listed_sources
from cookbook.exchange.sources.sourcefiles import (
    FILE_MAX_BYTES,
    SourcesError,
    free_key,
    plain_key,
    read_source_file,
)

BEES = {
    "id": "http://zotero.org/users/1/items/AB12",
    "type": "book",
    "title": "Über {Bienen} & co",
    "author": [{"family": "Obi", "given": "Ada"}],
    "issued": {"date-parts": [[2001]]},
}


class TestReadSourceFile:
    def test_bibtex_stays_as_it_is(self) -> None:
        text = "@book{knuth1984, title={{The TeXbook}}, year={1984}}"
        assert read_source_file(text.encode()).text == f"{text}\n"

    def test_csl_json_becomes_bibtex_with_keys_to_cite_by(self) -> None:
        items = [BEES, {**BEES, "citation-key": "obi2001"}, {**BEES, "citation-key": "obi2001"}]
        found = read_source_file(json.dumps(items).encode())
        assert found.keys == {"zotero.org-users-1-items-ab12", "obi2001", "obi2001b"} or (
            {"obi2001", "obi2001b"} < found.keys
        )
        listed = listed_sources(found.text)
        assert {(each.authors, each.year, each.title) for each in listed} == {
            ("Obi", "2001", "Über {Bienen} & co")
        }
        assert all(each.cited_by == f"@{each.key}" for each in listed)

    @pytest.mark.parametrize(
        ("data", "why"),
        [
            (b"", "No source"),
            (b"hello", "No source"),
            (b"[1, 2]", "something else"),
            (b"{not json", "isn't JSON"),
            (b"[" * 100_000, "isn't JSON"),
            (b"@book{a, title={\xff}}", "UTF-8"),
            (b"x" * (FILE_MAX_BYTES + 1), "MB"),
            (b"%PDF-1.7", "No source"),
        ],
    )
    def test_what_is_no_list_of_sources_is_refused_in_words(self, data: bytes, why: str) -> None:
        with pytest.raises(SourcesError, match=why):
            read_source_file(data)


class TestListedSources:
    def test_it_names_three_authors_at_most_and_a_year_however_it_is_said(self) -> None:
        text = (
            "@book{a, author={A, A and B, B and C, C and D, D}, title={T}, year={c. 1900}}\n"
            "@book{b, author={{Bee Society}}, title={U}, date={1999-05}}"
        )
        by_key = {each.key: (each.authors, each.year) for each in listed_sources(text)}
        assert by_key["a"][0] == "A, B, C and others"
        assert by_key["b"] == ("Bee Society", "1999")

    def test_a_key_with_odd_signs_is_cited_in_braces(self) -> None:
        (source,) = listed_sources("@misc{10.1000/abc., title={T}}")
        assert source.cited_by == "@{10.1000/abc.}"


class TestKeys:
    def test_they_are_plain_and_free(self) -> None:
        assert plain_key("Müller & Søn (2001)") == "muller-s-n-2001"
        assert free_key("a", {"b"}) == "a"
        assert free_key("a", {"a"}) == "ab"
        assert free_key("a", {"a", "ab"}) == "ac"
