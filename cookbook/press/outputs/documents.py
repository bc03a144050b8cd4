"""Stage: the assembled book -> plain text, a Word document, and an archive of what was written."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

from cookbook.manuscript.books import BOOK_FILE
from cookbook.manuscript.credits import CREDITS_FILE
from cookbook.manuscript.folders import BIBLIOGRAPHY_FILE
from cookbook.press.matter.lines import for_screens
from cookbook.press.outputs.packing import archived
from cookbook.press.pandoc import Node, write_tree
from cookbook.press.sections import AssembledBook, Section, SectionKind
from cookbook.press.tree import Blocks, meta_text, rewrite_blocks
from cookbook.press.workshop import scratch_folder

COLUMNS = 72
AT_ONCE = 60
"""So many sections are written by one pandoc."""
BY_PAGE = frozenset(
    {
        *(SectionKind.TITLE_INDEX, SectionKind.INGREDIENT_INDEX, SectionKind.COURSE_INDEX),
        *(SectionKind.DIET_INDEX, SectionKind.CONTRIBUTOR_INDEX, SectionKind.SUBJECT_INDEX),
        *(SectionKind.FIGURE_LIST, SectionKind.TABLE_LIST, SectionKind.COLOPHON),
    }
)
"""What is of use only where there are pages, or links."""


def write_plain_text(book: AssembledBook, target: Path) -> None:
    """Write the book as text without marks, in lines of at most 72 characters where words allow."""
    options = ("-t", "plain", f"--columns={COLUMNS}", "--reference-location=section")
    with target.open("wb") as stream:
        for sections in _portions(book):
            tree = [each for section in sections for each in for_screens(section.tree())]
            stream.write(write_tree(tree, options).strip() + b"\n\n\n")


def write_docx(book: AssembledBook, target: Path) -> None:
    """Write the book as a Word document, for those who must go on in one."""
    facts = book.book
    with scratch_folder() as folder:
        tree = [
            each
            for sections in _portions(book)
            for section in sections
            for each in rewrite_blocks(for_screens(section.tree()), _placed(book, folder))
        ]
        metadata = {
            "title": meta_text(facts.title),
            "subtitle": meta_text(facts.subtitle),
            "author": meta_text(", ".join(facts.editors or book.authors)),
            "lang": meta_text(facts.language),
            "date": meta_text(facts.date),
        }
        said = {name: value for name, value in metadata.items() if value["c"]}
        options = ("-t", "docx", "--toc", "--toc-depth=2", f"--resource-path={folder}", "-o", "-")
        target.write_bytes(write_tree(tree, options, metadata=said))


def archive_source(book: AssembledBook, source: Path, target: Path) -> None:
    """Put all that the book was made of into a ZIP archive, byte for byte as it lies in its folder.

    That is its settings, credits and sources, the entries that stand in it, and its pictures; what
    else lies in the folder is nobody's business. Links are left out.
    """
    names = {BOOK_FILE, CREDITS_FILE, BIBLIOGRAPHY_FILE, *book.pictures}
    names |= {ref.path for ref in book.book.places()}
    root = source.resolve()
    with archived(target) as archive:
        for name in sorted(names):
            file = root / name
            if file.is_file() and file.resolve() == file:
                archive.add_media(name, file.read_bytes())


def _portions(book: AssembledBook) -> Iterator[list[Section]]:
    sections = [each for each in book.sections if each.kind not in BY_PAGE]
    for start in range(0, len(sections), AT_ONCE):
        yield sections[start : start + AT_ONCE]


def _placed(book: AssembledBook, folder: Path) -> Callable[[Node], Node | Blocks | None]:
    """Give what puts pictures into a folder, and their names there into a tree."""

    def change(node: Node) -> Node | Blocks | None:
        if node["t"] != "Image":
            return None
        attributes, words, (name, _title) = node["c"]
        picture = book.pictures[name].screen
        place = folder / picture.name
        if not place.exists():
            place.write_bytes(picture.data)
        return {"t": "Image", "c": [attributes, words, [picture.name, ""]]}

    return change
