"""`cookbook press`: a book folder becomes an EPUB, a PDF, web pages."""

from __future__ import annotations

from pathlib import Path

import click

from cookbook.cli.cache import open_own_cache
from cookbook.cli.console import BuildProgress, say
from cookbook.press.caching import MemoryCache
from cookbook.press.checks import check_book
from cookbook.press.pipeline import Format, Layout, PressOptions, press_book, with_wished
from cookbook.press.report import BuildReport, finished_books

CHECKS_JSON = "checks.json"


@click.command()
@click.argument("folder", type=click.Path(path_type=Path))
@click.option(
    "--out",
    "-o",
    required=True,
    type=click.Path(path_type=Path),
    help="The folder for the files; it is made if need be.",
)
@click.option(
    "--format",
    "formats",
    multiple=True,
    type=click.Choice([each.value for each in Format]),
    help="What to make; may be given several times. Without it: epub, pdf, and "
    "what the book itself wishes besides.",
)
@click.option("--theme", default="", help="A theme's name, instead of the book's own.")
@click.option("--trim", default="", help="A size of pages, such as a5, instead of the book's own.")
@click.option(
    "--workers", type=click.IntRange(1, 64), default=None, help="How many processes to use."
)
@click.option(
    "--plain",
    is_flag=True,
    help="Lay the whole PDF out at once. Takes longer and more memory; the pages are the same.",
)
@click.option("--no-cache", is_flag=True, help="Use nothing that builds before have made.")
@click.option(
    "--check",
    "wants_checks",
    is_flag=True,
    help="Check the finished files as `cookbook check` does; checks.json has what was found.",
)
def press(  # noqa: PLR0913, PLR0917 -- each is an option of the command
    folder: Path,
    out: Path,
    formats: tuple[str, ...],
    theme: str,
    trim: str,
    workers: int | None,
    *,
    plain: bool,
    no_cache: bool,
    wants_checks: bool,
) -> None:
    """Make EPUB, PDF or web pages of the book in FOLDER.

    FOLDER holds book.yaml, recipes or chapters, images and credits.yaml. The files, report.json and
    report.txt are put into the folder that --out names; what stood there before is replaced only by
    whole files. Something wrong with a picture, a link or a letter becomes a warning in the report
    that names the entry; a manuscript that can't be read stops the build, and the message says
    which file and line.
    """
    chosen = PressOptions(
        formats=tuple(Format(each) for each in formats)
        or with_wished(PressOptions().formats, folder),
        theme=theme,
        trim=trim,
        workers=workers or PressOptions().workers,
        layout=Layout.PLAIN if plain else Layout.BOUND,
        cache=MemoryCache() if no_cache else open_own_cache(),
    )
    with BuildProgress() as progress:
        report = press_book(folder, out, chosen, progress)
    say(report.as_text().rstrip())
    say()
    say(f"The files are in {out}")
    if wants_checks:
        _check(out, report)


def _check(out: Path, report: BuildReport) -> None:
    """Check what was made, and keep what was found beside it; a failed check ends with 1."""
    made = (out / name if name else None for name in finished_books(f.name for f in report.files))
    checks = check_book(*made)
    (out / CHECKS_JSON).write_text(checks.as_json(), encoding="utf-8")
    say()
    say(checks.as_text().rstrip())
    if not checks.passed:
        raise click.exceptions.Exit(1)
