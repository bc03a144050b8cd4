"""pandoc's MathML in, MathML that ziamath sets as TeX would out: accents, tables, words."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from itertools import pairwise
from typing import TYPE_CHECKING

from cookbook.press.formulas.spacing import (
    CLASS,
    EM_REPAIR,
    GAPS,
    LARGE_OPERATORS,
    SCRIPTS,
    math_class,
    space,
    with_gaps,
)

if TYPE_CHECKING:
    from collections.abc import Callable

MATHML_MAX_ELEMENTS = 2_500


_INVISIBLE = re.compile("[\u2061-\u2064]")
# Accents as pandoc writes them, and the spacing characters that sit right above a letter.
_ACCENTS = {
    "\u0302": "ˆ",
    "^": "ˆ",
    "\u203e": "¯",
    "\u0304": "¯",
    "¯": "¯",
    "\u0303": "˜",
    "~": "˜",
    "\u0307": "˙",
    "\u0308": "¨",
    "\u030c": "ˇ",
    "\u0306": "˘",
    "\u0301": "´",
    "\u0300": "`",
    "\u030a": "˚",
    "→": "\u20d7",
}
_STRETCHING = {"ˆ": "\u0302", "˜": "\u0303"}
_RULE = "―"
_KEPT = frozenset(
    {"mathvariant", "displaystyle", "scriptlevel", "stretchy", "form", "linethickness", "notation"}
)
# ziamath tucks a subscript so far under these letters that it touches them: the right kern, in em.
_SUBSCRIPT_KERNS = {"P": -0.09, "f": -0.1, "Γ": -0.08}
_SCRIPT_SIZE = 0.7


def tidy_mathml(mathml: str) -> ET.Element:
    """Return the formula as a `<math>` tree without namespaces, ready for ziamath.

    Raises ValueError when it is not MathML or has more than `MATHML_MAX_ELEMENTS` elements.
    """
    try:
        root = ET.fromstring(mathml)  # noqa: S314 - pandoc's own output, which can't hold a DOCTYPE
    except ET.ParseError as err:
        raise ValueError("pandoc's MathML can't be parsed") from err
    if sum(1 for _ in root.iter()) > MATHML_MAX_ELEMENTS:
        raise ValueError("the formula has too many parts; split it")
    math = ET.Element("math", {"display": root.get("display", "inline")})
    math.extend(_tidy_row(root, in_script=False))
    return math


def _tidy(element: ET.Element, *, in_script: bool) -> ET.Element:
    tag = _name(element)
    if tag in _TIDIERS:
        return _TIDIERS[tag](element)
    if tag in {"mover", "munder"} and _is_accent(element):
        return _tidy_accent(element, tag, in_script=in_script)
    if tag in SCRIPTS:
        return _tidy_scripts(element, tag, in_script=in_script)
    if tag in {"mfrac", "mroot"}:
        new = ET.Element(tag, _kept(element))
        new.extend(_as_one(child, in_script=in_script) for child in element)
        return _without_margins(new) if tag == "mfrac" else new
    if tag not in {"msqrt", "menclose", "mphantom", "mpadded"}:
        return _as_one(element, in_script=in_script)
    new = ET.Element(tag, _kept(element))
    new.extend(_tidy_row(element, in_script=in_script))
    return new


def _as_one(element: ET.Element, *, in_script: bool) -> ET.Element:
    """Return the element as exactly one: a row with a single child is that child."""
    if _name(element) in _KNOWN:
        return _tidy(element, in_script=in_script)
    children = _tidy_row(element, in_script=in_script)
    kept = _kept(element)
    if len(children) == 1:
        children[0].attrib.update(kept)
        return children[0]
    row = ET.Element("mrow", kept)
    row.extend(children)
    return row


def _tidy_row(element: ET.Element, *, in_script: bool) -> list[ET.Element]:
    children: list[ET.Element] = []
    for child in element:
        if _name(child).startswith("annotation"):
            continue
        if _name(child) == "mo" and not _INVISIBLE.sub("", child.text or "").strip():
            # Function application: what stands before it is a named function, and is spaced as one.
            if children:
                children[-1].set(CLASS, "op")
            continue
        children.append(_tidy(child, in_script=in_script))
    children = with_gaps(_with_words_joined(children), in_script=in_script)
    return children or [space(0)]


def _tidy_space(element: ET.Element) -> ET.Element:
    return space(_em(element.get("width", "0em")))


def _tidy_token(element: ET.Element) -> ET.Element:
    tag = _name(element)
    text = " ".join((element.text or "").split())
    if not text:
        return space(0)
    if tag == "mo":
        return _tidy_operator(element, text)
    new = ET.Element(tag, _kept(element))
    new.text = text
    if tag == "mi" and len(text) > 1:
        new.tag = "mtext"
        new.set(CLASS, "op")
    elif tag == "mi" and not text.isalpha():
        # ziamath would take a sign in an identifier for an operator and space it.
        new.tag = "mtext"
    if new.tag in {"mtext", "ms"}:
        new.tag = "mtext"
        new.attrib.setdefault("mathvariant", "normal")
        # ziamath draws ASCII hyphens in words as one long rule.
        new.text = text.replace("-", "‐")
    return new


def _tidy_operator(element: ET.Element, text: str) -> ET.Element:
    new = ET.Element("mo", _kept(element) | {"lspace": "0em", "rspace": "0em"})
    new.text = text
    for size in ("minsize", "maxsize"):
        if (given := element.get(size, "")).endswith("%"):
            new.set(size, f"{float(given[:-1]) / 100 * EM_REPAIR:.3f}em")
    if text in LARGE_OPERATORS:
        # An integral would otherwise stretch even within a line of text.
        new.attrib.update({"form": "prefix", "stretchy": "false"})
    return new


def _tidy_scripts(element: ET.Element, tag: str, *, in_script: bool) -> ET.Element:
    new = ET.Element(tag, _kept(element))
    for n, child in enumerate(element):
        part = _as_one(child, in_script=in_script or n > 0)
        if n > 0 and part.tag == "mo" and tag in {"mover", "munder", "munderover"}:
            # A lone operator above or below would be stretched to the width of its base.
            part = _row_of(part, space(0)) if part.text not in {"⏞", "⏟"} else part
        new.append(part)
    if tag in {"msub", "msubsup"} and new[0].tag == "mi" and new[0].text in _SUBSCRIPT_KERNS:
        # A first space, however thin, keeps ziamath from kerning by itself.
        kern = space(_SUBSCRIPT_KERNS[new[0].text] / _SCRIPT_SIZE)
        new[1] = _row_of(space(0.001), kern, new[1])
    return new


def _is_accent(element: ET.Element) -> bool:
    return len(element) == 2 and element[1].get("accent") == "true"  # noqa: PLR2004 - base, accent


def _tidy_accent(element: ET.Element, tag: str, *, in_script: bool) -> ET.Element:
    base = _as_one(element[0], in_script=in_script)
    base.attrib.pop(CLASS, None)
    sign = (element[1].text or "").strip()
    is_letter = base.tag in {"mi", "mn"} and len(base.text or "") == 1
    new = ET.Element(tag, {"accent" if tag == "mover" else "accentunder": "true"})
    new.append(base)
    new.append(_sign_below(sign) if tag == "munder" else _sign_above(sign, is_letter=is_letter))
    return new


def _sign_below(sign: str) -> ET.Element:
    return _operator(_RULE if sign in {"_", "\u0332", "¯"} else sign)


def _sign_above(sign: str, *, is_letter: bool) -> ET.Element:
    plain = _ACCENTS.get(sign, sign)
    if plain == "¯" and not is_letter:
        return _operator(_RULE)
    if plain in _STRETCHING and not is_letter:
        return _operator(_STRETCHING[plain])
    if plain in _ACCENTS.values() and (is_letter or plain != "\u20d7"):
        accent = ET.Element("mtext", {"mathvariant": "normal"})
        accent.text = plain
        return accent
    return _operator(sign)


def _tidy_table(element: ET.Element) -> ET.Element:
    rows = [[cell for cell in row if _name(cell) == "mtd"] for row in element]
    while len(rows) > 1 and not any(len(cell) for cell in rows[-1]):
        # A line break after the last row begins no further row.
        rows.pop()
    count = max((len(row) for row in rows), default=1)
    is_aligned = any("padding" in cell.get("style", "") for row in rows for cell in row)
    table = ET.Element("mtable", {"rowspacing": f"{0.3 * EM_REPAIR}em"})
    for row in rows:
        line = ET.SubElement(table, "mtr")
        for n, cell in enumerate(row or [ET.Element("mtd")]):
            line.append(_tidy_cell(cell, follows_alignment=is_aligned and n % 2 == 1))
        # Every row is at least as high as a line of text, so that rows stand at even distances.
        line[0].insert(0, _strut())
    table.set("columnspacing", _column_gaps(table, count, is_aligned=is_aligned))
    return table


def _tidy_cell(cell: ET.Element, *, follows_alignment: bool) -> ET.Element:
    new = ET.Element("mtd", {"columnalign": cell.get("columnalign", "center")})
    content = _tidy_row(cell, in_script=False)
    if follows_alignment and math_class(content[0]) == "rel":
        content.insert(0, space(GAPS["thick"]))
        if len(content) == 2:  # noqa: PLR2004 - the relation stands alone, with its space
            content.append(space(GAPS["thick"]))
    new.extend(content)
    return new


def _column_gaps(table: ET.Element, count: int, *, is_aligned: bool) -> str:
    """Return columnspacing: none at an alignment point, little round a column of relations."""
    if is_aligned:
        return " ".join("0em" if n % 2 == 0 else f"{1.5 * EM_REPAIR}em" for n in range(count))
    relations = [
        all(_is_relation_cell(row[n]) for row in table if n < len(row)) for n in range(count)
    ]
    gaps = [0.35 if left or right else 0.9 for left, right in pairwise([*relations, False])]
    return " ".join(f"{gap * EM_REPAIR:.3f}em" for gap in gaps[: max(count - 1, 1)]) or "0em"


def _is_relation_cell(cell: ET.Element) -> bool:
    return all(math_class(child) in {"rel", "bin", "space"} for child in cell)


def _with_words_joined(children: list[ET.Element]) -> list[ET.Element]:
    """Join the upright letters of a word in Roman type, so that they are kerned as one."""
    joined: list[ET.Element] = []
    for child in children:
        last = joined[-1] if joined else None
        if last is not None and _is_upright_letter(child) and _is_upright_letter(last):
            last.text = (last.text or "") + (child.text or "")
            last.tag = "mtext"
        else:
            joined.append(child)
    return joined


def _is_upright_letter(element: ET.Element) -> bool:
    return (
        element.tag in {"mi", "mtext"}
        and element.get("mathvariant") == "normal"
        and (element.text or "").isalpha()
        and CLASS not in element.attrib
    )


def _without_margins(fraction: ET.Element) -> ET.Element:
    """Wrap a fraction, as ziamath sets it off from its neighbours more than TeX does."""
    margin = space(0.12)
    back = space(-0.1)
    return _row_of(margin, fraction, back)


def _row_of(*children: ET.Element) -> ET.Element:
    row = ET.Element("mrow")
    row.extend(children)
    return row


def _operator(text: str) -> ET.Element:
    new = ET.Element("mo", {"stretchy": "true", "lspace": "0em", "rspace": "0em"})
    new.text = text
    return new


def _strut() -> ET.Element:
    height, depth = f"{0.7 * EM_REPAIR:.3f}em", f"{0.22 * EM_REPAIR:.3f}em"
    return ET.Element("mspace", {"width": "0em", "height": height, "depth": depth})


def _em(width: str) -> float:
    match = re.fullmatch(r"(-?\d+(?:\.\d+)?)em", width)
    return max(-4.0, min(float(match.group(1)), 20.0)) if match else 0.0


def _kept(element: ET.Element) -> dict[str, str]:
    return {name: value for name, value in element.attrib.items() if name in _KEPT}


def _name(element: ET.Element) -> str:
    return element.tag.rpartition("}")[2]


_TIDIERS: dict[str, Callable[[ET.Element], ET.Element]] = {
    **dict.fromkeys(("mi", "mn", "mo", "mtext", "ms"), _tidy_token),
    "mspace": _tidy_space,
    "mtable": _tidy_table,
}
_KNOWN = frozenset({*_TIDIERS, *SCRIPTS, "mfrac", "mroot", "msqrt"}) | {
    "menclose",
    "mphantom",
    "mpadded",
}
