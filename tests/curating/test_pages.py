"""The editors' pages: what an editor sees, presses, and is told."""

from __future__ import annotations

import dataclasses
import io
import re

import pytest
from flask import Flask
from flask.testing import FlaskClient
from PIL import Image
from sqlalchemy import select
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from cookbook.archive.frames import set_settings, volume_settings
from cookbook.archive.pictures import find_file
from cookbook.curating import volumes
from cookbook.curating.arrangements import read_arrangement
from cookbook.curating.volumes import settings_version
from cookbook.extensions import get_settings, get_storage
from cookbook.manuscript.measures import Measures
from cookbook.manuscript.wishes import Besides, BibliographyPlace, SolutionsPlace
from cookbook.models import (
    Call,
    Contribution,
    ContributionState,
    Person,
    Volume,
)
from tests.factories.contributions import add_revision, make_contribution, recipe_text
from tests.factories.people import make_admin, make_editor, make_person
from tests.factories.volumes import make_volume, place
from tests.site import SignIn

SUBMITTED = ContributionState.SUBMITTED
ACCEPTED = ContributionState.ACCEPTED


@pytest.fixture
def volume(session: Session) -> Volume:
    return make_volume(session, "Under One Roof")


@pytest.fixture
def editor(session: Session, volume: Volume) -> Person:
    return make_editor(session, volume, "Ines Duarte")


@pytest.fixture
def browser(sign_in: SignIn, editor: Person) -> FlaskClient:
    return sign_in(editor)


@pytest.fixture
def soup(session: Session, volume: Volume) -> Contribution:
    author = make_person(session, "Ada Obi")
    return make_contribution(session, volume, author, title="Stone soup", state=SUBMITTED)


def address(volume: Volume, *rest: object) -> str:
    return "/".join(["/editing", volume.slug, *map(str, rest)])


def mails(app: Flask) -> str:
    with app.app_context():
        folder = get_settings().outbox_folder
    files = sorted(folder.rglob("*.eml"), key=lambda file: file.stat().st_mtime_ns)
    return files[-1].read_text(encoding="utf-8") if files else ""


def told(answer: TestResponse) -> str:
    return answer.get_data(as_text=True)


class TestDesk:
    def test_without_a_volume_it_says_what_to_do(self, session: Session, sign_in: SignIn) -> None:
        page = told(sign_in(make_person(session)).get("/editing"))
        assert "You edit no book yet" in page
        page = told(sign_in(make_admin(session)).get("/editing"))
        assert "Found a volume" in page

    def test_it_shows_what_waits_in_each_volume(
        self, browser: FlaskClient, soup: Contribution
    ) -> None:
        page = told(browser.get("/editing"))
        assert soup.volume.title in page
        assert "waits for review" in page

    def test_volumes_of_others_are_not_there(
        self, session: Session, browser: FlaskClient, volume: Volume
    ) -> None:
        other = make_volume(session, "Not Mine")
        session.commit()
        assert "Not Mine" not in told(browser.get("/editing"))
        assert browser.get(address(other)).status_code == 404
        assert browser.get(address(volume)).status_code == 200


NEW = {
    "title": "The Bread Book",
    "kind": "cookbook",
    "language": "en",
    "licence": "CC-BY-4.0",
}


class TestNewVolume:
    def test_its_founder_edits_it(
        self, session: Session, browser: FlaskClient, editor: Person
    ) -> None:
        answer = browser.post("/editing/new", data=NEW)
        assert answer.location == "/editing/the-bread-book"
        made = session.scalars(select(Volume).where(Volume.slug == "the-bread-book")).one()
        assert [role.person_id for role in made.roles] == [editor.id]
        assert len(made.parts) == 1

    def test_a_slug_that_is_taken_is_said_at_its_field(
        self, browser: FlaskClient, volume: Volume
    ) -> None:
        page = told(browser.post("/editing/new", data={**NEW, "slug": volume.slug}))
        assert "already" in page
        assert "The Bread Book" in page

    def test_the_next_of_the_same_title_gets_a_number(self, browser: FlaskClient) -> None:
        browser.post("/editing/new", data=NEW)
        answer = browser.post("/editing/new", data=NEW)
        assert answer.location == "/editing/the-bread-book-2"

    def test_who_edits_nothing_founds_nothing(self, session: Session, sign_in: SignIn) -> None:
        assert sign_in(make_person(session)).get("/editing/new").status_code == 404


