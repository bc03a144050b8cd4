"""Style sheets for the language of a book: turned round for those read from right to left.

Style sheets say left and right, as their authors see them. A book in Arabic, Hebrew or Persian
wants all of that the other way round, but for pages: the left one of two is so in every book.
"""

from __future__ import annotations

import re
from functools import lru_cache
from pathlib import Path
from typing import Any

import tinycss2  # type: ignore[import-untyped]  # it has no types

from cookbook.press.languages import family_of, is_right_to_left, is_simplified_chinese

SIDE = re.compile(r"\b(left|right)\b")
OTHER = {"left": "right", "right": "left"}
TURNED = frozenset({"text-align", "float", "clear", "caption-side", "object-position"})
"""Properties of which the values name sides."""
AROUND = frozenset({"margin", "padding", "border-width", "border-style", "border-color", "inset"})
"""Properties with a value for each side: above, right, below, left."""
FOUR = 4
TEXT = re.compile(r"--text:[^;]*")
"""The stack of families in which text is set."""
SPACES = frozenset({"whitespace", "comment"})
JAPANESE, CHINESE = '"Sawarabi Mincho"', '"ZCOOL XiaoWei"'
"""Families that share most characters, and draw them as the readers of one language expect."""


def for_language(file: Path, language: str) -> str:
    """Read a style sheet for a book in some language: as it is, or as that language wants it."""
    source = file.read_text(encoding="utf-8")
    if is_simplified_chinese(language):
        source = source.replace(f"{JAPANESE}, {CHINESE}", f"{CHINESE}, {JAPANESE}")
    return mirrored(source) if is_right_to_left(language) else source


def for_pages(file: Path, language: str) -> str:
    """Read a style sheet of print for a book in some language.

    The family of its script comes first: blanks of another one stand between the words otherwise,
    and lines aren't filled evenly. WeasyPrint indents lines at the left, whichever way they run.
    """
    source = for_language(file, language)
    family = family_of(language)
    if family:
        source = TEXT.sub(lambda stack: _with_first(stack[0], f'"{family}"'), source)
    return _indented_by_boxes(source) if is_right_to_left(language) else source


def is_as_written(language: str) -> bool:
    """Tell whether a language takes all style sheets as they are."""
    return not (
        is_right_to_left(language) or is_simplified_chinese(language) or family_of(language)
    )


@lru_cache(maxsize=16)
def mirrored(source: str) -> str:
    """Turn a style sheet round; rules of pages, and on which page something begins, stay."""
    rules = tinycss2.parse_stylesheet(source, skip_comments=True, skip_whitespace=True)
    return "\n".join(_rule(each) for each in rules)


def _with_first(stack: str, family: str) -> str:
    """Put a family before all others of a stack."""
    name, _, families = stack.partition(":")
    rest = [each.strip() for each in families.split(",") if each.strip() != family]
    return f"{name}: {', '.join([family, *rest])}"


@lru_cache(maxsize=16)
def _indented_by_boxes(source: str) -> str:
    """Indent paragraphs by an empty box before their words."""
    rules = tinycss2.parse_stylesheet(source, skip_comments=True, skip_whitespace=True)
    return "\n".join(part for each in rules for part in (str(each.serialize()), _box(each)))


def _box(rule: Any) -> str:  # noqa: ANN401 -- tinycss2 has no types
    """Write the rule of the box that stands for the indent of a rule, or ""."""
    if rule.type != "qualified-rule":
        return ""
    parts = tinycss2.parse_blocks_contents(rule.content, skip_comments=True, skip_whitespace=True)
    indents = [each for each in parts if each.type == "declaration" and each.name == "text-indent"]
    if not indents:
        return ""
    selectors = tinycss2.serialize(rule.prelude).strip()
    indent = tinycss2.serialize(indents[-1].value).strip()
    if indent == "0":
        return f":is({selectors})::before {{ content: none }}"
    return (
        f"{selectors} {{ text-indent: 0 }}\n:is({selectors})::before "
        f'{{ content: ""; display: inline-block; margin-right: {indent} }}'
    )


def _rule(rule: Any) -> str:  # noqa: ANN401 -- tinycss2 has no types
    if rule.type == "qualified-rule":
        return f"{tinycss2.serialize(rule.prelude)}{{{_turned(rule.content)}}}"
    if rule.type == "at-rule" and rule.lower_at_keyword == "media" and rule.content is not None:
        inner = tinycss2.parse_rule_list(rule.content, skip_comments=True, skip_whitespace=True)
        rules = "\n".join(_rule(each) for each in inner)
        return f"@media {tinycss2.serialize(rule.prelude)}{{{rules}}}"
    return str(rule.serialize())


def _turned(content: Any) -> str:  # noqa: ANN401 -- likewise
    parts = tinycss2.parse_blocks_contents(content, skip_comments=True, skip_whitespace=True)
    return ";".join(
        _declaration(each) if each.type == "declaration" else str(each.serialize())
        for each in parts
    )


def _declaration(declaration: Any) -> str:  # noqa: ANN401 -- likewise
    name = declaration.name
    value = tinycss2.serialize(declaration.value).strip()
    if name in AROUND:
        value = _around(declaration.value)
    elif name in TURNED:
        value = SIDE.sub(lambda side: OTHER[side[0]], value)
    elif not name.startswith("--"):
        name = SIDE.sub(lambda side: OTHER[side[0]], name)
    important = "!important" if declaration.important else ""
    return f"{name}:{value}{important}"


def _around(tokens: Any) -> str:  # noqa: ANN401 -- likewise
    values = [tinycss2.serialize([each]) for each in tokens if each.type not in SPACES]
    if len(values) == FOUR:
        values[1], values[3] = values[3], values[1]
    return " ".join(values)
