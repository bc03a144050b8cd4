"""The press's own words in a book, by language: the labels and headings that no contributor wrote.

They stand in `build/words/`, a file for each language. A book may say any of them otherwise.
"""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path

from cookbook.config import kit_folder
from cookbook.manuscript import Book
from cookbook.manuscript.books import BOOK_FILE, DEFAULT_LANGUAGE
from cookbook.manuscript.fields import Fields
from cookbook.manuscript.frontmatter import read_yaml
from cookbook.press.caching import digest_of
from cookbook.press.reading.cleaning import clean_words
from cookbook.press.warnings import WarningKind, Warnings

NEAREST = {"iw": "he", "nn": "nb", "no": "nb", "zh-hk": "zh-hant", "zh-mo": "zh-hant",
           "zh-tw": "zh-hant"}  # fmt: skip
"""Languages whose readers know the words of another one."""
PLACEHOLDER = re.compile(r"\{(\w+)\}")
DATE = re.compile(r"(?P<year>\d{4})-(?P<month>0[1-9]|1[0-2])(?:-(?P<day>0[1-9]|[12]\d|3[01]))?")
UNSAFE = re.compile(r'["\\<\x00-\x1f]')
NO_BREAK = "\u00a0"


@dataclass(frozen=True)
class Words:
    """The words of one language; what is in braces is filled in.

    `quotes` are four marks with blanks between them: outside, then inside a quotation. `months` are
    twelve names, `months_of_days` the same as they stand behind a day. `comma` joins names, `and_`
    the last two.
    """

    contents: str
    about_edition: str
    figures: str
    tables: str
    glossary: str
    sources: str
    contributors: str
    picture_credits: str
    title_index: str
    ingredient_index: str
    course_index: str
    diet_index: str
    contributor_index: str
    subject_index: str
    measures: str
    colophon: str
    order_form: str
    cover: str
    beginning: str
    pages: str
    notes: str
    undescribed: str
    solutions: str
    edited_by: str
    written_by: str
    edited_by_sentence: str
    pictures_by: str
    identifier: str
    set_in: str
    all_rights: str
    free_to_share: str
    own_licences: str
    colophon_set_in: str
    colophon_licence: str
    colophon_made: str
    order_please: str
    order_price: str
    order_postage: str
    order_payable: str
    order_email: str
    order_copies: str
    order_total: str
    order_name: str
    order_address: str
    order_town: str
    order_telephone: str
    order_to: str
    see: str
    see_also: str
    yield_: str
    preparation: str
    cooking: str
    total_time: str
    source: str
    chapter: str
    section: str
    figure: str
    table: str
    the_figure: str
    the_table: str
    the_equation: str
    on_page: str
    objectives: str
    key_terms: str
    definition: str
    theorem: str
    proof: str
    example: str
    exercise: str
    solution: str
    solution_to: str
    summary: str
    note: str
    tip: str
    warning: str
    author: str
    editor: str
    reviewer: str
    translator: str
    illustrator: str
    photographer: str
    tester: str
    contributor: str
    measures_metric: str
    measures_us: str
    measures_metric_and_us: str
    measures_us_and_metric: str
    volumes: str
    weights: str
    lengths: str
    ovens: str
    gas: str
    metric: str
    american: str
    cup_weighs: str
    one_cup_of: str
    weighs: str
    teaspoon: str
    tablespoon: str
    fluid_ounce: str
    cup: str
    pint: str
    quart: str
    inch: str
    inches: str
    poured: str
    before: str
    next: str
    skip: str
    months: str
    months_of_days: str
    day: str
    month: str
    comma: str
    and_: str
    quotes: str

    @cached_property
    def digest(self) -> str:
        """What tells them from others."""
        return digest_of(list(dataclasses.astuple(self)))

    @property
    def marks(self) -> Sequence[str]:
        """The quotation marks: outer opening and closing, inner opening and closing."""
        return self.quotes.split(" ")

    def word(self, key: str) -> str:
        """Give a word by the key that files have for it, such as "key-terms"."""
        return str(getattr(self, field_of(key)))

    def role(self, role: str) -> str:
        """Say what somebody gave; a role that nobody knows is said as it is."""
        return self.word(role) if role in ROLES else role

    def quoted(self, title: str) -> str:
        """Set a title in quotation marks."""
        opening, closing, *_ = self.marks
        return f"{opening}{title}{closing}"

    def series(self, names: Sequence[str]) -> str:
        """Join names as a sentence does: one, two and three."""
        if len(names) < 2:  # noqa: PLR2004 -- one name, or none
            return "".join(names)
        return f"{self.comma.join(names[:-1])}{self.and_}{names[-1]}"

    def date(self, date: str) -> str:
        """Say a date as a book does: 4 October 2026; what is none stays as it is."""
        found = DATE.fullmatch(date)
        if found is None:
            return date
        number, year = int(found["month"]) - 1, found["year"]
        if found["day"]:
            month = self.months_of_days.split(" ")[number]
            return fill(self.day, day=str(int(found["day"])), month=month, year=year)
        return fill(self.month, month=self.months.split(" ")[number], year=year)

    def css(self) -> str:
        """Write what style sheets know of them: what stands before and behind a page's number."""
        before, _, behind = f" {self.on_page}".replace(" ", NO_BREAK).partition("{page}")
        return (
            f":root {{ --before-page: {_css_string(before)}; "
            f"--behind-page: {_css_string(behind)}; }}\n"
        )


