"""Stage: what pandoc writes of several sections -> a piece of HTML for each, alike in any company.

Pandoc numbers notes and lines of code through all that it writes, and puts the notes behind the
last section. In a piece, they are numbered within the section and named by it, and its notes stand
at its end.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from html import escape

from cookbook.press.pandoc import Node
from cookbook.press.sections import Section
from cookbook.press.tree import Blocks

END = "</section>"
_CUT = "<!--section-->"
_NOTES = '<section id="footnotes"'
_CALL = re.compile(r'<a href="#fn(\d+)" class="footnote-ref"')
_NOTE = re.compile(r'(?=<li id="fn\d)')
_NUMBERED_TAG = re.compile(r'<[a-z][^<>]*(?: id="| href="#)(?:fn|fnref|cb)\d[^<>]*>')
_NUMBERED = re.compile(r'(?P<place> id="| href="#)(?P<kind>fnref|fn|cb)(?P<number>\d+)')
_SHOWN = re.compile(r'(<a href="#fn(\d+)-[^>]*role="doc-noteref"><sup>)\d+(?=</sup>)')


@dataclass(frozen=True)
class Cutting:
    """What pandoc wrote of one tree: its HTML, and its notes, as items of a list."""

    html: str
    notes: Sequence[str]


def parted(trees: Sequence[Blocks]) -> Blocks:
    """Put trees into blocks that pandoc keeps apart, whatever the levels of their headings."""
    cut: Node = {"t": "RawBlock", "c": ["html", _CUT]}
    return [{"t": "Div", "c": [["", [], []], [cut, *tree]]} for tree in (*trees, [])]


def cut_apart(html: str) -> list[Cutting]:
    """Cut what pandoc wrote of `parted` trees into the trees' own."""
    *written, rest = html.split(f"<div>\n{_CUT}\n")[1:]
    notes = _NOTE.split(rest.rpartition("\n</ol>")[0].partition(_NOTES)[2])[1:]
    cuttings = []
    for each in written:
        body = each.rpartition("\n</div>")[0]
        calls = len(_CALL.findall(body))
        own, notes = notes[:calls], notes[calls:]
        cuttings.append(Cutting(body, [note.strip("\n") for note in own]))
    return cuttings


def joined(cuttings: Iterable[Cutting], section: Section, notes_name: str = "") -> str:
    """Join the cuttings of a section to its piece: one `section` element, to its end tag.

    `notes_name` is the name of the list of its notes.
    """
    numbering = _Numbering(section.identifier)
    bodies: list[str] = []
    notes: list[str] = []
    for each in cuttings:
        numbering.go_on()
        bodies.append(numbering.renamed(each.html))
        notes += [numbering.renamed(note) for note in each.notes]
    first, *more = bodies
    if not more and not notes:
        return first
    name = f' aria-label="{escape(notes_name)}"' if notes_name else ""
    opening = f'<section class="footnotes" role="doc-endnotes"{name}>\n<hr />\n<ol>'
    more += [opening, *notes, "</ol>", END] if notes else []
    return "\n".join([first.removesuffix(f"\n{END}"), *more, END])


@dataclass
class _Numbering:
    """Counts notes and blocks of code within a section, and names them by it."""

    section: str
    counts: Counter[str] = field(default_factory=Counter)
    known: dict[tuple[str, str], int] = field(default_factory=dict)

    def go_on(self) -> None:
        """Begin with what another pandoc has numbered."""
        self.known.clear()

    def renamed(self, html: str) -> str:
        """Give HTML with its notes and blocks of code renamed."""
        named = _NUMBERED_TAG.sub(lambda tag: _NUMBERED.sub(self._rename, tag[0]), html)
        return _SHOWN.sub(r"\1\2", named)

    def _rename(self, found: re.Match[str]) -> str:
        kind = found["kind"]
        thing = (kind.removesuffix("ref"), found["number"])
        if thing not in self.known:
            self.counts[thing[0]] += 1
            self.known[thing] = self.counts[thing[0]]
        # A line of code has its number behind this name, which therefore ends with no number.
        ending = "-code" if kind == "cb" else ""
        return f"{found['place']}{kind}{self.known[thing]}-{self.section}{ending}"
