"""Stage: the assembled book -> its signatures, each with the HTML of which it is set.

A signature is one section, without those nested below it, for each of them begins a page; where a
theme has recipes run on, it is a row of them. What it depends on beside its own trees is the
sections around it (for the styles that name them) and the shapes of the folios that it prints.
"""

from __future__ import annotations

import html
import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, replace

from cookbook.press.caching import cache_key
from cookbook.press.languages import is_right_to_left, language_attributes
from cookbook.press.reading.breaking import break_long_words
from cookbook.press.sections import Section, SectionKind
from cookbook.press.typesetting.shapes import (
    FOLIO_ATTRIBUTE,
    SLOT_ATTRIBUTE,
    UNTIL_ATTRIBUTE,
    last_of,
    shape_of,
)

LINK = re.compile(r"<a\b[^>]*?\bhref=\"#([^\"]*)\"[^>]*>")
OPENING_TAG = re.compile(r"<section\b[^>]*>")
CLASS = re.compile(r'\bclass="([^"]*)"')
IDENTIFIER = re.compile(r'\s*\bid="[^"]*"')
ROMAN = "roman"
RUNS_ON = "runs-on"
CONTINUED = ' style="break-before:auto;break-after:auto;string-set:none">'
"""What a section gets that goes around another one, and began on a page before."""
FILLER = '<div style="page:{page};height:40in;break-inside:avoid"></div>'
"""A page full of nothing: what comes behind it begins a page as it would behind text."""
OPEN_SHAPE = "8" * 4
"""The shape of a number that has a place of its own, in which nothing depends on its width."""
RUN_IN = frozenset({SectionKind.GLOSSARY, SectionKind.SUBJECT_INDEX})
"""Sections in which the pages of a term stand one behind the other, each once."""


@dataclass(frozen=True)
class Around:
    """What is the same around all signatures of a book."""

    language: str
    classes: str
    first: str
    front: Collection[str] = frozenset()

    @property
    def key(self) -> str:
        """Give what of it every signature depends on."""
        return f"{self.language} {self.classes}"

    @property
    def is_rtl(self) -> bool:
        """Tell whether the book is read from right to left."""
        return is_right_to_left(self.language)


@dataclass(frozen=True)
class Signature:
    """What stands between two forced page breaks.

    `section` is None for pages that have their HTML at hand in `markup`. `within` are the sections
    around it, outermost first, `roman` those of its links that lead to roman folios. `followers`
    run on behind the section.
    """

    identifier: str
    section: Section | None = None
    markup: str = ""
    within: tuple[Section, ...] = ()
    opens_body: bool = False
    roman: tuple[str, ...] = ()
    followers: tuple[Section, ...] = ()

    @property
    def members(self) -> tuple[Section, ...]:
        """Give all sections that it is made of."""
        return (self.section, *self.followers) if self.section else ()

    @property
    def entry(self) -> str:
        """Give the entry to name where something is wrong."""
        return self.section.entry if self.section else ""

    @property
    def names_all_pages(self) -> bool:
        """Tell whether it names all pages, in lines that these numbers fill."""
        return self.section is not None and (
            self.section.kind is SectionKind.CONTRIBUTORS or self.has_places
        )

    @property
    def has_places(self) -> bool:
        """Tell whether the folios decide which of its links are printed."""
        return self.section is not None and self.section.kind in RUN_IN

    @property
    def is_list(self) -> bool:
        """Tell whether it grows with the book: a row of recipes, or what was made of all."""
        section = self.section
        if section is None or section.kind is SectionKind.PART:
            return False
        return bool(self.followers) or not section.entry

    def context(self, around: Around, styles: str) -> str:
        """Give the key of all that it depends on but its own content and folios."""
        kin = "|".join(_kinship(each) for each in self.within)
        return cache_key("context", kin, around.key, styles, self.opens_body, *self.roman)

    def key(self, around: Around, styles: str) -> str:
        """Give the key of all that it depends on but the folios that it prints."""
        content = [each.digest for each in self.members] or [self.markup]
        return cache_key("signature", *content, self.context(around, styles))


def running_on(sections: Collection[Section]) -> frozenset[str]:
    """Give the ids of recipes that run on behind one before them, where a theme lets them.

    Those do that stand in the same part, with nothing between them.
    """
    found: set[str] = set()
    before: Section | None = None
    for each in sections:
        is_recipe = each.kind is SectionKind.RECIPE
        if is_recipe and before and before.kind is each.kind and before.level == each.level:
            found.add(each.identifier)
        before = each
    return frozenset(found)


