"""Stage: links to labels and files of the book -> links to ids, with the words that they print."""

from __future__ import annotations

import posixpath
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import unquote, urlsplit

from cookbook.press.entries.numbering import Label, Labels
from cookbook.press.pandoc import Node
from cookbook.press.tree import Blocks, Inlines, plain_text, rewrite_blocks, span, text
from cookbook.press.warnings import WarningKind, Warnings


@dataclass(frozen=True)
class Resolver:
    """Resolves the links of entries. `entries` gives the label of each entry's own heading."""

    entries: Mapping[str, Label]
    labels: Labels
    warnings: Warnings

    def resolve(self, entry: str, blocks: Blocks) -> Blocks:
        """Resolve every link in an entry; one that leads nowhere becomes text, with a warning."""

        def change(node: Node) -> Node | list[Node] | None:
            return self._link(entry, node) if node["t"] == "Link" else None

        return rewrite_blocks(blocks, change)

    def _link(self, entry: str, node: Node) -> Node | list[Node] | None:
        attr, inlines, (target, _title) = node["c"]
        if "person-ref" in attr[1]:
            return None
        if urlsplit(target).scheme:
            return None if inlines else {"t": "Link", "c": [attr, text(target), [target, ""]]}
        label, is_entry = self._find(entry, unquote(target))
        if label is None:
            return [self._lost(entry, target, inlines or text(_last_words(target)))]
        classes = [*attr[1], "entry-ref" if is_entry else "cross-ref"]
        words = inlines if plain_text(inlines) else text(label.words)
        return {"t": "Link", "c": [["", classes, attr[2]], words, [f"#{label.identifier}", ""]]}

    def _lost(self, entry: str, target: str, inlines: Inlines) -> Node:
        """Set a link that leads nowhere."""
        message = f'the link to "{target[:80]}" leads nowhere in this book; its text is kept.'
        self.warnings.add(entry, WarningKind.REFERENCE, message)
        return span(inlines, "dead-link")

    def _find(self, entry: str, target: str) -> tuple[Label | None, bool]:
        path, _, name = target.partition("#")
        if not path:
            return self.labels.find(entry, name), False
        other = self._entry_of(entry, path)
        if other is None:
            return None, True
        if name:
            return self.labels.by_entry.get((other, name)) or self.entries[other], False
        return self.entries[other], True

    def _entry_of(self, entry: str, path: str) -> str | None:
        beside = posixpath.normpath(posixpath.join(posixpath.dirname(entry), path))
        for candidate in (beside, path.lstrip("/"), f"{beside}.md"):
            if candidate in self.entries:
                return candidate
        return None


class LoneResolver(Resolver):
    """Resolves the links of an entry whose book isn't there: others lead into the rest of it."""

    def _lost(self, _entry: str, _target: str, inlines: Inlines) -> Node:
        """Mark the words of a link that will lead to another entry."""
        return span(inlines, "elsewhere")


def _last_words(target: str) -> str:
    return target.rsplit("/", 1)[-1].lstrip("#").removesuffix(".md")
