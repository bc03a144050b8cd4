"""Stage: links to labels and files of the book -> links to ids, with the words that they print."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from urllib.parse import unquote, urlsplit

from cookbook.press.entries.numbering import Label, Labels
from cookbook.press.pandoc import Node
from cookbook.press.tree import Blocks, Inlines, plain_text, rewrite_blocks, span, text

BEFORE_NUMBER = re.compile(r" (?=\(?[0-9A-Z][0-9.]*\)?$)")
"""The blank in "Chapter 17", at which no line is to end."""


@dataclass(frozen=True, slots=True)
class Target:
    """What a link leads to: an id of the book, the words that it prints, and if it is an entry."""

    identifier: str
    words: str
    is_entry: bool

    def as_values(self) -> list[str | bool]:
        """Give it as values that JSON can hold."""
        return [self.identifier, self.words, self.is_entry]


FindTarget = Callable[[str], Target | None]
"""Gives what the address of a link means, or None where it leads nowhere in this book."""
SetLost = Callable[[str, Inlines], Node]
"""Sets the words of a link that leads nowhere."""


@dataclass(frozen=True)
class Signposts:
    """Knows where links lead. `entries` gives the label of each entry's own heading."""

    entries: Mapping[str, Label]
    labels: Labels

    def find(self, entry: str, address: str) -> Target | None:
        """Find what the address of a link in an entry means."""
        path, _, name = unquote(address).partition("#")
        if not path:
            return _target(self.labels.find(entry, name), is_entry=False)
        other = self._entry_of(entry, path)
        if other is None:
            return None
        if not name:
            return _target(self.entries[other], is_entry=True)
        label = self.labels.by_entry.get((other, name)) or self.entries[other]
        return _target(label, is_entry=False)

    def _entry_of(self, entry: str, path: str) -> str | None:
        beside = posixpath.normpath(posixpath.join(posixpath.dirname(entry), path))
        for candidate in (beside, path.lstrip("/"), f"{beside}.md"):
            if candidate in self.entries:
                return candidate
        return None


def resolve_links(blocks: Blocks, find: FindTarget, lost: SetLost) -> Blocks:
    """Point every link at an id; one that leads nowhere becomes what `lost` makes of it."""

    def change(node: Node) -> Node | list[Node] | None:
        if node["t"] != "Link" or not is_open(node):
            return None
        attr, inlines, (address, _title) = node["c"]
        if not needs_target(node):
            return {"t": "Link", "c": [attr, text(address), [address, ""]]}
        target = find(address)
        if target is None:
            return lost(address, inlines or text(_last_words(address)))
        classes = [*attr[1], "entry-ref" if target.is_entry else "cross-ref"]
        words = inlines if plain_text(inlines) else text(BEFORE_NUMBER.sub("\u00a0", target.words))
        return {"t": "Link", "c": [["", classes, attr[2]], words, [f"#{target.identifier}", ""]]}

    return rewrite_blocks(blocks, change)


def is_open(link: Node) -> bool:
    """Tell whether anything is still to be done to a link: find its target, or give it words."""
    attr, inlines, _target = link["c"]
    return "person-ref" not in attr[1] and (not inlines or needs_target(link))


def needs_target(link: Node) -> bool:
    """Tell whether a link leads into the book, and where is still to be found."""
    attr, _inlines, (address, _title) = link["c"]
    return "person-ref" not in attr[1] and not urlsplit(address).scheme


def dead_link(inlines: Inlines) -> Node:
    """Set the words of a link that leads nowhere in this book."""
    return span(inlines, "dead-link")


def link_elsewhere(_address: str, inlines: Inlines) -> Node:
    """Set the words of a link that leads to another entry, where an entry is shown alone."""
    return span(inlines, "elsewhere")


def _target(label: Label | None, *, is_entry: bool) -> Target | None:
    return Target(label.identifier, label.words, is_entry) if label else None


def _last_words(address: str) -> str:
    return address.rsplit("/", 1)[-1].lstrip("#").removesuffix(".md")
