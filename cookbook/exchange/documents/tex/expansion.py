"""LaTeX in, the same with its macros expanded out: what pandoc then reads needs no definitions."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from cookbook.exchange.documents.problems import DocumentError
from cookbook.exchange.documents.tex import conditions, in_formulas
from cookbook.exchange.documents.tex.macros import DEFINERS, Definitions, Macro
from cookbook.exchange.documents.tex.marks import (
    ABSENT,
    ABSENT_END,
    ALL,
    INDEX,
    INDEX_END,
    PREFIX,
    TITLE,
    TITLE_END,
)
from cookbook.exchange.documents.tex.stream import Stream
from cookbook.exchange.documents.tex.swallowed import DRAWINGS, SWALLOWED
from cookbook.exchange.documents.tex.tokens import text_of, tokens_of
from cookbook.press.pictures.drawing_styles import word_set

MOST_EXPANSIONS = 400_000
MOST_TOKENS = 3_000_000
MATHS = word_set("equation align gather multline eqnarray displaymath alignat flalign math dmath")
FORMULA_NAME = re.compile(r"equation|formula|display|math$")
MATHS_ONLY = frozenset({"^", "_", "\\to", "\\prod", "\\sum", "\\frac", "\\int", "\\mathsf"})
"""What shows that words are a formula, where a command of the text's own makes them one."""
WRITTEN = "\0"
"""Begins a token that is written as it stands, whatever it may mean to the text."""
SPELLINGS = {
    "\\vcentcolon": ":", "\\centerdot": "\\cdot", "\\ocircle": "\\bigcirc",
    "\\coloneqq": ":=", "\\eqqcolon": "=:", "\\colonequals": ":=", "\\textstyle": "",
    "\\displaystyle": "", "\\scriptstyle": "", "\\scriptscriptstyle": "", "\\allowbreak": "",
    "\\nobreak": "", "\\twoheadrightarrow": "↠", "\\limits": "",
}  # fmt: skip
"""What formulas say in ways of their packages, and how they say it otherwise."""
SHOWN = 40


@dataclass
class Expanded:
    """An expanded text; the entries of its index marks by their numbers; what else came of it.

    `theorems` counts what became furniture under another name than its own, such as lemmas.
    """

    text: str
    index: list[str]
    theorems: Counter[str]
    drawings: Counter[str]
    tags: int = 0


