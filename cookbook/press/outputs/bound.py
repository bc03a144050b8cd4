"""Stage: the assembled book -> a PDF, set signature by signature and bound."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from cookbook.errors import Place
from cookbook.press.binding.binder import Furnished, Matter, bind
from cookbook.press.binding.sheets import Sheets, read_sheets
from cookbook.press.caching import Cache, cache_key, digest_of
from cookbook.press.notation import decode, encode
from cookbook.press.outputs.markup import MarkupStyle, write_sections
from cookbook.press.outputs.printing import (
    PrintedBook,
    PrintJob,
    around_of,
    book_files,
    book_sections,
    followers_of,
    opening_pages,
    print_page,
    print_style,
)
from cookbook.press.sections import Section
from cookbook.press.typesetting.board import Job
from cookbook.press.typesetting.crew import Crew
from cookbook.press.typesetting.folios import Leaf, impose
from cookbook.press.typesetting.galleys import (
    Around,
    Signature,
    continued,
    galley_html,
    mark_running_on,
    signatures_of,
)
from cookbook.press.typesetting.locators import settle_places
from cookbook.press.typesetting.problems import LayoutError
from cookbook.press.typesetting.runs import Scroll, row_of, unroll
from cookbook.press.typesetting.shapes import free_shape
from cookbook.press.typesetting.styles import PressStyles
from cookbook.press.typesetting.typesetting import Piece, Typesetting
from cookbook.press.warnings import Warnings

PLATE = "plate"
"""What styles call a page that a picture fills to its edges."""
STYLE = re.compile(r"<style>.*?</style>", re.DOTALL)
FILE = re.compile(r'\bsrc="((?:pictures|formulas)/[^"]+)"')


@dataclass(frozen=True)
class Bench:
    """What a book is set with: cache, crew, its styles, its folder, and how many work at once."""

    cache: Cache
    crew: Crew
    styles: PressStyles
    folder: Path
    workers: int = 2


def print_bound(
    job: PrintJob,
    pdf: Path,
    bench: Bench,
    warnings: Warnings,
    *,
    on_page: Callable[[int], None] = lambda _: None,
) -> PrintedBook:
    """Set and bind a book. Raises LayoutError, which names the entry that can't be set."""
    around = around_of(job.book)
    sections = book_sections(job.book)
    opening = opening_pages(job.book.face, job.theme)
    signatures = list(signatures_of(sections, opening, around, followers_of(job, sections)))
    galleys = _Galleys(signatures, around, print_style(job), bench, book_files(job))
    typesetting = Typesetting(
        signatures,
        [each.key(around, bench.styles.digest) for each in signatures],
        [each.context(around, bench.styles.digest) for each in signatures],
        galleys.galley,
        galleys.scroll,
        galleys.prepare,
        galleys.pattern,
        bench.cache,
        bench.crew,
        warnings,
        on_page,
        is_rtl=job.is_rtl,
    )
    folios = typesetting.run()
    extents = [typesetting.extents[each] for each in range(len(signatures))]
    leaves = list(impose(extents, is_rtl=job.is_rtl))
    gutter = job.theme.page.gutter(len(leaves))
    page = job.theme.page.css(gutter) if gutter else ""
    store = _Store(typesetting, folios, bench, job.book.book.language, page)
    store.prepare(leaves)
    with pdf.open("wb") as stream:
        bind(stream, leaves, folios, _matter(job, bench), store)
    return PrintedBook(len(leaves), folios, _page_marks(leaves), _plates(leaves))


def _plates(leaves: Sequence[Leaf]) -> frozenset[int]:
    """Give the pages that a picture fills."""
    named = ((number, leaf.facts["name"]) for number, leaf in enumerate(leaves) if leaf.facts)
    return frozenset(number for number, name in named if name == PLATE)


def _page_marks(leaves: Sequence[Leaf]) -> dict[str, str]:
    """Give the first mark of every page with the page's folio."""
    marks: dict[str, str] = {}
    for leaf in leaves:
        if leaf.facts and leaf.facts["mark"]:
            marks.setdefault(leaf.facts["mark"], leaf.folio)
    return marks


