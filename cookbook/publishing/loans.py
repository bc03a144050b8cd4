"""What travels between machines through a shared cache: jobs that are lent, and what comes back."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Self

from cookbook.press.caching import cache_key
from cookbook.press.typesetting.styles import PressStyles

FILE = re.compile(r"(?:pictures|formulas)/[0-9a-f]+\.[a-z]+")
"""The address of a picture or formula in a job's HTML; the names are made of what is in them."""
MEASURED = ("resident", "size")
"""What a worker says of itself, which is no part of what it made."""
DIGEST = re.compile(r"[0-9a-f]{64}")


@dataclass(frozen=True)
class Loan:
    """Jobs that somebody else may set: their orders, the digest of their styles, and their files.

    `files` has the digests of files by address.
    """

    orders: Sequence[Mapping[str, Any]]
    styles: str
    files: Mapping[str, str]

    def as_bytes(self) -> bytes:
        """Give it as bytes, the same for the same jobs."""
        return json.dumps(
            {"orders": list(self.orders), "styles": self.styles, "files": self.files},
            sort_keys=True,
            separators=(",", ":"),
        ).encode()

    @classmethod
    def of_bytes(cls, data: bytes) -> Self:
        """Read it again; raises ValueError for what is no loan."""
        try:
            loan = cls(**json.loads(data))
            names, digests = list(loan.files), [loan.styles, *loan.files.values()]
        except (TypeError, AttributeError) as err:
            raise ValueError("this is no loan") from err
        # The names become those of files.
        if not all(map(FILE.fullmatch, names)) or not all(map(DIGEST.fullmatch, digests)):
            raise ValueError("this is no loan: it names files as none is named")
        return loan


@dataclass(frozen=True)
class Returned:
    """What came of one order of a loan: which it was, and the worker's words and bytes."""

    number: int
    words: Mapping[str, Any]
    data: bytes

    def __post_init__(self) -> None:
        if self.number < 0:
            raise ValueError("orders are counted from 0")


def loan_key(loan: bytes) -> str:
    """Give the key of a loan; a press of another release has another for the same bytes."""
    return cache_key("loan", loan)


def return_key(loan: bytes) -> str:
    """Give the key under which comes back what was set of a loan."""
    return cache_key("returned", loan)


def file_key(digest: str) -> str:
    """Give the key of a file's bytes."""
    return cache_key("file", digest)


def styles_key(digest: str) -> str:
    """Give the key of a book's styles."""
    return cache_key("styles", digest)


def write_styles(styles: PressStyles) -> bytes:
    """Give styles as bytes."""
    return json.dumps([styles.signature, styles.furniture]).encode()


def read_styles(data: bytes) -> PressStyles:
    """Read styles again; raises ValueError for what are none."""
    try:
        return PressStyles(*json.loads(data))
    except TypeError as err:
        raise ValueError("these are no styles") from err


def write_returned(returned: Iterable[Returned]) -> bytes:
    """Give what came of a loan as bytes: a line that tells of each, then the bytes of all."""
    kept = list(returned)
    heads = [
        {"number": each.number, "words": _outcome(each.words), "size": len(each.data)}
        for each in kept
    ]
    head = json.dumps(heads, separators=(",", ":")).encode()
    return b"".join([head, b"\n", *(each.data for each in kept)])


def read_returned(data: bytes) -> Iterator[Returned]:
    """Read what came of a loan; raises ValueError where it is not whole."""
    head, _, rest = data.partition(b"\n")
    heads, start = json.loads(head), 0
    try:
        whole = sum(each["size"] for each in heads) == len(rest)
        for each in heads if whole else ():
            end = start + each["size"]
            yield Returned(each["number"], dict(each["words"]), rest[start:end])
            start = end
    except (TypeError, KeyError) as err:
        raise ValueError("this is not what comes back of a loan") from err
    if not whole:
        raise ValueError("what came back of a loan is not whole")


def _outcome(words: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in words.items() if name not in MEASURED}
