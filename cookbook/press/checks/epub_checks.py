"""Checks of an EPUB's pages: titles, languages, headings, tables, formulas, roles, scripts."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import PurePosixPath

from lxml import etree

from cookbook.press.checks.epub_file import (
    EPUB_TYPE,
    NAMES,
    XHTML,
    XML_LANG,
    EpubFile,
    local_name,
    resolve,
    words,
)
from cookbook.press.checks.results import Judgement, judge, not_judged

LANGUAGE_TAG = re.compile(r"[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*")
MACHINE_TITLE = re.compile(
    r"untitled.*|unknown|document|new document|[a-z]{1,9}[-_]?\d+|.*\.(x?html?|md|docx?|tex)",
    re.IGNORECASE,
)
HEADINGS = {f"h{level}": level for level in range(1, 7)}
SCOPES = {"col", "row", "colgroup", "rowgroup"}

# epub:types whose meaning a role of DPUB-ARIA 1.1 has as well; the others have none.
ROLES = {
    **{
        name: f"doc-{name}"
        for name in (
            "abstract", "acknowledgments", "afterword", "appendix", "bibliography", "biblioref",
            "chapter", "colophon", "conclusion", "credit", "credits", "dedication", "endnotes",
            "epigraph", "epilogue", "errata", "footnote", "foreword", "glossary", "glossref",
            "index", "introduction", "noteref", "notice", "pagebreak", "part", "preface",
            "prologue", "qna", "subtitle", "tip", "toc",
        )
    },
    "page-list": "doc-pagelist",
    "pullquote": "doc-pullquote",
}  # fmt: skip


def judge_opening(epub: EpubFile) -> Judgement:
    """Judge whether every document can be read, and every file of the manifest is there."""
    missing = [
        f"{item.name} stands in the manifest, but not in the archive"
        for item in epub.items
        if item.name and item.name not in epub.names
    ]
    empty = [] if epub.spine else ["the reading order is empty"]
    return judge([*epub.broken, *missing, *empty])


def judge_titles(epub: EpubFile) -> Judgement:
    """Judge whether every page's title is one that a person would give."""
    return judge(_titles(epub))


def _titles(epub: EpubFile) -> Iterator[str]:
    for name, tree in epub.pages.items():
        node = tree.find("h:head/h:title", NAMES)
        title = words(node) if node is not None else ""
        if not any(letter.isalnum() for letter in title):
            yield f'{name}: the title is "{title}"' if title else f"{name}: has no title"
        elif MACHINE_TITLE.fullmatch(title) or title == PurePosixPath(name).stem:
            yield f'{name}: the title is "{title}", which says nothing to a reader'


def judge_landmarks(epub: EpubFile) -> Judgement:
    """Judge whether the landmarks lead to where the text begins."""
    navigation = epub.navigation
    if navigation is None:
        return judge(["there is no navigation document"])
    links = [
        link
        for nav in navigation.iter(f"{{{XHTML}}}nav")
        if "landmarks" in (nav.get(EPUB_TYPE) or "").split()
        for link in nav.iter(f"{{{XHTML}}}a")
    ]
    if not links:
        return judge([f"{epub.navigation_name}: there are no landmarks"])
    starts = [link for link in links if "bodymatter" in (link.get(EPUB_TYPE) or "").split()]
    if not starts:
        kinds = ", ".join(link.get(EPUB_TYPE) or "?" for link in links)
        return judge([f"{epub.navigation_name}: no landmark is bodymatter, only {kinds}"])
    targets = [resolve(epub.navigation_name, link.get("href") or "") for link in starts]
    return judge(f"bodymatter leads to {name}" for name in targets if name not in epub.spine)


def judge_languages(epub: EpubFile) -> Judgement:
    """Judge whether every page says its language, and the package says the book's."""
    return judge(_languages(epub))


def _languages(epub: EpubFile) -> Iterator[str]:
    stated = [words(node) for node in epub.package.iterfind("opf:metadata/dc:language", NAMES)]
    if not stated:
        yield f"{epub.package_name}: names no language"
    for name, tree in epub.pages.items():
        plain, xml = tree.get("lang") or "", tree.get(XML_LANG) or ""
        if not plain and not xml:
            yield f"{name}: the root has no lang"
        elif plain and xml and plain.lower() != xml.lower():
            yield f'{name}: lang is "{plain}", but xml:lang "{xml}"'
        elif not LANGUAGE_TAG.fullmatch(plain or xml):
            yield f'{name}: "{plain or xml}" is no language tag'


def judge_headings(epub: EpubFile) -> Judgement:
    """Judge whether headings go down one level at a time within each page."""
    return judge(_headings(epub))


def _headings(epub: EpubFile) -> Iterator[str]:
    for name, tree in epub.pages.items():
        before = 0
        for node in tree.iter():
            level = HEADINGS.get(local_name(node))
            if level is None:
                continue
            if before and level > before + 1:
                yield f'{name}: h{level} "{words(node)[:60]}" follows h{before}'
            before = level


def judge_header_cells(epub: EpubFile) -> Judgement:
    """Judge whether every header cell says what it is the header of."""
    cells = [(name, cell) for name, cell in _each(epub, f"{{{XHTML}}}th")]
    if not cells:
        return not_judged("the book has no header cells")
    return judge(
        f'{name}: the header cell "{words(cell)[:60]}" has no scope'
        for name, cell in cells
        if cell.get("scope") not in SCOPES
    )


def judge_formulas(epub: EpubFile) -> Judgement:
    """Judge whether every formula has an alternative text."""
    formulas = list(_each(epub, f"{{{NAMES['m']}}}math"))
    if not formulas:
        return not_judged("the book has no formulas")
    return judge(
        f'{name}: the formula "{words(formula)[:60]}" has no alttext'
        for name, formula in formulas
        if not (formula.get("alttext") or "").strip()
    )


def judge_roles(epub: EpubFile) -> Judgement:
    """Judge whether what has an epub:type has the role of the same meaning.

    The body takes no role, and landmarks only name the types of what they lead to.
    """
    return judge(_roles(epub))


def _roles(epub: EpubFile) -> Iterator[str]:
    for name, tree in epub.pages.items():
        body = tree.find("h:body", NAMES)
        for node in body.iterdescendants() if body is not None else ():
            kinds = (node.get(EPUB_TYPE) or "").split() if isinstance(node.tag, str) else []
            missing = [ROLES[kind] for kind in kinds if kind in ROLES]
            missing = [role for role in missing if role not in (node.get("role") or "").split()]
            if missing and not _is_in_landmarks(node):
                yield f'{name}: epub:type "{" ".join(kinds)}" lacks the role {missing[0]}'


def _is_in_landmarks(node: etree._Element) -> bool:
    return any("landmarks" in (nav.get(EPUB_TYPE) or "") for nav in node.iterancestors())


def _each(epub: EpubFile, tag: str) -> Iterator[tuple[str, etree._Element]]:
    for name, tree in epub.pages.items():
        for node in tree.iter(tag):
            yield name, node
