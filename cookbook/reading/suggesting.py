"""A web page of an edition -> the same page with ways to suggest a change, or to vary it.

The files of an edition never change; the link is put in when a page is served, so that it leads to
where suggestions are taken today.
"""

from __future__ import annotations

import hashlib

from flask import Response, g, render_template
from sqlalchemy import select
from sqlalchemy.orm import Session

from cookbook.extensions import get_storage
from cookbook.models import Blob, Contribution, ContributionState, Edition, EditionEntry
from cookbook.reading.serving import PAGE, serve_bytes

HTML = "text/html"
HEAD_END, MAIN_END = b"</head>", b"</main>"
BETWEEN = "<!-- -->"
CLOSED = (ContributionState.DECLINED, ContributionState.WITHDRAWN)


def contribution_of_page(session: Session, edition: Edition, page: str) -> int | None:
    """Give the id of the text on a page of an edition, if it can be suggested to, or None."""
    chosen = (
        select(Contribution.id)
        .join(EditionEntry, EditionEntry.contribution_id == Contribution.id)
        .where(
            EditionEntry.edition_id == edition.id,
            EditionEntry.page == page,
            Contribution.accepted_id.is_not(None),
            Contribution.state.not_in(CLOSED),
        )
    )
    return session.scalars(chosen).first()


def serve_with_link(blob: Blob, edition: Edition, contribution_id: int) -> Response:
    """Answer the present request with a page, and the way to suggest a change at its end."""
    g.can_be_marked = True
    pieces = render_template(
        "reading/_suggest.html", contribution_id=contribution_id, edition=edition
    )
    head, _, foot = pieces.partition(BETWEEN)
    data = put_in(get_storage().read(blob.digest), head.strip().encode(), foot.strip().encode())
    return serve_bytes(
        data,
        tag=hashlib.sha256(data).hexdigest(),
        media_type=HTML,
        modified=edition.released_at,
        keeping=PAGE,
    )


def put_in(page: bytes, head: bytes, foot: bytes) -> bytes:
    """Put something at the end of a page's head, and of what it says; a page without stays."""
    before, head_end, rest = page.partition(HEAD_END)
    words, main_end, after = rest.rpartition(MAIN_END)
    if not head_end or not main_end:
        return page
    return b"".join((before, head, head_end, words, foot, main_end, after))
