"""A chapter is composed with the tools above its text, and the press sets what they put in."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

from cookbook.extensions import db, get_storage
from cookbook.models import Contribution, ContributionKind, ContributionState
from tests.contributing.test_photos import photo
from tests.factories.contributions import make_contribution
from tests.factories.people import make_person
from tests.factories.volumes import make_call, make_volume
from tests.journeys.conftest import LiveSite
from tests.journeys.town import come_in
from tests.press.making import make_book, set_book
from tests.press.making import words as words_of
from tests.servers.accessibility import assert_accessible
from tests.servers.browser import Colours, Screen, Scripts, Visits

AUTHOR = "Olga Petrenko"
SLUG = "counting"
BOOK = "title: Counting\nkind: textbook\nlicence: CC0-1.0\nparts:\n- entries:\n  - {path}\n"
SOURCE = "@book{knuth1984, author={Knuth, Donald}, title={{The TeXbook}}, year={1984}}\n"
FRONT = "---\nkind: chapter\ntitle: Sampling\nby: Olga Petrenko\n---\n"
TOOLS = 20
BOXES, EXAMPLE = 9, 4
QUESTIONS = ("Link", "Picture", "Footnote", "Formula", "Table", "Source", "Reference")


@dataclass(frozen=True)
class Desk:
    """A site with a chapter that somebody writes, and another one of theirs."""

    site: LiveSite
    chapter: int

    @property
    def path(self) -> str:
        return f"/contributions/{self.chapter}/edit"


@pytest.fixture
def desk(live_site: LiveSite) -> Iterator[Desk]:
    with live_site.app.app_context():
        session = db.session()
        volume = make_volume(session, "Counting", slug=SLUG, bibliography=SOURCE)
        make_call(session, volume)
        author = make_person(session, AUTHOR)
        chapter = make_contribution(
            session,
            volume,
            author,
            title="Sampling",
            text=f"{FRONT}First words.\n",
            kind=ContributionKind.CHAPTER,
            state=ContributionState.SUBMITTED,
        )
        make_contribution(session, volume, author, title="Bean soup")
        session.commit()
        yield Desk(live_site, chapter.id)


@pytest.fixture
def page(visits: Visits, desk: Desk) -> Page:
    """The chapter, open on a desk, with the cursor behind its words."""
    # A preview that a newer one takes the place of.
    visits.forgive("htmx:(afterRequest|sendAbort)")
    page = visits.person(Screen.DESKTOP)
    come_in(page, desk.site.app, AUTHOR)
    page.goto(desk.path)
    put_cursor(page, len("First words."))
    return page


def text_of(page: Page) -> Locator:
    return page.locator("textarea[name=body]")


def put_cursor(page: Page, start: int, end: int | None = None) -> None:
    text_of(page).evaluate(
        "(area, [start, end]) => { area.focus(); area.setSelectionRange(start, end); }",
        [start, start if end is None else end],
    )


def put_cursor_at_the_end(page: Page) -> None:
    put_cursor(page, len(text_of(page).input_value()))


def selected(page: Page) -> str:
    words: str = text_of(page).evaluate(
        "area => area.value.slice(area.selectionStart, area.selectionEnd)"
    )
    return words


def use_tool(page: Page, name: str) -> None:
    """Go from the text to a tool by keys, and press it."""
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("Home")
    for _ in range(TOOLS):
        if focused(page) == name:
            page.keyboard.press("Enter")
            return
        page.keyboard.press("ArrowRight")
    raise AssertionError(f"no tool is called “{name}”")


def focused(page: Page) -> str:
    name: str = page.evaluate(
        "document.activeElement.ariaLabel || document.activeElement.textContent.trim()"
    )
    return name


class TestTheTools:
    def test_marks_go_round_words_and_the_browser_takes_them_back(self, page: Page) -> None:
        put_cursor(page, 0, 5)
        page.keyboard.press("Control+b")
        expect(text_of(page)).to_have_value("**First** words.")
        assert selected(page) == "First"
        page.keyboard.press("Control+i")
        expect(text_of(page)).to_have_value("***First*** words.")
        page.keyboard.press("Control+b")
        expect(text_of(page)).to_have_value("*First* words.")
        for _ in range(3):
            page.keyboard.press("Control+z")
        expect(text_of(page)).to_have_value("First words.")

    def test_a_word_needs_no_choosing_and_nothing_gets_words_to_write_over(
        self, page: Page
    ) -> None:
        put_cursor(page, 8)
        page.keyboard.press("Control+b")
        expect(text_of(page)).to_have_value("First **words**.")
        put_cursor_at_the_end(page)
        page.keyboard.press("Control+i")
        assert selected(page) == "words in italics"
        page.keyboard.type("Over")
        expect(text_of(page)).to_have_value("First **words**.*Over*")

    def test_headings_lists_and_quotations_come_and_go_by_lines(self, page: Page) -> None:
        text_of(page).fill("One\nTwo")
        put_cursor(page, 0, 7)
        use_tool(page, "List")
        expect(text_of(page)).to_have_value("- One\n- Two")
        use_tool(page, "Numbered list")
        expect(text_of(page)).to_have_value("1. One\n2. Two")
        use_tool(page, "Numbered list")
        use_tool(page, "Quotation")
        expect(text_of(page)).to_have_value("> One\n> Two")
        use_tool(page, "Quotation")
        put_cursor(page, 1)
        use_tool(page, "Heading")
        expect(text_of(page)).to_have_value("## One\n\nTwo")
        use_tool(page, "Heading below that")
        expect(text_of(page)).to_have_value("### One\n\nTwo")
        use_tool(page, "Heading below that")
        expect(text_of(page)).to_have_value("One\n\nTwo")

    def test_enter_goes_on_with_a_list_and_ends_it(self, page: Page) -> None:
        text_of(page).fill("")
        page.keyboard.type("1. One")
        page.keyboard.press("Enter")
        page.keyboard.type("Two")
        page.keyboard.press("Enter")
        expect(text_of(page)).to_have_value("1. One\n2. Two\n3. ")
        page.keyboard.press("Enter")
        expect(text_of(page)).to_have_value("1. One\n2. Two\n")

    def test_tab_leaves_the_text(self, page: Page) -> None:
        page.keyboard.press("Tab")
        expect(text_of(page)).not_to_be_focused()
        expect(text_of(page)).to_have_value("First words.")

    def test_the_tools_are_one_stop_of_the_tab_key(self, page: Page) -> None:
        page.get_by_label("Title", exact=True).focus()
        page.keyboard.press("Tab")
        assert focused(page) == "Heading"
        page.keyboard.press("End")
        assert focused(page) == "Box"
        page.keyboard.press("ArrowRight")
        assert focused(page) == "Heading"
        page.keyboard.press("Tab")
        expect(text_of(page)).to_be_focused()

    def test_what_a_question_put_in_is_taken_back_by_the_browser(self, page: Page) -> None:
        put_cursor(page, 5)
        use_tool(page, "Footnote")
        page.keyboard.type("A note.")
        page.keyboard.press("Tab")
        page.keyboard.press("Enter")
        expect(text_of(page)).to_have_value("First[^1] words.\n\n[^1]: A note.\n")
        for _ in range(2):
            page.keyboard.press("Control+z")
        expect(text_of(page)).to_have_value("First words.")
        page.keyboard.press("Control+Shift+z")
        page.keyboard.press("Control+Shift+z")
        expect(text_of(page)).to_have_value("First[^1] words.\n\n[^1]: A note.\n")

    def test_a_question_by_its_key_comes_back_to_where_one_wrote(self, page: Page) -> None:
        put_cursor(page, 0)
        page.keyboard.type("My ")
        page.keyboard.press("Control+k")
        page.keyboard.press("Escape")
        expect(text_of(page)).to_be_focused()
        page.keyboard.type("very ")
        expect(text_of(page)).to_have_value("My very First words.")

    def test_escape_gives_the_focus_back_and_puts_nothing_in(self, page: Page) -> None:
        for name in (*QUESTIONS, "Box"):
            use_tool(page, name)
            page.keyboard.press("Escape")
            expect(page.locator("dialog[open]")).to_have_count(0)
            expect(page.locator("#box-menu")).to_be_hidden()
            assert focused(page) == name
            page.keyboard.press("Tab")
        expect(text_of(page)).to_have_value("First words.")


class TestByKeyboardAlone:
    def test_a_textbooks_chapter_is_composed_and_the_press_has_nothing_to_remark(
        self, page: Page, desk: Desk, tmp_path: Path
    ) -> None:
        self._write_boxes(page)
        self._put_in_a_table(page)
        self._put_in_a_formula(page)
        self._put_in_a_figure(page)
        self._put_in_a_footnote(page)
        self._cite(page)
        self._refer(page, "settles", "[](#fig:how-it-settles)")
        self._refer(page, "Yields", "[](#tbl:yields)")
        self._refer(page, "coin", "[](#ex:a-fair-coin)")
        self._refer(page, "e = mc", "[](#eq:energy)")
        self._refer(page, "Bias", "[](#sec:sampling-bias)")
        page.keyboard.press("Control+End")
        page.get_by_role("button", name="Save the changes").click()
        expect(page.locator(".flashes .notice")).to_contain_text("Saved.")
        self._press(desk, tmp_path)

    @staticmethod
    def _write_boxes(page: Page) -> None:
        page.keyboard.type(" See ")
        page.keyboard.press("Control+k")
        page.keyboard.type("our site")
        page.keyboard.press("Tab")
        page.keyboard.type("example.org/a")
        page.keyboard.press("Enter")
        page.keyboard.type(".")
        put_cursor_at_the_end(page)
        page.keyboard.type("\n")
        use_tool(page, "Heading")
        assert selected(page) == "Heading"
        page.keyboard.type("Bias")
        for number in range(BOXES):
            put_cursor_at_the_end(page)
            use_tool(page, "Box")
            for _ in range(number):
                page.keyboard.press("ArrowDown")
            page.keyboard.press("Enter")
            expect(text_of(page)).to_be_focused()
            assert selected(page)
            page.keyboard.type("A fair coin" if number == EXAMPLE else f"Words {number}")

    @staticmethod
    def _put_in_a_table(page: Page) -> None:
        put_cursor_at_the_end(page)
        use_tool(page, "Table")
        page.keyboard.type("2")
        page.keyboard.press("Tab")
        page.keyboard.press("Tab")
        page.keyboard.type("Yields")
        expect(page.get_by_label("Short name", exact=True).filter(visible=True)).to_have_value(
            "tbl:yields"
        )
        page.keyboard.press("Enter")
        assert selected(page) == "Heading 1"
        page.keyboard.type("Mill")

    @staticmethod
    def _put_in_a_formula(page: Page) -> None:
        put_cursor_at_the_end(page)
        use_tool(page, "Formula")
        page.keyboard.type(r"\frac{a")
        shown = page.locator("#formula-shown")
        expect(shown).to_contain_text("can't be read")
        page.keyboard.press("Control+a")
        page.keyboard.type("e = mc^2")
        expect(shown.locator("math msup")).to_be_visible()
        page.get_by_label("On lines of its own").focus()
        page.keyboard.press("Space")
        page.keyboard.press("Tab")
        page.keyboard.type("eq:energy")
        page.keyboard.press("Enter")
        expect(text_of(page)).to_be_focused()
        put_cursor_at_the_end(page)
        use_tool(page, "Formula")
        page.keyboard.type(r"x_1")
        page.keyboard.press("Tab")
        page.get_by_role("button", name="Put it in").filter(visible=True).focus()
        page.keyboard.press("Enter")

    @staticmethod
    def _put_in_a_figure(page: Page) -> None:
        put_cursor_at_the_end(page)
        use_tool(page, "Picture")
        page.locator("#figure-file").set_input_files(
            {"name": "mean.jpg", "mimeType": "image/jpeg", "buffer": photo()}
        )
        expect(page.locator("#figure-state")).to_have_text("mean.jpg is here.")
        page.get_by_role("button", name="Put it in").filter(visible=True).press("Enter")
        expect(page.get_by_role("alert").filter(visible=True)).to_contain_text("Say what")
        page.get_by_label("What it shows").filter(visible=True).focus()
        page.keyboard.type('A line that "wavers"')
        page.keyboard.press("Tab")
        page.keyboard.press("Tab")
        page.keyboard.type("How it settles")
        page.keyboard.press("Enter")
        expect(text_of(page)).to_have_value(
            _ending('.jpg){#fig:how-it-settles alt="A line that ’wavers’"}\n')
        )

    @staticmethod
    def _put_in_a_footnote(page: Page) -> None:
        put_cursor(page, len("First words"))
        use_tool(page, "Footnote")
        page.keyboard.type("Said by somebody.")
        page.keyboard.press("Tab")
        page.keyboard.press("Enter")
        value = text_of(page).input_value()
        assert value.startswith(
            "First words[^1]. See [our site](https://example.org/a).\n\n## Bias"
        )
        assert value.endswith("\n\n[^1]: Said by somebody.\n")

    @staticmethod
    def _cite(page: Page) -> None:
        put_cursor(page, len("First words[^1]"))
        page.keyboard.type(" ")
        use_tool(page, "Source")
        expect(page.locator("#source-list li")).to_have_count(1)
        page.keyboard.type("texb")
        expect(page.get_by_label("Knuth (1984) The TeXbook")).to_be_checked()
        page.get_by_label("Where in it").focus()
        page.keyboard.type("p. 3")
        page.keyboard.press("Enter")
        assert "First words[^1] [@knuth1984, p. 3]." in text_of(page).input_value()

    @staticmethod
    def _refer(page: Page, words: str, link: str) -> None:
        page.keyboard.type(" ")
        use_tool(page, "Reference")
        expect(page.locator("#reference-list")).to_contain_text("Recipe: Bean soup")
        page.keyboard.type(words)
        page.keyboard.press("Enter")
        assert f" {link}" in text_of(page).input_value()
        expect(text_of(page)).to_be_focused()

    @staticmethod
    def _press(desk: Desk, folder: Path) -> None:
        with desk.site.app.app_context():
            chapter = db.session.get_one(Contribution, desk.chapter)
            assert chapter.head is not None
            (picture,) = chapter.files
            files = {
                "book.yaml": BOOK.format(path=chapter.path),
                chapter.path: chapter.head.text,
                "references.bib": SOURCE,
            }
            make_book(folder, files)
            (folder / "images").mkdir()
            (folder / picture.path).write_bytes(get_storage().read(picture.digest))
        made = set_book(folder)
        assert made.warnings == ()
        says = words_of(made.html)
        for reference in (
            "Figure\xa01.1",
            "Table\xa01.1",
            "Example\xa01.1",
            "(1.1)",
            "Section\xa01.1",
        ):
            assert reference in says
        (image,) = made.html.iter("img")
        assert image.get("alt") == "A line that ’wavers’"


class TestDecorations:
    def test_one_is_marked_and_asks_for_no_words(self, page: Page) -> None:
        use_tool(page, "Picture")
        page.locator("#figure-file").set_input_files(
            {"name": "leaf.jpg", "mimeType": "image/jpeg", "buffer": photo()}
        )
        expect(page.locator("#figure-state")).to_have_text("leaf.jpg is here.")
        page.get_by_label("It only decorates").check()
        expect(page.get_by_label("What it shows").filter(visible=True)).to_be_disabled()
        page.get_by_role("button", name="Put it in").filter(visible=True).click()
        expect(text_of(page)).to_have_value(_ending('.jpg){alt="" .decorative}\n'))

    def test_what_is_no_picture_is_told_at_once(self, page: Page, visits: Visits) -> None:
        visits.forgive("422")
        use_tool(page, "Picture")
        page.locator("#figure-file").set_input_files(
            {"name": "a.jpg", "mimeType": "image/jpeg", "buffer": b"%PDF-1.7"}
        )
        expect(page.locator("#figure-state")).to_contain_text("no photo")


class TestNewSources:
    def test_a_pasted_reference_is_checked_added_and_cited(self, page: Page, desk: Desk) -> None:
        use_tool(page, "Source")
        page.get_by_text("It is not in the list").press("Enter")
        page.get_by_label("Paste the reference").fill(
            "Obi, A., & Vik, J. (2001). Counting bees. Sage. doi:10.1000/bees"
        )
        page.get_by_role("button", name="Take it apart").press("Enter")
        expect(page.get_by_label("Authors")).to_have_value("Obi, A.\nVik, J.")
        expect(page.get_by_label("DOI", exact=True)).to_have_value("10.1000/bees")
        page.locator("#source-title").fill("Counting bees at night")
        page.get_by_role("button", name="Add it to the book").press("Enter")
        expect(page.get_by_label("Obi and Vik (2001) Counting bees at night")).to_be_checked()
        page.get_by_role("button", name="Cite it").press("Enter")
        expect(text_of(page)).to_have_value("First words.[@obi2001]")
        with desk.site.app.app_context():
            volume = db.session.get_one(Contribution, desk.chapter).volume
            assert volume.bibliography.startswith(SOURCE)


class TestReferences:
    def test_another_entry_is_linked_by_its_title(self, page: Page) -> None:
        use_tool(page, "Reference")
        expect(page.get_by_label("Recipe: Bean soup")).to_be_visible()
        page.keyboard.type("bean")
        page.keyboard.press("Enter")
        expect(text_of(page)).to_have_value(_containing("First words.[Bean soup](../recipes/dish-"))

    def test_what_stands_in_code_is_nothing_to_refer_to(self, page: Page) -> None:
        text_of(page).fill("```\n## No heading\n```\n\n## A heading\n\n::: note\nx\n:::\n")
        put_cursor_at_the_end(page)
        use_tool(page, "Reference")
        expect(page.locator("#reference-list")).to_contain_text("Note")
        expect(page.locator("#reference-list")).not_to_contain_text("No heading")
        page.get_by_label("Note", exact=True).check()
        page.keyboard.press("Enter")
        expect(text_of(page)).to_have_value(
            _containing("::: {.note #box:note}\nx\n:::\n[](#box:note)")
        )


class TestHowItLooks:
    @pytest.mark.parametrize("screen", Screen)
    def test_no_question_keeps_anything_from_anybody(
        self, visits: Visits, desk: Desk, screen: Screen
    ) -> None:
        page = visits.person(screen, Colours.DARK if screen is Screen.PHONE else Colours.LIGHT)
        come_in(page, desk.site.app, AUTHOR)
        page.goto(desk.path)
        assert_accessible(page)
        for name in QUESTIONS:
            page.get_by_role("toolbar").get_by_role("button", name=name, exact=True).click()
            expect(page.locator("dialog[open]")).to_be_visible()
            assert_accessible(page)
            page.keyboard.press("Escape")
        page.get_by_role("toolbar").get_by_role("button", name="Box").click()
        expect(page.get_by_role("menu")).to_be_visible()
        assert_accessible(page)
        width = page.evaluate("document.documentElement.scrollWidth")
        assert width == screen.value[0]

    def test_without_scripts_the_text_is_a_plain_one_and_says_how_to_write(
        self, visits: Visits, desk: Desk
    ) -> None:
        page = visits.person(Screen.PHONE, scripts=Scripts.BLOCKED)
        come_in(page, desk.site.app, AUTHOR)
        page.goto(desk.path)
        expect(page.locator(".tools")).to_be_hidden()
        expect(page.locator("dialog[open]")).to_have_count(0)
        expect(page.get_by_label("A line below the photo")).to_be_visible()
        page.get_by_text("How to write").click()
        expect(page.get_by_text("[@knuth1984, p. 3]")).to_be_visible()
        text_of(page).fill("Second words.[@knuth1984]")
        page.get_by_role("button", name="Save the changes").last.click()
        expect(page.locator(".flashes .notice")).to_contain_text("Saved.")


def _ending(words: str) -> re.Pattern[str]:
    return re.compile(re.escape(words) + "$")


def _containing(words: str) -> re.Pattern[str]:
    return re.compile(re.escape(words))
