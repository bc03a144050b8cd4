"""Preview: one entry's text -> pictures of the pages that a book would have of it, in a moment.

It takes the way that a signature of the book takes: composed, written, laid out by a warm worker,
and bound with furniture and fonts; then it is drawn. The folio is the one thing that nobody knows.
"""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from cookbook.manuscript import BookKind
from cookbook.manuscript.measures import Measures, MeasureStyle
from cookbook.press.alone import (
    WRITE_SECONDS,
    LoneSection,
    LoneText,
    compose_lone_text,
    unsigned,
)
from cookbook.press.bounded import ProgramFailedError, no_longer_than
from cookbook.press.caching import Cache, cache_key, digest_of
from cookbook.press.formulas.formulary import Formulary
from cookbook.press.geometry import PageShape
from cookbook.press.outputs.displays import set_displays_apart
from cookbook.press.outputs.footnotes import place_footnotes
from cookbook.press.outputs.listnumbers import keep_numbers
from cookbook.press.outputs.longtables import part_long_tables
from cookbook.press.outputs.markup import MarkupStyle, write_section
from cookbook.press.proofing.album import Pictures, ProofAlbum
from cookbook.press.proofing.bench import ProofBench, ask, packed, parted
from cookbook.press.proofing.formulas import set_proof_formulas
from cookbook.press.reading.entries import plain_blocks
from cookbook.press.sections import Section
from cookbook.press.themes import Theme
from cookbook.press.tree import Blocks
from cookbook.press.typesetting.galleys import Around, Signature, galley_html
from cookbook.press.typesetting.styles import PressStyles, press_styles
from cookbook.press.warmpandoc import at_hand
from cookbook.press.warnings import PressWarning, WarningKind, Warnings
from cookbook.press.words import find_words
from cookbook.press.workshop import scratch_folder

WIDTH = 880
"""How many pixels a page is wide: about twice as many as it is shown with."""
MOST_PAGES = 12
"""So many pages are drawn; of a long chapter, the first."""
FOLIO = "·"
"""What stands where the number will."""


@dataclass(frozen=True)
class BookFrame:
    """What a book adds to an entry: its theme, language, kind, running words and measures."""

    theme: Theme
    title: str
    language: str = "en"
    kind: BookKind = BookKind.COOKBOOK
    part: str = ""
    measures: Measures = Measures.AS_WRITTEN

    def around(self) -> Around:
        """Give what is around the entry's section."""
        numbering = "numbered" if self.kind is BookKind.TEXTBOOK else "unnumbered"
        return Around(self.language, f"{self.kind.value} {numbering}", "")


@dataclass(frozen=True)
class PagePicture:
    """A page as a PNG: its bytes, its size in pixels, and the words on it."""

    png: bytes
    width: int
    height: int
    words: str


@dataclass(frozen=True)
class PagePreview:
    """An entry as its book would print it: its first pages, how many it has, what was remarked."""

    pages: tuple[PagePicture, ...]
    count: int
    title: str
    warnings: tuple[PressWarning, ...]


def preview_pages(
    lone: LoneText, frame: BookFrame, pictures: Pictures, bench: ProofBench
) -> PagePreview:
    """Print one recipe or chapter as its book would, without its book.

    The same text gives the same pages at once, as long as the bench remembers them. Raises
    ManuscriptError or FrontMatterError where the text can't be read, and PagesUnsetError where it
    can't be set while somebody waits.
    """
    known = recall_pages(lone, frame, pictures, bench.recent)
    if known is not None:
        return known
    made = _printed(lone, frame, pictures, bench)
    bench.recent.put(_key(lone, frame, pictures), made)
    return _preview(made)


def recall_pages(
    lone: LoneText, frame: BookFrame, pictures: Pictures, recent: Cache
) -> PagePreview | None:
    """Give the pages of a text that were printed before and are remembered, or None."""
    kept = recent.get(_key(lone, frame, pictures))
    return None if kept is None else _preview(kept)


