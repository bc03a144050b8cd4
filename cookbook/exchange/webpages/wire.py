"""A connection with an end: however slowly its bytes drip, and however many there are."""

from __future__ import annotations

import io
import socket
import time
from typing import TYPE_CHECKING, Self

if TYPE_CHECKING:
    from types import TracebackType

    from _typeshed import ReadableBuffer, WriteableBuffer

HEADS_MAX_BYTES = 500_000
"""What may come besides the page itself: status lines, headers, and the lengths of chunks."""


class WireError(OSError):
    """More came through a connection than may."""


class Wire:
    """A socket as http.client uses one, which ends at a moment of the monotonic clock.

    A socket's own timeout begins anew with every byte, so that one who sends a byte now and then
    holds its reader for hours.
    """

    def __init__(self, connection: socket.socket, until: float, most_bytes: int) -> None:
        self._socket = connection
        self._until = until
        self._left = most_bytes + HEADS_MAX_BYTES

    def sendall(self, data: ReadableBuffer) -> None:
        """Send all of the bytes in time. Raises TimeoutError."""
        self._allow()
        self._socket.sendall(data)

    def makefile(self, _mode: str) -> io.BufferedReader:
        """Give what comes as a file."""
        return io.BufferedReader(_Coming(self))

    def receive(self, buffer: WriteableBuffer) -> int:
        """Receive what there is. Raises TimeoutError, and WireError where it is too much."""
        self._allow()
        count = self._socket.recv_into(buffer)
        self._left -= count
        if self._left < 0:
            raise WireError("too many bytes")
        return count

    def close(self) -> None:
        """Do nothing: http.client closes before the answer has been read."""

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._socket.close()

    def _allow(self) -> None:
        left = self._until - time.monotonic()
        if left <= 0:
            raise TimeoutError
        self._socket.settimeout(left)


class _Coming(io.RawIOBase):
    def __init__(self, wire: Wire) -> None:
        self._wire = wire

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: WriteableBuffer) -> int:
        return self._wire.receive(buffer)
