"""An entry shown before it is in any book: as the pages will show it, and harmless on ours."""

from __future__ import annotations

import pytest
from lxml import html as lxml_html

from cookbook.manuscript import FrontMatterError, read_book_folder
from cookbook.manuscript.measures import Measures, MeasureStyle
from cookbook.manuscript.problems import ManuscriptError
from cookbook.press import alone
from cookbook.press.previewing import Preview, preview_document, preview_entry, web_styles
from cookbook.press.themes import find_theme
from cookbook.press.warnings import WarningKind
from tests.press.harm import ACTIVE_ELEMENTS
from tests.press.making import BOOKS, Pressed, chapter, recipe, words

BOOK = "@book{knuth1984, title={The TeXbook}, author={Knuth, Donald}, year={1984}, publisher={AW}}"
SOUP = recipe(
    "Stone soup",
    "Best *hot*.",
    "",
    "## Ingredients",
    "- 1/2 cup water",
    "",
    "## Method",
    "1. Wash the stone.",
    photo="images/stone.jpg",
    photo_alt="A grey stone",
    town="Almeirim",
)


def nothing_here(_path: str) -> str | None:
    return None


def everything_here(path: str) -> str | None:
    return f"/pictures/{path}"


def show(text: str, path: str = "recipes/soup.md") -> Preview:
    return preview_entry(text, path=path, find_picture=everything_here)


def parsed(preview: Preview) -> lxml_html.HtmlElement:
    return lxml_html.fragment_fromstring(preview.html)


def remarks(preview: Preview) -> list[str]:
    return [each.message for each in preview.warnings]


