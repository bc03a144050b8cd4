"""Stage: quantities in a recipe's words -> the same as a book sets them.

Fractions are true ones, figures stay with their units, ranges have a dash, and a tin measures
20 × 30 cm. Only what stands beside a figure is touched; code and the addresses of links never are.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from fractions import Fraction
from functools import partial

from cookbook.manuscript.ingredients import Ingredient
from cookbook.manuscript.quantities import Quantity, format_quantity, parse_quantity
from cookbook.manuscript.times import TIME_NAMES
from cookbook.manuscript.units import MEASURE_NAMES, read_unit
from cookbook.press.pandoc import Node
from cookbook.press.tree import NO_BREAK_SPACE, SPACE, Blocks, Inlines, rewrite_blocks, span

GLYPHS = "½⅓⅔¼¾⅛⅜⅝⅞⅙⅚⅕⅖⅗⅘"
NARROW = "\u202f"
"""A narrow space without a break, between a whole number and a fraction that has no glyph."""
JOINER = "\u2060"
"""Stands in words where they don't part, until they are inlines: fonts need not know it."""
BLANK = "[ \n\u00a0\u2009\u202f]"
LENGTHS = r"mm|cm|m|km|inch|inches|in\.|ft|feet|foot"
UNITS = "|".join([
    *sorted((re.escape(name) for name in {*MEASURE_NAMES, *TIME_NAMES}), key=len, reverse=True),
    LENGTHS, "%", "per cent", "percent", "°[CF]?", "kcal", "kJ", "W", "watts?",
])  # fmt: skip
"""What a figure is not parted from."""
GLUED = "kg|Kg|KG|mg|g|mL|ml|cl|dl|l|L|cm|mm|oz|lbs?|tsp|tbsp|cups?|mins?|hrs?"
"""Units that are often written without a space, and mean nothing else."""
TOGETHER = "together"
"""The class of words at whose dashes no line ends."""
NUMBER = rf"(?:\d+(?:[.,]\d+)?[{GLYPHS}]?|[{GLYPHS}])"
FIGURE = re.compile(rf"[\d{GLYPHS}]")

MIXED = re.compile(r"(?:\d+(?:[ \u00a0\u2009\u202f]| ?[-–] ?| ?[&+] ))?\d+[/⁄∕]\d+")
APART = re.compile(rf"(?<=\d)[ \u00a0\u2009\u202f](?=[{GLYPHS}])")
DASHED = re.compile(rf"(?<=[\d{GLYPHS}]) ?[-‒−] ?(?=[\d{GLYPHS}])")

_FRACTION = re.compile(
    rf"(?<![\w/⁄∕.,:–])(?:(?P<whole>[1-9]\d{{0,2}})(?:{BLANK}|-))?"
    r"(?P<above>[1-9]\d?)[/⁄∕](?P<below>[1-9]\d?)(?![\w/⁄∕]|[.,]\d)"
)
_APART = re.compile(rf"(?<![\w.,/])(\d{{1,3}}){BLANK}(?=[{GLYPHS}])")
_TIMES = re.compile(
    rf"(?<!\b0)(?<=[\d{GLYPHS}])(?P<unit>{BLANK}?(?:cm|mm|m|inch(?:es)?|in\.|[″”\"]))?"
    rf"(?:{BLANK}[xX×]{BLANK}|[xX×])(?=\d)"
)
_RANGE = re.compile(
    rf"(?<![\w.,–/-])({NUMBER})( ?)[-‒–−]\2({NUMBER})(?={BLANK}?(?:{UNITS})(?!\w))", re.IGNORECASE
)
_HYPHENED = re.compile(
    rf"(?<=[\d{GLYPHS}])-(?=(?:inch|cm|mm|oz|ounce|lb|pound|minute|hour|day)(?!\w))", re.IGNORECASE
)
_DEGREES = re.compile(rf"(?<=\d){BLANK}?[°º]{BLANK}?(?=[CF](?!\w))")
_GLUED = re.compile(rf"(?<![\w.,/])({NUMBER})(?=(?:{GLUED})(?!\w))")
_BEFORE_WORD = re.compile(rf"(?<=[\d{GLYPHS}])[ \n](?=[^\W\d_])")
_LOOSE = re.compile(rf"(?<=[\d{GLYPHS}])[ \n](?=(?:{UNITS})(?!\w))", re.IGNORECASE)
_MARK = re.compile(rf"\b(gas(?: mark)?)[ \n](?=[\d{GLYPHS}])", re.IGNORECASE)
# Between these a slash means "or" or parts a name: gas 4/5, serves 3/4, size 2/3.
_NOT_BEHIND = re.compile(
    r"\b(?:gas|mark|regulo|gas mark|no\.|number|step|page|chapter|size|serves|feeds)\s$",
    re.IGNORECASE,
)
# A half and its like may be "one or two" unless such a word follows, or a range with one.
_SURELY = re.compile(
    rf"(?:{BLANK}?[-‒–−]{BLANK}?{NUMBER}(?:{BLANK}?\d?/\d)?)?(?:{BLANK}|-)?"
    r"(?:of|the|an?|way|full|inch|in\.|cups?|teaspoon|tablespoon|hour|pint|pound|litre|liter|dozen"
    r"|tsp|tbsp|lb|oz|kg|l|cm|ounces?|mile|quantity|batch|recipe)(?!\w)",
    re.IGNORECASE,
)
_SEVERAL = re.compile(rf"{BLANK}?(?:minutes|mins|hours|hrs|days|weeks|months)(?!\w)", re.IGNORECASE)
_WITH_GLYPH = frozenset({2, 3, 4, 6, 8})
_OF_RULERS = frozenset({12, 16, 32, 64})

