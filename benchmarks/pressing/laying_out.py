"""Lays out what plain runs of a book folder are given: laying_out.py BOOK FOLDER.

FOLDER/print gets the book's HTML and that of its middle entry alone, FOLDER/epub gets the book's
tree, its pictures, fonts and styles, and the command that makes an EPUB of them.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

from lxml import html as lxml_html

from cookbook.manuscript import read_book_folder
from cookbook.press.assembling import assemble
from cookbook.press.caching import MemoryCache
from cookbook.press.formulas.formulary import set_book_formulas
from cookbook.press.outputs.covers import cover_easel
from cookbook.press.outputs.fontsettings import write_font_settings
from cookbook.press.outputs.printing import PrintJob, prepare_folder
from cookbook.press.pandoc import Node, api_version, pandoc_program
from cookbook.press.sections import AssembledBook, SectionKind
from cookbook.press.themes import Theme, find_theme
from cookbook.press.tree import meta_text, rewrite_blocks
from cookbook.press.warnings import Warnings

WRITTEN = {SectionKind.RECIPE.value, SectionKind.CHAPTER.value}


def lay_out(source: Path, folder: Path) -> None:
    """Lay out a book for both plain runs."""
    book_folder = read_book_folder(source)
    theme = find_theme(book_folder.book, "")
    book = assemble(book_folder, source, Warnings(), room=theme.page.room)
    (folder / "print").mkdir()
    (folder / "epub").mkdir()
    _lay_out_print(book, theme, folder / "print")
    _lay_out_epub(book, theme, folder / "epub")


def _lay_out_print(book: AssembledBook, theme: Theme, folder: Path) -> None:
    formulary = set_book_formulas(book.sections, Warnings(), workers=2)
    write_font_settings(folder)
    page = prepare_folder(PrintJob(book, theme, formulary), folder)
    root = lxml_html.document_fromstring(page.read_text(encoding="utf-8"))
    (body,) = root.iter("body")
    entries = [
        each for each in body.iter("section") if WRITTEN & set(each.get("class", "").split())
    ]
    middle = entries[len(entries) // 2]
    for child in list(body):
        body.remove(child)
    body.append(middle)
    alone = lxml_html.tostring(root, doctype="<!doctype html>", encoding="unicode")
    (folder / "page.html").write_text(alone, encoding="utf-8")


def _lay_out_epub(book: AssembledBook, theme: Theme, folder: Path) -> None:
    (folder / "pictures").mkdir()
    for picture in book.pictures.values():
        (folder / "pictures" / picture.screen.name).write_bytes(picture.screen.data)
    with cover_easel(theme, MemoryCache()) as easel:
        fittings = easel.fit_out(book)
    (folder / "cover.jpg").write_bytes(fittings.cover)
    for font in fittings.fonts:
        (folder / font.name).write_bytes(font.data)
    (folder / "book.json").write_text(json.dumps(_tree(book)), encoding="utf-8")
    has_parts = any(section.kind is SectionKind.PART for section in book.sections)
    command = [
        pandoc_program(),
        *("-f", "json", str(folder / "book.json"), "-t", "epub3", "--mathml", "--wrap=none"),
        *("--epub-title-page=false", "--toc-depth=3", f"--split-level={2 if has_parts else 1}"),
        f"--resource-path={folder}",
        f"--epub-cover-image={folder / 'cover.jpg'}",
        *(f"--css={style}" for style in theme.epub_styles),
        *(f"--epub-embed-font={folder / font.name}" for font in fittings.fonts),
    ]
    (folder / "command.txt").write_text("\n".join(command), encoding="utf-8")


def _tree(book: AssembledBook) -> Node:
    def address(node: Node) -> Node | list[Node] | None:
        if node["t"] != "Image":
            return None
        attributes, words, (path, _title) = node["c"]
        place = f"pictures/{book.pictures[path].screen.name}"
        return {"t": "Image", "c": [attributes, words, [place, ""]]}

    blocks = [each for section in book.sections for each in section.tree()]
    return {
        "pandoc-api-version": list(api_version()),
        "meta": {
            "title": meta_text(book.book.title),
            "lang": meta_text(book.book.language),
            "identifier": meta_text(book.identifier),
        },
        "blocks": rewrite_blocks(blocks, address),
    }


if __name__ == "__main__":
    lay_out(Path(sys.argv[1]), Path(sys.argv[2]))
