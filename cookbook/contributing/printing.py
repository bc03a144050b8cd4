"""A text as the printed pages of its volume's book, while it is being written."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace

from sqlalchemy.orm import Session

from cookbook.contributing.previews import Shown
from cookbook.contributing.remarks import Remark, remarks_of, say_warning
from cookbook.errors import CookbookError
from cookbook.manuscript import parse_entry
from cookbook.models import Contribution, Volume
from cookbook.press.alone import LoneText
from cookbook.publishing.proofs import (
    picture_digests,
    place_of,
    pull_pages,
    say_why_not,
    show_pages,
)


@dataclass(frozen=True)
class Writing:
    """What is being written: a text of a volume, new or a contribution's.

    `signed` signs what names nobody; `sheet` tells apart what is written on at the same time;
    `waiting` gives the digests by path of pictures that are to be its own.
    """

    volume: Volume
    text: str
    path: str
    sheet: str
    contribution: Contribution | None = None
    signed: str = ""
    waiting: Mapping[str, str] = field(default_factory=dict, hash=False)


def print_writing(session: Session, writing: Writing, otherwise: Callable[[], Shown]) -> Shown:
    """Print a text on pages as its book would; where that can't be, show it `otherwise`.

    Fails in words, never raises.
    """
    volume, contribution = writing.volume, writing.contribution
    try:
        entry = parse_entry(writing.text, writing.path)
        authors = [writing.signed] if writing.signed and not entry.by else []
        preview = pull_pages(
            volume,
            LoneText(writing.text, writing.path, volume.bibliography, authors),
            sheet=writing.sheet,
            part=place_of(contribution),
            pictures={**picture_digests(session, volume, contribution), **writing.waiting},
        )
    except CookbookError as err:
        shown = otherwise()
        remark = Remark("About the pages", say_why_not(err))
        return shown if shown.problem else replace(shown, remarks=(remark, *shown.remarks))
    said = (say_warning(warning) for warning in preview.warnings)
    remarks = tuple(dict.fromkeys([*said, *remarks_of(entry)]))
    return Shown("", remarks, pages=show_pages(preview), count=preview.count)
