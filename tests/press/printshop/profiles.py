"""A colour profile of four inks, as small as one can be: for tests, and for no printing press."""

from __future__ import annotations

import struct
from itertools import product

NAME = "Four inks for tests"
HEADER = 128
WHITE = (0.9642, 1.0, 0.8249)


def four_inks() -> bytes:
    """Write an ICC profile (ICC.1:2001) whose tables have two points a channel."""
    tags = {
        b"desc": _described(NAME),
        b"cprt": b"text\0\0\0\0Public domain\0",
        b"wtpt": b"XYZ \0\0\0\0" + b"".join(_fixed(each) for each in WHITE),
        b"A2B0": _table(4, 3, [_lab(*inks) for inks in product((0, 1), repeat=4)]),
        b"B2A0": _table(3, 4, [_inks(*lab) for lab in product((0, 1), repeat=3)]),
    }
    place = HEADER + 4 + 12 * len(tags)
    directory, data = struct.pack(">I", len(tags)), b""
    for name, content in tags.items():
        padded = content + b"\0" * (-len(content) % 4)
        directory += struct.pack(">4sII", name, place + len(data), len(content))
        data += padded
    size = place + len(data)
    header = struct.pack(">I4sI4s4s4s", size, b"test", 0x02400000, b"prtr", b"CMYK", b"Lab ")
    header += struct.pack(">6H", 2020, 1, 1, 0, 0, 0) + b"acsp" + b"\0" * 28
    header += b"".join(_fixed(each) for each in WHITE)
    return header.ljust(HEADER, b"\0") + directory + data


def _lab(cyan: int, magenta: int, yellow: int, black: int) -> bytes:
    light = 0 if black else 255 - 70 * (cyan + magenta + yellow)
    return bytes([light, 128 + 60 * (magenta - cyan), 128 + 60 * (yellow - cyan)])


def _inks(light: int, red: int, yellow: int) -> bytes:
    if light:
        return bytes(4)
    return bytes([255 * (1 - red), 255 * red, 255 * yellow, 255])


def _table(channels: int, out: int, points: list[bytes]) -> bytes:
    straight = bytes(range(256))
    matrix = b"".join(_fixed(float(row == column)) for row in range(3) for column in range(3))
    head = struct.pack(">4sIBBBB", b"mft1", 0, channels, out, 2, 0)
    return head + matrix + straight * channels + b"".join(points) + straight * out


def _described(words: str) -> bytes:
    text = words.encode() + b"\0"
    return b"desc\0\0\0\0" + struct.pack(">I", len(text)) + text + b"\0" * 78


def _fixed(value: float) -> bytes:
    return struct.pack(">i", round(value * 65536))
