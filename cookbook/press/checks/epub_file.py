"""An EPUB file, opened within bounds: nothing is unpacked that its directory makes too large."""

from __future__ import annotations

import posixpath
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import cast
from urllib.parse import unquote, urlsplit

from lxml import etree

from cookbook.press.checks.results import CheckError, TooLargeError

MAX_ENTRIES = 20_000
MAX_UNPACKED = 1_000_000_000
MAX_ENTRY = 200_000_000
MAX_XML = 32_000_000
MAX_XML_TOTAL = 256_000_000
MAX_EXPANSION = 100
EXPANSION_MATTERS_FROM = 10_000_000

XHTML = "http://www.w3.org/1999/xhtml"
NAMES = {
    "h": XHTML,
    "epub": "http://www.idpf.org/2007/ops",
    "opf": "http://www.idpf.org/2007/opf",
    "dc": "http://purl.org/dc/elements/1.1/",
    "m": "http://www.w3.org/1998/Math/MathML",
    "svg": "http://www.w3.org/2000/svg",
    "xlink": "http://www.w3.org/1999/xlink",
    "c": "urn:oasis:names:tc:opendocument:xmlns:container",
}
EPUB_TYPE = f"{{{NAMES['epub']}}}type"
XLINK_HREF = f"{{{NAMES['xlink']}}}href"
XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
XHTML_TYPE = "application/xhtml+xml"
SVG_TYPE = "image/svg+xml"


@dataclass(frozen=True)
class Item:
    """An entry of the manifest: `name` is its place in the archive, "" for what lies elsewhere."""

    identifier: str
    href: str
    name: str
    media_type: str
    properties: frozenset[str]


@dataclass(frozen=True)
class EpubFile:
    """An opened EPUB.

    `documents` holds the parsed XHTML and SVG documents by name, in reading order; `broken` says
    what is wrong with those that could not be parsed.
    """

    archive: zipfile.ZipFile
    package_name: str
    package: etree._Element
    items: tuple[Item, ...]
    spine: tuple[str, ...]
    documents: Mapping[str, etree._Element] = field(default_factory=dict)
    broken: tuple[str, ...] = ()

    @property
    def names(self) -> frozenset[str]:
        """Give the names of all files in the archive."""
        return frozenset(self.archive.namelist())

    @property
    def pages(self) -> dict[str, etree._Element]:
        """Give the XHTML documents alone."""
        return {name: tree for name, tree in self.documents.items() if _is_page(tree)}

    @property
    def navigation(self) -> etree._Element | None:
        """Give the navigation document."""
        for item in self.items:
            if "nav" in item.properties and item.name in self.documents:
                return self.documents[item.name]
        return None

    @property
    def navigation_name(self) -> str:
        """Give the name of the navigation document, or ""."""
        return next((each.name for each in self.items if "nav" in each.properties), "")

    def read(self, name: str) -> bytes:
        """Read a file of the archive. Raises CheckError where that can't be done."""
        return _read(self.archive, name, MAX_ENTRY)

    def size(self, name: str) -> int:
        """Give the size of a file in bytes, as the archive's directory says."""
        return self.archive.getinfo(name).file_size


@contextmanager
def open_epub(path: Path) -> Iterator[EpubFile]:
    """Open an EPUB. Raises CheckError where it is no sound archive, or holds no package."""
    try:
        archive = zipfile.ZipFile(path)
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError) as err:
        raise CheckError(f"is no sound ZIP archive: {err}.", place=path) from err
    with archive:
        weigh(archive.infolist(), path)
        yield _open(archive)


def weigh(entries: list[zipfile.ZipInfo], path: Path) -> None:
    """Refuse an archive whose directory promises too much, before anything is unpacked.

    Raises CheckError for too many or too large files, a suspicious expansion, names that occur
    twice or lead outside of the archive.
    """
    if len(entries) > MAX_ENTRIES:
        raise TooLargeError(f"holds more than {MAX_ENTRIES:,} files.", place=path)
    names = [entry.filename for entry in entries]
    if len(set(names)) < len(names):
        twice = next(name for name in names if names.count(name) > 1)
        raise CheckError(f'holds two files of the name "{twice[:80]}".', place=path)
    for entry in entries:
        if _leads_outside(entry.filename):
            raise CheckError(f'holds a file that leads outside: "{entry.filename[:80]}".')
        if entry.file_size > MAX_ENTRY:
            raise TooLargeError(f'holds "{entry.filename[:80]}", which is too large.', place=path)
    unpacked = sum(entry.file_size for entry in entries)
    packed = max(1, sum(entry.compress_size for entry in entries))
    is_bomb = unpacked > EXPANSION_MATTERS_FROM and unpacked > MAX_EXPANSION * packed
    if unpacked > MAX_UNPACKED or is_bomb:
        raise TooLargeError(
            f"would unpack from {packed:,} to {unpacked:,} bytes; it is left packed.", place=path
        )


