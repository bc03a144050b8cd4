"""Stage: a section's HTML -> its leaf in the EPUB: XHTML with roles, and slots to be filled.

A leaf depends on its section alone. Where links lead and where pages of print begin, only the whole
book knows: there it has slots (EPUB 3.3, EPUB Accessibility 1.1, DPUB-ARIA 1.1).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from html import escape, unescape

from lxml import etree

from cookbook.press.notation import decode, encode
from cookbook.press.outputs.blockwise import Events, read_blocks, start_tag
from cookbook.press.outputs.pagemarks import MARK_CLASS, PREFIX
from cookbook.press.outputs.pieces import END
from cookbook.press.outputs.slots import LINK, cut_at_slots
from cookbook.press.sections import Matter, Section, SectionKind

XHTML = "http://www.w3.org/1999/xhtml"
EPUB = "http://www.idpf.org/2007/ops"
MATHML = "http://www.w3.org/1998/Math/MathML"
NAMES = {"h": XHTML, "m": MATHML}
TYPE = f"{{{EPUB}}}type"
MEDIA = "../media"

EPUB_TYPES = {
    SectionKind.TITLE_PAGE: "titlepage",
    SectionKind.COPYRIGHT: "copyright-page",
    SectionKind.DEDICATION: "dedication",
    SectionKind.PART: "part",
    SectionKind.CHAPTER: "chapter",
    SectionKind.RECIPE: "chapter",
    SectionKind.MEASURES: "appendix",
    SectionKind.SOLUTIONS: "backmatter",
    SectionKind.GLOSSARY: "glossary",
    SectionKind.BIBLIOGRAPHY: "bibliography",
    SectionKind.CONTRIBUTORS: "contributors",
    SectionKind.PICTURE_CREDITS: "acknowledgments",
    SectionKind.TITLE_INDEX: "index",
    SectionKind.INGREDIENT_INDEX: "index",
    SectionKind.COURSE_INDEX: "index",
    SectionKind.DIET_INDEX: "index",
    SectionKind.CONTRIBUTOR_INDEX: "index",
    SectionKind.SUBJECT_INDEX: "index",
    SectionKind.FIGURE_LIST: "loi",
    SectionKind.TABLE_LIST: "lot",
    SectionKind.ORDER_FORM: "backmatter",
    SectionKind.COLOPHON: "colophon",
}
WRITTEN_ROLES = {
    "foreword": "foreword",
    "preface": "preface",
    "introduction": "introduction",
    "acknowledgements": "acknowledgments",
    "afterword": "afterword",
    "epilogue": "epilogue",
    "conclusion": "conclusion",
    "appendix": "appendix",
}
# epub:types that have a role of the same meaning.
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
    "colophon": "doc-colophon",
    "index": "doc-index",
}
_NAMESPACES = f' xmlns="{XHTML}" xmlns:epub="{EPUB}"'
_SLOTS = re.compile(rf'(?P<mark><span id="{PREFIX}[^"<>]+" class="{MARK_CLASS}"/>)|{LINK}')


@dataclass(frozen=True)
class HeadingLine:
    """A heading within a section, as the contents name it: in XHTML, and in plain words."""

    level: int
    identifier: str
    label: str
    words: str


@dataclass(frozen=True)
class EpubLeaf:
    """A section as the EPUB has it, without what is nested below.

    `parts` are text with slots: addresses within the book, and page marks. `headings` are those
    that contents of an EPUB name.
    """

    parts: tuple[str, ...]
    headings: tuple[HeadingLine, ...] = ()
    has_formulas: bool = False

    def as_bytes(self) -> bytes:
        """Give the leaf as bytes that can be kept."""
        lines = [[each.level, each.identifier, each.label, each.words] for each in self.headings]
        return encode([self.parts, lines, self.has_formulas])


def read_leaf(data: bytes) -> EpubLeaf:
    """Read a leaf that was kept."""
    parts, lines, has_formulas = decode(data)
    return EpubLeaf(tuple(parts), tuple(HeadingLine(*each) for each in lines), has_formulas)


def epub_type(section: Section) -> str:
    """Give what a section is in the words of EPUB's structural semantics."""
    if section.kind is SectionKind.CHAPTER and not section.role and section.matter is Matter.BACK:
        return "appendix"
    return WRITTEN_ROLES.get(section.role) or EPUB_TYPES[section.kind]


