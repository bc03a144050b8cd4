"""Stage: what stands where in an EPUB -> its navigation: contents, landmarks, pages."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from html import escape

LANDMARKS = (
    *("cover", "titlepage", "loi", "lot", "bodymatter", "glossary", "bibliography", "index"),
)


@dataclass(frozen=True)
class ContentsEntry:
    """A line of the contents: its depth, address, what it says in XHTML, and in plain words."""

    level: int
    address: str
    label: str
    words: str


@dataclass(frozen=True)
class Landmark:
    """A place that readers look for: its address, and what to call it."""

    address: str
    words: str


def contents_list(entries: Sequence[ContentsEntry]) -> str:
    """Write the contents as nested lists."""
    return _listed(entries, iter(range(1, len(entries) + 1)))


def _listed(entries: Sequence[ContentsEntry], numbers: Iterator[int]) -> str:
    if not entries:
        return ""
    items = []
    for entry, below in _nested(entries):
        link = f'<a href="{escape(entry.address)}">{entry.label}</a>'
        items.append(f'<li id="toc-li-{next(numbers)}">{link}{_listed(below, numbers)}</li>')
    return f'<ol class="toc">{"".join(items)}</ol>'


def landmark_list(landmarks: Mapping[str, Landmark]) -> str:
    """Write the landmarks that there are, by their epub:types."""
    items = (
        f'<li><a href="{escape(found.address)}" epub:type="{kind}">{escape(found.words)}</a></li>'
        for kind in LANDMARKS
        if (found := landmarks.get(kind))
    )
    return f"<ol>{''.join(items)}</ol>"


def page_list(breaks: Sequence[tuple[str, str]], name: str) -> str:
    """Write the pages of the print edition, of which addresses and folios are given."""
    if not breaks:
        return ""
    items = (
        f'<li><a href="{escape(address)}">{escape(folio)}</a></li>' for address, folio in breaks
    )
    return (
        '<nav role="doc-pagelist" hidden="hidden" epub:type="page-list" '
        f'aria-label="{escape(name)}">'
        f"<ol>{''.join(items)}</ol></nav>\n"
    )


def navigation_points(entries: Sequence[ContentsEntry]) -> str:
    """Write the contents as those readers want them that know EPUB 2 (OPF 2.0.1, section 2.4.1)."""
    return _points(entries, iter(range(1, len(entries) + 1)))


def depth(entries: Sequence[ContentsEntry]) -> int:
    """Give the number of levels of the contents."""
    return max((1 + depth(below) for _entry, below in _nested(entries)), default=0)


def _points(entries: Sequence[ContentsEntry], numbers: Iterator[int]) -> str:
    return "".join(
        f'<navPoint id="navPoint-{next(numbers)}">'
        f"<navLabel><text>{escape(entry.words)}</text></navLabel>"
        f'<content src="{escape(entry.address)}"/>{_points(below, numbers)}</navPoint>\n'
        for entry, below in _nested(entries)
    )


def _nested(
    entries: Sequence[ContentsEntry],
) -> Iterator[tuple[ContentsEntry, Sequence[ContentsEntry]]]:
    """Give each entry that isn't deeper than one before it, with those that are deeper than it."""
    position = 0
    while position < len(entries):
        below = position + 1
        while below < len(entries) and entries[below].level > entries[position].level:
            below += 1
        yield entries[position], entries[position + 1 : below]
        position = below
