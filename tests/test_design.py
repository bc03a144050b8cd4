"""The design keeps its promises: contrast in both lights, nothing foreign, nothing inline."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
STYLES = ROOT / "static" / "styles"
TEMPLATES = ROOT / "templates"
DIST = ROOT / "static" / "dist"

PAPERS = ("paper", "paper-raised", "paper-sunk")
BOARDS = tuple(f"board-{number}" for number in range(1, 6))

# (what stands on it, what it stands on): every pair that components/ brings together.
TEXT = [
    *((word, paper) for word in ("ink", "ink-soft", "accent", "accent-deep") for paper in PAPERS),
    *((word, paper) for word in ("good", "wait", "bad", "calm", "focus") for paper in PAPERS),
    ("on-accent", "accent"),
    ("on-accent", "accent-deep"),
    ("on-highlight", "highlight"),
    ("paper", "ink"),
    ("paper", "bad"),
    *((kind, f"{kind}-wash") for kind in ("good", "wait", "bad", "calm")),
    *(("ink", f"{kind}-wash") for kind in ("good", "wait", "bad", "calm", "accent")),
    ("ink-soft", "calm-wash"),
    ("accent-deep", "accent-wash"),
    *(("board-ink", board) for board in BOARDS),
]
# What is seen but not read: the edges of fields, the ring of focus.
SIGNS = [
    *((word, paper) for word in ("rule-strong", "focus") for paper in PAPERS),
    *((word, "accent-wash") for word in ("accent", "ink")),
]


def colours(light: str) -> dict[str, str]:
    """Return {token: "#rrggbb"} in one of the two lights."""
    day, night = (STYLES / "tokens.css").read_text(encoding="utf-8").split("@media")
    found = dict(re.findall(r"--([\w-]+):\s*(#[0-9a-f]{6});", day))
    if light == "dark":
        found |= dict(re.findall(r"--([\w-]+):\s*(#[0-9a-f]{6});", night))
    return found


def luminance(colour: str) -> float:
    """Return the relative luminance of WCAG 2.2 of "#rrggbb"."""
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """Return the contrast ratio of WCAG 2.2, from 1 to 21."""
    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def templates() -> dict[str, str]:
    """Return {path below templates/: text} of every template."""
    return {
        file.relative_to(TEMPLATES).as_posix(): file.read_text(encoding="utf-8")
        for file in sorted(TEMPLATES.rglob("*.html"))
    }


def too_faint(light: str, pairs: list[tuple[str, str]], least: float) -> dict[str, float]:
    """Return the pairs below the least contrast, with what they have."""
    have = colours(light)
    ratios = {f"{a} on {b}": round(contrast(have[a], have[b]), 2) for a, b in pairs}
    return {pair: ratio for pair, ratio in ratios.items() if ratio < least}


@pytest.mark.parametrize("light", ["light", "dark"])
class TestColours:
    def test_text_reads_on_all_it_stands_on(self, light: str) -> None:
        assert too_faint(light, TEXT, 4.5) == {}

    def test_edges_and_the_ring_of_focus_are_seen(self, light: str) -> None:
        assert too_faint(light, SIGNS, 3.0) == {}


class TestTokens:
    def test_every_token_that_a_style_uses_is_defined(self) -> None:
        texts = [file.read_text(encoding="utf-8") for file in STYLES.rglob("*.css")]
        texts += [f.read_text(encoding="utf-8") for f in (ROOT / "static/pictures").glob("*.svg")]
        used = {name for text in texts for name in re.findall(r"var\(--([\w-]+)", text)}
        known = set(re.findall(r"--([\w-]+):", (STYLES / "tokens.css").read_text(encoding="utf-8")))
        assert used - known == set()

    def test_colours_stand_in_the_tokens_only(self) -> None:
        strays = {
            file.name: found
            for file in STYLES.rglob("*.css")
            if file.name not in {"tokens.css", "print.css"}
            and (found := re.findall(r"#[0-9a-fA-F]{3,8}\b(?=[;, )])", file.read_text("utf-8")))
        }
        assert strays == {}


class TestAssets:
    def test_the_manifest_names_files_that_exist(self) -> None:
        manifest = json.loads((DIST / "manifest.json").read_text(encoding="utf-8"))
        assert {"site.css", "site.js", "arrange.js", "icons.svg", "pictures.svg"} <= set(manifest)
        assert [name for name in manifest.values() if not (DIST / name).is_file()] == []

    def test_every_asset_that_a_template_names_is_made(self) -> None:
        manifest = json.loads((DIST / "manifest.json").read_text(encoding="utf-8"))
        named = {
            name
            for text in templates().values()
            for name in re.findall(r"asset\([\"']([^\"']+\.\w+)[\"']\)", text)
        }
        assert named - set(manifest) == set()

    def test_every_icon_that_a_template_names_is_in_the_sprite(self) -> None:
        words = (ROOT / "static" / "icons" / "names.txt").read_text(encoding="utf-8").split("\n")
        listed = {word for word in words if word and not word.startswith("#")}
        pattern = r"(?:icon\(|icon_name=|icon=)[\"']([a-z0-9-]+)[\"']"
        missing = {
            path: unknown
            for path, text in templates().items()
            if (unknown := set(re.findall(pattern, text)) - listed)
        }
        assert missing == {}

    def test_styles_and_pictures_ask_nothing_of_another_machine(self) -> None:
        for file in [*DIST.glob("*.css"), *DIST.glob("*.svg")]:
            text = file.read_text(encoding="utf-8").replace("http://www.w3.org/2000/svg", "")
            assert re.findall(r"(?:https?:)?//[\w.]+\.\w+", text) == []


class TestTemplates:
    def test_none_has_an_inline_style_or_script(self) -> None:
        pattern = re.compile(
            r"<style|<\w[^<>]*\s(?:style|on[a-z]+|hx-on[\w:-]*)=|<script(?![^>]*\bsrc=)|hx-vals=.js:"
        )
        found = {
            path: hits for path, text in templates().items() if (hits := pattern.findall(text))
        }
        assert found == {}

    def test_those_that_show_when_all_else_fails_need_nothing(self) -> None:
        for code in (500, 503):
            text = (TEMPLATES / "errors" / f"{code}.html").read_text(encoding="utf-8")
            assert not re.search(r"{%\s*(?:extends|include|from|import)", text)
            assert "current_user" not in text
            assert "csrf_token" not in text
