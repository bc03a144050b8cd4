"""Asks axe what a page keeps from people, and says it so that one can mend it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from axe_playwright_python.base import AXE_FILE_PATH  # type: ignore[import-untyped]  # has no types
from playwright.sync_api import Page

SCRIPT = Path(AXE_FILE_PATH).read_text(encoding="utf-8")


def assert_accessible(page: Page) -> None:
    """Fail with every finding of axe on the page as it stands.

    Raises ValueError where the person blocks scripts: axe would never come to an end.
    """
    if page.evaluate("matchMedia('(scripting: none)').matches"):
        raise ValueError("axe is a script: ask it of a person whose browser runs scripts")
    findings = findings_of(page)
    assert not findings, "\n".join([f"axe on {page.url}:", *map(describe_finding, findings)])


def findings_of(page: Page, *rules: str) -> list[dict[str, Any]]:
    """Give the findings of axe, of all its rules or of some; it is loaded once into a page."""
    if not page.evaluate("typeof axe === 'object'"):
        page.evaluate(SCRIPT)
    options = {"resultTypes": ["violations"], **({"runOnly": rules} if rules else {})}
    found: dict[str, Any] = page.evaluate(f"axe.run(document, {json.dumps(options)})")
    findings: list[dict[str, Any]] = found["violations"]
    return findings


def describe_finding(finding: dict[str, Any]) -> str:
    """Say what is wrong, where, and what to do."""
    lines = [f"\n{finding['id']} ({finding['impact']}): {finding['help']}"]
    for node in finding["nodes"]:
        lines.append(f"  at {' '.join(map(str, node['target']))}")
        lines.append(f"     {' '.join(node['html'].split())[:160]}")
        lines += [f"     {line}" for line in node["failureSummary"].splitlines()]
    return "\n".join(lines)
