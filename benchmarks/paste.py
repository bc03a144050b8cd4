"""How many of a collection's recipes are read rightly when they are pasted as plain text.

    .venv/bin/python benchmarks/paste.py [--check] [--show] [FOLDER]

FOLDER is a Hugo site of recipes; without one the collection beside the project is taken. Every
recipe is stripped of its markup in five ways, pasted, and compared with what the importer makes of
the file itself. It is read rightly where the title, the number of ingredients and the number of
steps all come out the same. A method without a list has its lines for steps. With --check it
ends with 1 where one of the first three ways stays below 95 %; --show tells which recipes differ.

    bare     no mark of any list, heading or emphasis is left; what stood below an item is indented
    listed   the lists keep their dashes and numbers, as in a note
    mail     pandoc's plain text, broken into lines of 72 letters
    flat     as bare, and nothing is indented, as some browsers copy: told, and not judged
    dense    as flat, and without a single blank line: told, and not judged
"""

from __future__ import annotations

import argparse
import re
import sys
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import pypandoc

from benchmarks.pressing.corpora import PLACE
from cookbook.exchange.pages import hugo
from cookbook.exchange.pasted.reading import Pasted, read_pasted
from cookbook.exchange.sources.lenient_frontmatter import read_leniently
from cookbook.manuscript import Recipe, person_identifier
from cookbook.manuscript.recipes import Prose, Step

LEAST = 0.95
COLLECTION = "recipes-based-cooking"
COLUMNS = 72

SHORTCODE = re.compile(r"\{\{[<%].*?[>%]\}\}", re.DOTALL)
IMAGE = re.compile(r"!\[[^\]]*\]\([^)]*\)")
LINK = re.compile(r"\[((?:[^\[\]]|\[[^\]]*\])*)\]\([^)]*\)")
TAG = re.compile(r"</?[A-Za-z][^<>]*>|<!--.*?-->", re.DOTALL)
EMPHASIS = re.compile(r"(\*{1,3}|(?<!\w)_{1,3}(?=\S)|(?<=\S)_{1,3}(?!\w)|`+)")
HEADING = re.compile(r"^ {0,3}#{1,6}[ \t]+(.*?)[ \t#]*$", re.MULTILINE)
LIST_MARK = re.compile(r"^([ \t]*)(?:[-*+•]|\d{1,3}[.)])[ \t]+", re.MULTILINE)
STAR = re.compile(r"^([ \t]*)[*+](?=[ \t])", re.MULTILINE)
BLANKS = re.compile(r"\n[ \t]*\n(?:[ \t]*\n)+")


@dataclass(frozen=True)
class Shape:
    """What is compared: a title, and how many ingredients and steps there are."""

    title: str
    ingredients: int
    steps: int


def main(arguments: list[str]) -> int:
    """Run it; give the exit code."""
    given = _parse(arguments)
    if not (given.folder / hugo.CONTENT).is_dir():
        print(f"paste: {given.folder} holds no Hugo site of recipes.", file=sys.stderr)
        return 2
    originals = dict(_originals(given.folder))
    files = sum(1 for _ in (given.folder / hugo.CONTENT).glob("*.md"))
    print(f"{len(originals)} recipes in {files} files")
    met = True
    for name, (strip, judged) in WAYS.items():
        found = {path: strip(given.folder / path) for path in originals}
        read = {path: read_pasted(text) for path, text in found.items()}
        wrong = [path for path, each in read.items() if shape_of(each.recipe) != originals[path]]
        share = 1 - len(wrong) / len(originals)
        doubts = sum(len(each.doubts) for each in read.values())
        print(
            f"{name:8}{share:8.1%}  {len(originals) - len(wrong)} of {len(originals)}; "
            f"{doubts} of {sum(len(each.lines) for each in read.values())} lines highlighted"
            + ("" if not judged else "  met" if share >= LEAST else "  MISSED")
        )
        met = met and (share >= LEAST or not judged)
        if given.show:
            _show(name, wrong, read, originals)
    return int(given.check and not met)


