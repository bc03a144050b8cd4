"""What a PDF's pages draw, read from their content streams: fonts, glyphs, pictures, colours."""

from __future__ import annotations

import contextlib
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

import pikepdf

from cookbook.press.checks.pdf_fonts import Font, codes_of, count_empty, read_font
from cookbook.press.checks.pdf_marks import MARKING, PAINTING, SHOWING, Marker, Marks
from cookbook.press.checks.results import CheckError, TooLargeError

MAX_OPERATIONS = 60_000_000
MAX_STREAM = 64_000_000
MAX_FORM_DEPTH = 12
POINTS_PER_INCH = 72.0
RGB_OPERATORS = {"rg", "RG"}
WANTED = f"q Q cm Tf rg RG BI ID gs {MARKING} {' '.join(sorted(PAINTING))}"

Matrix = tuple[float, float, float, float, float, float]

IDENTITY: Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)


@dataclass(frozen=True)
class Picture:
    """A picture as it is printed: page from 0, pixels, size in points; JPEGs are photos."""

    page: int
    pixels: tuple[int, int]
    points: tuple[float, float]
    is_photo: bool
    is_rgb: bool

    @property
    def dpi(self) -> float:
        """Give the lesser resolution of the two ways, in pixels per inch."""
        ways = zip(self.pixels, self.points, strict=True)
        return min(pixels / max(size, 0.01) * POINTS_PER_INCH for pixels, size in ways)


@dataclass
class Drawn:
    """All that was drawn.

    `fonts` tells by name whether each is embedded; `missing` counts, by page and font, glyphs that
    the font doesn't have; `rgb` holds the pages that are painted in RGB. `marks` says by page how
    what is drawn is marked; `wordless` counts, by page and font, letters of which nobody knows what
    they are.
    """

    fonts: dict[str, bool] = field(default_factory=dict)
    pictures: list[Picture] = field(default_factory=list)
    missing: dict[tuple[int, str], int] = field(default_factory=dict)
    rgb: set[int] = field(default_factory=set)
    marks: dict[int, Marks] = field(default_factory=dict)
    wordless: dict[tuple[int, str], int] = field(default_factory=dict)


@dataclass
class _State:
    matrix: Matrix = IDENTITY
    font: Font | None = None


@dataclass(frozen=True)
class _Stream:
    """The stream that is read: its page, what marks it, and the forms within which it is drawn."""

    page: int
    marker: Marker
    within: tuple[tuple[int, int], ...] = ()


class PdfReader:
    """Reads pages, and the forms within them, with an end to the work."""

    def __init__(self) -> None:
        self.drawn = Drawn()
        self.operations = 0
        self.fonts: dict[tuple[int, int], Font] = {}
        self.parsed: dict[tuple[int, int], Sequence[Any]] = {}

    def read(self, pages: Sequence[pikepdf.Page]) -> Drawn:
        """Read all pages. Raises CheckError where they hold more than any book does."""
        for number, page in enumerate(pages):
            marks = self.drawn.marks[number] = Marks()
            stream = _Stream(number, Marker(marks))
            self._run(_parse(page), page.obj.get("/Resources"), stream, _State())
        return self.drawn

    def _run(
        self,
        instructions: Sequence[Any],
        resources: Any,  # noqa: ANN401 -- pikepdf's objects
        stream: _Stream,
        state: _State,
    ) -> None:
        self.operations += len(instructions)
        if self.operations > MAX_OPERATIONS:
            raise TooLargeError("The pages hold more than any book does.")
        saved: list[_State] = []
        for operands, operator in instructions:
            name = str(operator)
            stream.marker.see(name, operands, resources)
            if name == "q":
                saved.append(_State(state.matrix, state.font))
            elif name == "Q" and saved:
                state = saved.pop()
            elif name == "cm":
                state.matrix = multiply(_matrix(operands), state.matrix)
            elif name == "Tf" and operands:
                state.font = self._font(_resource(resources, "/Font", operands[0]))
            elif name == "Do" and operands:
                self._draw(_resource(resources, "/XObject", operands[0]), stream, state)
            else:
                self._look(name, operands, stream.page, state.font)

    def _look(self, name: str, operands: Any, page: int, font: Font | None) -> None:  # noqa: ANN401 -- likewise
        if name in SHOWING and font is not None:
            for text in _strings(operands):
                self._read(text, page, font)
        elif name in RGB_OPERATORS:
            self.drawn.rgb.add(page)

    def _read(self, text: bytes, page: int, font: Font) -> None:
        key = (page, font.name)
        missing = count_empty(text, font)
        if missing:
            self.drawn.missing[key] = self.drawn.missing.get(key, 0) + missing
        wordless = len(codes_of(text, font) - font.words) if font.words is not None else 0
        if wordless:
            self.drawn.wordless[key] = self.drawn.wordless.get(key, 0) + wordless

    def _draw(self, thing: Any, stream: _Stream, state: _State) -> None:  # noqa: ANN401 -- likewise
        if not isinstance(thing, pikepdf.Stream):
            return
        kind = thing.get("/Subtype")
        if kind == "/Image":
            stream.marker.see_picture()
            self.drawn.pictures.append(_picture(thing, stream.page, state.matrix))
        elif kind == "/Form":
            if thing.objgen in stream.within or len(stream.within) >= MAX_FORM_DEPTH:
                raise TooLargeError("A drawing stands within itself, without an end.")
            matrix = multiply(_matrix(thing.get("/Matrix")), state.matrix)
            inner = _State(matrix, state.font)
            marker = Marker(stream.marker.marks, stream.marker)
            deeper = _Stream(stream.page, marker, (*stream.within, thing.objgen))
            self._run(self._form(thing), thing.get("/Resources"), deeper, inner)

    def _form(self, form: pikepdf.Stream) -> Sequence[Any]:
        key = form.objgen
        if key not in self.parsed:
            self.parsed[key] = _parse(form)
        return self.parsed[key]

    def _font(self, font: Any) -> Font | None:  # noqa: ANN401 -- pikepdf's objects
        if not isinstance(font, pikepdf.Dictionary):
            return None
        key = font.objgen
        if key == (0, 0) or key not in self.fonts:
            read = read_font(font)
            self.drawn.fonts[read.name] = self.drawn.fonts.get(read.name, True) and read.is_embedded
            self.fonts[key] = read
        return self.fonts[key]


