"""The indexes that a book wishes, what points from entry to entry, and the glossary."""

from __future__ import annotations

from pathlib import Path

import pytest
from lxml import html as lxml_html

from cookbook.press.matter.ordering import initial, sort_key
from cookbook.press.sections import SectionKind
from tests.press.making import Set, chapter, make_book, recipe, set_book, words


def groups(made: Set, identifier: str) -> dict[str, list[str]]:
    """Letter -> what stands directly under it."""
    found = made.section(identifier).find_class("index-group")
    return {
        words(group.find("h2")): [
            words(item.find(".//span") if item.find("ul") is not None else item).strip()
            for item in group.find("ul").findall("li")
        ]
        for group in found
    }


TWO_EGGS = ("## Ingredients", "- 2 eggs")
PARTS_A_B = "parts:\n- entries: [recipes/a.md, recipes/b.md]\n"


def terms_of(made: Set, identifier: str) -> dict[str, object]:
    """Term -> what stands under it: lines, or terms again."""
    (*tops,) = made.section(identifier).find_class("index-group")
    return {name: below for top in tops for name, below in _terms(top.find("ul")).items() if below}


def _terms(listed: lxml_html.HtmlElement) -> dict[str, object]:
    found: dict[str, object] = {}
    for item in listed.findall("li"):
        below = item.find("ul")
        name = words(item.find_class("term")[0])
        if below is not None and below.find("li").find_class("term"):
            found[name] = _terms(below)
        else:
            found[name] = [words(each) for each in below.findall("li")] if below is not None else []
    return found


def glossary_terms(made: Set) -> list[str]:
    """The terms of a glossary, without their places."""
    return [words(each) for each in made.section("glossary").find_class("entry")]


class TestSortKey:
    @pytest.mark.parametrize(
        ("title", "letter"),
        [
            ("The Apple Cake", "A"),
            ("A Pear Tart", "P"),
            ("An Omelette", "O"),
            ("Éclairs", "E"),
            ("“Quoted” Pie", "Q"),
            ("Anna's Soup", "A"),
            ("7-Up Cake", "#"),
            ("Øllebrød", "Ø"),
            ("Theodor's Bread", "T"),
        ],
    )
    def test_articles_accents_and_marks_do_not_count(self, title: str, letter: str) -> None:
        assert initial(title) == letter

    def test_case_and_accents_do_not_part_neighbours(self) -> None:
        titles = ["Eggs", "éclairs", "Eclairs", "The Eggplant"]
        assert sorted(titles, key=sort_key) == ["Eclairs", "éclairs", "The Eggplant", "Eggs"]


class TestTitleIndex:
    def test_recipes_stand_under_their_letters(self, pond: Set) -> None:
        assert groups(pond, "title-index") == {
            "A": ["The Apple Cake"],
            "B": ["Broth"],
            "E": ["Éclairs", "Eggs in a cup"],
            "P": ["A Pear Tart"],
            "S": ["Stone soup"],
        }

    def test_each_leads_to_its_recipe(self, pond: Set) -> None:
        links = pond.section("title-index").find_class("locator")
        titles = {each.identifier: each.title for each in pond.book.sections}
        assert links
        assert all(titles[(each.get("href") or "")[1:]] == words(each) for each in links)

    def test_chapters_are_not_in_it(self, pond: Set) -> None:
        assert "Measures" not in pond.says("title-index")

    def test_a_book_without_recipes_has_none(self, coins: Set) -> None:
        kinds = {each.kind for each in coins.book.sections}
        assert not kinds & {SectionKind.TITLE_INDEX, SectionKind.INGREDIENT_INDEX}