ROLES = frozenset(
    {"author", "editor", "reviewer", "translator", "illustrator", "photographer", "tester",
     "contributor"}
)  # fmt: skip


def fill(template: str, **values: str) -> str:
    """Fill values in; braces that name none of them stay."""
    return PLACEHOLDER.sub(lambda found: values.get(found[1], found[0]), template)


def _css_string(said: str) -> str:
    """Quote words as CSS does (CSS Syntax 3, section 4.3.7)."""
    return '"' + UNSAFE.sub(lambda each: f"\\{ord(each[0]):x} ", said) + '"'


def field_of(key: str) -> str:
    """Give the field of a word by the key that files have for it."""
    name = key.replace("-", "_")
    return f"{name}_" if name in ("and", "yield") else name


def words_of(book: Book) -> Words:
    """Give the words of a book: those of its language, but for what it says itself.

    A language of which there are none has the English ones. What the book says itself counts where
    it is the name of a word, and has what is to be filled in.
    """
    return find_words(book.language, tuple(book.wishes.words.items()))


def remark_on_words(book: Book, warnings: Warnings) -> None:
    """Say that there are no words of a language, and which of a book's own can't be taken."""
    if _file(book.language.lower()) is None:
        warnings.add(
            BOOK_FILE,
            WarningKind.TEXT,
            f'the press has no words in the language "{book.language}": "Contents" and the like '
            'are in English. Give your own under "words:".',
        )
    for key, said in book.wishes.words.items():
        fault = _fault(key, said)
        if fault:
            warnings.add(BOOK_FILE, WarningKind.TEXT, f'"words.{key[:40]}" {fault}')


@lru_cache(maxsize=32)
def find_words(language: str, own: tuple[tuple[str, str], ...] = ()) -> Words:
    """Give the words of a language, as its tag names it; `own` are said otherwise."""
    words = read_words(_file(language.lower()) or words_file(DEFAULT_LANGUAGE))
    said = {field_of(key): clean_words(word) for key, word in own if not _fault(key, word)}
    return dataclasses.replace(words, **said)


def words_file(tag: str) -> Path:
    """Give the file of a language's words."""
    return kit_folder() / "words" / f"{tag}.yaml"


@lru_cache(maxsize=32)
def read_words(file: Path) -> Words:
    """Read the words of a language. Raises FrontMatterError or TypeError for what are none."""
    values = read_yaml(file.read_text(encoding="utf-8"), file.name)
    fields = Fields(values, file.name)
    return Words(**{field_of(key): _text(fields, key) for key in values})


def _text(fields: Fields, key: str) -> str:
    value = fields.values[key]
    if not isinstance(value, str):
        raise fields.wrong(key, "a text", "Put the value in quotes.")
    return value


def _file(language: str) -> Path | None:
    """Give the file for a language tag in small letters: its own, or that of a wider one."""
    files = {file.stem.lower(): file for file in words_file("*").parent.glob("*.yaml")}
    parts = language.split("-")
    for length in range(len(parts), 0, -1):
        tag = "-".join(parts[:length])
        for each in (tag, NEAREST.get(tag, "")):
            if each in files:
                return files[each]
    return None


def _fault(key: str, said: str) -> str:
    """Say why a book's own word can't be taken, or ""."""
    usual: Mapping[str, str] = dataclasses.asdict(read_words(words_file(DEFAULT_LANGUAGE)))
    name = field_of(key)
    if key != key.lower() or "_" in key or name not in usual:
        return f"is no word of the press; {_keys_file()} has them all."
    wanted = PLACEHOLDER.findall(usual[name])
    if sorted(wanted) != sorted(PLACEHOLDER.findall(said)):
        listed = ", ".join(f"{{{each}}}" for each in wanted) or "nothing in braces"
        return f"should hold {listed}; the press's own word is taken."
    count = len(usual[name].split(" "))
    if name in ("quotes", "months", "months_of_days") and len(said.split(" ")) != count:
        return f"should hold {count} words with blanks between them; the press's own are taken."
    return ""


def _keys_file() -> str:
    return "build/words/en.yaml"