Spell = Callable[[str], str]
"""Gives words as they are to be set."""


def set_words(words: str) -> str:
    """Set the quantities in some words; done twice, it changes nothing more.

    A `JOINER` stands behind dashes at which they shall not part; `words_as_inlines` knows it.
    """
    if not FIGURE.search(words):
        return words
    for signs, pattern, instead in _STEPS:
        if not signs or any(sign in words for sign in signs):
            words = pattern.sub(instead, words)
    return words


def keep_units(words: str) -> str:
    """Keep figures with their units, and touch nothing else."""
    words = _DEGREES.sub(f"{NO_BREAK_SPACE}°", words) if "°" in words else words
    return _LOOSE.sub(NO_BREAK_SPACE, words)


def set_blocks(blocks: Blocks, spell: Spell = set_words) -> Blocks:
    """Set the words of blocks, run by run: what is emphasised or linked is a run of its own."""
    if len(blocks) == 1 and blocks[0]["t"] in _PARAGRAPHS:
        # Most texts of a recipe are one paragraph, with nothing in it but words.
        words = run_words(blocks[0]["c"])
        if words is not None:
            new = spell(words) if FIGURE.search(words) else words
            return blocks if new == words else [_paragraph(blocks[0]["t"], new)]
    return rewrite_blocks(blocks, partial(_respelt, spell=spell))


def set_quantity(ingredient: Ingredient) -> str:
    """Write an ingredient's line as a book sets it: true fractions, and no break before the unit.

    Nothing but the quantity at its start is touched.
    """
    line = ingredient.line
    found = parse_quantity(line)
    if found is None or not FIGURE.match(line[:1]):
        return line
    quantity, rest = found
    start = line[: len(line) - len(rest)].rstrip()
    figures = _figures(start, quantity)
    unit = read_unit(rest.lstrip())
    if unit is not None:
        return f"{figures}{NO_BREAK_SPACE}{rest.lstrip()}"
    gap = line[len(start) : len(line) - len(rest)] or rest[: len(rest) - len(rest.lstrip())]
    return f"{figures}{gap}{rest.lstrip()}"


def keep_all_units(words: str) -> str:
    """Keep every figure in an ingredient's words with the unit behind it, things to count too."""
    return _BEFORE_WORD.sub(
        lambda blank: NO_BREAK_SPACE if read_unit(words[blank.end() :]) else blank[0], words
    )


def set_fraction(value: Fraction) -> str:
    """Set a number that was written as a fraction: 1½, ⅖, and 1 5⁄12 where there is no glyph."""
    whole, part = divmod(value, 1)
    glyph = _GLYPHS.get(part)
    if glyph:
        return f"{whole or ''}{glyph}"
    return format_quantity(Quantity(value)).replace(" ", NARROW)


_GLYPHS = {found[0].low: glyph for glyph in GLYPHS if (found := parse_quantity(glyph)) is not None}


def _figures(start: str, quantity: Quantity) -> str:
    """Set the figures of a quantity; a word among them (or, dozen, of a) stays as it is written."""
    if quantity.high is None and MIXED.fullmatch(start):
        return set_fraction(quantity.low)
    return DASHED.sub("–", APART.sub("", MIXED.sub(_fraction, start)))


def _fraction(match: re.Match[str]) -> str:
    found = parse_quantity(match[0])
    return set_fraction(found[0].low) if found and not found[1] and not found[0].high else match[0]


def _set_fraction(match: re.Match[str]) -> str:
    above, below = int(match["above"]), int(match["below"])
    value = Fraction(above, below)
    if value >= 1 or value.denominator != below or not _is_meant(match, below):
        return match[0]
    return set_fraction(int(match["whole"] or 0) + value)


