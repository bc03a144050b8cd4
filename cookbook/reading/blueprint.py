"""The room's blueprint, bare; the modules of its views put their routes on it."""

from __future__ import annotations

from flask import Blueprint

blueprint = Blueprint("reading", __name__)
