"""Preview: one entry's text -> the HTML that a book's web pages would show of it, in a moment."""

from __future__ import annotations

import dataclasses
import html
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from string import Template

from lxml import html as lxml_html

from cookbook.config import kit_folder
from cookbook.manuscript import (
    Book,
    BookFolder,
    Credits,
    Entry,
    EntryRef,
    Part,
    Recipe,
    parse_entry,
)
from cookbook.manuscript.credits import AUTHOR
from cookbook.manuscript.decoding import decode_manuscript
from cookbook.press import words
from cookbook.press.bounded import ProgramFailedError, no_longer_than
from cookbook.press.composing import begin_composition
from cookbook.press.outputs.markup import write_body
from cookbook.press.outputs.webmarkup import parse_body, suit_for_web, write_element
from cookbook.press.pandoc import Node
from cookbook.press.pictures.shelf import possible_paths
from cookbook.press.places import Place
from cookbook.press.reading.entries import plain_blocks
from cookbook.press.sections import Matter, Section, SectionKind
from cookbook.press.themes import Theme
from cookbook.press.tree import Blocks, header, rewrite_blocks, span
from cookbook.press.tree import text as inlines
from cookbook.press.warnings import PressWarning, WarningKind, Warnings
from cookbook.press.writings import compose_alone

READ_SECONDS = 6.0
WRITE_SECONDS = 4.0
"""How long reading and writing may take; a usual recipe takes a twentieth of a second each."""
TEMPLATE = "preview.html"

PictureAddress = Callable[[str], str | None]
"""Gives the address at which a picture of the manuscript is served, or None where it isn't here."""


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
    bibliography: str = "",
    authors: Sequence[str] = (),
    number: str = "",
) -> Preview:
    """Set one recipe or chapter as its book would, without its book.

    `path` is the entry's in a book folder, such as recipes/soup.md; it decides what pictures are
    relative to. `authors` sign the entry where its text names nobody; `number` is a chapter's in
    its textbook. Links to other entries are marked and lead nowhere. Raises ManuscriptError or
    FrontMatterError where the text can't be read, with file, line and what to do.
    """
    decoded = decode_manuscript(text.encode("utf-8", "replace"), path)
    entry = parse_entry(decoded.text, path)
    warnings = Warnings()
    album = _Album(find_picture, warnings)
    folder = BookFolder(
        book=Book(title=entry.title, parts=(Part(entries=(EntryRef(path),)),)),
        credits=Credits(entries={path: {AUTHOR: tuple(authors)}} if authors else {}),
        entries={path: entry},
        bibliography=bibliography,
        repairs={path: decoded.repairs},
    )
    with no_longer_than(READ_SECONDS):
        composition = begin_composition(folder, warnings, album.find)
        place = Place(path, Matter.BODY, 1, number)
        written, cited = compose_alone(composition, place)
    settled = composition.folder.entries[path]
    sources = [header(2, inlines(words.BIBLIOGRAPHY)), *cited] if cited else []
    section = _section(settled, place, composition.anchors[path].identifier, [*written, *sources])
    body = _body(section, decoded.text, warnings)
    album.place(body)
    return Preview(write_element(body), settled.title, tuple(warnings.all))


def preview_document(preview: Preview, *, stylesheet: str, language: str = "en") -> str:
    """Make a whole page of a preview, for a frame: the web pages' look, and nothing else.

    `stylesheet` is the address at which the caller serves `web_styles`. The frame should be
    sandboxed with allow-same-origin alone: fonts are fetched from where the page is at home.
    """
    template = Template((kit_folder() / "web" / TEMPLATE).read_text(encoding="utf-8"))
    return template.substitute(
        language=html.escape(language),
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

    def place(self, body: lxml_html.HtmlElement) -> None:
        """Put the addresses where the names stand."""
        for picture in body.iter("img"):
            picture.set("src", self.addresses[picture.get("src") or ""])

    def _name(self, address: str | None) -> str | None:
        if address is None:
            return None
        name = f"picture-{len(self.addresses)}"
        self.addresses[name] = address
        return name

    def _address(self, entry: str, target: str) -> str | None:
        found = (self.find_picture(path) for path in possible_paths(entry, target))
        return next((address for address in found if address), None)


def _section(entry: Entry, place: Place, identifier: str, blocks: Blocks) -> Section:
    kind = SectionKind.RECIPE if isinstance(entry, Recipe) else SectionKind.CHAPTER
    role = "" if isinstance(entry, Recipe) else entry.role
    if role == SectionKind.DEDICATION:
        kind = SectionKind.DEDICATION
    return Section(
        kind,
        identifier,
        entry.title,
        place.level,
        blocks,
        number=place.number,
        entry=place.entry,
        role=role,
    )


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
    markup = write_body([section], picture_address=str, prepare=_unsigned, options=["--mathml"])
    root = parse_body(markup)
    body = next(iter(root.iter("section")))
    suit_for_web(body)
    return body


def _unsigned(blocks: Blocks) -> Blocks:
    """Take away the links to the contributors' pages, which a lone entry hasn't."""

    def change(node: Node) -> Node | list[Node] | None:
        if node["t"] != "Link" or "person-ref" not in node["c"][0][1]:
            return None
        return span(node["c"][1], "person-ref")

    return rewrite_blocks(blocks, change)
