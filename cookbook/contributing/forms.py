"""The forms of writing: a recipe's and a chapter's, with the words that help to fill them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, ClassVar

from flask_wtf import FlaskForm
from flask_wtf.file import FileField, MultipleFileField
from wtforms import BooleanField, FormField, HiddenField, SelectField, StringField, TextAreaField
from wtforms.fields.choices import (  # type: ignore[attr-defined]  # types of an older WTForms
    SelectChoice,
)
from wtforms.validators import DataRequired, Length, Regexp

from cookbook.contributing.chapter_fields import ChapterFields
from cookbook.contributing.field_words import typed
from cookbook.contributing.licences import LICENCES, PICTURE_LICENCES
from cookbook.contributing.photos import ACCEPTED, PHOTO_MAX_BYTES
from cookbook.contributing.pictures.cards import CutForm, PictureCards
from cookbook.contributing.pictures.figures import Figure, put_below, put_figures
from cookbook.contributing.recipe_fields import RecipeFields
from cookbook.contributing.saving import MOST_CHARACTERS
from cookbook.models.base import TITLE_MAX_LENGTH
from cookbook.models.contributions import SUMMARY_MAX_LENGTH

LINE_MAX_LENGTH = 300
NAMES_MAX_LENGTH = 3000

ROLES = (
    ("", "A chapter like any other"),
    ("dedication", "Dedication"),
    ("foreword", "Foreword"),
    ("preface", "Preface"),
    ("introduction", "Introduction"),
    ("afterword", "Afterword"),
    ("appendix", "Appendix"),
)
NUMBERED = (("", "As the book does it"), ("yes", "Yes, number it"), ("no", "No, leave it out"))


def _no_longer(most: int) -> Length:
    return Length(max=most, message=f"This is too long: at most {most:,} characters go here.")


def _line(label: str, help_words: str = "", **attributes: Any) -> StringField:  # noqa: ANN401 -- as HTML has them
    return StringField(
        label,
        description=help_words,
        filters=[_plain],
        validators=[_no_longer(LINE_MAX_LENGTH)],
        render_kw={"maxlength": LINE_MAX_LENGTH, **attributes},
    )


def _text(label: str, help_words: str = "", **attributes: Any) -> TextAreaField:  # noqa: ANN401 -- as HTML has them
    return TextAreaField(
        label,
        description=help_words,
        filters=[_plain],
        validators=[_no_longer(max(MOST_CHARACTERS.values()))],
        render_kw=attributes,
    )


def _plain(value: str | None) -> str:
    return typed(value or "")


class WritingForm(FlaskForm):  # type: ignore[misc]  # Flask-WTF has no types
    """What the forms of recipes and chapters share.

    `base` is the revision that the form was filled from, `kept` a photo that was sent before and
    waits for the text to be saved, `original` what a new text was made of. `draft` is the version
    of the draft that the form knows, `window` the window that keeps it.
    """

    base = HiddenField()
    kept = HiddenField()
    original = HiddenField()
    draft = HiddenField()
    window = HiddenField()
    title = StringField(
        "Title",
        filters=[_plain],
        validators=[
            DataRequired("Give it a title; one word is enough for now."),
            Length(
                max=TITLE_MAX_LENGTH,
                message=f"The title is too long: at most {TITLE_MAX_LENGTH} characters.",
            ),
        ],
        render_kw={"maxlength": TITLE_MAX_LENGTH, "autocomplete": "off"},
    )
    by = TextAreaField(
        "Who wrote it",
        description="As it should stand in the book. Several people? A name a line.",
        filters=[_plain],
        validators=[_no_longer(NAMES_MAX_LENGTH)],
        render_kw={"rows": 1, "autocomplete": "off"},
    )
    town = _line("Town", "Printed beside your name.", autocomplete="off")
    tags = _line("Keywords", "With commas in between: beans, winter, feeds a crowd.")
    source = _line("Where it comes from", "A person, a notebook, a book you learnt it from.")
    licence = SelectField("What others may do with it", validate_choice=False)
    photo_file = FileField(
        "A photo", render_kw={"accept": ACCEPTED, "data-largest": PHOTO_MAX_BYTES}
    )
    photo_alt = _line(
        "What the photo shows",
        "One sentence for people who can't see it, as you would say it on the telephone: "
        "“A brown clay bowl of bean soup beside a smooth stone”.",
        autocomplete="off",
    )
    photo_by = _line("Who took or drew it", autocomplete="off")
    photo_licence = SelectField(
        "What others may do with the photo",
        choices=PICTURE_LICENCES,
        validate_choice=False,
    )
    photo_cut = FormField(CutForm)
    more_files = MultipleFileField(
        "More pictures",
        render_kw={"accept": ACCEPTED, "multiple": True, "data-largest": PHOTO_MAX_BYTES},
    )
    cards = PictureCards()
    summary = StringField(
        "What did you change?",
        description="A few words for the history. Leave it empty and we work it out.",
        filters=[_plain],
        validators=[_no_longer(SUMMARY_MAX_LENGTH)],
        render_kw={"maxlength": SUMMARY_MAX_LENGTH, "autocomplete": "off"},
    )

    def __init__(self, *args: Any, licence: str = "", **kwargs: Any) -> None:  # noqa: ANN401 -- WTForms' own
        super().__init__(*args, **kwargs)
        book = f"As the whole book ({licence})" if licence else "As the whole book"
        self.licence.choices = _choices([("", book), *LICENCES], self.licence.data or "")
        for each in self:
            # What is previewed on the same page has names of its own.
            each.id = f"field-{each.name.replace('_', '-')}"
            each.label.field_id = each.id

    def typed(self) -> str:
        """Give all that was typed, for its length."""
        words = (each for each in self if not isinstance(each, HiddenField))
        return "\n".join(str(each.data) for each in words if isinstance(each.data, str))

    def values(self, names: list[str]) -> dict[str, str]:
        """Give what was typed into some of the fields."""
        return {name: str(self[name].data or "") for name in names if name in self}


class RecipeForm(WritingForm):
    """A recipe. Every field but the title may stay empty."""

    kind: ClassVar[str] = "recipe"
    headnote = _text("The story of the dish", "Who makes it, and when? Why do you love it?", rows=5)
    yield_text = _line("Makes", "6 bowls, 1 cake, serves 4.", autocomplete="off")
    prep = _line("Preparation", "20 min", autocomplete="off")
    cook = _line("Cooking", "1 h 10 min", autocomplete="off")
    total = _line("In all", "If there is more to it: overnight.", autocomplete="off")
    ingredients = _text(
        "Ingredients",
        "One a line. For a group, write its name and a colon: “For the sauce:”",
        rows=9,
    )
    method = _text(
        "Method", "One step a line, or a paragraph each. No need to number them.", rows=9
    )
    notes = _text("Notes", "How it keeps, what goes with it, what to watch.", rows=3)
    course = _line("Course", "Soup, main dish, preserves…", autocomplete="off")
    cuisine = _line("Kitchen", "Portuguese, of our street…", autocomplete="off")
    diet = _line("Diet", "With commas in between: vegetarian, gluten-free.", autocomplete="off")
    more = _text(
        "More sections",
        "Each under a heading of its own: “## Variations”, and its text below it.",
        rows=4,
    )
    remove_photo = BooleanField("Take this photo away")

    def fields(self, photo: str, figures: Sequence[Figure] = ()) -> RecipeFields:
        """Give what was typed; `photo` is the path of the photo, or ""."""
        names = [name for name in RecipeFields.__dataclass_fields__ if name != "photo"]
        return put_figures(RecipeFields(**self.values(names), photo=photo), figures)


class ChapterForm(WritingForm):
    """A chapter. Every field but the title may stay empty.

    `pictures` names those that were sent while it was written, and wait for it to be saved.
    """

    kind: ClassVar[str] = "chapter"
    pictures = HiddenField()
    body = _text("Text", rows=20, spellcheck="true")
    role = SelectField("What it is in the book", validate_choice=False)
    numbered = SelectField("Should it have a number?", validate_choice=False)
    identifier = StringField(
        "Short name for links",
        description="Others link to this chapter by it: sampling, bread-starters.",
        filters=[_plain],
        validators=[
            _no_longer(LINE_MAX_LENGTH),
            Regexp(
                r"^$|^[^\W\d_][\w:.-]*$",
                message="Begin with a letter, and use only letters, digits and - . : _",
            ),
        ],
        render_kw={"autocomplete": "off", "autocapitalize": "off"},
    )
    caption = _line("A line below the photo", autocomplete="off")

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 -- WTForms' own
        super().__init__(*args, **kwargs)
        self.role.choices = _choices(ROLES, self.role.data or "")
        self.numbered.choices = _choices(NUMBERED, self.numbered.data or "")

    def fields(self, photo: str, figures: Sequence[Figure] = ()) -> ChapterFields:
        """Give what was typed; pictures that came with it go below the text, as figures."""
        fields = ChapterFields(**self.values(list(ChapterFields.__dataclass_fields__)))
        if photo:
            fields = fields.with_figure(photo, str(self.photo_alt.data), str(self.caption.data))
        return put_below(fields, figures)


def _choices(known: Sequence[tuple[str, str]], value: str) -> list[SelectChoice]:
    """Give the choices, and what the text says if it is none of them."""
    own = [] if value in dict(known) else [(value, value)]
    return [SelectChoice(word, label) for word, label in [*known, *own]]
