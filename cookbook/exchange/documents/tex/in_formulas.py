"""Commands that mean one thing in a formula and another in words, while a text is expanded."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from cookbook.exchange.documents.tex.stream import Stream
from cookbook.exchange.documents.tex.tokens import text_of, trimmed

if TYPE_CHECKING:
    from cookbook.exchange.documents.tex.expansion import Expander

LEAVE_TEXT = "\0leave"
"""Stands where words within a formula end."""
WORDS_IN_MATHS = frozenset({"\\text", "\\mbox", "\\textrm", "\\textup", "\\textnormal", "\\hbox"})
FEW = 3
REFERENCE = re.compile(r"\\(?:cref|Cref|ref|eqref|autoref)\s*\{[^{}]*\}|[{}~$]|\\[a-zA-Z]+")


def dollar(expander: Expander, _command: str, stream: Stream) -> None:
    """Enter or leave a formula between dollars."""
    double = bool(stream) and stream.peek() == "$" and (expander.mode in ("", "display"))
    if double:
        following = stream.next()
        double = following == "$"
        if not double:
            stream.put_back([following])
    mode = "display" if double else "inline"
    if expander.mode == mode:
        expander.modes.pop()
    elif not expander.mode:
        expander.modes.append(mode)
    expander.out.append("$$" if double else "$")


def formula_begins(expander: Expander, command: str, _stream: Stream) -> None:
    r"""Enter \( or \[."""
    expander.modes.append("display" if command == "\\[" else "inline")
    expander.out.append(command)


def formula_ends(expander: Expander, command: str, _stream: Stream) -> None:
    r"""Leave \) or \]."""
    expander.leave()
    expander.out.append(command)


def words_in_maths(expander: Expander, command: str, stream: Stream) -> None:
    """Enter words within a formula; elsewhere it is a command like any other."""
    if not expander.mode:
        expander.out.append(command)
        return
    words = stream.argument()
    expander.modes.append("")
    expander.out += [command if command != "\\hbox" else "\\mbox", "{"]
    stream.put_back([*words, LEAVE_TEXT])


def words_end(expander: Expander, _command: str, _stream: Stream) -> None:
    """Leave words within a formula."""
    expander.leave()
    expander.out.append("}")


def ensure_maths(expander: Expander, _command: str, stream: Stream) -> None:
    """Leave the marks of a formula to where they are wanted."""
    inside = stream.argument()
    stream.put_back(["{", *inside, "}"] if expander.mode else ["$", *inside, "$"])


def x_space(expander: Expander, _command: str, stream: Stream) -> None:
    """Part a macro from the word behind it."""
    following = stream.next()
    if following:
        stream.put_back([following])
    if not expander.mode and following[:1].isalnum():
        expander.out.append(" ")


def math_choice(expander: Expander, _command: str, stream: Stream) -> None:
    """Take the form for the formula that we are in."""
    forms = [stream.argument() for _ in range(4)]
    stream.put_back(forms[0] if expander.mode == "display" else forms[1])


def raised(expander: Expander, _command: str, stream: Stream) -> None:
    """Leave what is moved up or down where it is."""
    stream.argument()
    stream.optional()
    inside = stream.argument()
    stream.put_back([each for each in inside if each != "$"] if expander.mode else inside)


def underlined_gap(expander: Expander, command: str, stream: Stream) -> None:
    """Leave out spaces of a width within formulas."""
    stream.star()
    stream.argument()
    if command == "\\hspace" and not expander.mode:
        expander.out.append(" ")


def empty_pair(expander: Expander, command: str, stream: Stream) -> None:
    r"""Leave out \mathopen{} and its like, which only space."""
    inside = stream.argument()
    if trimmed(inside):
        expander.out += [command, "{"]
        stream.put_back([*inside, "}"])


def tag(expander: Expander, command: str, stream: Stream) -> None:
    """Set what stands beside a formula into it; its references can't lead on from there."""
    stream.star()
    inside = stream.argument()
    words = " ".join(REFERENCE.sub("", text_of(inside)).split())
    if not expander.mode:
        expander.out += [command, "{", *inside, "}"]
    elif len(words) > FEW:
        expander.out += ["\\qquad", "\\text{(", *words.strip("() "), ")}"]
    if expander.mode and "\\" in text_of(inside):
        expander.tags += 1
