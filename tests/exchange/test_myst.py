from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cookbook.exchange.collected import Collected, Outcome
from cookbook.exchange.myst import book as myst
from cookbook.exchange.myst.chapters import convert_chapter
from cookbook.exchange.myst.toc import parse_toc
from cookbook.manuscript import Chapter, FrontMatterError

PNG = b"\x89PNG\r\n\x1a\n" + b"\0" * 16


def chapter(text: str) -> str:
    """Convert one text whose pictures are all there."""
    return convert_chapter(text, lambda name: f"images/{name.rsplit('/', 1)[-1]}").body


def write(folder: Path, files: dict[str, str]) -> Path:
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return folder


@pytest.fixture
def mill_book(tmp_path: Path) -> Path:
    (tmp_path / "pictures").mkdir()
    (tmp_path / "pictures" / "wheel.png").write_bytes(PNG)
    (tmp_path / "pictures" / "unused.png").write_bytes(PNG + b"1")
    return write(
        tmp_path,
        {
            "_toc.yml": "# the order\n- file: welcome\n- file: water/water\n  sections:\n"
            "  - title: Wheels\n    file: water/wheels\n    sections:\n"
            "    - file: water/overshot\n    - file: water/gone\n"
            "- file: afterword/afterword\n  title: Afterword\n  sections:\n"
            "  - file: afterword/glossary\n",
            "welcome.md": "# Welcome\n\nRead {ref}`about wheels<wheels>` or {ref}`wheels`.\n",
            "water/water.md": "# Guide to Water\n\nStart with [wheels](wheels.md#the-bucket).\n",
            "water/wheels.md": "(wheels)=\n# Water Wheels\n\n"
            "```{figure} ../pictures/wheel.png\n---\nname: wheel-picture\n"
            'alt: A wheel called "Big"\nwidth: 60%\n---\nThe wheel at *Leat*.\n```\n\n'
            "## The bucket\n\nSee {numref}`Figure %s <wheel-picture>`"
            " and {cite}`leat1901, mill2004`.\n",
            "water/overshot.md": "# Overshot\n\n{term}`The race<Mill race>` feeds it,"
            " says {cite:t}`leat1901`. Ask @miller.\n\n![Missing](nowhere.png)\n",
            "afterword/afterword.md": "# Afterword\n\nThe end.\n",
            "afterword/glossary.md": "# Glossary\n\n```{glossary}\nMill race\n  Where water runs.\n"
            "\nWeir\n  A low dam.\n```\n",
            "draft.md": "# Not in the contents\n",
            "references.bib": "@book{leat1901, title={Mills}}\n@book{leat1901, title={Mills}}\n"
            "@book{mill2004, title={More}\n",
            "LICENSE.md": "https://creativecommons.org/licenses/by/4.0/",
            "authors.tsv": "path\tgit_author\tcommits\tfirst_commit\tlast_commit\tbot\n"
            "water/wheels.md\tmiaroe\t9\t2020-01-01\t2020-01-01\t\n"
            "water/wheels.md\tMia Roe\t3\t2020-01-01\t2020-01-01\t\n"
            "water/wheels.md\tJon Vik\t2\t2020-01-01\t2020-01-01\t\n"
            "water/wheels.md\tGitHub Action\t50\t2020-01-01\t2020-01-01\tyes\n",
            "all-contributorsrc": '{"contributors": [{"login": "jvik", "name": "Jon Vik",'
            ' "profile": "https://vik.example", "contributions": ["review", "doc"]}]}',
        },
    )


@pytest.fixture
def mills(mill_book: Path) -> Collected:
    return myst.collect(mill_book, title="Mills", slug="mills")


def body_of(collected: Collected, path: str) -> str:
    entry = collected.content.entries[path]
    assert isinstance(entry, Chapter)
    return entry.body


class TestRecognises:
    def test_it_knows_a_book_by_its_contents(self, mill_book: Path) -> None:
        assert myst.recognises(mill_book)

    def test_it_leaves_other_folders_alone(self, tmp_path: Path) -> None:
        write(tmp_path, {"index.md": "# No contents\n"})
        assert not myst.recognises(tmp_path)


