"""Stage (in a worker): a PDF's pages -> PNG pictures, as quickly as they are small."""

from __future__ import annotations

import io
import re
from collections.abc import Iterable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import pypdfium2
from PIL import Image

PLAIN_COLOUR = re.compile(rb"(?m)^([\d.]+) ([\d.]+) ([\d.]+) (?:rg|RG)\s*$")
OTHER_COLOUR = re.compile(rb"(?m)[\d\w] (?:g|G|k|K|cs|CS|sc|SC|scn|SCN|sh|Do)\s*$")
PAPER = (255, 255, 255)
STEPS = 14
"""In at most so many steps the edge of a letter goes over from its ink into the paper."""
PALETTE_SIZE = 256
MOST_INKS = 32
TOO_NEAR = 14
QUICK = 1
"""The level of zlib: the others take longer to make it hardly smaller."""
ENCODERS = 2
BLOCKS_KEPT = 4
"""So many blocks of memory of 16 MB Pillow keeps for its next pictures."""

Colour = tuple[int, ...]
Inks = frozenset[Colour]
"""The colours of a page on which there are no others, but for the paper."""


@dataclass(frozen=True)
class PageRaster:
    """A page as a PNG: its bytes, its size in pixels, and the words on it."""

    png: bytes
    width: int
    height: int
    words: str


Drawn = dict[int, PageRaster]
"""Pages by their numbers, from 0."""


def inks_of(contents: Iterable[bytes]) -> Inks | None:
    """Give the colours in which the contents of a page are drawn, or None where they may be any."""
    inks: set[Colour] = set()
    for content in contents:
        if OTHER_COLOUR.search(content):
            return None
        found = PLAIN_COLOUR.findall(content)
        inks.update(tuple(round(255 * float(part)) for part in each) for each in set(found))
    return frozenset(inks) if len(inks) <= MOST_INKS else None


@lru_cache(maxsize=PALETTE_SIZE)
def palette_of(inks: Inks) -> Image.Image:
    """Make the palette of some inks, as Pillow wants it."""
    steps = min(STEPS, (PALETTE_SIZE - 1) // max(1, len(inks)))
    shades = (shade for ink in sorted(inks) for shade in _shades(ink, steps))
    chosen = [PAPER, *dict.fromkeys(each for each in shades if each in inks or _is_seen(each))]
    values = [value for colour in chosen for value in colour]
    palette = Image.new("P", (1, 1))
    palette.putpalette([*values, *PAPER * (PALETTE_SIZE - len(chosen))])
    return palette


class Easel:
    """Draws pages, again and again on the same memory: getting new takes as long as drawing."""

    def __init__(self) -> None:
        self.canvas: pypdfium2.PdfBitmap | None = None
        self.encoders = ThreadPoolExecutor(ENCODERS)
        # Likewise for the copies that are made of a picture.
        Image.core.set_blocks_max(BLOCKS_KEPT)  # type: ignore[attr-defined]  # not exported

    def draw(self, pdf: bytes, width: int, pages: Mapping[int, Inks | None]) -> Drawn:
        """Draw the pages whose numbers are named, `width` pixels wide.

        Pages that are printed in the inks named with them alone become a third of the size.
        """
        document = pypdfium2.PdfDocument(pdf)
        try:
            # One page is encoded while the next is drawn; only one thread may draw.
            drawn = []
            for number, inks in pages.items():
                page = document[number]
                encoding = self.encoders.submit(_encode, self._draw(page, width), inks)
                words = " ".join(page.get_textpage().get_text_bounded().split())
                drawn.append((number, encoding, words))
            return {number: PageRaster(*each.result(), words) for number, each, words in drawn}
        finally:
            document.close()

    def _draw(self, page: pypdfium2.PdfPage, width: int) -> Image.Image:
        scale = (width - 0.01) / page.get_width()
        bitmap = page.render(scale=scale, rev_byteorder=True, bitmap_maker=self._canvas)
        picture: Image.Image = bitmap.to_pil()
        return picture

    def _canvas(self, width: int, height: int, **form: Any) -> pypdfium2.PdfBitmap:  # noqa: ANN401 -- pypdfium2 has no types
        """Give what was drawn on before, where it has the right size."""
        known = self.canvas
        if known is None or (known.width, known.height) != (width, height):
            self.canvas = pypdfium2.PdfBitmap.new_native(width, height, **form)
        return self.canvas


def _encode(picture: Image.Image, inks: Inks | None) -> tuple[bytes, int, int]:
    buffer = io.BytesIO()
    if inks is not None:
        picture = picture.quantize(palette=palette_of(inks), dither=Image.Dither.NONE)
    picture.save(buffer, "PNG", compress_level=QUICK)
    return buffer.getvalue(), *picture.size


def _is_seen(shade: Colour) -> bool:
    """Tell whether a shade is told from paper: Pillow takes about the nearest of a palette."""
    return max(PAPER) - min(shade) > TOO_NEAR


def _shades(ink: Colour, steps: int) -> Iterator[Colour]:
    for step in range(steps, 0, -1):
        share = step / steps
        yield tuple(round(255 + (value - 255) * share) for value in ink)
