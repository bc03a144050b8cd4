"""The pages of calling, reviewing, arranging and releasing."""

from __future__ import annotations

from flask import Blueprint

blueprint = Blueprint("curating", __name__)


@blueprint.get("/editing")
def desk() -> str:
    """Show what is on one's table."""
    return "desk"