class TestIngredientIndex:
    def test_what_every_kitchen_has_is_left_out(self, pond: Set) -> None:
        terms = [words(each) for each in pond.section("ingredient-index").find_class("term")]
        assert not {"salt", "water", "sugar"} & set(terms)
        assert {"apples", "butter", "eggs", "pears"} <= set(terms)

    def test_one_ingredient_names_all_its_recipes_in_order(self, pond: Set) -> None:
        (eggs,) = (
            each
            for each in pond.section("ingredient-index").iter("li")
            if each.find("span") is not None and words(each.find("span")) == "eggs"
        )
        assert [words(each) for each in eggs.iter("a")] == ["The Apple Cake", "Eggs in a cup"]

    def test_a_recipe_stands_once_under_an_ingredient(self, tmp_path: Path) -> None:
        lines = ("## Ingredients", "- 2 eggs", "- 1 egg, beaten")
        made = set_book(make_book(tmp_path, {"recipes/a.md": recipe("Pie", *lines)}))
        assert len(made.section("ingredient-index").find_class("locator")) == 1

    def test_sentences_are_no_ingredients(self, tmp_path: Path) -> None:
        lines = (
            "## Ingredients",
            "- 2 eggs",
            "- whatever the neighbours bring along when they come round",
        )
        made = set_book(make_book(tmp_path, {"recipes/a.md": recipe("Pie", *lines)}))
        assert len(made.section("ingredient-index").find_class("term")) == 1


class TestNamesOfARecipesOwn:
    def test_they_replace_those_that_were_found(self, tmp_path: Path) -> None:
        files = {
            "recipes/a.md": recipe("Pie", *TWO_EGGS, index="[beans!red, Cabbage]"),
            "recipes/b.md": recipe("Tart", *TWO_EGGS),
            "recipes/c.md": recipe("Secret", *TWO_EGGS, index="[]"),
        }
        made = set_book(make_book(tmp_path, files))
        assert terms_of(made, "ingredient-index") == {
            "beans": {"red": ["Pie"]},
            "Cabbage": ["Pie"],
            "eggs": ["Tart"],
        }


class TestPointers:
    def book(self, folder: Path, *lines: str) -> Set:
        files = {
            "recipes/a.md": recipe("Pie", "## Ingredients", "- 2 courgettes"),
            "recipes/b.md": recipe("Tart", "## Ingredients", "- 1 zucchini", "- 2 eggs"),
        }
        keys = "".join(f"{line}\n" for line in lines)
        return set_book(make_book(folder, files, f"title: T\n{keys}{PARTS_A_B}"))

    def test_see_stands_under_its_own_letter_and_moves_what_stood_there(
        self, tmp_path: Path
    ) -> None:
        made = self.book(tmp_path, "see:", "  Courgette: Zucchini")
        (line,) = (
            each
            for each in made.section("ingredient-index").iter("li")
            if words(each).startswith("Courgette")
        )
        assert words(line) == "Courgette, see zucchini"
        (target,) = line.find_class("see-ref")
        (entry,) = (each for each in made.html.iter() if each.get("id") == target.get("href")[1:])
        assert words(entry) == "zucchini"
        found = terms_of(made, "ingredient-index")
        assert (found["zucchini"], found["eggs"]) == (["Pie", "Tart"], ["Tart"])

    def test_see_also_stands_behind_the_recipes(self, tmp_path: Path) -> None:
        made = self.book(tmp_path, "see-also:", "  eggs: courgettes")
        found = terms_of(made, "ingredient-index")
        assert found["eggs"] == ["Tart", "see also courgettes"]

    def test_one_that_leads_nowhere_is_left_out_with_a_warning(self, tmp_path: Path) -> None:
        made = self.book(tmp_path, "see:", "  Aubergine: eggplant")
        assert "Aubergine" not in made.says("ingredient-index")
        (said,) = made.remarks("book.yaml")
        assert said.startswith('see: "Aubergine" points to "eggplant", which is an entry of no')


