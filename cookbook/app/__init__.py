"""The front door: makes the site out of its rooms."""

from __future__ import annotations

import datetime as dt
from typing import Any

from flask import Flask
from werkzeug.middleware.proxy_fix import ProxyFix

from cookbook import extensions
from cookbook.accounts.guard import bind_guard
from cookbook.accounts.numbers import SmallNumberConverter
from cookbook.accounts.signing_in import bind_accounts
from cookbook.accounts.views import blueprint as accounts
from cookbook.app.context import bind_context
from cookbook.app.errors import bind_errors
from cookbook.app.headers import bind_headers
from cookbook.app.pages import blueprint as pages
from cookbook.app.requests import WORDS_MAX_BYTES, BoundedRequest
from cookbook.app.statics import bind_statics
from cookbook.config import Settings, load_settings, templates_folder
from cookbook.contributing.guests.views import blueprint as guests
from cookbook.contributing.suggesting.views import blueprint as suggesting
from cookbook.contributing.views import blueprint as contributing
from cookbook.curating.views import blueprint as curating
from cookbook.publishing.proofs import bind_proofs
from cookbook.publishing.tasks import bind_tasks
from cookbook.reading.views import blueprint as reading

BLUEPRINTS = (pages, accounts, contributing, guests, suggesting, curating, reading)
SESSION_DAYS = 30
LOOPBACK = ("127.0.0.1", "localhost")
"""Names under which a site is always served. Any other must be said, by COOKBOOK_BASE_URL: links in
mails are made of the name that a request came with, and whoever asks may say any."""


def create_app(settings: Settings | None = None, **overrides: object) -> Flask:
    """Make the site; `overrides` are Flask's own settings, such as TESTING."""
    chosen = settings or load_settings()
    app = Flask("cookbook", static_folder=None, template_folder=str(templates_folder()))
    app.request_class = BoundedRequest
    app.config.from_mapping(_flask_settings(chosen))
    app.config.from_mapping(overrides)
    app.url_map.converters["int"] = SmallNumberConverter
    app.jinja_env.trim_blocks = True
    app.jinja_env.lstrip_blocks = True
    if chosen.trusted_proxies:
        count = chosen.trusted_proxies
        proxied = ProxyFix(app.wsgi_app, x_for=count, x_proto=count, x_host=count, x_prefix=count)
        app.wsgi_app = proxied  # type: ignore[method-assign]  # Flask's own way to wrap it
    chosen.instance.mkdir(parents=True, exist_ok=True)
    extensions.db.init_app(app)
    extensions.migrate.init_app(app)
    extensions.csrf.init_app(app)
    extensions.limiter.init_app(app)
    extensions.bind_storage(app, chosen)
    bind_accounts(app)
    bind_tasks(app)
    bind_proofs(app)
    bind_statics(app)
    bind_guard(app)
    bind_headers(app)
    bind_context(app)
    bind_errors(app)
    for blueprint in BLUEPRINTS:
        app.register_blueprint(blueprint)
    return app


def _flask_settings(settings: Settings) -> dict[str, Any]:
    return {
        extensions.SETTINGS_KEY: settings,
        "SECRET_KEY": settings.secret_key,
        "SQLALCHEMY_DATABASE_URI": settings.database_url,
        "TRUSTED_HOSTS": [*LOOPBACK, *([settings.host] if settings.host else [])],
        "MAX_CONTENT_LENGTH": settings.upload_max_bytes,
        "MAX_FORM_MEMORY_SIZE": WORDS_MAX_BYTES,
        "SESSION_COOKIE_HTTPONLY": True,
        "SESSION_COOKIE_SAMESITE": "Lax",
        "SESSION_COOKIE_SECURE": settings.secure_cookies,
        "REMEMBER_COOKIE_HTTPONLY": True,
        "REMEMBER_COOKIE_SAMESITE": "Lax",
        "REMEMBER_COOKIE_SECURE": settings.secure_cookies,
        "PERMANENT_SESSION_LIFETIME": dt.timedelta(days=SESSION_DAYS),
        # A form may lie open overnight; its token lives as long as its session.
        "WTF_CSRF_TIME_LIMIT": None,
        "RATELIMIT_HEADERS_ENABLED": True,
    }
