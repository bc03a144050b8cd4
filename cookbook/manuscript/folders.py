"""A book folder on disk: read into values, and written from them."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from typing import TypeAlias

from cookbook.errors import CookbookError, Place
from cookbook.manuscript.books import BOOK_FILE, Book, parse_book, write_book
from cookbook.manuscript.chapters import Chapter, chapter_of, write_chapter
from cookbook.manuscript.credits import CREDITS_FILE, Credits, parse_credits, write_credits
from cookbook.manuscript.decoding import MANUSCRIPT_MAX_BYTES, DecodedText, decode_manuscript
from cookbook.manuscript.fields import Fields, is_inside_path
from cookbook.manuscript.frontmatter import split_front_matter
from cookbook.manuscript.problems import BookFolderError, FrontMatterError, ManuscriptError
from cookbook.manuscript.recipes import Recipe, recipe_of, write_recipe

Entry: TypeAlias = Recipe | Chapter

BIBLIOGRAPHY_FILE = "references.bib"
READ_AT_ONCE = 128
"""So many entries are read before they go onto the shelf."""
KIND_BY_FOLDER = {"recipes": "recipe", "chapters": "chapter"}

NO_STYLE = "the style of citations is not there; that of Chicago is taken"


@dataclass(frozen=True)
class BookFolder:
    """A whole book as values: its frame, its credits, and its entries by their paths.

    `repairs` holds what had to be mended while reading, by path. Pictures stay on disk.
    `citation_style` is the text of the style in which sources are cited, or "" for the usual one.
    """

    book: Book
    credits: Credits = field(default_factory=Credits)
    entries: Mapping[str, Entry] = field(default_factory=dict, hash=False)
    bibliography: str = ""
    repairs: Mapping[str, tuple[str, ...]] = field(default_factory=dict, hash=False, compare=False)
    citation_style: str = ""


def parse_entry(text: str, file: str) -> Entry:
    """Parse a recipe or a chapter, as its `kind` says; without one, as its folder says.

    Raises FrontMatterError with file, line and what was expected.
    """
    front = split_front_matter(text, file)
    fields = Fields(front.values, file)
    kind = fields.text("kind") or KIND_BY_FOLDER.get(file.split("/", 1)[0], "")
    if kind == "recipe":
        return recipe_of(front, file)
    if kind == "chapter":
        return chapter_of(front, file)
    raise fields.wrong(
        "kind", "recipe or chapter", 'Add a line "kind: recipe" to the front matter.'
    )


def write_entry(entry: Entry) -> str:
    """Write a recipe or a chapter as text, from which `parse_entry` gives it back."""
    return write_recipe(entry) if isinstance(entry, Recipe) else write_chapter(entry)


class EntryShelf(Mapping[str, Entry]):
    """Where entries go as they are read, and whence they come when they are asked for."""

    @abstractmethod
    def add(self, path: str, text: str) -> None:
        """Take in an entry as its text. Raises FrontMatterError where it can't be parsed."""

    def foresee(self, texts: Mapping[str, str]) -> None:
        """Hear which entries will be added next, by their paths."""


class PlainShelf(EntryShelf):
    """A shelf that holds all entries in memory."""

    def __init__(self) -> None:
        self.entries: dict[str, Entry] = {}

    def add(self, path: str, text: str) -> None:
        """Take in an entry as its text. Raises FrontMatterError where it can't be parsed."""
        self.entries[path] = parse_entry(text, path)

    def __getitem__(self, path: str) -> Entry:
        """Give an entry by its path."""
        return self.entries[path]

    def __iter__(self) -> Iterator[str]:
        """Give the paths, in reading order."""
        return iter(self.entries)

    def __len__(self) -> int:
        """Give the number of entries."""
        return len(self.entries)


def read_book_folder(folder: Path, shelf: EntryShelf | None = None) -> BookFolder:
    """Read a book folder; nothing outside it is opened. Entries go onto the shelf.

    Raises BookFolderError where the folder is no book, is empty, names absent files, or holds
    entries that can't be read, each of which its `causes` name; FrontMatterError where book.yaml or
    credits.yaml can't be read; ManuscriptError where one of the two or the bibliography is no text.
    """
    if not folder.is_dir():
        raise BookFolderError(
            "there is no such folder.", place=folder, remedy="Give the path of a book folder."
        )
    if not (folder / BOOK_FILE).is_file():
        raise BookFolderError(
            f"is no book: it has no {BOOK_FILE}.",
            place=folder,
            remedy=f"Write a {BOOK_FILE} with title and parts, or bring the folder in with "
            '"cookbook import".',
        )
    repairs: dict[str, tuple[str, ...]] = {}
    book = parse_book(_read_text(folder, BOOK_FILE, repairs))
    has_credits = (folder / CREDITS_FILE).is_file()
    credits_ = (
        parse_credits(_read_text(folder, CREDITS_FILE, repairs)) if has_credits else Credits()
    )
    entries = PlainShelf() if shelf is None else shelf
    _read_entries(folder, book, repairs, entries)
    cites = (folder / BIBLIOGRAPHY_FILE).is_file()
    bibliography = _read_text(folder, BIBLIOGRAPHY_FILE, repairs) if cites else ""
    style = _read_style(folder, book.wishes.citation_style, repairs) if cites else ""
    return BookFolder(book, credits_, entries, bibliography, repairs, style)


