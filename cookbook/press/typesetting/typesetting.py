"""Stage: signatures -> their sheet sets, set by a crew where the cache hasn't got them.

What a signature prints of folios is known when it has been set once. From then on it is set again
only when the shape of one of these changes.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from cookbook.errors import Place
from cookbook.press.caching import Cache, cache_key
from cookbook.press.notation import decode, encode
from cookbook.press.typesetting.board import Done, Job
from cookbook.press.typesetting.crew import Crew
from cookbook.press.typesetting.folios import Extent, folios_by_anchor
from cookbook.press.typesetting.galleys import Signature
from cookbook.press.typesetting.problems import LayoutError
from cookbook.press.typesetting.runs import Scroll
from cookbook.press.typesetting.shapes import shape_of
from cookbook.press.warnings import WarningKind, Warnings

ROUNDS = 8
"""After so many rounds the shapes of numbers only grow, so that the last one comes."""
WORDS_ON_A_PAGE = 230
"""How many words a page is taken to hold, before anything is set."""


@dataclass(frozen=True)
class Piece:
    """What is set at once: a signature, or a run of one that is a long list.

    `key` is that of all that it depends on but folios; `run` what the worker must know of a run;
    `marks` are the names of the marks that stand in it as numbers; `start` and `end` its items.
    """

    number: int
    key: str
    run: Mapping[str, Any] | None = None
    marks: Sequence[str] = ()
    start: int = 0
    end: int = 0


@dataclass
class SetPiece:
    """A piece that is set: the key of its sheets, and its pages' facts."""

    piece: Piece
    key: str
    facts: Mapping[str, Any]


@dataclass
class _Setting:
    """How far a signature is set in one round: the pieces that are done."""

    done: list[SetPiece] = field(default_factory=list)
    factor: int = 1


