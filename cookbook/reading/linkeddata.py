"""schema.org data of a volume's page, by which search engines know it for a book."""

from __future__ import annotations

from typing import Any

from flask import url_for
from markupsafe import Markup

from cookbook.press.outputs.linkeddata import data_block
from cookbook.publishing.imprints import edition_name
from cookbook.reading.addresses import full_address
from cookbook.reading.editions import EditionPage

AUTHORS_MAX = 100


def describe_book(page: EditionPage, slug: str) -> Markup:
    """Give the block for the head of the page; no browser runs it, no text in it can end it."""
    edition, book = page.edition, page.book
    place = full_address(url_for("reading.volume", slug=slug))
    data: dict[str, Any] = {
        "@type": "Book",
        "@id": place,
        "url": place,
        "name": edition.title,
        "alternativeHeadline": book.subtitle,
        "description": book.description,
        "inLanguage": book.language,
        "bookEdition": edition_name(edition.number),
        "datePublished": edition.released_at.date().isoformat() if edition.released_at else "",
        "author": [_person(each.name) for each in page.contributors[:AUTHORS_MAX]],
        "editor": [_person(each) for each in book.editors],
        "publisher": {"@type": "Organization", "name": book.publisher} if book.publisher else None,
        "license": page.licence.address if page.licence else "",
        "numberOfPages": edition.facts.get("pages"),
        "image": full_address(_cover(page, slug)) if page.cover else "",
        "workExample": [
            {
                "@type": "Book",
                "bookFormat": "https://schema.org/EBook",
                "encodingFormat": each.media_type,
                "url": full_address(
                    url_for("reading.download", slug=slug, number=edition.number, name=each.name)
                ),
            }
            for each in page.downloads
        ],
    }
    return Markup(data_block({name: value for name, value in data.items() if value}))  # noqa: S704 -- it escapes what could end it


def _cover(page: EditionPage, slug: str) -> str:
    return url_for("reading.cover", slug=slug, number=page.edition.number)


def _person(name: str) -> dict[str, str]:
    return {"@type": "Person", "name": name}
