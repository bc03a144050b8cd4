"""Page: who wrote what of a text."""

from __future__ import annotations

from flask import g, render_template

from cookbook.archive.differences import key_name
from cookbook.contributing.crediting import credit_text
from cookbook.extensions import db


def authors(contribution_id: int) -> str:  # noqa: ARG001 -- the guard has loaded the contribution by it
    """Show the newest text with the names of its writers beside it."""
    return render_template(
        "contributing/authors.html",
        contribution=g.contribution,
        volume=g.volume,
        credited=credit_text(db.session(), g.contribution),
        key_name=key_name,
    )
