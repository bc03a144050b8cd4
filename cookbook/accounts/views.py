"""The pages of one's own account; signing in and the like are Flask-Security's, in our dress."""

from __future__ import annotations

from flask import Blueprint

blueprint = Blueprint("accounts", __name__)


@blueprint.get("/profile")
def profile() -> str:
    """Show one's own profile."""
    return "profile"
