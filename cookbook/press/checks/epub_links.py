"""Checks of what an EPUB leads to: no script, nothing fetched from outside, no dead link."""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import unquote, urlsplit

from lxml import etree

from cookbook.press.checks.epub_file import (
    XHTML,
    XLINK_HREF,
    EpubFile,
    is_elsewhere,
    local_name,
    resolve,
)
from cookbook.press.checks.results import CheckError, Judgement, judge

ADDRESSES = ("href", XLINK_HREF, "src", "data", "poster", "srcset", "action", "formaction", "cite")
LINKS = {"a", "area"}
UNFETCHED = {"cite"}
SCRIPT_SCHEMES = ("javascript:", "vbscript:", "data:", "file:")
STYLE_ADDRESS = re.compile(r"""url\(\s*["']?([^"')]*)|@import\s+["']([^"']*)""", re.IGNORECASE)
STYLE_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
ACTIVE = {"script", "iframe", "embed", "object", "applet", "base", "form"}


def judge_stillness(epub: EpubFile) -> Judgement:
    """Judge whether the book runs nothing and fetches nothing from outside."""
    return judge(_active(epub))


def _active(epub: EpubFile) -> Iterator[str]:
    for item in epub.items:
        if not item.name:
            yield f'{epub.package_name}: "{item.href[:80]}" lies outside of the book'
        if "javascript" in item.media_type or "ecmascript" in item.media_type:
            yield f"{item.name}: is a script"
        if item.media_type == "text/css" and item.name in epub.names:
            yield from _style(item.name, _sheet(epub, item.name))
    for name, tree in epub.documents.items():
        for finding in _active_document(tree):
            yield f"{name}: {finding}"


def _active_document(tree: etree._Element) -> Iterator[str]:
    for instruction in tree.itersiblings(etree.ProcessingInstruction, preceding=True):
        if is_elsewhere(instruction.get("href") or ""):
            yield "a style sheet comes from outside"
    for node in tree.iter():
        if isinstance(node.tag, str):
            yield from _active_node(node)


def _active_node(node: etree._Element) -> Iterator[str]:
    name = local_name(node)
    if name in ACTIVE:
        yield f"holds <{name}>"
    if name == "meta" and (node.get("http-equiv") or "").lower() == "refresh":
        yield "leads away by itself (meta refresh)"
    for key, value in node.attrib.items():
        key, value = str(key), str(value)  # noqa: PLW2901 -- lxml may give bytes
        if key.lower().startswith("on"):
            yield f"<{name}> has {key}"
        elif key == "style":
            yield from _style(f"<{name}>", value)
        elif key in ADDRESSES:
            yield from _address(name, key, value)
    if name == "style":
        yield from _style("<style>", node.text or "")


def _address(name: str, key: str, value: str) -> Iterator[str]:
    squeezed = re.sub(r"[\s\x00-\x1f]", "", value).lower()
    if squeezed.startswith(SCRIPT_SCHEMES):
        yield f'<{name}> leads to "{value[:60]}"'
    elif name not in LINKS and key not in UNFETCHED and _is_fetched(key, value):
        yield f'<{name}> fetches "{value[:80]}" from outside'


def _is_fetched(key: str, value: str) -> bool:
    addresses = [each.strip() for each in value.split(",")] if key == "srcset" else [value]
    return any(is_elsewhere(each) for each in addresses)


def _style(place: str, style: str) -> Iterator[str]:
    for found in STYLE_ADDRESS.finditer(STYLE_COMMENT.sub("", style)):
        address = found[1] or found[2] or ""
        if is_elsewhere(address):
            yield f'{place}: the style fetches "{address[:80]}"'


def _sheet(epub: EpubFile, name: str) -> str:
    try:
        return epub.read(name).decode("utf-8", "replace")
    except CheckError:
        return ""


def judge_links(epub: EpubFile) -> Judgement:
    """Judge whether every link and every address within the book leads to something in it."""
    return judge(_dead_links(epub))


def _dead_links(epub: EpubFile) -> Iterator[str]:
    names = epub.names
    anchors = {name: _anchors(tree) for name, tree in epub.documents.items()}
    for name, tree in epub.documents.items():
        for node in tree.iter():
            for key in ("href", "src", XLINK_HREF, "data", "poster"):
                value = node.get(key) if isinstance(node.tag, str) else None
                if value is None or is_elsewhere(value):
                    continue
                target, fragment = resolve(name, value), unquote(urlsplit(value).fragment)
                if target not in names:
                    yield f'{name}: "{value[:80]}" leads to no file of the book'
                elif fragment and target in anchors and fragment not in anchors[target]:
                    yield f'{name}: "{value[:80]}" leads to no place in {target}'


def _anchors(tree: etree._Element) -> frozenset[str]:
    found = {str(node.get("id")) for node in tree.iter() if _has(node, "id")}
    found |= {str(node.get("name")) for node in tree.iter(f"{{{XHTML}}}a") if _has(node, "name")}
    return frozenset(found)


def _has(node: etree._Element, key: str) -> bool:
    return isinstance(node.tag, str) and node.get(key) is not None
