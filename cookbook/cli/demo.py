"""`cookbook demo`: lays a living community into an empty instance, and lets one in by links."""

from __future__ import annotations

import shutil
import socket
import time
from collections import Counter
from pathlib import Path

import click
from flask import current_app
from sqlalchemy import select
from sqlalchemy.orm import Session

from cookbook.accounts.tokens import DEMO_LINK_LASTS, make_sign_in_token
from cookbook.cli.community.founding import (
    found_community,
    note_position,
    refuse_others,
    story_position,
)
from cookbook.cli.community.playing import Player
from cookbook.cli.community.shelf import copy_books, date_editions, press_all, retry_failed
from cookbook.cli.community.story import Community, read_community
from cookbook.cli.console import BuildProgress, err, say
from cookbook.cli.site import open_site
from cookbook.config import load_settings, samples_folder
from cookbook.errors import CookbookError
from cookbook.extensions import db, get_storage
from cookbook.models import Edition, EditionState, Person, Volume, now
from cookbook.publishing.tasks import make_desk

HOST = "127.0.0.1"
BOOKS = "books"
PAGE = ".html"


class DemoError(CookbookError):
    """The demo can't be laid or shown as it is asked for."""


@click.command()
@click.option("--port", default=5000, show_default=True, type=click.IntRange(1, 65_535))
@click.option("--no-links", is_flag=True, help="Print no links that sign in.")
@click.option("--afresh", is_flag=True, help="Throw the demo's community away and begin again.")
def demo(port: int, *, no_links: bool, afresh: bool) -> None:
    """Fill an empty instance with the community of samples/, and print links into it.

    There are people, texts in every state, a review that is going on, released editions and a
    preview. What is there already is left as it is; an instance that holds anything else is
    refused. The links sign in at the site that "cookbook serve --port PORT" serves.
    """
    if not no_links:
        refuse_taken_port(port)
    community = read_community(samples_folder())
    if afresh:
        _clear()
    with open_site() as site:
        session = db.session()
        lay_community(session, samples_folder(), community, site.instance)
        slugs = tuple(community.volumes)
        books = copy_books(session, get_storage(), site.instance / BOOKS, slugs)
        _show_books(books)
        if not no_links:
            _show_links(session, community, f"http://{HOST}:{port}")


def lay_community(session: Session, samples: Path, community: Community, place: Path) -> None:
    """Lay a community into the open site, or go on where that was interrupted. Commits.

    `samples` holds the books of its volumes, `place` is where the site lives. Raises
    ForeignInstanceError where there is another community, and PressFailedError.
    """
    position = story_position(session)
    start = now()
    if position is None:
        refuse_others(session, place)
        say("Founding a community, and importing the sample books …")
        found_community(session, get_storage(), samples, community, start)
        position = 0
        note_position(session, position)
        session.commit()
    if position > len(community.deeds):
        return
    retry_failed(session)
    player = Player(session, get_storage(), community, start)
    for number, deed in enumerate(community.deeds[position:], position):
        if deed.verb == "release" and _is_pressing(session, deed.of):
            note_position(session, number)
            _press(session)
        player.play(deed)
    note_position(session, len(community.deeds))
    _press(session)
    released = Counter[str]()
    moments = {}
    for deed in community.deeds:
        if deed.verb == "release":
            released[deed.of] += 1
            moments[deed.of, released[deed.of]] = player.moment(deed)
    date_editions(session, moments)
    note_position(session, len(community.deeds) + 1)
    session.commit()


def refuse_taken_port(port: int) -> None:
    """Raise DemoError where something listens at the port already."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except OSError as error:
            raise DemoError(
                f"port {port} is taken: something listens there already.",
                remedy=f"Stop it, or choose another one: script/demo --port {port + 1}",
            ) from error


def _clear() -> None:
    """Throw the demo's instance away; raises ForeignInstanceError where it isn't the demo's."""
    settings = load_settings()
    if not settings.database_url.startswith(f"sqlite:///{settings.instance}"):
        raise DemoError(
            "the database lies outside of the instance, and is not ours to throw away.",
            remedy="Make an empty database, and name it by DATABASE_URL.",
        )
    with open_site() as site:
        session = db.session()
        if story_position(session) is None:
            refuse_others(session, site.instance)
    for name in ("cookbook.db", "cookbook.db-wal", "cookbook.db-shm"):
        (settings.instance / name).unlink(missing_ok=True)
    for folder in (settings.storage_folder, settings.outbox_folder, settings.queue_folder):
        shutil.rmtree(folder, ignore_errors=True)


def _is_pressing(session: Session, slug: str) -> bool:
    chosen = (
        select(Edition.id)
        .join(Volume)
        .where(Volume.slug == slug, Edition.state == EditionState.PRESSING)
    )
    return session.scalars(chosen).first() is not None


def _press(session: Session) -> None:
    session.commit()
    began = time.monotonic()
    with BuildProgress() as progress:
        progress.stage("Pressing books to EPUB, PDF and web pages")
        desk = make_desk(current_app._get_current_object())  # type: ignore[attr-defined]  # noqa: SLF001 -- werkzeug's documented way out of a proxy
        with desk.room:
            press_all(session, desk)
    err.print(f"Pressed in {time.monotonic() - began:.0f} s", markup=False)


def _show_books(books: list[tuple[str, list[Path]]]) -> None:
    say("\nThe books:")
    here = Path.cwd()
    for slug, files in books:
        say(f"\n  {slug}")
        for file in files:
            shown = file.relative_to(here) if file.is_relative_to(here) else file
            size = f"{file.stat().st_size / 1e6:.1f} MB" if file.suffix != PAGE else "pages"
            say(f"    {size:>6}  {shown}")


def _show_links(session: Session, community: Community, address: str) -> None:
    say("\nCome in (each link signs in once; run this again for new ones):\n")
    secret = current_app.config["SECRET_KEY"]
    width = max(len(role) for _, role in community.links)
    for key, role in community.links:
        email = community.residents[key].email
        person = session.scalars(select(Person).where(Person.email == email)).one_or_none()
        if person is not None:
            token = make_sign_in_token(secret, person, DEMO_LINK_LASTS)
            say(f"  as {role:{width}}  {person.name}\n    {address}/enter/{token}")
    say(f"\n  as a passer-by\n    {address}/\n")
