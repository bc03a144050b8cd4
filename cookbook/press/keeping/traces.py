"""What composing a text asks of the book around it, and what it leaves there: noted and done again.

A text is composed the same wherever the book answers it the same. So the questions and answers are
kept beside the blocks that came of them; where all answers are what they were, the blocks are.
"""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from typing import Any, TypeAlias

from cookbook.press.entries.numbering import Label, Labels
from cookbook.press.entries.subrecipes import RecipeTitles
from cookbook.press.reading.cleaning import ImageFinder
from cookbook.press.sections import Identifiers
from cookbook.press.warnings import WarningKind, Warnings

Step: TypeAlias = list[Any]
"""One question with its answer, as JSON holds it."""


@dataclass(frozen=True)
class Surroundings:
    """The book around a text while it is composed: ids, labels, pictures, and who hears remarks.

    `titles` knows the other recipes.
    """

    identifiers: Identifiers
    labels: Labels
    warnings: Warnings
    find_picture: ImageFinder
    titles: RecipeTitles = field(default_factory=lambda: RecipeTitles({}))
    steps: list[Step] | None = None

    def find_recipes(self, entry: str, names: Sequence[str]) -> dict[str, str]:
        """Give the paths of the recipes that an entry names."""
        found = self.titles.find(entry, names) if names else {}
        if names and self.steps is not None:
            self.steps.append(["recipes", list(names), found])
        return found

    def noting(self, steps: list[Step]) -> Surroundings:
        """Give the same surroundings, but all that is asked and done is added to `steps`."""

        def find(entry: str, target: str) -> str | None:
            name = self.find_picture(entry, target)
            steps.append(["picture", target, name])
            return name

        return Surroundings(
            _NotingIdentifiers(self.identifiers, steps),
            _NotingLabels(self.labels, steps),
            _NotingWarnings(self.warnings, steps),
            find,
            self.titles,
            steps,
        )

    def do_again(self, entry: str, steps: list[Step]) -> bool:
        """Ask and do all of it again for an entry.

        Where an answer isn't what it was, nothing has been done, and the answer is False.
        """
        heard = len(self.warnings.all)
        with ExitStack() as undoing:
            undoing.callback(self.warnings.cut, heard)
            for kind, *values in steps:
                if not getattr(self, f"_again_{kind}")(undoing, entry, *values):
                    return False
            undoing.pop_all()
        return True

    def _again_id(self, undoing: ExitStack, _entry: str, wish: str, got: str) -> bool:
        given = self.identifiers.claim(wish)
        undoing.callback(self.identifiers.give_back, given, wish)
        return given == got

    def _again_label(self, undoing: ExitStack, entry: str, name: str, *values: Any) -> bool:  # noqa: ANN401 -- a step's values
        identifier, words, first = values
        label = Label(identifier, words)
        is_first = self.labels.add(entry, name, label)
        undoing.callback(self.labels.take_back, entry, name, label)
        return is_first is first

    def _again_picture(
        self, _undoing: ExitStack, entry: str, target: str, name: str | None
    ) -> bool:
        return self.find_picture(entry, target) == name

    def _again_recipes(
        self, _undoing: ExitStack, entry: str, names: list[str], found: dict[str, str]
    ) -> bool:
        return self.titles.find(entry, names) == found

    def _again_warning(self, _undoing: ExitStack, entry: str, kind: str, message: str) -> bool:
        self.warnings.add(entry, WarningKind(kind), message)
        return True


class _NotingIdentifiers(Identifiers):
    def __init__(self, real: Identifiers, steps: list[Step]) -> None:
        super().__init__()
        self.real, self.steps = real, steps

    def claim(self, wish: str) -> str:
        got = self.real.claim(wish)
        self.steps.append(["id", wish, got])
        return got


class _NotingLabels(Labels):
    def __init__(self, real: Labels, steps: list[Step]) -> None:
        super().__init__()
        self.real, self.steps = real, steps

    def add(self, entry: str, name: str, label: Label) -> bool:
        first = self.real.add(entry, name, label)
        self.steps.append(["label", name, label.identifier, label.words, first])
        return first


class _NotingWarnings(Warnings):
    def __init__(self, real: Warnings, steps: list[Step]) -> None:
        super().__init__()
        self.real, self.steps = real, steps

    def add(self, entry: str, kind: WarningKind, message: str) -> None:
        self.real.add(entry, kind, message)
        self.steps.append(["warning", kind.value, message])
