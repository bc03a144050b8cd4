"""The archive of an EPUB: one that every reader of archives can read, the same every time."""

from __future__ import annotations

import shutil
import subprocess
import zipfile
from pathlib import Path

import pytest

from cookbook.press.outputs.packing import ZIP_DATE, packed

MEDIA = ("media/soup.jpg", "media/soup.svg")
TEXT = "Words and words. " * 500


@pytest.fixture
def made(tmp_path: Path) -> Path:
    target = tmp_path / "made.epub"
    write(target)
    return target


def write(target: Path) -> None:
    with packed(target) as archive:
        archive.add("EPUB/text/soup.xhtml", TEXT)
        archive.add_media(f"EPUB/{MEDIA[0]}", b"\xff\xd8\xff" * 100)
        archive.add_media(f"EPUB/{MEDIA[1]}", b"<svg/>" * 100)


class TestPacked:
    def test_it_holds_what_was_added_in_order_behind_the_mimetype(self, made: Path) -> None:
        with zipfile.ZipFile(made) as archive:
            assert archive.testzip() is None
            names = archive.namelist()
            assert names[0] == "mimetype"
            assert names[1:] == [
                "EPUB/text/soup.xhtml",
                "EPUB/media/soup.jpg",
                "EPUB/media/soup.svg",
            ]
            assert archive.read("EPUB/text/soup.xhtml").decode() == TEXT
            assert {each.date_time for each in archive.infolist()} == {ZIP_DATE}

    def test_pictures_that_are_packed_by_nature_stay_as_they_are(self, made: Path) -> None:
        with zipfile.ZipFile(made) as archive:
            plain = {each.filename for each in archive.infolist() if not each.compress_type}
        assert plain == {"mimetype", f"EPUB/{MEDIA[0]}"}

    def test_the_mimetype_stands_where_readers_look_for_it(self, made: Path) -> None:
        assert made.read_bytes()[30:58] == b"mimetypeapplication/epub+zip"

    def test_the_same_files_give_the_same_bytes(self, made: Path, tmp_path: Path) -> None:
        again = tmp_path / "again.epub"
        write(again)
        assert again.read_bytes() == made.read_bytes()

    def test_other_programs_can_unpack_it(self, made: Path, tmp_path: Path) -> None:
        unzip = shutil.which("unzip")
        assert unzip, "script/setup --test installs it"
        subprocess.run([unzip, "-q", str(made), "-d", str(tmp_path / "out")], check=True)
        assert (tmp_path / "out/EPUB/text/soup.xhtml").read_text() == TEXT
