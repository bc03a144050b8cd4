"""Stage: sections -> HTML, each for itself; what isn't plain, by pandoc in small batches."""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextvars import copy_context
from dataclasses import dataclass

from cookbook.press.caching import Cache, MemoryCache, cache_key
from cookbook.press.matter.lines import for_screens
from cookbook.press.outputs.batches import BATCH_SECTIONS, Portion, batches
from cookbook.press.outputs.pieces import END, Cutting, cut_apart, joined, parted
from cookbook.press.outputs.plainmarkup import write_plain
from cookbook.press.outputs.reusing import kept_or_made
from cookbook.press.pandoc import HTML_BODY, Node, write_tree
from cookbook.press.sections import AssembledBook, Section
from cookbook.press.tree import Blocks, rewrite_blocks
from cookbook.press.words import words_of

PICTURES = "pictures"
"""The folder in which pieces look for pictures."""

Piece = tuple[Section, str]
"""A section, and its own HTML: heading and blocks, without what is nested below it."""


@dataclass(frozen=True)
class MarkupStyle:
    """A way of writing sections.

    `name` stands for `prepare` in keys. `address` gives the address of each vetted picture;
    `prepare` may change blocks before they are written, all of a section or some of them; `depends`
    names whatever but the blocks it goes by. `options` are pandoc's; `notes` is what the list of
    notes is called.
    """

    name: str
    address: Callable[[str], str] = str
    prepare: Callable[[Blocks], Blocks] = lambda blocks: blocks
    options: tuple[str, ...] = ()
    depends: Callable[[Section], Iterable[str]] = lambda _section: ()
    notes: str = ""

    def key(self, section: Section) -> str:
        """Give the key of what this style makes of a section."""
        addresses = (self.address(name) for name, _alternative in section.facts.images)
        needs = self.depends(section)
        values = (*self.options, self.notes, "pictures", *addresses, "needs", *needs)
        return cache_key("markup", self.name, section.digest, *values)

    def prepared(self, section: Section, tree: Blocks) -> Blocks:
        """Give what is written of a section's tree, or of a portion of it."""
        if not section.facts.images:
            return self.prepare(tree)

        def change(node: Node) -> Node | list[Node] | None:
            if node["t"] != "Image":
                return None
            attr, inlines, (target, _title) = node["c"]
            return {"t": "Image", "c": [attr, inlines, [self.address(target), ""]]}

        # Pictures are addressed before `prepare`, which may add pictures that aren't the book's.
        return self.prepare(rewrite_blocks(tree, change))


def reflowable(book: AssembledBook) -> MarkupStyle:
    """Give the style from which both EPUB and web pages are made: with MathML, and page marks."""
    return MarkupStyle(
        "reflowable",
        lambda path: f"{PICTURES}/{book.pictures[path].screen.name}",
        for_screens,
        options=("--mathml",),
        notes=words_of(book.book).notes,
    )


def write_sections(
    sections: Sequence[Section],
    style: MarkupStyle,
    cache: Cache,
    workers: int = 2,
    *,
    batch: int = BATCH_SECTIONS,
) -> Iterator[Piece]:
    """Write sections in order, each as one `section` element; those that are kept only read.

    What a section becomes depends on nothing but itself. `batch` bounds the sections that one
    pandoc writes, `workers` the pandocs that run at once.
    """

    def write(wanted: Sequence[Section]) -> Iterator[bytes]:
        with ThreadPoolExecutor(workers) as pool:
            written = _write_all(batches(wanted, batch), style, pool, workers)
            yield from (html.encode() for html in _pieces(written, style.notes))

    for section, data in kept_or_made(sections, style.key, cache, write):
        yield section, data.decode()


def write_section(section: Section, style: MarkupStyle) -> str:
    """Write one section, for whoever waits for it, and keep nothing."""
    return next(_pieces(_write([Portion(section)], style), style.notes))


def nest(pieces: Iterable[Piece]) -> Iterator[str]:
    """Put each section into the end of the one above it, by their levels; give HTML bit by bit."""
    open_levels: list[int] = []
    for section, html in pieces:
        while open_levels and open_levels[-1] >= section.level:
            open_levels.pop()
            yield f"{END}\n"
        open_levels.append(section.level)
        yield html.removesuffix(END)
    yield f"{END}\n" * len(open_levels)


def write_body(
    sections: Sequence[Section],
    *,
    picture_address: Callable[[str], str],
    prepare: Callable[[Blocks], Blocks] = lambda blocks: blocks,
    options: Sequence[str] = (),
) -> str:
    """Write sections as one body of HTML, one within the other, and keep nothing."""
    style = MarkupStyle("body", picture_address, prepare, tuple(options))
    return "".join(nest(write_sections(sections, style, MemoryCache())))


def _write_all(
    dealt: Iterable[list[Portion]], style: MarkupStyle, pool: ThreadPoolExecutor, ahead: int
) -> Iterator[tuple[Portion, Cutting]]:
    """Write batches in threads, no more of them ahead than can be worked at."""
    waiting: deque[Future[list[tuple[Portion, Cutting]]]] = deque()
    for batch in dealt:
        # The thread works in our context, in which it may be told when all must have ended.
        waiting.append(pool.submit(copy_context().run, _write, batch, style))
        if len(waiting) > ahead:
            yield from waiting.popleft().result()
    while waiting:
        yield from waiting.popleft().result()


def _write(batch: Sequence[Portion], style: MarkupStyle) -> list[tuple[Portion, Cutting]]:
    """Write portions; pandoc is asked for those alone that aren't plain."""
    plain: list[str | None] = []
    others: list[Blocks] = []
    for each in batch:
        # A tree takes twenty times the memory of what is written of it: it is let go at once.
        tree = style.prepared(each.section, each.read())
        plain.append(write_plain(tree))
        if plain[-1] is None:
            others.append(tree)
    written = iter(_by_pandoc(others, style) if others else ())
    cuttings = (next(written) if html is None else Cutting(_closed(html), ()) for html in plain)
    return list(zip(batch, cuttings, strict=True))


def _by_pandoc(trees: Sequence[Blocks], style: MarkupStyle) -> list[Cutting]:
    html = write_tree(parted(trees), [*HTML_BODY, *style.options]).decode()
    return cut_apart(_closed(html))


def _closed(html: str) -> str:
    # A line end inside a definition counts as a space to break at, which none was meant to be.
    return re.sub(r"<dd>\n|\n(?=</dd>)", lambda end: end[0].strip(), html)


def _pieces(written: Iterable[tuple[Portion, Cutting]], notes: str) -> Iterator[str]:
    """Join the portions of each section."""
    cuttings: list[Cutting] = []
    for portion, cutting in written:
        cuttings.append(cutting)
        if portion.is_last:
            yield joined(cuttings, portion.section, notes)
            cuttings = []
