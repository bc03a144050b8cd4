"""YAML in and out: the lines between two `---`, and whole YAML files; every scalar is text.

Reading keeps scalars as they were written ("no", 1_000, 2026-10-04 stay text), so that nothing a
contributor typed changes on its way through; only what no book can print is left out, as it can be
smuggled in by escapes. Anchors and aliases are refused: nobody needs them in
a recipe, and they let a small text grow without end.
"""

from __future__ import annotations

import re
from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeAlias, cast

import yaml

from cookbook.errors import Place
from cookbook.manuscript.decoding import tidy_text
from cookbook.manuscript.plain_yaml import read_plain_yaml
from cookbook.manuscript.problems import FrontMatterError

if TYPE_CHECKING:
    from collections.abc import Iterable

Value: TypeAlias = "str | tuple[Value, ...] | Mapping[str, Value]"
"""What YAML holds here: text, a list, or a mapping of text to values."""


class Located(dict[str, Value]):
    """A mapping as it was read, which remembers the line of the file that each key stood in."""

    lines: Mapping[str, int]


YAML_MAX_CHARACTERS = 1_000_000
FRONT_MATTER_MAX_CHARACTERS = 100_000
"""What is read above one recipe or chapter; the longest of real books has some thousands."""
YAML_MAX_DEPTH = 12
FENCE = "---"


@dataclass(frozen=True)
class FrontMatter:
    """The keys above a manuscript, its body, and the line of the file at which the body starts."""

    values: Mapping[str, Value]
    body: str
    body_line: int


class _Loader(yaml.BaseLoader):
    """Reads plain YAML in which every scalar is text."""

    depth = 0
    first_line = 1

    def compose_node(self, parent: yaml.Node | None, index: int) -> yaml.Node | None:
        event = self.peek_event()  # type: ignore[no-untyped-call]  # PyYAML's stubs leave it so
        if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
            raise yaml.MarkedYAMLError(
                problem="anchors (&) and aliases (*) are not read here; write the value out, "
                "or put it in quotes",
                problem_mark=event.start_mark,
            )
        self.depth += 1
        if self.depth > YAML_MAX_DEPTH:
            raise yaml.MarkedYAMLError(
                problem=f"lists within lists deeper than {YAML_MAX_DEPTH}",
                problem_mark=event.start_mark,
            )
        try:
            return super().compose_node(parent, index)
        finally:
            self.depth -= 1

    def construct_mapping(
        self,
        node: yaml.MappingNode,
        deep: bool = False,  # noqa: ARG002, FBT001, FBT002 -- PyYAML's own signature
    ) -> dict[Hashable, Any]:
        mapping = Located()
        lines: dict[str, int] = {}
        mapping.lines = lines
        for key_node, value_node in node.value:
            if not isinstance(key_node, yaml.ScalarNode):
                raise yaml.MarkedYAMLError(
                    problem="a key must be a plain word", problem_mark=key_node.start_mark
                )
            key, _ = tidy_text(key_node.value)
            if key in mapping:
                raise yaml.MarkedYAMLError(
                    problem=f'the key "{key}" stands twice', problem_mark=key_node.start_mark
                )
            lines[key] = self.first_line + key_node.start_mark.line
            mapping[key] = self.construct_object(value_node, deep=True)
        return cast("dict[Hashable, Any]", mapping)


class _Dumper(yaml.dumper.BaseDumper):
    """Writes what _Loader reads, plainly."""

    def ignore_aliases(self, data: object) -> bool:  # noqa: ARG002 -- PyYAML's own signature
        """Write out a value as often as it occurs; PyYAML would put an alias for the second."""
        return True


def _represent_text(dumper: _Dumper, text: str) -> yaml.Node:
    return dumper.represent_scalar("tag:yaml.org,2002:str", text, style=_style(text))


def _style(text: str) -> str | None:
    """Choose a block for paragraphs, quotes with escapes for what no line can show, else plain."""
    lines = text.split("\n")
    if not all(line.isprintable() for line in lines):
        return '"'
    if len(lines) == 1:
        return None
    # A block's first line says how far it is indented, blanks at line ends can't be seen in it, and
    # PyYAML ends the file with "..." below a block that ends in blank lines.
    seen = lines[0] and not text.endswith("\n\n") and all(line == line.strip() for line in lines)
    return "|" if seen else '"'


def _represent_list(dumper: _Dumper, items: Sequence[object]) -> yaml.Node:
    flat = all(isinstance(item, str) and len(item) < 40 and "\n" not in item for item in items)  # noqa: PLR2004
    return dumper.represent_sequence(
        "tag:yaml.org,2002:seq",
        items,
        flow_style=flat and len(items) < 10,  # noqa: PLR2004
    )


def _represent_mapping(dumper: _Dumper, mapping: Mapping[str, object]) -> yaml.Node:
    node = dumper.represent_mapping(
        "tag:yaml.org,2002:map", list(mapping.items()), flow_style=False
    )
    for key, _ in node.value:
        # A key stays on one line, whatever it holds.
        key.style = '"' if key.style else None
    return node


_Dumper.add_representer(str, _represent_text)
_Dumper.add_multi_representer(tuple, _represent_list)
_Dumper.add_multi_representer(list, _represent_list)
_Dumper.add_multi_representer(dict, _represent_mapping)


