"""MathML in, one plain line out: what a screen reader says for a formula in the PDF."""

from __future__ import annotations

import re
import unicodedata
import xml.etree.ElementTree as ET
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

_OVERLINES = {"¯": "\u0304", "\u203e": "\u0304", "^": "\u0302", "~": "\u0303", "→": "\u20d7"}
_OVER_MANY = {"\u0304": "overline", "\u0302": "hat", "\u0303": "tilde", "\u20d7": "vector"}
_SUPERSCRIPTS = dict(zip("0123456789+−-()n", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻⁽⁾ⁿ", strict=True))
_SUBSCRIPTS = dict(zip("0123456789+−-()", "₀₁₂₃₄₅₆₇₈₉₊₋₋₍₎", strict=True))
_PRIMES = frozenset("′″‴*∗")
_SPACED = re.compile(r"[=≠<>≤≥≈≡∼≃≅∝∈∉⊂⊆→←↔⇒⇔⟹↦∣+−±∓×÷∪∩∧∨]")
_WORD = re.compile(r"[\w.\u0300-\u036f\u20d7%°′″∞…]+|\([^()]*\)")
_ATOMS = frozenset({"mi", "mn", "mo", "mtext", "msub", "msup", "msubsup", "msqrt", "mroot"})
_MATHEMATICAL_LETTERS = re.compile("[\u210a-\u2134\U0001d400-\U0001d7ff]")
_LOOSE = (
    (re.compile(r"([(\[{]) "), r"\1"),
    (re.compile(r" ([)\]},;]|\.(?!\d))"), r"\1"),
    (re.compile(r"[,;];"), ";"),
)


def describe_mathml(mathml: str) -> str:
    """Return the formula in one line, as "x̄ = (∑_(i=1)^N Xᵢ)/N" might be written in a mail.

    `mathml` is pandoc's `<math>` element. Raises ValueError when it can't be parsed.
    """
    try:
        root = ET.fromstring(mathml)  # noqa: S314 - pandoc's own output, which can't hold a DOCTYPE
    except ET.ParseError as err:
        raise ValueError("pandoc's MathML can't be parsed") from err
    said = _say(root)
    said = re.sub("\u2061 *\\(", "(", said).replace("\u2061", " ")
    said = " ".join(said.split())
    for loose, tight in _LOOSE:
        said = loose.sub(tight, said)
    return said


def _say(element: ET.Element) -> str:
    tag = element.tag.rpartition("}")[2]
    if tag in {"mi", "mn", "mo", "mtext", "ms"}:
        return _say_token(element, tag)
    if tag.startswith("annotation"):
        return ""
    if tag == "mspace":
        return " " if not element.get("width", "0").startswith(("-", "0.0")) else ""
    speak = _SPEAKERS.get(tag)
    return speak(element) if speak else "".join(_say(child) for child in element)


def _say_token(element: ET.Element, tag: str) -> str:
    text = _MATHEMATICAL_LETTERS.sub(_plain_letter, element.text or "")
    text = re.sub("[\u2062-\u2064]", "", text)
    if tag == "mi" and len(text) > 1:
        return f" {text}"
    if tag == "mo" and element.get("form") is None and _SPACED.fullmatch(text.strip()):
        return f" {text.strip()} "
    return f"{text} " if tag == "mo" and text in {",", ";"} else text


def _plain_letter(letter: re.Match[str]) -> str:
    return unicodedata.normalize("NFKC", letter.group(0))


def _group(said: str) -> str:
    """Put what stands in a script in parentheses, unless it is one word."""
    said = said.strip()
    return said if len(said) <= 1 or _WORD.fullmatch(said) else f"({said})"


def _factor(element: ET.Element) -> str:
    """Put what is part of a fraction or a root in parentheses, unless it is one sign."""
    said = _say(element).strip()
    while len(element) == 1 and element.tag.rpartition("}")[2] in {"mrow", "mstyle"}:
        element = element[0]
    is_atom = element.tag.rpartition("}")[2] in _ATOMS and " " not in said
    letters = [letter for letter in said if not unicodedata.combining(letter)]
    return said if is_atom or len(letters) <= 1 else f"({said})"


def _fraction(element: ET.Element) -> str:
    above, below = element
    if element.get("linethickness") == "0":
        return f"{_say(above).strip()} choose {_say(below).strip()}"
    # Without the space, two and a half would read as twenty-one halves.
    return f" {_factor(above)}/{_factor(below)} "


def _root(element: ET.Element) -> str:
    parts = [_say(child) for child in element]
    if element.tag.endswith("mroot"):
        return f"root({parts[1].strip()}, {parts[0].strip()})"
    return f"√{_factor(element[0])}" if len(element) == 1 else f"√({''.join(parts).strip()})"


def _raised(said: str) -> str:
    said = said.strip()
    if said in _PRIMES:
        return said
    if said in {"∘", "°"}:
        return "°"
    small = [_SUPERSCRIPTS.get(letter, "") for letter in said.replace(" ", "")]
    return "".join(small) if all(small) else f"^{_group(said)}"


def _lowered(said: str) -> str:
    said = said.strip()
    small = [_SUBSCRIPTS.get(letter, "") for letter in said.replace(" ", "")]
    return "".join(small) if all(small) else f"_{_group(said)}"


def _scripts(element: ET.Element) -> str:
    tag = element.tag.rpartition("}")[2]
    base, *scripts = (_say(child).replace("\u2061", "") for child in element)
    if len(element) > 1 and element[-1].get("accent") == "true":
        return _accented(base, (element[-1].text or "").strip(), is_below=tag == "munder")
    # A degree sign often stands in a script of nothing but a space.
    stem = base.rstrip() or base
    if tag in {"msup", "mover"}:
        return stem + _raised(scripts[0]) + _after(base)
    if tag in {"msub", "munder"}:
        return stem + _lowered(scripts[0]) + _after(base)
    return stem + _lowered(scripts[0]) + _raised(scripts[1]) + _after(base)


def _after(base: str) -> str:
    ends_in_a_word = len(base.strip()) > 1 and base.strip()[-1] != ")"
    return " " if base.strip()[-1:] in set("∑∏∫") or ends_in_a_word else ""


def _accented(base: str, sign: str, *, is_below: bool) -> str:
    base = base.strip(" \u2061")
    mark = _OVERLINES.get(sign, sign)
    if is_below or sign == "⏞":
        return base if sign in {"_", "\u0332"} else _group(base)
    if len(base) == 1 and unicodedata.combining(mark[:1] or " "):
        return unicodedata.normalize("NFC", base + mark)
    return f"{_OVER_MANY.get(mark, 'accent')}({base})"


def _table(element: ET.Element) -> str:
    rows = [[_say(cell).strip() for cell in row] for row in element]
    return "; ".join(" ".join(cell for cell in row if cell) for row in rows if any(row))


_SPEAKERS: dict[str, Callable[[ET.Element], str]] = {
    "mfrac": _fraction,
    "msqrt": _root,
    "mroot": _root,
    "msup": _scripts,
    "msub": _scripts,
    "msubsup": _scripts,
    "mover": _scripts,
    "munder": _scripts,
    "munderover": _scripts,
    "mtable": _table,
    "mphantom": lambda _: "",
}
