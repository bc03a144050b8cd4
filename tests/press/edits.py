"""Random edits of a book folder on disk, the same for the same seed, each leaving a valid book."""

from __future__ import annotations

import posixpath
import random
import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from cookbook.manuscript.books import BOOK_FILE, Book, EntryRef, parse_book, write_book
from cookbook.manuscript.credits import CREDITS_FILE, parse_credits, write_credits
from tests.press import placing
from tests.press.making import chapter, recipe

LINK = re.compile(r"\[(?P<words>[^][]*)\]\((?P<path>[^()\s#]+\.md)(?P<rest>#[^()\s]*)?\)")
TITLE = re.compile(r"^title: .*$", re.MULTILINE)
NOTE = re.compile(r"\^\[[^][]*\]")
PLAIN_LINE = re.compile(r"(?:[-*] |\d+[.)] )?[A-Za-z0-9][^{@|`]*$")
"""A line that may be taken out, and written behind: it holds no label, no table, no code."""
FEWEST = 4
WORDS = (
    *("simmer", "gently", "until", "the", "broth", "clears", "then", "lift", "bones", "out"),
    *("and", "let", "them", "cool", "beside", "window", "while", "bread", "rises", "slowly"),
)


class RandomEdits:
    """Edits one book folder, again and again."""

    def __init__(self, folder: Path, seed: int) -> None:
        self.folder = folder
        self.chance = random.Random(seed)  # noqa: S311 -- no secret
        self.made = 0

    def make(self) -> str:
        """Make one edit, and say which, so that a book that fails can be made again by hand."""
        self.made += 1
        book = self.book
        edit = self.chance.choice([edit for edit in EDITS if _may(edit, book)])
        return f"{self.made}: {edit.__name__} {edit(self, book)}"

    @property
    def book(self) -> Book:
        """The book as it stands on disk."""
        return parse_book((self.folder / BOOK_FILE).read_text(encoding="utf-8"))

    # Places.

    def insert(self, book: Book) -> str:
        title = f"{self._sentence(3)} {self.made}"
        lines = [self._sentence(12), "", *(self._sentence(8) for _ in range(self._some(9)))]
        if self.chance.random() < 0.5:
            path, text = f"chapters/new-{self.made}.md", chapter(title, *lines)
        else:
            steps = [f"{n}. {line}" for n, line in enumerate(lines[2:], 1)]
            beans = ["## Ingredients", "- 500 g beans", "- salt", "", "## Method"]
            path, text = f"recipes/new-{self.made}.md", recipe(title, lines[0], "", *beans, *steps)
        self._write(path, text)
        self._save(placing.placed(book, EntryRef(path), self.chance))
        return path

    def delete(self, book: Book) -> str:
        path = self._any(book)
        gone = [ref.path for ref in placing.find(book, path).walk()]
        self._save(placing.without(book, path))
        for each in gone:
            (self.folder / each).unlink()
            self._point_links(each, None)
        return " ".join(gone)

    def move_between_parts(self, book: Book) -> str:
        path = self._any(book)
        ref = placing.find(book, path)
        rest = placing.without(book, path)
        self._save(placing.placed(rest, ref, self.chance))
        return path

    def move_within_a_part(self, book: Book) -> str:
        path = self._any(book)
        self._save(placing.moved_within_its_part(book, path, self.chance))
        return path

    def add_a_part(self, book: Book) -> str:
        title = f"Part {self.made}"
        self._save(placing.parted(book, title, self.chance))
        return title

    def remove_a_part(self, book: Book) -> str:
        self._save(placing.joined(book, self.chance))
        return ""

    def rename_a_part(self, book: Book) -> str:
        number = self.chance.randrange(len(book.parts))
        part = replace(book.parts[number], title=f"{self._sentence(2)} {self.made}")
        self._save(placing.with_part(book, number, part))
        return part.title

    # Names.

    def rename_a_file(self, book: Book) -> str:
        old = self._any_at_all(book)
        new = f"{posixpath.dirname(old)}/renamed-{self.made}.md"
        (self.folder / old).rename(self.folder / new)
        self._save(placing.renamed(book, lambda path: new if path == old else path))
        self._point_links(old, new)
        return f"{old} {new}"

    def rename_a_title(self, book: Book) -> str:
        path = self._any_at_all(book)
        title = f"{self._sentence(self._some(6))} {self.made}"
        text = self._read(path)
        self._write(path, TITLE.sub(f"title: {title}", text, count=1))
        return path

    # Texts.

    def grow(self, book: Book) -> str:
        path = self._any_at_all(book)
        more = [f"{self._sentence(15)}\n" for _ in range(self._some(12))]
        self._write(path, "\n".join([f"{self._read(path).rstrip()}\n", *more]))
        return path

    def shrink(self, book: Book) -> str:
        path = self._any_at_all(book)
        lines, plain = self._lines(path)
        gone = set(self.chance.sample(plain, len(plain) // 2))
        self._write_lines(path, [line for n, line in enumerate(lines) if n not in gone])
        return path

    def refer(self, book: Book) -> str:
        path, other = self._any_at_all(book), self._any(book)
        words = self.chance.choice(["", "the other"])
        self._append(path, f" See [{words}]({_between(path, other)}).")
        return f"{path} {other}"

    def refer_elsewhere(self, book: Book) -> str:
        path, other = self._any_at_all(book), self._any(book)
        text = self._read(path)
        self._write(path, LINK.sub(f"[]({_between(path, other)})", text, count=1))
        return f"{path} {other}"

    def add_a_footnote(self, book: Book) -> str:
        path = self._any_at_all(book)
        self._append(path, f"^[{self._sentence(self._some(30))}]")
        return path

    def remove_a_footnote(self, book: Book) -> str:
        noted = [ref.path for ref in book.places() if NOTE.search(self._read(ref.path))]
        path = self.chance.choice(noted or [self._any_at_all(book)])
        self._write(path, NOTE.sub("", self._read(path), count=1))
        return path

    # What they are made with.

    def _any(self, book: Book) -> str:
        return self.chance.choice(placing.paths_in_parts(book))

    def _any_at_all(self, book: Book) -> str:
        return self.chance.choice([ref.path for ref in book.places()])

    def _some(self, most: int) -> int:
        return self.chance.randint(1, most)

    def _sentence(self, words: int) -> str:
        return " ".join(self.chance.choices(WORDS, k=words)).capitalize()

    def _read(self, path: str) -> str:
        return (self.folder / path).read_text(encoding="utf-8")

    def _write(self, path: str, text: str) -> None:
        (self.folder / path).parent.mkdir(parents=True, exist_ok=True)
        (self.folder / path).write_text(text, encoding="utf-8")

    def _save(self, book: Book) -> None:
        self._write(BOOK_FILE, write_book(book))

    def _lines(self, path: str) -> tuple[list[str], list[int]]:
        """The lines of an entry, and which of its body are plain text."""
        lines = self._read(path).split("\n")
        body = lines.index("---", 1) + 1
        plain = [n for n in range(body, len(lines)) if PLAIN_LINE.match(lines[n])]
        return lines, plain

    def _write_lines(self, path: str, lines: list[str]) -> None:
        self._write(path, "\n".join(lines))

    def _append(self, path: str, words: str) -> None:
        """Write words behind a plain line of an entry, or as one of their own."""
        lines, plain = self._lines(path)
        if plain:
            lines[self.chance.choice(plain)] += words
        else:
            lines += ["", f"{self._sentence(4)}{words}", ""]
        self._write_lines(path, lines)

    def _point_links(self, old: str, new: str | None) -> None:
        """Point all links to an entry at its new path; without one, leave their words alone."""
        for ref in self.book.places():
            self._point_links_of(ref.path, ref.path, old, new)
        self._point_links_of(BOOK_FILE, "", old, new)
        if (self.folder / CREDITS_FILE).exists():
            self._move_credits(old, new)

    def _point_links_of(self, file: str, seen_from: str, old: str, new: str | None) -> None:
        def point(link: re.Match[str]) -> str:
            beside = posixpath.join(posixpath.dirname(seen_from), link["path"])
            if posixpath.normpath(beside) != old:
                return link[0]
            if new is None:
                return link["words"] or "another"
            return f"[{link['words']}]({_between(seen_from, new)}{link['rest'] or ''})"

        text = self._read(file)
        pointed = LINK.sub(point, text)
        if pointed != text:
            self._write(file, pointed)

    def _move_credits(self, old: str, new: str | None) -> None:
        read = parse_credits(self._read(CREDITS_FILE))
        entries = {new if path == old else path: roles for path, roles in read.entries.items()}
        kept = {path: roles for path, roles in entries.items() if path is not None}
        self._write(CREDITS_FILE, write_credits(replace(read, entries=kept)))


def _between(one: str, other: str) -> str:
    return posixpath.relpath(other, posixpath.dirname(one) or ".")


Edit = Callable[[RandomEdits, Book], str]
EDITS: tuple[Edit, ...] = (
    RandomEdits.insert,
    RandomEdits.delete,
    RandomEdits.move_between_parts,
    RandomEdits.move_within_a_part,
    RandomEdits.add_a_part,
    RandomEdits.remove_a_part,
    RandomEdits.rename_a_part,
    RandomEdits.rename_a_file,
    RandomEdits.rename_a_title,
    RandomEdits.grow,
    RandomEdits.shrink,
    RandomEdits.refer,
    RandomEdits.refer_elsewhere,
    RandomEdits.add_a_footnote,
    RandomEdits.remove_a_footnote,
)


def _may(edit: Edit, book: Book) -> bool:
    """Tell whether an edit leaves a book that is one."""
    if edit is RandomEdits.delete:
        return all(
            len(placing.paths_in_parts(book)) - len(list(ref.walk())) >= FEWEST
            for part in book.parts
            for ref in part.entries
        )
    if edit is RandomEdits.add_a_part:
        return any(len(part.entries) > 1 for part in book.parts)
    if edit is RandomEdits.remove_a_part:
        return len(book.parts) > 1
    return True
