r"""R Markdown's running text -> the text format: references, equations, LaTeX and HTML.

A reference `\\@ref(x)` prints its own word ("Chapter 4", "Figure 3.1", "Table 1.2"; an equation
only its number), so the word that the author wrote before it goes: "Section \\@ref(x)" becomes
`[](#x)`, and "Figures \\@ref(a) and \\@ref(b)" becomes `[](#a) and [](#b)`, which prints
"Figure 3.1 and Figure 3.2". The word "Equation" stays. Where the label is nowhere in the book, the
word stays too, with the label behind it as code.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from cookbook.exchange.rewriting.html_marks import html_to_markdown
from cookbook.exchange.rewriting.pandoc_lines import spaced_for_pandoc
from cookbook.exchange.rewriting.plain_words import label_of
from cookbook.exchange.rewriting.sheltering import Shelter

WORDS = (
    r"(?P<word>(?:Chap(?:ter|\.)|Sec(?:tion|t?\.)|Fig(?:ure|\.)|Tab(?:le|\.)|Append(?:ix|\.))s?"
    r"|Appendices)"
)
REFERENCE = re.compile(
    rf"(?:\b{WORDS}(?P<gap>[\s\u00a0~]+))?\\{{1,2}}@ref\("
    r"(?P<label>#?[A-Za-z][\w:.-]*)(?P<closed>\)?)",
    re.IGNORECASE,
)
# Two of these in a paragraph would otherwise be read as one code span.
TEX_QUOTES = re.compile(r"(?<!`)``(?!`)((?:(?!\n[ \t]*\n)[^`]){1,400}?)''(?!')")
BROKEN_REFERENCE = re.compile(r"\b([A-Z][a-z]+)@ref((?:ch|sec|fig|tab|eq):[A-Za-z][\w-]*)")
ENVIRONMENT = re.compile(
    r"\\begin\{(?P<name>equation|eqnarray|align|gather|multline|displaymath)(?P<star>\*?)\}"
    r"(?P<formula>(?:(?!\\begin\{(?P=name)).)*?)\\end\{(?P=name)(?P=star)\}",
    re.DOTALL,
)
EQUATION_LABEL = re.compile(r"\(\\#(?P<bookdown>eq:[\w:.-]+)\)|\\label\{(?P<latex>[^{}]+)\}")
DISPLAYED = re.compile(r"\$\$(?P<formula>.+?)\$\$", re.DOTALL)
CITE = re.compile(
    r"\\(?P<command>[Cc]ite(?:p|t|author|year|alp|alt)?)\*?"
    r"(?:[\[<](?P<one>[^\]>]*)[\]>])?(?:\[(?P<two>[^\]]*)\])?\{(?P<keys>[^{}]+)\}"
)
KEPT_COMMANDS = {
    "textbf": "**{}**", "emph": "*{}*", "textit": "*{}*", "texttt": "`{}`", "underline": "{}",
    "textsc": "{}", "mbox": "{}", "text": "{}", "url": "<{}>", "footnote": "^[{}]",
    "textsuperscript": "^{}^", "textsubscript": "~{}~",
}  # fmt: skip
KEPT = re.compile(rf"\\({'|'.join(KEPT_COMMANDS)})\{{([^{{}}]*)\}}")
DROPPED = re.compile(
    r"\\(?:newpage|clearpage|cleardoublepage|pagebreak|noindent|bigskip|medskip|smallskip|"
    r"centering|par|frontmatter|mainmatter|backmatter|appendix|tableofcontents|hfill|vfill)\b\*?"
    r"|\\(?:index|vspace|hspace|label|addcontentsline|thispagestyle|pagestyle|setcounter)\*?"
    r"(?:\{[^{}\n]*\})+"
)
WRAPPING = re.compile(
    r"\\(?:begin|end)\{(?:center|flushleft|flushright|quote|quotation|footnotesize|small|figure|"
    r"table)\*?\}"
    r"(?:\[[^\]\n]*\])?"
)
BARE_ADDRESS = re.compile(r"(?<![<(\[\"'=\w/>])(https?://[^\s<>\[\]()\"'`\ue000]+)")


def convert_text(
    text: str, shelter: Shelter, remarks: list[str], knows: Callable[[str], str]
) -> str:
    """Convert running text whose fenced blocks are sheltered; the result is not restored yet.

    `knows` gives the book's label for a label of the source, or "" where there is none.
    """
    text = TEX_QUOTES.sub("\N{LEFT DOUBLE QUOTATION MARK}\\1\N{RIGHT DOUBLE QUOTATION MARK}", text)
    text = _equations(text, shelter, remarks)
    text = shelter.keep_code_and_maths(text, lambda piece: _mended(piece, shelter, remarks))
    text = html_to_markdown(text, shelter, remarks)
    text = _latex(text, shelter, remarks)
    text, mends = BROKEN_REFERENCE.subn(r"\1 \\@ref(\2)", text)
    if mends:
        remarks.append("References that had lost their brackets (Table@reftab:x) have them again.")
    text = REFERENCE.sub(lambda match: _reference(match, knows, remarks), text)
    text = _addresses(text)
    return spaced_for_pandoc(text)


def _equations(text: str, shelter: Shelter, remarks: list[str]) -> str:
    """Take environments that stand outside of dollars in as displayed formulas."""

    def one(match: re.Match[str]) -> str:
        name, formula = match["name"], match["formula"]
        formula, label = _labelled(formula)
        formula = formula.strip("\n ")
        # eqnarray's three columns are an array's; what was typed between them stays as it is.
        inner = {
            "eqnarray": ("array", "{rcl}"),
            "align": ("aligned", ""),
            "gather": ("gathered", ""),
        }
        if name in inner:
            kind, columns = inner[name]
            formula = f"\\begin{{{kind}}}{columns}\n{formula}\n\\end{{{kind}}}"
        return shelter.keep(_display(formula, label))

    # Environments inside $$ are found first there, so those pieces are parted off.
    pieces = re.split(r"(?s)(\$\$.+?\$\$)", text)
    out = [
        piece if number % 2 else ENVIRONMENT.sub(one, piece) for number, piece in enumerate(pieces)
    ]
    if len("".join(out)) != len(text):
        remarks.append("LaTeX environments of formulas stand in $$ now.")
    return "".join(out)


def _labelled(formula: str) -> tuple[str, str]:
    label = ""
    match = EQUATION_LABEL.search(formula)
    if match:
        name = (match["bookdown"] or match["latex"]).removeprefix("eq:")
        label = label_of(f"eq:{name}")
    return EQUATION_LABEL.sub("", formula).rstrip(), label


def _display(formula: str, label: str) -> str:
    body = re.sub(r"\n[ \t]*(?=\n)", "", formula.strip("\n"))
    return f"$$\n{body}\n$$" + (f" {{#{label}}}" if label else "")


def _mended(piece: str, shelter: Shelter, remarks: list[str]) -> str:
    """Mend one code span or formula on its way into the shelter."""
    if piece.startswith("$$"):
        inside = shelter.restore(piece[2:-2])
        formula, label = _labelled(inside)
        if label or re.search(r"\n[ \t]*\n", inside):
            return _display(formula, label)
        return f"$${inside}$$"
    if piece.startswith("`r ") and not piece.startswith("``"):
        remarks.append(f"R that would print in the line was not run: {piece[:60]}.")
        return f"`{piece[3:].strip('` ')}`"
    return piece


def _latex(text: str, shelter: Shelter, remarks: list[str]) -> str:
    before = text
    text = CITE.sub(_citation, text)
    text = WRAPPING.sub("\n\n", text)
    text = DROPPED.sub("", text)
    text = re.sub(r"\\href\{([^{}]*)\}\{([^{}]*)\}", r"[\2](<\1>)", text)
    text = KEPT.sub(lambda match: _kept(match[2], KEPT_COMMANDS[match[1]], shelter), text)
    text = re.sub(r"\\ref\{([^{}]+)\}", r"\\@ref(\1)", text)
    text = re.sub(r"\\LaTeX\b\{?\}?", "LaTeX", text)
    if text != before:
        remarks.append(
            "LaTeX commands in the text were converted, or left out where they only set type."
        )
    return text


def _kept(inside: str, written: str, shelter: Shelter) -> str:
    if written.startswith("`"):
        return shelter.keep(written.format(shelter.restore(inside).replace("`", "")))
    return written.format(inside.strip())


def _citation(match: re.Match[str]) -> str:
    keys = [f"@{key.strip()}" for key in match["keys"].split(",") if key.strip()]
    before, after = match["one"] or "", match["two"] or ""
    if match["one"] is not None and match["two"] is None and not match[0].count("<"):
        before, after = "", before
    if match["command"].lower() in ("citet", "citeauthor", "citealt"):
        return "; ".join(keys)
    start = f"{before} " if before else ""
    end = f", {after}" if after else ""
    return f"[{start}{'; '.join(keys)}{end}]"


def _reference(match: re.Match[str], knows: Callable[[str], str], remarks: list[str]) -> str:
    name = match["label"].lstrip("#")
    label = knows(name) or knows(name.rstrip("."))
    full_stop = "" if knows(name) or not name.endswith(".") else "."
    if not match["closed"]:
        remarks.append(f'The reference to "{name}" had no closing bracket.')
    if not label:
        remarks.append(f'A reference leads to "{name}", which nothing in the book has.')
        word = f"{match['word']}{match['gap']}" if match["word"] else ""
        return f"{word}`{name}`"
    link = f"[](#{label}){full_stop}"
    # An equation prints as "(3.1)" alone, so the word before it stays.
    if label.startswith("eq:") and match["word"]:
        return f"{match['word']}{match['gap']}{link}"
    return link


def _addresses(text: str) -> str:
    def one(match: re.Match[str]) -> str:
        address = match[1].rstrip(".,;:!?*_")
        return f"<{address}>{match[1][len(address) :]}"

    return BARE_ADDRESS.sub(one, text)
