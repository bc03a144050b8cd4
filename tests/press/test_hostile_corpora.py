"""Hostile files from the wild, pressed; runs only where they lie beside the project."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Iterator, Sequence
from pathlib import Path

import pikepdf
import pytest

from cookbook.manuscript.decoding import strip_unprintable
from cookbook.manuscript.problems import BookFolderError
from cookbook.press.pipeline import PUBLISHED, Format, PressOptions, press_book
from cookbook.press.reading.cleaning import clean_words
from tests.press.harm import epubcheck, harm, squeezed, texts
from tests.press.making import Pressed, chapter, make_book, recipe

CORPUS = Path(__file__).resolve().parents[3] / "shared" / "corpora" / "hostile"
ALL = PressOptions(formats=PUBLISHED)
BATCH = 40
TITLE_MAX = 300
MANUSCRIPTS = sorted(CORPUS.glob("generated/*.md"))
TEXTS = sorted([*MANUSCRIPTS, *CORPUS.glob("generated/*.csv"), *CORPUS.glob("text/*")])
PACKED = sorted(
    path
    for folder in ("generated", "images", "svg", "docx", "archives", "epub")
    for path in (CORPUS / folder).glob("*")
    if path.suffix not in {".md", ".csv"}
)
PRIVATE = ("Exif", "GPS", "Eiffel", "ENTITY")


def press(folder: Path, options: PressOptions = ALL) -> Pressed:
    return Pressed(folder / "out", press_book(folder / "book", folder / "out", options))


def text_of(file: Path) -> str:
    encoding = "utf-16" if file.name == "utf16.md" else "utf-8"
    return file.read_text(encoding=encoding, errors="replace")


def payloads() -> list[str]:
    """Every payload of the lists, on one line each."""
    naughty = (CORPUS / "text" / "blns.txt").read_text(encoding="utf-8", errors="replace")
    lines = [line for line in naughty.split("\n") if line.strip() and line[0] != "#"]
    lines += json.loads((CORPUS / "text" / "xss-payloads.json").read_text(encoding="utf-8"))
    return [strip_unprintable(" ".join(line.split()))[0] for line in lines]


def batches(lines: Sequence[str]) -> Iterator[tuple[int, Sequence[str]]]:
    for start in range(0, len(lines), BATCH):
        yield start, lines[start : start + BATCH]


def quoted(line: str) -> str:
    """Write a title in YAML, whatever is in it."""
    return json.dumps(line[:TITLE_MAX] or "-", ensure_ascii=False)


def recipes_of(lines: Sequence[str]) -> dict[str, str]:
    """One recipe for each batch of payloads, with each as headnote, ingredient and step."""
    return {
        f"recipes/r{start}.md": recipe(
            f"R{start}",
            *(f"{line}\n" for line in batch),
            "\n## Ingredients\n",
            *(f"- {line}" for line in batch),
            "\n## Method\n",
            *(f"1. {line}" for line in batch),
        )
        for start, batch in batches(lines)
    }


def chapters_of(lines: Sequence[str]) -> dict[str, str]:
    return {
        f"chapters/c{start}.md": chapter(f"C{start}", *(f"{line}\n" for line in batch))
        for start, batch in batches(lines)
    }


def titled(lines: Sequence[str]) -> dict[str, str]:
    return {
        f"recipes/t{n}.md": recipe(quoted(line), "Short.", by=quoted(line), town=quoted(line))
        for n, line in enumerate(lines)
    }


def titles_of(lines: Sequence[str]) -> set[str]:
    """The titles of `titled`, as they are to be found again."""
    return {squeezed(clean_words(line[:TITLE_MAX])) for line in lines}


def longest_words(text: str) -> list[str]:
    """Plain words that no markup touches, to be found again."""
    return sorted(set(re.findall(r"(?<![\w\\&@:/.-])[A-Za-z]{7,}(?![\w:/.-])", text)))


if CORPUS.is_dir():

    @pytest.mark.corpora
    class TestHostileTexts:
        def test_all_are_set_as_recipes_and_as_chapters(self, tmp_path: Path) -> None:
            bodies = {file.stem: text_of(file) for file in TEXTS}
            recipes = {f"recipes/{name}.md": recipe(name, body) for name, body in bodies.items()}
            chapters = {f"chapters/{name}.md": chapter(name, body) for name, body in bodies.items()}
            source = make_book(tmp_path / "book", {**recipes, **chapters})
            for file in (source / "recipes/utf16.md", source / "chapters/utf16.md"):
                file.write_text(file.read_text(encoding="utf-8"), encoding="utf-16")
            pressed = press(tmp_path)
            assert harm(pressed, ["root:x:"]) == []
            assert epubcheck(pressed) == []
            told = texts(pressed)["EPUB"]
            words = longest_words("\n".join(bodies.values()))
            assert [word for word in words if word not in told] == []
            entries = {each.entry for each in pressed.report.warnings}
            assert {*recipes, *chapters} <= entries

        @pytest.mark.parametrize("file", MANUSCRIPTS, ids=lambda file: file.name)
        def test_each_whole_file_is_refused_by_line_or_makes_a_book(
            self, tmp_path: Path, file: Path
        ) -> None:
            source = make_book(tmp_path / "book", {"recipes/a.md": ""})
            shutil.copyfile(file, source / "recipes" / "a.md")
            if file.name == "raw-html-and-includes.md":
                pressed = press(tmp_path)
                assert harm(pressed, ["root:x:"]) == []
                assert epubcheck(pressed) == []
                return
            with pytest.raises(BookFolderError) as caught:
                press(tmp_path)
            (cause,) = caught.value.causes
            assert str(cause).startswith("recipes/a.md")
            assert cause.remedy

        def test_every_payload_is_text(self, tmp_path: Path) -> None:
            lines = [line for line in payloads() if line.strip()]
            some = lines[::10]
            make_book(
                tmp_path / "book", {**recipes_of(lines), **chapters_of(lines), **titled(some)}
            )
            pressed = press(tmp_path)
            assert harm(pressed, ["root:x:"]) == []
            assert epubcheck(pressed) == []
            told = texts(pressed)
            words = longest_words("\n".join(lines))
            assert [word for word in words if word not in told["EPUB"]] == []
            # What takes several lines in print is in pieces there, and not all in Latin letters.
            titles = {each for each in titles_of(some) if each.isascii() and len(each) < 30}
            assert titles
            assert [each for each in titles if each not in told["PDF"]] == []

        def test_every_payload_is_a_title_a_name_and_a_town(self, tmp_path: Path) -> None:
            lines = [line for line in payloads() if line.strip()]
            make_book(tmp_path / "book", titled(lines))
            # Printed, they would be a book of 750 pages.
            pressed = press(tmp_path, PressOptions(formats=(Format.EPUB, Format.WEB)))
            assert harm(pressed, ["root:x:"]) == []
            assert epubcheck(pressed) == []
            for told in texts(pressed).values():
                assert [each for each in titles_of(lines) if each not in told] == []

    @pytest.mark.corpora
    class TestHostileFiles:
        def test_all_as_pictures_are_shown_clean_or_left_out_by_name(self, tmp_path: Path) -> None:
            lines = [f"![alt]({path.name})\n" for path in PACKED]
            source = make_book(tmp_path / "book", {"chapters/a.md": chapter("A", *lines)})
            for path in PACKED:
                shutil.copyfile(path, source / "chapters" / path.name)
            pressed = press(tmp_path)
            assert harm(pressed, [*PRIVATE, "root:x:"]) == []
            assert epubcheck(pressed) == []
            remarks = " ".join(each.message for each in pressed.report.warnings)
            packed = [path for path in PACKED if path.suffix in {".docx", ".zip", ".epub"}]
            assert [path.name for path in packed if f"{path.name}" not in remarks] == []
            assert '"chapters/photo-with-gps.jpg" is left out' not in remarks
            assert '"chapters/bomb-40000x40000.png" is left out' in remarks
            with pikepdf.open(next(pressed.out.glob("*.pdf"))) as pdf:
                assert pdf.docinfo.get("/Author", "") == "Ada Obi"

        @pytest.mark.parametrize("file", PACKED, ids=lambda file: file.name)
        def test_none_is_a_manuscript(self, tmp_path: Path, file: Path) -> None:
            source = make_book(tmp_path / "book", {"recipes/a.md": ""})
            shutil.copyfile(file, source / "recipes" / "a.md")
            with pytest.raises(BookFolderError) as caught:
                press(tmp_path)
            assert str(caught.value.causes[0]).startswith("recipes/a.md")
