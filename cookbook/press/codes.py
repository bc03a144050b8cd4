"""An address -> a code that phones read (QR, ISO/IEC 18004), as SVG for pages and PNG for paper."""

from __future__ import annotations

import io
from collections.abc import Mapping

import segno

QUIET_ZONE = 4
"""The white around it, in modules, as the standard wants."""
PNG_SCALE = 12
"""Pixels a module: about 400 pixels a side, enough for a hand's breadth of print."""
DARK, LIGHT = "#000", "#fff"


def code_as_svg(address: str) -> bytes:
    """Draw the code of an address as SVG, black on white whatever stands around it."""
    return _drawn(
        address, "svg", {"xmldecl": False, "svgclass": None, "lineclass": None, "omitsize": True}
    )


def code_as_png(address: str) -> bytes:
    """Draw the code of an address as PNG."""
    return _drawn(address, "png", {"scale": PNG_SCALE})


def _drawn(address: str, kind: str, more: Mapping[str, object]) -> bytes:
    # A quarter of it may be dirty or torn, as posters are.
    code = segno.make_qr(address, error="q", boost_error=False)
    buffer = io.BytesIO()
    code.save(buffer, kind=kind, border=QUIET_ZONE, dark=DARK, light=LIGHT, **more)
    return buffer.getvalue()
