"""The sources that a document names -> BibTeX."""

from __future__ import annotations

from collections.abc import Mapping

from cookbook.press.bounded import ProgramFailedError
from cookbook.press.pandoc import Node, write_tree

WRITE_SECONDS = 20


def references_of(metadata: Mapping[str, Node]) -> str:
    """Write the sources in a document's metadata, as Zotero and Mendeley leave them, as BibTeX."""
    references = metadata.get("references")
    if not references or not references.get("c"):
        return ""
    try:
        written = write_tree(
            [], ("-t", "bibtex"), metadata={"references": references}, seconds=WRITE_SECONDS
        )
    except ProgramFailedError:
        return ""
    return written.decode("utf-8").strip() + "\n"
