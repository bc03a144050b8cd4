"""A page's pictures and links -> pictures of the book, links to its entries, or plain words."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from urllib.parse import unquote

from cookbook.exchange.rewriting.sheltering import Shelter
from cookbook.exchange.sources.source_files import (
    AbsentError,
    SourceError,
    find_picture,
    picture_ending,
)
from cookbook.manuscript import person_identifier

LINK_TEXT = r"(?:[^\[\]\\]|\\.|\[[^\[\]]{0,500}\]){0,2000}"
TARGET = (
    r"(?:<(?P<angled>[^<>\n]{0,1000})>"
    r"|(?P<plain>[^\s()<>]{0,1000}(?:\([^\s()]{0,500}\)[^\s()<>]{0,500})?))"
)
TITLE = r"(?:\s+(?P<title>\"[^\"]{0,500}\"|'[^']{0,500}'))?"
IMAGE = re.compile(rf"!\[(?P<text>{LINK_TEXT})\]\(\s*{TARGET}{TITLE}\s*\)")
LINK = re.compile(rf"(?<!!)\[(?P<text>{LINK_TEXT})\]\(\s*{TARGET}{TITLE}\s*\)")
WEB = re.compile(r"^(?:https?:)?//", re.IGNORECASE)
OUTSIDE = re.compile(r"^(?:https?://|mailto:)", re.IGNORECASE)
SCHEME = re.compile(r"^[a-z][a-z0-9+.-]*:", re.IGNORECASE)
# An "alternative text" such as apple-pie-2 is a file's name, and says nothing about the picture.
FILE_NAME = re.compile(r"^[\w.]+(?:[-_][\w.]+)+$")
PAGE_SUFFIXES = (".md", ".markdown", ".html", ".htm")


@dataclass(frozen=True)
class Photo:
    """A recipe's main picture: its path in the book, and what is to be seen on it."""

    path: str
    alt: str


class PictureShelf:
    """The pictures that pages show, each with its path in the book: two never share a path."""

    def __init__(self, source: Path, folders: tuple[str, ...]) -> None:
        self._source = source
        self._folders = folders
        self.pictures: dict[str, Path] = {}

    def place(self, target: str, page_folder: str) -> str:
        """Give the book's path for a picture that a page of `page_folder` names.

        Raises SourceError where it is absent, outside the collection, or no picture.
        """
        problem = SourceError("names no picture.")
        for path in self._candidates(target, page_folder):
            try:
                return self._shelve(find_picture(self._source, path))
            except AbsentError as err:
                problem = problem if problem.place else err
            except SourceError as err:
                problem = err
        raise problem

    def _candidates(self, target: str, page_folder: str) -> list[str]:
        plain = unquote(re.split(r"[?#]", target, maxsplit=1)[0])
        inside = plain.lstrip("/")
        places = [posixpath.join(folder, inside) for folder in self._folders]
        if not plain.startswith("/"):
            places.insert(0, posixpath.join(page_folder, plain))
        return [posixpath.normpath(place) for place in places if inside and "\x00" not in place]

    def _shelve(self, real: Path) -> str:
        stem, suffix = person_identifier(real.stem)[:80], picture_ending(real)
        number = 1
        path = f"images/{stem}{suffix}"
        while self.pictures.get(path, real) != real:
            number += 1
            path = f"images/{stem}-{number}{suffix}"
        self.pictures[path] = real
        return path


@dataclass(frozen=True)
class Site:
    """What a page may refer to: pictures, and entries by every address that leads to them."""

    shelf: PictureShelf
    entries: Mapping[str, str] = field(default_factory=dict)
    base_url: str = ""

    def entry(self, target: str, page_folder: str) -> str:
        """Give the book's path of the page that a link leads to, or ""."""
        inside = target
        if self.base_url and target.startswith(self.base_url):
            inside = "/" + target[len(self.base_url) :]
        if SCHEME.match(inside) or inside.startswith("//"):
            return ""
        key = address_key(inside)
        beside = address_key(posixpath.join(page_folder, inside.lstrip("/")))
        return self.entries.get(beside) or self.entries.get(key) or ""


