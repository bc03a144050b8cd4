"""The command run as a person runs it: its words, its exit code, and a place for what it makes."""

from __future__ import annotations

import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TypeAlias

import pytest

from cookbook.cli import main


@dataclass(frozen=True)
class Ran:
    """What came of a run: the exit code, what was said, and what was said of errors."""

    code: int
    out: str
    err: str


Cookbook: TypeAlias = Callable[..., Ran]


@pytest.fixture
def instance(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder that everything produced lives in, for one test."""
    folder = tmp_path / "instance"
    monkeypatch.setenv("COOKBOOK_INSTANCE", str(folder))
    return folder


@pytest.fixture
def cookbook(
    instance: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Cookbook:
    """Run the command with arguments, as its entry point does."""
    assert not instance.exists()

    def run(*arguments: str | Path) -> Ran:
        monkeypatch.setattr(sys, "argv", ["cookbook", *map(str, arguments)])
        with pytest.raises(SystemExit) as ended:
            main()
        said = capsys.readouterr()
        code = ended.value.code
        return Ran(code if isinstance(code, int) else 0, said.out, said.err)

    return run
