"""A call -> a poster: one page of A4 as a tagged PDF, with a code that leads to the call."""

from __future__ import annotations

import dataclasses
import html
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from string import Template

from cookbook.config import kit_folder
from cookbook.press.bounded import no_longer_than
from cookbook.press.codes import code_as_svg
from cookbook.press.outputs.printing import PDF_VARIANT, run_typesetter
from cookbook.press.warnings import Warnings
from cookbook.press.workshop import scratch_folder

SIZES = ("large", "middle", "small")
"""How large the words may be; the first with which all stands on one page is taken."""
MOST_CHARACTERS = 2400
"""More words than these stand on no such page, so no time is spent on trying."""
FEWEST_CHARACTERS = 240
TITLE_MAX_LENGTH = 180
WISH_MAX_LENGTH = 120
SECONDS = 40.0
"""How long all tries may take together; one takes about a second."""
ELLIPSIS = "…"


@dataclass(frozen=True)
class Poster:
    """What a poster says; `words` are paragraphs, `deadline` a day in words or "".

    `link` is what the code leads to, `address` the same for people who type.
    """

    title: str
    book: str
    language: str
    site: str
    words: Sequence[str]
    wanted: Sequence[str]
    deadline: str
    link: str

    @property
    def address(self) -> str:
        """The link as people type it."""
        return self.link.partition("://")[2] or self.link


def print_poster(poster: Poster) -> bytes:
    """Print a poster: always one page, with smaller letters or fewer words where it says much.

    Raises LayoutError where it can't be laid out.
    """
    with scratch_folder() as folder, no_longer_than(SECONDS):
        (folder / "code.svg").write_bytes(code_as_svg(poster.link))
        for version, size in _tries(poster):
            if _lay_out(version, size, folder) == 1:
                break
        return (folder / "poster.pdf").read_bytes()


def _tries(poster: Poster) -> Iterator[tuple[Poster, str]]:
    """Give what may be laid out, the best first; the last one fits whatever was written."""
    whole = _of_length(poster, MOST_CHARACTERS)
    for size in SIZES:
        yield whole, size
    for most in (MOST_CHARACTERS // 2, MOST_CHARACTERS // 4):
        yield _of_length(poster, most), SIZES[-1]
    least = _of_length(poster, FEWEST_CHARACTERS)
    yield dataclasses.replace(least, wanted=(), title=_cut(poster.title, 100)), SIZES[-1]


def _of_length(poster: Poster, most: int) -> Poster:
    """Give a poster with at most so many characters in its words, and as many again in wishes."""
    words, left = [], most
    for paragraph in poster.words:
        words.append(_cut(paragraph, left))
        left -= len(words[-1])
        if left < 1 or words[-1] != paragraph:
            break
    wishes = [_cut(each, WISH_MAX_LENGTH) for each in poster.wanted[: most // WISH_MAX_LENGTH]]
    return dataclasses.replace(
        poster,
        title=_cut(poster.title, TITLE_MAX_LENGTH),
        book=_cut(poster.book, TITLE_MAX_LENGTH),
        site=_cut(poster.site, TITLE_MAX_LENGTH),
        words=words,
        wanted=wishes,
    )


def _cut(words: str, longest: int) -> str:
    return words if len(words) <= longest else f"{words[: longest - 1].rstrip()}{ELLIPSIS}"


def _lay_out(poster: Poster, size: str, folder: Path) -> int:
    """Lay a poster out in a folder, and give how many pages it has."""
    page = folder / "poster.html"
    page.write_text(_html(poster, size), encoding="utf-8")
    job = {
        "html": str(page),
        "pdf": str(folder / "poster.pdf"),
        "folders": [str(folder), str(kit_folder())],
        "body_anchor": "",
        "variant": PDF_VARIANT,
    }
    pages: int = run_typesetter(job, folder, Warnings(), lambda _: None)["pages"]
    return pages


def _html(poster: Poster, size: str) -> str:
    kit = kit_folder() / "print"
    template = Template((kit / "poster.html").read_text(encoding="utf-8"))
    words = "".join(f'<p dir="auto">{html.escape(each)}</p>' for each in poster.words)
    wishes = "".join(f'<li dir="auto">{html.escape(each)}</li>' for each in poster.wanted)
    plain = {
        "title": poster.title,
        "book": poster.book,
        "language": poster.language,
        "site": poster.site,
        "address": poster.address,
        "style": (kit / "poster.css").as_uri(),
        "size": size,
    }
    until = html.escape(poster.deadline)
    return template.substitute(
        {name: html.escape(said) for name, said in plain.items()},
        words=words,
        wanted=_wishes(wishes, poster.language),
        deadline=f'<p class="deadline">Until {until}</p>' if until else "",
    )


def _wishes(items: str, language: str) -> str:
    if not items:
        return ""
    lang = html.escape(language)
    return f'<div class="wanted"><h2>Wanted above all</h2><ul lang="{lang}">{items}</ul></div>'
