from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cookbook.exchange.bookdown import book as bookdown
from cookbook.exchange.bookdown.chapters import Converter, split_file
from cookbook.exchange.bookdown.people import read_authors
from cookbook.exchange.collected import Collected, Outcome
from cookbook.manuscript import Chapter

PNG = b"\x89PNG\r\n\x1a\n" + b"\0" * 16
INDEX = """---
title: "Counting water: a tutorial"
author: "Mia Roe (drawings: Jon Vik)"
date: "`r Sys.Date()`"
bibliography: ['`r here::here("book","refs.bib")`']
description: "*Counting* for millers."
---

```{r, include=FALSE}
library(mill)
```

# Preface{-}

For $n$ millers.

# Licence{-}

<https://creativecommons.org/licenses/by-sa/4.0/>
"""
INTRO = """# Wheels{#wheels}

##Speed{#speed}

See Section \\@ref(means), Figures \\@ref(fig:fall) and \\@ref(fig:wheel), Table \\@ref(tab:mills),
Equation \\@ref(eq:power), and Chapter \\@ref(nowhere). Flow is 5\\% up.^[Or $\\mbox{more}$.]

```{r fall, fig.cap="Flow $\\\\mu$ at the \\"Leat\\"", echo=FALSE}
plot(flow)
```

```{r wheel, fig.cap="The wheel", echo=FALSE}
knitr::include_graphics(here::here("book", "img", "wheel.png"))
```

```{r mills, echo=FALSE}
knitr::kable(tibble::tribble(
  ~mill, ~rate,   # litres
  "Leat", "$\\\\alpha$",
  "Weir | Co", 3.50
), caption = "Mills of the \\"pond\\"", align = "lr")
```

```{r}
mean(flow)
```

$$
P = \\rho g
(\\#eq:power)
$$

\\begin{eqnarray*}
a &=& b \\\\
c &=& d
\\end{eqnarray*}
<!-- nobody reads this -->
"""


@pytest.fixture
def water_book(tmp_path: Path) -> Path:
    files = {
        "index.Rmd": INDEX,
        "01.00-Part1.Rmd": "# Part I. Water {-}\n\nWhat is *water*?\n",
        "01.01-wheels.Rmd": INTRO,
        "01.02-means.Rmd": "# Means{#means}\n\nSay ``flow'' and ``fall'', after [@leat1901].\n\n"
        "\\newpage Mean is `r mean(x)` \\citep{leat1901}; see [wheels](01.01-wheels.Rmd).\n",
        "01.03-more.Rmd": "## More means\n\nGoes on.\n",
        "02.00-Part2.Rmd": "# (PART) Dry land {-}\n\nShort.\n\n## A walk{-}\n\nLong.\n",
        "02.01-sand.Rmd": "# Sand\n\nDry.\n",
        "03-epilogue.Rmd": "# Epilogue{-}\n\nBye.\n",
        "99-references.Rmd": "`r if (knitr::is_html_output()) '\n# References {-}\n'`\n",
        "refs.bib": "@book{leat1901, title={Mills}}\n",
        "authors.tsv": "path\tgit_author\tcommits\tbot\n01.01-wheels.Rmd\tjon\t3\t\n",
    }
    for name, text in files.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    (tmp_path / "img").mkdir()
    (tmp_path / "img" / "wheel.png").write_bytes(PNG)
    return tmp_path


@pytest.fixture
def water(water_book: Path) -> Collected:
    return bookdown.collect(water_book, title="", slug="water")


def body_of(collected: Collected, path: str) -> str:
    entry = collected.content.entries[path]
    assert isinstance(entry, Chapter)
    return entry.body


class TestRecognises:
    def test_it_knows_a_book_by_its_index(self, water_book: Path, tmp_path: Path) -> None:
        assert bookdown.recognises(water_book)
        assert not bookdown.recognises(tmp_path / "img")


