"""Somebody sends photos from a phone, and sees them in what they wrote."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from cookbook.extensions import db
from tests.factories.people import make_person
from tests.factories.volumes import make_call, make_volume
from tests.journeys.conftest import LiveSite
from tests.journeys.town import come_in
from tests.servers.accessibility import assert_accessible
from tests.servers.browser import Colours, Screen, Visits

COOK, SLUG = "Olga Petrenko", "street"
FORM = f"/books/{SLUG}/contribute/recipe"
HEIC = Path(__file__).parent.parent / "contributing" / "samples" / "bowl.heic"


@pytest.fixture(autouse=True)
def street(live_site: LiveSite) -> None:
    with live_site.app.app_context():
        session = db.session()
        make_call(session, make_volume(session, "The Street Book", slug=SLUG))
        make_person(session, COOK)
        session.commit()


def choose(page: Page, label: str, name: str, data: bytes) -> None:
    """Choose a file, as a phone's own chooser gives it."""
    kind = "image/heic" if name.endswith(".HEIC") else "image/jpeg"
    page.get_by_label(label, exact=False).set_input_files(
        {"name": name, "mimeType": kind, "buffer": data}
    )


def width_of(page: Page, picture: str) -> int:
    """Give how many pixels wide a picture is that a page shows, or 0 where it can't."""
    expect(page.locator(picture).first).to_be_visible()
    return int(
        page.locator(picture).first.evaluate(
            "async (img) => { await img.decode(); return img.naturalWidth; }"
        )
    )


class TestPhotoFromAPhone:
    @pytest.mark.parametrize("colours", [Colours.LIGHT, Colours.DARK])
    def test_a_heic_is_sent_saved_and_shown_as_a_jpeg(
        self, visits: Visits, live_site: LiveSite, colours: Colours
    ) -> None:
        page = visits.person(Screen.PHONE, colours)
        come_in(page, live_site.app, COOK)
        page.goto(FORM)
        page.get_by_label("Title").fill("Pea soup")
        choose(page, "A photo", "IMG_0042.HEIC", HEIC.read_bytes())
        expect(page.locator("#field-photo-file-chosen")).to_contain_text("IMG_0042.HEIC, 2.5 kB")
        page.get_by_label("What the photo shows").fill("A green bowl on a yellow cloth")
        page.get_by_role("button", name="Save the draft").click()
        expect(page.locator("main")).to_contain_text("Your draft is saved")
        assert width_of(page, ".photo-now") == 192
        address = page.locator(".photo-now").get_attribute("src")
        assert address is not None
        answer = page.request.get(address)
        assert answer.headers["content-type"] == "image/jpeg"
        assert b"Grandmother" not in answer.body()
        assert width_of(page, '#preview img[alt="A green bowl on a yellow cloth"]') == 192
        assert_accessible(page)
