from __future__ import annotations

from pathlib import Path

import pytest

from cookbook.exchange.documents.gathered import DocumentChapter
from cookbook.exchange.documents.problems import DocumentError
from cookbook.exchange.documents.reading import make_chapter, read_document
from cookbook.exchange.documents.tex import book as latex
from cookbook.exchange.documents.tex.expansion import Expander
from cookbook.manuscript import write_chapter
from tests.exchange.documents_made import photo, zipped

HOTT = Path(__file__).resolve().parents[3] / "shared" / "corpora" / "latex-hott-sample"
BEGIN = "\\documentclass{article}\n\\begin{document}\n"
END = "\n\\end{document}\n"


def expanded(text: str, *unknown: str) -> str:
    return " ".join(Expander(frozenset(unknown)).expand(text).text.split())


def _chapter(text: str, **files: str | bytes) -> DocumentChapter:
    archive = {"main.tex": BEGIN + text + END}
    named = {name.replace("_", "."): data for name, data in files.items()}
    document = read_document(zipped({**archive, **named}), "main.zip")
    return make_chapter(document, document.parts[0])


def _body(text: str, **files: str | bytes) -> str:
    return _chapter(text, **files).chapter.body


def _losses(chapter: DocumentChapter) -> str:
    return "\n".join(map(str, chapter.losses))


class TestExpander:
    @pytest.mark.parametrize(
        ("text", "wanted"),
        [
            (r"\newcommand{\R}{\mathbb{R}}$\R$", r"$\mathbb{R}$"),
            (r"\newcommand\f[2][x]{f_{#1}(#2)}$\f{a}\f[y]{b}$", "$f_{x}(a)f_{y}(b)$"),
            (r"\def\g(#1){<#1>}\g(a) b", "<a> b"),
            (r"\let\old\alpha $\old x$", r"$\alpha x$"),
            (r"\newcommand{\U}{\ensuremath{U}\xspace}A \U type, $\U$.", "A $U$ type, ${U}$."),
            (r"\DeclareMathOperator*{\am}{argmin}$\am$", r"$\operatorname*{argmin}$"),
            (
                r"\makeatletter\def\p#1{\@ifnextchar\bgroup{(#1)\p}{[#1]}}\makeatother\p{a}{b}c",
                "(a)[b]c",
            ),
            (r"\newcommand{\c}{\mathchoice{D}{T}{S}{SS}}$\c$ \[\c\]", r"$T$ \[D\]"),
            (r"\iffalse gone \fi kept", "kept"),
            (r"{\def\x{in}\x} \x", r"{in} \x"),
            (r"a % note \newcommand" + "\nb", "a b"),
            (r"\verb|\R%| \newcommand{\R}{r}\verb|\R|", r"\verb|\R%| \verb|\R|"),
            (r"$\text{if $x$ then}$ y", r"$\text{if $x$ then}$ y"),
            (r"\newenvironment{box}[1]{<#1>}{</>}\begin{box}{a}b\end{box}", "<a>b</>"),
            (r"\usepackage[utf8]{inputenc}\pagestyle{empty}x", "x"),
        ],
    )
    def test_what_a_text_defines_is_written_out(self, text: str, wanted: str) -> None:
        assert expanded(text) == wanted

    def test_commands_that_nobody_knows_leave_their_words(self) -> None:
        assert expanded(r"An \alert[red]{urgent} matter", "\\alert") == "An {urgent} matter"

    def test_macros_that_never_end_are_an_error(self) -> None:
        with pytest.raises(DocumentError, match="never end"):
            expanded(r"\newcommand{\a}{\b\b}\newcommand{\b}{\a\a}\a")
        with pytest.raises(DocumentError, match="never end"):
            expanded(r"\def\a{x\a}\a")


