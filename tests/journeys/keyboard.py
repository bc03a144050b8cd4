"""What somebody does who has a keyboard alone."""

from __future__ import annotations

from typing import Literal

from playwright.sync_api import Locator, Page

TABS = 250
"""More than any page here has places to stop at."""


def go_to(page: Page, wanted: Locator) -> None:
    """Go from place to place with Tab until this one has the focus."""
    for _ in range(TABS):
        if wanted.evaluate("each => each === document.activeElement"):
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"no Tab leads to {wanted}")


def type_into(page: Page, label: str, words: str) -> None:
    """Go to a field by its label, and type."""
    go_to(page, page.get_by_label(label).first)
    page.keyboard.type(words)


def press(page: Page, role: Literal["button", "link"], name: str) -> None:
    """Go to a button or a link by its name, and press Enter."""
    go_to(page, page.get_by_role(role, name=name, exact=True))
    page.keyboard.press("Enter")
