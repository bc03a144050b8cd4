"""Pages as a print shop wants them: trim, bleed around it, crop marks outside, nothing to click."""

from __future__ import annotations

from dataclasses import dataclass

import pikepdf

from cookbook.press.geometry import BLEED, POINTS

MARK_ROOM = 0.375
"""How far the paper goes beyond the trim, in inches: the bleed, a gap, and the marks."""
MARK_GAP = 0.0625
MARK_WIDTH = 0.25
SCREEN_ONLY = ("/Annots", "/StructParents", "/Tabs", "/CropBox", "/ArtBox")


@dataclass(frozen=True)
class Framer:
    """Frames the pages of one PDF; `black` is what sets the colour of marks."""

    pdf: pikepdf.Pdf
    black: bytes

    def frame(self, page: pikepdf.Page, *, is_bled: bool = False) -> None:
        """Put a page on larger paper, with marks where it is to be cut.

        Raises ValueError where the page has no trim.
        """
        trim = page.obj.get("/TrimBox", page.obj.get("/MediaBox"))
        if trim is None:
            raise ValueError("a page has neither a TrimBox nor a MediaBox")
        left, bottom, right, top = (float(each) for each in trim.as_list())
        room, bleed = MARK_ROOM * POINTS, BLEED * POINTS
        width, height = right - left, top - bottom
        moved = b"q\n1 0 0 1 %.4f %.4f cm\n" % (room - left, room - bottom)
        if not is_bled:
            # What isn't meant to bleed doesn't, whatever hangs over the edge.
            moved += b"%.4f %.4f %.4f %.4f re W n\n" % (left, bottom, width, height)
        contents = page.obj.get("/Contents", pikepdf.Array())
        parts = contents.as_list() if isinstance(contents, pikepdf.Array) else [contents]
        marks = b"\nQ\n" + self._marks(width, height)
        page.obj.Contents = pikepdf.Array(
            [self.pdf.make_stream(moved), *parts, self.pdf.make_stream(marks)]
        )
        outer = [0.0, 0.0, width + 2 * room, height + 2 * room]
        page.obj.MediaBox = pikepdf.Array(outer)
        page.obj.TrimBox = _box(room, width, height)
        page.obj.BleedBox = pikepdf.Array(
            [room - bleed, room - bleed, room + width + bleed, room + height + bleed]
        )
        for name in SCREEN_ONLY:
            if name in page.obj:
                del page.obj[name]

    def _marks(self, width: float, height: float) -> bytes:
        """Draw two marks at each corner of the trim, outside the bleed."""
        room = MARK_ROOM * POINTS
        begun = room - (BLEED + MARK_GAP) * POINTS
        lines = []
        for x in (room, room + width):
            for low, high in ((0.0, begun), (2 * room + height - begun, 2 * room + height)):
                lines.append(b"%.3f %.3f m %.3f %.3f l S" % (x, low, x, high))
        for y in (room, room + height):
            for near, far in ((0.0, begun), (2 * room + width - begun, 2 * room + width)):
                lines.append(b"%.3f %.3f m %.3f %.3f l S" % (near, y, far, y))
        return b"q\n%b\n%.2f w\n%b\nQ\n" % (self.black, MARK_WIDTH, b"\n".join(lines))


def _box(room: float, width: float, height: float) -> pikepdf.Array:
    return pikepdf.Array([room, room, room + width, room + height])
