"""Words as pages hold them, with tags and entities within -> plain words; pages -> their lines."""

from __future__ import annotations

import html
import re

from lxml import etree
from lxml import html as lxml_html

from cookbook.manuscript.decoding import strip_unprintable

MOST_CHARACTERS = 100_000
"""What is read of one field."""
BREAKS = re.compile(
    r"(?i)<\s*(?:br|/?(?:p|div|li|ul|ol|h[1-6]|tr|blockquote|section|article))\b[^<>]*>"
)
TAG = re.compile(r"</?[a-zA-Z][^<>]*>|<!--[^<>]*-->")
BLANKS = re.compile(r"\s+")
INVISIBLE = re.compile("[\u00ad\u200b\u2060]")
ROUNDS = 3
"""Entities are often written twice over, as &amp;amp;; a text that means "&lt;" is rare."""
NO_WORDS = (
    "script", "style", "noscript", "template", "nav", "header", "footer", "aside", "form", "iframe",
    "svg", "button", "select", "figure", "video", "audio", "object",
)  # fmt: skip
MARKS = {"li": "- ", **{f"h{level}": "## " for level in range(2, 7)}}
"""How lists and headings are told from other lines where all of a page's words are read."""
BLOCKS = frozenset(
    {
        "p", "div", "li", "ul", "ol", "dl", "dt", "dd", "h1", "h2", "h3", "h4", "h5", "h6", "tr",
        "table", "section", "article", "main", "blockquote", "br", "hr", "body", "pre", "address",
    }
)  # fmt: skip


def plain_lines(value: object) -> list[str]:
    """Give the lines of a field: its blocks and line breaks begin new ones, its tags go."""
    text = value if isinstance(value, str) else _number(value)
    text = text[:MOST_CHARACTERS]
    for _ in range(ROUNDS):
        unescaped = html.unescape(text)
        if unescaped == text:
            break
        text = unescaped
    text = TAG.sub("", BREAKS.sub("\n", text))
    text = INVISIBLE.sub("", strip_unprintable(text.replace("\r", "\n"))[0])
    lines = (" ".join(line.split()) for line in text.split("\n"))
    return [line for line in lines if line]


def plain_words(value: object) -> str:
    """Give a field as one line."""
    return " ".join(plain_lines(value))


def page_lines(page: lxml_html.HtmlElement) -> list[str]:
    """Give the words of a page, a line for each block, without what stands round its text.

    The page is not fit for anything else afterwards.
    """
    chosen = page.xpath("//article") or page.xpath("//main | //*[@role='main']") or [page]
    main = max(chosen, key=lambda each: len(each.text_content()))
    etree.strip_elements(main, etree.Comment, etree.ProcessingInstruction, with_tail=False)
    etree.strip_elements(main, *NO_WORDS, with_tail=False)
    for node in main.xpath(".//*[contains(@class, 'editsection')]"):
        node.drop_tree()
    for node in main.iter():
        gap = "\n" if node.tag in BLOCKS else ""
        node.text = gap + MARKS.get(node.tag, "") + BLANKS.sub(" ", node.text or "")
        node.tail = gap + BLANKS.sub(" ", node.tail or "")
    lines = (" ".join(line.split()) for line in main.text_content().split("\n"))
    return [line for line in lines if line.strip("-# ")]


def _number(value: object) -> str:
    if isinstance(value, bool) or not isinstance(value, int | float):
        return ""
    return f"{value:g}" if abs(value) < 10**9 else ""
