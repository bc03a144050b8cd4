"""A clean tree in, the Markdown of a chapter's body out, as our text format has it."""

from __future__ import annotations

from cookbook.press.pandoc import CHAPTER_FORMAT, write_tree
from cookbook.press.tree import Blocks

WRITTEN_FORMAT = f"{CHAPTER_FORMAT}-smart-simple_tables-multiline_tables-mmd_header_identifiers"
"""What is read back as our chapters are; tables as people write them, marks as they are."""
WRITE_SECONDS = 30


def write_body(blocks: Blocks) -> str:
    """Write blocks. Raises BoundsExceededError and ProgramFailedError."""
    written = write_tree(blocks, ("-t", WRITTEN_FORMAT, "--wrap=none"), seconds=WRITE_SECONDS)
    return written.decode("utf-8").strip("\n")
