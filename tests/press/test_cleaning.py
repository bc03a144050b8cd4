"""Cleaning: what contributors wrote keeps its words and loses what could do harm."""

from __future__ import annotations

from typing import Any

import pytest

from cookbook.press.pandoc import Fragment, Node, read_fragments
from cookbook.press.reading.addresses import is_safe_link
from cookbook.press.reading.cleaning import Cleaner, clean_words
from cookbook.press.tree import Blocks, identifier_of, plain_text, walk
from cookbook.press.warnings import WarningKind, Warnings

UNDESCRIBED = "A picture without a description"


def cleaned(markdown: str, found: str | None = None) -> tuple[Blocks, Warnings]:
    """Clean a chapter's text; every picture in it is `found`, or is not there."""
    warnings = Warnings()
    cleaner = Cleaner("chapters/a.md", warnings, lambda _entry, _target: found, UNDESCRIBED)
    return cleaner.blocks(read_fragments([Fragment(markdown)], seconds=60)[0]), warnings


def nodes(blocks: Blocks, kind: str) -> list[Node]:
    return [each for each in walk(blocks) if each["t"] == kind]


def nested(kind: str, depth: int, innermost: Node) -> Node:
    node = innermost
    for _ in range(depth):
        node = {"t": kind, "c": [node]}
    return node


EVERY_BLOCK = """\
Words *slanted*, **fat**, ~~gone~~, H~2~O, x^2^, [small]{.smallcaps}, "said", `code`, $e$.

| Lines of
| a verse

> A quotation.

- one
- two

7. seven
8. eight

Term

:   Meaning.^[A note.]

---

``` python
x = 1
```

| A | B |
|---|---|
| 1 | 2 |

: A table {#tbl:t}

::: {.note title="Mind" #n}
Inside.
:::
"""


