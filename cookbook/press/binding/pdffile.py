"""Writes a PDF from front to back; its table of places alone stays in memory (ISO 32000-1, 7.5).

Streams are compressed beside us, on another core, and written in the order in which they came.
"""

from __future__ import annotations

import struct
import zlib
from array import array
from collections import deque
from concurrent.futures import Future, ThreadPoolExecutor
from typing import BinaryIO

HEADER = b"%PDF-1.7\n%\xf0\x9f\x96\xa4\n"
GROUP = 200
"""How many objects share one object stream: enough to be small, few enough to be found quickly."""
AHEAD = 64
"""So many streams may wait to be written, as those before them are being compressed."""
FAR = 1 << 32
ROWS = 4096
FREE, PLAIN, GROUPED = 0, 1, 2


class PdfFile:
    """Takes objects in any order under numbers that were reserved; each is written once."""

    def __init__(self, stream: BinaryIO) -> None:
        self.stream = stream
        self.position = stream.write(HEADER)
        self.kinds = bytearray([FREE])
        self.places = array("Q", [0])
        self.indexes = array("I", [65_535])
        self.waiting: list[tuple[int, bytes]] = []
        self.beside = ThreadPoolExecutor(1, thread_name_prefix="compressing")
        self.streams: deque[tuple[int, bytes, Future[bytes] | bytes]] = deque()

    def reserve(self, count: int = 1) -> int:
        """Give a number, the first of `count` that follow each other."""
        first = len(self.kinds)
        self.kinds.extend(bytes(count))
        self.places.extend([0] * count)
        self.indexes.extend([0] * count)
        return first

    def put(self, number: int, data: bytes) -> None:
        """Write an object that is no stream."""
        self.waiting.append((number, data))
        if len(self.waiting) >= GROUP:
            self._write_group()

    def add(self, data: bytes) -> int:
        """Write an object that is no stream; give its number."""
        number = self.reserve()
        self.put(number, data)
        return number

    def put_stream(self, number: int, dictionary: bytes, data: Future[bytes] | bytes) -> None:
        """Write a stream; `dictionary` is what stands between its brackets, without the length."""
        self.streams.append((number, dictionary, data))
        self._write_streams(AHEAD)

    def add_stream(self, dictionary: bytes, data: bytes) -> int:
        """Write a stream; give its number."""
        number = self.reserve()
        self.put_stream(number, dictionary, data)
        return number

    def add_packed(self, data: bytes) -> int:
        """Compress data and write it as a stream; give its number."""
        number = self.reserve()
        self.put_stream(number, b"/Filter/FlateDecode", self._packed(data))
        return number

    def put_group(self, first: int, count: int, data: bytes, head: int) -> None:
        """Write `count` objects, numbered from `first` on and none a stream, in one object stream.

        `data` is what stands in that stream, `head` the size of the part that says what is where.
        """
        number = self.reserve()
        self.kinds[first : first + count] = bytes([GROUPED]) * count
        self.places[first : first + count] = array("Q", [number]) * count
        self.indexes[first : first + count] = array("I", range(count))
        dictionary = b"/Type/ObjStm/N %d/First %d/Filter/FlateDecode" % (count, head)
        self.put_stream(number, dictionary, self._packed(data))

    def finish(self, root: int, info: int) -> None:
        """Write what waits, and the table by which everything is found."""
        if self.waiting:
            self._write_group()
        self._write_streams(0)
        number = self.reserve()
        self._note(number, PLAIN, self.position, 0)
        row = struct.Struct(">BQL" if self.position >= FAR else ">BLL")
        widths = b"1 8 4" if self.position >= FAR else b"1 4 4"
        size = len(self.kinds)
        begun = self.position
        dictionary = b"/Type/XRef/Size %d/W[%b]/Root %d 0 R/Info %d 0 R/Filter/FlateDecode" % (
            size,
            widths,
            root,
            info,
        )
        self.put_stream(number, dictionary, self._packed_table(row))
        self._write_streams(0)
        self.beside.shutdown()
        self._write(b"startxref\n%d\n%%%%EOF\n" % begun)

    def _write_group(self) -> None:
        number = self.reserve()
        positions, position = [], 0
        for index, (each, data) in enumerate(self.waiting):
            self._note(each, GROUPED, number, index)
            positions.append(b"%d %d" % (each, position))
            position += len(data) + 1
        head = b" ".join(positions) + b"\n"
        body = head + b"\n".join(data for _, data in self.waiting)
        dictionary = b"/Type/ObjStm/N %d/First %d/Filter/FlateDecode" % (
            len(self.waiting),
            len(head),
        )
        self.waiting.clear()
        self.put_stream(number, dictionary, self._packed(body))

    def _packed_table(self, row: struct.Struct) -> bytes:
        """Compress the table of places part by part: a large book has a million of them."""
        packer, parts = zlib.compressobj(), []
        for begun in range(0, len(self.kinds), ROWS):
            part = slice(begun, begun + ROWS)
            rows = map(row.pack, self.kinds[part], self.places[part], self.indexes[part])
            parts.append(packer.compress(b"".join(rows)))
        return b"".join([*parts, packer.flush()])

    def _packed(self, data: bytes) -> Future[bytes]:
        return self.beside.submit(zlib.compress, data)

    def _write_streams(self, left: int) -> None:
        """Write what came first, until so many streams are left."""
        while len(self.streams) > left:
            number, dictionary, data = self.streams.popleft()
            packed = data if isinstance(data, bytes) else data.result()
            self._note(number, PLAIN, self.position, 0)
            head = b"%d 0 obj\n<<%b/Length %d>>\nstream\n" % (number, dictionary, len(packed))
            self._write(head, packed, b"\nendstream\nendobj\n")

    def _note(self, number: int, kind: int, place: int, index: int) -> None:
        self.kinds[number], self.places[number], self.indexes[number] = kind, place, index

    def _write(self, *parts: bytes) -> None:
        for part in parts:
            self.position += self.stream.write(part)
