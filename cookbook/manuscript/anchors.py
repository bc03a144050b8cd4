"""Keep hold of a passage while its text changes: find it in a later version by its words.

A passage is known by its words and by those around it. It is looked for as it stood, then between
its old neighbours, then where most of its words are. What is compared are words, so that neither
marks, blanks and numbers of steps nor the finer letters of a printed page hide a passage.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from itertools import islice, takewhile

from cookbook.manuscript.diff3 import align

CONTEXT_LENGTH = 160
"""So many characters before and behind a passage are kept with it."""
# So many words on each side must be there for what lies between to be the passage, changed.
NEIGHBOURS = (4, 2)
# A passage that grew to more than this, in words, is no longer the same one.
MOST_GROWTH, MOST_ADDED = 3, 30
# The share of its words by which a passage is known again, and by which it is first found.
KNOWN_AGAIN, FIRST_FOUND = 0.5, 0.6
# A word that stands in more places than these says nothing of where a passage is.
COMMON = 200
MOST_PLACES = 500

_FRACTIONS = "¼-¾⅐-⅞"
# Scripts without blanks: Thai to Lao, Burmese, Khmer, Japanese, Chinese.
_LETTER_IS_WORD = "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff぀-ヿ㐀-鿿"
# The number of a step, which is counted and not written; or a word.
_WORD = re.compile(
    rf"^[ \t]*\d{{1,3}}[.)](?=\s)|([{_FRACTIONS}]|[{_LETTER_IS_WORD}]|\d+"
    rf"|(?:[^\W\d_{_FRACTIONS}{_LETTER_IS_WORD}]|[\u0300-\u036f])+)",
    re.MULTILINE,
)
_INVISIBLE = re.compile("[\u00ad\u200b\u2060]")
_CLOSING = re.compile(r"[^\w\s]{0,4}")


class Fate(StrEnum):
    """What became of a passage."""

    STANDS = "stands"
    CHANGED = "changed"
    GONE = "gone"


@dataclass(frozen=True)
class Anchor:
    """A passage in the words of its text, with the characters before and behind it there."""

    quote: str
    before: str = ""
    after: str = ""


@dataclass(frozen=True)
class Found:
    """What became of a passage in a text, and where it is: `words` is text[start:end]."""

    fate: Fate
    start: int = 0
    end: int = 0
    words: str = ""


class WordyText:
    """A text and its words: made once, however many passages are looked for in it."""

    def __init__(self, text: str) -> None:
        self.text = text

    @cached_property
    def placed(self) -> list[tuple[str, int, int]]:
        """Each word as it is compared, with where it begins and ends in the text."""
        return [
            (word, match.start(), match.end())
            for match in _WORD.finditer(self.text)
            if match[1]
            for word in _compared(match[1])
        ]

    @cached_property
    def words(self) -> list[str]:
        """The words as they are compared."""
        return [word for word, _, _ in self.placed]

    @cached_property
    def places(self) -> dict[str, list[int]]:
        """The places of each word among the words, counted from 0."""
        found = defaultdict[str, list[int]](list)
        for at, word in enumerate(self.words):
            found[word].append(at)
        return found

    def rows(self, row: Sequence[str]) -> list[int]:
        """Give the places at which these words stand in a row; of very many, the first."""
        if not row:
            return []
        rarest = min(range(len(row)), key=lambda at: len(self.places.get(row[at], ())))
        starts = (place - rarest for place in self.places.get(row[rarest], ()))
        words, wanted, size = self.words, list(row), len(row)
        found = (
            at
            for at in starts
            if at >= 0
            and words[at] == wanted[0]
            and words[at + size - 1 : at + size] == wanted[-1:]
            and words[at : at + size] == wanted
        )
        return list(islice(found, MOST_PLACES))

    @cached_property
    def ends(self) -> list[int]:
        """Where each word ends in the text."""
        return [end for _, _, end in self.placed]

    def whole_words(self, start: int, end: int) -> tuple[int, int]:
        """Widen a stretch of the text so that it parts no word."""
        for _, first, last in self.placed[bisect_right(self.ends, start) :]:
            if first >= end:
                break
            start, end = min(start, first), max(end, last)
        return start, end

    def found(self, fate: Fate, first: int, last: int) -> Found:
        """Make an answer of the words from `first` up to `last`, which it leaves out."""
        start, end = self.placed[first][1], self.placed[last - 1][2]
        return Found(fate, start, end, self.text[start:end])


def anchor_words(text: str, words: str, *, before: str = "", after: str = "") -> Anchor | None:
    """Find the words that somebody copied from a page in the text that it was set from.

    `before` and `after` are what stood around them on the page, where that is known; they decide
    between places that say the same. Gives None where the text has no such words.
    """
    copied = _INVISIBLE.sub("", words).strip()
    wordy = WordyText(text)
    sought = _Sought(Anchor(copied, before, after))
    found = (
        _as_it_stood(sought, wordy)
        or _by_most_words(sought, wordy, FIRST_FOUND)
        or _letter_by_letter(copied, wordy)
    )
    if found is None:
        return None
    start, end = wordy.whole_words(found.start, found.end)
    closing = None if copied[-1].isalnum() else _CLOSING.match(text, end)
    end = closing.end() if closing else end
    return Anchor(
        text[start:end],
        text[max(start - CONTEXT_LENGTH, 0) : start],
        text[end : end + CONTEXT_LENGTH],
    )


def find_again(anchor: Anchor, text: WordyText) -> Found:
    """Tell what became of a passage in a later version of its text, and where it is now."""
    sought = _Sought(anchor)
    standing = _as_it_stood(sought, text)
    if standing and standing.words == anchor.quote and sought.is_at_home(standing, text):
        return standing
    between = _between_its_neighbours(sought, text)
    if standing is not None:
        # The same words elsewhere, or with others among them, are the passage only where its old
        # place says nothing else now.
        has_others = between is not None and between.fate is Fate.CHANGED
        return between if between and has_others and not sought.says(between) else standing
    marks = None if sought.quote else _letter_by_letter(anchor.quote, text)
    return marks or between or _by_most_words(sought, text, KNOWN_AGAIN) or Found(Fate.GONE)


class _Sought:
    """A passage that is looked for, in words as they are compared."""

    def __init__(self, anchor: Anchor) -> None:
        wordy = WordyText(anchor.quote)
        self.written = anchor.quote
        self.quote = wordy.words
        # What stands before its first word: a mark, most often.
        self.opening = wordy.placed[0][1] if wordy.placed else 0
        self.before = WordyText(anchor.before).words
        self.after = WordyText(anchor.after).words

    @property
    def most_words(self) -> int:
        """How many words it may have grown to."""
        return len(self.quote) * MOST_GROWTH + MOST_ADDED

    def neighbours_at(self, first: int, text: WordyText) -> tuple[int, int]:
        """Count how many of its old neighbours stand before and behind a place of its words."""
        last = first + len(self.quote)
        earlier = text.words[max(first - len(self.before), 0) : first]
        later = text.words[last : last + len(self.after)]
        return _shared(self.before[::-1], earlier[::-1]), _shared(self.after, later)

    def says(self, found: Found) -> bool:
        """Tell whether what was found says the same, word for word."""
        return WordyText(found.words).words == self.quote

    def is_at_home(self, standing: Found, text: WordyText) -> bool:
        """Tell whether its words have some of their old neighbours on a side."""
        left, right = self.neighbours_at(
            bisect_right(text.ends, standing.end) - len(self.quote), text
        )
        enough = min(NEIGHBOURS)
        return left >= min(len(self.before), enough) or right >= min(len(self.after), enough)


def _compared(written: str) -> list[str]:
    """Give a word as it is compared; a fraction that is one letter is two numbers."""
    if written.isascii():
        return [written.lower()]
    plain = unicodedata.normalize("NFKC", written).casefold()
    return re.findall(r"[^\W_]+", plain) or [plain]


def _shared(one: Iterable[str], other: Iterable[str]) -> int:
    pairs = zip(one, other, strict=False)
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], pairs))


def _as_it_stood(sought: _Sought, text: WordyText) -> Found | None:
    """Find the very words; of several places, that with the most of its old neighbours."""
    rows = text.rows(sought.quote)
    if not rows:
        return None
    best = max(rows, key=lambda at: sum(sought.neighbours_at(at, text)))
    start = text.placed[best][1] - sought.opening
    if start >= 0 and text.text.startswith(sought.written, start):
        return Found(Fate.STANDS, start, start + len(sought.written), sought.written)
    return text.found(Fate.STANDS, best, best + len(sought.quote))


def _letter_by_letter(words: str, text: WordyText) -> Found | None:
    """Find what holds no word as it is compared: marks, or a part of a word."""
    start = text.text.find(words) if words.strip() else -1
    return Found(Fate.STANDS, start, start + len(words), words) if start >= 0 else None


def _between_its_neighbours(sought: _Sought, text: WordyText) -> Found | None:
    """Find what stands between the words that stood before and behind a passage."""
    if not sought.before and not sought.after:
        return None
    for most in NEIGHBOURS:
        left, right = sought.before[-most:], sought.after[:most]
        starts = [at + len(left) for at in text.rows(left)] if left else [0]
        ends = text.rows(right) if right else [len(text.words)]
        gaps = [
            (ends[at] - start, start)
            for start in starts
            if (at := bisect_left(ends, start)) < len(ends)
        ]
        size, start = min(gaps, default=(sought.most_words + 1, 0))
        if size <= sought.most_words:
            return text.found(Fate.CHANGED, start, start + size) if size else Found(Fate.GONE)
    return None


def _by_most_words(sought: _Sought, text: WordyText, share: float) -> Found | None:
    """Find where most of the words of a passage stand, in their order."""
    row = [*sought.before, *sought.quote, *sought.after]
    region = _likely_region(row, text)
    if not sought.quote or region is None:
        return None
    pairs = dict(align(row, text.words[region.start : region.stop]))
    inside = range(len(sought.before), len(sought.before) + len(sought.quote))
    kept = [pairs[at] for at in inside if at in pairs]
    if len(kept) < max(1, share * len(sought.quote)):
        return None
    # Where a neighbour stayed, the passage reaches up to it, with whatever is new there.
    first = pairs.get(inside.start - 1, kept[0] - 1) + 1
    last = pairs.get(inside.stop, kept[-1] + 1)
    if last - first > sought.most_words:
        return None
    return text.found(Fate.CHANGED, region.start + first, region.start + last)


def _likely_region(row: Sequence[str], text: WordyText) -> range | None:
    """Give the stretch of a text in which most words stand as far apart as in the row."""
    width = max(len(row) // 4, 8)
    votes = defaultdict[int, float](float)
    for at, word in enumerate(row):
        places = text.places.get(word, ())
        if len(places) <= COMMON:
            for place in places:
                near = (place - at) // width
                # Each counts in two stretches, so that none is parted by where they begin.
                votes[near] += 1 / len(places)
                votes[near + 1] += 1 / len(places)
    if not votes:
        return None
    best = max(votes, key=lambda each: (votes[each], -each))
    start = (best - 1) * width
    return range(max(start - width, 0), min(start + 3 * width + len(row), len(text.words)))
