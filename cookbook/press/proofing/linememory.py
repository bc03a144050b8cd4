"""Lines of text that were set before: they are not broken, shaped or written into a PDF again.

Most lines of a text that is being written are those of a moment ago, and WeasyPrint breaks each of
them several times over to balance columns. What comes of a line depends on its words, its width and
the properties below, all of which a text has of the elements around it; tests look whether
WeasyPrint asks for others, and whether what is remembered is what would be made.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import weasyprint.draw.text
import weasyprint.layout.inline
import weasyprint.text.line_break
from weasyprint.text.line_break import Layout

from cookbook.press.typesetting.linebreaks import BREAKERS

PROPERTIES = (
    *("direction", "lang", "font_family", "font_feature_settings", "font_kerning"),
    *("font_language_override", "font_size", "font_stretch", "font_style"),
    *("font_variant_alternates", "font_variant_caps", "font_variant_east_asian"),
    *("font_variant_ligatures", "font_variant_numeric", "font_variant_position"),
    *("font_variation_settings", "font_weight", "hyphenate_character", "hyphenate_limit_chars"),
    *("hyphenate_limit_zone", "hyphens", "letter_spacing", "line_height", "overflow_wrap"),
    *("tab_size", "text_decoration_line", "white_space", "word_break", "word_spacing"),
)
LINES_KNOWN = 3_000
GLYPHS = re.compile("<([0-9a-f]+)>")
TEXT_STYLE = "_text_style"
"""The attribute in which a style has what stands for its properties."""


@dataclass
class Writing:
    """A line as it stands in a PDF: what was asked of the stream, and the glyphs of its fonts.

    It takes the stream's place while a line is drawn, and repeats it on other streams.
    """

    stream: Any
    calls: list[tuple[str, tuple[Any, ...]]] = field(default_factory=list)
    fonts: list[Any] = field(default_factory=list)
    glyphs: list[tuple[dict[int, str], dict[int, int]]] = field(default_factory=list)

    def __getattr__(self, name: str) -> Any:  # noqa: ANN401 -- whatever the stream has
        return getattr(self.stream, name)

    def add_font(self, pango_font: Any) -> Any:  # noqa: ANN401 -- WeasyPrint has no types
        """Add a font, and note it."""
        self.calls.append(("add_font", (pango_font,)))
        font, size = self.stream.add_font(pango_font)
        self.fonts.append(font)
        return font, size

    def set_font_size(self, font: str, size: float) -> None:
        """Choose a font, and note it."""
        self.calls.append(("set_font_size", (font, size)))
        self.stream.set_font_size(font, size)

    def set_text_rise(self, height: float) -> None:
        """Raise what follows, and note it."""
        self.calls.append(("set_text_rise", (height,)))
        self.stream.set_text_rise(height)

    def show_text(self, text: str) -> None:
        """Show glyphs, and note them."""
        self.calls.append(("show_text", (text,)))
        self.stream.show_text(text)

    def finish(self) -> bool:
        """Note what the fonts know of the glyphs; tell whether the line can be repeated."""
        # What has no glyph is remarked each time it is drawn.
        if any(font.bitmap or font.missing for font in self.fonts):
            return False
        shown = {
            glyph
            for name, values in self.calls
            if name == "show_text"
            for glyph in _glyphs(*values)
        }
        for font in self.fonts:
            texts = {glyph: font.to_unicode[glyph] for glyph in shown & font.to_unicode.keys()}
            self.glyphs.append((texts, {glyph: font.widths[glyph] for glyph in texts}))
        self.stream, self.fonts = None, []
        return True

    def repeat(self, stream: Any, matrix: Any) -> None:  # noqa: ANN401 -- WeasyPrint has no types
        """Draw the same line at another place."""
        stream.set_text_matrix(*matrix.values)
        glyphs = iter(self.glyphs)
        for name, values in self.calls:
            given = getattr(stream, name)(*values)
            if name == "add_font":
                (font, _), (texts, widths) = given, next(glyphs)
                font.to_unicode.update(texts)
                font.widths.update(widths)


class KeptLayout(Layout):  # type: ignore[misc]  # WeasyPrint has no types
    """A line that stays shaped once it was drawn, for when it is drawn again."""

    drawn: str | None = None
    """The text that was drawn, and that it is ready to draw."""
    writing: Writing | None = None
    """What that text is in a PDF."""

    def reactivate(self, style: Any) -> None:  # noqa: ANN401 -- WeasyPrint has no types
        """Be ready to be drawn."""
        if self.drawn == self.text:
            self.style = style
            return
        super().reactivate(style)
        self.drawn, self.writing = self.text, None

    def deactivate(self) -> None:
        """Let go of what drawing needs, unless it was drawn before."""
        if self.drawn is None:
            super().deactivate()


class LineMemory:
    """Breaks lines by WeasyPrint's own means, each once as long as it is remembered."""

    def __init__(self) -> None:
        self.break_line: Any = weasyprint.text.line_break.split_first_line
        self.find_strut: Any = weasyprint.text.line_break.strut
        self.draw_line: Any = weasyprint.draw.text.draw_first_line
        self.lines: dict[tuple[Any, ...], Any] = {}
        self.struts: dict[str, Any] = {}

    def split_first_line(  # noqa: PLR0913, PLR0917 -- WeasyPrint's own arguments
        self,
        text: str,
        style: Any,  # noqa: ANN401 -- likewise
        context: Any,  # noqa: ANN401 -- likewise
        max_width: float | None,
        justification_spacing: float,
        is_line_start: bool = True,  # noqa: FBT001, FBT002 -- likewise
        minimum: bool = False,  # noqa: FBT001, FBT002 -- likewise
    ) -> Any:  # noqa: ANN401 -- likewise
        """Give the first line of a text, as WeasyPrint's own function does."""
        shape = (max_width, justification_spacing, is_line_start, minimum)
        key = (text, text_style(style), *shape)
        if key not in self.lines:
            if len(self.lines) >= LINES_KNOWN:
                self.lines = dict(list(self.lines.items())[LINES_KNOWN // 2 :])
            self.lines[key] = self.break_line(text, style, context, *shape)
        return self.lines[key]

    def strut(self, style: Any) -> Any:  # noqa: ANN401 -- likewise
        """Give the height of a line and its baseline, as WeasyPrint's own function does."""
        key = text_style(style)
        if key not in self.struts:
            if len(self.struts) >= LINES_KNOWN:
                self.struts.clear()
            self.struts[key] = self.find_strut(style)
        return self.struts[key]

    def draw_first_line(
        self,
        stream: Any,  # noqa: ANN401 -- likewise
        textbox: Any,  # noqa: ANN401 -- likewise
        text_overflow: str,
        block_ellipsis: Any,  # noqa: ANN401 -- likewise
        matrix: Any,  # noqa: ANN401 -- likewise
    ) -> Any:  # noqa: ANN401 -- likewise
        """Draw a line and give its emojis, as WeasyPrint's own function does."""
        layout, more = textbox.pango_layout, (text_overflow, block_ellipsis, matrix)
        if text_overflow == "ellipsis" or block_ellipsis != "none":
            return self.draw_line(stream, textbox, *more)
        if layout.writing is not None:
            layout.writing.repeat(stream, matrix)
            return []
        writing = Writing(stream)
        emojis = self.draw_line(writing, textbox, *more)
        if not emojis and writing.fonts and writing.finish():
            layout.writing = writing
        return emojis


def remember_lines() -> LineMemory:
    """Have WeasyPrint remember lines from now on, in this process."""
    memory = LineMemory()
    weasyprint.text.line_break.Layout = KeptLayout
    for module in BREAKERS:
        module.split_first_line = memory.split_first_line
    weasyprint.layout.inline.strut = memory.strut
    weasyprint.draw.text.draw_first_line = memory.draw_first_line
    return memory


def text_style(style: Any) -> str:  # noqa: ANN401 -- WeasyPrint has no types
    """Give what stands for the properties of a style on which a line depends.

    It is that of the style around it, and what it sets itself.
    """
    known: str | None = style.__dict__.get(TEXT_STYLE)
    if known is None:
        parent = style.parent_style
        around, names = ("", PROPERTIES) if parent is None else (text_style(parent), _own(style))
        known = around + "".join(f"{name}:{style[name]!r};" for name in names)
        style.__dict__[TEXT_STYLE] = known
    return known


def _own(style: Any) -> list[str]:  # noqa: ANN401 -- likewise
    """Give those of the properties that a style sets itself; what has no element sets none."""
    cascaded = getattr(style, "cascaded", {})
    return [name for name in PROPERTIES if name in cascaded]


def _glyphs(text: str) -> Iterator[int]:
    """Give the numbers of the glyphs that an operation shows."""
    for codes in GLYPHS.findall(text):
        yield from (int(codes[place : place + 4], 16) for place in range(0, len(codes), 4))
