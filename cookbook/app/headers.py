"""What every answer tells the browser: no script but ours, no other site, no guessing of types."""

from __future__ import annotations

from flask import Flask, Response, g, request, session

from cookbook.app.statics import asset_address
from cookbook.extensions import get_settings

SIGNED_IN = "_user_id"
"""Where Flask-Login keeps who signed in; asking the session for it needs no database."""
POLICY = "; ".join(  # noqa: FLY002 -- a list reads better
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self' data: blob:",
        "font-src 'self'",
        "connect-src 'self'",
        "manifest-src 'self'",
        "form-action 'self'",
        "frame-src 'self'",
        "frame-ancestors 'self'",
        "base-uri 'none'",
    )
)
BOOK_POLICY = "; ".join(  # noqa: FLY002 -- a list reads better
    (
        "default-src 'none'",
        "style-src 'self'",
        "img-src 'self' data:",
        "font-src 'self'",
        "form-action 'none'",
        "frame-ancestors 'self'",
        "base-uri 'none'",
    )
)
"""For pages whose words others wrote: no script at all."""
MARKING = "suggesting.js"
"""The one script that may run beside a book's words, which readers mark to suggest a change."""


def bind_headers(app: Flask) -> None:
    """Put the headers on every answer; a view that shows a book's page sets `g.shows_a_book`.

    Where its words can be marked by our own script, it sets `g.can_be_marked` too.
    """

    @app.after_request
    def put_headers(response: Response) -> Response:
        policy = BOOK_POLICY if g.get("shows_a_book") else POLICY
        if g.get("can_be_marked"):
            policy = f"{policy}; script-src {_addresses_of(MARKING)}"
        response.headers.setdefault("Content-Security-Policy", policy)
        response.headers.setdefault("X-Content-Type-Options", "nosniff")
        response.headers.setdefault("Referrer-Policy", "same-origin")
        response.headers.setdefault("X-Frame-Options", "SAMEORIGIN")
        response.headers.setdefault("Cross-Origin-Opener-Policy", "same-origin")
        response.headers.setdefault(
            "Permissions-Policy", "camera=(), geolocation=(), microphone=(), interest-cohort=()"
        )
        if response.mimetype == "text/html":
            # What one person saw must not be shown to the next who uses the machine.
            kept = "no-store" if _is_somebodys() else "private, no-cache"
            response.headers.setdefault("Cache-Control", kept)
        return response


def _addresses_of(name: str) -> str:
    """Give the addresses of a file of ours, and of no other: as it was asked for, and as set."""
    sites = dict.fromkeys([request.host_url, get_settings().base_url or request.host_url])
    return " ".join(f"{site.rstrip('/')}{asset_address(name)}" for site in sites)


def _is_somebodys() -> bool:
    """Tell whether a page is one person's: signed in, having sent a form, or come by a link."""
    came_by_link = "token" in (request.view_args or {})
    return SIGNED_IN in session or request.method == "POST" or came_by_link