@dataclass
class Expander:
    """Expands one text. `unknown` are commands that pandoc doesn't know: their words stay."""

    unknown: frozenset[str] = frozenset()
    definitions: Definitions = field(default_factory=Definitions)
    out: list[str] = field(default_factory=list)
    modes: list[str] = field(default_factory=lambda: [""])
    ends: list[tuple[str, tuple[str, ...]]] = field(default_factory=list)
    index: list[str] = field(default_factory=list)
    theorems: Counter[str] = field(default_factory=Counter)
    drawings: Counter[str] = field(default_factory=Counter)
    expansions: int = 0
    tags: int = 0

    def expand(self, text: str) -> Expanded:
        """Expand a text. Raises DocumentError where its macros never end."""
        clean = "".join(letter for letter in text if letter not in ALL) if _marked(text) else text
        stream = Stream(tokens_of(clean))
        while stream:
            if len(self.out) > MOST_TOKENS:
                raise _never_ends()
            self._take(stream.next(), stream)
        return Expanded(text_of(self.out), self.index, self.theorems, self.drawings, self.tags)

    @property
    def mode(self) -> str:
        """Tell where we are: "" in words, "inline" or "display" in a formula."""
        return self.modes[-1]

    def _take(self, token: str, stream: Stream) -> None:
        handler = HANDLERS.get(token)
        if handler is not None:
            handler(self, token, stream)
        elif token in DEFINERS:
            DEFINERS[token](stream, self.definitions)
        elif token in self.definitions.macros:
            self._expand(token, self.definitions.macros[token], stream)
        elif token in SWALLOWED:
            _swallow(SWALLOWED[token], stream)
        elif token in self.unknown and not self.mode:
            self._words_of(token, stream)
        elif self.mode and token in SPELLINGS:
            self.out.append(SPELLINGS[token])
        elif token[0] != "#":
            # A parameter outside of a definition means nothing, and pandoc stops at it.
            self.out.append(token.removeprefix(WRITTEN))

    def _expand(self, name: str, macro: Macro, stream: Stream) -> None:
        self.expansions += 1
        if self.expansions > MOST_EXPANSIONS:
            raise _never_ends(name)
        stream.put_back(macro.expanded(macro.arguments(stream)))

    def _words_of(self, name: str, stream: Stream) -> None:
        """Leave of a command that nobody knows the words in its braces."""
        stream.star()
        while stream.has_optional() and not self.mode:
            stream.optional()
        words: list[str] = []
        while stream.peek() == "{":
            inside = stream.argument()
            told = FORMULA_NAME.search(name) is not None or bool(MATHS_ONLY & set(inside))
            is_maths = told and not self.mode and "$" not in inside
            words += ["\\[", *inside, "\\]"] if is_maths else ["{", *inside, "}"]
        stream.put_back(words)

    def silent_group(self, command: str, _stream: Stream) -> None:
        """Begin or end a group of TeX's own, which may hold paragraphs; formulas want braces."""
        begins = command in ("\\bgroup", "\\begingroup")
        if begins:
            self.definitions.open_group()
        else:
            self.definitions.close_group()
        if self.mode:
            self.out.append("{" if begins else "}")

    def first_of_two(self, _command: str, stream: Stream) -> None:
        """Take the first of two arguments."""
        first = stream.argument()
        stream.argument()
        stream.put_back(first)

    def index_mark(self, _command: str, stream: Stream) -> None:
        """Set a mark for what the index names."""
        stream.optional()
        entry = text_of(stream.argument())
        if (not self.mode and not entry.endswith(("|)", ")"))) or "|(" in entry:
            self.out += [INDEX, str(len(self.index)), INDEX_END] if not self.mode else []
            self.index.append(entry)

    def set_box(self, _command: str, stream: Stream) -> None:
        """Leave out what is put into a box."""
        stream.argument()
        if stream.peek() == "=":
            stream.argument()
        stream.argument()
        stream.argument()

    def reference_range(self, command: str, stream: Stream) -> None:
        """Make two references of one to a range."""
        first, last = stream.argument(), stream.argument()
        name = command.removesuffix("range")
        stream.put_back([name, "{", *first, "}", "–", name, "{", *last, "}"])

    def input_file(self, _command: str, stream: Stream) -> None:
        """Leave out what could not be joined: nothing is read from here."""
        stream.argument()

    def group_begins(self, command: str, _stream: Stream) -> None:
        """Begin a group."""
        self.definitions.open_group()
        self.out.append(command)

    def group_ends(self, command: str, _stream: Stream) -> None:
        """End a group."""
        self.definitions.close_group()
        self.out.append(command)

    def leave(self) -> None:
        """Leave the formula, or the words within one, that we are in."""
        if len(self.modes) > 1:
            self.modes.pop()

    def begin(self, _command: str, stream: Stream) -> None:
        """Begin an environment: of theorems, of formulas, of drawings, or of the text's own."""
        name = text_of(stream.argument()).strip()
        if name != "document":
            self.definitions.open_group()
        theorem = self.definitions.theorem(name)
        if theorem is not None:
            self._begin_theorem(name, theorem.kind, theorem.name, stream)
        elif name in DRAWINGS:
            self._drawing(name, stream)
        elif name in self.definitions.environments:
            macro, end = self.definitions.environments[name]
            self.ends.append((name, end))
            self._expand(name, macro, stream)
        else:
            name = _formula_named(name)
            if name.rstrip("*") in MATHS:
                self.modes.append("display")
            self.out += ["\\begin", "{", name, "}"]

    def end(self, _command: str, stream: Stream) -> None:
        """End an environment."""
        name = text_of(stream.argument()).strip()
        if name != "document":
            self.definitions.close_group()
        if self.ends and self.ends[-1][0] == name:
            stream.put_back(self.ends.pop()[1])
            return
        name = _formula_named(name)
        if name.rstrip("*") in MATHS:
            self.leave()
        self.out += ["\\end", "{", name, "}"]

    def _begin_theorem(self, name: str, kind: str, called: str, stream: Stream) -> None:
        given = stream.optional()
        word = called.strip().lower()
        is_own = word in (kind, f"{kind}s") or (kind == "proof" and word == "proof")
        if not is_own and kind in ("theorem", "definition", "example", "exercise"):
            self.theorems[called] += 1
        own = [] if is_own else list(called)
        between = [": "] if own and given else []
        self.out += ["\n\n", "\\begin", "{", PREFIX, kind, "}", "\n"]
        self.ends.append((name, (f"{WRITTEN}\\end{{{PREFIX}{kind}}}\n\n",)))
        if own or given:
            stream.put_back([TITLE, *own, *between, *(given or ()), TITLE_END, " "])

    def _drawing(self, name: str, stream: Stream) -> None:
        depth = 1
        while stream and depth:
            following = stream.next()
            if following in ("\\begin", "\\end"):
                same = text_of(stream.argument()).strip() == name
                depth += (1 if following == "\\begin" else -1) if same else 0
        self.definitions.close_group()
        self.drawings[name] += 1
        self.out += ["\n\n", ABSENT, name, ABSENT_END, "\n\n"]


