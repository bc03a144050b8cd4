"""PDF/UA-1: links and other annotations, and the order in which one comes to them."""

from __future__ import annotations

from collections.abc import Iterator

import pikepdf

from cookbook.press.checks.pdf_file import PdfFile, page_annotations
from cookbook.press.checks.pdf_ua.tags import Structure, Tag, Thing, all_annotations, parent_tree

FORBIDDEN = frozenset({"/TrapNet"})
UNTAGGED = frozenset({"/Popup", "/PrinterMark"})
HIDDEN = 2
"""The flag of an annotation that nobody sees."""
HOLDERS = {"/Link": ("Link", "28-011"), "/Widget": ("Form", "28-010")}


def annotation_findings(pdf: PdfFile, structure: Structure) -> Iterator[str]:
    """Find links that a screen reader doesn't meet, or can't name."""
    holders = {each.objgen: tag for tag in structure.tags for each in tag.objects}
    parents = parent_tree(structure.root)
    for number, page in enumerate(pdf.pages):
        if any(True for _ in page_annotations(page)):
            tabs, place = page.obj.get("/Tabs"), f"page {pdf.labels[number]}"
            if tabs is None:
                yield f"{place}: doesn't say in what order one comes to its links [28-008]"
            elif tabs != "/S":
                yield f"{place}: one comes to its links in another order than the tags' [28-009]"
    for number, each in all_annotations(pdf):
        place = f"page {pdf.labels[number]}: a {str(each.get('/Subtype', '?')).lstrip('/')}"
        for finding in _annotation(each, holders.get(each.objgen), parents):
            yield f"{place} {finding}"


def _annotation(each: Thing, holder: Tag | None, parents: dict[int, Thing]) -> Iterator[str]:
    kind = str(each.get("/Subtype", ""))
    if kind in FORBIDDEN:
        yield "stands there, and may not [28-007]"
    if kind in UNTAGGED or int(each.get("/F", 0)) & HIDDEN:
        return
    wanted, number = HOLDERS.get(kind, ("Annot", "28-002"))
    if holder is None:
        yield f"stands in no tag [{number}]"
    elif not holder.within(wanted):
        yield f"stands in a {holder.kind}, not in a {wanted} [{number}]"
    elif not _leads_back(each, holder, parents):
        yield "is said to be in another tag than the one that holds it [structure]"
    if kind != "/Widget" and not str(each.get("/Contents", "")).strip():
        yield f"has no description (Contents) [{'28-012' if kind == '/Link' else '28-004'}]"


def _leads_back(each: Thing, holder: Tag, parents: dict[int, Thing]) -> bool:
    owner = parents.get(int(each.get("/StructParent", -1)))
    return isinstance(owner, pikepdf.Dictionary) and bool(owner.objgen == holder.thing.objgen)
