"""TeX formulas in, MathML out: refuses the hostile, repairs the careless, asks pandoc."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from cookbook.press.bounded import ProgramFailedError, run_bounded
from cookbook.press.pandoc import api_version, pandoc_program

if TYPE_CHECKING:
    from collections.abc import Sequence

TEX_MAX_LENGTH = 4_000
TEX_MAX_DEPTH = 40
PANDOC_SECONDS = 20
PANDOC_MEMORY_MB = 512
BATCH_SIZE = 500

_CANNOT_CONVERT = "[WARNING] Could not convert TeX math"
_PARAGRAPH = re.compile(r"<p>(.*?)</p>", re.DOTALL)
_MATH = re.compile(r"<math.*</math>", re.DOTALL)
_REFUSED = (
    (
        re.compile(r"\\(?:ce|pu|cf)(?![A-Za-z])"),
        "Chemistry in \\ce{…} can't be set yet; write it with \\mathrm{…} and subscripts.",
    ),
    (
        re.compile(r"\\(?:(?:re)?newcommand|def|edef|gdef|let|DeclareMathOperator)(?![A-Za-z])"),
        "A formula can't define commands; write the formula out.",
    ),
    (
        re.compile(r"\\(?:input|include|write|openout|read|csname|special)(?![A-Za-z])"),
        "A formula can't reach files or TeX's own machinery.",
    ),
)
_SPELLINGS = (
    (re.compile(r"\\(?:nonumber|notag)(?![A-Za-z])"), ""),
    (re.compile(r"\\(?:label|tag)\*?\s*\{[^{}]*\}"), ""),
    (re.compile(r"\\(?:text)?color\s*\{[^{}]*\}"), ""),
    (re.compile(r"\\[dt]binom(?![A-Za-z])"), r"\\binom"),
    (re.compile(r"\\cfrac(?![A-Za-z])"), r"\\dfrac"),
    (re.compile(r"\\mathbbm(?![A-Za-z])"), r"\\mathbb"),
    (re.compile(r"\\(?:textnormal|textup|textsf)(?![A-Za-z])"), r"\\text"),
    (re.compile(r"\\degree(?![A-Za-z])"), r"^{\\circ}"),
    (re.compile(r"\\(argmax|argmin)(?![A-Za-z])"), r"\\operatorname*{\1}"),
    (re.compile(r"\{\s*\\(rm|bf|it|sf|tt|cal)(?![A-Za-z])\s*([^{}]*)\}"), r"{\\math\1{\2}}"),
    (re.compile(r"\{([^{}]*)\\over(?![A-Za-z])([^{}]*)\}"), r"\\frac{\1}{\2}"),
    # pandoc reads \mathbf as bold italic, where TeX sets upright letters.
    (re.compile(r"\\mathbf\s*\{\s*([A-Za-z0-9]+)\s*\}"), r"\\textbf{\1}"),
    # A comma in braces is a thousands mark, and must not be spaced like one between arguments.
    (re.compile(r"\{,\}"), r"\\text{,}"),
    # "5%" is a person's per cent, not the start of TeX's comment.
    (re.compile(r"(?<=\d)%"), r"\\%"),
)
_BARE_ARRAY = re.compile(r"\\begin\{array\}(?!\s*[\[{])(.*?)\\end\{array\}", re.DOTALL)
_ENVIRONMENT_AROUND = re.compile(
    r"^\s*\\begin\{(equation|displaymath|math)\*?\}(.*)\\end\{\1\*?\}\s*$", re.DOTALL
)


@dataclass(frozen=True)
class Reading:
    """A formula as pandoc understood it: a `<math>` element, or '' and the problem in words."""

    mathml: str
    problem: str = ""


def repair_tex(tex: str) -> str:
    """Return the TeX with spellings that pandoc doesn't know replaced by ones that it does.

    What is right already comes back as it was, but for white space at its ends.
    """
    tex = tex.strip()
    if around := _ENVIRONMENT_AROUND.match(tex):
        tex = around.group(2).strip()
    for pattern, replacement in _SPELLINGS:
        tex = pattern.sub(replacement, tex)
    return _BARE_ARRAY.sub(_give_columns, tex)


def read_tex(formulas: Sequence[tuple[str, bool]]) -> list[Reading]:
    """Return the reading of each (TeX, whether displayed), in order. Bad TeX raises nothing."""
    readings = [Reading("", refusal(tex)) for tex, _ in formulas]
    fit = [n for n, reading in enumerate(readings) if not reading.problem]
    for start in range(0, len(fit), BATCH_SIZE):
        batch = fit[start : start + BATCH_SIZE]
        prepared = [(repair_tex(formulas[n][0]), formulas[n][1]) for n in batch]
        for n, reading in zip(batch, _read_batch(prepared), strict=True):
            readings[n] = reading
    return readings


def refusal(tex: str) -> str:
    """Return why this TeX isn't even tried, or ''."""
    if not tex.strip():
        return "The formula is empty."
    if len(tex) > TEX_MAX_LENGTH:
        return f"The formula is longer than {TEX_MAX_LENGTH} characters; split it."
    if _depth(tex) > TEX_MAX_DEPTH:
        return f"The formula is nested more than {TEX_MAX_DEPTH} deep; simplify it."
    return next((why for pattern, why in _REFUSED if pattern.search(tex)), "")


