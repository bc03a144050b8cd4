"""A bookdown book's frame: its description from index.Rmd, its licence, and how its parts open."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterable, Mapping
from dataclasses import replace

from cookbook.exchange.rewriting.drafts import FENCED_CODE
from cookbook.exchange.rewriting.plain_words import heading_slug, label_of, plain_text
from cookbook.exchange.rewriting.sheltering import Shelter
from cookbook.exchange.sources.licences import recognise_licence
from cookbook.manuscript import Book, Chapter, EntryRef, Part
from cookbook.manuscript.frontmatter import Value


def open_part(path: str, head: Chapter) -> tuple[Part, dict[str, Chapter]]:
    """Make a part of its head: the text is its intro, each section in it an unnumbered chapter."""
    shelter = Shelter()
    body = FENCED_CODE.sub(lambda match: shelter.keep(match[0]), head.body)
    intro, *sections = re.split(r"(?m)^##(?!#)[ \t]+", body)
    openings: dict[str, Chapter] = {}
    for number, section in enumerate(sections, start=1):
        title, _, text = section.partition("\n")
        named = re.search(r"\{[^{}]*#([^\s{}]+)[^{}]*\}", title)
        name = label_of(heading_slug(title))[:60] or f"opening-{number}"
        openings[f"{posixpath.dirname(path)}/{name}.md"] = Chapter(
            title=plain_text(title),
            identifier=named[1] if named else name,
            numbered=False,
            body=shelter.restore(re.sub(r"(?m)^#(?=##)", "", text)).strip("\n"),
        )
    refs = tuple(EntryRef(opening) for opening in openings)
    return Part(title=head.title, intro=shelter.restore(intro).strip(), entries=refs), openings


def describe_book(book: Book, values: Mapping[str, Value], title: str, slug: str) -> Book:
    """Give the book the description that stands above index.Rmd."""
    own, _, rest = text_of(values, "title").partition(": ")
    subtitle = text_of(values, "subtitle") or ("" if title else rest)
    date = text_of(values, "date")
    return replace(
        book,
        title=title or plain_text(own) or slug,
        subtitle=plain_text(subtitle),
        description=" ".join(plain_text(text_of(values, "description")).split()),
        language=text_of(values, "lang") or book.language,
        # A date that R would compute is the day of the build, which is not the book's.
        date=date if re.fullmatch(r"\d{4}(-\d{2}){0,2}", date) else "",
    )


def text_of(values: Mapping[str, Value], key: str) -> str:
    """Give a key of the front matter as text; a list is joined with commas."""
    value = values.get(key, "")
    if isinstance(value, tuple):
        return ", ".join(each for each in value if isinstance(each, str))
    return value.strip() if isinstance(value, str) else ""


def stated_licence(chapters: Iterable[Chapter]) -> str:
    """Give the licence that a chapter called "Licence" states."""
    for chapter in chapters:
        if re.match(r"licen[cs]", chapter.title, re.IGNORECASE):
            return recognise_licence(chapter.body)
    return ""
