"""The pages of writing and revising."""

from __future__ import annotations

from flask import Blueprint

blueprint = Blueprint("contributing", __name__)


@blueprint.get("/contributions")
def desk() -> str:
    """Show what is on one's table."""
    return "desk"
