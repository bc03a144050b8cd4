"""The finished web pages, opened: one page an entry, and nothing asked of the world."""

from __future__ import annotations

import re

import pytest

from tests.press.making import Pressed, words

REMOTE = re.compile(r"(?i)\b(?:https?:)?//")


@pytest.fixture(params=["pressed_pond", "pressed_coins"], scope="session")
def made(request: pytest.FixtureRequest) -> Pressed:
    pressed: Pressed = request.getfixturevalue(request.param)
    return pressed


class TestPages:
    def test_every_section_has_its_own(self, pressed_pond: Pressed) -> None:
        assert {"index.html", "stone-soup.html", "broth.html", "part-soups.html"} <= set(
            pressed_pond.web
        )
        soup = words(pressed_pond.web["stone-soup.html"].find(".//main"))
        assert "Wash the stone." in soup
        assert "Boil both." not in soup

    def test_every_page_has_a_title_and_a_language(self, made: Pressed) -> None:
        titles = [words(page.find(".//title")) for page in made.web.values()]
        assert len(set(titles)) == len(titles)
        assert all(made.report.title in title for title in titles)
        assert all(page.get("lang") for page in made.web.values())

    def test_every_link_leads_to_something(self, made: Pressed) -> None:
        places = {
            f"{name}#{node.get('id')}"
            for name, page in made.web.items()
            for node in page.iter()
            if node.get("id")
        } | set(made.web)
        for name, page in made.web.items():
            for link in page.iter("a"):
                target = link.get("href") or ""
                if not REMOTE.match(target):
                    assert (f"{name}{target}" if target.startswith("#") else target) in places

    def test_every_picture_style_and_font_is_there(self, made: Pressed) -> None:
        folder = made.out / "web"
        for page in made.web.values():
            for node in page.iter("img", "link"):
                assert (folder / (node.get("src") or node.get("href") or "?")).is_file()
        styles = (folder / "styles/book.css").read_text(encoding="utf-8")
        for address in re.findall(r'url\("([^"]+)"\)', styles):
            assert (folder / "styles" / address).resolve().is_file()

    def test_nothing_is_asked_of_another_machine(self, made: Pressed) -> None:
        for page in made.web.values():
            assert not list(page.iter("script", "iframe", "object", "embed"))
            for node in page.iter("img", "link"):
                assert not REMOTE.match(node.get("src") or node.get("href") or "")
        styles = (made.out / "web/styles/book.css").read_text(encoding="utf-8")
        assert not REMOTE.search(re.sub(r"/\*.*?\*/", "", styles, flags=re.DOTALL))

    def test_a_page_leads_to_its_neighbours(self, pressed_pond: Pressed) -> None:
        cake = pressed_pond.web["apple-cake.html"]
        near = {each.get("rel"): each.get("href") for each in cake.iter("a") if each.get("rel")}
        assert near == {"prev": "pear-tart.html", "next": "eclairs.html"}

    def test_the_opening_page_lists_the_contents(self, pressed_pond: Pressed) -> None:
        opening = pressed_pond.web["index.html"]
        targets = [each.get("href") for each in opening.iter("a")]
        pages = ["part-soups.html", "stone-soup.html", "broth.html"]
        assert [each for each in targets if each in pages] == pages
        assert "What is cooked round the water" in words(opening)

    def test_a_footnote_stands_on_the_page_of_its_call(
        self, pressed_pond: Pressed, pressed_coins: Pressed
    ) -> None:
        (note,) = pressed_pond.web["foreword.html"].findall(".//section[@role='doc-endnotes']//li")
        assert words(note).startswith("Mostly water.")
        for name, said in (("introduction", "A first note."), ("chance", "A second note.")):
            page = pressed_coins.web[f"{name}.html"]
            (call,) = page.findall(".//a[@role='doc-noteref']")
            (note,) = page.findall(".//section[@role='doc-endnotes']//li")
            assert (words(call), call.get("href")) == ("1", f"#{note.get('id')}")
            assert words(note).startswith(said)

    def test_formulas_are_mathml(self, pressed_coins: Pressed) -> None:
        assert len(list(pressed_coins.web["chance.html"].iter("math"))) == 3
