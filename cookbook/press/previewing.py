"""Preview: one entry's text -> the HTML that a book's web pages would show of it, in a moment."""

from __future__ import annotations

import dataclasses
import html
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from string import Template

from lxml import html as lxml_html

from cookbook.config import kit_folder
from cookbook.manuscript.measures import UNCHANGED, MeasureStyle
from cookbook.press.alone import WRITE_SECONDS, LoneText, compose_lone_text, unsigned
from cookbook.press.bounded import ProgramFailedError, no_longer_than
from cookbook.press.languages import direction_of
from cookbook.press.outputs.markup import write_body
from cookbook.press.outputs.webmarkup import parse_body, suit_for_web, write_element
from cookbook.press.pictures.shelf import possible_paths
from cookbook.press.reading.entries import plain_blocks
from cookbook.press.sections import Section
from cookbook.press.themes import Theme
from cookbook.press.warnings import PressWarning, WarningKind, Warnings

TEMPLATE = "preview.html"

PictureAddress = Callable[[str], str | None]
"""Gives the address at which a picture of the manuscript is served, or None where it isn't here."""

PictureFacts = Callable[[str], Mapping[str, str]]
"""Gives what an `img` says besides the address that it gets: its size, and its other widths."""


@dataclass(frozen=True)
class Preview:
    """An entry as a web page shows it: its body as HTML, its title, and what was remarked.

    The HTML holds no script, no form, no inline style, and no address but those of links and those
    that the caller gave to pictures.
    """

    html: str
    title: str
    warnings: tuple[PressWarning, ...]


def preview_entry(  # noqa: PLR0913 -- all but the text are named by the caller
    text: str,
    *,
    path: str,
    find_picture: PictureAddress,
    describe_picture: PictureFacts | None = None,
    bibliography: str = "",
    authors: Sequence[str] = (),
    number: str = "",
    style: MeasureStyle = UNCHANGED,
) -> Preview:
    """Set one recipe or chapter as its book would, without its book.

    `describe_picture` gives what an `img` says besides its address, such as its other widths.

    `path` is the entry's in a book folder, such as recipes/soup.md; it decides what pictures are
    relative to. `authors` sign the entry where its text names nobody; `number` is a chapter's in
    its textbook, `style` how the book gives amounts. Links to other entries are marked and lead
    nowhere. Raises ManuscriptError or FrontMatterError where the text can't be read, with file,
    line and what to do.
    """
    warnings = Warnings()
    album = _Album(find_picture, warnings)
    lone = compose_lone_text(
        LoneText(text, path, bibliography, authors, number, style), album.find, warnings
    )
    body = _body(lone.section, lone.source, warnings)
    album.place(body, describe_picture)
    return Preview(write_element(body), lone.section.title, tuple(warnings.all))


def preview_document(preview: Preview, *, stylesheet: str, language: str = "en") -> str:
    """Make a whole page of a preview, for a frame: the web pages' look, and nothing else.

    `stylesheet` is the address at which the caller serves `web_styles`. The frame should be
    sandboxed with allow-same-origin alone: fonts are fetched from where the page is at home.
    """
    template = Template((kit_folder() / "web" / TEMPLATE).read_text(encoding="utf-8"))
    return template.substitute(
        language=html.escape(language),
        direction=direction_of(language),
        title=html.escape(preview.title),
        stylesheet=html.escape(stylesheet),
        body=preview.html,
    )


def web_styles(theme: Theme, *, fonts: str = "../fonts") -> str:
    """Give the web pages' styles of a theme; `fonts` is the address of the kit's font folder."""
    styles = "\n".join(path.read_text(encoding="utf-8") for path in theme.web_styles)
    return styles.replace('url("../fonts/', f'url("{fonts.rstrip("/")}/')


@dataclass
class _Album:
    """Finds pictures by the addresses at which the caller serves them.

    While the entry is being set they go by names of ours, as pandoc reads more into an address.
    """

    find_picture: PictureAddress
    warnings: Warnings
    names: dict[str, str | None] = field(default_factory=dict)
    addresses: dict[str, str] = field(default_factory=dict)

    def find(self, entry: str, target: str) -> str | None:
        """Give the name of a picture that an entry names, or None after a warning."""
        if target not in self.names:
            self.names[target] = self._name(self._address(entry, target))
        if self.names[target] is None:
            message = f'the picture "{target[:80]}" is not here; it is left out.'
            self.warnings.add(entry, WarningKind.IMAGE, message)
        return self.names[target]

    def place(self, body: lxml_html.HtmlElement, describe: PictureFacts | None = None) -> None:
        """Put the addresses where the names stand, and what there is to say about them."""
        for picture in body.iter("img"):
            address = self.addresses[picture.get("src") or ""]
            picture.set("src", address)
            for name, value in (describe(address) if describe else {}).items():
                picture.set(name, value)

    def _name(self, address: str | None) -> str | None:
        if address is None:
            return None
        name = f"picture-{len(self.addresses)}"
        self.addresses[name] = address
        return name

    def _address(self, entry: str, target: str) -> str | None:
        found = (self.find_picture(path) for path in possible_paths(entry, target))
        return next((address for address in found if address), None)


def _body(section: Section, source: str, warnings: Warnings) -> lxml_html.HtmlElement:
    """Write a section; where that takes too long, its source as plain text."""
    try:
        with no_longer_than(WRITE_SECONDS):
            body = _written(section)
    except ProgramFailedError as err:
        message = f"can't be shown as a page ({err.message}); it is shown as plain text."
        warnings.add(section.entry, WarningKind.TEXT, message)
        with no_longer_than(WRITE_SECONDS):
            body = _written(dataclasses.replace(section, content=plain_blocks(source)))
    for formula in body.iterfind(".//span[@class]"):
        if "math" in (formula.get("class") or "").split():
            tex = " ".join((formula.text or "").split())
            message = f"the formula {tex[:60]!r} prints as TeX: it can't be read."
            warnings.add(section.entry, WarningKind.FORMULA, message)
    return body


def _written(section: Section) -> lxml_html.HtmlElement:
    markup = write_body([section], picture_address=str, prepare=unsigned, options=["--mathml"])
    root = parse_body(markup)
    body = next(iter(root.iter("section")))
    suit_for_web(body)
    return body
