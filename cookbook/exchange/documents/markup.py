"""XML out of documents: parsed without entities, without the network, and within bounds."""

from __future__ import annotations

import re

from lxml import etree

from cookbook.exchange.documents.problems import DocumentError

MARKUP_MAX_BYTES = 40_000_000
LINKS = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"


def parse_markup(data: bytes, name: str) -> etree._Element:
    """Parse a document's XML. Raises DocumentError for what is broken or declares entities."""
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, remove_pis=True
    )
    try:
        root = etree.fromstring(data[:MARKUP_MAX_BYTES], parser)
    except (etree.XMLSyntaxError, ValueError) as err:
        raise DocumentError(
            f"The file is damaged: {name[:80]} can't be read.",
            remedy="Open it in the program that it was made with, save it again, "
            "and choose the new one.",
        ) from err
    _refuse_entities(root, name)
    return root


def _refuse_entities(root: etree._Element, name: str) -> None:
    declared = root.getroottree().docinfo.internalDTD
    if declared is not None and list(declared.iterentities()):  # type: ignore[attr-defined]  # its stubs lack it
        raise DocumentError(
            f"The file declares names for other texts or files (in {name[:80]}), "
            "which no word processor does.",
            remedy="It may be meant to do harm. Ask whoever made it for another.",
        )


def local_name(element: etree._Element) -> str:
    """Give an element's name without its namespace; "" for a comment."""
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""


def attribute(element: etree._Element, name: str) -> str:
    """Give an attribute by its name without a namespace, or ""."""
    for key, value in element.attrib.items():
        if re.sub(r"^\{.*\}", "", str(key)) == name:
            return str(value)
    return ""


def words_of(element: etree._Element, *names: str) -> str:
    """Give the words in the elements of these local names, below an element."""
    found = (each.text or "" for each in element.iter() if local_name(each) in names)
    return " ".join("".join(found).split())
