r"""The files of a LaTeX text -> one: what it reads by \input and \include, from the archive."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from cookbook.exchange.documents.problems import DocumentError
from cookbook.manuscript.decoding import decode_manuscript
from cookbook.manuscript.problems import ManuscriptError

MOST_INPUTS = 300
TEXT_MAX_LENGTH = 3_000_000
INPUT = re.compile(
    r"(?<!\\)%[^\n]*|\\(?:input|include|subfile|subfileinclude)(?![a-zA-Z])\s*(?:\{(?P<braced>[^{}]*)\}|(?P<bare>[\w./-]+))"
)
DEFINES = re.compile(r"\\(?:(?:re|provide)?newcommand|def|newtheorem|DeclareMathOperator)\b")
HEADING = re.compile(r"(?<!%)\\(?:chapter|section)\*?\s*[\[{]")
BEGINS = "\\begin{document}"
FIRST = ("preface", "foreword", "introduction", "intro")
"""What chapters are called that stand before the others, where nothing tells their order."""


@dataclass
class Joined:
    """A text made of files, and the names of those that it wants and that aren't there."""

    text: str
    missing: list[str] = field(default_factory=list)


def join_files(files: Mapping[str, bytes], main: str, text: str) -> Joined:
    """Join what a main file reads. Raises DocumentError past 3 million letters.

    Where no file begins a document, as in a folder of chapters alone, all its texts are joined:
    those that only define come first.
    """
    joiner = _Joiner(files)
    if BEGINS not in text and _texts(files):
        ordered = _ordered(files)
        parts = [joiner.joined(_decoded(files[name]), posixpath.dirname(name)) for name in ordered]
        return Joined("\n\n".join(parts), joiner.missing)
    styles = "\n".join(_decoded(files[name]) for name in files if _is_style(name, text))
    before, begins, behind = text.partition(BEGINS)
    joined = joiner.joined(
        f"{before}\n{styles}\n{begins}{behind}", posixpath.dirname(main), (main,)
    )
    return Joined(joined, joiner.missing)


def _texts(files: Mapping[str, bytes]) -> list[str]:
    return [name for name in files if name.lower().endswith(".tex")]


def _is_style(name: str, text: str) -> bool:
    """Tell whether a file is a style of the text's own, which may hold macros."""
    stem, ending = posixpath.splitext(posixpath.basename(name))
    return (
        ending == ".sty"
        and re.search(rf"\\usepackage[^{{]*\{{[^}}]*\b{re.escape(stem)}\b", text) is not None
    )


def _ordered(files: Mapping[str, bytes]) -> list[str]:
    """Put definitions first, then prefaces, then all others by their names."""
    texts = {name: _decoded(files[name]) for name in _texts(files)}

    def rank(name: str) -> tuple[bool, int, str]:
        only_defines = len(DEFINES.findall(texts[name])) > 3 * len(HEADING.findall(texts[name]))
        stem = posixpath.splitext(posixpath.basename(name).lower())[0]
        place = FIRST.index(stem) if stem in FIRST else len(FIRST)
        return (not only_defines, place, name)

    return sorted(texts, key=rank)


def _decoded(data: bytes) -> str:
    try:
        return decode_manuscript(data, "").text
    except ManuscriptError:
        return ""


class _Joiner:
    """Joins files; one is read once on the way to itself, and never from outside of the archive."""

    def __init__(self, files: Mapping[str, bytes]) -> None:
        self.files = files
        self.missing: list[str] = []
        self.inputs = 0
        self.length = 0

    def joined(self, text: str, folder: str, above: tuple[str, ...] = ()) -> str:
        def one(match: re.Match[str]) -> str:
            wanted = (match["braced"] or match["bare"] or "").strip()
            if not wanted:
                return match[0]
            name = self._named(wanted, folder)
            self.inputs += 1
            if not name or name in above or self.inputs > MOST_INPUTS:
                self.missing.append(wanted[:80])
                return ""
            return "\n" + self.joined(_decoded(self.files[name]), folder, (*above, name)) + "\n"

        self.length += len(text)
        if self.length > TEXT_MAX_LENGTH:
            raise DocumentError(
                "The text is too long to be read at once.", remedy="Send it chapter by chapter."
            )
        return INPUT.sub(one, text)

    def _named(self, wanted: str, folder: str) -> str:
        """Find a file by the name that a text gives it, from its own folder or the top."""
        for base in dict.fromkeys((folder, "")):
            path = posixpath.normpath(posixpath.join(base, wanted))
            for ending in ("", ".tex"):
                if path + ending in self.files:
                    return path + ending
        return ""
