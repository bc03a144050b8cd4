"""Bytes and a name in, what they are out: told from the content; the name only settles doubts."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Mapping

from cookbook.exchange.documents.gathered import Kind, Source
from cookbook.exchange.documents.packages import is_package, unpack
from cookbook.exchange.documents.problems import DocumentError
from cookbook.manuscript.decoding import decode_manuscript
from cookbook.manuscript.problems import ManuscriptError

DOCUMENT_MAX_BYTES = 40_000_000
ODT_TYPE = b"application/vnd.oasis.opendocument.text"
EPUB_TYPE = b"application/epub+zip"
TYPES = "[Content_Types].xml"
CONTAINER = "META-INF/container.xml"
SEEN = 4_000
"""So many letters of a text tell what it is."""
TEXT_ENDINGS = {
    ".tex": Kind.LATEX, ".ltx": Kind.LATEX, ".latex": Kind.LATEX,
    ".html": Kind.HTML, ".htm": Kind.HTML, ".xhtml": Kind.HTML,
    ".md": Kind.MARKDOWN, ".markdown": Kind.MARKDOWN, ".txt": Kind.MARKDOWN,
}  # fmt: skip
IS_HTML = re.compile(
    r"\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)*<(?:!doctype\s+html|html)\b",
    re.IGNORECASE | re.DOTALL,
)
IS_LATEX = re.compile(
    r"\\(?:documentclass|documentstyle|begin\{document\}|chapter\*?\{|section\*?\{)"
)
IS_DRAWING = re.compile(
    rb"(?:\xef\xbb\xbf)?\s*(?:<\?xml[^>]*>)?\s*(?:<!DOCTYPE\s+svg|<svg)", re.IGNORECASE
)
OTHERS = (
    (b"%PDF", "This is a PDF, which holds pages and no text that could be changed."),
    (b"{\\rtf", "This is an RTF text, which can't be read here."),
    (b"\xd0\xcf\x11\xe0", "This is an old Word document, or one that is protected by a password."),
    (b"Rar!", "This is a RAR archive, which can't be opened here."),
    (b"7z\xbc\xaf", "This is a 7z archive, which can't be opened here."),
    (b"\x1f\x8b", "This is a gzip archive, which can't be opened here."),
)  # fmt: skip
PICTURE = "This is a picture, and no text."
PICTURES = (
    b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"RIFF", b"BM", b"II*\x00", b"MM\x00*",
    b"\x00\x00\x00\x1cftyp", b"\x00\x00\x00 ftyp",
)  # fmt: skip
REMEDY = "Save it as DOCX or ODT, without a password, and choose that."
NOTES = frozenset({"readme", "licence", "license", "changelog"})
ACCEPTED = ".docx,.odt,.epub,.html,.htm,.xhtml,.tex,.md,.markdown,.txt,.zip"
"""What browsers offer to choose."""


def tell_kind(data: bytes, name: str) -> Source:
    """Tell what a document is, and take it apart as far as it is a package. Raises DocumentError.

    `name` is the name under which it was sent.
    """
    if not data:
        raise DocumentError("The file is empty.", remedy="Choose it again.")
    if len(data) > DOCUMENT_MAX_BYTES:
        raise DocumentError(
            f"The file has {len(data) / 1e6:.0f} MB; at most {DOCUMENT_MAX_BYTES / 1e6:.0f} go.",
            remedy="Make its pictures smaller, or part it into several files.",
        )
    for mark, message in OTHERS:
        if data.startswith(mark):
            raise DocumentError(message, remedy=REMEDY)
    if (data.startswith(PICTURES) and b"\x00" in data[:200]) or IS_DRAWING.match(data):
        raise DocumentError(PICTURE, remedy="Choose the text; its pictures come along with it.")
    return _of_package(data, name) if is_package(data) else _of_text(data, name)


def decoded(data: bytes, name: str) -> str:
    """Decode a text of a document. Raises DocumentError."""
    try:
        return decode_manuscript(data, name).text
    except ManuscriptError as err:
        raise DocumentError(
            f"{name[:80]} {err.message}",
            remedy="Send a DOCX, ODT, EPUB, HTML, LaTeX or Markdown file.",
        ) from err


def _of_text(data: bytes, name: str, files: Mapping[str, bytes] | None = None) -> Source:
    text = decoded(data, name)
    return Source(_kind_of_text(text, name), name, text.encode(), files or {}, name)


def _kind_of_text(text: str, name: str) -> Kind:
    named = TEXT_ENDINGS.get(posixpath.splitext(name.lower())[1])
    start = text[:SEEN]
    if IS_HTML.match(start):
        return Kind.HTML
    if "\\documentclass" in start or "\\begin{document}" in text:
        # A text about LaTeX in Markdown shows such lines as code.
        return Kind.MARKDOWN if named is Kind.MARKDOWN and "```" in text else Kind.LATEX
    if named:
        return named
    return Kind.LATEX if IS_LATEX.search(start) else Kind.MARKDOWN


def _of_package(data: bytes, name: str) -> Source:
    files = unpack(data)
    said = files.get("mimetype", b"").strip()
    if TYPES in files:
        return Source(Kind.DOCX, name, data, files, _word_text(files))
    if said == ODT_TYPE or (not said and "content.xml" in files):
        return Source(Kind.ODT, name, data, files, "content.xml")
    if said == EPUB_TYPE or CONTAINER in files:
        if CONTAINER not in files:
            raise DocumentError(
                "The e-book doesn't say where its text is.", remedy="Have it made again."
            )
        return Source(Kind.EPUB, name, data, files, CONTAINER)
    if said:
        raise DocumentError("This is an office file, but no text.", remedy=REMEDY)
    return source_of(files)


def _word_text(files: Mapping[str, bytes]) -> str:
    named = re.search(
        rb'PartName="/?([^"]+)"\s+ContentType="[^"]*wordprocessingml\.document\.main|'
        rb'ContentType="[^"]*wordprocessingml\.document\.main[^"]*"\s+PartName="/?([^"]+)"',
        files[TYPES],
    )
    path = (named[1] or named[2]).decode("utf-8", "replace") if named else "word/document.xml"
    if path not in files:
        raise DocumentError("This is an office file, but no Word document.", remedy=REMEDY)
    return path


def source_of(files: Mapping[str, bytes]) -> Source:
    """Find the text in an archive of somebody's own: the main one of several.

    Raises DocumentError where there is none.
    """
    texts = [
        file
        for file in files
        if posixpath.splitext(file.lower())[1] in TEXT_ENDINGS
        and not file.startswith("__MACOSX/")
        and not posixpath.basename(file).startswith(".")
    ]
    if not texts:
        raise DocumentError(
            "There is no text in the archive.",
            remedy="Put a LaTeX, Markdown or HTML text into it, with its pictures beside.",
        )
    main = min(texts, key=lambda file: _rank(file, files))
    return _of_text(files[main], main, files)


def _rank(file: str, files: Mapping[str, bytes]) -> tuple[bool, bool, int, int, str]:
    """Put what begins a LaTeX document first, then what stands at the top, then the longest."""
    begins = b"\\begin{document}" in files[file]
    stem = posixpath.splitext(posixpath.basename(file).lower())[0]
    return (not begins, stem in NOTES, file.count("/"), -len(files[file]), file)
