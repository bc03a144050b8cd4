"""Typed reading of single keys; an error names the key, its line and what was expected."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from cookbook.errors import Place
from cookbook.manuscript.frontmatter import Located
from cookbook.manuscript.problems import FrontMatterError

if TYPE_CHECKING:
    from cookbook.manuscript.frontmatter import Value

TITLE_MAX_LENGTH = 300
PATH_MAX_LENGTH = 300
YES = frozenset({"true", "yes", "on"})
NO = frozenset({"false", "no", "off"})


@dataclass(frozen=True)
class Fields:
    """The keys of one YAML mapping of `file`, read one by one.

    `where` is the way to the mapping from the top of the file, as errors name it. All that is read
    raises FrontMatterError where it is of another type.
    """

    values: Mapping[str, Value]
    file: str
    where: str = ""

    def text(self, key: str) -> str:
        """Give a text without blanks around it, or "" where the key is absent."""
        value = self.values.get(key, "")
        if isinstance(value, str):
            return value.strip()
        raise self.wrong(key, "a text", "Put the value in quotes.")

    def title(self) -> str:
        """Give the title, which must be there, on one line."""
        title = " ".join(self.text("title").split())
        if not title:
            raise self.wrong("title", "a title", 'Add a line "title: …".')
        if len(title) > TITLE_MAX_LENGTH:
            raise self.wrong("title", f"at most {TITLE_MAX_LENGTH} characters", "Shorten it.")
        return title

    def texts(self, key: str) -> tuple[str, ...]:
        """Give a list of texts; a single text counts as a list of one, and empty ones as none."""
        value = self.values.get(key, ())
        if isinstance(value, str):
            value = (value,)
        if isinstance(value, tuple):
            return tuple(text for item in value if (text := self._item(key, item)))
        raise self.wrong(key, "a text or a list of texts", f'Write "{key}: [one, two]".')

    def flag(self, key: str) -> bool | None:
        """Give yes or no, or None where the key is absent."""
        word = self.text(key).lower()
        if not word:
            return None
        if word in YES or word in NO:
            return word in YES
        raise self.wrong(key, '"true" or "false"', f'It says "{word}".')

    def path(self, key: str) -> str:
        """Give a path inside the book folder, or ""."""
        text = self.text(key)
        if text and not is_inside_path(text):
            raise self.wrong(
                key, "a path inside the book folder, with / between folders", f'It says "{text}".'
            )
        return text

    def mapping(self, key: str) -> Mapping[str, Value]:
        """Give a mapping; an absent key is an empty one."""
        value = self.values.get(key, {})
        if isinstance(value, Mapping):
            return value
        if value == "":
            return {}
        raise self.wrong(key, "keys with values below it", "Indent them by two spaces.")

    def sequence(self, key: str) -> tuple[Value, ...]:
        """Give a list of anything; an absent key is an empty one."""
        value = self.values.get(key, ())
        if isinstance(value, tuple):
            return value
        if value == "":
            return ()
        raise self.wrong(key, "a list", 'Start each item with "- ".')

    def wrong(self, key: str, expected: str, remedy: str) -> FrontMatterError:
        """Make the error that says what `key` should have been.

        It names the key's line; where the key is absent, that of the first key beside it.
        """
        name = f"{self.where}.{key}" if self.where else key
        lines = self.values.lines if isinstance(self.values, Located) else {}
        line = lines.get(key) or min(lines.values(), default=None)
        return FrontMatterError(
            f'"{name}" should be {expected}.', place=Place(self.file, line), remedy=remedy
        )

    def _item(self, key: str, item: Value) -> str:
        if isinstance(item, str):
            return item.strip()
        raise self.wrong(key, "a list of texts", f'Write "{key}: [one, two]".')


def is_inside_path(path: str) -> bool:
    """Tell whether a path names a file inside the folder that it is relative to, on every system.

    Links on the disk are not looked at.
    """
    if not path or len(path) > PATH_MAX_LENGTH or path.startswith(("/", "~")):
        return False
    if "\\" in path or ":" in path or re.search(r"[\x00-\x1f]", path):
        return False
    return all(part not in ("", ".", "..") for part in path.split("/"))


def put_text(values: dict[str, Value], key: str, text: str) -> None:
    """Write a text under a key, unless it is empty."""
    if text:
        values[key] = text


def put_texts(values: dict[str, Value], key: str, texts: tuple[str, ...]) -> None:
    """Write one text plainly and several as a list; none at all leaves the key out."""
    if len(texts) == 1:
        values[key] = texts[0]
    elif texts:
        values[key] = texts
