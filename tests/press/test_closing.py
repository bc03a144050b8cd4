"""The last pages of a book: order form and colophon; and the lists behind its contents."""

from __future__ import annotations

from pathlib import Path

from cookbook.manuscript import read_book_folder
from cookbook.press.assembling import assemble
from cookbook.press.matter.lines import for_screens
from cookbook.press.matter.typefaces import typefaces
from cookbook.press.outputs.markup import write_body
from cookbook.press.sections import SectionKind
from cookbook.press.themes import find_theme, theme_names
from cookbook.press.warnings import Warnings
from tests.press.making import Set, chapter, make_book, recipe, set_book, words

PARTS = "parts:\n- entries: [recipes/a.md]\n"
FORM = """order-form:
  price: £12 a copy
  payable-to: The Roof
  email: roof@example.org
  address: |-
    The Mill
    Pond Lane
"""


def closed(folder: Path, keys: str, text: str = "") -> Set:
    """Assemble a book of one recipe, for its theme."""
    root = make_book(
        folder, {"recipes/a.md": recipe("Pie", text)}, f"title: T\ndate: 2026-10\n{keys}{PARTS}"
    )
    read, warnings = read_book_folder(root), Warnings()
    book = assemble(read, root, warnings, theme=find_theme(read.book))
    return Set(book, tuple(warnings.all))


class TestOrderForm:
    def test_it_says_what_a_copy_costs_and_where_to_send(self, tmp_path: Path) -> None:
        said = closed(tmp_path, FORM).says("order-form")
        for each in ("Price: £12 a copy", "Cheques payable to: The Roof", "The Mill Pond Lane"):
            assert each in " ".join(said.split())

    def test_screens_have_no_lines_to_write_on(self, tmp_path: Path) -> None:
        section = closed(tmp_path, FORM).find("order-form")
        paper = write_body([section], picture_address=str)
        screen = write_body([section], picture_address=str, prepare=for_screens)
        assert "Telephone" in paper
        assert "Telephone" not in screen
        assert "mailto:roof@example.org" in screen

    def test_a_book_without_one_has_none(self, pond: Set) -> None:
        kinds = {each.kind for each in pond.book.sections}
        assert not kinds & {SectionKind.ORDER_FORM, SectionKind.COLOPHON}


class TestColophon:
    def test_it_tells_typefaces_makers_licence_and_size(self, tmp_path: Path) -> None:
        said = closed(tmp_path, "colophon: true\n").says("colophon").replace("\xa0", " ")
        assert "Source Serif 4 © The Source Serif 4 Project Authors" in said
        assert "is under the SIL Open Font License, Version 1.1." in said
        assert "in the design Hearth, and measure 6 × 9 in." in said
        assert "October 2026." in said
        assert "Source Code Pro" not in said

    def test_code_and_other_scripts_bring_their_own(self, tmp_path: Path) -> None:
        said = closed(tmp_path, "colophon: true\n", "`code` and שלום").says("colophon")
        assert "Source Code Pro © Adobe Systems" in said
        assert "Noto Serif Hebrew" in said
        assert "Noto Serif Devanagari" not in said

    def test_an_order_form_stands_behind_it_as_it_is_cut_out(self, tmp_path: Path) -> None:
        kinds = [each.kind for each in closed(tmp_path, f"colophon: true\n{FORM}").book.sections]
        assert kinds[-2:] == [SectionKind.COLOPHON, SectionKind.ORDER_FORM]

    def test_the_copyright_page_names_no_type_then(self, tmp_path: Path) -> None:
        assert "are set in" not in closed(tmp_path / "1", "colophon: true\n").says("copyright-page")
        said = closed(tmp_path / "2", "").says("copyright-page")
        assert "set in Source Serif 4, Fraunces and Atkinson Hyperlegible Next, all open" in said

    def test_without_a_theme_there_is_none(self, tmp_path: Path) -> None:
        book = f"title: T\ncolophon: true\n{PARTS}"
        made = set_book(make_book(tmp_path, {"recipes/a.md": recipe("Pie")}, book))
        assert SectionKind.COLOPHON not in {each.kind for each in made.book.sections}


class TestTypefaces:
    def test_each_theme_names_some_with_makers_and_licences(self) -> None:
        for name in theme_names():
            book = read_book_folder(Path(__file__).parents[1] / "books" / "tiny").book
            used = typefaces(find_theme(book, name).print_styles, "abc", has_code=True)
            assert used
            assert all(each.maker and each.licence for each in used)


class TestLists:
    def test_they_stand_before_the_preface_with_numbers_and_short_captions(
        self, tmp_path: Path
    ) -> None:
        lines = ("![First thing. More.](images/p.svg)", "", "![Second](images/p.svg){#fig:two}")
        table = ("| A |", "|---|", "| 1 |", "", ": Of *one* thing^[A note.]")
        files = {
            "chapters/a.md": chapter("A", *lines, "", *table),
            "chapters/p.md": chapter("Preface", "Words.", role="preface"),
            "chapters/d.md": chapter("To all", "Words.", role="dedication"),
            "images/p.svg": '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>',
        }
        book = (
            "title: T\nkind: textbook\nlists: [figures, tables]\n"
            "front: [chapters/p.md, chapters/d.md]\nparts:\n- entries: [chapters/a.md]\n"
        )
        made = set_book(make_book(tmp_path, files, book))
        kinds = [each.kind.value for each in made.book.sections[2:6]]
        assert kinds == ["dedication", "figure-list", "table-list", "chapter"]
        figures = [words(each) for each in made.section("figure-list").iter("a")]
        assert figures == ["1.1 First thing", "1.2 Second"]
        (line,) = made.section("table-list").iter("a")
        assert words(line) == "1.1 Of one thing"
        ids = {each.get("id") for each in made.html.iter()}
        links = made.section("figure-list").iter("a")
        assert {(each.get("href") or "")[1:] for each in links} <= ids

    def test_one_without_anything_to_list_is_left_out(self, tmp_path: Path) -> None:
        book = f"title: T\nlists: figures\n{PARTS}"
        made = set_book(make_book(tmp_path, {"recipes/a.md": recipe("Pie")}, book))
        assert SectionKind.FIGURE_LIST not in {each.kind for each in made.book.sections}
