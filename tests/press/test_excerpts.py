"""What a build tells a site: the contents as a tree, the page of each entry, and words to find."""

from __future__ import annotations

import json
from typing import Any

from cookbook.press.contents import contents_tree
from cookbook.press.words import find_words
from tests.press.making import Pressed, Set


def records(pressed: Pressed) -> dict[str, dict[str, Any]]:
    written = (pressed.out / "web/search.json").read_text(encoding="utf-8")
    return {each["entry"]: each for each in json.loads(written)}


class TestSearchRecords:
    def test_every_entry_has_one_in_reading_order(self, pressed_pond: Pressed) -> None:
        found = records(pressed_pond)
        assert list(found) == list(pressed_pond.report.web_pages)
        assert {each: found[each]["page"] for each in found} == pressed_pond.report.web_pages

    def test_a_recipe_parts_its_ingredients_from_its_text(self, pressed_pond: Pressed) -> None:
        soup = records(pressed_pond)["recipes/stone-soup.md"]
        assert (soup["title"], soup["kind"]) == ("Stone soup", "recipe")
        assert "beans" in soup["ingredients"]
        assert "Wash the stone." in soup["body"]
        assert soup["summary"] not in soup["body"]
        assert soup["byline"] not in soup["body"]

    def test_a_picture_is_in_the_folder(self, pressed_pond: Pressed) -> None:
        picture = records(pressed_pond)["recipes/stone-soup.md"]["picture"]
        assert (pressed_pond.out / "web" / picture["file"]).is_file()
        assert picture["alt"]
        assert records(pressed_pond)["recipes/broth.md"]["picture"] is None

    def test_a_note_is_found_as_well(self, pressed_coins: Pressed) -> None:
        bodies = [each["body"] for each in records(pressed_coins).values()]
        assert sum("A second note." in each for each in bodies) == 1


class TestContents:
    def test_parts_hold_their_entries_in_reading_order(self, pressed_pond: Pressed) -> None:
        lines = pressed_pond.report.contents
        soups = next(each for each in lines if each.kind == "part")
        assert [each.entry for each in soups.children][:1] == ["recipes/stone-soup.md"]
        assert soups.page.startswith("part-")
        soup = soups.children[0]
        assert (soup.title, soup.page) == ("Stone soup", "stone-soup.html")
        assert soup.folio == pressed_pond.report.folios["recipes/stone-soup.md"] != ""
        assert soup.byline

    def test_numbered_headings_stand_under_their_chapters(self, pressed_coins: Pressed) -> None:
        chance = next(
            line for line in walk(pressed_coins.report.contents) if line.page == "chance.html"
        )
        assert chance.number
        heading = chance.children[0]
        assert (heading.kind, heading.number) == ("heading", f"{chance.number}.1")
        page, _, place = heading.page.partition("#")
        assert page == "chance.html"
        assert pressed_coins.web["chance.html"].get_element_by_id(place) is not None

    def test_a_book_that_was_not_written_for_the_web_has_no_pages(self, pond: Set) -> None:
        lines = contents_tree(pond.book.sections, {}, {}, find_words("en"))
        assert {(each.page, each.folio) for each in walk(lines)} == {("", "")}


class TestCover:
    def test_the_report_names_it_with_its_size(self, pressed_pond: Pressed) -> None:
        cover = pressed_pond.report.cover
        assert cover is not None
        assert (pressed_pond.out / "web" / cover.file).is_file()
        (shown,) = pressed_pond.web["index.html"].iterfind(".//img[@class='cover-picture']")
        assert (shown.get("width"), shown.get("height")) == (str(cover.width), str(cover.height))


def walk(lines: Any) -> list[Any]:  # noqa: ANN401 -- lines hold lines
    return [each for line in lines for each in (line, *walk(line.children))]
