"""A contributor's SVG in, a plain drawing without script, outside references or surprises out."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass

from lxml import etree

from cookbook.errors import CookbookError
from cookbook.press.pictures.drawing_styles import (
    PRESENTATION,
    StyleSheet,
    declarations,
    is_plain_value,
    matching,
    read_rules,
    word_set,
)
from cookbook.press.pictures.drawing_uses import check_references

DRAWING_MAX_BYTES = 4_000_000
DRAWING_MAX_ELEMENTS = 30_000
DRAWING_MAX_SIDE = 20_000
VALUE_MAX_LENGTH = 500
PATH_MAX_LENGTH = 1_000_000

SVG = "http://www.w3.org/2000/svg"
XLINK = "http://www.w3.org/1999/xlink"
XML_SPACE = "{http://www.w3.org/XML/1998/namespace}space"

_SHAPES = word_set("path rect circle ellipse line polyline polygon")
_PAINTS = word_set("linearGradient radialGradient stop clipPath mask pattern marker")
_HOLDERS = word_set("svg g defs symbol use")
_WORDS = word_set("text tspan title desc")
_ALLOWED = _SHAPES | _PAINTS | _HOLDERS | _WORDS
# These only wrap what is drawn: their content stays, they go.
_UNWRAPPED = frozenset({"a", "switch"})
_ACTIVE = {
    "script": "scripts",
    "foreignObject": "foreign objects",
    "iframe": "frames",
    "handler": "scripts",
    "set": "animation",
    "animate": "animation",
    "animateMotion": "animation",
    "animateTransform": "animation",
    "image": "embedded pictures",
    "feImage": "embedded pictures",
}
_GEOMETRY = word_set(
    "d points x y x1 y1 x2 y2 cx cy r rx ry fx fy fr dx dy width height viewBox transform "
    "preserveAspectRatio offset gradientUnits gradientTransform spreadMethod clipPathUnits "
    "maskUnits maskContentUnits patternUnits patternContentUnits patternTransform refX refY "
    "markerWidth markerHeight markerUnits orient pathLength textLength lengthAdjust rotate"
)
_LONG = frozenset({"d", "points"})
_REFERRING = word_set("use linearGradient radialGradient pattern")
_NAME = re.compile(r"[A-Za-z_][\w.\-]{0,99}")
_LENGTH = re.compile(r"\s*(\d{1,6}(?:\.\d*)?|\.\d+)\s*(px|pt|pc|mm|cm|in)?\s*")
_PIXELS = {"": 1.0, "px": 1.0, "pt": 4 / 3, "pc": 16.0, "mm": 96 / 25.4, "cm": 960 / 25.4, "in": 96}
# A document type without a subset of its own, as drawing programs write it, declares nothing.
_PLAIN_DOCTYPE = re.compile(
    rb"<!DOCTYPE\s+svg(?:\s+(?:PUBLIC|SYSTEM))?(?:\s+\"[^\"<>\[\]]*\"){0,2}\s*>"
)
_REMEDY = "Save it as a plain SVG, or as a PNG."


class DrawingError(CookbookError):
    """An SVG file that the press won't print."""


@dataclass(frozen=True)
class Drawing:
    """A clean SVG file, its size in CSS pixels, and what was left out, in words."""

    data: bytes
    width: int
    height: int
    left_out: tuple[str, ...] = ()


