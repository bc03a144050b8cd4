"""A pasted text -> a recipe, with what became of each line and where that is but a guess."""

from __future__ import annotations

from dataclasses import dataclass, replace

from cookbook.errors import CookbookError
from cookbook.exchange.pasted.ingredient_lists import list_ingredients
from cookbook.exchange.pasted.labels import served_by
from cookbook.exchange.pasted.lines import LINES_MAX, Line, read_lines
from cookbook.exchange.pasted.listed import Listed
from cookbook.exchange.pasted.opening import Opening, read_opening
from cookbook.exchange.pasted.roles import LineRole, Sorted
from cookbook.exchange.pasted.step_lists import list_steps
from cookbook.exchange.pasted.zones import Zone, part_into_zones
from cookbook.exchange.rewriting.escaping import escape_words
from cookbook.manuscript import Recipe
from cookbook.manuscript.headings import SectionKind
from cookbook.manuscript.ingredients import parse_ingredient
from cookbook.manuscript.recipes import (
    IngredientGroup,
    IngredientsSection,
    MethodSection,
    Prose,
    Section,
    Step,
    StepGroup,
    TextSection,
)

PASTED_MAX_CHARACTERS = 60_000
HEADINGS = {
    SectionKind.INGREDIENTS: "Ingredients",
    SectionKind.METHOD: "Method",
    SectionKind.NOTES: "Notes",
    SectionKind.OTHER: "Notes",
}
GUESSED = {
    SectionKind.INGREDIENTS: "There is no heading above the ingredients; do they begin here?",
    SectionKind.METHOD: "There is no heading above the steps; do they begin here?",
}


class PastedError(CookbookError):
    """A pasted text that no recipe can be made of."""


@dataclass(frozen=True)
class PastedLine:
    """A line as it was pasted, what became of it, and why that may be wrong ("" where it is sure).

    `number` counts from 1; blank lines are not among them.
    """

    number: int
    text: str
    role: LineRole
    doubt: str = ""


@dataclass(frozen=True)
class Pasted:
    """A recipe that was read from a pasted text, and all lines of that text."""

    recipe: Recipe
    lines: tuple[PastedLine, ...]

    @property
    def doubts(self) -> tuple[PastedLine, ...]:
        """The lines that somebody should look at."""
        return tuple(line for line in self.lines if line.doubt)


def read_pasted(text: str) -> Pasted:
    """Read a recipe from text as people paste it, offline and without ever failing on its form.

    No word is dropped but buttons, ratings and greetings of programs, which are told as left out.
    Raises PastedError for what is empty or longer than a recipe can be.
    """
    if len(text) > PASTED_MAX_CHARACTERS:
        raise PastedError(
            f"The text has {len(text):,} characters; a recipe has at most "
            f"{PASTED_MAX_CHARACTERS:,}.",
            remedy="Paste one recipe at a time.",
        )
    lines = read_lines(text)
    if not lines:
        raise PastedError("There is no text yet.", remedy="Paste or type the recipe.")
    opening = read_opening(lines[:LINES_MAX])
    zones = part_into_zones(opening.rest)
    sorted_lines = [*opening.sorted]
    sections: list[Section] = []
    above: list[Line] = []
    for zone in zones:
        if zone.kind is None:
            above += zone.lines
            continue
        sections.append(_section(zone, sorted_lines))
    headings = [zone.heading.text for zone in zones if zone.heading]
    served = next(filter(None, map(served_by, headings)), "")
    recipe = _recipe(opening, above, sections, sorted_lines)
    if served and not recipe.yield_text:
        recipe = replace(recipe, yield_text=served)
    return Pasted(recipe, _told(text, sorted_lines))


def _recipe(
    opening: Opening, above: list[Line], sections: list[Section], told: list[Sorted]
) -> Recipe:
    values = dict(opening.values)
    told += [Sorted(line, LineRole.HEADNOTE) for line in above]
    by = tuple(filter(None, (values.pop("by", ""),)))
    tags = tuple(tag.strip() for tag in values.pop("tags", "").split(",") if tag.strip())
    return Recipe(
        title=opening.title,
        by=by,
        tags=tags,
        yield_text=values.get("yield", ""),
        prep=values.get("prep", ""),
        cook=values.get("cook", ""),
        total=values.get("total", ""),
        course=values.get("course", ""),
        cuisine=values.get("cuisine", ""),
        source=values.get("source", ""),
        headnote=_prose(above),
        sections=tuple(sections),
    )


def _section(zone: Zone, told: list[Sorted]) -> Section:
    kind = zone.kind or SectionKind.OTHER
    heading = zone.heading.text.rstrip(" :") if zone.heading else HEADINGS[kind]
    if zone.heading:
        told.append(Sorted(zone.heading, LineRole.HEADING))
    if kind is SectionKind.INGREDIENTS:
        listed = list_ingredients(zone.lines)
        _tell(listed, LineRole.INGREDIENT, zone, told)
        return IngredientsSection(heading, _ingredient_groups(listed))
    if kind is SectionKind.METHOD:
        listed = list_steps(zone.lines)
        _tell(listed, LineRole.STEP, zone, told)
        return MethodSection(heading, _step_groups(listed))
    told += [Sorted(line, LineRole.NOTE) for line in zone.lines]
    return TextSection(heading, _prose(zone.lines))


def _ingredient_groups(listed: Listed) -> tuple[IngredientGroup, ...]:
    return tuple(
        IngredientGroup(
            title,
            tuple(
                Prose(item.text) if item.is_prose else parse_ingredient(item.text) for item in items
            ),
        )
        for title, items in listed.groups
    )


def _step_groups(listed: Listed) -> tuple[StepGroup, ...]:
    return tuple(
        StepGroup(
            title,
            tuple(Prose(item.text) if item.is_prose else Step(item.text) for item in items),
        )
        for title, items in listed.groups
    )


def _tell(listed: Listed, role: LineRole, zone: Zone, told: list[Sorted]) -> None:
    """Tell of the lines of a list; the first of a guessed one says that it is a guess."""
    doubt = GUESSED.get(zone.kind or SectionKind.OTHER, "") if zone.guessed else ""
    for each in listed.sorted:
        its_role = role if each.role is LineRole.ITEM else each.role
        told.append(Sorted(each.line, its_role, each.doubt or doubt))
        doubt = ""


def _prose(lines: list[Line] | tuple[Line, ...]) -> str:
    """Write lines as paragraphs and lists."""
    out: list[str] = []
    in_list = False
    for line in lines:
        words = escape_words(line.text)
        listed = line.mark == "-" or line.is_numbered
        if line.mark == "#":
            words = f"**{words}**"
        elif listed:
            words = f"{line.mark} {words}" if line.mark == "-" else f"{line.mark}. {words}"
        apart = line.gap or line.mark == "#" or listed != in_list
        out += ["", words] if apart and out else [words]
        in_list = listed
    return "\n".join(out)


def _told(text: str, told: list[Sorted]) -> tuple[PastedLine, ...]:
    """Give the lines as they were pasted, each with what became of it, in their order."""
    rows = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    by_number: dict[int, Sorted] = {}
    for each in told:
        known = by_number.get(each.line.number)
        by_number[each.line.number] = each if known is None or each.doubt else known
    lines: list[PastedLine] = []
    last = Sorted(Line(0, ""), LineRole.HEADNOTE)
    for number, row in enumerate(rows, start=1):
        if not row.strip():
            continue
        # A line that was joined to the one above shares its fate.
        last = by_number.get(number) or Sorted(last.line, last.role)
        lines.append(PastedLine(number, row.strip(), last.role, last.doubt))
    return tuple(lines)
