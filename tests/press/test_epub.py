"""The finished EPUB, opened: its pages, its contents, its metadata."""

from __future__ import annotations

import posixpath
from itertools import pairwise

import pytest
from lxml import etree

from cookbook.press.outputs.epubleaves import ROLES
from cookbook.press.outputs.epubpackage import iso_date
from tests.press.making import NAMES, Pressed

TYPE = f"{{{NAMES['epub']}}}type"


def said(node: etree._Element) -> str:
    return " ".join("".join(str(each) for each in node.itertext()).split())


@pytest.fixture(params=["pressed_pond", "pressed_coins"], scope="session")
def made(request: pytest.FixtureRequest) -> Pressed:
    pressed: Pressed = request.getfixturevalue(request.param)
    return pressed


class TestArchive:
    def test_it_begins_with_its_mimetype_unpacked(self, made: Pressed) -> None:
        first = made.epub.infolist()[0]
        assert (first.filename, first.compress_type) == ("mimetype", 0)
        assert made.epub.read("mimetype") == b"application/epub+zip"

    def test_no_file_carries_a_time(self, made: Pressed) -> None:
        assert {each.date_time for each in made.epub.infolist()} == {(1980, 1, 1, 0, 0, 0)}

    def test_everything_in_it_is_in_the_manifest(self, made: Pressed) -> None:
        listed = {
            f"EPUB/{item.get('href')}" for item in made.package.iterfind(".//opf:item", NAMES)
        }
        packed = {name for name in made.epub.namelist() if name.startswith("EPUB/")}
        assert packed - listed == {"EPUB/content.opf"}
        assert listed <= packed


class TestPages:
    def test_every_page_has_a_human_title(self, made: Pressed) -> None:
        titles = [page.findtext(".//h:title", namespaces=NAMES) for page in made.pages.values()]
        assert all(title and title != "-" and ".xhtml" not in title for title in titles)

    def test_every_page_says_its_language(self, made: Pressed) -> None:
        language = made.package.findtext(".//dc:language", namespaces=NAMES)
        assert {page.get("lang") for page in made.pages.values()} == {language}

    def test_every_type_has_its_role(self, made: Pressed) -> None:
        for page in made.pages.values():
            for node in page.iter(f"{{{NAMES['h']}}}section", f"{{{NAMES['h']}}}aside"):
                kind = (node.get(TYPE) or "").split(" ")[0]
                roles = {**ROLES, "footnote": "doc-footnote"}
                assert node.get("role") == roles.get(kind), kind

    def test_no_heading_level_is_skipped(self, made: Pressed) -> None:
        levels = [
            int(etree.QName(node).localname[1])
            for name, page in sorted(made.pages.items())
            if name.startswith("ch")
            for node in page.iter(*(f"{{{NAMES['h']}}}h{n}" for n in range(1, 7)))
        ]
        assert levels[0] == 1
        assert all(after - before <= 1 for before, after in pairwise(levels))

    def test_every_link_leads_somewhere(self, made: Pressed) -> None:
        places = {
            f"{name}#{node.get('id')}"
            for name, page in made.pages.items()
            for node in page.iter()
            if node.get("id")
        } | set(made.pages)
        for name, page in made.pages.items():
            for link in page.iterfind(".//h:a[@href]", NAMES):
                target = link.get("href") or ""
                if "://" not in target:
                    inside = target if not target.startswith("#") else f"{name}{target}"
                    assert posixpath.basename(inside) in places, target

    def test_ids_stand_once_a_page(self, made: Pressed) -> None:
        for page in made.pages.values():
            ids = [node.get("id") for node in page.iter() if node.get("id")]
            assert len(ids) == len(set(ids))

    def test_every_picture_is_there_and_described(self, made: Pressed) -> None:
        for page in made.pages.values():
            for picture in page.iterfind(".//h:img", NAMES):
                source = posixpath.normpath(f"EPUB/text/{picture.get('src')}")
                assert source in made.epub.namelist()
                assert picture.get("alt")

    def test_header_cells_say_what_they_head(self, made: Pressed) -> None:
        cells = [each for page in made.pages.values() for each in page.iterfind(".//h:th", NAMES)]
        assert cells
        assert {each.get("scope") for each in cells} == {"col"}

    def test_an_index_is_one_page(self, pressed_pond: Pressed) -> None:
        _name, index = pressed_pond.page_of("title-index")
        assert [said(each) for each in index.iterfind(".//h:h2", NAMES)] == list("ABEPS")

    def test_a_formula_is_mathml_that_can_be_read_aloud(self, pressed_coins: Pressed) -> None:
        _name, chapter = pressed_coins.page_of("chance")
        formulas = list(chapter.iter(f"{{{NAMES['m']}}}math"))
        assert [each.get("alttext") for each in formulas] == [
            "p",
            r"0 \le p \le 1",
            "P(A) + P(B) = 1",
        ]

    def test_a_quantity_keeps_its_unit_on_its_line(self, pressed_pond: Pressed) -> None:
        _name, soup = pressed_pond.page_of("stone-soup")
        items = ["".join(map(str, each.itertext())) for each in soup.iterfind(".//h:li", NAMES)]
        assert "1½\u00a0cups water" in items
        assert "500\u00a0g dried red beans, soaked overnight" in items

    def test_a_footnote_is_a_note_with_a_way_there(self, pressed_pond: Pressed) -> None:
        name, foreword = pressed_pond.page_of("foreword")
        (reference,) = foreword.iterfind(".//h:a[@role='doc-noteref']", NAMES)
        target = (reference.get("href") or "").rpartition("#")[2]
        page, note = pressed_pond.page_of(target)
        assert page == name
        assert said(note).startswith("Mostly water.")


