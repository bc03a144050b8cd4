"""Checks of an EPUB's pictures: what they say to those who don't see them, and what they weigh."""

from __future__ import annotations

import io
import warnings
from collections.abc import Iterator
from pathlib import PurePosixPath

from lxml import etree
from PIL import Image

from cookbook.press.checks.epub_file import (
    EPUB_TYPE,
    NAMES,
    SVG_TYPE,
    XHTML,
    XLINK_HREF,
    EpubFile,
    local_name,
    resolve,
    words,
)
from cookbook.press.checks.results import CheckError, Judgement, judge, not_judged

MAX_PIXELS = 4_000_000
MAX_BYTES = 1_500_000
PICTURE_ENDINGS = {".jpg", ".jpeg", ".png", ".gif", ".webp", ".svg"}


def pictures(tree: etree._Element) -> list[etree._Element]:
    """Give a page's pictures: `img`, and drawings that stand in the page."""
    return [
        node
        for node in tree.iter(f"{{{XHTML}}}img", f"{{{NAMES['svg']}}}svg")
        if local_name(node) == "img" or not _is_nested(node)
    ]


def is_decorative(node: etree._Element) -> bool:
    """Tell whether a picture is marked as saying nothing."""
    role = node.get("role") or ""
    return role in ("presentation", "none") or node.get("aria-hidden") == "true"


def alternative(node: etree._Element) -> str:
    """Give a picture's alternative text; "" where it has none."""
    for key in ("alt", "aria-label"):
        if (node.get(key) or "").strip():
            return (node.get(key) or "").strip()
    title = node.find("svg:title", NAMES)
    if title is not None and words(title):
        return words(title)
    labelled = node.get("aria-labelledby") or node.get("aria-describedby") or ""
    root = node.getroottree().getroot()
    named = [each for each in root.iter() if each.get("id") in labelled.split()] if labelled else []
    return " ".join(words(each) for each in named)


def judge_alternatives(epub: EpubFile) -> Judgement:
    """Judge whether every picture has an alternative text, or is marked as decorative."""
    found = [(name, node) for name, tree in epub.pages.items() for node in pictures(tree)]
    if not found:
        return not_judged("the book has no pictures")
    return judge(line for name, node in found for line in _silence(name, node))


def _silence(name: str, node: etree._Element) -> Iterator[str]:
    said, decorative = alternative(node), is_decorative(node)
    place = f"{name}: the picture {PurePosixPath(_source(node)).name or local_name(node)}"
    if not said and not decorative:
        yield f"{place} has no alternative text, and is not marked as decorative"
    elif said and decorative:
        yield f'{place} is marked as decorative, but says "{said[:60]}"'
    elif PurePosixPath(said).suffix.lower() in PICTURE_ENDINGS and " " not in said:
        yield f'{place} has a file name as its alternative text: "{said[:60]}"'


def judge_cover(epub: EpubFile) -> Judgement:
    """Judge whether the cover says to those who don't see it what it is."""
    cover = next((item for item in epub.items if "cover-image" in item.properties), None)
    if cover is None:
        return not_judged("the book has no cover picture")
    shown = [
        (name, node)
        for name, tree in epub.pages.items()
        for node in pictures(tree)
        if any(resolve(name, address) == cover.name for address in _sources(node))
    ]
    if not shown:
        return not_judged(f"no page shows the cover {cover.name}")
    return judge(
        f"{name}: the cover has no alternative text"
        for name, node in shown
        if not alternative(node)
    )


def cover_pages(epub: EpubFile) -> set[str]:
    """Give the names of the pages that show the cover, or are of its type."""
    covers = {item.name for item in epub.items if "cover-image" in item.properties}
    found = set()
    for name, tree in epub.pages.items():
        body = tree.find("h:body", NAMES)
        kinds = (body.get(EPUB_TYPE) or "").split() if body is not None else []
        drawn = {resolve(name, each) for node in pictures(tree) for each in _sources(node)}
        if "cover" in kinds or covers & drawn:
            found.add(name)
    return found


def judge_sizes(epub: EpubFile) -> Judgement:
    """Judge whether every picture has at most 4 megapixels and 1.5 MB, and can be opened."""
    found = [item.name for item in epub.items if item.media_type.startswith("image/")]
    found = [name for name in found if name in epub.names]
    if not found:
        return not_judged("the book has no pictures")
    vector = {item.name for item in epub.items if item.media_type == SVG_TYPE}
    return judge(line for name in found for line in _oversize(epub, name, name in vector))


def _oversize(epub: EpubFile, name: str, is_vector: bool) -> Iterator[str]:  # noqa: FBT001 -- a fact of the picture, no mode
    size = epub.size(name)
    if size > MAX_BYTES:
        yield f"{name}: {size / 1_000_000:.1f} MB"
    if is_vector:
        return
    try:
        width, height = measure(epub.read(name))
    except CheckError as err:
        yield f"{name}: {err.message}"
        return
    if width * height > MAX_PIXELS:
        yield f"{name}: {width} x {height} pixels, {width * height / 1_000_000:.2f} megapixels"


def measure(data: bytes) -> tuple[int, int]:
    """Read a picture's width and height in pixels from its header. Raises CheckError."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            with Image.open(io.BytesIO(data)) as picture:
                return picture.size
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as err:
        raise CheckError("has more pixels than any picture needs.") from err
    except (OSError, ValueError, SyntaxError, EOFError, TypeError) as err:
        raise CheckError(f"can't be read as a picture: {err}.") from err


def _is_nested(node: etree._Element) -> bool:
    return any(local_name(each) == "svg" for each in node.iterancestors())


def _source(node: etree._Element) -> str:
    return next(iter(_sources(node)), "")


def _sources(node: etree._Element) -> list[str]:
    """Give the addresses of the files that a picture shows."""
    if node.get("src"):
        return [node.get("src") or ""]
    drawn = node.iter(f"{{{NAMES['svg']}}}image")
    return [each.get(XLINK_HREF) or each.get("href") or "" for each in drawn]
