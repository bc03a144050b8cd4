"""R Markdown's chunks -> code that is shown, figures that are there, absences that are named."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from cookbook.exchange.bookdown.r_literals import Call, Literal, Name, read_arguments
from cookbook.exchange.bookdown.tables import KABLE, kable_caption, read_kable
from cookbook.exchange.rewriting.figures import write_absence, write_figure
from cookbook.exchange.rewriting.plain_words import (
    counted,
    fenced_div,
    label_of,
    plain_text,
    quoted_attribute,
)
from cookbook.exchange.rewriting.sheltering import fenced

HEAD = re.compile(r"^\{(?P<engine>[A-Za-z][\w.-]*)[ ,]*(?P<rest>.*?)\}$", re.DOTALL)
LABEL = re.compile(r"^\s*(?P<label>[^\s,={}\"']+)\s*(?:,|$)")
INCLUDED = re.compile(r"include_graphics\s*\((?P<inside>.*)\)", re.DOTALL)
STRING = re.compile(r"\"((?:\\.|[^\"\\])*)\"|'((?:\\.|[^'\\])*)'")
NOTES = {"rmdnote": "note", "rmdtip": "tip", "rmdwarning": "warning", "rmdcaution": "warning",
         "rmdimportant": "note", "note": "note", "tip": "tip", "warning": "warning"}  # fmt: skip
THEOREMS = {
    "theorem": ("theorem", "thm"), "lemma": ("theorem", "lem"), "corollary": ("theorem", "cor"),
    "proposition": ("theorem", "prp"), "conjecture": ("theorem", "cnj"),
    "definition": ("definition", "def"),
    "example": ("example", "exm"), "exercise": ("exercise", "exr"), "solution": ("solution", ""),
    "proof": ("proof", ""), "remark": ("note", ""), "hypothesis": ("theorem", "hyp"),
}  # fmt: skip
LANGUAGES = frozenset(
    {"r", "python", "bash", "sh", "sql", "js", "css", "stan", "julia", "cpp", "rcpp"}
)
PRINTS = re.compile(
    r"kable|plot|hist|barplot|ggplot|boxplot|print|cat\(|DT::|include_", re.IGNORECASE
)


@dataclass(frozen=True)
class Chunk:
    """A chunk: its engine, label, options and code."""

    engine: str
    label: str
    options: Mapping[str, Literal]
    code: str

    def is_off(self, option: str) -> bool:
        """Tell whether an option says FALSE."""
        return self.options.get(option) in (Name("FALSE"), Name("F"))


@dataclass
class ChunkYard:
    """What chunks need from the chapter, and a count of what they could not give."""

    convert: Callable[[str], str]
    place_ending: Callable[[tuple[str, ...]], str]
    captions: Mapping[str, str] = field(default_factory=dict)
    counts: Counter[str] = field(default_factory=Counter)

    def remarks(self) -> list[str]:
        """Say what became of the chunks, one sentence a kind."""
        texts = (
            ("shown", "{} shown; what R would print below is not in the source.",
             "chunk is", "chunks are"),
            ("figure", "{} named in place: R would draw them, or the picture is absent.",
             "figure is", "figures are"),
            ("table", "{} named in place: R would compute them.", "table is", "tables are"),
            ("hidden", "{} without code or caption that R would print something from, left out.",
             "hidden chunk", "hidden chunks"),
            ("read", "{} out as data; they are tables now.",
             "table was written", "tables were written"),
        )  # fmt: skip
        return [
            sentence.format(counted(self.counts[key], one, many))
            for key, sentence, one, many in texts
            if self.counts[key]
        ]


def read_chunk(info: str, code: str) -> Chunk | None:
    """Read a chunk from the words behind its fence; None where it is plain code."""
    head = HEAD.match(info)
    if not head or head["engine"].startswith("."):
        return None
    rest = head["rest"]
    label = LABEL.match(rest)
    if label:
        rest = rest[label.end() :]
    options = dict(read_arguments(rest))
    named = options.get("label")
    return Chunk(
        head["engine"].lower(),
        label["label"] if label else (named if isinstance(named, str) else ""),
        options,
        code.strip("\n"),
    )


def write_chunk(chunk: Chunk, yard: ChunkYard) -> str:
    """Write what a chunk shows: code, figure, table, furniture, or the name of what's absent."""
    if chunk.engine in ("block", "block2"):
        kind = NOTES.get(_string(chunk, "type"), "note")
        return fenced_div(yard.convert(chunk.code), f".{kind}")
    if chunk.engine in THEOREMS:
        return _theorem(chunk, yard)
    if chunk.is_off("include"):
        return ""
    pieces = []
    output = _output(chunk, yard)
    if not chunk.is_off("echo") and chunk.code and not only_output(chunk):
        pieces.append(fenced(chunk.code, chunk.engine if chunk.engine in LANGUAGES else ""))
        yard.counts["shown"] += not (chunk.is_off("eval") or output)
    elif not output and PRINTS.search(chunk.code):
        yard.counts["hidden"] += 1
    return "\n\n".join([*pieces, *([output] if output else [])])