def _depth(tex: str) -> int:
    deepest = depth = 0
    for token in re.findall(r"\\left|\\right|\\begin|\\end|\\.|[{}(\[)\]]", tex, re.DOTALL):
        if token in {"{", "\\left", "\\begin", "(", "["}:
            depth += 1
            deepest = max(deepest, depth)
        elif token in {"}", "\\right", "\\end", ")", "]"}:
            depth -= 1
    return deepest


def _give_columns(array: re.Match[str]) -> str:
    body = array.group(1)
    columns = max(row.count("&") for row in body.split(r"\\")) + 1
    spec = ("rcl" * columns)[:columns] if columns > 1 else "l"
    return rf"\begin{{array}}{{{spec}}}{body}\end{{array}}"


def _read_batch(formulas: Sequence[tuple[str, bool]]) -> list[Reading]:
    """Read with one run of pandoc; when that run fails, halve until the culprit stands alone."""
    readings = _run_pandoc(formulas)
    if readings is not None:
        return readings
    if len(formulas) == 1:
        return [Reading("", "The formula takes too much time or memory to read; simplify it.")]
    middle = len(formulas) // 2
    return _read_batch(formulas[:middle]) + _read_batch(formulas[middle:])


def _run_pandoc(formulas: Sequence[tuple[str, bool]]) -> list[Reading] | None:
    """Return the readings, or None when pandoc broke down or ran out of its bounds."""
    document = json.dumps(_as_document(formulas)).encode()
    try:
        page = run_bounded(_command(), document, seconds=PANDOC_SECONDS).decode("utf-8")
    except ProgramFailedError:
        return None
    paragraphs = _PARAGRAPH.findall(page)
    if len(paragraphs) != len(formulas):
        return None
    found = [_MATH.search(paragraph) for paragraph in paragraphs]
    unread = [formula for formula, math in zip(formulas, found, strict=True) if math is None]
    complaints = iter(_ask_why(unread))
    return [Reading(m.group(0)) if m else Reading("", next(complaints)) for m in found]


def _command() -> list[str]:
    command = [pandoc_program(), "--sandbox", "-f", "json", "-t", "html", "--mathml"]
    return [*command, "--wrap=none", "+RTS", f"-M{PANDOC_MEMORY_MB}M", "-RTS"]


def _ask_why(unread: Sequence[tuple[str, bool]]) -> list[str]:
    """Return the problem with each formula that pandoc left as it was."""
    if not unread:
        return []
    document = json.dumps(_as_document(unread)).encode()
    reasons: list[str] = []
    try:
        run_bounded([*_command(), "--fail-if-warnings"], document, seconds=PANDOC_SECONDS)
    except ProgramFailedError as err:
        reasons = [_reason(warning) for warning in err.stderr.split(_CANNOT_CONVERT)[1:]]
    if len(reasons) != len(unread):
        reasons = [""] * len(unread)
    return [f"The formula can't be read{reason and ': '}{reason}." for reason in reasons]


def _as_document(formulas: Sequence[tuple[str, bool]]) -> dict[str, object]:
    blocks = [
        {"t": "Para", "c": [{"t": "Math", "c": [{"t": _kind(tex, display=display)}, tex]}]}
        for tex, display in formulas
    ]
    return {"pandoc-api-version": api_version(), "meta": {}, "blocks": blocks}


def _kind(tex: str, *, display: bool) -> str:
    # pandoc drops \displaystyle, so a formula that asks for it is read as a displayed one.
    return "DisplayMath" if display or r"\displaystyle" in tex else "InlineMath"


def _reason(warning: str) -> str:
    reasons = re.findall(r"^\s*(unexpected .*)$", warning, re.MULTILINE)
    return str(reasons[-1]).strip() if reasons else ""
