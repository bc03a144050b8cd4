"""Styles that are found sooner: all of them are what WeasyPrint's own are."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
import weasyprint
import weasyprint.css
from weasyprint.css import INITIAL_VALUES
from weasyprint.css.properties import INHERITED
from weasyprint.text.fonts import FontConfiguration

from cookbook.manuscript import Book
from cookbook.press.themes import find_theme
from cookbook.press.typesetting import quickstyles
from cookbook.press.typesetting.styles import press_styles
from cookbook.press.words import find_words

PAGE = """<!doctype html><html lang="en"><body class="cookbook unnumbered">
<section class="recipe" id="soup"><h1>Soup <em>and</em> bread</h1>
<p class="byline"><a href="#ada">Ada</a></p>
<ul class="ingredients"><li>1 <strong>egg</strong></li><li class="odd">2 eggs</li></ul>
<table><thead><tr><th>a</th></tr></thead><tbody><tr><td>b</td></tr></tbody></table>
<div dir="rtl" class="logical"><p class="maths">א <sup>1</sup></p></div>
<p class="asks">x <span class="inherits">y <u>z</u></span></p>
<figure><img src="data:," alt="none"><figcaption>c</figcaption></figure></section>
</body></html>"""
MORE = """
.logical { direction: rtl; margin-inline-start: 2em; padding-block: 3px; inline-size: 50% }
.logical { border-inline-end: 2px solid; margin-left: 1px }
.maths { --wide: 3em; width: calc(10px + var(--wide)); text-indent: calc(10% + 1em) }
.asks { text-decoration: underline red; float: left; font-size: 1.3em; page: other }
.inherits { margin-left: inherit; color: inherit; width: inherit; font-size: initial }
.odd { position: absolute; display: inline; border-width: 2px }
.odd::before { content: "·"; color: var(--none, green) }
"""


@pytest.fixture
def original() -> Iterator[None]:
    kept = weasyprint.css.ComputedStyle
    yield
    weasyprint.css.ComputedStyle = kept


def said(value: Any) -> Any:  # noqa: ANN401 -- whatever the property is
    """Give a value as it can be compared: of what waits for a width, its words."""
    return value.serialize() if hasattr(value, "serialize") else value


def styles(*, order: int) -> dict[tuple[int, str], dict[str, Any]]:
    """Compute all properties of every element and pseudo-element, forwards or backwards."""
    fonts = FontConfiguration()
    html = weasyprint.HTML(string=PAGE)
    theme = find_theme(Book(title="T"))
    sheets = [press_styles(theme.print_styles, theme.page, find_words("en"), "en").signature, MORE]
    style_for = weasyprint.css.get_all_computed_styles(
        html,
        user_stylesheets=[weasyprint.CSS(string=each, font_config=fonts) for each in sheets],
        font_config=fonts,
    )
    return {
        (number, pseudo): {name: said(style[name]) for name in sorted(INITIAL_VALUES)[::order]}
        for number, element in enumerate(html.etree_element.iter())
        for pseudo in ("", "before", "after", "marker", "first-line")
        if (style := style_for(element, pseudo or None)) is not None
    }


class TestQuickStyles:
    @pytest.mark.usefixtures("original")
    @pytest.mark.parametrize("order", [1, -1])
    def test_they_say_what_weasyprints_own_say(self, order: int) -> None:
        weasyprint.css.ComputedStyle = quickstyles.QuickStyle.__base__
        own = styles(order=order)
        quickstyles.take_shortcut()
        quick = styles(order=order)
        assert len(own) > 25
        assert quick == own

    def test_most_properties_are_found_at_once(self) -> None:
        known = quickstyles.COPIED.keys() | quickstyles.INITIAL.keys()
        assert known < INITIAL_VALUES.keys() | INHERITED
        assert len(known) > 0.8 * len(INITIAL_VALUES)
