"""What the press tells of each entry -> the rows by which readers find it."""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from cookbook.models import Edition, EditionEntry, Revision, SearchText
from cookbook.models.base import TITLE_MAX_LENGTH
from cookbook.press.outputs.excerpts import SEARCH_FILE
from cookbook.press.pipeline import WEB_FOLDER

SEARCHED_MAX_LENGTH = 200_000
"""PostgreSQL indexes no more than about a megabyte of an entry."""
PLAIN_LETTERS = str.maketrans(
    {"æ": "ae", "œ": "oe", "ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "ı": "i"}
)


@dataclass(frozen=True)
class EntryRecord:
    """What stands in search.json of an entry, as far as rows keep it."""

    path: str
    page: str
    title: str
    byline: str
    kind: str
    labels: str
    summary: str
    ingredients: str
    body: str


def fold_words(text: str) -> str:
    """Give words as the search compares them: in small letters, without accents, one line."""
    plain = unicodedata.normalize("NFKD", text.casefold()).translate(PLAIN_LETTERS)
    kept = "".join(each for each in plain if not unicodedata.combining(each))
    return " ".join(unicodedata.normalize("NFC", kept).replace("\0", " ").split())


def read_records(out: Path) -> list[EntryRecord]:
    """Read what the press wrote of each entry beside the web pages in `out`, in reading order."""
    text = (out / WEB_FOLDER / SEARCH_FILE).read_text(encoding="utf-8")
    return [_record(values) for values in json.loads(text)]


def index_entries(session: Session, edition: Edition, records: Sequence[EntryRecord]) -> None:
    """Insert an edition's entries, in reading order, and their words."""
    contributions = _contributions(session, edition.manifest)
    rows = []
    for position, each in enumerate(records):
        revision = edition.manifest.get(each.path, {}).get("revision")
        rows.append(
            {
                "edition_id": edition.id,
                "position": position,
                "path": each.path,
                "contribution_id": contributions.get(revision),
                "revision_id": revision,
                "title": each.title[:TITLE_MAX_LENGTH],
                "byline": each.byline,
                "kind": each.kind[:32],
                "page": each.page,
            }
        )
    if not rows:
        return
    session.execute(insert(EditionEntry), rows)
    chosen = select(EditionEntry.path, EditionEntry.id).where(EditionEntry.edition_id == edition.id)
    ids = {row.path: row.id for row in session.execute(chosen)}
    session.execute(insert(SearchText), [_words(ids[each.path], each) for each in records])


def _record(values: Mapping[str, Any]) -> EntryRecord:
    labels = [values["course"], values["cuisine"], *values["diet"], *values["tags"]]
    return EntryRecord(
        path=values["entry"],
        page=values["page"],
        title=values["title"],
        byline=values["byline"],
        kind=values["kind"],
        labels=" ".join(each for each in labels if each),
        summary=values["summary"],
        ingredients=values["ingredients"],
        body=values["body"],
    )


def _words(identifier: int, each: EntryRecord) -> dict[str, Any]:
    # A summary is said apart from the body, and is looked for like it.
    body = f"{each.labels} {each.summary} {each.body}"
    searched = {
        "title": each.title,
        "people": each.byline,
        "ingredients": each.ingredients,
        "body": body,
    }
    folded = {key: fold_words(text)[:SEARCHED_MAX_LENGTH] for key, text in searched.items()}
    return {"id": identifier, "excerpt": each.summary, **folded}


def _contributions(session: Session, manifest: Mapping[str, Mapping[str, Any]]) -> dict[int, int]:
    """Give the contribution of each revision of a manifest, by the revision's id."""
    wanted = sorted(each["revision"] for each in manifest.values() if "revision" in each)
    found: dict[int, int] = {}
    for start in range(0, len(wanted), 500):
        chosen = select(Revision.id, Revision.contribution_id).where(
            Revision.id.in_(wanted[start : start + 500])
        )
        found.update({row.id: row.contribution_id for row in session.execute(chosen)})
    return found
