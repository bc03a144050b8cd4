"""Hugo's shortcodes ({{< figure >}}, {{< ref >}} ...) -> Markdown; each is said in a remark."""

from __future__ import annotations

import re

SHORTCODE = re.compile(
    r"\{\{(?P<mark>[<%])\s*(?P<close>/)?\s*(?P<name>[\w/.-]{1,80})(?P<rest>[^{}]{0,1000}?)/?\s*[>%]\}\}"
)
COMMENTED = re.compile(r"\{\{[<%]/\*(?P<inside>[^{}]{0,1000}?)\*/[>%]\}\}")
ARGUMENT = re.compile(
    r"(?:(?P<key>[\w-]+)\s*=\s*)?(?:\"(?P<quoted>[^\"]*)\"|`(?P<raw>[^`]*)`|(?P<word>[^\s\"`]+))"
)
VIDEO_SITES = {
    "youtube": "https://www.youtube.com/watch?v={}",
    "vimeo": "https://vimeo.com/{}",
    "gist": "https://gist.github.com/{}",
}
ADDRESS_PIECE = re.compile(r"^[\w/-]{1,100}$")


def replace_shortcodes(text: str) -> tuple[str, tuple[str, ...]]:
    """Write what shortcodes say as Markdown; those we don't know leave the text inside them."""
    remarks: list[str] = []

    def _replaced(match: re.Match[str]) -> str:
        written = _write(match["name"].lower(), _arguments(match["rest"]))
        if match["close"]:
            return ""
        said = " ".join(match[0].split())
        if written is None:
            remarks.append(f"The shortcode {said} is Hugo's own and was left out.")
            return ""
        remarks.append(f"The shortcode {said} was written as Markdown.")
        return written

    replaced = SHORTCODE.sub(_replaced, text)
    return COMMENTED.sub(r"{{<\g<inside>>}}", replaced), tuple(remarks)


def _arguments(rest: str) -> dict[str, str]:
    """Give the arguments by name, and those without one by their place ("0", "1")."""
    found: dict[str, str] = {}
    for number, match in enumerate(ARGUMENT.finditer(rest)):
        value = match["quoted"] or match["raw"] or match["word"] or ""
        found[match["key"] or str(number)] = value.strip()
    return found


def _write(name: str, arguments: dict[str, str]) -> str | None:
    if name in ("figure", "img", "image"):
        return _figure(arguments)
    if name in ("ref", "relref"):
        return arguments.get("path") or arguments.get("0", "")
    if name in VIDEO_SITES:
        piece = arguments.get("id") or "/".join(
            arguments[key] for key in arguments if key.isdigit()
        )
        return f"<{VIDEO_SITES[name].format(piece)}>" if ADDRESS_PIECE.match(piece) else None
    return None


def _figure(arguments: dict[str, str]) -> str | None:
    target = arguments.get("src") or arguments.get("0", "")
    if not target:
        return None
    caption = arguments.get("caption") or arguments.get("title", "")
    alt = arguments.get("alt") or caption
    quoted = f' "{caption}"' if caption and caption != alt and '"' not in caption else ""
    return f"![{alt.replace(']', '').replace('[', '')}](<{target}>{quoted})"
