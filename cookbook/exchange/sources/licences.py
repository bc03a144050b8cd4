"""Which licence a collection carries: the text of its licence file in, an SPDX name out."""

from __future__ import annotations

import re
from pathlib import Path

from cookbook.errors import CookbookError
from cookbook.exchange.sources.source_files import read_source_text

LICENCE_FILE = re.compile(r"^(un)?(licen[cs]e|copying)([.-].*)?$", re.IGNORECASE)
LICENCE_MAX_BYTES = 200_000

# Words that stand in one licence only; the narrower ones come first.
TELLING_WORDS = (
    ("this is free and unencumbered software released into the public domain", "Unlicense"),
    ("cc0 1.0 universal", "CC0-1.0"),
    ("attribution-noncommercial-sharealike 4.0", "CC-BY-NC-SA-4.0"),
    ("attribution-noncommercial-noderivatives 4.0", "CC-BY-NC-ND-4.0"),
    ("attribution-noncommercial 4.0", "CC-BY-NC-4.0"),
    ("attribution-noderivatives 4.0", "CC-BY-ND-4.0"),
    ("attribution-sharealike 4.0", "CC-BY-SA-4.0"),
    ("attribution-sharealike 3.0", "CC-BY-SA-3.0"),
    ("attribution 4.0 international", "CC-BY-4.0"),
    ("creativecommons.org/licenses/by-nc-sa/4.0", "CC-BY-NC-SA-4.0"),
    ("creativecommons.org/licenses/by-sa/4.0", "CC-BY-SA-4.0"),
    ("creativecommons.org/licenses/by/4.0", "CC-BY-4.0"),
    ("creativecommons.org/publicdomain/zero/1.0", "CC0-1.0"),
    ("gnu free documentation license", "GFDL-1.3-or-later"),
    ("gnu general public license version 3", "GPL-3.0-only"),
    ("apache license version 2.0", "Apache-2.0"),
    ("permission is hereby granted, free of charge", "MIT"),
)


def recognise_licence(text: str) -> str:
    """Give the SPDX name of the licence that a text is, or ""."""
    words = " ".join(text.lower().split()).replace(", version", " version")
    return next((name for phrase, name in TELLING_WORDS if phrase in words), "")


def find_licence(source: Path) -> str:
    """Give the SPDX name of the licence whose file lies at the top of a collection, or ""."""
    for file in sorted(source.iterdir()):
        if not LICENCE_FILE.match(file.name):
            continue
        try:
            text = read_source_text(source, file.name, max_bytes=LICENCE_MAX_BYTES).text
        except CookbookError:
            # A licence file that can't be read tells nothing; the editor names the licence then.
            continue
        if name := recognise_licence(text):
            return name
    return ""