def address_key(address: str) -> str:
    """Give the form in which addresses of one page are the same: "/a/b/", "a/b.html", "a/b.md"."""
    plain = unquote(re.split(r"[?#]", address, maxsplit=1)[0]).lower()
    plain = posixpath.normpath("/" + plain.strip("/")).strip("/")
    for suffix in PAGE_SUFFIXES:
        plain = plain.removesuffix(suffix)
    return plain.removesuffix("/index").removesuffix("/_index")


@dataclass(frozen=True)
class Page:
    """Where a page stands: its folder in the source, its path in the book, and its title."""

    folder: str
    path: str
    title: str


def place_photo(text: str, page: Page, site: Site, remarks: list[str]) -> tuple[str, Photo | None]:
    """Take the first picture that is there out of a text; give the text and the picture.

    Pictures that aren't there are taken out too, with a remark.
    """
    photo: Photo | None = None

    def _taken(match: re.Match[str]) -> str:
        nonlocal photo
        if photo is not None or WEB.match(_target(match)):
            return match[0]
        try:
            path = site.shelf.place(_target(match), page.folder)
        except SourceError as err:
            remarks.append(_lost(match, err))
            return ""
        photo = Photo(path, _photo_alt(match, page.title))
        return ""

    return _outside_code(text, lambda plain: IMAGE.sub(_taken, plain)), photo


def rewrite_links(text: str, page: Page, site: Site, remarks: list[str]) -> str:
    """Give pictures their path in the book and links their entry; `remarks` says what was lost."""

    def _picture(match: re.Match[str]) -> str:
        target, alt = _target(match), match["text"].strip()
        alt = "" if FILE_NAME.match(alt) else alt
        if WEB.match(target):
            remarks.append(
                f"The picture {target} lies on the web; a link to it stands in its place."
            )
            address = target if OUTSIDE.match(target) else f"https:{target}"
            return f"[{alt or page.title}]({address})"
        try:
            path = site.shelf.place(target, page.folder)
        except SourceError as err:
            remarks.append(_lost(match, err))
            return ""
        if not alt and not match["title"]:
            remarks.append(f"{path} has no alternative text; the title stands in for it.")
        shown = f" {match['title']}" if match["title"] else ""
        return f"![{alt or _title(match) or page.title}]({path}{shown})"

    def _link(match: re.Match[str]) -> str:
        target = _target(match)
        if path := site.entry(target, page.folder):
            return f"[{match['text']}]({_relative(path, page.path)})"
        if OUTSIDE.match(target):
            return match[0]
        remarks.append(f'The link to "{target}" leads nowhere in the book; its words stay.')
        return match["text"]

    return _outside_code(text, lambda plain: LINK.sub(_link, IMAGE.sub(_picture, plain)))


def _outside_code(text: str, rewrite: Callable[[str], str]) -> str:
    shelter = Shelter()
    return shelter.restore(rewrite(shelter.keep_code_and_maths(text)))


def _target(match: re.Match[str]) -> str:
    return (match["angled"] or match["plain"] or "").strip()


def _title(match: re.Match[str]) -> str:
    return (match["title"] or "")[1:-1].strip()


def _photo_alt(match: re.Match[str], title: str) -> str:
    """Give alternative text and caption in one, as a photo has no caption of its own."""
    alt, caption = " ".join(match["text"].split()), _title(match)
    if FILE_NAME.match(alt):
        alt = ""
    if not caption or caption.casefold() in alt.casefold():
        return alt or title
    return caption if alt.casefold() in caption.casefold() else f"{alt}: {caption}"


def _lost(match: re.Match[str], err: SourceError) -> str:
    words = f' ("{match["text"].strip()}")' if match["text"].strip() else ""
    return f"The picture {_target(match)}{words} was left out: it {err.message}"


def _relative(path: str, page_path: str) -> str:
    here, there = PurePosixPath(page_path).parent, PurePosixPath(path)
    return there.name if there.parent == here else posixpath.relpath(path, here)
