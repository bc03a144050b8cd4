"""Stage: the cover page -> a picture, for the EPUB and for shelves."""

from __future__ import annotations

import io
import math
from dataclasses import dataclass

import pypdfium2
from PIL import Image

from cookbook.config import kit_folder
from cookbook.press.caching import Cache, cache_key
from cookbook.press.outputs.embedding import BookFont, book_fonts
from cookbook.press.outputs.printing import print_page, run_typesetter
from cookbook.press.sections import AssembledBook
from cookbook.press.themes import Theme
from cookbook.press.warnings import Warnings
from cookbook.press.workshop import scratch_folder


@dataclass(frozen=True)
class Fittings:
    """What EPUB and web pages share, made once a build: the cover as a JPEG, and the fonts."""

    cover: bytes
    fonts: tuple[BookFont, ...]


COVER_HEIGHT = 2400
COVER_PIXELS = 3_900_000
"""Readers and shops want at least 1,600 pixels on the long side, and at most 4 megapixels."""
COVER_QUALITY = 88
BAND = 200
"""So many rows of pixels are drawn at once."""


def fit_out(book: AssembledBook, theme: Theme, cache: Cache) -> Fittings:
    """Draw the cover and cut the fonts, where they aren't kept."""
    return Fittings(draw_cover(book, theme, cache), tuple(book_fonts(book, cache)))


def is_cover_kept(book: AssembledBook, theme: Theme, cache: Cache) -> bool:
    """Tell whether the cover was drawn before."""
    return not cache.missing([_key(print_page(book, theme, ""))])


def draw_cover(book: AssembledBook, theme: Theme, cache: Cache) -> bytes:
    """Draw the cover as a JPEG, from the same page that opens the PDF."""
    html = print_page(book, theme, "")
    key = _key(html)
    kept = cache.get(key)
    if kept is None:
        kept = _drawn(book, html)
        cache.put(key, kept)
    return kept


def _key(html: str) -> str:
    # The kit lies elsewhere on every machine; its content is part of every key.
    return cache_key("cover", html.replace(kit_folder().as_uri(), ""))


def _drawn(book: AssembledBook, html: str) -> bytes:
    with scratch_folder() as folder:
        (folder / "pictures").mkdir()
        if book.cover:
            picture = book.pictures[book.cover].print
            (folder / "pictures" / picture.name).write_bytes(picture.data)
        page = folder / "cover.html"
        page.write_text(html, encoding="utf-8")
        job = {
            "html": str(page),
            "pdf": str(folder / "cover.pdf"),
            "folders": [str(folder), str(kit_folder())],
            "body_anchor": "",
            "variant": "",
        }
        run_typesetter(job, folder, Warnings(), lambda _: None)
        return _first_page((folder / "cover.pdf").read_bytes())


def _first_page(pdf: bytes) -> bytes:
    document = pypdfium2.PdfDocument(pdf)
    try:
        page = document[0]
        width, height = page.get_width(), page.get_height()
        scale = min(COVER_HEIGHT / height, math.sqrt(COVER_PIXELS / (width * height)))
        picture = _drawn_in_bands(page, scale)
    finally:
        document.close()
    output = io.BytesIO()
    picture.save(output, "JPEG", quality=COVER_QUALITY)
    return output.getvalue()


def _drawn_in_bands(page: pypdfium2.PdfPage, scale: float) -> Image.Image:
    """Draw a page part by part: what is see-through takes layers as large as what is drawn."""
    width, height = (math.ceil(each * scale) for each in page.get_size())
    picture = Image.new("RGB", (width, height))
    for top in range(0, height, BAND):
        below = max(0, height - top - BAND)
        # Half a pixel less, as what is cut off is rounded up to whole pixels.
        cut = [max(0.0, each - 0.5) / scale for each in (0, below, 0, top)]
        band = page.render(scale=scale, crop=tuple(cut)).to_pil()
        picture.paste(band.convert("RGB"), (0, top))
    return picture
