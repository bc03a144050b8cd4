"""`cookbook import` and `cookbook export`: collections in, book folders out."""

from __future__ import annotations

from pathlib import Path

import click

from cookbook.cli.console import BuildProgress, say
from cookbook.cli.site import open_site
from cookbook.errors import CookbookError
from cookbook.exchange.importing import import_collection
from cookbook.exchange.report import write_report
from cookbook.exchange.volumes import Archive, find_volume
from cookbook.extensions import db, get_storage
from cookbook.publishing.folders import export_volume


@click.command(name="import")
@click.argument("path", type=click.Path(path_type=Path))
@click.option("--volume", "slug", required=True, help="A short name for the volume: a-z, 0-9, -.")
@click.option("--title", default=None, help="The book's title, instead of the collection's own.")
def import_(path: Path, slug: str, title: str | None) -> None:
    """Bring in the collection at PATH as a volume.

    Understood are folders of recipes as Hugo keeps them, MyST and Jupyter Book textbooks, bookdown
    textbooks, folders of LaTeX, book folders of ours, and plain folders of Markdown files. Nothing
    in PATH is run or changed. The report says item by item what was imported, repaired or skipped,
    and why; one bad item never stops the rest. Importing the same collection again changes nothing.
    """
    with BuildProgress() as progress:

        def show(name: str, done: int, total: int) -> None:
            if done <= 1 or progress.name != name:
                progress.stage(name, total)
            progress.step(done)

        with open_site() as site:
            archive = Archive(db.session(), get_storage())
            report = import_collection(path, slug=slug, title=title, archive=archive, progress=show)
            db.session.commit()
            write_report(report, site.instance)
    say(report.as_text().rstrip())


@click.command()
@click.argument("slug")
@click.argument("folder", type=click.Path(path_type=Path))
def export(slug: str, folder: Path) -> None:
    """Write the volume SLUG as a book folder into FOLDER.

    What comes out is plain text that any editor opens, and that "cookbook press" and "cookbook
    import" read back to the same bytes.
    """
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise CookbookError(
            "is there already.", place=folder, remedy="Export to a new or empty folder."
        )
    with open_site():
        volume = find_volume(db.session(), slug)
        export_volume(db.session(), get_storage(), volume, folder)
    files = sum(path.is_file() for path in folder.rglob("*"))
    say(f"{files} files are in {folder}")
