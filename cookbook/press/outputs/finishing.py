"""Stage: pandoc's EPUB -> the same with what pandoc leaves out, packed the same way every time.

Adds human titles, roles for epub:types, header scopes, alternative text of formulas, accessibility
metadata that is true of this book, and the landmarks (EPUB 3.3, EPUB Accessibility 1.1, DPUB-ARIA).
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from lxml import etree

XHTML = "http://www.w3.org/1999/xhtml"
EPUB = "http://www.idpf.org/2007/ops"
OPF = "http://www.idpf.org/2007/opf"
MATHML = "http://www.w3.org/1998/Math/MathML"
NAMES = {"h": XHTML, "epub": EPUB, "opf": OPF, "m": MATHML}
TYPE = f"{{{EPUB}}}type"
ZIP_DATE = (1980, 1, 1, 0, 0, 0)

# epub:types that have a role of the same meaning (DPUB-ARIA 1.1).
ROLES = {
    "part": "doc-part",
    "chapter": "doc-chapter",
    "foreword": "doc-foreword",
    "preface": "doc-preface",
    "introduction": "doc-introduction",
    "dedication": "doc-dedication",
    "acknowledgments": "doc-acknowledgments",
    "afterword": "doc-afterword",
    "epilogue": "doc-epilogue",
    "conclusion": "doc-conclusion",
    "appendix": "doc-appendix",
    "glossary": "doc-glossary",
    "bibliography": "doc-bibliography",
    "index": "doc-index",
    "toc": "doc-toc",
    "noteref": "doc-noteref",
}
LANDMARKS = ("titlepage", "toc", "bodymatter", "glossary", "bibliography", "index")


@dataclass(frozen=True)
class Accessibility:
    """What is true of the book for readers who don't see it."""

    has_images: bool
    images_described: bool
    has_formulas: bool


def finish_epub(data: bytes, accessibility: Accessibility, language: str) -> bytes:
    """Finish an EPUB that pandoc wrote; the same input gives the same bytes."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        files = {name: archive.read(name) for name in archive.namelist() if name[-1:] != "/"}
    pages = {name: data for name, data in files.items() if name.endswith(".xhtml")}
    types: dict[str, tuple[str, str]] = {}
    for name, page in pages.items():
        if not name.endswith("nav.xhtml"):
            files[name] = _finish_page(page, name, language, types)
    breaks = [each for name in sorted(pages) for each in _page_breaks(files[name], name)]
    for name in list(files):
        if name.endswith("nav.xhtml"):
            files[name] = _finish_nav(files[name], types, breaks)
        elif name.endswith(".opf"):
            files[name] = _finish_package(files[name], accessibility, has_pages=bool(breaks))
    return _pack(files)


def _finish_page(data: bytes, name: str, language: str, types: dict[str, tuple[str, str]]) -> bytes:
    tree = etree.fromstring(data, _parser())
    _note_types(tree, name.rsplit("/", 1)[-1], types)
    _describe(tree)
    root = tree.getroottree().getroot()
    root.set("lang", language)
    root.set("{http://www.w3.org/XML/1998/namespace}lang", language)
    title = tree.find(".//h:head/h:title", NAMES)
    heading = next(iter(tree.iterfind(".//h:section", NAMES)), None)
    if title is not None and heading is not None and _heading(heading):
        title.text = _heading(heading)
    _label_cover(tree)
    return _serialise(tree)


def _note_types(tree: etree._Element, file: str, types: dict[str, tuple[str, str]]) -> None:
    """Give every typed element its role, and remember where each type first stands."""
    for node in tree.iter(f"{{{XHTML}}}section", f"{{{XHTML}}}a", f"{{{XHTML}}}aside"):
        kind = (node.get(TYPE) or "").split(" ")[0]
        if kind in ROLES and not node.get("role"):
            node.set("role", ROLES[kind])
        if not node.get("id"):
            continue
        place = (f"{file}#{node.get('id')}", _heading(node))
        if kind:
            types.setdefault(kind, place)
        if "matter-body" in (node.get("class") or ""):
            types.setdefault("bodymatter", place)


def _describe(tree: etree._Element) -> None:
    """Say of table heads, formulas and pictures what a screen reader needs to know."""
    for cell in tree.iterfind(".//h:thead//h:th", NAMES):
        cell.set("scope", "col")
    for cell in tree.iterfind(".//h:tbody//h:th", NAMES):
        cell.set("scope", "row")
    for formula in tree.iter(f"{{{MATHML}}}math"):
        source = formula.find(".//m:annotation", NAMES)
        if source is not None and source.text:
            formula.set("alttext", " ".join(source.text.split()))
    for picture in tree.iter(f"{{{XHTML}}}img"):
        picture.set("alt", picture.get("alt") or "")
        if not picture.get("alt"):
            picture.set("role", "presentation")


def _label_cover(tree: etree._Element) -> None:
    """Give the cover's drawing a name for those who can't see it."""
    svg = "{http://www.w3.org/2000/svg}svg"
    for drawing in tree.iter(svg):
        title = tree.findtext(".//h:head/h:title", namespaces=NAMES) or "Cover"
        drawing.set("role", "img")
        drawing.set("aria-label", f"Cover: {title}")


def _heading(section: etree._Element) -> str:
    for level in range(1, 7):
        heading = section.find(f"./h:h{level}", NAMES)
        if heading is not None:
            return _words(heading)
    return ""


def _words(node: etree._Element) -> str:
    """Give an element's words on one line; of a formula what it shows, and not its TeX as well."""
    return " ".join("".join(_shown(node)).split())


