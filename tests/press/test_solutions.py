"""Where the solutions of exercises stand: behind them, at the chapter's end, or in the back."""

from __future__ import annotations

from pathlib import Path

import pytest

from cookbook.manuscript import parse_book
from cookbook.manuscript.problems import FrontMatterError
from cookbook.manuscript.wishes import SolutionsPlace
from tests.press.making import Set, chapter, make_book, set_book

ONE = (
    "::: {.exercise #exr:coin}\nToss.\n:::\n",
    "::: solution\nHeads.\n:::\n",
    "::: exercise\nToss again.\n:::\n",
    "Words between.\n",
    "::: solution\nTails. See [](#exr:coin).\n:::\n",
    "::: exercise\nNobody knows.\n:::\n",
)
TWO = (
    "::: {.exercise #exr:die}\nRoll.\n:::\n",
    "## After it\n",
    '::: {.solution for="exr:die"}\nSix.\n:::\n',
)


def made(folder: Path, place: str) -> Set:
    """Set a textbook of two chapters with its solutions in a place."""
    book = f"title: Chance\nkind: textbook\nsolutions: {place}\nparts:\n- entries:\n"
    files = {"chapters/one.md": chapter("One", *ONE), "chapters/two.md": chapter("Two", *TWO)}
    return set_book(make_book(folder, files, book + "".join(f"  - {each}\n" for each in files)))


def said(found: Set, identifier: str) -> str:
    """Give the words of a section on one line."""
    return " ".join("".join(found.section(identifier).itertext()).split())


class TestHere:
    """As they are written."""

    def test_they_stay_where_they_are(self, tmp_path: Path) -> None:
        """Nothing is said of it unless somebody asks."""
        found = made(tmp_path, "here")
        words = said(found, "one")
        assert words.index("Heads.") < words.index("Toss again.")
        assert "solutions" not in {each.identifier for each in found.book.sections}


class TestChapter:
    """At the end of each chapter."""

    def test_they_stand_behind_all_else_under_a_heading(self, tmp_path: Path) -> None:
        """In the order of the exercises."""
        words = said(made(tmp_path, "chapter"), "one")
        end = words[words.index("Nobody knows.") :]
        assert [end.index(each) for each in ("Solutions", "Heads.", "Tails.")] == sorted(
            end.index(each) for each in ("Solutions", "Heads.", "Tails.")
        )

    def test_each_says_which_exercise_it_solves(self, tmp_path: Path) -> None:
        """Those without a label as well, as they stand far away now."""
        words = said(made(tmp_path, "chapter"), "one")
        assert "Solution to Exercise 1.1" in words
        assert "Solution to Exercise 1.2" in words

    def test_a_chapter_without_any_has_no_heading(self, tmp_path: Path) -> None:
        """Not an empty section."""
        book = "title: C\nkind: textbook\nsolutions: chapter\nparts:\n- entries: [chapters/a.md]\n"
        found = set_book(make_book(tmp_path, {"chapters/a.md": chapter("A", "Words.")}, book))
        assert "Solutions" not in said(found, "a")


class TestBook:
    """In the back matter."""

    def test_they_stand_under_their_chapters(self, tmp_path: Path) -> None:
        """And nowhere else."""
        found = made(tmp_path, "book")
        words = said(found, "solutions")
        order = ("1 One", "Heads.", "Tails.", "2 Two", "Six.")
        assert [words.index(each) for each in order] == sorted(words.index(each) for each in order)
        assert "Heads." not in said(found, "one")
        assert "Solutions" in [each.title for each in found.book.listed()]

    def test_exercises_lead_to_them_and_back(self, tmp_path: Path) -> None:
        """Both ways; one that nobody solved leads nowhere."""
        found = made(tmp_path, "book")
        solutions = found.section("solutions")
        for identifier in ("one", "two"):
            for link in found.section(identifier).find_class("solution-ref"):
                target = solutions.get_element_by_id(link.get("href")[1:])
                assert "solution" in target.get("class")
        assert len(found.section("one").find_class("solution-ref")) == 2
        back = {link.get("href")[1:] for link in solutions.iter("a")}
        assert "exr-coin" in back
        assert "exr-die" in back
        assert not found.warnings

    def test_references_in_them_still_lead_somewhere(self, tmp_path: Path) -> None:
        """They are resolved where they were written."""
        assert "See Exercise 1.1" in said(made(tmp_path, "book"), "solutions")


class TestWishing:
    """What book.yaml says."""

    def test_unknown_places_are_refused(self) -> None:
        """With those that there are."""
        with pytest.raises(FrontMatterError, match="here or chapter or book"):
            parse_book("title: T\nsolutions: elsewhere\nparts:\n- entries: [chapters/a.md]\n")

    def test_the_usual_place_is_where_they_are_written(self) -> None:
        """A book that says nothing."""
        book = parse_book("title: T\nparts:\n- entries: [chapters/a.md]\n")
        assert book.wishes.solutions is SolutionsPlace.HERE
