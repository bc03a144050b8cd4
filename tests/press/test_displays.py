from __future__ import annotations

from cookbook.press.outputs.displays import set_displays_apart
from cookbook.press.pandoc import Node
from cookbook.press.tree import classes_of, image, para, plain_text, span, text

FORMULA = image("formulas/a.svg", text("a = b"), "display-formula")


def parts(*inlines: Node) -> list[Node]:
    (whole,) = set_displays_apart([para(list(inlines))])
    assert classes_of(whole) == ["with-display"]
    return list(whole["c"][1])


class TestSetDisplaysApart:
    def test_text_behind_a_display_goes_on(self) -> None:
        first, display, rest = parts(*text("Take "), FORMULA, *text(" and stir."))
        assert (first["t"], plain_text([first])) == ("Para", "Take")
        assert classes_of(display) == ["display"]
        assert (classes_of(rest), plain_text([rest])) == (["goes-on"], "and stir.")

    def test_a_display_alone_has_no_text_around_it(self) -> None:
        (display,) = parts(FORMULA, {"t": "Space"})
        assert classes_of(display) == ["display"]

    def test_a_mark_before_a_display_is_kept_with_it(self) -> None:
        mark = span([], "page-mark", identifier="pm-1-1")
        (display,) = parts(mark, FORMULA)
        assert display["c"][1][0]["c"] == [mark, FORMULA]

    def test_an_equation_with_its_number_is_a_display(self) -> None:
        _, display = parts(*text("So"), span([FORMULA, span(text("(1)"), "number")], "equation"))
        assert classes_of(display) == ["display"]

    def test_other_paragraphs_are_left_alone(self) -> None:
        blocks = [para(text("No formula."))]
        assert set_displays_apart(blocks) == blocks
