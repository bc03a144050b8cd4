"""The whole of an accepted text in the fields of its form, for who suggests more than a passage."""

from __future__ import annotations

import dataclasses
from typing import Any

from cookbook.contributing.beginning import default_licence
from cookbook.contributing.chapter_fields import chapter_fields, write_chapter_fields
from cookbook.contributing.forms import ChapterForm, RecipeForm, WritingForm
from cookbook.contributing.recipe_fields import recipe_fields, write_recipe_fields
from cookbook.contributing.saving import refuse_long_text
from cookbook.manuscript import parse_chapter, parse_recipe
from cookbook.models import Contribution, ContributionKind, Revision

RECIPE_FIELDS = (
    "title", "ingredients", "method", "yield_text", "prep", "cook", "total", "headnote", "notes",
    "photo_alt", "source", "course", "cuisine", "diet", "tags", "more",
)  # fmt: skip
CHAPTER_FIELDS = ("title", "body", "source", "tags")
"""What a suggestion can be about. Whose a text is, and under which licence, its author says."""


def shown_fields(contribution: Contribution) -> tuple[str, ...]:
    """Give the names of the fields that are shown."""
    is_recipe = contribution.kind is ContributionKind.RECIPE
    return RECIPE_FIELDS if is_recipe else CHAPTER_FIELDS


def fill_whole(contribution: Contribution, text: str) -> WritingForm:
    """Make the form, filled with a text, whatever the present request has sent."""
    values = _values(contribution, text)
    form = _form_of(contribution)
    return form(formdata=None, data=values, licence=default_licence(contribution.volume))


def read_whole(contribution: Contribution, base: Revision) -> WritingForm:
    """Make the form with what was sent; what it doesn't show is as the base has it."""
    values = _values(contribution, base.text)
    return _form_of(contribution)(data=values, licence=default_licence(contribution.volume))


def write_whole(form: WritingForm, contribution: Contribution, base: Revision) -> str:
    """Write the text that the form means. Raises FrontMatterError and TooLongError."""
    refuse_long_text(form.typed(), contribution.kind)
    if isinstance(form, RecipeForm):
        photo = parse_recipe(base.text, contribution.path).photo
        return write_recipe_fields(form.fields(photo), base.text, contribution.path)
    if isinstance(form, ChapterForm):
        return write_chapter_fields(form.fields(""), base.text, contribution.path)
    raise TypeError(type(form))


def _form_of(contribution: Contribution) -> type[WritingForm]:
    return RecipeForm if contribution.kind is ContributionKind.RECIPE else ChapterForm


def _values(contribution: Contribution, text: str) -> dict[str, Any]:
    if contribution.kind is ContributionKind.RECIPE:
        return dataclasses.asdict(recipe_fields(parse_recipe(text, contribution.path)))
    return dataclasses.asdict(chapter_fields(parse_chapter(text, contribution.path)))
