"""Rows of MathML in, the same rows with TeX's spaces between the parts out."""

from __future__ import annotations

import xml.etree.ElementTree as ET

# ziamath takes an em for 4/3 of the type size, so lengths are given to it as three quarters.
EM_REPAIR = 0.75
GAPS = {"none": 0.0, "thin": 3 / 18, "medium": 4 / 18, "thick": 5 / 18}
CLASS = "class"
_BINARY = frozenset("+-−±∓×÷∗*⋅·∘∙∪∩∧∨⊕⊖⊗⊙⊎⊓⊔∖⋆†‡⋄∔")
LARGE_OPERATORS = frozenset("∑∏∐∫∬∭∮⋂⋃⋀⋁⨁⨂⨀⨆")
_PUNCTUATION = frozenset(",;")
_BARS = frozenset("|‖∥")
SCRIPTS = frozenset({"msub", "msup", "msubsup", "munder", "mover", "munderover"})


def space(ems: float) -> ET.Element:
    """Return a space of that many em of the type around it."""
    return ET.Element("mspace", {"width": f"{ems * EM_REPAIR:.4f}em"})


def with_gaps(children: list[ET.Element], *, in_script: bool) -> list[ET.Element]:
    """Put TeX's spaces between neighbours, by their classes (TeXbook, chapter 18)."""
    spaced: list[ET.Element] = []
    classes = _classes_in_row(children)
    before = ""
    for child, here in zip(children, classes, strict=True):
        if here != "space":
            gap = _gap(before, here)
            if before and gap != "none" and (not in_script or "op" in {before, here}):
                spaced.append(space(GAPS[gap]))
            before = here
        spaced.append(child)
    return spaced


def _classes_in_row(children: list[ET.Element]) -> list[str]:
    """Return each child's class; bars open and close by turns, a sign after a close is binary."""
    classes: list[str] = []
    bars = 0
    for child in children:
        here = math_class(child)
        if child.tag == "mo" and child.text in _BARS:
            here = "close" if bars % 2 else "open"
            bars += 1
        elif child.tag == "mtext" and child.text in {"+", "−"} and classes[-1:] == ["close"]:
            here = "bin"
        classes.append(here)
    return classes


def _gap(left: str, right: str) -> str:
    if left == "open" or right in {"close", "punct"}:
        return "none"
    if left == "punct":
        return "thin"
    if "rel" in {left, right}:
        return "none" if left == right else "thick"
    if "bin" in {left, right}:
        return "medium"
    if "op" in {left, right} and right != "open":
        return "thin"
    return "none"


def math_class(element: ET.Element) -> str:
    """Return TeX's class of an element: ord, op, bin, rel, open, close, punct; or space."""
    if CLASS in element.attrib:
        return element.attrib[CLASS]
    if element.tag == "mspace":
        return "space"
    if element.tag in SCRIPTS and "accent" not in element.attrib:
        base = math_class(element[0])
        return base if base in {"op", "rel", "bin"} else "ord"
    return _operator_class(element) if element.tag == "mo" else "ord"


def _operator_class(element: ET.Element) -> str:
    text = element.text or ""
    classes = {"op": LARGE_OPERATORS, "bin": _BINARY, "punct": _PUNCTUATION, "ord": _BARS}
    for name, members in classes.items():
        if text in members:
            return name
    fences = {"prefix": "open", "postfix": "close"}
    # \mathop{x} comes as an operator that is a letter.
    return fences.get(element.get("form", ""), "op" if text.isalpha() else "rel")
