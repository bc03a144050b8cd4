"""The pages of calling, reviewing, arranging and releasing."""

from cookbook.curating.views import (
    arrange,
    builds,
    parts,
    queue,
    release,
    review,
    setup,
    sources,
    volumes,
)
from cookbook.curating.views.blueprint import blueprint

__all__ = [
    "arrange",
    "blueprint",
    "builds",
    "parts",
    "queue",
    "release",
    "review",
    "setup",
    "sources",
    "volumes",
]
