"""Serves a site to a browser, in a thread of the test's own process."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from threading import Event, Thread
from typing import Any
from wsgiref.types import WSGIApplication

from werkzeug.serving import ThreadedWSGIServer

HOST = "127.0.0.1"
POLL_SECONDS = 0.05
BEGINS_WITHIN_SECONDS = 5
TRIES = 3


class _Server(ThreadedWSGIServer):
    """Answers each request in a thread that is known to have begun.

    While coverage is measured, every new thread installs a trace function, and of two that do so
    at once CPython 3.11 ends one with a RuntimeError: its browser would wait for ever.
    """

    def process_request(self, request: Any, client_address: Any) -> None:  # noqa: ANN401 -- socketserver's own
        """Answer a request, in a second thread where the first one has not begun."""
        begun = Event()

        def answer() -> None:
            if not begun.is_set():
                begun.set()
                self.process_request_thread(request, client_address)

        for _ in range(TRIES):
            Thread(target=answer, daemon=True).start()
            if begun.wait(BEGINS_WITHIN_SECONDS):
                return


@contextmanager
def serving(application: WSGIApplication) -> Iterator[str]:
    """Serve on a free port of loopback; gives the address, without a slash at its end."""
    server = _Server(HOST, 0, application)
    thread = Thread(target=server.serve_forever, args=(POLL_SECONDS,), name="site", daemon=True)
    thread.start()
    try:
        yield f"http://{HOST}:{server.port}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
