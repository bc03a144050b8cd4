"""The sheet on which somebody without an account writes something new."""

from __future__ import annotations

from dataclasses import dataclass

from cookbook.accounts.guests import new_seed
from cookbook.contributing.forms import WritingForm
from cookbook.contributing.guests.forms import GuestChapterForm, GuestForm, GuestRecipeForm
from cookbook.contributing.guests.guest import Guest
from cookbook.contributing.sheets import Sheet
from cookbook.manuscript import BookKind
from cookbook.models import Call, ContributionKind, Volume


@dataclass(frozen=True)
class GuestSheet(Sheet):
    """A new entry of a volume, written without an account; its form asks who writes."""

    def asking_form(self) -> GuestForm:
        """Make the form, filled with what was sent, or with the `given` text."""
        return self._asking(self.form())

    def filled_asking_form(self) -> GuestForm:
        """Make the form, filled with the `given` text, whatever the present request has sent."""
        return self._asking(self.filled_form())

    def _form(self) -> type[WritingForm]:
        return GuestRecipeForm if self.kind is ContributionKind.RECIPE else GuestChapterForm

    def _asking(self, form: WritingForm) -> GuestForm:
        if not isinstance(form, GuestRecipeForm | GuestChapterForm):
            raise TypeError(type(form))
        form.ask(self.volume, str(self.writer.id))
        return form


def sheet_of_call(call: Call, given: str = "") -> GuestSheet:
    """Give the sheet for what a call asks for, which a text may fill; its writer is unknown yet."""
    return GuestSheet(kind_asked_for(call.volume), call.volume, Guest(new_seed()), given=given)


def kind_asked_for(volume: Volume) -> ContributionKind:
    """Give what a volume's call asks guests for: chapters for a textbook, else recipes."""
    is_textbook = volume.kind == BookKind.TEXTBOOK.value
    return ContributionKind.CHAPTER if is_textbook else ContributionKind.RECIPE
