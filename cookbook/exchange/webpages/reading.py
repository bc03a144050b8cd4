"""A web page -> the text of a recipe, read within bounds by a process of its own."""

from __future__ import annotations

import dataclasses
import datetime as dt
import json
import sys
from dataclasses import dataclass
from pathlib import Path

from cookbook.exchange.pasted.reading import PastedError, read_pasted
from cookbook.exchange.webpages.composing import compose_recipe, site_name
from cookbook.exchange.webpages.problems import NoRecipeError, NotAPageError
from cookbook.exchange.webpages.scraped import Scraped
from cookbook.manuscript import FrontMatterError, Recipe, parse_recipe, write_recipe
from cookbook.press.bounded import BoundsExceededError, ProgramFailedError, run_bounded

SECONDS = 15.0
ROOT = str(Path(__file__).resolve().parents[3])
PASTE_IT = "Copy the recipe from the page, and paste that."
PICKED = (
    "The page doesn't say which of its words are the recipe. We have picked it out as well as we "
    "could; please look it over with care."
)
NO_STEPS = "The page says what goes in, but not in a form that we understand what is done with it."
NO_INGREDIENTS = "We found the steps, but no list of ingredients."


@dataclass(frozen=True)
class PageRecipe:
    """A recipe that was read from a page: its text, where it is from, and what is missing.

    `is_told` says whether the page told it as data, or it was picked from all of the page's words.
    """

    text: str
    title: str
    site: str
    licence: str = ""
    missed: tuple[str, ...] = ()
    is_told: bool = True


def read_web_page(
    page: str,
    address: str,
    *,
    accessed: dt.date,
    seconds: float = SECONDS,
) -> PageRecipe:
    """Read the recipe of a web page; `address` is "" where nobody knows it.

    Where the page has no data of a recipe, it is picked from all of its words, as from a pasted
    text. Raises NotAPageError for a page that can't be read, and NoRecipeError where there is no
    recipe.
    """
    scraped = scrape_bounded(page, address, seconds=seconds)
    if not scraped.is_recipe:
        return _picked(scraped, address, accessed)
    missed = []
    if not scraped.ingredients:
        missed.append(NO_INGREDIENTS)
    if not scraped.steps:
        missed.append(NO_STEPS)
    return PageRecipe(
        text=_text_of(compose_recipe(scraped, address, accessed)),
        title=scraped.title,
        site=site_name(scraped, address),
        licence=scraped.licence,
        missed=tuple(missed),
    )


def scrape_bounded(page: str, address: str, *, seconds: float = SECONDS) -> Scraped:
    """Read what a page says, in a process that ends after so many seconds.

    Raises NotAPageError where it took too long or too much memory, or can't be read.
    """
    command = [sys.executable, "-m", "cookbook.exchange.webpages.scraping"]
    task = json.dumps({"html": page, "address": address or "https://localhost/"}).encode()
    try:
        output = run_bounded(command, task, seconds=seconds, variables={"PYTHONPATH": ROOT})
        return Scraped.from_values(json.loads(output))
    except BoundsExceededError as err:
        raise NotAPageError(f"Reading the page {err.message}.", remedy=PASTE_IT) from err
    except (ProgramFailedError, ValueError, TypeError, KeyError, RecursionError) as err:
        raise NotAPageError("The page can't be read.", remedy=PASTE_IT) from err


def _picked(scraped: Scraped, address: str, accessed: dt.date) -> PageRecipe:
    try:
        picked = read_pasted(scraped.text).recipe
    except PastedError as err:
        raise NoRecipeError("We find no recipe on this page.", remedy=PASTE_IT) from err
    if not _is_recipe(picked):
        raise NoRecipeError("We find no recipe on this page.", remedy=PASTE_IT)
    above = compose_recipe(scraped, address, accessed)
    recipe = dataclasses.replace(
        picked,
        title=above.title if scraped.title else picked.title,
        by=above.by,
        source=above.source,
        licence=above.licence,
    )
    return PageRecipe(
        text=_text_of(recipe),
        title=recipe.title,
        site=site_name(scraped, address),
        licence=scraped.licence,
        missed=(PICKED,),
        is_told=False,
    )


def _is_recipe(recipe: Recipe) -> bool:
    return bool(recipe.ingredients and recipe.step_groups)


def _text_of(recipe: Recipe) -> str:
    text = write_recipe(recipe)
    try:
        parse_recipe(text)
    except FrontMatterError as err:
        raise NotAPageError("The page can't be read.", remedy=PASTE_IT) from err
    return text
