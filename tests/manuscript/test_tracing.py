from __future__ import annotations

import random
import time
from collections import Counter

from hypothesis import given
from hypothesis import strategies as st

from cookbook.manuscript import merge_texts
from cookbook.manuscript.tracing import Making, Version, plain_line, trace_lines

LINES = st.lists(st.sampled_from(["a b c", "a b d", "x", "y z", "", "1. x", "2. x"]), max_size=12)
TEXTS = LINES.map("\n".join)


def line_of_versions(*texts: str) -> list[Version]:
    """Versions that each were made from the one before."""
    return [
        Version(number, text, (number - 1,) if number > 1 else ())
        for number, text in enumerate(texts, 1)
    ]


def told(*texts: str) -> list[Making]:
    return list(trace_lines(line_of_versions(*texts)))


@st.composite
def histories(draw: st.DrawFn) -> list[Version]:
    """Versions with one parent or two, any of those before them."""
    versions = [Version(1, draw(TEXTS))]
    for number in range(2, draw(st.integers(2, 8)) + 1):
        parents = draw(st.lists(st.integers(1, number - 1), min_size=1, max_size=2, unique=True))
        versions.append(Version(number, draw(TEXTS), tuple(parents)))
    return versions


def counted(text: str) -> Counter[str]:
    return Counter(plain_line(line) for line in text.split("\n") if line.strip())


class TestTraceLines:
    @given(histories())
    def test_the_version_of_a_line_holds_it_and_brought_it(self, versions: list[Version]) -> None:
        by_number = {version.number: version for version in versions}
        last = versions[-1]
        makings = trace_lines(versions)
        lines = last.text.split("\n")
        assert len(makings) == len(lines)
        for line, making in zip(lines, makings, strict=True):
            if not line.strip():
                assert making == ()
                continue
            version, plain = by_number[making[-1]], plain_line(line)
            assert plain in counted(version.text)
            # Some line of it says so that its parents didn't have as often.
            for parent in version.parents:
                assert counted(version.text)[plain] > counted(by_number[parent].text)[plain]
            assert list(making) == sorted(set(making))

    @given(TEXTS, TEXTS, TEXTS)
    def test_what_a_merge_brings_together_stays_with_who_wrote_it(
        self, base: str, mine: str, theirs: str
    ) -> None:
        merged = merge_texts(base, mine, theirs).text
        if merged is None:
            return
        versions = [
            Version(1, base),
            Version(2, theirs, (1,)),
            Version(3, mine, (1,)),
            Version(4, merged, (2, 3)),
        ]
        have = counted(base) | counted(mine) | counted(theirs)
        for line, making in zip(merged.split("\n"), trace_lines(versions), strict=True):
            if making and counted(merged)[plain_line(line)] <= have[plain_line(line)]:
                assert making[-1] != 4

    @given(st.lists(TEXTS, min_size=1, max_size=6))
    def test_who_saves_the_same_again_writes_nothing(self, texts: list[str]) -> None:
        assert told(*texts, texts[-1]) == told(*texts)

    def test_lines_are_of_who_brought_them(self) -> None:
        assert told("one\ntwo", "zero\none\ntwo", "zero\none\n\ntwo\nthree") == [
            (2,),
            (1,),
            (),
            (1,),
            (3,),
        ]

    def test_a_step_before_it_takes_no_step_from_its_writer(self) -> None:
        assert told("1. Wash\n2. Eat", "1. Sit\n2. Wash\n3. Eat") == [(2,), (1,), (1,)]

    def test_a_line_that_moves_stays_with_its_writer(self) -> None:
        assert told("one\ntwo\nthree", "three\none\ntwo") == [(1,), (1,), (1,)]

    def test_of_equal_lines_each_stays_among_its_neighbours(self) -> None:
        pot = "## Pot\n- leek\n- salt\n## Pan\n- oil"
        both = f"{pot}\n- salt"
        assert told(pot, both)[-1] == (2,)
        assert told(pot, both, both.replace("- leek\n- salt", "- leek"))[-1] == (2,)

    def test_a_changed_line_knows_where_it_comes_from(self) -> None:
        texts = (
            "Soak the beans.",
            "Soak the beans overnight.",
            "Soak the beans overnight, or two.",
        )
        assert told(*texts) == [(1, 2, 3)]
        assert told("Soak the beans.", "Something else stands here.") == [(2,)]

    def test_what_is_brought_back_is_its_writers_again(self) -> None:
        assert told("one\ntwo", "three", "one\ntwo") == [(1,), (1,)]

    def test_what_both_wrote_alike_is_of_who_wrote_it_first(self) -> None:
        versions = [
            Version(1, "one"),
            Version(2, "one\ntwo", (1,)),
            Version(3, "one\ntwo\nthree", (1,)),
            Version(4, "one\ntwo\nthree", (3, 2)),
        ]
        assert trace_lines(versions) == ((1,), (2,), (3,))

    def test_no_version_has_no_line_but_one(self) -> None:
        assert trace_lines([]) == ((),)

    def test_five_hundred_versions_of_a_long_chapter_take_a_moment(self) -> None:
        chance = random.Random(7)  # noqa: S311 -- the same texts each time
        lines = [f"Sentence {number} of a chapter, and some more words." for number in range(2_000)]
        versions = []
        for number in range(1, 501):
            for _ in range(6):
                at = chance.randrange(len(lines))
                lines[at] = f"{lines[at][:60]} {number}"
            lines.insert(chance.randrange(len(lines)), f"A new line of version {number}.")
            lines.append(lines.pop(chance.randrange(len(lines))))
            versions.append(Version(number, "\n".join(lines), (number - 1,)))
        begun = time.process_time()
        makings = trace_lines(versions)
        assert time.process_time() - begun < 6
        assert len(makings) == len(lines)

    def test_texts_made_to_keep_it_busy_do_not(self) -> None:
        chance = random.Random(7)  # noqa: S311 -- the same texts each time
        versions = [
            Version(number, "\n".join(chance.choices("ab", k=4_000)), (number - 1,))
            for number in range(1, 101)
        ]
        begun = time.process_time()
        trace_lines(versions)
        assert time.process_time() - begun < 6