STYLE = (
    b'<style xmlns="http://purl.org/net/xbiblio/csl" class="in-text" version="1.0"><info/>'
    b"<citation><layout/></citation></style>"
)


class TestSettings:
    def fields(self, volume: Volume, **more: object) -> dict[str, object]:
        return {
            "title": "Under One Roof",
            "kind": "cookbook",
            "language": "pt",
            "licence": "CC-BY-SA-4.0",
            "editors": "Ines Duarte\nTom Okafor",
            "theme": "",
            "trim": "",
            "seen": settings_version(volume),
            **more,
        }

    def test_they_are_those_of_the_book(
        self, session: Session, browser: FlaskClient, volume: Volume
    ) -> None:
        browser.post(address(volume, "settings"), data=self.fields(volume))
        session.expire_all()
        book = volume_settings(volume)
        assert (book.language, book.editors) == ("pt", ("Ines Duarte", "Tom Okafor"))
        assert volume.language == "pt"

    def test_the_pages_have_a_size(
        self, session: Session, browser: FlaskClient, volume: Volume
    ) -> None:
        browser.post(address(volume, "settings"), data=self.fields(volume, trim="a5"))
        session.expire_all()
        assert volume_settings(volume).trim == "a5"

    def test_a_size_that_the_look_has_not_is_refused_with_those_it_has(
        self, session: Session, browser: FlaskClient, volume: Volume
    ) -> None:
        wanted = self.fields(volume, theme="lectern", trim="8x8")
        page = told(browser.post(address(volume, "settings"), data=wanted))
        assert "Choose one of: 7x10, 6x9" in page
        session.expire_all()
        assert volume_settings(volume).trim == ""

    def test_measures_are_chosen_from_a_list(
        self, session: Session, browser: FlaskClient, volume: Volume
    ) -> None:
        chosen = self.fields(volume, measures="metric and us")
        browser.post(address(volume, "settings"), data=chosen)
        session.expire_all()
        assert volume_settings(volume).measures is Measures.METRIC_AND_US
        page = told(browser.get(address(volume, "settings")))
        assert '<option selected value="metric and us">' in page

    def test_of_two_who_save_the_second_sees_what_the_first_wrote(
        self, session: Session, browser: FlaskClient, volume: Volume
    ) -> None:
        first = self.fields(volume, publisher="The Mill Pond Press")
        second = self.fields(volume, subtitle="My own words")
        browser.post(address(volume, "settings"), data=first)
        page = told(browser.post(address(volume, "settings"), data=second))
        assert "The Mill Pond Press" in page
        assert "My own words" in page
        session.expire_all()
        assert volume_settings(volume).subtitle == ""

    def test_what_else_is_made_and_where_solutions_stand_is_chosen(
        self, session: Session, browser: FlaskClient, volume: Volume
    ) -> None:
        chosen = self.fields(
            volume, besides=["large-print", "print"], solutions="chapter", bibliography="chapter"
        )
        browser.post(address(volume, "settings"), data=chosen)
        session.expire_all()
        wishes = volume_settings(volume).wishes
        assert wishes.besides == (Besides.LARGE_PRINT, Besides.PRINT)
        assert wishes.solutions is SolutionsPlace.CHAPTER
        assert wishes.bibliography is BibliographyPlace.CHAPTER
        browser.post(address(volume, "settings"), data=self.fields(volume, solutions="here"))
        session.expire_all()
        assert not {"besides", "solutions"} & volume_settings(volume).extra.keys()

    def test_other_wishes_stay_as_files_had_them(
        self, session: Session, browser: FlaskClient, volume: Volume
    ) -> None:
        book = dataclasses.replace(volume_settings(volume), extra={"colophon": "yes"})
        set_settings(volume, book)
        session.commit()
        browser.post(address(volume, "settings"), data=self.fields(volume, besides=["text"]))
        session.expire_all()
        assert volume_settings(volume).wishes.colophon

    def test_a_citation_style_is_kept_and_can_be_taken_away(
        self, session: Session, browser: FlaskClient, volume: Volume
    ) -> None:
        sent = self.fields(volume, style_file=(io.BytesIO(STYLE), "mine.csl"))
        browser.post(address(volume, "settings"), data=sent)
        session.expire_all()
        path = volume_settings(volume).wishes.citation_style
        file = find_file(session, volume, path)
        assert file is not None
        assert b"<citation" in get_storage().read(file.digest)
        browser.post(address(volume, "settings"), data=self.fields(volume))
        session.expire_all()
        assert volume_settings(volume).wishes.citation_style == path
        browser.post(address(volume, "settings"), data=self.fields(volume, drop_style="y"))
        session.expire_all()
        assert volume_settings(volume).wishes.citation_style == ""

    @pytest.mark.parametrize(
        ("sent", "said"),
        [
            (b"not xml", "XML"),
            (b"\xff\xfe", "UTF-8"),
            (b"<html/>", "Citation Style Language"),
            (STYLE + b" " * 1000, "larger"),
        ],
    )
    def test_what_is_no_style_is_refused_at_its_field(  # noqa: PLR0913, PLR0917 -- what it needs
        self,
        session: Session,
        browser: FlaskClient,
        volume: Volume,
        monkeypatch: pytest.MonkeyPatch,
        sent: bytes,
        said: str,
    ) -> None:
        monkeypatch.setattr(volumes, "STYLE_MAX_BYTES", 1000)
        fields = self.fields(volume, style_file=(io.BytesIO(sent), "mine.csl"))
        page = told(browser.post(address(volume, "settings"), data=fields))
        assert "This file can&#39;t be used" in page or "This file can't be used" in page
        assert said in page
        session.expire_all()
        assert volume_settings(volume).wishes.citation_style == ""

    def test_a_cover_is_encoded_anew(
        self, session: Session, browser: FlaskClient, volume: Volume
    ) -> None:
        picture = io.BytesIO()
        exif = Image.Exif()
        exif[0x010E] = "Taken at home"
        Image.new("RGB", (60, 90), "red").save(picture, "JPEG", exif=exif)
        picture.seek(0)
        sent = self.fields(volume, cover_file=(picture, "me.jpg"), cover_alt="A red board")
        browser.post(address(volume, "settings"), data=sent)
        session.expire_all()
        book = volume_settings(volume)
        assert book.cover.startswith("images/cover.")
        shown = browser.get(address(volume, "settings", "cover"))
        assert shown.mimetype in {"image/jpeg", "image/png"}
        assert b"Taken at home" not in shown.data

    def test_what_is_no_picture_is_refused_at_its_field(
        self, session: Session, browser: FlaskClient, volume: Volume
    ) -> None:
        sent = self.fields(volume, cover_file=(io.BytesIO(b"MZ not a picture"), "me.jpg"))
        page = told(browser.post(address(volume, "settings"), data=sent))
        assert "field-error" in page
        session.expire_all()
        assert volume_settings(volume).cover == ""