class TestIndexesByChoice:
    BOOK = f"title: T\nindexes: [courses, diets, contributors, subjects]\n{PARTS_A_B}"

    def book(self, folder: Path, book: str = BOOK) -> Set:
        files = {
            "recipes/a.md": recipe(
                "Pie", course="pudding, Tea", diet="[vegetarian, nut-free]", by="Bo Zu"
            ),
            "recipes/b.md": recipe("A Broth", course="Soup", diet="[vegan]", by="[Ann Ek, Bo Zu]"),
        }
        return set_book(make_book(folder, files, book))

    def test_only_those_are_there_that_were_chosen_in_their_order(self, tmp_path: Path) -> None:
        kinds = [each.kind for each in self.book(tmp_path).book.sections]
        assert kinds[-3:] == [
            SectionKind.COURSE_INDEX,
            SectionKind.DIET_INDEX,
            SectionKind.CONTRIBUTOR_INDEX,
        ]
        assert SectionKind.TITLE_INDEX not in kinds

    def test_courses_come_in_the_order_of_a_meal_and_others_behind(self, tmp_path: Path) -> None:
        assert groups(self.book(tmp_path), "course-index") == {
            "Soup": ["A Broth"],
            "Pudding": ["Pie"],
            "Tea": ["Pie"],
        }

    def test_diets_begin_with_those_that_many_look_for(self, tmp_path: Path) -> None:
        found = groups(self.book(tmp_path), "diet-index")
        assert found == {"Vegetarian": ["Pie"], "Vegan": ["A Broth"], "Nut-free": ["Pie"]}

    def test_people_stand_by_their_last_names_with_what_they_gave(self, tmp_path: Path) -> None:
        found = terms_of(self.book(tmp_path), "contributor-index")
        assert list(found.items()) == [("Ann Ek", ["A Broth"]), ("Bo Zu", ["A Broth", "Pie"])]

    def test_soup_and_soups_are_one_course(self, tmp_path: Path) -> None:
        files = {
            "recipes/a.md": recipe("Pie", course="soups"),
            "recipes/b.md": recipe("Broth", course="Soup"),
        }
        made = set_book(make_book(tmp_path, files, f"title: T\nindexes: courses\n{PARTS_A_B}"))
        assert groups(made, "course-index") == {"Soups": ["Broth", "Pie"]}

    def test_a_book_may_have_none(self, tmp_path: Path) -> None:
        made = self.book(tmp_path, f"title: T\nindexes: []\n{PARTS_A_B}")
        assert not any("index" in each.kind for each in made.book.sections)