def _matter(job: PrintJob, bench: Bench) -> Matter:
    page = print_page(job.book.face, job.theme)
    head = page[: page.index("</head>")].replace('<link rel="stylesheet"', "<link")
    head = STYLE.sub("", head)
    html = f"{head}</head><body><p>-</p></body></html>"
    words = _kept_or_set(bench, cache_key("matter", html), {"do": "matter", "html": html})[0]
    return Matter(
        words["info"].encode("latin-1"),
        words["metadata"].encode("utf-8"),
        words["colours"].encode("latin-1"),
        job.book.book.language,
    )


def _kept_or_set(
    bench: Bench, key: str, order: Mapping[str, Any]
) -> tuple[Mapping[str, Any], bytes]:
    """Give the words and bytes of an order, from the cache or from the crew."""
    kept = bench.cache.get(key)
    if kept is not None:
        return _parted(kept)
    done = next(iter(list(bench.crew.set([Job(key, order)]))))
    if done.problem:
        raise LayoutError(f"could not be laid out: {done.problem}.", place=Place(str(order["do"])))
    bench.cache.put(key, _joined(done.words, done.data))
    return done.words, done.data


def _joined(words: Mapping[str, Any], data: bytes) -> bytes:
    head = encode({k: v for k, v in words.items() if k not in ("resident", "size")})
    return len(head).to_bytes(4, "big") + head + data


def _parted(kept: bytes) -> tuple[Mapping[str, Any], bytes]:
    size = int.from_bytes(kept[:4], "big")
    return decode(kept[4 : 4 + size]), kept[4 + size :]


@dataclass
class _Galleys:
    """Makes the HTML of what is to be set; of the rest none is made."""

    signatures: Sequence[Signature]
    around: Around
    style: MarkupStyle
    bench: Bench
    files: Mapping[str, Callable[[], bytes]]
    coming: Iterator[tuple[Section, str]] = field(default_factory=lambda: iter(()))
    early: dict[str, str] = field(default_factory=dict)
    heads: dict[str, str] = field(default_factory=dict)
    scrolls: dict[int, Scroll | None] = field(default_factory=dict)
    listed: dict[int, str] = field(default_factory=dict)

    def prepare(self, numbers: Sequence[int]) -> None:
        """Hear which signatures will be asked for, in this order or nearly."""
        sections = {
            each.identifier: each
            for number in numbers
            for each in (*self.signatures[number].within, self.signatures[number].section)
            if each is not None and self.scrolls.get(number) is None
        }
        self.coming = iter(self._write(list(sections.values())))
        self.early = {}

    def galley(self, piece: Piece, folios: Mapping[str, str], behind: str) -> str:
        """Give the HTML of a piece."""
        signature = self.signatures[piece.number]
        if signature.has_places:
            markup = settle_places(self._list(piece), folios)
        elif self.scroll(piece.number) is not None:
            markup = self._list(piece)
        else:
            markup = self._markup(signature) if signature.section else ""
        html = galley_html(signature, self.around, markup, self.heads, folios, behind)
        self._lay_out_files(html)
        return html

    def pattern(self, piece: Piece, folios: Mapping[str, str]) -> str:
        """Tell which places a piece prints for these folios, where these decide it."""
        if not self.signatures[piece.number].has_places:
            return ""
        return digest_of(settle_places(self._list(piece), folios))

    def _list(self, piece: Piece) -> str:
        """Give the HTML of a piece of what nobody wrote."""
        scroll = self.scroll(piece.number)
        return scroll.run(piece.start, piece.end)[0] if scroll else self.listed[piece.number]

    def _lay_out_files(self, html: str) -> None:
        """Put the pictures and formulas that a piece shows where the workers find them."""
        for name in FILE.findall(html):
            file = self.bench.folder / name
            if not file.exists():
                file.parent.mkdir(exist_ok=True)
                file.write_bytes(self.files[name]())

    def scroll(self, number: int) -> Scroll | None:
        """Give a signature's HTML cut into items, where it is a long list."""
        if number not in self.scrolls:
            signature = self.signatures[number]
            scroll = None
            if signature.followers:
                scroll = self._row(signature)
            elif signature.is_list and signature.section:
                [(_, markup)] = self._write([signature.section])
                scroll = unroll(markup)
                if signature.has_places:
                    self.listed[number] = markup
                scroll = scroll if scroll.is_long else None
            self.scrolls[number] = scroll
        return self.scrolls[number]

    def _row(self, signature: Signature) -> Scroll:
        """Give the HTML of recipes that run on; note the opening tags of what is around them."""
        for section, markup in self._write(signature.within):
            self.heads[section.identifier] = continued(markup)
        written = self._write(signature.members)
        first = signature.identifier
        return row_of(
            [
                (each.identifier, markup if each.identifier == first else mark_running_on(markup))
                for each, markup in written
            ]
        )

    def _write(self, sections: Sequence[Section]) -> Iterator[tuple[Section, str]]:
        return write_sections(sections, self.style, self.bench.cache, self.bench.workers)

    def _markup(self, signature: Signature) -> str:
        """Give the HTML of a signature's section; note the opening tags of what comes before it."""
        while signature.identifier not in self.early:
            section, markup = next(self.coming)
            self.heads[section.identifier] = continued(markup)
            self.early[section.identifier] = markup
        return self.early.pop(signature.identifier)


