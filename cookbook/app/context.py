"""What every template may ask for: addresses of assets, icons, the site's name, its navigation."""

from __future__ import annotations

from dataclasses import dataclass

from flask import Flask, request, url_for
from flask_login import current_user
from markupsafe import Markup, escape

from cookbook.app.statics import asset_address
from cookbook.extensions import get_settings

SPRITE = "icons.svg"


@dataclass(frozen=True)
class NavItem:
    """A link of the navigation."""

    label: str
    address: str
    icon: str
    current: bool


NAVIGATION = (
    ("Books", "reading.home", "books"),
    ("Search", "reading.search", "search"),
)
FOR_THE_SIGNED_IN = (
    ("My kitchen table", "contributing.desk", "pencil"),
    ("Editing", "curating.desk", "clipboard-check"),
)
ACCOUNT = (("Profile", "accounts.profile", "user"),)


def bind_context(app: Flask) -> None:
    """Give the templates their names."""
    app.jinja_env.globals.update(asset=asset_address, icon=icon)

    @app.context_processor
    def put_names() -> dict[str, object]:
        signed_in = current_user.is_authenticated
        return {
            "site_name": get_settings().site_name,
            "nav": _items((*NAVIGATION, *(FOR_THE_SIGNED_IN if signed_in else ()))),
            "account_nav": _items(ACCOUNT if signed_in else ()),
        }


def icon(name: str, label: str = "") -> Markup:
    """Give the markup of an icon of the sprite; with a label it is read out, without it is not."""
    said = (
        Markup('role="img" aria-label="{}"').format(label)
        if label
        else Markup('aria-hidden="true"')
    )
    address = escape(f"{asset_address(SPRITE)}#{name}")
    return Markup('<svg class="icon" width="24" height="24" {}><use href="{}"></use></svg>').format(
        said, address
    )


def _items(links: tuple[tuple[str, str, str], ...]) -> list[NavItem]:
    return [
        NavItem(label, url_for(endpoint), icon_name, request.endpoint == endpoint)
        for label, endpoint, icon_name in links
    ]
