"""What a page draws: its content stream, run to a list of marks (ISO 32000-1, 8 and 9)."""

from __future__ import annotations

import copy
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from math import hypot, sqrt
from typing import Any, TypeAlias

import pikepdf

from cookbook.press.checks.pdf_content import IDENTITY, Matrix, multiply
from tests.press.likeness.glyphs import Font
from tests.press.likeness.lettering import TEXT_STEPS, TEXT_VALUES, Lettering, next_line
from tests.press.likeness.marks import NOT_MARKED, Kind, Look, Mark
from tests.press.likeness.opened import Numbers, Thing, digest, numbers

MAX_FORM_DEPTH = 12
FILLS = {"f": "nonzero", "F": "nonzero", "f*": "even-odd"}
STROKES = {"S": "", "s": "", "B": "nonzero", "B*": "even-odd", "b": "nonzero", "b*": "even-odd"}
SPACES = {"g": "/DeviceGray", "rg": "/DeviceRGB", "k": "/DeviceCMYK"}
STATE_KEYS = ("/ca", "/CA", "/BM", "/SMask", "/LW", "/D", "/Font")


@dataclass
class State(Lettering):
    """What a drawing goes by: the place, the colours, the pen, and the type."""

    matrix: Matrix = IDENTITY
    fill: tuple[object, ...] = ("/DeviceGray", 0.0)
    stroke: tuple[object, ...] = ("/DeviceGray", 0.0)
    transparency: tuple[tuple[str, str], ...] = ()
    line_width: float = 1.0
    line: tuple[tuple[str, str], ...] = ()

    def point(self, x: float, y: float) -> Numbers:
        """Give a point of the drawing as one of the page."""
        a, b, c, d, e, f = self.matrix
        return (a * x + c * y + e, b * x + d * y + f)

    def look(self) -> Look:
        """Give how what is filled looks."""
        return (("colour", self.fill), ("transparency", self.transparency))


@dataclass
class Shelf:
    """What pages of a file share: its fonts, and the digests of its pictures and patterns."""

    fonts: dict[tuple[int, int], Font] = field(default_factory=dict)
    digests: dict[tuple[int, int], str] = field(default_factory=dict)

    def font(self, font: Thing) -> Font:
        """Give a font, read once."""
        if font.objgen not in self.fonts or not font.is_indirect:
            self.fonts[font.objgen] = Font(font)
        return self.fonts[font.objgen]

    def digest(self, thing: Thing) -> str:
        """Give an object's digest, made once."""
        if not isinstance(thing, pikepdf.Object) or not thing.is_indirect:
            return digest(thing, self._draw)
        if thing.objgen not in self.digests:
            self.digests[thing.objgen] = digest(thing, self._draw)
        return self.digests[thing.objgen]

    def _draw(self, stream: pikepdf.Stream) -> bytes:
        drawing = Drawing(self)
        drawing.run(stream, stream["/Resources"])
        marks = [
            (*mark[:3], *(tuple(round(each, 2) for each in values) for values in mark[3:5]))
            for mark in drawing.marks
        ]
        return repr(marks).encode()


Operands: TypeAlias = Sequence[Thing]
Step: TypeAlias = Callable[["Drawing", Operands], None]


