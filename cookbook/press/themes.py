"""Themes: folders of styles that a designer can read and copy."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from cookbook.config import kit_folder
from cookbook.errors import CookbookError
from cookbook.manuscript import Book, BookKind
from cookbook.manuscript.fields import Fields
from cookbook.manuscript.frontmatter import read_yaml
from cookbook.press.geometry import TRIMS, Margins, PageShape, large_print

THEME_FILE = "theme.yaml"
MARGINS = "margins in inches (top, outer, bottom, inner), and a size of type in points"
DEFAULTS = {BookKind.COOKBOOK: "hearth", BookKind.TEXTBOOK: "lectern"}


class ThemeError(CookbookError):
    """A theme that isn't there, that lacks a file, or that has no such trim."""


@dataclass(frozen=True)
class Theme:
    """A theme as a book wears it: name, page, style sheets in the order in which they apply.

    `shapes` has the pages that it was drawn for, by the names of their trims; the first is its own.
    Where recipes run on, they stand one below the other in place of beginning pages.
    """

    name: str
    title: str
    page: PageShape
    print_styles: tuple[Path, ...]
    epub_styles: tuple[Path, ...]
    web_styles: tuple[Path, ...]
    shapes: Mapping[str, PageShape]
    runs_on: bool = False

    def in_large_print(self) -> Theme:
        """Give the theme as large print has it."""
        styles = (*self.print_styles, kit_folder() / "print" / "large.css")
        page = large_print(self.page.trim)
        return dataclasses.replace(self, page=page, print_styles=styles, runs_on=False)


def theme_names() -> tuple[str, ...]:
    """Give the names of all themes."""
    return tuple(sorted(path.parent.name for path in kit_folder().glob(f"themes/*/{THEME_FILE}")))


def find_theme(book: Book, wanted: str = "", trim: str = "") -> Theme:
    """Give the wanted theme, or else the book's, or else that of its kind, for a trim.

    That is the wanted trim, or else the book's, or else the theme's own. Raises ThemeError with
    the names that exist, for a theme or a trim that doesn't.
    """
    name = wanted or book.theme or DEFAULTS[book.kind]
    if name not in theme_names():
        raise ThemeError(
            f'there is no theme "{name}".', remedy=f"Choose one of: {', '.join(theme_names())}."
        )
    kit = kit_folder()
    folder = kit / "themes" / name
    about = read_yaml((folder / THEME_FILE).read_text(encoding="utf-8"), f"{name}/{THEME_FILE}")
    fields = Fields(about, f"{name}/{THEME_FILE}")
    shapes = _shapes(fields)
    cut = trim or book.trim or next(iter(shapes))
    if cut not in shapes:
        raise ThemeError(
            f'the theme "{name}" has no trim "{cut}".',
            remedy=f"Choose one of: {', '.join(shapes)}.",
        )
    return Theme(
        name=name,
        title=fields.title(),
        page=shapes[cut],
        print_styles=(kit / "print" / "book.css", folder / "print.css"),
        epub_styles=(kit / "epub" / "book.css", folder / "epub.css"),
        web_styles=(kit / "web" / "book.css", folder / "web.css"),
        shapes=shapes,
        runs_on=bool(fields.flag("recipes-run-on")),
    )


def _shapes(fields: Fields) -> dict[str, PageShape]:
    """Read the pages of a theme: by trim, the margins, and the size of the type."""
    shapes: dict[str, PageShape] = {}
    listed = fields.mapping("pages")
    pages = Fields(listed, fields.file, "pages")
    [leading] = _numbers(fields, "leading", "the distance of lines, such as 1.4", 1)
    kept = 0.0
    if "lines-kept" in fields.values:
        [kept] = _numbers(fields, "lines-kept", "a number of lines, such as 4", 1)
    for name in listed:
        if name not in TRIMS:
            raise fields.wrong("pages", f"names of trims ({', '.join(TRIMS)})", f'One is "{name}".')
        top, outer, bottom, inner, size = _numbers(pages, name, MARGINS, 5)
        shapes[name] = PageShape(
            TRIMS[name], Margins(top, outer, bottom, inner), size, leading, kept
        )
    if not shapes:
        raise fields.wrong("pages", "at least one trim", 'Write "pages:" and "  6x9: […]".')
    return shapes


def _numbers(fields: Fields, key: str, wanted: str, count: int) -> list[float]:
    said = fields.texts(key)
    try:
        numbers = [float(each) for each in said]
    except ValueError:
        numbers = []
    if len(numbers) != count:
        raise fields.wrong(key, wanted, f"It says {', '.join(said) or 'nothing'}.")
    return numbers
