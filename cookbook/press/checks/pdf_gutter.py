"""Check of a PDF's inner margins: how near the text comes to the fold, by the number of pages."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from cookbook.press.checks.pdf_content import POINTS_PER_INCH
from cookbook.press.checks.pdf_file import PdfFile, box
from cookbook.press.checks.pdf_text import UNMARKED, words_on
from cookbook.press.checks.results import Judgement, judge, not_judged, passed

# What printers of bound books ask for at least, in inches, up to so many pages.
INNER = ((150, 0.375), (300, 0.5), (500, 0.625), (700, 0.75))
WIDEST_INNER = 0.875
SLACK = 0.01
FULL_LINES = 8
"""A page of fewer lines shows nothing of where text ends."""


@dataclass(frozen=True)
class Reach:
    """How far a page's text stays away from the fold, in inches."""

    page: int
    inner: float


def judge_gutter(pdf: PdfFile) -> Judgement:
    """Judge whether text keeps its distance from the fold: more of it is lost in a thick book."""
    reaches = list(_reaches(pdf))
    rights = [each for each in reaches if each.page % 2 == 0]
    lefts = [each for each in reaches if each.page % 2]
    if not rights or not lefts:
        return not_judged("no pages of tagged text face each other")
    wanted = inner_margin(len(pdf.pages))
    findings = [
        f"page {pdf.labels[each.page]}: the text is {each.inner:.2f} in from the fold; "
        f"{len(pdf.pages)} pages want {wanted:g} in"
        for each in reaches
        if each.inner < wanted - SLACK
    ]
    if findings:
        return judge(findings)
    inner = min(each.inner for each in reaches)
    return passed([f"{inner:.2f} in or more; {len(pdf.pages)} pages want {wanted:g} in"])


def inner_margin(pages: int) -> float:
    """Give how far text should be away from the fold at least, in inches."""
    return next((margin for most, margin in INNER if pages <= most), WIDEST_INNER)


def _reaches(pdf: PdfFile) -> Iterator[Reach]:
    for number, page in enumerate(pdf.pages):
        words = [each for mark, each in words_on(pdf, number).items() if mark != UNMARKED]
        if sum(len(set(map(round, each.lines))) for each in words) < FULL_LINES:
            continue
        left, _, right, _ = box(page.trimbox)
        from_left = min(each.left for each in words) - left
        from_right = right - max(each.right for each in words)
        # The first page is a right one, whose fold is on its left; some books are turned round.
        inner = from_right if bool(number % 2) is not pdf.is_turned_round else from_left
        yield Reach(number, inner / POINTS_PER_INCH)
