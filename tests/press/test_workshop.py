"""What a build leaves behind when it is killed: nothing that hurts, and nothing for long."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import pytest

from cookbook.press import workshop
from cookbook.press.pipeline import Format, PressOptions, press_book
from cookbook.press.workshop import making_folder, scratch_folder, sweep
from tests.press.making import make_book, recipe

BUILD = """
import sys, time
from pathlib import Path
from cookbook.press.pipeline import Format, PressOptions, press_book

class Loud:
    def stage(self, name, total=None):
        print(name, flush=True)
    def step(self, done):
        pass

options = PressOptions(formats=(Format.PDF, Format.WEB))
press_book(Path(sys.argv[1]), Path(sys.argv[2]), options, Loud())
"""


@pytest.fixture
def temporary(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "tmp"
    folder.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(folder))
    return folder


def aged(folder: Path) -> Path:
    folder.mkdir()
    (folder / "half").write_text("half a book")
    long_ago = time.time() - 60
    os.utime(folder, (long_ago, long_ago))
    return folder


class TestSweep:
    def test_what_nobody_holds_goes_and_nothing_else(self, tmp_path: Path) -> None:
        left = aged(tmp_path / ".pressing-left")
        other = aged(tmp_path / "web")
        sweep(tmp_path, ".pressing-")
        assert (left.exists(), other.exists()) == (False, True)

    def test_what_a_build_holds_stays(
        self, tmp_path: Path, temporary: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(workshop, "YOUNG_SECONDS", -1.0)
        with making_folder(tmp_path) as making, scratch_folder() as scratch:
            sweep(tmp_path, ".pressing-")
            sweep(temporary, "cookbook-press-")
            assert making.is_dir()
            assert scratch.is_dir()
        assert not making.exists()
        assert not scratch.exists()

    def test_what_was_only_just_made_stays(self, tmp_path: Path) -> None:
        (tmp_path / ".pressing-new").mkdir()
        sweep(tmp_path, ".pressing-")
        assert (tmp_path / ".pressing-new").exists()

    def test_a_link_is_not_followed(self, tmp_path: Path) -> None:
        target = aged(tmp_path / "mine")
        (tmp_path / ".pressing-link").symlink_to(target)
        sweep(tmp_path, ".pressing-")
        assert (target / "half").exists()


class TestKilledBuild:
    def test_it_ends_with_its_children_and_the_next_sweeps_up(
        self, tmp_path: Path, temporary: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        book = make_book(tmp_path / "book", {"recipes/pie.md": recipe("Pie", "Words.")})
        out = tmp_path / "out"
        with subprocess.Popen(
            [sys.executable, "-c", BUILD, str(book), str(out)],
            stdout=subprocess.PIPE,
            text=True,
            start_new_session=True,
            env={**os.environ, "TMPDIR": str(temporary)},
        ) as process:
            assert process.stdout is not None
            assert any("Laying out" in line for line in process.stdout)
            until = time.monotonic() + 60
            while not list(temporary.glob("*/fonts.conf")):
                assert time.monotonic() < until
                time.sleep(0.02)
            os.killpg(process.pid, signal.SIGKILL)
        assert list(out.glob(".pressing-*"))
        assert list(temporary.iterdir())
        assert [path.name for path in out.iterdir() if not path.name.startswith(".")] == []
        monkeypatch.setattr(workshop, "YOUNG_SECONDS", -1.0)
        press_book(book, out, PressOptions(formats=(Format.EPUB,)))
        assert list(out.glob(".pressing-*")) == []
        assert list(temporary.iterdir()) == []
