"""Judges a PDF by PDF/UA-1: all conditions in turn, and the claim itself."""

from __future__ import annotations

from collections.abc import Iterator

import pikepdf

from cookbook.press.checks.pdf_file import PdfFile
from cookbook.press.checks.pdf_ua.document import document_findings
from cookbook.press.checks.pdf_ua.links import annotation_findings
from cookbook.press.checks.pdf_ua.marking import marking_findings
from cookbook.press.checks.pdf_ua.nesting import nesting_findings
from cookbook.press.checks.pdf_ua.speaking import speaking_findings
from cookbook.press.checks.pdf_ua.tables import table_findings
from cookbook.press.checks.pdf_ua.tags import Structure, structure_of
from cookbook.press.checks.results import Judgement, judge, passed


def judge_ua(pdf: PdfFile) -> Judgement:
    """Judge the claim of PDF/UA-1, and by a machine's means whether it is kept (ISO 14289-1)."""
    structure = structure_of(pdf)
    findings = list(_findings(pdf, structure))
    if findings:
        return judge(findings)
    return passed([f"{len(structure.tags)} tags, by our own reading of the Matterhorn Protocol"])


def _findings(pdf: PdfFile, structure: Structure) -> Iterator[str]:
    yield from document_findings(pdf)
    if not isinstance(pdf.root.get("/StructTreeRoot"), pikepdf.Dictionary) or not structure.tags:
        yield "the file has no tags at all [01-006]"
        return
    yield from (f"{each} [structure]" for each in structure.faults)
    yield from nesting_findings(structure)
    yield from table_findings(structure)
    yield from speaking_findings(structure)
    yield from annotation_findings(pdf, structure)
    yield from marking_findings(pdf, structure)