class TestCollect:
    def test_it_makes_guides_parts_that_open_with_their_landing_page(
        self, mills: Collected
    ) -> None:
        (part,) = mills.content.book.parts
        assert part.title == "Guide to Water"
        assert [ref.path for ref in part.entries] == ["chapters/water.md", "chapters/wheels.md"]
        landing = mills.content.entries["chapters/water.md"]
        assert isinstance(landing, Chapter)
        assert (landing.role, landing.numbered) == ("introduction", False)

    def test_it_nests_entries_as_the_contents_do(self, mills: Collected) -> None:
        wheels = mills.content.book.parts[0].entries[1]
        assert [ref.path for ref in wheels.entries] == ["chapters/overshot.md"]

    def test_it_puts_what_comes_first_and_last_before_and_after_the_parts(
        self, mills: Collected
    ) -> None:
        book = mills.content.book
        assert [ref.path for ref in book.front] == ["chapters/welcome.md"]
        assert [ref.path for back in book.back for ref in back.walk()] == [
            "chapters/afterword.md",
            "chapters/glossary.md",
        ]

    def test_it_writes_figures_with_label_description_and_caption(self, mills: Collected) -> None:
        assert (
            "![The wheel at *Leat*.](images/wheel.png){#fig:wheel-picture"
            ' alt="A wheel called \N{LEFT DOUBLE QUOTATION MARK}Big'
            '\N{RIGHT DOUBLE QUOTATION MARK}" width=60%}'
        ) in body_of(mills, "chapters/wheels.md")
        assert mills.pictures["images/wheel.png"].read_bytes() == PNG

    def test_it_leads_references_to_labels(self, mills: Collected) -> None:
        assert "[about wheels](#wheels) or [](#wheels)" in body_of(mills, "chapters/welcome.md")
        assert "See [](#fig:wheel-picture) and" in body_of(mills, "chapters/wheels.md")

    def test_it_labels_a_heading_that_a_link_names(self, mills: Collected) -> None:
        assert "[wheels](#the-bucket)" in body_of(mills, "chapters/water.md")
        assert "## The bucket {#the-bucket}" in body_of(mills, "chapters/wheels.md")

    def test_it_turns_citations_into_pandocs_and_leaves_handles_alone(
        self, mills: Collected
    ) -> None:
        assert "[@leat1901; @mill2004]" in body_of(mills, "chapters/wheels.md")
        overshot = body_of(mills, "chapters/overshot.md")
        assert "says @leat1901. Ask \\@miller." in overshot

    def test_it_gathers_terms_in_a_definition_list(self, mills: Collected) -> None:
        assert body_of(mills, "chapters/glossary.md") == (
            "::: {.key-terms}\n[Mill race]{#term:mill-race}\n\n:   Where water runs.\n\n"
            "[Weir]{#term:weir}\n\n:   A low dam.\n:::"
        )
        assert "[The race](#term:mill-race)" in body_of(mills, "chapters/overshot.md")

    def test_it_names_an_absent_picture_in_its_place(self, mills: Collected) -> None:
        overshot = body_of(mills, "chapters/overshot.md")
        assert "[Picture not included: nowhere.png. Missing]{.absent}" in overshot

    def test_it_reports_what_it_left_out(self, mills: Collected) -> None:
        skipped = {item.item for item in mills.items if item.outcome is Outcome.SKIPPED}
        assert skipped == {"water/gone.md", "draft.md", "LICENSE.md", "pictures/unused.png"}

    def test_it_keeps_each_citation_once_and_reports_broken_ones(self, mills: Collected) -> None:
        assert mills.content.bibliography == "@book{leat1901, title={Mills}}\n"
        (report,) = (item for item in mills.items if item.item == "references.bib")
        assert "never closes" in report.remarks[0]

    def test_it_credits_by_commits_and_makes_one_person_of_aliases(self, mills: Collected) -> None:
        credits_ = mills.content.credits
        assert credits_.entries["chapters/wheels.md"] == {
            "author": ("mia-roe",),
            "contributor": ("jon-vik",),
        }
        assert credits_.people["jon-vik"].website == "https://vik.example"
        assert credits_.book == {"contributor": ("jon-vik",), "reviewer": ("jon-vik",)}

    def test_it_takes_title_and_licence(self, mills: Collected) -> None:
        assert (mills.content.book.title, mills.content.book.licence) == ("Mills", "CC-BY-4.0")

    def test_it_stops_at_contents_that_are_no_yaml(self, tmp_path: Path) -> None:
        write(tmp_path, {"_toc.yml": "- file: [", "a.md": "# A"})
        with pytest.raises(FrontMatterError):
            myst.collect(tmp_path, title="", slug="a")


