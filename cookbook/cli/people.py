"""`cookbook user` and `cookbook outbox`: who is here, who runs what, and mails that lie there."""

from __future__ import annotations

import datetime as dt
import re

import click
from flask import current_app
from sqlalchemy import func, select

from cookbook.accounts.addresses import absolute_url
from cookbook.accounts.delivery import deliver
from cookbook.accounts.outbox import newest_mails, unsent_mails
from cookbook.accounts.people import (
    PersonError,
    create_person,
    find_person,
    list_people,
)
from cookbook.accounts.roles import give_role, make_administrator, volumes_of_editor
from cookbook.accounts.tokens import DEMO_LINK_LASTS, LINK_LASTS, make_sign_in_token
from cookbook.archive.records import record
from cookbook.cli.console import print_error, say
from cookbook.cli.site import open_site
from cookbook.errors import CookbookError
from cookbook.extensions import db, get_settings
from cookbook.manuscript.decoding import strip_unprintable
from cookbook.models import Person, Volume, VolumeRoleName
from cookbook.models.base import NAME_MAX_LENGTH

MAILS_SHOWN = 3


@click.group()
def user() -> None:
    """Make, list and promote people, and give them a way in.

    \b
    The first who joins on the site runs it. Without the site's mail:
      cookbook user create ada@example.org --name "Ada Obi" --admin
      cookbook user link ada@example.org
    """  # noqa: D301 -- \b is click's mark for lines that are to stay as they are


@user.command()
@click.argument("email")
@click.option("--name", required=True, help="Their name, as it shall stand in books.")
@click.option("--admin", is_flag=True, help="Have them run the site.")
def create(email: str, name: str, *, admin: bool) -> None:
    """Make an account for EMAIL, which counts as confirmed, and print their first way in.

    They need no password: the link signs them in once, and they choose one on their profile.
    """
    with open_site():
        session = db.session()
        person = create_person(session, email, _name(name), by=None)
        if admin:
            make_administrator(session, person)
        session.commit()
        say(f"{person.name} <{person.email}> can sign in{', and runs the site' * admin}.")
        _say_link(person)


@user.command()
@click.argument("email")
@click.option("--editor-of", "slug", metavar="VOLUME", help="Have them edit this volume.")
@click.option("--admin", is_flag=True, help="Have them run the site.")
def promote(email: str, slug: str | None, *, admin: bool) -> None:
    """Let the person with EMAIL do more: edit a volume, or run the whole site."""
    if admin == (slug is not None):
        raise click.UsageError("Say either --editor-of VOLUME or --admin.")
    with open_site():
        session = db.session()
        person = find_person(session, email)
        if slug is None:
            make_administrator(session, person)
            told = "runs the site"
        else:
            volume = _volume(slug)
            give_role(session, volume, person, VolumeRoleName.EDITOR)
            told = f"edits {volume.title}"
        record(session, None, "promoted", person.email, told)
        session.commit()
        say(f"{person.name} <{person.email}> now {told}.")


@user.command(name="list")
@click.argument("wanted", default="")
def list_(wanted: str) -> None:
    """List everybody, or those whose name, town or address has WANTED in it."""
    with open_site():
        page = list_people(db.session(), wanted)
        if not page.count:
            say("Nobody is called that." if wanted else "Nobody is here yet.")
        while page.people:
            for person in page.people:
                say(f"{person.email}  {person.name}{_told(person)}")
            page = list_people(db.session(), wanted, page.number + 1)


@user.command()
@click.argument("email")
@click.option(
    "--minutes",
    type=click.IntRange(1, 60 * 24 * 30),
    help="How long it holds: 15 unless you say more; a week on a site that is a demo.",
)
def link(email: str, minutes: int | None) -> None:
    """Print a link that signs in the person with EMAIL, once."""
    with open_site():
        person = find_person(db.session(), email)
        if not person.active:
            raise PersonError(
                f"{person.name}'s account is closed.", remedy="Open it again on the page “People”."
            )
        _say_link(person, dt.timedelta(minutes=minutes) if minutes else None)


@click.command()
@click.option("--count", default=MAILS_SHOWN, show_default=True, type=click.IntRange(1))
@click.option("--send", is_flag=True, help="Try again to send what the mail server did not take.")
def outbox(count: int, *, send: bool) -> None:
    """Print the newest mails that lie in the outbox, newest last."""
    with open_site() as settings:
        if send:
            _send_again()
            return
        mails = newest_mails(settings.outbox_folder, count)
        for mail in reversed(mails):
            told = "  (not sent yet)" if mail.unsent else ""
            say(f"--- {mail.written_at:%Y-%m-%d %H:%M} UTC  to {mail.recipient}{told}")
            say(f"{mail.subject}\n\n{mail.text}")
        if not mails:
            say(f"No mail lies in {settings.outbox_folder}.")


def make_link(person: Person, lasting: dt.timedelta | None = None) -> str:
    """Give the address that signs a person in, once."""
    usual = DEMO_LINK_LASTS if get_settings().demo else LINK_LASTS
    secret = str(current_app.config["SECRET_KEY"])
    token = make_sign_in_token(secret, person, lasting or usual)
    return absolute_url("accounts.enter", token=token)


def _say_link(person: Person, lasting: dt.timedelta | None = None) -> None:
    say(make_link(person, lasting))
    if not get_settings().base_url:
        say("If the site has another address, set COOKBOOK_BASE_URL to it.")


def _name(written: str) -> str:
    name = re.sub(r"\s+", " ", strip_unprintable(written)[0]).strip()
    if not 0 < len(name) <= NAME_MAX_LENGTH:
        raise PersonError(
            f"A name has from 1 to {NAME_MAX_LENGTH} characters.", remedy='Say --name "Their Name".'
        )
    return name


def _volume(slug: str) -> Volume:
    volume = db.session.scalar(select(Volume).where(Volume.slug == slug))
    if volume is None:
        there = db.session.scalars(select(Volume.slug).order_by(func.lower(Volume.slug))).all()
        raise PersonError(
            f"There is no volume “{slug}”.",
            remedy=f"There are: {', '.join(there)}." if there else "None is there yet.",
        )
    return volume


def _told(person: Person) -> str:
    edits = [volume.slug for volume in volumes_of_editor(db.session(), person)]
    words = (
        ("runs the site", person.runs_the_site),
        (f"edits {', '.join(edits)}", edits),
        ("not confirmed yet", person.confirmed_at is None),
        ("closed", not person.active),
    )
    told = "; ".join(word for word, is_so in words if is_so)
    return f"  ({told})" if told else ""


def _send_again() -> None:
    settings = get_settings()
    if not settings.mail.server:
        raise CookbookError(
            "No mail server is set.", remedy="Set MAIL_SERVER, and what else it needs."
        )
    sent = failed = 0
    for file, mail in unsent_mails(settings.outbox_folder):
        try:
            deliver(settings.mail, mail)
        except (OSError, ValueError) as err:
            print_error(f"{mail['To']}: {err}")
            failed += 1
        else:
            file.unlink(missing_ok=True)
            sent += 1
    say(f"{sent} sent, {failed} not.")