class TestLatex:
    def test_theorems_become_furniture_with_their_titles_and_labels(self) -> None:
        body = _body(
            r"\newtheorem{thm}{Theorem}\newtheorem{lem}[thm]{Lemma}"
            r"\begin{thm}[Pythagoras, $n=2$]\label{thm:p} Yes.\end{thm}"
            r"\begin{lem}\label{l} So.\end{lem}\begin{proof} Clear.\end{proof}"
            r"See Theorem~\ref{thm:p} and \cref{l}."
        )
        assert '::: {#thm:p .theorem title="Pythagoras, $n=2$"}\nYes.\n:::' in body
        assert '::: {#l .theorem title="Lemma"}\nSo.\n:::' in body
        assert "::: proof\nClear.\n:::" in body
        assert "See [](#thm:p) and [](#l)." in body

    def test_environments_of_theorems_are_known_by_their_usual_names(self) -> None:
        assert "::: definition\nA word.\n:::" in _body("\\begin{defn} A word.\\end{defn}")

    def test_figures_tables_equations_and_sections_keep_their_labels(self) -> None:
        chapter = _chapter(
            r"\section{One}\label{sec:one}\begin{equation}\label{eq:e} a=b \end{equation}"
            r"\begin{figure}\includegraphics[width=.5\textwidth]{fish}"
            r"\caption{A fish.}\label{fig:f}\end{figure}"
            r"\begin{table}\caption{Yields}\label{tab:y}\begin{tabular}{ll}a&b\\c&d\end{tabular}"
            r"\end{table} See \ref{fig:f}, \ref{tab:y}, \eqref{eq:e}, section \ref{sec:one}.",
            fish_png=photo(),
        )
        body = chapter.chapter.body
        assert "{#sec:one}" in body or chapter.chapter.identifier == "sec:one"
        assert "$$a=b$$ {#eq:e}" in body
        assert "![A fish.](../images/fish-" in body
        assert "{#fig:f" in body
        assert ": Yields {#tab:y}" in body
        assert "See [](#fig:f), [](#tab:y), [](#eq:e)" in body
        assert len(chapter.pictures) == 1

    def test_citations_bring_the_sources_that_they_name(self) -> None:
        bib = "@book{knuth, title={Art}, author={Knuth, D.}, year={1984}}\n@book{x, title={X}}"
        chapter = _chapter(r"As \cite[p.~3]{knuth} and \citep{lost} say.", a_bib=bib)
        assert "[@knuth p.\N{NO-BREAK SPACE}3]" in chapter.chapter.body
        assert "{knuth," in chapter.sources
        assert "{x," not in chapter.sources
        assert "gives no source of: lost" in _losses(chapter)

    def test_marks_for_the_index_are_ours(self) -> None:
        body = _body(r"The entropy\index{entropy!of a coin@of coins|textbf} of it.")
        assert 'The entropy[]{.index entry="entropy!of coins"} of it.' in body

    def test_what_is_drawn_by_tex_leaves_a_note_and_a_remark(self) -> None:
        chapter = _chapter(
            "Before.\n\n\\begin{tikzpicture}\\draw (0,0);\\end{tikzpicture}\n\nAfter. "
            r"\section{S} Then \[\xymatrix{A \ar[r] & B}\]"
        )
        assert "::: figure-absent" in chapter.chapter.body
        assert "A diagram that LaTeX would draw" in chapter.chapter.body
        assert "1 drawing (tikzpicture)" in _losses(chapter)
        assert "In the section “S”: 1 diagram" in _losses(chapter)

    def test_undefined_commands_are_named_and_their_words_stay(self) -> None:
        chapter = _chapter(r"An \urge[now]{urgent} matter. $\foo{x} + 1$")
        assert "An urgent matter." in chapter.chapter.body
        assert "nothing in the file defines: \\urge" in _losses(chapter)
        assert "without \\foo" in _losses(chapter)

    def test_references_that_lead_elsewhere_are_said(self) -> None:
        chapter = _chapter(r"See \ref{nowhere}.")
        assert "[](#nowhere)" in chapter.chapter.body
        assert "outside of this text: nowhere" in _losses(chapter)

    def test_files_are_joined_from_the_archive_and_from_nowhere_else(self) -> None:
        chapter = _chapter(
            r"\input{macros}\input{part} \input{/etc/passwd} \include{../../etc/hostname}"
            r" \input{part}",
            macros_tex=r"\newcommand{\who}{Ada}",
            part_tex=r"By \who. \input{main}",
        )
        assert chapter.chapter.body.count("By Ada.") == 2
        assert "root:" not in chapter.chapter.body
        assert "/etc/passwd" in _losses(chapter)
        assert "main" in _losses(chapter)

    def test_a_text_with_chapters_gives_them_one_by_one(self) -> None:
        text = (
            BEGIN + r"\chapter{One}\label{c:one} A \ref{c:two}. \chapter{Two}\label{c:two} B." + END
        )
        document = read_document(text.encode(), "book.tex")
        assert [part.title for part in document.parts] == ["One", "Two"]
        two = make_chapter(document, document.parts[1]).chapter
        assert (two.title, two.identifier, two.body) == ("Two", "c:two", "B.")

    def test_raw_commands_that_reach_for_files_or_programs_do_nothing(self) -> None:
        chapter = _chapter(
            r"A \immediate\write18{touch /tmp/x} \openin5=/etc/passwd \lstinputlisting{/etc/passwd}"
            r" \verbatiminput{/etc/passwd} \includegraphics{/etc/passwd} B"
        )
        assert "root:" not in chapter.chapter.body
        assert not chapter.pictures