class TestPreviewEntry:
    def test_it_shows_a_recipe_as_a_book_sets_it(self) -> None:
        preview = show(SOUP)
        page = parsed(preview)
        assert (preview.title, preview.warnings) == ("Stone soup", ())
        assert words(page.find("h1")) == "Stone soup"
        assert words(page.find(".//div[@class='byline']")).strip() == "Ada Obi, Almeirim"
        (line,) = page.iterfind(".//ul/li")
        assert words(line) == "½\u00a0cup water"
        (photo,) = page.iter("img")
        assert (photo.get("src"), photo.get("alt")) == (
            "/pictures/images/stone.jpg",
            "A grey stone",
        )

    def test_amounts_are_said_in_the_books_measures(self) -> None:
        style = MeasureStyle(Measures.METRIC)
        preview = preview_entry(SOUP, path="a.md", find_picture=everything_here, style=style)
        (line,) = parsed(preview).iterfind(".//ul/li")
        assert words(line) == "120\u00a0ml (½\u00a0cup) water"

    def test_it_is_the_same_as_the_page_of_the_book(self, pressed_pond: Pressed) -> None:
        text = (BOOKS / "pond/recipes/broth.md").read_text(encoding="utf-8")
        shown = parsed(show(text, "recipes/broth.md"))
        page = pressed_pond.web["broth.html"].find(".//main/section")
        assert words(shown.find(".//ol")) == words(page.find(".//ol"))

    def test_a_chapter_has_its_formulas_notes_tables_and_sources(self) -> None:
        text = chapter(
            "Typesetting",
            "As $x^2$ shows [@knuth1984], see^[A note.] [](#tbl:t).",
            "",
            "| a | b |\n|--:|:-:|\n| 1 | 2 |\n\n: Yields {#tbl:t}",
        )
        preview = preview_entry(
            text, path="chapters/t.md", find_picture=nothing_here, bibliography=BOOK, number="3"
        )
        page = parsed(preview)
        assert preview.warnings == ()
        assert len(list(page.iter("math"))) == 1
        assert "see1 Table\xa03.1." in words(page)
        assert words(page.find(".//section[@role='doc-endnotes']//li")).startswith("A note.")
        assert "Sources" in words(page)
        assert "The TeXbook" in words(page)

    def test_an_author_who_is_named_elsewhere_signs_it(self) -> None:
        text = recipe("Pie", "Words.", by="")
        unsigned = show(text)
        signed = preview_entry(
            text, path="recipes/pie.md", find_picture=nothing_here, authors=["Ada Obi", "Jon Vik"]
        )
        assert remarks(unsigned) == ["is credited to nobody."]
        assert signed.warnings == ()
        assert (
            words(parsed(signed).find(".//div[@class='byline']")).strip() == "Ada Obi and Jon Vik"
        )

    def test_links_to_other_entries_are_marked_and_nothing_is_said(self) -> None:
        preview = show(recipe("Pie", "[Shortcrust](crust.md), [](../chapters/ovens.md#heat)."))
        page = parsed(preview)
        assert preview.warnings == ()
        assert [words(each) for each in page.iterfind(".//span[@class='elsewhere']")] == [
            "Shortcrust",
            "ovens.md#heat",
        ]
        assert list(page.iter("a")) == []

    def test_a_picture_is_looked_for_beside_the_entry_and_a_missing_one_is_remarked(self) -> None:
        asked: list[str] = []

        def find(path: str) -> str | None:
            asked.append(path)
            return "/images/7f3a" if path == "chapters/a.png" else None

        preview = preview_entry(
            chapter("Ovens", "![one](a.png)", "", "![two](b.png)", "", "![out](../../c.png)"),
            path="chapters/ovens.md",
            find_picture=find,
        )
        assert [each.get("src") for each in parsed(preview).iter("img")] == ["/images/7f3a"]
        assert asked == ["a.png", "chapters/a.png", "b.png", "chapters/b.png"]
        assert remarks(preview) == [
            'the picture "b.png" is not here; it is left out.',
            'the picture "../../c.png" is not here; it is left out.',
        ]

    def test_a_formula_that_can_not_be_read_is_remarked(self) -> None:
        preview = show(chapter("Sums", r"As $\frac{1$ shows."), "chapters/sums.md")
        assert [each.kind for each in preview.warnings] == [WarningKind.FORMULA]
        assert r"\frac{1" in words(parsed(preview))

    def test_line_ends_of_a_form_are_line_ends(self) -> None:
        assert show(SOUP.replace("\n", "\r\n")).html == show(SOUP).html

    def test_front_matter_that_can_not_be_read_is_an_error_with_its_line(self) -> None:
        with pytest.raises(FrontMatterError) as caught:
            show("---\nkind: recipe\ntitle: [a\n---\n")
        assert caught.value.place is not None
        with pytest.raises(FrontMatterError, match="title"):
            show("---\nkind: recipe\n---\nWords.\n")

    def test_a_text_that_is_no_text_is_an_error(self) -> None:
        with pytest.raises(ManuscriptError):
            show("a\x00b")

    def test_what_takes_too_long_is_shown_as_plain_text(
        self, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(alone, "READ_SECONDS", 0.0)
        preview = show(chapter("Nests", "Words *of* mine."), "chapters/nests.md")
        assert "Words *of* mine." in words(parsed(preview))
        assert "it is set as plain text" in remarks(preview)[0]


HOSTILE = """\
<script>alert(1)</script> <img src=x onerror=alert(1)> <form action="https://evil.example">

[j](javascript:alert(1)) [d](data:text/html,x) [ok](https://example.org/a)
![net](https://evil.example/x.png) ![data](data:image/png;base64,AAAA) ![sound](x.mp3)

[x]{style="position:fixed" onclick="alert(1)"} ![w](w.png){width=33%}

- [ ] a box

```{=html}
<script>alert(2)</script>
```

$\\text{</math><script>alert(3)</script>} \\begin{aligned} a &= b \\end{aligned}$

| a | b |
|--:|:-:|
| 1 | 2 |

::: {.note title="</div><script>alert(4)</script>"}
Words.
:::
"""


@pytest.fixture(scope="module")
def page() -> lxml_html.HtmlElement:
    title = '"</title><script>alert(0)</script>"'
    front = f"---\nkind: chapter\ntitle: {title}\nby: <b>x</b>\n---\n"
    return parsed(show(f"{front}{HOSTILE}", "c.md"))


class TestHostileText:
    def test_it_makes_no_element_that_acts(self, page: lxml_html.HtmlElement) -> None:
        assert {str(each.tag) for each in page.iter()} & ACTIVE_ELEMENTS == set()

    def test_no_attribute_acts_and_none_is_an_inline_style(
        self, page: lxml_html.HtmlElement
    ) -> None:
        names = {str(name) for node in page.iter() for name in node.attrib}
        assert not {name for name in names if name == "style" or name.startswith("on")}

    def test_only_links_lead_away(self, page: lxml_html.HtmlElement) -> None:
        targets = [each.get("href") or "" for each in page.iter("a")]
        assert [each for each in targets if "//" in each] == ["https://example.org/a"]
        assert all((each.get("src") or "").startswith("/pictures/") for each in page.iter("img"))

    def test_its_words_are_kept(self, page: lxml_html.HtmlElement) -> None:
        for said in (
            "<script>alert(1)</script>",
            "alert(2)",
            "☐\u00a0a box",
            "</div><script>alert(4)",
        ):
            assert said in words(page)

    def test_alignments_and_widths_are_classes(self, page: lxml_html.HtmlElement) -> None:
        assert [each.get("class") for each in page.iter("td")] == ["align-right", "align-center"]
        assert [each.get("class") for each in page.iter("img")][-1] == "width-35"
        assert {each.get("class") for each in page.iter("mtd")} == {"align-right", "align-left"}


class TestPreviewDocument:
    def test_it_is_a_page_with_the_callers_styles(self) -> None:
        page = lxml_html.document_fromstring(
            preview_document(
                show(recipe("Ann's <pie>", "Words.")), stylesheet="/press/hearth.css", language="pt"
            )
        )
        assert page.get("lang") == "pt"
        assert words(page.find(".//title")) == "Ann's <pie>"
        assert [each.get("href") for each in page.iter("link")] == ["/press/hearth.css"]
        assert not list(page.iter("script", "style"))


class TestWebStyles:
    def test_fonts_are_where_the_caller_says(self) -> None:
        styles = web_styles(find_theme(read_book_folder(BOOKS / "pond").book), fonts="/fonts/")
        assert 'url("/fonts/fraunces-600-normal.ttf")' in styles
        assert "../fonts" not in styles
