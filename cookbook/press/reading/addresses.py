"""The addresses that links may have in a book, and links freed of links in them."""

from __future__ import annotations

import re
from urllib.parse import quote, urlsplit

from cookbook.press.tree import Inlines

LINK_SCHEMES = frozenset({"http", "https", "mailto", "tel"})
URL_MAX_LENGTH = 2000
PORT_MAX = 65_535
SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:")
WRITABLE = "%/:?#[]@!$&'()*+,;=~"
LONE_PERCENT = re.compile(r"%(?![0-9A-Fa-f]{2})")
_LABEL = "[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?"
HOST = re.compile(rf"{_LABEL}(?:\.{_LABEL})*(?::[1-9][0-9]{{0,4}})?$")
"""A host and port that every reader takes; no user names, no passwords."""
PLAIN_INLINES = frozenset(
    {"Emph", "Strong", "Underline", "Strikeout", "Superscript", "Subscript", "SmallCaps"}
)
"""Inlines that hold other inlines and nothing else."""


def is_safe_link(target: str) -> bool:
    """Tell whether a link may stand in a book: the web, mail, telephone, or a path in the book."""
    if not target or len(target) > URL_MAX_LENGTH or re.search(r"[\x00-\x20\\<>\"]", target):
        return False
    try:
        parts = urlsplit(target)
        port = parts.port or 0
    except ValueError:
        return False
    if parts.scheme.lower() in ("http", "https"):
        return bool(HOST.match(parts.netloc)) and port <= PORT_MAX
    if parts.scheme:
        return parts.scheme.lower() in LINK_SCHEMES and bool(parts.path)
    return not parts.netloc and ":" not in target.split("#", 1)[0].split("/", 1)[0]


def written_address(target: str) -> str:
    """Write an address with the characters that an address may have (RFC 3986, section 2)."""
    if not SCHEME.match(target):
        return target
    address, hash_, fragment = target.partition("#")
    fragment = fragment.replace("#", "%23")
    return LONE_PERCENT.sub("%25", quote(f"{address}{hash_}{fragment}", safe=WRITABLE))


def without_links(inlines: Inlines) -> tuple[Inlines, Inlines]:
    """Part the words of a link from what would be a link in it.

    Links in it become their words; its notes and citations are given apart, to stand behind it.
    """
    words: Inlines = []
    behind: Inlines = []
    for node in inlines:
        kind, content = node["t"], node.get("c")
        if kind in ("Note", "Cite"):
            behind.append(node)
        elif content and kind in PLAIN_INLINES:
            inner, more = without_links(content)
            words.append({"t": kind, "c": inner})
            behind += more
        elif content and kind in ("Link", "Span", "Quoted"):
            inner, more = without_links(content[1])
            words += inner if kind == "Link" else [{"t": kind, "c": [content[0], inner]}]
            behind += more
        else:
            words.append(node)
    return words, behind
