from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cookbook.manuscript.anchors import Anchor, Fate, WordyText, anchor_words, find_again
from tests.factories.contributions import recipe_text

SOUP = recipe_text("Stone soup")
LETTERS = "bcdfghklmn"
ALIKE = st.lists(st.sampled_from(["a", "b,", "c", "\n\n", "1.", "**d**"]), max_size=60)
ANYTHING = st.text(max_size=200)


def word(number: int) -> str:
    """A word of its own for each number."""
    return "w" + "".join(LETTERS[int(digit)] for digit in str(number))


def prose(first: int, count: int) -> list[str]:
    return [word(number) for number in range(first, first + count)]


@st.composite
def passages(draw: st.DrawFn) -> tuple[list[str], list[str], list[str]]:
    """What stands before a passage, the passage, and what stands behind it; no word comes twice."""
    sizes = draw(st.tuples(st.integers(4, 60), st.integers(1, 40), st.integers(4, 60)))
    starts = (1000, 2000, 3000)
    before, quote, after = (prose(start, size) for start, size in zip(starts, sizes, strict=True))
    return before, quote, after


def anchored(before: list[str], quote: list[str], after: list[str]) -> Anchor:
    anchor = anchor_words(" ".join([*before, *quote, *after]), " ".join(quote))
    assert anchor is not None
    return anchor


class TestAnchorWords:
    def test_it_keeps_the_words_as_the_text_has_them(self) -> None:
        anchor = anchor_words(SOUP, "wash   the beans.")
        assert anchor is not None
        assert anchor.quote == "Wash the beans."
        assert anchor.before.endswith("## Method\n\n1. ")
        assert anchor.after.startswith("\n2. Simmer.")

    @pytest.mark.parametrize(
        ("text", "copied", "quote"),
        [
            ("Take 1 1/2 cups of *good* oil", "1½ cups of good oil", "1 1/2 cups of *good* oil"),
            ("It's \"done\" -- nearly.", "It’s “done” – nearly.", 'It\'s "done" -- nearly.'),
            ("Bake at 180 °C, 20x30 cm.", "20 × 30 cm", "20x30 cm"),
            ("Un café au lait.", "cafe\u0301 au lait", "café au lait"),
            ("1. Wash.\n2. Peel.\n3. Eat.", "2. Peel.\n3. Eat.", "2. Peel.\n3. Eat."),
            ("See [us](http://a.example) now", "See us now", "See [us](http://a.example) now"),
            ("ข้าวเหนียวมะม่วง", "เหนียว", "เหนียว"),
            ("塩を少々ふる。", "少々", "少々"),
            ("Soaked overnight.", "oaked over", "Soaked overnight"),
            ("Soft words", "so\u00adft", "Soft"),
        ],
    )  # fmt: skip
    def test_it_knows_words_as_a_page_sets_them(self, text: str, copied: str, quote: str) -> None:
        anchor = anchor_words(text, copied)
        assert (anchor.quote if anchor else "") == quote

    @pytest.mark.parametrize("copied", ["", "  \n", "nothing of the kind", "***"])
    def test_words_that_are_not_there_have_no_place(self, copied: str) -> None:
        assert anchor_words(SOUP, copied) is None

    def test_of_two_places_it_takes_the_one_that_was_copied_from(self) -> None:
        text = "## Pot\n- 1 onion\n- 2 leeks\n\n## Pan\n- 1 onion\n- butter\n"
        anchor = anchor_words(text, "1 onion", before="2 leeks Pan", after="butter")
        assert anchor is not None
        assert anchor.after == "\n- butter\n"

    @given(text=ANYTHING, copied=ANYTHING, before=ANYTHING)
    def test_it_takes_any_text(self, text: str, copied: str, before: str) -> None:
        anchor = anchor_words(text, copied, before=before)
        if anchor is not None:
            assert anchor.before + anchor.quote + anchor.after in text


