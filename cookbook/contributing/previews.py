"""A text as its volume's book would set it, with what an author should know about it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from cookbook.contributing.remarks import Remark, remarks_of, say_warning
from cookbook.errors import CookbookError
from cookbook.manuscript import parse_entry
from cookbook.models import Contribution, Volume, VolumeFile
from cookbook.press.previewing import preview_entry

PictureAddress = Callable[[str], str]


@dataclass(frozen=True)
class Shown:
    """An entry as HTML that is safe to show, and remarks; `problem` where it can't be read."""

    html: str
    remarks: tuple[Remark, ...] = ()
    problem: str = ""


def show_text(  # noqa: PLR0913 -- what is shown, where it stands, and what it is shown with
    session: Session,
    volume: Volume,
    text: str,
    *,
    path: str,
    contribution: Contribution | None = None,
    picture_address: PictureAddress | None = None,
    signed: str = "",
) -> Shown:
    """Set a text of a volume as its book's web page would.

    Pictures are shown where `picture_address` says, if the volume has them and they are not of
    somebody else's contribution; `signed` signs what names nobody. Fails in words, never raises.
    """

    def find(picture: str) -> str | None:
        if picture_address is None or not may_show(session, volume, picture, contribution):
            return None
        return picture_address(picture)

    try:
        entry = parse_entry(text, path)
        preview = preview_entry(
            text,
            path=path,
            find_picture=find,
            bibliography=volume.bibliography,
            authors=[signed] if signed and not entry.by else [],
        )
    except CookbookError as err:
        return Shown("", problem=f"{err.message} {err.remedy}".strip())
    said = (say_warning(warning) for warning in preview.warnings)
    return Shown(preview.html, tuple(dict.fromkeys([*said, *remarks_of(entry)])))


def may_show(
    session: Session, volume: Volume, path: str, contribution: Contribution | None
) -> bool:
    """Tell whether a picture of a volume may be seen by those who write this contribution."""
    return shown_file(session, volume, path, contribution) is not None


def shown_file(
    session: Session, volume: Volume, path: str, contribution: Contribution | None
) -> VolumeFile | None:
    """Give a picture that belongs to the volume itself or came with this contribution, or None."""
    chosen = select(VolumeFile).where(VolumeFile.volume_id == volume.id, VolumeFile.path == path)
    file = session.scalar(chosen)
    if file is None or file.contribution_id is None:
        return file
    return file if contribution and file.contribution_id == contribution.id else None