class TestCall:
    def test_its_last_day_counts_in_full(
        self, session: Session, browser: FlaskClient, volume: Volume
    ) -> None:
        fields = {
            "title": "Soups for the winter",
            "words": "From your own stove.",
            "wanted": "- A bread without an oven\n\nSomething with quinces",
            "opens": "2026-01-01",
            "closes": "2026-03-01",
        }
        browser.post(address(volume, "call"), data=fields)
        call = session.scalars(select(Call).where(Call.volume_id == volume.id)).one()
        assert call.wanted == ["A bread without an oven", "Something with quinces"]
        assert call.closes_at is not None
        assert call.closes_at.isoformat() == "2026-03-02T00:00:00+00:00"
        assert 'value="2026-03-01"' in told(browser.get(address(volume, "call")))

    def test_it_does_not_close_before_it_opens(self, browser: FlaskClient, volume: Volume) -> None:
        fields = {"title": "Soups", "opens": "2026-03-01", "closes": "2026-01-01"}
        assert "before the first" in told(browser.post(address(volume, "call"), data=fields))


class TestPeople:
    def test_an_account_is_made_an_editor_and_told(
        self, app: Flask, session: Session, browser: FlaskClient, volume: Volume
    ) -> None:
        person = make_person(session, "Tom Okafor")
        session.commit()
        page = told(
            browser.post(
                address(volume, "people"),
                data={"email": person.email.upper()},
                follow_redirects=True,
            )
        )
        assert "Tom Okafor edits this volume now" in page
        assert f"/editing/{volume.slug}" in mails(app)

    def test_an_address_without_account_is_said(self, browser: FlaskClient, volume: Volume) -> None:
        fields = {"email": "nobody@example.org"}
        assert "Nobody has an account" in told(browser.post(address(volume, "people"), data=fields))

    def test_the_last_editor_stays(
        self, browser: FlaskClient, volume: Volume, editor: Person
    ) -> None:
        page = told(
            browser.post(address(volume, "people", editor.id, "remove"), follow_redirects=True)
        )
        assert "is the only editor" in page


