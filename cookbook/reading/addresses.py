"""Addresses of the room, in full where others keep them, and quickly where there are many."""

from __future__ import annotations

from urllib.parse import quote

from flask import request, url_for

from cookbook.extensions import get_settings

INDEX = "index.html"


def full_address(path: str) -> str:
    """Make an address that may leave the site of one within it."""
    return f"{get_settings().base_url or request.host_url.rstrip('/')}{path}"


def reader_prefix(slug: str, number: int) -> str:
    """Give what the address of every web page of an edition begins with."""
    return url_for("reading.page", slug=slug, number=number, page=INDEX).removesuffix(INDEX)


def page_address(prefix: str, page: str) -> str:
    """Give the address of a web page, which may name a place in it; of hundreds in no time."""
    name, mark, place = page.partition("#")
    return f"{prefix}{quote(name)}{mark}{quote(place)}"
