"""Many small objects as one template: all of them get their numbers in one step.

Numbers stand in it in a fixed width, so that the place of every object in it is known beforehand.
"""

from __future__ import annotations

from array import array
from collections.abc import Sequence
from dataclasses import dataclass, field

from cookbook.press.typesetting.relocating import Token

NUMBER = "%7d"
"""Wide enough for ten million objects; blanks before a number mean nothing."""
WIDTH = 7


def has_own_tokens(tokens: Sequence[Token]) -> bool:
    """Tell whether there are tokens that are no numbers of objects."""
    return any(not isinstance(token, int) for token in tokens)


@dataclass
class Group:
    """Gathers objects; `members` are their tokens in order, `head_size` that of what finds them."""

    members: list[int] = field(default_factory=list)
    bodies: list[str] = field(default_factory=list)
    tokens: list[int] = field(default_factory=list)
    head_size: int = 0

    def add(self, token: int, template: str, tokens: Sequence[int]) -> None:
        """Take in an object of which numbers of objects are all that changes."""
        self.members.append(token)
        self.bodies.append(template.replace("%d", NUMBER))
        self.tokens += tokens

    def packed(self) -> tuple[bytes, bytes]:
        """Give an object stream's template, and its numbers' tokens (ISO 32000-1, 7.5.7)."""
        places, place = [], 0
        for body in self.bodies:
            places.append(f"{NUMBER} {place}")
            place += len(body.replace(NUMBER, "." * WIDTH).replace("%%", "%")) + 1
        head = " ".join(places) + "\n"
        self.head_size = len(head.replace(NUMBER, "." * WIDTH))
        template = (head + "\n".join(self.bodies)).encode("latin-1")
        return template, array("i", [*self.members, *self.tokens]).tobytes()
