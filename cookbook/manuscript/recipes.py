"""A recipe: its text parsed to a typed value, and the value written as text again."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, TypeAlias

from cookbook.manuscript.blocks import Line, read_lines, trim_blank_lines
from cookbook.manuscript.fields import Fields, put_text, put_texts
from cookbook.manuscript.frontmatter import (
    FrontMatter,
    Value,
    join_front_matter,
    split_front_matter,
    unknown_keys,
)
from cookbook.manuscript.headings import SectionKind, section_kind
from cookbook.manuscript.ingredients import Ingredient, parse_ingredient
from cookbook.manuscript.lists import indent_item, read_items
from cookbook.manuscript.times import parse_duration
from cookbook.manuscript.yields import Yield, parse_yield

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import timedelta

RECIPE_KEYS = (
    "kind", "title", "by", "town", "yield", "prep", "cook", "total", "course", "cuisine", "diet",
    "tags", "photo", "photo-alt", "source", "licence",
)  # fmt: skip

PHOTO_SIZES = ("page", "half", "small")
"""A photo may fill a page to its edges, half of one, or stand beside the headnote."""
SECTION_LEVEL = 2
# A list numbers on from its first item, and a longer number would be read as a year.
HIGHEST_NUMBER = 999


@dataclass(frozen=True)
class Prose:
    """A paragraph that stands between the lines of a list, as Markdown."""

    text: str


@dataclass(frozen=True)
class Step:
    """One step of the method, as Markdown."""

    text: str


@dataclass(frozen=True)
class IngredientGroup:
    """Ingredients that belong together; `title` is "" for those under no heading."""

    title: str
    items: tuple[Ingredient | Prose, ...]


@dataclass(frozen=True)
class StepGroup:
    """Steps that belong together; `title` is "" for those under no heading."""

    title: str
    items: tuple[Step | Prose, ...]


@dataclass(frozen=True)
class IngredientsSection:
    """The ingredient list, under the heading that its author gave it."""

    heading: str
    groups: tuple[IngredientGroup, ...]


@dataclass(frozen=True)
class MethodSection:
    """The method, under the heading that its author gave it."""

    heading: str
    groups: tuple[StepGroup, ...]


@dataclass(frozen=True)
class TextSection:
    """Notes, variations, or whatever else an author added, as Markdown."""

    heading: str
    text: str

    @property
    def kind(self) -> SectionKind:
        """Tell notes from other sections."""
        return section_kind(self.heading)


Section: TypeAlias = IngredientsSection | MethodSection | TextSection


@dataclass(frozen=True)
class Recipe:
    """A recipe. Texts are Markdown, times and yield are kept as written; see the properties."""

    title: str
    by: tuple[str, ...] = ()
    town: str = ""
    yield_text: str = ""
    prep: str = ""
    cook: str = ""
    total: str = ""
    course: str = ""
    cuisine: str = ""
    diet: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    photo: str = ""
    photo_alt: str = ""
    source: str = ""
    licence: str = ""
    headnote: str = ""
    sections: tuple[Section, ...] = ()
    extra: Mapping[str, Value] = field(default_factory=dict, hash=False)

    @property
    def ingredient_groups(self) -> tuple[IngredientGroup, ...]:
        """All groups of ingredients, in order."""
        return tuple(
            group
            for section in self.sections
            if isinstance(section, IngredientsSection)
            for group in section.groups
        )

    @property
    def ingredients(self) -> tuple[Ingredient, ...]:
        """All ingredients, in order."""
        return tuple(
            item
            for group in self.ingredient_groups
            for item in group.items
            if isinstance(item, Ingredient)
        )

    @property
    def step_groups(self) -> tuple[StepGroup, ...]:
        """All groups of steps, in order."""
        return tuple(
            group
            for section in self.sections
            if isinstance(section, MethodSection)
            for group in section.groups
        )

    @property
    def index(self) -> tuple[str, ...] | None:
        """The entries under which an index is to list it, or None where it may find them itself."""
        return Fields(self.extra, "").texts("index") if "index" in self.extra else None

    @property
    def photo_size(self) -> str:
        """How large its photo is to be printed, as its author says: see PHOTO_SIZES; or ""."""
        said = self.extra.get("photo-size", "")
        return said.strip() if isinstance(said, str) else ""

    @property
    def yields(self) -> Yield:
        """The yield, parsed."""
        return parse_yield(self.yield_text)

    @property
    def prep_time(self) -> timedelta | None:
        """The time of preparation, where it can be told."""
        return parse_duration(self.prep)

    @property
    def cook_time(self) -> timedelta | None:
        """The time of cooking, where it can be told."""
        return parse_duration(self.cook)


def parse_recipe(text: str, file: str = "recipe.md") -> Recipe:
    """Parse the text of a recipe, whatever its `kind` says; its line ends are plain newlines.

    Raises FrontMatterError with file, line and what was expected. Any body can be parsed, and every
    word of it is kept; only the numbers of steps, list items that say nothing, and the number signs
    that close a heading are left out.
    """
    return recipe_of(split_front_matter(text, file), file)


def recipe_of(front: FrontMatter, file: str) -> Recipe:
    """Parse a recipe that is parted into front matter and body; see `parse_recipe`."""
    extra = unknown_keys(front.values, RECIPE_KEYS)
    fields = Fields(front.values, file)
    fields.texts("index")  # It stays among the other keys, and is looked at here for what is wrong.
    headnote, sections = _parse_body(front.body)
    return Recipe(
        title=fields.title(),
        by=fields.texts("by"),
        town=fields.text("town"),
        yield_text=fields.text("yield"),
        prep=fields.text("prep"),
        cook=fields.text("cook"),
        total=fields.text("total"),
        course=fields.text("course"),
        cuisine=fields.text("cuisine"),
        diet=fields.texts("diet"),
        tags=fields.texts("tags"),
        photo=fields.path("photo"),
        photo_alt=fields.text("photo-alt"),
        source=fields.text("source"),
        licence=fields.text("licence"),
        headnote=headnote,
        sections=sections,
        extra=extra,
    )


def write_recipe(recipe: Recipe) -> str:
    """Write a recipe; the same recipe gives the same text.

    `parse_recipe` gives it back if it is well-formed, as all recipes are that were parsed: its
    texts have no blanks around them and mean nothing else as Markdown (a step holds no `##` in its
    first column, prose doesn't begin like a list item), no text of front matter is empty in a list,
    `extra` holds no key that a field stands for, and the front matter keeps its size.
    """
    values: dict[str, Value] = {"kind": "recipe", "title": recipe.title}
    put_texts(values, "by", recipe.by)
    put_text(values, "town", recipe.town)
    put_text(values, "yield", recipe.yield_text)
    put_text(values, "prep", recipe.prep)
    put_text(values, "cook", recipe.cook)
    put_text(values, "total", recipe.total)
    put_text(values, "course", recipe.course)
    put_text(values, "cuisine", recipe.cuisine)
    put_texts(values, "diet", recipe.diet)
    put_texts(values, "tags", recipe.tags)
    put_text(values, "photo", recipe.photo)
    put_text(values, "photo-alt", recipe.photo_alt)
    put_text(values, "source", recipe.source)
    put_text(values, "licence", recipe.licence)
    values.update(recipe.extra)
    parts = [recipe.headnote] if recipe.headnote else []
    parts += [_write_section(section) for section in recipe.sections]
    return join_front_matter(values, "\n\n".join(parts))


def _parse_body(body: str) -> tuple[str, tuple[Section, ...]]:
    pieces: list[tuple[str, list[Line]]] = [("", [])]
    for line in read_lines(body):
        heading = line.heading()
        if heading and heading[0] == SECTION_LEVEL:
            pieces.append((heading[1], []))
        else:
            pieces[-1][1].append(line)
    headnote = _text_of(pieces[0][1])
    return headnote, tuple(_parse_section(heading, lines) for heading, lines in pieces[1:])


def _parse_section(heading: str, lines: Sequence[Line]) -> Section:
    kind = section_kind(heading)
    if kind is SectionKind.INGREDIENTS:
        return IngredientsSection(
            heading,
            tuple(
                IngredientGroup(
                    title,
                    tuple(
                        parse_ingredient(text) if marker else Prose(text) for marker, text in items
                    ),
                )
                for title, items in _groups(lines)
            ),
        )
    if kind is SectionKind.METHOD:
        return MethodSection(
            heading,
            tuple(
                StepGroup(
                    title, tuple(Step(text) if marker else Prose(text) for marker, text in items)
                )
                for title, items in _groups(lines)
            ),
        )
    return TextSection(heading, _text_of(lines))


def _groups(lines: Sequence[Line]) -> Iterator[tuple[str, list[tuple[str, str]]]]:
    """Part a section at its headings of level 3 and deeper; an empty untitled group is left out."""
    groups: list[tuple[str, list[Line]]] = [("", [])]
    for line in lines:
        heading = line.heading()
        if heading and heading[0] > SECTION_LEVEL:
            groups.append((heading[1], []))
        else:
            groups[-1][1].append(line)
    for title, group in groups:
        items = list(read_items(group))
        if title or items:
            yield title, items


def _text_of(lines: Sequence[Line]) -> str:
    return trim_blank_lines("\n".join(line.text for line in lines))


def _write_section(section: Section) -> str:
    if isinstance(section, TextSection):
        return f"## {section.heading}\n{section.text}".rstrip()
    parts = [f"## {section.heading}"]
    for group in section.groups:
        title = f"### {group.title}\n" if group.title else ""
        parts.append(title + _write_items(group.items))
    return "\n\n".join(part.rstrip() for part in parts)


def _write_items(items: Sequence[Ingredient | Step | Prose]) -> str:
    written, number, after_prose = list[str](), 0, True
    for item in items:
        if isinstance(item, Prose):
            text, gap = item.text, "\n\n"
        elif isinstance(item, Ingredient):
            text, gap = indent_item("-", item.line), "\n\n" if after_prose else "\n"
        else:
            number = min(number + 1, HIGHEST_NUMBER)
            text, gap = indent_item(f"{number}.", item.text), "\n\n" if after_prose else "\n"
        written.append((gap if written else "") + text)
        after_prose = isinstance(item, Prose)
    return "".join(written)
