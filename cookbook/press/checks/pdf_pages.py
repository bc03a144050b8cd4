"""Checks of a PDF's page numbers: the folios, the contents, the indexes, the outline."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache

from cookbook.press.checks.pdf_file import Bookmark, PdfFile
from cookbook.press.checks.pdf_folios import (
    Reference,
    Sheet,
    read_references,
    read_sheets,
)
from cookbook.press.checks.pdf_references import read_tagged_references
from cookbook.press.checks.pdf_ua.tags import structure_of
from cookbook.press.checks.results import Judgement, judge, not_judged, passed


@lru_cache(maxsize=1)
def sheets_of(pdf: PdfFile) -> tuple[Sheet, ...]:
    """Read the pages once."""
    return read_sheets(pdf)


@lru_cache(maxsize=1)
def references_of(pdf: PdfFile) -> tuple[Reference, ...]:
    """Read the references once: by tags, where these tell numbers apart, else by their places."""
    return read_tagged_references(structure_of(pdf)) or read_references(pdf)


def judge_references(pdf: PdfFile) -> Judgement:
    """Judge whether each page number that is printed is the folio that its page bears.

    A page without a printed folio is judged by its label; labels must equal what is printed.
    """
    references, sheets = references_of(pdf), sheets_of(pdf)
    numbered = [each for each in references if each.folio]
    if not numbered:
        return not_judged("no link of the book names a page number")
    findings = [
        f'page {pdf.labels[number]}: is labelled so, but "{sheet.folio}" is printed on it'
        for number, sheet in enumerate(sheets)
        if sheet.folio and sheet.folio != pdf.labels[number]
    ]
    findings += [line for each in numbered for line in _untrue(pdf, sheets, each)]
    findings += [
        f'page {pdf.labels[each.page]}: "{each.title[:60]}" stands in the contents without its page'
        for each in references
        if not each.folio and each.page in _contents_pages(references)
    ]
    return judge(findings) if findings else passed([f"{len(numbered)} page numbers"])


def _untrue(pdf: PdfFile, sheets: Sequence[Sheet], each: Reference) -> Iterator[str]:
    if each.target is None:
        return
    printed, label = sheets[each.target].folio, pdf.labels[each.target]
    if each.folio != (printed or label):
        yield (
            f'page {pdf.labels[each.page]}: "{each.title[:60]}" is said to be on page {each.folio},'
            f" and is on page {printed or label}, which is labelled {label}"
        )
    elif printed and printed != label:
        yield (
            f'page {pdf.labels[each.page]}: "{each.title[:60]}" names page {each.folio}, but pages '
            f"count otherwise: it is page {label}"
        )


def _contents_pages(references: Sequence[Reference]) -> set[int]:
    return {each.page for each in references if each.is_in_contents}


def _contents_lines(references: Sequence[Reference]) -> list[Reference]:
    """Give the lines of the contents, which end where the first thing that they name begins.

    Lists of figures and of tables stand behind them, and look alike.
    """
    lines = [each for each in references if each.is_in_contents]
    named = [each.target for each in lines if each.target is not None and each.target > each.page]
    end = min(named, default=None)
    return [each for each in lines if end is None or each.page < end]


def judge_outline(pdf: PdfFile) -> Judgement:
    """Judge whether the outline has the entries of the contents, in their order, and no others.

    What stands before the end of the contents (title page, contents) may be in the outline alone.
    """
    lines = _contents_lines(references_of(pdf))
    if not lines:
        return not_judged("no contents with page numbers are printed")
    last = max(each.page for each in lines)
    outline = [each for each in pdf.outline if each.page is None or each.page > last]
    matched, missing = _match(lines, outline)
    findings = [
        f'"{each.title[:80]}" is in the contents, but not in the outline' for each in missing
    ]
    findings += [
        f'"{each.title[:80]}" is in the outline, but not in the contents'
        for index, each in enumerate(outline)
        if index not in matched
    ]
    if matched != sorted(matched):
        findings.append("the outline has another order than the contents")
    return judge(findings) if findings else passed([f"{len(lines)} entries"])


def _match(
    lines: Sequence[Reference], outline: Sequence[Bookmark]
) -> tuple[list[int], list[Reference]]:
    """Find the bookmark of each line of the contents: of the same page, and the same words."""
    matched: list[int] = []
    missing: list[Reference] = []
    by_page: dict[int | None, list[int]] = {}
    for index, bookmark in enumerate(outline):
        by_page.setdefault(bookmark.page, []).append(index)
    for line in lines:
        # A line of the contents may go on with the author's name.
        found = [
            index
            for index in by_page.get(line.target, ())
            if index not in matched
            and _letters(line.title).startswith(_letters(outline[index].title))
        ]
        if found:
            matched.append(found[0])
        else:
            missing.append(line)
    return matched, missing


def _letters(words: str) -> str:
    return "".join(each for each in words.casefold() if each.isalnum())


def judge_folios(pdf: PdfFile) -> Judgement:
    """Judge whether folios are roman, then arabic without a gap, and blank pages bare."""
    sheets = sheets_of(pdf)
    if not any(sheet.folio for sheet in sheets):
        return not_judged("no page bears a folio")
    return judge(_folios(sheets))


def _folios(sheets: Sequence[Sheet]) -> Iterator[str]:
    last_arabic: tuple[int, int] | None = None
    for number, sheet in enumerate(sheets):
        place = f"sheet {number + 1}"
        if sheet.is_bare and sheet.folio:
            yield f'{place}: is blank, but bears the folio "{sheet.folio}"'
        if sheet.folio.isdigit():
            value = int(sheet.folio)
            if last_arabic and value - last_arabic[1] != number - last_arabic[0]:
                yield f'{place}: bears "{value}", {number - last_arabic[0]} after {last_arabic[1]}'
            last_arabic = (number, value)
        elif sheet.folio and last_arabic:
            yield f'{place}: bears the roman "{sheet.folio}" after the arabic {last_arabic[1]}'
    if last_arabic is None:
        yield "no page bears an arabic folio"
