"""Pandoc's tree of a document -> its title, its people, and the parts that may become chapters."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any, NamedTuple

from cookbook.exchange.documents.gathered import Kind, Part
from cookbook.press.pandoc import Node
from cookbook.press.tree import identifier_of, plain_text, strings, walk

TITLE_MAX_LENGTH = 200
FEW_LETTERS = 20
"""What stands before a title, such as "Draft" or a date."""
A_PAGE = 300
"""What stands before the first chapter is one of its own if it has so many letters."""
MOST_PARTS = 300
CHAPTER_LABEL = "chapter-label"
ABOVE_THE_TEXT = 8
"""So many blocks from the start may be a title and names, if no heading comes before."""
UNTITLED = "Without a title"
EPUB_TEXT = (".xhtml", ".html", ".htm", ".xml", ".svg")


class Titled(NamedTuple):
    """Blocks, and the title that was taken out of them or stands over them."""

    title: str
    blocks: tuple[Node, ...]


def said_title(metadata: Mapping[str, Node]) -> str:
    """Give the title that a document says it has, or ""."""
    return _words(metadata.get("title"))[:TITLE_MAX_LENGTH]


def said_people(metadata: Mapping[str, Node]) -> tuple[str, ...]:
    """Give the names of those who wrote a document, as far as it says so."""
    value = metadata.get("author")
    each = value["c"] if value and value["t"] == "MetaList" else [value] if value else []
    names = [name.strip(" ,;") for one in each for name in re.split(r"\s+and\s+|;", _words(one))]
    return tuple(dict.fromkeys(name[:120] for name in names if name))


def named_by_file(name: str) -> str:
    """Make a title of a file's name, where nothing better is known."""
    stem = posixpath.splitext(posixpath.basename(name.replace("\\", "/")))[0]
    words = " ".join(re.sub(r"[_\-.]+", " ", stem).split())[:TITLE_MAX_LENGTH]
    return words[:1].upper() + words[1:] or UNTITLED


def part_document(
    kind: Kind, blocks: Sequence[Node], title: str, *, has_chapters: bool
) -> tuple[Part, ...]:
    """Part a document. `title` is what it says itself; `has_chapters` that its top level is these.

    A document that may well be one chapter gives itself first, and then the parts of it.
    """
    if kind is Kind.EPUB:
        parts = _by_file(blocks)
        if len(parts) > 1 or not parts:
            return tuple(parts[:MOST_PARTS]) or (_part(Titled(title or UNTITLED, ())),)
        blocks = parts[0].blocks
    if kind is Kind.HTML:
        blocks = _unwrapped(blocks)
        title = _only_heading(blocks) or title
    whole = _without_title(blocks, title)
    top = _top_level(whole.blocks)
    pieces = _by_heading(whole.blocks, top)
    if has_chapters:
        chapters = [
            _part(piece) for piece in pieces if piece.title or _letters(piece.blocks) > A_PAGE
        ]
        named = [
            part if part.title else _renamed(part, title or "Before the first chapter")
            for part in chapters
        ]
        return tuple(named[:MOST_PARTS]) or (_part(whole),)
    alternatives = [_part(piece) for piece in pieces if piece.title]
    if len(alternatives) < 2:  # noqa: PLR2004 -- one part is the whole
        return (_part(whole),)
    return (_part(whole, whole=True), *alternatives[:MOST_PARTS])


def _words(value: Any) -> str:  # noqa: ANN401 -- pandoc's metadata is of any shape
    if not isinstance(value, dict):
        return ""
    if value["t"] == "MetaString":
        return " ".join(str(value["c"]).split())
    if value["t"] in ("MetaInlines", "MetaBlocks"):
        return plain_text([_on_one_line(each) for each in value["c"]])
    if value["t"] == "MetaList":
        return _words(value["c"][0]) if value["c"] else ""
    if value["t"] == "MetaMap":
        return _words(value["c"].get("name") or value["c"].get("text"))
    return ""


def _on_one_line(node: Node) -> Node:
    return {"t": "Space"} if node["t"] == "LineBreak" else node


def _without_title(blocks: Sequence[Node], title: str) -> Titled:
    """Take the title out of the text, where it stands there: it is the chapter's own."""
    first = next((number for number, block in enumerate(blocks) if block["t"] == "Header"), None)
    if first is None:
        return Titled(title, tuple(blocks))
    heading = plain_text(blocks[first]["c"][2])
    rest = (_place_of(blocks[first]), *blocks[:first], *blocks[first + 1 :])
    if title:
        return Titled(title, rest if _same(heading, title) else tuple(blocks))
    level = blocks[first]["c"][0]
    levels = [block["c"][0] for block in blocks if block["t"] == "Header"]
    alone = levels.count(level) == 1 and min(levels) == level
    if alone and _letters(blocks[:first]) <= FEW_LETTERS:
        return Titled(heading[:TITLE_MAX_LENGTH], rest)
    return Titled("", tuple(blocks))


