"""Previews, builds and releases, as editors see them."""

from __future__ import annotations

import datetime as dt

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from cookbook.archive.pictures import keep_blob
from cookbook.curating.outlook import Change, look_ahead
from cookbook.extensions import get_storage
from cookbook.models import (
    Build,
    BuildFile,
    BuildPurpose,
    BuildState,
    Contribution,
    ContributionState,
    Edition,
    EditionState,
    Person,
    RevisionStanding,
    Volume,
    now,
)
from tests.factories.checks import CHECKS_FOUND
from tests.factories.contributions import add_revision, make_contribution, recipe_text
from tests.factories.people import make_editor
from tests.factories.volumes import make_volume, place
from tests.site import SignIn

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


def standing(session: Session, volume: Volume, title: str) -> Contribution:
    """An accepted recipe that stands in the book."""
    made = make_contribution(session, volume, title=title, state=ACCEPTED)
    place(session, made)
    session.expire(volume)
    return made


def make_build(session: Session, volume: Volume, **values: object) -> Build:
    given: dict[str, object] = {"volume": volume, "purpose": BuildPurpose.PREVIEW, **values}
    build = Build(**given)
    session.add(build)
    session.commit()
    return build


def make_edition(
    session: Session, volume: Volume, state: EditionState, **values: object
) -> Edition:
    edition = Edition(
        volume=volume,
        number=1,
        title=volume.title,
        book="title: Under One Roof",
        state=state,
        released_at=now() if state is EditionState.RELEASED else None,
        **values,
    )
    session.add(edition)
    session.commit()
    return edition


def told(answer: TestResponse) -> str:
    return answer.get_data(as_text=True)


class TestLookAhead:
    def test_it_tells_what_is_new_changed_and_gone(self, session: Session, volume: Volume) -> None:
        same = standing(session, volume, "Stone soup")
        changed = standing(session, volume, "Green broth")
        standing(session, volume, "Pear tart")
        gone = make_contribution(session, volume, title="Old bread", state=ACCEPTED)
        held = {
            each.path: {"revision": each.accepted_id, "digest": each.accepted.digest}
            for each in (same, changed, gone)
            if each.accepted is not None
        }
        make_edition(session, volume, EditionState.RELEASED, manifest=held)
        newer = add_revision(session, changed, recipe_text("Green broth", "Rui"))
        changed.accepted = newer
        session.commit()
        outlook = look_ahead(session, volume)
        assert [each.change for each in outlook.entries] == [
            Change.SAME,
            Change.CHANGED,
            Change.NEW,
        ]
        assert outlook.gone == ("Old bread",)
        assert outlook.aside == 1
        assert outlook.can_be_released

    def test_what_has_no_accepted_text_stands_in_the_way(
        self, session: Session, volume: Volume
    ) -> None:
        soup = standing(session, volume, "Stone soup")
        soup.state, soup.accepted = ContributionState.IN_REVIEW, None
        session.commit()
        outlook = look_ahead(session, volume)
        assert [each.title for each in outlook.missing] == ["Stone soup"]
        assert not outlook.can_be_released

    def test_it_names_unsettled_versions_and_who_is_not_credited(
        self, session: Session, volume: Volume
    ) -> None:
        split = standing(session, volume, "Stone soup")
        head = split.head
        add_revision(session, split, "x").standing = RevisionStanding.DIVERGENT
        split.head = head
        nobodys = standing(session, volume, "Green broth")
        nobodys.byline = ""
        session.commit()
        outlook = look_ahead(session, volume)
        assert [each.title for each in outlook.split] == ["Stone soup"]
        assert [each.title for each in outlook.uncredited] == ["Green broth"]

    def test_a_text_that_its_author_wrote_on_is_told(
        self, session: Session, volume: Volume
    ) -> None:
        soup = standing(session, volume, "Stone soup")
        add_revision(session, soup, recipe_text("Stone soup", "Rui"))
        session.commit()
        (entry,) = look_ahead(session, volume).entries
        assert entry.is_behind


