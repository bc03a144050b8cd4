"""Pictures that are sent while a chapter is written: kept, and nobody else's."""

from __future__ import annotations

import io

from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from cookbook.models import Contribution, ContributionKind, Person, Volume, VolumeFile
from tests.contributing.browsing import filled, only, page, words_of
from tests.contributing.test_photos import photo
from tests.factories.contributions import make_contribution
from tests.factories.people import make_person
from tests.factories.volumes import make_call, make_volume
from tests.site import SignIn


def send(browser: FlaskClient, address: str, data: bytes = b"", title: str = "") -> dict[str, str]:
    picture = (io.BytesIO(data or photo()), "IMG_1.JPG")
    sent = {"picture": picture, "title": title, "maker": " Ana  Duarte "}
    answer = browser.post(address, data=sent)
    assert answer.json is not None
    said: dict[str, str] = answer.json
    return said


def kept(volume: Volume) -> str:
    return f"/books/{volume.slug}/contribute/pictures"


def chapter_with(picture: dict[str, str], title: str = "Stones") -> dict[str, str]:
    return {
        "title": title,
        "body": f'![A stone](../{picture["path"]}){{alt="A grey stone"}}',
        "pictures": picture["token"],
        "action": "save",
    }


class TestOfANewChapter:
    def test_it_is_kept_at_once_and_the_chapters_own_when_that_is_saved(
        self, sign_in: SignIn, session: Session, ana: Person, volume: Volume
    ) -> None:
        browser = sign_in(ana)
        picture = send(browser, kept(volume), title="Stones & more")
        assert picture["path"].startswith("images/stones-more-")
        assert browser.get(picture["address"]).mimetype == "image/jpeg"
        assert session.scalars(select(VolumeFile)).all() == []
        browser.post(f"/books/{volume.slug}/contribute/chapter", data=chapter_with(picture))
        made = only(session)
        (file,) = session.scalars(select(VolumeFile))
        assert (file.path, file.contribution) == (picture["path"], made)
        assert file.maker == "Ana  Duarte"
        shown = page(browser.get(f"/contributions/{made.id}"))
        assert [each.get("alt") for each in shown.iter("img")] == ["A grey stone"]

    def test_the_preview_shows_it_before_that(
        self, sign_in: SignIn, ana: Person, volume: Volume
    ) -> None:
        browser = sign_in(ana)
        picture = send(browser, kept(volume))
        address = f"/books/{volume.slug}/contribute/chapter/preview"
        shown = page(browser.post(address, data=chapter_with(picture)))
        assert [each.get("src") for each in shown.iter("img")] == [picture["address"]]

    def test_a_form_that_comes_back_still_has_it(
        self, sign_in: SignIn, ana: Person, volume: Volume
    ) -> None:
        browser = sign_in(ana)
        picture = send(browser, kept(volume))
        data = {**chapter_with(picture), "title": ""}
        shown = page(browser.post(f"/books/{volume.slug}/contribute/chapter", data=data))
        assert shown.get_element_by_id("field-pictures").value == picture["token"]
        (choice,) = shown.get_element_by_id("figure-pictures").iter("input")
        assert choice.get("value") == picture["path"]

    def test_nobody_else_sees_it_or_makes_it_theirs(
        self, sign_in: SignIn, session: Session, ana: Person, volume: Volume
    ) -> None:
        picture = send(sign_in(ana), kept(volume))
        other = sign_in(make_person(session))
        assert other.get(picture["address"]).status_code == 404
        other.post(f"/books/{volume.slug}/contribute/chapter", data=chapter_with(picture))
        assert session.scalars(select(VolumeFile)).all() == []

    def test_it_counts_for_the_volume_that_it_was_sent_for_alone(
        self, sign_in: SignIn, session: Session, ana: Person, volume: Volume
    ) -> None:
        other = make_volume(session)
        make_call(session, other)
        browser = sign_in(ana)
        picture = send(browser, kept(volume))
        assert browser.get(f"{picture['address'][:-2]}xx").status_code == 404
        browser.post(f"/books/{other.slug}/contribute/chapter", data=chapter_with(picture))
        assert session.scalars(select(VolumeFile)).all() == []

    def test_a_path_that_another_chapter_has_by_then_becomes_another_one(
        self, sign_in: SignIn, session: Session, ana: Person, volume: Volume
    ) -> None:
        browser = sign_in(ana)
        first = send(browser, kept(volume), title="Stones")
        second = send(browser, kept(volume), title="Stones")
        assert first["path"] == second["path"]
        address = f"/books/{volume.slug}/contribute/chapter"
        browser.post(address, data=chapter_with(first))
        browser.post(
            address, data={**chapter_with(second), "body": chapter_with(second)["body"] + " 2"}
        )
        files = session.scalars(select(VolumeFile).order_by(VolumeFile.id)).all()
        assert (
            len({each.path for each in files}) == len({each.contribution_id for each in files}) == 2
        )
        for each in files:
            assert each.contribution is not None
            assert each.contribution.head is not None
            assert each.path in each.contribution.head.text

    def test_what_the_text_does_not_name_is_not_taken_into_the_book(
        self, sign_in: SignIn, session: Session, ana: Person, volume: Volume
    ) -> None:
        browser = sign_in(ana)
        picture = send(browser, kept(volume))
        data = {**chapter_with(picture), "body": "Words."}
        browser.post(f"/books/{volume.slug}/contribute/chapter", data=data)
        assert session.scalars(select(VolumeFile)).all() == []

    def test_a_book_that_does_not_ask_takes_none(
        self, sign_in: SignIn, session: Session, ana: Person
    ) -> None:
        quiet = make_volume(session)
        make_contribution(session, quiet, ana)
        assert "not asking" in send(sign_in(ana), kept(quiet))["problem"]


