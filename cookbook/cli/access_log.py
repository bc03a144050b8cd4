"""The web server's log: of requests, a short line each, without secrets and without pictures."""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import quote

from gunicorn.glogging import Logger

SECRET = re.compile(r"(?<=/)(?=[^/]*[A-Z])[A-Za-z0-9_.~-]{24,}(?=/|$)")
"""What stands in an address like a sign-in link's token; names of books have no capitals."""
UNSHOWN = re.compile(r"[^\x21-\x7e]+")


def line_of(method: str, path: str, status: str, milliseconds: float) -> str:
    """Give the line of a request; long words of its path, which may be tokens, are left out."""
    # The path comes decoded: a line end in it would begin a line that nobody's request is.
    plain = UNSHOWN.sub(lambda found: quote(found[0], encoding="latin-1"), path)
    return f"{method} {SECRET.sub('…', plain)} {status} {milliseconds:.0f} ms"


class QuietLogger(Logger):  # type: ignore[misc]  # gunicorn is not typed
    """Writes a line for each page; for files of the site's own look, none."""

    def access(self, resp: Any, req: Any, environ: Any, request_time: Any) -> None:  # noqa: ANN401 -- gunicorn's signature
        """Write the line of one request."""
        path = environ.get("PATH_INFO", "")
        if not self.cfg.accesslog or path.startswith("/static/"):
            return
        status = str(resp.status).split(" ", 1)[0]
        took = request_time.total_seconds() * 1000
        self.access_log.info(line_of(req.method, path, status, took))
