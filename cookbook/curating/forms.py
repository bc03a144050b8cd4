"""The editors' forms."""

from __future__ import annotations

import dataclasses
import datetime as dt
import re
from collections.abc import Iterable
from typing import Any

from flask_wtf import FlaskForm
from flask_wtf.file import FileField, FileRequired
from wtforms import (
    BooleanField,
    DateField,
    EmailField,
    Field,
    Form,
    HiddenField,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # its types are older
from wtforms.validators import InputRequired, Length, Optional, Regexp, ValidationError
from wtforms.widgets import CheckboxInput, ListWidget

from cookbook.manuscript import Book, BookKind
from cookbook.manuscript.decoding import strip_unprintable
from cookbook.manuscript.measures import Measures
from cookbook.manuscript.wishes import Besides, BibliographyPlace, SolutionsPlace, with_wishes
from cookbook.models import Verdict
from cookbook.models.base import SLUG_MAX_LENGTH, TITLE_MAX_LENGTH
from cookbook.models.people import EMAIL_MAX_LENGTH
from cookbook.press.geometry import TRIMS
from cookbook.press.matter.licences import licence_name
from cookbook.press.themes import ThemeError, find_theme, theme_names

LINE_MAX_LENGTH = 300
NOTE_MAX_LENGTH = 8000
WORDS_MAX_LENGTH = 20_000
WANTED_MAX = 200
BLANKS = re.compile(r"\s+")
SLUG = re.compile(r"^[a-z0-9]+(-[a-z0-9]+)*$")
LANGUAGE = re.compile(r"^[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*$")
LICENCES = (
    "CC-BY-4.0",
    "CC-BY-SA-4.0",
    "CC-BY-NC-4.0",
    "CC-BY-NC-SA-4.0",
    "CC-BY-ND-4.0",
    "CC-BY-NC-ND-4.0",
    "CC0-1.0",
)
LANGUAGES = (
    "en-GB English (Britain)",
    "en-US English (United States)",
    "de Deutsch",
    "es Español",
    "fr Français",
    "it Italiano",
    "nl Nederlands",
    "pl Polski",
    "pt Português",
)
KINDS = (
    (BookKind.COOKBOOK.value, "A cookbook: recipes, with chapters between them"),
    (BookKind.TEXTBOOK.value, "A textbook: numbered chapters, figures, tables and formulas"),
)
MEASURES = (
    (Measures.AS_WRITTEN.value, "As each contributor wrote them"),
    (Measures.METRIC.value, "Metric: 120 g (1 cup) flour"),
    (Measures.METRIC_AND_US.value, "Metric and American, metric first"),
    (Measures.US.value, "American: 1 cup (120 g) flour"),
    (Measures.US_AND_METRIC.value, "American and metric, American first"),
)
BESIDES = (
    (Besides.LARGE_PRINT.value, "Large print: a PDF for weak eyes"),
    (Besides.TEXT.value, "Plain text, for any screen and for braille"),
    (Besides.DOCX.value, "A Word document, to work on"),
    (Besides.SOURCE.value, "The sources: all texts and pictures, to build on"),
    (Besides.PRINT.value, "Files for a print shop: inside, cover and sheet, for editors alone"),
)
SOLUTIONS = (
    (SolutionsPlace.HERE.value, "Behind each exercise"),
    (SolutionsPlace.CHAPTER.value, "At the end of the chapter"),
    (SolutionsPlace.BOOK.value, "At the end of the book"),
)
SOURCES = (
    (BibliographyPlace.BOOK.value, "At the end of the book"),
    (BibliographyPlace.CHAPTER.value, "At the end of each chapter"),
)
FIRST_YEAR, LAST_YEAR = 2000, 2999
TOO_LONG = "At most %(max)d characters, please."


def one_line(written: str | None) -> str:
    """Give what was written as one line, without what doesn't print."""
    return BLANKS.sub(" ", strip_unprintable(written or "")[0]).strip()


def lines(written: str | None) -> str:
    """Give what was written, without what doesn't print, its lines ended as ours are."""
    return strip_unprintable((written or "").replace("\r\n", "\n").replace("\r", "\n"))[0].strip()


def said(field: Field) -> str:
    """Give what stands in a field of text, or ""."""
    return field.data or ""


def _line(label: str, *, needed: str = "", longest: int = LINE_MAX_LENGTH, help: str = "") -> Any:  # noqa: A002, ANN401 -- as WTForms calls it; its fields are made later
    first = InputRequired(needed) if needed else Optional()
    checks = [first, Length(max=longest, message=TOO_LONG)]
    return StringField(label, description=help, filters=[one_line], validators=checks)


def _text(label: str, *, longest: int = WORDS_MAX_LENGTH, help: str = "") -> Any:  # noqa: A002, ANN401 -- as above
    checks = [Optional(), Length(max=longest, message=TOO_LONG)]
    return TextAreaField(label, description=help, filters=[lines], validators=checks)


def check_year(_form: Form, field: Field) -> None:
    """See that a day is one to reckon with, which those at the ends of the calendar are not."""
    if field.data and not FIRST_YEAR <= field.data.year <= LAST_YEAR:
        raise ValidationError(f"Choose a day between the years {FIRST_YEAR} and {LAST_YEAR}.")


def offer(choices: Iterable[tuple[str, str]], group: str | None = None) -> list[SelectChoice]:
    """Give what a field offers, from pairs of value and words, perhaps under a heading."""
    return [SelectChoice(value, words, optgroup=group) for value, words in choices]


def _licence_choices(*also: str) -> list[SelectChoice]:
    names = dict.fromkeys((*LICENCES, *(each for each in also if each)))
    return offer([*((name, licence_name(name)) for name in names), ("", "Not said yet")])


def _language_field() -> Any:  # noqa: ANN401 -- as above
    return StringField(
        "Language",
        description="Its short name, such as en-GB or pt. Hyphens and quotation marks follow it.",
        filters=[one_line],
        validators=[
            InputRequired("Please name the language of the book."),
            Length(max=35, message=TOO_LONG),
            Regexp(LANGUAGE, message='Write a short name such as "en-GB", "pt" or "de".'),
        ],
        render_kw={"list": "languages", "autocapitalize": "off", "spellcheck": "false"},
    )


class Boxes(SelectMultipleField):
    """Several answers to one question, each a box to tick."""

    option_widget = CheckboxInput()
    widget = ListWidget(prefix_label=False)


class FoundForm(FlaskForm):  # type: ignore[misc]  # Flask-WTF has no types
    """What a volume needs to begin with."""

    title = _line(
        "Title", needed="A book needs a title; it can change later.", longest=TITLE_MAX_LENGTH
    )
    kind = RadioField(
        "What sort of book",
        choices=offer(KINDS),
        default=BookKind.COOKBOOK.value,
        validators=[InputRequired("Choose one.")],
    )
    language = _language_field()
    licence = SelectField(
        "Licence",
        description="Under which the texts are handed in and the book is read.",
        choices=_licence_choices(),
        default=LICENCES[0],
    )
    slug = StringField(
        "Short name",
        description="For the book's address. Leave it empty, and it is made from the title.",
        filters=[one_line, str.lower],
        validators=[
            Optional(),
            Length(max=SLUG_MAX_LENGTH, message=TOO_LONG),
            Regexp(SLUG, message="Use small letters, digits, and hyphens between them."),
        ],
        render_kw={"autocapitalize": "off", "spellcheck": "false"},
    )

    def book(self) -> Book:
        """Give what was filled in as a book's frame."""
        return Book(
            title=self.title.data,
            kind=BookKind(self.kind.data),
            language=self.language.data,
            licence=self.licence.data,
        )


class SettingsForm(FlaskForm):  # type: ignore[misc]  # Flask-WTF has no types
    """A volume's frame, as book.yaml has it."""

    title = _line("Title", needed="A book needs a title.", longest=TITLE_MAX_LENGTH)
    subtitle = _line("Subtitle")
    kind = RadioField(
        "What sort of book", choices=offer(KINDS), validators=[InputRequired("Choose one.")]
    )
    language = _language_field()
    licence = SelectField("Licence", choices=_licence_choices())
    editors = TextAreaField(
        "Editors, as the title page names them",
        description="One name a line. Who may edit here is said on the page of people.",
        filters=[lines],
        validators=[Optional(), Length(max=2000, message=TOO_LONG)],
    )
    publisher = _line("Publisher")
    date = _line(
        "Date of this edition",
        longest=40,
        help="Such as 2026-10-04; left as it is, the next release takes its day.",
    )
    edition = _line(
        "Edition",
        longest=100,
        help="Such as First edition; left as it is, the next release counts on.",
    )
    description = _text(
        "Description", longest=4000, help="One paragraph for shops, catalogues and the shelf."
    )
    theme = SelectField("Look", description="The letters and ornaments of the pages.")
    trim = SelectField(
        "Size of the printed pages", description="To it the pages of the PDF are cut."
    )
    measures = SelectField(
        "Measures in recipes",
        choices=offer(MEASURES),
        default=Measures.AS_WRITTEN.value,
        description="What each contributor wrote always stays; other figures stand beside it.",
    )
    cover_file = FileField(
        "Cover picture",
        description="A JPEG, PNG or WebP, upright, best 1600 by 2400 pixels. "
        "Without one, the press draws a cover of the title.",
        render_kw={"accept": "image/jpeg,image/png,image/webp,image/svg+xml"},
    )
    cover_alt = _line("What the cover shows", help="For readers who can't see it.")
    drop_cover = BooleanField("Take the cover picture away")
    besides = Boxes(
        "Also make",
        choices=offer(BESIDES),
        description="Besides the EPUB, the PDF and the web pages. Each takes the press longer.",
    )
    solutions = SelectField(
        "Solutions of exercises", choices=offer(SOLUTIONS), default=SolutionsPlace.HERE.value
    )
    bibliography = SelectField(
        "Sources that are cited", choices=offer(SOURCES), default=BibliographyPlace.BOOK.value
    )
    style_file = FileField(
        "Citation style",
        description="A file in the Citation Style Language (.csl). Without one, citations are set "
        "as Chicago's author and date.",
        render_kw={"accept": ".csl"},
    )
    drop_style = BooleanField("Take the citation style away")
    guests_may_suggest = BooleanField(
        "Readers without an account may suggest changes",
        description="Who has an account may always. You and the author decide on each of them.",
    )
    seen = HiddenField()

    def ready(self, book: Book) -> None:
        """Offer the looks and sizes that there are, and what the book has."""
        own = find_theme(Book(title="", kind=book.kind)).title
        looks = [(name, find_theme(Book(title=""), name).title) for name in theme_names()]
        also = [] if book.theme in ("", *theme_names()) else [(book.theme, book.theme)]
        self.theme.choices = offer([("", f"That of its kind ({own})"), *looks, *also])
        sizes = [(each.name, each.title) for each in TRIMS.values()]
        also = [] if book.trim in ("", *TRIMS) else [(book.trim, book.trim)]
        self.trim.choices = offer([("", "That of the look"), *sizes, *also])
        self.licence.choices = _licence_choices(book.licence)

    def validate_trim(self, field: SelectField) -> None:
        """Have a size that the look was drawn for, where that is one that there is."""
        if self.kind.errors or self.theme.data not in {"", *theme_names()}:
            return
        try:
            find_theme(Book("", kind=BookKind(self.kind.data)), self.theme.data, field.data)
        except ThemeError as err:
            words = f"{err.message[:1].upper()}{err.message[1:]} {err.remedy}"
            raise ValidationError(words) from err

    def show(self, book: Book) -> None:
        """Fill in what a book has."""
        for name in (
            "title", "subtitle", "language", "licence", "publisher", "date", "edition",
            "description", "theme", "trim", "cover_alt",
        ):  # fmt: skip
            self[name].data = getattr(book, name)
        self.kind.data = book.kind.value
        self.measures.data = book.measures.value
        wishes = book.wishes
        self.besides.data = [each.value for each in wishes.besides]
        self.solutions.data = wishes.solutions.value
        self.bibliography.data = wishes.bibliography.value
        self.editors.data = "\n".join(book.editors)

    def book(self, present: Book, cover: str, style: str) -> Book:
        """Give a book's frame with what was filled in, and these paths of a cover and a style."""
        return dataclasses.replace(
            present,
            title=self.title.data,
            subtitle=self.subtitle.data,
            kind=BookKind(self.kind.data),
            language=self.language.data,
            licence=self.licence.data,
            editors=tuple(filter(None, map(one_line, said(self.editors).split("\n")))),
            publisher=self.publisher.data,
            date=self.date.data,
            edition=self.edition.data,
            description=self.description.data,
            theme=self.theme.data,
            trim=self.trim.data,
            measures=Measures(self.measures.data),
            cover=cover,
            cover_alt=self.cover_alt.data if cover else "",
            extra=with_wishes(
                present.extra,
                besides=tuple(self.besides.data or ()),
                solutions=_unless(self.solutions.data, SolutionsPlace.HERE),
                bibliography=_unless(self.bibliography.data, BibliographyPlace.BOOK),
                citation_style=style,
            ),
        )


def _unless(chosen: str, usual: str) -> str:
    """Give what was chosen, "" where that is the usual."""
    return "" if chosen == usual else chosen


class CallForm(FlaskForm):  # type: ignore[misc]  # Flask-WTF has no types
    """What the community is asked for."""

    title = _line("Title of the call", needed="A call needs a title.", longest=TITLE_MAX_LENGTH)
    words = _text("What you are looking for", help="Who may write, how long, what happens then.")
    wanted = _text(
        "Wanted", help="One wish a line, such as: a bread without an oven. People can pick one."
    )
    opens = DateField(
        "Opens on",
        validators=[InputRequired("Say on which day the call opens."), check_year],
        default=dt.date.today,
    )
    closes = DateField(
        "Last day", description="Empty: until you close it.", validators=[Optional(), check_year]
    )
    guests_may_write = BooleanField(
        "People without an account may hand in",
        description="They get a short address, which you can print on a poster, and a private "
        "link to what they sent. You read it as you read everything else.",
        default=True,
    )

    def validate_closes(self, field: DateField) -> None:
        """See that the last day is not before the first."""
        if field.data and self.opens.data and field.data < self.opens.data:
            raise ValidationError("The last day is before the first.")

    def wishes(self) -> list[str]:
        """Give the wanted list, line by line."""
        found = (one_line(each).removeprefix("- ") for each in said(self.wanted).split("\n"))
        return [each for each in found if each][:WANTED_MAX]


class SourcesForm(FlaskForm):  # type: ignore[misc]  # Flask-WTF has no types
    """Sources to cite, from another program."""

    file = FileField(
        "A file of sources",
        description="BibTeX (.bib) or CSL JSON (.json), as Zotero, JabRef and others export it. "
        "What has the same key in the list is replaced by what the file says.",
        validators=[FileRequired("Choose a file first.")],
        render_kw={"accept": ".bib,.json,.bibtex"},
    )
    only_these = BooleanField("Leave out whatever the file doesn't have")


class EditorForm(FlaskForm):  # type: ignore[misc]  # Flask-WTF has no types
    """Whom to make an editor."""

    email = EmailField(
        "Their e-mail address",
        description="The one with which they have an account here.",
        filters=[one_line],
        validators=[InputRequired("Whose address?"), Length(max=EMAIL_MAX_LENGTH)],
        render_kw={"autocomplete": "off"},
    )


class ReviewForm(FlaskForm):  # type: ignore[misc]  # Flask-WTF has no types
    """A verdict, with its note. Which verdict is said by the button."""

    seen = HiddenField()
    verdict = HiddenField()
    note = TextAreaField(
        "Note to the author",
        description="They get it by mail and see it on their page. "
        "Needed when you ask for changes or decline.",
        filters=[lines],
        validators=[Optional(), Length(max=NOTE_MAX_LENGTH, message=TOO_LONG)],
    )
    part = SelectField("If you accept, place it in", default="")

    def validate_verdict(self, field: HiddenField) -> None:
        """See that the button was one of ours."""
        if field.data not in tuple(Verdict):
            raise ValidationError("Choose what you say: accept, ask for changes, or decline.")


class PartForm(FlaskForm):  # type: ignore[misc]  # Flask-WTF has no types
    """A part's title and introduction."""

    title = _line(
        "Title of the part", longest=TITLE_MAX_LENGTH, help="A book of one part needs none."
    )
    intro = _text("Introduction", help="A few words for the part's opening page, in Markdown.")
    seen = HiddenField()


class NewPartForm(FlaskForm):  # type: ignore[misc]  # Flask-WTF has no types
    """A part to add."""

    title = _line("Title of the new part", needed="Name the part.", longest=TITLE_MAX_LENGTH)


class PlaceForm(FlaskForm):  # type: ignore[misc]  # Flask-WTF has no types
    """Where an entry is to stand."""

    where = SelectField("Where it stands", validators=[InputRequired("Choose a place.")])
    seen = HiddenField()


class ReleaseForm(FlaskForm):  # type: ignore[misc]  # Flask-WTF has no types
    """What readers are told of an edition."""

    note = _text(
        "A note to readers",
        longest=4000,
        help="What is new, whom you thank. It stands on the edition's page.",
    )


def first_words(form: Form) -> str:
    """Give the first thing that is wrong with a form, in words."""
    return next((str(each) for errors in form.errors.values() for each in errors), "")
