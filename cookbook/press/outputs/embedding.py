"""Stage: the letters of a book -> the fonts of the kit, cut down to those letters."""

from __future__ import annotations

from dataclasses import dataclass

from cookbook.config import kit_folder
from cookbook.press.caching import Cache, cache_key
from cookbook.press.outputs.cutting import cut_font, harfbuzz_release
from cookbook.press.outputs.reusing import kept_or_made
from cookbook.press.sections import AssembledBook

ALWAYS = "".join(chr(code) for code in range(0x20, 0x7F)) + "\u00a0–—‘’“”…·•½¼¾⅓⅔⅛×°−"


@dataclass(frozen=True)
class BookFont:
    """A font file that EPUB and web pages carry."""

    name: str
    data: bytes


FILES = (
    "source-serif-4-400-normal.ttf",
    "source-serif-4-400-italic.ttf",
    "source-serif-4-600-normal.ttf",
    "fraunces-600-normal.ttf",
    "atkinson-hyperlegible-next-400-normal.ttf",
    "atkinson-hyperlegible-next-700-normal.ttf",
    "source-code-pro-400-normal.ttf",
)


def book_fonts(book: AssembledBook, cache: Cache) -> list[BookFont]:
    """Cut the kit's main fonts down to the book's letters; the same letters give the same bytes."""
    used = set(ALWAYS)
    for section in book.sections:
        used.update(section.facts.characters)
    written = "".join(sorted(used))
    fonts = kept_or_made(
        FILES,
        lambda name: cache_key("font", name, written, harfbuzz_release()),
        cache,
        lambda names: (cut_font(kit_folder() / "fonts" / name, written) for name in names),
    )
    return [BookFont(name, data) for name, data in fonts]