class TestPreview:
    def test_it_is_queued_and_its_page_shows_how_far_it_is(
        self, session: Session, browser: FlaskClient, volume: Volume
    ) -> None:
        standing(session, volume, "Stone soup")
        session.commit()
        answer = browser.post(f"/editing/{volume.slug}/preview")
        build = session.scalars(select(Build)).one()
        assert answer.location == f"/builds/{build.id}"
        assert "Waiting for the press" in told(browser.get(f"/builds/{build.id}"))

    def test_of_an_empty_book_there_is_none(self, browser: FlaskClient, volume: Volume) -> None:
        page = told(browser.post(f"/editing/{volume.slug}/preview", follow_redirects=True))
        assert "The book is empty" in page


class TestBuild:
    def test_a_part_of_the_page_asks_again_until_it_ends(
        self, session: Session, browser: FlaskClient, volume: Volume
    ) -> None:
        build = make_build(
            session,
            volume,
            state=BuildState.RUNNING,
            lease_until=now() + dt.timedelta(minutes=1),
            stage="laying out pages",
            done=61,
            total=164,
        )
        address = f"/builds/{build.id}/progress"
        answer = browser.get(address)
        assert "61 of 164" in told(answer)
        assert f'hx-get="{address}"' in told(answer)
        build.state, build.ended_at = BuildState.SUCCEEDED, now()
        session.commit()
        answer = browser.get(address)
        assert "hx-get" not in told(answer)
        assert answer.headers["HX-Redirect"] == f"/builds/{build.id}"

    def test_remarks_lead_to_the_contribution(
        self, session: Session, browser: FlaskClient, volume: Volume
    ) -> None:
        soup = standing(session, volume, "Stone soup")
        remarks = [{"kind": "image", "message": "a picture is not here."}]
        build = make_build(
            session,
            volume,
            state=BuildState.SUCCEEDED,
            ended_at=now(),
            report={"pages": 164, "words": 41200, "warnings": {soup.path: remarks}},
        )
        page = told(browser.get(f"/builds/{build.id}"))
        assert "41,200" in page
        assert "a picture is not here." in page
        assert f"/editing/{volume.slug}/review/{soup.id}" in page

    def test_what_tools_found_is_shown(
        self, session: Session, browser: FlaskClient, volume: Volume
    ) -> None:
        build = make_build(
            session,
            volume,
            state=BuildState.SUCCEEDED,
            ended_at=now(),
            report={"pages": 164, "checks": CHECKS_FOUND},
        )
        page = told(browser.get(f"/builds/{build.id}"))
        assert "1 of 2 checks passed" in page
        assert "page 3: a photo of 90 dpi" in page
        assert "and 4 more" in page
        assert "Two builds: press it twice" in page

    def test_a_failed_one_names_the_entry_and_what_to_do(
        self, session: Session, browser: FlaskClient, volume: Volume
    ) -> None:
        soup = standing(session, volume, "Stone soup")
        build = make_build(
            session,
            volume,
            state=BuildState.FAILED,
            ended_at=now(),
            problem="a brace stands open.",
            problem_place=soup.path,
            remedy="Close it.",
        )
        page = told(browser.get(f"/builds/{build.id}"))
        assert "A brace stands open." in page
        assert f"review/{soup.id}" in page
        assert "Close it." in page

    def test_its_pages_come_without_any_script(
        self, session: Session, browser: FlaskClient, volume: Volume
    ) -> None:
        build = make_build(session, volume, state=BuildState.SUCCEEDED, ended_at=now())
        blob = keep_blob(session, get_storage(), b"<p>Soup</p>", "text/html")
        build.files.append(BuildFile(path="web/index.html", digest=blob.digest))
        session.commit()
        address = f"/builds/{build.id}/files/web/index.html"
        with browser.get(address) as answer:
            assert answer.data == b"<p>Soup</p>"
            assert "script-src" not in answer.headers["Content-Security-Policy"]
        with browser.get(address, headers={"Range": "bytes=3-6"}) as part:
            assert (part.status_code, part.data) == (206, b"Soup")
        with browser.get(address, headers={"Range": "bytes=900-"}) as beyond:
            assert beyond.status_code == 416
        assert browser.get(f"/builds/{build.id}/files/web/none.html").status_code == 404

    def test_a_waiting_one_can_be_stopped(
        self, session: Session, browser: FlaskClient, volume: Volume
    ) -> None:
        build = make_build(session, volume)
        browser.post(f"/builds/{build.id}/cancel")
        session.expire_all()
        assert build.state is BuildState.CANCELLED

    def test_to_others_it_is_not_there(
        self, session: Session, sign_in: SignIn, volume: Volume
    ) -> None:
        stranger = make_editor(session, make_volume(session))
        build = make_build(session, volume)
        assert sign_in(stranger).get(f"/builds/{build.id}").status_code == 404


