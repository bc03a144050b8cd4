"""A book put together: its sections, its ids, its parts, and its pictures."""

from __future__ import annotations

from pathlib import Path

import pytest

from cookbook.manuscript import read_book_folder
from cookbook.press.assembling import Told, assemble
from cookbook.press.pictures.shelf import PictureShelf
from cookbook.press.sections import BookFace, Matter, SectionKind, slug
from cookbook.press.tree import identifier_of, walk
from cookbook.press.warnings import PressWarning, WarningKind, Warnings
from tests.press.making import BOOKS, Set, chapter, make_book, recipe, set_book, words

PARTS = """\
title: T
parts:
- title: One
  intro: |
    # Loud

    From [the pie](recipes/pie.md), not [the cake](recipes/cake.md). [Here]{#here}
  image: images/pot.svg
  image-alt: A pot
  entries: [recipes/pie.md]
"""
DRAWING = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><path d="M1 1h7v7z"/></svg>'


class TestOrder:
    def test_front_text_and_back_stand_in_a_books_order(self, pond: Set) -> None:
        order = [(each.matter, each.kind) for each in pond.book.sections]
        assert order == [
            (Matter.FRONT, SectionKind.TITLE_PAGE),
            (Matter.FRONT, SectionKind.COPYRIGHT),
            (Matter.FRONT, SectionKind.DEDICATION),
            (Matter.FRONT, SectionKind.CHAPTER),
            (Matter.BODY, SectionKind.PART),
            *[(Matter.BODY, SectionKind.RECIPE)] * 3,
            (Matter.BODY, SectionKind.PART),
            *[(Matter.BODY, SectionKind.RECIPE)] * 3,
            (Matter.BACK, SectionKind.CHAPTER),
            (Matter.BACK, SectionKind.CONTRIBUTORS),
            (Matter.BACK, SectionKind.PICTURE_CREDITS),
            (Matter.BACK, SectionKind.TITLE_INDEX),
            (Matter.BACK, SectionKind.INGREDIENT_INDEX),
        ]

    def test_a_textbook_ends_with_glossary_sources_and_people(self, coins: Set) -> None:
        assert [each.kind for each in coins.book.sections if each.matter is Matter.BACK] == [
            SectionKind.GLOSSARY,
            SectionKind.BIBLIOGRAPHY,
            SectionKind.CONTRIBUTORS,
        ]

    def test_an_entry_under_another_is_one_level_deeper(self, pond: Set) -> None:
        levels = {each.identifier: each.level for each in pond.book.sections}
        assert [levels[each] for each in ("part-soups", "stone-soup", "broth")] == [1, 2, 3]


class TestIdentifiers:
    @pytest.mark.parametrize("book", ["pond", "coins"])
    def test_each_stands_once_in_the_book(self, book: str, request: pytest.FixtureRequest) -> None:
        made: Set = request.getfixturevalue(book)
        nodes = [node for section in made.book.sections for node in walk(section.tree())]
        ids = [each for each in map(identifier_of, nodes) if each]
        assert len(ids) == len(set(ids))

    def test_two_files_of_one_name_have_two(self, tmp_path: Path) -> None:
        files = {"recipes/pie.md": recipe("Pie"), "chapters/pie.md": chapter("On pie")}
        made = set_book(make_book(tmp_path, files))
        entries = {each.entry: each.identifier for each in made.book.sections if each.entry}
        assert entries == {"recipes/pie.md": "pie", "chapters/pie.md": "pie-2"}

    def test_ids_in_recipes_stay_apart(self, tmp_path: Path) -> None:
        lines = ("A [word]{#x}.", "", "::: {.note #x}", "Mind `this`{#x}.", ":::")
        files = {"recipes/a.md": recipe("A", *lines), "recipes/b.md": recipe("B", *lines)}
        made = set_book(make_book(tmp_path, files))
        ids = [each.get("id") for each in made.html.iter() if each.get("id")]
        assert len(ids) == len(set(ids))
        assert {f"x-{number}" for number in range(2, 7)} <= set(ids)

    def test_a_file_named_as_a_page_of_ours_gives_way(self, tmp_path: Path) -> None:
        files = {"chapters/contents.md": chapter("Our contents")}
        made = set_book(make_book(tmp_path, files))
        assert made.find("contents-2").title == "Our contents"

    @pytest.mark.parametrize(
        ("words_", "made"),
        [
            ("Żurek & Co.", "zurek-co"),
            ("7 soups", "n-7-soups"),
            ("__", ""),
            ("日本", "日本"),
            ("a" * 99, "a" * 60),
        ],
    )
    def test_a_slug_begins_with_a_letter(self, words_: str, made: str) -> None:
        assert slug(words_) == made


