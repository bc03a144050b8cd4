"""The page numbers of indexes, glossary and lists, read back from the PDF: every one of them."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import pytest

from cookbook.config import kit_folder, samples_folder
from cookbook.press.caching import Cache, MemoryCache
from cookbook.press.checks.pdf_file import Link, PdfFile, open_pdf
from cookbook.press.checks.pdf_folios import read_sheets
from cookbook.press.checks.pdf_pages import judge_references, references_of
from cookbook.press.checks.results import Verdict
from cookbook.press.pipeline import Format, Layout, PressOptions, press_book
from cookbook.press.typesetting import runs
from tests.press.likeness import differences
from tests.press.making import chapter, make_book

SENTENCE = "Whoever weighs a thing twice has two weights and one thing, and may take them home. "
NUMBERS = re.compile(r"(\d+|[ivxl]+)(?:–(\d+|[ivxl]+))?")
CHAPTERS = 5
FONTS = kit_folder() / "fonts" / "fonts.json"
PICTURE = (
    '<svg xmlns="http://www.w3.org/2000/svg" width="40" height="20"><rect width="40" height="20"/>'
    "</svg>"
)


@dataclass(frozen=True)
class Printed:
    """A PDF as it can be read: the text of each page, and the folio that is printed on it."""

    pdf: PdfFile
    texts: Sequence[str]
    folios: Sequence[str]

    def pages_of(self, word: str) -> list[str]:
        """Give the folios of the pages that have a word."""
        found = re.compile(rf"\b{word}\b")
        pages = zip(self.texts, self.folios, strict=True)
        return [folio for text, folio in pages if folio and found.search(text)]

    def links_on(self, heading: str, behind: str = "") -> Iterator[tuple[str, Link]]:
        """Give the links of a section with their words, which is found by its heading."""
        begun = self.page_of(heading)
        end = self.page_of(behind) if behind else len(self.texts)
        for link in self.pdf.links:
            if begun <= link.page < end:
                page = self.pdf.text[link.page].get_textpage()
                yield " ".join(str(page.get_text_bounded(*link.box)).split()), link

    def says(self, heading: str) -> str:
        """Give all that is said from a heading on."""
        return "\n".join(self.texts[self.page_of(heading) :])

    def page_of(self, heading: str) -> int:
        mark = next(each for each in self.pdf.outline if each.title == heading)
        assert mark.page is not None
        return mark.page


def read(path: Path) -> Iterator[Printed]:
    with open_pdf(path) as pdf:
        sheets = read_sheets(pdf)
        texts = []
        for number in range(len(pdf.pages)):
            page = pdf.text[number].get_textpage()
            text = str(page.get_text_range()).replace("\r\n", "\n").replace("\xa0", " ")
            # PDFium has U+FFFE for a hyphen at the end of a line.
            texts.append(re.sub(r"\ufffe\n?|\x02\n?", "", text))
        folios = [each.folio or pdf.labels[number] for number, each in enumerate(sheets)]
        yield Printed(pdf, texts, folios)


def paragraphs(count: int) -> list[str]:
    return [line for _ in range(count) for line in (SENTENCE * 5, "")]


def scales(number: int) -> str:
    """A chapter in which words that stand nowhere else tell where its marks stand."""
    n = f"{number}"
    return chapter(
        f"Scales {n}",
        f'## First {n} {{#sec:first-{n} .index entry="sections!first {n}"}}',
        f"firstbegins{n}",
        "",
        *paragraphs(2 + number),
        f"A [balance]{{.index}} balanceat{n} and a [balance]{{.index}} beside it.",
        "",
        f"A [lever {n}]{{.term}} leverat{n}, on which a [lever {n}]{{.index}} turns.",
        "",
        *paragraphs(5),
        f"The [Balance]{{.index}} balanceat{n} again, far below. firstends{n}",
        "",
        f"## Second {n}",
        "",
        *paragraphs(3),
        f'::: {{.note .index entry="notes!long {n}; notes"}}',
        f"notebegins{n}",
        "",
        *paragraphs(9),
        f'noteends{n} [Within]{{.index entry="notes!long {n}"}} it.',
        ":::",
        "",
        f'Hidden.[]{{.index entry="hidden"}} hiddenat{n}',
        "",
        f"![A picture pictureat{n}. Its second sentence is left out.](images/p.svg)"
        f'{{#fig:p{n} alt="P"}}',
        "",
        *paragraphs(number),
        "| A | B |",
        "|---|---|",
        "| 1 | 2 |",
        "",
        f": Two numbers tableat{n} {{#tbl:t{n}}}",
        "",
        "::: key-terms",
        f"Term {n}",
        "",
        f":   What is meant. termat{n}",
        "",
        "Weight",
        "",
        f":   In the sense of chapter {n}. weightat{n}",
        ":::",
        id=f"scales-{n}",
    )


def write_book(folder: Path) -> Path:
    files = {f"chapters/{number}.md": scales(number) for number in range(1, CHAPTERS + 1)}
    files["chapters/preface.md"] = chapter(
        "Preface", *paragraphs(1), "It begins with a [balance]{.index} balanceat0.", role="preface"
    )
    files["images/p.svg"] = PICTURE
    entries = ", ".join(f"chapters/{number}.md" for number in range(1, CHAPTERS + 1))
    book = (
        "title: Scales\nkind: textbook\nlists: [figures, tables]\ncolophon: true\n"
        "see:\n  Scales: balance\nsee-also:\n  balance: notes\n"
        f"front: [chapters/preface.md]\nparts:\n- entries: [{entries}]\n"
    )
    return make_book(folder, files, book)


def press(
    source: Path, out: Path, layout: Layout = Layout.BOUND, cache: Cache | None = None
) -> Path:
    options = PressOptions(formats=(Format.PDF,), layout=layout, cache=cache or MemoryCache())
    report = press_book(source, out, options)
    return out / report.files[0].name


@pytest.fixture(scope="module")
def printed(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Printed]:
    folder = tmp_path_factory.mktemp("scales")
    yield from read(press(write_book(folder / "book"), folder / "out"))


def expected(printed: Printed) -> Mapping[str, list[str]]:
    """Give what the index of subjects must say, by what stands on the pages."""
    rows: dict[str, list[str]] = {}
    balances = [folio for number in range(CHAPTERS + 1) for folio in at(printed, "balance", number)]
    rows["balance"] = balances
    rows["hidden"] = [folio for n in range(1, CHAPTERS + 1) for folio in at(printed, "hidden", n)]
    notes = [span(printed, "note", n) for n in range(1, CHAPTERS + 1)]
    rows["notes"] = notes
    for number in range(1, CHAPTERS + 1):
        rows[f"lever {number}"] = at(printed, "lever", number)
        rows[f"first {number}"] = [span(printed, "first", number)]
        rows[f"long {number}"] = [span(printed, "note", number)]
    return rows


def at(printed: Printed, what: str, number: int) -> list[str]:
    return printed.pages_of(f"{what}at{number}")


def span(printed: Printed, what: str, number: int) -> str:
    (first,), (last,) = (printed.pages_of(f"{what}{end}{number}") for end in ("begins", "ends"))
    return first if first == last else f"{first}–{last}"


class TestTheIndexOfSubjects:
    def test_every_entry_names_the_pages_that_its_words_stand_on(self, printed: Printed) -> None:
        said = " ".join(printed.says("Index").split())
        for entry, pages in expected(printed).items():
            assert re.search(rf"(?:^| ){entry}, {', '.join(pages)}(?![\d–]|, \d)", said), entry

    def test_its_marks_stand_on_many_pages_and_in_ranges(self, printed: Printed) -> None:
        rows = expected(printed)
        assert len(rows["balance"]) > CHAPTERS + 2
        assert sum("–" in each for row in rows.values() for each in row) > CHAPTERS

    def test_every_number_leads_to_the_page_that_it_names(self, printed: Printed) -> None:
        numbered = 0
        for words, link in printed.links_on("Index"):
            found = NUMBERS.fullmatch(words)
            if found and link.target is not None:
                numbered += 1
                assert found[1] == printed.folios[link.target]
        assert numbered >= sum(map(len, expected(printed).values()))

    def test_the_check_of_page_numbers_reads_them_all(self, printed: Printed) -> None:
        first = printed.page_of("Index")
        read_back = [each for each in references_of(printed.pdf) if each.page >= first]
        numbered = [each for each in read_back if each.folio]
        assert len(numbered) >= sum(map(len, expected(printed).values()))
        assert judge_references(printed.pdf).verdict is Verdict.PASSED

    def test_front_matter_is_named_in_roman(self, printed: Printed) -> None:
        assert re.search(r"balance, [ivx]+, \d", " ".join(printed.says("Index").split()))

    def test_entries_point_to_others(self, printed: Printed) -> None:
        said = " ".join(printed.says("Index").split())
        assert "Scales, see balance" in said
        assert "see also notes" in said


class TestTheGlossary:
    def test_every_term_names_the_pages_where_it_is_given(self, printed: Printed) -> None:
        said = " ".join(printed.says("Glossary").split())
        for number in range(1, CHAPTERS + 1):
            (folio,) = set(at(printed, "term", number)[:1])
            assert f"Term {number} {folio} What is meant" in said
        weights = [at(printed, "weight", number)[0] for number in range(1, CHAPTERS + 1)]
        assert f"Weight {', '.join(weights)} In the sense" in said


class TestTheLists:
    @pytest.mark.parametrize(
        ("heading", "behind", "title", "word"),
        [
            ("Figures", "Tables", "A picture pictureat{n}", "picture"),
            ("Tables", "Preface", "Two numbers tableat{n}", "table"),
        ],
    )
    def test_every_line_names_its_page(
        self, printed: Printed, heading: str, behind: str, title: str, word: str
    ) -> None:
        lines = {words: link for words, link in printed.links_on(heading, behind) if len(words) > 9}
        for number in range(1, CHAPTERS + 1):
            start = f"{number}.1 {title.format(n=number)}"
            (line,) = (each for each in lines if each.startswith(start))
            folio = printed.pages_of(f"{word}at{number}")[-1]
            target = lines[line].target
            assert target is not None
            assert line.rpartition(" ")[2] == folio == printed.folios[target]

    def test_a_second_sentence_of_a_caption_is_left_out(self, printed: Printed) -> None:
        assert not any(
            "second sentence" in words for words, _ in printed.links_on("Figures", "Tables")
        )


class TestBoundAndPlain:
    def test_both_print_the_same_also_where_the_index_is_set_in_runs(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(runs, "RUN_CHARACTERS", 300)
        source = write_book(tmp_path / "book")
        bound = press(source, tmp_path / "bound")
        plain = press(source, tmp_path / "plain", Layout.PLAIN)
        assert differences(plain, bound) == []


class TestAfterAnEdit:
    def test_what_was_kept_comes_to_the_same_bytes(self, tmp_path: Path) -> None:
        source, cache = write_book(tmp_path / "book"), MemoryCache()
        press(source, tmp_path / "before", cache=cache)
        edited = source / "chapters" / "2.md"
        text = edited.read_text(encoding="utf-8")
        longer = text.replace("## Second 2", "\n".join([*paragraphs(4), "## Second 2"]))
        edited.write_text(longer.replace("[Balance]{.index}", "Balance"), encoding="utf-8")
        again = press(source, tmp_path / "again", cache=cache)
        afresh = press(source, tmp_path / "afresh")
        assert again.read_bytes() == afresh.read_bytes()


class TestTheSampleTextbook:
    def test_every_number_of_its_index_and_glossary_is_true(self, tmp_path: Path) -> None:
        pdf = press(samples_folder() / "give-or-take", tmp_path)
        for printed in read(pdf):
            numbered = 0
            for words, link in printed.links_on("Glossary"):
                found = NUMBERS.fullmatch(words)
                if found and link.target is not None:
                    numbered += 1
                    assert found[1] == printed.folios[link.target]
            assert numbered > 80
            # The colophon names the typefaces that are in the file, and no others.
            said = printed.says("Index").rpartition("are set in")[2]
            known = {row["family"] for row in json.loads(FONTS.read_text(encoding="utf-8"))}
            names = [
                str(each).partition("+")[2].replace("-", " ") for each in printed.pdf.drawn.fonts
            ]
            embedded = {
                max((each for each in known if name.startswith(each)), key=len) for name in names
            }
            assert {family for family in known if f"{family} ©" in said} == embedded
            assert "STIX Two Math ©" in said