class TestQueue:
    def test_what_waits_longest_comes_first(
        self, session: Session, browser: FlaskClient, volume: Volume
    ) -> None:
        for title in ("Older broth", "Newer broth"):
            make_contribution(session, volume, title=title, state=SUBMITTED)
        session.commit()
        page = told(browser.get(address(volume, "queue")))
        assert page.index("Older broth") < page.index("Newer broth")

    @pytest.mark.parametrize(
        ("query", "shown"),
        [
            ("", True),
            ("?kind=recipe", True),
            ("?kind=chapter", False),
            ("?q=stone+ADA", True),
            ("?q=100%25", False),
            ("?shelf=accepted", False),
            ("?shelf=all", True),
            ("?shelf=nonsense", True),
        ],
    )
    def test_it_can_be_narrowed(
        self, browser: FlaskClient, soup: Contribution, query: str, *, shown: bool
    ) -> None:
        page = told(browser.get(address(soup.volume, "queue") + query))
        assert ("Stone soup" in page) is shown

    def test_drafts_are_their_authors_own(
        self, session: Session, browser: FlaskClient, soup: Contribution
    ) -> None:
        soup.state = ContributionState.DRAFT
        session.commit()
        assert "Stone soup" not in told(browser.get(address(soup.volume, "queue?shelf=all")))
        assert browser.get(address(soup.volume, "review", soup.id)).status_code == 404

    def test_it_goes_over_pages(
        self, session: Session, browser: FlaskClient, volume: Volume
    ) -> None:
        for _ in range(31):
            make_contribution(session, volume, state=SUBMITTED)
        session.commit()
        assert "1–30 of 31" in told(browser.get(address(volume, "queue")))
        assert "31–31 of 31" in told(browser.get(address(volume, "queue?page=2")))

    def test_several_are_taken_up_at_once(
        self, session: Session, browser: FlaskClient, soup: Contribution
    ) -> None:
        browser.post(
            address(soup.volume, "queue"), data={"chosen": [soup.id, 99999], "act": "take"}
        )
        session.expire_all()
        assert soup.state is ContributionState.IN_REVIEW

    def test_several_are_placed_at_once(
        self, session: Session, browser: FlaskClient, volume: Volume
    ) -> None:
        made = [make_contribution(session, volume, state=ACCEPTED) for _ in range(3)]
        place(session, made[0])
        session.commit()
        data = {"chosen": [each.id for each in made], "act": "place", "part": volume.parts[0].id}
        browser.post(address(volume, "queue?shelf=accepted"), data=data)
        session.expire_all()
        entries = read_arrangement(session, volume).body[0].entries
        assert [each.id for each in entries] == [each.id for each in made]


