"""Failures become pages here, and nowhere else."""

from __future__ import annotations

from flask import Flask, Response, current_app, make_response, render_template, request
from flask_wtf.csrf import CSRFError
from werkzeug.exceptions import HTTPException, InternalServerError, SecurityError

from cookbook.errors import CookbookError
from cookbook.extensions import db, get_settings
from cookbook.storage import StorageError

WITH_A_PAGE = frozenset({400, 403, 404, 405, 413, 429, 500, 503})


def bind_errors(app: Flask) -> None:
    """Give every failure its page."""
    app.register_error_handler(CSRFError, _show_stale_form)
    app.register_error_handler(SecurityError, _show_foreign_name)
    app.register_error_handler(HTTPException, _show_http_error)
    app.register_error_handler(CookbookError, _show_problem)
    app.register_error_handler(StorageError, _show_closed_storage)
    app.register_error_handler(InternalServerError, _show_accident)


# These show when the database or the session is what broke, so nothing is asked of either.
STANDING_ALONE = frozenset({500, 503})


def _page(status: int, **words: object) -> Response:
    shown = status if status in WITH_A_PAGE else 500 if status >= 500 else 400  # noqa: PLR2004 -- HTTP's own classes
    if shown in STANDING_ALONE:
        template = current_app.jinja_env.get_template(f"errors/{shown}.html")
        return make_response(template.render(site_name=get_settings().site_name), status)
    return make_response(render_template(f"errors/{shown}.html", status=status, **words), status)


def _show_foreign_name(_error: SecurityError) -> Response:
    """Answer a request for a name that is not this site's. No address can be made of it."""
    words = "This site is not known by that name. Who runs it can set COOKBOOK_BASE_URL to it.\n"
    return Response(words, 400, mimetype="text/plain")


def _show_http_error(error: HTTPException) -> Response:
    if error.response is not None:
        return make_response(error.response)
    response = _page(error.code or 500)
    for name, value in error.get_headers(request.environ):
        if name.lower() not in {"content-type", "content-length"}:
            response.headers[name] = value
    return response


def _show_stale_form(_error: CSRFError) -> Response:
    return _page(400, stale_form=True)


def _show_problem(error: CookbookError) -> Response:
    """Show what a service refused and no view had words for."""
    db.session.rollback()
    return _page(400, problem=error)


def _show_closed_storage(error: StorageError) -> Response:
    """Answer where storage fails: who reads can do nothing about it, so who runs the site hears."""
    db.session.rollback()
    current_app.logger.error("Storage: %s", error)
    return _page(503)


def _show_accident(_error: InternalServerError) -> Response:
    db.session.rollback()
    return _page(500)
