"""A chapter from a file: seen in the form, kept with its original when it is saved."""

from __future__ import annotations

import io

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from cookbook.contributing.receiving.sources import add_sources
from cookbook.extensions import get_storage
from cookbook.models import Contribution, Original, OriginalWay, Person, Volume
from tests.contributing.browsing import only, page, words_of
from tests.exchange.documents_made import made_by_pandoc, photo, zipped
from tests.factories.people import make_person
from tests.factories.volumes import make_volume
from tests.site import SignIn

TWO = "---\ntitle: Two\n---\n\n# One\n\nFirst words.\n\n# Other\n\nLast words.\n"


def _send(browser: FlaskClient, volume: Volume, data: bytes, name: str) -> object:
    return browser.post(
        f"/books/{volume.slug}/contribute/file", data={"file": (io.BytesIO(data), name)}
    )


def _fields(response: object) -> dict[str, str]:
    form = page(response).get_element_by_id("writing")
    left_out = {"csrf_token", "photo_file", "action"}
    return {name: value or "" for name, value in form.form_values() if name not in left_out}


def _save(browser: FlaskClient, volume: Volume, fields: dict[str, str]) -> None:
    answer = browser.post(
        f"/books/{volume.slug}/contribute/chapter", data={**fields, "action": "save"}
    )
    assert answer.location.endswith("/edit")


@pytest.fixture
def browser(sign_in: SignIn, ana: Person) -> FlaskClient:
    return sign_in(ana)