class Drawing:
    """Runs one page's content, and that of the forms in it."""

    def __init__(self, shelf: Shelf) -> None:
        self.shelf = shelf
        self.marks: list[Mark] = []
        self.state = State()
        self.saved: list[State] = []
        self.contents: list[int] = []
        self.resources: Thing = pikepdf.Dictionary()
        self.path = ""
        self.points: list[float] = []
        self.clip = ""
        self.depth = 0

    def run(self, stream: Thing, resources: Thing) -> None:
        """Run a page, or a form within it."""
        outer, self.resources = self.resources, resources or self.resources
        for each in pikepdf.parse_content_stream(stream):
            step = STEPS.get(str(each.operator))
            if step is not None:
                step(self, list(each.operands))
        self.resources = outer

    # State.

    def _save(self, _: Operands) -> None:
        self.saved.append(copy.copy(self.state))

    def _restore(self, _: Operands) -> None:
        if self.saved:
            self.state = self.saved.pop()

    def _transform(self, operands: Operands) -> None:
        a, b, c, d, e, f = numbers(operands)
        self.state.matrix = multiply((a, b, c, d, e, f), self.state.matrix)

    def _set_state(self, operands: Operands) -> None:
        values = self._resource("/ExtGState", operands[0])
        known = dict(self.state.transparency)
        for key in STATE_KEYS:
            if values is not None and key in values:
                known[key] = self.shelf.digest(values[key])
        self.state.transparency = tuple(sorted(known.items()))

    def _set_value(self, operands: Operands, attribute: str) -> None:
        setattr(self.state, attribute, float(operands[0]))

    def _set_line(self, operands: Operands, operator: str) -> None:
        others = [each for each in self.state.line if each[0] != operator]
        self.state.line = tuple(sorted([*others, (operator, repr(list(operands)))]))

    def _set_plain(self, operands: Operands, attribute: str, space: str) -> None:
        setattr(self.state, attribute, (space, *numbers(operands)))

    def _set_space(self, operands: Operands, attribute: str) -> None:
        setattr(self.state, attribute, (self._space(operands[0]),))

    def _set_colour(self, operands: Operands, attribute: str) -> None:
        space = getattr(self.state, attribute)[0]
        last = operands[-1] if operands else None
        is_pattern = isinstance(last, pikepdf.Name)
        plain = numbers(operands[:-1] if is_pattern else operands)
        pattern = self.shelf.digest(self._resource("/Pattern", last)) if is_pattern else ""
        setattr(self.state, attribute, (space, *plain, pattern))

    def _space(self, name: Thing) -> str:
        space = self._resource("/ColorSpace", name)
        return str(name) if space is None else self.shelf.digest(space)

    # Paths.

    def _add(self, operands: Operands, letter: str) -> None:
        self.path += letter
        values = numbers(operands)
        for at in range(0, len(values), 2):
            self.points += self.state.point(values[at], values[at + 1])

    def _add_rectangle(self, operands: Operands) -> None:
        x, y, width, height = numbers(operands)
        self._add([x, y], "m")
        for corner in ([x + width, y], [x + width, y + height], [x, y + height]):
            self._add(corner, "l")
        self.path += "h"

    def _paint(self, _: Operands, operator: str) -> None:
        state, shape = self.state, (("path", self.path),)
        if self.path and operator in FILLS:
            look = (*shape, ("rule", FILLS[operator]), *state.look())
            self._put(Kind.SHAPE, look, self.points)
        elif self.path and operator in STROKES:
            filled = (("rule", STROKES[operator]), *state.look()) if STROKES[operator] else ()
            line = (("line", (operator, *state.line)), ("line colour", state.stroke))
            thick = state.line_width * scale(state.matrix)
            look = (*shape, *line, *filled, ("transparency", state.transparency))
            self._put(Kind.SHAPE, look, self.points, thick)
        if self.clip:
            self._put(Kind.CLIP, (*shape, ("rule", self.clip)), self.points)
        self.path, self.points, self.clip = "", [], ""

    def _set_clip(self, _: Operands, rule: str) -> None:
        self.clip = rule

    # Pictures, forms, shadings.

    def _do(self, operands: Operands) -> None:
        thing = self._resource("/XObject", operands[0])
        if not isinstance(thing, pikepdf.Stream):
            return
        if thing.get("/Subtype") == "/Form":
            self._run_form(thing)
        else:
            look = (("picture", self.shelf.digest(thing)), *self.state.look())
            self._put(Kind.PICTURE, look, self._unit_square())

    def _run_form(self, form: Thing) -> None:
        if self.depth == MAX_FORM_DEPTH:
            return
        self.depth += 1
        self._save(())
        if "/Matrix" in form:
            self._transform(form["/Matrix"])
        left, bottom, right, top = numbers(form.get("/BBox", (0, 0, 0, 0)))
        group = digest(form.get("/Group"))
        box = [*self.state.point(left, bottom), *self.state.point(right, top)]
        self._put(Kind.CLIP, (("group", group), *self.state.look()), box)
        kept, self.saved = self.saved, []
        self.run(form, form.get("/Resources"))
        self.saved = kept
        self._restore(())
        self.depth -= 1

    def _shade(self, operands: Operands) -> None:
        shading = self.shelf.digest(self._resource("/Shading", operands[0]))
        look = (("shading", shading), *self.state.look())
        self._put(Kind.SHADING, look, self._unit_square())

    def _draw_inline(self, operands: Operands) -> None:
        look = (("picture", repr(operands[0])), *self.state.look())
        self._put(Kind.PICTURE, look, self._unit_square())

    def _unit_square(self) -> list[float]:
        corners = ((0, 0), (1, 0), (0, 1))
        return [each for corner in corners for each in self.state.point(*corner)]

    # Marked content.

    def _begin_content(self, operands: Operands) -> None:
        values = operands[1] if len(operands) > 1 else None
        if isinstance(values, pikepdf.Name):
            values = self._resource("/Properties", values)
        number = values.get("/MCID") if isinstance(values, pikepdf.Dictionary) else None
        is_artifact = str(operands[0]) == "/Artifact"
        inherited = NOT_MARKED if is_artifact or not self.contents else self.contents[-1]
        self.contents.append(inherited if number is None else int(number))

    def _end_content(self, _: Operands) -> None:
        if self.contents:
            self.contents.pop()

    # Text.

    def _set_type(self, operands: Operands, step: Callable[[State, Operands], None]) -> None:
        step(self.state, operands)

    def _set_font(self, operands: Operands) -> None:
        font = self._resource("/Font", operands[0])
        self.state.font = None if font is None else self.shelf.font(font)
        self.state.size = float(operands[1])

    def _show(self, operands: Operands, operator: str) -> None:
        state = self.state
        if operator in ("'", '"'):
            next_line(state, ())
        if operator == '"':
            state.word_space, state.letter_space = float(operands[0]), float(operands[1])
        shown = operands[0] if operator == "TJ" else operands[-1:]
        content = self.contents[-1] if self.contents else NOT_MARKED
        look = (*state.look(), *state.letter_look(), ("stroke", state.stroke))
        for glyph, size, at in state.set_text(shown, state.matrix):
            looks = (*look, ("outline", glyph.shape))
            self.marks.append(Mark(Kind.GLYPH, glyph.says, looks, (size,), at, content))

    def _put(self, kind: Kind, look: Look, points: list[float], *sizes: float) -> None:
        content = self.contents[-1] if self.contents else NOT_MARKED
        self.marks.append(Mark(kind, "", look, sizes, tuple(points), content))

    def _resource(self, kind: str, name: Thing) -> Thing:
        group = self.resources.get(kind)
        return None if group is None else group.get(str(name))


