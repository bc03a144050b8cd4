"""Themes: folders of styles that a designer can read and copy."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from cookbook.config import kit_folder
from cookbook.errors import CookbookError
from cookbook.manuscript import Book, BookKind
from cookbook.manuscript.fields import Fields
from cookbook.manuscript.frontmatter import read_yaml

THEME_FILE = "theme.yaml"
DEFAULT_MEASURE = 4.5
DEFAULTS = {BookKind.COOKBOOK: "hearth", BookKind.TEXTBOOK: "lectern"}


class ThemeError(CookbookError):
    """A theme that isn't there, or that lacks a file."""


@dataclass(frozen=True)
class Theme:
    """A theme: name, style sheets in the order in which they apply, measure in inches."""

    name: str
    title: str
    print_styles: tuple[Path, ...]
    epub_styles: tuple[Path, ...]
    web_styles: tuple[Path, ...]
    measure: float = DEFAULT_MEASURE


def theme_names() -> tuple[str, ...]:
    """Give the names of all themes."""
    return tuple(sorted(path.parent.name for path in kit_folder().glob(f"themes/*/{THEME_FILE}")))


def find_theme(book: Book, wanted: str = "") -> Theme:
    """Give the wanted theme, or else the book's, or else that of its kind.

    Raises ThemeError, with the names that exist, for a name that doesn't.
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
    return Theme(
        name=name,
        title=fields.title(),
        print_styles=(kit / "print" / "book.css", folder / "print.css"),
        epub_styles=(kit / "epub" / "book.css", folder / "epub.css"),
        web_styles=(kit / "web" / "book.css", folder / "web.css"),
        measure=_measure(fields),
    )


def _measure(fields: Fields) -> float:
    text = fields.text("measure") or str(DEFAULT_MEASURE)
    try:
        return float(text)
    except ValueError as err:
        raise fields.wrong(
            "measure", "a width in inches, such as 4.5", f'It says "{text}".'
        ) from err
