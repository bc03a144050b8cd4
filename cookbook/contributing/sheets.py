"""What is written on: a new entry of a volume or one that is there, its form, and its text."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass, field

from cookbook.contributing.beginning import default_licence
from cookbook.contributing.chapter_fields import chapter_fields, write_chapter_fields
from cookbook.contributing.forms import ChapterForm, RecipeForm, WritingForm
from cookbook.contributing.guests.guest import Guest
from cookbook.contributing.recipe_fields import recipe_fields, write_recipe_fields
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

    def text(self, form: WritingForm, photo: str) -> str:
        """Write the text that a form means. Raises FrontMatterError and TooLongError."""
        refuse_long_text(form.typed(), self.kind)
        if isinstance(form, RecipeForm):
            return write_recipe_fields(form.fields(photo), self.base_text, self.path)
        if isinstance(form, ChapterForm):
            return write_chapter_fields(form.fields(photo), self.base_text, self.path)
        raise TypeError(type(form))

    def _form(self) -> type[WritingForm]:
        return RecipeForm if self.kind is ContributionKind.RECIPE else ChapterForm

    def _shown(self) -> dict[str, str]:
        text = self.base_text or self.given
        signed = {} if self.base else {"by": self.writer.name, "town": self.writer.town}
        if not text:
            return signed
        if self.kind is ContributionKind.RECIPE:
            shown = dataclasses.asdict(recipe_fields(parse_recipe(text, self.path)))
        else:
            shown = dataclasses.asdict(chapter_fields(parse_chapter(text, self.path)))
        if self.base:
            return {**shown, "base": str(self.base.id)}
        return {**shown, **({} if shown["by"] else signed)}