class TestRelease:
    def test_it_freezes_the_book_and_goes_to_press(
        self, session: Session, browser: FlaskClient, volume: Volume
    ) -> None:
        soup = standing(session, volume, "Stone soup")
        session.commit()
        fields = {"note": "With thanks."}
        answer = browser.post(f"/editing/{volume.slug}/release", data=fields)
        edition = session.scalars(select(Edition)).one()
        build = session.scalars(select(Build)).one()
        assert answer.location == f"/builds/{build.id}"
        assert edition.note == "With thanks."
        assert edition.manifest[soup.path]["revision"] == soup.accepted_id

    def test_what_is_not_accepted_is_named_and_nothing_is_released(
        self, session: Session, browser: FlaskClient, volume: Volume
    ) -> None:
        soup = standing(session, volume, "Stone soup")
        soup.state, soup.accepted = ContributionState.IN_REVIEW, None
        session.commit()
        page = told(browser.post(f"/editing/{volume.slug}/release", data={}))
        assert "no accepted text" in page
        assert "Stone soup" in page
        assert session.scalars(select(Edition)).all() == []

    def test_a_failed_edition_is_pressed_again_or_discarded(
        self, session: Session, browser: FlaskClient, volume: Volume
    ) -> None:
        edition = make_edition(session, volume, EditionState.FAILED)
        build = make_build(
            session,
            volume,
            purpose=BuildPurpose.EDITION,
            edition=edition,
            state=BuildState.FAILED,
            ended_at=now(),
        )
        page = told(browser.get(f"/builds/{build.id}"))
        assert "Discard it" in page
        browser.post(f"/builds/{build.id}/retry")
        session.expire_all()
        assert edition.state is EditionState.PRESSING
        again = session.scalars(select(Build).where(Build.id != build.id)).one()
        assert again.state is BuildState.QUEUED
        browser.post(f"/builds/{again.id}/cancel")
        browser.post(f"/builds/{build.id}/discard")
        session.expire_all()
        assert session.scalars(select(Edition)).all() == []

    def test_a_released_one_is_neither(
        self, session: Session, browser: FlaskClient, volume: Volume
    ) -> None:
        edition = make_edition(session, volume, EditionState.RELEASED)
        build = make_build(
            session,
            volume,
            purpose=BuildPurpose.EDITION,
            edition=edition,
            state=BuildState.SUCCEEDED,
            ended_at=now(),
        )
        for act in ("retry", "discard"):
            page = told(browser.post(f"/builds/{build.id}/{act}", follow_redirects=True))
            assert "has not failed" in page
        session.expire_all()
        assert edition.state is EditionState.RELEASED

    def test_a_preview_is_no_edition(
        self, session: Session, browser: FlaskClient, volume: Volume
    ) -> None:
        build = make_build(session, volume)
        page = told(browser.post(f"/builds/{build.id}/retry", follow_redirects=True))
        assert "A preview is no edition" in page
