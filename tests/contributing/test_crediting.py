"""Who wrote what of a contribution, and the page that says so."""

from __future__ import annotations

import time

import pytest
from sqlalchemy.orm import Session

from cookbook.contributing.crediting import Credited, credit_text
from cookbook.contributing.history import restore
from cookbook.contributing.saving import Outcome, save_text
from cookbook.contributing.settling import find_dispute, settle
from cookbook.manuscript import Take
from cookbook.manuscript.authorship import written_passages
from cookbook.manuscript.passages import Role
from cookbook.manuscript.tracing import Version, trace_lines
from cookbook.models import (
    Contribution,
    ContributionKind,
    ContributionState,
    Person,
    Revision,
    Volume,
    now,
)
from tests.contributing.browsing import page, words_of
from tests.factories.contributions import add_revision, chapter_text, make_contribution, recipe_text
from tests.factories.people import make_person
from tests.site import SignIn

TEXT = recipe_text("Stone soup")
WASH, SIMMER = "1. Wash the beans.\n", "2. Simmer.\n"


def writers(credited: Credited) -> dict[str, tuple[str, ...]]:
    """Who made each passage, by its words."""
    return {
        passage.words: (run.writer, *run.changers)
        for run in (*credited.above, *credited.body)
        for passage in run.passages
    }


class TestWrittenPassages:
    def test_passages_are_as_they_are_read(self) -> None:
        text = TEXT.replace("1 onion", "1 *large* onion, see [this](https://a.example)")
        told = written_passages(text, trace_lines([Version(1, text)]))
        assert [(each.key, each.words) for each in told[:3]] == [
            ("title", "Stone soup"),
            ("by", "Ada Obi"),
            ("yield", "4 bowls"),
        ]
        assert [(each.role, each.number, each.words) for each in told[-4:]] == [
            (Role.INGREDIENT, 0, "1 large onion, see this"),
            (Role.HEADING, 0, "Method"),
            (Role.STEP, 1, "Wash the beans."),
            (Role.STEP, 2, "Simmer."),
        ]
        assert {each.making for each in told} == {(1,)}

    @pytest.mark.parametrize(
        "text", ["", "\n", "---\nnever ends", "just words", "---\n---\n", "x\n\n"]
    )
    def test_any_text_has_passages_or_none(self, text: str) -> None:
        told = written_passages(text, trace_lines([Version(1, text)]))
        assert bool(told) == bool(text.replace("-", "").strip())