class TestCollect:
    def test_it_sets_front_parts_and_back(self, water: Collected) -> None:
        book = water.content.book
        assert [ref.path for ref in book.front] == ["chapters/preface.md", "chapters/licence.md"]
        assert [(part.title, part.intro) for part in book.parts] == [
            ("Part I. Water", "What is *water*?"),
            ("Dry land", "Short."),
        ]
        assert [ref.path for ref in book.parts[0].entries] == [
            "chapters/wheels.md",
            "chapters/means.md",
        ]
        assert [ref.path for ref in book.parts[1].entries] == [
            "chapters/a-walk.md",
            "chapters/sand.md",
        ]
        assert [ref.path for ref in book.back] == ["chapters/epilogue.md"]

    def test_it_describes_the_book(self, water: Collected) -> None:
        book = water.content.book
        assert (book.title, book.subtitle) == ("Counting water", "a tutorial")
        assert (book.description, book.date) == ("Counting for millers.", "")
        assert book.licence == "CC-BY-SA-4.0"

    def test_it_drops_the_word_that_the_press_prints(self, water: Collected) -> None:
        assert (
            "See [](#means), [](#fig:fall) and [](#fig:wheel), [](#tbl:mills),\n"
            "Equation [](#eq:power), and Chapter `nowhere`."
        ) in body_of(water, "chapters/wheels.md")

    def test_it_names_what_r_would_have_drawn(self, water: Collected) -> None:
        assert (
            '::: {.figure-absent #fig:fall}\nFigure not included: Flow $\\mu$ at the "Leat"\n:::'
        ) in body_of(water, "chapters/wheels.md")

    def test_it_shows_pictures_that_are_there(self, water: Collected) -> None:
        assert "![The wheel](images/wheel.png){#fig:wheel}" in body_of(water, "chapters/wheels.md")
        assert set(water.pictures) == {"images/wheel.png"}

    def test_it_reads_tables_that_are_written_out(self, water: Collected) -> None:
        assert (
            "| mill | rate |\n|-----------|---------:|\n| Leat | $\\alpha$ |\n"
            '| Weir \\| Co | 3.50 |\n\n: Mills of the "pond" {#tbl:mills}'
        ) in body_of(water, "chapters/wheels.md")

    def test_it_shows_code_that_is_not_hidden(self, water: Collected) -> None:
        body = body_of(water, "chapters/wheels.md")
        assert "```r\nmean(flow)\n```" in body
        assert "plot(flow)" not in body

    def test_it_keeps_formulas_as_they_were_typed(self, water: Collected) -> None:
        body = body_of(water, "chapters/wheels.md")
        assert "$$\nP = \\rho g\n$$ {#eq:power}" in body
        assert "$$\n\\begin{array}{rcl}\na &=& b \\\\\nc &=& d\n\\end{array}\n$$" in body
        assert "5\\% up.^[Or $\\mbox{more}$.]" in body
        assert "nobody" not in body

    def test_it_sets_headings_as_pandoc_reads_them(self, water: Collected) -> None:
        assert body_of(water, "chapters/wheels.md").startswith("## Speed{#speed}\n\n")

    def test_it_converts_latex_and_says_what_r_was_not_run(self, water: Collected) -> None:
        body = body_of(water, "chapters/means.md")
        assert "Mean is `mean(x)` [@leat1901]" in body
        assert "Say \N{LEFT DOUBLE QUOTATION MARK}flow\N{RIGHT DOUBLE QUOTATION MARK} and" in body
        (report,) = (item for item in water.items if item.item == "01.02-means.Rmd")
        assert any("was not run" in remark for remark in report.remarks)

    def test_a_file_without_a_title_goes_on_with_the_chapter_before(self, water: Collected) -> None:
        assert body_of(water, "chapters/means.md").endswith("## More means\n\nGoes on.")

    def test_it_leads_links_to_other_files(self, water: Collected) -> None:
        assert "[wheels](wheels.md)" in body_of(water, "chapters/means.md")

    def test_it_leaves_the_references_to_the_press(self, water: Collected) -> None:
        skipped = [item.item for item in water.items if item.outcome is Outcome.SKIPPED]
        assert skipped == ["99-references.Rmd"]

    def test_it_credits_the_title_page_and_then_the_commits(self, water: Collected) -> None:
        credits_ = water.content.credits
        assert credits_.book == {"author": ("mia-roe",), "contributor": ("jon-vik",)}
        assert credits_.entries["chapters/wheels.md"] == {
            "author": ("mia-roe",),
            "contributor": ("jon-vik",),
        }

    def test_it_takes_the_order_that_the_settings_list(self, water_book: Path) -> None:
        (water_book / "_bookdown.yml").write_text("rmd_files: [index.Rmd, 02.01-sand.Rmd]\n")
        book = bookdown.collect(water_book, title="Sand", slug="sand").content.book
        assert [ref.path for ref in book.places()][-1] == "chapters/sand.md"
        assert len(list(book.places())) == 3


