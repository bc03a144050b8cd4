"""Texts and values that a manuscript may hold, nasty ones first."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st

from cookbook.manuscript.decoding import tidy_text
from cookbook.manuscript.fields import is_inside_path

if TYPE_CHECKING:
    from collections.abc import Iterable

    from cookbook.manuscript.frontmatter import Value

# A slow machine says nothing about a text.
steady = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
# YAML is slow to read, and values take long to make.
brief = settings(steady, max_examples=40)

MARKS = [
    "#", "##", "## ", "### ", "# ", "## Method\n", "## Ingredients\n", "## Notes\n", "### For\n",
    "-", "- ", "* ", "+ ", "•\t", "1.", "1. ", "12) ", "999. ", "1000. ", "```", "~~~", "~~~~",
    "````", "`", "~", " ", "  ", "   ", "    ", "\t", "\n", "\n", "\n", "\n\n", ":::", "---", "...",
    '"', "'", ":", "a", "b é", "x y", "日本", "ﬁ", "\u00a0", "\x0b", "\r", "\x85", "\u2028",
    "#\u00a0",
    "\\", "> ", "|", "***", "_", "{#id}", "500 g", "- - -", "<br>", "[a](b.md)", "$x$", "^[y]",
]  # fmt: skip

_pieces = st.lists(st.sampled_from(MARKS), max_size=30).map("".join)

bodies = st.one_of(
    _pieces,
    _pieces.map("## Ingredients\n{}".format),
    _pieces.map("## Method\n{}".format),
    st.lists(_pieces, max_size=4).map("\n## Steps\n".join),
    st.text(),
)
"""Bodies of manuscripts: any text at all."""

SIGNS = [
    "#", " #", ":", ": ", "- ", "-", "?", "? ", "&a", "*a", "!x", "%", "@", "`", "'", '"', "{", "}",
    "[", "]", ",", "|", ">", "\n", "\n\n", " ", "  ", "\t", "---", "...", "a", "no", "~", "null",
    "1_0", "2026-10-04", "é", "日本", "\u00a0", "\x85", "\u2028", "😀", "\ufeff", "\x00", "\ue000",
    "\\", "x" * 50, "<<", "=", "\r", "\x1b",
]  # fmt: skip

texts = st.one_of(
    st.lists(st.sampled_from(SIGNS), max_size=8).map("".join),
    st.text(max_size=10),
    st.text(min_size=120, max_size=140),
).map(lambda text: tidy_text(text)[0])
"""Printable texts that mean something else in YAML, unless they are quoted."""

trimmed = texts.map(str.strip)
words = trimmed.filter(bool)
lines = texts.map(lambda text: " ".join(text.split())).filter(bool)
lists = st.lists(words, max_size=3).map(tuple)

values: st.SearchStrategy[Value] = st.recursive(
    texts,
    lambda inner: (
        st.lists(inner, max_size=12).map(tuple) | st.dictionaries(texts, inner, max_size=4)
    ),
    max_leaves=10,
)
mappings = st.dictionaries(texts, values, max_size=5)

paths = (
    st.lists(
        st.sampled_from(["a", "é", "b c", "日", ".x", "soup.md", "images"]), min_size=1, max_size=4
    )
    .map("/".join)
    .filter(is_inside_path)
)


def extras(known: Iterable[str]) -> st.SearchStrategy[dict[str, Value]]:
    """Keys that the format doesn't know, with values that aren't deep."""
    names = frozenset(known)
    flat = texts | st.lists(texts, max_size=3).map(tuple)
    return st.dictionaries(texts.filter(lambda key: key not in names), flat, max_size=2)
