"""Copies and variations: what they carry, where they go, and how they follow their original."""

from __future__ import annotations

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from cookbook.contributing.problems import NotAskedError
from cookbook.contributing.remixing.following import (
    NothingNewError,
    lay_beside,
    leave_aside,
    newer_original,
    take_over,
)
from cookbook.contributing.remixing.licences import LicenceError
from cookbook.contributing.remixing.making import SameBookError, copy_text, remix_of, vary_text
from cookbook.contributing.remixing.sources import Source, find_source, list_targets
from cookbook.manuscript import Book, Chapter, Take, parse_chapter, parse_recipe, write_book
from cookbook.models import (
    Contribution,
    ContributionKind,
    ContributionState,
    Person,
    Remix,
    RemixKind,
    Revision,
    Volume,
)
from tests.factories.contributions import add_revision, chapter_text, make_contribution, recipe_text
from tests.factories.editions import make_edition, put_text
from tests.factories.people import make_editor, make_person
from tests.factories.volumes import make_call, make_volume

PHOTO = "photo: images/soup.jpg\nphoto-alt: A bowl\nphoto-size: half\nindex: [beans]\n"


@pytest.fixture
def other(session: Session) -> Volume:
    """Another book that asks for texts."""
    volume = make_volume(session, "Across the Pond")
    make_call(session, volume)
    return volume


@pytest.fixture
def bea(session: Session) -> Person:
    return make_person(session, "Bea Costa", town="Porto")


@pytest.fixture
def soup(session: Session, volume: Volume, ana: Person) -> Contribution:
    text = recipe_text("Stone soup", "Ana Duarte").replace("yield:", f"{PHOTO}yield:")
    return make_contribution(
        session, volume, ana, title="Stone soup", text=text, state=ContributionState.ACCEPTED
    )


def source_of(contribution: Contribution, person: Person) -> Source:
    assert contribution.head is not None
    return find_source(contribution.head, person)


def licensed(volume: Volume, licence: str) -> None:
    volume.settings = write_book(Book(title=volume.title, licence=licence))


def text_of(contribution: Contribution) -> str:
    assert contribution.head is not None
    return contribution.head.text


def accept(session: Session, contribution: Contribution, before: str, after: str) -> Revision:
    """Accept a change of a text."""
    changed = text_of(contribution).replace(before, after)
    assert changed != text_of(contribution)
    revision = add_revision(session, contribution, changed, contribution.author)
    contribution.accepted = revision
    session.flush()
    return revision


class TestCopyText:
    def test_it_is_the_same_with_its_authors_and_licence(
        self, session: Session, soup: Contribution, other: Volume, bea: Person
    ) -> None:
        made = copy_text(
            session, source_of(soup, bea), other, person=bea, address="https://x.example/1"
        )
        recipe, original = parse_recipe(text_of(made)), parse_recipe(text_of(soup))
        assert made.volume == other
        assert made.author == bea
        assert made.state is ContributionState.DRAFT
        assert recipe.by == ("Ana Duarte",)
        assert recipe.licence == "CC-BY-4.0"
        assert recipe.source == "Under One Roof"
        assert recipe.sections == original.sections
        assert recipe.extra["based-on"] == (
            "“Stone soup” by Ana Duarte, Under One Roof, CC-BY-4.0, https://x.example/1"
        )

    def test_pictures_stay_behind(
        self, session: Session, soup: Contribution, other: Volume, bea: Person
    ) -> None:
        recipe = parse_recipe(text_of(copy_text(session, source_of(soup, bea), other, person=bea)))
        assert (recipe.photo, recipe.photo_alt, recipe.photo_size) == ("", "", "")
        assert recipe.index == ("beans",)

    def test_the_row_says_of_what_and_how(
        self, session: Session, soup: Contribution, other: Volume, bea: Person
    ) -> None:
        remix = remix_of(session, copy_text(session, source_of(soup, bea), other, person=bea))
        assert remix is not None
        assert (remix.original, remix.kind) == (soup.head, RemixKind.COPY)

    def test_a_second_press_makes_no_second_one(
        self, session: Session, soup: Contribution, other: Volume, bea: Person
    ) -> None:
        first = copy_text(session, source_of(soup, bea), other, person=bea)
        assert copy_text(session, source_of(soup, bea), other, person=bea) == first
        assert session.scalar(select(func.count()).select_from(Remix)) == 1

    def test_the_same_book_has_it_already(
        self, session: Session, soup: Contribution, volume: Volume, bea: Person
    ) -> None:
        with pytest.raises(SameBookError):
            copy_text(session, source_of(soup, bea), volume, person=bea)

    def test_a_book_that_asks_for_nothing_gets_nothing(
        self, session: Session, soup: Contribution, bea: Person
    ) -> None:
        with pytest.raises(NotAskedError):
            copy_text(session, source_of(soup, bea), make_volume(session, "Closed"), person=bea)

    def test_what_the_licence_does_not_allow_is_refused(
        self, session: Session, soup: Contribution, volume: Volume, other: Volume, bea: Person
    ) -> None:
        licensed(volume, "")
        with pytest.raises(LicenceError):
            copy_text(session, source_of(soup, bea), other, person=bea)
        assert session.scalars(select(Remix)).all() == []

    def test_authors_may_do_with_their_own_what_they_like(
        self, session: Session, soup: Contribution, volume: Volume, other: Volume, ana: Person
    ) -> None:
        licensed(volume, "")
        made = copy_text(session, source_of(soup, ana), other, person=ana)
        assert parse_recipe(text_of(made)).licence == ""

    def test_an_account_that_holds_a_text_of_others_does_not_own_it(
        self, session: Session, volume: Volume, other: Volume, ana: Person
    ) -> None:
        licensed(volume, "")
        of_both = make_contribution(
            session, volume, ana, text=recipe_text("Pie", "[Ana Duarte, Eva]")
        )
        with pytest.raises(LicenceError):
            copy_text(session, source_of(of_both, ana), other, person=ana)


