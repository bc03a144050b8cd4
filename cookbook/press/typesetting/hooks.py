"""The three places at which we reach into WeasyPrint while it draws; tests notice when they move.

Links that lead out of the document are kept, fonts are collected instead of embedded, and where a
page number is drawn is written down, so that it can be drawn again with another number.
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import pydyf
import weasyprint.draw
import weasyprint.pdf

from cookbook.press.typesetting.shapes import (
    DIGITS,
    FOLIO_ATTRIBUTE,
    SLOT_ATTRIBUTE,
    UNTIL_ATTRIBUTE,
    UnevenDigitsError,
    is_shape,
    last_of,
    ten_codes,
)


@dataclass(frozen=True)
class Slot:
    """Where a number was drawn: its stream, the operations from `start` to `end`.

    `target` is the id of what it refers to, or the name of a string of the margins; `text` is what
    was drawn in its place; `at` the end at which it stands where the place is its own. `digits` is
    the text operation of all ten digits in the same type, `width` that of one in thousandths of it.
    """

    stream: pydyf.Stream
    start: int
    end: int
    target: str
    text: str
    at: str
    digits: bytes
    width: int


@dataclass
class Drawn:
    """The numbers that were drawn; `shapes` are texts of margins that stand for folios, by name.

    `printed` are the ids whose folios were drawn behind links, those too that are no numbers.
    """

    slots: list[Slot] = field(default_factory=list)
    printed: list[str] = field(default_factory=list)
    shapes: dict[str, str] = field(default_factory=dict)

    def slots_in(self, stream: pydyf.Stream) -> list[Slot]:
        """Give the numbers drawn in a stream."""
        return [slot for slot in self.slots if slot.stream is stream]


@contextlib.contextmanager
def drawing(shapes: dict[str, str] | None = None) -> Iterator[Drawn]:
    """Have WeasyPrint write down the numbers that it draws, and embed no fonts, for a while."""
    drawn = Drawn(shapes=shapes or {})
    originals = (
        weasyprint.draw.draw_text,
        weasyprint.pdf.build_fonts_dictionary,
        weasyprint.pdf.resolve_links,
    )
    draw_text = originals[0]

    def draw_and_note(stream: Any, textbox: Any, *more: Any) -> None:  # noqa: ANN401 -- WeasyPrint has no types
        start = len(stream.stream)
        draw_text(stream, textbox, *more)
        for target, text in _numbers_of(textbox, drawn.shapes):
            end = "" if drawn.shapes else textbox.element.get(SLOT_ATTRIBUTE, "")
            if not (end and is_shape(text)):
                drawn.printed.append(target)
            if is_shape(text):
                digits = _draw_digits(stream, textbox, more[0], draw_text)
                place = (max(0, start - 1), len(stream.stream))
                drawn.slots.append(Slot(stream, *place, target, text, end, *digits))

    try:
        weasyprint.draw.draw_text = draw_and_note
        weasyprint.pdf.build_fonts_dictionary = lambda *_: pydyf.Dictionary()
        weasyprint.pdf.resolve_links = _keep_links
        yield drawn
    finally:
        (
            weasyprint.draw.draw_text,
            weasyprint.pdf.build_fonts_dictionary,
            weasyprint.pdf.resolve_links,
        ) = originals


def _numbers_of(textbox: Any, shapes: dict[str, str]) -> list[tuple[str, str]]:  # noqa: ANN401 -- likewise
    """Give a text box's folios: the id or name of which each is, and how it is written."""
    if shapes:
        return [(name, shape) for name, shape in shapes.items() if shape in textbox.text]
    if textbox.element is None or textbox.element_tag not in ("a::before", "a::after"):
        return []
    folio = textbox.element.get(FOLIO_ATTRIBUTE) or ""
    target = textbox.element.get("href", "")[1:]
    until = textbox.element.get(UNTIL_ATTRIBUTE) or ""
    if until and textbox.element_tag == "a::after":
        folio, target = until, last_of(target)
    return [(target, folio)] if folio and folio in textbox.text else []


def _draw_digits(stream: Any, textbox: Any, offset_x: float, draw_text: Any) -> tuple[bytes, int]:  # noqa: ANN401 -- likewise
    """Draw all digits in the type of a text box, beside the page; give the operation, and a width.

    Raises UnevenDigitsError where they aren't of one width.
    """
    aside = stream.clone(tags=None)
    layout = textbox.pango_layout
    # A layout is made anew from its text each time it is drawn.
    kept, layout.text = layout.text, DIGITS
    try:
        draw_text(aside, textbox, offset_x, "clip", "none")
    finally:
        layout.text = kept
    shown = [each for each in aside.stream if isinstance(each, bytes) and each.endswith(b"TJ")]
    named = [each for each in aside.stream if isinstance(each, bytes) and each.endswith(b" Tf")]
    operation = shown[-1] if shown else b""
    name = named[-1].split()[0].decode()[1:] if named else ""
    widths = {
        font.widths[int(code, 16)]
        for font in stream._fonts.values()  # noqa: SLF001 -- nothing public has them
        if font.hash == name
        for code in ten_codes(operation)
    }
    if len(widths) != 1:
        raise UnevenDigitsError(name)
    return operation, widths.pop()


def _keep_links(pages: list[Any]) -> Iterator[tuple[list[Any], list[Any]]]:
    """Give each page's links, wherever they lead, and its anchors, each where it stands first."""
    seen: set[str] = set()
    for page in pages:
        anchors = [
            (name, place[0], place[1]) for name, place in page.anchors.items() if name not in seen
        ]
        seen.update(page.anchors)
        yield list(page.links), anchors
