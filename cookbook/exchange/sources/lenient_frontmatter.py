"""Front matter as people really write it: read as it is, or mended, with a remark for each mend."""

from __future__ import annotations

import datetime as dt
import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass

from cookbook.manuscript import FrontMatterError
from cookbook.manuscript.frontmatter import YAML_MAX_CHARACTERS, Value, read_yaml

FENCE = re.compile(r"^---\s*$")
CLOSING_FENCE = re.compile(r"^(-{3,}|\.{3})\s*$")
TOML_FENCE = re.compile(r"^\+\+\+\s*$")
KEY = re.compile(r"^(?P<key>[A-Za-z_][\w -]{0,40}?)\s*:(?:\s+(?P<value>.*)|$)")
BELOW_A_KEY = re.compile(r"^(\s+\S|-\s)")
TOML_MAX_DEPTH = 6


@dataclass(frozen=True)
class LenientManuscript:
    """The keys above a text, the text itself, and what had to be mended to read them."""

    values: Mapping[str, Value]
    body: str
    remarks: tuple[str, ...] = ()


def read_leniently(text: str, file: str) -> LenientManuscript:
    """Part a text into front matter (YAML or TOML) and body; never fails.

    What can't be read as a whole is read line by line; a line that says nothing is named in a
    remark and left out.
    """
    lines = text.lstrip("\n\ufeff \t").split("\n")
    if TOML_FENCE.match(lines[0]):
        return _read_toml(lines)
    if not FENCE.match(lines[0]):
        return LenientManuscript({}, text)
    end, remarks = _closing_line(lines)
    header = lines[1:end]
    body = "\n".join(lines[end + 1 :] if not remarks else lines[end:])
    yaml = "\n".join(header)
    try:
        return LenientManuscript(read_yaml(yaml, file, first_line=2), body, tuple(remarks))
    except FrontMatterError as err:
        remarks.append(f"The front matter was mended, because {_reason(err)}")
    values, mends = _mend(header[: YAML_MAX_CHARACTERS // 10], file)
    return LenientManuscript(values, body, (*remarks, *mends))


def _reason(err: FrontMatterError) -> str:
    line = getattr(err.place, "line", None)
    where = f" (line {line})" if line else ""
    return f"{err.message.rstrip('.')}{where}."


def _closing_line(lines: list[str]) -> tuple[int, list[str]]:
    """Find the line that ends the front matter; without a fence, the first that is no key."""
    for number, line in enumerate(lines[1:], start=1):
        if CLOSING_FENCE.match(line):
            return number, []
        if line.startswith("#") and line.lstrip("#").startswith(" ") and number > 1:
            break
    for number, line in enumerate(lines[1:], start=1):
        if not KEY.match(line) and not BELOW_A_KEY.match(line):
            return number, ['The front matter had no closing "---"; it was ended at its last key.']
    return len(lines), ['The front matter had no closing "---"; the text has no body.']


def _mend(header: list[str], file: str) -> tuple[dict[str, Value], list[str]]:
    """Read each key by itself, so that one bad line costs no other."""
    values: dict[str, Value] = {}
    remarks: list[str] = []
    for key, block in _blocks(header, remarks):
        value = _read_block(block, file)
        if key in values:
            if values[key] != value:
                remarks.append(f'The key "{key}" stood twice; the first value was kept.')
        else:
            values[key] = value
    return values, remarks


def _blocks(header: list[str], remarks: list[str]) -> list[tuple[str, list[str]]]:
    blocks: list[tuple[str, list[str]]] = []
    for line in header:
        plain = line.expandtabs(2)
        match = KEY.match(plain.strip() if not blocks else plain)
        if match:
            blocks.append((match["key"].strip(), [plain.strip()]))
        elif blocks and (BELOW_A_KEY.match(plain) or not plain.strip()):
            blocks[-1][1].append(plain)
        elif plain.strip() and not plain.startswith("#"):
            remarks.append(f'A line of the front matter has no key and was left out: "{plain}".')
    return blocks


def _read_block(block: list[str], file: str) -> Value:
    """Read one key with the lines below it as YAML, else its value as plain text."""
    first = block[0].partition(":")[2].strip()
    quoted = first.replace('"', '\\"') if not first.startswith("[") else ""
    for attempt in ("\n".join(block), f'{block[0].partition(":")[0]}: "{quoted}"'):
        try:
            value = next(iter(read_yaml(attempt, file).values()), "")
        except FrontMatterError:
            continue
        if value or not first:
            return value
    return _words(first) if first.startswith("[") else first.strip("'\" ")


def _words(text: str) -> tuple[str, ...]:
    items = (item.strip("'\" ") for item in text.strip("[] ").split(","))
    return tuple(item for item in items if item)


def _read_toml(lines: list[str]) -> LenientManuscript:
    closing = (number for number, line in enumerate(lines[1:], start=1) if TOML_FENCE.match(line))
    end = next(closing, None)
    if end is None:
        remark = 'The front matter had no closing "+++"; it was left in the text.'
        return LenientManuscript({}, "\n".join(lines[1:]), (remark,))
    body = "\n".join(lines[end + 1 :])
    try:
        loaded = tomllib.loads("\n".join(lines[1:end])[:YAML_MAX_CHARACTERS])
    except (tomllib.TOMLDecodeError, RecursionError) as err:
        return LenientManuscript({}, body, (f"The front matter can't be read as TOML: {err}.",))
    return LenientManuscript({key: _plain(item) for key, item in loaded.items()}, body)


def _plain(item: object, depth: int = 1) -> Value:
    """Give a TOML value as text, lists and mappings, as YAML is read."""
    if depth > TOML_MAX_DEPTH:
        return str(item)
    if isinstance(item, dict):
        return {str(key): _plain(value, depth + 1) for key, value in item.items()}
    if isinstance(item, list):
        return tuple(_plain(value, depth + 1) for value in item)
    if isinstance(item, bool):
        return "true" if item else "false"
    if isinstance(item, dt.date):
        return item.isoformat()
    return str(item)