class TestVaryText:
    def test_it_is_the_varying_persons_and_names_its_original(
        self, session: Session, soup: Contribution, volume: Volume, bea: Person
    ) -> None:
        made = vary_text(session, source_of(soup, bea), volume, person=bea)
        recipe = parse_recipe(text_of(made))
        assert made.path != soup.path
        assert recipe.by == ("Bea Costa",)
        assert recipe.town == "Porto"
        assert recipe.licence == "CC-BY-4.0"
        assert recipe.source == ("“Stone soup” by Ana Duarte, Under One Roof, CC-BY-4.0, changed")

    def test_a_chapter_says_so_below_its_text(
        self, session: Session, volume: Volume, ana: Person, bea: Person
    ) -> None:
        bread = make_contribution(
            session,
            volume,
            ana,
            kind=ContributionKind.CHAPTER,
            text=chapter_text("On [bread](x.md)", "Ana Duarte").replace(
                "kind: chapter\n", "kind: chapter\nid: bread\n"
            ),
        )
        chapter = parse_chapter(
            text_of(vary_text(session, source_of(bread, bea), volume, person=bea))
        )
        assert chapter.body.startswith("A first paragraph.")
        assert chapter.body.endswith(
            "Based on “On [bread\\](x.md)” by Ana Duarte, Under One Roof, CC-BY-4.0."
        )
        assert chapter.identifier == ""

    def test_shared_alike_goes_only_where_it_is_shared_alike(
        self, session: Session, soup: Contribution, volume: Volume, other: Volume, bea: Person
    ) -> None:
        licensed(volume, "CC-BY-SA-4.0")
        with pytest.raises(LicenceError):
            vary_text(session, source_of(soup, bea), other, person=bea)
        licensed(other, "CC-BY-SA-4.0")
        assert vary_text(session, source_of(soup, bea), other, person=bea).volume == other


class TestListTargets:
    def test_it_gives_the_books_that_take_something_of_a_person(
        self, session: Session, soup: Contribution, volume: Volume, other: Volume, bea: Person
    ) -> None:
        make_volume(session, "Closed")
        targets = list_targets(session, source_of(soup, bea), bea)
        assert [each.volume for each in targets] == [other, volume]
        assert targets[0].refusals == {}
        assert list(targets[1].refusals) == [RemixKind.COPY]


