"""Stage: plain blocks -> the HTML that pandoc would write of them, without pandoc.

Most recipes are headings, paragraphs and lists. To write these takes pandoc less time than its own
start. Whatever else there is in a tree, pandoc writes all of it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any

from cookbook.press.pandoc import Node
from cookbook.press.tree import Blocks, Inlines

LOWEST_HEADING = 6
PASSED_ON = frozenset({"role", "lang", "dir", "title", "style"})
"""Attributes that pandoc writes as they are, beside those of ARIA and those for data."""
PREFIXES = ("aria-", "data-")
MEANT = frozenset({
    *("section", "column", "columns", "fragment", "line-block", "slide", "incremental"),
    *("nonincremental", "task-list", "kbd", "mark", "dfn", "abbr", "underline", "ul", "smallcaps"),
    *("sc", "emoji", "math", "example"),
})  # fmt: skip
"""Classes that mean something to pandoc, or may."""
MEANT_PREFIX = "csl-"
BOXES = ("☐", "☒")
"""An item that begins with one of these is a task."""
VARIED = ("↩", "↔")
"""Characters that pandoc keeps from being shown as emojis."""
Attributes = Sequence[Any]


class _NotPlainError(Exception):
    """There is something that pandoc should write."""


def write_plain(blocks: Blocks) -> str | None:
    """Write blocks as pandoc does with sections around headings, or give None."""
    try:
        return "\n".join(_in_sections(blocks))
    except (_NotPlainError, RecursionError):
        return None


def _in_sections(blocks: Blocks) -> Iterator[str]:
    """Write blocks among which headings begin sections."""
    place = 0
    while place < len(blocks):
        block = blocks[place]
        place += 1
        if block["t"] == "Header":
            begun = place
            while place < len(blocks) and not _ends(blocks[place], block["c"][0]):
                place += 1
            yield _section(block, blocks[begun:place])
        elif block["t"] == "Div":
            yield _division(block)
        else:
            yield _block(block)


def _ends(block: Node, level: int) -> bool:
    """Tell whether a section of a level ends before this block."""
    while block["t"] == "Div" and block["c"][1]:
        block = block["c"][1][0]
    return bool(block["t"] == "Header" and block["c"][0] <= level)


def _section(heading: Node, content: Blocks, around: Attributes = ("", (), ())) -> str:
    """Write a section; `around` are the attributes of a division that is nothing else."""
    level, (name, classes, values), words = heading["c"]
    if level > LOWEST_HEADING:
        raise _NotPlainError
    # The section has the role, and both have the rest.
    shared = [each for each in values if each[0] != "role"]
    own = f"<h{level}{_attributes(('', classes, shared))}>{_inlines(words)}</h{level}>"
    of_both = dict.fromkeys((f"level{level}", *classes, *around[1]))
    opening = _attributes((name or around[0], of_both, (*around[2], *values)))
    return "\n".join((f"<section{opening}>", own, *_in_sections(content), "</section>"))


def _division(block: Node) -> str:
    """Write a division among sections; one that a heading begins is the section itself."""
    attributes, content = block["c"]
    first = content[0] if content else None
    if first is not None and first["t"] == "Header":
        level, (name, _, _), _ = first["c"]
        is_all = not any(_ends(each, level) for each in content[1:])
        if is_all and (not attributes[0] or not name or attributes[0] == name):
            _attributes(attributes)
            return _section(first, content[1:], attributes)
    return _divided(attributes, _in_sections(content), is_empty=not content)


def _divided(attributes: Attributes, written: Iterable[str], *, is_empty: bool) -> str:
    if is_empty:
        raise _NotPlainError
    return "\n".join((f"<div{_attributes(attributes)}>", *written, "</div>"))


def _block(block: Node) -> str:
    writer = _BLOCKS.get(block["t"])
    if writer is None:
        raise _NotPlainError
    return writer(block.get("c"))


def _blocks(blocks: Blocks) -> str:
    return "\n".join([_block(each) for each in blocks])


def _paragraph(words: Inlines) -> str:
    if not words:
        raise _NotPlainError
    return f"<p>{_inlines(words)}</p>"


def _plain(words: Inlines) -> str:
    if not words:
        raise _NotPlainError
    return _inlines(words)


def _items(items: Sequence[Blocks]) -> str:
    return "\n".join([f"<li>{_blocks(each)}</li>" for each in items])


def _bullets(items: Sequence[Blocks]) -> str:
    if any(_is_task(each) for each in items):
        raise _NotPlainError
    return f"<ul>\n{_items(items)}\n</ul>"


def _is_task(item: Blocks) -> bool:
    words = item[0].get("c") if item and item[0]["t"] in ("Para", "Plain") else None
    return bool(words and words[0]["t"] == "Str" and words[0]["c"] in BOXES)


def _numbers(content: Sequence[Any]) -> str:
    (start, style, _delimiter), items = content
    if style["t"] not in ("Decimal", "DefaultStyle"):
        raise _NotPlainError
    first = f' start="{start}"' if start != 1 else ""
    kind = ' type="1"' if style["t"] == "Decimal" else ""
    return f"<ol{first}{kind}>\n{_items(items)}\n</ol>"


def _definitions(content: Sequence[Any]) -> str:
    lines = ["<dl>"]
    for term, meanings in content:
        if not meanings:
            raise _NotPlainError
        lines.append(f"<dt>{_inlines(term)}</dt>")
        lines += [f"<dd>\n{_blocks(each)}\n</dd>" for each in meanings]
    return "\n".join([*lines, "</dl>"])


_BLOCKS: dict[str, Callable[[Any], str]] = {
    "Para": _paragraph,
    "Plain": _plain,
    "BulletList": _bullets,
    "OrderedList": _numbers,
    "DefinitionList": _definitions,
    "BlockQuote": lambda content: f"<blockquote>\n{_blocks(content)}\n</blockquote>",
    "HorizontalRule": lambda _: "<hr />",
    "Div": lambda content: _divided(
        content[0], [_block(each) for each in content[1]], is_empty=not content[1]
    ),
}


def _inlines(nodes: Inlines) -> str:
    # Most of a book is words and the spaces between them.
    written = []
    for node in nodes:
        kind = node["t"]
        if kind == "Str":
            written.append(_text(node["c"]))
        elif kind in ("Space", "SoftBreak"):
            written.append(" ")
        else:
            writer = _INLINES.get(kind)
            if writer is None:
                raise _NotPlainError
            written.append(writer(node.get("c")))
    return "".join(written)


def _text(words: str) -> str:
    if any(each in words for each in VARIED):
        raise _NotPlainError
    return words.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _span(content: Sequence[Any]) -> str:
    return f"<span{_attributes(content[0])}>{_inlines(content[1])}</span>"


def _link(content: Sequence[Any]) -> str:
    attributes, words, (address, title) = content
    written = _inlines(words)
    if "<a " in written:
        # Of links within links pandoc leaves one.
        raise _NotPlainError
    said = f' title="{_quoted(title)}"' if title else ""
    return f'<a href="{_quoted(address)}"{_attributes(attributes)}{said}>{written}</a>'


def _code(content: Sequence[Any]) -> str:
    (name, classes, values), source = content
    if name or classes or values:
        raise _NotPlainError
    return f"<code>{_text(source)}</code>"


def _between(before: str, behind: str) -> Callable[[Any], str]:
    return lambda content: f"{before}{_inlines(content)}{behind}"


def _marked(content: Sequence[Any]) -> str:
    before, behind = ("‘", "’") if content[0]["t"] == "SingleQuote" else ("“", "”")
    return f"{before}{_inlines(content[1])}{behind}"


_INLINES: dict[str, Callable[[Any], str]] = {
    "LineBreak": lambda _: "<br />\n",
    "Emph": _between("<em>", "</em>"),
    "Strong": _between("<strong>", "</strong>"),
    "Strikeout": _between("<del>", "</del>"),
    "Superscript": _between("<sup>", "</sup>"),
    "Subscript": _between("<sub>", "</sub>"),
    "SmallCaps": _between('<span class="smallcaps">', "</span>"),
    "Underline": _between("<u>", "</u>"),
    "Quoted": _marked,
    "Span": _span,
    "Link": _link,
    "Code": _code,
}


def _attributes(attributes: Attributes) -> str:
    name, classes, values = attributes
    if not (name or classes or values):
        return ""
    if any(each in MEANT or each.startswith(MEANT_PREFIX) for each in classes):
        raise _NotPlainError
    if len({key for key, _ in values}) < len(values):
        raise _NotPlainError
    written = [f' id="{_quoted(name)}"'] if name else []
    if classes:
        written.append(f' class="{_quoted(" ".join(classes))}"')
    for key, value in values:
        if key not in PASSED_ON and not key.startswith(PREFIXES):
            raise _NotPlainError
        written.append(f' {key}="{_quoted(value)}"')
    return "".join(written)


def _quoted(value: str) -> str:
    return _text(value).replace('"', "&quot;").replace("'", "&#39;")
