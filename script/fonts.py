"""Gathers the fonts of the books: node_modules -> build/fonts, with their licences and a list.

The fonts are whole static files, copied byte for byte. Packages that split a family by script are
of no use here: several files under one family name print garbage, and their files have lost small
capitals and old-style figures. An unchanged copy also keeps within the reserved names of the fonts'
licences.
"""

from __future__ import annotations

import hashlib
import json
import shutil
import sys
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
SOURCE = ROOT / "node_modules" / "@expo-google-fonts"
TARGET = ROOT / "build" / "fonts"

CUT_NAMES = {400: "Regular", 600: "SemiBold", 700: "Bold"}


@dataclass(frozen=True)
class Family:
    """A family, the package that carries it, and the weights that we print with."""

    name: str
    package: str
    upright: tuple[int, ...] = (400,)
    italic: tuple[int, ...] = ()

    def cuts(self) -> list[tuple[int, str]]:
        """Return (weight, style) of every cut that we take."""
        return [(w, "normal") for w in self.upright] + [(w, "italic") for w in self.italic]


FAMILIES = (
    Family("Source Serif 4", "source-serif-4", (400, 600, 700), (400, 600, 700)),
    Family("Fraunces", "fraunces", (400, 600, 700), (400, 600)),
    Family("Atkinson Hyperlegible Next", "atkinson-hyperlegible-next", (400, 700), (400, 700)),
    Family("EB Garamond", "eb-garamond", (400, 600), (400, 600)),
    Family("Source Code Pro", "source-code-pro", (400, 700), (400,)),
    # What the families above lack: rare Latin, Greek and fractions; arrows, check marks,
    # mathematics, one-colour emoji.
    Family("Noto Serif", "noto-serif", (400, 700), (400, 700)),
    Family("Noto Sans Symbols", "noto-sans-symbols"),
    Family("Noto Sans Symbols 2", "noto-sans-symbols-2"),
    Family("Noto Sans Math", "noto-sans-math"),
    Family("Noto Emoji", "noto-emoji"),
    # A dish's own name in its own script. One weight each keeps Chinese, Japanese and Korean small.
    Family("Amiri", "amiri", (400, 700)),
    Family("Noto Serif Hebrew", "noto-serif-hebrew", (400, 700)),
    Family("Noto Serif Devanagari", "noto-serif-devanagari", (400, 700)),
    Family("Noto Sans Thai", "noto-sans-thai", (400, 700)),
    Family("ZCOOL XiaoWei", "zcool-xiaowei"),
    Family("Sawarabi Mincho", "sawarabi-mincho"),
    Family("NanumMyeongjo", "nanum-myeongjo"),
)


def source_file(family: Family, weight: int, style: str) -> Path:
    """Return the file of one cut inside its package."""
    cut = f"{weight}{CUT_NAMES[weight]}" + ("_Italic" if style == "italic" else "")
    stem = family.name.replace(" ", "")
    return SOURCE / family.package / cut / f"{stem}_{cut}.ttf"


def gather(target: Path) -> list[dict[str, str | int]]:
    """Copy every cut and licence into `target`; return the rows of fonts.json."""
    licences = target / "LICENCES"
    licences.mkdir(parents=True)
    rows: list[dict[str, str | int]] = []
    for family in FAMILIES:
        licence = licences / f"{family.package}.txt"
        shutil.copyfile(SOURCE / family.package / "LICENSE_FONT", licence)
        for weight, style in family.cuts():
            file = target / f"{family.package}-{weight}-{style}.ttf"
            shutil.copyfile(source_file(family, weight, style), file)
            rows.append(
                {
                    "family": family.name,
                    "weight": weight,
                    "style": style,
                    "file": file.name,
                    "sha256": hashlib.sha256(file.read_bytes()).hexdigest(),
                    "licence": f"LICENCES/{licence.name}",
                }
            )
    return rows


def main() -> int:
    """Make build/fonts afresh, and put it in place only when it is whole."""
    fresh = TARGET.with_name("fonts.new")
    shutil.rmtree(fresh, ignore_errors=True)
    try:
        rows = gather(fresh)
    except FileNotFoundError as missing:
        shutil.rmtree(fresh, ignore_errors=True)
        sys.stderr.write(f"fonts: {missing.filename} is missing; run script/setup\n")
        return 1
    text = json.dumps(rows, indent=1, ensure_ascii=False) + "\n"
    (fresh / "fonts.json").write_text(text, encoding="utf-8")
    shutil.rmtree(TARGET, ignore_errors=True)
    fresh.rename(TARGET)
    sys.stdout.write(f"    {len(rows)} fonts of {len(FAMILIES)} families in build/fonts\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
