"""The lines of a Markdown body: which are code, where its sections and list items begin and end."""

from __future__ import annotations

import re
from dataclasses import dataclass

# A fence may stand at any indentation and behind list markers, so that writing a list item at
# another indentation never changes what is code.
CODE_FENCE = re.compile(r"^ *+(?:(?:[-*+•‣◦]|\d{1,3}[.)])\s++)*+(`{3,}+(?!.*`)|~{3,}+)")
HEADING = re.compile(r"^(#{1,6})[ \t]+(.*)$")
# Texts from word processors and web pages set a hard space behind the marker.
LIST_MARKER = re.compile(r"^ {0,3}([-*+•‣◦]|\d{1,3}[.)])(?:\s+(.*))?$")


@dataclass(frozen=True)
class Line:
    """One line of a body, and whether it stands inside fenced code.

    The fences count as code; `opens` marks the one that opens.
    """

    text: str
    code: bool
    opens: bool = False

    @property
    def blank(self) -> bool:
        """Tell whether there is nothing on the line."""
        return not self.text.strip()

    @property
    def indent(self) -> int:
        """Count the spaces before the first word; tabs have become spaces."""
        return len(self.text) - len(self.text.lstrip(" "))

    def heading(self) -> tuple[int, str] | None:
        """Give level (1 to 6) and text, where the line is a heading.

        A heading starts in the first column. Number signs that close it are left out, and blanks
        between its words are single spaces; without a word the line is no heading.
        """
        match = None if self.code else HEADING.match(self.text)
        if match is None:
            return None
        words = re.split(r"[ \t]+", match[2])
        while words and not words[-1].strip().strip("#"):
            words.pop()
        text = " ".join(words).strip()
        return (len(match[1]), text) if text else None

    def list_item(self) -> tuple[str, str] | None:
        """Give the marker and the text behind it, where the line starts a list item.

        Lines that are indented by four spaces or more start none.
        """
        if self.code and not self.opens:
            return None
        match = LIST_MARKER.match(self.text)
        return (match[1], match[2] or "") if match else None


def read_lines(body: str) -> tuple[Line, ...]:
    """Part a body into its lines; tabs before the first word of a line become spaces.

    Lines from a code fence to the fence that closes it are code; a fence that never closes opens
    nothing.
    """
    texts = [_spaced(line) for line in body.split("\n")]
    closers = _closers(texts)
    lines: list[Line] = []
    for number, text in enumerate(texts):
        if number < len(lines):
            continue
        end = closers.get(number)
        if end is None:
            lines.append(Line(text, code=False))
        else:
            lines.append(Line(text, code=True, opens=True))
            lines += [Line(each, code=True) for each in texts[number + 1 : end + 1]]
    return tuple(lines)


def _spaced(line: str) -> str:
    words = line.lstrip(" \t")
    return line[: len(line) - len(words)].expandtabs(4) + words


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
    first = next((number for number, line in enumerate(lines) if line.strip()), len(lines))
    return "\n".join(lines[first:]).rstrip()