def _shown(node: etree._Element) -> Iterator[str]:
    if node.tag != f"{{{MATHML}}}annotation":
        yield node.text or ""
        for child in node:
            yield from _shown(child)
            yield child.tail or ""


def _page_breaks(data: bytes, name: str) -> Iterator[tuple[str, str]]:
    """Give address and folio of each page break in a file."""
    if b'"doc-pagebreak"' in data:
        tree = etree.fromstring(data, _parser())
        for node in tree.iterfind(".//h:span[@role='doc-pagebreak']", NAMES):
            place = f"text/{name.rsplit('/', 1)[-1]}#{node.get('id')}"
            yield place, node.get("aria-label") or ""


def _finish_nav(
    data: bytes, types: Mapping[str, tuple[str, str]], breaks: Sequence[tuple[str, str]]
) -> bytes:
    tree = etree.fromstring(data, _parser())
    for nav in tree.iter(f"{{{XHTML}}}nav"):
        kind = nav.get(TYPE)
        if kind == "toc":
            nav.set("role", "doc-toc")
            nav.set("aria-label", "Contents")
            _name_page(tree, nav)
            _write_out_formulas(nav)
        elif kind == "landmarks":
            _fill_landmarks(nav, types)
    body = tree.find("h:body", NAMES)
    if breaks and body is not None:
        _add_page_list(body, breaks)
    return _serialise(tree)


def _add_page_list(body: etree._Element, breaks: Sequence[tuple[str, str]]) -> None:
    """List the pages of the print edition, each with its place in the text."""
    nav = etree.SubElement(body, f"{{{XHTML}}}nav", role="doc-pagelist", hidden="hidden")
    nav.set(TYPE, "page-list")
    nav.set("aria-label", "Pages")
    items = etree.SubElement(nav, f"{{{XHTML}}}ol")
    for place, folio in breaks:
        item = etree.SubElement(items, f"{{{XHTML}}}li")
        etree.SubElement(item, f"{{{XHTML}}}a", href=place).text = folio


def _write_out_formulas(nav: etree._Element) -> None:
    """Put a formula's characters where it stands: few readers show formulas in their contents."""
    for formula in list(nav.iter(f"{{{MATHML}}}math")):
        parent, words = formula.getparent(), _words(formula) + (formula.tail or "")
        before = formula.getprevious()
        if before is not None:
            before.tail = (before.tail or "") + words
        elif parent is not None:
            parent.text = (parent.text or "") + words
        if parent is not None:
            parent.remove(formula)


