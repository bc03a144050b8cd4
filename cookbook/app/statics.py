"""The site's own styles, scripts, pictures and fonts: served with hashed names, kept for a year."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from wsgiref.headers import Headers

from flask import Flask
from whitenoise import WhiteNoise

from cookbook.config import static_folder
from cookbook.errors import CookbookError

MADE = "dist"
MANIFEST = "manifest.json"
PREFIX = "static/"
A_YEAR = 365 * 24 * 3600


class AssetError(CookbookError):
    """A style or script that a template asks for and set-up did not make."""


def bind_statics(app: Flask) -> None:
    """Have the site answer for what set-up gathered in static/dist/."""
    folder = static_folder() / MADE
    folder.mkdir(parents=True, exist_ok=True)
    app.wsgi_app = WhiteNoise(  # type: ignore[method-assign]  # Flask's own way to wrap it
        app.wsgi_app,
        root=str(folder),
        prefix=PREFIX,
        max_age=A_YEAR,
        autorefresh=False,
        allow_all_origins=False,
        add_headers_function=_put_headers,
    )


def asset_address(name: str) -> str:
    """Give the address of a file of static/dist/ by the name it had before its hash.

    Raises AssetError where there is none.
    """
    names = _manifest(static_folder() / MADE / MANIFEST)
    if name not in names:
        raise AssetError(
            f'the asset "{name}" is not there.', remedy="Run script/setup, which makes all of them."
        )
    return f"/{PREFIX}{names[name]}"


def _put_headers(headers: Headers, _path: str, _address: str) -> None:
    """Have a file be what it is said to be, and nothing run where it is opened as a page."""
    headers["X-Content-Type-Options"] = "nosniff"
    headers["Content-Security-Policy"] = "default-src 'none'; style-src 'unsafe-inline'; sandbox"


@cache
def _manifest(file: Path) -> dict[str, str]:
    if not file.is_file():
        return {}
    names: dict[str, str] = json.loads(file.read_text(encoding="utf-8"))
    return names
