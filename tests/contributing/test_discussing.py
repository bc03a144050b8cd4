"""Talking about a contribution: the rules, away from any page."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select
from sqlalchemy.orm import Session

from cookbook.archive.discussions import count_open_threads
from cookbook.contributing.discussing.people import people_of, who_hears
from cookbook.contributing.discussing.problems import (
    NoSuchThreadError,
    NothingSaidError,
    PassageError,
    TooMuchSaidError,
)
from cookbook.contributing.discussing.showing import discussion_of
from cookbook.contributing.discussing.talking import (
    MESSAGE_MAX_LENGTH,
    PASSAGE_MAX_LENGTH,
    About,
    begin_thread,
    find_thread,
    reopen_thread,
    reply,
    resolve_thread,
)
from cookbook.contributing.discussing.wording import mentioned_names, read_message
from cookbook.models import (
    Contribution,
    ContributionState,
    Message,
    Person,
    Thread,
    Volume,
    now,
)
from tests.factories.contributions import add_revision, make_contribution, recipe_text
from tests.factories.discussions import make_thread
from tests.factories.people import make_admin, make_editor, make_person

NAMES = ("Ana Duarte", "Tom Okafor", "Tom Okafor-Lind", "José Müller")
TEXT = recipe_text("Stone soup")


@pytest.fixture
def handed_in(session: Session, soup: Contribution) -> Contribution:
    soup.state, soup.submitted_at = ContributionState.SUBMITTED, now()
    session.flush()
    return soup


class TestReadMessage:
    def test_blank_lines_part_paragraphs_and_others_stay(self) -> None:
        paragraphs = read_message("One\ntwo\n\n\nthree", ())
        assert [[line[0].text for line in each] for each in paragraphs] == [
            ["One", "two"],
            ["three"],
        ]

    @pytest.mark.parametrize(
        ("text", "address"),
        [
            ("See https://a.example/b.", "https://a.example/b"),
            ("(http://a.example/x_(y))", "http://a.example/x_(y)"),
            ("“https://a.example?q=1&r=2”, it says", "https://a.example?q=1&r=2"),
            ("javascript:alert(1) data:text/html,x ftp://a.example", ""),
            ('https://a.example/"onclick=', "https://a.example/"),
            ("https://", ""),
        ],
    )
    def test_only_addresses_of_the_web_lead_anywhere(self, text: str, address: str) -> None:
        pieces = [
            piece for paragraph in read_message(text, ()) for line in paragraph for piece in line
        ]
        assert "".join(piece.href for piece in pieces) == address
        assert "".join(piece.text for piece in pieces) == text

    @pytest.mark.parametrize(
        ("text", "names"),
        [
            ("@Ana Duarte, how long?", ["Ana Duarte"]),
            ("@ana, and @TOM  OKAFOR", ["Ana Duarte", "Tom Okafor"]),
            ("@Tom Okafor-Lind", ["Tom Okafor-Lind"]),
            ("@Tom alone is two people", []),
            ("ana@Ana Duarte, tom.@ana, Ana Duarte", []),
            ("@Anabel", []),
            ("(@josé)", ["José Müller"]),
            ("https://a.example/@Ana", []),
        ],
    )
    def test_a_name_behind_an_at_sign_is_somebody(self, text: str, names: list[str]) -> None:
        assert list(mentioned_names(text, NAMES)) == names

    def test_names_that_are_patterns_are_only_names(self) -> None:
        assert mentioned_names("@.* @(a", (".*", "(a", "", " ")) == (".*", "(a")

    @given(st.text(max_size=300), st.lists(st.text(max_size=20), max_size=4))
    def test_no_word_of_a_message_is_lost(self, text: str, names: list[str]) -> None:
        pieces = [
            piece.text
            for paragraph in read_message(text, names)
            for line in paragraph
            for piece in line
        ]
        assert "".join("".join(pieces).split()) == "".join(text.split())


class TestBeginThread:
    def test_a_passage_is_kept_in_the_words_of_the_text(
        self, session: Session, ana: Person, soup: Contribution
    ) -> None:
        thread = make_thread(session, soup, ana, "How long?", "wash the  beans")
        assert thread.quote == "Wash the beans"
        assert thread.before.endswith("1. ")
        assert thread.after.startswith(".\n2. Simmer.")
        assert thread.revision == soup.head
        assert [(each.author, each.text) for each in thread.messages] == [(ana, "How long?")]

    def test_without_words_it_is_about_all_of_it(
        self, session: Session, ana: Person, soup: Contribution
    ) -> None:
        assert make_thread(session, soup, ana, "Is it finished?").quote == ""

    def test_words_of_a_version_that_was_on_the_page_are_found_in_it(
        self, session: Session, ana: Person, soup: Contribution
    ) -> None:
        shown = soup.head
        add_revision(session, soup, TEXT.replace("Wash the beans", "Rinse them"), ana)
        about = About("Wash the beans", shown)
        thread = begin_thread(session, soup, "Why?", about, author=ana).message.thread
        assert thread.revision == shown
        talk = discussion_of(session, soup).open[0]
        assert (talk.quote, talk.now, talk.is_changed) == ("Wash the beans", "Rinse them", True)

    def test_words_that_are_not_in_the_text_are_refused(
        self, session: Session, ana: Person, soup: Contribution
    ) -> None:
        with pytest.raises(PassageError):
            make_thread(session, soup, ana, "Why?", "a word of another book")
        with pytest.raises(PassageError):
            make_thread(session, soup, ana, "Why?", "beans " * PASSAGE_MAX_LENGTH)

    @pytest.mark.parametrize("text", ["", " \n\t", "\x00\x07", "\u202e"])
    def test_a_message_without_a_word_is_refused(
        self, session: Session, ana: Person, soup: Contribution, text: str
    ) -> None:
        with pytest.raises(NothingSaidError):
            make_thread(session, soup, ana, text)
        assert session.scalars(select(Thread)).all() == []

    def test_a_message_without_end_is_refused(
        self, session: Session, ana: Person, soup: Contribution
    ) -> None:
        make_thread(session, soup, ana, "x" * MESSAGE_MAX_LENGTH)
        with pytest.raises(TooMuchSaidError):
            make_thread(session, soup, ana, "x" * (MESSAGE_MAX_LENGTH + 1))

    def test_a_form_that_comes_twice_is_one_message(
        self, session: Session, ana: Person, soup: Contribution
    ) -> None:
        about = About("Simmer", soup.head)
        first, again = (
            begin_thread(session, soup, "How long?", about, author=ana) for _ in range(2)
        )
        assert (first.is_new, again.is_new) == (True, False)
        assert first.message == again.message
        other = begin_thread(session, soup, "How long?", About(), author=ana)
        assert other.is_new


class TestReply:
    def test_it_follows_what_was_said(
        self, session: Session, ana: Person, tom: Person, soup: Contribution
    ) -> None:
        thread = make_thread(session, soup, ana)
        reply(session, thread, "Because.", author=tom)
        assert [each.text for each in thread.messages] == ["Why?", "Because."]
        assert not reply(session, thread, "Because.", author=tom).is_new
        assert reply(session, thread, "Because.", author=ana).is_new

    def test_it_opens_what_was_resolved(
        self, session: Session, ana: Person, tom: Person, soup: Contribution
    ) -> None:
        thread = make_thread(session, soup, ana)
        resolve_thread(session, thread, person=tom)
        reply(session, thread, "One thing more.", author=ana)
        assert (thread.resolved_at, thread.resolved_by) == (None, None)

    def test_threads_of_other_texts_are_not_here(
        self, session: Session, ana: Person, volume: Volume, soup: Contribution
    ) -> None:
        elsewhere = make_thread(session, make_contribution(session, volume, ana), ana)
        with pytest.raises(NoSuchThreadError):
            find_thread(session, soup, elsewhere.id)
        with pytest.raises(NoSuchThreadError):
            find_thread(session, soup, 10**9)


class TestResolving:
    def test_it_tells_who_and_when_and_can_be_taken_back(
        self, session: Session, ana: Person, tom: Person, soup: Contribution
    ) -> None:
        thread = make_thread(session, soup, ana)
        make_thread(session, soup, ana, "And this?")
        assert count_open_threads(session, soup) == 2
        resolve_thread(session, thread, person=tom)
        resolve_thread(session, thread, person=ana)
        assert thread.resolved_by == tom
        assert count_open_threads(session, soup) == 1
        reopen_thread(session, thread)
        assert count_open_threads(session, soup) == 2


class TestDiscussionOf:
    def test_it_stands_in_the_order_of_the_text(
        self, session: Session, ana: Person, soup: Contribution
    ) -> None:
        for words in ("Simmer", "1 onion", "", "A story"):
            make_thread(session, soup, ana, f"About {words}", words)
        add_revision(session, soup, TEXT.replace("- 1 onion\n", ""), ana)
        shown = discussion_of(session, soup).open
        assert [each.quote for each in shown] == ["", "A story", "Simmer", "1 onion"]
        assert [each.is_gone for each in shown] == [False, False, False, True]

    def test_what_is_resolved_stands_apart(
        self, session: Session, ana: Person, soup: Contribution
    ) -> None:
        first, second, third = (make_thread(session, soup, ana, each) for each in "abc")
        for thread in (first, third):
            resolve_thread(session, thread, person=ana)
        shown = discussion_of(session, soup)
        assert [each.thread for each in shown.open] == [second]
        assert [each.thread for each in shown.resolved] == [third, first]

    def test_what_somebody_said_who_is_gone_stays(
        self, session: Session, volume: Volume, handed_in: Contribution
    ) -> None:
        guest = make_editor(session, volume, "Old Hand")
        thread = make_thread(session, handed_in, guest, "I was here.")
        session.delete(guest)
        session.flush()
        session.expire_all()
        shown = discussion_of(session, handed_in).open[0]
        assert shown.thread == thread
        assert shown.messages[0].message.author_name == "Old Hand"


class TestPeopleOf:
    def test_they_are_the_author_the_editors_and_who_took_part(
        self, session: Session, ana: Person, tom: Person, handed_in: Contribution
    ) -> None:
        admin = make_admin(session, "Kasia")
        assert people_of(session, handed_in) == [ana, tom]
        make_thread(session, handed_in, admin)
        assert people_of(session, handed_in) == [ana, tom, admin]

    def test_nobody_hears_of_what_they_may_not_see(
        self, session: Session, ana: Person, tom: Person, soup: Contribution, volume: Volume
    ) -> None:
        thread = make_thread(session, soup, ana, "@Tom Okafor, a secret")
        assert people_of(session, soup) == [ana]
        assert who_hears(session, thread.messages[0]) == []
        stranger = make_person(session, "Eve Strange")
        session.add(Message(thread=thread, author=stranger, author_name="Eve Strange", text="!"))
        make_editor(session, volume, "Gone Away", active=False)
        soup.state = ContributionState.SUBMITTED
        session.flush()
        session.expire(thread)
        assert people_of(session, soup) == [ana, tom]
        said = reply(session, thread, "@Eve Strange, @Gone Away", author=ana)
        assert [each.person for each in who_hears(session, said.message)] == [tom]


class TestWhoHears:
    def test_everybody_does_once_but_not_who_speaks(
        self, session: Session, ana: Person, tom: Person, volume: Volume, handed_in: Contribution
    ) -> None:
        other, admin = make_editor(session, volume, "Una Bell"), make_admin(session, "Kasia Wolny")
        thread = make_thread(session, handed_in, admin, "Hello")
        said = reply(session, thread, "@Ana @Una @Ana Duarte, look", author=tom)
        heard = {each.person: each.is_mentioned for each in who_hears(session, said.message)}
        assert heard == {ana: True, other: True, admin: False}
        assert len(who_hears(session, said.message)) == 3
