"""Stage: the cover page -> a picture, for the EPUB and for shelves."""

from __future__ import annotations

import io
import math
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from contextvars import copy_context
from dataclasses import dataclass, field

import pypdfium2
from PIL import Image

from cookbook.config import kit_folder
from cookbook.press.caching import Cache, cache_key
from cookbook.press.outputs.embedding import BookFont, book_fonts
from cookbook.press.outputs.printing import picture_address, print_page, run_typesetter
from cookbook.press.sections import AssembledBook, BookFace
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


@dataclass(frozen=True)
class CoverEasel:
    """Draws covers beside whatever else is done: one takes a second, in a process of its own."""

    theme: Theme
    cache: Cache
    thread: ThreadPoolExecutor
    covers: dict[str, Future[bytes]] = field(default_factory=dict)

    def begin(self, face: BookFace) -> Future[bytes]:
        """Begin a book's cover, unless it was begun; give what will have it."""
        html = print_page(face, self.theme)
        if html not in self.covers:
            # The thread works in our context, in which it may be told when all must have ended.
            run = copy_context().run
            self.covers[html] = self.thread.submit(run, _kept_or_drawn, face, html, self.cache)
        return self.covers[html]

    def fit_out(self, book: AssembledBook) -> Fittings:
        """Cut the fonts of a book, and wait for its cover."""
        cover = self.begin(book.face)
        fonts = tuple(book_fonts(book, self.cache))
        return Fittings(cover.result(), fonts)


@contextmanager
def cover_easel(theme: Theme, cache: Cache) -> Iterator[CoverEasel]:
    """Give what draws covers; no cover is begun afterwards, and none is left behind."""
    with ThreadPoolExecutor(1, "cover") as thread:
        yield CoverEasel(theme, cache, thread)


def _kept_or_drawn(face: BookFace, html: str, cache: Cache) -> bytes:
    """Give a cover as a JPEG, drawn from the same page that opens the PDF."""
    # The kit lies elsewhere on every machine; its content is part of every key.
    key = cache_key("cover", html.replace(kit_folder().as_uri(), ""))
    kept = cache.get(key)
    if kept is None:
        kept = _drawn(face, html)
        cache.put(key, kept)
    return kept


def _drawn(face: BookFace, html: str) -> bytes:
    return _first_page(print_face(face, html))


def print_face(face: BookFace, html: str) -> bytes:
    """Lay out a page of its own that may show the cover's picture; give the PDF.

    Raises LayoutError where that fails.
    """
    with scratch_folder() as folder:
        if face.cover:
            place = folder / picture_address(face.cover)
            place.parent.mkdir()
            place.write_bytes(face.cover.print.data)
        page, pdf = folder / "face.html", folder / "face.pdf"
        page.write_text(html, encoding="utf-8")
        job = {
            "html": str(page),
            "pdf": str(pdf),
            "folders": [str(folder), str(kit_folder())],
            "body_anchor": "",
            "variant": "",
        }
        run_typesetter(job, folder, Warnings(), lambda _: None)
        return pdf.read_bytes()


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
