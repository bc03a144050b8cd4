"""Where a picture is shown, and at which widths: what `srcset` says to browsers."""

from __future__ import annotations

from dataclasses import dataclass

SIZES = "(min-width: 64rem) 36rem, 100vw"
"""How wide a picture of a text is shown at most; browsers choose by it."""


@dataclass(frozen=True, order=True)
class PictureSource:
    """A picture's address, its size in pixels (0 where that isn't known), and its other widths."""

    address: str
    width: int = 0
    height: int = 0
    widths: tuple[int, ...] = ()

    @property
    def srcset(self) -> str:
        """The widths with their addresses, as an `img` has them; "" where there is but one."""
        if not self.widths:
            return ""
        each = [f"{self.address}?width={width} {width}w" for width in self.widths]
        return ", ".join([*each, f"{self.address} {self.width}w"])

    def attributes(self, sizes: str = SIZES) -> dict[str, str]:
        """Give what an `img` says besides its address: so pages don't jump when it comes."""
        size = {"width": str(self.width), "height": str(self.height)} if self.width else {}
        several = {"srcset": self.srcset, "sizes": sizes} if self.srcset else {}
        return {**size, **several}
