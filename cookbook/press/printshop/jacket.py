"""The cover of a printed book: back, spine and front in one piece, as wide as its pages ask for."""

from __future__ import annotations

import html
from dataclasses import dataclass
from pathlib import Path
from string import Template

from cookbook.config import kit_folder
from cookbook.press.geometry import BLEED, inches
from cookbook.press.languages import direction_of
from cookbook.press.outputs.covers import print_face
from cookbook.press.outputs.printing import (
    cover_line,
    picture_address,
    style_elements,
)
from cookbook.press.printshop.papers import TEXT_ON_SPINE, Paper, spine_width
from cookbook.press.sections import BookFace
from cookbook.press.themes import Theme

SPINE_MARGIN = 0.0625
LARGEST_ON_SPINE = 0.2
"""How tall the letters of a spine are at most, in inches."""


@dataclass(frozen=True)
class Jacket:
    """A cover in one piece: what it shows, in which theme, for how many pages of which paper."""

    face: BookFace
    theme: Theme
    pages: int
    paper: Paper

    @property
    def spine(self) -> float:
        """The width of the spine, in inches."""
        return spine_width(self.pages, self.paper)

    @property
    def width(self) -> float:
        """The width of the whole, in inches, without bleed."""
        return 2 * self.theme.page.trim.width + self.spine

    @property
    def height(self) -> float:
        """The height of the whole, in inches, without bleed."""
        return self.theme.page.trim.height

    def draw(self, target: Path) -> None:
        """Draw it as a PDF of one page, with bleed. Raises LayoutError where that fails."""
        target.write_bytes(print_face(self.face, self._html()))

    def _html(self) -> str:
        kit = kit_folder() / "print"
        template = Template((kit / "jacket.html").read_text(encoding="utf-8"))
        book = self.face.book
        picture = ""
        if self.face.cover:
            source = html.escape(picture_address(self.face.cover))
            picture = f'<img class="art" src="{source}" alt="">'
        sheets = (*self.theme.print_styles[:1], kit / "jacket.css", *self.theme.print_styles[1:])
        lengths = {
            "width": inches(self.width),
            "height": inches(self.height),
            "spine": inches(self.spine),
            "bleed": inches(BLEED),
        }
        said = {
            "language": book.language,
            "title": book.title,
            "subtitle": book.subtitle,
            "authors": cover_line(self.face),
            "description": book.description,
            "publisher": book.publisher,
            "identifier": book.identifier if "isbn" in book.identifier.lower() else "",
            "kind": book.kind.value,
        }
        return template.substitute(
            {name: html.escape(words) for name, words in said.items()},
            **lengths,
            page=self.theme.page.css(),
            styles=style_elements(sheets, book.language),
            direction=direction_of(book.language),
            cover_class="with-art" if picture else "without-art",
            cover_picture=picture,
            spine_words=self._spine_words(),
        )

    def _spine_words(self) -> str:
        """Give the words of the spine, as large as it allows; none where it is too narrow."""
        room = self.spine - 2 * SPINE_MARGIN
        if self.spine < TEXT_ON_SPINE:
            return ""
        book, size = self.face.book, inches(min(room, LARGEST_ON_SPINE))
        maker = html.escape(book.publisher or cover_line(self.face))
        return (
            f'<div class="spine-words"><p class="spine-title" style="font-size:{size}">'
            f"{html.escape(book.title)}</p>"
            f'<p class="spine-maker" style="font-size:calc({size} * 0.7)">{maker}</p></div>'
        )
