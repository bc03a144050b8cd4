"""What the press tells of each entry -> the rows by which readers find it."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from cookbook.archive.searching import EntryWords, index_edition_entry, words_of_record
from cookbook.models import Edition, EditionEntry, Revision
from cookbook.models.base import TITLE_MAX_LENGTH
from cookbook.press.finished import WEB_FOLDER
from cookbook.press.outputs.excerpts import SEARCH_FILE
from cookbook.publishing.folders import Manifest

KIND_MAX_LENGTH = 32


@dataclass(frozen=True)
class EntryRecord:
    """What the press tells of an entry: its path, its web page, who wrote it, and its words."""

    path: str
    page: str
    byline: str
    kind: str
    words: EntryWords


def read_records(out: Path) -> list[EntryRecord]:
    """Read what the press wrote of each entry beside the web pages in `out`, in reading order."""
    text = (out / WEB_FOLDER / SEARCH_FILE).read_text(encoding="utf-8")
    return [
        EntryRecord(
            path=values["entry"],
            page=values["page"],
            byline=values["byline"],
            kind=values["kind"],
            words=words_of_record(values),
        )
        for values in json.loads(text)
    ]


def index_entries(session: Session, edition: Edition, records: Sequence[EntryRecord]) -> None:
    """Insert an edition's entries, in reading order, and their words."""
    contributions = _contributions(session, edition.manifest)
    entries = []
    for position, each in enumerate(records):
        revision = edition.manifest.get(each.path, {}).get("revision")
        entries.append(
            EditionEntry(
                edition_id=edition.id,
                position=position,
                path=each.path,
                contribution_id=contributions.get(revision),
                revision_id=revision,
                title=each.words.title[:TITLE_MAX_LENGTH],
                byline=each.byline,
                kind=each.kind[:KIND_MAX_LENGTH],
                page=each.page,
            )
        )
    session.add_all(entries)
    session.flush()
    for entry, each in zip(entries, records, strict=True):
        index_edition_entry(session, entry, each.words)


def _contributions(session: Session, manifest: Manifest) -> dict[int, int]:
    """Give the contribution of each revision of a manifest, by the revision's id."""
    wanted = sorted(each["revision"] for each in manifest.values() if "revision" in each)
    found: dict[int, int] = {}
    for start in range(0, len(wanted), 500):
        chosen = select(Revision.id, Revision.contribution_id).where(
            Revision.id.in_(wanted[start : start + 500])
        )
        found.update({row.id: row.contribution_id for row in session.execute(chosen)})
    return found
