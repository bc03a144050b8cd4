"""Stage: book.yaml and credits -> title page, copyright page and contents."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from cookbook.manuscript import Book
from cookbook.press.matter.licences import licence_name, licence_url
from cookbook.press.outputs.pagemarks import PageMarker
from cookbook.press.pandoc import Node
from cookbook.press.sections import Matter, Section, SectionKind
from cookbook.press.tree import (
    Blocks,
    Inlines,
    bullet_list,
    div,
    link,
    para,
    plain,
    rewrite_blocks,
    span,
    text,
)
from cookbook.press.words import Words, fill, words_of

MANY_NAMES = 80
"""More names than this are set smaller, so that the copyright page stays one page."""


def title_page(book: Book, identifier: str) -> Section:
    """Make the title page: title, subtitle, editors, publisher."""
    words = words_of(book)
    blocks: Blocks = []
    if book.subtitle:
        blocks.append(div([para(text(book.subtitle))], "subtitle"))
    if book.editors:
        line = fill(words.edited_by, names=words.series(book.editors))
        blocks.append(div([para(text(line))], "editors"))
    if book.publisher:
        blocks.append(div([para(text(book.publisher))], "publisher"))
    return _unlisted(SectionKind.TITLE_PAGE, identifier, book.title, blocks)


def copyright_page(  # noqa: PLR0913, PLR0917 -- so much is named on it
    book: Book,
    identifier: str,
    book_identifier: str,
    names: Sequence[str],
    images: Sequence[str],
    families: Sequence[str] = (),
) -> Section:
    """Make the copyright page: edition, licence, identifier, and everyone's name.

    `names` are those who wrote, `images` those who made the pictures; `families` are the typefaces
    of the theme, which a colophon names more closely.
    """
    words = words_of(book)
    blocks: Blocks = [para([{"t": "Emph", "c": text(book.title)}])]
    edition = [each for each in (book.edition, book.date, book.publisher) if each]
    if edition:
        blocks.append(para(text(", ".join(edition) + ".")))
    if book.description:
        blocks.append(para(text(book.description)))
    blocks.append(para(_licence(book, words)))
    if names:
        size = "many" if len(names) > MANY_NAMES else "few"
        written = fill(words.written_by, names=words.series(names))
        blocks.append(div([para(text(written))], "names", size))
    if book.editors:
        edited = fill(words.edited_by_sentence, names=words.series(book.editors))
        blocks.append(para(text(edited)))
    if images:
        blocks.append(para(text(fill(words.pictures_by, names=words.series(images)))))
    blocks.append(para(text(fill(words.identifier, identifier=book_identifier))))
    if families and not book.wishes.colophon:
        blocks.append(para(text(fill(words.set_in, families=words.series(families)))))
    return _unlisted(SectionKind.COPYRIGHT, identifier, words.about_edition, blocks)


def _unlisted(kind: SectionKind, identifier: str, title: str, blocks: Blocks) -> Section:
    marked = PageMarker(identifier).mark(blocks)
    return Section(kind, identifier, title, 1, marked, matter=Matter.FRONT, listed=False)


def contents_page(sections: Iterable[Section], identifier: str, words: Words) -> Section:
    """Make the contents: a list of links, nested as the sections are."""
    lines = [line for section in sections for line in _lines(section)]
    return Section(
        SectionKind.CONTENTS,
        identifier,
        words.contents,
        1,
        [div([_nested(lines)], "contents-list")] if lines else [],
        matter=Matter.FRONT,
        listed=False,
    )


@dataclass(frozen=True)
class _Line:
    """A line of the contents: a section, or a numbered heading of a chapter."""

    level: int
    link: Node


def _lines(section: Section) -> Iterator[_Line]:
    if not section.listed:
        return
    folios = ["roman"] if section.matter is Matter.FRONT else []
    inlines: Inlines = [span(section.heading(), "title")]
    if section.byline:
        inlines += [{"t": "Space"}, span(text(section.byline), "by")]
    target = f"#{section.identifier}"
    yield _Line(section.level, link(target, inlines, f"kind-{section.kind.value}", *folios))
    for each in section.facts.headings:
        shown = [span(_without_notes(each.inlines), "title")]
        yield _Line(each.level, link(f"#{each.identifier}", shown, "kind-heading", *folios))


def _without_notes(inlines: Inlines) -> Inlines:
    return rewrite_blocks(inlines, lambda node: [] if node["t"] == "Note" else None)


def _nested(lines: Sequence[_Line]) -> Node:
    """Nest a flat run of lines: what is deeper than the first stands under the one before it."""
    items: list[Blocks] = []
    position = 0
    while position < len(lines):
        below = position + 1
        while below < len(lines) and lines[below].level > lines[position].level:
            below += 1
        under = lines[position + 1 : below]
        items.append([plain([lines[position].link]), *([_nested(under)] if under else [])])
        position = below
    return bullet_list(items)


def _licence(book: Book, words: Words) -> Inlines:
    if not book.licence:
        return text(words.all_rights)
    name, url = licence_name(book.licence), licence_url(book.licence)
    linked: Inlines = [link(url, text(name))] if url else text(name)
    return [
        *text(words.free_to_share),
        {"t": "Space"},
        *linked,
        {"t": "Str", "c": "."},
        *([{"t": "Space"}, *text(f"{url}.")] if url else []),
        {"t": "Space"},
        *text(words.own_licences),
    ]
