"""Stage: the assembled book -> an EPUB 3, written by pandoc and finished by us."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from cookbook.press.outputs.covers import Fittings
from cookbook.press.outputs.finishing import Accessibility, finish_epub
from cookbook.press.outputs.pagemarks import with_page_breaks
from cookbook.press.pandoc import Node, data_folder, write_tree
from cookbook.press.sections import AssembledBook, Matter, Section, SectionKind
from cookbook.press.themes import Theme
from cookbook.press.tree import Blocks, div, meta_text, rewrite_blocks
from cookbook.press.workshop import scratch_folder

EPUB_TYPES = {
    SectionKind.TITLE_PAGE: "titlepage",
    SectionKind.COPYRIGHT: "copyright-page",
    SectionKind.DEDICATION: "dedication",
    SectionKind.PART: "part",
    SectionKind.CHAPTER: "chapter",
    SectionKind.RECIPE: "chapter",
    SectionKind.GLOSSARY: "glossary",
    SectionKind.BIBLIOGRAPHY: "bibliography",
    SectionKind.CONTRIBUTORS: "contributors",
    SectionKind.PICTURE_CREDITS: "acknowledgments",
    SectionKind.TITLE_INDEX: "index",
    SectionKind.INGREDIENT_INDEX: "index",
}
ROLE_TYPES = {
    "foreword": "foreword",
    "preface": "preface",
    "introduction": "introduction",
    "acknowledgements": "acknowledgments",
    "afterword": "afterword",
    "epilogue": "epilogue",
    "conclusion": "conclusion",
    "appendix": "appendix",
}
NO_DATE = "1980-01-01"


@dataclass(frozen=True)
class EpubJob:
    """What is to be bound: a book, in a theme, with its fittings, and the folios of page marks."""

    book: AssembledBook
    theme: Theme
    fittings: Fittings
    page_marks: Mapping[str, str] = field(default_factory=dict)


def bind_epub(job: EpubJob, target: Path) -> None:
    """Write a book's EPUB; where page marks are known, it names the pages of the PDF."""
    book = job.book
    with scratch_folder() as folder:
        options = _lay_out(book, job.theme, job.fittings, folder)
        blocks = [each for section in book.sections for each in _tree(job, section)]
        raw = folder / "raw.epub"
        write_tree(blocks, [*options, "-o", str(raw)], metadata=_metadata(book))
        target.write_bytes(finish_epub(raw.read_bytes(), _accessibility(book), book.book.language))


def _lay_out(book: AssembledBook, theme: Theme, fittings: Fittings, folder: Path) -> list[str]:
    """Put pictures, styles, fonts and cover into a folder, and give pandoc's options for them."""
    (folder / "pictures").mkdir()
    for picture in book.pictures.values():
        (folder / "pictures" / picture.screen.name).write_bytes(picture.screen.data)
    cover = folder / "cover.jpg"
    cover.write_bytes(fittings.cover)
    (folder / "fonts").mkdir()
    fonts = []
    for font in fittings.fonts:
        (folder / "fonts" / font.name).write_bytes(font.data)
        fonts.append(f"--epub-embed-font={folder / 'fonts' / font.name}")
    has_parts = any(section.kind is SectionKind.PART for section in book.sections)
    return [
        "-t",
        "epub3",
        "--mathml",
        "--wrap=none",
        "--epub-title-page=false",
        f"--split-level={2 if has_parts else 1}",
        "--toc-depth=3",
        f"--template={data_folder() / 'epub.xhtml'}",
        f"--resource-path={folder}",
        f"--epub-cover-image={cover}",
        *(f"--css={style}" for style in theme.epub_styles),
        *fonts,
    ]


def _tree(job: EpubJob, section: Section) -> Blocks:
    def change(node: Node) -> Node | list[Node] | None:
        if node["t"] == "Figure":
            return _anchored(node)
        if node["t"] != "Image":
            return None
        attr, inlines, (target, _title) = node["c"]
        return {"t": "Image", "c": [attr, inlines, [_address(job.book, target), ""]]}

    heading, *rest = rewrite_blocks(with_page_breaks(section.tree(), job.page_marks), change)
    if section.kind in (SectionKind.TITLE_INDEX, SectionKind.INGREDIENT_INDEX):
        # Pandoc would make a file of each letter; what stands in a block of its own it keeps whole.
        rest = [div(rest, "letters")]
    level, (identifier, classes, values), inlines = heading["c"]
    kind = ROLE_TYPES.get(section.role) or EPUB_TYPES[section.kind]
    if section.kind is SectionKind.CHAPTER and not section.role and section.matter is Matter.BACK:
        kind = "appendix"
    typed = [*values, ["epub:type", kind]]
    if section.matter is not Matter.BODY:
        # pandoc would give every heading in a foreword a file of its own.
        rest = [div(rest, "fragment")]
    return [{"t": "Header", "c": [level, [identifier, classes, typed], inlines]}, *rest]


def _anchored(figure: Node) -> Node | None:
    """Put a figure's id on a block around it: pandoc finds no figures when it points links."""
    (identifier, classes, values), caption, blocks = figure["c"]
    if not identifier:
        return None
    bare = {"t": "Figure", "c": [["", classes, values], caption, blocks]}
    return {"t": "Div", "c": [[identifier, ["figure-place"], []], [bare]]}


def _address(book: AssembledBook, path: str) -> str:
    return f"pictures/{book.pictures[path].screen.name}"


def _metadata(book: AssembledBook) -> dict[str, Node]:
    facts = book.book
    titles = [_entry("main", facts.title)]
    if facts.subtitle:
        titles.append(_entry("subtitle", facts.subtitle))
    metadata: dict[str, Node] = {
        "title": {"t": "MetaList", "c": titles},
        "lang": meta_text(facts.language),
        "identifier": meta_text(book.identifier),
        "date": meta_text(iso_date(facts.date)),
        "creator": {"t": "MetaList", "c": [_person(name, "aut") for name in book.authors]},
        "contributor": {"t": "MetaList", "c": [_person(name, "edt") for name in facts.editors]},
    }
    optional = (
        ("publisher", facts.publisher),
        ("rights", facts.licence),
        ("description", facts.description),
    )
    metadata.update({key: meta_text(value) for key, value in optional if value})
    return metadata


def _entry(kind: str, words: str) -> Node:
    return {"t": "MetaMap", "c": {"type": meta_text(kind), "text": meta_text(words)}}


def _person(name: str, role: str) -> Node:
    return {"t": "MetaMap", "c": {"role": meta_text(role), "text": meta_text(name)}}


def iso_date(date: str) -> str:
    """Give a date as EPUB wants it; an absent or unreadable one is the fixed date of no date."""
    if re.fullmatch(r"[0-9]{4}(-(0[1-9]|1[0-2]))?", date):
        return date
    try:
        return dt.date.fromisoformat(date).isoformat()
    except ValueError:
        return NO_DATE


def _accessibility(book: AssembledBook) -> Accessibility:
    facts = [section.facts for section in book.sections]
    return Accessibility(
        has_images=any(each.images for each in facts) or bool(book.cover),
        images_described=not any(each.undescribed for each in facts),
        has_formulas=any(each.formulas for each in facts),
    )
