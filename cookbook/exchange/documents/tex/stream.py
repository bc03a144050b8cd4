"""Tokens that are read from the front and put back there; and arguments, taken from them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from cookbook.exchange.documents.tex.tokens import is_space

OPENING = frozenset({"{", "\\bgroup"})
NO_ARGUMENTS = frozenset({"\\begin", "\\end", "\\item", "\\section", "\\chapter", "\\par", "}"})
"""What no macro means to take, even where TeX would have it."""


class Stream:
    """A stack of tokens whose top is the next one."""

    def __init__(self, tokens: Sequence[str]) -> None:
        self._tokens = list(reversed(tokens))

    def __bool__(self) -> bool:
        return bool(self._tokens)

    def next(self) -> str:
        """Take the next token, or "" at the end."""
        return self._tokens.pop() if self._tokens else ""

    def peek(self) -> str:
        """Give the next token that is no blank, and leave it."""
        for token in reversed(self._tokens):
            if not is_space(token):
                return token
        return ""

    def put_back(self, tokens: Iterable[str]) -> None:
        """Put tokens before all others."""
        self._tokens += reversed(list(tokens))

    def skip_spaces(self) -> None:
        """Take the blanks that come next."""
        while self._tokens and is_space(self._tokens[-1]):
            self._tokens.pop()

    def argument(self) -> list[str]:
        """Take an argument: a group without its braces, or one token."""
        self.skip_spaces()
        if not self._tokens:
            return []
        if self._tokens[-1] == "{":
            self._tokens.pop()
            return self._until_closed("{", "}")
        if self._tokens[-1] in NO_ARGUMENTS:
            return []
        return [self._tokens.pop()]

    def has_optional(self) -> bool:
        """Tell whether an argument in square brackets comes next."""
        return self.peek() == "["

    def optional(self) -> list[str] | None:
        """Take an argument in square brackets, or None where there is none."""
        if not self.has_optional():
            return None
        self.skip_spaces()
        self._tokens.pop()
        return self._until_closed("[", "]")

    def star(self) -> bool:
        """Take a star, if it comes next."""
        if self._tokens and self._tokens[-1] == "*":
            self._tokens.pop()
            return True
        return False

    def until(self, delimiter: Sequence[str]) -> list[str]:
        """Take what comes before a delimiter outside of groups, and the delimiter itself."""
        taken: list[str] = []
        depth = 0
        while self._tokens:
            if depth == 0 and self._follows(delimiter):
                del self._tokens[-len(delimiter) :]
                break
            token = self._tokens.pop()
            depth += {"{": 1, "}": -1}.get(token, 0)
            taken.append(token)
        if taken[:1] == ["{"] and taken[-1:] == ["}"] and _closes_last(taken):
            return taken[1:-1]
        return taken

    def _follows(self, delimiter: Sequence[str]) -> bool:
        return self._tokens[-len(delimiter) :] == list(reversed(delimiter))

    def _until_closed(self, opening: str, closing: str) -> list[str]:
        """Take tokens up to the mark that closes; braces within hide square brackets."""
        taken: list[str] = []
        depth, braces = 1, 0
        while self._tokens:
            token = self._tokens.pop()
            if opening == "[":
                braces += {"{": 1, "}": -1}.get(token, 0)
            if braces <= 0:
                depth += {opening: 1, closing: -1}.get(token, 0)
            if depth == 0:
                break
            taken.append(token)
        return taken


def _closes_last(tokens: Sequence[str]) -> bool:
    depth = 0
    for number, token in enumerate(tokens):
        depth += {"{": 1, "}": -1}.get(token, 0)
        if depth == 0:
            return number == len(tokens) - 1
    return False