class TestConverter:
    @staticmethod
    def converted(text: str) -> tuple[str, list[str]]:
        source = split_file(f"# T\n{text}", "a.Rmd")
        converter = Converter(source, {}, lambda name: name, lambda _: "", lambda _: "")
        return converter.convert(source.sections[0].text), converter.remarks

    def test_a_note_block_becomes_furniture(self) -> None:
        body, _ = self.converted("```{block2, type='rmdwarning'}\n*Hot.*\n```")
        assert body == "::: {.warning}\n*Hot.*\n:::"

    def test_a_theorem_keeps_its_name_and_label(self) -> None:
        body, _ = self.converted('```{theorem, pond, name="Of ponds"}\n$a$\n```')
        assert body == '::: {.theorem #thm:pond title="Of ponds"}\n$a$\n:::'

    def test_a_reference_without_its_bracket_is_mended(self) -> None:
        body, remarks = self.converted("See Chapter \\@ref(means we said, and Table@reftab:x")
        assert body == "See [](#means) we said, and [](#tab:x)"
        assert len(remarks) == 2

    def test_a_table_that_r_would_compute_is_named(self) -> None:
        body, _ = self.converted("```{r echo=FALSE}\nkable(mean(y))\n```")
        assert "Table not included." in body
        body, _ = self.converted('```{r x, echo=FALSE}\nkable(mean(y), caption="Means")\n```')
        assert body == "::: {.table-absent #tbl:x}\nTable not included: Means\n:::"

    def test_bare_addresses_become_links(self) -> None:
        assert self.converted("At https://w.example/a.")[0] == "At <https://w.example/a>."

    @given(
        st.lists(
            st.sampled_from(
                [
                    "```{r a, fig.cap='x'}",
                    "```",
                    "```{r}",
                    "```{block2}",
                    "$",
                    "$$",
                    "`r 1`",
                    "`",
                    "\\@ref(",
                    ")",
                    "\\begin{align}",
                    "\\end{align}",
                    "\\cite{",
                    "}",
                    "<pre>",
                    "kable(tribble(~a, 1))",
                    "c(",
                    "(ref:x) y",
                    "\n",
                    "\n\n",
                    "# T",
                    "x",
                    "\\",
                    "<table>",
                ]
            ),
            max_size=30,
        )
    )
    def test_no_text_is_too_broken_to_convert(self, pieces: list[str]) -> None:
        assert "\ue000" not in self.converted("".join(pieces))[0]


class TestReadAuthors:
    def test_it_parts_authors_and_helpers(self) -> None:
        people = read_authors("Ada Obi, Mia Roe & Jon Vik (translation: Ann Lee)")
        assert people.authors == ("Ada Obi", "Mia Roe", "Jon Vik")
        assert people.others == ("Ann Lee",)
