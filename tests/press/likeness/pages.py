"""Compares two pages mark by mark, and says what differs in words rather than in marks."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence
from difflib import SequenceMatcher
from itertools import zip_longest
from typing import NamedTuple

from tests.press.likeness.marks import Kind, Mark
from tests.press.likeness.opened import Numbers, Opened, Thing, near, numbers
from tests.press.likeness.structure import Leaf

BOXES = ("/MediaBox", "/CropBox", "/BleedBox", "/TrimBox", "/ArtBox")
VALUES = ("/Rotate", "/UserUnit", "/Tabs")
WITHIN_SIZE = 0.02
"""How far apart two sizes of type or widths of lines may be, in points."""
NEXT_LETTER = 2.0
"""How far from a letter the next of its word may stand, in sizes of the type."""
LONGEST = 60


class Read(NamedTuple):
    """A page, read: its marks, and what of its content the structure holds, in that order."""

    marks: Sequence[Mark]
    leaves: Sequence[Leaf]


class Word(NamedTuple):
    """Some marks that are told as one: a word, or a single drawing."""

    says: str
    kind: Kind
    marks: Sequence[Mark]

    def __str__(self) -> str:
        if self.kind is not Kind.GLYPH:
            return f"a {self.kind}"
        return f'"{_cut(self.says)}"'


def compare_boxes(first: Opened, second: Opened, page: int, within: float) -> Iterator[str]:
    """Say how the sizes of a page differ, and the ways in which it is to be shown."""
    one, other = first.pages[page], second.pages[page]
    for name in BOXES:
        mine, theirs = _inherited(one, name), _inherited(other, name)
        if not near(numbers(mine), numbers(theirs), within):
            yield f"the {name[1:]} is {numbers(mine)}, not {numbers(theirs)}"
    for name in VALUES:
        mine, theirs = _inherited(one, name), _inherited(other, name)
        if str(mine) != str(theirs):
            yield f"{name[1:]} is {mine}, not {theirs}"
    if one.label != other.label:
        yield f'the label is "{one.label}", not "{other.label}"'


def _inherited(page: Thing, name: str) -> Thing:
    node = page.obj
    while node is not None and name not in node:
        node = node.get("/Parent")
    return None if node is None else node[name]


def compare_drawings(one: Read, other: Read, within: float) -> Iterator[str]:
    """Say how what a page draws differs: what, how, where, and whether it is read aloud."""
    mine, theirs = _numbers_read(one), _numbers_read(other)

    def is_alike(here: Mark, there: Mark) -> bool:
        return (
            here[:3] == there[:3]
            and near(here.at, there.at, within)
            and near(here.sizes, there.sizes, WITHIN_SIZE)
            and (here.content in mine) == (there.content in theirs)
        )

    if len(one.marks) == len(other.marks) and all(map(is_alike, one.marks, other.marks)):
        return
    told = list(_tell(one, other, is_alike, within))
    of_words = [said for word, said in told if not word.isspace()]
    # Where a space stands is told by the words beside it.
    yield from of_words or (said for _, said in told)


def _tell(
    one: Read, other: Read, is_alike: Callable[[Mark, Mark], bool], within: float
) -> Iterator[tuple[str, str]]:
    """Give each word that differs, and what is to be said of it."""
    mine, theirs = _numbers_read(one), _numbers_read(other)
    here, there = _words(one.marks), _words(other.marks)
    for tag, a, b, c, d in _steps(here, there):
        if tag != "equal":
            yield "", _say_change(here[a:b], there[c:d])
            continue
        for word, like in zip(here[a:b], there[c:d], strict=True):
            if not all(map(is_alike, word.marks, like.marks)):
                for said in _say_difference(word, like, mine, theirs, within):
                    yield word.says, said


def _numbers_read(page: Read) -> set[int]:
    return {leaf.content for leaf in page.leaves}


def compare_leaves(one: Read, other: Read) -> Iterator[str]:
    """Say how what the structure holds of a page differs, element by element."""
    mine, theirs = _texts(one.marks), _texts(other.marks)
    for leaf, like in zip_longest(one.leaves, other.leaves):
        if leaf is None or like is None:
            said = f"a {(leaf or like).type} with content"
            yield f"{said} is {'one too many' if like is None else 'missing'} in the structure"
            return
        here, there = mine.get(leaf.content, ""), theirs.get(like.content, "")
        if here != there:
            yield f'a {leaf.type} of the structure holds "{_cut(here)}", not "{_cut(there)}"'


def _texts(marks: Sequence[Mark]) -> dict[int, str]:
    found: dict[int, list[str]] = {}
    for mark in marks:
        says = mark.says if mark.kind is Kind.GLYPH else f"[{mark.kind}]"
        found.setdefault(mark.content, []).append(says)
    return {content: "".join(says) for content, says in found.items()}


def _words(marks: Sequence[Mark]) -> list[Word]:
    words: list[Word] = []
    letters: list[Mark] = []
    for mark, after in zip_longest(marks, marks[1:]):
        if mark.kind is not Kind.GLYPH:
            words.append(Word("", mark.kind, [mark]))
            continue
        letters.append(mark)
        if _ends(mark, after):
            said = "".join(each.says for each in letters)
            words.append(Word(said, Kind.GLYPH, letters))
            letters = []
    return words


def _ends(mark: Mark, after: Mark | None) -> bool:
    if after is None or after.kind is not Kind.GLYPH:
        return True
    if not near(mark.at, after.at, NEXT_LETTER * mark.sizes[0]):
        return True
    return mark.says.isspace() != after.says.isspace()


def _steps(here: list[Word], there: list[Word]) -> list[tuple[str, int, int, int, int]]:
    mine = [_key(word) for word in here]
    theirs = [_key(word) for word in there]
    if mine == theirs:
        return [("equal", 0, len(mine), 0, len(theirs))]
    return list(SequenceMatcher(None, mine, theirs, autojunk=False).get_opcodes())


def _key(word: Word) -> tuple[str, Kind, int]:
    return (word.says, word.kind, len(word.marks))


def _say_change(here: Sequence[Word], there: Sequence[Word]) -> str:
    if not there:
        return f"{_joined(here)} is one too many"
    if not here:
        return f"{_joined(there)} is missing"
    return f"stands {_joined(here)}, not {_joined(there)}"


def _joined(words: Sequence[Word]) -> str:
    text = "".join(word.says for word in words).strip()
    return f'"{_cut(text)}"' if text else " and ".join(str(word) for word in words[:3])


def _say_difference(
    word: Word, like: Word, mine: Collection[int], theirs: Collection[int], within: float
) -> Iterator[str]:
    """Say how two words that say the same differ: each way once."""
    pairs = list(zip(word.marks, like.marks, strict=True))
    ways: tuple[Callable[[Mark, Mark], str], ...] = (
        _look,
        lambda here, there: _size(here.sizes, there.sizes),
        lambda here, there: _stand(here.at, there.at, within),
        lambda here, there: _reading(here.content in mine, is_like_read=there.content in theirs),
    )
    for way in ways:
        said = next((says for here, there in pairs if (says := way(here, there))), "")
        if said:
            yield f"{word} {said}"


def _look(here: Mark, there: Mark) -> str:
    if here.look == there.look:
        return ""
    mine, theirs = dict(here.look), dict(there.look)
    name = next(each for each in [*mine, *theirs] if mine.get(each) != theirs.get(each))
    return f"has the {name} {mine.get(name)}, not {theirs.get(name)}"


def _size(here: Numbers, there: Numbers) -> str:
    if near(here, there, WITHIN_SIZE):
        return ""
    return f"has the size {_listed(here, 2)}, not {_listed(there, 2)}"


def _stand(here: Numbers, there: Numbers, within: float) -> str:
    if near(here, there, within):
        return ""
    if len(here) != len(there):
        return "has another number of points"
    at = next(at for at, each in enumerate(here) if abs(each - there[at]) > within)
    return f"stands at {'xy'[at % 2]} {here[at]:.1f}, not {there[at]:.1f}"


def _reading(is_read: bool, *, is_like_read: bool) -> str:  # noqa: FBT001 -- the other of two
    if is_read == is_like_read:
        return ""
    return "is read aloud, not passed over" if is_read else "is passed over, not read aloud"


def _listed(values: Numbers, digits: int) -> str:
    return " ".join(f"{each:.{digits}f}" for each in values)


def _cut(text: str) -> str:
    return text if len(text) <= LONGEST else f"{text[:LONGEST]}…"
