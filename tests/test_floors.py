from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent

# Made at set-up or by running, so never part of the project: the folders of .gitignore.
MADE = {
    ".git",
    ".venv",
    "instance",
    "dist",
    "node_modules",
    "__pycache__",
    "htmlcov",
    "fonts",
    "fonts.new",
}
FOREIGN = re.compile(
    r"(?:pypi|npmjs|pythonhosted|debian)\.(?:org|com)|(?<![\w.])/(?:work|root|farm)/", re.IGNORECASE
)


def project_files(folder: Path = ROOT) -> Iterator[Path]:
    """Yield every file that is part of the project, without asking git, which may not be there."""
    for path in sorted(folder.iterdir()):
        made = path.name in MADE or path.name.endswith(("_cache", ".egg-info"))
        if path.is_dir() and not made and path.name != ".hypothesis":
            yield from project_files(path)
        elif path.is_file() and not path.name.startswith(".coverage"):
            yield path


def loaded_by(script: str, *arguments: str) -> set[str]:
    """Return the names of all modules that a script loads in a process of its own."""
    done = subprocess.run(
        [sys.executable, "-c", f"{script}\nimport sys; print(*sys.modules)", *arguments],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return set(done.stdout.split())


class TestRooms:
    @pytest.mark.parametrize("room", ["cookbook.press", "cookbook.manuscript"])
    def test_a_room_of_the_press_loads_no_web_and_no_database(self, room: str) -> None:
        script = (
            "import importlib, pkgutil, sys\n"
            "room = importlib.import_module(sys.argv[1])\n"
            "for module in pkgutil.walk_packages(room.__path__, room.__name__ + '.'):\n"
            "    if not module.name.endswith('__main__'): importlib.import_module(module.name)\n"
        )
        loaded = {name.partition(".")[0] for name in loaded_by(script, room)}
        assert "cookbook" in loaded
        assert {"flask", "werkzeug", "sqlalchemy"}.isdisjoint(loaded)

    def test_the_package_itself_loads_none_of_its_rooms(self) -> None:
        loaded = loaded_by("import cookbook")
        assert "cookbook" in loaded
        assert [name for name in loaded if name.startswith("cookbook.")] == []


class TestFiles:
    def test_no_file_names_a_registry_or_a_place_on_one_machine(self) -> None:
        named = [
            f"{path.relative_to(ROOT)}:{number}: {line.strip()[:80]}"
            for path in project_files()
            for number, line in enumerate(
                path.read_bytes().decode("utf-8", "replace").splitlines(), 1
            )
            if FOREIGN.search(line)
        ]
        assert named == []

    def test_the_lock_pins_every_python_package_to_one_release(self) -> None:
        lines = (ROOT / "constraints.txt").read_text(encoding="utf-8").splitlines()
        pins = [line for line in lines if line and not line.startswith("#")]
        assert len(pins) > 30
        assert [pin for pin in pins if not re.fullmatch(r"[\w.-]+==[\w.]+", pin)] == []

    def test_the_lock_of_the_front_end_keeps_no_addresses(self) -> None:
        lock = (ROOT / "package-lock.json").read_text(encoding="utf-8")
        assert '"integrity"' in lock
        assert '"resolved"' not in lock