def signatures_of(
    sections: Collection[Section],
    opening: Collection[str],
    around: Around,
    following: Collection[str] = frozenset(),
) -> Iterator[Signature]:
    """Give the signatures of a book in order: `opening` pages, then the sections.

    Those whose ids are among `following` run on in the signature before them.
    """
    for number, markup in enumerate(opening):
        yield Signature(f"opening-{number}", markup=markup)
    within: list[Section] = []
    waiting: Signature | None = None
    for section in sections:
        if waiting and section.identifier in following:
            waiting = _with_follower(waiting, section, around)
            continue
        if waiting:
            yield waiting
        while within and within[-1].level >= section.level:
            within.pop()
        waiting = Signature(
            section.identifier,
            section,
            within=tuple(within),
            opens_body=section.identifier == around.first,
            roman=_roman_links(section, around),
        )
        within.append(section)
    if waiting:
        yield waiting


def _with_follower(signature: Signature, section: Section, around: Around) -> Signature:
    roman = tuple(sorted({*signature.roman, *_roman_links(section, around)}))
    return replace(signature, followers=(*signature.followers, section), roman=roman)


def _roman_links(section: Section, around: Around) -> tuple[str, ...]:
    return tuple(sorted(set(section.facts.links) & set(around.front)))


def mark_running_on(markup: str) -> str:
    """Give the opening tag of a recipe's section the class of those that run on."""
    return OPENING_TAG.sub(lambda tag: _with_class(tag[0], RUNS_ON), markup, count=1)


def galley_html(  # noqa: PLR0913, PLR0917 -- a page is made of so much
    signature: Signature,
    around: Around,
    markup: str,
    heads: Mapping[str, str],
    folios: Mapping[str, str],
    behind: str = "",
) -> str:
    """Give a signature's HTML from that of its section, and the opening tags of those around it.

    Each link into the book carries the shape of the folio to which it leads. `behind` names the
    kind of page behind which the section goes on: one of that kind is filled before it.
    """
    inner = signature.markup or markup
    filler = ""
    if behind:
        if not signature.followers:
            inner = OPENING_TAG.sub(lambda tag: continued(tag[0]), inner, count=1)
        filler = FILLER.format(page=html.escape(behind))
    inner = LINK.sub(lambda tag: _with_folio(tag, folios, signature.roman), inner)
    opened = "".join(heads[each.identifier] for each in signature.within)
    style = ""
    if signature.opens_body:
        identifier = html.escape(around.first)
        style = f'<style>section[id="{identifier}"]{{page:opening;break-before:recto}}</style>'
    page = (
        f"<!doctype html><html {language_attributes(around.language)}><head>"
        f'<meta charset="utf-8"><title>-</title>{style}</head><body class="{around.classes}">'
        f"{filler}{opened}{inner}{'</section>' * len(signature.within)}</body></html>"
    )
    return break_long_words(page)


def mark_roman(markup: str, front: Collection[str]) -> str:
    """Give the links that lead to front matter the class by which their folios print in roman."""

    def change(tag: re.Match[str]) -> str:
        return _with_class(tag[0], ROMAN) if html.unescape(tag[1]) in front else tag[0]

    return LINK.sub(change, markup)


def continued(markup: str) -> str:
    """Give the opening tag of a section for one that stands in it, on pages of its own."""
    found = OPENING_TAG.search(markup)
    tag = found[0] if found else "<section>"
    return IDENTIFIER.sub("", tag)[:-1] + CONTINUED


def _kinship(section: Section) -> str:
    """Give what the styles can see of a section from one within it."""
    return f"{section.kind} {section.matter} {section.level} {section.role} {section.listed}"


def _with_folio(tag: re.Match[str], folios: Mapping[str, str], roman: Collection[str]) -> str:
    written = tag[0]
    target = html.unescape(tag[1])
    if target in roman:
        written = _with_class(written, ROMAN)
    shape, slot = shape_of(folios.get(target, "")), _slot(written)
    if shape.isdecimal() and slot:
        shape = OPEN_SHAPE
    numbers = f'{FOLIO_ATTRIBUTE}="{html.escape(shape)}" {SLOT_ATTRIBUTE}="{slot}"'
    if "range" in _classes(written):
        until = shape_of(folios.get(last_of(target), ""))
        numbers += f' {UNTIL_ATTRIBUTE}="{html.escape(until)}"'
    return f"{written[:-1]} {numbers}>"


def _classes(tag: str) -> list[str]:
    found = CLASS.search(tag)
    return found[1].split() if found else []


def _slot(tag: str) -> str:
    """Tell at which end of a place of its own a number stands: `start`, `end`, or ""."""
    classes = _classes(tag)
    if "locator" in classes:
        return "start"
    return "end" if any(each.startswith("kind-") for each in classes) else ""


def _with_class(tag: str, name: str) -> str:
    found = CLASS.search(tag)
    if found is None:
        return f'{tag[:-1]} class="{name}">'
    if name in found[1].split():
        return tag
    return f"{tag[: found.start(1)]}{found[1]} {name}{tag[found.end(1) :]}"