class TestSubjects:
    def book(self, folder: Path, *lines: str, **keys: str) -> Set:
        files = {"chapters/coins.md": chapter("Coins", *lines, **keys)}
        book = "title: T\nkind: textbook\nparts:\n- entries: [chapters/coins.md]\n"
        return set_book(make_book(folder, files, book))

    def test_a_marked_word_is_an_entry_that_leads_to_it(self, tmp_path: Path) -> None:
        made = self.book(tmp_path, "## Tossing", "", "An [outcome]{.index} is seen.")
        (link,) = made.section("subject-index").find_class("page-ref")
        assert words(link) == "1.1"
        (mark,) = (each for each in made.html.iter() if f"#{each.get('id')}" == link.get("href"))
        assert words(mark) == "outcome"

    def test_a_definition_is_set_off_in_its_text_and_in_the_index(self, tmp_path: Path) -> None:
        made = self.book(tmp_path, "An [event]{.term} is a set.")
        (defined,) = made.section("coins").iter("dfn")
        assert words(defined) == "event"
        (link,) = made.section("subject-index").find_class("defines")
        assert words(link) == "1"

    def test_entries_may_be_other_words_several_and_sub_entries(self, tmp_path: Path) -> None:
        made = self.book(
            tmp_path,
            'It falls.[]{.index entry="coin!falling; gravity"}',
            "",
            '[Coin]{.index} and [coins]{.index entry="coin"}.',
        )
        lines = [words(each).split() for each in made.section("subject-index").iter("li")]
        assert [" ".join(each) for each in lines] == [
            "coin, 1, 1 falling, 1",
            "falling, 1",
            "gravity, 1",
        ]
        assert "data-entry" not in str(made.find("coins").blocks)

    def test_headings_and_blocks_stand_for_all_that_is_in_them(self, tmp_path: Path) -> None:
        made = self.book(
            tmp_path,
            '## Tossing {#sec:toss .index entry="tosses"}',
            "",
            "Up.",
            "",
            '::: {.definition .index title="Event"}',
            "A set.",
            ":::",
        )
        ranges = made.section("subject-index").find_class("range")
        assert [each.get("href") for each in ranges] == ["#ix-coins-1", "#sec-toss"]
        assert made.section("sec-toss").tag == "section"
        (block,) = (each for each in made.html.iter() if each.get("id") == "ix-coins-1")
        assert "definition" in (block.get("class") or "")

    def test_a_mark_in_a_heading_does_not_stand_in_the_contents_again(self, tmp_path: Path) -> None:
        made = self.book(tmp_path, "## The [toss]{.term}", "", "Up.")
        (heading,) = made.find("coins").facts.headings
        assert not any(each["t"] == "Span" and each["c"][0][0] for each in heading.inlines)
        (link,) = made.section("subject-index").find_class("page-ref")
        assert link.get("href") == f"#{heading.identifier}"

    def test_a_mark_that_names_nothing_is_remarked_on(self, tmp_path: Path) -> None:
        made = self.book(tmp_path, "Nothing.[]{.index}", "", "::: index", "Here.", ":::")
        said = made.remarks("chapters/coins.md")
        assert [each.partition(" for the index")[0] for each in said] == ["a mark", "a block"]
        assert SectionKind.SUBJECT_INDEX not in {each.kind for each in made.book.sections}

    def test_marks_of_recipes_count_as_well(self, tmp_path: Path) -> None:
        files = {"recipes/a.md": recipe("Pie", "It is [short]{.term entry='crust!short'}.")}
        made = set_book(make_book(tmp_path, files))
        assert words(made.section("subject-index").find(".//li//li")) == "short, Pie"


class TestGlossary:
    def test_it_gathers_the_terms_of_all_chapters_in_order(self, coins: Set) -> None:
        assert glossary_terms(coins) == ["Bias", "Event", "Outcome"]

    def test_each_term_leads_to_where_it_is_given(self, coins: Set) -> None:
        places = {
            words(each.find_class("entry")[0]): [words(to) for to in each.find_class("page-ref")]
            for each in coins.section("glossary").iter("dt")
        }
        assert places == {"Bias": ["Summary"], "Event": ["1.2", "Summary"], "Outcome": ["1.2"]}
        links = coins.section("glossary").find_class("page-ref")
        ids = {each.get("id") for each in coins.html.iter()}
        assert {(each.get("href") or "")[1:] for each in links} <= ids

    def test_a_term_that_two_chapters_define_keeps_both_meanings(self, coins: Set) -> None:
        said = [words(each).strip() for each in coins.section("glossary").iter("dd")]
        assert said == [
            "What leans.",
            "A set of outcomes.",
            "Anything that happens.",
            "What a toss shows.",
        ]

    def test_the_terms_stay_in_their_chapters(self, coins: Set) -> None:
        (terms,) = coins.section("chance").find_class("key-terms")
        assert [words(each) for each in terms.iter("dt")] == ["Outcome", "Event"]

    def test_a_copy_carries_no_id_and_no_note(self, tmp_path: Path) -> None:
        lines = ("::: key-terms", "[Word]{#word}^[A note.]", "", ":   Meaning.", ":::")
        made = set_book(make_book(tmp_path, {"chapters/a.md": chapter("A", *lines)}))
        ids = [each.get("id") for each in made.html.iter() if each.get("id") == "word"]
        assert ids == ["word"]
        assert glossary_terms(made) == ["Word"]

    def test_without_key_terms_there_is_none(self, pond: Set) -> None:
        assert SectionKind.GLOSSARY not in {each.kind for each in pond.book.sections}
