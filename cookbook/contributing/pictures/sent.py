"""Pictures that wait for their text: named in forms by signed words, each its sender's alone."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass

from itsdangerous import BadSignature, URLSafeSerializer

from cookbook.contributing.pictures.cuts import Cut

UNCHANGED = Cut()
SALT = "a picture that waits for its text"


@dataclass(frozen=True)
class SentPicture:
    """A picture that is kept: what is shown of it, and the `original` that this was cut out of.

    Both are digests. `path` is where it lies in the volume already, or "".
    """

    digest: str
    original: str
    cut: Cut = UNCHANGED
    path: str = ""


def sign_sent(sent: SentPicture, *, owner: str, secret: str) -> str:
    """Give the words by which a form names a picture of this owner's."""
    cut = dataclasses.astuple(sent.cut)
    words: str = _serializer(secret).dumps([owner, sent.digest, sent.original, cut, sent.path])
    return words


def read_sent(words: str, *, owner: str, secret: str) -> SentPicture | None:
    """Give the picture that a form names, or None where it is somebody else's, or none at all."""
    try:
        whose, digest, original, cut, path = _serializer(secret).loads(words)
    except (BadSignature, ValueError, TypeError):
        return None
    return SentPicture(digest, original, Cut(*cut), path) if whose == owner else None


def _serializer(secret: str) -> URLSafeSerializer:
    return URLSafeSerializer(secret, salt=SALT)
