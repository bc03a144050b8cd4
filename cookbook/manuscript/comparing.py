"""Compare two versions of a manuscript for a person to read: keys, ingredients, steps, words."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from cookbook.manuscript.diff3 import align
from cookbook.manuscript.frontmatter import FrontMatter, Value, split_front_matter, write_yaml
from cookbook.manuscript.pairing import pair_moved, pair_similar
from cookbook.manuscript.passages import (
    Passage,
    Role,
    read_chapter_passages,
    read_recipe_passages,
)
from cookbook.manuscript.problems import FrontMatterError
from cookbook.manuscript.word_changes import Segment, WordChange, compare_few_words, compare_words

CONTEXT_LINES = 2


class LineChange(StrEnum):
    """What happened to a passage."""

    SAME = "same"
    CHANGED = "changed"
    ADDED = "added"
    REMOVED = "removed"
    MOVED_HERE = "moved-here"
    MOVED_AWAY = "moved-away"


@dataclass(frozen=True)
class KeyChange:
    """A key of the front matter that changed; "" stands for none. A list has commas in between."""

    key: str
    before: str
    after: str
    segments: tuple[Segment, ...]


@dataclass(frozen=True)
class ComparedLine:
    """One passage, which may go over several lines, and what happened to it.

    `before_line` and `after_line` count from 1 in the two files; what was moved has both, what was
    added or removed has one. Marker, step number and section are those of the later version, if it
    is there.
    """

    change: LineChange
    role: Role
    marker: str
    number: int
    section: str
    segments: tuple[Segment, ...]
    before_line: int | None
    after_line: int | None


@dataclass(frozen=True)
class Comparison:
    """What became of a manuscript; blank lines are not among the `lines`."""

    keys: tuple[KeyChange, ...]
    lines: tuple[ComparedLine, ...]
    # The files differ, be it in nothing but blanks, quotation marks or the numbers of steps.
    differs: bool
    is_recipe: bool

    @property
    def changed_lines(self) -> tuple[ComparedLine, ...]:
        """All passages to which something happened; one that was moved is there twice."""
        return tuple(line for line in self.lines if line.change is not LineChange.SAME)

    @property
    def only_looks_differ(self) -> bool:
        """Tell whether the files differ in nothing that a reader would see."""
        return self.differs and not self.keys and not self.changed_lines


@dataclass(frozen=True)
class Stretch:
    """Passages in a row, which a page shows or folds away behind their number."""

    lines: tuple[ComparedLine, ...]
    folded: bool


def compare_texts(before: str, after: str) -> Comparison:
    """Compare two versions of a manuscript, whatever they hold; line ends are newlines.

    Where a front matter can't be read, its lines are compared like those of the body. The same
    texts always compare the same.
    """
    try:
        was, now = split_front_matter(before, "before"), split_front_matter(after, "after")
    except FrontMatterError:
        was, now = FrontMatter({}, before, 1), FrontMatter({}, after, 1)
    is_recipe = (now.values or was.values).get("kind") != "chapter"
    read = read_recipe_passages if is_recipe else read_chapter_passages
    lines = _compare_passages(read(was.body, was.body_line), read(now.body, now.body_line))
    return Comparison(
        tuple(_compare_keys(was.values, now.values)), tuple(lines), before != after, is_recipe
    )


def fold_unchanged(
    lines: Sequence[ComparedLine], context: int = CONTEXT_LINES
) -> tuple[Stretch, ...]:
    """Part passages into stretches: what changed with `context` passages around it, and the rest.

    A single passage is never folded away, as saying so would take its place.
    """
    shown = [False] * len(lines)
    for at, line in enumerate(lines):
        if line.change is not LineChange.SAME:
            for near in range(max(at - context, 0), min(at + context + 1, len(lines))):
                shown[near] = True
    for at, seen in enumerate(shown):
        around = shown[max(at - 1, 0) : at] + shown[at + 1 : at + 2]
        if not seen and all(around):
            shown[at] = True
    stretches: list[Stretch] = []
    start = 0
    for at in range(1, len(lines) + 1):
        if at == len(lines) or shown[at] != shown[start]:
            stretches.append(Stretch(tuple(lines[start:at]), folded=not shown[start]))
            start = at
    return tuple(stretches)


def _compare_keys(before: Mapping[str, Value], after: Mapping[str, Value]) -> Iterator[KeyChange]:
    for key in dict.fromkeys([*after, *before]):
        was, now = _words(before.get(key, "")), _words(after.get(key, ""))
        if was != now:
            yield KeyChange(key, was, now, compare_words(was, now))


def _words(value: Value) -> str:
    if isinstance(value, str):
        return value.strip()
    if isinstance(value, tuple) and all(isinstance(item, str) for item in value):
        return ", ".join(str(item) for item in value)
    return write_yaml(value if isinstance(value, Mapping) else {"": value}).strip()


def _compare_passages(
    before: Sequence[Passage], after: Sequence[Passage]
) -> Iterator[ComparedLine]:
    same = align([each.words for each in before], [each.words for each in after])
    stayed, stay = {was for was, _ in same}, {now for _, now in same}
    moved = pair_moved(
        before,
        after,
        [each for each in range(len(before)) if each not in stayed],
        [each for each in range(len(after)) if each not in stay],
    )
    gaps = _Gaps(before, after, went=dict(moved), came={now: was for was, now in moved})
    start, first = 0, 0
    for was, now in same:
        yield from gaps.compare(range(start, was), range(first, now))
        yield _both(LineChange.SAME, before[was], after[now])
        start, first = was + 1, now + 1
    yield from gaps.compare(range(start, len(before)), range(first, len(after)))


@dataclass(frozen=True)
class _Gaps:
    """What stands between passages that stayed the same."""

    before: Sequence[Passage]
    after: Sequence[Passage]
    # Where passages went that were moved, and where they came from.
    went: Mapping[int, int]
    came: Mapping[int, int]

    def compare(self, old: range, new: range) -> Iterator[ComparedLine]:
        """Tell the fate of each passage in a gap; what was left out comes before what was added."""
        gone = [each for each in old if each not in self.went]
        added = [each for each in new if each not in self.came]
        pairs = pair_similar(
            [self.before[each] for each in gone], [self.after[each] for each in added]
        )
        start, first = old.start, new.start
        for was, now in pairs:
            yield from self._unpaired(range(start, gone[was]), range(first, added[now]))
            yield _both(LineChange.CHANGED, self.before[gone[was]], self.after[added[now]])
            start, first = gone[was] + 1, added[now] + 1
        yield from self._unpaired(range(start, old.stop), range(first, new.stop))

    def _unpaired(self, old: range, new: range) -> Iterator[ComparedLine]:
        for at in old:
            if at in self.went:
                there = self.after[self.went[at]].line
                yield _one(LineChange.MOVED_AWAY, self.before[at], self.before[at].line, there)
            else:
                yield _one(LineChange.REMOVED, self.before[at], self.before[at].line, None)
        for at in new:
            if at in self.came:
                there = self.before[self.came[at]].line
                yield _one(LineChange.MOVED_HERE, self.after[at], there, self.after[at].line)
            else:
                yield _one(LineChange.ADDED, self.after[at], None, self.after[at].line)


_WORDS_OF = {LineChange.ADDED: WordChange.INSERTED, LineChange.REMOVED: WordChange.DELETED}


def _one(
    change: LineChange, passage: Passage, before_line: int | None, after_line: int | None
) -> ComparedLine:
    segment = Segment(_WORDS_OF.get(change, WordChange.EQUAL), passage.text)
    return _line(change, passage, (segment,), before_line, after_line)


def _both(change: LineChange, before: Passage, after: Passage) -> ComparedLine:
    if change is LineChange.SAME:
        segments: tuple[Segment, ...] = (Segment(WordChange.EQUAL, after.text),)
    else:
        # Line breaks within a paragraph are blanks to a reader.
        was, now = (
            each.text if each.role is Role.CODE else " ".join(each.text.split())
            for each in (before, after)
        )
        compare = compare_few_words if after.role is Role.INGREDIENT else compare_words
        segments = (*_markers(before, after), *compare(was, now))
    return _line(change, after, segments, before.line, after.line)


def _line(
    change: LineChange,
    passage: Passage,
    segments: tuple[Segment, ...],
    before_line: int | None,
    after_line: int | None,
) -> ComparedLine:
    return ComparedLine(
        change,
        passage.role,
        passage.marker,
        passage.number,
        passage.section,
        segments,
        before_line,
        after_line,
    )


def _markers(before: Passage, after: Passage) -> Iterator[Segment]:
    """Tell of another level of a heading, or of another kind of list; numbers change by the way."""
    if before.words[:2] != after.words[:2] and before.marker != after.marker:
        if before.marker:
            yield Segment(WordChange.DELETED, f"{before.marker} ")
        if after.marker:
            yield Segment(WordChange.INSERTED, f"{after.marker} ")
