"""The catalogue shows what is released, says what to do, and asks little of a database."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from flask import Flask
from flask.testing import FlaskClient
from lxml import etree
from lxml import html as lxml_html
from sqlalchemy import event
from sqlalchemy.engine import Engine
from sqlalchemy.orm import Session

from cookbook.archive.searching import EntryWords
from cookbook.models import ContributionState, EditionState, now
from tests.factories.checks import CHECKS_FOUND
from tests.factories.contributions import make_contribution
from tests.factories.editions import contents_line, make_edition, put_entry
from tests.factories.people import make_admin, make_editor, make_person
from tests.factories.volumes import make_call, make_volume
from tests.reading.conftest import Shelf
from tests.site import SignIn

STATEMENTS = 16
"""How many a page may need, whatever it shows."""


def page(browser: FlaskClient, address: str, status: int = 200) -> lxml_html.HtmlElement:
    answer = browser.get(address)
    assert answer.status_code == status
    return lxml_html.document_fromstring(answer.get_data(as_text=True))


def words(root: lxml_html.HtmlElement) -> str:
    return " ".join(root.text_content().split())


def links(root: lxml_html.HtmlElement) -> dict[str, str]:
    return {words(each): each.get("href") or "" for each in root.iter("a")}


@contextmanager
def counted() -> Iterator[list[str]]:
    """The statements that are sent meanwhile, savepoints aside."""
    sent: list[str] = []

    def hear(*given: object) -> None:
        statement = str(given[2])
        if "SAVEPOINT" not in statement:
            sent.append(statement)

    event.listen(Engine, "before_cursor_execute", hear)
    try:
        yield sent
    finally:
        event.remove(Engine, "before_cursor_execute", hear)


class TestHome:
    def test_the_first_to_come_is_told_to_register(self, client: FlaskClient) -> None:
        root = page(client, "/")
        assert links(root)["Register and run this site"] == "/register"

    def test_who_runs_the_site_is_told_to_make_a_book(
        self, session: Session, sign_in: SignIn
    ) -> None:
        root = page(sign_in(make_admin(session)), "/")
        assert links(root)["Make a book"] == "/editing/new"

    def test_others_are_told_that_there_is_nothing_yet(
        self, session: Session, client: FlaskClient
    ) -> None:
        make_person(session)
        session.commit()
        assert "No book has been released yet" in words(page(client, "/"))

    def test_it_shows_a_released_book_with_its_cover(
        self, client: FlaskClient, shelf: Shelf
    ) -> None:
        root = page(client, "/")
        assert links(root)["Crème & Soups"] == shelf.address
        assert root.xpath("//img/@src") == [f"{shelf.address}/1/cover?w=320"]

    def test_it_shows_a_books_released_title_not_that_of_its_draft(
        self, session: Session, client: FlaskClient, shelf: Shelf
    ) -> None:
        shelf.volume.title = "A working title"
        session.commit()
        assert "working title" not in words(page(client, "/"))
        assert "working title" not in words(page(client, shelf.address))

    @pytest.mark.parametrize("state", [EditionState.PRESSING, EditionState.FAILED])
    def test_it_keeps_silent_of_what_is_not_released(
        self, session: Session, client: FlaskClient, state: EditionState
    ) -> None:
        make_edition(session, make_volume(session, "Secret soups"), state=state)
        session.commit()
        assert "Secret soups" not in words(page(client, "/"))

    def test_it_leads_from_an_open_call_to_writing(
        self, session: Session, client: FlaskClient
    ) -> None:
        volume = make_volume(session, "Breads", slug="breads")
        make_call(session, volume, title="Bring bread", wanted=["Rye"])
        session.commit()
        root = page(client, "/")
        assert links(root)["Write for this book"] == "/books/breads/contribute"
        assert "Rye" in words(root)

    def test_a_call_that_is_over_asks_for_nothing(
        self, session: Session, client: FlaskClient
    ) -> None:
        past = now() - dt.timedelta(hours=1)
        make_call(session, make_volume(session), title="Bring bread", closes_at=past)
        session.commit()
        assert "Bring bread" not in words(page(client, "/"))

    def test_an_editor_sees_the_book_in_the_making_and_others_do_not(
        self, session: Session, client: FlaskClient, sign_in: SignIn
    ) -> None:
        volume = make_volume(session, "Quiet soups")
        editor = sign_in(make_editor(session, volume))
        assert "Quiet soups" in words(page(editor, "/"))
        assert "Quiet soups" not in words(page(client, "/"))

    def test_it_asks_as_much_of_the_database_for_many_books_as_for_one(
        self, session: Session, client: FlaskClient
    ) -> None:
        def add_book(number: int) -> None:
            volume = make_volume(session, f"Book {number}")
            make_edition(session, volume)
            make_call(session, volume)
            session.commit()
            session.expunge_all()

        add_book(1)
        client.get("/")
        with counted() as one:
            client.get("/")
        for number in range(2, 12):
            add_book(number)
        with counted() as many:
            client.get("/")
        assert len(many) == len(one) <= STATEMENTS


class TestVolume:
    def test_it_leads_into_the_reader_at_every_entry(
        self, client: FlaskClient, shelf: Shelf
    ) -> None:
        root = page(client, shelf.address)
        reader = f"{shelf.address}/1/read"
        found = links(root)
        assert found["Read it here"] == f"{reader}/index.html"
        assert found["Foreword Ines Duarte"] == f"{reader}/foreword.html"
        assert found["Stone soup Ada Obi and Li Wei"] == f"{reader}/stone-soup.html"
        assert "A heading" not in words(root)

    def test_it_offers_files_with_size_and_checksum(
        self, client: FlaskClient, shelf: Shelf
    ) -> None:
        root = page(client, shelf.address)
        (epub,) = root.xpath("//a[contains(@href, '.epub')]")
        assert epub.get("href") == f"{shelf.address}/1/files/creme-soups-edition-1.epub"
        assert "2 kB" in words(epub)
        sums = {file.path: file.digest for file in shelf.edition.files}
        assert sums["creme-soups.epub"] in words(root)

    def test_it_names_people_once_with_their_towns(self, client: FlaskClient, shelf: Shelf) -> None:
        root = page(client, shelf.address)
        names = [words(each) for each in root.xpath("//ul[@class='names']/li")]
        assert names == ["Ada Obi, Lagos", "Ines Duarte", "Li Wei"]

    def test_it_links_the_licence_by_its_full_name(self, client: FlaskClient, shelf: Shelf) -> None:
        found = links(page(client, shelf.address))
        name = "Creative Commons Attribution-ShareAlike 4.0 (CC-BY-SA-4.0)"
        assert found[name] == "https://creativecommons.org/licenses/by-sa/4.0/"

    def test_its_linked_data_is_a_book_and_ends_where_it_should(
        self, client: FlaskClient, shelf: Shelf
    ) -> None:
        (block,) = page(client, shelf.address).xpath("//script[@type='application/ld+json']")
        data = json.loads(block.text)
        assert (data["@type"], data["name"]) == ("Book", "Crème & Soups")
        assert data["description"] == "Forty soups </script><b>."

    def test_it_says_its_one_address_and_its_picture(
        self, client: FlaskClient, shelf: Shelf
    ) -> None:
        root = page(client, shelf.address)
        assert root.xpath("//link[@rel='canonical']/@href") == [f"http://localhost{shelf.address}"]
        (picture,) = root.xpath("//meta[@property='og:image']/@content")
        assert client.get(picture).mimetype == "image/jpeg"

    def test_an_older_edition_leads_to_the_newest(
        self, session: Session, client: FlaskClient, shelf: Shelf
    ) -> None:
        make_edition(session, shelf.volume, title="Crème & Soups")
        session.commit()
        old = page(client, f"{shelf.address}/1")
        assert "There is a newer edition of this book" in words(old)
        assert links(old)["Go to the second edition"] == shelf.address
        assert "newer edition" not in words(page(client, shelf.address))
        assert "newer edition" not in words(page(client, f"{shelf.address}/2"))

    def test_an_edition_that_is_not_released_is_not_there(
        self, session: Session, client: FlaskClient, shelf: Shelf
    ) -> None:
        make_edition(session, shelf.volume, state=EditionState.PRESSING)
        session.commit()
        page(client, f"{shelf.address}/2", status=404)
        assert "Second edition" not in words(page(client, shelf.address))

    def test_without_an_edition_it_counts_what_is_accepted_and_shows_none_of_it(
        self, session: Session, client: FlaskClient
    ) -> None:
        volume = make_volume(session, "Breads", slug="breads")
        make_call(session, volume)
        make_contribution(session, volume, title="Rye", state=ContributionState.ACCEPTED)
        make_contribution(session, volume, title="Oat", state=ContributionState.DRAFT)
        session.commit()
        said = words(page(client, "/books/breads"))
        assert "1 recipe accepted" in said
        assert "Rye" not in said
        assert "Oat" not in said

    def test_an_editor_is_led_to_editing(
        self, session: Session, client: FlaskClient, sign_in: SignIn, shelf: Shelf
    ) -> None:
        editor = sign_in(make_editor(session, shelf.volume))
        assert "Edit this book" in links(page(editor, shelf.address))
        assert "Edit this book" not in links(page(client, shelf.address))

    def test_it_says_what_tools_found_in_the_book(
        self, session: Session, client: FlaskClient, shelf: Shelf
    ) -> None:
        assert "checks passed" not in words(page(client, shelf.address))
        shelf.edition.facts = {**shelf.edition.facts, "checks": CHECKS_FOUND}
        session.commit()
        said = words(page(client, shelf.address))
        assert "1 of 2 checks passed" in said
        assert "page 3: a photo of 90 dpi" in said

    def test_hostile_titles_are_text(self, session: Session, client: FlaskClient) -> None:
        title = '<img src=x onerror="alert(1)">'
        volume = make_volume(session, title, slug="hostile")
        facts = {"contents": [contents_line(title, 'x".html', byline=title)]}
        make_edition(session, volume, facts=facts)
        session.commit()
        root = page(client, "/books/hostile")
        assert not root.xpath("//@onerror")
        assert title in words(root)

    def test_it_needs_few_statements_for_650_entries(
        self, session: Session, client: FlaskClient
    ) -> None:
        volume = make_volume(session, "Big", slug="big")
        lines = [
            contents_line(f"Dish {n}", f"dish-{n}.html", byline=f"Cook {n % 150}")
            for n in range(650)
        ]
        edition = make_edition(session, volume, facts={"contents": lines})
        for number in range(30):
            put_entry(session, edition, EntryWords(f"Dish {number}", f"Cook {number}"))
        session.commit()
        for address in ("/books/big", "/search?q=dish"):
            session.expunge_all()
            with counted() as sent:
                page(client, address)
            assert len(sent) <= STATEMENTS


class TestSearch:
    def test_it_leads_to_the_page_of_what_it_found(self, client: FlaskClient, shelf: Shelf) -> None:
        root = page(client, "/search?q=stone")
        assert links(root)["Stone soup"] == f"{shelf.address}/1/read/page-1.html"
        assert [words(each) for each in root.xpath("//h2//mark")] == ["Stone"]

    def test_it_looks_in_the_newest_editions_only(
        self, session: Session, client: FlaskClient, shelf: Shelf
    ) -> None:
        newer = make_edition(session, shelf.volume)
        put_entry(session, newer, EntryWords("Nail soup"))
        put_entry(
            session,
            make_edition(session, shelf.volume, state=EditionState.PRESSING),
            EntryWords("Axe soup"),
        )
        session.commit()
        found = links(page(client, "/search?q=soup"))
        assert "Nail soup" in found
        assert "Stone soup" not in found
        assert "Axe soup" not in found

    def test_it_keeps_its_filters_over_pages(
        self, session: Session, client: FlaskClient, shelf: Shelf
    ) -> None:
        for number in range(25):
            put_entry(session, shelf.edition, EntryWords(f"Porridge {number}"))
        session.commit()
        slug = shelf.volume.slug
        root = page(client, f"/search?q=porridge&volume={slug}&kind=recipe")
        (after,) = root.xpath("//a[@rel='next']/@href")
        assert "21–25 of 25" in words(page(client, after))
        assert f"volume={slug}" in after
        assert "kind=recipe" in after

    def test_who_finds_nothing_is_told_what_to_try(self, client: FlaskClient, shelf: Shelf) -> None:
        root = page(client, "/search?q=zebra&kind=recipe")
        assert "Nothing found for “zebra”" in words(root)
        assert links(root)["Search everything"] == "/search?q=zebra"
        assert shelf.edition

    def test_before_the_first_release_it_says_so(self, client: FlaskClient) -> None:
        assert "nothing to search yet" in words(page(client, "/search?q=soup"))

    def test_while_one_types_it_answers_with_the_results_alone(
        self, client: FlaskClient, shelf: Shelf
    ) -> None:
        answer = client.get("/search?q=sto", headers={"HX-Request": "1", "HX-Target": "results"})
        assert "<html" not in answer.text
        assert "Stone" in answer.text
        assert "HX-Target" in answer.headers["Vary"]
        assert shelf.edition

    @pytest.mark.parametrize(
        "asked",
        [
            "page=0",
            "page=-3",
            "page=x",
            "page=99999999999999999999",
            "kind=x",
            "volume=%00",
            "q=%00",
        ],
    )
    def test_no_address_is_an_error(self, client: FlaskClient, shelf: Shelf, asked: str) -> None:
        assert client.get(f"/search?q=soup&{asked}").status_code == 200
        assert shelf.edition


class TestForMachines:
    def test_the_feed_tells_new_editions(
        self, session: Session, client: FlaskClient, shelf: Shelf
    ) -> None:
        make_edition(session, shelf.volume, title="Soups\x0b & more", note="Mended <b>.")
        session.commit()
        answer = client.get("/feed.atom")
        assert answer.mimetype == "application/atom+xml"
        root = etree.fromstring(answer.data)
        names = {"a": "http://www.w3.org/2005/Atom"}
        titles = root.xpath("a:entry/a:title/text()", namespaces=names)
        assert titles == ["Soups & more, second edition", "Crème & Soups, first edition"]
        assert len({each.text for each in root.iter("{*}id")}) == 3

    def test_pages_tell_where_the_feed_is(self, client: FlaskClient, shelf: Shelf) -> None:
        for address in ("/", shelf.address):
            found = page(client, address).xpath("//link[@type='application/atom+xml']/@href")
            assert found == ["/feed.atom"]

    def test_an_empty_feed_is_one(self, client: FlaskClient) -> None:
        assert etree.fromstring(client.get("/feed.atom").data).tag.endswith("feed")

    def test_the_map_names_public_pages_that_are_there(
        self, session: Session, client: FlaskClient, shelf: Shelf
    ) -> None:
        make_edition(session, make_volume(session, slug="hidden"), state=EditionState.PRESSING)
        session.commit()
        root = etree.fromstring(client.get("/sitemap.xml").data)
        places = [each.text for each in root.iter("{*}loc")]
        assert places == [
            "http://localhost/",
            f"http://localhost{shelf.address}",
            f"http://localhost{shelf.address}/1/read/index.html",
            f"http://localhost{shelf.address}/1/read/page-1.html",
        ]

    def test_robots_are_told_of_the_map(self, app: Flask, client: FlaskClient) -> None:
        assert "Sitemap: http://localhost/sitemap.xml" in client.get("/robots.txt").text
        assert app
