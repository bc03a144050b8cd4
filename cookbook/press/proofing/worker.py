"""The warm child process that pulls proofs: it draws pages and formulas, and vets pictures.

What contributors send is decoded and laid out here, where time and memory have an end.
"""

from __future__ import annotations

import gc
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from cookbook.press.binding.binder import Furnished, Matter
from cookbook.press.binding.sheets import Sheets, read_sheets
from cookbook.press.pictures.vetting import PictureError, PictureLimits, vet_picture
from cookbook.press.proofing.linememory import remember_lines
from cookbook.press.proofing.pulling import Proof, Puller
from cookbook.press.typesetting.collecting import font_sheets
from cookbook.press.typesetting.fontfacts import embed_font
from cookbook.press.typesetting.furnishing import furnish
from cookbook.press.typesetting.gathering import UNTAGGED, gather, gather_matter, pack
from cookbook.press.typesetting.worker import Order, Setter, main

BLANK = '<!doctype html><html lang="en"><head><title>-</title></head><body><p>-</p></body></html>'
LIMITS = PictureLimits(print_side=1600)
"""Pictures are drawn no wider than a page, and needn't be finer."""


MANY_OBJECTS = 200_000
"""A usual recipe makes fewer: what is left of it is looked for when its proof has been sent."""


class ProofSetter(Setter):
    """A worker that can also be ordered to pull a proof, to set formulas and to vet a picture."""

    def __init__(self) -> None:
        super().__init__()
        remember_lines()
        gc.set_threshold(MANY_OBJECTS)
        self.pullers: dict[str, Puller] = {}

    def orders(self) -> dict[str, Order]:
        """Give what can be ordered, by name."""
        return {
            **super().orders(),
            "proof": self._pull,
            "formulas": self._set_formulas,
            "picture": self._vet,
        }

    def learn(self, job: Mapping[str, Any]) -> tuple[dict[str, Any], bytes]:
        """Parse the styles of a theme; what was remembered for those that are let go, goes."""
        answer = super().learn(job)
        self.pullers = {name: each for name, each in self.pullers.items() if name in self.styles}
        gc.collect()
        gc.freeze()
        return answer

    def rest(self) -> None:
        """Look for memory that is no longer used."""
        gc.collect()

    def _pull(self, job: Mapping[str, Any]) -> tuple[dict[str, Any], bytes]:
        galley = replace(self.galley("signature", job, job["html"]), options=UNTAGGED)
        facts, data = gather(galley)
        remarks = list(self.remarks)
        proof = Proof(facts, read_sheets(data), **job["proof"])
        pages = self._puller(job).pull(proof)
        told = [
            {"size": len(page.png), "width": page.width, "height": page.height, "words": page.words}
            for page in pages
        ]
        words = {"count": len(facts["pages"]), "pages": told, "remarks": remarks}
        return words, b"".join(page.png for page in pages)

    def _puller(self, job: Mapping[str, Any]) -> Puller:
        name = job["styles"]
        if name not in self.pullers:
            self.pullers[name] = Puller(
                lambda spec: self._furnished(name, spec),
                self._embedded,
                self._matter(job),
            )
        return self.pullers[name]

    def _furnished(self, styles: str, spec: Mapping[str, Any]) -> Furnished:
        """Set furniture; nothing in it is read from a folder."""
        facts, data = furnish(self.galley("furniture", {"styles": styles, "folder": "/"}), spec)
        return Furnished(read_sheets(data), facts["frame"])

    def _embedded(self, facts: Mapping[str, Any]) -> Sheets:
        return read_sheets(pack(font_sheets(embed_font(facts, self.fonts))))

    def _matter(self, job: Mapping[str, Any]) -> Matter:
        words = gather_matter(self.galley("signature", job, BLANK))
        return Matter(
            words["info"].encode("latin-1"),
            words["metadata"].encode("utf-8"),
            words["colours"].encode("latin-1"),
            "en",
        )

    def _set_formulas(self, job: Mapping[str, Any]) -> tuple[dict[str, Any], bytes]:
        # Most texts have none, and what sets them takes a while to load.
        from cookbook.press.formulas import setting  # noqa: PLC0415 -- see above

        setting.choose_plain_paths()
        outcomes = [each._asdict() for each in setting.set_batch(job["mathml"])]
        return {"outcomes": [{**each, "svg": each["svg"].decode()} for each in outcomes]}, b""

    def _vet(self, job: Mapping[str, Any]) -> tuple[dict[str, Any], bytes]:
        folder = Path(job["folder"])
        try:
            vetted = vet_picture(Path(job["file"]), root=folder, limits=LIMITS)
        except PictureError as err:
            return {"refused": f"{err.message} {err.remedy}".strip()}, b""
        return {"name": vetted.print.name, "left_out": vetted.left_out}, vetted.print.data


if __name__ == "__main__":
    main(ProofSetter)
