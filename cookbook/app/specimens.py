"""What the style guide shows its components with: forms, a moment, the icons that there are."""

from __future__ import annotations

import datetime as dt
from typing import Any

from wtforms import (
    BooleanField,
    FileField,
    Form,
    RadioField,
    SelectField,
    StringField,
    TextAreaField,
)
from wtforms.validators import InputRequired

from cookbook.config import static_folder
from cookbook.curating.forms import Boxes

# Plain words are choices too, which the library's types do not know.
COURSES: list[Any] = ["Soup", "Main course", "Bread"]
DIETS: list[Any] = ["Vegetarian", "Gluten-free", "Without nuts"]
LICENCES: list[Any] = ["CC BY 4.0", "All rights reserved"]
MANUSCRIPT = """---
kind: recipe
title: Stone soup
by: Amália Duarte
yield: 6 bowls
---
Every house in the street adds one thing to the pot.

## Ingredients
- 500 g dried red beans
- 2 bay leaves

## Method
1. Wash the stone.
2. Simmer the beans.
"""


class SpecimenForm(Form):
    """One field of every kind."""

    title = StringField("Title", [InputRequired("Give the dish a name.")])
    story = TextAreaField(
        "The story of the dish", description="Where it comes from, who made it, when it is eaten."
    )
    portions = StringField("Makes", [InputRequired("Say how many it feeds.")])
    prep = StringField("Preparation")
    cook = StringField("Cooking")
    course = SelectField("Course", choices=COURSES)
    diet = Boxes("It suits", choices=DIETS)
    photo = FileField("Photo")
    licence = RadioField("Licence", choices=LICENCES)
    mine = BooleanField(
        "This text is mine, or I may share it",
        [InputRequired("Tick this, so that we may print it.")],
    )
    text = TextAreaField("Text", default=MANUSCRIPT)


class RefusedForm(Form):
    """A form that came back."""

    name = StringField("Title", [InputRequired("Give the dish a name.")])
    rights = BooleanField("The photo is mine", [InputRequired("Tick this, or leave it out.")])


def specimens() -> dict[str, object]:
    """Give the style guide's template what it shows."""
    refused = RefusedForm()
    refused.validate()
    listed = (static_folder() / "icons" / "names.txt").read_text(encoding="utf-8").splitlines()
    return {
        "form": SpecimenForm(),
        "refused": refused,
        "moment": dt.datetime(2026, 5, 12, 10, 42, tzinfo=dt.UTC),
        "icon_names": [name for name in listed if name and not name.startswith("#")],
    }
