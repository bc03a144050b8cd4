"""`cookbook import` and `cookbook export`: collections in, book folders out."""

from __future__ import annotations

from pathlib import Path

import click

from cookbook.cli.console import BuildProgress, say
from cookbook.config import instance_folder
from cookbook.exchange.importing import import_collection
from cookbook.exchange.volumes import export_volume


@click.command(name="import")
@click.argument("path", type=click.Path(path_type=Path))
@click.option("--volume", "slug", required=True, help="A short name for the volume: a-z, 0-9, -.")
@click.option("--title", default=None, help="The book's title, instead of the collection's own.")
def import_(path: Path, slug: str, title: str | None) -> None:
    """Bring in the collection at PATH as a volume.

    Understood are folders of recipes as Hugo keeps them, MyST and Jupyter Book textbooks, bookdown
    textbooks, book folders of ours, and plain folders of Markdown files. Nothing in PATH is run or
    changed. The report says item by item what was imported, repaired or skipped, and why; one bad
    item never stops the rest. Importing the same collection again changes nothing.
    """
    with BuildProgress() as progress:

        def show(name: str, done: int, total: int) -> None:
            if done <= 1 or progress.name != name:
                progress.stage(name, total)
            progress.step(done)

        report = import_collection(
            path, slug=slug, title=title, instance=instance_folder(), progress=show
        )
    say(report.as_text().rstrip())


@click.command()
@click.argument("slug")
@click.argument("folder", type=click.Path(path_type=Path))
def export(slug: str, folder: Path) -> None:
    """Write the volume SLUG as a book folder into FOLDER.

    What comes out is plain text that any editor opens, and that "cookbook press" and "cookbook
    import" read back to the same bytes.
    """
    paths = export_volume(instance_folder(), slug, folder)
    say(f"{len(paths)} files are in {folder}")
