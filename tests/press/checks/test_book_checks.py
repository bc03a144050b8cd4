"""The checks of a book as a book: its order, its copyright page, its recipes, its page breaks."""

from __future__ import annotations

from pathlib import Path

import pikepdf
import pytest

from cookbook.press.checks.judging import judge_epub, judge_pdf
from cookbook.press.checks.pdf_gutter import inner_margin
from cookbook.press.checks.results import CheckResult, Verdict
from tests.press.checks.books import (
    IDENTIFIER,
    TOC,
    change_pdf,
    package,
    page,
    write_epub,
    write_pdf,
)

RIGHTS = package().replace(
    "<dc:language>", "<dc:rights>CC-BY-4.0</dc:rights><dc:creator>Ada Obi</dc:creator>"
    "<dc:date>2024-05-01</dc:date><dc:language>"
)  # fmt: skip
COPYRIGHT = (
    '<section epub:type="copyright-page"><h1>Soup</h1><p>2024. By Ada Obi. CC-BY-4.0. '
    f"{IDENTIFIER}</p></section>"
)
RECIPE = (
    '<section class="recipe" id="soup"><h1>Soup</h1><div class="byline">Ada Obi</div>'
    '<div class="facts">Yield: 3 bowls</div><div class="ingredients"><h2>Ingredients</h2><ul>'
    "<li>1½\u00a0cups beans</li><li>{}</li></ul></div>"
    '<div class="method"><h2>Method</h2><ol><li>Wash the stone.</li></ol></div></section>'
)
TITLE_INDEX = (
    '<section class="title-index" epub:type="index" role="doc-index"><h1>Recipes</h1>'
    '<p><a href="{}">Soup</a></p></section>'
)


def judged(epub: Path, number: int) -> CheckResult:
    return next(each for each in judge_epub(epub).results if each.number == number)


def book(folder: Path, body: str, matter: str = "bodymatter", opf: str = RIGHTS) -> Path:
    """Write an EPUB whose chapter is a body of a matter."""
    chapter = page(body).replace("<body>", f'<body epub:type="{matter}">')
    cover = page('<section epub:type="titlepage"><h1>Soup</h1></section>')
    changes = {"book/cover.xhtml": cover, "book/chapter.xhtml": chapter, "book/package.opf": opf}
    return write_epub(folder, dict(changes))


def printed(folder: Path, number: int, body: str, style: str = "") -> CheckResult:
    path = write_pdf(folder, body, style=style, labels="[0 << /S /D >>]")
    return next(each for each in judge_pdf(path).results if each.number == number)


class TestOrder:
    def front(self, folder: Path, *kinds: str) -> CheckResult:
        sections = "".join(f'<section epub:type="{each}"/>' for each in kinds)
        changes = {
            "book/cover.xhtml": page(sections).replace("<body>", '<body epub:type="frontmatter">'),
            "book/nav.xhtml": page(TOC),
            "book/chapter.xhtml": page('<section epub:type="chapter"/>'),
        }
        return judged(write_epub(folder, dict(changes)), 30)

    def test_front_matter_in_its_order_passes(self, tmp_path: Path) -> None:
        result = self.front(tmp_path, "titlepage", "copyright-page", "dedication", "preface")
        assert result.verdict is Verdict.PASSED

    def test_what_stands_too_late_is_named(self, tmp_path: Path) -> None:
        result = self.front(tmp_path, "titlepage", "copyright-page", "preface", "foreword")
        assert result.details == ("foreword stands behind preface",)

    def test_a_book_without_a_title_page_is_found(self, tmp_path: Path) -> None:
        assert self.front(tmp_path, "copyright-page").details == ("there is no titlepage",)


