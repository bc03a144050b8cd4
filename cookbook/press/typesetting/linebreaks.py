"""Lines as long as they can be: a flaw of WeasyPrint's breaking, mended.

WeasyPrint 70 ends a line behind its first word where the whole text before an inline element would
fit on it but for the blank at its end: the blank counts, nothing seems to fit, and the word is left
alone. A blank at the end of a line takes no room (CSS Text 3, 4.1.2). Tests notice when this isn't
needed any more.
"""

from __future__ import annotations

from typing import Any

import weasyprint.layout.inline
import weasyprint.layout.preferred
import weasyprint.text.line_break

BREAKERS: tuple[Any, ...] = (weasyprint.layout.inline, weasyprint.layout.preferred)
"""The modules that break lines, each by its own name of the function."""
KEEPING_BLANKS = ("pre", "pre-wrap", "break-spaces")

_break_line: Any = weasyprint.text.line_break.split_first_line


def mend_line_breaks() -> None:
    """Have WeasyPrint break lines so from now on, in this process."""
    weasyprint.text.line_break.split_first_line = split_first_line
    for module in BREAKERS:
        module.split_first_line = split_first_line


def split_first_line(  # noqa: PLR0913, PLR0917 -- WeasyPrint's own arguments
    text: str,
    style: Any,  # noqa: ANN401 -- WeasyPrint has no types
    context: Any,  # noqa: ANN401 -- likewise
    max_width: float | None,
    justification_spacing: float,
    is_line_start: bool = True,  # noqa: FBT001, FBT002 -- likewise
    minimum: bool = False,  # noqa: FBT001, FBT002 -- likewise
) -> Any:  # noqa: ANN401 -- likewise
    """Give the first line of a text, as WeasyPrint's own function does, but for its flaw."""
    more = (style, context, max_width, justification_spacing, is_line_start, minimum)
    found = _break_line(text, *more)
    resume_index = found[2]
    if resume_index is None or not text.endswith(" ") or style["white_space"] in KEEPING_BLANKS:
        return found
    words = text.rstrip(" ")
    line = text.encode()[:resume_index].decode().rstrip(" ")
    if " " in line or line == words:
        return found
    layout, length, rest, *sizes = _break_line(words, *more)
    # The line ends with the text: what follows would have no room behind the blank.
    return found if rest is not None else (layout, length, len(text.encode()), *sizes)