def scale(matrix: Matrix) -> float:
    """Give by how much a matrix makes lengths longer, in the middle of all directions."""
    a, b, c, d, _, _ = matrix
    return sqrt(abs(a * d - b * c)) or hypot(a, b)


def _with(method: Callable[..., None], *values: Any) -> Step:  # noqa: ANN401 -- what it takes
    return lambda drawing, operands: method(drawing, operands, *values)


STEPS: dict[str, Step] = {
    "q": Drawing._save,
    "Q": Drawing._restore,
    "cm": Drawing._transform,
    "gs": Drawing._set_state,
    "w": _with(Drawing._set_value, "line_width"),
    **{each: _with(Drawing._set_line, each) for each in ("J", "j", "M", "d", "i", "ri")},
    **{each: _with(Drawing._set_plain, "fill", space) for each, space in SPACES.items()},
    **{each.upper(): _with(Drawing._set_plain, "stroke", SPACES[each]) for each in SPACES},
    "cs": _with(Drawing._set_space, "fill"),
    "CS": _with(Drawing._set_space, "stroke"),
    **{each: _with(Drawing._set_colour, "fill") for each in ("sc", "scn")},
    **{each: _with(Drawing._set_colour, "stroke") for each in ("SC", "SCN")},
    **{each: _with(Drawing._add, each) for each in "mlcvyh"},
    "re": Drawing._add_rectangle,
    **{each: _with(Drawing._paint, each) for each in (*FILLS, *STROKES, "n")},
    "W": _with(Drawing._set_clip, "nonzero"),
    "W*": _with(Drawing._set_clip, "even-odd"),
    "Do": Drawing._do,
    "sh": Drawing._shade,
    "INLINE IMAGE": Drawing._draw_inline,
    "BMC": Drawing._begin_content,
    "BDC": Drawing._begin_content,
    "EMC": Drawing._end_content,
    "Tf": Drawing._set_font,
    **{each: _with(Drawing._set_type, step) for each, step in TEXT_STEPS.items()},
    **{each: _with(Drawing._set_value, name) for each, name in TEXT_VALUES.items()},
    **{each: _with(Drawing._show, each) for each in ("Tj", "TJ", "'", '"')},
}
"""What each operator does."""
