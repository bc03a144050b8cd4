"""The files of a bookdown book -> its chapters, in order, each with its place and its text."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from cookbook.exchange.bookdown.chunks import ChunkYard, read_chunk, write_chunk
from cookbook.exchange.bookdown.text import convert_text
from cookbook.exchange.rewriting.figures import place_pictures
from cookbook.exchange.rewriting.pandoc_lines import HEADING
from cookbook.exchange.rewriting.plain_words import heading_slug, label_of, plain_text
from cookbook.exchange.rewriting.sheltering import CLOSE, OPEN, Shelter, fenced, without_tokens

FENCE = re.compile(r"^(?P<indent>[ \t]*)(?P<marks>`{3,}|~{3,})[ \t]*(?P<info>[^`]*|\{.*\})[ \t]*$")
TITLE = re.compile(
    r"^#(?!#)[ \t]*(?P<title>[^\n]*?)[ \t]*(?P<attributes>\{[^{}]*\})?[ \t]*#*[ \t]*$"
)
PART_MARK = re.compile(r"^\(PART\\?\*?\)\s*")
APPENDIX_MARK = re.compile(r"^\(APPENDIX\)\s*")
PART_WORD = re.compile(r"^part\s+([ivxlc]+|\d+|one|two|three|four|five|six)\b", re.IGNORECASE)
CAPTION = re.compile(
    r"^\(ref:(?P<name>[\w-]+)\)[ \t]+(?P<text>.+(?:\n(?!\s*\n).+)*)$", re.MULTILINE
)
MADE_BY_PRESS = frozenset({"references", "bibliography", "table of contents", "index"})
BLOCK_TOKEN = re.compile(rf"(?m)^([ \t]*{OPEN}\d+{CLOSE})[ \t]*$")
LABEL = re.compile(r"#([^\s{}]+)")


class Place(StrEnum):
    """Where a chapter stands in its book."""

    CHAPTER = "chapter"
    UNNUMBERED = "unnumbered"
    PART = "part"
    APPENDIX = "appendix"


@dataclass(frozen=True)
class Section:
    """A chapter, or the head of a part: its file, title, label, place and unconverted text."""

    file: str
    title: str
    label: str
    place: Place
    text: str


@dataclass
class SourceText:
    """A file whose chunks and code are out of the way; the shelter holds them, raw."""

    file: str
    shelter: Shelter
    sections: list[Section] = field(default_factory=list)
    before: str = ""


def split_file(text: str, file: str) -> SourceText:
    """Part a file at its titles; what stands before the first belongs to the chapter before it."""
    found = SourceText(file, Shelter())
    body = _shelter_blocks(without_tokens(text), found.shelter)
    # R in the line may hold a title of its own, which is no title of the book.
    body = re.sub(r"(?s)`r [^`]*`", lambda match: found.shelter.keep(match[0]), body)
    body = re.sub(r"(?s)<!--(?:(?!<!--).)*?-->", "", body)
    titles: list[tuple[re.Match[str], list[str]]] = []
    before: list[str] = []
    for line in body.split("\n"):
        title = TITLE.match(line)
        if title and title["title"].strip():
            titles.append((title, []))
        else:
            (titles[-1][1] if titles else before).append(line)
    found.before = "\n".join(before)
    found.sections = [
        _section(file, title["title"], title["attributes"] or "", "\n".join(lines))
        for title, lines in titles
    ]
    return found


def _section(file: str, title: str, attributes: str, text: str) -> Section:
    named = LABEL.search(attributes)
    unnumbered = bool(re.search(r"\{\s*-|\s-[\s}]|\.unnumbered", attributes))
    place = Place.UNNUMBERED if unnumbered else Place.CHAPTER
    if PART_MARK.match(title) or (unnumbered and PART_WORD.match(title)):
        place = Place.PART
    if APPENDIX_MARK.match(title):
        place = Place.APPENDIX
    plain = plain_text(APPENDIX_MARK.sub("", PART_MARK.sub("", title)))
    return Section(file, plain, named[1] if named else "", place, text)


def _shelter_blocks(text: str, shelter: Shelter) -> str:
    lines = text.split("\n")
    out: list[str] = []
    number = 0
    while number < len(lines):
        opening = FENCE.match(lines[number])
        if not opening:
            out.append(lines[number])
            number += 1
            continue
        closing = re.compile(rf"^[ \t]*{opening['marks'][0]}{{{len(opening['marks'])},}}[ \t]*$")
        end = number + 1
        while end < len(lines) and not closing.match(lines[end]):
            end += 1
        out += ["", opening["indent"] + shelter.keep("\n".join(lines[number : end + 1])), ""]
        number = end + 1
    return "\n".join(out)


@dataclass
class Converter:
    """Converts the sections of one file. `knows` and the pictures are the book's."""

    source: SourceText
    captions: Mapping[str, str]
    knows: Callable[[str], str]
    place: Callable[[str], str]
    place_ending: Callable[[tuple[str, ...]], str]
    remarks: list[str] = field(default_factory=list)

    def convert(self, text: str) -> str:
        """Convert the text of a section into the body of a chapter."""
        yard = ChunkYard(self._inline, self.place_ending, self.captions)
        shelter = Shelter()
        # Tokens of the two shelters look alike, so a block's token is set only between pieces in
        # which none of the file's tokens are left.
        pieces = BLOCK_TOKEN.split(text)
        for number, piece in enumerate(pieces):
            token = piece.lstrip(" \t")
            pieces[number] = (
                piece[: -len(token)] + self._block(token, yard, shelter)
                if number % 2
                else self.source.shelter.restore(piece)
            )
        text = "".join(pieces)
        text = CAPTION.sub("", text)
        text = convert_text(text, shelter, self.remarks, self.knows)
        text = place_pictures(text, self.place, self.remarks, brackets_describe=False)
        body = shelter.restore(text).strip("\n").rstrip()
        self.remarks += yard.remarks()
        return body

    def _inline(self, text: str) -> str:
        shelter = Shelter()
        text = convert_text(without_tokens(text), shelter, self.remarks, self.knows)
        return shelter.restore(text).strip()

    def _block(self, token: str, yard: ChunkYard, shelter: Shelter) -> str:
        first, *lines = self.source.shelter.restore(token).split("\n")
        opening = FENCE.match(first)
        if not opening:
            # An inline piece that stood alone on its line.
            return "\n".join([first, *lines])
        if lines and re.match(r"^[ \t]*(`{3,}|~{3,})[ \t]*$", lines[-1]):
            lines.pop()
        else:
            self.remarks.append("A block that was never closed ends with its chapter.")
        code = "\n".join(lines)
        chunk = read_chunk(opening["info"].strip(), code)
        if chunk:
            written = write_chunk(chunk, yard)
        else:
            language = re.sub(r"[^\w+#.-]", "", opening["info"].split(" ")[0].strip("{}."))
            written = fenced(code.strip("\n"), language)
        return shelter.keep(written) if written else ""