class TestToc:
    def test_it_reads_the_new_form(self) -> None:
        toc = parse_toc(
            "format: jb-book\nroot: intro\nparts:\n- caption: One\n  chapters:\n  - file: a\n"
            "    sections:\n    - file: b\n"
        )
        assert [entry.file for entry in toc.front] == ["intro"]
        assert toc.parts[0].title == "One"
        assert [entry.file for entry in toc.parts[0].entries[0].walk()] == ["a", "b"]

    def test_it_takes_headers_for_parts(self) -> None:
        toc = parse_toc("- file: intro\n- header: First\n- file: a\n- file: b\n")
        assert [(part.title, len(part.entries)) for part in toc.parts] == [("First", 2)]

    def test_it_makes_one_part_of_a_small_book(self) -> None:
        toc = parse_toc("- file: intro\n- file: a\n- file: b\n")
        assert [entry.file for entry in toc.parts[0].entries] == ["a", "b"]

    def test_it_moves_what_is_too_deep_a_level_up(self) -> None:
        deep = "- file: a\n- file: g\n  sections:\n"
        for level, name in enumerate("bcde"):
            deep += f"{'  ' * (level + 1)}- file: {name}\n"
            deep += f"{'  ' * (level + 2)}sections:\n" if name != "e" else ""
        (part,) = parse_toc(deep).parts
        assert [entry.file for entry in part.entries[0].entries[0].entries] == ["d", "e"]


class TestConvertChapter:
    def test_admonitions_become_furniture(self) -> None:
        assert chapter("```{tip}\nOil it.\n```") == "::: {.tip}\nOil it.\n:::"
        assert (
            chapter("``` {Attention}\nHot.\n```") == '::: {.warning title="Attention"}\nHot.\n:::'
        )
        assert chapter("```{admonition} On *oil*\nYes.\n```") == (
            '::: {.note title="On oil"}\nYes.\n:::'
        )

    def test_code_is_left_as_it_is(self) -> None:
        code = "```python\nprint('{ref}`x` <b> @you (a)=')\n# no title\n```"
        assert chapter(code) == code

    def test_a_cell_of_code_becomes_code(self) -> None:
        assert chapter("```{code-cell} ipython3\n1 + 1\n```") == "```python\n1 + 1\n```"

    def test_equations_keep_their_tex_and_label(self) -> None:
        assert chapter("```{math}\n:label: pond\na &= b \\\\\nc &= d\n```") == (
            "$$\n\\begin{aligned}\na &= b \\\\\nc &= d\n\\end{aligned}\n$$ {#eq:pond}"
        )
        assert chapter("{math}`e = mc^2` and {eq}`pond`") == "$e = mc^2$ and [](#pond)"

    def test_what_is_not_known_keeps_its_text(self) -> None:
        converted = convert_chapter("{sparkle}`water` runs\n\n```{wheelhouse} In\nText.\n```", str)
        assert converted.body == 'water runs\n\n::: {.note title="In"}\nText.\n:::'
        assert len(converted.remarks) == 2

    def test_later_titles_become_headings(self) -> None:
        assert chapter("# One\n\n## A\n\n# Two\n\n## B") == "## A\n\n## Two\n\n### B"

    def test_headings_begin_at_level_two(self) -> None:
        assert chapter("# One\n\n### A\n\n#### B") == "## A\n\n### B"

    def test_a_target_marks_the_paragraph_below_it(self) -> None:
        assert chapter("(here)=\nWater runs.") == "[]{#here}Water runs."

    def test_an_indented_block_stays_in_its_list(self) -> None:
        assert chapter("- oil\n\n  ```{note}\n  Much.\n  ```") == (
            "- oil\n\n  ::: {.note}\n  Much.\n  :::"
        )

    def test_a_description_is_no_caption(self) -> None:
        assert chapter("![A wheel](w.png)") == '![](images/w.png){alt="A wheel"}'

    def test_foreign_pictures_become_links(self) -> None:
        assert chapter("![A wheel](https://w.example/w.png)") == (
            "[A wheel](<https://w.example/w.png>)"
        )
        assert chapter("[![Build](https://w.example/b.svg)](https://w.example)") == (
            "[Build](https://w.example)"
        )

    @given(
        st.lists(
            st.sampled_from(
                [
                    "```",
                    "```{note}",
                    "~~~",
                    ":::",
                    "---",
                    "(a)=",
                    "# T",
                    "{ref}`",
                    "`",
                    "$$",
                    "$",
                    "<b>",
                    "<table>",
                    "<td>",
                    "[",
                    "](",
                    ")",
                    "![",
                    "\n",
                    "\n\n",
                    "  ",
                    "x",
                    "{#a}",
                    "```{figure} x\n---\nname: a",
                    "<!--",
                    "-->",
                    "{glossary}",
                    "\ue000",
                    "0\ue001",
                ]
            ),
            max_size=30,
        )
    )
    def test_no_text_is_too_broken_to_convert(self, pieces: list[str]) -> None:
        converted = convert_chapter("".join(pieces), lambda _: "")
        assert "\ue000" not in converted.body
