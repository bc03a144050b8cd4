"""All checks of a finished book, in the order in which it is judged, each with what judges it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Generic, TypeVar

from cookbook.press.checks import (
    epub_book,
    epub_checks,
    epub_links,
    epub_metadata,
    epub_pictures,
    epub_recipes,
    pdf_breaks,
    pdf_checks,
    pdf_pages,
)
from cookbook.press.checks.ace import judge_by_ace
from cookbook.press.checks.epub_file import EpubFile
from cookbook.press.checks.epubcheck import judge_by_epubcheck
from cookbook.press.checks.pdf_file import PdfFile
from cookbook.press.checks.pdf_gutter import judge_gutter
from cookbook.press.checks.pdf_ua import judge_ua
from cookbook.press.checks.results import CheckResult, Judgement, not_judged
from cookbook.press.checks.spreads import judge_citations, judge_spreads

Subject = TypeVar("Subject")


@dataclass(frozen=True)
class Check(Generic[Subject]):
    """One check: its number and title, and what judges its subject."""

    number: int
    title: str
    judge: Callable[[Subject], Judgement]

    def result(self, judgement: Judgement) -> CheckResult:
        """Give the judgement under this check's number and title."""
        return CheckResult(self.number, self.title, **vars(judgement))


@dataclass(frozen=True)
class Edition:
    """An EPUB and a PDF of one book."""

    epub: EpubFile
    pdf: PdfFile


VALIDATION: Check[Path] = Check(1, "EPUBCheck has nothing to say against it", judge_by_epubcheck)
ACCESSIBILITY: Check[Path] = Check(2, "Ace has nothing to say against it", judge_by_ace)
STILLNESS: Check[EpubFile] = Check(
    16, "No script, and nothing from outside", epub_links.judge_stillness
)
EPUB_OPENING: Check[EpubFile] = Check(
    41, "The EPUB opens, and all of it can be read", epub_checks.judge_opening
)
PDF_OPENING: Check[PdfFile] = Check(43, "The PDF opens without repair", pdf_checks.judge_opening)

EPUB_CHECKS: tuple[Check[EpubFile], ...] = (
    Check(4, "Every page of the EPUB has a human title", epub_checks.judge_titles),
    Check(5, "The landmarks lead to where the text begins", epub_checks.judge_landmarks),
    Check(7, "The page-list names its print source", epub_metadata.judge_page_source),
    Check(8, "Every page says its language", epub_checks.judge_languages),
    Check(9, "The accessibility metadata is true", epub_metadata.judge_accessibility),
    Check(10, "Conformance is claimed only where evaluated", epub_metadata.judge_conformance),
    Check(11, "The cover has an alternative text", epub_pictures.judge_cover),
    Check(12, "Every picture is described or decorative", epub_pictures.judge_alternatives),
    Check(13, "No heading level is skipped", epub_checks.judge_headings),
    Check(14, "Every header cell has a scope", epub_checks.judge_header_cells),
    Check(15, "Every formula has an alternative text", epub_checks.judge_formulas),
    STILLNESS,
    Check(17, "Every epub:type has its role", epub_checks.judge_roles),
    Check(18, "Pictures have at most 4 megapixels and 1.5 MB", epub_pictures.judge_sizes),
    Check(30, "Front and back matter are there, in order", epub_book.judge_order),
    Check(35, "The copyright page credits everyone", epub_book.judge_copyright),
    Check(36, "Recipes begin with title, contributor, yield and times", epub_recipes.judge_heads),
    Check(39, "Numbers, fractions and units are set well", epub_recipes.judge_quantities),
    Check(40, "The index names every recipe", epub_book.judge_index),
    EPUB_OPENING,
    Check(42, "Every link within the EPUB leads somewhere", epub_links.judge_links),
)

EDITION_CHECKS: tuple[Check[Edition], ...] = (
    Check(
        6,
        "The page-list follows the PDF's folios",
        lambda edition: epub_metadata.judge_page_list(edition.epub, edition.pdf.labels),
    ),
    Check(
        34,
        "Ingredients stay with their title, the method on the same spread",
        lambda edition: judge_spreads(edition.epub, edition.pdf),
    ),
    Check(
        38,
        "A recipe within a recipe is cited with its page",
        lambda edition: judge_citations(edition.epub, edition.pdf),
    ),
)

PDF_CHECKS: tuple[Check[PdfFile], ...] = (
    Check(19, "All fonts are embedded", pdf_checks.judge_fonts),
    Check(20, "Title, language and tags are set", pdf_checks.judge_identity),
    Check(21, "The outline equals the contents", pdf_pages.judge_outline),
    Check(22, "Every page number is the folio of its page", pdf_pages.judge_references),
    Check(23, "Every link within the PDF leads somewhere", pdf_checks.judge_links),
    Check(24, "Photos have 300 dpi in print", pdf_checks.judge_resolution),
    Check(25, "All pages have one trim; a bleed has 1/8 in", pdf_checks.judge_trim),
    Check(26, "The gutter grows with the number of pages", judge_gutter),
    Check(27, "PDF/UA-1 is claimed and kept, as far as we see", judge_ua),
    Check(28, "A PDF/X has its output intent and no RGB", pdf_checks.judge_print_colours),
    Check(29, "No glyph is missing", pdf_checks.judge_glyphs),
    Check(31, "Folios are roman, then arabic; blank pages bare", pdf_pages.judge_folios),
    Check(32, "Openers have no running head, and stand on the right", pdf_breaks.judge_openers),
    Check(33, "No stranded heading, no line alone", pdf_breaks.judge_breaks),
    PDF_OPENING,
    Check(44, "The PDF carries no files and starts nothing", pdf_checks.judge_stillness),
)

BY_EYE = "for a person's eye"
UNJUDGED: tuple[tuple[int, str, str], ...] = (
    (3, "Two builds give the same files", "press the book twice and compare the checksums"),
    (37, "Ingredients stand in the order of their use", BY_EYE),
)


def unjudged() -> list[CheckResult]:
    """Give the checks that no tool of ours judges."""
    return [
        CheckResult(number, title, **vars(not_judged(reason))) for number, title, reason in UNJUDGED
    ]
