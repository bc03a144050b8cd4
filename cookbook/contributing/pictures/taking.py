"""Pictures that come in and are changed: bytes -> blobs, and where they lie in a volume."""

from __future__ import annotations

import dataclasses
import io
from collections.abc import Iterable
from dataclasses import dataclass

from PIL import Image
from sqlalchemy.orm import Session

from cookbook.archive.pictures import find_file
from cookbook.contributing.photos import (
    attach_photo,
    clean_photo,
    encode_photo,
    keep_photo,
    photo_path,
)
from cookbook.contributing.pictures.cuts import Cut, Shape
from cookbook.contributing.pictures.sent import SentPicture
from cookbook.contributing.problems import PhotoError
from cookbook.models import Blob, Contribution, Person, Volume
from cookbook.models.base import NAME_MAX_LENGTH
from cookbook.storage import Storage

KEPT_FORMATS = ("JPEG", "PNG", "WEBP", "GIF")


@dataclass(frozen=True)
class Named:
    """A picture with its path in the volume, who made it, and under which licence."""

    path: str
    sent: SentPicture
    maker: str = ""
    licence: str = ""


def keep_picture(session: Session, storage: Storage, data: bytes) -> SentPicture:
    """Clean and keep a picture that was sent. Raises PhotoError."""
    blob = keep_photo(session, storage, clean_photo(data))
    return SentPicture(blob.digest, blob.digest)


def recut(session: Session, storage: Storage, sent: SentPicture, cut: Cut) -> SentPicture:
    """Show another part of a picture, or turn it: made of the original, which stays.

    Raises PhotoError where the original is no picture that can be cut.
    """
    if cut == Cut():
        return dataclasses.replace(sent, digest=sent.original, cut=cut)
    blob = session.get(Blob, sent.original)
    if blob is None or not blob.media_type.startswith("image/"):
        raise _not_here()
    try:
        with Image.open(io.BytesIO(storage.read(blob.digest)), formats=KEPT_FORMATS) as file:
            is_drawn = file.format != "JPEG"
            image = file.convert("RGBA" if is_drawn and file.mode in {"P", "PA"} else file.mode)
            made = encode_photo(cut.cut_out(image), is_drawn=is_drawn)
    except (OSError, ValueError, Image.DecompressionBombError) as err:
        raise _not_here() from err
    kept = keep_photo(session, storage, made)
    return dataclasses.replace(sent, digest=kept.digest, cut=cut)


def reshaped(session: Session, sent: SentPicture, cut: Cut, shape: Shape) -> Cut:
    """Give the part of a picture that has a shape; what isn't known stays as it is."""
    blob = session.get(Blob, sent.original)
    if blob is None or not blob.width or not blob.height:
        return cut
    return cut.shaped(shape, (blob.width, blob.height))


def path_of(
    session: Session,
    volume: Volume,
    entry_path: str,
    sent: SentPicture,
    contribution: Contribution | None,
) -> str:
    """Give where a picture lies in the volume, or will lie. Raises PhotoError."""
    file = find_file(session, volume, sent.path) if sent.path else None
    if file is not None and file.digest == sent.digest:
        return sent.path
    blob = session.get(Blob, sent.digest)
    if blob is None:
        raise _not_here()
    return photo_path(session, volume, entry_path, blob, contribution)


def attach_pictures(
    session: Session, contribution: Contribution, named: Iterable[Named], *, person: Person | None
) -> None:
    """Give a contribution's volume its pictures, with who made them."""
    for each in named:
        blob = session.get_one(Blob, each.sent.digest)
        file = find_file(session, contribution.volume, each.path)
        if file is None or file.contribution_id == contribution.id:
            file = attach_photo(session, contribution, each.path, blob, person=person)
            file.maker, file.licence = each.maker[:NAME_MAX_LENGTH], each.licence
    session.flush()


def _not_here() -> PhotoError:
    return PhotoError("This picture can't be changed here.", remedy="Choose it again.")
