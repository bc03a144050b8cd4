"""A small community for the journeys: the demo's people, round a book that is quickly pressed."""

from __future__ import annotations

import dataclasses
import datetime as dt
import re
from pathlib import Path

from flask import Flask, url_for
from playwright.sync_api import Page
from sqlalchemy import select
from sqlalchemy.orm import Session

from cookbook.accounts.guests import new_seed
from cookbook.accounts.people import create_person
from cookbook.accounts.tokens import DEMO_LINK_LASTS, make_sign_in_token
from cookbook.archive.revisions import Origin, add_revision
from cookbook.cli.community.founding import found_community
from cookbook.cli.community.playing import Player
from cookbook.cli.community.shelf import press_all
from cookbook.cli.community.story import Community, Deed, Staff, read_community
from cookbook.config import samples_folder
from cookbook.contributing.drafting.drafts import Place, Seen, keep_draft
from cookbook.contributing.guests.guest import Guest
from cookbook.contributing.guests.sending import Sent, send_in
from cookbook.contributing.handing_in import CAN_BE_WRITTEN
from cookbook.contributing.remixing.making import vary_text
from cookbook.contributing.remixing.sources import find_source
from cookbook.contributing.saving import save_text
from cookbook.contributing.suggesting.proposing import (
    Proposal,
    base_of_suggestion,
    propose_change,
)
from cookbook.curating.calling import CallWords, save_call
from cookbook.curating.volumes import found_volume
from cookbook.extensions import db, get_storage
from cookbook.manuscript import Book
from cookbook.models import (
    Build,
    BuildPurpose,
    BuildState,
    Call,
    Contribution,
    ContributionKind,
    Edition,
    EditionEntry,
    EditionFile,
    EditionState,
    Person,
    Volume,
    now,
)
from cookbook.publishing.tasks import make_desk
from tests.factories.contributions import recipe_text

BOOKS = Path(__file__).parents[1] / "books"
SLUG = "tiny"
PART = "Eggs"
SAMPLE = "under-one-roof"
CONTRIBUTOR = "Rohan Desai"
EDITOR = "Ines Duarte"
ADMINISTRATOR = "Kasia Wolny"
NEWCOMER = "Edie Marsh"
LATECOMER = "Wilf Ackroyd"
GUEST = "Dilys Probert"


def small_community() -> Community:
    """The demo's community, with the smallest book in the place of its cookbook."""
    demo = read_community(samples_folder())
    ours = {path.relative_to(BOOKS / SLUG).as_posix() for path in (BOOKS / SLUG).glob("*/*.md")}
    begun = {deed.of for deed in demo.deeds if deed.verb == "begin" and deed.more["in"] == SAMPLE}
    return dataclasses.replace(
        demo,
        volumes={SLUG: Staff(**dataclasses.asdict(demo.volumes[SAMPLE]))},
        deeds=tuple(_ours(deed) for deed in demo.deeds if deed.of in {SAMPLE, *begun, *ours}),
    )


def found_town(app: Flask) -> None:
    """Lay the community into a site, with an edition, a newer one, and a preview.

    Only the first edition and the preview are pressed; the newer one has the files of the first.
    """
    community = small_community()
    with app.app_context():
        session, storage, start = db.session(), get_storage(), now()
        found_community(session, storage, BOOKS, community, start)
        player = Player(session, storage, community, start)
        releases = [deed for deed in community.deeds if deed.verb == "release"]
        for deed in community.deeds:
            if deed not in releases[1:]:
                player.play(deed)
        desk = make_desk(app)
        with desk.room:
            press_all(session, desk)
        _release_again(session, session.scalars(select(Edition)).one())
        _leave_unsaved(session)
        _suggest(session)
        editor = session.scalars(select(Person).where(Person.name == EDITOR)).one()
        _begin_others(session, editor)
        _vary(session, editor)
        _hand_in_without_account(session, editor, str(app.secret_key))
        session.commit()


def _release_again(session: Session, first: Edition) -> None:
    names = ("volume_id", "title", "state", "book", "credits", "manifest", "facts", "released_at")
    newer = Edition(number=2, note="A second printing.", **{n: getattr(first, n) for n in names})
    newer.files = [EditionFile(path=each.path, digest=each.digest) for each in first.files]
    kept = ("position", "path", "contribution_id", "revision_id", "title", "byline", "kind", "page")
    newer.entries = [
        EditionEntry(**{name: getattr(each, name) for name in kept}) for each in first.entries
    ]
    session.add(newer)
    session.flush()


def _leave_unsaved(session: Session) -> None:
    """Have somebody leave words in two forms: of a new recipe, and of one of their texts."""
    person = session.scalars(select(Person).where(Person.name == CONTRIBUTOR)).one()
    volume = session.scalars(select(Volume).where(Volume.slug == SLUG)).one()
    written = select(Contribution).where(
        Contribution.author_id == person.id, Contribution.state.in_(CAN_BE_WRITTEN)
    )
    theirs = session.scalars(written.order_by(Contribution.id)).first()
    new = Place(person, volume, ContributionKind.RECIPE)
    keep_draft(session, new, {"title": "Egg bread"}, base=None, seen=Seen())
    if theirs is not None:
        old = Place(person, theirs.volume, theirs.kind, theirs)
        words = {"title": theirs.title, "source": "The green notebook"}
        keep_draft(session, old, words, base=theirs.head, seen=Seen())


