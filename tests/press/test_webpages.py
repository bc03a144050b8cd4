"""The finished web pages, opened: one page an entry, and nothing asked of the world."""

from __future__ import annotations

import io
import itertools
import re
from pathlib import Path

import pytest
from lxml import html as lxml_html
from PIL import Image

from cookbook.errors import CookbookError
from cookbook.press.caching import Cache, MemoryCache
from cookbook.press.outputs.covers import Fittings
from cookbook.press.outputs.excerpts import SEARCH_FILE
from cookbook.press.outputs.webmarkup import parse_body, suit_for_web
from cookbook.press.outputs.webpages import WebHome, WebJob, write_pages
from cookbook.press.sections import AssembledBook
from cookbook.press.themes import find_theme
from tests.press.making import Pressed, make_book, recipe, set_book, words


def a_cover() -> bytes:
    output = io.BytesIO()
    Image.new("RGB", (20, 30), "red").save(output, "JPEG")
    return output.getvalue()


A_COVER = a_cover()

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
            assert not list(page.iter("iframe", "object", "embed", "style"))
            assert {each.get("type") for each in page.iter("script")} <= {"application/ld+json"}
            assert [each.tag for each in page.iter() if each.get("style") is not None] == []
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


class TestHeadings:
    def test_a_page_begins_with_the_first_and_skips_none(self, made: Pressed) -> None:
        for name, page in made.web.items():
            levels = [
                int(str(each.tag)[1]) for each in page.iter("h1", "h2", "h3", "h4", "h5", "h6")
            ]
            assert levels.count(1) == 1, name
            assert levels[0] == 1, name
            steps = [after - before for before, after in itertools.pairwise(levels)]
            assert max(steps, default=0) <= 1, name


class TestPictures:
    def test_every_picture_keeps_its_place_while_it_loads(self, made: Pressed) -> None:
        for page in made.web.values():
            for picture in page.iter("img"):
                assert int(picture.get("width") or 0) > 0
                assert int(picture.get("height") or 0) > 0


class TestWideThings:
    def test_a_table_can_be_scrolled_by_keyboard(self, pressed_coins: Pressed) -> None:
        tables = [each for page in pressed_coins.web.values() for each in page.iter("table")]
        assert tables
        for table in tables:
            box = table.getparent()
            assert box is not None
            assert (box.get("tabindex"), box.get("role")) == ("0", "group")


class TestHeaderCells:
    def test_an_empty_one_is_none_and_a_formula_is_said_in_words(self) -> None:
        body = parse_body(
            "<section><table><thead><tr><th></th><th><math><mi>x</mi></math></th></tr></thead>"
            "</table></section>"
        )
        suit_for_web(body)
        (empty,) = body.iter("td")
        (header,) = body.iter("th")
        assert words(empty) == ""
        assert header.get("scope") == "col"
        assert words(header.find("span")) == "x"
        assert header.find("math").get("aria-hidden") == "true"


class TestFormulas:
    def test_those_that_may_be_wide_can_be_scrolled_by_keyboard(self) -> None:
        long = f"<annotation>{'x + ' * 9}</annotation>"
        body = parse_body(
            f'<p><math display="block"></math></p><p id="long"><math>{long}</math></p>'
            "<p><math><annotation>x</annotation></math></p>"
        )
        suit_for_web(body)
        reached = [(each.tag, each.get("class")) for each in body.iter() if each.get("tabindex")]
        assert reached == [("math", None), ("p", "wide-line")]


class TestWhatIsKept:
    def book(self, folder: Path, *, pie: str = "Words.", tags: str = "[sweet]") -> AssembledBook:
        files = {
            "recipes/pie.md": recipe("Pie", pie, "See [tart](tart.md).", tags=tags),
            "recipes/tart.md": recipe("Tart", "Salt.^[Or more.]"),
        }
        return set_book(make_book(folder / "book", files)).book

    def write(self, folder: Path, book: AssembledBook, cache: Cache) -> dict[str, bytes]:
        theme = find_theme(book.book)
        write_pages(WebJob(book, theme, Fittings(A_COVER, ()), None, cache), folder)
        return {
            path.relative_to(folder).as_posix(): path.read_bytes()
            for path in folder.rglob("*")
            if path.is_file()
        }

    def test_the_same_book_gives_the_same_bytes_cold_and_warm(self, tmp_path: Path) -> None:
        cache, book = MemoryCache(), self.book(tmp_path)
        cold = self.write(tmp_path / "cold", book, cache)
        assert self.write(tmp_path / "warm", book, cache) == cold

    def test_it_is_made_anew_where_the_text_or_what_is_said_of_it_is_another(
        self, tmp_path: Path
    ) -> None:
        cache = MemoryCache()
        first = self.write(tmp_path / "1", self.book(tmp_path), cache)
        texts = self.write(tmp_path / "2", self.book(tmp_path, pie="Other."), cache)
        facts = self.write(tmp_path / "3", self.book(tmp_path, tags="[sour]"), cache)
        for made in (texts, facts):
            changed = {name for name in first if first[name] != made[name]}
            assert changed == {"pie.html", SEARCH_FILE}
        assert b"Other." in texts["pie.html"]
        assert b'"keywords": "sour"' in facts["pie.html"]


class TestWebHome:
    HOME = WebHome("/books/trial?a=1&b=2", "A <Trial>")

    def write(self, folder: Path, home: WebHome | None) -> dict[str, lxml_html.HtmlElement]:
        book = make_book(folder / "book", {"recipes/pie.md": recipe("Pie", "Words.")})
        made = set_book(book).book
        theme = find_theme(made.book)
        fittings = Fittings(A_COVER, ())
        write_pages(WebJob(made, theme, fittings, home), folder / "web")
        found = sorted((folder / "web").glob("*.html"))
        return {path.name: lxml_html.fromstring(path.read_bytes()) for path in found}

    def test_every_page_leads_home_and_to_the_contents(self, tmp_path: Path) -> None:
        pages = self.write(tmp_path, self.HOME)
        links = {
            name: [(each.get("href"), words(each)) for each in page.iterfind(".//header/a")]
            for name, page in pages.items()
        }
        home = ("/books/trial?a=1&b=2", "A <Trial>")
        assert links["pie.html"] == [home, ("index.html", "Contents")]
        assert links["index.html"] == [home]

    def test_without_one_pages_lead_to_the_book_alone(self, tmp_path: Path) -> None:
        pages = self.write(tmp_path, None)
        (link,) = pages["pie.html"].iterfind(".//header/a")
        assert (link.get("href"), words(link)) == ("index.html", "A Trial")
        assert pages["index.html"].find(".//a[@class='home']") is None

    @pytest.mark.parametrize("address", ["javascript:alert(1)", "//evil.example/", "", 'a"b'])
    def test_an_address_that_leads_nowhere_safe_is_refused(self, address: str) -> None:
        with pytest.raises(CookbookError, match="no address"):
            WebHome(address, "Home")
