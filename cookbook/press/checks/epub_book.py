"""Checks of an EPUB as a book: the order of its parts, its copyright page, its indexes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

from lxml import etree

from cookbook.press.checks.epub_file import EPUB_TYPE, NAMES, XHTML, EpubFile, resolve, words
from cookbook.press.checks.results import Judgement, judge, not_judged, passed
from cookbook.press.matter.licences import licence_name

MATTERS = ("frontmatter", "bodymatter", "backmatter")
FRONT = (
    "halftitlepage", "titlepage", "copyright-page", "dedication", "epigraph", "toc", "foreword",
    "preface", "introduction", "prologue",
)  # fmt: skip
BACK = (
    "afterword", "conclusion", "epilogue", "appendix", "glossary", "endnotes", "bibliography",
    "contributors", "acknowledgments", "index", "colophon",
)  # fmt: skip
"""The order in which these stand; what is in neither may stand anywhere."""
NO_DATE = "1980"
RECIPE = "recipe"
NAMES_SHOWN = 3


def recipes(epub: EpubFile) -> Iterator[tuple[str, etree._Element]]:
    """Give the recipes of a book of ours, each with its file: they are sections of that class."""
    for name in epub.spine:
        tree = epub.documents.get(name)
        if tree is None:
            continue
        for section in tree.iter(f"{{{XHTML}}}section"):
            if RECIPE in classes(section):
                yield name, section


def classes(node: etree._Element) -> list[str]:
    """Give the classes of an element."""
    return (node.get("class") or "").split()


def within(node: etree._Element, wanted: str) -> list[etree._Element]:
    """Give the elements of a class in another."""
    return [each for each in node.iterdescendants() if wanted in classes(each)]


def judge_order(epub: EpubFile) -> Judgement:
    """Judge whether what belongs to every book is there, and front and back matter in order."""
    found = list(_sections(epub))
    kinds = [kind for _, kind in found]
    if not any(kind in kinds for kind in ("part", "chapter")):
        return not_judged("the EPUB doesn't say what its sections are")
    findings = [
        f"there is no {missing}"
        for missing in ("titlepage", "copyright-page")
        if missing not in kinds
    ]
    matters = [MATTERS.index(matter) for matter, _ in found if matter in MATTERS]
    if matters != sorted(matters):
        findings.append("front matter, text and back matter are mixed")
    for matter, order in (("frontmatter", FRONT), ("backmatter", BACK)):
        findings += _misplaced([kind for each, kind in found if each == matter], order)
    if findings:
        return judge(findings)
    ranked = dict.fromkeys(kind for kind in kinds if kind in FRONT or kind in BACK)
    return passed([f"by what the sections are called: {', '.join(ranked)}"])


def _sections(epub: EpubFile) -> Iterator[tuple[str, str]]:
    """Give the sections in reading order, each with the matter that its page is of."""
    for name in epub.spine:
        tree = epub.documents.get(name)
        body = tree.find("h:body", NAMES) if tree is not None else None
        if body is None:
            continue
        matter = next((each for each in (body.get(EPUB_TYPE) or "").split() if each in MATTERS), "")
        for section in body.iterfind("h:section", NAMES):
            for kind in (section.get(EPUB_TYPE) or "").split():
                yield matter, kind


def _misplaced(kinds: Sequence[str], order: Sequence[str]) -> Iterator[str]:
    known = [kind for kind in kinds if kind in order]
    for before, after in pairwise(known):
        if order.index(before) > order.index(after):
            yield f"{after} stands behind {before}"


def judge_copyright(epub: EpubFile) -> Judgement:
    """Judge whether the copyright page names licence, identifier, date, and who wrote the book."""
    pages = [
        section
        for tree in epub.pages.values()
        for section in tree.iter(f"{{{XHTML}}}section")
        if "copyright-page" in (section.get(EPUB_TYPE) or "").split()
    ]
    if not pages:
        return judge(["there is no copyright page"])
    said = " ".join(words(each) for each in pages)
    findings = list(_unsaid(epub, said))
    if findings:
        return judge(findings)
    return passed(["as the package has them; whether each picture's maker is named is for an eye"])


def _unsaid(epub: EpubFile, said: str) -> Iterator[str]:
    for name, kind in (("identifier", "identifier"), ("title", "title")):
        node = epub.package.find(f"opf:metadata/dc:{name}", NAMES)
        value = words(node) if node is not None else ""
        if value and value not in said:
            yield f"the {kind} is not on it: {value[:80]}"
    licences = [words(each) for each in epub.package.iterfind("opf:metadata/dc:rights", NAMES)]
    for licence in licences:
        if licence not in said and licence_name(licence) not in said:
            yield f"the licence is not on it: {licence[:80]}"
    date = epub.package.find("opf:metadata/dc:date", NAMES)
    year = words(date)[:4] if date is not None else ""
    if year and year != NO_DATE and year not in said:
        yield f"the year {year} is not on it"
    people = [words(each) for each in epub.package.iterfind("opf:metadata/dc:creator", NAMES)]
    absent = [each for each in people if each not in said]
    if absent:
        shown = ", ".join(absent[:NAMES_SHOWN])
        yield f"{len(absent)} of {len(people)} who wrote it are not on it: {shown}"


def judge_index(epub: EpubFile) -> Judgement:
    """Judge whether the index by title names every recipe once."""
    titles = {
        f"{name}#{section.get('id')}": words(_heading(section)) for name, section in recipes(epub)
    }
    indexes = [
        (name, section)
        for name, tree in epub.pages.items()
        for section in tree.iter(f"{{{XHTML}}}section")
        if "title-index" in classes(section)
    ]
    if not titles or not indexes:
        return not_judged("for a person's eye: no recipes, or no index of them by title")
    listed = [
        f"{resolve(name, link.get('href') or '')}#{(link.get('href') or '').partition('#')[2]}"
        for name, section in indexes
        for link in section.iter(f"{{{XHTML}}}a")
    ]
    findings = [
        f'"{title[:80]}" is not in the index by title'
        for place, title in titles.items()
        if place not in listed
    ]
    if findings:
        return judge(findings)
    return passed([f"{len(titles)} recipes; whether see and see also are missed is for an eye"])


def _heading(section: etree._Element) -> etree._Element:
    """Give a section's own heading, or the section itself where it has none."""
    tags = {f"{{{XHTML}}}h{level}" for level in range(1, 7)}
    return next((each for each in section if each.tag in tags), section)
