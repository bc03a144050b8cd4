"""Bytes of storage -> an answer: streamed, by ranges, with a tag that lets caches ask again."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from flask import Response, request
from werkzeug.http import is_resource_modified, parse_range_header
from werkzeug.wsgi import wrap_file

from cookbook.models import Blob
from cookbook.storage import Storage

A_DAY = 24 * 3600
A_YEAR = 365 * A_DAY
TEXTS = frozenset({"text/html", "text/css", "text/plain"})


@dataclass(frozen=True)
class Keeping:
    """How long others may keep an answer, in seconds; and whether they need never ask again."""

    seconds: int
    for_good: bool = False


PAGE = Keeping(A_DAY)
FILE = Keeping(A_YEAR, for_good=True)


def serve_blob(
    storage: Storage,
    blob: Blob,
    *,
    media_type: str,
    modified: dt.datetime | None,
    keeping: Keeping,
) -> Response:
    """Answer the present request with what storage keeps, or with the part of it that is asked for.

    Nothing is opened for a HEAD, nor for what the asker has already. Raises StorageError where the
    bytes are gone, and 416 for a range beyond their end.
    """
    response = Response(mimetype=media_type)
    if media_type in TEXTS:
        response.headers["Content-Type"] = f"{media_type}; charset=utf-8"
    mark(response, blob.digest, modified, keeping)
    response.accept_ranges = "bytes"
    response.content_length = blob.size
    unchanged = not is_resource_modified(request.environ, etag=blob.digest, last_modified=modified)
    if request.method == "HEAD" or unchanged:
        return _without_body(response, unchanged=unchanged)
    stream = storage.open_blob(blob.digest)
    response.response = wrap_file(request.environ, stream)
    response.direct_passthrough = True
    environment = dict(request.environ)
    if not _is_one_range(environment.get("HTTP_RANGE", "")):
        environment.pop("HTTP_RANGE", None)
    try:
        response.make_conditional(environment, accept_ranges=True, complete_length=blob.size)
    except Exception:
        stream.close()
        raise
    return response


def serve_bytes(
    data: bytes, *, tag: str, media_type: str, modified: dt.datetime | None, keeping: Keeping
) -> Response:
    """Answer the present request with bytes at hand."""
    response = Response(data, mimetype=media_type)
    mark(response, tag, modified, keeping)
    response.make_conditional(request.environ)
    return response


def mark(response: Response, tag: str, modified: dt.datetime | None, keeping: Keeping) -> None:
    """Say of an answer which bytes it has, since when, and how long they may be kept."""
    response.set_etag(tag)
    response.last_modified = modified
    response.cache_control.public = True
    response.cache_control.max_age = keeping.seconds
    if keeping.for_good:
        response.cache_control.immutable = True


def _is_one_range(asked: str) -> bool:
    """Tell one range of bytes from several, and from nonsense, which the whole answers as well."""
    found = parse_range_header(asked) if asked else None
    return found is not None and found.units == "bytes" and len(found.ranges) == 1


def _without_body(response: Response, *, unchanged: bool) -> Response:
    if unchanged:
        response.status_code = 304
        del response.headers["Content-Length"]
    return response