def make_leaf(html: str, kind: str) -> EpubLeaf:
    """Make a leaf of a section's HTML; `kind` is its epub:type."""
    blocks = read_blocks(html, _xml_parser, around=f"<div{_NAMESPACES}>")
    _, section = next(blocks)
    texts = [_opening(section, kind)] if section is not None else []
    headings: list[HeadingLine] = []
    has_formulas = False
    for text, block in blocks:
        texts.append(escape(text, quote=False))
        if block is not None:
            _type_notes(block)
            _describe(block)
            has_formulas = has_formulas or next(block.iter(f"{{{MATHML}}}math"), None) is not None
            headings += _headings(block)
            written = etree.tostring(block, encoding="unicode", with_tail=False)
            texts.append(written.replace(_NAMESPACES, "", 1))
    texts.append(END)
    return EpubLeaf(cut_at_slots("".join(texts), _SLOTS), tuple(headings), has_formulas)


def _xml_parser(events: Events) -> etree.XMLPullParser:
    return etree.XMLPullParser(events, resolve_entities=False, no_network=True, huge_tree=True)


def _opening(section: etree._Element, kind: str) -> str:
    """Write a section's start tag, which says what it is."""
    section.set(TYPE, kind)
    if kind in ROLES:
        section.set("role", ROLES[kind])
    return start_tag(section, "xml").replace(_NAMESPACES, "", 1)


def _type_notes(block: etree._Element) -> None:
    """Make notes and their calls what reading systems know how to show beside the text."""
    for call in block.iterfind(".//h:a[@role='doc-noteref']", NAMES):
        call.set(TYPE, "noteref")
    if block.get("role") != "doc-endnotes":
        return
    for name in ("role", "aria-label"):
        del block.attrib[name]
    block.set(TYPE, "footnotes")
    listed = block.find("h:ol", NAMES)
    if listed is not None:
        block.extend(list(listed))
        block.remove(listed)
    for note in block.iterfind("h:li", NAMES):
        note.tag = f"{{{XHTML}}}aside"
        note.set(TYPE, "footnote")
        note.set("role", "doc-footnote")
    for back in list(block.iterfind(".//h:a[@role='doc-backlink']", NAMES)):
        # A reading system that shows a note beside its call leads back by itself.
        _drop(back)


def _drop(node: etree._Element) -> None:
    parent, before = node.getparent(), node.getprevious()
    if parent is None:
        return
    if before is not None:
        before.tail = (before.tail or "") + (node.tail or "")
    else:
        parent.text = (parent.text or "") + (node.tail or "")
    parent.remove(node)


def _describe(block: etree._Element) -> None:
    """Say of table heads, formulas and pictures what a screen reader needs to know."""
    for part, scope in (("thead", "col"), ("tbody", "row")):
        for cell in list(block.iterfind(f".//h:{part}//h:th", NAMES)):
            if len(cell) or (cell.text or "").strip():
                cell.set("scope", scope)
            else:
                # A corner in which nothing stands is the header of nothing.
                cell.tag = f"{{{XHTML}}}td"
    for formula in block.iter(f"{{{MATHML}}}math"):
        source = formula.find(".//m:annotation", NAMES)
        if source is not None and source.text:
            formula.set("alttext", " ".join(source.text.split()))
    for picture in block.iter(f"{{{XHTML}}}img"):
        picture.set("src", f"{MEDIA}/{(picture.get('src') or '').rpartition('/')[2]}")
        picture.set("alt", picture.get("alt") or "")
        if not picture.get("alt"):
            picture.set("role", "presentation")


def _headings(block: etree._Element) -> Iterator[HeadingLine]:
    """Give the headings of sections; neither unlisted ones, nor those within other blocks."""
    heading = next((each for each in block if _level(each)), None)
    is_section = block.tag == f"{{{XHTML}}}section" and block.get("id")
    if heading is None or not is_section or "unlisted" in (block.get("class") or "").split():
        return
    label = " ".join(_label(heading).split())
    words = " ".join(unescape(re.sub(r"<[^<>]*>", "", label)).split())
    yield HeadingLine(_level(heading), block.get("id") or "", label, words)
    for below in block:
        yield from _headings(below)


def _level(node: etree._Element) -> int:
    name = str(node.tag).rpartition("}")[2]
    return int(name[1]) if re.fullmatch("h[1-6]", name) else 0


def _label(node: etree._Element) -> str:
    """Write what a heading says, without notes and links; formulas as their characters."""
    pieces = [escape(node.text or "")]
    for child in node:
        pieces += [_inline(child), escape(child.tail or "")]
    return "".join(pieces)


def _inline(node: etree._Element) -> str:
    name = str(node.tag).rpartition("}")[2]
    if node.get("role") == "doc-noteref" or name == "annotation":
        return ""
    if name == "img":
        return escape(node.get("alt") or "")
    if name in ("a", "br") or str(node.tag).startswith(f"{{{MATHML}}}"):
        # Few readers show formulas in their contents.
        return _label(node) if name != "br" else " "
    kinds = f' class="{escape(node.get("class") or "")}"' if node.get("class") else ""
    return f"<{name}{kinds}>{_label(node)}</{name}>"