def _is_meant(match: re.Match[str], below: int) -> bool:
    """Tell whether a slash makes a fraction, and doesn't mean "or"."""
    behind = match.string[match.end() :]
    if below in _OF_RULERS:
        return bool(_SURELY.match(behind))
    if below not in _WITH_GLYPH:
        return False
    if match["whole"]:
        return True
    if _NOT_BEHIND.search(match.string[: match.start()]) or _SEVERAL.match(behind):
        return False
    could_be_or = int(match["above"]) + 1 == below > 2  # noqa: PLR2004 -- one half is always one
    return not could_be_or or bool(_SURELY.match(behind))


def _set_times(match: re.Match[str]) -> str:
    unit = (match["unit"] or "").strip()
    gap = NO_BREAK_SPACE if unit and unit[0].isalpha() else ""
    return f"{gap}{unit}{NO_BREAK_SPACE}×{NO_BREAK_SPACE}"


# Most words have few of the signs that a step looks for, and to see that takes no time.
_STEPS: tuple[tuple[str, re.Pattern[str], str | Callable[[re.Match[str]], str]], ...] = (
    ("°º", _DEGREES, f"{NO_BREAK_SPACE}°"),
    ("xX×", _TIMES, _set_times),
    ("/⁄∕", _FRACTION, _set_fraction),
    (GLYPHS, _APART, r"\1"),
    ("-‒–−", _RANGE, rf"\1–{JOINER}\3"),
    ("-", _HYPHENED, f"-{JOINER}"),
    ("", _GLUED, rf"\1{NO_BREAK_SPACE}"),
    ("gG", _MARK, rf"\1{NO_BREAK_SPACE}"),
    ("", _LOOSE, NO_BREAK_SPACE),
)

# Where a node holds inlines: its whole content, or a place in it.
_WHOLE = frozenset(
    {"Para", "Plain", "Emph", "Strong", "Underline", "Strikeout", "SmallCaps"}
    | {"Superscript", "Subscript"}
)
_PARAGRAPHS = frozenset({"Para", "Plain"})
_PLACES = {"Link": 1, "Span": 1, "Quoted": 1, "Header": 2}
_RUN = {"Space": " ", "SoftBreak": "\n"}
_BLANKS = re.compile("([ \n])")


def _paragraph(kind: str, words: str) -> Node:
    return {"t": kind, "c": words_as_inlines(words)}


def _respelt(node: Node, spell: Spell) -> Node | None:
    kind = node["t"]
    if kind in _WHOLE:
        content = node["c"]
        spelt = spell_inlines(content, spell)
        return None if spelt is content else {"t": kind, "c": spelt}
    place = _PLACES.get(kind)
    if place is None:
        return None
    content = list(node["c"])
    spelt = spell_inlines(content[place], spell)
    if spelt is content[place]:
        return None
    content[place] = spelt
    return {"t": kind, "c": content}


def spell_inlines(inlines: Inlines, spell: Spell) -> Inlines:
    """Give inlines with every run of words as `spell` sets it; the same ones where none changes."""
    if not any(each["t"] == "Str" and FIGURE.search(each["c"]) for each in inlines):
        return inlines
    spelt: Inlines = []
    changed = False
    for run in runs(inlines):
        words = run_words(run)
        new = spell(words) if words is not None else words
        changed = changed or new != words
        spelt += run if new is None or new == words else words_as_inlines(new)
    return spelt if changed else inlines


def run_words(run: Inlines) -> str | None:
    """Give the words of a run of text and blanks, or None where something else is in it."""
    words: list[str] = []
    for each in run:
        kind = each["t"]
        words.append(each["c"] if kind == "Str" else _RUN.get(kind, ""))
        if not words[-1]:
            return None
    return "".join(words) or None


def words_as_inlines(words: str) -> Inlines:
    """Make inlines of the words of a run, whose line ends are breaks of the source.

    Those that don't part are spans of the class `TOGETHER`.
    """
    kinds = {" ": SPACE, "\n": {"t": "SoftBreak"}}
    pieces = (piece for piece in _BLANKS.split(words) if piece)
    return [kinds.get(piece) or _word(piece) for piece in pieces]


def _word(piece: str) -> Node:
    if JOINER not in piece:
        return {"t": "Str", "c": piece}
    return span([{"t": "Str", "c": piece.replace(JOINER, "")}], TOGETHER)


def runs(inlines: Inlines) -> Iterator[Inlines]:
    """Part inlines into runs of text and blanks, and what stands between them."""
    run: Inlines = []
    for each in inlines:
        if each["t"] == "Str" or each["t"] in _RUN:
            run.append(each)
            continue
        if run:
            yield run
        yield [each]
        run = []
    if run:
        yield run
