"""A PDF in the colours of a screen -> the same PDF in the inks of a print shop."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pikepdf
from PIL import Image

from cookbook.press.printshop.colours import Inks

NUMBER = rb"(-?\d*\.?\d+)"
COLOUR = re.compile(rb"(?<![\w.])" + rb"\s+".join([NUMBER] * 3) + rb"\s+(rg|RG)(?![\w])")
SCREEN = "/DeviceRGB"
JPEG_QUALITY = 92
INVERTED = [1, 0] * 4
"""JPEGs of four inks are written with their figures turned round, as all programs do."""


def set_in_inks(pdf: pikepdf.Pdf, inks: Inks) -> None:
    """Turn every colour of a PDF into inks: of letters, lines, areas, blends and pictures.

    Colour spaces that aren't of a screen stay as they are.
    """
    inker = _Inker(pdf, inks)
    for page in pdf.pages:
        page.contents_coalesce()
        inker.stream(page.obj.Contents)
    for each in pdf.objects:
        if isinstance(each, pikepdf.Stream):
            inker.drawn(each)
        if isinstance(each, (pikepdf.Dictionary, pikepdf.Stream)):
            inker.described(each)


@dataclass(frozen=True)
class _Inker:
    pdf: pikepdf.Pdf
    inks: Inks

    def stream(self, stream: Any) -> None:  # noqa: ANN401 -- pikepdf's objects are of any kind
        """Turn the colours that a stream of drawing sets."""
        content = stream.read_bytes()
        turned = COLOUR.sub(self._turned, content)
        if turned != content:
            stream.write(turned)

    def drawn(self, stream: pikepdf.Stream) -> None:
        """Turn a picture, a form, or a pattern."""
        kind = str(stream.get("/Subtype", ""))
        if kind == "/Form" or int(stream.get("/PatternType", 0)) == 1:
            self.stream(stream)
        elif kind == "/Image" and not stream.get("/ImageMask", False):
            self._picture(stream)

    def described(self, thing: Any) -> None:  # noqa: ANN401 -- likewise
        """Turn a blend, or the space in which see-through things are blended."""
        if "/ShadingType" in thing and thing.get("/ColorSpace") == SCREEN:
            thing.ColorSpace = pikepdf.Name(f"/{self.inks.space}")
            for function in _functions(thing.get("/Function")):
                self._blend(function)
        group = thing.get("/Group")
        if isinstance(group, pikepdf.Dictionary) and group.get("/CS") == SCREEN:
            group.CS = pikepdf.Name(f"/{self.inks.space}")

    def _turned(self, found: re.Match[bytes]) -> bytes:
        inks = self.inks.colour([float(each) for each in found.groups()[:3]])
        operator = self.inks.operators[found[4] == b"RG"]
        return f"{' '.join(f'{each:g}' for each in inks)} {operator}".encode()

    def _blend(self, function: Any) -> None:  # noqa: ANN401 -- likewise
        for end in ("/C0", "/C1"):
            if end in function:
                colour = [float(each) for each in function[end].as_list()]
                function[end] = pikepdf.Array(list(self.inks.colour(colour)))

    def _picture(self, stream: pikepdf.Stream) -> None:
        if stream.get("/ColorSpace") in ("/DeviceGray", "/DeviceCMYK"):
            return
        picture = self.inks.picture(pikepdf.PdfImage(stream).as_pil_image().convert("RGB"))
        if "/DCTDecode" in repr(stream.get("/Filter")):
            self._write_photo(stream, picture)
        else:
            stream.write(picture.tobytes())
        for name in ("/DecodeParms", "/Intent"):
            if name in stream:
                del stream[name]
        stream.ColorSpace = pikepdf.Name(f"/{self.inks.space}")
        stream.BitsPerComponent = 8

    @staticmethod
    def _write_photo(stream: pikepdf.Stream, picture: Image.Image) -> None:
        output = io.BytesIO()
        picture.save(output, "JPEG", quality=JPEG_QUALITY)
        stream.write(output.getvalue(), filter=pikepdf.Name("/DCTDecode"))
        if picture.mode == "CMYK":
            stream.Decode = pikepdf.Array(INVERTED)


def _functions(function: Any) -> Iterator[Any]:  # noqa: ANN401 -- likewise
    """Give a blend's function, and those of which it is made."""
    if function is None:
        return
    if isinstance(function, pikepdf.Array):
        for each in function.as_list():
            yield from _functions(each)
        return
    yield function
    if "/Functions" in function:
        yield from _functions(function["/Functions"])