class TestCopyrightPage:
    def test_one_that_names_everything_passes(self, tmp_path: Path) -> None:
        assert judged(book(tmp_path, COPYRIGHT), 35).verdict is Verdict.PASSED

    @pytest.mark.parametrize(
        ("gone", "words"),
        [
            (IDENTIFIER, "the identifier is not on it"),
            ("CC-BY-4.0", "the licence is not on it: CC-BY-4.0"),
            ("2024", "the year 2024 is not on it"),
            ("Ada Obi", "1 of 1 who wrote it are not on it: Ada Obi"),
        ],
    )
    def test_what_it_leaves_out_is_named(self, tmp_path: Path, gone: str, words: str) -> None:
        (line,) = judged(book(tmp_path, COPYRIGHT.replace(gone, "")), 35).details
        assert line.startswith(words)


class TestRecipes:
    def test_one_with_all_its_parts_passes(self, tmp_path: Path) -> None:
        assert judged(book(tmp_path, RECIPE.format("salt")), 36).verdict is Verdict.PASSED

    def test_one_that_names_nobody_is_found(self, tmp_path: Path) -> None:
        body = RECIPE.format("salt").replace('class="byline"', 'class="line"')
        assert judged(book(tmp_path, body), 36).details == (
            'book/chapter.xhtml: "Soup": names no contributor',
        )

    @pytest.mark.parametrize(
        ("line", "words"),
        [
            ("1 ½ cups flour", "a whole number stands apart from its fraction"),
            ("1 1/2 cups flour", "a whole number stands apart from its fraction"),
            ("500 g flour", "a line may break before the unit"),
        ],
    )
    def test_badly_set_quantities_are_found(self, tmp_path: Path, line: str, words: str) -> None:
        (found,) = judged(book(tmp_path, RECIPE.format(line)), 39).details
        assert found == f'book/chapter.xhtml: "{line}": {words}'

    @pytest.mark.parametrize("line", ["500\u00a0g flour", "2 eggs", "1½\u00a0cups milk", "salt"])
    def test_well_set_ones_pass(self, tmp_path: Path, line: str) -> None:
        assert judged(book(tmp_path, RECIPE.format(line)), 39).verdict is Verdict.PASSED

    def test_one_that_the_index_leaves_out_is_found(self, tmp_path: Path) -> None:
        whole = RECIPE.format("salt") + TITLE_INDEX.format("#soup")
        assert judged(book(tmp_path, whole), 40).verdict is Verdict.PASSED
        other = RECIPE.format("salt") + TITLE_INDEX.format("nav.xhtml#toc")
        assert judged(book(tmp_path, other), 40).details == ('"Soup" is not in the index by title',)


class TestSpreads:
    LAID_OUT = (
        '<section class="main matter-body recipe" id="soup"><h1>Soup</h1>'
        '<div class="ingredients"><h2>Ingredients</h2><ul><li>salt</li></ul></div>'
        '<div class="method"><h2>Method</h2><ol><li>Wash the stone.</li></ol></div></section>'
    )

    def judged(self, folder: Path, style: str) -> CheckResult:
        epub = book(
            folder, RECIPE.format("x").replace("<li>1½\u00a0cups beans</li><li>x", "<li>salt")
        )
        pdf = write_pdf(folder, self.LAID_OUT, style=style, labels="[0 << /S /D >>]")
        return next(each for each in judge_pdf(pdf, epub).results if each.number == 34)

    def test_a_recipe_on_one_page_passes(self, tmp_path: Path) -> None:
        assert self.judged(tmp_path, "").verdict is Verdict.PASSED

    def test_ingredients_on_another_page_are_found(self, tmp_path: Path) -> None:
        found = self.judged(tmp_path, ".ingredients { break-before: page }").details
        assert found[0] == 'page 1: "Soup": the ingredients begin on another page'

    def test_a_group_with_a_title_is_not_looked_for_in_the_next_recipe(
        self, tmp_path: Path
    ) -> None:
        group = "<h3>For the broth</h3><ul>"
        epub = book(
            tmp_path,
            RECIPE.format("x").replace("<ul><li>1½\u00a0cups beans</li><li>x", f"{group}<li>salt"),
        )
        follower = self.LAID_OUT.replace("Soup", "Stew").replace('id="soup"', 'id="stew"')
        laid_out = self.LAID_OUT.replace("<ul>", group, 1) + follower
        style = "#stew { break-before: page }"
        pdf = write_pdf(tmp_path, laid_out, style=style, labels="[0 << /S /D >>]")
        found = next(each for each in judge_pdf(pdf, epub).results if each.number == 34)
        assert found.verdict is Verdict.PASSED

    def test_a_method_behind_a_page_turn_is_found(self, tmp_path: Path) -> None:
        assert self.judged(tmp_path, ".method { break-before: page }").details == (
            'page 1: "Soup": the method begins behind a page turn',
        )