def clean_drawing(data: bytes) -> Drawing:
    """Return the drawing rebuilt from allowed elements and attributes only.

    What makes a drawing act or reach out (scripts, handlers, entities, foreign objects, embedded
    pictures, references to other files) is refused with DrawingError; what a drawing program
    adds for itself (metadata, guides, filters) is left out and named in `left_out`.
    """
    root = _parse(data)
    if sum(1 for _ in root.iter()) > DRAWING_MAX_ELEMENTS:
        raise DrawingError("The drawing has too many parts.", remedy=_REMEDY)
    left_out: set[str] = set()
    sheet = _stylesheet(root, left_out)
    clean = _copy(root, sheet, left_out)
    if clean is None:
        raise DrawingError("The file isn't an SVG drawing.", remedy=_REMEDY)
    width, height = _set_size(root, clean)
    _drop_repeated_ids(clean)
    if reason := check_references(clean):
        raise DrawingError(reason, remedy=_REMEDY)
    etree.cleanup_namespaces(clean)
    return Drawing(etree.tostring(clean, encoding="utf-8"), width, height, tuple(sorted(left_out)))


def _parse(data: bytes) -> etree._Element:
    if len(data) > DRAWING_MAX_BYTES:
        raise DrawingError("The drawing is larger than 4 MB.", remedy="Simplify its paths.")
    data = _PLAIN_DOCTYPE.sub(b"", data, count=1)
    declares = DrawingError("The drawing declares entities or a document type.", remedy=_REMEDY)
    if b"<!DOCTYPE" in data or b"<!ENTITY" in data:
        raise declares
    parser = etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        dtd_validation=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )
    try:
        root = etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError) as err:
        raise DrawingError("The drawing can't be read as XML.", remedy=_REMEDY) from err
    # The search above doesn't find it in a file of sixteen-bit characters.
    if root.getroottree().docinfo.internalDTD is not None:
        raise declares
    return root


def _stylesheet(root: etree._Element, left_out: set[str]) -> StyleSheet:
    texts = [
        str(text) for style in root.iter(f"{{{SVG}}}style", "style") for text in style.itertext()
    ]
    sheet, skipped = read_rules("\n".join(texts))
    left_out |= skipped
    return sheet


def _copy(element: etree._Element, sheet: StyleSheet, left_out: set[str]) -> etree._Element | None:
    """Return a clean copy of the element and what is in it, or None where it is left out."""
    name = _local_name(element)
    if name in _ACTIVE:
        raise DrawingError(f"The drawing holds {_ACTIVE[name]}.", remedy=_REMEDY)
    if name not in _ALLOWED:
        if name not in {"style", "metadata", "namedview"}:
            left_out.add(name or "a part of another language")
        _refuse_what_acts_in(element)
        return None
    new = etree.Element(
        f"{{{SVG}}}{name}",
        nsmap={None: SVG, "xlink": XLINK},  # type: ignore[dict-item] # the stubs forget the default
    )
    _copy_attributes(element, name, new, sheet)
    if name in _WORDS:
        new.text = element.text
    for child in element:
        _copy_child(child, new, sheet, left_out)
    return new


def _copy_child(
    child: etree._Element,
    parent: etree._Element,
    sheet: StyleSheet,
    left_out: set[str],
) -> None:
    is_words = etree.QName(parent).localname in _WORDS
    if _local_name(child) in _UNWRAPPED:
        _check_attributes(child)
        for grandchild in child:
            _copy_child(grandchild, parent, sheet, left_out)
        added = None
    else:
        added = _copy(child, sheet, left_out)
    if added is not None:
        parent.append(added)
    if is_words and child.tail:
        _append_text(parent, child.tail)


def _append_text(parent: etree._Element, text: str) -> None:
    if len(parent):
        parent[-1].tail = (parent[-1].tail or "") + text
    else:
        parent.text = (parent.text or "") + text


def _refuse_what_acts_in(element: etree._Element) -> None:
    """Refuse scripts and handlers even in what is left out: such a file means no good."""
    for inner in element.iter():
        name = _local_name(inner)
        if name in _ACTIVE:
            raise DrawingError(f"The drawing holds {_ACTIVE[name]}.", remedy=_REMEDY)
        _check_attributes(inner)


