"""What a PDF's pages draw, read from their content streams: fonts, glyphs, pictures, colours."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

import pikepdf

from cookbook.press.checks.results import CheckError

MAX_OPERATIONS = 60_000_000
MAX_FORM_DEPTH = 12
POINTS_PER_INCH = 72.0
SHOWING = {"Tj", "TJ", "'", '"'}
RGB_OPERATORS = {"rg", "RG"}
WANTED = "q Q cm Do Tf rg RG BI ID EI gs Tj TJ ' \""

CODES = 0x10000
CID_RANGES = re.compile(rb"begincid(?:range|char)(.*?)endcid", re.DOTALL)
CID_RANGE = re.compile(rb"<([0-9A-Fa-f]{1,4})>\s*(?:<([0-9A-Fa-f]{1,4})>\s*)?(\d+)")

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
    the font doesn't have; `rgb` holds the pages that are painted in RGB.
    """

    fonts: dict[str, bool] = field(default_factory=dict)
    pictures: list[Picture] = field(default_factory=list)
    missing: dict[tuple[int, str], int] = field(default_factory=dict)
    rgb: set[int] = field(default_factory=set)


@dataclass(frozen=True)
class _Font:
    """What is needed of a font; `empty` are the codes, of `width` bytes, that show no glyph."""

    name: str
    is_embedded: bool
    width: int = 0
    empty: frozenset[int] = frozenset()


@dataclass
class _State:
    matrix: Matrix = IDENTITY
    font: _Font | None = None


class PdfReader:
    """Reads pages, and the forms within them, with an end to the work."""

    def __init__(self) -> None:
        self.drawn = Drawn()
        self.operations = 0
        self.fonts: dict[tuple[int, int], _Font] = {}
        self.parsed: dict[tuple[int, int], Sequence[Any]] = {}

    def read(self, pages: Sequence[pikepdf.Page]) -> Drawn:
        """Read all pages. Raises CheckError where they hold more than any book does."""
        for number, page in enumerate(pages):
            instructions = _parse(page)
            self._run(instructions, page.obj.get("/Resources"), number, _State(), 0)
        return self.drawn

    def _run(
        self,
        instructions: Sequence[Any],
        resources: Any,  # noqa: ANN401 -- pikepdf's objects
        page: int,
        state: _State,
        depth: int,
    ) -> None:
        self.operations += len(instructions)
        if self.operations > MAX_OPERATIONS:
            raise CheckError("The pages hold more than any book does.")
        saved: list[_State] = []
        for operands, operator in instructions:
            name = str(operator)
            if name == "q":
                saved.append(_State(state.matrix, state.font))
            elif name == "Q" and saved:
                state = saved.pop()
            elif name == "cm":
                state.matrix = multiply(_matrix(operands), state.matrix)
            elif name == "Tf" and operands:
                state.font = self._font(_resource(resources, "/Font", operands[0]))
            elif name == "Do" and operands:
                self._draw(_resource(resources, "/XObject", operands[0]), page, state, depth)
            else:
                self._look(name, operands, page, state.font)

    def _look(self, name: str, operands: Any, page: int, font: _Font | None) -> None:  # noqa: ANN401 -- likewise
        if name in SHOWING and font is not None and font.empty:
            count = sum(_count_empty(text, font) for text in _strings(operands))
            if count:
                key = (page, font.name)
                self.drawn.missing[key] = self.drawn.missing.get(key, 0) + count
        elif name in RGB_OPERATORS:
            self.drawn.rgb.add(page)

    def _draw(self, thing: Any, page: int, state: _State, depth: int) -> None:  # noqa: ANN401 -- likewise
        if not isinstance(thing, pikepdf.Stream):
            return
        kind = thing.get("/Subtype")
        if kind == "/Image":
            self.drawn.pictures.append(_picture(thing, page, state.matrix))
        elif kind == "/Form" and depth < MAX_FORM_DEPTH:
            matrix = multiply(_matrix(thing.get("/Matrix")), state.matrix)
            inner = _State(matrix, state.font)
            self._run(self._form(thing), thing.get("/Resources"), page, inner, depth + 1)

    def _form(self, form: pikepdf.Stream) -> Sequence[Any]:
        key = form.objgen
        if key not in self.parsed:
            self.parsed[key] = _parse(form)
        return self.parsed[key]

    def _font(self, font: Any) -> _Font | None:  # noqa: ANN401 -- pikepdf's objects
        if not isinstance(font, pikepdf.Dictionary):
            return None
        key = font.objgen
        if key == (0, 0) or key not in self.fonts:
            read = _read_font(font)
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
    try:
        return pikepdf.parse_content_stream(stream, WANTED)
    except (pikepdf.PdfError, TypeError, ValueError) as err:
        raise CheckError(f"A page can't be read: {err}") from err


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


