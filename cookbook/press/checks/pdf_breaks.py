"""Checks of where pages break: stranded headings, single lines, and how openers look."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

from cookbook.press.checks.pdf_file import Bookmark, PdfFile
from cookbook.press.checks.pdf_text import UNMARKED, count_lines, words_on
from cookbook.press.checks.pdf_ua.tags import Structure, Tag, structure_of
from cookbook.press.checks.results import Judgement, judge, not_judged, passed

SAME_LINE = 4.0
HEAD_BAND = 0.12
"""The part of a page's height in which running heads stand."""
BLOCKS = frozenset({"P", "LI"})
ASIDE = frozenset({"Note", "Figure"})
"""What stands beside or below the text on which a heading opens."""
NO_TAGS = "the file has no tags that say what is a heading"


def judge_breaks(pdf: PdfFile) -> Judgement:
    """Judge whether no heading ends a page that its text doesn't, and no line stands alone."""
    structure = structure_of(pdf)
    headings = [tag for tag in structure.tags if _is_heading(tag)]
    if not headings:
        return not_judged(NO_TAGS)
    findings = [*_stranded(structure), *_single_lines(pdf, structure)]
    if findings:
        return judge(findings)
    return passed([f"{len(headings)} headings; rivers are for an eye"])


def _is_heading(tag: Tag) -> bool:
    return tag.role[:1] == "H" and (tag.role == "H" or tag.role[1:].isdigit())


def _stranded(structure: Structure) -> Iterator[str]:
    """Find headings that are the last on their page, though their section goes on."""
    marked = [tag for tag in structure.tags if tag.marks and not _is_aside(tag)]
    for tag, after in pairwise(marked):
        heading = next((each for each in (tag, *tag.around()) if _is_heading(each)), None)
        if heading is None or heading.within("Link"):
            continue
        page, following = tag.marks[-1][0], after.marks[0][0]
        is_same = any(each is heading for each in (after, *after.around()))
        if not is_same and following != page and _section(after) is _section(heading):
            yield f"{structure.place(heading)}: stands last on its page"


def _is_aside(tag: Tag) -> bool:
    return tag.role in ASIDE or any(each.role in ASIDE for each in tag.around())


def _section(tag: Tag) -> Tag | None:
    return next((each for each in tag.around() if each.role in ("Sect", "Document")), None)


def _single_lines(pdf: PdfFile, structure: Structure) -> Iterator[str]:
    """Find paragraphs of which a page has one line alone, and another page the rest."""
    for tag in structure.tags:
        pages = sorted({page for page, _ in tag.marks})
        if tag.role not in BLOCKS or len(pages) < 2:  # noqa: PLR2004 -- it goes on over a page
            continue
        lines = {page: _lines(pdf, tag, page) for page in pages}
        if lines[pages[-1]] == 1:
            last = pdf.labels[pages[-1]]
            yield f"{structure.place(tag)}: its last line stands alone on page {last}"
        if lines[pages[0]] == 1:
            yield f"{structure.place(tag)}: its first line stands alone"


def _lines(pdf: PdfFile, tag: Tag, page: int) -> int:
    words = words_on(pdf, page)
    marks = _marks(tag)
    return count_lines(
        (words[number] for each, number in marks if each == page and number in words), SAME_LINE
    )


def _marks(tag: Tag) -> list[tuple[int, int]]:
    """Give the marks of a tag and of all in it but notes."""
    below = (mark for each in tag.tags if each.role not in ASIDE for mark in _marks(each))
    return [*tag.marks, *below]


def judge_openers(pdf: PdfFile) -> Judgement:
    """Judge whether parts and chapters open on the right, and without a running head.

    They are the bookmarks of the first level that have others below them.
    """
    outline = pdf.outline
    openers = [each for each in _with_others(outline) if each.page is not None]
    if not openers:
        return not_judged("the outline has no parts and no chapters with headings")
    findings = [line for each in openers for line in _opener(pdf, each)]
    if findings:
        return judge(findings)
    return passed([f"{len(openers)} parts and chapters"])


def _with_others(outline: Sequence[Bookmark]) -> Iterator[Bookmark]:
    for each, after in pairwise(outline):
        if each.level == 1 and after.level > 1:
            yield each


def _opener(pdf: PdfFile, opener: Bookmark) -> Iterator[str]:
    page = opener.page or 0
    place = f'page {pdf.labels[page]}: "{opener.title[:60]}"'
    if page % 2:
        yield f"{place} opens on the left"
    height = float(pdf.pages[page].mediabox[3])
    heads = words_on(pdf, page).get(UNMARKED)
    if heads and any(base > height * (1 - HEAD_BAND) for base in heads.lines):
        yield f"{place} opens under a running head"