def read_yaml(text: str, file: str, *, first_line: int = 1) -> Mapping[str, Value]:
    """Read a YAML mapping whose first line is line `first_line` of `file`.

    Raises FrontMatterError with the line and what was expected.
    """
    _refuse_longer(text, YAML_MAX_CHARACTERS, Place(file, first_line))
    plain = read_plain_yaml(text)
    if plain is not None:
        located = Located({key: value for key, (value, _line) in plain.items()})
        located.lines = {key: first_line + line for key, (_value, line) in plain.items()}
        return located
    try:
        value = _load(text, first_line)
    except yaml.MarkedYAMLError as err:
        # What is missed at the end is missed on the last line that says anything.
        line = first_line + min(_line_of(err), text.rstrip().count("\n"))
        raise FrontMatterError(
            f"this YAML can't be read: {_in_our_words(err)}.",
            place=Place(file, line),
            remedy='Each line should be "key: value"; put a value with a colon or quotation marks '
            "in quotes.",
        ) from err
    except (yaml.YAMLError, RecursionError) as err:
        raise FrontMatterError(
            "this YAML can't be read: it holds a character that can't be printed, or lists within "
            "lists without end.",
            place=Place(file, first_line + text.count("\n", 0, getattr(err, "position", 0))),
            remedy="Take the character out, or write it in double quotes as \\x and its number.",
        ) from err
    if value in (None, ""):
        return {}
    if not isinstance(value, dict):
        raise FrontMatterError(
            "this should be a list of keys with values.",
            place=Place(file, first_line),
            remedy='Write lines such as "title: Stone soup".',
        )
    return _frozen_mapping(value)


def write_yaml(values: Mapping[str, Value]) -> str:
    """Write a mapping as YAML; the same mapping gives the same text.

    `read_yaml` reads it back to the same if its texts are as `tidy_text` leaves them, and it is no
    deeper and no longer than can be read.
    """
    if not values:
        return ""
    return yaml.dump(
        values, Dumper=_Dumper, allow_unicode=True, width=100_000, default_flow_style=False
    )


def split_front_matter(text: str, file: str) -> FrontMatter:
    """Part a manuscript into its front matter and its body.

    Raises FrontMatterError where the closing `---` is missing or the YAML can't be read. A text
    without front matter has no values.
    """
    lines = text.split("\n")
    if not lines or lines[0].rstrip() != FENCE:
        return FrontMatter({}, text, 1)
    for number, line in enumerate(lines[1:], start=1):
        if line.rstrip() in (FENCE, "..."):
            above = "".join(f"{each}\n" for each in lines[1:number])
            _refuse_longer(above, FRONT_MATTER_MAX_CHARACTERS, Place(file, 1))
            values = read_yaml(above, file, first_line=2)
            return FrontMatter(values, "\n".join(lines[number + 1 :]), number + 2)
    raise FrontMatterError(
        'the front matter begins with "---" but never ends.',
        place=Place(file, 1),
        remedy='Put a line "---" after its last key.',
    )


def join_front_matter(values: Mapping[str, Value], body: str) -> str:
    """Write front matter and body as one manuscript, with one newline at its end."""
    return (
        f"{FENCE}\n{write_yaml(values)}{FENCE}\n{body.rstrip()}\n"
        if body.strip()
        else (f"{FENCE}\n{write_yaml(values)}{FENCE}\n")
    )


def _load(text: str, first_line: int) -> object:
    loader = _Loader(text)
    loader.first_line = first_line
    try:
        return loader.get_single_data()
    finally:
        loader.dispose()


def _frozen(value: object) -> Value:
    if isinstance(value, list):
        return tuple(_frozen(item) for item in value)
    if isinstance(value, dict):
        return _frozen_mapping(value)
    return tidy_text(str(value))[0]


def _frozen_mapping(value: dict[str, object]) -> Located:
    located = Located({key: _frozen(item) for key, item in value.items()})
    located.lines = getattr(value, "lines", {})
    return located


def _line_of(err: yaml.MarkedYAMLError) -> int:
    """Give the line, from 0, on which a person has to look for the cause of an error."""
    # What was never closed is noticed far below; the context says where it was opened.
    opened = re.match("while (?:scanning|parsing a flow)", err.context or "")
    mark = (opened and err.context_mark) or err.problem_mark or err.context_mark
    return mark.line if mark else 0


def _refuse_longer(text: str, limit: int, place: Place) -> None:
    if len(text) > limit:
        raise FrontMatterError(
            f"holds {len(text):,} characters of YAML; {limit:,} are read.",
            place=place,
            remedy="Move the text into the body.",
        )


def _in_our_words(err: yaml.MarkedYAMLError) -> str:
    problem = re.sub(r"\s+", " ", str(err.problem or err.context or "it is not well formed"))
    replacements = {
        "mapping values are not allowed here": "a second colon in one line",
        "could not find expected ':'": 'a line without "key: value"',
        "expected <block end>, but found '<scalar>'": "a word that belongs to no key",
        "expected <block end>, but found": "the indentation does not fit at",
        "but found another document": 'a line "---" in the middle',
        "found unexpected end of stream": "quotation marks that are never closed",
        "expected the node content, but found '<stream end>'": "a bracket that is never closed",
        "expected ',' or ']', but got": "a list in brackets [ ] goes wrong at",
        "expected ',' or '}', but got": "keys in braces { } go wrong at",
        "found character '\\t' that cannot start any token": "a tab where spaces should be",
        "that cannot start any token": "at the start of a value",
        "sequence entries are not allowed here": 'a list\'s "- " behind a key',
    }
    for theirs, ours in replacements.items():
        problem = problem.replace(theirs, ours)
    return problem


def unknown_keys(values: Mapping[str, Value], known: Iterable[str]) -> dict[str, Value]:
    """Give the keys that we don't know, in the order in which they stood."""
    names = frozenset(known)
    return {key: value for key, value in values.items() if key not in names}
