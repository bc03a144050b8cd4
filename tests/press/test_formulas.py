"""Formulas: what TeX comes out as, on the page and for a listener."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from lxml import etree

from cookbook.press.caching import MemoryCache
from cookbook.press.formulas.alternative import describe_mathml
from cookbook.press.formulas.formula import Formula, SetFormula, set_formulas
from cookbook.press.formulas.formulary import set_book_formulas
from cookbook.press.formulas.mathml import tidy_mathml
from cookbook.press.formulas.tex import read_tex, repair_tex
from cookbook.press.sections import Section, SectionKind
from cookbook.press.tree import para
from cookbook.press.warnings import Warnings

if TYPE_CHECKING:
    from xml.etree import ElementTree as ET

SVG = "{http://www.w3.org/2000/svg}"


def set_one(tex: str, *, display: bool = False) -> SetFormula:
    formula = Formula(tex, display)
    return set_formulas([formula], workers=1)[formula]


def describe(tex: str) -> str:
    return describe_mathml(read_tex([(tex, True)])[0].mathml)


def tidied(tex: str, *, display: bool = True) -> ET.Element:
    return tidy_mathml(read_tex([(tex, display)])[0].mathml)


class TestSetFormulas:
    def test_it_sets_each_distinct_formula_once(self) -> None:
        twice = [Formula("a+b", display=False), Formula("a+b", display=False)]
        assert list(set_formulas(twice, workers=2)) == [Formula("a+b", display=False)]

    def test_it_gives_the_same_bytes_in_any_order_and_number_of_workers(self) -> None:
        formulas = [Formula(rf"x_{{{n}}} = \frac{{{n}}}{{2}}", display=True) for n in range(20)]
        formulas.append(Formula(r"\text{no sign for سلام}", display=True))
        alone = set_formulas(formulas, workers=1)
        assert set_formulas(reversed(formulas), workers=2) == alone

    def test_its_picture_is_svg_without_ids(self) -> None:
        svg = etree.fromstring(set_one(r"\sqrt{x^2 + x^2}").svg)
        assert svg.tag == f"{SVG}svg"
        assert not [element for element in svg.iter() if "id" in element.attrib]
        assert len(svg.findall(f".//{SVG}path")) >= 5

    def test_it_says_how_far_a_formula_reaches_below_the_baseline(self) -> None:
        sits, hangs = set_one("x"), set_one("y")
        assert 0 <= sits.depth_em < 0.05
        assert 0.2 < hangs.depth_em < 0.3

    def test_it_matches_the_height_of_the_text_around(self) -> None:
        assert 0.45 < set_one("x").height_em < 0.55

    def test_a_displayed_sum_is_higher_than_one_in_the_line(self) -> None:
        tex = r"\sum_{i=1}^n x_i"
        assert set_one(tex, display=True).height_em > 1.5 * set_one(tex).height_em

    def test_an_integral_in_the_line_stays_small(self) -> None:
        assert set_one(r"\int f").height_em < 1.3

    def test_displaystyle_is_heard_in_the_line(self) -> None:
        assert set_one(r"\displaystyle\frac12").height_em > set_one(r"\frac12").height_em

    @pytest.mark.parametrize(
        ("tex", "problem"),
        [
            (r"\ce{H2O}", "Chemistry"),
            (r"\unheardof{x}", "unheardof"),
            (r"\frac{a}{", "can't be read"),
            ("", "empty"),
            (r"\text{سلام}", "no sign for"),
            (r"\newcommand{\x}{\x\x}\x", "can't define"),
            ("x" * 5000, "longer than"),
            ("{" * 100 + "x" + "}" * 100, "nested"),
        ],
    )
    def test_a_bad_formula_is_a_problem_and_no_picture(self, tex: str, problem: str) -> None:
        outcome = set_one(tex)
        assert problem in outcome.problem
        assert outcome.svg == b""
        assert outcome.alt == tex

    def test_a_bad_formula_leaves_its_neighbours_alone(self) -> None:
        good, bad = Formula("x", display=False), Formula(r"\unheardof", display=False)
        outcomes = set_formulas([bad, good], workers=1)
        assert outcomes[bad].problem
        assert not outcomes[good].problem

    def test_a_formula_that_would_take_forever_is_stopped(self) -> None:
        deep = r"\left(" * 18 + "x" + r"\right)" * 18
        outcome = set_one("+".join([deep] * 3))
        assert "too much time" in outcome.problem

    def test_units_are_set_as_units(self) -> None:
        assert set_one(r"\SI{5}{\kilo\gram}").alt == "5 kg"


class TestRepairTex:
    def test_it_leaves_right_tex_alone(self) -> None:
        tex = r"\begin{array}{rcl} a &=& \frac{1}{2} \end{array}"
        assert repair_tex(tex) == tex

    def test_it_gives_an_array_the_columns_that_its_author_forgot(self) -> None:
        repaired = repair_tex("\\begin{array}\na &=& b \\\\ &=& c\n\\end{array}")
        assert repaired.startswith(r"\begin{array}{rcl}")
        assert not read_tex([(repaired, True)])[0].problem

    def test_it_takes_a_per_cent_sign_after_a_number_for_one(self) -> None:
        assert repair_tex("5%") == r"5\%"
        assert repair_tex(r"5\%") == r"5\%"

    def test_it_sets_bold_letters_upright(self) -> None:
        assert "𝐱" in read_tex([(r"\mathbf{x}", False)])[0].mathml

    @pytest.mark.parametrize(
        "tex",
        [
            r"{\rm df}",
            r"\dbinom{n}{k}",
            r"{a \over b}",
            r"90\degree",
            r"\argmax_x f",
            r"a = b \label{eq:x} \nonumber",
            r"\begin{equation} a = b \label{eq:x} \end{equation}",
        ],
    )
    def test_it_makes_old_spellings_readable(self, tex: str) -> None:
        assert read_tex([(tex, True)])[0].problem == ""


class TestReadTex:
    def test_it_keeps_the_order_and_says_which_command_is_unknown(self) -> None:
        first, second, third = read_tex([("a", False), (r"\nosuch b", False), (r"\neither", True)])
        assert first.mathml.startswith("<math")
        assert r"\nosuch" in second.problem
        assert r"\neither" in third.problem

    def test_a_formula_full_of_markup_stays_one_formula(self) -> None:
        readings = read_tex([(r"\text{</p><p><math>}", False), ("b", False)])
        assert len(readings) == 2
        assert "&lt;/p" in readings[0].mathml


class TestTidyMathml:
    def test_words_keep_single_spaces_around_them(self) -> None:
        words = [e.text for e in tidied(r"n \text{ terms of } k").iter("mtext")]
        assert words == ["terms of"]

    def test_a_minus_between_terms_is_spaced_and_a_sign_is_not(self) -> None:
        assert len(list(tidied("a - b").iter("mspace"))) == 2
        assert list(tidied("-b").iter("mspace")) == []

    def test_a_minus_after_a_modulus_is_spaced(self) -> None:
        assert len(list(tidied("|a| - b").iter("mspace"))) == 2

    def test_a_thousands_mark_is_not_spaced(self) -> None:
        assert list(tidied("3{,}000").iter("mspace")) == []

    def test_a_bar_over_a_letter_is_an_accent_and_over_a_sum_a_rule(self) -> None:
        assert tidied(r"\bar{x}").find(".//mover")[1].text == "¯"  # type: ignore[index] # it is there
        assert tidied(r"\overline{x+y}").find(".//mover")[1].text == "―"  # type: ignore[index] # likewise

    def test_the_line_break_after_the_last_row_begins_no_row(self) -> None:
        rows = tidied(r"\begin{array}{ll} a & b \\ c & d \\ \end{array}").findall(".//mtr")
        assert len(rows) == 2

    def test_an_empty_row_in_between_stays(self) -> None:
        rows = tidied(r"\begin{array}{ll} a & b \\ \\ c & d \end{array}").findall(".//mtr")
        assert len(rows) == 3
        assert set_one(r"\begin{array}{ll} a & b \\ \\ c & d \end{array}", display=True).svg

    def test_it_refuses_what_is_no_mathml(self) -> None:
        with pytest.raises(ValueError, match="parsed"):
            tidy_mathml("<math><mi>")


class TestDescribeMathml:
    @pytest.mark.parametrize(
        ("tex", "said"),
        [
            (r"\bar{x} = 72.3", "x̄ = 72.3"),
            (r"2\frac12\text{ cups}", "2 1/2 cups"),
            (r"\frac{a+b}{2c}", "(a + b)/(2c)"),
            (r"\sqrt{b^2-4ac}", "√(b² − 4ac)"),
            (r"x_1 + x_{ij}", "x₁ + x_ij"),
            (r"P(A|B) \neq 5\%", "P(A|B) ≠ 5%"),
            (r"\sum_{i=1}^N X_i", "∑_(i = 1)^N X_i"),
            (r"180\,^\circ\mathrm{C}", "180 °C"),
            (r"\exp(x)\log y", "exp(x) log y"),
            (r"\mathbf{x} \in \mathbb{R}", "x ∈ R"),
            (r"= .25\,\frac{\mathrm{m}}{\mathrm{s}}.", "= .25 m/s."),
            (r"\begin{aligned} a &= b, \\ c &= d. \end{aligned}", "a = b; c = d."),
            (r"\begin{array}{rcl} a &=& b \\ &=& c \end{array}", "a = b; = c"),
        ],
    )
    def test_it_says_the_formula_in_one_plain_line(self, tex: str, said: str) -> None:
        assert describe(tex) == said


class TestKeptFormulas:
    def test_they_equal_those_that_were_set(self) -> None:
        math = [
            {"t": "Math", "c": [{"t": "InlineMath"}, r"\frac{1}{2}"]},
            {"t": "Math", "c": [{"t": "DisplayMath"}, r"\notatexcommand{"]},
        ]
        section = Section(SectionKind.CHAPTER, "one", "One", 1, [para(math)], entry="one.md")
        cache, first, second = MemoryCache(), Warnings(), Warnings()
        cold = set_book_formulas([section], first, workers=1, cache=cache)
        warm = set_book_formulas([section], second, workers=1, cache=cache)
        assert cold.done == warm.done
        assert first.all == second.all
        assert cache.entries
