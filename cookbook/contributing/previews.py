"""A text as its volume's book would set it, with what an author should know about it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from sqlalchemy import ColumnElement, or_, select
from sqlalchemy.orm import Session

from cookbook.archive.frames import volume_style
from cookbook.contributing.pictures.sources import PictureSource
from cookbook.contributing.remarks import Remark, remarks_of, say_warning
from cookbook.errors import CookbookError
from cookbook.manuscript import parse_entry
from cookbook.manuscript.measures import MeasureStyle
from cookbook.models import Blob, Contribution, Volume, VolumeFile
from cookbook.press.previewing import preview_entry
from cookbook.publishing.proofs import ShownPage

REMEMBERED = 64


@dataclass(frozen=True)
class Shown:
    """An entry as HTML that is safe to show, or as `pages`, the first of `count`; and remarks.

    `problem` says why, where it can't be read.
    """

    html: str
    remarks: tuple[Remark, ...] = ()
    problem: str = ""
    pages: tuple[ShownPage, ...] = ()
    count: int = 0


def show_text(
    volume: Volume,
    text: str,
    *,
    path: str,
    pictures: Mapping[str, PictureSource] | None = None,
    signed: str = "",
) -> Shown:
    """Set a text of a volume as its book's web page would.

    `pictures` says where those of the volume are shown, by their paths; all others are left out.
    `signed` signs what names nobody. Fails in words, never raises.
    """
    sources = tuple(sorted((pictures or {}).items()))
    try:
        return _show(text, path, volume.bibliography, sources, signed, volume_style(volume))
    except CookbookError as err:
        return Shown("", problem=f"{err.message} {err.remedy}".strip())


@lru_cache(maxsize=REMEMBERED)
def _show(  # noqa: PLR0913, PLR0917 -- what is remembered is known by all of it
    text: str,
    path: str,
    bibliography: str,
    sources: tuple[tuple[str, PictureSource], ...],
    signed: str,
    style: MeasureStyle,
) -> Shown:
    """Set a text; a page that is looked at again, or loaded after a save, takes no time."""
    entry = parse_entry(text, path)
    by_address = {source.address: source for _path, source in sources}
    addresses = {path: source.address for path, source in sources}
    preview = preview_entry(
        text,
        path=path,
        find_picture=addresses.get,
        describe_picture=lambda address: by_address[address].attributes(),
        bibliography=bibliography,
        authors=[signed] if signed and not entry.by else [],
        style=style,
    )
    said = (say_warning(warning) for warning in preview.warnings)
    return Shown(preview.html, tuple(dict.fromkeys([*said, *remarks_of(entry)])))


def shown_blobs(
    session: Session, volume: Volume, contribution: Contribution | None
) -> dict[str, Blob]:
    """Give the pictures that `shown_file` gives to who writes this contribution, by their paths."""
    mine: list[ColumnElement[bool]] = [VolumeFile.contribution_id.is_(None)]
    if contribution is not None:
        mine.append(VolumeFile.contribution_id == contribution.id)
    chosen = (
        select(VolumeFile.path, Blob)
        .join(Blob, Blob.digest == VolumeFile.digest)
        .where(VolumeFile.volume_id == volume.id, or_(*mine))
    )
    return {path: blob for path, blob in session.execute(chosen)}  # noqa: C416 -- rows are not quite tuples


def shown_paths(session: Session, volume: Volume, contribution: Contribution | None) -> list[str]:
    """Give the paths of the pictures that `shown_file` gives to who writes this contribution."""
    return list(shown_blobs(session, volume, contribution))


def shown_file(
    session: Session, volume: Volume, path: str, contribution: Contribution | None
) -> VolumeFile | None:
    """Give a picture that belongs to the volume itself or came with this contribution, or None."""
    chosen = select(VolumeFile).where(VolumeFile.volume_id == volume.id, VolumeFile.path == path)
    file = session.scalar(chosen)
    if file is None or file.contribution_id is None:
        return file
    return file if contribution and file.contribution_id == contribution.id else None