def _formula_named(environment: str) -> str:
    """Give the formula that an environment of a style's own is, such as "narrowmultline*"."""
    plain, star = environment.rstrip("*"), "*" * environment.endswith("*")
    if plain in MATHS:
        return environment
    known = next(
        (name for name in sorted(MATHS, key=len, reverse=True) if plain.endswith(name)), ""
    )
    return known + star if known and known != "math" else environment


def _swallow(shape: str, stream: Stream) -> None:
    """Take the arguments of a command that says nothing: "o" in square brackets, "m" in braces."""
    stream.star()
    for each in shape:
        if each == "o":
            stream.optional()
        else:
            stream.argument()


def _marked(text: str) -> bool:
    return any(letter in text for letter in ALL)


def _never_ends(name: str = "") -> DocumentError:
    return DocumentError(
        f"The macros of this text never end{f' ({name[:SHOWN]})' if name else ''}.",
        remedy="Put them right so that LaTeX can set the text, and choose it again.",
    )


Handler = Callable[[Expander, str, Stream], None]


def _nothing(_expander: Expander, _command: str, _stream: Stream) -> None:
    """Leave a command out that says nothing."""


def _handlers() -> dict[str, Handler]:
    named: dict[Handler, Iterable[str]] = {
        in_formulas.dollar: ["$"],
        in_formulas.formula_begins: ["\\(", "\\["],
        in_formulas.formula_ends: ["\\)", "\\]"],
        in_formulas.words_in_maths: in_formulas.WORDS_IN_MATHS,
        in_formulas.words_end: [in_formulas.LEAVE_TEXT],
        in_formulas.ensure_maths: ["\\ensuremath"],
        in_formulas.x_space: ["\\xspace"],
        in_formulas.math_choice: ["\\mathchoice"],
        conditions.if_next: ["\\@ifnextchar", "\\kernel@ifnextchar"],
        conditions.if_star: ["\\@ifstar"],
        conditions.if_equal: ["\\if", "\\ifx"],
        in_formulas.tag: ["\\tag"],
        conditions.if_nothing: ["\\iffalse"],
        Expander.group_begins: ["{"],
        Expander.group_ends: ["}"],
        Expander.silent_group: ["\\bgroup", "\\egroup", "\\begingroup", "\\endgroup"],
        Expander.first_of_two: ["\\texorpdfstring"],
        in_formulas.raised: ["\\raisebox"],
        in_formulas.underlined_gap: ["\\hspace", "\\vspace", "\\mspace"],
        in_formulas.empty_pair: ["\\mathopen", "\\mathclose"],
        Expander.index_mark: ["\\index"],
        conditions.if_defined: ["\\ifdef", "\\ifundef"],
        Expander.set_box: ["\\setbox"],
        Expander.reference_range: ["\\crefrange", "\\Crefrange"],
        Expander.input_file: ["\\input", "\\include", "\\subfile"],
        Expander.begin: ["\\begin"],
        Expander.end: ["\\end"],
        _nothing: [
            "\\makeatletter", "\\makeatother", "\\relax", "\\protect", "\\leavevmode", "\\global",
            "\\long", "\\outer", "\\fi", "\\iftrue", "\\noindent", "\\centering", "\\maketitle",
            "\\tableofcontents", "\\listoffigures", "\\listoftables", "\\printindex", "\\newpage",
            "\\clearpage", "\\cleardoublepage", "\\frontmatter", "\\mainmatter", "\\backmatter",
            "\\phantomsection", "\\makeindex", "\\sloppy", "\\raggedright", "\\smallskip",
            "\\medskip", "\\bigskip", "\\nobreak", "\\noteson", "\\notesoff", "\\hfill",
            "\\vfill", "\\qedhere",
        ],
    }  # fmt: skip
    return {token: handler for handler, tokens in named.items() for token in tokens}


HANDLERS = _handlers()
