"""What an import did: counts, items and changes, written for people and for programs."""

from __future__ import annotations

import json
import os
import tempfile
from collections import Counter
from dataclasses import asdict, dataclass, field
from pathlib import Path

from cookbook.exchange.collected import Collected, ItemReport, Outcome
from cookbook.exchange.rewriting.plain_words import counted
from cookbook.exchange.volumes import StoredChanges
from cookbook.manuscript import Recipe

REPORTS = "reports"
HEADINGS = {
    Outcome.SKIPPED: "Skipped",
    Outcome.REPAIRED: "Repaired",
    Outcome.IMPORTED: "Imported as they were, and worth a word",
}


@dataclass(frozen=True)
class Counts:
    """How many of what an import brought: items by outcome, and what the book now holds."""

    imported: int = 0
    repaired: int = 0
    skipped: int = 0
    recipes: int = 0
    chapters: int = 0
    pictures: int = 0
    people: int = 0
    uncredited: int = 0


@dataclass(frozen=True)
class ImportReport:
    """What an import did. `form` is the kind of collection; `source` the name of its folder."""

    slug: str
    title: str
    form: str
    source: str
    counts: Counts = field(default_factory=Counts)
    items: tuple[ItemReport, ...] = ()
    changes: StoredChanges = field(default_factory=StoredChanges)

    def as_text(self) -> str:
        """Give the report for people: the figures first, then every item that needs a look."""
        counts, changes = self.counts, self.changes
        brought = (
            counted(counts.recipes, "recipe"),
            counted(counts.chapters, "chapter"),
            counted(counts.pictures, "picture"),
            counted(counts.people, "person", "people"),
        )
        sizes = {name: len(paths) for name, paths in asdict(changes).items()}
        came = "{imported} came in as they were, {repaired} were repaired, {skipped} skipped"
        files = "{added} added, {changed} changed, {removed} removed, {unchanged} unchanged"
        lines = [
            f"{self.title} ({self.slug}), imported from {self.source}: {self.form}",
            "",
            ", ".join(brought),
            f"Items: {came.format(**asdict(counts))}",
            f"Files: {files.format(**sizes)}",
        ]
        if counts.uncredited:
            entries = counted(counts.uncredited, "entry names", "entries name")
            lines.append(f"{entries} no author.")
        lines += _listed("Edited by hand since the last import, and kept as they are", changes.kept)
        lines += _listed("Removed", changes.removed)
        lines += _listed("Not copied", changes.refused)
        for outcome, heading in HEADINGS.items():
            lines += _remarks(heading, [item for item in self.items if item.outcome is outcome])
        return "\n".join(lines) + "\n"

    def as_json(self) -> str:
        """Give the report for programs, as a JSON object with the fields of this class."""
        values = asdict(self)
        return json.dumps(values, ensure_ascii=False, indent=2) + "\n"


def count(collected: Collected) -> Counts:
    """Count what was collected."""
    content = collected.content
    outcomes = Counter(item.outcome for item in collected.items)
    recipes = sum(isinstance(entry, Recipe) for entry in content.entries.values())
    uncredited = sum(
        not entry.by and not any(content.credits.entries.get(path, {}).values())
        for path, entry in content.entries.items()
    )
    return Counts(
        imported=outcomes[Outcome.IMPORTED],
        repaired=outcomes[Outcome.REPAIRED],
        skipped=outcomes[Outcome.SKIPPED],
        recipes=recipes,
        chapters=len(content.entries) - recipes,
        pictures=len(collected.pictures),
        people=len(content.credits.people),
        uncredited=uncredited,
    )


def write_report(report: ImportReport, instance: Path) -> tuple[Path, Path]:
    """Write `import-<slug>.txt` and `.json` in the instance's reports; give their paths."""
    folder = instance / REPORTS
    folder.mkdir(parents=True, exist_ok=True)
    text, data = (folder / f"import-{report.slug}{ending}" for ending in (".txt", ".json"))
    _write_whole(text, report.as_text())
    _write_whole(data, report.as_json())
    return text, data


def _listed(heading: str, paths: tuple[str, ...]) -> list[str]:
    return ["", f"{heading}:", *(f"- {path}" for path in paths)] if paths else []


def _remarks(heading: str, items: list[ItemReport]) -> list[str]:
    """List the items that something is to be said about."""
    lines: list[str] = []
    for item in items:
        if item.remarks:
            lines += [item.item, *(f"  - {remark}" for remark in item.remarks)]
    return ["", f"{heading}:", *lines] if lines else []


def _write_whole(file: Path, text: str) -> None:
    """Write a file so that it is there whole, or as it was before."""
    handle, name = tempfile.mkstemp(prefix=".", dir=file.parent)
    try:
        with os.fdopen(handle, "w", encoding="utf-8", newline="\n") as opened:
            opened.write(text)
        Path(name).chmod(0o644)
        Path(name).replace(file)
    finally:
        Path(name).unlink(missing_ok=True)