@dataclass
class Typesetting:
    """Sets the signatures of one book, and keeps what it needs to know of each.

    `keys` are of all that a signature depends on but folios, `contexts` of all but its content.
    `galley` gives the HTML of a piece for folios; `scroll` that of a long list, cut into its items,
    or None for what is set at once. `prepare` is told which signatures' HTML will be wanted.
    `pattern` tells what of a piece the folios decide beside its numbers, "" for most. A book that
    is read from right to left begins on a left page.
    """

    signatures: Sequence[Signature]
    keys: Sequence[str]
    contexts: Sequence[str]
    galley: Callable[[Piece, Mapping[str, str], str], str]
    scroll: Callable[[int], Scroll | None]
    prepare: Callable[[Sequence[int]], None]
    pattern: Callable[[Piece, Mapping[str, str]], str]
    cache: Cache
    crew: Crew
    warnings: Warnings
    on_set: Callable[[int], None] = lambda _: None
    is_rtl: bool = False
    settings: dict[int, list[SetPiece]] = field(default_factory=dict)
    extents: dict[int, Extent] = field(default_factory=dict)
    widest: dict[tuple[int, str], int] = field(default_factory=dict)
    absent: set[str] = field(default_factory=set)

    def run(self) -> dict[str, str]:
        """Set all, and again what refers to pages that moved; give the folio of every anchor.

        What was written comes first; what names the pages of all of it, when these are known. It
        goes on until every number that is printed has the shape for which it was set. What comes
        out depends on the book alone, not on what the cache held.
        """
        foreseen = [self._foreseen(each) for each in self.signatures]
        everything = range(len(self.signatures))
        first = [each for each in everything if not self.signatures[each].names_all_pages]
        self._set_unset(first, folios_by_anchor(foreseen, is_rtl=self.is_rtl))
        folios = self._folios(foreseen)
        for number in range(3 * ROUNDS):
            if not self._set_unset(everything, folios):
                break
            if number >= ROUNDS:
                self._remember_widths(folios)
            folios = self._folios(foreseen)
        self._pass_on_remarks()
        return folios

    def set_again(self, number: int, place: int, folios: Mapping[str, str]) -> bytes:
        """Set a piece whose sheets were lost since; give them."""
        piece = self.settings[number][place].piece
        self.prepare([number])
        [done] = self.crew.set([self._job(piece, folios)])
        self._check(done, number)
        return done.data

    def _folios(self, foreseen: Sequence[Extent]) -> dict[str, str]:
        """Give the folios of all anchors, by what is set and what is foreseen of the rest."""
        return folios_by_anchor(
            [self.extents.get(number, extent) for number, extent in enumerate(foreseen)],
            is_rtl=self.is_rtl,
        )

    @staticmethod
    def _foreseen(signature: Signature) -> Extent:
        """Give the extent that a signature has if every page holds as many words as is usual."""
        members = signature.members
        words = sum(each.facts.words for each in members)
        first: dict[str, Any] = {"anchors": [x for each in members for x in each.facts.identifiers]}
        more: list[dict[str, Any]] = [{"anchors": ()}] * (words // WORDS_ON_A_PAGE)
        return Extent([first, *more], "", signature.opens_body)

    def _set_unset(self, numbers: Iterable[int], folios: Mapping[str, str]) -> bool:
        """Set those that aren't set for these folios; tell whether there were any."""
        unset = [each for each in numbers if not self._is_set(each, folios)]
        self._look_ahead(unset, folios)
        under_way: dict[int, _Setting] = {}
        waiting: list[Piece] = []
        for number in unset:
            under_way[number] = _Setting()
            piece = self._go_on(number, under_way[number], folios)
            if piece is not None:
                waiting.append(piece)
        # Lists first: they take longest, and the runs of a long one follow one from the other.
        waiting.sort(
            key=lambda piece: (piece.run is None, not self.signatures[piece.number].is_list)
        )
        self.prepare([piece.number for piece in waiting])
        following: dict[str, Piece] = {}

        def job(piece: Piece) -> Job:
            following[f"{piece.number}"] = piece
            return self._job(piece, folios)

        def follow(done: Done) -> Iterator[Job]:
            piece = following[done.job.key]
            self._keep(done, piece, under_way[piece.number], folios)
            after = self._go_on(piece.number, under_way[piece.number], folios)
            if after is not None:
                yield job(after)

        if waiting:
            for _ in self.crew.set(map(job, waiting), follow):
                self.on_set(len(self.extents))
        return bool(unset)

    def _look_ahead(self, numbers: Iterable[int], folios: Mapping[str, str]) -> None:
        """Ask the cache for all at once: what it keeps may be far away, and have a way to come."""
        profiles = {cache_key("refers", self.keys[each]): each for each in numbers}
        self.absent = self.cache.missing(profiles)
        sheets: list[str] = []
        for key in profiles.keys() - self.absent:
            profile = self.cache.get(key)
            if profile is not None:
                piece = Piece(profiles[key], self.keys[profiles[key]])
                sheets.append(self._sheet_key(piece, decode(profile), folios))
        self.cache.missing([*sheets, *(cache_key("facts", each) for each in sheets)])

    def _go_on(self, number: int, setting: _Setting, folios: Mapping[str, str]) -> Piece | None:
        """Take what the cache has of a signature; give the first piece that it hasn't, or None."""
        while (piece := self._next_piece(number, setting)) is not None:
            kept = self._kept(piece, folios)
            if kept is None:
                return piece
            self._add(setting, kept)
        self.settings[number] = setting.done
        pages = [
            {**page, "set": place, "at": at}
            for place, each in enumerate(setting.done)
            for at, page in enumerate(each.facts["pages"])
        ]
        opens = setting.done[0].facts["opens"]
        self.extents[number] = Extent(pages, opens, self.signatures[number].opens_body)
        return None

    def _next_piece(self, number: int, setting: _Setting) -> Piece | None:
        """Give the piece that comes behind those that are done, or None behind the last."""
        scroll = self.scroll(number)
        if scroll is None:
            return None if setting.done else Piece(number, self.keys[number])
        start, behind = 0, ""
        if setting.done:
            last = setting.done[-1]
            following = last.facts["next"]
            if following is None:
                return None
            start = last.piece.start + following
            behind = last.facts["pages"][-1]["name"]
        end = scroll.end_of(start, setting.factor)
        html, marks = scroll.run(start, end)
        run = {
            "continued": bool(behind),
            "open": end < len(scroll.items),
            "items": end - start,
            "behind": behind,
            "names": scroll.names[start:end],
            "kept_back": scroll.kept_back,
        }
        key = cache_key("run", self.contexts[number], html, encode(run))
        return Piece(number, key, run, marks, start, end)

    def _add(self, setting: _Setting, done: SetPiece) -> None:
        """Take a piece as done; one that has no page to end on is tried again with more in it."""
        if done.facts.get("pages"):
            setting.done.append(done)
            setting.factor = 1
        else:
            setting.factor *= 2

    def _kept(self, piece: Piece, folios: Mapping[str, str]) -> SetPiece | None:
        """Take a piece from the cache, if it is there for these folios."""
        place = self._profile_key(piece, folios)
        profile = None if place in self.absent else self.cache.get(place)
        if profile is None:
            return None
        key = self._sheet_key(piece, decode(profile), folios)
        facts = self.cache.get(cache_key("facts", key))
        if facts is None or self.cache.missing([key]):
            return None
        return SetPiece(piece, key, _with_marks(decode(facts), piece.marks))

    def _keep(self, done: Done, piece: Piece, setting: _Setting, folios: Mapping[str, str]) -> None:
        self._check(done, piece.number)
        facts = {**done.words["facts"], "remarks": done.words["remarks"]}
        refers = facts.setdefault("refers", [])
        key = self._sheet_key(piece, refers, folios)
        self.cache.put(key, done.data)
        self.cache.put(cache_key("facts", key), encode(facts))
        place = self._profile_key(piece, folios)
        self.cache.put(place, encode(refers))
        self.absent.discard(place)
        self._add(setting, SetPiece(piece, key, _with_marks(facts, piece.marks)))

    def _check(self, done: Done, number: int) -> None:
        if done.problem:
            raise LayoutError(
                f"could not be laid out: {done.problem}.",
                place=Place(self.signatures[number].entry or self.signatures[number].identifier),
                remedy="Look for something of unusual size in it, such as a table of many pages.",
            )

    def _job(self, piece: Piece, folios: Mapping[str, str]) -> Job:
        behind = piece.run["behind"] if piece.run else ""
        order = {"do": "sheets", "html": self.galley(piece, folios, behind), "run": piece.run}
        return Job(str(piece.number), order, self.signatures[piece.number].entry)

    def _is_set(self, number: int, folios: Mapping[str, str]) -> bool:
        """Tell whether a signature is set, and for shapes that these folios have."""
        return number in self.settings and all(
            each.key == self._sheet_key(each.piece, each.facts["refers"], folios)
            for each in self.settings[number]
        )

    def _sheet_key(self, piece: Piece, refers: Iterable[str], folios: Mapping[str, str]) -> str:
        shapes = [f"{each}={self._shape(piece.number, each, folios)}" for each in refers]
        return cache_key("sheets", piece.key, self.pattern(piece, folios), *shapes)

    def _profile_key(self, piece: Piece, folios: Mapping[str, str]) -> str:
        """Give the key of the list of what a piece refers to."""
        pattern = self.pattern(piece, folios)
        return cache_key("refers", piece.key, *([pattern] if pattern else []))

    def _shape(self, number: int, target: str, folios: Mapping[str, str]) -> str:
        shape = shape_of(folios.get(target, ""))
        if not shape.isdecimal():
            return shape
        return shape.ljust(self.widest.get((number, target), 0), shape[:1])

    def _remember_widths(self, folios: Mapping[str, str]) -> None:
        for number, pieces in self.settings.items():
            for target in {target for each in pieces for target in each.facts["refers"]}:
                width = len(self._shape(number, target, folios))
                place = (number, target)
                self.widest[place] = max(self.widest.get(place, 0), width)

    def _pass_on_remarks(self) -> None:
        for number, signature in enumerate(self.signatures):
            for each in self.settings[number]:
                for remark in each.facts["remarks"]:
                    self.warnings.add(signature.entry, WarningKind.LAYOUT, remark)


def _with_marks(facts: dict[str, Any], marks: Sequence[str]) -> dict[str, Any]:
    """Give the marks of a run's pages their names in the book."""
    for page in facts.get("pages", ()) if marks else ():
        if page["mark"]:
            page["mark"] = marks[int(page["mark"].rpartition("-")[2]) - 1]
    return facts
