"""The permission table: every route of the site, and who may use it."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum


class Access(StrEnum):
    """Who may use a route. What somebody may not use is, to them, not there.

    READER: whoever may see the volume: everyone once it has a released edition or an open call, and
    else those who work on it. CONTRIBUTOR: who is signed in, in a volume that they may see. AUTHOR:
    the contribution's author, or an editor of its volume unless it is a draft. OWNER: the
    contribution's author alone. EDITOR: an editor of the volume. ADMINISTRATOR: who runs the site,
    who may also do all that editors may.
    """

    EVERYONE = "everyone"
    SIGNED_IN = "signed in"
    READER = "reader"
    CONTRIBUTOR = "contributor"
    AUTHOR = "author"
    OWNER = "owner"
    EDITOR = "editor"
    ADMINISTRATOR = "administrator"


ROUTES: Mapping[str, Access] = {
    # pages
    "pages.styleguide": Access.EVERYONE,
    "pages.health": Access.EVERYONE,
    "pages.robots": Access.EVERYONE,
    # accounts
    "security.login": Access.EVERYONE,
    "security.logout": Access.SIGNED_IN,
    "security.register": Access.EVERYONE,
    "security.confirm_email": Access.EVERYONE,
    "security.send_confirmation": Access.EVERYONE,
    "security.forgot_password": Access.EVERYONE,
    "security.reset_password": Access.EVERYONE,
    "security.change_password": Access.SIGNED_IN,
    "security.verify": Access.SIGNED_IN,
    "accounts.profile": Access.SIGNED_IN,
    # contributing
    "contributing.desk": Access.SIGNED_IN,
    # curating
    "curating.desk": Access.SIGNED_IN,
    # reading
    "reading.home": Access.EVERYONE,
    "reading.search": Access.EVERYONE,
    "reading.volume": Access.READER,
}
"""By endpoint. A route without its row answers nobody; a test walks all of them with all roles."""
