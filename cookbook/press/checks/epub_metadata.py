"""Checks of what an EPUB says of itself: accessibility, conformance, and the pages in print."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from lxml import etree

from cookbook.press.checks.epub_file import EPUB_TYPE, NAMES, XHTML, EpubFile, words
from cookbook.press.checks.epub_pictures import alternative, cover_pages, is_decorative, pictures
from cookbook.press.checks.results import Judgement, judge, not_judged, passed
from cookbook.press.words import find_words

REQUIRED = (
    "accessMode",
    "accessModeSufficient",
    "accessibilityFeature",
    "accessibilityHazard",
    "accessibilitySummary",
)
PAGE_FEATURES = {"printPageNumbers", "pageBreakMarkers", "pageNavigation"}
PAGE_SOURCES = ("pageBreakSource", "a11y:pageBreakSource", "source-of", "dcterms:source")


def statements(epub: EpubFile) -> dict[str, list[str]]:
    """Give what the package states, by property; the prefix `schema:` is left out."""
    found: dict[str, list[str]] = {}
    for node in epub.package.iterfind("opf:metadata/opf:meta", NAMES):
        name = node.get("property") or node.get("name") or ""
        value = words(node) or node.get("content") or ""
        found.setdefault(name.removeprefix("schema:"), []).append(value)
    for node in epub.package.iterfind("opf:metadata/opf:link", NAMES):
        found.setdefault(node.get("rel") or "", []).append(node.get("href") or "")
    return found


@dataclass(frozen=True)
class Content:
    """What a book holds, as far as its accessibility is concerned; the cover left aside."""

    speaking_pictures: int
    silent_pictures: int
    formulas: int
    silent_formulas: int
    sounds: int
    films: int
    has_contents: bool
    has_page_list: bool


def survey(epub: EpubFile) -> Content:
    """Count what the book holds."""
    covers = cover_pages(epub)
    pages = epub.pages
    shown = [
        node
        for name, tree in pages.items()
        if name not in covers
        for node in pictures(tree)
        if not is_decorative(node)
    ]
    formulas = [node for tree in pages.values() for node in tree.iter(f"{{{NAMES['m']}}}math")]
    return Content(
        speaking_pictures=sum(_speaks(node) for node in shown),
        silent_pictures=sum(not _speaks(node) for node in shown),
        formulas=len(formulas),
        silent_formulas=sum(not node.get("alttext") for node in formulas),
        sounds=sum(1 for tree in pages.values() for _ in tree.iter(f"{{{XHTML}}}audio")),
        films=sum(1 for tree in pages.values() for _ in tree.iter(f"{{{XHTML}}}video")),
        has_contents=bool(_navs(epub, "toc")),
        has_page_list=bool(page_list(epub)),
    )


def _speaks(node: etree._Element) -> bool:
    """Tell whether a picture is described; that nobody has described it is no description."""
    language = node.getroottree().getroot().get("lang", "")
    return alternative(node) not in ("", find_words(language).undescribed)


def judge_accessibility(epub: EpubFile) -> Judgement:
    """Judge whether the accessibility metadata is there, and true of the content."""
    stated = statements(epub)
    missing = [f"{name} is not stated" for name in REQUIRED if not any(stated.get(name, ()))]
    if len(missing) == len(REQUIRED):
        return judge(["nothing is stated on accessibility"])
    content = survey(epub)
    return judge([*missing, *_modes(stated, content), *_features(stated, content)])


def _modes(stated: dict[str, list[str]], content: Content) -> Iterator[str]:
    modes = set(stated.get("accessMode", ()))
    has_pictures = bool(content.speaking_pictures or content.silent_pictures or content.films)
    if has_pictures and "visual" not in modes:
        yield "the book has pictures that speak, but accessMode leaves out visual"
    if (content.sounds or content.films) and "auditory" not in modes:
        yield "the book has sound, but accessMode leaves out auditory"
    is_text_enough = "textual" in stated.get("accessModeSufficient", ())
    if is_text_enough and content.silent_pictures:
        yield f"text is said to suffice, but {content.silent_pictures} pictures have none"
    hazards = set(stated.get("accessibilityHazard", ()))
    if "none" in hazards and len(hazards) > 1:
        yield f"the hazards contradict each other: {', '.join(sorted(hazards))}"


def _features(stated: dict[str, list[str]], content: Content) -> Iterator[str]:
    features = set(stated.get("accessibilityFeature", ()))
    has_all_texts = bool(content.speaking_pictures) and not content.silent_pictures
    pages = "printPageNumbers"
    named = features - PAGE_FEATURES | ({pages} if features & PAGE_FEATURES else set())
    # Each feature, whether the content has it, and whether it must be stated where it does.
    facts = (
        ("none", len(features) == 1, False),
        ("alternativeText", not content.silent_pictures, has_all_texts),
        ("MathML", bool(content.formulas), True),
        ("describedMath", bool(content.formulas) and not content.silent_formulas, False),
        ("tableOfContents", content.has_contents, False),
        (pages, content.has_page_list, True),
    )
    for feature, is_true, is_due in facts:
        if feature in named and not is_true:
            yield f"the feature {feature} is stated, but the content is otherwise"
        elif feature not in named and is_true and is_due:
            yield f"the content has the feature {feature}, but it isn't stated"


def judge_conformance(epub: EpubFile) -> Judgement:
    """Judge whether a claim of conformance names who has evaluated it."""
    stated = statements(epub)
    claims = [
        value
        for name in ("dcterms:conformsTo", "conformsTo")
        for value in stated.get(name, ())
        if "a11y" in value.lower() or "accessib" in value.lower() or "wcag" in value.lower()
    ]
    if not claims:
        return passed(["no conformance is claimed"])
    if any(stated.get("a11y:certifiedBy", ())):
        return passed(claims)
    return judge(f'"{claim}" is claimed, but a11y:certifiedBy names nobody' for claim in claims)


def page_list(epub: EpubFile) -> list[str]:
    """Give the labels of the page-list in order."""
    return [
        words(link)
        for nav in _navs(epub, "page-list")
        for link in nav.iter(f"{{{XHTML}}}a", f"{{{XHTML}}}span")
    ]


def judge_page_source(epub: EpubFile) -> Judgement:
    """Judge whether a page-list comes with the name of the print that its pages are those of."""
    if not page_list(epub):
        return not_judged("the EPUB has no page-list")
    stated = statements(epub)
    named = [value for name in PAGE_SOURCES for value in stated.get(name, ()) if value]
    named += [words(node) for node in epub.package.iterfind("opf:metadata/dc:source", NAMES)]
    return passed(named) if any(named) else judge(["no source of the page numbers is named"])


def judge_page_list(epub: EpubFile, labels: tuple[str, ...]) -> Judgement:
    """Judge whether the page-list follows the PDF's pages; `labels` are their folios."""
    listed = page_list(epub)
    if not listed:
        return judge(["a PDF stands beside the EPUB, but the EPUB has no page-list"])
    findings = [f'the page-list names "{each}" twice' for each in _twice(listed)]
    findings += [f'the PDF has no page "{each}"' for each in listed if each not in labels]
    known = [labels.index(each) for each in listed if each in labels]
    if known != sorted(known):
        findings.append("the page-list is in another order than the PDF's pages")
    return judge(findings) if findings else passed([f"{len(listed)} of {len(labels)} pages"])


def _twice(listed: list[str]) -> list[str]:
    return [each for each in dict.fromkeys(listed) if listed.count(each) > 1]


def _navs(epub: EpubFile, kind: str) -> list[etree._Element]:
    navigation = epub.navigation
    if navigation is None:
        return []
    return [
        nav
        for nav in navigation.iter(f"{{{XHTML}}}nav")
        if kind in (nav.get(EPUB_TYPE) or "").split()
    ]
