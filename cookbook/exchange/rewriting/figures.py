"""Pictures of a foreign collection: found, named for the book, written as figures or absences."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path, PurePosixPath

from cookbook.errors import CookbookError
from cookbook.exchange.rewriting.plain_words import (
    MARKDOWN_LINK,
    attributes,
    balanced_caption,
    counted,
    fenced_div,
    quoted_attribute,
)
from cookbook.exchange.sources.source_files import PICTURE_MARKS, find_picture, walk_files

ADDRESS = re.compile(r"^(?:[a-z][a-z0-9+.-]*:|//|#|mailto:)", re.IGNORECASE)


class PictureShelf:
    """The pictures that a book takes from a source folder, under names that are unique."""

    def __init__(self, source: Path) -> None:
        self.source = source
        self.placed: dict[str, Path] = {}
        self._names = tuple(walk_files(source, suffixes=tuple(PICTURE_MARKS)))
        self._known = frozenset(self._names)
        self._small = {name.lower(): name for name in self._names}

    def place(self, reference: str, folder: str) -> str:
        """Give the book path of the picture that a file in `folder` shows; "" if it isn't there."""
        wanted = (
            reference.split("#", maxsplit=1)[0]
            .split("?", maxsplit=1)[0]
            .replace("%20", " ")
            .strip()
        )
        for start in ("", folder) if wanted.startswith("/") else (folder, ""):
            name = self._named(_joined(start, wanted.lstrip("/")))
            if name:
                return self._place(name)
        return ""

    def place_ending(self, parts: tuple[str, ...]) -> str:
        """Give the book path of the picture whose path ends in most of `parts`; "" if none does."""
        for start in range(len(parts)):
            name = self._named("/".join(parts[start:]))
            if name:
                return self._place(name)
        return ""

    def unused(self) -> tuple[str, ...]:
        """Give the pictures of the source that nothing shows."""
        root = self.source.resolve()
        used = {path.relative_to(root).as_posix() for path in self.placed.values()}
        return tuple(name for name in self._names if name not in used)

    def _named(self, name: str) -> str:
        return name if name in self._known else self._small.get(name.lower(), "")

    def _place(self, name: str) -> str:
        try:
            path = find_picture(self.source, name)
        except CookbookError:
            # What can't be a picture of a book counts as absent, and is named so in its place.
            return ""
        folders, file = name.split("/")[:-1], PurePosixPath(name)
        stem = re.sub(r"[^\w.-]+", "-", file.stem).strip("-.") or "picture"
        while True:
            book_path = f"images/{stem}{file.suffix.lower()}"
            if self.placed.setdefault(book_path, path) == path:
                return book_path
            stem = f"{folders.pop() if folders else 'other'}-{stem}"


def write_figure(path: str, *, caption: str, alt: str, label: str, width: str = "") -> str:
    """Write a figure of the text format; without a caption it is a picture with its description."""
    about = attributes(
        f"#{label}" if label else "",
        quoted_attribute("alt", alt) if alt else "",
        f"width={width}" if re.fullmatch(r"\d{1,3}%", width) else "",
    )
    return f"![{balanced_caption(caption)}]({path}){about}"


def write_absence(kind: str, *, about: str, label: str) -> str:
    """Write what stands for a figure or a table that isn't there, so that references still lead on.

    `kind` is figure or table.
    """
    return fenced_div(
        balanced_caption(about) or f"This {kind} is not in the collection.",
        f".{kind}-absent",
        f"#{label}" if label else "",
    )


def place_pictures(
    text: str, place: Callable[[str], str], remarks: list[str], *, brackets_describe: bool
) -> str:
    """Point the pictures of a text to the book's folder; absent and foreign ones leave their words.

    Where `brackets_describe` is true, what stands in the brackets is the description (CommonMark);
    otherwise it is the caption (pandoc).
    """

    def one(match: re.Match[str]) -> str:
        if not match["bang"]:
            inner = _unlinked(MARKDOWN_LINK.sub(one, match["text"])).strip()
            return match[0].replace(f"[{match['text']}]", f"[{inner}]", 1)
        target, words = match["target"].strip("<>"), match["text"].strip()
        described = re.search(r'alt="([^"]*)"', match["attributes"] or "")
        known = words or (described[1] if described else "")
        if ADDRESS.match(target):
            away.append(target)
            return _link_to(known, target, match["attributes"] or "")
        path = place(target)
        if not path:
            remarks.append(f"The picture {target} is not in the collection.")
            return f"[Picture not included: {target}{'. ' + known if known else ''}]{{.absent}}"
        if brackets_describe and words and _stands_alone(match):
            return f"![]({path}){attributes(quoted_attribute('alt', words))}"
        return f"![{match['text']}]({path}){match['attributes'] or ''}"

    away: list[str] = []
    text = MARKDOWN_LINK.sub(one, text)
    if away:
        number = counted(len(away), "picture that lies", "pictures that lie")
        remarks.append(f"{number} elsewhere ({away[0][:100]}) became links, or left their words.")
    return text


def _unlinked(text: str) -> str:
    """Give a link's text without links in it, which no link can hold."""
    text = re.sub(r"<(https?://[^>]*)>", r"\1", text)
    return MARKDOWN_LINK.sub(lambda match: match[0] if match["bang"] else match["text"], text)


def _stands_alone(match: re.Match[str]) -> bool:
    before = match.string[: match.start()].rsplit("\n", 1)[-1]
    after = match.string[match.end() :].split("\n", 1)[0]
    return not before.strip() and not after.strip()


def _link_to(words: str, target: str, attributes: str) -> str:
    if not words and ".decorative" in attributes:
        return ""
    if target.startswith("data:"):
        return words or "picture"
    return f"[{words}](<{target}>)" if words else f"<{target}>"


def _joined(folder: str, name: str) -> str:
    parts: list[str] = []
    for part in (*folder.split("/"), *name.split("/")):
        if part == "..":
            if not parts:
                return ""
            parts.pop()
        elif part not in ("", "."):
            parts.append(part)
    return "/".join(parts)
