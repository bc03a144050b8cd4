"""One line of an ingredient list: how much of what, in which size, with which remark."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from cookbook.manuscript.amounts import Amount, read_amount, read_later_amount, read_size
from cookbook.manuscript.ingredient_names import head_noun, split_name
from cookbook.manuscript.inline_text import plain_text
from cookbook.manuscript.units import Dimension

if TYPE_CHECKING:
    from cookbook.manuscript.quantities import Quantity
    from cookbook.manuscript.units import Unit

_OPTIONAL = r"option+al+(?:ly)?|opcional|opzionale|facultati(?:f|ve|vo)|wahlweise"
_OPTIONAL_FIRST = re.compile(rf"\(?(?:{_OPTIONAL})\b\)?(?: ?[:,;–—-])? ?", re.IGNORECASE)
_OPTIONAL_ALONE = re.compile(rf" ?\( ?(?:{_OPTIONAL})[.!]? ?\)", re.IGNORECASE)
_OPTIONAL_LAST = re.compile(rf"(?:,| [-–—])? (?:{_OPTIONAL})[.!*]?$", re.IGNORECASE)
_OPTIONAL_SAID = re.compile(
    rf"(?<!not )\b(?:{_OPTIONAL})\b|\bif (?:desired|you like|you want|using)\b", re.IGNORECASE
)
_VAGUE = re.compile(
    r"(?:(?:an? )?(?:(?:ample|good|small|large|generous|any) )?amounts? of|some|an? few|few"
    r"|a (?:little|tiny|teensy) bit of|an? (?:little|bit of)|plenty of|lots of|a lot of"
    r"|several|enough|as much|as many|q\.? ?b\.?(?= )) ",
    re.IGNORECASE,
)
_ABOUT = re.compile(
    r"(?:~|≈|ca?\.|circa|about|around|approx\.?|approximately|roughly|up to|at least|from|enough|"
    r"etwa|environ|cerca de) ?",
    re.IGNORECASE,
)
_EXTRACT = re.compile(
    r"(?:(?:the|fresh|freshly squeezed|finely grated|grated) )?(?:juice|zest|rind|peel)"
    r"(?: (?:and|&|or) (?:juice|zest|rind|peel))? (?:of|from) ",
    re.IGNORECASE,
)
_PLURAL_ASIDE = re.compile(r"(?<=\w)\((?:s|es|n)\)(?!\w)")
_ASIDE = re.compile(r" ?\(([^()]*)\)")
_OF = re.compile(r"(?:of(?: the)?|de la|de|du|des|da|do|di|della|del|von) |d['’]", re.IGNORECASE)
_EDGES = " ,;:.*!-–—/|=†‡"
_NESTING = 3
# Beyond these characters a line is a story, which is kept as a remark.
_LONGEST = 500


@dataclass(frozen=True)
class Ingredient:
    """A line of an ingredient list, and what was understood of it.

    `line` is what the author wrote, with its markup. All other texts are plain words of it:
    `size` is that of one package (400 g in "1 (400 g) tin"), `name` what is bought, and `note` what
    the line says besides, such as how to cut it. What wasn't found is None or "".
    """

    line: str
    quantity: Quantity | None = None
    unit: Unit | None = None
    size: str = ""
    name: str = ""
    note: str = ""
    optional: bool = False


def parse_ingredient(line: str) -> Ingredient:
    """Understand what can be understood of a line; whatever it holds, this gives an ingredient."""
    text, beyond = _within_reason(_PLURAL_ASIDE.sub("", plain_text(line)))
    found = _Finding(text)
    for stage in _STAGES:
        stage(found)
    found.note_down(beyond)
    _tidy(found)
    return Ingredient(
        line, found.quantity, found.unit, found.size, found.text, found.note, found.optional
    )


def main_ingredient_name(ingredient: Ingredient) -> str:
    """Give the name under which an index lists the ingredient, or "" where there is none.

    Sizes, preparations and alternatives are left out; what comes by number is in the plural:
    "2 large ripe tomatoes, chopped" is listed as tomatoes, "freshly ground black pepper" as
    black pepper. Proper names keep their capital.
    """
    return head_noun(ingredient.name)


@dataclass(slots=True)
class _Finding:
    """What was found in a line so far; `text` holds what is still to be understood."""

    text: str
    quantity: Quantity | None = None
    unit: Unit | None = None
    size: str = ""
    note: str = ""
    optional: bool = False

    def note_down(self, remark: str) -> None:
        """Put a remark after those that are there."""
        remark = remark.strip(_EDGES)
        self.note = ", ".join(part for part in (self.note, remark) if part)
        self.text = self.text.strip()

    def take(self, amount: Amount) -> None:
        """Take an amount with its remarks; its rest is the caller's."""
        self.quantity, self.unit = amount.quantity, amount.unit
        self.size = amount.size or self.size
        for remark in amount.remarks:
            self.note_down(remark)


