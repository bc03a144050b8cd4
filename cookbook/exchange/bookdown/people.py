"""The author line of an R Markdown book -> names: who wrote it, and who did what else."""

from __future__ import annotations

import re

from cookbook.exchange.sources.committers import NamedPeople
from cookbook.exchange.sources.contributors import tidy_name

ASIDE = re.compile(r"\(([^()]*)\)|\[([^\[\]]*)\]")
JOINT = re.compile(r"\s*[,;]\s*|\s+(?:and|&)\s+")
NOT_A_NAME = re.compile(
    r"\b(university|institute|department|school|college|phd|ph\.d)\b", re.IGNORECASE
)


def read_authors(line: str) -> NamedPeople:
    """Read names from "Ada Obi and Jon Vik (translation: Mia Roe)"; asides name other people."""
    line = re.sub(r"<[^<>]*>|\^\[[^\]]*\]|`[^`]*`", "", line)
    others = [
        name
        for match in ASIDE.finditer(line)
        if ":" in (match[1] or match[2] or "")
        for name in _names((match[1] or match[2]).partition(":")[2])
    ]
    return NamedPeople(tuple(_names(ASIDE.sub("", line))), tuple(others))


def _names(text: str) -> list[str]:
    names = (tidy_name(part.strip("*_ ")) for part in JOINT.split(text))
    return [name for name in names if name and not NOT_A_NAME.search(name)]