class TestPageBreaks:
    CHAPTER = '<section class="main matter-body chapter"><h1>Soup</h1>{}</section>'

    def test_a_heading_at_the_foot_of_a_page_is_found(self, tmp_path: Path) -> None:
        body = self.CHAPTER.format("<p>One.</p><h2>Stock</h2><p class='w'>Two.</p>")
        result = printed(tmp_path, 33, body, ".w { break-before: page }")
        assert result.details == ("page 1: Document/Sect/H2: stands last on its page",)

    def test_a_title_on_a_page_of_its_own_is_none(self, tmp_path: Path) -> None:
        body = self.CHAPTER.format("") + self.CHAPTER.format("<p>Words.</p>")
        assert printed(tmp_path, 33, body).verdict is Verdict.PASSED

    def test_a_last_line_alone_is_found(self, tmp_path: Path) -> None:
        style = "p { orphans: 1; widows: 1; margin: 0 } h1 { font-size: 16px; margin: 0 }"
        counts = {
            count: printed(
                tmp_path, 33, self.CHAPTER.format(f"<p>{'<br>'.join(['salt'] * count)}</p>"), style
            ).details
            for count in range(18, 30)
        }
        alone = [
            said for said in counts.values() if "its last line stands alone on page 2" in said[0]
        ]
        assert len(alone) == 1

    def test_a_part_that_opens_on_the_left_is_found(self, tmp_path: Path) -> None:
        body = (
            '<section class="main"><h1>Start</h1></section>'
            '<section class="main"><h1>Soups</h1><h2 class="l">Stone</h2></section>'
        )
        result = printed(tmp_path, 32, body, "h2.l { bookmark-level: 2 }")
        assert result.details == ('page 2: "Soups" opens on the left',)

    def test_a_running_head_on_an_opener_is_found(self, tmp_path: Path) -> None:
        body = '<section class="main"><h1>Soups</h1><h2 class="l">Stone</h2></section>'
        style = "h2.l { bookmark-level: 2 } @page { @top-left { content: 'A book' } }"
        result = printed(tmp_path, 32, body, style)
        assert result.details == ('page 1: "Soups" opens under a running head',)


class TestGutter:
    BODY = "".join(
        f'<section class="main"><h1>Soup {number}</h1><p>{"salt " * 90}</p></section>'
        for number in range(2)
    )

    def test_text_far_from_the_fold_passes(self, tmp_path: Path) -> None:
        assert printed(tmp_path, 26, self.BODY).verdict is Verdict.PASSED

    def test_text_in_the_fold_is_found_on_its_side(self, tmp_path: Path) -> None:
        style = "@page :left { margin-right: 0.2in } p { text-align: justify }"
        result = printed(tmp_path, 26, self.BODY, style)
        assert result.count == 1
        assert result.details[0].startswith("page 2: the text is 0.2")

    def test_a_book_bound_on_its_right_is_turned_round(self, tmp_path: Path) -> None:
        style = "@page :right { margin-right: 0.2in } p { text-align: justify }"
        path = write_pdf(tmp_path, self.BODY, style=style, labels="[0 << /S /D >>]")

        def turn(pdf: pikepdf.Pdf) -> None:
            pdf.Root.ViewerPreferences = pikepdf.Dictionary(Direction=pikepdf.Name.R2L)

        found = [each for each in judge_pdf(change_pdf(path, turn)).results if each.number == 26]
        assert found[0].details[0].startswith("page 1: the text is 0.2")

    def test_a_thick_book_wants_more(self) -> None:
        assert inner_margin(100) < inner_margin(400) < inner_margin(2000)
