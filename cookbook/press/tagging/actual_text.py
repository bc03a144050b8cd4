"""What a PDF says where its glyphs don't tell: letters that are drawn in parts or change places.

A PDF names one text for each glyph of a font. Where several glyphs stand for a letter with its
signs, none of them is that text. There the cluster of glyphs says what it stands for (ISO 32000-1,
14.9.4), so that the words can be searched, copied and read aloud.

What runs from the right is left to its glyphs: readers disagree on the order in which such a text
stands (PDFium and Poppler take it as it is seen, the standard as it is spoken), and the fonts that
we have for it have a glyph of its own for every letter.
"""

from __future__ import annotations

import contextlib
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

import pydyf
import weasyprint.draw.text
from weasyprint.text.ffi import ffi, pango

SHAPED = re.compile(
    "[\u0590-\u109f\u1780-\u18af\u1a00-\u1c7f\ua840-\uabff\ufb1d-\ufdff\ufe70-\ufefc"
    "\U00010800-\U00011fff]"
)
"""A character of a script that is written from the right, or whose signs combine."""
NUMBERED = ("a::before", "a::after")
"""Boxes in which numbers of pages stand, which are drawn anew when a book is bound."""
SHOWN = re.compile(rb"<([0-9a-f]+)>|[-+0-9.e]+")
CODE = 4
"""A glyph takes so many digits in a string that shows it, but for fonts of bitmaps."""


@dataclass(frozen=True)
class Cluster:
    """So many glyphs that stand for some characters; `said` is "" where they tell by themselves."""

    glyphs: int
    said: str


@contextlib.contextmanager
def with_actual_text() -> Iterator[None]:
    """Have WeasyPrint write down what glyphs in such scripts say, for a while."""
    draw_line = weasyprint.draw.text.draw_first_line

    def draw_and_say(stream: Any, textbox: Any, *more: Any) -> Any:  # noqa: ANN401 -- WeasyPrint has no types
        start = len(stream.stream)
        emojis = draw_line(stream, textbox, *more)
        if _is_to_be_said(stream, textbox):
            clusters = list(_clusters(stream, textbox))
            if any(each.said for each in clusters):
                stream.stream[start:] = _with_words(stream.stream[start:], clusters)
        return emojis

    try:
        weasyprint.draw.text.draw_first_line = draw_and_say
        yield
    finally:
        weasyprint.draw.text.draw_first_line = draw_line


def _is_to_be_said(stream: Any, textbox: Any) -> bool:  # noqa: ANN401 -- likewise
    """Tell whether a text box of a tagged page can't be read by its glyphs; margins needn't be."""
    # What is written in a drawing stands in no element.
    tag = getattr(textbox, "element_tag", None) or ""
    is_ours = not tag.startswith("@") and tag not in NUMBERED
    return is_ours and stream._tags is not None and SHAPED.search(textbox.text) is not None  # noqa: SLF001 -- nothing public has them


def _clusters(stream: Any, textbox: Any) -> Iterator[Cluster]:  # noqa: ANN401 -- likewise
    """Give the clusters of a line from left to right, and mend what fonts know of their glyphs."""
    line, _ = textbox.pango_layout.get_first_line()
    written = textbox.pango_layout.text.encode()
    run = line.runs[0]
    while run != ffi.NULL:
        item, drawn = run.data.item, run.data.glyphs
        font, _ = stream.add_font(item.analysis.font)
        starts = [drawn.log_clusters[place] for place in range(drawn.num_glyphs)]
        ends = dict(zip(sorted(set(starts)), [*sorted(set(starts))[1:], item.length], strict=True))
        glyphs: list[int] = []
        for place, start in enumerate(starts):
            glyph = drawn.glyphs[place].glyph
            if glyph != pango.PANGO_GLYPH_EMPTY:
                glyphs.append(glyph)
            if place + 1 == len(starts) or starts[place + 1] != start:
                words = written[item.offset + start : item.offset + ends[start]].decode()
                yield _cluster(font, glyphs, words, is_from_right=bool(item.analysis.level % 2))
                glyphs = []
        run = run.next


def _cluster(font: Any, glyphs: Sequence[int], words: str, *, is_from_right: bool) -> Cluster:  # noqa: ANN401 -- likewise
    """Make a cluster; a glyph of it is that of a character where there are as many of both."""
    if any(each & pango.PANGO_GLYPH_UNKNOWN_FLAG for each in glyphs):
        return Cluster(len(glyphs), "")
    in_order = glyphs[::-1] if is_from_right else glyphs
    if len(glyphs) == 1:
        font.to_unicode[glyphs[0]] = words
    elif len(glyphs) == len(words):
        font.to_unicode.update(zip(in_order, words, strict=True))
    return Cluster(len(glyphs), words if len(glyphs) > 1 and not is_from_right else "")


def _with_words(operations: Sequence[Any], clusters: Sequence[Cluster]) -> list[Any]:
    """Put what clusters say around the operations that show them, which are parted for that."""
    saying = _Saying(iter([each for each in clusters if each.glyphs]))
    for operation in operations:
        if not (isinstance(operation, bytes) and operation.endswith(b"] TJ")):
            saying.told.append(operation)
            continue
        for part in SHOWN.finditer(operation[1:-4]):
            if part[1] is None:
                saying.shown.append(part[0])
            for at in range(0, len(part[1] or b""), CODE):
                saying.take(part[1][at : at + CODE])
        saying.show()
    return saying.told


@dataclass
class _Saying:
    """Operations that are written anew; `left` glyphs of the cluster `now` have still to come."""

    clusters: Iterator[Cluster]
    told: list[Any] = field(default_factory=list)
    shown: list[bytes] = field(default_factory=list)
    now: Cluster = Cluster(0, "")
    left: int = 0

    def take(self, code: bytes) -> None:
        """Take the next glyph."""
        if not self.left:
            self.now = next(self.clusters)
            self.left = self.now.glyphs
            if self.now.said:
                self.show()
                said = pydyf.Dictionary({"ActualText": pydyf.String(self.now.said)})
                self.told += [b"/Span", said, b"BDC"]
        self.shown.append(b"<" + code + b">")
        self.left -= 1
        if self.now.said and not self.left:
            self.show()
            self.told.append(b"EMC")

    def show(self) -> None:
        """Write what was taken and isn't written."""
        if self.shown:
            # Two moves in a row, of which the strings between are empty, must not become one.
            joined = b" ".join(self.shown).replace(b"> <", b"")
            self.told.append(b"[" + joined + b"] TJ")
            self.shown.clear()
