"""The part of a form that is about one picture: what it shows, who took it, where it goes."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Any

from wtforms import (
    BooleanField,
    FieldList,
    FloatField,
    Form,
    FormField,
    HiddenField,
    SelectField,
    StringField,
)
from wtforms.fields.choices import (  # type: ignore[attr-defined]  # types of an older WTForms
    SelectChoice,
)
from wtforms.validators import Length

from cookbook.contributing.field_words import typed
from cookbook.contributing.licences import PICTURE_LICENCES, known_licence
from cookbook.contributing.pictures.cuts import WHOLE, Cut, Shape
from cookbook.contributing.pictures.figures import Place
from cookbook.models.base import NAME_MAX_LENGTH

ALT_MAX_LENGTH = 300
MOST_PICTURES = 24
PERCENT = 100
PLACES = [
    SelectChoice(Place.STORY.value, "Below the story"),
    SelectChoice(Place.METHOD.value, "Below the method"),
    SelectChoice(Place.NOTES.value, "Below the notes"),
]
SHAPES = [
    SelectChoice(Shape.FREE.value, "Any shape"),
    SelectChoice(Shape.FOUR_BY_THREE.value, "4 : 3"),
    SelectChoice(Shape.THREE_BY_TWO.value, "3 : 2"),
    SelectChoice(Shape.SQUARE.value, "Square"),
]
UNDESCRIBED = "Say what it shows in one sentence, or tick that it is only decoration."


def _plain(value: str | None) -> str:
    return " ".join(typed(value or "").split())


class PercentField(FloatField):
    """A share in percent; what is no number is as if it had been left empty."""

    def process_formdata(self, valuelist: list[str]) -> None:
        """Take what was typed."""
        try:
            super().process_formdata(valuelist)
        except ValueError:
            self.data = None


def _percent(label: str) -> PercentField:
    attributes = {"min": 0, "max": PERCENT, "step": 0.1, "inputmode": "decimal"}
    return PercentField(label, render_kw=attributes)


class CutForm(Form):
    """What is cut out of a picture, in percent of its sides."""

    left = _percent("From the left, %")
    top = _percent("From the top, %")
    width = _percent("Width, %")
    height = _percent("Height, %")
    shape = SelectField("Shape", choices=SHAPES, validate_choice=False)

    def cut(self, turns: int) -> tuple[Cut, Shape]:
        """Give what was asked for; what is left empty, or is no number, stays whole."""
        shares = {"left": self.left.data, "top": self.top.data}
        sizes = {"width": self.width.data, "height": self.height.data}
        box = {name: _thousandths(value, 0) for name, value in shares.items()}
        box |= {name: _thousandths(value, WHOLE) for name, value in sizes.items()}
        shapes = {shape.value: shape for shape in Shape}
        return Cut(turns, **box), shapes.get(self.shape.data or "", Shape.FREE)


def shown_cut(cut: Cut) -> dict[str, float]:
    """Give what stands in the fields for a cut."""
    names = ("left", "top", "width", "height")
    return {name: getattr(cut, name) * PERCENT / WHOLE for name in names}


def _thousandths(percent: float | None, otherwise: int) -> int:
    if percent is None or not -PERCENT <= percent <= PERCENT:
        return otherwise
    return round(percent * WHOLE / PERCENT)


class PictureCard(Form):
    """One picture of a form; `token` names it, signed."""

    token = HiddenField()
    alt = StringField(
        "What it shows",
        filters=[_plain],
        validators=[
            Length(max=ALT_MAX_LENGTH, message="This is too long: one sentence is enough.")
        ],
        render_kw={"maxlength": ALT_MAX_LENGTH, "autocomplete": "off"},
    )
    decorative = BooleanField("It is only decoration, and says nothing that the text needs")
    by = StringField(
        "Who took or drew it",
        filters=[_plain],
        validators=[Length(max=NAME_MAX_LENGTH, message="This name is too long.")],
        render_kw={"maxlength": NAME_MAX_LENGTH, "autocomplete": "off"},
    )
    licence = SelectField(
        "What others may do with it",
        choices=PICTURE_LICENCES,
        validate_choice=False,
    )
    place = SelectField("Where it goes", choices=PLACES, validate_choice=False)
    remove = BooleanField("Leave this picture out")
    cut = FormField(CutForm)

    @property
    def number(self) -> str:
        """What tells the card from the others of its form, such as 3."""
        return str(self.token.name).removesuffix("-token").rpartition("-")[2]

    @property
    def chosen_place(self) -> Place:
        """Where the picture goes."""
        known = {place.value: place for place in Place}
        return known.get(self.place.data or "", Place.STORY)

    @property
    def description(self) -> str:
        """What the picture shows; nothing for decoration."""
        return "" if self.decorative.data else str(self.alt.data or "")

    @property
    def known_licence(self) -> str:
        """The licence, if it is one of those that are offered."""
        return known_licence(self.licence.data)

    def validate(self, extra_validators: Any = None) -> bool:  # noqa: ANN401 -- as WTForms has it
        """Ask for what the picture shows; a picture that is left out is asked nothing."""
        if self.remove.data:
            return True
        valid = bool(super().validate(extra_validators))
        if valid and not self.description and not self.decorative.data:
            self.alt.errors = [UNDESCRIBED]
            return False
        return valid


class PictureCards(FieldList):  # type: ignore[type-arg]  # it is generic in the types alone
    """The cards of a form, whose faults are told in words."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 -- WTForms' own
        super().__init__(FormField(PictureCard), *args, **kwargs)

    def validate(self, form: Any, extra_validators: Any = ()) -> bool:  # noqa: ANN401 -- as WTForms has it
        """Look at each card."""
        del form, extra_validators
        self.errors = [
            f"Picture {place}: {' '.join(words)}"
            for place, card in enumerate(self.cards, 1)
            if not card.validate()
            for words in card.errors.values()
        ]
        if len(self.kept_cards) > MOST_PICTURES:
            self.errors.append(f"One text has at most {MOST_PICTURES} pictures besides its photo.")
        return not self.errors

    def _extract_indices(self, prefix: str, formdata: Iterable[str]) -> Iterator[int]:
        """Give the numbers of the cards that were sent; what isn't one of ours is none."""
        pattern = re.compile(rf"{re.escape(prefix)}-([0-9]{{1,4}})-")
        yield from (int(match[1]) for match in map(pattern.match, formdata) if match)

    def _compact_indices(self) -> None:
        """Leave the cards their numbers, by which the buttons of the form call them."""

    @property
    def cards(self) -> list[PictureCard]:
        """All cards, in their order."""
        return [entry.form for entry in self.entries]

    @property
    def kept_cards(self) -> list[PictureCard]:
        """The cards of the pictures that are not left out."""
        return [card for card in self.cards if not card.remove.data]