class TestContents:
    def test_they_name_every_listed_entry_in_order(self, pressed_pond: Pressed) -> None:
        contents = pressed_pond.pages["nav.xhtml"].find(".//h:nav[@role='doc-toc']", NAMES)
        assert contents is not None
        assert [said(each) for each in contents.iterfind(".//h:a", NAMES)] == [
            "Before the soup",
            "Soups",
            "Stone soup",
            "Broth",
            "Eggs in a cup",
            "Sweets",
            "A Pear Tart",
            "The Apple Cake",
            "Éclairs",
            "Measures",
            "Contributors",
            "Picture credits",
            "Recipes by title",
            "Recipes by ingredient",
        ]

    def test_the_landmarks_say_where_the_text_begins(self, made: Pressed) -> None:
        marks = {
            each.get(TYPE): each.get("href") or ""
            for each in made.pages["nav.xhtml"].iterfind(".//h:nav[@id='landmarks']//h:a", NAMES)
        }
        assert {"cover", "titlepage", "bodymatter"} <= set(marks)
        first = "part-soups" if "index" in marks else "introduction"
        assert marks["bodymatter"].endswith(f"#{first}")


class TestPackage:
    def test_it_names_title_people_licence_and_date(self, pressed_pond: Pressed) -> None:
        def texts(name: str) -> list[str | None]:
            return [each.text for each in pressed_pond.package.iterfind(f".//dc:{name}", NAMES)]

        assert texts("title") == ["The Pond Book", "What is cooked round the water"]
        assert texts("creator") == ["Ada van Dijk", "Ines Duarte", "Åsa Öberg", "Tom Okafor"]
        assert texts("contributor") == ["Ines Duarte"]
        assert texts("rights") == ["CC-BY-4.0"]
        assert texts("date") == ["2026-10-04"]
        assert texts("publisher") == ["The Mill Pond Press"]
        assert texts("identifier") == [pressed_pond.report.identifier]

    def test_what_it_says_of_accessibility_is_true(
        self, pressed_pond: Pressed, pressed_coins: Pressed
    ) -> None:
        def values(made: Pressed, name: str) -> list[str | None]:
            path = f".//opf:meta[@property='schema:{name}']"
            return [each.text for each in made.package.iterfind(path, NAMES)]

        assert "MathML" in values(pressed_coins, "accessibilityFeature")
        assert "MathML" not in values(pressed_pond, "accessibilityFeature")
        for made in (pressed_pond, pressed_coins):
            assert "alternativeText" in values(made, "accessibilityFeature")
            assert values(made, "accessModeSufficient") == ["textual"]
            assert len(values(made, "accessibilitySummary")) == 1

    def test_the_cover_is_named(self, made: Pressed) -> None:
        (cover,) = (
            item
            for item in made.package.iterfind(".//opf:item", NAMES)
            if item.get("properties") == "cover-image"
        )
        assert made.epub.read(f"EPUB/{cover.get('href')}")[:3] == b"\xff\xd8\xff"
        drawing = made.pages["cover.xhtml"].find(".//{http://www.w3.org/2000/svg}svg")
        assert drawing is not None
        assert (drawing.get("aria-label") or "").startswith("Cover: ")


class TestIsoDate:
    @pytest.mark.parametrize(
        ("date", "written"),
        [
            ("2026-10-04", "2026-10-04"),
            ("2026-10", "2026-10"),
            ("2026", "2026"),
            ("last summer", "1980-01-01"),
            ("2026-13-40", "1980-01-01"),
            ("", "1980-01-01"),
        ],
    )
    def test_only_a_date_is_one(self, date: str, written: str) -> None:
        assert iso_date(date) == written
