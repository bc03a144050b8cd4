"""MyST's directives, fenced blocks that begin {name}, -> figures, furniture and code."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from cookbook.errors import CookbookError
from cookbook.exchange.myst.roles import term_label
from cookbook.exchange.rewriting.figures import ADDRESS, write_absence, write_figure
from cookbook.exchange.rewriting.plain_words import (
    fenced_div,
    lower_label,
    plain_text,
    quoted_attribute,
)
from cookbook.exchange.rewriting.sheltering import fenced
from cookbook.manuscript.frontmatter import read_yaml

OPTION = re.compile(r"^\s*:([\w-]+):(?:\s+(.*))?$")
# What each admonition is in our furniture, and the title that it brings along.
ADMONITIONS = {
    "note": ("note", ""),
    "admonition": ("note", ""),
    "important": ("note", "Important"),
    "seealso": ("note", "See also"),
    "topic": ("note", ""),
    "sidebar": ("note", ""),
    "margin": ("note", ""),
    "aside": ("note", ""),
    "dropdown": ("note", ""),
    "todo": ("note", "To do"),
    "tip": ("tip", ""),
    "hint": ("tip", "Hint"),
    "warning": ("warning", ""),
    "attention": ("warning", "Attention"),
    "caution": ("warning", "Caution"),
    "danger": ("warning", "Danger"),
    "error": ("warning", "Error"),
}
THEOREMS = {
    "theorem": ("theorem", "thm"), "lemma": ("theorem", "thm"), "corollary": ("theorem", "thm"),
    "proposition": ("theorem", "thm"), "definition": ("definition", "def"),
    "example": ("example", "ex"), "exercise": ("exercise", "exr"), "solution": ("solution", ""),
    "proof": ("proof", ""), "exercise-start": ("exercise", "exr"),
}  # fmt: skip
CODES = frozenset({"code", "code-block", "sourcecode", "code-cell", "prompt", "parsed-literal"})
MADE_BY_PRESS = frozenset(
    {
        "bibliography",
        "toctree",
        "tableofcontents",
        "contents",
        "printindex",
        "index",
        "footbibliography",
    }
)
WRAPPERS = frozenset(
    {"container", "div", "grid", "grid-item", "grid-item-card", "card", "panels", "tab-set",
     "tab-item", "tabbed", "tabs", "only", "centered", "compound", "rst-class", "figure-md"}
)  # fmt: skip


@dataclass(frozen=True)
class Directive:
    """A directive: its name, what stands behind the name, its options, and its content."""

    name: str
    argument: str = ""
    options: Mapping[str, str] = field(default_factory=dict)
    content: str = ""


@dataclass(frozen=True)
class Surroundings:
    """What a directive needs from the chapter that it stands in.

    `convert` turns Markdown inside it, `place` finds a picture, `label` is the target above it;
    `aliases` and `remarks` are written to.
    """

    convert: Callable[[str], str]
    place: Callable[[str], str]
    label: str
    aliases: dict[str, str]
    remarks: list[str]

    def name(self, kind: str, name: str) -> str:
        """Give the label of a thing; every name that it had leads to it from now on."""
        names = [one for one in (name.strip(), self.label) if one]
        if not names:
            return ""
        plain = lower_label(names[0])
        label = plain if not kind or plain.startswith(f"{kind}:") else f"{kind}:{plain}"
        self.aliases.update({lower_label(one): label for one in names})
        return label


def read_directive(info: str, lines: list[str], remarks: list[str]) -> Directive:
    """Read a directive from the words behind its fence and the lines inside it."""
    match = re.match(r"^\{?([A-Za-z][\w:+.-]*)\}?\s*(.*)$", info)
    name, argument = (match[1].lower(), match[2].strip()) if match else ("", info)
    lines = list(lines)
    while lines and not lines[0].strip():
        lines.pop(0)
    options: dict[str, str] = {}
    if lines and lines[0].strip() == "---":
        end = next((n for n, line in enumerate(lines[1:], 1) if line.strip() == "---"), 0)
        if end:
            options = _yaml_options(lines[1:end], remarks)
            lines = lines[end + 1 :]
    else:
        while lines and (option := OPTION.match(lines[0])):
            options[option[1].lower()] = (option[2] or "").strip()
            lines.pop(0)
    return Directive(name, argument, options, "\n".join(lines).strip("\n"))


def _yaml_options(lines: list[str], remarks: list[str]) -> dict[str, str]:
    try:
        values = read_yaml("\n".join(lines), "options")
        return {key.lower(): value for key, value in values.items() if isinstance(value, str)}
    except CookbookError:
        # A colon or a quotation mark in a description breaks YAML; each line is a key all the same.
        remarks.append("The options of a block were no YAML; they were read line by line.")
        pairs = (line.partition(":") for line in lines if ":" in line)
        return {key.strip().lower(): value.strip().strip("\"'") for key, _, value in pairs}


def write_directive(directive: Directive, around: Surroundings) -> str:
    """Write a directive in the text format; one that isn't known stays as what is in it."""
    name = directive.name.removeprefix("prf:")
    if name in ("figure", "image"):
        return _figure(directive, around)
    if name in ADMONITIONS:
        return _admonition(directive, around)
    if name in THEOREMS:
        return _theorem(directive, name, around)
    for names, write in (
        (CODES, _code), (frozenset({"math"}), _maths), (frozenset({"glossary"}), _glossary),
        (WRAPPERS, _content), (MADE_BY_PRESS, _made_by_press),
        (frozenset({"epigraph", "pull-quote", "highlights", "blockquote"}), _quotation),
        (frozenset({"table"}), _table),
    ):  # fmt: skip
        if name in names:
            return write(directive, around)
    return _unknown(directive, around)


