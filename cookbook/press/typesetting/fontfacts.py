"""Fonts as values: what of a font was used, and one embedded font made of all of it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pydyf
import weasyprint
from weasyprint.pdf.fonts import Font, build_fonts_dictionary
from weasyprint.text.ffi import ffi, gobject, pango
from weasyprint.text.fonts import FontConfiguration

SIZE = 10_240
"""The size at which fonts are found again, in Pango's units; what is embedded has no size."""
VARIANTS = (
    "Small-Caps", "All-Small-Caps", "Petite-Caps", "All-Petite-Caps", "Unicase", "Title-Caps",
)  # fmt: skip
"""Kinds of capitals as names of fonts end with them, in the order of Pango's numbers from 1 on."""


class FontLostError(Exception):
    """A font that a sheet set used is not found again under its description."""


def font_facts(font: Font) -> dict[str, Any]:
    """Give what of a font was used, and by what it is found again."""
    return {
        "hash": font.hash,
        "family": font.family,
        "style": int(font.style),
        "weight": int(font.weight),
        "variant": _variant_of(font.name.decode()),
        "widths": {str(glyph): width for glyph, width in sorted(font.widths.items())},
        "texts": {str(glyph): text for glyph, text in sorted(font.to_unicode.items())},
        "missing": {str(point): glyph for point, glyph in sorted(font.missing.items())},
        "metrics": [font.ascent, font.descent],
    }


def embed_font(facts: Mapping[str, Any], fonts: FontConfiguration) -> pydyf.PDF:
    """Make the objects of one font with the glyphs that `facts` name.

    The last one is the dictionary of its name.

    Raises FontLostError where the font is not there.
    """
    font = _find(facts, fonts)
    font.widths = {int(glyph): width for glyph, width in facts["widths"].items()}
    font.to_unicode = {int(glyph): text for glyph, text in facts["texts"].items()}
    font.missing = {int(point): glyph for point, glyph in facts["missing"].items()}
    font.ascent, font.descent = facts["metrics"]
    pdf = pydyf.PDF()
    options = {**weasyprint.DEFAULT_OPTIONS, "pdf_version": "1.7"}
    dictionary = build_fonts_dictionary(
        pdf, {font.hash: font}, compress=True, subset=True, options=options
    )
    pdf.add_object(dictionary)
    return pdf


def _variant_of(name: str) -> int:
    """Give the number of the kind of capitals in which a font is used."""
    longest_first = sorted(VARIANTS, key=len, reverse=True)
    found = next((each for each in longest_first if name.endswith(f"-{each}")), "")
    return VARIANTS.index(found) + 1 if found else 0


def _find(facts: Mapping[str, Any], fonts: FontConfiguration) -> Font:
    family = ffi.new("char[]", facts["family"].encode())
    description = ffi.gc(pango.pango_font_description_new(), pango.pango_font_description_free)
    pango.pango_font_description_set_family(description, family)
    pango.pango_font_description_set_style(description, facts["style"])
    pango.pango_font_description_set_weight(description, facts["weight"])
    pango.pango_font_description_set_variant(description, facts["variant"])
    pango.pango_font_description_set_absolute_size(description, SIZE)
    context = ffi.gc(pango.pango_font_map_create_context(fonts.font_map), gobject.g_object_unref)
    pango_font = ffi.gc(
        pango.pango_font_map_load_font(fonts.font_map, context, description),
        gobject.g_object_unref,
    )
    if pango_font == ffi.NULL:
        raise FontLostError(facts["family"])
    own = ffi.gc(
        pango.pango_font_describe_with_absolute_size(pango_font),
        pango.pango_font_description_free,
    )
    mask = pango.PANGO_FONT_MASK_SIZE + pango.PANGO_FONT_MASK_GRAVITY
    pango.pango_font_description_unset_fields(own, mask)
    font = Font(pango_font, own, 10)
    if font.hash != facts["hash"]:
        raise FontLostError(f"{facts['family']} {facts['style']} {facts['weight']}")
    # The face lives as long as the font does.
    font.kept_alive = pango_font
    return font
