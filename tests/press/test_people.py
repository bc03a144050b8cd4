"""Credits: everyone who gave something to a book is named in it."""

from __future__ import annotations

from pathlib import Path

from cookbook.manuscript import read_book_folder
from cookbook.press.entries.cards import card_of
from cookbook.press.matter.people import gather_people
from cookbook.press.sections import Identifiers, SectionKind
from cookbook.press.words import find_words
from tests.press.making import BOOKS, Set, chapter, make_book, recipe, set_book, words


def people_page(made: Set) -> dict[str, str]:
    """Name and town of each person -> what is said of them."""
    page = made.section("contributors")
    terms = zip(page.iter("dt"), page.iter("dd"), strict=True)
    return {words(name).strip(): words(life).strip() for name, life in terms}


class TestSignatures:
    def test_every_recipe_is_signed(self, pond: Set) -> None:
        recipes = [each for each in pond.book.sections if each.kind is SectionKind.RECIPE]
        assert len(recipes) == 6
        for each in recipes:
            assert pond.section(each.identifier).find_class("byline"), each.title
            assert each.byline

    def test_it_names_the_author_and_the_town(self, pond: Set) -> None:
        (byline,) = pond.section("eggs-in-a-cup").find_class("byline")
        assert words(byline).strip() == "Åsa Öberg, Umeå"

    def test_two_authors_are_joined_by_and(self, pond: Set) -> None:
        (byline,) = pond.section("broth").find_class("byline")
        assert words(byline).strip() == "Tom Okafor and Ines Duarte"

    def test_three_authors_are_a_series(self, tmp_path: Path) -> None:
        text = recipe("Pie", by="[A B, C D, E F]")
        made = set_book(make_book(tmp_path, {"recipes/pie.md": text}))
        (byline,) = made.section("pie").find_class("byline")
        assert words(byline).strip() == "A B, C D and E F"

    def test_a_name_in_credits_alone_signs_too(self, pond: Set) -> None:
        (byline,) = pond.section("apple-cake").find_class("byline")
        assert words(byline).strip() == "Ada van Dijk, Delft"

    def test_it_leads_to_the_person(self, pond: Set) -> None:
        (byline,) = pond.section("apple-cake").find_class("byline")
        (link,) = byline.iter("a")
        target = (link.get("href") or "")[1:]
        names = {each.get("id"): words(each) for each in pond.section("contributors").iter("span")}
        assert names[target] == "Ada van Dijk"

    def test_an_entry_of_nobody_is_remarked(self, tmp_path: Path) -> None:
        made = set_book(make_book(tmp_path, {"recipes/pie.md": recipe("Pie", by="")}))
        assert made.remarks("recipes/pie.md") == ["is credited to nobody."]

    def test_a_dedication_may_be_nobodys(self, pond: Set) -> None:
        assert pond.remarks("chapters/dedication.md") == []


class TestContributors:
    def test_they_stand_in_the_order_of_their_last_names(self, pond: Set) -> None:
        assert list(people_page(pond)) == [
            "Ada van Dijk Delft",
            "Ines Duarte Almeirim",
            "Åsa Öberg Umeå",
            "Tom Okafor",
        ]

    def test_everything_they_gave_is_named(self, pond: Set) -> None:
        said = people_page(pond)
        assert said["Tom Okafor"] == "Broth, A Pear Tart."
        assert "Tested: Stone soup. The Apple Cake, Éclairs." in said["Ada van Dijk Delft"]
        assert "Editing." in said["Ines Duarte Almeirim"]

    def test_a_life_and_a_web_address_are_printed(self, pond: Set) -> None:
        said = people_page(pond)["Ines Duarte Almeirim"]
        assert said.startswith("Teaches at the village school. example.org/ines")

    def test_an_address_that_is_none_is_not_linked(self, tmp_path: Path) -> None:
        people = "people:\n  ada-obi:\n    name: Ada Obi\n    website: javascript:alert(1)\n"
        files = {"recipes/pie.md": recipe("Pie"), "credits.yaml": people}
        made = set_book(make_book(tmp_path, files))
        assert people_page(made) == {"Ada Obi": "Pie."}

    def test_one_person_under_id_and_name_is_one(self, tmp_path: Path) -> None:
        files = {
            "recipes/a.md": recipe("A", by="ada"),
            "recipes/b.md": recipe("B", by="Ada Obi"),
            "credits.yaml": "people:\n  ada:\n    name: Ada Obi\n",
        }
        made = set_book(make_book(tmp_path, files))
        assert people_page(made) == {"Ada Obi": "A, B."}
        assert made.book.authors == ("Ada Obi",)

    def test_somebody_who_only_edited_is_no_author(self) -> None:
        folder = read_book_folder(BOOKS / "pond")
        cards = {path: card_of(each, path) for path, each in folder.entries.items()}
        people = gather_people(folder.credits, cards, Identifiers(), find_words("en"))
        roles = {each.person.name: set(each.gave) for each in people.everyone()}
        assert roles["Ada van Dijk"] == {"author", "tester", "illustrator"}
        assert roles["Åsa Öberg"] == {"author"}

    def test_a_book_of_nobody_has_no_such_page(self, tmp_path: Path) -> None:
        made = set_book(make_book(tmp_path, {"recipes/pie.md": recipe("Pie", by="")}))
        assert SectionKind.CONTRIBUTORS not in {each.kind for each in made.book.sections}


class TestPictureCredits:
    def test_maker_licence_and_source_are_named(self, pond: Set) -> None:
        assert words(pond.section("picture-credits").find(".//li")).strip() == (
            "A red pot under a dark lid: Ada van Dijk, CC0-1.0, example.org/pot"
        )

    def test_a_picture_that_is_not_in_the_book_is_not_credited(self, tmp_path: Path) -> None:
        credit = "images:\n  images/gone.png:\n    by: [Ada Obi]\n    licence: CC0-1.0\n"
        files = {"chapters/a.md": chapter("A", "Text."), "credits.yaml": credit}
        made = set_book(make_book(tmp_path, files))
        assert SectionKind.PICTURE_CREDITS not in {each.kind for each in made.book.sections}

    def test_the_makers_stand_on_the_copyright_page(self, pond: Set) -> None:
        assert "Pictures by Ada van Dijk." in pond.says("copyright-page")
