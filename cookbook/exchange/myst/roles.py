"""MyST's inline roles, {role}`content`, -> links, citations and marks of the text format."""

from __future__ import annotations

import re

from cookbook.exchange.rewriting.plain_words import lower_label
from cookbook.exchange.rewriting.sheltering import DISPLAY, INLINE, Shelter

TITLED = re.compile(r"^(?P<text>.*?)\s*<(?P<target>[^<>]*)>$", re.DOTALL)
PLAIN_KEY = re.compile(r"^\w+(?:[:.#$%&+?<>~/-]\w+)*$")
ROLE_CODE_OR_MATHS = re.compile(
    r"(?:\{(?P<role>[A-Za-z][\w:+.-]*)\})?"
    r"(?<!`)(?P<ticks>`+)(?!`)(?P<code>(?:(?!\n[ \t]*\n).)+?)(?<!`)(?P=ticks)(?!`)"
    rf"|{DISPLAY}(?:[ \t]*\((?P<label>[\w:.-]+)\))?|{INLINE}",
    re.DOTALL,
)
# Stands for the @ of a citation until the @ of people's handles has been escaped.
CITE_MARK = "\ue002"
REFERENCES = frozenset(
    {"ref", "numref", "prf:ref", "eq", "any", "std:ref", "std:numref", "math:numref"}
)
CITATIONS = frozenset(
    {
        "cite",
        "cite:p",
        "cite:ps",
        "citep",
        "cite:alp",
        "footcite",
        "footcite:p",
        "cite:cts",
        "cite:ct",
    }
)
TEXTUAL = frozenset({"cite:t", "cite:ts", "citet", "footcite:t", "cite:alt"})
BARE = frozenset({"cite:year", "cite:yearpar", "cite:author", "cite:authors", "cite:authorpar"})
CODES = frozenset(
    {
        "code", "kbd", "file", "command", "program", "option", "envvar", "samp", "py:func",
        "py:class", "py:mod", "py:meth", "func", "class", "mod", "meth", "attr", "data",
    }
)  # fmt: skip
MARKS = frozenset({"math", "sub", "subscript", "sup", "superscript", "download"})
PLAIN = frozenset(
    {"abbr", "guilabel", "menuselection", "dfn", "index", "sc", "smallcaps", "u", "underline"}
)


def convert_inline(text: str, shelter: Shelter, remarks: list[str]) -> str:
    """Rewrite the roles of a text and take its code and mathematics into the shelter."""

    def one(match: re.Match[str]) -> str:
        if match["role"]:
            return _role(match["role"].lower(), match["code"].strip(), shelter, remarks)
        if match["label"]:
            name = lower_label(f"eq:{match['label'].removeprefix('eq:')}")
            return shelter.keep(f"$${match['display']}$$ {{#{name}}}")
        return shelter.keep(match[0])

    return ROLE_CODE_OR_MATHS.sub(one, text)


def _role(role: str, content: str, shelter: Shelter, remarks: list[str]) -> str:
    if role in REFERENCES:
        return _reference(content, remarks)
    if role in CITATIONS or role in TEXTUAL or role in BARE:
        return _citation(role, content)
    if role in ("doc", "term"):
        return _leading(role, content)
    if role in MARKS or role in CODES:
        return _mark(role, content, shelter)
    if role not in PLAIN:
        remarks.append(f"The role {{{role}}} is not known; its text stays.")
    return _titled(content)[0] or content


def _leading(role: str, content: str) -> str:
    text, target = _titled(content)
    if role == "term":
        return f"[{text or target}](#{term_label(target)})"
    suffix = "" if target.endswith((".md", ".ipynb")) else ".md"
    return f"[{text}]({target}{suffix})"


def _mark(role: str, content: str, shelter: Shelter) -> str:
    if role in CODES:
        return shelter.keep(f"`{content}`")
    if role == "math":
        return shelter.keep(f"${content}$")
    if role == "download":
        text, target = _titled(content)
        return text or shelter.keep(f"`{target}`")
    sign = "~" if role.startswith("sub") else "^"
    return sign + re.sub(r"\s+", r"\\ ", content) + sign


def _titled(content: str) -> tuple[str, str]:
    """Part `text<target>` into its two; without a text the target is all there is."""
    match = TITLED.match(content)
    if match:
        return match["text"].strip(), match["target"].strip()
    return "", content.strip()


def _reference(content: str, remarks: list[str]) -> str:
    text, target = _titled(content)
    if not target:
        remarks.append("A reference that names no label was left out.")
        return text
    # "Figure %s" asks for the number, which the press prints with its word.
    text = "" if re.search(r"%s|\{(number|name)\}", text) else text
    return f"[{text}](#{lower_label(target) or target})"


def _citation(role: str, content: str) -> str:
    keys = [_key(part) for part in re.split(r"[,;]", content) if part.strip()]
    if role in TEXTUAL:
        return "; ".join(keys)
    if role.startswith("cite:year"):
        return "; ".join(f"[-{key}]" for key in keys)
    if role in BARE:
        return "; ".join(keys)
    return f"[{'; '.join(keys)}]"


def _key(part: str) -> str:
    # A page may stand behind the key in braces: {see}key{p. 3}.
    match = re.match(
        r"\s*(?:\{(?P<before>[^{}]*)\})?(?P<key>[^{}]+?)(?:\{(?P<after>[^{}]*)\})?\s*$", part
    )
    key = match["key"].strip() if match else part.strip()
    written = CITE_MARK + (key if PLAIN_KEY.match(key) else f"{{{key}}}")
    before = f"{match['before']} " if match and match["before"] else ""
    after = f", {match['after']}" if match and match["after"] else ""
    return f"{before}{written}{after}"


def term_label(term: str) -> str:
    """Give the label of a term of the glossary."""
    return f"term:{re.sub(r'[^a-z0-9]+', '-', term.lower()).strip('-') or 'unnamed'}"
