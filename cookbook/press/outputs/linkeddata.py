"""Stage: sections -> schema.org data in the web pages, by which search engines know recipes.

The data stands in a block that no browser runs (HTML, section 4.12.1); see https://schema.org.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import timedelta
from typing import Any, TypeAlias

from cookbook.manuscript import Entry, Recipe
from cookbook.manuscript.times import parse_duration
from cookbook.press.matter.licences import licence_url
from cookbook.press.outputs.excerpts import (
    Excerpt,
    PagePicture,
    first_picture,
    ingredient_lines,
)
from cookbook.press.pandoc import Node
from cookbook.press.sections import AssembledBook, Section
from cookbook.press.tree import Blocks, classes_of, plain_text

Data: TypeAlias = dict[str, Any]

CONTEXT = "https://schema.org"
DIETS = {
    "diabetic": "DiabeticDiet",
    "gluten free": "GlutenFreeDiet",
    "without gluten": "GlutenFreeDiet",
    "halal": "HalalDiet",
    "hindu": "HinduDiet",
    "kosher": "KosherDiet",
    "low calorie": "LowCalorieDiet",
    "low fat": "LowFatDiet",
    "low lactose": "LowLactoseDiet",
    "low salt": "LowSaltDiet",
    "vegan": "VeganDiet",
    "vegetarian": "VegetarianDiet",
}
"""What schema.org has a name for; other diets are among the keywords."""
LETTERS = str.maketrans(
    {"<": "\\u003c", ">": "\\u003e", "&": "\\u0026", "\u2028": "\\u2028", "\u2029": "\\u2029"}
)
"""What could end the block or begin another, as JSON can write it."""
DATE = re.compile(r"\d{4}(?:-\d{2}(?:-\d{2})?)?")


def data_block(data: Data) -> str:
    """Write data as a block for a page's head; no text in it can end the block."""
    written = json.dumps({"@context": CONTEXT, **data}, ensure_ascii=False)
    return f'<script type="application/ld+json">{written.translate(LETTERS)}</script>'


def entry_data(book: AssembledBook, section: Section, said: Excerpt, page: str) -> Data | None:
    """Describe a section that is an entry: a Recipe, or a Chapter. Others are described by none."""
    entry = book.entries.get(section.entry)
    if entry is None:
        return None
    picture = first_picture(book, section)
    return _without_gaps(
        {
            "@type": "Recipe" if isinstance(entry, Recipe) else "Chapter",
            "name": section.title,
            "url": page,
            "author": [_person(name) for name in section.authors],
            "image": _image(picture) if picture else None,
            **_kind_of_entry(section, said, entry),
            "license": licence_url(entry.licence or book.book.licence),
            "inLanguage": book.book.language,
            "isPartOf": _without_gaps(
                {"@type": "Book", "name": book.book.title, "url": "index.html"}
            ),
        }
    )


def book_data(book: AssembledBook, cover: PagePicture) -> Data:
    """Describe the book; `cover` is the picture of its cover."""
    facts = book.book
    date = DATE.fullmatch(facts.date)
    return _without_gaps(
        {
            "@type": "Book",
            "name": facts.title,
            "alternativeHeadline": facts.subtitle,
            "description": facts.description,
            "author": [_person(name) for name in book.authors],
            "editor": [_person(name) for name in facts.editors],
            "publisher": {"@type": "Organization", "name": facts.publisher}
            if facts.publisher
            else None,
            "datePublished": date[0] if date else "",
            "bookEdition": facts.edition,
            "identifier": book.identifier,
            "license": licence_url(facts.licence),
            "inLanguage": facts.language,
            "image": _image(cover),
        }
    )


def iso_duration(duration: timedelta | None) -> str:
    """Write a duration as ISO 8601 has it, to the minute or second: PT1H10M; "" for none."""
    seconds = round(duration.total_seconds()) if duration else 0
    if seconds <= 0:
        return ""
    days, seconds = divmod(seconds, 86_400)
    hours, seconds = divmod(seconds, 3600)
    minutes, seconds = divmod(seconds, 60)
    time = "".join(
        f"{count}{unit}" for count, unit in ((hours, "H"), (minutes, "M"), (seconds, "S")) if count
    )
    return f"P{f'{days}D' if days else ''}{f'T{time}' if time else ''}"


def _kind_of_entry(section: Section, said: Excerpt, entry: Entry) -> Data:
    if isinstance(entry, Recipe):
        return _recipe(said, entry)
    return {
        "description": said.summary,
        "position": section.number,
        "keywords": ", ".join(entry.tags),
    }


def _recipe(said: Excerpt, recipe: Recipe) -> Data:
    diets = [DIETS.get(re.sub(r"[\s_-]+", " ", each.strip().lower())) for each in recipe.diet]
    unknown = [name for name, known in zip(recipe.diet, diets, strict=True) if not known]
    return {
        "description": said.headnote,
        "recipeYield": recipe.yield_text,
        "prepTime": iso_duration(recipe.prep_time),
        "cookTime": iso_duration(recipe.cook_time),
        "totalTime": iso_duration(parse_duration(recipe.total)),
        "recipeIngredient": ingredient_lines(recipe),
        "recipeInstructions": list(_instructions(said.blocks)),
        "recipeCategory": recipe.course,
        "recipeCuisine": recipe.cuisine,
        "keywords": ", ".join([*recipe.tags, *unknown]),
        "suitableForDiet": list(dict.fromkeys(f"{CONTEXT}/{each}" for each in diets if each)),
    }


def _instructions(blocks: Blocks) -> Iterator[Data]:
    """Give the steps of a method in order, those under a heading as a section."""
    for method in _divs(blocks, "method"):
        for group in _divs(method["c"][1], "group"):
            steps = [_step(each) for each in _steps(group["c"][1])]
            name = plain_text([each for each in group["c"][1] if each["t"] == "Header"])
            if name:
                yield {"@type": "HowToSection", "name": name, "itemListElement": steps}
            else:
                yield from steps


def _divs(blocks: Blocks, kind: str) -> Iterator[Node]:
    return (each for each in blocks if each["t"] == "Div" and kind in classes_of(each))


def _steps(blocks: Blocks) -> Iterator[str]:
    """Give the text of each step; what stands between the steps is read out as one, too."""
    for block in blocks:
        if block["t"] == "Header":
            continue
        items: Sequence[Blocks] = block["c"][1] if block["t"] == "OrderedList" else [[block]]
        yield from (words for item in items if (words := plain_text(item)))


def _step(words: str) -> Data:
    return {"@type": "HowToStep", "text": words}


def _image(picture: PagePicture) -> Data:
    return {
        "@type": "ImageObject",
        "url": picture.file,
        "width": picture.width,
        "height": picture.height,
        "caption": picture.alt,
    }


def _person(name: str) -> Data:
    return {"@type": "Person", "name": name}


def _without_gaps(data: Mapping[str, Any]) -> Data:
    return {key: value for key, value in data.items() if value}
