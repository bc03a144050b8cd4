"""Numbers of a textbook, and the words that references to them print."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import pytest
from lxml import html as lxml_html

from tests.press.making import Set, chapter, make_book, set_book, words

TEXTBOOK = "title: T\nkind: textbook\nparts:\n- entries: [{}]\n"


def textbook(folder: Path, **chapters: str) -> Set:
    files = {f"chapters/{name}.md": text for name, text in chapters.items()}
    return set_book(make_book(folder, files, TEXTBOOK.format(", ".join(files))))


def headings(node: lxml_html.HtmlElement) -> list[tuple[str, str]]:
    return [(str(each.tag), words(each)) for each in node.iter("h1", "h2", "h3", "h4", "h5", "h6")]


class TestChapters:
    def test_only_chapters_without_a_role_are_numbered(self, coins: Set) -> None:
        numbers = {each.entry: each.number for each in coins.book.sections if each.entry}
        assert numbers == {
            "chapters/introduction.md": "",
            "chapters/chance.md": "1",
            "chapters/sampling.md": "2",
            "chapters/bias.md": "2.1",
        }

    def test_numbered_false_leaves_a_chapter_out(self, tmp_path: Path) -> None:
        made = textbook(tmp_path, a=chapter("A", numbered="false"), b=chapter("B"))
        assert [made.find("a").number, made.find("b").number] == ["", "1"]

    def test_a_cookbook_has_no_numbers(self, pond: Set) -> None:
        assert {each.number for each in pond.book.sections} == {""}
        assert "Table 1" not in pond.says("measures")


class TestHeadings:
    def test_sections_are_numbered_by_chapter(self, tmp_path: Path) -> None:
        made = textbook(
            tmp_path, a=chapter("A"), b=chapter("B", "## One", "", "### Two", "", "## x")
        )
        assert headings(made.section("b")) == [
            ("h1", "2 B"),
            ("h2", "2.1 One"),
            ("h3", "2.1.1 Two"),
            ("h2", "2.2 x"),
        ]

    def test_no_two_share_a_number_where_entries_stand_under_a_chapter(
        self, tmp_path: Path
    ) -> None:
        files = {
            "chapters/a.md": chapter("A", "## Before", "", "Text.", identifier="a"),
            "chapters/b.md": chapter("B", "## Within", "", "Text."),
        }
        nested = "title: T\nkind: textbook\nparts:\n- entries:\n  - path: chapters/a.md\n"
        nested += "    entries: [chapters/b.md]\n"
        made = set_book(make_book(tmp_path, files, nested))
        assert headings(made.section("a"))[:2] == [("h1", "1 A"), ("h2", "Before")]
        assert ("h3", "1.1.1 Within") in headings(made.section("a"))

    def test_a_level_that_the_author_skipped_is_not_skipped(self, coins: Set) -> None:
        assert headings(coins.section("chance")) == [
            ("h1", "1 Chance"),
            ("h2", "1.1 Tossing"),
            ("h3", "1.1.1 A deep heading"),
            ("h2", "1.2 Summary"),
        ]

    @pytest.mark.parametrize("book", ["pond", "coins"])
    def test_no_level_is_ever_skipped(self, book: str, request: pytest.FixtureRequest) -> None:
        made: Set = request.getfixturevalue(book)
        levels = [int(tag[1]) for tag, _words in headings(made.html)]
        assert all(after <= before + 1 for before, after in pairwise(levels))

    def test_a_heading_that_stands_twice_has_two_ids(self, tmp_path: Path) -> None:
        made = textbook(tmp_path, a=chapter("A", "## Aims", "## Aims"), b=chapter("A", "## Aims"))
        ids = [each.get("id") for each in made.html.iter("section", "h2") if each.get("id")]
        assert len(ids) == len(set(ids))
        assert {"a-aims", "a-aims-2", "a-aims-3"} <= set(ids)

    def test_headings_in_quotations_and_lists_are_levelled_too(self, tmp_path: Path) -> None:
        made = textbook(tmp_path, a=chapter("A", "> #### Said", "", "- ###### Listed"))
        assert headings(made.section("a")) == [
            ("h1", "1 A"),
            ("h2", "1.1 Said"),
            ("h3", "1.1.1 Listed"),
        ]


class TestReferences:
    def test_each_kind_prints_its_name_and_number(self, coins: Set) -> None:
        # "See …" is the paragraph that refers to one thing of every kind.
        (see,) = (each for each in coins.section("sampling").iter("p") if words(each)[:4] == "See ")
        assert words(see).replace("\u00a0", " ") == (
            "See Figure 2.2, Table 2.1, (2.1), (1.1), Example 2.1, Exercise 2.1, Section 1.1, "
            "Chapter 1, Definition 1.1 and the chapter on chance."
        )

    def test_each_leads_to_what_it_names(self, coins: Set) -> None:
        (see,) = (each for each in coins.section("sampling").iter("p") if words(each)[:4] == "See ")
        ids = {each.get("id") for each in coins.html.iter()}
        targets = [each.get("href") or "" for each in see.iter("a")]
        assert targets[:2] == ["#fig-again", "#tbl-mills"]
        assert {target[1:] for target in targets} <= ids

    def test_a_chapter_under_a_chapter_is_a_section(self, coins: Set) -> None:
        said = coins.says("introduction").replace("\u00a0", " ")
        assert "Begin with Chapter 1, then read Section 2.1." in said

    def test_numbers_go_on_in_the_chapters_below(self, coins: Set) -> None:
        assert "as Figure 2.1 shows" in coins.says("bias").replace("\u00a0", " ")

    def test_a_label_that_is_nowhere_becomes_text_and_is_remarked(self, coins: Set) -> None:
        assert coins.remarks("chapters/bias.md")[0] == (
            'the link to "#fig:none" leads nowhere in this book; its text is kept.'
        )
        (dead,) = coins.section("bias").find_class("dead-link")
        assert words(dead) == "fig:none"

    def test_a_label_of_two_chapters_is_each_ones_own(self, tmp_path: Path) -> None:
        lines = ("## Start {#start}", "See [](#start).")
        made = textbook(tmp_path, a=chapter("A", *lines), b=chapter("B", *lines))
        for entry, number in (("a", "1.1"), ("b", "2.1")):
            (link,) = made.section(entry).find_class("cross-ref")
            assert words(link).replace("\u00a0", " ") == f"Section {number}"
        assert "stands elsewhere in the book" in made.remarks("chapters/b.md")[0]

    def test_marked_words_and_code_can_be_referred_to(self, tmp_path: Path) -> None:
        code = ("``` {.python #lst:one}", "x = 1", "```")
        lines = ("A [coin]{#coin} and `x`{#x}.", "", *code, "", "[](#coin) [](#x) [](#lst:one)")
        made = textbook(tmp_path, a=chapter("A", *lines), b=chapter("B", *lines))
        for entry, ids in (("a", ["coin", "x", "lst-one"]), ("b", ["coin-2", "x-2", "lst-one-2"])):
            links = made.section(entry).find_class("cross-ref")
            assert [each.get("href") for each in links] == [f"#{each}" for each in ids]
            assert [words(each) for each in links][:2] == ["coin", "x"]

    @pytest.mark.parametrize("target", ["b.md", "../chapters/b.md", "chapters/b.md", "b"])
    def test_a_file_is_found_however_its_path_is_written(self, tmp_path: Path, target: str) -> None:
        made = textbook(tmp_path, a=chapter("A", f"[there]({target})"), b=chapter("B"))
        (link,) = made.section("a").find_class("entry-ref")
        assert (link.get("href"), words(link)) == ("#b", "there")

    def test_a_part_of_a_file_that_is_not_there_leads_to_the_file(self, tmp_path: Path) -> None:
        made = textbook(tmp_path, a=chapter("A", "[there](b.md#gone)"), b=chapter("B"))
        assert [each.get("href") for each in made.section("a").find_class("cross-ref")] == ["#b"]

    def test_a_web_address_is_left_alone(self, tmp_path: Path) -> None:
        made = textbook(tmp_path, a=chapter("A", "[x](https://example.org/a.md) <https://a.org>"))
        found = made.section("a").findall("p/a")
        links = [(each.get("href"), words(each)) for each in found]
        assert links == [("https://example.org/a.md", "x"), ("https://a.org", "https://a.org")]


class TestFurniture:
    def test_it_has_its_name_its_number_and_its_title(self, coins: Set) -> None:
        (example,) = coins.section("sampling").find_class("example")
        assert words(example.find_class("furniture-title")[0]).strip() == "Example 2.1 A fair coin"
        assert example.get("id") == "ex-coin"

    def test_what_is_not_numbered_has_its_name_alone(self, coins: Set) -> None:
        (objectives,) = coins.section("chance").find_class("objectives")
        title = objectives.find_class("furniture-title")[0]
        assert words(title).strip() == "In this chapter"

    def test_a_solution_solves_the_exercise_before_it(self, coins: Set) -> None:
        (solution,) = coins.section("sampling").find_class("solution")
        title = words(solution.find_class("furniture-title")[0]).replace("\u00a0", " ")
        assert title.strip() == "Solution to Exercise 2.1"
        assert [each.get("href") for each in solution.iter("a")] == ["#exr-coin"]

    def test_a_solution_may_say_which_exercise_it_solves(self, tmp_path: Path) -> None:
        exercises = ("::: {.exercise #one}", "A", ":::", "", "::: {.exercise #two}", "B", ":::", "")
        solution = ('::: {.solution for="one"}', "C", ":::")
        made = textbook(tmp_path, a=chapter("A", *exercises, *solution))
        (solved,) = made.section("a").find_class("solution")
        assert "to Exercise 1.1" in words(solved).replace("\u00a0", " ")

    def test_a_note_in_the_margin_has_no_heading_and_can_be_referred_to(
        self, tmp_path: Path
    ) -> None:
        note = ("::: {.margin-note #aside}", "A word beside.", ":::", "", "See [it](#aside).")
        made = textbook(tmp_path, a=chapter("A", *note))
        (found,) = made.section("a").find_class("margin-note")
        assert words(found).strip() == "A word beside."
        assert "#aside" in [each.get("href") for each in made.section("a").iter("a")]

    @pytest.mark.parametrize(
        ("content", "is_long"),
        [
            (["A line."] * 3, False),
            (["```", *["x <- 1"] * 30, "```"], True),
            (["Words to read. " * 90], True),
        ],
    )
    def test_what_is_long_may_go_on_over_a_page(
        self, tmp_path: Path, content: list[str], *, is_long: bool
    ) -> None:
        made = textbook(tmp_path, a=chapter("A", "::: note", *content, ":::"))
        (found,) = made.section("a").find_class("note")
        assert ("long" in (found.get("class") or "").split()) is is_long

    def test_a_cookbooks_furniture_has_no_number(self, tmp_path: Path) -> None:
        text = chapter("A", "::: {.example #e}", "Taste it.", ":::", "", "See [](#e).")
        made = set_book(make_book(tmp_path, {"chapters/a.md": text}))
        assert "See Example." in made.says("a")


class TestCaptions:
    def test_a_figures_caption_begins_with_its_number(self, coins: Set) -> None:
        captions = [words(each) for each in coins.section("sampling").iter("figcaption")]
        assert [each.strip().replace("\u00a0", " ") for each in captions] == [
            "Figure 2.1. How the mean settles",
            "Figure 2.2. A second look",
        ]

    def test_a_tables_caption_begins_with_its_number(self, coins: Set) -> None:
        (caption,) = coins.section("sampling").iter("caption")
        assert words(caption).strip().replace("\u00a0", " ") == "Table 2.1. Yields by mill"

    def test_an_equation_carries_its_number_beside_it(self, coins: Set) -> None:
        (equation,) = coins.section("sampling").find_class("equation")
        assert equation.get("id") == "eq-mean"
        assert [words(each) for each in equation.find_class("equation-number")] == ["(2.1)"]

    def test_a_formula_without_a_label_has_no_number(self, coins: Set) -> None:
        assert coins.section("bias").find_class("equation-number") == []

    def test_a_figure_that_is_absent_says_so_and_keeps_its_number(self, tmp_path: Path) -> None:
        lines = ("::: {.figure-absent #fig:map}", "A map of the coast.", ":::", "", "[](#fig:map)")
        made = textbook(tmp_path, a=chapter("A", *lines))
        (absent,) = made.section("a").find_class("figure-absent")
        assert words(absent).strip().replace("\u00a0", " ") == ("Figure 1.1. A map of the coast.")
        assert words(made.section("a").find_class("cross-ref")[0]) == "Figure\u00a01.1"
