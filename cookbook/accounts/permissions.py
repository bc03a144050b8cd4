"""The permission table: every route of the site, and who may use it."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum


class Access(StrEnum):
    """Who may use a route. What somebody may not use is, to them, not there.

    READER: whoever may see the volume: everyone once it has a released edition or an open call, and
    else those who work on it. CONTRIBUTOR: who is signed in, in a volume that they may see. AUTHOR:
    the contribution's author, or an editor of its volume once it has been handed in. OWNER: the
    contribution's author alone. FOUNDER: who runs the site or edits any volume. EDITOR: an editor
    of the volume. ADMINISTRATOR: who runs the site, who may also do all that editors may. OUTBOX:
    likewise, and everyone on a site that is a demo.
    """

    EVERYONE = "everyone"
    SIGNED_IN = "signed in"
    READER = "reader"
    CONTRIBUTOR = "contributor"
    AUTHOR = "author"
    OWNER = "owner"
    FOUNDER = "founder"
    EDITOR = "editor"
    ADMINISTRATOR = "administrator"
    OUTBOX = "administrator, or everyone in a demo"


ROUTES: Mapping[str, Access] = {
    # pages
    "pages.styleguide": Access.EVERYONE,
    "pages.health": Access.EVERYONE,
    "pages.robots": Access.EVERYONE,
    "pages.favicon": Access.EVERYONE,
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
    "accounts.come_in": Access.SIGNED_IN,
    "accounts.new_address": Access.SIGNED_IN,
    "accounts.confirm_address": Access.EVERYONE,
    "accounts.mail_sent": Access.EVERYONE,
    "accounts.enter": Access.EVERYONE,
    "accounts.outbox": Access.OUTBOX,
    "accounts.people": Access.ADMINISTRATOR,
    "accounts.person": Access.ADMINISTRATOR,
    "accounts.promote": Access.ADMINISTRATOR,
    "accounts.demote": Access.ADMINISTRATOR,
    "accounts.deactivate": Access.ADMINISTRATOR,
    "accounts.activate": Access.ADMINISTRATOR,
    "accounts.make_editor": Access.ADMINISTRATOR,
    "accounts.unmake_editor": Access.ADMINISTRATOR,
    # contributing
    "contributing.desk": Access.SIGNED_IN,
    "contributing.new": Access.CONTRIBUTOR,
    "contributing.new_recipe": Access.CONTRIBUTOR,
    "contributing.new_chapter": Access.CONTRIBUTOR,
    "contributing.receive_file": Access.CONTRIBUTOR,
    "contributing.waiting_picture": Access.SIGNED_IN,
    "contributing.from_the_web": Access.CONTRIBUTOR,
    "contributing.paste_recipe": Access.CONTRIBUTOR,
    "contributing.preview_new": Access.CONTRIBUTOR,
    "contributing.keep_new_draft": Access.CONTRIBUTOR,
    "contributing.keep_draft": Access.AUTHOR,
    # The page shows nobody but its writer what they have not saved.
    "contributing.draft": Access.SIGNED_IN,
    "contributing.sources": Access.CONTRIBUTOR,
    "contributing.read_source": Access.CONTRIBUTOR,
    "contributing.add_source": Access.CONTRIBUTOR,
    "contributing.formula": Access.CONTRIBUTOR,
    "contributing.entries": Access.CONTRIBUTOR,
    "contributing.keep_picture": Access.CONTRIBUTOR,
    "contributing.add_picture": Access.AUTHOR,
    "contributing.show": Access.AUTHOR,
    "contributing.edit": Access.AUTHOR,
    "contributing.preview": Access.AUTHOR,
    "contributing.submit": Access.AUTHOR,
    "contributing.withdraw": Access.OWNER,
    "contributing.history": Access.AUTHOR,
    "contributing.compare": Access.AUTHOR,
    "contributing.revision": Access.AUTHOR,
    "contributing.restore": Access.AUTHOR,
    "contributing.settle": Access.AUTHOR,
    "contributing.picture": Access.AUTHOR,
    "contributing.upload_picture": Access.SIGNED_IN,
    "contributing.change_picture": Access.SIGNED_IN,
    # Each is shown to nobody but who sent it.
    "contributing.sent_picture": Access.SIGNED_IN,
    "contributing.remix": Access.AUTHOR,
    "contributing.remix_edition": Access.CONTRIBUTOR,
    "contributing.remix_entry": Access.CONTRIBUTOR,
    "contributing.follow": Access.AUTHOR,
    "contributing.authors": Access.AUTHOR,
    "contributing.discuss": Access.AUTHOR,
    "contributing.answer": Access.AUTHOR,
    "contributing.resolve": Access.AUTHOR,
    "contributing.reopen": Access.AUTHOR,
    # suggesting
    "suggesting.suggest": Access.READER,
    "suggesting.thanks": Access.READER,
    "suggesting.show": Access.CONTRIBUTOR,
    "suggesting.decide": Access.AUTHOR,
    "suggesting.withdraw": Access.CONTRIBUTOR,
    "suggesting.of_volume": Access.EDITOR,
    # guests
    "guests.call": Access.EVERYONE,
    "guests.paste": Access.EVERYONE,
    "guests.mine": Access.EVERYONE,
    "guests.thanks": Access.EVERYONE,
    "guests.code": Access.EVERYONE,
    "guests.edit": Access.EVERYONE,
    "guests.preview": Access.EVERYONE,
    "guests.picture": Access.EVERYONE,
    "guests.settle": Access.EVERYONE,
    "guests.submit": Access.EVERYONE,
    "guests.withdraw": Access.EVERYONE,
    "guests.claim": Access.EVERYONE,
    # curating
    "curating.desk": Access.SIGNED_IN,
    "curating.new_volume": Access.FOUNDER,
    "curating.volume": Access.EDITOR,
    "curating.settings": Access.EDITOR,
    "curating.cover": Access.EDITOR,
    "curating.sources": Access.EDITOR,
    "curating.sources_file": Access.EDITOR,
    "curating.call": Access.EDITOR,
    "curating.close_call": Access.EDITOR,
    "curating.call_code": Access.EDITOR,
    "curating.call_code_png": Access.EDITOR,
    "curating.call_poster": Access.EDITOR,
    "curating.people": Access.EDITOR,
    "curating.remove_editor": Access.EDITOR,
    "curating.queue": Access.EDITOR,
    "curating.queue_act": Access.EDITOR,
    "curating.review": Access.EDITOR,
    "curating.take": Access.EDITOR,
    "curating.take_back": Access.EDITOR,
    "curating.arrange": Access.EDITOR,
    "curating.place": Access.EDITOR,
    "curating.add_part": Access.EDITOR,
    "curating.part": Access.EDITOR,
    "curating.move_part": Access.EDITOR,
    "curating.delete_part": Access.EDITOR,
    "curating.preview": Access.EDITOR,
    "curating.release": Access.EDITOR,
    "curating.build": Access.EDITOR,
    "curating.build_progress": Access.EDITOR,
    "curating.build_file": Access.EDITOR,
    "curating.cancel_build": Access.EDITOR,
    "curating.retry": Access.EDITOR,
    "curating.discard": Access.EDITOR,
    # reading
    "reading.home": Access.EVERYONE,
    "reading.search": Access.EVERYONE,
    "reading.volume": Access.READER,
    "reading.edition": Access.READER,
    "reading.opening": Access.READER,
    "reading.page": Access.READER,
    "reading.download": Access.READER,
    "reading.cover": Access.READER,
    "reading.feed": Access.EVERYONE,
    "reading.sitemap": Access.EVERYONE,
}
"""By endpoint. A route without its row answers nobody; a test walks all of them with all roles."""
