"""Each theme looks as it did when somebody last looked: small books, compared in grey."""

from __future__ import annotations

from pathlib import Path

import pytest
from PIL import Image, ImageChops, ImageFilter, ImageStat

from cookbook.press.pipeline import Format, PressOptions, press_book
from cookbook.press.themes import theme_names
from docs.specimens.sheets import draw_sheet
from tests.press.making import BOOKS

REFERENCES = Path(__file__).parent / "references"
SCALE = 0.3
BOOK_OF = {"lectern": "coins"}
ALIKE = 1.2
"""The mean difference of pixels, of 255, up to which two sheets count as alike."""


@pytest.mark.parametrize("theme", theme_names())
def test_a_theme_looks_as_it_did(
    theme: str, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    """Press a small book, draw it, and hold it against the sheet that is kept."""
    source = BOOKS / BOOK_OF.get(theme, "pond")
    report = press_book(source, tmp_path, PressOptions(formats=(Format.PDF,), theme=theme))
    sheet = draw_sheet(tmp_path / report.files[0].name, every=True, scale=SCALE).convert("L")
    kept = REFERENCES / f"{theme}.png"
    if request.config.getoption("--renew-references"):
        sheet.save(kept, optimize=True)
    with Image.open(kept) as reference:
        assert sheet.size == reference.size, "another number of pages, or another size"
        apart = difference(sheet, reference.convert("L"))
    assert apart < ALIKE, "look at it; if it is meant, run this with --renew-references"


def test_a_page_that_changed_is_seen(tmp_path: Path) -> None:
    """See that the comparison can fail: a page that is blank differs by more than is allowed."""
    report = press_book(BOOKS / "pond", tmp_path, PressOptions(formats=(Format.PDF,)))
    sheet = draw_sheet(tmp_path / report.files[0].name, every=True, scale=SCALE).convert("L")
    changed = sheet.copy()
    left, top = sheet.width // 2, sheet.height // 2
    part = sheet.crop((left, top, left + 260, top + 190))
    changed.paste(part, (left, top + 4))
    assert difference(sheet, changed) > 0
    assert difference(sheet, ImageChops.offset(sheet, 0, 3)) > ALIKE


def difference(one: Image.Image, other: Image.Image) -> float:
    """Give the mean difference of two sheets, softened: letters may be drawn a little otherwise."""
    soft = [each.filter(ImageFilter.GaussianBlur(1)) for each in (one, other)]
    return float(ImageStat.Stat(ImageChops.difference(*soft)).mean[0])
