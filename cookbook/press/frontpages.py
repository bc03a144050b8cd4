"""Stage: book.yaml and credits -> title page, copyright page and contents."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from cookbook.manuscript import Book
from cookbook.press import words
from cookbook.press.licences import licence_name, licence_url
from cookbook.press.sections import Matter, Section, SectionKind
from cookbook.press.tree import Blocks, Inlines, bullet_list, div, link, para, plain, span, text


def title_page(book: Book, identifier: str) -> Section:
    """Make the title page: title, subtitle, editors, publisher."""
    blocks: Blocks = []
    if book.subtitle:
        blocks.append(div([para(text(book.subtitle))], "subtitle"))
    if book.editors:
        line = f"Edited by {words.series(book.editors)}"
        blocks.append(div([para(text(line))], "editors"))
    if book.publisher:
        blocks.append(div([para(text(book.publisher))], "publisher"))
    return Section(
        SectionKind.TITLE_PAGE,
        identifier,
        book.title,
        1,
        blocks,
        matter=Matter.FRONT,
        listed=False,
    )


def copyright_page(
    book: Book, identifier: str, book_identifier: str, names: Sequence[str], images: Sequence[str]
) -> Section:
    """Make the copyright page: edition, licence, identifier, and everyone's name.

    `names` are those who wrote, `images` those who made the pictures.
    """
    blocks: Blocks = [para([{"t": "Emph", "c": text(book.title)}])]
    edition = [each for each in (book.edition, book.date, book.publisher) if each]
    if edition:
        blocks.append(para(text(", ".join(edition) + ".")))
    if book.description:
        blocks.append(para(text(book.description)))
    blocks.append(para(_licence(book)))
    if names:
        blocks.append(para(text(f"Written by {words.series(names)}.")))
    if book.editors:
        blocks.append(para(text(f"Edited by {words.series(book.editors)}.")))
    if images:
        blocks.append(para(text(f"Pictures by {words.series(images)}.")))
    blocks.append(para(text(f"Identifier: {book_identifier}")))
    blocks.append(
        para(text("Set in Source Serif, Fraunces and Atkinson Hyperlegible, all open fonts."))
    )
    return Section(
        SectionKind.COPYRIGHT,
        identifier,
        words.COPYRIGHT,
        1,
        blocks,
        matter=Matter.FRONT,
        listed=False,
    )


def contents_page(sections: Iterable[Section], identifier: str) -> Section:
    """Make the contents: a list of links, nested as the sections are."""
    listed = [section for section in sections if section.listed]
    return Section(
        SectionKind.CONTENTS,
        identifier,
        words.CONTENTS,
        1,
        [div([_nested(listed)], "contents-list")] if listed else [],
        matter=Matter.FRONT,
        listed=False,
    )


def _nested(sections: Sequence[Section]) -> dict[str, object]:
    """Nest a flat run of sections: what is deeper than the first stands under the one before it."""
    items: list[Blocks] = []
    position = 0
    while position < len(sections):
        section = sections[position]
        below = position + 1
        while below < len(sections) and sections[below].level > section.level:
            below += 1
        under = sections[position + 1 : below]
        items.append([plain([_line(section)]), *([_nested(under)] if under else [])])
        position = below
    return bullet_list(items)


def _line(section: Section) -> dict[str, object]:
    inlines: Inlines = [span(section.heading(), "title")]
    if section.byline:
        inlines += [{"t": "Space"}, span(text(section.byline), "by")]
    folios = ["roman"] if section.matter is Matter.FRONT else []
    return link(f"#{section.identifier}", inlines, f"kind-{section.kind.value}", *folios)


def _licence(book: Book) -> Inlines:
    if not book.licence:
        return text("All rights remain with the contributors.")
    name, url = licence_name(book.licence), licence_url(book.licence)
    linked: Inlines = [link(url, text(name))] if url else text(name)
    return [
        *text("This book is free to share under its licence:"),
        {"t": "Space"},
        *linked,
        {"t": "Str", "c": "."},
        *([{"t": "Space"}, *text(url)] if url else []),
        {"t": "Space"},
        *text("Where an entry or a picture has a licence of its own, it is named there."),
    ]
