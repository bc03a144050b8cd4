"""R source whose value stands in it as it is: strings, numbers, calls. Nothing runs."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TypeAlias

MAX_DEPTH = 30
TOKEN = re.compile(
    r"""(?P<blank>\s+|\#[^\n]*)|(?P<string>"(?:\\.|[^"\\])*"|'(?:\\.|[^'\\])*')"""
    r"""|(?P<number>-?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?L?(?![\w.]))"""
    r"""|(?P<name>`[^`\n]+`|[A-Za-z.][\w.]*(?:::[A-Za-z.][\w.]*)?)|(?P<mark>[()=,~])""",
    re.DOTALL,
)


@dataclass(frozen=True)
class Name:
    """A word of R that stands for something we don't know."""

    word: str


@dataclass(frozen=True)
class Call:
    """A call: the function's name, and its arguments in order, each with its name or ""."""

    function: str
    arguments: tuple[tuple[str, Literal], ...] = ()

    def plain(self) -> tuple[Literal, ...]:
        """Give the arguments without a name."""
        return tuple(value for name, value in self.arguments if not name)

    def named(self) -> Mapping[str, Literal]:
        """Give the arguments with a name."""
        return {name: value for name, value in self.arguments if name}


@dataclass(frozen=True)
class Number:
    """A number, as it was written."""

    written: str


Literal: TypeAlias = str | Number | Name | Call


class NoLiteralError(ValueError):
    """This R would have to be run to know what it gives."""


def read_literal(source: str) -> Literal:
    """Read one expression. Raises NoLiteralError where it is more than calls, strings, numbers."""
    reader = _Reader(_tokens(source))
    value = reader.expression(0)
    if reader.position < len(reader.tokens):
        raise NoLiteralError(source[:60])
    return value


def read_arguments(source: str) -> Mapping[str, Literal]:
    """Read `name = value` pairs as in a chunk's head; what can't be read is left out."""
    found: dict[str, Literal] = {}
    for part in _split(source):
        name, equals, value = part.partition("=")
        if not equals or not re.fullmatch(r"\s*[\w.]+\s*", name):
            continue
        try:
            found[name.strip()] = read_literal(value)
        except NoLiteralError:
            found[name.strip()] = Name(value.strip())
    return found


def unquote(string: str) -> str:
    """Give the text of a quoted R string; TeX whose backslash wasn't doubled keeps it."""

    def one(match: re.Match[str]) -> str:
        following = match[1]
        if following in "\\\"'`":
            return following
        if following == "n" and not re.match(r"[a-z]", match.string[match.end() :]):
            return "\n"
        return match[0]

    return re.sub(r"\\(.)", one, string[1:-1], flags=re.DOTALL)


class _Reader:
    def __init__(self, tokens: list[tuple[str, str]]) -> None:
        self.tokens = tokens
        self.position = 0

    def peek(self) -> tuple[str, str]:
        return self.tokens[self.position] if self.position < len(self.tokens) else ("", "")

    def take(self) -> tuple[str, str]:
        token = self.peek()
        self.position += 1
        return token

    def expression(self, depth: int) -> Literal:
        if depth > MAX_DEPTH:
            raise NoLiteralError("too deep")
        kind, text = self.take()
        if kind == "string":
            return unquote(text)
        if kind == "number":
            return Number(text.rstrip("L"))
        if kind == "mark":
            return self._marked(text, depth)
        if kind != "name":
            raise NoLiteralError(text)
        if self.peek() != ("mark", "("):
            return Name(text.strip("`"))
        self.take()
        return Call(text.split("::")[-1], self._arguments(depth))

    def _marked(self, mark: str, depth: int) -> Literal:
        inner = self.expression(depth + 1)
        if mark == "~":
            return Call("~", (("", inner),))
        if mark != "(" or self.take() != ("mark", ")"):
            raise NoLiteralError(mark)
        return inner

    def _arguments(self, depth: int) -> tuple[tuple[str, Literal], ...]:
        found: list[tuple[str, Literal]] = []
        while self.peek() != ("mark", ")"):
            name = ""
            following = self.tokens[self.position + 1 : self.position + 2]
            if self.peek()[0] in ("name", "string") and following == [("mark", "=")]:
                kind, text = self.take()
                name = unquote(text) if kind == "string" else text.strip("`")
                self.take()
            found.append((name, self.expression(depth + 1)))
            if self.peek() == ("mark", ","):
                self.take()
            elif self.peek() != ("mark", ")"):
                raise NoLiteralError(self.peek()[1])
        self.take()
        return tuple(found)


def _tokens(source: str) -> list[tuple[str, str]]:
    tokens: list[tuple[str, str]] = []
    position = 0
    while position < len(source):
        match = TOKEN.match(source, position)
        if not match:
            raise NoLiteralError(source[position : position + 30])
        if match.lastgroup and match.lastgroup != "blank":
            tokens.append((match.lastgroup, match[0]))
        position = match.end()
    return tokens


def _split(source: str) -> list[str]:
    """Part arguments at the commas that stand outside quotes and brackets."""
    parts, depth, quote, start, position = list[str](), 0, "", 0, 0
    while position < len(source):
        mark = source[position]
        if quote:
            position += mark == "\\"
            quote = "" if mark == quote else quote
        elif mark in "\"'`":
            quote = mark
        elif mark in "([{":
            depth += 1
        elif mark in ")]}":
            depth -= 1
        elif mark == "," and depth == 0:
            parts.append(source[start:position])
            start = position + 1
        position += 1
    return [part for part in (*parts, source[start:]) if part.strip()]
