"""One page of a site or folder (front matter and body) -> a recipe or a chapter of the book."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from cookbook.exchange.pages.links import Page, Photo, Site, place_photo, rewrite_links
from cookbook.exchange.pages.recipe_headings import (
    demote_headings,
    has_section,
    repair_headings,
)
from cookbook.exchange.pages.recipe_tags import course_of, cuisine_of, diets_of
from cookbook.exchange.pages.recipe_times import read_times
from cookbook.exchange.pages.shortcodes import replace_shortcodes
from cookbook.exchange.rewriting.html_marks import html_to_markdown
from cookbook.exchange.rewriting.pandoc_lines import spaced_for_pandoc
from cookbook.exchange.rewriting.sheltering import Shelter, without_tokens
from cookbook.exchange.sources.source_files import SourceError
from cookbook.manuscript import Chapter, Entry, parse_chapter, parse_recipe
from cookbook.manuscript.blocks import read_lines
from cookbook.manuscript.fields import TITLE_MAX_LENGTH
from cookbook.manuscript.frontmatter import Value, join_front_matter
from cookbook.manuscript.headings import SectionKind

AUTHOR_KEYS = ("author", "authors", "by")
PHOTO_KEYS = ("photo", "image", "featured_image", "thumbnail", "cover", "images")
TEXT_KEYS = ("town", "yield", "prep", "cook", "total", "course", "cuisine", "source", "licence")
LIST_KEYS = ("diet", "tags")
OURS = ("kind", "title", "photo-alt", *AUTHOR_KEYS, *PHOTO_KEYS, *TEXT_KEYS, *LIST_KEYS)
# Front matter that is already in our format names these for a chapter alone.
CHAPTER_TEXT_KEYS = ("id", "role", "numbered")
# Between two digits a hard space parts thousands; elsewhere it is an accident of copying.
HARD_SPACE = re.compile("(?<![0-9])\u00a0|\u00a0(?![0-9])")
STEP_NAMED = re.compile(r"\bsteps? \d", re.IGNORECASE)
HTML_MAX_CHARACTERS = 300_000


@dataclass(frozen=True)
class RawPage:
    """A page as it was read: where it comes from, where it goes, its keys and its text."""

    item: str
    path: str
    title: str
    values: Mapping[str, Value]
    body: str
    remarks: tuple[str, ...] = ()

    @property
    def tags(self) -> tuple[str, ...]:
        """The tags, from a list or from words between commas."""
        return texts_of(self.values.get("tags", ()))


@dataclass(frozen=True)
class MadeEntry:
    """An entry of the book, and what had to be changed to make it."""

    entry: Entry
    remarks: tuple[str, ...] = field(default=())


def texts_of(value: Value) -> tuple[str, ...]:
    """Give a list of texts, whether it was written as a list or as one line with commas."""
    items = value.split(",") if isinstance(value, str) else value
    plain = (" ".join(item.split()) for item in items if isinstance(item, str))
    return tuple(dict.fromkeys(item for item in plain if item))


def names_of(values: Mapping[str, Value]) -> tuple[str, ...]:
    """Give the authors that front matter names; commas inside a name are not parted here."""
    for key in AUTHOR_KEYS:
        value = values.get(key, "")
        names = (value,) if isinstance(value, str) else value
        found = tuple(name.strip() for name in names if isinstance(name, str) and name.strip())
        if found:
            return found
    return ()


def is_recipe(page: RawPage) -> bool:
    """Tell a recipe by its shape: it lists ingredients or a method, or says so."""
    kind = page.values.get("kind", "")
    if kind in ("recipe", "chapter"):
        return kind == "recipe"
    body, _ = repair_headings(_plain_markdown(page.body, []), page.title)
    return any(has_section(body, kind) for kind in (SectionKind.INGREDIENTS, SectionKind.METHOD))


def make_recipe(page: RawPage, by: tuple[str, ...], site: Site) -> MadeEntry:
    """Make a recipe of a page.

    Raises FrontMatterError where even the mended keys make none.
    """
    remarks = list(page.remarks)
    body = _plain_markdown(page.body, remarks)
    body, mends = repair_headings(body, page.title)
    remarks += mends
    for kind in (SectionKind.INGREDIENTS, SectionKind.METHOD):
        if not has_section(body, kind):
            remarks.append(f"It has no section {kind.value}; its text was kept as it is.")
    place = _place(page)
    above, below = _split_headnote(body)
    if _is_renumbered(below):
        remarks.append(
            "Its steps are numbered anew, and its text names a step by number; check it."
        )
    above, photo = place_photo(above, place, site, remarks)
    headnote = read_times(above, _stated(page))
    remarks += headnote.remarks
    text = rewrite_links(f"{headnote.text}\n\n{below}", place, site, remarks)
    values = _recipe_values(page, by, headnote.values)
    _add_photo(values, photo or _photo_named(page, site, remarks), page)
    return MadeEntry(parse_recipe(join_front_matter(values, text), page.path), tuple(remarks))


def make_chapter(page: RawPage, by: tuple[str, ...], site: Site) -> MadeEntry:
    """Make a chapter of a page.

    Raises FrontMatterError where even the mended keys make none.
    """
    remarks = list(page.remarks)
    body = demote_headings(_plain_markdown(page.body, remarks), page.title)
    text = rewrite_links(body, _place(page), site, remarks)
    values: dict[str, Value] = {"kind": "chapter", "title": page.title}
    values |= {key: texts for key, texts in (("by", by), ("tags", page.tags)) if texts}
    for key in (*CHAPTER_TEXT_KEYS, "town", "source", "licence"):
        if isinstance(value := page.values.get(key, ""), str) and value:
            values[key] = value
    values |= _unknown(page, CHAPTER_TEXT_KEYS)
    chapter: Chapter = parse_chapter(join_front_matter(values, text), page.path)
    return MadeEntry(chapter, tuple(remarks))


def _place(page: RawPage) -> Page:
    return Page(page.item.rpartition("/")[0], page.path, page.title)


def _plain_markdown(body: str, remarks: list[str]) -> str:
    """Take shortcodes and HTML out of a body and set its blank lines; code stays as it is."""
    shelter = Shelter()
    sheltered = _shelter_fences(without_tokens(body), shelter)
    text, mends = replace_shortcodes(shelter.keep_code_and_maths(sheltered))
    remarks += mends
    if len(text) <= HTML_MAX_CHARACTERS:
        text = html_to_markdown(text, shelter, remarks)
    text = HARD_SPACE.sub(" ", re.sub(r"(?<=\S)\t+", " ", text))
    return shelter.restore(spaced_for_pandoc(text))


def _shelter_fences(body: str, shelter: Shelter) -> str:
    out: list[str] = []
    code: list[str] = []
    for line in (*read_lines(body), None):
        if line is not None and line.code:
            code.append(line.text)
            continue
        if code:
            out.append(shelter.keep("\n".join(code)))
            code = []
        if line is not None:
            out.append(line.text)
    return "\n".join(out)


def _split_headnote(body: str) -> tuple[str, str]:
    """Part a body before its first section."""
    lines = read_lines(body)
    for number, line in enumerate(lines):
        heading = line.heading()
        if heading and heading[0] == 2:  # noqa: PLR2004 -- the level of sections in the format
            above, below = lines[:number], lines[number:]
            return "\n".join(each.text for each in above), "\n".join(each.text for each in below)
    return body, ""


def _is_renumbered(body: str) -> bool:
    """Tell whether steps were numbered with gaps and the text refers to one of them."""
    if not STEP_NAMED.search(body):
        return False
    expected = 1
    for line in read_lines(body):
        item = line.list_item()
        if line.heading():
            expected = 1
        elif item and item[0][:-1].isdigit():
            if item[0][:-1] not in ("1", str(expected)):
                return True
            expected += 1
    return False


def _recipe_values(
    page: RawPage, by: tuple[str, ...], found: Mapping[str, str]
) -> dict[str, Value]:
    values: dict[str, Value] = {"kind": "recipe", "title": page.title[:TITLE_MAX_LENGTH], "by": by}
    values |= found
    values.setdefault("course", course_of(page.tags))
    values.setdefault("cuisine", cuisine_of(page.tags))
    values["diet"] = texts_of(page.values.get("diet", ())) or diets_of(page.tags)
    values["tags"] = page.tags
    return {key: value for key, value in values.items() if value} | _unknown(page)


def _stated(page: RawPage) -> dict[str, str]:
    """Give the keys of ours that front matter holds as text."""
    stated = ((key, page.values.get(key, "")) for key in TEXT_KEYS)
    return {key: value for key, value in stated if isinstance(value, str) and value}


def _unknown(page: RawPage, more: tuple[str, ...] = ()) -> dict[str, Value]:
    known = {*OURS, *more}
    return {key: value for key, value in page.values.items() if key not in known and value}


def _photo_named(page: RawPage, site: Site, remarks: list[str]) -> Photo | None:
    """Give the picture that front matter names, where it is there."""
    for key in PHOTO_KEYS:
        value = page.values.get(key, "")
        target = next(iter(value), "") if isinstance(value, tuple) else value
        if not isinstance(target, str) or not target:
            continue
        alt = page.values.get("photo-alt", "")
        try:
            path = site.shelf.place(target, _place(page).folder)
        except SourceError as err:
            remarks.append(f"The picture {target} was left out: it {err.message}")
            continue
        return Photo(path, alt if isinstance(alt, str) and alt else page.title)
    return None


def _add_photo(values: dict[str, Value], photo: Photo | None, page: RawPage) -> None:
    if photo is not None:
        values["photo"] = photo.path
        values["photo-alt"] = photo.alt or page.title