def _count_empty(text: bytes, font: _Font) -> int:
    starts = range(0, len(text), font.width)
    return sum(int.from_bytes(text[at : at + font.width]) in font.empty for at in starts)


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


def _read_font(font: Any) -> _Font:  # noqa: ANN401 -- pikepdf's objects
    kind, name = font.get("/Subtype"), str(font.get("/BaseFont", "/?")).lstrip("/")
    if kind == "/Type3":
        # Its glyphs are drawings within the file itself.
        return _Font(str(font.get("/Name", "/Type3")).lstrip("/"), is_embedded=True)
    if kind != "/Type0":
        return _Font(name, _is_embedded(font), 1, _empty_names(font.get("/Encoding")))
    below = font.get("/DescendantFonts")
    descendant = below[0] if isinstance(below, pikepdf.Array) and len(below) else None
    if not isinstance(descendant, pikepdf.Dictionary):
        return _Font(name, is_embedded=False)
    empty = _empty_codes(font.get("/Encoding"), descendant.get("/CIDToGIDMap"))
    return _Font(name, _is_embedded(descendant), 2, empty)


def _is_embedded(font: Any) -> bool:  # noqa: ANN401 -- pikepdf's objects
    descriptor = font.get("/FontDescriptor")
    if not isinstance(descriptor, pikepdf.Dictionary):
        return False
    return any(f"/FontFile{number}" in descriptor for number in ("", "2", "3"))


def _empty_codes(encoding: Any, glyphs: Any) -> frozenset[int]:  # noqa: ANN401 -- pikepdf's objects
    """Give the codes that mean glyph 0, which is .notdef in every font (ISO 32000-1, 9.7).

    Known are the plain encoding, with or without a table of glyphs, and one that the file brings.
    """
    if isinstance(encoding, pikepdf.Stream):
        return frozenset(range(CODES)) - _mapped_codes(encoding.read_bytes())
    if str(encoding) not in ("/Identity-H", "/Identity-V"):
        return frozenset()
    if not isinstance(glyphs, pikepdf.Stream):
        return frozenset({0})
    numbers = glyphs.read_bytes()[: 2 * CODES]
    pairs = range(0, len(numbers), 2)
    return frozenset(at // 2 for at in pairs if numbers[at : at + 2] == b"\0\0") | {0}


def _mapped_codes(cmap: bytes) -> frozenset[int]:
    """Give the codes that a CMap maps to something other than glyph 0."""
    found: set[int] = set()
    for block in CID_RANGES.finditer(cmap):
        for first, last, glyph in CID_RANGE.findall(block[1]):
            start, end = int(first, 16), min(int(last or first, 16), CODES - 1)
            found.update(range(start + (int(glyph) == 0), end + 1))
    return frozenset(found)


def _empty_names(encoding: Any) -> frozenset[int]:  # noqa: ANN401 -- pikepdf's objects
    """Give the codes that a simple font's encoding names .notdef."""
    if not isinstance(encoding, pikepdf.Dictionary):
        return frozenset()
    found, code = set(), 0
    for each in encoding.get("/Differences", ()):
        if isinstance(each, pikepdf.Name):
            if each == "/.notdef":
                found.add(code)
            code += 1
        else:
            code = int(each)
    return frozenset(found)