def _name_page(tree: etree._Element, nav: etree._Element) -> None:
    """Give the page of contents a title that a reader can show."""
    title = tree.find(".//h:head/h:title", NAMES)
    if title is not None:
        title.text = " – ".join(["Contents", *filter(None, [_heading(nav)])])


def _fill_landmarks(nav: etree._Element, types: Mapping[str, tuple[str, str]]) -> None:
    items = nav.find("h:ol", NAMES)
    if items is None:
        return
    present = {node.get(TYPE) for node in items.iterfind(".//h:a", NAMES)}
    for kind in LANDMARKS:
        if kind in present or kind not in types:
            continue
        target, words = types[kind]
        item = etree.SubElement(items, f"{{{XHTML}}}li")
        anchor = etree.SubElement(item, f"{{{XHTML}}}a", href=f"text/{target}")
        anchor.set(TYPE, kind)
        anchor.text = "Start of the text" if kind == "bodymatter" else words or kind


def _finish_package(data: bytes, accessibility: Accessibility, *, has_pages: bool) -> bytes:
    tree = etree.fromstring(data, _parser())
    metadata = tree.find("opf:metadata", NAMES)
    if metadata is None:
        return data
    for node in list(metadata):
        if (node.get("property") or "").startswith(("schema:access", "a11y:")):
            metadata.remove(node)
    for name, value in _statements(accessibility):
        node = etree.SubElement(metadata, f"{{{OPF}}}meta", property=f"schema:{name}")
        node.text = value
    if has_pages:
        for feature in ("pageBreakMarkers", "pageNavigation"):
            node = etree.SubElement(
                metadata, f"{{{OPF}}}meta", property="schema:accessibilityFeature"
            )
            node.text = feature
        source = etree.SubElement(metadata, f"{{{OPF}}}meta", property="pageBreakSource")
        source.text = "The PDF of this edition"
    return _serialise(tree)


def _statements(accessibility: Accessibility) -> list[tuple[str, str]]:
    """Say what the book offers (schema.org accessibility vocabulary)."""
    statements = [("accessMode", "textual")]
    features = [
        "tableOfContents",
        "readingOrder",
        "structuralNavigation",
        "displayTransformability",
    ]
    summary = "The text can be read by screen readers and in any size."
    if accessibility.has_images:
        statements.append(("accessMode", "visual"))
        features.append("alternativeText")
        if accessibility.images_described:
            summary += " Every picture that says something is described."
        else:
            summary += " Some pictures have no description."
    if accessibility.has_formulas:
        features += ["MathML", "latex"]
        summary += " Formulas are MathML, with their TeX as alternative text."
    if accessibility.images_described or not accessibility.has_images:
        statements.append(("accessModeSufficient", "textual"))
    else:
        statements.append(("accessModeSufficient", "textual,visual"))
    statements += [("accessibilityFeature", each) for each in features]
    statements += [("accessibilityHazard", "none"), ("accessibilitySummary", summary)]
    return statements


def _parser() -> etree.XMLParser:
    return etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=True)


def _serialise(tree: etree._Element) -> bytes:
    text = etree.tostring(tree.getroottree(), encoding="unicode")
    body = re.sub(r"^<\?xml[^>]*\?>\s*", "", text)
    return b'<?xml version="1.0" encoding="UTF-8"?>\n' + body.encode() + b"\n"


def _pack(files: Mapping[str, bytes]) -> bytes:
    """Pack files as OCF wants them: the mimetype first and plain, no date of today."""
    output = io.BytesIO()
    with zipfile.ZipFile(output, "w") as archive:
        for name in ["mimetype", *sorted(set(files) - {"mimetype"})]:
            info = zipfile.ZipInfo(name, ZIP_DATE)
            info.create_system = 3
            info.external_attr = 0o644 << 16
            plain = name == "mimetype" or name.endswith((".jpg", ".png", ".gif", ".webp"))
            info.compress_type = zipfile.ZIP_STORED if plain else zipfile.ZIP_DEFLATED
            archive.writestr(info, files[name])
    return output.getvalue()
