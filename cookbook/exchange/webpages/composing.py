"""What was found on a page -> the text of our recipe, with where it came from, and what to mind."""

from __future__ import annotations

import datetime as dt
from datetime import timedelta
from urllib.parse import urlsplit

from cookbook.exchange.rewriting.escaping import escape_line, escape_words
from cookbook.exchange.webpages.scraped import Lines, Scraped
from cookbook.manuscript import Recipe, parse_ingredient
from cookbook.manuscript.recipes import (
    IngredientGroup,
    IngredientsSection,
    MethodSection,
    Section,
    Step,
    StepGroup,
)
from cookbook.manuscript.times import parse_duration

UNTITLED = "A recipe from the web"
MOST_TAGS = 8


def compose_recipe(scraped: Scraped, address: str, accessed: dt.date) -> Recipe:
    """Make a recipe of what was found; no word of it becomes markup.

    It is signed as the page is, never by whoever brought it here; `accessed` goes into its source.
    """
    sections: list[Section] = []
    if scraped.ingredients:
        sections.append(IngredientsSection("Ingredients", _ingredients(scraped.ingredients)))
    if scraped.steps:
        sections.append(MethodSection("Method", _steps(scraped.steps)))
    return Recipe(
        title=" ".join(scraped.title.split()) or UNTITLED,
        by=scraped.authors or (site_name(scraped, address),),
        yield_text=scraped.yield_text,
        prep=scraped.prep,
        cook=scraped.cook,
        total=_told_total(scraped),
        course=", ".join(scraped.courses),
        cuisine=", ".join(scraped.cuisines),
        diet=scraped.diets,
        tags=scraped.keywords[:MOST_TAGS],
        source=source_line(scraped, address, accessed),
        licence=scraped.licence if scraped.licence.startswith("CC") else "",
        headnote=escape_words(scraped.description),
        sections=tuple(sections),
    )


def source_line(scraped: Scraped, address: str, accessed: dt.date) -> str:
    """Say where a recipe was found: title, site, address, and the day."""
    day = f"accessed {accessed.day} {accessed:%B %Y}"
    title = f"“{' '.join(scraped.title.split())}”" if scraped.title else ""
    where = (title, site_name(scraped, address), address, day if address else "")
    return ", ".join(filter(None, where))


def site_name(scraped: Scraped, address: str) -> str:
    """Give the name of the site that a page is on, or that of its host."""
    host = (urlsplit(address).hostname or "").removeprefix("www.")
    return scraped.site or host or "a page from the web"


def _ingredients(groups: tuple[Lines, ...]) -> tuple[IngredientGroup, ...]:
    return tuple(
        IngredientGroup(
            escape_line(group.title),
            tuple(parse_ingredient(escape_line(line)) for line in group.lines),
        )
        for group in groups
    )


def _steps(groups: tuple[Lines, ...]) -> tuple[StepGroup, ...]:
    return tuple(
        StepGroup(escape_line(group.title), tuple(Step(escape_line(line)) for line in group.lines))
        for group in groups
    )


def _told_total(scraped: Scraped) -> str:
    """Leave out a total that says nothing new, or less than one of its parts."""
    total = parse_duration(scraped.total)
    parts = [parse_duration(each) or timedelta(0) for each in (scraped.prep, scraped.cook)]
    if total is None or not any(parts):
        return scraped.total
    return "" if total == sum(parts, timedelta(0)) or total < max(parts) else scraped.total
