"""Stage: an entry's text -> remarks on what was written for another program than the press.

Nothing of it acts here: it prints as it is written. Its author may have pasted more than was meant,
and an editor wants to know before a reader does.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from cookbook.press.warnings import WarningKind, Warnings

FENCE = re.compile(r"^---[ \t]*$")
CLOSING_FENCE = re.compile(r"^(?:---|\.\.\.)[ \t]*$")
FIELD = re.compile(r"^[A-Za-z_][\w -]*:(?:[ \t]|$)")
INDENTED = re.compile(r"^(?:[ \t]|#|$)")
SPREADSHEET_FORMULA = re.compile(
    r"^[\s\"'*>-]*(?:[=@][A-Z]{2,}\(|[=+@-]\w+\|)",
    re.MULTILINE,
)
"""What a spreadsheet would compute or run, at the start of a line or of a quoted cell.

See OWASP, "CSV Injection". Functions in capitals only: `=c(1, 2)` is a line of a program.
"""


def remark_on_lookalikes(entry: str, texts: Iterable[str], warnings: Warnings) -> None:
    """Warn of front matter in a body and of formulas of spreadsheets."""
    for text in texts:
        if _opens_with_front_matter(text):
            message = "a second front matter stands at the start of its text; it prints as text."
            warnings.add(entry, WarningKind.TEXT, message)
        if SPREADSHEET_FORMULA.search(text):
            message = "what looks like a spreadsheet's formula is printed as it is written."
            warnings.add(entry, WarningKind.TEXT, message)


def _opens_with_front_matter(text: str) -> bool:
    """Tell whether fields stand between two fences; a rule and a heading are no front matter."""
    lines = text.lstrip().splitlines()
    if not lines or not FENCE.match(lines[0]):
        return False
    fields = 0
    for line in lines[1:]:
        if CLOSING_FENCE.match(line):
            return fields > 0
        if FIELD.match(line):
            fields += 1
        elif not INDENTED.match(line):
            return False
    return False
