from __future__ import annotations

import re

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from cookbook.accounts.guests import (
    digest_of_secret,
    find_guest_link,
    guest_of,
    is_seed,
    make_secret,
    new_seed,
    secret_of,
)
from cookbook.accounts.writing_back import private_address, write_to_author
from cookbook.cli.access_log import line_of
from cookbook.models import Contribution, GuestLink, now
from tests.factories.contributions import make_contribution
from tests.factories.guests import make_guest_link
from tests.factories.people import make_person
from tests.factories.volumes import make_volume

KEY = "a key of the tests"


@pytest.fixture
def soup(session: Session) -> Contribution:
    return make_contribution(session, make_volume(session), title="Stone soup")


@pytest.fixture
def link(session: Session, soup: Contribution) -> GuestLink:
    return make_guest_link(session, soup, KEY)


class TestSecrets:
    def test_one_has_125_bits_in_groups_that_can_be_typed(self) -> None:
        secrets = {make_secret(KEY, new_seed()) for _ in range(50)}
        assert len(secrets) == 50
        for each in secrets:
            assert re.fullmatch(r"(?:[0-9A-HJKMNP-TV-Z]{5}-){4}[0-9A-HJKMNP-TV-Z]{5}", each)

    def test_the_same_seed_gives_another_one_on_another_site(self) -> None:
        seed = new_seed()
        assert make_secret(KEY, seed) == make_secret(KEY, seed)
        assert make_secret(KEY, seed) != make_secret("another key", seed)

    def test_the_table_alone_gives_none_away(self, link: GuestLink) -> None:
        secret = secret_of(link, KEY)
        kept = [str(getattr(link, each.key)) for each in GuestLink.__table__.columns]
        assert secret
        assert not [each for each in kept if secret in each or secret.replace("-", "") in each]

    def test_the_log_of_requests_leaves_it_out(self) -> None:
        secret = make_secret(KEY, new_seed())
        assert secret not in line_of("GET", f"/mine/{secret}/edit", "200", 3)

    @pytest.mark.parametrize("written", ["", "x", "0" * 31, "g" * 32, "A" * 32, "0" * 33])
    def test_a_form_brings_no_seed_of_another_form(self, written: str) -> None:
        assert is_seed(new_seed())
        assert not is_seed(written)


class TestFindGuestLink:
    def test_it_finds_it_however_it_is_typed_from_paper(
        self, session: Session, link: GuestLink
    ) -> None:
        secret = secret_of(link, KEY)
        mistaken = secret.replace("0", "o").replace("1", "l")
        for typed in (secret, secret.lower(), secret.replace("-", ""), f" {mistaken} "):
            assert find_guest_link(session, typed) is link

    @pytest.mark.parametrize("typed", ["", "x", "A" * 10_000, "AAAAA-AAAAA-AAAAA-AAAAA-AAAAA"])
    def test_it_finds_nothing_by_anything_else(
        self, session: Session, link: GuestLink, typed: str
    ) -> None:
        assert link.id
        assert find_guest_link(session, typed) is None

    def test_the_digest_opens_nothing(self, session: Session, link: GuestLink) -> None:
        assert find_guest_link(session, link.digest[:60]) is None
        assert find_guest_link(session, link.seed) is None


class TestSecretOf:
    def test_a_site_with_a_new_key_can_make_none_but_still_knows_the_old(
        self, session: Session, link: GuestLink
    ) -> None:
        secret = secret_of(link, KEY)
        assert secret_of(link, "a new key") == ""
        assert find_guest_link(session, secret) is link
        assert link.digest == digest_of_secret(secret)


class TestGuestOf:
    def test_what_was_claimed_has_no_guest(self, session: Session, link: GuestLink) -> None:
        assert guest_of(session, link.contribution) is link
        link.claimed_at = now()
        session.flush()
        assert guest_of(session, link.contribution) is None

    def test_what_has_an_author_has_no_guest(self, session: Session, link: GuestLink) -> None:
        link.contribution.author = make_person(session)
        session.flush()
        assert guest_of(session, link.contribution) is None


class TestWriteToAuthor:
    def test_it_tells_whether_there_is_anybody_to_write_to(
        self, app: Flask, session: Session, soup: Contribution
    ) -> None:
        assert not write_to_author(soup, "About it", "curating_reopened", verdict="accept")
        link = make_guest_link(session, soup, str(app.secret_key), email="")
        assert not write_to_author(soup, "About it", "curating_reopened", verdict="accept")
        link.email = "rosa@example.org"
        assert write_to_author(soup, "About it", "curating_reopened", verdict="accept")

    def test_a_guest_is_led_to_their_private_page(
        self, app: Flask, session: Session, soup: Contribution
    ) -> None:
        link = make_guest_link(session, soup, str(app.secret_key))
        secret = secret_of(link, str(app.secret_key))
        assert private_address(link) == f"http://127.0.0.1:5000/mine/{secret}"
