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
ENDS_WITHIN_SECONDS = 20
TRIES = 3


class _Server(ThreadedWSGIServer):
    """Answers each request in a thread that is known to have begun.

    While coverage is measured, every new thread installs a trace function, and of two that do so
    at once CPython 3.11 ends one with a RuntimeError: its browser would wait for ever.
    """

    def __init__(self, host: str, port: int, application: WSGIApplication) -> None:
        super().__init__(host, port, application)
        self.threads: list[Thread] = []

    def process_request(self, request: Any, client_address: Any) -> None:  # noqa: ANN401 -- socketserver's own
        """Answer a request, in a second thread where the first one has not begun."""
        begun = Event()

        def answer() -> None:
            if not begun.is_set():
                begun.set()
                self.process_request_thread(request, client_address)

        for _ in range(TRIES):
            thread = Thread(target=answer, daemon=True)
            self.threads = [each for each in self.threads if each.is_alive()]
            self.threads.append(thread)
            thread.start()
            if begun.wait(BEGINS_WITHIN_SECONDS):
                return

    def wait_for_answers(self) -> None:
        """Wait for what is still being answered, such as the words of a page that was left."""
        for thread in self.threads:
            thread.join(ENDS_WITHIN_SECONDS)


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
        server.wait_for_answers()
        server.server_close()
