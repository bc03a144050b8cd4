"""The sources that a document names -> BibTeX."""

from __future__ import annotations

import re
from collections.abc import Mapping
from collections.abc import Set as AbstractSet
from typing import NamedTuple

from cookbook.exchange.sources.bibliographies import join_bibliographies
from cookbook.press.bounded import ProgramFailedError
from cookbook.press.pandoc import Node, convert, write_tree

WRITE_SECONDS = 20
MOST_NAMED = 12
BIB_MAX_BYTES = 4_000_000
ENTRY = re.compile(r"(?m)^@(?=\w+\{)")
KEY = re.compile(r"\w+\{([^,\s]+),")


class Read(NamedTuple):
    """A bibliography as pandoc writes it, and what is to be said of it."""

    text: str
    remarks: tuple[str, ...] = ()


def bibliography_of(files: Mapping[str, bytes]) -> Read:
    """Read the .bib files of an archive; those that can't be read are said."""
    texts: list[str] = []
    remarks: list[str] = []
    for name in sorted(files):
        if not name.lower().endswith(".bib") or name.startswith("__MACOSX/"):
            continue
        joined = join_bibliographies([files[name][:BIB_MAX_BYTES].decode("utf-8", "replace")])
        written = written_anew(joined.text)
        texts.append(written)
        remarks += joined.remarks
        if joined.keys and not written:
            remarks.append(f"The sources in {name[:80]} can't be read.")
    return Read("\n".join(texts), tuple(remarks))


class Cited(NamedTuple):
    """The entries of what is cited, and the keys of which there are none, in a few words."""

    text: str
    missing: str


def written_anew(bibliography: str) -> str:
    """Give a bibliography as pandoc understands it, or "" where it doesn't."""
    try:
        written = convert(
            bibliography.encode(), ("-f", "biblatex", "-t", "biblatex"), seconds=WRITE_SECONDS
        )
    except ProgramFailedError:
        return ""
    return written.decode("utf-8")


def cited_entries(bibliography: str, keys: AbstractSet[str]) -> Cited:
    """Give the entries of a bibliography, as pandoc writes it, that a text cites."""
    found: dict[str, str] = {}
    for entry in ENTRY.split(bibliography)[1:]:
        key = KEY.match(entry)
        if key and key[1] in keys:
            found.setdefault(key[1], f"@{entry.strip()}\n")
    missing = sorted(keys - set(found))
    more = f" and {len(missing) - MOST_NAMED} more" if len(missing) > MOST_NAMED else ""
    return Cited("\n".join(found.values()), ", ".join(missing[:MOST_NAMED]) + more)


def added_entries(bibliography: str, more: str) -> str:
    """Give what of `more` a bibliography lacks, in BibTeX; an entry that it has stays as it is."""
    before = join_bibliographies([bibliography]).text.rstrip()
    return join_bibliographies([bibliography, more]).text[len(before) :].strip()


def references_of(metadata: Mapping[str, Node]) -> str:
    """Write the sources that Zotero and Mendeley leave in a document's metadata, as BibLaTeX."""
    references = metadata.get("references")
    if not references or not references.get("c"):
        return ""
    try:
        written = write_tree(
            [], ("-t", "biblatex"), metadata={"references": references}, seconds=WRITE_SECONDS
        )
    except ProgramFailedError:
        return ""
    return written.decode("utf-8").strip() + "\n"
