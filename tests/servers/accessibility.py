"""Asks axe what a page keeps from people, and says it so that one can mend it."""

from __future__ import annotations

from typing import Any

from axe_playwright_python.sync_playwright import Axe  # type: ignore[import-untyped]  # has no types
from playwright.sync_api import Page


def assert_accessible(page: Page) -> None:
    """Fail with every finding of axe on the page as it stands.

    Raises ValueError where the person blocks scripts: axe would never come to an end.
    """
    if page.evaluate("matchMedia('(scripting: none)').matches"):
        raise ValueError("axe is a script: ask it of a person whose browser runs scripts")
    findings: list[dict[str, Any]] = Axe().run(page).response["violations"]
    assert not findings, "\n".join([f"axe on {page.url}:", *map(describe_finding, findings)])


def describe_finding(finding: dict[str, Any]) -> str:
    """Say what is wrong, where, and what to do."""
    lines = [f"\n{finding['id']} ({finding['impact']}): {finding['help']}"]
    for node in finding["nodes"]:
        lines.append(f"  at {' '.join(map(str, node['target']))}")
        lines.append(f"     {' '.join(node['html'].split())[:160]}")
        lines += [f"     {line}" for line in node["failureSummary"].splitlines()]
    return "\n".join(lines)