def captions_of(sources: Sequence[SourceText]) -> dict[str, str]:
    """Gather the captions that chunks name: (ref:name) text."""
    return {
        match["name"]: source.shelter.restore(match["text"])
        for source in sources
        for text in (source.before, *(section.text for section in source.sections))
        for match in CAPTION.finditer(text)
    }


def labels_of(sources: Sequence[SourceText]) -> dict[str, str]:
    """Map every label that a reference may name to the label it has in the text format."""
    labels: dict[str, str] = {}
    for source in sources:
        for section in source.sections:
            own = section.label or heading_slug(section.title)
            labels[own] = label_of(own)
            labels.update(_labels_in(section.text, source.shelter))
    return labels


def _labels_in(text: str, shelter: Shelter) -> dict[str, str]:
    labels: dict[str, str] = {}
    for line in text.split("\n"):
        heading = HEADING.match(line) or re.match(r"^(#{2,6})(.+)$", line)
        own = re.search(r"\{[^{}]*#([^\s{}]+)[^{}]*\}", line)
        if own:
            labels[own[1]] = label_of(own[1])
        elif heading:
            slug = heading_slug(heading[2] or "")
            labels.setdefault(slug, slug)
    restored = shelter.restore(text)
    for name in re.findall(r"\(\\#(eq:[\w:.-]+)\)|\\label\{(eq:[^{}]+)\}", restored):
        labels[name[0] or name[1]] = label_of(name[0] or name[1])
    for name in re.findall(
        r"(?m)^[ \t]*`{3,}[ \t]*\{[A-Za-z]\w*[ ,]+([^\s,={}]+)(?=[\s,}])", restored
    ):
        plain = re.sub(r"^(fig|tab|tbl):", "", name)
        labels.setdefault(f"fig:{plain}", label_of(f"fig:{plain}"))
        labels.setdefault(f"tab:{plain}", label_of(f"tbl:{plain}"))
    return labels
