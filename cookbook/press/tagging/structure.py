"""Stage: a document that was laid out -> the structure of its PDF, in place of WeasyPrint's own.

That has no notes and no languages, describes links by their targets, gives pictures a place on no
page, and parts what goes on over a page.
"""

from __future__ import annotations

import contextlib
import logging
from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Any

import pydyf
import weasyprint.pdf

from cookbook.press.tagging.actual_text import with_actual_text
from cookbook.press.tagging.nodes import Writer, prune
from cookbook.press.tagging.walking import Walk

UNMARKED = (b"/Artifact", b"", b"BMC")
"""What stands in a stream in place of a mark, its number and the operator for both."""


@contextlib.contextmanager
def tagging() -> Iterator[None]:
    """Have WeasyPrint write our structure for a while, and what can't be read by its glyphs."""
    original = weasyprint.pdf.add_tags
    weasyprint.pdf.add_tags = add_structure
    try:
        with with_actual_text():
            yield
    finally:
        weasyprint.pdf.add_tags = original


def add_structure(pdf: pydyf.PDF, document: Any, _version: Any, streams: Sequence[Any]) -> None:  # noqa: ANN401 -- WeasyPrint has no types
    """Add a document's structure to its PDF; what stands in margins is no part of it."""
    walk = Walk(document.metadata.lang or "", len(document.pages))
    for number, (page, stream) in enumerate(zip(document.pages, streams, strict=True)):
        walk.walk(number, page, stream._tags)  # noqa: SLF001 -- nothing public has them
        unmark(stream.stream, walk.artifacts[number])
    prune(walk.document)
    parents = pydyf.Dictionary({"Nums": pydyf.Array()})
    pdf.add_object(parents)
    root = pydyf.Dictionary({"Type": "/StructTreeRoot", "ParentTree": parents.reference})
    pdf.add_object(root)
    writer = Writer(pdf, len(document.pages))
    top = writer.write(walk.document, root.reference)
    top.setdefault("K", pydyf.Array())
    root["K"] = pydyf.Array([top.reference])
    for number, owners in enumerate(writer.owners):
        parents["Nums"] += [number, _owners(owners)]
    for number, (reference, annotation) in enumerate(writer.annotations, start=len(writer.owners)):
        parents["Nums"] += [number, reference]
        annotation["StructParent"] = number
    root["ParentTreeNextKey"] = len(writer.owners) + len(writer.annotations)
    pdf.catalog["StructTreeRoot"] = root.reference
    pdf.catalog["ViewerPreferences"] = pydyf.Dictionary({"DisplayDocTitle": "true"})
    pdf.catalog["MarkInfo"] = pydyf.Dictionary({"Marked": "true"})
    if "Lang" not in pdf.catalog:
        logging.getLogger("weasyprint").error("The book names no language.")


def unmark(operations: list[Any], numbers: Collection[int]) -> None:
    """Make artifacts of some of a page's marked content; the operations keep their places."""
    if not numbers:
        return
    for place, each in enumerate(operations):
        if each == b"BDC" and operations[place - 1].get("MCID") in numbers:
            operations[place - 2 : place + 1] = UNMARKED


def _owners(owners: Mapping[int, bytes]) -> pydyf.Array:
    """Give for each number of a page's content the element that holds it."""
    numbers = range(max(owners, default=-1) + 1)
    return pydyf.Array(owners.get(number, b"null") for number in numbers)