class TestCreditText:
    def test_each_passage_is_of_who_wrote_it(
        self, session: Session, tom: Person, soup: Contribution
    ) -> None:
        new = TEXT.replace(WASH, f"1. Find a stone by the brook.\n{WASH}")
        new = new.replace("Simmer.", "Simmer for an hour.").replace("4 bowls", "6 bowls")
        add_revision(session, soup, new, tom)
        told = credit_text(session, soup)
        assert writers(told) == {
            "Stone soup": ("Ana Duarte",),
            "Ada Obi": ("Ana Duarte",),
            "6 bowls": ("Ana Duarte", "Tom Okafor"),
            "A story of Stone soup.": ("Ana Duarte",),
            "Ingredients": ("Ana Duarte",),
            "500 g beans": ("Ana Duarte",),
            "1 onion": ("Ana Duarte",),
            "Method": ("Ana Duarte",),
            "Find a stone by the brook.": ("Tom Okafor",),
            "Wash the beans.": ("Ana Duarte",),
            "Simmer for an hour.": ("Ana Duarte", "Tom Okafor"),
        }
        assert [(each.name, each.wrote, each.changed) for each in told.shares] == [
            ("Ana Duarte", 10, 0),
            ("Tom Okafor", 1, 2),
        ]
        assert (told.body[-1].steps[0].number, told.body[-1].steps[0].parent) == (2, 1)

    def test_who_brings_two_versions_together_wrote_neither(
        self, session: Session, ana: Person, tom: Person, soup: Contribution
    ) -> None:
        base = soup.head
        tea = TEXT.replace("A story of Stone soup.", "It is told over tea at the mill.")
        save_text(session, soup, tea, base=base, author=tom)
        rice = TEXT.replace(SIMMER, f"{SIMMER}3. Serve it with rice.\n")
        assert save_text(session, soup, rice, base=base, author=ana).outcome is Outcome.MERGED
        told = writers(credit_text(session, soup))
        assert told["It is told over tea at the mill."] == ("Tom Okafor",)
        assert told["Serve it with rice."] == ("Ana Duarte",)

    def test_who_settles_wrote_neither(
        self, session: Session, ana: Person, tom: Person, soup: Contribution
    ) -> None:
        base, una = soup.head, make_person(session, "Una Bell")
        hers = TEXT.replace("A story of Stone soup.", "My aunt made it each winter.")
        his = TEXT.replace("A story of Stone soup.", "Nobody knows who began it.")
        save_text(session, soup, his, base=base, author=tom)
        saved = save_text(session, soup, hers, base=base, author=ana)
        assert saved.outcome is Outcome.DIVERGED
        dispute = find_dispute(session, soup, saved.revision.number)
        choices = {key: Take.BOTH for key, _ in dispute.conflicts}
        assert settle(session, soup, saved.revision.number, choices, person=una) is not None
        told = credit_text(session, soup)
        assert "Una Bell" not in {each.name for each in told.shares}
        names = {each.name for each in told.shares}
        assert names == {"Ana Duarte", "Tom Okafor"}

    def test_what_is_brought_back_is_its_writers(
        self, session: Session, tom: Person, soup: Contribution
    ) -> None:
        add_revision(session, soup, recipe_text("Something else"), tom)
        restore(session, soup, 1, person=tom)
        assert {each.name for each in credit_text(session, soup).shares} == {"Ana Duarte"}

    def test_without_a_text_there_are_no_writers(
        self, session: Session, volume: Volume, ana: Person
    ) -> None:
        empty = Contribution(
            volume=volume, kind=ContributionKind.RECIPE, path="recipes/none.md", author=ana
        )
        session.add(empty)
        session.flush()
        assert credit_text(session, empty) == Credited((), (), ())

    def test_of_too_many_versions_the_newest_count(
        self,
        session: Session,
        tom: Person,
        soup: Contribution,
        monkeypatch: pytest.MonkeyPatch,
    ) -> None:
        monkeypatch.setattr("cookbook.contributing.crediting.MOST_VERSIONS", 2)
        for number in range(3):
            add_revision(session, soup, f"{TEXT}\nAnd {number}.\n", tom)
        told = credit_text(session, soup)
        assert told.is_cut
        assert [each.name for each in told.shares] == ["Tom Okafor"]

    def test_a_long_chapter_with_five_hundred_versions_is_told_in_seconds(
        self, session: Session, volume: Volume, ana: Person, tom: Person
    ) -> None:
        lines = [f"Sentence {number} of a long chapter, as it was." for number in range(2_000)]
        front = chapter_text("Long").partition("A first")[0]
        chapter = make_contribution(
            session, volume, ana, kind=ContributionKind.CHAPTER, text=front + "\n".join(lines)
        )
        parent = chapter.head
        rows = []
        for number in range(2, 501):
            for at in (7, number * 3 % 2_000, -7):
                lines[at] = f"{lines[at][:50]} Changed in {number}."
            row = Revision(
                contribution_id=chapter.id,
                number=number,
                parent=parent,
                author_name=tom.name,
                text=front + "\n".join(lines),
                digest="0" * 64,
            )
            rows.append(row)
            parent = row
        session.add_all(rows)
        session.flush()
        chapter.head = parent
        session.flush()
        session.expire_all()
        begun = time.process_time()
        told = credit_text(session, chapter)
        assert time.process_time() - begun < 8
        assert {each.name for each in told.shares} == {"Ana Duarte", "Tom Okafor"}


class TestAuthors:
    def test_names_stand_beside_what_they_wrote(
        self, sign_in: SignIn, session: Session, ana: Person, tom: Person, soup: Contribution
    ) -> None:
        add_revision(session, soup, TEXT.replace(SIMMER, "2. Simmer it.\n3. Eat at once.\n"), tom)
        shown = page(sign_in(ana).get(f"/contributions/{soup.id}/authors"))
        runs = [" ".join(run.text_content().split()) for run in shown.find_class("run")]
        assert any("Tom Okafor" in each and "3. Eat at once." in each for each in runs)
        assert any("changed by Tom Okafor" in each and "2. Simmer it." in each for each in runs)
        links = {a.get("href") for run in shown.find_class("run") for a in run.iter("a")}
        assert links == {
            f"/contributions/{soup.id}/history/1..2",
            f"/contributions/{soup.id}/history/1",
        }

    def test_nothing_in_a_text_is_markup(
        self, sign_in: SignIn, session: Session, ana: Person, soup: Contribution
    ) -> None:
        add_revision(session, soup, f"{TEXT}\n<script>alert(1)</script> {{{{7*7}}}}\n", ana)
        answer = sign_in(ana).get(f"/contributions/{soup.id}/authors")
        assert "<script>alert" not in answer.text
        assert "<script>alert(1)</script> {{7×7}}" in words_of(answer)

    def test_the_history_leads_there(
        self, sign_in: SignIn, ana: Person, soup: Contribution
    ) -> None:
        shown = page(sign_in(ana).get(f"/contributions/{soup.id}/history"))
        assert f"/contributions/{soup.id}/authors" in {a.get("href") for a in shown.iter("a")}

    def test_it_is_for_those_who_may_read_the_text(
        self, sign_in: SignIn, session: Session, tom: Person, soup: Contribution
    ) -> None:
        address, stranger = f"/contributions/{soup.id}/authors", make_person(session)
        assert sign_in(tom).get(address).status_code == 404
        soup.state, soup.submitted_at = ContributionState.SUBMITTED, now()
        session.flush()
        assert sign_in(tom).get(address).status_code == 200
        assert sign_in(stranger).get(address).status_code == 404
