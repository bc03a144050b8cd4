"""Somebody sends photos from a phone, and sees them in what they wrote."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from playwright.sync_api import FilePayload, Locator, Page, expect
from sqlalchemy import select

from cookbook.extensions import db
from cookbook.models import Contribution
from tests.contributing.pictures.conftest import drawing
from tests.factories.people import make_person
from tests.factories.volumes import make_call, make_volume
from tests.journeys.conftest import LiveSite
from tests.journeys.keyboard import go_to, press, type_into
from tests.journeys.town import come_in
from tests.servers.accessibility import assert_accessible
from tests.servers.browser import Colours, Screen, Scripts, Visits

COOK, SLUG = "Olga Petrenko", "street"
FORM = f"/books/{SLUG}/contribute/recipe"
REPLACED = "htmx:(afterRequest|sendAbort)"
"""What is said in the console of a preview that a newer one takes the place of."""
HEIC = Path(__file__).parent.parent / "contributing" / "samples" / "bowl.heic"


@pytest.fixture(autouse=True)
def street(live_site: LiveSite, visits: Visits) -> None:
    visits.forgive(REPLACED)
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
        type_into(page, "Title", "Pea soup")
        go_to(page, page.get_by_label("A photo", exact=False).first)
        choose(page, "A photo", "IMG_0042.HEIC", HEIC.read_bytes())
        expect(page.locator("#field-photo-file-chosen")).to_contain_text("IMG_0042.HEIC, 2.5 kB")
        type_into(page, "What the photo shows", "A green bowl on a yellow cloth")
        press(page, "button", "Save the draft")
        expect(page.locator("main")).to_contain_text("Your draft is saved")
        assert width_of(page, ".photo-now") == 192
        address = page.locator(".photo-now").get_attribute("src")
        assert address is not None
        answer = page.request.get(address)
        assert answer.headers["content-type"] == "image/jpeg"
        assert b"Grandmother" not in answer.body()
        assert width_of(page, '#preview img[alt="A green bowl on a yellow cloth"]') == 192
        assert_accessible(page)


def file(name: str, data: bytes) -> FilePayload:
    return FilePayload(name=name, mimeType="image/jpeg", buffer=data)


def begin(page: Page, site: LiveSite) -> None:
    come_in(page, site.app, COOK)
    page.goto(FORM)
    page.get_by_label("Title").fill("Pea soup")


def text_of(site: LiveSite) -> str:
    """The text that was saved."""
    with site.app.app_context():
        head = db.session.scalars(select(Contribution)).one().head
        assert head is not None
        return head.text


def shot(page: Page, name: str) -> None:
    if folder := os.environ.get("SHOTS"):
        page.screenshot(path=f"{folder}/{name}.png", full_page=True)


def size_of(card: Locator) -> list[int]:
    """The size of the picture that a card shows, in its own pixels."""
    picture = card.locator(".photo-now")
    expect(picture).to_be_visible()
    found = picture.evaluate("(img) => [img.getAttribute('width'), img.getAttribute('height')]")
    return [int(each) for each in found]


class TestSeveralPictures:
    @pytest.mark.parametrize(
        ("screen", "colours"), [(Screen.PHONE, Colours.DARK), (Screen.DESKTOP, Colours.LIGHT)]
    )
    def test_each_is_sent_at_once_described_and_saved(
        self, visits: Visits, live_site: LiveSite, screen: Screen, colours: Colours
    ) -> None:
        visits.forgive("422")
        page = visits.person(screen, colours)
        begin(page, live_site)
        page.get_by_label("More pictures").set_input_files(
            [
                file("a.jpg", drawing("red", (1600, 1000))),
                file("b.jpg", b"no picture"),
                file("c.jpg", drawing("blue")),
            ]
        )
        cards = page.locator(".picture-card")
        expect(cards).to_have_count(2)
        fault = page.locator(".upload")
        expect(fault).to_contain_text("b.jpg")
        expect(fault).to_contain_text("This file is no photo.")
        cards.nth(0).get_by_label("What it shows").fill("A red bowl")
        cards.nth(1).get_by_label("It is only decoration").check()
        cards.nth(1).get_by_label("Where it goes").select_option("Below the method")
        expect(page.locator('#preview img[alt="A red bowl"]')).to_be_visible()
        assert_accessible(page)
        shot(page, f"several-{screen.name}")
        fault.get_by_role("button", name="All right").click()
        expect(fault).to_have_count(0)
        page.get_by_role("button", name="Save the draft").click()
        expect(page.locator("main")).to_contain_text("Your draft is saved")
        expect(page.locator(".picture-card")).to_have_count(2)
        text = text_of(live_site)
        assert 'alt="A red bowl"' in text
        assert 'alt="" .decorative' in text

    def test_pictures_can_be_dropped(self, visits: Visits, live_site: LiveSite) -> None:
        page = visits.person(Screen.DESKTOP)
        begin(page, live_site)
        drop = page.evaluate_handle(
            """async () => {
                const canvas = document.createElement("canvas");
                const blob = await new Promise((done) => canvas.toBlob(done, "image/png"));
                const drop = new DataTransfer();
                for (const name of ["a.png", "b.png"]) {
                    drop.items.add(new File([blob], name, { type: "image/png" }));
                }
                return drop;
            }"""
        )
        page.dispatch_event("[data-uploads] .dropzone", "drop", {"dataTransfer": drop})
        expect(page.locator(".picture-card")).to_have_count(2)

    def test_without_scripts_they_are_added_by_a_button(
        self, visits: Visits, live_site: LiveSite
    ) -> None:
        page = visits.person(Screen.PHONE, scripts=Scripts.BLOCKED)
        begin(page, live_site)
        page.get_by_label("More pictures").set_input_files([file("a.jpg", drawing())])
        page.get_by_role("button", name="Add what I chose").click()
        card = page.locator(".picture-card")
        expect(card).to_have_count(1)
        card.get_by_role("button", name="Turn right").click()
        assert card.locator(".photo-now").get_attribute("height") == "400"
        card.locator("summary").click()
        card.get_by_label("From the top").fill("50")
        card.get_by_label("Height").fill("50")
        card.get_by_role("button", name="Cut", exact=True).click()
        assert card.locator(".photo-now").get_attribute("height") == "200"
        card.get_by_label("What it shows").fill("A red bowl")
        shot(page, "without")
        page.get_by_role("button", name="Save the draft").click()
        expect(page.locator("main")).to_contain_text("Your draft is saved")
        assert 'alt="A red bowl"' in text_of(live_site)


class TestTurningAndCutting:
    def card(self, page: Page, site: LiveSite) -> Locator:
        begin(page, site)
        page.get_by_label("More pictures").set_input_files([file("a.jpg", drawing())])
        card = page.locator(".picture-card")
        expect(card).to_have_count(1)
        return card

    def test_a_picture_is_turned_in_place_and_the_button_keeps_the_focus(
        self, visits: Visits, live_site: LiveSite
    ) -> None:
        page = visits.person(Screen.PHONE)
        card = self.card(page, live_site)
        assert size_of(card) == [400, 200]
        card.get_by_label("What it shows").fill("A red bowl")
        card.get_by_role("button", name="Turn right").press("Enter")
        expect(card.locator('.photo-now[height="400"]')).to_be_visible()
        expect(card.get_by_role("button", name="Turn right")).to_be_focused()
        expect(card.get_by_label("What it shows")).to_have_value("A red bowl")

    def test_a_part_is_cut_out_by_keys(self, visits: Visits, live_site: LiveSite) -> None:
        page = visits.person(Screen.DESKTOP)
        card = self.card(page, live_site)
        card.locator("summary").click()
        corner = card.get_by_role("button", name="The bottom right corner")
        for _ in range(5):
            corner.press("Shift+ArrowLeft")
        expect(card.get_by_label("Width")).to_have_value("50")
        card.get_by_role("button", name="What is cut out").press("ArrowRight")
        expect(card.get_by_label("From the left")).to_have_value("1")
        assert_accessible(page)
        shot(page, "cutter-desktop")
        card.get_by_role("button", name="Cut", exact=True).click()
        expect(card.locator('.photo-now[width="200"]')).to_be_visible()

    def test_a_part_is_cut_out_by_a_finger_in_a_shape(
        self, visits: Visits, live_site: LiveSite
    ) -> None:
        page = visits.person(Screen.PHONE, Colours.DARK)
        card = self.card(page, live_site)
        card.locator("summary").click()
        card.get_by_label("Shape").select_option("Square")
        expect(card.get_by_label("From the left")).to_have_value("25")
        expect(card.get_by_label("Width")).to_have_value("50")
        frame = card.locator(".cutter-frame")
        frame.scroll_into_view_if_needed()
        box = frame.bounding_box()
        assert box is not None
        page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
        page.mouse.down()
        page.mouse.move(box["x"] - 300, box["y"] + box["height"] / 2, steps=4)
        page.mouse.up()
        expect(card.get_by_label("From the left")).to_have_value("0")
        assert_accessible(page)
        shot(page, "cutter-phone")
        card.get_by_role("button", name="Cut", exact=True).click()
        expect(card.locator('.photo-now[width="200"][height="200"]')).to_be_visible()
        card.locator("summary").click()
        card.get_by_role("button", name="Show all of it").click()
        expect(card.locator('.photo-now[width="400"]')).to_be_visible()
