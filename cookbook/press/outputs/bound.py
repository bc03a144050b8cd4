"""Stage: the assembled book -> a PDF, signature by signature, each set once and bound with the rest."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from cookbook.errors import Place
from cookbook.press.binding.binder import Furnished, Matter, bind
from cookbook.press.binding.sheets import Sheets, read_sheets
from cookbook.press.caching import Cache, cache_key
from cookbook.press.outputs.markup import MarkupStyle, write_sections
from cookbook.press.outputs.printing import (
    PrintedBook,
    PrintJob,
    around_of,
    book_sections,
    opening_pages,
    print_page,
    print_style,
)
from cookbook.press.typesetting.crew import Crew, Job
from cookbook.press.typesetting.folios import Leaf, impose
from cookbook.press.typesetting.galleys import (
    Around,
    Signature,
    continued,
    galley_html,
    signatures_of,
)
from cookbook.press.typesetting.shapes import shape_of
from cookbook.press.typesetting.styles import PressStyles
from cookbook.press.typesetting.typesetting import LayoutError, Typesetting
from cookbook.press.warnings import Warnings


@dataclass(frozen=True)
class Bench:
    """What a book is set with: the cache, the crew and its styles, and how many work at once."""

    cache: Cache
    crew: Crew
    styles: PressStyles
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
    signatures = list(signatures_of(sections, opening_pages(job.book, job.theme), around))
    typesetting = Typesetting(
        signatures,
        [each.key(around, bench.styles.digest) for each in signatures],
        _Galleys(signatures, around, print_style(job), bench.cache, bench.workers),
        bench.cache,
        bench.crew,
        warnings,
        on_page,
    )
    folios = typesetting.run()
    leaves = list(impose([typesetting.extents[each] for each in range(len(signatures))]))
    store = _Store(typesetting, folios, bench, job.book.book.language)
    store.prepare(leaves)
    bind(
        pdf,
        leaves,
        lambda number: {"pages": typesetting.extents[number].pages},
        folios,
        _matter(job, bench),
        store,
    )
    return PrintedBook(len(leaves), folios, _page_marks(leaves, typesetting))


def _page_marks(leaves: Sequence[Leaf], typesetting: Typesetting) -> dict[str, str]:
    """Give the first mark of every page with the page's folio."""
    marks: dict[str, str] = {}
    for leaf in leaves:
        if leaf.signature is not None:
            mark = typesetting.extents[leaf.signature].pages[leaf.page]["mark"]
            if mark:
                marks.setdefault(mark, leaf.folio)
    return marks


def _matter(job: PrintJob, bench: Bench) -> Matter:
    page = print_page(job.book, job.theme, "")
    head = page[: page.index("<style>")].replace('<link rel="stylesheet"', "<link")
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
    head = json.dumps({k: v for k, v in words.items() if k not in ("resident", "size")}).encode()
    return len(head).to_bytes(4, "big") + head + data


def _parted(kept: bytes) -> tuple[Mapping[str, Any], bytes]:
    size = int.from_bytes(kept[:4], "big")
    return json.loads(kept[4 : 4 + size]), kept[4 + size :]


@dataclass
class _Galleys:
    """Makes the HTML of signatures when they are to be set; of the others none is made."""

    signatures: Sequence[Signature]
    around: Around
    style: MarkupStyle
    cache: Cache
    workers: int

    def __call__(
        self, numbers: Sequence[int], folios: Mapping[str, str]
    ) -> Iterator[tuple[int, str]]:
        wanted = [self.signatures[number] for number in numbers]
        sections = {
            each.identifier: each
            for signature in wanted
            for each in (*signature.within, signature.section)
            if each is not None
        }
        pieces = write_sections(list(sections.values()), self.style, self.cache, self.workers)
        heads: dict[str, str] = {}
        for number, signature in zip(numbers, wanted, strict=True):
            markup = ""
            while signature.section and signature.identifier not in heads:
                section, markup = next(pieces)
                heads[section.identifier] = continued(markup)
            yield number, galley_html(signature, self.around, markup, heads, folios)


@dataclass
class _Store:
    """Finds what the binder asks for; what the cache has forgotten since is set again."""

    typesetting: Typesetting
    folios: Mapping[str, str]
    bench: Bench
    language: str
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

    def sheets(self, signature: int) -> Sheets:
        """Give the sheet set of a signature."""
        data = self.bench.cache.get(self.typesetting.sheet_keys[signature])
        if data is None:
            data = self.typesetting.set_again(signature, self.folios)
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
            key = cache_key("font", json.dumps(facts, sort_keys=True))
            _, data = _kept_or_set(self.bench, key, {"do": "font", "facts": facts})
            yield facts["hash"], read_sheets(data)

    def _key(self, spec: Mapping[str, Any]) -> str:
        return cache_key("furniture", self.bench.styles.digest, json.dumps(spec, sort_keys=True))

    def _spec(self, leaf: Leaf) -> dict[str, Any]:
        """Say what stands in the margins of a leaf, but for the number."""
        assert leaf.signature is not None  # noqa: S101 -- a blank page has no furniture
        page = self.typesetting.extents[leaf.signature].pages[leaf.page]
        return {
            "name": page["name"],
            "side": leaf.side,
            "folio": shape_of(leaf.folio),
            "strings": leaf.strings,
            "language": self.language,
        }
