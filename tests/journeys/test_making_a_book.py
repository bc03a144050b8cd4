from __future__ import annotations

import io
import re
import zipfile
from pathlib import Path

import pytest
from lxml import etree
from PIL import Image
from playwright.sync_api import Page, expect
from pypdf import PdfReader

from cookbook.config import MailSettings, Settings
from tests.journeys.conftest import LiveSite
from tests.journeys.lines import field_of, write_lines
from tests.journeys.presses import working_press
from tests.servers.accessibility import assert_accessible
from tests.servers.browser import Colours, Screen, Visits
from tests.servers.databases import NewDatabase
from tests.servers.smtp import SmtpSink

PRESS_MS = 180_000
PASSWORD = "three words and a duck"  # noqa: S105 -- guards nothing
EDITOR, COOK = "Ines Duarte", "Olga Petrenko"
DISH = "Green borscht"
NOTE = "How much sorrel is a bunch? Please weigh it once."
IN_A_LINK = re.compile(r"https?://\S+")


@pytest.fixture
def live_settings(tmp_path: Path, new_database: NewDatabase, smtp_sink: SmtpSink) -> Settings:
    return Settings(
        tmp_path / "instance",
        new_database(),
        secret_key="a secret of the journeys, long enough",  # noqa: S106 -- guards nothing
        limits=False,
        mail=MailSettings(smtp_sink.host, smtp_sink.port, sender="book@example.org"),
    )


class TestMakingABook:
    def test_it_goes_from_a_phone_over_an_editors_desk_to_any_readers_shelf(
        self, visits: Visits, live_site: LiveSite, live_settings: Settings, smtp_sink: SmtpSink
    ) -> None:
        desk = visits.person(Screen.DESKTOP)
        register(desk, EDITOR, "ines@example.org", smtp_sink)
        found_volume(desk, "The Street Book")
        phone = visits.person(Screen.PHONE, Colours.DARK)
        register(phone, COOK, "olga@example.org", smtp_sink)
        hand_in(phone)

        ask_for_changes(desk)
        mail = mail_to("olga@example.org", smtp_sink)
        assert NOTE in mail
        revise(phone)
        accept(desk)
        with working_press(live_settings):
            release(desk)

        reader = visits.person(Screen.PHONE)
        epub, pdf = take_home(reader)
        assert_in_epub(epub)
        assert_in_pdf(pdf)
        read(reader)
        assert live_site.address in mail


def register(page: Page, name: str, email: str, smtp_sink: SmtpSink) -> None:
    """Join, and follow the link in the mail."""
    page.goto("/register")
    page.get_by_label("Your name").fill(name)
    page.get_by_label("E-mail address").fill(email)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Join").click()
    expect(page.get_by_role("heading", name="Look into your mail")).to_be_visible()
    page.goto(link_in(mail_to(email, smtp_sink)))
    page.get_by_role("button", name="Yes, let me in").click()
    expect(page.locator(".account")).to_contain_text(name)


def mail_to(email: str, smtp_sink: SmtpSink) -> str:
    """Give the text of the newest mail to somebody; mails are sent while pages are shown."""
    for count in range(1, 12):
        for each in reversed(smtp_sink.wait_for(count)):
            if email in each.recipients:
                if len(smtp_sink.messages) > count:
                    break
                return str(each.message.get_content())
    raise AssertionError(f"no mail came to {email}")


def link_in(mail: str) -> str:
    found = IN_A_LINK.search(mail)
    assert found, mail
    return found[0]


def found_volume(page: Page, title: str) -> None:
    """Found a volume and call for recipes, as the first who came and so runs the site."""
    page.goto("/editing")
    page.get_by_role("link", name="Found a volume").first.click()
    page.get_by_label("Title").fill(title)
    page.get_by_label("Language").fill("en-GB")
    page.get_by_role("button", name="Found it").click()
    page.goto("/editing/the-street-book/call")
    page.get_by_label("Title of the call").fill("What is your soup?")
    page.get_by_label("What you are looking for").fill("One soup from every door.")
    page.get_by_role("button", name="Save the call").click()
    page.goto("/books/the-street-book")
    expect(page.locator("main")).to_contain_text("What is your soup?")


