"""A server on this machine that behaves as strangers' servers do: well, oddly, and with harm."""

from __future__ import annotations

import gzip
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from urllib.parse import urlsplit
from wsgiref.types import StartResponse, WSGIEnvironment

from tests.servers.web import HOST, serving

PAGE = b"<!doctype html><title>Soup</title><h1>Stone soup</h1>"
HTML = ("Content-Type", "text/html; charset=utf-8")
BOMB_MEGABYTES = 60


@dataclass
class Strangers:
    """Pages by path, and the requests that came for them."""

    address: str = ""
    asked: list[WSGIEnvironment] = field(default_factory=list)
    pages: dict[str, bytes] = field(default_factory=dict)

    @property
    def port(self) -> int:
        return urlsplit(self.address).port or 0

    @property
    def paths(self) -> list[str]:
        return [each["PATH_INFO"] for each in self.asked]

    def __call__(self, environ: WSGIEnvironment, start: StartResponse) -> Iterable[bytes]:
        self.asked.append(environ)
        path, query = environ["PATH_INFO"], environ["QUERY_STRING"]
        if path in self.pages:
            start("200 OK", [HTML])
            return [self.pages[path]]
        if path == "/to":
            start("302 Found", [("Location", query)])
            return [b""]
        if path == "/status":
            start(f"{query} Oh", [HTML])
            return [b"no"]
        if path == "/type":
            start("200 OK", [("Content-Type", query)] if query else [])
            return [b"\x89PNG"]
        return _odd(path, start)


def _odd(path: str, start: StartResponse) -> Iterable[bytes]:
    if path.startswith("/turns/"):
        left = int(path.rpartition("/")[2]) - 1
        start("301 Moved", [("Location", f"{left}" if left else "../soup")])
        return [b""]
    if path == "/cookie":
        start("302 Found", [("Location", "/soup"), ("Set-Cookie", "who=you")])
        return [b""]
    if path in PACKED:
        encoding, make = PACKED[path]
        start("200 OK", [HTML, ("Content-Encoding", encoding)])
        return [make()]
    if path in UNENDING:
        start("200 OK", [HTML])
        return UNENDING[path]()
    start("404 Not Found", [HTML])
    return [b"gone"]


def _endless() -> Iterator[bytes]:
    while True:
        yield bytes(100_000)


def _drip() -> Iterator[bytes]:
    for _ in range(600):
        time.sleep(0.05)
        yield b"x"


PACKED: dict[str, tuple[str, Callable[[], bytes]]] = {
    "/bomb": ("gzip", lambda: gzip.compress(bytes(BOMB_MEGABYTES * 1_000_000))),
    "/packed": ("gzip", lambda: gzip.compress(PAGE)),
    "/broken": ("gzip", lambda: b"this is no gzip"),
    "/brotli": ("br", lambda: b"\x0b\x02\x80"),
}
UNENDING = {"/endless": _endless, "/drip": _drip}


@contextmanager
def strangers() -> Iterator[Strangers]:
    """Run the server; its pages are at `address`."""
    server = Strangers(pages={"/soup": PAGE})
    with serving(server) as address:
        server.address = address
        yield server


__all__ = ["HOST", "PAGE", "Strangers", "strangers"]
