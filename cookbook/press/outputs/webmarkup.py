"""Stage: pandoc's HTML -> HTML for the web: no inline style, notes by page, nothing out of reach.

Pages that forbid inline styles show all of it: what pandoc writes as style becomes a class of the
web styles, or goes.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable

from lxml import etree
from lxml import html as lxml_html

HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
WIDTH_STEP = 5
"""Widths of pictures are classes of the styles, from width-5 to width-100."""
WIDTH = re.compile(r"width:\s*(\d+(?:\.\d+)?)%")
ALIGNMENT = re.compile(r"text-align:\s*(left|right|center)")
SCROLLS = {"pre": "Code", "table": "Table"}
"""What may be wider than a telephone, and so must be scrolled: by keyboard as well."""


def parse_body(body: str) -> lxml_html.HtmlElement:
    """Parse what pandoc wrote into an element of our own around it."""
    # Without huge_tree, what is nested deeper than 256 elements, as a formula may be, is dropped.
    parser = lxml_html.HTMLParser(encoding="utf-8", huge_tree=True)
    return lxml_html.fragment_fromstring(body, create_parent="div", parser=parser)


def write_element(element: lxml_html.HtmlElement) -> str:
    """Write an element as HTML."""
    return etree.tostring(element, encoding="unicode", method="html")


def hand_out_notes(root: lxml_html.HtmlElement, bodies: Iterable[lxml_html.HtmlElement]) -> None:
    """Put each footnote, which pandoc writes behind the last section, under the body of its call.

    Notes are numbered by body.
    """
    notes = {f"#{note.get('id')}": note for note in root.iterfind("section[@id='footnotes']/ol/li")}
    for body in bodies:
        calls = [each for each in body.iter("a") if each.get("href") in notes]
        if not calls:
            continue
        attributes = {"class": "footnotes", "role": "doc-endnotes", "aria-label": "Notes"}
        place = etree.SubElement(body, "section", attributes)
        etree.SubElement(place, "hr")
        listed = etree.SubElement(place, "ol")
        for number, call in enumerate(calls, start=1):
            listed.append(notes[call.get("href") or ""])
            for shown in call.iter("sup"):
                shown.text = str(number)


def raise_headings(body: lxml_html.HtmlElement, level: int) -> None:
    """Make a section's heading, which has this level in the book, the first of a page of its own.

    The headings in it rise with it.
    """
    for heading in list(body.iter(*HEADINGS)):
        heading.tag = f"h{max(1, int(heading.tag[1]) - level + 1)}"


def suit_for_web(body: lxml_html.HtmlElement) -> None:
    """Turn inline styles into classes, and let what is wide be scrolled by keyboard."""
    for element in list(body.iter(etree.Element)):
        _restyle(element)
        if element.tag in SCROLLS:
            _let_scroll(element, SCROLLS[element.tag])


def _restyle(element: lxml_html.HtmlElement) -> None:
    style = element.attrib.pop("style", None)
    if style is None:
        return
    if width := WIDTH.search(style):
        steps = math.ceil(float(width[1]) / WIDTH_STEP)
        _add_class(element, f"width-{min(100, max(WIDTH_STEP, steps * WIDTH_STEP))}")
    if alignment := ALIGNMENT.search(style):
        _add_class(element, f"align-{alignment[1]}")


def _add_class(element: lxml_html.HtmlElement, name: str) -> None:
    element.set("class", f"{element.get('class') or ''} {name}".strip())


def _let_scroll(element: lxml_html.HtmlElement, name: str) -> None:
    """Put a box round what may be wide, that takes the focus and has a name for screen readers."""
    parent = element.getparent()
    if parent is None:
        return
    if element.tag == "pre":
        element.set("tabindex", "0")
        return
    attributes = {"class": "wide", "tabindex": "0", "role": "group", "aria-label": name}
    box = etree.Element("div", attributes)
    parent.replace(element, box)
    box.append(element)
    box.tail, element.tail = element.tail, None
