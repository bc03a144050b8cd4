"""Serves a site to a browser, in a thread of the test's own process."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from threading import Thread
from wsgiref.types import WSGIApplication

from werkzeug.serving import make_server

HOST = "127.0.0.1"
POLL_SECONDS = 0.05


@contextmanager
def serving(application: WSGIApplication) -> Iterator[str]:
    """Serve on a free port of loopback; gives the address, without a slash at its end."""
    server = make_server(HOST, 0, application, threaded=True)
    thread = Thread(target=server.serve_forever, args=(POLL_SECONDS,), name="site", daemon=True)
    thread.start()
    try:
        yield f"http://{HOST}:{server.port}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
