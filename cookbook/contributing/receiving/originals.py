"""What a new text is made of, kept from the moment it comes in until its text is saved.

It lies in storage at once; the form that it fills names it in a signed word, so that nobody has to
send it twice, or can claim what somebody else sent. Saving the form keeps it with the revision.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from itsdangerous import BadSignature, URLSafeSerializer
from sqlalchemy.orm import Session

from cookbook.archive.pictures import add_file, find_file, keep_blob
from cookbook.contributing.receiving.sources import add_sources
from cookbook.models import Blob, Original, OriginalWay, Person, Revision
from cookbook.models.base import PATH_MAX_LENGTH
from cookbook.storage import Storage

SALT = "an original that waits for its text"
PLAIN_TEXT = "text/plain; charset=utf-8"


@dataclass(frozen=True)
class Missed:
    """Something that could not be carried over: where it stands in the original, and what it is."""

    place: str
    message: str


@dataclass(frozen=True)
class Received:
    """Something that came in: how, its bytes' digest, and what is known of it.

    `pictures` are those that came inside it: their paths in the book folder, as the text names
    them, and the digests of their blobs. `sources` is the digest of the sources that it cites.
    """

    way: OriginalWay
    digest: str
    name: str = ""
    address: str = ""
    missed: tuple[Missed, ...] = ()
    pictures: tuple[tuple[str, str], ...] = ()
    sources: str = ""


def keep_received(  # noqa: PLR0913 -- what came, and what is known of it
    session: Session,
    storage: Storage,
    data: bytes,
    media_type: str,
    *,
    way: OriginalWay,
    name: str = "",
    address: str = "",
    missed: Sequence[Missed] = (),
    pictures: Sequence[tuple[str, str]] = (),
) -> Received:
    """Keep the bytes of what came in. The caller commits."""
    blob = keep_blob(session, storage, data, media_type)
    return Received(way, blob.digest, name, address, tuple(missed), tuple(pictures))


def sign_received(received: Received, *, owner: str, secret: str) -> str:
    """Give the word that names it in a form of `owner`, who is a person or a guest's link."""
    told: dict[str, Any] = dataclasses.asdict(received)
    return _serializer(secret).dumps([owner, told])


def read_received(word: str, *, owner: str, secret: str) -> Received | None:
    """Give what a form's word names, or None where it is none of this owner's."""
    try:
        signed_for, told = _serializer(secret).loads(word)
        if signed_for != owner:
            return None
        return Received(
            way=OriginalWay(told["way"]),
            digest=told["digest"],
            name=told["name"],
            address=told["address"],
            missed=tuple(Missed(**each) for each in told["missed"]),
            pictures=tuple((path, digest) for path, digest in told["pictures"]),
            sources=told["sources"],
        )
    except (BadSignature, ValueError, TypeError, KeyError):
        return None


def attach_original(
    session: Session,
    storage: Storage,
    revision: Revision,
    received: Received,
    *,
    person: Person | None,
) -> Original:
    """Keep with a revision what it was made of, and give its volume the pictures inside it."""
    pasted = received.way is OriginalWay.PASTED
    original = Original(
        revision_id=revision.id,
        way=received.way,
        text=storage.read(received.digest).decode() if pasted else "",
        digest=None if pasted else received.digest,
        name=received.name[:PATH_MAX_LENGTH],
        address=received.address,
        remarks=[dataclasses.asdict(each) for each in received.missed],
    )
    session.add(original)
    contribution = revision.contribution
    for path, digest in received.pictures:
        blob = session.get(Blob, digest)
        known = find_file(session, contribution.volume, path)
        is_ours = known is None or known.contribution_id == contribution.id
        if blob is not None and is_ours:
            add_file(
                session, contribution.volume, path, blob, contribution=contribution, person=person
            )
    if received.sources and person is not None:
        sources = storage.read(received.sources).decode()
        add_sources(session, contribution.volume, sources, person=person)
    session.flush()
    return original


def _serializer(secret: str) -> URLSafeSerializer:
    return URLSafeSerializer(secret, salt=SALT)
