"""The invitation of a call: its short address, the code that leads there, and its poster."""

from __future__ import annotations

from dataclasses import dataclass

from cookbook.models import Call
from cookbook.press.poster import Poster, print_poster

PARAGRAPH = "\n\n"


@dataclass(frozen=True)
class Invitation:
    """What an editor hands round: the full address of a call, and the same without its scheme."""

    link: str

    @property
    def address(self) -> str:
        """The address as people type it."""
        return self.link.partition("://")[2]


def draw_poster(call: Call, link: str, *, site: str) -> bytes:
    """Draw the poster of a call as a PDF of one page of A4. Raises LayoutError."""
    volume = call.volume
    return print_poster(
        Poster(
            title=call.title,
            book=volume.title,
            language=volume.language,
            site=site,
            words=[" ".join(each.split()) for each in call.words.split(PARAGRAPH) if each.strip()],
            wanted=[str(each) for each in call.wanted],
            deadline=last_day(call),
            link=link,
        )
    )


def last_day(call: Call) -> str:
    """Give the last day of a call in words; "" where it has none."""
    day = call.last_day
    return f"{day.day} {day:%B %Y}" if day else ""
