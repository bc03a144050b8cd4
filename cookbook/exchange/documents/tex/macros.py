"""What a LaTeX text defines: macros, environments, theorems; and reading their definitions."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from cookbook.exchange.documents.tex.stream import Stream
from cookbook.exchange.documents.tex.tokens import is_command, text_of, trimmed
from cookbook.press.pictures.drawing_styles import word_set

MOST_PARAMETERS = 9
PROTECTED = word_set(
    r"\part \chapter \section \subsection \subsubsection \paragraph \subparagraph \footnote \cite "
    r"\citep \citet \ref \eqref \cref \Cref \autoref \label \caption \item \emph \textbf \textit "
    r"\maketitle \title \author \date \begin \end \includegraphics \url \href \thanks \index \\ "
    r"\par \today \bibliography \input \include \documentclass \usepackage \[ \] \( \) \$ \& \{ \} "
    r"\frac \sqrt \left \right \text \mathbb \mathcal \labelenumi \theenumi \thesection "
    r"\thechapter"
)
"""What pandoc reads better than it could what somebody makes of it."""
TOO_DEEP = word_set(
    r"\catcode \csname \expandafter \setbox \hbox \vbox \vrule \hrule \kern \futurelet \box \copy "
    r"\special \write \openout \read \immediate \xy \save \restore \afterassignment \aftergroup "
    r"\numexpr \dimexpr \advance \newif \loop \output \halign \unskip \llap \rlap"
)
"""TeX's own machinery: a macro that needs it can't be understood here."""
KINDS = {
    "theorem": "theorem lemma corollary proposition claim axiom conjecture fact postulate law "
    "principle property scholium thm lem cor prop conj satz lemme théorème teorema",
    "definition": "definition notation convention construction defn def dfn définition définitions",
    "example": "example examples exemple beispiel eg egs exa exmp",
    "exercise": "exercise exercises problem question task exer exr aufgabe exercice",
    "proof": "proof preuve beweis demonstração pf",
    "solution": "solution answer sol",
    "note": "remark remarks note notes observation comment rmk rem rk aside",
    "tip": "tip hint",
    "warning": "warning caution danger",
    "summary": "summary keypoints abstract",
    "objectives": "objectives goals aims",
}
KIND_OF = {word: kind for kind, words in KINDS.items() for word in words.split()}
USUAL = word_set(
    "theorem thm lemma lem corollary cor proposition prop definition defn example exercise proof "
    "remark rmk solution claim axiom conjecture note warning"
)
"""Environments that nearly everybody's class or style has, though the text doesn't show it."""


@dataclass(frozen=True)
class Macro:
    """A macro: its parameters (`count`, or a pattern of TeX's own), and what it stands for.

    `default` is what its first parameter is where that isn't given in square brackets.
    """

    body: tuple[str, ...]
    count: int = 0
    default: tuple[str, ...] | None = None
    pattern: tuple[str, ...] | None = None

    def arguments(self, stream: Stream) -> list[list[str]]:
        """Take its arguments from what follows it."""
        if self.pattern is not None:
            return _by_pattern(self.pattern, stream)
        found: list[list[str]] = []
        if self.default is not None:
            given = stream.optional()
            found.append(list(self.default) if given is None else given)
        while len(found) < self.count:
            found.append(stream.argument())
        return found

    def expanded(self, arguments: Sequence[Sequence[str]]) -> list[str]:
        """Give what it stands for with these arguments."""
        out: list[str] = []
        for token in self.body:
            if token[0] == "#" and len(token) > 1:
                number = int(token[-1])
                if len(token) > 2:  # noqa: PLR2004 -- ##1 is #1 of a macro that this one defines
                    out.append(token[1:])
                elif number <= len(arguments):
                    out += arguments[number - 1]
            else:
                out.append(token)
        return out


@dataclass(frozen=True)
class Theorem:
    """An environment of theorems: which of our furniture it is, and what it calls itself."""

    kind: str
    name: str


BUILT_IN = {
    "\\Set": Macro((*["\\{", "#1", "\\}"],), 1),
    "\\bra": Macro(("\\langle", "#1", "|"), 1),
    "\\ket": Macro(("|", "#1", "\\rangle"), 1),
    "\\braket": Macro(("\\langle", "#1", "\\rangle"), 1),
}
"""What usual packages define, as far as pandoc doesn't know it."""


@dataclass
class Definitions:
    """All that a text has defined so far; what it defines within a group ends with that."""

    macros: dict[str, Macro] = field(default_factory=lambda: dict(BUILT_IN))
    environments: dict[str, tuple[Macro, tuple[str, ...]]] = field(default_factory=dict)
    theorems: dict[str, Theorem] = field(default_factory=dict)
    before: list[dict[str, Macro | None]] = field(default_factory=list)

    def open_group(self) -> None:
        """Begin a group."""
        self.before.append({})

    def close_group(self) -> None:
        """End a group: what it defined anew is what it was before."""
        for command, macro in (self.before.pop() if self.before else {}).items():
            if macro is None:
                self.macros.pop(command, None)
            else:
                self.macros[command] = macro

    def define(self, command: str, macro: Macro) -> None:
        """Define a macro, unless what it needs or what it stands for is beyond us."""
        if command in PROTECTED or command.startswith("\\the") or TOO_DEEP & set(macro.body):
            return
        if self.before:
            self.before[-1].setdefault(command, self.macros.get(command))
        self.macros[command] = macro

    def theorem(self, environment: str) -> Theorem | None:
        """Give the theorem that an environment is, if it is one."""
        plain = environment.rstrip("*")
        if plain in self.theorems:
            return self.theorems[plain]
        if plain in self.environments or plain.lower() not in USUAL:
            return None
        kind = KIND_OF[plain.lower()]
        # What is short for another word begins as that one does, and ends there.
        full = (each for each in KINDS[kind].split() if each[:2] == plain.lower()[:2])
        return Theorem(kind, next(full, plain).capitalize())


def kind_named(name: str) -> str:
    """Tell which furniture a theorem is by its name, such as "Open problem"; else a note."""
    words = re.findall(r"\w+", name.lower())
    return next((KIND_OF[word] for word in reversed(words) if word in KIND_OF), "note")


def _by_pattern(pattern: Sequence[str], stream: Stream) -> list[list[str]]:
    """Take arguments as TeX's own patterns say: up to what stands behind each parameter."""
    found: list[list[str]] = []
    number = 0
    while number < len(pattern):
        token = pattern[number]
        number += 1
        if not (token[0] == "#" and len(token) > 1):
            stream.skip_spaces()
            if stream.peek() == token:
                stream.next()
            continue
        delimiter: list[str] = []
        while number < len(pattern) and pattern[number][0] != "#":
            delimiter.append(pattern[number])
            number += 1
        found.append(stream.until(delimiter) if delimiter else stream.argument())
    return found


def new_command(stream: Stream, definitions: Definitions) -> None:
    r"""Read a definition of \newcommand's form."""
    stream.star()
    name = trimmed(stream.argument())
    count, default = stream.optional(), stream.optional()
    body = stream.argument()
    if len(name) == 1 and is_command(name[0]):
        macro = Macro(tuple(body), _number(count), None if default is None else tuple(default))
        definitions.define(name[0], macro)


def tex_definition(stream: Stream, definitions: Definitions) -> None:
    r"""Read a definition of \def's form."""
    stream.skip_spaces()
    name = stream.next()
    pattern: list[str] = []
    while stream and stream.peek() != "{":
        pattern.append(stream.next())
    body = stream.argument()
    if is_command(name):
        definitions.define(name, Macro(tuple(body), pattern=tuple(pattern)))


def let(stream: Stream, definitions: Definitions) -> None:
    r"""Read a definition of \let's form."""
    stream.skip_spaces()
    name = stream.next()
    stream.skip_spaces()
    if stream.peek() == "=":
        stream.next()
        stream.skip_spaces()
    meant = stream.next()
    if is_command(name) and meant != name:
        known = definitions.macros.get(meant)
        definitions.define(name, known or Macro((meant,)))


def document_command(stream: Stream, definitions: Definitions) -> None:
    r"""Read a definition of \NewDocumentCommand's form, as far as its arguments are plain."""
    name = trimmed(stream.argument())
    wanted = text_of(stream.argument())
    body = stream.argument()
    kinds = re.findall(r"m|o|O\s*\{([^{}]*)\}", wanted)
    plain = re.fullmatch(r"\s*(?:o|O\s*\{[^{}]*\})?[m\s]*", wanted)
    if len(name) == 1 and is_command(name[0]) and plain:
        optional = re.match(r"\s*(?:o|O\s*\{([^{}]*)\})", wanted)
        default = tuple(optional[1] or "") if optional else None
        definitions.define(name[0], Macro(tuple(body), len(kinds), default))


def math_operator(stream: Stream, definitions: Definitions) -> None:
    r"""Read a definition of \DeclareMathOperator's form."""
    star = ["*"] if stream.star() else []
    name = trimmed(stream.argument())
    body = stream.argument()
    if len(name) == 1 and is_command(name[0]):
        definitions.define(name[0], Macro(("\\operatorname", *star, "{", *body, "}")))


def new_environment(stream: Stream, definitions: Definitions) -> None:
    r"""Read a definition of \newenvironment's form."""
    stream.star()
    name = text_of(stream.argument()).strip()
    count, default = stream.optional(), stream.optional()
    begin, end = stream.argument(), stream.argument()
    if not TOO_DEEP & {*begin, *end}:
        macro = Macro(tuple(begin), _number(count), None if default is None else tuple(default))
        definitions.environments[name] = (macro, tuple(end))


def new_theorem(stream: Stream, definitions: Definitions) -> None:
    r"""Read a definition of \newtheorem's form."""
    stream.star()
    environment = text_of(stream.argument()).strip()
    stream.optional()
    name = text_of(trimmed(stream.argument()))
    stream.optional()
    definitions.theorems[environment] = Theorem(kind_named(name), name)


DEFINERS: Mapping[str, Callable[[Stream, Definitions], None]] = {
    "\\newcommand": new_command,
    "\\renewcommand": new_command,
    "\\providecommand": new_command,
    "\\DeclareRobustCommand": new_command,
    "\\def": tex_definition,
    "\\gdef": tex_definition,
    "\\edef": tex_definition,
    "\\xdef": tex_definition,
    "\\let": let,
    "\\NewDocumentCommand": document_command,
    "\\RenewDocumentCommand": document_command,
    "\\DeclareMathOperator": math_operator,
    "\\newenvironment": new_environment,
    "\\renewenvironment": new_environment,
    "\\newtheorem": new_theorem,
}
"""The commands that define, and how what they define is read."""


def _number(tokens: Sequence[str] | None) -> int:
    words = "".join(tokens or ()).strip()
    return min(int(words), MOST_PARAMETERS) if words.isdigit() else 0
