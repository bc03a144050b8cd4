"""MathML in, one plain line out: what a screen reader says for a formula in the PDF."""

from __future__ import annotations

import re
import unicodedata
import xml.etree.ElementTree as ET

_COMBINING = {
    "\u0302": "\u0302",
    "^": "\u0302",
    "\u203e": "\u0304",
    "¯": "\u0304",
    "\u0304": "\u0304",
    "\u0303": "\u0303",
    "\u0307": "\u0307",
    "\u0308": "\u0308",
    "→": "\u20d7",
}
_SUPERSCRIPTS = dict(zip("0123456789+−-()n", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻⁽⁾ⁿ", strict=True))
_SUBSCRIPTS = dict(zip("0123456789+−-()", "₀₁₂₃₄₅₆₇₈₉₊₋₋₍₎", strict=True))
_PRIMES = frozenset("′″‴*∗")
_SPACED = re.compile(r"[=≠<>≤≥≈≡∼≃≅∝∈∉⊂⊆→←↔⇒⇔⟹↦∣+−±∓×÷∪∩∧∨]")
_SIMPLE = re.compile(r"[\w.\u0300-\u036f\u20d7⁰¹²³⁴-⁹₀-₉%°!′″√∞…]+|\([^()]*\)")


def describe_mathml(mathml: str) -> str:
    """Return the formula in one line, as "x̄ = (∑_(i=1)^N Xᵢ)/N" might be written in a mail.

    `mathml` is pandoc's `<math>` element. Raises ValueError when it can't be parsed.
    """
    try:
        root = ET.fromstring(mathml)  # noqa: S314 - pandoc's own output, which can't hold a DOCTYPE
    except ET.ParseError as err:
        raise ValueError("pandoc's MathML can't be parsed") from err
    return " ".join(_say(root).split())


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
    text = unicodedata.normalize("NFKC", element.text or "") if tag == "mi" else element.text or ""
    text = re.sub("[\u2061-\u2064]", " ", text)
    if tag == "mi" and len(text) > 1:
        return f" {text}"
    if tag == "mo" and element.get("form") is None and _SPACED.fullmatch(text.strip()):
        return f" {text.strip()} "
    return f"{text} " if text in {",", ";"} else text


def _group(said: str) -> str:
    said = said.strip()
    return said if len(said) <= 1 or _SIMPLE.fullmatch(said) else f"({said})"


def _fraction(element: ET.Element) -> str:
    above, below = (_say(child) for child in element)
    if element.get("linethickness") == "0":
        return f"{above.strip()} choose {below.strip()}"
    return f"{_group(above)}/{_group(below)}"


def _root(element: ET.Element) -> str:
    parts = [_say(child) for child in element]
    if element.tag.endswith("mroot"):
        return f"root({parts[1].strip()}, {parts[0].strip()})"
    return f"√{_group(''.join(parts))}"


def _raised(said: str) -> str:
    said = said.strip()
    if said in _PRIMES:
        return said
    small = [_SUPERSCRIPTS.get(letter, "") for letter in said.replace(" ", "")]
    return "".join(small) if all(small) else f"^{_group(said)}"


def _lowered(said: str) -> str:
    said = said.strip()
    small = [_SUBSCRIPTS.get(letter, "") for letter in said.replace(" ", "")]
    return "".join(small) if all(small) else f"_{_group(said)}"


def _scripts(element: ET.Element) -> str:
    tag = element.tag.rpartition("}")[2]
    base, *scripts = (_say(child) for child in element)
    if len(element) > 1 and element[-1].get("accent") == "true":
        return _accented(base, (element[-1].text or "").strip(), is_below=tag == "munder")
    if tag in {"msup", "mover"}:
        return base.rstrip() + _raised(scripts[0]) + _after(base)
    if tag in {"msub", "munder"}:
        return base.rstrip() + _lowered(scripts[0]) + _after(base)
    return base.rstrip() + _lowered(scripts[0]) + _raised(scripts[1]) + _after(base)


def _after(base: str) -> str:
    return " " if base.strip()[-1:] in set("∑∏∫") or len(base.strip()) > 1 else ""


def _accented(base: str, sign: str, *, is_below: bool) -> str:
    base = base.strip()
    if not is_below and sign in _COMBINING and len(base) == 1:
        return unicodedata.normalize("NFC", base + _COMBINING[sign])
    if sign in {"⏞", "⏟", "_"} or is_below:
        return base
    words = {"¯": "overline", "\u203e": "overline", "\u0302": "hat", "\u0303": "tilde"}
    return f"{words.get(sign, 'accent')}({base})"


def _table(element: ET.Element) -> str:
    rows = [[_say(cell).strip() for cell in row] for row in element]
    return "; ".join(" ".join(cell for cell in row if cell) for row in rows if any(row))


_SPEAKERS = {
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
