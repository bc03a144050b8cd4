"""What is written on: a new entry of a volume or one that is there, its form, and its text."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from cookbook.contributing.beginning import default_licence
from cookbook.contributing.chapter_fields import chapter_fields, write_chapter_fields
from cookbook.contributing.forms import ChapterForm, RecipeForm, WritingForm
from cookbook.contributing.guests.guest import Guest
from cookbook.contributing.pictures.figures import Figure, lift_figures
from cookbook.contributing.pictures.waiting import cards_of, name_sent, saved, shows_cards
from cookbook.contributing.recipe_fields import RecipeFields, recipe_fields, write_recipe_fields
from cookbook.contributing.saving import refuse_long_text
from cookbook.manuscript import parse_chapter, parse_recipe
from cookbook.models import Contribution, ContributionKind, Person, Revision, Volume


@dataclass(frozen=True)
class Sheet:
    """What is written on: a new entry of a volume (no contribution), or one that is there.

    A new one may be filled from a `given` text, such as one that was read from a file. `unsaved`
    are words that were left in its form, by the names of the fields.
    """

    kind: ContributionKind
    volume: Volume
    writer: Person | Guest
    contribution: Contribution | None = None
    base: Revision | None = None
    given: str = ""
    unsaved: Mapping[str, object] = field(default_factory=dict)

    @property
    def path(self) -> str:
        """The entry's path in the book folder."""
        return self.contribution.path if self.contribution else f"{self.kind.value}s/new.md"

    @property
    def name(self) -> str:
        """What tells the sheet apart from others that are written on at the same time."""
        place = self.contribution.id if self.contribution else f"{self.volume.slug} {self.path}"
        return f"{self.writer.id} {place}"

    @property
    def base_text(self) -> str:
        """The text that the form was filled from, if it is one of the contribution's."""
        return self.base.text if self.base else ""

    @property
    def photo(self) -> str:
        """The photo that the text names."""
        if self.kind is not ContributionKind.RECIPE or not self.base:
            return ""
        return parse_recipe(self.base.text, self.path).photo

    def form(self) -> WritingForm:
        """Make the form, filled with what was sent, or else with the unsaved words or the text."""
        shown = {**self._shown(), **self.unsaved}
        return self._form()(data=shown, licence=default_licence(self.volume))

    def filled_form(self) -> WritingForm:
        """Make the form, filled with the text, whatever the present request has sent."""
        form = self._form()
        return form(formdata=None, data=self._shown(), licence=default_licence(self.volume))

    def text(self, form: WritingForm, photo: str, figures: Sequence[Figure] = ()) -> str:
        """Write the text that a form means. Raises FrontMatterError and TooLongError.

        `photo` is the path of its photo, or ""; `figures` are the pictures of its cards.
        """
        refuse_long_text(form.typed(), self.kind)
        if isinstance(form, RecipeForm):
            return write_recipe_fields(form.fields(photo, figures), self.base_text, self.path)
        if isinstance(form, ChapterForm):
            return write_chapter_fields(form.fields(photo, figures), self.base_text, self.path)
        raise TypeError(type(form))

    def _form(self) -> type[WritingForm]:
        return RecipeForm if self.kind is ContributionKind.RECIPE else ChapterForm

    def _shown(self) -> dict[str, object]:
        text = self.base_text or self.given
        signed = {} if self.base else {"by": self.writer.name, "town": self.writer.town}
        maker = {"photo_by": self.writer.name}
        if not text:
            return {**signed, **maker}
        shown: dict[str, object]
        if self.kind is ContributionKind.RECIPE:
            shown = self._shown_recipe(recipe_fields(parse_recipe(text, self.path)))
        else:
            shown = dataclasses.asdict(chapter_fields(parse_chapter(text, self.path)))
        if self.base:
            return {**maker, **shown, "base": str(self.base.id)}
        return {**maker, **shown, **({} if shown["by"] else signed)}

    def _shown_recipe(self, fields: RecipeFields) -> dict[str, object]:
        """Show a recipe; pictures that came with it stand in cards, where the form has such."""
        if isinstance(self.writer, Guest):
            return dataclasses.asdict(fields)
        files = {file.path: file for file in self.contribution.files} if self.contribution else {}
        shown: dict[str, object] = {}
        if shows_cards():
            fields, figures = lift_figures(fields, files)
            shown["cards"] = cards_of(figures, files, self.writer)
        photo = files.get(fields.photo)
        if photo is not None:
            shown |= {"kept": name_sent(saved(photo), self.writer)}
            shown |= {"photo_by": photo.maker, "photo_licence": photo.licence}
        return {**dataclasses.asdict(fields), **shown}
