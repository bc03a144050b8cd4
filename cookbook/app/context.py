"""What every template may ask for: addresses of assets, icons, the site's name, its navigation."""

from __future__ import annotations

from dataclasses import dataclass

from flask import Flask, request, url_for
from markupsafe import Markup, escape

from cookbook.accounts.guard import present_person
from cookbook.accounts.roles import edits_anything
from cookbook.app.statics import asset_address
from cookbook.extensions import db, get_settings

SPRITE = "icons.svg"


@dataclass(frozen=True)
class NavItem:
    """A link of the navigation; one that changes something is a button (`post`)."""

    label: str
    address: str
    icon: str
    current: bool = False
    post: bool = False


EVERYBODYS = (
    ("Books", "reading.home", "books"),
    ("Search", "reading.search", "search"),
)
CONTRIBUTORS = (("My texts", "contributing.desk", "notebook"),)
EDITORS = (("Editing", "curating.desk", "clipboard-check"),)
ACCOUNT = (("Profile", "accounts.profile", "user"),)
WAYS_IN = (
    ("Sign in", "security.login", "login"),
    ("Join", "security.register", "user-circle"),
)
ADMINISTRATORS = (
    ("People", "accounts.people", "users"),
    ("Outbox", "accounts.outbox", "mail"),
)


def bind_context(app: Flask) -> None:
    """Give the templates their names."""
    app.jinja_env.globals.update(asset=asset_address, icon=icon)

    @app.context_processor
    def put_names() -> dict[str, object]:
        return {
            "site_name": get_settings().site_name,
            "nav": navigation(),
            "account_nav": account_navigation(),
        }


def navigation() -> list[NavItem]:
    """Give the places that the present person goes to."""
    person = present_person()
    places = [*EVERYBODYS]
    if person is not None:
        places += CONTRIBUTORS
        if edits_anything(db.session(), person):
            places += EDITORS
    return [_item(*place) for place in places]


def account_navigation() -> list[NavItem]:
    """Give what the present person's own menu holds; for a passer-by, the ways in."""
    person = present_person()
    if person is None:
        return [_item(*place) for place in WAYS_IN]
    places = [*ACCOUNT, *(ADMINISTRATORS if person.runs_the_site else ())]
    leaving = NavItem("Sign out", url_for("security.logout"), "logout", post=True)
    return [*(_item(*place) for place in places), leaving]


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


def _item(label: str, endpoint: str, icon_name: str) -> NavItem:
    return NavItem(label, url_for(endpoint), icon_name, request.endpoint == endpoint)
