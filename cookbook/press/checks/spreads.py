"""Checks of recipes on their pages: the EPUB says what they are, the PDF where they stand."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from lxml import etree

from cookbook.press.checks.epub_book import classes, recipes
from cookbook.press.checks.epub_file import XHTML, EpubFile, words
from cookbook.press.checks.epub_recipes import NO_RECIPES
from cookbook.press.checks.pdf_file import PdfFile
from cookbook.press.checks.pdf_pages import references_of
from cookbook.press.checks.results import Judgement, judge, not_judged, passed

ENTRY_LINK = "entry-ref"
HEADING = re.compile(r"h[1-6]")


@dataclass(frozen=True)
class Layout:
    """What of a recipe is looked for on the pages: its title, and words of its two main parts."""

    title: str
    ingredients: str
    method: str


def judge_spreads(epub: EpubFile, pdf: PdfFile) -> Judgement:
    """Judge whether ingredients begin on their title's page, and the method on the same spread."""
    wanted = [each for _, section in recipes(epub) if (each := _layout(section)) is not None]
    if not wanted:
        return not_judged(NO_RECIPES)
    findings = [line for each in wanted for line in _look(pdf, each)]
    if findings:
        return judge(findings)
    return passed([f"{len(wanted)} recipes"])


def judge_citations(epub: EpubFile, pdf: PdfFile) -> Judgement:
    """Judge whether a recipe that another one names is printed with its page."""
    cited = [
        words(link)
        for _, section in recipes(epub)
        for link in section.iterdescendants(f"{{{XHTML}}}a")
        if ENTRY_LINK in classes(link)
    ]
    if not cited:
        return not_judged("no recipe names another one")
    printed = [letters(each.title) for each in references_of(pdf) if each.folio]
    findings = [
        f'"{each[:60]}" is named without its page'
        for each in cited
        if not any(title.endswith(letters(each)) for title in printed)
    ]
    return judge(findings) if findings else passed([f"{len(cited)} recipes that others name"])


def _layout(section: etree._Element) -> Layout | None:
    parts = {kind: each for each in section for kind in classes(each)}
    if "ingredients" not in parts or "method" not in parts or not len(section):
        return None
    title = next((words(each) for each in section if _is_heading(each)), "")
    return Layout(title, _first_words(parts["ingredients"]), _first_words(parts["method"]))


def _is_heading(node: etree._Element) -> bool:
    return isinstance(node.tag, str) and bool(HEADING.fullmatch(node.tag.rpartition("}")[2]))


def _first_words(part: etree._Element) -> str:
    """Give a part's heading, that of its first group, and the beginning of what stands below."""
    said = ""
    for each in part.iter():
        if _is_heading(each):
            said += words(each)
        elif str(each.tag).endswith("}li"):
            return said + words(each)[:12]
    return said + words(part)[:12]


def _look(pdf: PdfFile, recipe: Layout) -> Iterator[str]:
    title = letters(recipe.title)
    pages = [each.page for each in pdf.outline if letters(each.title) == title]
    page = next((each for each in pages if each is not None), None)
    if page is None:
        return
    place = f'page {pdf.labels[page]}: "{recipe.title[:60]}"'
    near = range(page, min(page + 3, len(pdf.pages)))
    ingredients, method = (
        _find(pdf, letters(each), near) for each in (recipe.ingredients, recipe.method)
    )
    if ingredients is not None and ingredients != page:
        yield f"{place}: the ingredients begin on another page"
    if method is not None and spread(method) != spread(page):
        yield f"{place}: the method begins behind a page turn"


def _find(pdf: PdfFile, wanted: str, pages: Sequence[int]) -> int | None:
    return next((page for page in pages if wanted in _letters_on(pdf, page)), None)


def _letters_on(pdf: PdfFile, number: int) -> str:
    page = pdf.text[number]
    text = page.get_textpage()
    said = letters(text.get_text_range())
    text.close()
    page.close()
    return said


def spread(page: int) -> int:
    """Give the number of the spread on which a page lies: the first page is a right one."""
    return (page + 1) // 2


def letters(text: str) -> str:
    """Give the letters of a text alone, as pages and files set the rest differently."""
    return "".join(each for each in text.casefold() if each.isalpha())
