"""Finds every page that a site has, from its routes and what lies in it, and who looks at each."""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any

from flask import Flask, url_for
from flask_security import confirmable, recoverable
from sqlalchemy import select
from sqlalchemy.orm import Session
from werkzeug.routing import Rule

from cookbook.accounts.guests import secret_of
from cookbook.accounts.permissions import ROUTES, Access
from cookbook.accounts.tokens import (
    DEMO_LINK_LASTS,
    make_new_address_token,
    make_sign_in_token,
)
from cookbook.contributing.drafting.drafts import drafts_of
from cookbook.extensions import db
from cookbook.models import (
    Build,
    Call,
    Contribution,
    Edition,
    EditionEntry,
    GuestLink,
    Part,
    Person,
    Remix,
    Revision,
    RevisionStanding,
    Suggestion,
    Volume,
)
from tests.journeys.town import ADMINISTRATOR, CONTRIBUTOR, EDITOR, LATECOMER, NEWCOMER, SLUG

PASSER_BY = ""

LOOKERS = {
    Access.EVERYONE: PASSER_BY,
    Access.READER: PASSER_BY,
    Access.SIGNED_IN: CONTRIBUTOR,
    Access.CONTRIBUTOR: CONTRIBUTOR,
    Access.EDITOR: EDITOR,
    Access.FOUNDER: EDITOR,
    Access.ADMINISTRATOR: ADMINISTRATOR,
    Access.OUTBOX: ADMINISTRATOR,
}
"""Who looks at a page of each kind of access; those of authors are looked at by their authors."""
NO_PAGES = {
    "accounts.come_in",
    "contributing.discuss",
    "contributing.entries",
    "contributing.picture",
    "contributing.sources",
    "contributing.waiting_picture",
    "contributing.sent_picture",
    "curating.build_file",
    "curating.build_progress",
    "curating.call_code",
    "curating.call_code_png",
    "curating.call_poster",
    "curating.cover",
    "guests.code",
    "guests.picture",
    "curating.sources_file",
    "pages.favicon",
    "pages.health",
    "pages.robots",
    "reading.cover",
    "reading.download",
    "reading.feed",
    "reading.opening",
    "reading.sitemap",
}
"""Routes that give files, or send on."""
NOWHERE = "/no-such-page"
UNKNOWN = "a-link-that-nobody-made"


@dataclass(frozen=True)
class Stop:
    """A page to look at: where, and who looks ("" is a passer-by)."""

    who: str
    path: str

    @property
    def name(self) -> str:
        """A name for files, of the path and who looked."""
        plain = re.sub(r"[^a-z0-9]+", "-", self.path.lower()).strip("-") or "home"
        return f"{plain[:90]}{'-by-' + self.who.split()[0].lower() if self.who else ''}"


def every_page(app: Flask) -> list[Stop]:
    """Give all pages of a site that a browser shows, each once.

    Raises LookupError for a route with something in its address that nobody told us how to fill,
    and for one of which there is no page to be seen.
    """
    with app.app_context(), app.test_request_context():
        session = db.session()
        paths = _Paths(app, session)
        rules = [each for each in app.url_map.iter_rules() if _gives_pages(each)]
        found = [(rule.endpoint, stop) for rule in rules for stop in paths.of(rule)]
        found += paths.more()
    shown = {(name, stop): None for name, stop in found if _is_shown(app, stop)}
    unseen = {rule.endpoint for rule in rules} - {name for name, _ in shown}
    if unseen:
        raise LookupError(f"no page of {', '.join(sorted(unseen))} is to be seen: say how it is")
    return list(dict.fromkeys(stop for _, stop in shown))


def _gives_pages(rule: Rule) -> bool:
    return "GET" in (rule.methods or ()) and rule.endpoint in ROUTES.keys() - NO_PAGES


