"""Stage (in a worker): a signature's sheets -> pictures of its pages, bound as in a book.

To pull a proof is to print what is set so far, to look at it. What one proof has in common with
those before it is not made again: furniture, fonts, and pages on which nothing has changed.
"""

from __future__ import annotations

import hashlib
import io
import json
import zlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from cookbook.press.binding.binder import Furnished, Matter, bind
from cookbook.press.binding.sheets import Sheets, read_sheets
from cookbook.press.proofing.fontmemory import FontMemory
from cookbook.press.proofing.pixels import Easel, Inks, PageRaster, inks_of
from cookbook.press.typesetting.folios import Leaf, side_of

PICTURES_KNOWN = 48
FURNITURE_KNOWN = 64


@dataclass(frozen=True)
class Proof:
    """What is to be drawn: the facts and the sheets of a signature, and what its pages carry.

    `strings` are running words from pages before, `folio` stands for the number that nobody knows
    yet. The first `most` pages are drawn, `width` pixels wide.
    """

    facts: Mapping[str, Any]
    sheets: Sheets
    strings: Mapping[str, str]
    folio: str
    language: str
    width: int
    most: int

    def leaves(self) -> Iterator[Leaf]:
        """Give the pages as leaves, the first on the right."""
        carried = dict(self.strings)
        for place, page in enumerate(self.facts["pages"]):
            facts = {**page, "set": 0, "at": place}
            strings = {
                name: {"carried": carried.get(name, ""), "set": page["strings"].get(name, [])}
                for name in {**carried, **page["strings"]}
            }
            yield Leaf(place, self.folio, side_of(place), 0, facts, strings)
            carried.update({name: values[-1] for name, values in page["strings"].items()})


@dataclass
class Puller:
    """Pulls proofs, and remembers what the next ones may need.

    `furnish` sets furniture, `embed` makes the sheets of a font, `matter` is what every PDF has.
    """

    furnish: Callable[[Mapping[str, Any]], Furnished]
    embed: Callable[[Mapping[str, Any]], Sheets]
    matter: Matter
    easel: Easel = field(default_factory=Easel)
    fonts: FontMemory = field(init=False)
    furniture: dict[str, Furnished] = field(default_factory=dict)
    pictures: dict[str, PageRaster] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.fonts = FontMemory(self.embed)

    def pull(self, proof: Proof) -> list[PageRaster]:
        """Draw the pages of a proof that aren't known."""
        leaves = list(proof.leaves())
        keys = [self._key(leaf, proof) for leaf in leaves[: proof.most]]
        unknown = {
            place: self._inks(leaves[place], proof)
            for place, key in enumerate(keys)
            if key not in self.pictures
        }
        wanted = {key: self.pictures[key] for key in keys if key in self.pictures}
        if unknown:
            pdf = io.BytesIO()
            bind(pdf, leaves, {}, self.matter, _Store(self, proof))
            drawn = self.easel.draw(pdf.getvalue(), proof.width, unknown)
            wanted.update({keys[place]: each for place, each in drawn.items()})
        self._remember(wanted)
        return [wanted[key] for key in keys]

    def furnished(self, leaf: Leaf, proof: Proof) -> Furnished:
        """Give the furniture of a page."""
        spec = _spec(leaf, proof)
        key = json.dumps(spec, sort_keys=True)
        if key not in self.furniture:
            while len(self.furniture) >= FURNITURE_KNOWN:
                del self.furniture[next(iter(self.furniture))]
            self.furniture[key] = self.furnish(spec)
        return self.furniture[key]

    def _key(self, leaf: Leaf, proof: Proof) -> str:
        """Give what a page's picture depends on, as one digest.

        A page is what stands in its content. Where that shows pictures, all of them count that
        were set with it.
        """
        streams, page = proof.sheets.streams, proof.sheets.index["pages"][leaf.place]
        others = [piece for piece in page["content"] if not isinstance(piece, int)]
        depends = [_spec(leaf, proof), proof.width, page["media"], page["resources"], others]
        digest = hashlib.sha256(json.dumps(depends).encode())
        own = [streams[piece] for piece in page["content"] if isinstance(piece, int)]
        for stream in [*own, *(streams if _shows_others(page) else [])]:
            digest.update(b"\0%d\0" % len(stream) + stream)
        return digest.hexdigest()

    def _inks(self, leaf: Leaf, proof: Proof) -> Inks | None:
        """Give the colours of a page and of its furniture, or None where they may be any."""
        content = _content(proof.sheets, leaf.place)
        if len(proof.sheets.index["pages"][leaf.place]["content"]) == 1:
            content = zlib.decompress(content)
        return inks_of([content, _content(self.furnished(leaf, proof).sheets, 0)])

    def _remember(self, new: Mapping[str, PageRaster]) -> None:
        """Note pictures as used last, and forget those that were not used for longest."""
        for key in new:
            self.pictures.pop(key, None)
        self.pictures.update(new)
        while len(self.pictures) > PICTURES_KNOWN:
            del self.pictures[next(iter(self.pictures))]


@dataclass(frozen=True)
class _Store:
    """Gives the binder what it binds."""

    puller: Puller
    proof: Proof

    def sheets(self, _signature: int, _place: int) -> Sheets:
        return self.proof.sheets

    def furniture(self, leaf: Leaf) -> Furnished:
        return self.puller.furnished(leaf, self.proof)

    def fonts(self, used: Sequence[Mapping[str, Any]]) -> Iterator[tuple[str, Sheets]]:
        return self.puller.fonts.sheets(used)


def read_furnished(words: Mapping[str, Any], data: bytes) -> Furnished:
    """Read furniture as a worker gives it."""
    return Furnished(read_sheets(data), words["facts"]["frame"])


def _spec(leaf: Leaf, proof: Proof) -> dict[str, Any]:
    """Say what stands in the margins of a page."""
    return {
        "name": leaf.facts["name"],
        "side": leaf.side,
        "folio": leaf.folio,
        "strings": leaf.strings,
        "language": proof.language,
    }


def _shows_others(page: Mapping[str, Any]) -> bool:
    """Tell whether a page uses what stands in objects of its own, such as pictures."""
    kinds = page["resources"].values()
    return any(tokens for kind in kinds for _template, tokens in kind.values())


def _content(sheets: Sheets, place: int) -> bytes:
    """Give the content of a page; of a signature's it is packed where it is one stream."""
    pieces = sheets.index["pages"][place]["content"]
    return b"".join(sheets.streams[piece] for piece in pieces if isinstance(piece, int))
