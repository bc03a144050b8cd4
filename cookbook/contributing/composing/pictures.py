"""Pictures that are sent while a chapter is written: kept at once, and its own when it is saved."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from itsdangerous import BadSignature, URLSafeSerializer
from sqlalchemy.orm import Session

from cookbook.archive.pictures import find_file
from cookbook.contributing.photos import attach_photo, clean_photo, keep_photo, photo_path
from cookbook.models import Blob, Contribution, Person, Volume
from cookbook.storage import Storage

SALT = "a picture that waits for its chapter"
MOST_WAITING = 200


@dataclass(frozen=True)
class WaitingPicture:
    """A picture of a chapter that isn't saved yet, and who made it.

    `token` is signed, and proves who sent it.
    """

    path: str
    digest: str
    token: str
    maker: str = ""


@dataclass(frozen=True)
class WaitingRoom:
    """Knows the pictures that a person has sent for chapters of a volume, by what was signed."""

    secret: str
    volume: Volume
    person: Person

    def admit(
        self, session: Session, storage: Storage, data: bytes, entry_path: str, maker: str = ""
    ) -> WaitingPicture:
        """Clean and keep a picture for a new chapter. Raises PhotoError."""
        blob = keep_photo(session, storage, clean_photo(data))
        path = photo_path(session, self.volume, entry_path, blob)
        named = [self.person.id, self.volume.id, path, blob.digest, maker]
        return WaitingPicture(path, blob.digest, str(self._serializer.dumps(named)), maker)

    def find(self, token: str) -> WaitingPicture | None:
        """Give what a token stands for, where it is this person's and for this volume."""
        try:
            person, volume, path, digest, maker = self._serializer.loads(token)
        except (BadSignature, ValueError, TypeError):
            return None
        mine = (person, volume) == (self.person.id, self.volume.id)
        return WaitingPicture(str(path), str(digest), token, str(maker)) if mine else None

    def find_all(self, tokens: str) -> dict[str, WaitingPicture]:
        """Give what the tokens of a form stand for, by their paths."""
        found = (self.find(each) for each in tokens.split()[:MOST_WAITING])
        return {each.path: each for each in found if each}

    @property
    def _serializer(self) -> URLSafeSerializer:
        return URLSafeSerializer(self.secret, salt=SALT)


def add_picture(  # noqa: PLR0913 -- what it is, whose, and where it goes
    session: Session,
    storage: Storage,
    contribution: Contribution,
    data: bytes,
    *,
    person: Person,
    maker: str = "",
) -> str:
    """Clean and keep a picture for a chapter that is there; give its path. Raises PhotoError."""
    blob = keep_photo(session, storage, clean_photo(data))
    path = photo_path(session, contribution.volume, contribution.path, blob, contribution)
    attach_photo(session, contribution, path, blob, person=person).maker = maker
    return path


def with_free_paths(
    session: Session,
    text: str,
    waiting: Mapping[str, WaitingPicture],
    volume: Volume,
    contribution: Contribution | None = None,
) -> tuple[str, dict[str, WaitingPicture]]:
    """Give a text, and by path the waiting pictures that it names.

    A path that another contribution has taken meanwhile becomes another one, in the text too.
    """
    named: dict[str, WaitingPicture] = {}
    for path, picture in waiting.items():
        blob = session.get(Blob, picture.digest) if path in text else None
        if blob is None:
            continue
        free = path
        file = find_file(session, volume, path)
        if file and not (contribution and file.contribution_id == contribution.id):
            free = photo_path(session, volume, f"{path.rpartition('-')[0]}.md", blob, contribution)
            text = text.replace(path, free)
        named[free] = picture
    return text, named


def take_in(
    session: Session,
    contribution: Contribution,
    pictures: Mapping[str, WaitingPicture],
    person: Person,
) -> None:
    """Make waiting pictures a contribution's own."""
    for path, picture in pictures.items():
        blob = session.get_one(Blob, picture.digest)
        attach_photo(session, contribution, path, blob, person=person).maker = picture.maker
    session.flush()