class TestOfAChapterThatIsThere:
    def test_it_is_the_chapters_own_at_once(
        self, sign_in: SignIn, session: Session, ana: Person, chapter: Contribution
    ) -> None:
        browser = sign_in(ana)
        picture = send(browser, f"/contributions/{chapter.id}/pictures")
        (file,) = session.scalars(select(VolumeFile))
        assert (file.path, file.contribution) == (picture["path"], chapter)
        assert file.maker == "Ana  Duarte"
        assert browser.get(picture["address"]).mimetype == "image/jpeg"
        form = page(browser.get(f"/contributions/{chapter.id}/edit"))
        (choice,) = form.get_element_by_id("figure-pictures").iter("input")
        assert choice.get("value") == picture["path"]

    def test_what_is_no_picture_is_refused_in_words(
        self, sign_in: SignIn, session: Session, ana: Person, chapter: Contribution
    ) -> None:
        said = send(sign_in(ana), f"/contributions/{chapter.id}/pictures", b"%PDF-1.7")
        assert "no photo" in said["problem"]
        assert session.scalars(select(VolumeFile)).all() == []

    def test_nobody_else_may_send_one(
        self, sign_in: SignIn, session: Session, chapter: Contribution
    ) -> None:
        browser = sign_in(make_person(session))
        assert browser.post(f"/contributions/{chapter.id}/pictures").status_code == 404


class TestTheForm:
    def test_a_recipe_has_no_such_tools(self, sign_in: SignIn, ana: Person, volume: Volume) -> None:
        shown = page(sign_in(ana).get(f"/books/{volume.slug}/contribute/recipe"))
        assert not shown.find_class("tools")

    def test_looking_and_saving_changes_nothing(
        self, sign_in: SignIn, session: Session, ana: Person, volume: Volume
    ) -> None:
        made = make_contribution(session, volume, ana, kind=ContributionKind.CHAPTER)
        browser = sign_in(ana)
        address = f"/contributions/{made.id}/edit"
        answer = browser.post(
            address, data={**filled(browser, address), "action": "save"}, follow_redirects=True
        )
        assert "Nothing has changed" in words_of(answer)