class TestParts:
    def made(self, folder: Path) -> Set:
        files = {"recipes/pie.md": recipe("Pie"), "images/pot.svg": DRAWING}
        return set_book(make_book(folder, files, PARTS))

    def test_an_opening_has_its_words_and_its_picture(self, tmp_path: Path) -> None:
        made = self.made(tmp_path)
        part = made.section("part-one")
        assert words(part.find_class("part-intro")[0]).strip() == (
            "Loud From the pie, not the cake. Here"
        )
        assert [each.get("alt") for each in part.iter("img")] == ["A pot"]

    def test_its_links_are_resolved(self, tmp_path: Path) -> None:
        made = self.made(tmp_path)
        (opening,) = made.section("part-one").find_class("part-intro")
        assert [each.get("href") for each in opening.iter("a")] == ["#pie"]
        assert made.remarks("book.yaml") == [
            'the link to "recipes/cake.md" leads nowhere in this book; its text is kept.'
        ]

    def test_it_opens_no_section_of_its_own(self, tmp_path: Path) -> None:
        made = self.made(tmp_path)
        (opening,) = made.section("part-one").find_class("part-intro")
        assert opening.tag == "div"
        assert [words(each) for each in opening.iter("strong")] == ["Loud"]


class TestDeadLinks:
    def test_the_words_stay_and_the_entry_is_named(self, pond: Set) -> None:
        assert "The old recipe had no beans." in pond.says("stone-soup")
        assert (
            PressWarning(
                "recipes/stone-soup.md",
                WarningKind.REFERENCE,
                'the link to "lost.md" leads nowhere in this book; its text is kept.',
            )
            in pond.warnings
        )


class TestPictureShelf:
    def test_a_picture_that_is_not_there_is_named_and_the_book_is_made(self, pond: Set) -> None:
        assert pond.remarks("recipes/eggs-in-a-cup.md") == [
            'the picture "images/cup.jpg" is left out: there is no such file.'
        ]
        assert "look at a cup." in pond.says("eggs-in-a-cup")

    @pytest.mark.parametrize("target", ["images/pot.svg", "../images/pot.svg"])
    def test_a_path_is_the_books_or_the_entrys(self, target: str) -> None:
        shelf = PictureShelf(BOOKS / "pond", Warnings())
        assert shelf.find("recipes/stone-soup.md", target) == "images/pot.svg"
        assert list(shelf.vetted()) == ["images/pot.svg"]

    @pytest.mark.parametrize(
        "target", ["/etc/hostname", "../../pond/images/pot.svg", "file:///etc/hostname", ""]
    )
    def test_nothing_outside_the_book_is_looked_at(self, target: str) -> None:
        warnings = Warnings()
        shelf = PictureShelf(BOOKS / "pond", warnings)
        assert shelf.find("recipes/stone-soup.md", target) is None
        assert shelf.vetted() == {}
        (warning,) = warnings.all
        assert (warning.entry, warning.kind) == ("recipes/stone-soup.md", WarningKind.IMAGE)

    def test_a_file_that_is_no_picture_is_refused_for_each_who_names_it(
        self, tmp_path: Path
    ) -> None:
        (tmp_path / "a.png").write_text("no picture")
        warnings = Warnings()
        shelf = PictureShelf(tmp_path, warnings)
        assert shelf.find("a.md", "a.png") is shelf.find("b.md", "a.png") is None
        assert [each.entry for each in warnings.all] == ["a.md", "b.md"]

    def test_a_cover_that_is_not_there_is_remarked(self, tmp_path: Path) -> None:
        book = "title: T\ncover: images/no.png\nparts:\n- entries: [recipes/a.md]\n"
        made = set_book(make_book(tmp_path, {"recipes/a.md": recipe("A")}, book))
        assert made.book.cover == ""
        assert "images/no.png" in made.remarks("book.yaml")[0]

    def test_the_face_of_a_book_is_told_before_its_entries_are_composed(
        self, tmp_path: Path
    ) -> None:
        heard: list[BookFace | int] = []
        book = "title: T\ncover: images/pot.svg\nparts:\n- entries: [recipes/a.md, recipes/b.md]\n"
        texts = {f"recipes/{name}.md": recipe(name, by="Ada Obi") for name in "ab"}
        folder = make_book(tmp_path, {**texts, "images/pot.svg": DRAWING}, book)
        told = Told(heard.append, heard.append)
        made = assemble(read_book_folder(folder), folder, Warnings(), told=told)
        assert heard == [made.face, 1, 2]
        assert made.face.authors == ("Ada Obi",)
        assert made.face.cover == made.pictures["images/pot.svg"]


class TestRepairs:
    def test_what_was_mended_in_a_text_is_remarked(self, tmp_path: Path) -> None:
        folder = make_book(tmp_path, {"recipes/a.md": recipe("A")})
        (folder / "recipes/a.md").write_bytes(recipe("A", "Drink caf\u00e9.").encode("cp1252"))
        made = set_book(folder)
        assert made.remarks("recipes/a.md")
        assert "café" in made.says("a")