class TestFollowing:
    @pytest.fixture
    def made(
        self, session: Session, soup: Contribution, other: Volume, bea: Person
    ) -> Contribution:
        """A variation in which the onion became two leeks."""
        made = vary_text(session, source_of(soup, bea), other, person=bea)
        changed = text_of(made).replace("1 onion", "2 leeks")
        add_revision(session, made, changed, bea)
        return made

    @pytest.fixture
    def remix(self, session: Session, made: Contribution) -> Remix:
        remix = remix_of(session, made)
        assert remix is not None
        return remix

    def test_what_its_editors_accept_is_news_to_who_works_on_it_only(
        self, session: Session, soup: Contribution, remix: Remix, ana: Person, bea: Person
    ) -> None:
        assert newer_original(session, remix, ana) is None
        newest = accept(session, soup, "2. Simmer", "2. Simmer long")
        assert newer_original(session, remix, ana) == newest
        assert newer_original(session, remix, make_editor(session, soup.volume)) == newest
        assert newer_original(session, remix, bea) is None

    def test_what_is_released_is_news_to_everybody(
        self, session: Session, soup: Contribution, remix: Remix, bea: Person
    ) -> None:
        newest = accept(session, soup, "2. Simmer", "2. Simmer long")
        put_text(session, make_edition(session, soup.volume), soup)
        assert newer_original(session, remix, bea) == newest

    def test_an_unaccepted_change_is_no_news(
        self, session: Session, soup: Contribution, remix: Remix, ana: Person
    ) -> None:
        add_revision(session, soup, text_of(soup).replace("Simmer", "Boil"), ana)
        assert newer_original(session, remix, ana) is None

    def test_taking_over_keeps_what_one_changed(
        self, session: Session, soup: Contribution, made: Contribution, remix: Remix, ana: Person
    ) -> None:
        newest = accept(session, soup, "2. Simmer.", "2. Simmer long.")
        before = made.head
        after = take_over(session, made, remix, {}, person=ana)
        assert after is not None
        recipe = parse_recipe(after.text)
        assert (after, after.parent) == (made.head, before)
        assert [each.line for each in recipe.ingredients] == ["500 g beans", "2 leeks"]
        assert recipe.step_groups[0].items[1].text == "Simmer long."
        assert recipe.by == ("Bea Costa",)
        assert recipe.source.endswith("changed")
        assert "Took over" in after.summary
        assert remix.original == newest
        with pytest.raises(NothingNewError):
            lay_beside(session, made, remix, ana)

    def test_a_photo_or_an_author_there_is_nothing_to_take(
        self, session: Session, soup: Contribution, made: Contribution, remix: Remix, ana: Person
    ) -> None:
        accept(session, soup, PHOTO, "photo: images/other.jpg\nindex: [beans]\ntown: Faro\n")
        head = made.head
        assert take_over(session, made, remix, {}, person=ana) == head
        assert made.head == head

    def test_what_both_changed_is_asked(
        self, session: Session, soup: Contribution, made: Contribution, remix: Remix, ana: Person
    ) -> None:
        accept(session, soup, "1 onion", "3 shallots")
        newer = lay_beside(session, made, remix, ana)
        [(key, conflict)] = newer.dispute.conflicts
        assert ("shallots" in conflict.mine, "leeks" in conflict.theirs) == (True, True)
        assert take_over(session, made, remix, {}, person=ana) is None
        after = take_over(session, made, remix, {key: Take.MINE}, person=ana)
        assert after is not None
        assert "3 shallots" in after.text

    def test_leaving_it_aside_asks_no_more_until_it_changes_again(
        self, session: Session, soup: Contribution, made: Contribution, remix: Remix, ana: Person
    ) -> None:
        accept(session, soup, "2. Simmer.", "2. Simmer long.")
        leave_aside(session, made, remix, ana)
        assert newer_original(session, remix, ana) is None
        accept(session, soup, "A story", "The story")
        after = take_over(session, made, remix, {}, person=ana)
        assert after is not None
        assert "The story" in after.text
        assert "Simmer long" not in after.text

    def test_a_chapter_follows_with_its_note_at_the_end(
        self, session: Session, volume: Volume, other: Volume, ana: Person, bea: Person
    ) -> None:
        bread = make_contribution(
            session,
            volume,
            ana,
            kind=ContributionKind.CHAPTER,
            text=chapter_text("Bread", "Ana Duarte"),
            state=ContributionState.ACCEPTED,
        )
        made = vary_text(session, source_of(bread, bea), other, person=bea)
        remix = remix_of(session, made)
        assert remix is not None
        accept(session, bread, "More.", "More, and more.")
        after = take_over(session, made, remix, {}, person=ana)
        assert after is not None
        chapter: Chapter = parse_chapter(after.text)
        assert "More, and more.\n\nBased on" in chapter.body