class TestReceiveFile:
    def test_the_page_leads_from_where_one_begins(
        self, browser: FlaskClient, volume: Volume
    ) -> None:
        start = browser.get(f"/books/{volume.slug}/contribute").text
        assert f"/books/{volume.slug}/contribute/file" in start
        said = words_of(browser.get(f"/books/{volume.slug}/contribute/file"))
        assert "A chapter from a file" in said

    def test_a_word_document_fills_the_form_and_nothing_is_saved_yet(
        self, browser: FlaskClient, session: Session, volume: Volume
    ) -> None:
        answer = _send(browser, volume, made_by_pandoc("docx"), "rich.docx")
        fields = _fields(answer)
        assert fields["title"] == "A rich text"
        assert fields["by"].split("\n") == ["Ada Obi", "Jon Vik"] or "Ada Obi" in fields["by"]
        assert "## Sampling" in fields["body"]
        assert "filled from rich.docx" in words_of(answer)
        assert session.scalars(select(Contribution)).all() == []
        assert session.scalars(select(Original)).all() == []

    def test_saving_keeps_the_file_and_gives_the_chapter_its_pictures(
        self, browser: FlaskClient, session: Session, volume: Volume
    ) -> None:
        data = made_by_pandoc("docx")
        _save(browser, volume, _fields(_send(browser, volume, data, "rich.docx")))
        made = only(session)
        original = session.scalars(select(Original)).one()
        assert (original.way, original.name) == (OriginalWay.FILE, "rich.docx")
        assert original.revision == made.head
        assert original.digest is not None
        with browser.application.app_context():
            assert get_storage().read(original.digest) == data
        assert made.head is not None
        (file,) = [each for each in volume.files if each.path.startswith("images/")]
        assert file.contribution_id == made.id
        assert f"](../{file.path})" in made.head.text
        shown = browser.get(f"/contributions/{made.id}/pictures/{file.path}")
        assert shown.mimetype in ("image/png", "image/jpeg")

    def test_a_file_that_names_nobody_is_signed_by_who_sent_it(
        self, browser: FlaskClient, volume: Volume
    ) -> None:
        fields = _fields(_send(browser, volume, b"# Soup\n\nWords.\n", "soup.md"))
        assert (fields["title"], fields["by"].strip()) == ("Soup", "Ana Duarte")

    def test_what_could_not_come_along_stands_above_the_form_and_with_the_original(
        self, browser: FlaskClient, session: Session, volume: Volume
    ) -> None:
        text = b"# Soup\n\n## Stones\n\n![The mill](mill.emf)\n"
        answer = _send(browser, volume, text, "soup.md")
        assert "In the section “Stones”" in words_of(answer)
        assert "The mill" in words_of(answer)
        _save(browser, volume, _fields(answer))
        original = session.scalars(select(Original)).one()
        assert [each["place"] for each in original.remarks] == ["Stones"]

    @pytest.mark.parametrize(
        ("data", "words"),
        [
            (b"%PDF-1.7", "PDF"),
            (b"", "Choose a file first"),
            (zipped({"../a.md": "x"}), "leads out"),
        ],
    )
    def test_what_can_not_be_taken_is_said_with_what_to_do(
        self, browser: FlaskClient, volume: Volume, data: bytes, words: str
    ) -> None:
        answer = _send(browser, volume, data, "chapter.docx" if data else "")
        assert answer.status_code == 200  # type: ignore[attr-defined]
        assert words in words_of(answer)

    def test_an_e_book_lets_one_choose_the_chapter(
        self, browser: FlaskClient, volume: Volume
    ) -> None:
        answer = _send(browser, volume, made_by_pandoc("epub", TWO), "two.epub")
        boxes = page(answer).xpath("//input[@name='part']")
        labels = page(answer).xpath("//li[@class='choice']/label/text()")
        number = next(n for n, words in enumerate(labels, 1) if words.strip() == "Other")
        assert len(boxes) >= 2
        kept = page(answer).xpath("//input[@name='kept']/@value")[0]
        chosen = browser.post(
            f"/books/{volume.slug}/contribute/file",
            data={"kept": kept, "part": str(number), "action": "open"},
        )
        fields = _fields(chosen)
        assert fields["title"] == "Other"
        assert "Last words." in fields["body"]

    def test_several_chapters_become_a_draft_each(
        self, browser: FlaskClient, session: Session, volume: Volume
    ) -> None:
        answer = _send(browser, volume, made_by_pandoc("docx", TWO), "two.docx")
        kept = page(answer).xpath("//input[@name='kept']/@value")[0]
        browser.post(
            f"/books/{volume.slug}/contribute/file",
            data={"kept": kept, "part": ["2", "3"], "action": "drafts"},
        )
        made = session.scalars(select(Contribution).order_by(Contribution.id)).all()
        assert [each.title for each in made] == ["One", "Other"]
        assert len(session.scalars(select(Original)).all()) == 2

    def test_nobody_claims_a_file_that_somebody_else_sent(
        self, browser: FlaskClient, sign_in: SignIn, session: Session, volume: Volume
    ) -> None:
        answer = _send(browser, volume, made_by_pandoc("docx", TWO), "two.docx")
        kept = page(answer).xpath("//input[@name='kept']/@value")[0]
        other = sign_in(make_person(session, "Eve"))
        said = other.post(f"/books/{volume.slug}/contribute/file", data={"kept": kept, "part": "1"})
        assert "Choose a file first" in words_of(said)

    def test_pictures_are_shown_beside_the_form_before_it_is_saved_and_to_nobody_else(
        self, browser: FlaskClient, sign_in: SignIn, session: Session, volume: Volume
    ) -> None:
        archive = zipped({"a.md": "# T\n\n![A fish](fish.png)\n", "fish.png": photo()})
        fields = _fields(_send(browser, volume, archive, "a.zip"))
        shown = browser.post(f"/books/{volume.slug}/contribute/chapter/preview", data=fields)
        (address,) = page(shown).xpath("//img/@src")
        assert browser.get(address).mimetype in ("image/png", "image/jpeg")
        other = sign_in(make_person(session, "Eve"))
        assert other.get(address).status_code == 404

    def test_a_book_that_asks_for_nothing_takes_no_file(
        self, sign_in: SignIn, session: Session
    ) -> None:
        closed = make_volume(session, "Closed")
        browser = sign_in(make_person(session, "Eve"))
        answer = browser.get(f"/books/{closed.slug}/contribute/file")
        assert answer.status_code == 404 or "not asking" in words_of(answer)

    def test_the_same_pictures_in_two_texts_lie_beside_each_other(
        self, browser: FlaskClient, session: Session, volume: Volume
    ) -> None:
        archive = zipped({"a.md": "# T\n\n![A fish](fish.png)\n", "fish.png": photo()})
        for title in ("One", "Two"):
            fields = _fields(_send(browser, volume, archive, "a.zip"))
            _save(browser, volume, {**fields, "title": title})
        session.refresh(volume)
        assert len({each.contribution_id for each in volume.files}) == 2


class TestSources:
    def test_the_sources_that_a_text_cites_come_along_when_it_is_saved(
        self, browser: FlaskClient, session: Session, volume: Volume
    ) -> None:
        bib = "@book{knuth, title={Art}, author={Knuth, D.}, year={1984}}\n@book{other, title={X}}"
        text = "\\documentclass{article}\\begin{document}As told \\cite{knuth}.\\end{document}"
        answer = _send(browser, volume, zipped({"a.tex": text, "a.bib": bib}), "a.zip")
        assert volume.bibliography == ""
        _save(browser, volume, _fields(answer))
        session.refresh(volume)
        assert "{knuth," in volume.bibliography
        assert "other" not in volume.bibliography

    def test_what_the_book_has_under_a_key_stays(
        self, session: Session, volume: Volume, ana: Person
    ) -> None:
        volume.bibliography = "@book{knuth,\n  title = {The Art},\n}\n"
        more = "@book{knuth, title={Other}}\n\n@book{lamport, title={LaTeX}}"
        add_sources(session, volume, more, person=ana)
        assert "title = {The Art}" in volume.bibliography
        assert "Other" not in volume.bibliography
        assert "@book{lamport, title={LaTeX}}" in volume.bibliography
