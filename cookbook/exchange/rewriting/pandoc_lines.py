"""Blank lines where pandoc wants them and CommonMark doesn't; rules that can't be YAML."""

from __future__ import annotations

import re

LIST_ITEM = re.compile(r"^ {0,3}(?:[-*+]|1[.)])[ \t]+\S")
ANY_ITEM = re.compile(r"^\s*(?:[-*+]|\d{1,9}[.)])(?:[ \t]+|$)")
HEADING = re.compile(r"^ {0,3}(#{1,6})(?:[ \t]+(.*?))?[ \t]*#*[ \t]*$")
TIGHT_HEADING = re.compile(r"^(#{1,6})(?=[^#\s\d!])(.*)$")
RULE = re.compile(r"^ {0,3}(?:-[ \t]*){3,}$|^ {0,3}(?:_[ \t]*){3,}$|^ {0,3}(?:\*[ \t]*){3,}$")
SEPARATOR = re.compile(r"^\s*\|?\s*:?-{2,}:?\s*(?:\|\s*:?-+:?\s*)*\|?\s*$")


def spaced_for_pandoc(text: str) -> str:
    """Set blank lines around headings and before lists, quotations and tables that follow a line.

    Code must be sheltered. A line of dashes becomes a rule that pandoc can't read as YAML.
    """
    lines = _atx_headings(text.split("\n"))
    out: list[str] = []
    first = ""
    for number, line in enumerate(lines):
        previous = out[-1] if out else ""
        if not line.strip():
            first = ""
            out.append("")
            continue
        following = lines[number + 1] if number + 1 < len(lines) else ""
        if RULE.match(line) and not previous.strip():
            out += ["* * *", ""]
            first = ""
            continue
        if previous.strip() and (
            HEADING.match(previous) or _interrupts(line, following, previous, first)
        ):
            out.append("")
            first = ""
        first = first or line
        out.append(line)
    return re.sub(r"\n{3,}", "\n\n", "\n".join(out)).strip("\n")


def _interrupts(line: str, following: str, previous: str, first: str) -> bool:
    if HEADING.match(line):
        return True
    in_list = bool(ANY_ITEM.match(first)) or first.startswith((" ", "\t"))
    if LIST_ITEM.match(line) and not in_list:
        return not previous.lstrip().startswith((">", "|"))
    if line.startswith(">") and not first.startswith(">"):
        return True
    is_head = "|" in line and "|" in following and SEPARATOR.match(following)
    return bool(is_head) and not in_list


def _atx_headings(lines: list[str]) -> list[str]:
    """Write underlined headings with # and give every # its blank."""
    out: list[str] = []
    for line in lines:
        previous = out[-1] if out else ""
        under = re.match(r"^ {0,3}(=+|-+)[ \t]*$", line)
        above = out[-2] if len(out) > 1 else ""
        if under and previous.strip() and not above.strip() and _may_be_title(previous):
            out[-1] = f"{'#' if under[1][0] == '=' else '##'} {previous.strip()}"
            continue
        tight = TIGHT_HEADING.match(line)
        out.append(f"{tight[1]} {tight[2].strip()}" if tight and len(tight[1]) > 1 else line)
    return out


def _may_be_title(line: str) -> bool:
    return not re.match(r"\s{4}|[>#|]", line) and not ANY_ITEM.match(line) and "|" not in line
