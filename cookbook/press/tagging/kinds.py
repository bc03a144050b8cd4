"""What each element of our HTML is in a PDF's structure (ISO 32000-1, 14.8): standard types."""

from __future__ import annotations

from typing import Any

SVG = "{http://www.w3.org/2000/svg}svg"
STANDARD = {
    "section": "Sect",
    "article": "Art",
    "nav": "Sect",
    "figure": "Div",
    "blockquote": "BlockQuote",
    "p": "P",
    "h1": "H1",
    "h2": "H2",
    "h3": "H3",
    "h4": "H4",
    "h5": "H5",
    "h6": "H6",
    "pre": "P",
    "code": "Code",
    "kbd": "Code",
    "samp": "Code",
    "q": "Quote",
    "a": "Link",
    "aside": "Note",
    "ul": "L",
    "ol": "L",
    "dl": "L",
    "li": "LI",
    "dt": "Lbl",
    "dd": "LBody",
    "table": "Table",
    "caption": "Caption",
    "figcaption": "Caption",
    "thead": "THead",
    "tbody": "TBody",
    "tfoot": "TFoot",
    "tr": "TR",
    "th": "TH",
    "td": "TD",
    "img": "Figure",
    SVG: "Figure",
}
"""Types by element. Whatever isn't here says nothing of its own: what is in it belongs to what is
around it, unless it is in another language."""

DIVISIONS = {"furniture": "Div", "margin-note": "Note", "long-note": "Note"}
"""Types of divisions that are more than a place for styles, by class."""
FLOWING = frozenset({"Document", "Art", "Sect", "Div", "BlockQuote", "Index"})
"""Types that hold paragraphs: words that stand in none get one."""
GROUPING = FLOWING | {"TOC", "TOCI", "L", "LI", "Table", "THead", "TBody", "TFoot", "TR"}
"""Types that hold no words themselves."""
HEADINGS = frozenset({"H1", "H2", "H3", "H4", "H5", "H6"})
CELLS = frozenset({"TH", "TD"})
IN_CONTENTS = {"L": "TOC", "LI": "TOCI"}
ENTRIES = frozenset({"recipe", "chapter"})
"""What somebody wrote: it is set at once, so what goes on over its pages is known to be one."""
MATTER = "matter-"
"""How the classes of the book's own sections begin that say in which part of it they stand."""
DECORATIVE_ROLES = frozenset({"presentation", "none"})
NUMBERINGS = {
    "none": "None",
    "disc": "Disc",
    "circle": "Circle",
    "square": "Square",
    "decimal": "Decimal",
    "upper-roman": "UpperRoman",
    "lower-roman": "LowerRoman",
    "upper-alpha": "UpperAlpha",
    "lower-alpha": "LowerAlpha",
}


def kind_of(element: Any) -> str:  # noqa: ANN401 -- xml.etree's
    """Give the type of an element, or "" for one that says nothing of its own."""
    tag = element.tag if isinstance(element.tag, str) else ""
    classes = classes_of(element)
    if tag == "section" and any(each.endswith("-index") for each in classes):
        return "Index"
    if tag == "div" and classes & set(DIVISIONS):
        return next(kind for name, kind in DIVISIONS.items() if name in classes)
    if tag == "a" and not element.get("href"):
        return ""
    if tag == "img" and any(each.endswith("formula") for each in classes):
        return "Formula"
    return STANDARD.get(tag, "")


def classes_of(element: Any) -> frozenset[str]:  # noqa: ANN401 -- likewise
    """Give the classes of an element."""
    return frozenset((element.get("class") or "").split())


def is_decorative(element: Any) -> bool:  # noqa: ANN401 -- likewise
    """Tell whether an element says nothing: rules, and pictures whose description is empty."""
    if element.tag == "hr" or element.get("aria-hidden") == "true":
        return True
    if element.get("role") in DECORATIVE_ROLES:
        return True
    return bool(element.tag == "img" and element.get("alt") == "")


def alternative_of(element: Any) -> str:  # noqa: ANN401 -- likewise
    """Give what is read in place of a picture; "" where nobody has said."""
    if element.tag == SVG:
        title = element.find("{http://www.w3.org/2000/svg}title")
        return str(title.text or "") if title is not None else ""
    return str(element.get("alt") or "")


def words_of(element: Any) -> str:  # noqa: ANN401 -- likewise
    """Give the words of a link, or of the pictures in it, without what only breaks lines."""
    words = "".join(element.itertext()).replace("\u00ad", "").replace("\u200b", "")
    if not words.strip():
        words = " ".join(alternative_of(each) for each in element.iter("img"))
    return " ".join(words.split())
