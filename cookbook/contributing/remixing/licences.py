"""What the licence of a text allows to be made of it, and in which book that may stand. Pure.

The rules are Creative Commons' own:

- A variation is an adaptation. Which licence it may have depends on its original's, as in the chart
  "If I derive or adapt material offered under a Creative Commons license, which CC license(s) can
  I use?" (https://creativecommons.org/faq/). What is ShareAlike stays under the same licence or a
  later version of it (https://creativecommons.org/share-your-work/licensing-considerations/
  compatible-licenses/); of what is NoDerivatives, adaptations are not shared.
- A copy in another book is part of a collection, and keeps its licence whatever the book's is (the
  same page, on collections). What is NonCommercial is not sold: it may stand only in a book whose
  licence doesn't let others sell it.

The book's licence is that of the volume, "" where it has none. Authors may do with texts of their
own what they like; nobody asks this module about them.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from cookbook.contributing.problems import ContributionError
from cookbook.models import RemixKind

CC = re.compile(r"CC-BY(?P<nc>-NC)?(?P<more>-SA|-ND)?-(?P<version>\d\.\d)(?:-[A-Z-]+)?")
FREE = frozenset({"CC0-1.0", "PDDL-1.0", "Unlicense"})
"""Nothing is asked of whoever uses it."""
KEEP_OUT = "Ask its author; or write one of your own."
OTHER_BOOK = "Choose another book."


class LicenceError(ContributionError):
    """Something that a licence doesn't allow."""


@dataclass(frozen=True)
class Terms:
    """What a licence asks: NC: not sold; SA: shared alike; ND: unchanged."""

    name: str
    noncommercial: bool = False
    sharealike: bool = False
    noderivatives: bool = False
    version: tuple[int, int] = (4, 0)
    free: bool = False


def read_terms(spdx: str) -> Terms | None:
    """Read a licence by its SPDX name; None for one whose terms we don't know, and for ""."""
    if spdx in FREE:
        return Terms(spdx, free=True)
    match = CC.fullmatch(spdx)
    if match is None:
        return None
    major, minor = match["version"].split(".")
    return Terms(
        name=spdx,
        noncommercial=bool(match["nc"]),
        sharealike=match["more"] == "-SA",
        noderivatives=match["more"] == "-ND",
        version=(int(major), int(minor)),
    )


def refuse_remix(kind: RemixKind, text_licence: str, book_licence: str) -> None:
    """Raise LicenceError, with the reason, where a text may not be used so in a book.

    Both licences are SPDX names; "" means all rights reserved.
    """
    text = read_terms(text_licence)
    if text is None:
        said = f"Its licence is {text_licence}, whose terms we don't know"
        reserved = "All rights in it are reserved: nobody has said that it may be used elsewhere"
        raise LicenceError(f"{said if text_licence else reserved}.", remedy=KEEP_OUT)
    if text.free:
        return
    book = read_terms(book_licence)
    if kind is RemixKind.COPY:
        _refuse_copy(text, book, book_licence)
    else:
        _refuse_variation(text, book, book_licence)


def may_remix(kind: RemixKind, text_licence: str, book_licence: str) -> bool:
    """Tell whether a text may be used so in a book."""
    try:
        refuse_remix(kind, text_licence, book_licence)
    except LicenceError:
        return False
    return True


def _refuse_copy(text: Terms, book: Terms | None, book_licence: str) -> None:
    if text.noncommercial and not (book and book.noncommercial):
        raise LicenceError(
            f"It may not be sold ({text.name}), and {_says(book_licence)} lets the book be sold.",
            remedy=OTHER_BOOK,
        )


def _refuse_variation(text: Terms, book: Terms | None, book_licence: str) -> None:
    if text.noderivatives:
        raise LicenceError(
            f"It may only be passed on as it is ({text.name}), and not as a variation.",
            remedy="A copy of it may stand in another book.",
        )
    if text.sharealike and not _is_same_or_later(text, book):
        raise LicenceError(
            f"What is made of it must have its licence ({text.name}), "
            f"and {_says(book_licence)} is another.",
            remedy=OTHER_BOOK,
        )
    if book.free if book else book_licence:
        raise LicenceError(
            f"What is made of it must name its authors and pass its terms on ({text.name}), "
            f"and {_says(book_licence)} doesn't.",
            remedy=OTHER_BOOK,
        )
    if text.noncommercial and not (book and book.noncommercial):
        raise LicenceError(
            f"What is made of it may not be sold either ({text.name}), "
            f"and {_says(book_licence)} allows that.",
            remedy=OTHER_BOOK,
        )


def _is_same_or_later(text: Terms, book: Terms | None) -> bool:
    if book is None or not book.sharealike or book.noncommercial != text.noncommercial:
        return False
    # Only since 2.0 do these licences allow later versions of themselves.
    return book.version == text.version or book.version > text.version >= (2, 0)


def _says(book_licence: str) -> str:
    return f"that of the book ({book_licence})" if book_licence else "the book, which has none,"
