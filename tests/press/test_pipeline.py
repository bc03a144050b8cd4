"""The press from end to end: the same bytes every time, and nothing half-made."""

from __future__ import annotations

import hashlib
import json
import tempfile
from dataclasses import replace
from pathlib import Path
from types import ModuleType

import pytest

from cookbook.errors import CookbookError
from cookbook.manuscript import BookFolderError
from cookbook.manuscript.wishes import Besides
from cookbook.press.caching import MemoryCache
from cookbook.press.outputs import printing
from cookbook.press.pipeline import PUBLISHED, Format, Layout, PressOptions, press_book, with_wished
from cookbook.press.themes import ThemeError
from cookbook.press.typesetting import crew
from cookbook.press.typesetting.problems import LayoutError
from tests.press.making import BOOKS, Pressed, make_book, recipe

PDF_ONLY = PressOptions(formats=(Format.PDF,))
PLAINLY = PressOptions(formats=(Format.PDF,), layout=Layout.PLAIN)
EPUB_ONLY = PressOptions(formats=(Format.EPUB,))


class Listener:
    """Remembers what it heard of a build."""

    def __init__(self) -> None:
        self.stages: list[str] = []
        self.steps: list[int] = []

    def stage(self, name: str, total: int | None = None) -> None:
        self.stages.append(f"{name} {total}" if total else name)

    def step(self, done: int) -> None:
        self.steps.append(done)


@pytest.fixture
def pie(tmp_path: Path) -> Path:
    return make_book(tmp_path / "book", {"recipes/pie.md": recipe("Pie", "Words.")})


@pytest.fixture
def out(tmp_path: Path) -> Path:
    """A folder where an earlier build stands."""
    folder = tmp_path / "out"
    (folder / "web").mkdir(parents=True)
    for name in ("a-trial.pdf", "a-trial.epub", "web/index.html", "report.json"):
        (folder / name).write_text("the former one")
    return folder


