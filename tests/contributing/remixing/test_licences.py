"""Which texts may be made into what, for which books: the rules of Creative Commons."""

from __future__ import annotations

import pytest

from cookbook.contributing.remixing.licences import LicenceError, may_remix, refuse_remix
from cookbook.models import RemixKind

BY, SA, NC, NC_SA, ND, NC_ND = (
    f"CC-{each}-4.0" for each in ("BY", "BY-SA", "BY-NC", "BY-NC-SA", "BY-ND", "BY-NC-ND")
)
CC0, RESERVED = "CC0-1.0", ""
ALL = {CC0, BY, SA, NC, NC_SA, ND, NC_ND, RESERVED}

# The rows of Creative Commons' chart of adapters' licences: the original, and what may be.
VARIATIONS = {
    CC0: ALL,
    BY: ALL - {CC0},
    SA: {SA},
    NC: {NC, NC_SA, NC_ND},
    NC_SA: {NC_SA},
    ND: set(),
    NC_ND: set(),
    RESERVED: set(),
}
COPIES = {
    CC0: ALL,
    BY: ALL,
    SA: ALL,
    ND: ALL,
    NC: {NC, NC_SA, NC_ND},
    NC_SA: {NC, NC_SA, NC_ND},
    NC_ND: {NC, NC_SA, NC_ND},
    RESERVED: set(),
}


class TestMayRemix:
    @pytest.mark.parametrize("text", sorted(ALL))
    def test_variations_have_the_licences_that_the_chart_allows(self, text: str) -> None:
        allowed = {book for book in ALL if may_remix(RemixKind.VARIATION, text, book)}
        assert allowed == VARIATIONS[text]

    @pytest.mark.parametrize("text", sorted(ALL))
    def test_copies_stand_beside_others_but_are_not_sold_where_they_may_not_be(
        self, text: str
    ) -> None:
        assert {book for book in ALL if may_remix(RemixKind.COPY, text, book)} == COPIES[text]

    @pytest.mark.parametrize(
        ("text", "book", "may"),
        [
            ("CC-BY-SA-3.0", "CC-BY-SA-4.0", True),
            ("CC-BY-SA-2.0-FR", "CC-BY-SA-4.0", True),
            ("CC-BY-SA-4.0", "CC-BY-SA-3.0", False),
            ("CC-BY-SA-1.0", "CC-BY-SA-4.0", False),
            ("CC-BY-NC-SA-3.0", "CC-BY-SA-4.0", False),
        ],
    )
    def test_what_is_shared_alike_may_take_a_later_version(
        self, text: str, book: str, *, may: bool
    ) -> None:
        assert may_remix(RemixKind.VARIATION, text, book) is may

    @pytest.mark.parametrize(
        "unknown", ["GFDL-1.3-or-later", "MIT", "CC-BY", "my own", "CC-BY-4.0 "]
    )
    def test_terms_that_we_do_not_know_allow_nothing(self, unknown: str) -> None:
        assert not any(may_remix(kind, unknown, BY) for kind in RemixKind)
        assert not may_remix(RemixKind.VARIATION, BY, unknown)


class TestRefuseRemix:
    @pytest.mark.parametrize(
        ("kind", "text", "book", "reason"),
        [
            (RemixKind.VARIATION, ND, BY, "passed on as it is"),
            (RemixKind.VARIATION, SA, BY, "must have its licence"),
            (RemixKind.VARIATION, NC, BY, "may not be sold"),
            (RemixKind.VARIATION, BY, CC0, "name its authors"),
            (RemixKind.COPY, NC, BY, "may not be sold"),
            (RemixKind.COPY, RESERVED, BY, "All rights in it are reserved"),
            (RemixKind.COPY, "MIT", BY, "whose terms we don't know"),
        ],
    )
    def test_the_reason_is_said_with_what_to_do(
        self, kind: RemixKind, text: str, book: str, reason: str
    ) -> None:
        with pytest.raises(LicenceError, match=reason) as caught:
            refuse_remix(kind, text, book)
        assert caught.value.remedy
