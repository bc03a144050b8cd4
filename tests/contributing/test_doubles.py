"""A form that is sent twice begins one contribution, whether one after the other or at once."""

from __future__ import annotations

import io
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier

import pytest
from flask.testing import FlaskClient
from PIL import Image
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from cookbook.extensions import db
from cookbook.models import Contribution, Revision
from tests.factories.people import make_person
from tests.factories.volumes import make_call, make_volume
from tests.servers.databases import NewDatabase
from tests.site import SignIn, make_site

SOUP = {"title": "Stone soup", "method": "Wash the stone.", "action": "save"}
PRESSES = 4


def photo() -> io.BytesIO:
    made = io.BytesIO()
    Image.new("RGB", (60, 40), "#4c6a3c").save(made, "JPEG")
    made.seek(0)
    return made


def send(browser: FlaskClient, slug: str, **fields: object) -> str:
    answer = browser.post(f"/books/{slug}/contribute/recipe", data={**SOUP, **fields})
    assert answer.status_code == 302
    return answer.location


class TestTheSameFormAgain:
    @pytest.mark.parametrize("has_photo", [False, True])
    def test_it_leads_to_what_it_began(
        self,
        session: Session,
        sign_in: SignIn,
        has_photo: bool,  # noqa: FBT001 -- parametrised
    ) -> None:
        volume = make_volume(session)
        make_call(session, volume)
        browser = sign_in(make_person(session))
        places = set()
        for _ in range(2):
            more = {"photo_file": (photo(), "soup.jpg")} if has_photo else {}
            places.add(send(browser, volume.slug, **more))
        assert len(places) == 1
        assert session.scalar(select(func.count(Contribution.id))) == 1
        assert session.scalar(select(func.count(Revision.id))) == 1

    def test_other_words_begin_another(self, session: Session, sign_in: SignIn) -> None:
        volume = make_volume(session)
        make_call(session, volume)
        browser = sign_in(make_person(session))
        send(browser, volume.slug)
        send(browser, volume.slug, method="Wash it well.")
        assert session.scalar(select(func.count(Contribution.id))) == 2

    def test_the_same_words_of_somebody_else_are_theirs(
        self, session: Session, sign_in: SignIn
    ) -> None:
        volume = make_volume(session)
        make_call(session, volume)
        send(sign_in(make_person(session)), volume.slug, by="Ada")
        send(sign_in(make_person(session)), volume.slug, by="Ada")
        assert session.scalar(select(func.count(Contribution.id))) == 2


def test_presses_at_the_same_moment_begin_one(tmp_path: Path, new_database: NewDatabase) -> None:
    app = make_site(tmp_path, new_database())
    with app.app_context():
        session = db.session()
        volume, person = make_volume(session), make_person(session)
        make_call(session, volume)
        session.commit()
        slug, identity = volume.slug, person.fs_uniquifier
    barrier = Barrier(PRESSES)

    def press(_number: int) -> str:
        browser = app.test_client()
        with browser.session_transaction() as kept:
            kept["_user_id"], kept["_fresh"] = identity, True
        barrier.wait()
        return send(browser, slug)

    with ThreadPoolExecutor(PRESSES) as pool:
        places = set(pool.map(press, range(PRESSES)))
    with app.app_context():
        begun = db.session.scalar(select(func.count(Contribution.id)))
        db.session.remove()
        db.engine.dispose()
    assert (begun, len(places)) == (1, 1)