class TestLatexBook:
    def test_a_folder_of_chapters_becomes_a_textbook(self, tmp_path: Path) -> None:
        (tmp_path / "macros.tex").write_text(r"\newcommand{\who}{Ada}\newcommand{\x}{y}")
        (tmp_path / "preface.tex").write_text(r"\chapter*{Preface} By \who.")
        (tmp_path / "b.tex").write_text(
            r"\chapter{Sampling}\label{c:s} See \ref{c:z} and \cite{k}. \includegraphics{fish}"
        )
        (tmp_path / "z.tex").write_text(r"\chapter{Size}\label{c:z} Of it.")
        (tmp_path / "fish.png").write_bytes(photo())
        (tmp_path / "r.bib").write_text("@book{k, title={K}}")
        assert latex.recognises(tmp_path)
        collected = latex.collect(tmp_path, title="", slug="our-book")
        content = collected.content
        assert [chapter.title for chapter in content.entries.values()] == [
            "Preface",
            "Sampling",
            "Size",
        ]
        assert content.book.front[0].path == "chapters/preface.md"
        assert "See [](#c:z) and [@k]." in content.entries["chapters/sampling.md"].body  # type: ignore[union-attr]  # a chapter
        assert "@book{k" in content.bibliography
        assert list(collected.pictures.values()) == [tmp_path / "fish.png"]

    def test_a_folder_without_latex_is_none(self, tmp_path: Path) -> None:
        (tmp_path / "a.md").write_text("# A")
        assert not latex.recognises(tmp_path)

    @pytest.mark.corpora
    @pytest.mark.skipif(not HOTT.is_dir(), reason="the collection is not there")
    def test_a_real_book_of_mathematics_is_readable(self) -> None:
        collected = latex.collect(HOTT, title="", slug="hott")
        entries = collected.content.entries
        assert [chapter.title for chapter in entries.values()] == [
            "Preface",
            "Introduction",
            "Homotopy n-types",
            "Sets and logic",
        ]
        texts = [write_chapter(chapter) for chapter in entries.values()]  # type: ignore[arg-type]  # chapters
        said = "\n".join(texts)
        assert r"\prd" not in said
        assert r"\define" not in said
        assert not any("\ue000" <= letter <= "\ue00f" for letter in said)
        assert said.count("::: {#") > 100
        assert sum("can't be set" in each for item in collected.items for each in item.remarks) < 5
