"""A chapter in MyST Markdown -> a chapter of the text format, whose links are still to settle."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field

from cookbook.exchange.myst.directives import Surroundings, read_directive, write_directive
from cookbook.exchange.myst.roles import CITE_MARK, convert_inline
from cookbook.exchange.rewriting.drafts import FENCED_CODE
from cookbook.exchange.rewriting.figures import place_pictures
from cookbook.exchange.rewriting.html_marks import html_to_markdown
from cookbook.exchange.rewriting.pandoc_lines import HEADING, spaced_for_pandoc
from cookbook.exchange.rewriting.plain_words import lower_label, plain_text
from cookbook.exchange.rewriting.sheltering import TOKEN, Shelter, fenced, without_tokens

FENCE = re.compile(
    r"^(?P<indent>[ \t]*)(?P<marks>`{3,}(?!.*`)|~{3,}|:{3,})[ \t]*(?P<info>.*?)[ \t]*$"
)
TARGET = re.compile(r"^[ \t]*\(([^()\n]+)\)=[ \t]*$")
# A name, not an address: no word character, dot or slash stands before its @.
HANDLE = re.compile(r"(?<![\w\\@/.:`\ue001-])@(?=[A-Za-z0-9_{])")
MAX_NESTING = 8


@dataclass
class ChapterText:
    """What a chapter's text gave: title, label, body, names of labels, and remarks."""

    title: str = ""
    label: str = ""
    body: str = ""
    aliases: dict[str, str] = field(default_factory=dict)
    remarks: list[str] = field(default_factory=list)


def convert_chapter(text: str, place: Callable[[str], str]) -> ChapterText:
    """Convert the text of one file; `place` gives the book path of a picture, or ""."""
    chapter = ChapterText()
    body = _convert(without_tokens(text), chapter, place, 0)
    lines = body.split("\n")
    chapter.body = _take_title(lines, chapter)
    return chapter


def _convert(text: str, chapter: ChapterText, place: Callable[[str], str], depth: int) -> str:
    shelter = Shelter()
    text = _blocks(text, chapter, place, shelter, depth)
    text = convert_inline(text, shelter, chapter.remarks)
    text = HANDLE.sub(r"\\@", text)
    text = text.replace(CITE_MARK, "@")
    text = html_to_markdown(text, shelter, chapter.remarks)
    text = _without_comments(text)
    text = _place_labels(text, chapter)
    text = spaced_for_pandoc(text)
    text = place_pictures(text, place, chapter.remarks, brackets_describe=True)
    return shelter.restore(text).strip("\n")


def _blocks(
    text: str, chapter: ChapterText, place: Callable[[str], str], shelter: Shelter, depth: int
) -> str:
    lines = text.split("\n")
    out: list[str] = []
    number = 0
    pending = ""
    while number < len(lines):
        line = lines[number]
        opening = FENCE.match(line)
        if not opening or not _opens(opening):
            target = TARGET.match(line)
            pending = lower_label(target[1]) if target else (pending if not line.strip() else "")
            out.append(line)
            number += 1
            continue
        inside, number, closed = _until_closing(lines, number, opening)
        if not closed:
            chapter.remarks.append("A block that was never closed ends with its chapter.")
        block = _block(opening["info"], inside, (chapter, place, pending, depth))
        pending = ""
        out += ["", opening["indent"] + shelter.keep(block), ""] if block else [""]
    return "\n".join(out)


def _opens(opening: re.Match[str]) -> bool:
    return opening["marks"][0] != ":" or bool(re.match(r"\{?[A-Za-z]", opening["info"]))


def _until_closing(
    lines: list[str], start: int, opening: re.Match[str]
) -> tuple[list[str], int, bool]:
    """Give the lines inside a fence, without its indent, and the line behind it."""
    mark, size, indent = opening["marks"][0], len(opening["marks"]), len(opening["indent"])
    closing = re.compile(rf"^[ \t]*{re.escape(mark)}{{{size},}}[ \t]*$")
    inside: list[str] = []
    for number in range(start + 1, len(lines)):
        line = lines[number]
        if closing.match(line):
            return inside, number + 1, True
        blanks = len(line) - len(line.lstrip(" \t"))
        inside.append(line[min(blanks, indent) :])
    return inside, len(lines), False


