from __future__ import annotations

import os
import subprocess
import sys
import sysconfig
import zipfile
from dataclasses import dataclass
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
TINY = ROOT / "tests" / "books" / "tiny"


@dataclass(frozen=True)
class Install:
    """The wheel, and an environment that it alone was installed into."""

    wheel: Path
    folder: Path

    def run(self, *command: str) -> str:
        """Run a command of the environment away from the checkout; return what it printed."""
        environment = {k: v for k, v in os.environ.items() if not k.startswith(("PYTHON", "COV_"))}
        environment["COOKBOOK_INSTANCE"] = str(self.folder / "instance")
        done = subprocess.run(
            [str(self.folder / "bin" / command[0]), *command[1:]],
            cwd=self.folder,
            env=environment,
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout


def run_python(*arguments: str, folder: Path) -> None:
    done = subprocess.run(
        [sys.executable, *arguments], cwd=folder, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.fixture(scope="module")
def install(tmp_path_factory: pytest.TempPathFactory) -> Install:
    folder = tmp_path_factory.mktemp("install")
    dist = folder / "dist"
    # From outside the checkout, where a folder named build would stand before the package.
    run_python(
        *("-m", "build", "--wheel", "--no-isolation", "--outdir", str(dist), str(ROOT)),
        folder=folder,
    )
    (wheel,) = dist.glob("*.whl")
    run_python("-m", "venv", "--without-pip", str(folder), folder=folder)
    python = str(folder / "bin" / "python")
    run_python(
        *("-m", "pip", "--python", python, "install", "--quiet", "--no-deps", "--no-index"),
        str(wheel),
        folder=folder,
    )
    # The dependencies are those of the running environment. A path file of a path file is not
    # read, so the editable install of the checkout does not come along.
    (site,) = folder.glob("lib/python*/site-packages")
    paths = {sysconfig.get_path("purelib"), sysconfig.get_path("platlib")}
    (site / "dependencies.pth").write_text("\n".join(sorted(paths)) + "\n", encoding="utf-8")
    return Install(wheel, folder)


class TestWheel:
    def test_it_carries_every_file_of_the_kit(self, install: Install) -> None:
        kit = {
            path.relative_to(ROOT).as_posix()
            for folder in ("build", "static", "templates")
            for path in (ROOT / folder).rglob("*")
            if path.is_file()
        }
        inside = {
            name.removeprefix("cookbook/_kit/")
            for name in zipfile.ZipFile(install.wheel).namelist()
            if name.startswith("cookbook/_kit/")
        }
        assert inside == kit

    def test_it_carries_the_fonts_though_git_ignores_them(self, install: Install) -> None:
        names = zipfile.ZipFile(install.wheel).namelist()
        fonts = [name for name in names if name.startswith("cookbook/_kit/build/fonts/")]
        assert "cookbook/_kit/build/fonts/fonts.json" in fonts
        assert "cookbook/_kit/build/fonts/source-serif-4-400-normal.ttf" in fonts
        assert "cookbook/_kit/build/fonts/LICENCES/source-serif-4.txt" in fonts

    def test_it_carries_the_bundled_styles_though_git_ignores_them(self, install: Install) -> None:
        names = zipfile.ZipFile(install.wheel).namelist()
        assert "cookbook/_kit/static/dist/manifest.json" in names
        assert [name for name in names if "/static/dist/site-" in name]

    def test_it_carries_no_tests_and_no_instance(self, install: Install) -> None:
        rooms = {name.split("/")[0] for name in zipfile.ZipFile(install.wheel).namelist()}
        assert {room for room in rooms if not room.endswith(".dist-info")} == {"cookbook"}


class TestInstalledPackage:
    def test_it_is_loaded_from_its_own_environment(self, install: Install) -> None:
        script = "import cookbook.config as c; print(c.__file__, c.kit_folder(), sep='\\n')"
        for printed in install.run("python", "-c", script).splitlines():
            assert Path(printed).is_relative_to(install.folder)

    def test_it_presses_a_book_away_from_the_checkout(self, install: Install) -> None:
        out = install.folder / "out"
        formats = ("--format", "epub", "--format", "pdf")
        install.run("cookbook", "press", str(TINY), "--out", str(out), *formats)
        (epub,) = out.rglob("*.epub")
        (pdf,) = out.rglob("*.pdf")
        assert zipfile.ZipFile(epub).read("mimetype") == b"application/epub+zip"
        assert pdf.read_bytes().startswith(b"%PDF-")
