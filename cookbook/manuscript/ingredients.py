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
    # Until the last stage, `name` holds what is still to be understood.
    text, beyond = _within_reason(_PLURAL_ASIDE.sub("", plain_text(line)))
    ingredient = Ingredient(line, name=text)
    for stage in _STAGES:
        ingredient = stage(ingredient)
    return _tidy(_noted(ingredient, beyond, name=ingredient.name))


def main_ingredient_name(ingredient: Ingredient) -> str:
    """Give the name under which an index lists the ingredient, or "" where there is none.

    Sizes, preparations and alternatives are left out; what comes by number is in the plural:
    "2 large ripe tomatoes, chopped" is listed as tomatoes, "freshly ground black pepper" as
    black pepper. Proper names keep their capital.
    """
    return head_noun(ingredient.name)


def _within_reason(text: str) -> tuple[str, str]:
    """Give the start of a text, which is to be understood, and what lies beyond."""
    if len(text) <= _LONGEST:
        return text, ""
    end = text.rfind(" ", 0, _LONGEST)
    return (text[:end], text[end:]) if end > 0 else ("", text)


def _noted(ingredient: Ingredient, remark: str, *, name: str) -> Ingredient:
    """Put a remark after those that are there, and leave `name` to be understood."""
    remark = remark.strip(_EDGES)
    note = ", ".join(part for part in (ingredient.note, remark) if part)
    return replace(ingredient, note=note, name=name.strip())


def _take_optional(ingredient: Ingredient) -> Ingredient:
    text = ingredient.name
    for pattern in (_OPTIONAL_ALONE, _OPTIONAL_LAST):
        text = pattern.sub(" ", text)
    if first := _OPTIONAL_FIRST.match(text):
        text = text[first.end() :]
    optional = text != ingredient.name or bool(_OPTIONAL_SAID.search(text))
    return replace(ingredient, name=text.strip(), optional=optional)


def _take_start(ingredient: Ingredient) -> Ingredient:
    """Read the amount at the start, and what is said before it."""
    for pattern in (_EXTRACT, _VAGUE):
        if match := pattern.match(ingredient.name):
            ingredient = _noted(ingredient, match[0], name=ingredient.name[match.end() :])
    about = _ABOUT.match(ingredient.name)
    start = about.end() if about else 0
    amount = read_amount(ingredient.name[start:])
    if amount is None:
        return ingredient
    if about:
        ingredient = _noted(ingredient, about[0], name="")
    if _is_nameless(amount):
        # Four cloves of nothing are the spice.
        amount = replace(amount, unit=None, rest=f"{amount.unit_word} {amount.rest}")
    return _with_amount(ingredient, amount, name=amount.rest)


def _is_nameless(amount: Amount) -> bool:
    """Tell whether a thing that is counted is itself what the line is about."""
    if amount.size or amount.unit is None or amount.unit.dimension is not Dimension.COUNT:
        return False
    rest = _ASIDE.sub("", amount.rest).strip()
    return not rest or rest[0] in ",;:-–—"


def _with_amount(ingredient: Ingredient, amount: Amount, *, name: str) -> Ingredient:
    ingredient = replace(
        ingredient, quantity=amount.quantity, unit=amount.unit, size=amount.size or ingredient.size
    )
    for remark in amount.remarks:
        ingredient = _noted(ingredient, remark, name="")
    return replace(ingredient, name=_without_of(name.strip()))


def _without_of(name: str) -> str:
    of = _OF.match(name)
    return name[of.end() :] if of else name


def _take_asides(ingredient: Ingredient) -> Ingredient:
    """Take what stands in brackets: an amount, the size of a package, or a remark."""
    if whole := _ASIDE.fullmatch(ingredient.name):
        return replace(ingredient, name=whole[1].strip())
    for _ in range(_NESTING):
        asides = _ASIDE.findall(ingredient.name)
        ingredient = replace(ingredient, name=_ASIDE.sub(" ", ingredient.name).strip())
        for aside in asides:
            ingredient = _take_aside(ingredient, aside.strip())
    if ingredient.unit is not None:
        ingredient = replace(ingredient, name=_without_of(ingredient.name))
    # A bracket that was never closed still sets off a remark.
    name, _, remark = ingredient.name.partition("(")
    return _noted(ingredient, remark, name=name) if name.strip() else ingredient


def _take_aside(ingredient: Ingredient, aside: str) -> Ingredient:
    about = _ABOUT.match(aside)
    amount = read_amount(aside[about.end() :] if about else aside)
    if amount and not amount.rest and ingredient.quantity is None:
        return _with_amount(ingredient, amount, name=ingredient.name)
    packaged = ingredient.unit is not None and ingredient.unit.is_package and not ingredient.size
    if packaged and (size := read_size(aside)) and not size[1]:
        return replace(ingredient, size=size[0])
    return _noted(ingredient, aside, name=ingredient.name)


def _take_later_amount(ingredient: Ingredient) -> Ingredient:
    """Read an amount that stands behind the name: Flour - 500 g; Eggs, 2; Cream 4 tbsp."""
    if ingredient.quantity is not None:
        return ingredient
    # What stands in brackets is looked at on its own.
    start, bracket, aside = ingredient.name.partition("(")
    found = read_later_amount(start)
    if found is None:
        return ingredient
    name, amount = found
    ingredient = _with_amount(ingredient, amount, name=name.strip(_EDGES))
    return _noted(ingredient, amount.rest, name=f"{ingredient.name} {bracket}{aside}")


def _take_remark(ingredient: Ingredient) -> Ingredient:
    name, remark = split_name(ingredient.name.strip(_EDGES), listed=ingredient.quantity is None)
    return _noted(ingredient, remark, name=name)


_STAGES = (
    _take_optional,
    _take_start,
    _take_later_amount,
    _take_asides,
    _take_later_amount,
    _take_remark,
)


def _tidy(ingredient: Ingredient) -> Ingredient:
    name = " ".join(ingredient.name.split()).strip(_EDGES)
    if not name and ingredient.unit is not None and ingredient.quantity is None:
        # A unit that is all there is, is the thing itself.
        return replace(ingredient, unit=None, name=name)
    return replace(ingredient, name=name)
