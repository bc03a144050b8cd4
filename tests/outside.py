"""Keeps the tests on this machine: tells every attempt of a test to reach another one."""

from __future__ import annotations

import ipaddress
import sys

KNOWN_NAMES = {"localhost", "localhost.localdomain", ""}


class ReachedOutsideError(OSError):
    """A test tried to reach another machine."""


def is_here(host: object) -> bool:
    """Tell whether a host, as socket calls take it, is this machine's loopback."""
    if host is None:
        return True
    name = host.decode("ascii", "replace") if isinstance(host, bytes) else str(host)
    try:
        return ipaddress.ip_address(name.partition("%")[0]).is_loopback
    except ValueError:
        return name.lower() in KNOWN_NAMES


class Watch:
    """Notes what was reached outside, and refuses it."""

    def __init__(self) -> None:
        self.reached: list[str] = []

    def hear(self, event: str, arguments: tuple[object, ...]) -> None:
        """Take one audit event of the interpreter, as `sys.addaudithook` gives them.

        Raises ReachedOutsideError. The attempt is noted too, as the code under test may swallow
        the error.
        """
        if event in {"socket.connect", "socket.sendto", "socket.sendmsg"}:
            address = arguments[1]
            # A Unix socket's address is a path, and a connected socket's None: both stay here.
            host = address[0] if isinstance(address, tuple) and address else None
        elif event in {"socket.getaddrinfo", "socket.gethostbyname"}:
            host = arguments[0]
        else:
            return
        if not is_here(host):
            self.reached.append(f"{event} {host}")
            raise ReachedOutsideError(f"a test reached outside: {event} {host}")


WATCH = Watch()


def start_watching() -> None:
    """Watch this process until it ends: an audit hook can't be taken away again."""
    sys.addaudithook(WATCH.hear)
