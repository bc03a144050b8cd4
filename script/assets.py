"""Bundles what the web pages load: static/ and node_modules -> static/dist, with a manifest.

Every file is named after its content, so that a browser may keep it for ever, and manifest.json
gives the name of today: {"site.css": "site-AB12CD34.css"}. esbuild is called as the program it is,
so a machine needs Node.js only to fetch the packages, not to run this.
"""

from __future__ import annotations

import hashlib
import json
import re
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
STATIC = ROOT / "static"
TARGET = STATIC / "dist"
PACKAGES = ROOT / "node_modules"

ENTRIES = (
    "styles/site.css",
    "styles/suggesting.css",
    "scripts/site.js",
    "scripts/arrange.js",
    "scripts/contributing.js",
    "scripts/discussing.js",
    "scripts/suggesting.js",
    "scripts/chapter.js",
)
# The oldest browsers that know cascade layers; what is younger esbuild writes in older words.
BROWSERS = "chrome99,safari15.4,firefox97"


class AssetError(Exception):
    """A source or a tool is missing or does not bundle; the message says which."""


def find_esbuild() -> Path:
    """Return esbuild's program for this machine."""
    found = sorted(PACKAGES.glob("@esbuild/*/bin/esbuild"))
    if not found:
        raise AssetError("esbuild is missing; run script/setup")
    return found[0]


def bundle(target: Path) -> dict[str, str]:
    """Bundle the entries with the fonts they name; return {logical name: file in dist}."""
    notes = target / "notes.json"
    command = [
        str(find_esbuild()),
        *(str(STATIC / entry) for entry in ENTRIES),
        "--bundle",
        "--minify",
        "--format=esm",
        "--legal-comments=none",
        "--log-level=warning",
        f"--target={BROWSERS}",
        f"--outdir={target}",
        f"--outbase={STATIC}",
        "--entry-names=[name]-[hash]",
        "--asset-names=fonts/[name]-[hash]",
        "--loader:.woff2=file",
        f"--metafile={notes}",
    ]
    done = subprocess.run(command, cwd=ROOT, check=False, capture_output=True, text=True)
    if done.returncode:
        raise AssetError(done.stderr.strip() or "esbuild failed")
    outputs = json.loads(notes.read_text(encoding="utf-8"))["outputs"]
    notes.unlink()
    names = {}
    for output, facts in outputs.items():
        # A font has no entry point: its one input is the file it was copied from.
        source = facts.get("entryPoint") or next(iter(facts["inputs"]))
        names[Path(source).name] = (ROOT / output).relative_to(target).as_posix()
    return names


def write_hashed(target: Path, name: str, data: bytes) -> str:
    """Write `data` under a name that holds its checksum; return the name."""
    stem, dot, ending = name.rpartition(".")
    hashed = f"{stem}-{hashlib.sha256(data).hexdigest()[:8].upper()}{dot}{ending}"
    (target / hashed).write_bytes(data)
    return hashed


def symbol(name: str, svg: str) -> str:
    """Turn one SVG file into a <symbol> that a page can <use> by `name`."""
    opening = re.search(r"<svg\b(.*?)>", svg, re.DOTALL)
    if opening is None:
        raise AssetError(f"{name}: no <svg> element")
    kept = re.findall(
        r'\b(?:viewBox|fill|stroke|stroke-width|stroke-linecap|stroke-linejoin)="[^"]*"',
        opening.group(1),
    )
    inner = svg[opening.end() : svg.rindex("</svg>")]
    # Tabler draws an empty square round each icon, for editors of vector files.
    inner = re.sub(r'<path stroke="none" d="M0 0h24v24H0z" fill="none"\s*/>', "", inner)
    inner = re.sub(r"<!--.*?-->", "", inner, flags=re.DOTALL)
    inner = re.sub(r">\s+<", "><", inner.strip())
    return f'<symbol id="{name}" {" ".join(kept)}>{inner}</symbol>'


def sprite(symbols: list[str]) -> bytes:
    """Join symbols to one file."""
    joined = "\n".join(symbols)
    return f'<svg xmlns="http://www.w3.org/2000/svg">\n{joined}\n</svg>\n'.encode()


def draw_icons() -> bytes:
    """Return the sprite of the icons that static/icons/names.txt lists, one a line."""
    outline = PACKAGES / "@tabler" / "icons" / "icons" / "outline"
    lines = (STATIC / "icons" / "names.txt").read_text(encoding="utf-8").splitlines()
    names = sorted({line.strip() for line in lines if line.strip() and not line.startswith("#")})
    return sprite([symbol(n, (outline / f"{n}.svg").read_text(encoding="utf-8")) for n in names])


def draw_pictures() -> bytes:
    """Return the sprite of our own drawings."""
    files = sorted((STATIC / "pictures").glob("*.svg"))
    return sprite(
        [symbol(f.stem, f.read_text(encoding="utf-8")) for f in files if f.stem != "favicon"]
    )


def gather(target: Path) -> dict[str, str]:
    """Make everything inside `target`; return the manifest."""
    names = bundle(target)
    favicon = (STATIC / "pictures" / "favicon.svg").read_bytes()
    for name, data in (
        ("icons.svg", draw_icons()),
        ("pictures.svg", draw_pictures()),
        ("favicon.svg", favicon),
    ):
        names[name] = write_hashed(target, name, data)
    for licence in sorted(PACKAGES.glob("@fontsource-variable/*/LICENSE")):
        shutil.copyfile(licence, target / "fonts" / f"{licence.parent.name}.LICENSE.txt")
    return dict(sorted(names.items()))


def main() -> int:
    """Make static/dist afresh, and put it in place only when it is whole."""
    fresh = TARGET.with_name("dist.new")
    shutil.rmtree(fresh, ignore_errors=True)
    fresh.mkdir(parents=True)
    try:
        manifest = gather(fresh)
    except (AssetError, FileNotFoundError) as problem:
        shutil.rmtree(fresh, ignore_errors=True)
        sys.stderr.write(f"assets: {problem}\n")
        return 1
    text = json.dumps(manifest, indent=1) + "\n"
    (fresh / "manifest.json").write_text(text, encoding="utf-8")
    shutil.rmtree(TARGET, ignore_errors=True)
    fresh.rename(TARGET)
    sys.stdout.write(f"    {len(manifest)} files in static/dist\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
