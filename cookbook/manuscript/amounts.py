"""The amount in an ingredient line: its quantity, its unit, and the size of a package."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from cookbook.manuscript.ingredient_words import MEASURE_MANNERS
from cookbook.manuscript.quantities import Quantity, parse_quantity
from cookbook.manuscript.units import Dimension, Unit, read_unit

_LENGTH = re.compile(r"-? ?(?:cm|mm|inch(?:es)?|in\.|[\"″”])(?!\w)[- ]?", re.IGNORECASE)
_TIMES = re.compile(r"[x×] ?(?![^\W\d_])|[x×] ", re.IGNORECASE)
_OPENING = re.compile(r"\( ?(?:about |approx\.? |~ ?)?", re.IGNORECASE)
_ALTERNATIVE = re.compile(r"(?:[/|=≈+,–-] ?|(?:or|plus|and|\+|~) )(?:about |~)?", re.IGNORECASE)
_UP_TO = re.compile(r"(?:[-–—] ?|to |or )", re.IGNORECASE)
_MORE_OR_LESS = re.compile(
    r"(?:or (?:more|less|so|two|to taste)|each|per [^\W\d]+|heaped|heaping)(?!\w),? ?",
    re.IGNORECASE,
)
_OF = re.compile(r"(?:of|de|di) |d['’]", re.IGNORECASE)
_LATER = re.compile(
    r"(?:[,:;] ?| [-–—] ?| )(?:(?:about|approx\.?|around|roughly) |[~x×] ?|[~x×]? )?"
    r"(?=[0-9.½⅓⅔¼¾⅛])"
    r"|(?:[,:;] | [-–—] )(?=(?:an?|one|half|two|three|four|pinch|dash|handful|splash)\b)",
    re.IGNORECASE,
)
_WORD = re.compile(r"[\w'’-]+")
_MANNERS_AT_MOST = 2
_ALTERNATIVES_AT_MOST = 3
_LATER_AT_MOST = 8
_SPOONS = frozenset({Unit.TSP, Unit.TBSP})
_SPELT_OUT = len("teaspoon")
# "1-14 oz can" is one can of 14 oz; "2-3 lb piece" is a piece of two to three pounds.
_SIZE_NOT_RANGE = 4


@dataclass(frozen=True)
class Amount:
    """How much: `remarks` are other measures and manners (heaped); `rest` is what follows."""

    quantity: Quantity | None
    rest: str
    unit: Unit | None = None
    unit_word: str = ""
    size: str = ""
    remarks: tuple[str, ...] = ()


def read_amount(text: str) -> Amount | None:
    """Read the amount that `text` begins with, or give None. A pinch needs no number."""
    text = text.strip()
    for read in (_read_hyphened_package, _read_length, _read_counted, _read_uncounted):
        amount = read(text)
        if amount is not None:
            return amount
    return None


def read_size(text: str) -> tuple[str, str] | None:
    """Read a mass, a volume or a length (400 g, 14-oz, 5 cm); give it and what follows."""
    text = text.lstrip()
    parsed = parse_quantity(text)
    if parsed is None:
        return None
    rest = parsed[1]
    if length := _LENGTH.match(rest):
        rest = rest[length.end() :]
        return _before(text, rest), rest.lstrip()
    found = read_unit(rest.removeprefix("-"))
    if found is None or found[0].dimension is Dimension.COUNT:
        return None
    return _before(text, found[1]), found[1]


def read_later_amount(text: str) -> tuple[str, Amount] | None:
    """Find an amount behind a name; give the name and the amount, or None."""
    for _, match in zip(range(_LATER_AT_MOST), _LATER.finditer(text), strict=False):
        name, amount = text[: match.start()], read_amount(text[match.end() :])
        if name.strip() and amount and (amount.unit or amount.size or not _WORD.match(amount.rest)):
            return name, amount
    return None


def _before(text: str, rest: str) -> str:
    """Give the part of `text` that was read when `rest` is left."""
    return text[: len(text) - len(rest)].strip(" -,")


def _read_hyphened_package(text: str) -> Amount | None:
    count, hyphen, rest = text.partition("-")
    if not hyphen or not re.fullmatch("[1-9][0-9]? ?", count):
        return None
    size = read_size(rest)
    parsed = parse_quantity(rest)
    if size is None or parsed is None or parsed[0].low < _SIZE_NOT_RANGE * int(count):
        return None
    amount = _read_measured(replace(_only(count), rest=size[1], size=size[0]))
    return amount if amount.unit and amount.unit.is_package else None


def _only(count: str) -> Amount:
    parsed = parse_quantity(count)
    return Amount(parsed[0] if parsed else None, "")


def _read_length(text: str) -> Amount | None:
    """Read 5 cm piece (of ginger): a length isn't a number of things."""
    parsed = parse_quantity(text)
    if parsed is None or not _LENGTH.match(parsed[1]):
        return None
    size = read_size(text)
    if size is None:
        return None
    return _read_measured(Amount(None, size[1].lstrip("- "), size=size[0]))


def _read_counted(text: str) -> Amount | None:
    parsed = parse_quantity(text)
    if parsed is None:
        return None
    amount = Amount(parsed[0], parsed[1])
    if times := _TIMES.match(amount.rest):
        amount = replace(amount, rest=amount.rest[times.end() :].strip())
    sized = _read_package_size(amount, needs_package=times is None)
    if sized is not None:
        return sized
    measured = _read_measured(replace(amount, rest=amount.rest.removeprefix("-")))
    if measured.unit is None:
        # 7-up and 5-spice are names.
        return None if amount.rest.startswith("-") else _read_slashed(amount)
    return _read_alternatives(_read_range_end(_as_package(text, _with_size_behind(measured))))