def write_book_folder(content: BookFolder, folder: Path) -> None:
    """Write a book into a folder, which is made if need be; pictures are the caller's to place.

    Files that the book doesn't need are left alone. From a new folder `read_book_folder` gives the
    book back if it is well-formed: its entries are those that its frame names, in the same order,
    its values are as parsing gives them, and its bibliography as `decode_manuscript` gives it.
    Raises BookFolderError where a path leads out of the folder (also by a link that lies there) or
    is that of one of the book's own files.
    """
    wrong = [path for path in content.entries if not _may_be_entry(path)]
    if wrong:
        raise BookFolderError(
            f"an entry can't be written as {wrong[0]!r}.",
            place=folder,
            remedy="Give it a path such as recipes/soup.md.",
        )
    folder.mkdir(parents=True, exist_ok=True)
    _write(folder, BOOK_FILE, write_book(content.book))
    if content.credits != Credits():
        _write(folder, CREDITS_FILE, write_credits(content.credits))
    for path, entry in content.entries.items():
        _write(folder, path, write_entry(entry))
    if content.bibliography:
        _write(folder, BIBLIOGRAPHY_FILE, content.bibliography)
    if content.citation_style and content.book.wishes.citation_style:
        _write(folder, content.book.wishes.citation_style, content.citation_style)


def _read_entries(
    folder: Path, book: Book, repairs: dict[str, tuple[str, ...]], shelf: EntryShelf
) -> None:
    causes: list[CookbookError] = []
    places = iter(book.places())
    while batch := list(islice(places, READ_AT_ONCE)):
        texts = {ref.path: _text_or_problem(folder, ref.path, repairs) for ref in batch}
        shelf.foresee({path: text for path, text in texts.items() if isinstance(text, str)})
        for ref in batch:
            try:
                _put_on(shelf, ref.path, texts[ref.path])
            except CookbookError as err:
                causes.append(err)
    if causes:
        some = f"{len(causes)} entries" if len(causes) > 1 else "an entry"
        raise BookFolderError(
            f"{some} of the book can't be read.", place=folder, causes=tuple(causes)
        )
    if not shelf:
        raise BookFolderError(
            "the book is empty: its parts name no entry.",
            place=Place(BOOK_FILE),
            remedy='List the files of recipes or chapters under "entries:".',
        )


def read_manuscript(folder: Path, path: str) -> DecodedText:
    """Read one text of a book folder. Raises ManuscriptError where it can't be, or is none."""
    try:
        data = _read_bytes(folder, path)
    except OSError as err:
        raise ManuscriptError(
            f"can't be opened: {err.strerror}.",
            place=Place(path),
            remedy="Look at the file's name and at who may read it.",
        ) from err
    return decode_manuscript(data, path)


def _put_on(shelf: EntryShelf, path: str, text: str | CookbookError) -> None:
    """Put an entry onto the shelf. Raises what was wrong with it, or is."""
    if path in shelf:
        raise FrontMatterError(
            f"{path} stands twice in the book.",
            place=Place(BOOK_FILE),
            remedy="Take one of the two lines out.",
        )
    if isinstance(text, CookbookError):
        raise text
    shelf.add(path, text)


def _text_or_problem(
    folder: Path, path: str, repairs: dict[str, tuple[str, ...]]
) -> str | CookbookError:
    try:
        return _read_text(folder, path, repairs)
    except CookbookError as err:
        return err


def _read_text(folder: Path, path: str, repairs: dict[str, tuple[str, ...]]) -> str:
    decoded = read_manuscript(folder, path)
    if decoded.repairs:
        repairs[path] = decoded.repairs
    return decoded.text


def _read_style(folder: Path, path: str, repairs: dict[str, tuple[str, ...]]) -> str:
    """Read the style of citations; a book can do without, and is read without it."""
    if path and not (folder / path).is_file():
        repairs[path] = (NO_STYLE,)
        return ""
    return _read_text(folder, path, repairs) if path else ""


def _read_bytes(folder: Path, path: str) -> bytes:
    """Read a file of the folder, or as much of it as shows that it is too large."""
    file = folder / path
    if not file.is_file():
        raise ManuscriptError(
            f"{BOOK_FILE} names this file, but it is not there.",
            place=Place(path),
            remedy=f"Put the file there, or take its line out of {BOOK_FILE}.",
        )
    if not _is_within(file, folder):
        raise ManuscriptError(
            "is a link that leads out of the book folder.",
            place=Place(path),
            remedy="Put the file itself there.",
        )
    with file.open("rb") as stream:
        return stream.read(MANUSCRIPT_MAX_BYTES + 1)


def _may_be_entry(path: str) -> bool:
    return is_inside_path(path) and path not in (BOOK_FILE, CREDITS_FILE, BIBLIOGRAPHY_FILE)


def _is_within(file: Path, folder: Path) -> bool:
    return file.resolve().is_relative_to(folder.resolve())


def _write(folder: Path, path: str, text: str) -> None:
    file = folder / path
    if not _is_within(file, folder):
        raise BookFolderError(
            "is a link that leads out of the book folder.",
            place=Place(path),
            remedy="Take the link away.",
        )
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, encoding="utf-8", newline="\n")
