"""What is shown of a picture: turned by quarters, and a part cut out of it. The original stays."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass
from enum import StrEnum

from PIL import Image

WHOLE = 1000
"""A side of the turned picture, in the unit of boxes."""
LEAST = 50
"""The shortest side of a box, in the same unit."""
LEAST_PIXELS = 16
TURNS = 4
_TRANSPOSED = {
    1: Image.Transpose.ROTATE_270,
    2: Image.Transpose.ROTATE_180,
    3: Image.Transpose.ROTATE_90,
}


class Shape(StrEnum):
    """What shape a part has that is cut out."""

    FREE = ""
    FOUR_BY_THREE = "4:3"
    THREE_BY_TWO = "3:2"
    SQUARE = "1:1"

    @property
    def ratio(self) -> float | None:
        """The longer side as a multiple of the shorter; None for any."""
        if self is Shape.FREE:
            return None
        long, short = self.value.split(":")
        return int(long) / int(short)


@dataclass(frozen=True)
class Cut:
    """A picture turned `turns` quarters clockwise, and a box of that, in thousandths of its sides.

    It is always within the picture: what isn't is moved and shortened.
    """

    turns: int = 0
    left: int = 0
    top: int = 0
    width: int = WHOLE
    height: int = WHOLE

    def __post_init__(self) -> None:
        settled = {
            "turns": self.turns % TURNS,
            "width": _between(self.width, LEAST, WHOLE),
            "height": _between(self.height, LEAST, WHOLE),
        }
        settled["left"] = _between(self.left, 0, WHOLE - settled["width"])
        settled["top"] = _between(self.top, 0, WHOLE - settled["height"])
        for name, value in settled.items():
            object.__setattr__(self, name, value)

    @property
    def is_whole(self) -> bool:
        """Whether nothing is cut off."""
        return self.width == self.height == WHOLE

    def turned_right(self) -> Cut:
        """Turn what is shown by a quarter, clockwise."""
        left = WHOLE - self.top - self.height
        return Cut(self.turns + 1, left, self.left, self.height, self.width)

    def turned_left(self) -> Cut:
        """Turn what is shown by a quarter, against the clock."""
        return self.turned_right().turned_right().turned_right()

    def uncut(self) -> Cut:
        """Show the whole picture again, turned as it is."""
        return Cut(self.turns)

    def shaped(self, shape: Shape, size: tuple[int, int]) -> Cut:
        """Give the largest box of a shape in the middle of this one; `size` is the original's.

        A box that is higher than wide stays so.
        """
        if shape.ratio is None:
            return self
        wide, high = size if self.turns % 2 == 0 else size[::-1]
        width, height = self.width * wide, self.height * high
        ratio = shape.ratio if width >= height else 1 / shape.ratio
        new_width, new_height = min(width, height * ratio), min(height, width / ratio)
        box = round(new_width / wide), round(new_height / high)
        left = self.left + (self.width - box[0]) // 2
        top = self.top + (self.height - box[1]) // 2
        return dataclasses.replace(self, left=left, top=top, width=box[0], height=box[1])

    def cut_out(self, image: Image.Image) -> Image.Image:
        """Give the part of an image that is shown, upright as it is meant."""
        turned = image.transpose(_TRANSPOSED[self.turns]) if self.turns else image
        if self.is_whole:
            return turned
        wide, high = turned.size
        left, top = self.left * wide // WHOLE, self.top * high // WHOLE
        right = max(round((self.left + self.width) * wide / WHOLE), left + LEAST_PIXELS)
        bottom = max(round((self.top + self.height) * high / WHOLE), top + LEAST_PIXELS)
        return turned.crop((left, top, min(right, wide), min(bottom, high)))


def _between(value: int, least: int, most: int) -> int:
    return max(least, min(value, most))
