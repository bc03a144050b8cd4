"""The digest by which a book folder is known again."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from cookbook.manuscript.digests import digest_folder

SOUP = "recipes/soup.md"


def grow(folder: Path) -> None:
    (folder / SOUP).write_text("Soup, with bread.")


def change_and_hide_it(folder: Path) -> None:
    before = (folder / SOUP).stat()
    (folder / SOUP).write_text("Soap")
    os.utime(folder / SOUP, ns=(before.st_atime_ns, before.st_mtime_ns))


def rename(folder: Path) -> None:
    (folder / SOUP).rename(folder / "recipes/stew.md")


def swap(folder: Path) -> None:
    bread, soup = folder / "recipes/bread.md", folder / SOUP
    texts = bread.read_bytes(), soup.read_bytes()
    soup.write_bytes(texts[0])
    bread.write_bytes(texts[1])


def add_a_picture(folder: Path) -> None:
    (folder / "images").mkdir()
    (folder / "images/soup.jpg").write_bytes(b"\xff\xd8")


def take_away(folder: Path) -> None:
    (folder / SOUP).unlink()


def put_a_link_for_a_file(folder: Path) -> None:
    (folder / SOUP).unlink()
    (folder / SOUP).symlink_to("bread.md")


def put_a_pipe_for_a_file(folder: Path) -> None:
    (folder / SOUP).unlink()
    os.mkfifo(folder / SOUP)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "recipes").mkdir()
    (tmp_path / SOUP).write_text("Soup")
    (tmp_path / "recipes/bread.md").write_text("Bread")
    return tmp_path


class TestDigestFolder:
    def test_an_untouched_folder_keeps_it(self, folder: Path) -> None:
        before = digest_folder(folder)
        (folder / SOUP).touch()
        assert digest_folder(folder) == before

    def test_it_does_not_tell_where_the_folder_lies(self, folder: Path) -> None:
        before = digest_folder(folder)
        assert digest_folder(folder.rename(folder.parent / "elsewhere")) == before

    @pytest.mark.parametrize(
        "change",
        [
            grow,
            change_and_hide_it,
            rename,
            swap,
            add_a_picture,
            take_away,
            put_a_link_for_a_file,
            put_a_pipe_for_a_file,
        ],
    )
    def test_whatever_is_done_to_it_changes_it(
        self, folder: Path, change: Callable[[Path], None]
    ) -> None:
        before = digest_folder(folder)
        change(folder)
        assert digest_folder(folder) != before

    def test_a_file_behind_a_link_is_not_opened(self, folder: Path, tmp_path: Path) -> None:
        outside = tmp_path.parent / "outside.md"
        outside.write_text("one")
        (folder / "recipes/link.md").symlink_to(outside)
        before = digest_folder(folder)
        outside.write_text("two")
        assert digest_folder(folder) == before
