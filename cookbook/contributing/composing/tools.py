"""What the page of a chapter gives to its tools: addresses, pictures, and keys of sources."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from flask import current_app, url_for

from cookbook.contributing.composing.pictures import WaitingPicture, WaitingRoom
from cookbook.contributing.composing.sources import may_add_source
from cookbook.contributing.desk_pages import me, picture_address
from cookbook.contributing.forms import ChapterForm, WritingForm
from cookbook.contributing.previews import shown_paths
from cookbook.contributing.receiving.waiting import waiting_address, waiting_pictures
from cookbook.exchange.sources.sourcefiles import keys_of
from cookbook.extensions import db
from cookbook.models import Contribution, ContributionKind, Volume


@dataclass(frozen=True)
class Tools:
    """What a chapter's tools need.

    `pictures` are the addresses of those at hand, by their paths; `keys` those of the volume's
    sources; `maker` is who has most likely made a picture that is sent.
    """

    upload: str
    entries: str
    pictures: Mapping[str, str]
    keys: list[str]
    may_add_source: bool
    maker: str


def tools_for(
    kind: ContributionKind, form: WritingForm, volume: Volume, contribution: Contribution | None
) -> Tools | None:
    """Give what the page of a chapter needs for its tools; a recipe has none."""
    if kind is not ContributionKind.CHAPTER:
        return None
    session = db.session()
    if contribution is None:
        upload = url_for("contributing.keep_picture", slug=volume.slug)
        own = waiting_pictures(form, me())
    else:
        upload = url_for("contributing.add_picture", contribution_id=contribution.id)
        paths = shown_paths(session, volume, contribution)
        own = {path: picture_address(contribution, path) for path in sorted(paths)}
    but = contribution.id if contribution else None
    return Tools(
        upload,
        url_for("contributing.entries", slug=volume.slug, but=but),
        {**own, **sent_addresses(form, volume)},
        keys_of(volume.bibliography),
        may_add_source(session, volume, me()),
        me().name,
    )


def sent_pictures(form: WritingForm, volume: Volume) -> dict[str, WaitingPicture]:
    """Give the pictures that were sent for a form before, by their paths."""
    if not isinstance(form, ChapterForm):
        return {}
    return waiting_room(volume).find_all(form.pictures.data or "")


def sent_addresses(form: WritingForm, volume: Volume) -> dict[str, str]:
    """Give the addresses of the pictures that were sent for a form before, by their paths."""
    sent = sent_pictures(form, volume)
    return {path: waiting_address(each.digest, me()) for path, each in sent.items()}


def waiting_room(volume: Volume) -> WaitingRoom:
    """Give what knows the pictures that the present person has sent."""
    return WaitingRoom(str(current_app.secret_key), volume, me())