def _with_size_behind(amount: Amount) -> Amount:
    """Read the size in 1 bottle 700 ml wine."""
    size = read_size(amount.rest) if amount.unit and amount.unit.is_package else None
    return replace(amount, size=size[0], rest=size[1]) if size else amount


def _read_package_size(amount: Amount, *, needs_package: bool) -> Amount | None:
    """Read the size in 2 (400 g) tins, 2 x 400 g tins and 2 400 g tins."""
    opening = _OPENING.match(amount.rest)
    size = read_size(amount.rest[opening.end() :] if opening else amount.rest)
    if size is None:
        return None
    rest = size[1]
    if opening:
        if not rest.startswith(")"):
            return None
        rest = rest[1:].lstrip()
    sized = _read_measured(replace(amount, rest=rest, size=size[0]))
    is_packaged = sized.unit is not None and sized.unit.is_package
    return sized if is_packaged or opening or not needs_package else None


def _read_measured(amount: Amount) -> Amount:
    """Read the unit, and the manner before it: 2 heaped tbsp, 1 large head."""
    manners: list[str] = []
    rest = amount.rest
    for _ in range(_MANNERS_AT_MOST + 1):
        if found := read_unit(rest):
            word = _before(rest, found[1])
            return replace(
                amount,
                unit=found[0],
                unit_word=word,
                rest=found[1],
                remarks=(*amount.remarks, *([" ".join(manners)] if manners else [])),
            )
        word_match = _WORD.match(rest)
        if not word_match or word_match[0].lower() not in MEASURE_MANNERS:
            break
        manners.append(word_match[0])
        rest = rest[word_match.end() :].lstrip(" ,")
    return amount


def _as_package(text: str, amount: Amount) -> Amount:
    """Read 400 g tin as one tin of 400 g."""
    if amount.unit is None or amount.unit.dimension is Dimension.COUNT or amount.remarks:
        return amount
    size = _before(text, amount.rest)
    rest = _OPENING.sub("(", amount.rest)
    # 28 oz (825 ml) can: the other measure stands between.
    other, _, after = rest[1:].partition(")") if rest.startswith("(") else ("", "", rest)
    package = _read_measured(Amount(None, after.strip().removeprefix("-")))
    if package.unit is None or not package.unit.is_package or (other and not read_size(other)):
        return amount
    remarks = (*package.remarks, *([other] if other else []))
    single = parse_quantity("1")
    return replace(package, quantity=single[0] if single else None, size=size, remarks=remarks)


def _read_range_end(amount: Amount) -> Amount:
    """Read 30 g to 70 g as a range."""
    to = _UP_TO.match(amount.rest)
    parsed = parse_quantity(amount.rest[to.end() :]) if to else None
    if parsed is None or amount.quantity is None or amount.quantity.high is not None:
        return amount
    unit = read_unit(parsed[1])
    if unit is None or unit[0] is not amount.unit or parsed[0].low <= amount.quantity.low:
        return amount
    return replace(amount, quantity=Quantity(amount.quantity.low, parsed[0].low), rest=unit[1])


def _read_slashed(amount: Amount) -> Amount:
    """Read 250/300 g as a range."""
    parsed = parse_quantity(amount.rest[1:]) if amount.rest.startswith("/") else None
    if parsed is None or amount.quantity is None or parsed[0].low <= amount.quantity.low:
        return amount
    wide = replace(amount, quantity=Quantity(amount.quantity.low, parsed[0].low), rest=parsed[1])
    return _read_measured(wide)


def _read_alternatives(amount: Amount) -> Amount:
    """Keep the same amount in other measures (1 cup / 240 ml), and what is added, as remarks."""
    for _ in range(_ALTERNATIVES_AT_MOST):
        link = _ALTERNATIVE.match(amount.rest)
        size = read_size(amount.rest[link.end() :]) if link else None
        if link is None or size is None:
            break
        remark = f"{link[0].strip(' /|,')} {size[0]}".strip()
        rest = size[1].lstrip(", ")
        amount = replace(amount, rest=rest, remarks=(*amount.remarks, remark))
    return _read_hedge(amount)


def _read_hedge(amount: Amount) -> Amount:
    """Keep "or more", "each" and "or jar" (1 can or jar of sauce) as remarks."""
    hedge = _MORE_OR_LESS.match(amount.rest)
    other = read_unit(amount.rest[3:]) if amount.rest.startswith("or ") else None
    if other is not None:
        rest = other[1]
    elif hedge:
        rest = amount.rest[hedge.end() :]
    else:
        return amount
    return replace(amount, rest=rest, remarks=(*amount.remarks, _before(amount.rest, rest)))


def _read_uncounted(text: str) -> Amount | None:
    """Read pinch of salt, sprigs of thyme."""
    amount = _read_measured(Amount(None, text))
    if amount.unit is None:
        return None
    is_spelt_out = amount.unit in _SPOONS and len(amount.unit_word) >= _SPELT_OUT
    return amount if is_spelt_out or amount.unit.is_vague or _OF.match(amount.rest) else None
