"""`cookbook check`: what a tool can judge of a finished book."""

from __future__ import annotations

from pathlib import Path

import click

from cookbook.cli.console import say
from cookbook.errors import CookbookError
from cookbook.press.checks import check_book


@click.command()
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--json", "as_json", is_flag=True, help="Print the result as JSON.")
def check(files: tuple[Path, ...], *, as_json: bool) -> None:
    """Check finished books: give an EPUB, a PDF, or one of each of the same book.

    The EPUB goes through EPUBCheck. Titles, landmarks, headings, alternative texts, links, fonts,
    page numbers and more are judged by tools of ours. Ends with 1 when a check failed.
    """
    report = check_book(_one(files, ".epub"), _one(files, ".pdf"))
    say(report.as_json() if as_json else report.as_text())
    if not report.passed:
        raise click.exceptions.Exit(1)


def _one(files: tuple[Path, ...], ending: str) -> Path | None:
    unknown = [file for file in files if file.suffix.lower() not in (".epub", ".pdf")]
    if unknown:
        raise CookbookError(
            "is neither an EPUB nor a PDF.", place=unknown[0], remedy="Name a .epub or .pdf file."
        )
    found = [file for file in files if file.suffix.lower() == ending]
    if len(found) > 1:
        raise CookbookError(
            f"{len(found)} {ending} files at once.", remedy="Check one book at a time."
        )
    if found and not found[0].is_file():
        raise CookbookError("there is no such file.", place=found[0])
    return found[0] if found else None
