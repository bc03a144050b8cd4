"""Stage: citations in all entries -> the words that a style gives them, and the list of sources."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from cookbook.manuscript.books import BOOK_FILE
from cookbook.press.bounded import BoundsExceededError, ProgramFailedError
from cookbook.press.entries.citation_styles import StyleError, read_style
from cookbook.press.pandoc import Node, convert, write_tree
from cookbook.press.reading.cleaning import Cleaner
from cookbook.press.tree import Blocks, Inlines, rewrite_blocks, text
from cookbook.press.warnings import WarningKind, Warnings
from cookbook.press.workshop import scratch_folder

BIBLIOGRAPHY_SECONDS = 60.0
BIBLIOGRAPHY_FILE = "references.bib"
SOURCE = "ref-"
"""What the ids of sources begin with; `sections.Identifiers` gives no such ids to others."""


@dataclass(frozen=True)
class Cited:
    """What stands for each citation of each entry, in order, and the sources that they cite.

    What was `cut_short`, as reading the bibliography took too long, might be another time.
    """

    words: Mapping[str, Sequence[Inlines]]
    sources: Blocks
    cut_short: bool = False


@dataclass(frozen=True)
class Citing:
    """By what citations are set: a bibliography in BibTeX, a style in CSL or "", a language."""

    bibliography: str = ""
    style: str = ""
    language: str = ""

    def as_values(self) -> list[str]:
        """Give it as values that JSON can hold."""
        return [self.bibliography, self.style, self.language]


def cite(cites: Mapping[str, Sequence[Node]], citing: Citing, warnings: Warnings) -> Cited:
    """Set the citations of entries. A key without a source prints as [key?], with a warning."""
    if not any(cites.values()):
        return Cited({}, [])
    sources, cut_short = _read_bibliography(citing.bibliography, warnings)
    known = {str(source["id"]) for source in sources}
    for entry, nodes in cites.items():
        for node in nodes:
            _warn_of_unknown(entry, node, known, warnings)
    wanted = [each for nodes in cites.values() for each in nodes if not _unknown_keys(each, known)]
    set_cites, listed = _set(wanted, sources, citing, warnings) if wanted else ([], [])
    ready = iter(set_cites)

    def words(node: Node) -> Inlines:
        return _printed_keys(node) if _unknown_keys(node, known) else next(ready)

    set_words = {entry: [words(each) for each in nodes] for entry, nodes in cites.items()}
    return Cited(set_words, listed, cut_short)


def with_citations(blocks: Blocks, words: Sequence[Inlines]) -> Blocks:
    """Put the words of citations where these stand."""
    ready = iter(words)

    # rewrite goes through a tree in the order in which walk does, as citations hold no citations.
    def change(node: Node) -> Node | list[Node] | None:
        return next(ready) if node["t"] == "Cite" else None

    return rewrite_blocks(blocks, change) if words else blocks


def in_chapter(identifier: str, words: Sequence[Inlines], sources: Blocks) -> tuple[Any, Blocks]:
    """Give citations and sources of a chapter with ids of its own, as other chapters cite too."""

    def named(name: str) -> str:
        return f"{SOURCE}{identifier}.{name.removeprefix(SOURCE)}" if name else name

    def led(node: Node) -> Node | None:
        if node["t"] != "Link" or not node["c"][2][0].startswith(f"#{SOURCE}"):
            return None
        attributes, inlines, (address, title) = node["c"]
        return {"t": "Link", "c": [attributes, inlines, [f"#{named(address[1:])}", title]]}

    listed = [
        {"t": "Div", "c": [[named(each["c"][0][0]), *each["c"][0][1:]], each["c"][1]]}
        for each in sources
    ]
    return [rewrite_blocks(each, led) for each in words], listed


def _keys(node: Node) -> list[str]:
    return [str(citation["citationId"]) for citation in node["c"][0]]


def _unknown_keys(node: Node, known: set[str]) -> list[str]:
    return [key for key in _keys(node) if key not in known]


def _warn_of_unknown(entry: str, node: Node, known: set[str], warnings: Warnings) -> None:
    for key in _unknown_keys(node, known):
        message = f'cites "{key}", which is not in the bibliography.'
        warnings.add(entry, WarningKind.CITATION, message)


def _printed_keys(node: Node) -> Inlines:
    return text(f"[{'; '.join(_keys(node))}]")


def _read_bibliography(
    bibliography: str, warnings: Warnings
) -> tuple[Sequence[Mapping[str, Any]], bool]:
    """Give the sources of a bibliography, and whether reading them took too long."""
    if not bibliography.strip():
        return [], False
    try:
        output = convert(
            bibliography.encode(),
            ["-f", "biblatex", "-t", "csljson"],
            seconds=BIBLIOGRAPHY_SECONDS,
        )
    except ProgramFailedError as err:
        message = f"the bibliography can't be read: {err.stderr or err.message}"
        warnings.add(BIBLIOGRAPHY_FILE, WarningKind.CITATION, " ".join(message.split())[:300])
        return [], isinstance(err, BoundsExceededError)
    return json.loads(output), False


def _set(
    cites: Sequence[Node],
    sources: Sequence[Mapping[str, Any]],
    citing: Citing,
    warnings: Warnings,
) -> tuple[list[Inlines], Blocks]:
    style = _checked_style(citing.style, warnings) if citing.style else ""
    with scratch_folder() as folder:
        file = folder / "sources.json"
        file.write_text(json.dumps(list(sources)), encoding="utf-8")
        options = ["-t", "json", "--citeproc", f"--bibliography={file}"]
        options += ["-M", "link-citations=true"]
        if citing.language:
            options += ["-M", f"lang={citing.language}"]
        if style:
            (folder / "style.csl").write_text(style, encoding="utf-8")
            options.append(f"--csl={folder / 'style.csl'}")
        paragraphs = [{"t": "Para", "c": [node]} for node in cites]
        output = write_tree(paragraphs, options)
    blocks: Blocks = json.loads(output)["blocks"]
    paragraphs, rest = blocks[: len(cites)], blocks[len(cites) :]
    # A list of sources has no pictures.
    cleaner = Cleaner(BIBLIOGRAPHY_FILE, warnings, lambda _entry, _target: None, "")
    return [cleaner.inlines(_words(each)) for each in paragraphs], list(_listed(rest, cleaner))


def _checked_style(style: str, warnings: Warnings) -> str:
    """Give a style that citations can be set by, or "" after a warning."""
    try:
        return read_style(style)
    except StyleError as err:
        fault = f"the style of citations can't be used, as {err.message}; that of Chicago is taken."
        warnings.add(BOOK_FILE, WarningKind.CITATION, fault)
        return ""


def _words(paragraph: Node) -> Inlines:
    """Take a set citation out of its paragraph; a style may make a note of it."""
    inlines: Inlines = []
    for node in paragraph["c"]:
        inlines += node["c"][1] if node["t"] == "Cite" else [node]
    return inlines


def _listed(blocks: Blocks, cleaner: Cleaner) -> Iterator[Node]:
    for block in blocks:
        if block["t"] == "Div" and block["c"][0][0] == "refs":
            for entry in block["c"][1]:
                (identifier, _classes, _values), inner = entry["c"]
                yield {"t": "Div", "c": [[identifier, ["source"], []], cleaner.blocks(inner)]}
