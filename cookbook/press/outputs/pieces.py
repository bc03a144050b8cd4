"""Stage: what pandoc writes of several sections -> a piece of HTML for each, alike in any company.

Pandoc numbers notes and lines of code through all that it writes, and puts the notes behind the
last section. In a piece, they are numbered within the section and named by it, and its notes stand
at its end.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence

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


def parted(trees: Sequence[Blocks]) -> Blocks:
    """Put the trees of sections into blocks that pandoc keeps apart, whatever their levels."""
    cut: Node = {"t": "RawBlock", "c": ["html", _CUT]}
    return [{"t": "Div", "c": [["", [], []], [cut, *tree]]} for tree in (*trees, [])]


def cut_apart(html: str, sections: Sequence[Section]) -> list[str]:
    """Cut what pandoc wrote of `parted` trees into a piece for each section.

    A piece is one `section` element, written to its end tag.
    """
    *written, rest = html.split(f"<div>\n{_CUT}\n")[1:]
    notes = _NOTE.split(rest.rpartition("\n</ol>")[0].partition(_NOTES)[2])[1:]
    pieces = []
    for section, each in zip(sections, written, strict=True):
        piece = each.rpartition("\n</div>")[0]
        calls = len(_CALL.findall(piece))
        own, notes = notes[:calls], notes[calls:]
        pieces.append(_renumbered(_with_notes(piece, own), section.identifier))
    return pieces


def _with_notes(piece: str, notes: Sequence[str]) -> str:
    if not notes:
        return piece
    items = "\n".join(each.strip("\n") for each in notes)
    opening = '<section class="footnotes" role="doc-endnotes" aria-label="Notes">\n<hr />\n<ol>'
    return f"{piece.removesuffix(END)}{opening}\n{items}\n</ol>\n{END}\n{END}"


def _renumbered(piece: str, section: str) -> str:
    """Count notes and blocks of code within a section, and name them by it."""
    numbers: dict[str, dict[str, int]] = defaultdict(dict)

    def rename(found: re.Match[str]) -> str:
        kind = found["kind"]
        known = numbers[kind.removesuffix("ref")]
        number = known.setdefault(found["number"], len(known) + 1)
        # A line of code has its number behind this name, which therefore ends with no number.
        ending = "-code" if kind == "cb" else ""
        return f"{found['place']}{kind}{number}-{section}{ending}"

    named = _NUMBERED_TAG.sub(lambda tag: _NUMBERED.sub(rename, tag[0]), piece)
    return _SHOWN.sub(r"\1\2", named)