def multiply(first: Matrix, second: Matrix) -> Matrix:
    """Give the matrix that does the first and then the second."""
    a, b, c, d, e, f = first
    k, m, n, o, p, q = second
    return (
        a * k + b * n,
        a * m + b * o,
        c * k + d * n,
        c * m + d * o,
        e * k + f * n + p,
        e * m + f * o + q,
    )


def _matrix(values: Any) -> Matrix:  # noqa: ANN401 -- pikepdf's objects
    try:
        a, b, c, d, e, f = (float(each) for each in values)
    except (TypeError, ValueError):
        return IDENTITY
    return (a, b, c, d, e, f)


def _parse(stream: Any) -> Sequence[Any]:  # noqa: ANN401 -- a page or a form
    parts = stream.obj.get("/Contents") if isinstance(stream, pikepdf.Page) else stream
    for part in parts if isinstance(parts, pikepdf.Array) else [parts]:
        _weigh(part)
    try:
        return pikepdf.parse_content_stream(stream, WANTED)
    except (pikepdf.PdfError, TypeError, ValueError) as err:
        raise CheckError(f"A page can't be read: {err}") from err


def _weigh(stream: Any) -> None:  # noqa: ANN401 -- pikepdf's objects
    """Refuse a stream that would unpack too large. Raises TooLargeError."""
    if not isinstance(stream, pikepdf.Stream):
        return
    filters = stream.get("/Filter")
    names = (
        [str(each) for each in filters] if isinstance(filters, pikepdf.Array) else [str(filters)]
    )
    packed = stream.read_raw_bytes()
    if names.count("/FlateDecode") + names.count("/LZWDecode") > 1:
        raise TooLargeError("A page is packed twice.")
    unpacker = zlib.decompressobj()
    size = len(packed)
    if names == ["/FlateDecode"]:
        with contextlib.suppress(zlib.error):
            size = len(unpacker.decompress(packed, MAX_STREAM + 1))
    if size > MAX_STREAM:
        raise TooLargeError(f"A page would unpack to more than {MAX_STREAM:,} bytes.")


def _resource(resources: Any, kind: str, name: Any) -> Any:  # noqa: ANN401 -- pikepdf's objects
    if not isinstance(resources, pikepdf.Dictionary):
        return None
    group = resources.get(kind)
    return group.get(str(name)) if isinstance(group, pikepdf.Dictionary) else None


def _strings(operands: Any) -> Iterator[bytes]:  # noqa: ANN401 -- pikepdf's objects
    for each in operands:
        if isinstance(each, pikepdf.String):
            yield bytes(each)
        elif isinstance(each, pikepdf.Array):
            yield from (bytes(part) for part in each if isinstance(part, pikepdf.String))


def _picture(image: pikepdf.Stream, page: int, matrix: Matrix) -> Picture:
    a, b, c, d, _, _ = matrix
    filters = image.get("/Filter")
    names = [str(filters)] if isinstance(filters, pikepdf.Name) else [str(n) for n in filters or ()]
    return Picture(
        page=page,
        pixels=(int(image.get("/Width", 0)), int(image.get("/Height", 0))),
        points=((a * a + b * b) ** 0.5, (c * c + d * d) ** 0.5),
        is_photo=any(name in ("/DCTDecode", "/JPXDecode") for name in names),
        is_rgb=_is_rgb(image.get("/ColorSpace")),
    )


def _is_rgb(space: Any) -> bool:  # noqa: ANN401 -- pikepdf's objects
    if isinstance(space, pikepdf.Array) and len(space) > 1:
        if space[0] == "/ICCBased" and isinstance(space[1], pikepdf.Stream):
            return bool(space[1].get("/N", 0) == 3)  # noqa: PLR2004 -- red, green, blue
        return _is_rgb(space[1] if space[0] == "/Indexed" else space[0])
    return space is not None and str(space) in ("/DeviceRGB", "/CalRGB")
