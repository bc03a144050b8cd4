from __future__ import annotations

import os
from pathlib import Path

import pytest

from cookbook.exchange.sources.licences import find_licence, recognise_licence
from cookbook.exchange.sources.source_files import (
    SourceError,
    find_picture,
    open_source,
    picture_ending,
    read_source_text,
    real_file,
    walk_files,
)


class TestRealFile:
    def test_a_link_out_of_the_collection_is_refused(self, tmp_path: Path) -> None:
        source = tmp_path / "source"
        source.mkdir()
        (tmp_path / "secret").write_text("x")
        (source / "link").symlink_to(tmp_path / "secret")
        for path in ("link", "../secret"):
            with pytest.raises(SourceError, match="leads out"):
                real_file(source, path, max_bytes=10)

    def test_a_file_above_the_limit_is_refused(self, tmp_path: Path) -> None:
        (tmp_path / "big").write_bytes(b"12345")
        with pytest.raises(SourceError, match="MB are read"):
            real_file(tmp_path, "big", max_bytes=4)

    def test_what_is_no_file_is_refused(self, tmp_path: Path) -> None:
        os.mkfifo(tmp_path / "pipe")
        for path in ("pipe", ".", "a\x00b"):
            with pytest.raises(SourceError):
                real_file(tmp_path, path, max_bytes=10)

    def test_a_link_inside_the_collection_is_followed(self, tmp_path: Path) -> None:
        (tmp_path / "a.md").write_text("text")
        (tmp_path / "b.md").symlink_to(tmp_path / "a.md")
        assert read_source_text(tmp_path, "b.md").text == "text"


class TestWalkFiles:
    def test_it_gives_files_in_order_and_passes_over_hidden_and_linked_folders(
        self, tmp_path: Path
    ) -> None:
        for path in ("b.md", "a/c.md", ".git/d.md", "e.txt"):
            (tmp_path / path).parent.mkdir(exist_ok=True)
            (tmp_path / path).write_text("")
        (tmp_path / "loop").symlink_to(tmp_path)
        assert list(walk_files(tmp_path, suffixes=(".md",))) == ["b.md", "a/c.md"]


class TestOpenSource:
    def test_a_file_is_no_collection(self, tmp_path: Path) -> None:
        (tmp_path / "a").write_text("")
        with pytest.raises(SourceError, match="not a folder"):
            open_source(tmp_path / "a")


class TestFindPicture:
    def test_a_picture_is_told_by_its_first_bytes(self, tmp_path: Path) -> None:
        (tmp_path / "a.png").write_bytes(b"\x89PNG\r\n\x1a\n....")
        (tmp_path / "b.png").write_bytes(b"SIMPLE  = T")
        assert find_picture(tmp_path, "a.png") == (tmp_path / "a.png").resolve()
        with pytest.raises(SourceError, match="no picture"):
            find_picture(tmp_path, "b.png")

    def test_a_picture_under_another_formats_name_gets_its_own(self, tmp_path: Path) -> None:
        (tmp_path / "a.webp").write_bytes(b"\xff\xd8\xff\xe0JFIF")
        (tmp_path / "b.jpeg").write_bytes(b"\xff\xd8\xff\xe0JFIF")
        assert picture_ending(find_picture(tmp_path, "a.webp")) == ".jpg"
        assert picture_ending(find_picture(tmp_path, "b.jpeg")) == ".jpeg"


class TestLicence:
    def test_it_is_told_by_words_of_its_own(self) -> None:
        assert recognise_licence("CC0  1.0\nUniversal") == "CC0-1.0"
        assert recognise_licence("Creative Commons Attribution-ShareAlike 4.0") == "CC-BY-SA-4.0"
        assert recognise_licence("All rights reserved") == ""

    def test_only_a_licence_file_counts(self, tmp_path: Path) -> None:
        (tmp_path / "README.md").write_text("Attribution 4.0 International")
        assert find_licence(tmp_path) == ""
        (tmp_path / "LICENCE.txt").write_text("Attribution 4.0 International")
        assert find_licence(tmp_path) == "CC-BY-4.0"
