"""Whoever suggested what a book says is credited in it, and nobody else."""

from __future__ import annotations

from sqlalchemy.orm import Session

from cookbook.contributing.suggesting.accepting import take_and_accept
from cookbook.contributing.suggesting.deciding import decline_suggestion, take_suggestion
from cookbook.manuscript import parse_credits
from cookbook.models import Contribution, Person, Suggestion
from cookbook.publishing.folders import freeze_volume
from cookbook.publishing.thanks import Given, credits_with_suggestions
from tests.contributing.conftest import put_in_an_edition, suggested
from tests.factories.people import make_editor, make_person
from tests.publishing.conftest import make_book

PATH = "recipes/soup.md"


class TestCreditsWithSuggestions:
    def test_nobody_to_add_changes_no_byte(self) -> None:
        text = "people: {a: {name: Ada}}   # as she wishes\n"
        assert credits_with_suggestions(text, []) == text
        known = f"{text}entries: {{{PATH}: {{tester: [a]}}}}\n"
        assert credits_with_suggestions(known, [Given(PATH, "Ada")]) == known

    def test_a_new_name_becomes_a_contributor(self) -> None:
        account = Person(name="Rosa Lind", town="Braga", email="r@example.org")
        written = credits_with_suggestions("", [Given(PATH, "Rosa  Lind", account)])
        credits_ = parse_credits(written)
        ((identifier,),) = (credits_.entries[PATH]["contributor"],)
        assert credits_.person(identifier).name == "Rosa Lind"
        assert credits_.person(identifier).town == "Braga"

    def test_who_gave_twice_stands_once_and_keeps_their_id(self) -> None:
        text = "people:\n  r:\n    name: Rosa Lind\n    life: Bakes.\n"
        given = [Given(PATH, "Rosa Lind"), Given(PATH, "Rosa Lind"), Given("recipes/b.md", "Li")]
        written = credits_with_suggestions(text, given)
        credits_ = parse_credits(written)
        assert credits_.entries[PATH] == {"contributor": ("r",)}
        assert credits_.people["r"].life == "Bakes."
        assert credits_with_suggestions(written, given) == written

    def test_two_of_a_like_id_stay_two(self) -> None:
        given = [Given(PATH, "Rosa Lind"), Given(PATH, "Rosa-Lind")]
        credits_ = parse_credits(credits_with_suggestions("", given))
        assert len(credits_.entries[PATH]["contributor"]) == len(credits_.people) == 2


class TestFreezing:
    def test_the_book_names_who_suggested_what_it_holds(self, session: Session) -> None:
        volume = make_book(session)
        text: Contribution = volume.contributions[0]
        put_in_an_edition(session, text)
        editor, rosa = make_editor(session, volume), make_person(session, "Rosa Lind")
        first = suggested(session, text, rosa)
        declined = suggested(session, text, None, name="Nobody Inparticular")
        decline_suggestion(session, declined, person=editor)
        assert freeze_volume(session, volume).credits == ""
        take_and_accept(session, first, [0], person=editor)
        credits_ = parse_credits(freeze_volume(session, volume).credits)
        assert [each.name for each in credits_.people.values()] == ["Rosa Lind"]
        assert list(credits_.entries[text.path]) == ["contributor"]

    def test_what_is_taken_and_not_accepted_is_not_thanked_for_yet(self, session: Session) -> None:
        volume = make_book(session)
        text = volume.contributions[0]
        put_in_an_edition(session, text)
        suggestion: Suggestion = suggested(session, text, None, name="A Reader")
        take_suggestion(session, suggestion, [0, 1], person=make_editor(session, volume))
        assert freeze_volume(session, volume).credits == ""