class TestCleaner:
    def test_what_markdown_can_say_stays_as_it_is(self) -> None:
        raw = read_fragments([Fragment(EVERY_BLOCK)], seconds=60)[0]
        blocks, warnings = cleaned(EVERY_BLOCK)
        assert plain_text(blocks) == plain_text(raw)
        assert {each["t"] for each in walk(raw)} == {each["t"] for each in walk(blocks)}
        assert not warnings.all

    def test_ids_classes_and_titles_of_ours_are_kept(self) -> None:
        blocks, _ = cleaned(EVERY_BLOCK)
        (note,) = nodes(blocks, "Div")
        assert note["c"][0] == ["n", ["note"], [["title", "Mind"]]]
        assert identifier_of(nodes(blocks, "Table")[0]) == "tbl:t"

    def test_unknown_classes_and_keys_go(self) -> None:
        blocks, _ = cleaned('[x]{.evil onclick="alert(1)" style="color:red" data-x="y" lang="fr"}')
        (span,) = nodes(blocks, "Span")
        assert span["c"][0] == ["", [], [["lang", "fr"]]]

    @pytest.mark.parametrize(
        ("key", "value", "kept"),
        [
            ("width", "50%", True),
            ("width", "100%", True),
            ("width", "99999999px", False),
            ("width", "500%", False),
            ("lang", "pt-BR", True),
            ("lang", "x y", False),
            ("dir", "rtl", True),
            ("dir", "up", False),
        ],
    )
    def test_a_value_that_makes_no_sense_goes(self, key: str, value: str, *, kept: bool) -> None:
        blocks, _ = cleaned(f'a ![x](x.png){{{key}="{value}"}}', found="x.png")
        assert bool(nodes(blocks, "Image")[0]["c"][0][2]) is kept

    def test_what_only_pictures_may_say_words_may_not(self) -> None:
        blocks, _ = cleaned('[x]{width="50%" alt="y" for="z"}')
        assert nodes(blocks, "Span")[0]["c"][0][2] == []

    def test_a_note_in_a_link_stands_behind_it(self) -> None:
        blocks, _ = cleaned("[a *b^[c]* d](https://f.org)")
        (link,) = nodes(blocks, "Link")
        assert plain_text(link["c"][1]) == "a b d"
        (note,) = nodes(blocks, "Note")
        assert note not in list(walk([link]))

    def test_html_is_printed_as_it_is_written(self) -> None:
        blocks, _ = cleaned("<script>alert(1)</script> and <b>fat</b>")
        assert plain_text(blocks) == "<script>alert(1)</script> and <b>fat</b>"

    @pytest.mark.parametrize("kind", ["RawBlock", "RawInline"])
    def test_raw_markup_becomes_code(self, kind: str) -> None:
        raw: Node = {"t": kind, "c": ["html", "<hr onclick=x>"]}
        cleaner = Cleaner("a", Warnings(), lambda _entry, _target: None, UNDESCRIBED)
        blocks = cleaner.blocks([raw if kind == "RawBlock" else {"t": "Para", "c": [raw]}])
        codes = nodes(blocks, "CodeBlock") + nodes(blocks, "Code")
        assert [each["c"][1] for each in codes] == ["<hr onclick=x>"]

    def test_a_kind_that_nobody_knows_keeps_its_words(self) -> None:
        cleaner = Cleaner("a", Warnings(), lambda _entry, _target: None, UNDESCRIBED)
        inner: list[Any] = [{"t": "Str", "c": "word"}]
        blocks = cleaner.blocks(
            [{"t": "NewBlock", "c": inner}, {"t": "Para", "c": [{"t": "NewInline", "c": inner}]}]
        )
        assert [(each["t"], plain_text([each])) for each in blocks] == [
            ("Para", "word"),
            ("Para", "word"),
        ]

    def test_an_unsafe_link_becomes_text_and_is_remarked(self) -> None:
        blocks, warnings = cleaned("Press [here](javascript:alert(1)) now.")
        assert plain_text(blocks) == "Press here now."
        assert not nodes(blocks, "Link")
        (warning,) = warnings.all
        assert (warning.entry, warning.kind) == ("chapters/a.md", WarningKind.LINK)

    def test_an_unsafe_link_without_words_shows_its_address(self) -> None:
        blocks, _ = cleaned("[](javascript:alert)")
        assert plain_text(blocks) == "javascript:alert"

    def test_a_picture_that_is_not_there_leaves_its_words(self) -> None:
        blocks, _ = cleaned('A ![caption](gone.png){alt="what is to be seen"} here.')
        assert plain_text(blocks) == "A what is to be seen here."
        assert not nodes(blocks, "Image")

    def test_a_figure_without_its_picture_keeps_picture_words_and_caption(self) -> None:
        blocks, _ = cleaned('![The caption](gone.png){#fig:x alt="seen"}')
        assert not nodes(blocks, "Image")
        assert "seen" in plain_text(blocks)
        assert "The caption" in plain_text(blocks)

    def test_a_picture_without_alternative_text_is_remarked(self) -> None:
        _, warnings = cleaned("Look: ![](a.png)", found="a.png")
        assert [each.message for each in warnings.all] == [
            'the picture "a.png" has no alternative text.'
        ]

    def test_a_decorative_picture_needs_none(self) -> None:
        blocks, warnings = cleaned('Look: ![](a.png){alt="" .decorative}', found="a.png")
        assert nodes(blocks, "Image")[0]["c"][0][1] == ["decorative"]
        assert not warnings.all

    def test_deep_quotations_become_their_text(self) -> None:
        words: Node = {"t": "Para", "c": [{"t": "Str", "c": "deep"}]}
        warnings = Warnings()
        cleaner = Cleaner("a", warnings, lambda _entry, _target: None, UNDESCRIBED)
        blocks = cleaner.blocks([nested("BlockQuote", 100, words)])
        assert plain_text(blocks) == "deep"
        assert len(nodes(blocks, "BlockQuote")) < 50
        assert [each.kind for each in warnings.all] == [WarningKind.TEXT]

    def test_deep_emphasis_becomes_its_text(self) -> None:
        cleaner = Cleaner("a", Warnings(), lambda _entry, _target: None, UNDESCRIBED)
        inlines = cleaner.inlines([nested("Emph", 100, {"t": "Str", "c": "deep"})])
        assert plain_text(inlines) == "deep"
        assert len(nodes(inlines, "Emph")) < 50

    def test_an_absurd_list_number_starts_at_one(self) -> None:
        start = [999_999_999, {"t": "Decimal"}, {"t": "Period"}]
        cleaner = Cleaner("a", Warnings(), lambda _entry, _target: None, UNDESCRIBED)
        (numbered,) = cleaner.blocks([{"t": "OrderedList", "c": [start, []]}])
        assert numbered["c"][0][0] == 1

    def test_a_citation_within_a_citation_becomes_text(self) -> None:
        blocks, _ = cleaned("[see *also @two* in @one, and @three]")
        assert all(not nodes([part], "Cite") for part in _beside(nodes(blocks, "Cite")))


def _beside(cites: list[Node]) -> list[Node]:
    citations = [citation for cite in cites for citation in cite["c"][0]]
    return [node for each in citations for node in each["citationPrefix"] + each["citationSuffix"]]


class TestCleanWords:
    def test_control_characters_go(self) -> None:
        assert clean_words("a\x00b\x08c\ud800d") == "abcd"

    def test_a_pile_of_marks_is_cut_down(self) -> None:
        assert clean_words("a" + "\u0301" * 50) == "a" + "\u0301" * 6

    def test_real_scripts_are_untouched(self) -> None:
        assert clean_words("Việt, שָׁלוֹם, हिन्दी") == "Việt, שָׁלוֹם, हिन्दी"


class TestIsSafeLink:
    @pytest.mark.parametrize(
        "target",
        [
            "https://example.org/a?b=c#d",
            "http://example.org",
            "mailto:ada@example.org",
            "tel:+4512345678",
            "#fig:mean",
            "other.md",
            "../chapters/other.md#part",
        ],
    )
    def test_the_web_mail_telephone_and_the_book_are(self, target: str) -> None:
        assert is_safe_link(target)

    @pytest.mark.parametrize(
        "target",
        [
            "",
            "javascript:alert(1)",
            "JaVaScRiPt:alert(1)",
            "java\tscript:alert(1)",
            "data:text/html,x",
            "file:///etc/passwd",
            "//example.org/x",
            "https:",
            "http://[::1",
            "https://example.org/a b",
            "weird:thing.md",
            "https://example.org/" + "a" * 3000,
        ],
    )
    def test_anything_else_is_not(self, target: str) -> None:
        assert not is_safe_link(target)
