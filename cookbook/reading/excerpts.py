"""A text and the words that were looked for -> the piece to show, with those words marked."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from itertools import islice

from markupsafe import Markup

from cookbook.archive.searching import WITHOUT_SPACES, fold_letters
from cookbook.reading.searching import Question

EXCERPT_LENGTH = 220
"""In characters."""
LEAD_IN = 60
"""How many characters stand before the first word that was found."""
PLACES_MAX = 200
BLANKS = re.compile(r"\s+")
LETTER = r"[^\W_]"
LINES_APART = " · "
# Single letters that are asked for as two.
LIGATURES = {"ss": "(?:ss|ß)", "ae": "(?:ae|æ)", "oe": "(?:oe|œ)", "th": "(?:th|þ)"}


class _LetterByLetter(dict[int, str]):
    """Folds each letter to one letter, so that places in a text stay where they are."""

    def __missing__(self, code: int) -> str:
        letter = chr(code)
        folded = fold_letters(letter).strip()
        self[code] = folded if len(folded) == 1 else letter
        return self[code]


ALIKE = _LetterByLetter()


def excerpt(text: str, question: Question) -> Markup:
    """Give the piece of a text in which most of the words stand first, with them in <mark>."""
    plain = BLANKS.sub(" ", unicodedata.normalize("NFC", text).replace("\n", LINES_APART)).strip()
    places = _places(plain, question)
    start = _start(plain, places, len(question.words))
    end = min(len(plain), start + EXCERPT_LENGTH)
    if end < len(plain):
        end = plain.rfind(" ", start + EXCERPT_LENGTH // 2, end) + 1 or end
    shown = Markup("").join(_pieces(plain, places, start, end)).strip()
    before, after = ("… " if start else ""), (" …" if end < len(plain) else "")
    return Markup("{}{}{}").format(before, shown, after)


def mark_words(text: str, question: Question) -> Markup:
    """Give a whole text with the words that were looked for in <mark>."""
    plain = unicodedata.normalize("NFC", text)
    return Markup("").join(_pieces(plain, _places(plain, question), 0, len(plain)))


def _places(text: str, question: Question) -> list[tuple[int, int, int]]:
    """Give where words stand that were looked for: start, end, which of them."""
    if not question:
        return []
    found = _pattern(question).finditer(text.translate(ALIKE))
    return [(each.start(), each.end(), each.lastindex or 0) for each in islice(found, PLACES_MAX)]


def _pattern(question: Question) -> re.Pattern[str]:
    last = question.terms[-1]
    beginning = last.words[-1] if last.is_beginning else ""
    return re.compile("|".join(_one(each, each == beginning) for each in question.words))


def _one(word: str, is_beginning: bool) -> str:  # noqa: FBT001 -- a fact of the word, not a mode
    pattern = re.escape(word)
    if WITHOUT_SPACES.fullmatch(word):
        return f"({pattern})"
    for two, either in LIGATURES.items():
        pattern = pattern.replace(two, either)
    rest = f"{LETTER}*" if is_beginning else f"(?!{LETTER})"
    return f"((?<!{LETTER}){pattern}{rest})"


def _start(text: str, places: Sequence[tuple[int, int, int]], wanted: int) -> int:
    """Choose where to begin: before the place from which most different words are in sight."""
    best, most = 0, 0
    for number, (start, _end, _word) in enumerate(places):
        near = islice(places, number, number + 40)
        seen = {word for begin, _stop, word in near if begin - start < EXCERPT_LENGTH - LEAD_IN}
        if len(seen) > most:
            best, most = start, len(seen)
        if most == wanted:
            break
    if best <= LEAD_IN:
        return 0
    return text.find(" ", best - LEAD_IN, best) + 1 or best


def _pieces(
    text: str, places: Sequence[tuple[int, int, int]], start: int, end: int
) -> Iterator[Markup]:
    done = start
    for begin, stop, _word in places:
        if begin < done or stop > end:
            continue
        yield Markup("{}<mark>{}</mark>").format(text[done:begin], text[begin:stop])
        done = stop
    yield Markup("{}").format(text[done:end])
