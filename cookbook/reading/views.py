"""The pages of the catalogue."""

from __future__ import annotations

from flask import Blueprint

blueprint = Blueprint("reading", __name__)


@blueprint.get("/")
def home() -> str:
    """Show the volumes."""
    return "home"


@blueprint.get("/search")
def search() -> str:
    """Find entries of released books."""
    return "search"


@blueprint.get("/books/<slug>")
def volume(slug: str) -> str:
    """Show a volume."""
    return slug
