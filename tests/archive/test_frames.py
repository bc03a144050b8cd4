"""Frames go into the tables and come out as they were."""

from __future__ import annotations

import dataclasses

import pytest
from sqlalchemy.orm import Session

from cookbook.archive.frames import (
    FrameError,
    create_volume,
    place_contribution,
    set_volume_book,
    take_from_book,
    volume_book,
)
from cookbook.archive.revisions import new_contribution
from cookbook.config import samples_folder
from cookbook.manuscript import Book, BookKind, EntryRef, Part, parse_book, write_book
from cookbook.models import Contribution, ContributionKind, Volume
from tests.factories.people import make_person

BOOK = Book(
    title="Pond",
    subtitle="A book",
    kind=BookKind.TEXTBOOK,
    language="de",
    editors=("Ines",),
    front=(EntryRef("chapters/a.md"),),
    parts=(
        Part(entries=(EntryRef("chapters/b.md", (EntryRef("chapters/c.md"),)),)),
        Part("Two", "Words.", "images/x.svg", "An x", extra={"mood": ("calm", {"deep": "yes"})}),
    ),
    back=(EntryRef("chapters/d.md", extra={"pin": ("1", "2")}),),
    extra={"colour": "red", "list": ("a", "b")},
)


def stored(session: Session, book: Book) -> Volume:
    volume = create_volume(session, slug="pond", book=book)
    for ref in book.places():
        kind = ContributionKind(ref.path.split("/")[0].removesuffix("s"))
        new_contribution(session, volume, kind, title=ref.path, path=ref.path)
    set_volume_book(session, volume, book)
    return volume


def find(volume: Volume, path: str) -> Contribution:
    return next(each for each in volume.contributions if each.path == path)


class TestAFrame:
    def test_it_comes_out_as_it_went_in(self, session: Session) -> None:
        assert volume_book(session, stored(session, BOOK)) == BOOK

    @pytest.mark.parametrize("sample", ["under-one-roof", "give-or-take"])
    def test_those_of_real_books_do(self, session: Session, sample: str) -> None:
        text = (samples_folder() / sample / "book.yaml").read_text(encoding="utf-8")
        book = parse_book(text)
        assert write_book(volume_book(session, stored(session, book))) == write_book(book)

    def test_it_can_be_rearranged_and_keeps_pins(self, session: Session) -> None:
        volume = stored(session, BOOK)
        entry = find(volume, "chapters/d.md").entry
        assert entry is not None
        moved = dataclasses.replace(BOOK, front=(*BOOK.front, *BOOK.back), back=())
        set_volume_book(session, volume, moved)
        assert volume_book(session, volume) == moved

    def test_it_names_what_is_not_in_the_volume(self, session: Session) -> None:
        volume = stored(session, BOOK)
        wrong = dataclasses.replace(BOOK, back=(EntryRef("chapters/lost.md"),))
        with pytest.raises(FrameError, match=r"chapters/lost\.md"):
            set_volume_book(session, volume, wrong)


class TestAVolume:
    def test_its_slug_is_its_own(self, session: Session) -> None:
        create_volume(session, slug="pond", book=BOOK)
        with pytest.raises(FrameError, match="already"):
            create_volume(session, slug="pond", book=BOOK)

    def test_its_founder_edits_it(self, session: Session) -> None:
        person = make_person(session)
        volume = create_volume(session, slug="pond", book=BOOK, editor=person)
        assert [role.person for role in volume.roles] == [person]


class TestPlacing:
    def test_it_goes_to_the_end_of_a_part(self, session: Session) -> None:
        volume = stored(session, BOOK)
        extra = new_contribution(session, volume, ContributionKind.CHAPTER, title="E")
        part = next(each for each in volume.parts if each.title == "Two")
        place_contribution(session, extra, part)
        assert volume_book(session, volume).parts[1].entries == (EntryRef(extra.path),)

    def test_nothing_stands_twice(self, session: Session) -> None:
        volume = stored(session, BOOK)
        with pytest.raises(FrameError, match="already"):
            place_contribution(session, find(volume, "chapters/a.md"), volume.parts[0])

    def test_what_stood_under_it_moves_up(self, session: Session) -> None:
        volume = stored(session, BOOK)
        take_from_book(session, find(volume, "chapters/b.md"))
        assert volume_book(session, volume).parts[0].entries == (EntryRef("chapters/c.md"),)
