"""Bytes of a manuscript in, plain text out: encodings, line ends and control characters."""

from __future__ import annotations

import re
from dataclasses import dataclass

from cookbook.errors import Place
from cookbook.manuscript.problems import ManuscriptError

MANUSCRIPT_MAX_BYTES = 4 * 1024 * 1024
"""One entry: a long chapter is about 200 KB; a whole bible is 4 MB."""

BYTE_ORDER_MARKS = (
    (b"\xef\xbb\xbf", "utf-8"),
    (b"\xff\xfe", "utf-16-le"),
    (b"\xfe\xff", "utf-16-be"),
)
# C0 and C1 controls but tab, newline and NEL (which becomes a line end), surrogates and what else
# XML has no place for, byte order marks, and the marks that reverse reading order.
UNPRINTABLE = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff"
    "\u202a-\u202e\u2066-\u2069\ufeff]"
)


@dataclass(frozen=True)
class DecodedText:
    """Text with plain line ends and no control characters, and what had to be mended for that."""

    text: str
    repairs: tuple[str, ...] = ()


def decode_manuscript(data: bytes, file: str) -> DecodedText:
    """Read the bytes of a manuscript: UTF-8, or UTF-16 with its mark, else Windows-1252.

    Raises ManuscriptError where the file is too large or no text at all.
    """
    if len(data) > MANUSCRIPT_MAX_BYTES:
        raise ManuscriptError(
            f"is larger than {MANUSCRIPT_MAX_BYTES // 1024**2} MB, which is as much text as one "
            "file may hold.",
            place=Place(file),
            remedy="Split it into several chapters.",
        )
    text, repairs = _decode(data, file)
    tidy, stripped = tidy_text(text)
    if stripped:
        repairs.append(f"{stripped} invisible control characters were taken out")
    return DecodedText(tidy, tuple(repairs))


def tidy_text(text: str) -> tuple[str, int]:
    """Give a text plain line ends, take out what no book can print, and count that."""
    return strip_unprintable(text.replace("\r\n", "\n").replace("\r", "\n"))


def strip_unprintable(text: str) -> tuple[str, int]:
    """Take out what no book can print (controls, reading-order overrides), and count it.

    NEL and the Unicode line separators become plain line ends.
    """
    text = text.replace("\x85", "\n").replace("\u2028", "\n").replace("\u2029", "\n\n")
    return UNPRINTABLE.subn("", text)


def _decode(data: bytes, file: str) -> tuple[str, list[str]]:
    for mark, encoding in BYTE_ORDER_MARKS:
        if data.startswith(mark):
            repairs = [] if encoding == "utf-8" else [f"the file was {encoding.upper()}, not UTF-8"]
            try:
                return data[len(mark) :].decode(encoding), repairs
            except UnicodeDecodeError as err:
                raise _not_text(file) from err
    if b"\x00" in data[:4096]:
        raise _not_text(file)
    try:
        return data.decode("utf-8"), []
    except UnicodeDecodeError as err:
        line = data.count(b"\n", 0, err.start) + 1
        text = data.decode("cp1252", errors="replace")
        return text, [f"line {line} was not UTF-8; the file was read as Windows-1252"]


def _not_text(file: str) -> ManuscriptError:
    return ManuscriptError(
        "is not a text file.", place=Place(file), remedy="Save it as plain text in UTF-8."
    )
