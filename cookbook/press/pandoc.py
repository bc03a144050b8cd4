"""The door to pandoc: texts to its document tree, and trees to what it can write."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, TypeAlias

import pypandoc

from cookbook.config import kit_folder
from cookbook.press.bounded import ProgramFailedError, run_and_listen, run_bounded
from cookbook.press.notation import decode, encode
from cookbook.press.warmpandoc import AT_HAND, WarmPandoc

Node: TypeAlias = dict[str, Any]
"""One element of pandoc's document tree, as its JSON has it: {"t": type, "c": content}."""

READ_MEMORY_MB = 512
FOREIGN_MEMORY_MB = 1024
WRITE_MEMORY_MB = 3072
WRITE_SECONDS = 600

# What contributors write is text and Markdown's own markup: HTML and TeX in it are printed.
_PLAIN = "-raw_html-raw_tex-raw_attribute-native_divs-native_spans-markdown_in_html_blocks"
_PLAIN += "-latex_macros-yaml_metadata_block-pandoc_title_block-auto_identifiers"
_PLAIN += "-implicit_header_references-example_lists"
CHAPTER_FORMAT = f"markdown{_PLAIN}"
RECIPE_FORMAT = f"{CHAPTER_FORMAT}-tex_math_dollars-citations+lists_without_preceding_blankline"


HTML_BODY = ("-t", "html5", "--section-divs", "--wrap=none")
"""The options with which sections are written as HTML."""
WARM_MATH = {HTML_BODY: "plain", (*HTML_BODY, "--mathml"): "mathml"}
"""What a warm pandoc can write, and how it writes formulas then."""


@dataclass(frozen=True)
class Fragment:
    """A piece of Markdown and the form it is in."""

    text: str
    format: str = CHAPTER_FORMAT


@dataclass(frozen=True)
class ForeignTree:
    """A document of another format: its blocks, its metadata, and what pandoc remarked."""

    blocks: list[Node]
    metadata: Mapping[str, Node]
    remarks: tuple[str, ...] = ()


class PandocError(ProgramFailedError):
    """Pandoc could not do what was asked."""


@cache
def pandoc_program() -> str:
    """Give the path of the pandoc that came with the project."""
    return str(pypandoc.get_pandoc_path())


def warm_pandoc() -> WarmPandoc:
    """Give a pandoc to be kept at hand; it starts when it is first wanted."""
    return WarmPandoc(pandoc_program(), READ_MEMORY_MB)


@cache
def pandoc_version() -> str:
    """Give pandoc's version, such as "3.9"."""
    return str(pypandoc.get_pandoc_version())


@cache
def api_version() -> tuple[int, ...]:
    """Give the version of pandoc's document tree, which every tree must name."""
    tree = decode(run_bounded([pandoc_program(), "-t", "json"], b"", seconds=60))
    return tuple(tree["pandoc-api-version"])


def read_fragments(fragments: Sequence[Fragment], *, seconds: float) -> list[list[Node]]:
    """Read pieces of Markdown into blocks, in one sandboxed process.

    Raises BoundsExceededError where that takes too long or too much memory, ProgramFailedError on
    any other failure, and RecursionError where a piece is nested too deeply to be taken apart.
    """
    pieces = [{"format": piece.format, "text": piece.text} for piece in fragments]
    divs = decode(_read(pieces, seconds))["blocks"]
    if len(divs) != len(fragments):
        raise PandocError("gave another number of pieces than it was given")
    return [div["c"][1] for div in divs]


def read_foreign(data: bytes, reader: str, *, seconds: float) -> ForeignTree:
    """Read a document of a foreign format, such as "docx", without access to any file or network.

    Raises BoundsExceededError, ProgramFailedError and RecursionError as `read_fragments` does.
    """
    command = _command(FOREIGN_MEMORY_MB, "-f", reader, "-t", "json", "--sandbox", "--verbose")
    said = run_and_listen(command, data, seconds=seconds)
    tree = decode(said.output)
    remarks = re.findall(r"(?m)^\[(?:INFO|WARNING)\] (.+)$", said.remarks)
    return ForeignTree(tree["blocks"], tree["meta"], tuple(remarks))


def _read(pieces: Sequence[Mapping[str, str]], seconds: float) -> bytes:
    """Read pieces by the pandoc that is at hand, or by one of its own."""
    warm = AT_HAND.get()
    if warm is not None:
        return warm.ask({"do": "read", "pieces": pieces}, seconds=seconds)
    command = _command(READ_MEMORY_MB, "-f", str(kit_folder() / "pandoc" / "fragments.lua"))
    return run_bounded([*command, "-t", "json", "--sandbox"], encode(pieces), seconds=seconds)


def write_tree(
    blocks: Sequence[Node],
    options: Sequence[str],
    *,
    metadata: Mapping[str, Node] | None = None,
    seconds: float = WRITE_SECONDS,
) -> bytes:
    """Write our own, cleaned tree in the format that `options` name; give what pandoc prints."""
    tree = {
        "pandoc-api-version": list(api_version()),
        "meta": dict(metadata or {}),
        "blocks": list(blocks),
    }
    warm = AT_HAND.get()
    if warm is not None and tuple(options) in WARM_MATH:
        order = {"do": "write", "tree": encode(tree).decode(), "math": WARM_MATH[tuple(options)]}
        return warm.ask(order, seconds=seconds)
    command = _command(WRITE_MEMORY_MB, "-f", "json", *options)
    return run_bounded(command, encode(tree), seconds=seconds)


def convert(data: bytes, options: Sequence[str], *, seconds: float = 60) -> bytes:
    """Convert between two formats that need no files, sandboxed."""
    command = _command(READ_MEMORY_MB, *options, "--sandbox")
    return run_bounded(command, data, seconds=seconds)


def _command(memory_mb: int, *options: str) -> list[str]:
    return [pandoc_program(), "+RTS", f"-M{memory_mb}M", "-RTS", *options]