def _suggest(session: Session) -> None:
    """Have a reader suggest something to a text of the book, which is open to passers-by too."""
    entry = session.scalars(
        select(EditionEntry).where(EditionEntry.kind == "recipe").order_by(EditionEntry.id)
    ).first()
    assert entry is not None
    assert entry.contribution is not None
    entry.contribution.volume.guests_may_suggest = True
    base = base_of_suggestion(session, entry.contribution, 0)
    text = f"{base.text.rstrip()} And salt.\n".replace("title: ", "title: A ")
    reader = session.scalars(select(Person).where(Person.name == CONTRIBUTOR)).one()
    note = "It was bland, and has no article."
    propose_change(session, entry.contribution, Proposal(text, note=note), base=base, person=reader)


def _begin_others(session: Session, editor: Person) -> None:
    """Found a volume that only asks, and one with nothing in it but builds that are not done."""
    # Whose address is yet to be confirmed.
    create_person(session, "wilf@village.example", LATECOMER, by=None).confirmed_at = None
    asking = found_volume(session, Book(title="Bread, Mostly"), slug="bread", founder=editor)
    words = CallWords("What rises in your house?", "All flours.", (), now(), None)
    save_call(session, asking, words, person=editor)
    empty = found_volume(session, Book(title="An Empty Book"), slug="empty", founder=editor)
    edition = Edition(volume=empty, number=1, title=empty.title, state=EditionState.FAILED, book="")
    session.add(edition)
    session.flush()
    base = {"volume": empty, "asked_by": editor}
    problem = {"problem": "the picture can't be read.", "problem_place": "recipes/none.md:3"}
    session.add_all(
        [
            Build(**base, purpose=BuildPurpose.PREVIEW, state=BuildState.CANCELLED, ended_at=now()),
            Build(
                **base,
                **problem,
                remedy="Choose another picture.",
                log="It began, and then it ended.\n",
                purpose=BuildPurpose.EDITION,
                edition=edition,
                state=BuildState.FAILED,
                ended_at=now(),
            ),
            Build(
                **base,
                purpose=BuildPurpose.PREVIEW,
                state=BuildState.RUNNING,
                lease_until=now() + dt.timedelta(days=1),
                started_at=now(),
                stage="Laying out pages",
                done=3,
                total=9,
            ),
        ]
    )
    session.flush()


def _vary(session: Session, editor: Person) -> None:
    """Have an editor vary a text of the book, which is changed afterwards."""
    chosen = (
        select(Contribution)
        .join(Volume, Volume.id == Contribution.volume_id)
        .where(Contribution.accepted_id == Contribution.head_id, Volume.slug == SLUG)
        .order_by(Contribution.kind, Contribution.id)
    )
    original = session.scalars(chosen).first()
    assert original is not None
    assert original.head is not None
    asking = session.scalars(select(Volume).where(Volume.slug == "bread")).one()
    vary_text(session, find_source(original.head, editor), asking, person=editor)
    text = f"{original.head.text.rstrip()} And so it is done.\n"
    changed = Origin(author=editor, summary="Ended it", parent=original.head)
    original.accepted = add_revision(session, original, text, changed)
    session.flush()


def _hand_in_without_account(session: Session, editor: Person, key: str) -> None:
    """Have a guest answer the call for bread, and change the same words as an editor does."""
    call = session.scalars(select(Call).join(Volume).where(Volume.slug == "bread")).one()
    text = recipe_text("Flat bread", by=GUEST)
    guest = Guest(new_seed(), GUEST, "Foxcote", "dilys@village.example")
    link = send_in(session, call, Sent(ContributionKind.RECIPE, text), guest, key=key)
    base = link.contribution.head
    theirs, mine = text.replace("500 g", "600 g"), text.replace("500 g", "700 g")
    save_text(session, link.contribution, theirs, base=base, author=editor)
    save_text(session, link.contribution, mine, base=base, author=None, author_name=GUEST)


def come_in(page: Page, app: Flask, name: str) -> None:
    """Have somebody come in by a link, as the demo prints them."""
    with app.app_context(), app.test_request_context():
        person = db.session.scalars(select(Person).where(Person.name == name)).one()
        token = make_sign_in_token(app.config["SECRET_KEY"], person, DEMO_LINK_LASTS)
        path = url_for("accounts.enter", token=token)
    page.goto(path)
    page.get_by_role("button", name=f"Sign in as {name}").click()
    page.wait_for_url(re.compile("/(contributions|editing)$"))


def _ours(deed: Deed) -> Deed:
    more = dict(deed.more)
    if "in" in more:
        more["in"] = SLUG
    if "part" in more:
        more["part"] = PART
    return dataclasses.replace(deed, of=SLUG if deed.of == SAMPLE else deed.of, more=more)