class TestReview:
    def fields(self, soup: Contribution, verdict: str, **more: object) -> dict[str, object]:
        return {"seen": soup.head_id, "verdict": verdict, **more}

    def test_the_text_stands_as_the_book_sets_it(
        self, browser: FlaskClient, soup: Contribution
    ) -> None:
        page = told(browser.get(address(soup.volume, "review", soup.id)))
        assert "<li>" in page
        assert "Wash the beans." in page
        assert "kind: recipe" in page

    def test_a_note_reaches_its_author(
        self, app: Flask, session: Session, browser: FlaskClient, soup: Contribution
    ) -> None:
        fields = self.fields(soup, "ask for changes", note="How large is your pot?")
        browser.post(address(soup.volume, "review", soup.id), data=fields)
        session.expire_all()
        assert soup.state is ContributionState.CHANGES_REQUESTED
        mail = mails(app)
        assert "How large is your pot?" in mail
        assert soup.author is not None
        assert soup.author.email in mail

    def test_a_no_without_a_note_keeps_the_page_and_says_so(
        self, session: Session, browser: FlaskClient, soup: Contribution
    ) -> None:
        page = told(
            browser.post(address(soup.volume, "review", soup.id), data=self.fields(soup, "decline"))
        )
        assert "no note to the author" in page
        session.expire_all()
        assert soup.state is SUBMITTED

    def test_a_newer_version_is_shown_and_the_note_kept(
        self, session: Session, browser: FlaskClient, soup: Contribution
    ) -> None:
        fields = self.fields(soup, "accept", note="Lovely!")
        add_revision(session, soup, recipe_text("Stone soup").replace("onion", "leek"))
        session.commit()
        page = told(browser.post(address(soup.volume, "review", soup.id), data=fields))
        assert "meanwhile there is version 2" in page
        assert "What changed since version 1" in page
        assert "leek</ins>" in page
        assert "Lovely!" in page
        session.expire_all()
        assert soup.accepted_id is None

    def test_accepted_it_can_be_placed_and_taken_back(
        self, session: Session, browser: FlaskClient, soup: Contribution
    ) -> None:
        fields = self.fields(soup, "accept", part=soup.volume.parts[0].id)
        browser.post(address(soup.volume, "review", soup.id), data=fields)
        session.expire_all()
        assert soup.state is ACCEPTED
        assert soup.entry is not None
        browser.post(address(soup.volume, "review", soup.id, "take-back"))
        session.expire_all()
        assert soup.state is ContributionState.IN_REVIEW
        assert "Taken back since" in told(browser.get(address(soup.volume, "review", soup.id)))

    def test_it_goes_on_with_the_next_in_the_queue(
        self, session: Session, browser: FlaskClient, soup: Contribution
    ) -> None:
        following = make_contribution(session, soup.volume, state=SUBMITTED)
        session.commit()
        page = told(browser.get(address(soup.volume, "review", soup.id)))
        assert f'name="next" value="{following.id}"' in page
        fields = self.fields(soup, "accept", next=following.id)
        answer = browser.post(address(soup.volume, "review", soup.id), data=fields)
        assert answer.location == address(soup.volume, "review", following.id)

    def test_what_an_author_wrote_is_no_markup(
        self, session: Session, browser: FlaskClient, volume: Volume
    ) -> None:
        text = recipe_text("Soup").replace("A story", "<script>alert(1)</script> A story")
        hostile = make_contribution(session, volume, title="<b>Soup", text=text, state=SUBMITTED)
        session.commit()
        page = told(browser.get(address(volume, "review", hostile.id)))
        assert "<script>alert" not in page
        assert "<b>Soup" not in page

    def test_a_text_that_cannot_be_set_shows_its_source(
        self, session: Session, browser: FlaskClient, volume: Volume
    ) -> None:
        broken = make_contribution(
            session, volume, title="Broken", text="---\ntitle: [\n---\nWords.", state=SUBMITTED
        )
        session.commit()
        page = told(browser.get(address(volume, "review", broken.id)))
        assert "set as a page" in page
        assert "Words." in page