def _printed(lone: LoneText, frame: BookFrame, pictures: Pictures, bench: ProofBench) -> bytes:
    styles, warnings = (
        _styles(frame.theme.print_styles, frame.theme.page, frame.language),
        Warnings(),
    )
    with scratch_folder() as folder, at_hand(bench.pandoc):
        crew = bench.crew.at(styles, folder)
        album = ProofAlbum(pictures, folder, crew, bench.pictures, warnings)
        style = MeasureStyle(frame.measures, frame.language)
        styled = dataclasses.replace(lone, style=style)
        composed = compose_lone_text(styled, album.find, warnings, frame.theme.page.room)
        section = composed.section
        formulary = Formulary({})
        if section.facts.formulas:
            formulary = set_proof_formulas(section, folder, crew, bench.recent, warnings)
        html = _galley(composed, frame.around(), formulary, warnings)
        words, data = ask(crew, {"do": "proof", "html": html, "proof": _proof(frame)})
    for remark in words["remarks"]:
        warnings.add(section.entry, WarningKind.LAYOUT, remark)
    told = {
        "title": section.title,
        "count": words["count"],
        "pages": words["pages"],
        "warnings": [[each.entry, each.kind, each.message] for each in warnings.all],
    }
    return packed(told, data)


def _preview(kept: bytes) -> PagePreview:
    words, data = parted(kept)
    pages, begun = [], 0
    for each in words["pages"]:
        png = data[begun : begun + each["size"]]
        begun += each["size"]
        pages.append(PagePicture(png, each["width"], each["height"], each["words"]))
    warnings = (
        PressWarning(entry, WarningKind(kind), message)
        for entry, kind, message in words["warnings"]
    )
    return PagePreview(tuple(pages), words["count"], words["title"], tuple(warnings))


def _galley(composed: LoneSection, around: Around, formulary: Formulary, warnings: Warnings) -> str:
    """Write a section as a signature's HTML; where that takes too long, the source as it stands."""
    section = composed.section
    try:
        markup = _written(section, formulary)
    except ProgramFailedError as err:
        message = f"can't be shown as a page ({err.message}); it is shown as plain text."
        warnings.add(section.entry, WarningKind.TEXT, message)
        plain = dataclasses.replace(section, content=plain_blocks(composed.source))
        markup = _written(plain, formulary)
    return galley_html(Signature(section.identifier, section), around, markup, {}, {})


def _written(section: Section, formulary: Formulary) -> str:
    def prepare(blocks: Blocks) -> Blocks:
        placed = place_footnotes(formulary.place(unsigned(blocks)))
        return keep_numbers(part_long_tables(set_displays_apart(placed)))

    style = MarkupStyle("proof", ProofAlbum.address, prepare)
    with no_longer_than(WRITE_SECONDS):
        return write_section(section, style)


def _proof(frame: BookFrame) -> dict[str, object]:
    strings = {"book": frame.title, "running": frame.part}
    return {
        "strings": {name: words for name, words in strings.items() if words},
        "folio": FOLIO,
        "language": frame.language,
        "width": WIDTH,
        "most": MOST_PAGES,
    }


def _key(lone: LoneText, frame: BookFrame, pictures: Pictures) -> str:
    facts = [frame.title, frame.part, frame.language, frame.kind, frame.measures]
    return cache_key(
        "page-preview",
        *(lone.text, lone.path, lone.bibliography, lone.number, digest_of(list(lone.authors))),
        *(
            digest_of(facts),
            _styles(frame.theme.print_styles, frame.theme.page, frame.language).digest,
            digest_of(sorted(pictures.digests.items())),
        ),
    )


@cache
def _styles(files: tuple[Path, ...], page: PageShape, language: str) -> PressStyles:
    """Read a theme's styles once: the kit doesn't change while we run."""
    return press_styles(files, page, find_words(language), language)
