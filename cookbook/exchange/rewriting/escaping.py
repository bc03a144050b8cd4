"""Plain words -> Markdown that shows just these words: nothing of them becomes markup."""

from __future__ import annotations

import re

PAIRED = tuple(map(re.compile, (r"\*", "`", r"\$", "~", r"\^", r"(?<![^\W_])_|_(?![^\W_])")))
"""Marks that mean nothing alone: a footnote's asterisk, a price in dollars."""
ALONE = tuple(
    re.compile(pattern, re.MULTILINE)
    for pattern in (
        r"\\",
        # What ends a link's words and begins its address, and what begins a note or a citation.
        r"\](?=[(\[{:])|\[(?=[\^@])|\^(?=\[)|(?<!\w)@(?=[\w{])",
        r"<(?=[a-zA-Z/!?])|&(?=#?\w{1,32};)",
        r"^(?:[#>|:~=]|[-+*•](?=[ \t]|$)|[-_*+](?=[-_*+]))",
        # A number or a letter with a dot or a bracket begins an item of a list.
        r"^\(?(?:\d{1,9}|[a-zA-Z#@]|[ivxlcdm]{2,6}|[IVXLCDM]{2,6})[.)](?=[ \t]|$)",
    )
)
"""Each match ends with the mark that means something."""
PARAGRAPHS = re.compile(r"\n{2,}")


def escape_words(text: str) -> str:
    """Write paragraphs of plain words, with a blank line in between, as Markdown.

    It takes as few backslashes as it can, since people go on writing in what comes out.
    """
    return "\n\n".join(map(_escape_paragraph, PARAGRAPHS.split(text)))


def escape_line(text: str) -> str:
    """Write plain words as one line of Markdown."""
    return _escape_paragraph(" ".join(text.split()))


def _escape_paragraph(text: str) -> str:
    marks = {match.end() - 1 for pattern in ALONE for match in pattern.finditer(text)}
    for pattern in PAIRED:
        found = [match.start() for match in pattern.finditer(text)]
        marks.update(found if len(found) > 1 else ())
    return "".join(f"\\{each}" if at in marks else each for at, each in enumerate(text))