def _within_reason(text: str) -> tuple[str, str]:
    """Give the start of a text, which is to be understood, and what lies beyond."""
    if len(text) <= _LONGEST:
        return text, ""
    end = text.rfind(" ", 0, _LONGEST)
    return (text[:end], text[end:]) if end > 0 else ("", text)


def _take_optional(found: _Finding) -> None:
    text = found.text
    for pattern in (_OPTIONAL_ALONE, _OPTIONAL_LAST):
        text = pattern.sub(" ", text)
    if first := _OPTIONAL_FIRST.match(text):
        text = text[first.end() :]
    found.optional = text != found.text or bool(_OPTIONAL_SAID.search(text))
    found.text = text.strip()


def _take_start(found: _Finding) -> None:
    """Read the amount at the start, and what is said before it."""
    for pattern in (_EXTRACT, _VAGUE):
        if match := pattern.match(found.text):
            found.text = found.text[match.end() :]
            found.note_down(match[0])
    about = _ABOUT.match(found.text)
    amount = read_amount(found.text[about.end() :] if about else found.text)
    if amount is None:
        return
    if about:
        found.note_down(about[0])
    if _is_nameless(amount):
        # Four cloves of nothing are the spice.
        amount = replace(amount, unit=None, rest=f"{amount.unit_word} {amount.rest}")
    found.take(amount)
    found.text = _without_of(amount.rest.strip())


def _is_nameless(amount: Amount) -> bool:
    """Tell whether a thing that is counted is itself what the line is about."""
    if amount.size or amount.unit is None or amount.unit.dimension is not Dimension.COUNT:
        return False
    rest = _ASIDE.sub("", amount.rest).strip()
    return not rest or rest[0] in ",;:-–—"


def _without_of(name: str) -> str:
    of = _OF.match(name)
    return name[of.end() :] if of else name


def _take_asides(found: _Finding) -> None:
    """Take what stands in brackets: an amount, the size of a package, or a remark."""
    if whole := _ASIDE.fullmatch(found.text):
        found.text = whole[1].strip()
        return
    for _ in range(_NESTING):
        asides = _ASIDE.findall(found.text)
        found.text = _ASIDE.sub(" ", found.text).strip()
        for aside in asides:
            _take_aside(found, aside.strip())
    if found.unit is not None:
        found.text = _without_of(found.text)
    # A bracket that was never closed still sets off a remark.
    name, _, remark = found.text.partition("(")
    if name.strip():
        found.text = name
        found.note_down(remark)


def _take_aside(found: _Finding, aside: str) -> None:
    about = _ABOUT.match(aside)
    amount = read_amount(aside[about.end() :] if about else aside)
    if amount and not amount.rest and found.quantity is None:
        found.take(amount)
        found.text = _without_of(found.text.strip())
        return
    packaged = found.unit is not None and found.unit.is_package and not found.size
    if packaged and (size := read_size(aside)) and not size[1]:
        found.size = size[0]
        return
    found.note_down(aside)


def _take_later_amount(found: _Finding) -> None:
    """Read an amount that stands behind the name: Flour - 500 g; Eggs, 2; Cream 4 tbsp."""
    if found.quantity is not None:
        return
    # What stands in brackets is looked at on its own.
    start, bracket, aside = found.text.partition("(")
    later = read_later_amount(start)
    if later is None:
        return
    name, amount = later
    found.take(amount)
    found.text = f"{_without_of(name.strip(_EDGES))} {bracket}{aside}"
    found.note_down(amount.rest)


def _take_remark(found: _Finding) -> None:
    found.text, remark = split_name(found.text.strip(_EDGES), listed=found.quantity is None)
    found.note_down(remark)


_STAGES = (
    _take_optional,
    _take_start,
    _take_later_amount,
    _take_asides,
    _take_later_amount,
    _take_remark,
)


def _tidy(found: _Finding) -> None:
    found.text = " ".join(found.text.split()).strip(_EDGES)
    if not found.text and found.unit is not None and found.quantity is None:
        # A unit that is all there is, is the thing itself.
        found.unit = None
