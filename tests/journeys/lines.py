"""Ingredients and method, as people fill them in who like lines better than rows."""

from __future__ import annotations

import re

from playwright.sync_api import Locator, Page, expect


def field_of(page: Page, name: str) -> Locator:
    """Give the text of a field such as "ingredients", whether it is seen or stands behind rows."""
    return page.locator(f"#field-{name}")


def write_lines(page: Page, name: str, text: str) -> None:
    """Fill a field with lines; with scripts, by its switch."""
    if page.evaluate("matchMedia('(scripting: enabled)').matches"):
        switch = page.get_by_role("button", name=re.compile(rf"Edit as (text|rows) \({name}\)"))
        expect(switch).to_be_visible()
        if "as text" in (switch.text_content() or ""):
            switch.click()
    field_of(page, name).fill(text)
