from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import select
from sqlalchemy.orm import Session

from cookbook.contributing.composing.pasted import PastedSource
from cookbook.contributing.composing.sources import SourceError, add_source, write_source
from cookbook.exchange.sources.listing import ListedSource, listed_sources
from cookbook.exchange.sources.sourcefiles import SourcesError, list_sources
from cookbook.models import AuditRecord, Contribution, Person, Volume
from tests.contributing.composing.conftest import BIBLIOGRAPHY
from tests.factories.people import make_person

BEES = PastedSource("Obi, Ada\nBee Society", "2001", "On 100% {bees} & _co_", "Sage #3", "10.1/b")
BEES = PastedSource(**{**vars(BEES), "doi": "10.1000/b_c(1)"})


class TestWriteSource:
    def test_pandoc_reads_every_word_of_it_back(self) -> None:
        (read,) = list_sources(write_source("obi2001", BEES))
        assert read["title"] == "On 100% {bees} & _co_"
        assert read["author"] == [{"family": "Obi", "given": "Ada"}, {"literal": "Bee Society"}]
        assert read["issued"] == {"date-parts": [[2001]]}
        assert (read["publisher"], read["DOI"]) == ("Sage #3", "10.1000/b_c(1)")

    @settings(max_examples=30)
    @given(st.text(st.characters(codec="ascii", categories=["L", "N", "P", "S"]), min_size=1))
    def test_no_title_breaks_out_of_its_braces(self, title: str) -> None:
        second = write_source("second", PastedSource(title="Second"))
        written = f"{write_source('first', PastedSource(title=title))}\n\n{second}"
        assert [each["id"] for each in list_sources(written)] == ["first", "second"]


class TestAddSource:
    def test_it_goes_to_the_end_and_leaves_what_is_there(
        self, session: Session, cited: Volume, tom: Person
    ) -> None:
        added = add_source(session, cited, BEES, person=tom)
        assert added == ListedSource(
            "obi2001", "@obi2001", "Obi and Bee Society", "2001", "On 100% {bees} & _co_"
        )
        assert cited.bibliography.startswith(BIBLIOGRAPHY)
        assert [each.key for each in listed_sources(cited.bibliography)] == ["knuth1984", "obi2001"]
        (remembered,) = session.scalars(
            select(AuditRecord).where(AuditRecord.action == "changed the bibliography")
        )
        assert remembered.person == tom

    def test_a_key_that_is_taken_is_never_written_over(
        self, session: Session, cited: Volume, tom: Person
    ) -> None:
        other = PastedSource("Knuth, Donald", "1984", "Another book")
        assert add_source(session, cited, other, person=tom).key == "knuth1984b"
        assert "The TeXbook" in cited.bibliography

    @pytest.mark.parametrize(
        "again",
        [
            PastedSource("Knuth, D.", "1984", "the texbook"),
            PastedSource("Somebody", "2001", "On bees", doi="10.1000/B_C(1)"),
        ],
    )
    def test_one_that_is_there_already_is_given_instead(
        self, session: Session, cited: Volume, tom: Person, again: PastedSource
    ) -> None:
        add_source(session, cited, BEES, person=tom)
        before = cited.bibliography
        assert add_source(session, cited, again, person=tom).key in {"knuth1984", "obi2001"}
        assert cited.bibliography == before

    def test_whoever_has_written_for_the_book_may(
        self, session: Session, cited: Volume, ana: Person, chapter: Contribution
    ) -> None:
        assert chapter.author == ana
        assert add_source(session, cited, BEES, person=ana).key == "obi2001"

    def test_a_stranger_may_not(self, session: Session, cited: Volume) -> None:
        with pytest.raises(SourceError, match="Only who writes"):
            add_source(session, cited, BEES, person=make_person(session))
        assert cited.bibliography == BIBLIOGRAPHY

    @pytest.mark.parametrize(
        ("source", "why"),
        [
            (PastedSource("Obi, Ada", "2001", "  "), "title"),
            (PastedSource("", "next", "A title"), "year"),
            (PastedSource("", "", "A title", doi="http://example.org"), "DOI"),
        ],
    )
    def test_it_says_what_is_missing(
        self, session: Session, cited: Volume, tom: Person, source: PastedSource, why: str
    ) -> None:
        with pytest.raises(SourceError, match=why):
            add_source(session, cited, source, person=tom)

    def test_a_bibliography_that_is_broken_is_left_as_it_is(
        self, session: Session, volume: Volume, tom: Person
    ) -> None:
        volume.bibliography = "@book{a, title={never closed}\n"
        with pytest.raises(SourcesError, match="can't be read"):
            add_source(session, volume, BEES, person=tom)
