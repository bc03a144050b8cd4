from __future__ import annotations

import contextlib
import io
import stat
import struct
import time
import zipfile
from pathlib import Path

import pytest

from cookbook.exchange.documents import packages, pictures
from cookbook.exchange.documents.packages import pack, unpack
from cookbook.exchange.documents.problems import DocumentError
from cookbook.exchange.documents.reading import make_chapter, read_document
from tests.exchange.documents_made import made_by_pandoc, photo, with_part, zipped

SHARED = Path(__file__).resolve().parents[3] / "shared" / "corpora"
ENTITIES = (
    b'<!DOCTYPE w:document [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;">]>'
)
EXTERNAL = b'<!DOCTYPE w:document [<!ENTITY secret SYSTEM "file:///etc/passwd">]>'


def _with_sizes(archive: bytes, size: int) -> bytes:
    """Let the directory and the headers lie about the size of what is packed."""
    lying = bytearray(archive)
    for mark, place in ((b"PK\x01\x02", 24), (b"PK\x03\x04", 22)):
        start = lying.find(mark)
        struct.pack_into("<I", lying, start + place, size)
    return bytes(lying)


class TestUnpack:
    def test_it_gives_back_what_was_packed(self) -> None:
        files = {"mimetype": b"x", "a/b.xml": b"<a/>", "pictures/c.png": bytes(100)}
        assert unpack(pack(files)) == files

    @pytest.mark.parametrize("name", ["../a.md", "a/../../b.md", "/etc/a.md", "..\\a.md"])
    def test_it_refuses_paths_that_lead_out(self, name: str) -> None:
        with pytest.raises(DocumentError, match="leads out"):
            unpack(zipped({"ok.md": "x", name: "y"}))

    def test_it_refuses_links(self) -> None:
        buffer = io.BytesIO()
        with zipfile.ZipFile(buffer, "w") as archive:
            link = zipfile.ZipInfo("a.md")
            link.external_attr = (stat.S_IFLNK | 0o777) << 16
            archive.writestr(link, "/etc/passwd")
        with pytest.raises(DocumentError, match="link"):
            unpack(buffer.getvalue())

    def test_it_refuses_by_the_directory_what_unpacks_to_far_too_much(self) -> None:
        bomb = zipped({"word/document.xml": bytes(30_000_000)})
        before = time.monotonic()
        with pytest.raises(DocumentError, match="far more"):
            unpack(bomb)
        assert time.monotonic() - before < 0.5

    @pytest.mark.parametrize("size", [1_000, 4_000_000_000])
    def test_sizes_that_lie_are_caught(self, size: int) -> None:
        with pytest.raises(DocumentError):
            unpack(_with_sizes(zipped({"a.md": bytes(200_000)}), size))

    def test_it_stops_at_a_cap_of_bytes_whatever_the_directory_says(
        self, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(packages, "_check_directory", lambda _entries: None)
        monkeypatch.setattr(packages, "PART_MAX_BYTES", 100_000)
        with pytest.raises(DocumentError, match="far more"):
            unpack(zipped({"a.md": bytes(200_000)}))

    def test_it_refuses_entries_that_overlap(self) -> None:
        archive = bytearray(zipped({"a.md": "first", "b.md": "other"}))
        second = archive.rfind(b"PK\x01\x02")
        struct.pack_into("<I", archive, second + 42, 0)
        with pytest.raises(DocumentError):
            unpack(bytes(archive))

    def test_it_refuses_too_many_files_and_two_of_one_name(self) -> None:
        with pytest.raises(DocumentError, match="5,000 files"):
            unpack(zipped({f"{number}.md": "" for number in range(5_000)}))
        buffer = io.BytesIO()
        with zipfile.ZipFile(buffer, "w") as archive:
            archive.writestr("a.md", "x")
            with pytest.warns(UserWarning, match="Duplicate"):
                archive.writestr("a.md", "y")
        with pytest.raises(DocumentError, match="two files"):
            unpack(buffer.getvalue())

    def test_what_is_cut_off_is_said_to_be(self) -> None:
        with pytest.raises(DocumentError, match="broken or cut off"):
            unpack(made_by_pandoc("docx")[:5_000])


class TestReadDocument:
    @pytest.mark.parametrize("declared", [ENTITIES, EXTERNAL])
    @pytest.mark.parametrize("part", ["word/document.xml", "word/styles.xml"])
    def test_entities_in_a_word_document_are_refused(self, declared: bytes, part: str) -> None:
        data = with_part(made_by_pandoc("docx"), part, b"?>", b"?>" + declared)
        with pytest.raises(DocumentError, match="declares names"):
            read_document(data, "a.docx")

    def test_entities_in_an_e_book_are_refused(self) -> None:
        data = made_by_pandoc("epub")
        page = next(name for name in unpack(data) if name.endswith("ch001.xhtml"))
        data = with_part(data, page, b"<!DOCTYPE html>", EXTERNAL.replace(b"w:document", b"html"))
        with pytest.raises(DocumentError, match="declares names"):
            read_document(data, "a.epub")

    def test_a_picture_named_outside_of_the_archive_is_not_read(self) -> None:
        text = "# T\n\n![A](../../../../etc/passwd) ![B](/etc/hostname) ![C](file:///etc/passwd)"
        document = read_document(zipped({"a.md": text}), "a.zip")
        chapter = make_chapter(document, document.parts[0])
        assert not chapter.pictures
        assert "root:" not in chapter.chapter.body

    def test_what_nests_beyond_measure_is_an_error_and_no_crash(self) -> None:
        with pytest.raises(DocumentError):
            read_document((">" * 5_000 + " deep").encode(), "a.md")

    def test_a_huge_picture_is_refused_by_its_header_and_the_words_stay(self) -> None:
        header = struct.pack(">IIBBBBB", 40_000, 40_000, 8, 2, 0, 0, 0)
        png = b"\x89PNG\r\n\x1a\n" + struct.pack(">I", 13) + b"IHDR" + header + bytes(60)
        document = read_document(zipped({"a.md": "# T\n\n![A bomb](x.png)", "x.png": png}), "a.zip")
        chapter = make_chapter(document, document.parts[0])
        assert "A bomb" in chapter.chapter.body
        assert not chapter.pictures

    def test_many_large_pictures_are_not_all_decoded(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(pictures, "MOST_PIXELS", 100_000)
        files: dict[str, bytes | str] = {f"{number}.png": photo() for number in range(3)}
        text = "# T\n\n" + "\n\n".join(f"![Number {number}]({number}.png)" for number in range(3))
        document = read_document(zipped({"a.md": text, **files}), "a.zip")
        chapter = make_chapter(document, document.parts[0])
        assert len(chapter.pictures) == 1
        assert "Number 2" in chapter.chapter.body
        assert "too large together" in "".join(map(str, chapter.losses))

    @pytest.mark.corpora
    @pytest.mark.skipif(not SHARED.is_dir(), reason="the collections are not there")
    def test_no_file_of_the_hostile_collection_does_more_than_be_refused(self) -> None:
        slow = {"brackets.md"}
        files = [
            file
            for folder in ("docx", "epub", "archives", "images", "svg", "generated")
            for file in sorted((SHARED / "hostile" / folder).iterdir())
            if file.name not in slow
        ]
        read = 0
        for file in files:
            with contextlib.suppress(DocumentError):
                document = read_document(file.read_bytes(), file.name)
                chapters = [make_chapter(document, part) for part in document.parts[:3]]
                assert not any("root:x" in each.chapter.body for each in chapters), file
                read += 1
        assert 5 < read < len(files) / 2

    @pytest.mark.corpora
    @pytest.mark.skipif(not SHARED.is_dir(), reason="the collections are not there")
    def test_nearly_all_documents_of_others_can_be_read(self) -> None:
        folders = ("docx-pandoc", "docx-poi", "epub-pandoc", "epub-w3c-tests", "docx-pandoc/odt")
        refused = []
        for folder in folders:
            for file in sorted((SHARED / "interchange" / folder).glob("*.*")):
                if file.suffix not in (".docx", ".odt", ".epub"):
                    continue
                try:
                    document = read_document(file.read_bytes(), file.name)
                    make_chapter(document, document.parts[0])
                except DocumentError:
                    refused.append(file.name)
        # One that pandoc can't parse, one with nothing but a picture as a page, four without words.
        assert len(refused) <= 7, refused
