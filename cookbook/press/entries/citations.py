"""Stage: citations in all entries -> the words that a style gives them, and the list of sources."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from cookbook.press.bounded import ProgramFailedError
from cookbook.press.pandoc import Node, convert, write_tree
from cookbook.press.reading.cleaning import Cleaner
from cookbook.press.tree import Blocks, Inlines, rewrite_blocks, text, walk
from cookbook.press.warnings import WarningKind, Warnings
from cookbook.press.workshop import scratch_folder

BIBLIOGRAPHY_SECONDS = 60.0


@dataclass(frozen=True)
class Cited:
    """Entries with their citations set, and the sources that they cite."""

    entries: Mapping[str, Blocks]
    sources: Blocks


def cite(
    entries: Mapping[str, Blocks], bibliography: str, bibliography_file: str, warnings: Warnings
) -> Cited:
    """Set every citation. A key without a source prints as [key?], with a warning."""
    cites = [
        (entry, node)
        for entry, blocks in entries.items()
        for node in walk(blocks)
        if _is_cite(node)
    ]
    if not cites:
        return Cited(entries, [])
    sources = _read_bibliography(bibliography, bibliography_file, warnings)
    known = {str(source["id"]) for source in sources}
    wanted = [node for entry, node in cites if not _missing(entry, node, known, warnings)]
    set_cites, listed = _set(wanted, sources, warnings) if wanted else ([], [])
    ready = iter(set_cites)

    def change(node: Node) -> Node | list[Node] | None:
        if not _is_cite(node):
            return None
        if _unknown_keys(node, known):
            return _printed_keys(node)
        return next(ready)

    # rewrite goes through a tree in the order in which walk does, as citations hold no citations.
    return Cited(
        {entry: rewrite_blocks(blocks, change) for entry, blocks in entries.items()}, listed
    )


def _is_cite(node: Node) -> bool:
    return bool(node["t"] == "Cite")


def _keys(node: Node) -> list[str]:
    return [str(citation["citationId"]) for citation in node["c"][0]]


def _unknown_keys(node: Node, known: set[str]) -> list[str]:
    return [key for key in _keys(node) if key not in known]


def _missing(entry: str, node: Node, known: set[str], warnings: Warnings) -> bool:
    unknown = _unknown_keys(node, known)
    for key in unknown:
        message = f'cites "{key}", which is not in the bibliography.'
        warnings.add(entry, WarningKind.CITATION, message)
    return bool(unknown)


def _printed_keys(node: Node) -> Inlines:
    return text(f"[{'; '.join(_keys(node))}]")


def _read_bibliography(
    bibliography: str, file: str, warnings: Warnings
) -> Sequence[Mapping[str, Any]]:
    if not bibliography.strip():
        return []
    try:
        output = convert(
            bibliography.encode(),
            ["-f", "biblatex", "-t", "csljson"],
            seconds=BIBLIOGRAPHY_SECONDS,
        )
    except ProgramFailedError as err:
        message = f"the bibliography can't be read: {err.stderr or err.message}"
        warnings.add(file, WarningKind.CITATION, " ".join(message.split())[:300])
        return []
    sources: Sequence[Mapping[str, Any]] = json.loads(output)
    return sources


def _set(
    cites: Sequence[Node], sources: Sequence[Mapping[str, Any]], warnings: Warnings
) -> tuple[list[Inlines], Blocks]:
    with scratch_folder() as folder:
        file = folder / "sources.json"
        file.write_text(json.dumps(list(sources)), encoding="utf-8")
        output = write_tree(
            [{"t": "Para", "c": [node]} for node in cites],
            ["-t", "json", "--citeproc", f"--bibliography={file}", "-M", "link-citations=true"],
        )
    blocks: Blocks = json.loads(output)["blocks"]
    paragraphs, rest = blocks[: len(cites)], blocks[len(cites) :]
    cleaner = Cleaner("references.bib", warnings, lambda _entry, _target: None)
    return [cleaner.inlines(_words(each)) for each in paragraphs], _listed(rest, cleaner)


def _words(paragraph: Node) -> Inlines:
    """Take a set citation out of its paragraph; a style may make a note of it."""
    inlines: Inlines = []
    for node in paragraph["c"]:
        inlines += node["c"][1] if node["t"] == "Cite" else [node]
    return inlines


def _listed(blocks: Blocks, cleaner: Cleaner) -> Blocks:
    sources: Blocks = []
    for block in blocks:
        if block["t"] == "Div" and block["c"][0][0] == "refs":
            for entry in block["c"][1]:
                (identifier, _classes, _values), inner = entry["c"]
                body = cleaner.blocks(inner)
                sources.append({"t": "Div", "c": [[identifier, ["source"], []], body]})
    return sources