def _check_attributes(element: etree._Element) -> None:
    for key, value in _attributes(element).items():
        name = etree.QName(key).localname.lower()
        if name.startswith("on"):
            raise DrawingError(f"The drawing holds a script in {name}.", remedy=_REMEDY)
        if re.match(r"\s*(?:java|vb)script:", value, re.IGNORECASE):
            raise DrawingError("The drawing holds a link that runs a script.", remedy=_REMEDY)


def _copy_attributes(
    element: etree._Element, name: str, new: etree._Element, sheet: StyleSheet
) -> None:
    _check_attributes(element)
    allowed = PRESENTATION | _GEOMETRY
    found = {key: value for key, value in _attributes(element).items() if key in allowed}
    found |= matching(sheet, name, element.get("id", ""), element.get("class", "").split())
    found |= declarations(element.get("style", ""))
    for key in sorted(found):
        limit = PATH_MAX_LENGTH if key in _LONG else VALUE_MAX_LENGTH
        if len(found[key]) <= limit and is_plain_value(found[key]):
            new.set(key, found[key])
    if _NAME.fullmatch(element.get("id", "")):
        new.set("id", element.get("id", ""))
    if element.get(XML_SPACE) == "preserve":
        new.set(XML_SPACE, "preserve")
    if name in _REFERRING:
        _copy_reference(element, new)


def _attributes(element: etree._Element) -> dict[str, str]:
    return {str(key): str(value) for key, value in element.attrib.items()}


def _copy_reference(element: etree._Element, new: etree._Element) -> None:
    target = (element.get("href") or element.get(f"{{{XLINK}}}href") or "").strip()
    if not target:
        return
    if not target.startswith("#") or not _NAME.fullmatch(target[1:]):
        raise DrawingError("The drawing refers to another file.", remedy=_REMEDY)
    new.set(f"{{{XLINK}}}href", target)


def _set_size(root: etree._Element, clean: etree._Element) -> tuple[int, int]:
    """Give the clean drawing a viewBox, a width and a height; return the latter in pixels."""
    width, height = _pixels(root.get("width", "")), _pixels(root.get("height", ""))
    box = _view_box(root.get("viewBox", "")) or (0.0, 0.0, width, height)
    if not box[2] or not box[3]:
        raise DrawingError("The drawing has no size.", remedy="Give it a viewBox.")
    if not width and not height:
        width, height = box[2:]
    width = width or height * box[2] / box[3]
    height = height or width * box[3] / box[2]
    if not (1 <= width <= DRAWING_MAX_SIDE and 1 <= height <= DRAWING_MAX_SIDE):
        raise DrawingError(f"The drawing's size is {width:g} by {height:g}.", remedy=_REMEDY)
    sides = max(1, round(width)), max(1, round(height))
    view_box = " ".join(f"{number:.10g}" for number in box)
    settled = {"viewBox": view_box, "width": str(sides[0]), "height": str(sides[1])}
    for name, value in settled.items():
        # Taken out first, so that they stand in one order whatever stood there before.
        clean.attrib.pop(name, "")
        clean.set(name, value)
    return sides


def _view_box(text: str) -> tuple[float, float, float, float] | None:
    try:
        x, y, width, height = (float(part) for part in text.replace(",", " ").split())
    except ValueError:
        return None
    is_sane = all(map(math.isfinite, (x, y, width, height))) and width > 0 and height > 0
    return (x, y, width, height) if is_sane else None


def _pixels(text: str) -> float:
    match = _LENGTH.fullmatch(text)
    return float(match.group(1)) * _PIXELS[match.group(2) or ""] if match else 0.0


def _drop_repeated_ids(root: etree._Element) -> None:
    seen: set[str] = set()
    for element in root.iter():
        name = element.get("id")
        if name in seen:
            del element.attrib["id"]
        elif name is not None:
            seen.add(name)


def _local_name(element: etree._Element) -> str:
    """Return the element's name in SVG, or '' when it is of another language."""
    if not isinstance(element.tag, str):
        return ""
    name = etree.QName(element)
    return name.localname if name.namespace in {SVG, None} else ""