class TestArrange:
    def entries(self, session: Session, volume: Volume, count: int) -> list[Contribution]:
        made = []
        for _ in range(count):
            made.append(make_contribution(session, volume, state=ACCEPTED))
            place(session, made[-1])
            session.expire(volume)
        session.commit()
        return made

    def order(self, session: Session, volume: Volume) -> list[int]:
        session.expire_all()
        return [each.id for each in read_arrangement(session, volume).walk()]

    def test_without_script_arrows_move(
        self, session: Session, browser: FlaskClient, volume: Volume
    ) -> None:
        one, two = self.entries(session, volume, 2)
        seen = read_arrangement(session, volume).version
        answer = browser.post(
            address(volume, "arrange"), data={"move": f"{two.id}:up", "seen": seen}
        )
        assert answer.location == address(volume, "arrange") + f"#entry-{two.id}"
        assert self.order(session, volume) == [two.id, one.id]

    def test_a_script_saves_the_whole_order_and_goes_on_from_there(
        self, session: Session, browser: FlaskClient, volume: Volume
    ) -> None:
        one, two, three = self.entries(session, volume, 3)
        part = volume.parts[0].id
        fields: dict[str, object] = {
            "seen": read_arrangement(session, volume).version,
            f"order-p{part}": [three.id],
            f"order-c{three.id}": [one.id],
            "order-back": [two.id],
        }
        headers = {"X-Arranged": "1"}
        answer = browser.post(address(volume, "arrange"), data=fields, headers=headers)
        assert answer.status_code == 200
        assert self.order(session, volume) == [three.id, one.id, two.id]
        assert answer.json is not None
        assert answer.json["fields"]["seen"] == read_arrangement(session, volume).version

    def test_the_second_of_two_editors_is_told(
        self, session: Session, browser: FlaskClient, volume: Volume
    ) -> None:
        one, two = self.entries(session, volume, 2)
        part = volume.parts[0].id
        seen = read_arrangement(session, volume).version
        browser.post(address(volume, "arrange"), data={"move": f"{two.id}:up", "seen": seen})
        answer = browser.post(
            address(volume, "arrange"),
            data={"seen": seen, f"order-p{part}": [one.id, two.id]},
            headers={"X-Arranged": "1"},
        )
        assert answer.status_code == 409
        assert answer.json is not None
        assert "Somebody else" in answer.json["said"]
        assert self.order(session, volume) == [two.id, one.id]
        page = told(
            browser.post(
                address(volume, "arrange"),
                data={"move": f"{one.id}:up", "seen": seen},
                follow_redirects=True,
            )
        )
        assert "Somebody else changed the order" in page

    def test_a_place_can_be_named(
        self, session: Session, browser: FlaskClient, volume: Volume
    ) -> None:
        one, two = self.entries(session, volume, 2)
        page = told(browser.get(address(volume, "arrange", one.id)))
        assert f'value="last:c{two.id}"' in page
        assert f'value="last:c{one.id}"' not in page
        seen = re.search(r'name="seen"[^>]*value="(\w+)"', page)
        assert seen is not None
        fields = {"where": f"after:{two.id}", "seen": seen[1]}
        browser.post(address(volume, "arrange", one.id), data=fields)
        assert self.order(session, volume) == [two.id, one.id]

    def test_out_of_the_book_it_is_kept_aside(
        self, session: Session, browser: FlaskClient, volume: Volume
    ) -> None:
        one, two = self.entries(session, volume, 2)
        fields = {
            "where": "out of the book",
            "seen": read_arrangement(session, volume).version,
        }
        browser.post(address(volume, "arrange", one.id), data=fields)
        assert self.order(session, volume) == [two.id]
        assert [each.id for each in read_arrangement(session, volume).aside] == [one.id]

    def test_parts_are_added_named_and_taken_away(
        self, session: Session, browser: FlaskClient, volume: Volume
    ) -> None:
        self.entries(session, volume, 1)
        browser.post(address(volume, "parts"), data={"title": "Soups"})
        session.expire_all()
        first, soups = volume.parts
        page = told(browser.get(address(volume, "parts", soups.id)))
        assert "Take the part away" in page
        data = {"entries_to": soups.id}
        browser.post(address(volume, "parts", first.id, "delete"), data=data)
        session.expire_all()
        assert [part.title for part in volume.parts] == ["Soups"]
        assert len(self.order(session, volume)) == 1

    def test_the_page_shows_titles_and_names(
        self, session: Session, browser: FlaskClient, volume: Volume
    ) -> None:
        (one,) = self.entries(session, volume, 1)
        page = told(browser.get(address(volume, "arrange")))
        assert one.title in page
        assert one.byline in page