def parse_xml(data: bytes) -> etree._Element:
    """Parse XML: no entity is expanded and nothing is fetched. Raises lxml's XMLSyntaxError."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
    return etree.fromstring(data, parser)


def words(element: etree._Element) -> str:
    """Give an element's text with single spaces."""
    return " ".join("".join(cast("Iterator[str]", element.itertext(with_tail=False))).split())


def local_name(element: etree._Element) -> str:
    """Give an element's name without its namespace; "" for comments and the like."""
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""


def resolve(base: str, href: str) -> str:
    """Give the archive name that a relative address in the file `base` means."""
    path = unquote(urlsplit(href).path)
    return posixpath.normpath(posixpath.join(posixpath.dirname(base), path)) if path else base


def _is_page(tree: etree._Element) -> bool:
    return tree.tag == f"{{{XHTML}}}html"


def _leads_outside(name: str) -> bool:
    return name.startswith("/") or "\\" in name or "\0" in name or ".." in name.split("/")


def _read(archive: zipfile.ZipFile, name: str, limit: int) -> bytes:
    try:
        with archive.open(name) as stream:
            data = stream.read(limit + 1)
    except KeyError as err:
        raise CheckError(f'"{name[:80]}" is missing in the archive.') from err
    except (zipfile.BadZipFile, zlib.error, OSError, EOFError, ValueError, RuntimeError) as err:
        # RuntimeError is how zipfile says that an entry is encrypted or packed in a foreign way.
        raise CheckError(f'"{name[:80]}" can\'t be unpacked: {err}.') from err
    if len(data) > limit:
        raise CheckError(f'"{name[:80]}" is larger than {limit:,} bytes.')
    return data


def _open(archive: zipfile.ZipFile) -> EpubFile:
    container = _parse(archive, "META-INF/container.xml")
    root = container.find(".//c:rootfile", NAMES)
    package_name = (root.get("full-path") or "") if root is not None else ""
    if not package_name:
        raise CheckError("META-INF/container.xml names no package.")
    package = _parse(archive, package_name)
    items = tuple(_items(package, package_name))
    by_identifier = {item.identifier: item for item in items}
    spine = tuple(
        by_identifier[node.get("idref") or ""].name
        for node in package.iterfind("opf:spine/opf:itemref", NAMES)
        if node.get("idref") in by_identifier
    )
    documents, broken = _documents(archive, items, spine)
    return EpubFile(archive, package_name, package, items, spine, documents, tuple(broken))


def _parse(archive: zipfile.ZipFile, name: str) -> etree._Element:
    try:
        return parse_xml(_read(archive, name, MAX_XML))
    except (etree.XMLSyntaxError, ValueError) as err:
        raise CheckError(f"{name} is no sound XML: {err}") from err


def _items(package: etree._Element, package_name: str) -> Iterator[Item]:
    for node in package.iterfind("opf:manifest/opf:item", NAMES):
        href = node.get("href") or ""
        yield Item(
            identifier=node.get("id") or "",
            href=href,
            name="" if is_elsewhere(href) else resolve(package_name, href),
            media_type=(node.get("media-type") or "").lower(),
            properties=frozenset((node.get("properties") or "").split()),
        )


def is_elsewhere(address: str) -> bool:
    """Tell whether an address leads out of the EPUB."""
    try:
        parts = urlsplit(address.strip())
    except ValueError:
        return True
    return bool(parts.scheme or parts.netloc)


def _documents(
    archive: zipfile.ZipFile, items: tuple[Item, ...], spine: tuple[str, ...]
) -> tuple[dict[str, etree._Element], list[str]]:
    wanted = [each.name for each in items if each.media_type in (XHTML_TYPE, SVG_TYPE)]
    ordered = [name for name in spine if name in wanted]
    documents: dict[str, etree._Element] = {}
    broken: list[str] = []
    total = 0
    for name in dict.fromkeys([*ordered, *wanted]):
        if not name:
            continue
        try:
            data = _read(archive, name, MAX_XML)
            total += len(data)
            if total > MAX_XML_TOTAL:
                broken.append(f"{name}: left unread, as there is too much before it")
                break
            documents[name] = parse_xml(data)
        except CheckError as err:
            broken.append(err.message)
        except (etree.XMLSyntaxError, ValueError) as err:
            broken.append(f"{name}: {err}")
    return documents, broken
