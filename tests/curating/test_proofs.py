"""A text as printed pages, for who reviews it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from flask import Flask
from lxml import html as lxml_html
from sqlalchemy.orm import Session

from cookbook.models import Contribution, ContributionState, Person, Volume
from cookbook.publishing import proofs
from cookbook.publishing.proofs import PROOFS_KEY, ProofRoom
from tests.factories.contributions import make_contribution
from tests.factories.people import make_editor, make_person
from tests.factories.volumes import make_volume
from tests.site import SignIn


@pytest.fixture
def volume(session: Session) -> Volume:
    return make_volume(session, "Under One Roof")


@pytest.fixture
def editor(session: Session, volume: Volume) -> Person:
    return make_editor(session, volume, "Ines Duarte")


@pytest.fixture
def soup(session: Session, volume: Volume) -> Contribution:
    author, state = make_person(session, "Ada Obi"), ContributionState.SUBMITTED
    return make_contribution(session, volume, author, title="Stone soup", state=state)


@pytest.fixture
def room(app: Flask) -> Iterator[ProofRoom]:
    room: ProofRoom = app.extensions[PROOFS_KEY]
    yield room
    room.close()


def shown(sign_in: SignIn, editor: Person, soup: Contribution, way: str) -> lxml_html.HtmlElement:
    address = f"/editing/{soup.volume.slug}/review/{soup.id}"
    answer = sign_in(editor).get(address, query_string={"as": way, "shelf": "all"})
    return lxml_html.fromstring(answer.get_data(as_text=True))


@pytest.mark.usefixtures("room")
class TestPrintedProof:
    def test_an_editor_sees_the_pages_and_can_go_back(
        self, sign_in: SignIn, editor: Person, soup: Contribution
    ) -> None:
        document = shown(sign_in, editor, soup, "pages")
        (picture,) = document.xpath('//div[@class="printed-pages"]/img')
        assert picture.get("src").startswith("data:image/png;base64,")
        ways = {each.text: each for each in document.xpath('//nav[@class="ways"]/a')}
        assert ways["Printed pages"].get("aria-current") == "true"
        assert "shelf=all" in ways["Web page"].get("href")
        assert document.xpath('//details[@class="source"]/@open') == []

    def test_without_a_turn_the_web_page_is_shown_and_it_is_said(
        self,
        sign_in: SignIn,
        editor: Person,
        soup: Contribution,
        room: ProofRoom,
        monkeypatch: pytest.MonkeyPatch,
    ) -> None:
        monkeypatch.setattr(proofs, "WAIT_SECONDS", 0.01)
        with room.turn:
            document = shown(sign_in, editor, soup, "pages")
        assert "The press is busy with other texts" in document.text_content()
        assert document.xpath('//div[@class="sheet prose"]//h1')
