"""The child process that lays out pages: a folder with HTML in, a PDF out, within limits.

It reads a job as JSON from standard input and prints one JSON object a line: {"page": n} while it
works, {"warning": text} for what WeasyPrint has to say, and at last {"done": {...}}.
"""

from __future__ import annotations

import contextlib
import json
import logging
import re
import sys
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

import pydyf
import weasyprint
from weasyprint.urls import URLFetcher, URLFetcherResponse

from cookbook.press.tagging.structure import tagging
from cookbook.press.typesetting.linebreaks import mend_line_breaks

# What `pagemarks` calls its marks; that module is not imported here, to keep this process small.
PREFIX = "pm-"
# What `shapes.last_of` puts behind the name of an anchor for the last page that has it.
LAST = "~"
MEDIA_TYPES = {
    ".css": "text/css",
    ".html": "text/html",
    ".jpg": "image/jpeg",
    ".png": "image/png",
    ".svg": "image/svg+xml",
    ".ttf": "font/ttf",
}
PAGE_STEP = re.compile(r"Page (\d+)")


class FolderFetcher(URLFetcher):  # type: ignore[misc]  # WeasyPrint has no types
    """Gives WeasyPrint the files of the named folders, and nothing else on this or any machine."""

    def __init__(self, folders: list[Path]) -> None:
        super().__init__(allowed_protocols=("file",), allow_redirects=False)
        self.folders = [folder.resolve() for folder in folders]

    def fetch(self, url: str, _headers: dict[str, str] | None = None) -> URLFetcherResponse:
        """Fetch a file of the job. Raises ValueError for any other address."""
        parts = urlsplit(url)
        path = Path(unquote(parts.path)).resolve()
        if parts.scheme != "file" or not any(path.is_relative_to(each) for each in self.folders):
            raise ValueError(f"not a file of this book: {url[:80]}")
        headers = {"Content-Type": MEDIA_TYPES.get(path.suffix, "application/octet-stream")}
        return URLFetcherResponse(url, path.read_bytes(), headers)


class _Reporter(logging.Handler):
    """Prints WeasyPrint's progress and warnings as lines of JSON."""

    def emit(self, record: logging.LogRecord) -> None:
        message = record.getMessage()
        if record.name == "weasyprint.progress":
            page = PAGE_STEP.search(message)
            if page:
                _say({"page": int(page[1])})
        elif record.levelno >= logging.WARNING:
            _say({"warning": message})


def limit_memory(megabytes: int) -> None:
    """Let this process have no more memory than this, where the system can see to that."""
    with contextlib.suppress(ImportError, ValueError, OSError):
        import resource  # noqa: PLC0415 -- not on every system

        size = megabytes * 1024 * 1024
        resource.setrlimit(resource.RLIMIT_AS, (size, size))


def typeset(job: dict[str, Any]) -> dict[str, Any]:
    """Lay out a job's HTML and write its PDF; give the number of pages and every anchor's folio.

    `job` has html, pdf (paths; without a second one no PDF is written), folders (that may be read),
    body_anchor (id at which arabic folios begin), variant (of the PDF), and is_rtl where it is read
    from there.
    """
    fetcher = FolderFetcher([Path(folder) for folder in job["folders"]])
    document = weasyprint.HTML(filename=job["html"], url_fetcher=fetcher).render()
    first = _page_of(document, job["body_anchor"])
    labels = page_labels(len(document.pages), first)
    marks = _take_page_marks(document, labels, _mark_order(Path(job["html"])))
    folios: dict[str, str] = {}
    for label, page in zip(labels, document.pages, strict=True):
        for name in page.anchors:
            # What goes on over several pages stands in the anchors of each.
            folios[f"{name}{LAST}" if name in folios else name] = label

    def finish(_document: Any, pdf: Any) -> None:  # noqa: ANN401 -- WeasyPrint has no types
        pdf.catalog["PageLabels"] = _label_tree(first)
        pdf.catalog["PageLayout"] = "/TwoPageRight"
        if job.get("is_rtl"):
            pdf.catalog.setdefault("ViewerPreferences", pydyf.Dictionary())["Direction"] = "/R2L"

    done = {"pages": len(document.pages), "folios": folios, "page_marks": marks}
    if not job["pdf"]:
        return done
    variant = job["variant"] or None
    with tagging():
        document.write_pdf(job["pdf"], finisher=finish, pdf_variant=variant, optimize_images=False)
    return done


def _take_page_marks(
    document: Any,  # noqa: ANN401 -- likewise
    labels: list[str],
    order: dict[str, int],
) -> dict[str, str]:
    """Give the first mark of each page with its folio, and take all marks out of the document."""
    marks: dict[str, str] = {}
    for page, label in zip(document.pages, labels, strict=True):
        names = [name for name in page.anchors if name.startswith(PREFIX)]
        if names:
            # A page may draw its marks in another order than that in which they stand in the text.
            marks[min(names, key=order.__getitem__)] = label
        for name in names:
            del page.anchors[name]
    return marks


def _mark_order(page: Path) -> dict[str, int]:
    """Give each mark of an HTML page its rank: the order in which they stand in its text."""
    found = re.findall(rf' id="({PREFIX}[^"]+)"', page.read_text(encoding="utf-8"))
    return {name: number for number, name in enumerate(found)}


def page_labels(pages: int, first_body_page: int) -> list[str]:
    """Give each page's folio: roman from the cover on, arabic from the body's first page on."""
    return [
        _roman(number) if number <= first_body_page else str(number - first_body_page)
        for number in range(1, pages + 1)
    ]


def _roman(number: int) -> str:
    letters = "c" * (number // 100)
    tens, ones = divmod(number % 100, 10)
    letters += ("", "x", "xx", "xxx", "xl", "l", "lx", "lxx", "lxxx", "xc")[tens]
    return letters + ("", "i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix")[ones]


def _label_tree(first_body_page: int) -> pydyf.Dictionary:
    """Say in the PDF how its pages are numbered (ISO 32000-1, 12.4.2)."""
    numbers: list[Any] = []
    if first_body_page > 0:
        numbers += [0, pydyf.Dictionary({"S": "/r"})]
    numbers += [first_body_page, pydyf.Dictionary({"S": "/D"})]
    return pydyf.Dictionary({"Nums": pydyf.Array(numbers)})


def _page_of(document: Any, anchor: str) -> int:  # noqa: ANN401 -- WeasyPrint has no types
    for number, page in enumerate(document.pages):
        if anchor in page.anchors:
            return number
    return 0


def _say(message: dict[str, Any]) -> None:
    sys.stdout.write(json.dumps(message) + "\n")
    sys.stdout.flush()


def main() -> None:
    """Do the job on standard input."""
    job = json.load(sys.stdin)
    limit_memory(int(job["memory_mb"]))
    sys.setrecursionlimit(20_000)
    mend_line_breaks()
    reporter = _Reporter()
    for name in ("weasyprint", "weasyprint.progress"):
        logger = logging.getLogger(name)
        logger.handlers = [reporter]
        logger.setLevel(logging.INFO if name.endswith("progress") else logging.WARNING)
        logger.propagate = False
    try:
        _say({"done": typeset(job)})
    except MemoryError:
        _say({"failed": "the layout needs more memory than it was given"})
        sys.exit(3)


if __name__ == "__main__":
    main()
