"""Stage: pandoc's HTML -> HTML for the web: no inline style, and nothing out of reach.

Pages that forbid inline styles show all of it: what pandoc writes as style becomes a class of the
web styles, or goes.
"""

from __future__ import annotations

import math
import re

from lxml import etree
from lxml import html as lxml_html

from cookbook.press.formulas.alternative import describe_mathml

HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
WIDTH_STEP = 5
"""Widths of pictures are classes of the styles, from width-5 to width-100."""
SHORT_FORMULA = 24
"""Characters of TeX that always fit a line of a telephone."""
WIDTH = re.compile(r"width:\s*(\d+(?:\.\d+)?)%")
ALIGNMENT = re.compile(r"text-align:\s*(left|right|center)")


def parse_body(body: str) -> lxml_html.HtmlElement:
    """Parse what pandoc wrote into an element of our own around it."""
    # Without huge_tree, what is nested deeper than 256 elements, as a formula may be, is dropped.
    parser = lxml_html.HTMLParser(encoding="utf-8", huge_tree=True)
    return lxml_html.fragment_fromstring(body, create_parent="div", parser=parser)


def write_element(element: lxml_html.HtmlElement) -> str:
    """Write an element as HTML."""
    return etree.tostring(element, encoding="unicode", method="html")


def raise_headings(body: lxml_html.HtmlElement, level: int) -> None:
    """Make a section's heading, which has this level in the book, the first of a page of its own.

    The headings in it rise with it.
    """
    for heading in list(body.iter(*HEADINGS)):
        heading.tag = f"h{max(1, int(heading.tag[1]) - level + 1)}"


def suit_for_web(body: lxml_html.HtmlElement, table: str = "Table") -> None:
    """Turn inline styles into classes, and let what is wide be scrolled by keyboard.

    `table` is what a table is called.
    """
    for element in list(body.iter()):
        _restyle(element)
        if element.tag == "table":
            _suit_table(element, table)
        elif element.tag == "math":
            _suit_formula(element)
        elif element.tag == "pre":
            # Long lines scroll in it.
            element.set("tabindex", "0")


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


def _suit_formula(formula: lxml_html.HtmlElement) -> None:
    """Let a formula that may be wider than a telephone scroll: by itself, or with its line."""
    if formula.get("display") == "block":
        formula.set("tabindex", "0")
        return
    if len(formula.findtext(".//annotation") or "") <= SHORT_FORMULA:
        return
    line = next(formula.iterancestors("p", "li", "dd"), None)
    if line is not None and not line.get("tabindex"):
        line.set("tabindex", "0")
        _add_class(line, "wide-line")


def _suit_table(table: lxml_html.HtmlElement, name: str) -> None:
    """Put a box round a table that can be scrolled, and say what its headers are headers of."""
    for cell in list(table.iter("th")):
        if not cell.text_content().strip() and cell.find(".//img") is None:
            cell.tag = "td"
        elif next(cell.iterancestors("thead"), None) is not None:
            cell.set("scope", "col")
            _say_formulas(cell)
    parent = table.getparent()
    if parent is None:
        return
    box = etree.Element("div", {"class": "wide", "role": "group", "aria-label": name})
    box.set("tabindex", "0")
    parent.replace(table, box)
    box.append(table)
    box.tail, table.tail = table.tail, None


def _say_formulas(cell: lxml_html.HtmlElement) -> None:
    """Let the formulas of a header be read out as words, as they are with each cell under it."""
    for formula in list(cell.iter("math")):
        words = _described(formula)
        parent = formula.getparent()
        if words and parent is not None:
            said = etree.Element("span", {"class": "said"})
            said.text = words
            formula.set("aria-hidden", "true")
            parent.insert(parent.index(formula), said)


def _described(formula: lxml_html.HtmlElement) -> str:
    try:
        return describe_mathml(etree.tostring(formula, encoding="unicode", with_tail=False))
    except ValueError:
        return ""