def _figure(directive: Directive, around: Surroundings) -> str:
    source = directive.argument.strip().strip("<>")
    label = around.name("fig", directive.options.get("name", ""))
    caption, _, more = directive.content.partition("\n\n")
    caption, alt = around.convert(caption), directive.options.get("alt", "")
    legend = f"\n\n{around.convert(more)}" if more.strip() else ""
    path = "" if ADDRESS.match(source) else around.place(source)
    if path:
        width = directive.options.get("width", "")
        return write_figure(path, caption=caption, alt=alt, label=label, width=width) + legend
    around.remarks.append(f"The picture {source or '(unnamed)'} is not in the collection.")
    about = " ".join(part for part in (caption, f"({alt})" if alt else "") if part)
    note = f"Picture not included: {source}. {about}".strip()
    return write_absence("figure", about=note, label=label) + legend


def _admonition(directive: Directive, around: Surroundings) -> str:
    kind, title = ADMONITIONS[directive.name]
    content, argument = directive.content, directive.argument
    if argument and directive.name not in ("admonition", "sidebar", "topic", "dropdown", "margin"):
        # Behind the name of a plain admonition stands the beginning of its text.
        content, argument = f"{argument}\n{content}".strip(), ""
    title = plain_text(argument) or title
    label = around.name("", directive.options.get("name", ""))
    return _div(kind, title, label, around.convert(content))


def _div(kind: str, title: str, label: str, content: str) -> str:
    return fenced_div(
        content,
        f".{kind}",
        f"#{label}" if label else "",
        quoted_attribute("title", title) if title else "",
    )


def _theorem(directive: Directive, name: str, around: Surroundings) -> str:
    kind, prefix = THEOREMS[name]
    title = plain_text(directive.argument)
    named = directive.options.get("label", "") or directive.options.get("name", "")
    label = around.name(prefix, named)
    if name in ("lemma", "corollary", "proposition"):
        title = f"{name.capitalize()}: {title}" if title else name.capitalize()
    if kind == "solution":
        target = lower_label(f"exr:{directive.argument.split()[0]}") if directive.argument else ""
        about = quoted_attribute("for", target) if target else ""
        return fenced_div(around.convert(directive.content), ".solution", about)
    return _div(kind, title, label, around.convert(directive.content))


def _code(directive: Directive, around: Surroundings) -> str:
    caption = directive.options.get("caption", "")
    language = re.sub(
        r"[^\w+#-]", "", directive.argument.split(" ")[0].lower().removeprefix("ipython3")
    )
    if directive.name == "code-cell":
        language = language or "python"
        around.remarks.append("A cell of code was kept; what it would compute is not here.")
    block = fenced(directive.content, language)
    return f"{around.convert(caption)}\n\n{block}" if caption else block


def _maths(directive: Directive, around: Surroundings) -> str:
    formula = "\n".join(line for line in directive.content.split("\n") if line.strip())
    formula = f"{directive.argument}\n{formula}".strip()
    label = around.name(
        "eq", directive.options.get("label", "") or directive.options.get("name", "")
    )
    return write_equation(formula, label)


def write_equation(formula: str, label: str) -> str:
    """Write a displayed formula; rows that align on & stand in `aligned`."""
    if re.search(r"\\\\|(?<!\\)&", formula) and r"\begin{" not in formula:
        formula = f"\\begin{{aligned}}\n{formula}\n\\end{{aligned}}"
    return f"$$\n{formula}\n$$" + (f" {{#{label}}}" if label else "")


def _glossary(directive: Directive, around: Surroundings) -> str:
    entries: list[tuple[list[str], list[str]]] = []
    for line in directive.content.split("\n"):
        if line.strip() and not line[0].isspace():
            if not entries or any(part.strip() for part in entries[-1][1]):
                entries.append(([], []))
            entries[-1][0].append(line.strip().split(" : ")[0])
        elif entries:
            entries[-1][1].append(line.strip())
    written = []
    for terms, lines in entries:
        named = [f"[{around.convert(term)}]{{#{term_label(plain_text(term))}}}" for term in terms]
        text = around.convert("\n".join(lines).strip()) or "(No definition.)"
        body = text.replace("\n", "\n    ")
        written.append(f"{', '.join(named)}\n\n:   {body}")
    return fenced_div("\n\n".join(written), ".key-terms")


def _content(directive: Directive, around: Surroundings) -> str:
    title = (
        f"**{plain_text(directive.argument)}**\n\n"
        if directive.name.endswith(("item", "card"))
        else ""
    )
    return title + around.convert(directive.content)


def _made_by_press(directive: Directive, around: Surroundings) -> str:
    around.remarks.append(f"{{{directive.name}}} was left out: the press makes it.")
    return ""


def _quotation(directive: Directive, around: Surroundings) -> str:
    return "\n".join(f"> {line}".rstrip() for line in around.convert(directive.content).split("\n"))


def _table(directive: Directive, around: Surroundings) -> str:
    label = around.name("tbl", directive.options.get("name", ""))
    about = f"{plain_text(directive.argument)}{f' {{#{label}}}' if label else ''}".strip()
    body = around.convert(directive.content)
    return f"{body}\n\n: {about}" if about else body


def _unknown(directive: Directive, around: Surroundings) -> str:
    around.remarks.append(f"The block {{{directive.name}}} is not known; its content was kept.")
    if directive.name in ("raw", "eval-rst", "mermaid", "csv-table", "list-table", "include",
                          "literalinclude", "plot", "graphviz"):  # fmt: skip
        text = "\n".join(part for part in (directive.argument, directive.content) if part)
        return fenced(text)
    title = plain_text(directive.argument)
    return _div(
        "note",
        title,
        around.name("", directive.options.get("name", "")),
        around.convert(directive.content),
    )
