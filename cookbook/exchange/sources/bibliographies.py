"""Bibliographies in BibTeX -> one: every key once, and what can't be read is named."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

NOT_ENTRIES = frozenset({"comment", "preamble", "string"})
START = re.compile(r"^[ \t]*@[ \t]*([A-Za-z]+)[ \t]*([{(])", re.MULTILINE)
KEY = re.compile(r"\s*([^\s,{}()\"#%=\\]+)\s*,")


@dataclass(frozen=True)
class Bibliography:
    """The text of references.bib, its keys, and a sentence for each thing that was left out."""

    text: str
    keys: frozenset[str]
    remarks: tuple[str, ...]


def join_bibliographies(texts: Sequence[str]) -> Bibliography:
    """Join BibTeX files; the first entry of a key stays, entries that never close are left out."""
    kept: list[str] = []
    keys: dict[str, str] = {}
    remarks: list[str] = []
    for text in texts:
        for kind, entry in _entries(text, remarks):
            if kind in NOT_ENTRIES:
                if kind != "comment":
                    kept.append(entry)
                continue
            match = KEY.match(re.split(r"[({]", entry, maxsplit=1)[1])
            if not match:
                remarks.append(f"An entry without a key was left out: {_beginning(entry)}")
            elif match[1] in keys:
                if _words(keys[match[1]]) != _words(entry):
                    remarks.append(
                        f'The key "{match[1]}" stands twice with different entries; '
                        "the first stayed."
                    )
            else:
                keys[match[1]] = entry
                kept.append(entry)
    return Bibliography("\n\n".join(kept) + "\n" if kept else "", frozenset(keys), tuple(remarks))


def _entries(text: str, remarks: list[str]) -> Iterator[tuple[str, str]]:
    starts = list(START.finditer(text))
    position = 0
    for number, match in enumerate(starts):
        if match.start() < position:
            continue
        # An entry that never closes ends where the next one begins, and costs only itself.
        limit = starts[number + 1].start() if number + 1 < len(starts) else len(text)
        end = _end(text, match.end() - 1)
        if end is None:
            beginning = _beginning(text[match.start() : limit])
            remarks.append(f"An entry that never closes was left out: {beginning}")
            continue
        position = end
        yield match[1].lower(), text[match.start() : end].strip()


def _end(text: str, start: int) -> int | None:
    depth = 0
    closes_round = text[start] == "("
    for position in range(start, len(text)):
        mark = text[position]
        if text[position - 1] == "\\":
            continue
        if mark == "{":
            depth += 1
        elif mark == "}":
            depth -= 1
        if closes_round and mark == ")" and depth == 0:
            return position + 1
        if not closes_round and depth == 0:
            return position + 1
    return None


def _words(entry: str) -> list[str]:
    return entry.split()


def _beginning(entry: str) -> str:
    return f'"{" ".join(entry.split())[:60]}…"'
