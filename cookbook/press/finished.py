"""Finished files: moved to their place, weighed, and known again when nothing has changed."""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Sequence
from pathlib import Path

from cookbook.press.report import OutputFile

CHUNK = 1 << 20
WEB_FOLDER = "web"


def move_finished(making: Path, out: Path) -> tuple[OutputFile, ...]:
    """Put finished files in their place, each at once, and give what they are."""
    files: list[OutputFile] = []
    for path in sorted(making.iterdir()):
        target = out / path.name
        if path.is_dir():
            size, digest = _weigh_folder(path)
            shutil.rmtree(target, ignore_errors=True)
            path.rename(target)
            files.append(OutputFile(f"{path.name}/index.html", "web", size, digest))
        else:
            size, digest = _weigh(path)
            path.replace(target)
            files.append(OutputFile(path.name, path.suffix.lstrip("."), size, digest))
    return tuple(files)


def are_there(files: Sequence[OutputFile], out: Path) -> bool:
    """Tell whether files lie in a folder as they were made, to the last byte."""
    return all(_is_there(each, out) for each in files)


def _is_there(file: OutputFile, out: Path) -> bool:
    path = out / file.name
    try:
        weighed = _weigh_folder(path.parent) if file.format == "web" else _weigh(path)
    except OSError:
        return False
    return weighed == (file.size, file.sha256)


def _weigh(path: Path) -> tuple[int, str]:
    digest = hashlib.sha256()
    with path.open("rb") as stream:
        while chunk := stream.read(CHUNK):
            digest.update(chunk)
        return stream.tell(), digest.hexdigest()


def _weigh_folder(folder: Path) -> tuple[int, str]:
    size, digest = 0, hashlib.sha256()
    for path in sorted(each for each in folder.rglob("*") if each.is_file()):
        data = path.read_bytes()
        size += len(data)
        digest.update(f"{path.relative_to(folder).as_posix()}\0{len(data)}\0".encode() + data)
    return size, digest.hexdigest()
