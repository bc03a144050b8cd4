"""Documents for tests: made by pandoc, by zip and by hand, as word processors make them."""

from __future__ import annotations

import io
import tempfile
import zipfile
from collections.abc import Mapping
from pathlib import Path

from PIL import Image

from cookbook.press.bounded import run_bounded
from cookbook.press.pandoc import pandoc_program

RICH = r"""---
title: A rich text
author: [Ada Obi, Jon Vik]
---

First words with a note.^[A note in *its* place.]

# Sampling {#samp}

A table:

| mill | yield |
|------|------:|
| x    |     1 |

: Yields of mills

![A fish in a brook](fish.png)

Energy is $e = mc^2$ in a line, and alone:

$$\int_0^1 x\,dx$$

- one
- two
    1. deep

> A quotation.

```python
x = 1 < 2
```

See [the section](#samp) and [elsewhere](https://example.org).

### A level that was skipped

The end.
"""
WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


def photo(kind: str = "PNG", size: tuple[int, int] = (300, 200)) -> bytes:
    """Make a small picture."""
    buffer = io.BytesIO()
    Image.effect_noise(size, 60).convert("RGB").save(buffer, kind)
    return buffer.getvalue()


def made_by_pandoc(ending: str, text: str = RICH, *options: str) -> bytes:
    """Have pandoc make a document of Markdown, with fish.png beside it."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "fish.png").write_bytes(photo())
        out = folder / f"made.{ending}"
        command = [pandoc_program(), "-s", "-f", "markdown", "-o", str(out), "--mathml"]
        run_bounded([*command, f"--resource-path={folder}", *options], text.encode(), seconds=60)
        return out.read_bytes()


def zipped(files: Mapping[str, bytes | str]) -> bytes:
    """Make an archive of files."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return buffer.getvalue()


def with_part(package: bytes, name: str, old: bytes, new: bytes) -> bytes:
    """Change a part of a package, or add one (where `old` is empty)."""
    with zipfile.ZipFile(io.BytesIO(package)) as archive:
        files: dict[str, bytes | str] = {each: archive.read(each) for each in archive.namelist()}
    part = files.get(name, b"")
    assert isinstance(part, bytes)
    assert old in part
    files[name] = part.replace(old, new, 1) if old else new
    return zipped(files)


def in_word(package: bytes, xml: str) -> bytes:
    """Put XML at the end of a Word document's text."""
    before = b"<w:sectPr" if b"<w:sectPr" in _part(package, "word/document.xml") else b"</w:body>"
    return with_part(package, "word/document.xml", before, xml.encode() + before)


def _part(package: bytes, name: str) -> bytes:
    with zipfile.ZipFile(io.BytesIO(package)) as archive:
        return archive.read(name)
