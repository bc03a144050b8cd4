"""Stage: book.yaml, the theme and all letters of a book -> its last pages: order form, colophon."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import astuple

from cookbook.manuscript import Book
from cookbook.manuscript.wishes import OrderForm
from cookbook.press.matter.lines import PAPER_ONLY
from cookbook.press.matter.pages import MadePage
from cookbook.press.matter.typefaces import FORMULAS, Typeface, typefaces
from cookbook.press.notation import encode
from cookbook.press.reading.addresses import is_safe_link
from cookbook.press.reading.cleaning import clean_words
from cookbook.press.sections import Section, SectionKind
from cookbook.press.themes import Theme
from cookbook.press.tree import (
    LINE_BREAK,
    NO_BREAK_SPACE,
    SPACE,
    Blocks,
    Inlines,
    bullet_list,
    div,
    emphasis,
    link,
    para,
    plain,
    span,
    text,
)
from cookbook.press.words import Words, fill, words_of


def closing_pages(
    book: Book, theme: Theme | None, sections: Sequence[Section], *, has_code: bool
) -> Iterator[MadePage]:
    """Give the last pages that a book wishes; `sections` are all that stand before them.

    Without a theme there is no colophon, as nobody knows in what the book is set. The order form is
    the last page: it is cut out, with its back.
    """
    wishes, form, words = book.wishes, book.wishes.order_form, words_of(book)
    if wishes.colophon and theme is not None:
        letters = "".join(sorted({each for one in sections for each in one.facts.characters}))
        used = typefaces(theme.print_styles, letters, has_code=has_code)
        if any(each.facts.formulas for each in sections):
            used = (*used, FORMULAS)
        of = encode(
            [book.title, book.publisher, book.date, theme.page.trim.title, list(map(astuple, used))]
        )
        yield MadePage(
            SectionKind.COLOPHON,
            words.colophon,
            of,
            lambda: [_colophon(book, theme, used, words)],
            listed=False,
        )
    if form:
        of = encode([book.title, astuple(form)])
        yield MadePage(
            SectionKind.ORDER_FORM,
            words.order_form,
            of,
            lambda: [_order_form(book, form, words)],
        )


def _order_form(book: Book, form: OrderForm, words: Words) -> Blocks:
    please = _with_title(words.order_please, book)
    blocks: Blocks = [div([para(please)], PAPER_ONLY)]
    prices = [
        (words.order_price, form.price),
        (words.order_postage, form.postage),
        (words.order_payable, form.payable_to),
        (words.order_email, form.email),
    ]
    facts = [
        [plain([span(text(f"{label}:"), "label"), SPACE, *_said(value)])]
        for label, value in prices
        if value
    ]
    if facts:
        blocks.append(div([bullet_list(facts)], "order-facts"))
    asked = [words.order_copies, words.order_total, words.order_name, words.order_address, ""]
    asked += [words.order_town, words.order_telephone]
    lines = [[plain([span(text(each), "label")])] for each in asked]
    blocks.append(div([bullet_list(lines)], "order-lines", PAPER_ONLY))
    if form.address:
        blocks.append(div([para(text(f"{words.order_to}:"))], "order-to"))
        blocks.append(div([para(_lines(form.address))], "order-address"))
    if form.note:
        blocks.append(div([para(_lines(form.note))], "order-note"))
    return [div(blocks, "slip")]


def _with_title(template: str, book: Book) -> Inlines:
    """Fill the title of a book into words, set apart from them."""
    before, _, behind = template.partition("{title}")
    return [*text(before), emphasis(text(book.title)), *text(behind)]


def _said(value: str) -> Inlines:
    cleaned = clean_words(value)
    if "@" in cleaned and is_safe_link(f"mailto:{cleaned}"):
        return [link(f"mailto:{cleaned}", text(cleaned))]
    return text(cleaned)


def _lines(written: str) -> Inlines:
    """Set lines as they are written, one below the other."""
    inlines: Inlines = []
    for line in clean_words(written).split("\n"):
        if line.strip():
            inlines += [*([LINE_BREAK] if inlines else []), *text(line.strip())]
    return inlines


def _colophon(book: Book, theme: Theme, used: Sequence[Typeface], words: Words) -> Blocks:
    licences = {each.licence for each in used}
    shared = licences.pop() if len(licences) == 1 else ""
    blocks: Blocks = [
        para(_with_title(words.colophon_set_in, book)),
        div(
            [bullet_list([[plain(_owned(each, shared))] for each in used])],
            "typefaces",
        ),
    ]
    if shared:
        # The last words stay together: a line that holds but one looks like a mistake.
        name = shared.replace(
            "License, Version ", f"License,{NO_BREAK_SPACE}Version{NO_BREAK_SPACE}"
        )
        blocks.append(para(text(fill(words.colophon_licence, licence=name))))
    size = theme.page.trim.title.replace(" ", NO_BREAK_SPACE)
    blocks.append(para(text(fill(words.colophon_made, design=theme.title, size=size))))
    issued = ", ".join(each for each in (book.publisher, words.date(book.date)) if each)
    if issued:
        blocks.append(para(text(f"{issued}.")))
    return blocks


def _owned(typeface: Typeface, shared: str) -> Inlines:
    """Say whose a typeface is, and under which licence, unless that is said of all."""
    maker = f"© {typeface.maker}" if typeface.maker else ""
    said = "; ".join(each for each in (maker, "" if shared else typeface.licence) if each)
    return [span(text(typeface.family), "family"), *([SPACE, *text(said)] if said else [])]
