"""TeX's own conditions, as far as macros of texts use them, while a text is expanded."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from cookbook.exchange.documents.tex.stream import OPENING, Stream
from cookbook.exchange.documents.tex.tokens import trimmed

if TYPE_CHECKING:
    from cookbook.exchange.documents.tex.expansion import Expander

CONDITIONS = {"\\fi": -1, "\\if": 1, "\\ifx": 1, "\\iffalse": 1, "\\iftrue": 1}
"""How much deeper we are behind a token of TeX's conditions."""


def if_next(_expander: Expander, _command: str, stream: Stream) -> None:
    """Look which token comes next, as macros of TeX's own do."""
    wanted, then, otherwise = trimmed(stream.argument()), stream.argument(), stream.argument()
    following = stream.peek()
    same = bool(wanted) and (
        wanted[0] == following or (wanted[0] in OPENING and following in OPENING)
    )
    stream.put_back(then if same else otherwise)


def if_star(_expander: Expander, _command: str, stream: Stream) -> None:
    """Look whether a star comes next."""
    then, otherwise = stream.argument(), stream.argument()
    stream.put_back(then if stream.star() else otherwise)


def if_equal(_expander: Expander, command: str, stream: Stream) -> None:
    r"""Choose as TeX's own conditions do: whether something is empty, or two tokens are one."""
    first = stream.argument()
    is_chosen = False
    if first == ["\\relax"] and stream.peek() == "\\detokenize":
        stream.argument()
        is_chosen = not trimmed(stream.argument())
        if stream.peek() == "\\relax":
            stream.argument()
    elif command == "\\ifx":
        is_chosen = first == stream.argument()
    else:
        stream.argument()
    then, otherwise = _branches(stream)
    stream.put_back(then if is_chosen else otherwise)


def if_nothing(_expander: Expander, _command: str, stream: Stream) -> None:
    r"""Leave out what stands between \iffalse and \fi."""
    depth = 1
    while stream and depth:
        following = stream.next()
        if following == "\\fi":
            depth -= 1
        elif re.match(r"\\if[a-z@]*$", following):
            depth += 1


def if_defined(expander: Expander, command: str, stream: Stream) -> None:
    """Choose by whether the text defines something."""
    name, then, otherwise = trimmed(stream.argument()), stream.argument(), stream.argument()
    is_defined = bool(name) and name[0] in expander.definitions.macros
    stream.put_back(then if is_defined == (command == "\\ifdef") else otherwise)


def _branches(stream: Stream) -> tuple[list[str], list[str]]:
    r"""Take what stands before and behind \else, up to \fi."""
    branches: tuple[list[str], list[str]] = ([], [])
    depth, side = 0, 0
    while stream:
        following = stream.next()
        if following == "\\fi" and depth == 0:
            break
        if following == "\\else" and depth == 0:
            side = 1
            continue
        depth += CONDITIONS.get(following, 0)
        branches[side].append(following)
    return branches