def hand_in(page: Page) -> None:
    """Find the call, write a recipe with a photo, see it, and hand it in."""
    page.goto("/contributions")
    page.get_by_role("link", name="Write something").click()
    page.get_by_role("link", name="Write a recipe").click()
    page.get_by_label("Title").fill(DISH)
    write_lines(page, "ingredients", "1 bunch of sorrel\n2 potatoes\n1.5 litres water\n2 eggs")
    write_lines(page, "method", "Boil the potatoes.\nAdd the sorrel.\nEggs, halved, on top.")
    page.get_by_label("A photo").set_input_files(
        {"name": "IMG_0042.JPG", "mimeType": "image/jpeg", "buffer": photo()}
    )
    page.get_by_label("What the photo shows").fill("A plate of green soup with half an egg")
    page.get_by_label("The story of the dish").fill("From my aunt in Poltava.")
    expect(page.locator("#preview")).to_contain_text("Add the sorrel.")
    assert_accessible(page)
    page.get_by_role("button", name="Hand it in").click()
    expect(page.get_by_role("heading", name=DISH).first).to_be_visible()
    expect(page.locator(".now")).to_contain_text("Handed in")


def photo() -> bytes:
    file = io.BytesIO()
    Image.new("RGB", (800, 600), "#4c6a3c").save(file, "JPEG")
    return file.getvalue()


def ask_for_changes(page: Page) -> None:
    page.goto("/editing/the-street-book/queue")
    page.get_by_role("link", name=DISH).click()
    expect(page.locator(".sheet")).to_contain_text("From my aunt in Poltava.")
    page.get_by_label("Note to the author").fill(NOTE)
    page.get_by_role("button", name="Ask for changes").click()
    expect(page.locator("main")).to_contain_text("goes back to its author with your note")


def revise(page: Page) -> None:
    page.goto("/contributions")
    expect(page.locator("main")).to_contain_text(NOTE)
    page.get_by_role("link", name="Go on writing").click()
    expect(field_of(page, "ingredients")).to_have_value(re.compile("1 bunch of sorrel"))
    write_lines(page, "ingredients", "150 g sorrel\n2 potatoes\n1.5 litres water\n2 eggs")
    page.get_by_role("button", name="Hand it in").click()
    expect(page.locator(".now")).to_contain_text("Handed in")


def accept(page: Page) -> None:
    """Read what changed, accept it into the book's one part."""
    page.goto("/editing/the-street-book/queue")
    page.get_by_role("link", name=DISH).click()
    expect(page.locator("section[aria-labelledby=changes]")).to_contain_text("150 g sorrel")
    page.get_by_label("If you accept, place it in").select_option(index=1)
    page.get_by_role("button", name="Accept").click()
    expect(page.locator("main")).to_contain_text("is accepted")


def release(page: Page) -> None:
    """Release the edition, and watch the press until it is done."""
    page.goto("/editing/the-street-book/release")
    page.get_by_label("A note to readers").fill("The first of our street.")
    page.get_by_role("button", name="Release edition 1").click()
    page.wait_for_url("**/builds/*")
    expect(page.locator("main")).to_contain_text(re.compile("EPUB"), timeout=PRESS_MS)
    assert_accessible(page)


def take_home(page: Page) -> tuple[bytes, bytes]:
    """Find the book on the shelf, and download both files."""
    page.goto("/")
    page.get_by_role("link", name="The Street Book").first.click()
    expect(page.locator("main")).to_contain_text(COOK)
    found = []
    for name in ("EPUB", "PDF"):
        with page.expect_download() as waiting:
            page.locator(".formats a").filter(has_text=name).first.click()
        assert waiting.value.suggested_filename.endswith(f".{name.lower()}")
        found.append(Path(waiting.value.path()).read_bytes())
    return found[0], found[1]


def assert_in_epub(data: bytes) -> None:
    with zipfile.ZipFile(io.BytesIO(data)) as epub:
        assert epub.namelist()[0] == "mimetype"
        pages = {
            name: " ".join(map(str, etree.fromstring(epub.read(name)).itertext()))
            for name in epub.namelist()
            if name.endswith(".xhtml")
        }
        pictures = [name for name in epub.namelist() if name.endswith(".jpg")]
    assert any("150 g sorrel" in re.sub(r"\s+", " ", words) for words in pages.values())
    assert any(COOK in words for words in pages.values())
    assert pictures


def assert_in_pdf(data: bytes) -> None:
    pages = [page.extract_text() for page in PdfReader(io.BytesIO(data)).pages]
    words = re.sub(r"\s+", " ", " ".join(pages))
    assert "sorrel" in words
    assert COOK in words


def read(page: Page) -> None:
    """Read the recipe in the browser, and find it by what goes in."""
    page.goto("/search")
    page.get_by_role("searchbox", name="Search all books").fill("sorrel")
    page.get_by_role("button", name="Search").click()
    page.locator("#results").get_by_role("link", name=DISH).first.click()
    expect(page.get_by_role("heading", name=DISH).first).to_be_visible()
    expect(page.locator("body")).to_contain_text("sorrel")
    expect(page.get_by_role("img", name="A plate of green soup").first).to_be_visible()
    assert_accessible(page)
