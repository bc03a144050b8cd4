"""Lines that are remembered: by all that they depend on."""

from __future__ import annotations

import inspect
import re

import weasyprint.text.fonts
import weasyprint.text.line_break

from cookbook.press.proofing.linememory import PROPERTIES

ASKED = re.compile(r"style\['(\w+)'\]")


class TestProperties:
    def test_they_are_all_that_weasyprint_asks_for_to_break_a_line(self) -> None:
        modules = (weasyprint.text.line_break, weasyprint.text.fonts)
        asked = {name for each in modules for name in ASKED.findall(inspect.getsource(each))}
        assert asked == set(PROPERTIES)