def shape_of(recipe: Recipe) -> Shape:
    """Give what is compared of a recipe."""
    items = [item for group in recipe.step_groups for item in group.items]
    steps = sum(isinstance(item, Step) for item in items)
    lines = (
        sum(bool(line.strip()) for line in item.text.split("\n"))
        for item in items
        if isinstance(item, Prose)
    )
    return Shape(_plain(recipe.title), len(recipe.ingredients), steps or sum(lines))


def strip_bare(file: Path) -> str:
    """Give a file's words without any mark, with its blank lines and what is indented."""
    title, body = _read(file)
    body = LIST_MARK.sub(r"\1", _without_inline_marks(body))
    return BLANKS.sub("\n\n", f"{title}\n\n{body}").strip() + "\n"


def strip_flat(file: Path) -> str:
    """Give a file's words without any mark, with its blank lines alone."""
    return "\n".join(line.strip() for line in strip_bare(file).split("\n"))


def strip_listed(file: Path) -> str:
    """Give a file's words; lists keep their marks."""
    title, body = _read(file)
    body = _without_inline_marks(STAR.sub(r"\1-", body))
    return BLANKS.sub("\n\n", f"{title}\n\n{body}").strip() + "\n"


def strip_mail(file: Path) -> str:
    """Give a file as pandoc writes plain text, in lines that end at the 72nd letter."""
    title, body = _read(file)
    plain: str = pypandoc.convert_text(
        IMAGE.sub("", SHORTCODE.sub("", body)),
        "plain",
        format="gfm",
        extra_args=[f"--columns={COLUMNS}"],
    )
    return f"{title}\n\n{plain}"


def strip_dense(file: Path) -> str:
    """Give a file's words without any mark or blank line."""
    return re.sub(r"\n\s*\n", "\n", strip_flat(file))


WAYS: Mapping[str, tuple[Callable[[Path], str], bool]] = {
    "bare": (strip_bare, True),
    "listed": (strip_listed, True),
    "mail": (strip_mail, True),
    "flat": (strip_flat, False),
    "dense": (strip_dense, False),
}


def _originals(folder: Path) -> Iterator[tuple[str, Shape]]:
    """Give the file of each recipe, and what the importer makes of it."""
    collected = hugo.collect(folder, title="", slug="pasted")
    entries = collected.content.entries
    for item in collected.items:
        path = Path(item.item)
        entry = entries.get(f"recipes/{person_identifier(path.stem)}.md")
        if path.parts[0] == hugo.CONTENT and isinstance(entry, Recipe):
            yield item.item, shape_of(entry)


def _read(file: Path) -> tuple[str, str]:
    read = read_leniently(file.read_text(encoding="utf-8"), file.name)
    title = read.values.get("title", "")
    return (" ".join(title.split()) if isinstance(title, str) else file.stem), read.body


def _without_inline_marks(body: str) -> str:
    text = IMAGE.sub("", SHORTCODE.sub("", TAG.sub("", body)))
    return EMPHASIS.sub("", HEADING.sub(r"\1", LINK.sub(r"\1", text)))


def _plain(title: str) -> str:
    return re.sub(r"\\(?=[^\w\s])", "", title)


def _show(
    way: str, wrong: list[str], read: Mapping[str, Pasted], originals: Mapping[str, Shape]
) -> None:
    for path in wrong:
        print(f"  {way}: {path}\n    {originals[path]}\n    {shape_of(read[path].recipe)}")


def _parse(arguments: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("folder", type=Path, nargs="?", default=PLACE / COLLECTION)
    parser.add_argument("--check", action="store_true", help="end with 1 where it falls short")
    parser.add_argument("--show", action="store_true", help="tell which recipes differ")
    return parser.parse_args(arguments)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
