"""Ace by DAISY, the reference checker of accessible EPUBs: run in a browser, with an end."""

from __future__ import annotations

import re
import shutil
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from cookbook.config import kit_folder
from cookbook.press.bounded import BoundsExceededError, ProgramFailedError, run_bounded
from cookbook.press.checks.results import Judgement, judge, not_judged, passed
from cookbook.press.checks.tool_reports import read_tool_report
from cookbook.press.workshop import scratch_folder

SECONDS = 900.0
PAGE_MILLISECONDS = 120_000
PROGRAM = Path("node_modules", "@daisy", "ace-cli", "bin", "ace.js")
BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
EMPTY_CELL = re.compile(r"<th\b[^>]*(?:/>|>\s*</th>)")
IMPACTS = ("critical", "serious", "moderate", "minor")


@dataclass(frozen=True)
class Ace:
    """What it takes to run Ace: a Node.js, the program, and a browser."""

    node: Path
    program: Path
    browser: Path


def find_ace() -> Ace | str:
    """Find Ace, a Node.js and a browser to run it; or say what is absent."""
    program = kit_folder().parent / PROGRAM
    if not program.is_file():
        return "Ace is not installed: script/setup brings it"
    # Where the machine has none, script/setup puts a Node.js beside our Python.
    beside = str(Path(sys.executable).parent)
    node = shutil.which("node") or shutil.which("node", path=beside)
    if node is None:
        return "there is no Node.js to run Ace: script/setup brings one"
    browser = next(filter(None, map(shutil.which, BROWSERS)), None)
    if browser is None:
        return "there is no Chromium in which Ace could open the pages: apt-get install chromium"
    return Ace(Path(node), program, Path(browser))


def judge_by_ace(
    epub: Path, ace: Ace | str | None = None, *, seconds: float = SECONDS
) -> Judgement:
    """Let Ace judge an EPUB: it passes where no rule finds anything.

    Only for EPUBs without scripts and without things from outside, as a browser opens the pages.
    """
    ace = ace or find_ace()
    if isinstance(ace, str):
        return not_judged(ace)
    with scratch_folder() as folder:
        failure = _run(ace, epub.resolve(), folder, seconds)
        if isinstance(failure, BoundsExceededError):
            return not_judged(f"Ace {failure.message}")
        values = read_tool_report(folder / "report" / "report.json", "assertions")
        if values is None:
            return not_judged(f"Ace wrote no report{f': {failure}' if failure else ''}"[:300])
    return _judge(values)


def _run(ace: Ace, epub: Path, folder: Path, seconds: float) -> ProgramFailedError | None:
    """Run Ace, which keeps its settings and its browser's in a folder that goes away."""
    places = ("HOME", "TMPDIR", "XDG_CONFIG_HOME", "XDG_CACHE_HOME", "XDG_STATE_HOME")
    variables = {
        **dict.fromkeys(places, str(folder)),
        "PUPPETEER_EXECUTABLE_PATH": str(ace.browser),
    }
    options = ["--silent", "--timeout", str(PAGE_MILLISECONDS), "--outdir", str(folder / "report")]
    command = [str(ace.node), str(ace.program), *options, str(epub)]
    try:
        run_bounded(command, seconds=seconds, variables=variables)
    except ProgramFailedError as err:
        return err
    return None


def _judge(values: Mapping[str, Any]) -> Judgement:
    found = list(_violations(values))
    told = [line for each in found if not _is_formula(each[1]) for line in [_finding(*each)]]
    if told:
        return judge(line for _, line in sorted(told))
    said = [f"Ace {_version(values)}: no violation on {_count(values)} pages"]
    if found:
        said.append(f"{len(found)} header cells hold a formula alone, which Ace takes for nothing")
    return passed(said)


def _violations(values: Mapping[str, Any]) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """Give all that isn't as a rule wants it, each with its file."""
    for subject in values["assertions"]:
        place = str(subject.get("earl:testSubject", {}).get("url", "")) or "the package"
        for each in subject.get("assertions", ()):
            if each.get("earl:result", {}).get("earl:outcome") != "pass":
                yield place, each


def _is_formula(violation: Mapping[str, Any]) -> bool:
    """Tell whether a header cell is called empty that holds something: MathML is text, too.

    Of a cell that holds much, the report has nothing but the opening tag.
    """
    cell = str(violation.get("earl:result", {}).get("html", ""))
    title = violation.get("earl:test", {}).get("dct:title")
    return title == "empty-table-header" and not EMPTY_CELL.fullmatch(cell)


def _finding(place: str, violation: Mapping[str, Any]) -> tuple[int, str]:
    """Write a violation as a line, with its rank: those that weigh most come first."""
    result, test = violation.get("earl:result", {}), violation.get("earl:test", {})
    impact = str(test.get("earl:impact", ""))
    rank = IMPACTS.index(impact) if impact in IMPACTS else len(IMPACTS)
    words = result.get("dct:description") or test.get("dct:description") or ""
    return rank, f"{place}: {impact} {test.get('dct:title', '')}: {words}{_pointer(result)}"


def _pointer(result: Mapping[str, Any]) -> str:
    pointers = result.get("earl:pointer", {}).get("css") or []
    return f" ({pointers[0]})" if pointers else ""


def _count(values: Mapping[str, Any]) -> int:
    return sum(1 for each in values["assertions"] if each.get("earl:testSubject", {}).get("url"))


def _version(values: Mapping[str, Any]) -> str:
    asserted = values.get("earl:assertedBy", {})
    release = asserted.get("doap:release", {}) if isinstance(asserted, Mapping) else {}
    return str(release.get("doap:revision", ""))
