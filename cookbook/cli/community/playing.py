"""Plays the demo's story: each deed through the service that a page would call for it."""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Callable, Mapping, Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from cookbook.archive.frames import volume_settings
from cookbook.archive.pictures import add_file
from cookbook.cli.community.past import Past, date_contribution
from cookbook.cli.community.story import Community, Deed, StoryError
from cookbook.contributing.beginning import begin_chapter, begin_recipe
from cookbook.contributing.handing_in import hand_in, withdraw
from cookbook.contributing.photos import clean_photo, keep_photo
from cookbook.contributing.saving import save_text
from cookbook.curating.calling import CallWords, save_call
from cookbook.curating.reviewing import Opinion, review_revision, take_up
from cookbook.curating.volumes import change_settings, settings_version
from cookbook.models import (
    Contribution,
    ContributionState,
    Part,
    Person,
    Revision,
    Verdict,
    Volume,
)
from cookbook.publishing.builds import ask_for_preview
from cookbook.publishing.editions import release_edition
from cookbook.storage import Storage

VERDICTS = {
    "accept": Verdict.ACCEPT,
    "ask": Verdict.ASK_FOR_CHANGES,
    "decline": Verdict.DECLINE,
}


class Player:
    """Does what a story says; `start` is the moment from which its days are counted back."""

    def __init__(
        self, session: Session, storage: Storage, community: Community, start: dt.datetime
    ) -> None:
        self.session = session
        self.storage = storage
        self.community = community
        self.start = start
        self.deeds: Mapping[str, Callable[[Deed], Contribution | None]] = {
            "release": self._release,
            "preview": self._preview,
            "call": self._call,
            "settings": self._settings,
            "begin": self._begin,
            "save": self._save,
            "hand_in": self._hand_in,
            "withdraw": self._withdraw,
            "take_up": self._take_up,
            **dict.fromkeys(VERDICTS, self._judge),
        }

    def play(self, deed: Deed) -> None:
        """Do one deed, and put it where it belongs in time. Raises what its service raises."""
        moment = self.moment(deed)
        with Past(self.session, moment):
            contribution = self.deeds[deed.verb](deed)
        if contribution is not None:
            date_contribution(self.session, contribution, moment)

    def moment(self, deed: Deed) -> dt.datetime:
        """Tell when a deed was done."""
        return self.start - dt.timedelta(days=deed.ago)

    def person(self, key: str) -> Person:
        """Give a resident's account."""
        email = self.community.residents[key].email
        return self.session.scalars(select(Person).where(Person.email == email)).one()

    def volume(self, slug: str) -> Volume:
        """Give a volume of the story."""
        return self.session.scalars(select(Volume).where(Volume.slug == slug)).one()

    def contribution(self, deed: Deed) -> Contribution:
        """Give the contribution that a deed is about."""
        chosen = (
            select(Contribution)
            .join(Volume)
            .where(Contribution.path == deed.of, Volume.slug.in_(self.community.volumes))
        )
        return self.session.scalars(chosen).one()

    def _release(self, deed: Deed) -> None:
        release_edition(
            self.session,
            self.volume(deed.of),
            person=self.person(deed.by),
            note=deed.more.get("note", ""),
        )

    def _preview(self, deed: Deed) -> None:
        ask_for_preview(self.session, self.volume(deed.of), person=self.person(deed.by))

    def _call(self, deed: Deed) -> None:
        opens = self.moment(deed)
        words = CallWords(
            title=deed.more["title"],
            words=deed.more["words"],
            wanted=deed.more["wanted"],
            opens_at=opens,
            closes_at=opens + dt.timedelta(days=deed.more["open_for"]),
        )
        save_call(self.session, self.volume(deed.of), words, person=self.person(deed.by))

    def _settings(self, deed: Deed) -> None:
        volume = self.volume(deed.of)
        book = dataclasses.replace(volume_settings(volume), **deed.more)
        seen = settings_version(volume)
        change_settings(self.session, volume, book, seen=seen, person=self.person(deed.by))

    def _begin(self, deed: Deed) -> Contribution:
        volume, author = self.volume(deed.more["in"]), self.person(deed.by)
        text = (self.community.folder / deed.of).read_text(encoding="utf-8")
        begin = begin_recipe if deed.of.startswith("recipes/") else begin_chapter
        contribution = begin(self.session, volume, text, author=author).revision.contribution
        if contribution.path != deed.of:
            raise StoryError(f"{deed.of} should be called {contribution.path}, as its title says.")
        if photo := deed.more.get("photo"):
            picture = clean_photo((self.community.folder / photo).read_bytes())
            blob = keep_photo(self.session, self.storage, picture)
            add_file(self.session, volume, photo, blob, contribution=contribution, person=author)
        return contribution

    def _save(self, deed: Deed) -> Contribution:
        contribution = self.contribution(deed)
        base = contribution.head
        if (number := deed.more.get("from")) is not None:
            base = self.session.scalars(
                select(Revision).where(
                    Revision.contribution_id == contribution.id, Revision.number == number
                )
            ).one()
        text = _changed(base.text if base else "", deed.more["change"])
        save_text(
            self.session,
            contribution,
            text,
            base=base,
            author=self.person(deed.by),
            summary=deed.more.get("summary", ""),
        )
        return contribution

    def _hand_in(self, deed: Deed) -> Contribution:
        contribution = self.contribution(deed)
        hand_in(self.session, contribution, person=self._author(contribution))
        return contribution

    def _withdraw(self, deed: Deed) -> Contribution:
        contribution = self.contribution(deed)
        withdraw(self.session, contribution, person=self._author(contribution))
        return contribution

    def _take_up(self, deed: Deed) -> Contribution:
        contribution = self.contribution(deed)
        take_up(self.session, contribution, editor=self.person(deed.by))
        return contribution

    def _judge(self, deed: Deed) -> Contribution:
        contribution = self.contribution(deed)
        if contribution.head is None:
            raise StoryError(f"{deed.of} has no text to judge.")
        part = None
        if title := deed.more.get("part"):
            chosen = select(Part).where(
                Part.volume_id == contribution.volume_id, Part.title == title
            )
            part = self.session.scalars(chosen).one()
        opinion = Opinion(VERDICTS[deed.verb], deed.more.get("note", ""), part)
        editor = self.person(deed.by)
        if contribution.state is ContributionState.SUBMITTED:
            take_up(self.session, contribution, editor=editor)
        review_revision(self.session, contribution.head, opinion, editor=editor)
        return contribution

    @staticmethod
    def _author(contribution: Contribution) -> Person:
        if contribution.author is None:
            raise StoryError(f"{contribution.path} was written by nobody who has an account.")
        return contribution.author


def _changed(text: str, changes: Sequence[Sequence[str]]) -> str:
    """Give a text with changes made; raises StoryError for one that doesn't fit."""
    for before, after in changes:
        if text.count(before) != 1:
            raise StoryError(f'"{before}" should stand once in the text that the story changes.')
        text = text.replace(before, after)
    return text
