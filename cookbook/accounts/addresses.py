"""Addresses of the site's own pages for mails and terminals, and e-mail addresses of people."""

from __future__ import annotations

from urllib.parse import urlsplit

from email_validator import EmailNotValidError, validate_email
from flask import current_app, has_request_context, request

from cookbook.errors import CookbookError
from cookbook.extensions import get_settings

USUAL_ADDRESS = "http://127.0.0.1:5000"
"""Where `cookbook serve` listens unless it is told otherwise."""


class EmailError(CookbookError):
    """What somebody gave as an e-mail address is none."""


def absolute_url(endpoint: str, **values: object) -> str:
    """Give the full address of a page, in a request or not.

    It begins with the address that the settings give the site; a request's own host is asked only
    where they give none, since whoever sends a request may name any.
    """
    base = get_settings().base_url or (request.url_root if has_request_context() else USUAL_ADDRESS)
    parts = urlsplit(base)
    bound = current_app.url_map.bind(
        parts.netloc, script_name=parts.path or "/", url_scheme=parts.scheme
    )
    return bound.build(endpoint, values, force_external=True)


def plain_email(written: str) -> str:
    """Give an e-mail address in the one form in which it is kept; asks no other machine.

    Raises EmailError for what is none.
    """
    try:
        found = validate_email(written.strip(), check_deliverability=False, allow_smtputf8=False)
    except EmailNotValidError as err:
        raise EmailError(
            f"“{written.strip()}” is no e-mail address.",
            remedy="One looks like name@example.org.",
        ) from err
    # Nobody's mail depends on capitals, and a phone's keyboard begins with one.
    return (found.ascii_email or found.normalized).lower()