class TestFindAgain:
    @given(passages())
    def test_what_nobody_touched_stands(
        self, parts: tuple[list[str], list[str], list[str]]
    ) -> None:
        before, quote, after = parts
        text = " ".join([*before, *quote, *after])
        found = find_again(anchored(*parts), WordyText(text))
        assert (found.fate, found.words) == (Fate.STANDS, " ".join(quote))
        assert found.start == len(" ".join(before)) + 1

    @given(passages(), st.integers(0, 30), st.integers(0, 30))
    def test_it_stands_wherever_it_goes(
        self, parts: tuple[list[str], list[str], list[str]], above: int, below: int
    ) -> None:
        new = " ".join([*prose(5000, above), *parts[1], *prose(6000, below)])
        found = find_again(anchored(*parts), WordyText(new))
        assert (found.fate, found.words) == (Fate.STANDS, " ".join(parts[1]))

    @given(passages(), st.integers(1, 30))
    def test_what_stands_in_its_place_is_what_it_was_changed_to(
        self, parts: tuple[list[str], list[str], list[str]], size: int
    ) -> None:
        before, _, after = parts
        instead = prose(7000, size)
        new = WordyText(" ".join([*before, *instead, *after]))
        found = find_again(anchored(*parts), new)
        assert (found.fate, found.words) == (Fate.CHANGED, " ".join(instead))

    @given(passages())
    def test_what_was_taken_out_is_gone(
        self, parts: tuple[list[str], list[str], list[str]]
    ) -> None:
        before, _, after = parts
        found = find_again(anchored(*parts), WordyText(" ".join([*before, *after])))
        assert found.fate is Fate.GONE

    @given(passages(), st.data())
    def test_a_word_less_or_more_leaves_it_in_its_place(
        self, parts: tuple[list[str], list[str], list[str]], data: st.DataObject
    ) -> None:
        before, quote, after = parts
        at = data.draw(st.integers(0, len(quote)))
        changed = [*quote[:at], word(8000), *quote[at:]]
        # Its neighbours change too, so that only its own words tell where it is.
        new = [*prose(5000, 30), *before[:-1], *changed, *after[1:], *prose(6000, 30)]
        found = find_again(anchored(*parts), WordyText(" ".join(new)))
        assert found.fate in {Fate.CHANGED, Fate.STANDS}
        assert set(found.words.split()) >= set(quote[1:-1])
        assert set(found.words.split()) <= {*before, *changed, *after}

    @given(ALIKE, ALIKE, ALIKE)
    def test_what_is_found_is_in_the_text(
        self, before: list[str], quote: list[str], later: list[str]
    ) -> None:
        anchor = Anchor(" ".join(quote), " ".join(before), " ".join(later))
        text = " ".join([*later, *quote, *before, *later])
        found = find_again(anchor, WordyText(text))
        assert text[found.start : found.end] == found.words
        assert (found.fate is Fate.GONE) == (found.words == "")

    @given(ANYTHING, ANYTHING, ANYTHING, ANYTHING)
    def test_it_takes_any_text(self, quote: str, before: str, after: str, text: str) -> None:
        found = find_again(Anchor(quote, before, after), WordyText(text))
        assert text[found.start : found.end] == found.words

    def test_the_same_words_elsewhere_are_not_it_where_its_place_has_others(self) -> None:
        text = "## Pot\n- leeks\n- 1 onion\n- salt\n\n## Pan\n- oil\n- 1 onion\n- butter\n"
        anchor = anchor_words(text, "1 onion", before="oil", after="butter")
        assert anchor is not None
        new = text.replace("- oil\n- 1 onion", "- oil\n- 2 shallots")
        found = find_again(anchor, WordyText(new))
        assert (found.fate, found.words) == (Fate.CHANGED, "2 shallots")

    def test_a_step_before_it_changes_its_number_and_not_its_place(self) -> None:
        anchor = anchor_words(SOUP, "Simmer.")
        assert anchor is not None
        new = SOUP.replace("2. Simmer.", "2. Peel the onion.\n3. Simmer.")
        assert find_again(anchor, WordyText(new)).fate is Fate.STANDS

    def test_a_text_that_says_one_thing_for_ever_is_told_at_once(self) -> None:
        text = WordyText("a " * 150_000)
        begun = time.process_time()
        for size in (1, 80, 400):
            anchor = Anchor("a " * size, "b " + "a " * 79, "a " * 79 + "b")
            assert find_again(anchor, text).fate is Fate.STANDS
        assert time.process_time() - begun < 5

    def test_a_long_chapter_with_many_passages_is_told_at_once(self) -> None:
        words = [word(number % 700) for number in range(40_000)]
        anchors = [
            Anchor(
                " ".join([*words[at : at + 20], "gone"]),
                " ".join(words[at - 25 : at]),
                " ".join(words[at + 20 : at + 45]),
            )
            for at in range(100, 40_000, 1000)
        ]
        text = WordyText(" ".join(words))
        begun = time.perf_counter()
        fates = {find_again(anchor, text).fate for anchor in anchors}
        assert fates == {Fate.CHANGED}
        assert time.perf_counter() - begun < 5