def only_output(chunk: Chunk) -> bool:
    """Tell whether code only fetches a picture or spells a table out: nothing to read."""
    fetches = bool(INCLUDED.search(chunk.code)) and "\n" not in chunk.code
    return fetches or read_kable(chunk.code) is not None


def _output(chunk: Chunk, yard: ChunkYard) -> str:
    caption = _caption(chunk, yard)
    included = INCLUDED.search(chunk.code)
    if included:
        return _included(chunk, included["inside"], caption, yard)
    table = read_kable(chunk.code)
    if table:
        yard.counts["read"] += 1
        named = table.caption or chunk.label.startswith("tab:")
        label = _label(chunk, "tbl") if named else ""
        return _cells(table.write(yard.convert(table.caption), label), yard)
    title = kable_caption(chunk.code)
    # Without code or caption nothing else would say that a table stood here.
    if title or (KABLE.search(chunk.code) and chunk.is_off("echo")):
        yard.counts["table"] += 1
        about = f"Table not included: {yard.convert(title)}" if title else "Table not included."
        return write_absence("table", about=about, label=_label(chunk, "tbl"))
    if caption:
        yard.counts["figure"] += 1
        about = f"Figure not included: {caption}"
        return write_absence("figure", about=about, label=_label(chunk, "fig"))
    return ""


def _cells(table: str, yard: ChunkYard) -> str:
    # The caption was rewritten already; the rows hold Markdown of their own.
    body, separator, caption = table.partition("\n\n: ")
    return yard.convert(body) + separator + caption


def _included(chunk: Chunk, inside: str, caption: str, yard: ChunkYard) -> str:
    strings = [one or two for one, two in STRING.findall(inside)]
    parts = tuple(
        part for string in strings for part in string.split("/") if part not in ("", ".", "..")
    )
    path = yard.place_ending(parts) if parts else ""
    label = _label(chunk, "fig")
    if path:
        alt = _string(chunk, "fig.alt")
        width = _string(chunk, "out.width")
        return write_figure(path, caption=caption, alt=alt, label=label, width=width)
    yard.counts["figure"] += 1
    name = "/".join(parts) or "a picture"
    about = f"Figure not included: {caption or name}"
    return write_absence("figure", about=about, label=label)


def _theorem(chunk: Chunk, yard: ChunkYard) -> str:
    kind, prefix = THEOREMS[chunk.engine]
    title = plain_text(_string(chunk, "name"))
    if kind == "theorem" and chunk.engine != "theorem":
        title = f"{chunk.engine.capitalize()}: {title}" if title else chunk.engine.capitalize()
    label = label_of(f"{prefix}:{chunk.label}") if chunk.label and prefix else ""
    about = quoted_attribute("title", title) if title else ""
    return fenced_div(yard.convert(chunk.code), f".{kind}", f"#{label}" if label else "", about)


def _label(chunk: Chunk, kind: str) -> str:
    name = re.sub(r"^(fig|tab|tbl):", "", chunk.label)
    return label_of(f"{kind}:{name}") if name else ""


def _caption(chunk: Chunk, yard: ChunkYard) -> str:
    value = chunk.options.get("fig.cap", "")
    if isinstance(value, Call) and value.function in ("c", "paste", "paste0"):
        value = " ".join(each for each in value.plain() if isinstance(each, str))
    text = value if isinstance(value, str) else ""
    named = re.fullmatch(r"\s*\(ref:([\w-]+)\)\s*", text)
    if named:
        text = yard.captions.get(named[1], "")
    return yard.convert(text) if text else ""


def _string(chunk: Chunk, option: str) -> str:
    value = chunk.options.get(option, "")
    return value if isinstance(value, str) else ""
