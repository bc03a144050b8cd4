"""The pictures of a document: found among its files, vetted, named, or said to be none."""

from __future__ import annotations

import base64
import binascii
import hashlib
import io
import posixpath
import re
import warnings
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import PurePosixPath
from urllib.parse import unquote

from PIL import Image

from cookbook.errors import CookbookError
from cookbook.exchange.documents.gathered import DocumentPicture
from cookbook.press.pictures.pixels import BROKEN
from cookbook.press.pictures.vetting import FORMATS, PictureLimits, vet_bytes

MOST_PICTURES = 300
MOST_PIXELS = 600_000_000
"""All pictures of a text together: fifty photographs straight from a camera."""
PIXELS_OF_A_BYTE = 20
"""What a drawing costs by its length, as a photograph does by its pixels."""
ENDINGS = ("", ".pdf", ".png", ".jpg", ".jpeg", ".svg", ".gif", ".webp", ".eps")
"""What LaTeX tries behind the name of a picture that has no ending."""
CONVERTED = ("BMP", "TIFF")
"""What office programs hold besides what books do; Pillow reads it without help."""
CONVERTED_MAX_PIXELS = 40_000_000
EMF_MARK = b" EMF"
KINDS = (
    (b"\x01\x00\x00\x00", "a drawing in Windows' own format (EMF)"),
    (b"\xd7\xcd\xc6\x9a", "a drawing in Windows' own format (WMF)"),
    (b"\x01\x00\x09\x00", "a drawing in Windows' own format (WMF)"),
    (b"%PDF", "a PDF"),
    (b"%!PS", "an EPS drawing"),
    (b"\xc5\xd0\xd3\xc6", "an EPS drawing"),
    (b"\x00\x00\x00\x0cjP", "a JPEG 2000 picture"),
    (b"8BPS", "a Photoshop picture"),
)
EMBEDDED = re.compile(
    r"^data:image/[\w.+-]+(;charset=[\w-]+)?(?P<base64>;base64)?,(?P<data>.*)$", re.DOTALL
)
ADDRESS = re.compile(r"^(?:[a-z][a-z0-9+.-]*:|//)", re.IGNORECASE)


class NoPictureError(CookbookError):
    """A picture that the chapter can't have; the message says what it is, after "it is"."""


@dataclass
class Album:
    """Gives the pictures that a text names, cleaned, under paths of the book folder.

    `folder` is where the text lies that names them; `stem` begins their names. With a `mark` these
    differ from those that the same pictures get with another.
    """

    files: Mapping[str, bytes]
    folder: str = ""
    stem: str = "picture"
    mark: str = ""
    placed: dict[str, DocumentPicture] = field(default_factory=dict)
    pixels: int = 0
    _by_source: dict[str, str] = field(default_factory=dict)

    def place(self, target: str) -> str:
        """Give the path of the picture that a text names, such as images/fish-1a2b3c4d.jpg.

        Raises NoPictureError where it is not there, or nothing that a book can hold.
        """
        if target in self._by_source:
            return self._by_source[target]
        if len(self.placed) >= MOST_PICTURES:
            raise NoPictureError(f"there are more than {MOST_PICTURES} pictures")
        name, data = self._find(target)
        self.pixels += _pixels(data)
        if self.pixels > MOST_PIXELS:
            raise NoPictureError("the pictures of the file are too large together")
        picture = _vetted(data, self._stem(name), self.mark)
        if name in self.files:
            picture = replace(picture, file=name)
        self.placed.setdefault(picture.path, picture)
        self._by_source[target] = picture.path
        return picture.path

    def _find(self, target: str) -> tuple[str, bytes]:
        embedded = EMBEDDED.match(target)
        if embedded:
            return self.stem, _embedded(embedded)
        if ADDRESS.match(target):
            raise NoPictureError("it lies elsewhere on the web, from where nothing is fetched")
        wanted = posixpath.normpath(
            posixpath.join("/" + self.folder, unquote(re.split(r"[?#]", target)[0]))
        ).lstrip("/")
        name = self._named(wanted)
        if not name:
            raise NoPictureError("it is not in the file")
        return name, self.files[name]

    def _named(self, wanted: str) -> str:
        """Find a file by its path, by how its path ends, and with one of LaTeX's endings."""
        small = {name.lower(): name for name in reversed(list(self.files))}
        for ending in ENDINGS:
            path = f"{wanted}{ending}".lower()
            if path in small:
                return small[path]
        for ending in ENDINGS:
            path = f"/{wanted}{ending}".lower()
            found = next((name for each, name in small.items() if each.endswith(path)), "")
            if found:
                return found
        file = posixpath.basename(wanted).lower()
        return next((name for each, name in small.items() if posixpath.basename(each) == file), "")

    def _stem(self, name: str) -> str:
        stem = re.sub(r"[^a-z0-9]+", "-", PurePosixPath(name).stem.lower()).strip("-")
        told = (
            ""
            if re.fullmatch(r"(?:image|img|picture|rid|[0-9a-f-]{12,}|10000\w*)?-?\d*", stem)
            else stem
        )
        return told[:40] or self.stem


def _pixels(data: bytes) -> int:
    """Give how many pixels a picture has by its header; a drawing counts by its length."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            with Image.open(io.BytesIO(data), formats=(*FORMATS, *CONVERTED)) as file:
                return file.width * file.height
    except BROKEN:
        return len(data) * PIXELS_OF_A_BYTE


def _embedded(match: re.Match[str]) -> bytes:
    try:
        if match["base64"]:
            return base64.b64decode(unquote(match["data"]), validate=False)
        return unquote(match["data"]).encode()
    except (binascii.Error, ValueError) as err:
        raise NoPictureError("it is broken") from err


def _vetted(data: bytes, stem: str, mark: str) -> DocumentPicture:
    told = _foreign_kind(data)
    if told:
        raise NoPictureError(f"it is {told}, which browsers can't show")
    try:
        picture = vet_bytes(_in_known_format(data), PurePosixPath(stem), PictureLimits()).print
    except CookbookError as err:
        raise NoPictureError(f"{err.message[:1].lower()}{err.message[1:].rstrip('.')}") from err
    ending = picture.name.partition(".")[2]
    digest = hashlib.sha256(mark.encode() + picture.data).hexdigest()[:8]
    path = f"images/{stem}-{digest}.{ending}"
    return DocumentPicture(path, picture.data, picture.media_type, picture.width, picture.height)


def _foreign_kind(data: bytes) -> str:
    if not data:
        return "empty"
    if data[40:44] == EMF_MARK:
        return KINDS[0][1]
    return next((told for mark, told in KINDS[1:] if data.startswith(mark)), "")


def _in_known_format(data: bytes) -> bytes:
    """Make a PNG of a BMP or a TIFF; give anything else as it is."""
    if not data.startswith((b"BM", b"II*\x00", b"MM\x00*")):
        return data
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            with Image.open(io.BytesIO(data), formats=CONVERTED) as file:
                if file.width * file.height > CONVERTED_MAX_PIXELS:
                    raise NoPictureError("it has more pixels than a book can use")
                buffer = io.BytesIO()
                file.convert("RGBA" if "A" in file.getbands() else "RGB").save(buffer, "PNG")
                return buffer.getvalue()
    except BROKEN as err:
        raise NoPictureError("it is broken") from err
