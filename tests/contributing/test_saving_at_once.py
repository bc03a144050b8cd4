"""Many who save one text at the same moment, on real connections: all they wrote is there."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session

from cookbook.contributing.discussing.talking import About, begin_thread, find_thread, reply
from cookbook.contributing.handing_in import hand_in
from cookbook.contributing.problems import NotNowError
from cookbook.contributing.saving import Outcome, save_text
from cookbook.extensions import db
from cookbook.models import Contribution, Message, Revision, RevisionStanding
from tests.factories.contributions import make_contribution
from tests.factories.people import make_person
from tests.factories.volumes import make_volume
from tests.servers.databases import NewDatabase
from tests.site import make_site

CLIENTS = 8
TEXT = "---\nkind: chapter\ntitle: Days\n---\n" + "\n\n".join(
    f"Day {number} was like any other.\n\nNobody came." for number in range(CLIENTS)
)


@pytest.fixture
def own_site(tmp_path: Path, new_database: NewDatabase) -> Iterator[Flask]:
    """A site whose database keeps what is committed."""
    site = make_site(tmp_path, new_database())
    yield site
    with site.app_context():
        db.engine.dispose()


def all_at_once(
    site: Flask, contribution: int, work: Callable[[Session, Contribution, int], object]
) -> list[object]:
    """Let CLIENTS work on one contribution at the same moment, each in a session of their own."""
    barrier = Barrier(CLIENTS)

    def one(number: int) -> object:
        with site.app_context():
            session = db.session()
            mine = session.get_one(Contribution, contribution)
            assert mine.head is not None
            barrier.wait()
            try:
                result = work(session, mine, number)
                session.commit()
            finally:
                db.session.remove()
            return result

    with ThreadPoolExecutor(CLIENTS) as pool:
        return list(pool.map(one, range(CLIENTS)))


@pytest.fixture
def diary(own_site: Flask) -> int:
    """The id of a chapter with a line for everybody."""
    with own_site.app_context():
        session = db.session()
        author = make_person(session)
        made = make_contribution(session, make_volume(session), author, text=TEXT)
        session.commit()
        return made.id


class TestSavingAtOnce:
    def test_disjoint_changes_of_all_are_in_the_newest_text(
        self, own_site: Flask, diary: int
    ) -> None:
        with own_site.app_context():
            first = db.session.get_one(Contribution, diary).head_id
            db.session.remove()

        def write(session: Session, mine: Contribution, number: int) -> Outcome:
            base = session.get_one(Revision, first)
            text = base.text.replace(f"Day {number} was", f"Day {number}, at last, was")
            return save_text(session, mine, text, base=base, author=None).outcome

        outcomes = all_at_once(own_site, diary, write)
        assert sorted(outcomes, key=str) == [Outcome.MERGED] * (CLIENTS - 1) + [Outcome.SAVED]
        with own_site.app_context():
            head = db.session.get_one(Contribution, diary).head
            assert head is not None
            assert head.text.count("at last") == CLIENTS
            db.session.remove()

    def test_of_changes_of_the_same_words_each_is_kept(self, own_site: Flask, diary: int) -> None:
        with own_site.app_context():
            first = db.session.get_one(Contribution, diary).head_id
            db.session.remove()

        def write(session: Session, mine: Contribution, number: int) -> Outcome:
            base = session.get_one(Revision, first)
            text = base.text.replace("Day 0 was", f"The day that {number} saw was")
            return save_text(session, mine, text, base=base, author=None).outcome

        outcomes = all_at_once(own_site, diary, write)
        assert outcomes.count(Outcome.SAVED) == 1
        assert outcomes.count(Outcome.DIVERGED) == CLIENTS - 1
        with own_site.app_context():
            kept = db.session.scalars(
                select(Revision).where(Revision.contribution_id == diary)
            ).all()
            texts = "\n".join(each.text for each in kept)
            assert all(f"that {number} saw" in texts for number in range(CLIENTS))
            standings = [each.standing for each in kept]
            assert standings.count(RevisionStanding.DIVERGENT) == CLIENTS - 1
            db.session.remove()

    def test_of_many_presses_one_hands_it_in(self, own_site: Flask, diary: int) -> None:
        def press(session: Session, mine: Contribution, number: int) -> bool:
            assert number < CLIENTS
            assert mine.author is not None
            try:
                hand_in(session, mine, person=mine.author)
            except NotNowError:
                return False
            return True

        assert sum(map(bool, all_at_once(own_site, diary, press))) == 1


class TestTwentyClients:
    """Twenty people save one chapter five hundred times, each from what they saw last."""

    PEOPLE, SAVES = 20, 25
    TEXT = "---\nkind: chapter\ntitle: Diaries\n---\n" + "\n\n".join(
        f"Diary {number}.\n\nIt was quiet." for number in range(PEOPLE)
    )

    @pytest.fixture
    def diaries(self, own_site: Flask) -> int:
        """The id of a chapter with a paragraph for everybody."""
        with own_site.app_context():
            session = db.session()
            volume, author = make_volume(session), make_person(session)
            made = make_contribution(session, volume, author, text=self.TEXT)
            session.commit()
            return made.id

    def test_every_save_is_in_the_history_and_all_changes_are_in_the_newest_text(
        self, own_site: Flask, diaries: int
    ) -> None:
        barrier = Barrier(self.PEOPLE)

        def one(number: int) -> list[Outcome]:
            outcomes: list[Outcome] = []
            with own_site.app_context():
                seen = db.session.get_one(Contribution, diaries).head_id
                db.session.remove()
                barrier.wait()
                for count in range(1, self.SAVES + 1):
                    seen, outcome = self._save(diaries, seen, number, count)
                    outcomes.append(outcome)
            return outcomes

        with ThreadPoolExecutor(self.PEOPLE) as pool:
            outcomes = [each for many in pool.map(one, range(self.PEOPLE)) for each in many]
        assert len(outcomes) == self.PEOPLE * self.SAVES == 500
        assert set(outcomes) <= {Outcome.SAVED, Outcome.MERGED}
        assert Outcome.MERGED in outcomes
        with own_site.app_context():
            contribution = db.session.get_one(Contribution, diaries)
            assert contribution.head is not None
            numbers = [each.number for each in contribution.revisions]
            assert numbers == list(range(1, len(numbers) + 1))
            kept = {line for each in contribution.revisions for line in each.text.split("\n")}
            asked = {
                f"Diary {number}, entry {count}."
                for number in range(self.PEOPLE)
                for count in range(1, self.SAVES + 1)
            }
            assert asked <= kept
            head = set(contribution.head.text.split("\n"))
            last = {f"Diary {number}, entry {self.SAVES}." for number in range(self.PEOPLE)}
            assert last <= head
            db.session.remove()

    def _save(self, diaries: int, seen: int | None, number: int, count: int) -> tuple[int, Outcome]:
        """Save once; a machine that is too busy to take it says so, and is asked again."""
        for _ in range(20):
            session = db.session()
            try:
                base = session.get_one(Revision, seen)
                text = self._written(base.text, number, count)
                mine = session.get_one(Contribution, diaries)
                saved = save_text(session, mine, text, base=base, author=None)
                session.commit()
            except OperationalError:
                session.rollback()
                continue
            else:
                return saved.revision.id, saved.outcome
            finally:
                db.session.remove()
        raise TimeoutError

    def _written(self, text: str, number: int, count: int) -> str:
        before = f"Diary {number}." if count == 1 else f"Diary {number}, entry {count - 1}."
        lines = text.split("\n")
        assert lines.count(before) == 1
        lines[lines.index(before)] = f"Diary {number}, entry {count}."
        return "\n".join(lines)


class TestTalkingAtOnce:
    def test_a_message_that_is_sent_by_many_presses_is_one(
        self, own_site: Flask, diary: int
    ) -> None:
        def ask(session: Session, mine: Contribution, _number: int) -> bool:
            assert mine.author is not None
            about = About("Nobody came.", mine.head)
            return begin_thread(session, mine, "Nobody?", about, author=mine.author).is_new

        assert sorted(all_at_once(own_site, diary, ask)) == [False] * (CLIENTS - 1) + [True]  # type: ignore[type-var]  # what `ask` gives
        with own_site.app_context():
            assert len(db.session.scalars(select(Message)).all()) == 1

    def test_what_all_answer_is_kept(self, own_site: Flask, diary: int) -> None:
        with own_site.app_context():
            mine = db.session.get_one(Contribution, diary)
            assert mine.author is not None
            begun = begin_thread(db.session(), mine, "Who came?", About(), author=mine.author)
            thread_id = begun.message.thread_id
            db.session.commit()

        def answer(session: Session, mine: Contribution, number: int) -> bool:
            assert mine.author is not None
            thread = find_thread(session, mine, thread_id)
            return reply(session, thread, f"Not I, {number}.", author=mine.author).is_new

        assert all(all_at_once(own_site, diary, answer))
        with own_site.app_context():
            said = set(db.session.scalars(select(Message.text)))
        assert said == {"Who came?", *(f"Not I, {number}." for number in range(CLIENTS))}