def _only_heading(blocks: Sequence[Node]) -> str:
    """Give the one heading of the first level that a page has: its window says more than that."""
    first = [block for block in blocks if block["t"] == "Header" and block["c"][0] == 1]
    return plain_text(first[0]["c"][2])[:TITLE_MAX_LENGTH] if len(first) == 1 else ""


def without_byline(part: Part, words: Sequence[str]) -> Part:
    """Take out what stands above the text and is told elsewhere: the title, and who wrote it."""
    said = {re.sub(r"\W", "", each).lower() for each in words} - {""}
    head = next(
        (n for n, each in enumerate(part.blocks) if each["t"] == "Header"), len(part.blocks)
    )
    top = min(head, ABOVE_THE_TEXT)
    kept = [
        block
        for number, block in enumerate(part.blocks)
        if number >= top
        or block["t"] not in ("Para", "Plain")
        or re.sub(r"\W", "", plain_text([block])).lower() not in said
    ]
    return replace(part, blocks=tuple(kept))


def _same(one: str, other: str) -> bool:
    return re.sub(r"\W", "", one).lower() == re.sub(r"\W", "", other).lower()


def _top_level(blocks: Sequence[Node]) -> int:
    return min((block["c"][0] for block in blocks if block["t"] == "Header"), default=1)


def _by_heading(blocks: Sequence[Node], level: int) -> list[Titled]:
    """Part blocks at the headings of a level; what stands before the first has no title."""
    pieces: list[tuple[str, list[Node]]] = [("", [])]
    for block in blocks:
        if block["t"] == "Header" and block["c"][0] <= level:
            pieces.append((plain_text(block["c"][2])[:TITLE_MAX_LENGTH], [_place_of(block)]))
        else:
            pieces[-1][1].append(block)
    return [Titled(title, tuple(each)) for title, each in pieces if title or each]


def _place_of(heading: Node) -> Node:
    """Keep the label of a chapter's heading, which goes: an empty div that carries it."""
    return {"t": "Div", "c": [[heading["c"][1][0], [CHAPTER_LABEL], []], []]}


def label_of_chapter(blocks: Sequence[Node]) -> str:
    """Give the name of the place of a chapter's own heading, or ""."""
    return next(
        (
            identifier_of(each)
            for each in blocks
            if each["t"] == "Div" and CHAPTER_LABEL in each["c"][0][1]
        ),
        "",
    )


def _by_file(blocks: Sequence[Node]) -> list[Part]:
    """Part an e-book where pandoc marks that another of its files begins."""
    files: list[tuple[str, list[Node]]] = [("", [])]
    for block in _unwrapped(blocks):
        name = _file_mark(block)
        if name:
            files.append((name, []))
        else:
            files[-1][1].append(block)
    parts: list[Part] = []
    for name, each in files:
        if not _letters(each) and not _has_pictures(each):
            continue
        if not name and not _letters(each):
            # The cover.
            continue
        first = next((block for block in each if block["t"] == "Header"), None)
        title = plain_text(first["c"][2])[:TITLE_MAX_LENGTH] if first else ""
        rest = tuple(block for block in each if block is not first)
        label = _place_of(first) if first else None
        kept = (label, *rest) if label else rest
        parts.append(_part(Titled(title or named_by_file(name), kept), file=name))
    return parts


def _unwrapped(blocks: Sequence[Node]) -> list[Node]:
    """Take blocks out of the divs that pages wrap theirs in, which say nothing."""
    out: list[Node] = []
    for block in blocks:
        if block["t"] != "Div":
            out.append(block)
            continue
        inside = _unwrapped(block["c"][1])
        if block["c"][0][0] and inside:
            inside.insert(0, {"t": "Div", "c": [[block["c"][0][0], [], []], []]})
        out += inside
    return out


def _file_mark(block: Node) -> str:
    if block["t"] != "Para" or len(block["c"]) != 1 or block["c"][0]["t"] != "Span":
        return ""
    (identifier, _classes, _values), inside = block["c"][0]["c"]
    return identifier if not inside and identifier.lower().endswith(EPUB_TEXT) else ""


def _part(titled: Titled, *, whole: bool = False, file: str = "") -> Part:
    return Part(
        titled.title, titled.blocks, letters=_letters(titled.blocks), whole=whole, file=file
    )


def _renamed(part: Part, title: str) -> Part:
    return replace(part, title=title)


def _letters(blocks: Sequence[Node]) -> int:
    return sum(len(words.strip()) for words in strings(blocks))


def _has_pictures(blocks: Sequence[Node]) -> bool:
    return any(node["t"] == "Image" for node in walk(blocks))


def names_in(blocks: Sequence[Node]) -> set[str]:
    """Give the names of all places in a tree that links can lead to."""
    found = {identifier_of(node) for node in walk(blocks)} - {""}
    for node in walk(blocks):
        if node["t"] == "Math":
            found.update(re.findall(r"\\label\s*\{([^{}]*)\}", node["c"][1]))
    return found