def _block(
    info: str,
    inside: list[str],
    where: tuple[ChapterText, Callable[[str], str], str, int],
) -> str:
    chapter, place, label, depth = where
    is_code = not re.match(r"^\{[A-Za-z]", info)
    if is_code:
        language = re.split(r"[\s{},]", info.lstrip("{."), maxsplit=1)[0]
        return fenced("\n".join(inside), re.sub(r"[^\w+#.-]", "", language))
    directive = read_directive(info, inside, chapter.remarks)
    if depth >= MAX_NESTING:
        chapter.remarks.append("Blocks stood too deep in each other; the innermost is code now.")
        return fenced(directive.content)
    around = Surroundings(
        convert=lambda text: _convert(text, chapter, place, depth + 1),
        place=place,
        label=label,
        aliases=chapter.aliases,
        remarks=chapter.remarks,
    )
    return write_directive(directive, around)


def _without_comments(text: str) -> str:
    lines = [line for line in text.split("\n") if not re.match(r"%|\+\+\+\s*(\{.*\})?$", line)]
    return "\n".join(lines)


def _place_labels(text: str, chapter: ChapterText) -> str:
    """Move each (label)= to what stands under it: a heading, a block, or a paragraph."""
    out: list[str] = []
    pending: list[str] = []
    for line in text.split("\n"):
        target = TARGET.match(line)
        if target:
            name = lower_label(target[1])
            if name:
                pending.append(name)
            continue
        if not pending or not line.strip():
            out.append(line)
            continue
        token = TOKEN.fullmatch(line.strip())
        if token:
            # Blocks took the name themselves, where they can hold one.
            missing = [name for name in pending if name not in chapter.aliases]
            chapter.aliases.update(_span_for(missing, out))
            out.append(line)
        else:
            out.append(_with_label(line, pending, chapter))
        pending = []
    chapter.aliases.update(_span_for(pending, out))
    return "\n".join(out)


def _span_for(names: list[str], out: list[str]) -> dict[str, str]:
    if not names:
        return {}
    out += [f"[]{{#{names[-1]}}}", ""]
    return dict.fromkeys(names, names[-1])


def _with_label(line: str, names: list[str], chapter: ChapterText) -> str:
    label = names[-1]
    chapter.aliases.update(dict.fromkeys(names, label))
    heading = HEADING.match(line)
    if heading:
        own = re.search(r"\{#([^\s{}]+)[^{}]*\}\s*$", line)
        if own:
            chapter.aliases.update(dict.fromkeys(names, own[1]))
            return line
        return f"{line.rstrip().rstrip('#').rstrip()} {{#{label}}}"
    # An empty span marks the beginning of a paragraph, item or quotation.
    match = re.match(r"^(\s*(?:[-*+]\s+|\d+[.)]\s+|>\s*)*)(.*)$", line)
    start, rest = (match[1], match[2]) if match else ("", line)
    if rest.startswith("|"):
        return f"[]{{#{label}}}\n\n{line}"
    return f"{start}[]{{#{label}}}{rest}"


def _take_title(lines: list[str], chapter: ChapterText) -> str:
    """Take the first heading of level 1 as title; bring the others below it, from level 2 on."""
    shelter = Shelter()
    text = FENCED_CODE.sub(lambda match: shelter.keep(match[0]), "\n".join(lines))
    out: list[str] = []
    shift = 0
    levels: list[int] = []
    for line in text.split("\n"):
        heading = HEADING.match(line)
        if not heading or not heading[2]:
            out.append(line)
            continue
        level = len(heading[1])
        if level == 1 and not chapter.title:
            chapter.title = plain_text(heading[2])
            own = re.search(r"\{#([^\s{}]+)[^{}]*\}\s*$", line)
            chapter.label = own[1] if own else ""
            continue
        shift = 1 if level == 1 else shift
        levels.append(min(level + shift, 6))
        out.append(f"{'#' * levels[-1]} {heading[2]}")
    lift = min(levels, default=2) - 2
    if lift > 0:
        out = [
            line[lift:] if HEADING.match(line) and line.startswith("#") else line for line in out
        ]
    if shift:
        chapter.remarks.append("It has several titles; the later ones became headings.")
    return shelter.restore("\n".join(out)).strip("\n")
