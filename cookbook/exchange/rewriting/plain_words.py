"""Small rewritings that every chapter importer needs: identifiers, attributes, plain titles."""

from __future__ import annotations

import re
import unicodedata

LINK_TEXT = r"(?:[^\[\]]|\[[^\[\]]*\])*"
MARKDOWN_LINK = re.compile(
    rf"(?P<bang>!?)\[(?P<text>{LINK_TEXT})\]"
    r"\(\s*(?P<target><[^>\n]*>|[^()\s]*(?:\([^()\s]*\)[^()\s]*)*)(?:\s+(?P<title>\"[^\"]*\"|'[^']*'))?\s*\)"
    r"(?P<attributes>\{[^{}\n]*\})?"
)


def label_of(name: str) -> str:
    """Make an identifier that the text format takes: a letter, then letters, digits and - . : _."""
    label = re.sub(r"[^\w:.-]+", "-", name.strip()).strip("-.:")
    if not label:
        return ""
    return label if label[0].isalpha() else f"id-{label.lstrip('_')}"


def lower_label(name: str) -> str:
    """Make an identifier as `label_of` does, in lower case, as MyST compares its labels."""
    return label_of(name.lower())


def heading_slug(text: str) -> str:
    """Give the identifier that readers of Markdown make from a heading by themselves."""
    words = unicodedata.normalize("NFC", plain_text(text)).lower()
    return re.sub(r"\s", "-", re.sub(r"[^\w\s.-]", "", words).strip())


def plain_text(markdown: str) -> str:
    """Take emphasis, code marks, links, footnotes and attributes away and leave the words."""
    text = re.sub(r"\^\[(?:[^\[\]]|\[[^\[\]]*\])*\]", "", markdown)
    text = MARKDOWN_LINK.sub(lambda match: match["text"], text)
    text = re.sub(r"[ \t]*\{[#.\-][^{}]*\}[ \t]*$", "", text)
    text = re.sub(r"(?<!\\)[`*]+|(?<!\w)_+(?=\w)|(?<=\w)_+(?!\w)", "", text)
    return " ".join(re.sub(r"\\([^\w\s])", r"\1", text).split())


def quoted_attribute(key: str, text: str) -> str:
    """Write one attribute of pandoc's: quotation marks inside become typographic ones."""
    words = " ".join(text.split()).replace("\\", "\\\\")
    words = re.sub(r'(^|[\s(\[])"', "\\1\N{LEFT DOUBLE QUOTATION MARK}", words)
    return f'{key}="{words.replace(chr(34), chr(0x201D))}"'


def attributes(*parts: str) -> str:
    """Join attributes in braces, leaving the empty ones out; none at all give nothing."""
    some = [part for part in parts if part]
    return f"{{{' '.join(some)}}}" if some else ""


def fenced_div(content: str, *parts: str) -> str:
    """Write a fenced div with its attributes."""
    return f"::: {attributes(*parts)}\n{content.strip()}\n:::"


def balanced_caption(caption: str) -> str:
    """Bring a caption on one line; brackets that don't pair are escaped, as they would end it."""
    line = " ".join(caption.split())
    depth = 0
    for mark in re.findall(r"\\.|[\[\]]", line):
        depth += {"[": 1, "]": -1}.get(mark, 0)
        if depth < 0:
            break
    return line if depth == 0 else re.sub(r"(?<!\\)([\[\]])", r"\\\1", line)


def counted(number: int, one: str, many: str = "") -> str:
    """Say how many: "1 picture", "3 pictures"."""
    return f"{number:,} {one if number == 1 else many or one + 's'}"