def files(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


class TestTheSameBook:
    def test_it_gives_the_same_bytes_from_another_folder(
        self, pressed_pond: Pressed, tmp_path: Path
    ) -> None:
        copied = tmp_path / "elsewhere" / "the book"
        for path, data in files(BOOKS / "pond").items():
            (copied / path).parent.mkdir(parents=True, exist_ok=True)
            (copied / path).write_bytes(data)
        again = tmp_path / "made"
        options = PressOptions(formats=tuple(reversed(PUBLISHED)), workers=1)
        report = press_book(copied, again, options)
        made = Pressed(again, report).contents()
        former = pressed_pond.contents()
        assert [name for name in former if made.get(name) != former[name]] == []
        assert made.keys() == former.keys()
        assert report.files == pressed_pond.report.files


class TestReport:
    def test_it_stands_beside_the_files_and_knows_their_bytes(self, pressed_pond: Pressed) -> None:
        written = json.loads((pressed_pond.out / "report.json").read_text(encoding="utf-8"))
        assert written == json.loads(pressed_pond.report.as_json())
        assert (pressed_pond.out / "report.txt").read_text(encoding="utf-8").startswith("The Pond")
        for each in written["files"][:2]:
            data = (pressed_pond.out / each["name"]).read_bytes()
            assert each["size"] == len(data)
            assert each["sha256"] == hashlib.sha256(data).hexdigest()

    def test_it_counts_what_the_book_holds(
        self, pressed_pond: Pressed, pressed_coins: Pressed
    ) -> None:
        pond, coins = pressed_pond.report, pressed_coins.report
        assert (pond.entries, pond.recipes, pond.chapters) == (9, 6, 3)
        assert (pond.contributors, pond.images, pond.formulas) == (4, 1, 0)
        assert (coins.recipes, coins.chapters, coins.formulas) == (0, 4, 5)
        assert pond.pages == len(pressed_pond.pdf.pages)
        assert [each.name for each in pond.files] == [
            "the-pond-book.epub",
            "the-pond-book.pdf",
            "web/index.html",
        ]
        assert (pond.theme, coins.theme) == ("hearth", "lectern")

    def test_its_warnings_name_their_entries(self, pressed_pond: Pressed) -> None:
        written = json.loads(pressed_pond.report.as_json())["warnings"]
        assert {each: [remark["kind"] for remark in written[each]] for each in written} == {
            "recipes/eggs-in-a-cup.md": ["image"],
            "recipes/stone-soup.md": ["reference"],
        }

    def test_a_formula_that_can_not_be_set_is_remarked(self, pressed_coins: Pressed) -> None:
        kinds = {(each.entry, each.kind.value) for each in pressed_coins.report.warnings}
        assert ("chapters/bias.md", "formula") in kinds


class TestPressBook:
    def test_a_book_without_pictures_and_credits_is_made(self, pie: Path, out: Path) -> None:
        heard = Listener()
        report = press_book(pie, out, EPUB_ONLY, heard)
        assert [each.name for each in report.files] == ["a-trial.epub"]
        assert report.pages is None
        assert report.folios == {}
        assert (out / "a-trial.epub").read_bytes()[:2] == b"PK"
        assert heard.stages == ["Reading 1", "Binding the EPUB"]
        assert heard.steps == [1]

    def test_a_format_that_was_not_wished_stays_as_it_was(self, pie: Path, out: Path) -> None:
        press_book(pie, out, EPUB_ONLY)
        assert (out / "a-trial.pdf").read_text() == "the former one"
        assert (out / "web/index.html").read_text() == "the former one"

    def test_it_leaves_nothing_lying_about(
        self, pie: Path, out: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        scratch = tmp_path / "scratch"
        scratch.mkdir()
        monkeypatch.setattr(tempfile, "tempdir", str(scratch))
        press_book(pie, out, EPUB_ONLY)
        assert list(scratch.iterdir()) == []
        assert not list(out.glob(".pressing-*"))

    @pytest.mark.parametrize(
        ("options", "module", "limit", "value"),
        [
            (PDF_ONLY, crew, "PRESS_TERMS", crew.Terms(seconds=0.01)),
            (PLAINLY, printing, "LAYOUT_SECONDS", 0.01),
            (EPUB_ONLY, printing, "LAYOUT_SECONDS", 0.01),
        ],
    )
    def test_a_build_that_fails_leaves_the_former_files(  # noqa: PLR0913, PLR0917 -- half are fixtures
        self,
        options: PressOptions,
        module: ModuleType,
        limit: str,
        value: object,
        pie: Path,
        out: Path,
        tmp_path: Path,
        monkeypatch: pytest.MonkeyPatch,
    ) -> None:
        scratch = tmp_path / "scratch"
        scratch.mkdir()
        monkeypatch.setattr(tempfile, "tempdir", str(scratch))
        monkeypatch.setattr(module, limit, value)
        before = files(out)
        with pytest.raises(LayoutError, match="could not be laid out") as caught:
            press_book(pie, out, replace(options, cache=MemoryCache()))
        assert "of unusual size" in caught.value.remedy
        assert files(out) == before
        assert list(scratch.iterdir()) == []

    @pytest.mark.parametrize(
        ("options", "module", "limit", "value"),
        [
            (PDF_ONLY, crew, "PRESS_TERMS", crew.Terms(memory_mb=1)),
            (PLAINLY, printing, "LAYOUT_MEMORY_MB", 1),
        ],
    )
    def test_a_layout_without_memory_fails_and_says_so(  # noqa: PLR0913, PLR0917 -- half are fixtures
        self,
        options: PressOptions,
        module: ModuleType,
        limit: str,
        value: object,
        pie: Path,
        out: Path,
        monkeypatch: pytest.MonkeyPatch,
    ) -> None:
        monkeypatch.setattr(module, limit, value)
        before = files(out)
        with pytest.raises(LayoutError, match="could not be laid out"):
            press_book(pie, out, replace(options, cache=MemoryCache()))
        assert files(out) == before


class TestWished:
    def test_a_book_wishes_formats_besides(self, pie: Path) -> None:
        file = pie / "book.yaml"
        file.write_text(f"{file.read_text()}besides: [source, text]\n")
        formats = with_wished((Format.EPUB, Format.TEXT), pie)
        assert formats == (Format.EPUB, Format.TEXT, Format.SOURCE)

    def test_a_book_that_cant_be_read_wishes_nothing(self, pie: Path, tmp_path: Path) -> None:
        assert with_wished(PUBLISHED, tmp_path / "nowhere") == PUBLISHED
        (pie / "book.yaml").write_text("besides: [papyrus]\nparts: []\n")
        assert with_wished(PUBLISHED, pie) == PUBLISHED

    def test_whatever_may_be_wished_can_be_made(self) -> None:
        assert {each.value for each in Besides} <= {each.value for each in Format}


class TestRefusals:
    def test_an_unknown_theme_is_an_error_and_nothing_is_written(
        self, pie: Path, tmp_path: Path
    ) -> None:
        with pytest.raises(ThemeError, match="Choose one of: almanac, hearth"):
            press_book(pie, tmp_path / "new", PressOptions(theme="glass"))
        assert not (tmp_path / "new").exists()

    @pytest.mark.parametrize("name", [".", "../book", "recipes/.."])
    def test_the_book_itself_is_no_place_for_its_files(self, pie: Path, name: str) -> None:
        with pytest.raises(CookbookError, match="is the book itself") as caught:
            press_book(pie, pie / name)
        assert "--out" in caught.value.remedy

    def test_a_file_is_no_folder(self, pie: Path, tmp_path: Path) -> None:
        (tmp_path / "file").write_text("mine")
        with pytest.raises(CookbookError, match="is a file"):
            press_book(pie, tmp_path / "file")
        assert (tmp_path / "file").read_text() == "mine"

    def test_a_folder_that_is_no_book_is_refused_before_anything_is_made(
        self, tmp_path: Path
    ) -> None:
        (tmp_path / "empty").mkdir()
        with pytest.raises(BookFolderError, match=r"has no book\.yaml"):
            press_book(tmp_path / "empty", tmp_path / "out")
        assert not (tmp_path / "out").exists()
