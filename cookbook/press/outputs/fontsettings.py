"""The fonts of the layout: the book's own, and no others."""

from __future__ import annotations

import html
from pathlib import Path

from cookbook.config import kit_folder


def write_font_settings(folder: Path) -> Path:
    """Make the book's own fonts the only ones there are, so that every machine prints the same."""
    file = folder / "fonts.conf"
    file.write_text(
        '<?xml version="1.0"?>\n<!DOCTYPE fontconfig SYSTEM "fonts.dtd">\n<fontconfig>\n'
        f"<dir>{html.escape(str(kit_folder() / 'fonts'))}</dir>\n"
        f"<cachedir>{html.escape(str(folder / 'font-cache'))}</cachedir>\n</fontconfig>\n",
        encoding="utf-8",
    )
    return file