class _Paths:
    """Fills the addresses of routes with what lies in the site."""

    def __init__(self, app: Flask, session: Session) -> None:
        self.session = session
        self.secret: str = app.config["SECRET_KEY"]
        self.fillers: Mapping[tuple[str, ...], Callable[[], list[dict[str, Any]]]] = {
            (): lambda: [{}],
            ("slug",): lambda: [{"slug": each} for each in session.scalars(select(Volume.slug))],
            ("number", "slug"): self._editions,
            ("number", "page", "slug"): self._pages,
            ("number", "slug", "text"): self._texts,
            ("contribution_id",): self._contributions,
            ("contribution_id", "slug"): self._placed,
            ("after", "before", "contribution_id"): self._comparisons,
            ("contribution_id", "number"): self._revisions,
            ("contribution_id", "suggestion_id"): self._suggestions,
            ("build_id",): lambda: [
                {"build_id": each} for each in session.scalars(select(Build.id))
            ],
            ("part_id", "slug"): self._parts,
            ("draft_id",): self._drafts,
            ("person_id",): lambda: [{"person_id": self._person(CONTRIBUTOR).id}],
            ("token",): list,
            ("number", "token"): list,
            ("key",): lambda: [{"key": each} for each in session.scalars(select(Call.key)) if each],
        }

    def of(self, rule: Rule) -> Iterator[Stop]:
        """Give the stops of a route."""
        names = tuple(sorted(rule.arguments))
        if names not in self.fillers:
            raise LookupError(f"how is {rule.rule} to be filled? Say it in walking.py")
        for values in self.fillers[names]():
            yield Stop(self._looker(rule, values), url_for(rule.endpoint, **values))

    def more(self) -> list[tuple[str, Stop]]:
        """Give what no route alone leads to: links in mails, filters, empty tables, nowhere."""
        person = self._person(CONTRIBUTOR)
        link = make_sign_in_token(self.secret, person, DEMO_LINK_LASTS)
        address = make_new_address_token(self.secret, person, "rohan@elsewhere.example")
        forgotten = recoverable.generate_reset_password_token(person)
        joining = confirmable.generate_confirmation_token(self._person(LATECOMER))

        def stop(who: str, endpoint: str, **values: Any) -> tuple[str, Stop]:  # noqa: ANN401 -- whatever addresses hold
            return endpoint, Stop(who, url_for(endpoint, **values))

        guest = self.session.scalars(select(GuestLink)).one()
        own, waiting = secret_of(guest, self.secret), guest.contribution.revisions[-1].number
        private = ("mine", "thanks", "edit", "withdraw", "claim")
        shelves = ("changes", "unplaced", "conflicts", "declined", "all")
        return [
            stop(PASSER_BY, "accounts.enter", token=link),
            stop(PASSER_BY, "accounts.enter", token=UNKNOWN),
            stop(PASSER_BY, "accounts.confirm_address", token=address),
            stop(PASSER_BY, "security.reset_password", token=forgotten),
            stop(PASSER_BY, "security.confirm_email", token=joining),
            stop(PASSER_BY, "reading.search", q="egg"),
            stop(PASSER_BY, "reading.search", q="nothing of the kind"),
            *(stop(PASSER_BY, f"guests.{each}", token=own) for each in private),
            stop(NEWCOMER, "guests.claim", token=own),
            stop(PASSER_BY, "guests.settle", token=own, number=waiting),
            ("", Stop(PASSER_BY, NOWHERE)),
            stop(NEWCOMER, "contributing.desk"),
            stop(NEWCOMER, "reading.home"),
            *(
                stop(EDITOR, endpoint, contribution_id=each)
                for each in self.session.scalars(select(Remix.contribution_id))
                for endpoint in ("contributing.show", "contributing.follow")
            ),
            *(stop(EDITOR, "suggesting.show", **each) for each in self._suggestions()),
            *(stop(EDITOR, "curating.queue", slug=SLUG, shelf=each) for each in shelves),
        ]

    def _looker(self, rule: Rule, values: Mapping[str, Any]) -> str:
        access = ROUTES[rule.endpoint]
        if access not in (Access.AUTHOR, Access.OWNER):
            return LOOKERS[access]
        contribution = self.session.get_one(Contribution, values["contribution_id"])
        return contribution.author.name if contribution.author else EDITOR

    def _person(self, name: str) -> Person:
        return self.session.scalars(select(Person).where(Person.name == name)).one()

    def _editions(self) -> list[dict[str, Any]]:
        chosen = select(Volume.slug, Edition.number).join(Volume)
        return [{"slug": slug, "number": number} for slug, number in self.session.execute(chosen)]

    def _texts(self) -> list[dict[str, Any]]:
        """Give a text of an edition; the others are made something of alike."""
        chosen = select(Volume.slug, Edition.number, EditionEntry.contribution_id).join(
            Edition, Edition.volume_id == Volume.id
        )
        entries = chosen.join(EditionEntry).where(EditionEntry.contribution_id.is_not(None))
        return [
            {"slug": slug, "number": number, "text": text}
            for slug, number, text in self.session.execute(entries.limit(1))
        ]

    def _pages(self) -> list[dict[str, Any]]:
        """Give the pages of one edition; those of the others are made alike."""
        edition = self.session.scalars(select(Edition).order_by(Edition.id)).first()
        if edition is None:
            return []
        folder = "web/"
        paths = [each.path for each in edition.files if each.path.endswith(".html")]
        return [
            {"slug": edition.volume.slug, "number": edition.number, "page": path[len(folder) :]}
            for path in paths
        ]

    def _contributions(self) -> list[dict[str, Any]]:
        """Give one of each kind and state, and all that wait to be settled."""
        found: dict[object, int] = {}
        for each in self.session.scalars(select(Contribution).order_by(Contribution.id)):
            found.setdefault((each.kind, each.state, each.author is None), each.id)
        for waiting in self._waiting():
            found[waiting] = waiting.contribution_id
        return [{"contribution_id": each} for each in dict.fromkeys(found.values())]

    def _placed(self) -> list[dict[str, Any]]:
        return [
            {**each, "slug": self._volume_of(each["contribution_id"])}
            for each in self._contributions()
        ]

    def _volume_of(self, identifier: object) -> str:
        return self.session.get_one(Contribution, identifier).volume.slug

    def _comparisons(self) -> list[dict[str, Any]]:
        chosen = select(Revision).where(Revision.parent_id.is_not(None))
        return [
            {
                "contribution_id": each.contribution_id,
                "before": each.parent.number,
                "after": each.number,
            }
            for each in self.session.scalars(chosen)
            if each.parent is not None
        ]

    def _revisions(self) -> list[dict[str, Any]]:
        """Give the versions of what has several, to be shown, or settled if they wait."""
        ids = {each["contribution_id"] for each in self._comparisons()}
        chosen = select(Revision).where(Revision.contribution_id.in_(ids))
        return [
            {"contribution_id": each.contribution_id, "number": each.number}
            for each in self.session.scalars(chosen)
        ]

    def _suggestions(self) -> list[dict[str, Any]]:
        return [
            {"contribution_id": each.contribution_id, "suggestion_id": each.id}
            for each in self.session.scalars(select(Suggestion))
        ]

    def _waiting(self) -> Sequence[Revision]:
        return self.session.scalars(
            select(Revision).where(Revision.standing == RevisionStanding.DIVERGENT)
        ).all()

    def _drafts(self) -> list[dict[str, Any]]:
        writer = self._person(CONTRIBUTOR)
        return [{"draft_id": each.id} for each in drafts_of(self.session, writer)]

    def _parts(self) -> list[dict[str, Any]]:
        chosen = select(Volume.slug, Part.id).join(Volume)
        return [{"slug": slug, "part_id": part} for slug, part in self.session.execute(chosen)]


def _is_shown(app: Flask, stop: Stop) -> bool:
    """Ask for it, as who looks; what is not there, or leads on, is no page to look at."""
    browser = app.test_client()
    if stop.who:
        with app.app_context():
            person = db.session.scalars(select(Person).where(Person.name == stop.who)).one()
            identity = person.fs_uniquifier
        with browser.session_transaction() as kept:
            kept["_user_id"], kept["_fresh"], kept["fs_paa"] = identity, True, time.time()
    answer = browser.get(stop.path)
    answer.close()
    if answer.status_code >= HTTPStatus.INTERNAL_SERVER_ERROR:
        raise AssertionError(f"{stop.path} answers {answer.status}")
    return answer.status_code == HTTPStatus.OK or stop.path == NOWHERE
