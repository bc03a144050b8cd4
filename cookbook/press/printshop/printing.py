"""Stage: a bound PDF -> what a print shop is given: the inside, the cover, and a sheet of facts."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path

import pikepdf

from cookbook.manuscript.print_shops import Ink, PrintShop
from cookbook.press.geometry import BLEED
from cookbook.press.printshop.colours import FourInks, GreyInk, Inks, Profile, read_profile
from cookbook.press.printshop.framing import Framer
from cookbook.press.printshop.inking import set_in_inks
from cookbook.press.printshop.jacket import Jacket
from cookbook.press.printshop.papers import PAPERS, padded, spine_width
from cookbook.press.printshop.standard import VERSION, claim_standard, describe
from cookbook.press.sections import AssembledBook
from cookbook.press.themes import Theme
from cookbook.press.workshop import scratch_folder

COVER_PAGES = 2
"""The PDF for screens begins with the cover and the blank page behind it."""
FIRST_DAY = "1980-01-01"
BLACK = {"DeviceGray": b"0 G", "DeviceCMYK": b"0 0 0 1 K", "": b"0 0 0 RG"}
ON_SCREENS = ("/StructTreeRoot", "/MarkInfo", "/Outlines", "/Names", "/PageLabels", "/PageLayout")


@dataclass(frozen=True)
class PrintSheet:
    """What a print shop asks: lengths in inches; `pages` are those of the inside."""

    trim: tuple[float, float]
    bleed: float
    pages: int
    blank: int
    paper: str
    ink: str
    spine: float
    cover: tuple[float, float]

    def as_text(self) -> str:
        """Write it for the print shop."""
        (width, height), (across, down) = self.trim, self.cover
        lines = [
            f"Trim: {width:g} x {height:g} in ({_mm(width)} x {_mm(height)} mm)",
            f"Bleed: {self.bleed:g} in ({_mm(self.bleed)} mm) on all sides",
            f"Pages: {self.pages}, of which {self.blank} at the end are blank",
            f"Inside: {self.ink}",
            f"Paper: {self.paper}",
            f"Spine: {self.spine:.4f} in ({_mm(self.spine)} mm)",
            f"Cover: {across:.4f} x {down:g} in ({_mm(across)} x {_mm(down)} mm), flat",
        ]
        return "\n".join(lines) + "\n"


@dataclass(frozen=True)
class PrintFiles:
    """Where the files go: the inside, the cover, the sheet."""

    inside: Path
    cover: Path
    sheet: Path


def print_for_shop(
    bound: BoundFile, source: Path, book: AssembledBook, theme: Theme, files: PrintFiles
) -> PrintSheet:
    """Make the files of the book in `source`, of which the PDF for screens is there.

    Raises InkError where its profile can't be read.
    """
    wishes = book.book.print_shop
    profile = read_profile(source / wishes.profile) if wishes.profile else None
    inker = _Shop(book, wishes, profile)
    paper = PAPERS[wishes.paper]
    pages, blank = inker.print_inside(bound, files.inside)
    jacket = Jacket(book.face, theme, pages, paper)
    inker.print_cover(jacket, files.cover)
    trim = theme.page.trim
    sheet = PrintSheet(
        (trim.width, trim.height),
        BLEED,
        pages,
        blank,
        paper.title,
        inker.ink_words,
        spine_width(pages, paper),
        (jacket.width, jacket.height),
    )
    files.sheet.write_text(f"{book.book.title}\n\n{sheet.as_text()}", encoding="utf-8")
    return sheet


@dataclass(frozen=True)
class BoundFile:
    """The PDF for screens; `plates` are its pages, counted from 0, that a picture fills."""

    path: Path
    plates: Collection[int] = ()


@dataclass(frozen=True)
class _Shop:
    """Prints a book as its settings wish."""

    book: AssembledBook
    wishes: PrintShop
    profile: Profile | None

    @property
    def ink_words(self) -> str:
        """Say with what the inside is printed."""
        words = {Ink.AS_SET: "colours as set (RGB)", Ink.GREY: "black ink alone", Ink.CMYK: "CMYK"}
        if self.profile is None or self.wishes.ink is Ink.AS_SET:
            return words[self.wishes.ink]
        return f"{words[self.wishes.ink]} ({VERSION}, {self.profile.name})"

    def print_inside(self, bound: BoundFile, target: Path) -> tuple[int, int]:
        """Print the inside; give the number of its pages, and of the blank ones at its end."""
        with pikepdf.open(bound.path) as pdf:
            del pdf.pages[:COVER_PAGES]
            count = len(pdf.pages)
            blank = padded(count, self.wishes.multiple) - count
            box = pdf.pages[-1].obj.MediaBox
            for _ in range(blank):
                pdf.add_blank_page(page_size=(float(box[2]), float(box[3])))
            plates = frozenset(number - COVER_PAGES for number in bound.plates)
            self._finish(pdf, self.wishes.ink, target, plates)
        return count + blank, blank

    def print_cover(self, jacket: Jacket, target: Path) -> None:
        """Print the cover, which keeps its colours where the inside is grey."""
        with scratch_folder() as folder:
            drawn = folder / "jacket.pdf"
            jacket.draw(drawn)
            with pikepdf.open(drawn) as pdf:
                ink = Ink.CMYK if self.profile else Ink.AS_SET
                self._finish(pdf, ink, target, frozenset(range(len(pdf.pages))))

    def _finish(self, pdf: pikepdf.Pdf, ink: Ink, target: Path, bled: Collection[int]) -> None:
        """Put ink and frames to the pages, of which those bleed whose numbers are named."""
        for name in ON_SCREENS:
            if name in pdf.Root:
                del pdf.Root[name]
        inks = self._inks(ink)
        if inks is not None:
            set_in_inks(pdf, inks)
        framer = Framer(pdf, BLACK[inks.space if inks else ""])
        for number, page in enumerate(pdf.pages):
            framer.frame(page, is_bled=number in bled)
        book = self.book.book
        day = book.date if _is_day(book.date) else FIRST_DAY
        said = {"title": book.title, "identifier": self.book.identifier, "day": day}
        if inks is None or self.profile is None:
            describe(pdf, **said)
        else:
            claim_standard(pdf, self.profile, **said)
        pdf.remove_unreferenced_resources()
        pdf.save(target, deterministic_id=True, min_version="1.6")

    def _inks(self, ink: Ink) -> Inks | None:
        if ink is Ink.GREY:
            return GreyInk()
        return FourInks(self.profile) if ink is Ink.CMYK and self.profile else None


def _is_day(text: str) -> bool:
    parts = text.split("-")
    return [len(each) for each in parts] == [4, 2, 2] and all(each.isdecimal() for each in parts)


def _mm(length: float) -> str:
    return f"{length * 25.4:.1f}"
