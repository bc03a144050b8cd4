"""The warm child process that lays out signatures: jobs in, sheet sets out, one after the other.

Standard input has one JSON object a line; standard output answers each with one line of JSON and,
where that names a `size`, so many bytes behind it. It ends with its input.
"""

from __future__ import annotations

import logging
import os
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import IO, Any, TypeAlias

import weasyprint
from weasyprint.text.fonts import FontConfiguration

from cookbook.config import kit_folder
from cookbook.press.notation import decode, encode
from cookbook.press.outputs.typesetter import FolderFetcher, limit_memory
from cookbook.press.typesetting.collecting import font_sheets
from cookbook.press.typesetting.fontfacts import embed_font
from cookbook.press.typesetting.furnishing import furnish
from cookbook.press.typesetting.gathering import Galley, gather, gather_matter, pack
from cookbook.press.typesetting.linebreaks import mend_line_breaks
from cookbook.press.typesetting.quickstyles import take_shortcut
from cookbook.press.typesetting.shapes import UnevenDigitsError
from cookbook.press.typesetting.styles import STYLES_KNOWN

UNEVEN = (
    "a page number is set in figures of different widths; "
    "it wants tabular-nums, and neither kerning nor letter-spacing"
)
RECURSION = 20_000
Order: TypeAlias = Callable[[Mapping[str, Any]], tuple[dict[str, Any], bytes]]
"""Does what a job asks for; gives words and bytes."""


class Setter:
    """One worker's warm state: parsed styles, fonts, and what WeasyPrint had to say of a job."""

    def __init__(self) -> None:
        take_shortcut()
        mend_line_breaks()
        self.fonts = FontConfiguration()
        self.styles: dict[str, dict[str, weasyprint.CSS]] = {}
        self.remarks: list[str] = []

    def do(self, job: Mapping[str, Any]) -> tuple[dict[str, Any], bytes]:
        """Do one job. Raises KeyError for one that is unknown."""
        self.remarks.clear()
        return self.orders()[job["do"]](job)

    def orders(self) -> dict[str, Order]:
        """Give what can be ordered, by name."""
        return {
            "begin": self._begin,
            "styles": self.learn,
            "sheets": self._set,
            "furniture": self._furnish,
            "font": self._embed,
            "matter": self._say,
        }

    def rest(self) -> None:
        """Do what can wait until nobody does: here nothing."""

    def _begin(self, job: Mapping[str, Any]) -> tuple[dict[str, Any], bytes]:
        os.nice(int(job["niceness"]))
        limit_memory(int(job["memory_mb"]))
        return {}, b""

    def learn(self, job: Mapping[str, Any]) -> tuple[dict[str, Any], bytes]:
        """Parse the styles of a theme, and keep them under the name that they are given."""
        while len(self.styles) >= STYLES_KNOWN:
            del self.styles[next(iter(self.styles))]
        fetcher = FolderFetcher([])
        self.styles[job["name"]] = {
            name: weasyprint.CSS(string=job[name], font_config=self.fonts, url_fetcher=fetcher)
            for name in ("signature", "furniture")
        }
        return {}, b""

    def _set(self, job: Mapping[str, Any]) -> tuple[dict[str, Any], bytes]:
        facts, data = gather(self.galley("signature", job, job["html"]), job.get("run"))
        return {"facts": facts, "remarks": list(self.remarks)}, data

    def _furnish(self, job: Mapping[str, Any]) -> tuple[dict[str, Any], bytes]:
        facts, data = furnish(self.galley("furniture", job), job["spec"])
        return {"facts": facts}, data

    def _embed(self, job: Mapping[str, Any]) -> tuple[dict[str, Any], bytes]:
        return {}, pack(font_sheets(embed_font(job["facts"], self.fonts)))

    def _say(self, job: Mapping[str, Any]) -> tuple[dict[str, Any], bytes]:
        return gather_matter(self.galley("signature", job, job["html"])), b""

    def galley(self, style: str, job: Mapping[str, Any], html: str = "") -> Galley:
        """Give what a job's HTML is laid out with."""
        folder = Path(job["folder"])
        fetcher = FolderFetcher([folder, kit_folder()])
        styles = [self.styles[job["styles"]][style]]
        return Galley(html, f"{folder.as_uri()}/", styles, fetcher, self.fonts)


class _Remarks(logging.Handler):
    """Keeps what WeasyPrint has to say."""

    def __init__(self, setter: Setter) -> None:
        super().__init__(logging.WARNING)
        self.setter = setter

    def emit(self, record: logging.LogRecord) -> None:
        self.setter.remarks.append(record.getMessage()[:300])


def main(make_setter: Callable[[], Setter] = Setter) -> None:
    """Answer jobs until there are no more."""
    answers = os.fdopen(os.dup(1), "wb")
    # What libraries print must not come between our lines.
    os.dup2(2, 1)
    sys.setrecursionlimit(RECURSION)
    setter = make_setter()
    logger = logging.getLogger("weasyprint")
    logger.handlers, logger.propagate = [_Remarks(setter)], False
    logger.setLevel(logging.WARNING)
    for line in sys.stdin.buffer:
        job = decode(line)
        _answer(answers, *_done(setter, job))
        setter.rest()


def _done(setter: Setter, job: Mapping[str, Any]) -> tuple[dict[str, Any], bytes]:
    """Do a job; whatever goes wrong is told, and ends nothing else."""
    try:
        return setter.do(job)
    except MemoryError:
        return {"failed": "it needs more memory than it was given"}, b""
    except UnevenDigitsError as err:
        return {"failed": f"{UNEVEN} ({err})"[:300]}, b""
    except Exception as err:
        logging.getLogger("cookbook").exception("A job failed")
        return {"failed": f"{type(err).__name__}: {err}"[:300]}, b""


def _answer(stream: IO[bytes], message: Mapping[str, Any], data: bytes) -> None:
    resident = int(Path("/proc/self/statm").read_text().split()[1]) if _has_proc() else 0
    head = {**message, "size": len(data), "resident": resident * os.sysconf("SC_PAGE_SIZE")}
    stream.write(encode(head) + b"\n" + data)
    stream.flush()


def _has_proc() -> bool:
    return Path("/proc/self/statm").is_file()


if __name__ == "__main__":
    main()