@dataclass
class _Store:
    """Finds what the binder asks for; what the cache has forgotten since is set again.

    `page` has the rules of pages with a gutter, which nothing but furniture knows: text moves.
    """

    typesetting: Typesetting
    folios: Mapping[str, str]
    bench: Bench
    language: str
    page: str = ""
    furnished: dict[str, Furnished] = field(default_factory=dict)

    def prepare(self, leaves: Sequence[Leaf]) -> None:
        """Have all furniture set that the book needs and the cache hasn't."""
        wanted: dict[str, dict[str, Any]] = {}
        for leaf in leaves:
            if leaf.signature is not None:
                spec = self._spec(leaf)
                wanted.setdefault(self._key(spec), spec)
        jobs = [
            Job(key, {"do": "furniture", "spec": wanted[key]})
            for key in sorted(self.bench.cache.missing(wanted))
        ]
        for done in self.bench.crew.set(jobs) if jobs else ():
            if done.problem:
                raise LayoutError(f"the margins could not be set: {done.problem}.")
            self.bench.cache.put(done.job.key, _joined(done.words, done.data))

    def sheets(self, signature: int, place: int) -> Sheets:
        """Give a sheet set of a signature."""
        data = self.bench.cache.get(self.typesetting.settings[signature][place].key)
        if data is None:
            data = self.typesetting.set_again(signature, place, self.folios)
        return read_sheets(data)

    def furniture(self, leaf: Leaf) -> Furnished:
        """Give the furniture of a leaf that isn't blank."""
        spec = self._spec(leaf)
        key = self._key(spec)
        if key not in self.furnished:
            words, data = _kept_or_set(self.bench, key, {"do": "furniture", "spec": spec})
            self.furnished[key] = Furnished(read_sheets(data), words["facts"]["frame"])
        return self.furnished[key]

    def fonts(self, used: Sequence[Mapping[str, Any]]) -> Iterator[tuple[str, Sheets]]:
        """Give the fonts of the book, each with its name."""
        for facts in used:
            key = cache_key("font", encode(facts, in_order=True))
            _, data = _kept_or_set(self.bench, key, {"do": "font", "facts": facts})
            yield facts["hash"], read_sheets(data)

    def _key(self, spec: Mapping[str, Any]) -> str:
        return cache_key("furniture", self.bench.styles.digest, encode(spec, in_order=True))

    def _spec(self, leaf: Leaf) -> dict[str, Any]:
        """Say what stands in the margins of a leaf, but for the number."""
        words = [word for each in leaf.strings.values() for word in (each["carried"], *each["set"])]
        # The number must be told from those in the running words; if it can't, it is drawn itself.
        shape = free_shape(len(leaf.folio), words) if leaf.folio.isdecimal() else ""
        return {
            "name": leaf.facts["name"],
            "side": leaf.side,
            "folio": shape or leaf.folio,
            "strings": leaf.strings,
            "language": self.language,
            "page": self.page,
        }
