"""The lines of a Markdown body: which are code, where its sections and list items begin and end."""

from __future__ import annotations

import re
from dataclasses import dataclass

CODE_FENCE = re.compile(r"^ {0,3}(`{3,}(?!.*`)|~{3,})")
HEADING = re.compile(r"^(#{1,6})[ \t]+(.*?)[ \t]*#*[ \t]*$")
LIST_MARKER = re.compile(r"^ {0,3}([-*+•‣◦]|\d{1,3}[.)])(?:[ \t]+(.*))?$")


@dataclass(frozen=True)
class Line:
    """One line of a body, and whether it stands inside fenced code."""

    text: str
    code: bool

    @property
    def blank(self) -> bool:
        """Tell whether there is nothing on the line."""
        return not self.text.strip()

    def heading(self) -> tuple[int, str] | None:
        """Give level (1 to 6) and text, where the line is a heading."""
        if self.code:
            return None
        match = HEADING.match(self.text)
        return (len(match[1]), match[2]) if match and match[2] else None

    def list_item(self) -> tuple[str, str] | None:
        """Give the marker and the text behind it, where the line starts a list item."""
        if self.code:
            return None
        match = LIST_MARKER.match(self.text)
        return (match[1], match[2] or "") if match else None


def read_lines(body: str) -> tuple[Line, ...]:
    """Mark the lines that stand in fenced code; a fence that never closes opens nothing."""
    texts = [line.expandtabs(4) if line[:1] in " \t" else line for line in body.split("\n")]
    code = [False] * len(texts)
    closers = _closers(texts)
    number = 0
    while number < len(texts):
        end = closers.get(number)
        if end is None:
            number += 1
            continue
        code[number : end + 1] = [True] * (end + 1 - number)
        number = end + 1
    return tuple(Line(text, flag) for text, flag in zip(texts, code, strict=True))


def _closers(texts: list[str]) -> dict[int, int]:
    """Map the line of each opening fence to the line that closes it, in one pass from the end."""
    found: dict[int, int] = {}
    # For each fence character, the lines that may close, nearest last, with their lengths.
    closing: dict[str, list[tuple[int, int]]] = {"`": [], "~": []}
    for number in range(len(texts) - 1, -1, -1):
        match = CODE_FENCE.match(texts[number])
        if not match:
            continue
        mark = match[1]
        stack = closing[mark[0]]
        nearest = next((line for line, size in reversed(stack) if size >= len(mark)), None)
        if nearest is not None:
            found[number] = nearest
        if not texts[number].strip().strip(mark[0]):
            # A longer closer nearer to an opener hides the shorter ones behind it.
            while stack and stack[-1][1] <= len(mark):
                stack.pop()
            stack.append((number, len(mark)))
    return found


def trim_blank_lines(text: str) -> str:
    """Take away blank lines before and after a text, and blanks after its last word."""
    lines = text.split("\n")
    while lines and not lines[0].strip():
        lines.pop(0)
    return "\n".join(lines).rstrip()


def indent_item(marker: str, text: str) -> str:
    """Write a list item: its marker, and its further lines indented to stand below its text."""
    first, *rest = text.split("\n")
    gap = " " * (len(marker) + 1)
    return "\n".join(
        [f"{marker} {first}", *(f"{gap}{line}" if line.strip() else "" for line in rest)]
    )
