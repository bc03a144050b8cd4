"""The answer that holds a picture, for those who may see it alone."""

from __future__ import annotations

from flask import Response, request
from werkzeug.exceptions import NotFound
from werkzeug.wrappers import Response as AnyResponse

from cookbook.accounts.numbers import number_or_zero
from cookbook.archive.sizes import turned_picture
from cookbook.extensions import get_cache, get_storage
from cookbook.models import Blob

SHOWN_AS_THEY_ARE = frozenset({"image/jpeg", "image/png", "image/webp", "image/gif"})
DRAWING = "image/svg+xml"


def picture_answer(blob: Blob | None, *, turns: int = 0) -> AnyResponse:
    """Answer with a picture, at the width that the request asks for if it has that width.

    It is turned by `turns` quarters, clockwise. Raises NotFound for what is none.
    """
    if blob is None or blob.media_type not in SHOWN_AS_THEY_ARE | {DRAWING}:
        raise NotFound
    width = number_or_zero(request.args.get("width", ""))
    data = turned_picture(get_storage(), get_cache(), blob, width, -turns % 4)
    response = Response(data, mimetype=blob.media_type)
    response.set_etag(f"{blob.digest}-{width}-{turns}")
    # Asked for again each time: who has signed out, or whose role is gone, sees it no more.
    response.headers["Cache-Control"] = "private, no-cache"
    response.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response.headers["Content-Disposition"] = "inline"
    return response.make_conditional(request)
