"""Checks of what a PDF is made of: fonts, glyphs, pictures, boxes, tags, actions."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pikepdf

from cookbook.press.checks.pdf_content import POINTS_PER_INCH
from cookbook.press.checks.pdf_file import PdfFile, box, page_annotations
from cookbook.press.checks.results import Judgement, judge, not_judged, passed
from cookbook.press.report import REPORT_JSON

MIN_DPI = 300
DPI_SLACK = 0.5
BLEED = 9.0
BOX_SLACK = 0.5
ACTIONS = {"/JavaScript", "/Launch", "/SubmitForm", "/ImportData", "/GoToR", "/GoToE", "/Rendition"}
CARRIERS = {"/FileAttachment", "/RichMedia", "/Movie", "/Sound", "/Screen", "/3D"}


def judge_opening(pdf: PdfFile) -> Judgement:
    """Judge whether the file needs no repair and every page can be read."""
    problems = [str(each) for each in pdf.pdf.get_warnings()]
    if pdf.drawn and len(pdf.text) != len(pdf.pages):
        problems.append(f"{len(pdf.pages)} pages, of which {len(pdf.text)} can be shown")
    return judge(problems) if problems else passed([f"{len(pdf.pages)} pages"])


def judge_fonts(pdf: PdfFile) -> Judgement:
    """Judge whether every font that is used lies in the file."""
    fonts = pdf.drawn.fonts
    absent = [f"{name} is not embedded" for name, embedded in sorted(fonts.items()) if not embedded]
    return judge(absent) if absent else passed([f"{len(fonts)} fonts, all embedded"])


def judge_identity(pdf: PdfFile) -> Judgement:
    """Judge whether the title, the language and the tags are set."""
    return judge(_identity(pdf))


def _identity(pdf: PdfFile) -> Iterator[str]:
    information = pdf.pdf.docinfo
    if not str(information.get("/Title", "")).strip():
        yield "there is no title"
    if not str(pdf.root.get("/Lang", "")).strip():
        yield "there is no language"
    marks = pdf.root.get("/MarkInfo")
    if not isinstance(marks, pikepdf.Dictionary) or not marks.get("/Marked"):
        yield "the file doesn't say that it is tagged"
    tree = pdf.root.get("/StructTreeRoot")
    if not isinstance(tree, pikepdf.Dictionary) or not tree.get("/K"):
        yield "there are no tags"
    wishes = pdf.root.get("/ViewerPreferences")
    if not isinstance(wishes, pikepdf.Dictionary) or not wishes.get("/DisplayDocTitle"):
        yield "a reader is shown the file's name in place of the title (DisplayDocTitle)"


def judge_links(pdf: PdfFile) -> Judgement:
    """Judge whether every link and every bookmark leads to a page of the book."""
    dead = [
        f"page {pdf.labels[link.page]}: a link to {_quoted(link.name)} leads nowhere"
        for link in pdf.links
        if link.target is None
    ]
    dead += [
        f'the bookmark "{each.title[:60]}" leads nowhere'
        for each in pdf.outline
        if each.page is None
    ]
    return judge(dead) if dead else passed([f"{len(pdf.links)} links"])


def _quoted(name: str) -> str:
    return f'"{name[:60]}"' if name else "a place that isn't there"


def judge_resolution(pdf: PdfFile) -> Judgement:
    """Judge whether photos have at least 300 pixels per inch at their printed size."""
    photos = [picture for picture in pdf.drawn.pictures if picture.is_photo]
    if not photos:
        return not_judged("the book prints no photos")
    coarse = [picture for picture in photos if picture.dpi < MIN_DPI - DPI_SLACK]
    named = _named_in_report(pdf.path)
    if coarse and named >= len({picture.pixels for picture in coarse}):
        return passed([f"{len(coarse)} have less; the build report beside the PDF names {named}"])
    return judge(
        f"page {pdf.labels[each.page]}: {each.dpi:.0f} dpi "
        f"({each.pixels[0]} x {each.pixels[1]} pixels at "
        f"{each.points[0] / POINTS_PER_INCH:.2f} x {each.points[1] / POINTS_PER_INCH:.2f} in)"
        for each in sorted(coarse, key=lambda picture: picture.dpi)
    )


def _named_in_report(pdf: Path) -> int:
    """Count the photos that the report of the build names as coarse; 0 without a report."""
    try:
        warnings = json.loads((pdf.parent / REPORT_JSON).read_text(encoding="utf-8"))["warnings"]
        return sum(each["kind"] == "resolution" for entry in warnings.values() for each in entry)
    except (OSError, ValueError, LookupError, TypeError, AttributeError):
        return 0


def judge_trim(pdf: PdfFile) -> Judgement:
    """Judge whether all pages have one trim, within their media, and a bleed of 1/8 in if any."""
    trims = [box(page.trimbox) for page in pdf.pages]
    sizes = [(round(r - x, 1), round(t - b, 1)) for x, b, r, t in trims]
    usual, count = Counter(sizes).most_common(1)[0]
    findings = [
        f"page {pdf.labels[number]}: {_inches(size)}, where {count} pages are {_inches(usual)}"
        for number, size in enumerate(sizes)
        if size != usual
    ]
    findings += list(_boxes(pdf, trims))
    return judge(findings) if findings else passed([f"{len(sizes)} pages of {_inches(usual)}"])


def _boxes(pdf: PdfFile, trims: list[tuple[float, float, float, float]]) -> Iterator[str]:
    for number, page in enumerate(pdf.pages):
        trim, bleed, media = trims[number], box(page.bleedbox), box(page.mediabox)
        margins = _margins(bleed, trim)
        place = f"page {pdf.labels[number]}"
        if min(_margins(media, trim)) < -BOX_SLACK:
            yield f"{place}: the trim is larger than the page"
        elif max(margins) > BOX_SLACK and min(margins) < BLEED - BOX_SLACK:
            yield f"{place}: the bleed is {min(margins):.1f} pt, and should be {BLEED:.0f}"


def _margins(
    outer: tuple[float, float, float, float], inner: tuple[float, float, float, float]
) -> tuple[float, ...]:
    return (
        inner[0] - outer[0],
        inner[1] - outer[1],
        outer[2] - inner[2],
        outer[3] - inner[3],
    )


def _inches(size: tuple[float, float]) -> str:
    return " x ".join(f"{side / POINTS_PER_INCH:.3g}" for side in size) + " in"


def judge_glyphs(pdf: PdfFile) -> Judgement:
    """Judge whether every letter is in its font: none is printed as an empty box."""
    return judge(
        f"page {pdf.labels[page]}: {count} glyphs are missing in {font}"
        for (page, font), count in sorted(pdf.drawn.missing.items())
    )


def judge_print_colours(pdf: PdfFile) -> Judgement:
    """Judge a PDF/X file: it names an output intent, and paints nothing in RGB."""
    claims = [value for key, value in pdf.statements.items() if "pdfx" in key.lower()]
    version = str(pdf.pdf.docinfo.get("/GTS_PDFXVersion", "")) or next(iter(claims), "")
    if not version:
        return not_judged("the file doesn't claim to be PDF/X")
    intents = pdf.root.get("/OutputIntents")
    kinds = [each.get("/S") for each in intents] if isinstance(intents, pikepdf.Array) else []
    findings = [] if "/GTS_PDFX" in kinds else ["there is no output intent of PDF/X"]
    painted = pdf.drawn.rgb | {each.page for each in pdf.drawn.pictures if each.is_rgb}
    findings += [f"page {pdf.labels[number]}: is painted in RGB" for number in sorted(painted)]
    return judge(findings) if findings else passed([version])


def judge_stillness(pdf: PdfFile) -> Judgement:
    """Judge whether the file carries no other files, and starts nothing."""
    return judge(_active(pdf))


def _active(pdf: PdfFile) -> Iterator[str]:
    yield from (f'the file "{name[:60]}" is embedded' for name in pdf.pdf.attachments)
    names = pdf.root.get("/Names")
    if isinstance(names, pikepdf.Dictionary) and "/JavaScript" in names:
        yield "the file holds scripts"
    if "/AA" in pdf.root or _is_action(pdf.root.get("/OpenAction")):
        yield "something starts when the file is opened"
    if "/AcroForm" in pdf.root:
        yield "the file holds a form"
    for number, page in enumerate(pdf.pages):
        found = [line for each in page_annotations(page) for line in _active_annotation(each)]
        if "/AA" in page.obj:
            found.append("something starts when the page is shown")
        yield from (f"page {pdf.labels[number]}: {line}" for line in found)


def _active_annotation(annotation: Any) -> Iterator[str]:  # noqa: ANN401 -- pikepdf's objects
    kind, action = str(annotation.get("/Subtype")), annotation.get("/A")
    if kind in CARRIERS:
        yield f"holds a {kind[1:]}"
    if _is_action(action) or "/AA" in annotation:
        yield f"a link starts {_action_name(action)}"


def _is_action(action: Any) -> bool:  # noqa: ANN401 -- pikepdf's objects
    return isinstance(action, pikepdf.Dictionary) and str(action.get("/S")) in ACTIONS


def _action_name(action: Any) -> str:  # noqa: ANN401 -- pikepdf's objects
    return str(action.get("/S"))[1:] if isinstance(action, pikepdf.Dictionary) else "something"
