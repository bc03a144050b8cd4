"""Colours on the screen -> inks on paper: grey, or cyan, magenta, yellow and black by a profile."""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Protocol

from PIL import Image, ImageCms

from cookbook.errors import CookbookError

PROFILE_MAX_BYTES = 8_000_000
NEARLY_GREY = 0.08
DARK = 0.32
"""Letters as dark and as grey as this are printed in black alone, as four inks never quite meet."""
LUMINANCE = (0.2126, 0.7152, 0.0722)
"""Rec. 709, which sRGB follows."""
GAMMA = 2.2


class InkError(CookbookError):
    """Colours that can't be turned into inks on this machine."""


class Inks(Protocol):
    """A way of printing colours; `space` is the PDF's name of its colour space."""

    @property
    def space(self) -> str:
        """Give the name of its colour space."""

    @property
    def operators(self) -> tuple[str, str]:
        """Give the operators that set the colour of areas and of lines."""

    def colour(self, rgb: Sequence[float]) -> tuple[float, ...]:
        """Give the inks of a colour; all figures go from 0 to 1."""

    def picture(self, picture: Image.Image) -> Image.Image:
        """Give a picture in these inks."""


@dataclass(frozen=True)
class GreyInk:
    """Black ink in all its shades."""

    space: str = "DeviceGray"
    operators: tuple[str, str] = ("g", "G")

    def colour(self, rgb: Sequence[float]) -> tuple[float, ...]:
        """Give a colour's brightness; what is as dark as text becomes black."""
        light = sum(part * value**GAMMA for part, value in zip(LUMINANCE, rgb, strict=True))
        grey = light ** (1 / GAMMA)
        return (0.0 if _is_text(rgb) else round(grey, 4),)

    def picture(self, picture: Image.Image) -> Image.Image:
        """Give a picture without its colours."""
        return picture.convert("L")


@dataclass(frozen=True)
class Profile:
    """A print shop's profile of its four inks: its bytes, and what it calls itself."""

    data: bytes
    name: str


def read_profile(file: Path) -> Profile:
    """Read a profile. Raises InkError where it is none, or none of four inks."""
    remedy = "Ask the print shop for its profile (ICC, CMYK), and put it into the book's folder."
    try:
        if file.stat().st_size > PROFILE_MAX_BYTES:
            raise InkError("is too large for a colour profile.", place=file, remedy=remedy)
        data = file.read_bytes()
        read = ImageCms.ImageCmsProfile(io.BytesIO(data)).profile
    except OSError as err:
        raise InkError("can't be read as a colour profile.", place=file, remedy=remedy) from err
    if read.xcolor_space.strip() != "CMYK":
        message = f"is a profile of {read.xcolor_space.strip()}, not of four inks (CMYK)."
        raise InkError(message, place=file, remedy=remedy)
    return Profile(data, (read.profile_description or file.stem).strip())


@dataclass(frozen=True)
class FourInks:
    """Cyan, magenta, yellow and black, by the profile of a print shop."""

    profile: Profile
    space: str = "DeviceCMYK"
    operators: tuple[str, str] = ("k", "K")
    known: dict[tuple[float, ...], tuple[float, ...]] = field(default_factory=dict)

    def colour(self, rgb: Sequence[float]) -> tuple[float, ...]:
        """Give a colour's four inks; what is as dark as text is black alone."""
        wanted = tuple(rgb)
        if _is_text(wanted):
            return (0.0, 0.0, 0.0, 1.0)
        if wanted not in self.known:
            red, green, blue = (round(each * 255) for each in wanted)
            inks = self.picture(Image.new("RGB", (1, 1), (red, green, blue))).getpixel((0, 0))
            four = inks if isinstance(inks, tuple) else ()
            self.known[wanted] = tuple(round(each / 255, 4) for each in four)
        return self.known[wanted]

    def picture(self, picture: Image.Image) -> Image.Image:
        """Give a picture in four inks, with white left white."""
        done = ImageCms.applyTransform(picture.convert("RGB"), self._transform)
        if done is None:  # pragma: no cover -- only where a picture is changed in place
            raise InkError("a picture could not be turned into inks.", remedy="Save it anew.")
        return done

    @cached_property
    def _transform(self) -> ImageCms.ImageCmsTransform:
        return ImageCms.buildTransform(
            ImageCms.createProfile("sRGB"),
            io.BytesIO(self.profile.data),
            "RGB",
            "CMYK",
            renderingIntent=ImageCms.Intent.RELATIVE_COLORIMETRIC,
            flags=ImageCms.Flags.BLACKPOINTCOMPENSATION,
        )


def _is_text(rgb: Sequence[float]) -> bool:
    return max(rgb) <= DARK and max(rgb) - min(rgb) <= NEARLY_GREY
