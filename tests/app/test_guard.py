"""Every route, asked for by everybody, against the permission table."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from enum import StrEnum
from http import HTTPStatus

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session
from werkzeug.routing import AnyConverter, BaseConverter, IntegerConverter, Rule

from cookbook.accounts.permissions import ROUTES, Access
from cookbook.accounts.roles import give_role
from cookbook.extensions import SETTINGS_KEY
from cookbook.models import (
    Build,
    BuildPurpose,
    Contribution,
    ContributionState,
    Volume,
    VolumeRoleName,
    now,
)
from tests.factories.contributions import make_contribution
from tests.factories.people import make_admin, make_editor, make_person
from tests.factories.volumes import make_call, make_volume
from tests.site import SignIn

LET_IN = "let in"
ASKED = ("GET", "POST")
OF_A_THING = ("slug", "contribution_id", "build_id")


class Who(StrEnum):
    NOBODY = "nobody"
    STRANGER = "a stranger"
    CONTRIBUTOR = "a contributor"
    AUTHOR = "the author"
    EDITOR = "an editor"
    OTHER_EDITOR = "an editor of another volume"
    ADMINISTRATOR = "an administrator"


class Shown(StrEnum):
    PUBLIC = "public"
    PRIVATE = "private"


EVERYBODY = frozenset(Who)
SIGNED_IN = EVERYBODY - {Who.NOBODY}
AT_WORK = frozenset({Who.CONTRIBUTOR, Who.AUTHOR, Who.EDITOR, Who.ADMINISTRATOR})
EDITORS = frozenset({Who.EDITOR, Who.ADMINISTRATOR})
ADMINISTRATORS = frozenset({Who.ADMINISTRATOR})

MAY = {
    Access.EVERYONE: (EVERYBODY, EVERYBODY),
    Access.SIGNED_IN: (SIGNED_IN, SIGNED_IN),
    Access.READER: (EVERYBODY, AT_WORK),
    Access.CONTRIBUTOR: (SIGNED_IN, AT_WORK),
    Access.AUTHOR: (EDITORS | {Who.AUTHOR}, EDITORS | {Who.AUTHOR}),
    Access.OWNER: (frozenset({Who.AUTHOR}), frozenset({Who.AUTHOR})),
    Access.EDITOR: (EDITORS, EDITORS),
    Access.FOUNDER: (EDITORS | {Who.OTHER_EDITOR}, EDITORS | {Who.OTHER_EDITOR}),
    Access.ADMINISTRATOR: (ADMINISTRATORS, ADMINISTRATORS),
    Access.OUTBOX: (ADMINISTRATORS, ADMINISTRATORS),
}
"""Who may, of a public volume and of a private one, where its contribution has been handed in."""
OF_A_VOLUME = frozenset(
    {Access.READER, Access.CONTRIBUTOR, Access.AUTHOR, Access.OWNER, Access.EDITOR}
)


def rules(app: Flask) -> list[Rule]:
    """Every route, by endpoint."""
    return sorted(app.url_map.iter_rules(), key=lambda rule: (rule.endpoint, rule.rule))


def some_value(kind: BaseConverter) -> object:
    """Something that a part of an address may say."""
    if isinstance(kind, AnyConverter):
        return min(kind.items)
    return 1 if isinstance(kind, IntegerConverter) else "x"


def a_method(rule: Rule) -> str:
    return "GET" if "GET" in (rule.methods or set()) else "POST"


@pytest.fixture
def doors(app: Flask) -> Iterator[Flask]:
    """The site with nothing behind its guard, so that what rooms do does not matter here."""
    views = dict(app.view_functions)
    app.view_functions.update(dict.fromkeys(views, lambda **_: LET_IN))
    yield app
    app.view_functions.update(views)


class Scene:
    """A volume with somebody in every relation to it."""

    def __init__(self, session: Session, sign_in: SignIn, nobody: FlaskClient) -> None:
        self.session = session
        self.volume = make_volume(session)
        self.author = make_person(session)
        self.contribution = make_contribution(
            session, self.volume, self.author, state=ContributionState.SUBMITTED
        )
        self.contribution.submitted_at = now()
        self.build = Build(volume=self.volume, purpose=BuildPurpose.PREVIEW, source={})
        session.add(self.build)
        contributor = make_person(session)
        give_role(session, self.volume, contributor, VolumeRoleName.CONTRIBUTOR)
        people = {
            Who.STRANGER: make_person(session),
            Who.CONTRIBUTOR: contributor,
            Who.AUTHOR: self.author,
            Who.EDITOR: make_editor(session, self.volume),
            Who.OTHER_EDITOR: make_editor(session, make_volume(session)),
            Who.ADMINISTRATOR: make_admin(session),
        }
        self.browsers = {Who.NOBODY: nobody}
        self.browsers.update({who: sign_in(person) for who, person in people.items()})

    def address(self, rule: Rule, **others: object) -> str:
        """The address of this scene's things under a rule."""
        values = {
            **{name: some_value(kind) for name, kind in rule._converters.items()},
            "slug": self.volume.slug,
            "contribution_id": self.contribution.id,
            "build_id": self.build.id,
            "person_id": self.author.id,
            **others,
        }
        built = rule.build({name: values[name] for name in rule.arguments}, append_unknown=False)
        assert built is not None, rule.rule
        return built[1]

    def who_gets_in(self, rule: Rule, method: str) -> set[Who]:
        """Who is let in; everybody else finds nothing, or the door."""
        path = self.address(rule)
        let_in = set()
        for who, browser in self.browsers.items():
            answer = browser.open(path, method=method)
            if answer.status_code == HTTPStatus.OK:
                assert answer.text == LET_IN
                let_in.add(who)
            elif who is Who.NOBODY and answer.status_code == HTTPStatus.FOUND:
                assert answer.location.startswith("/sign-in"), f"{path}: {answer.location}"
            else:
                assert answer.status_code == HTTPStatus.NOT_FOUND, f"{method} {path} by {who}"
        return let_in


@pytest.fixture
def scene(session: Session, sign_in: SignIn, client: FlaskClient) -> Scene:
    return Scene(session, sign_in, client)


def of_endpoint(app: Flask, endpoint: str) -> Rule:
    return next(rule for rule in rules(app) if rule.endpoint == endpoint)


def make_public(session: Session, volume: Volume) -> None:
    make_call(session, volume)
    session.commit()


def endpoints_with(access: Access) -> list[str]:
    return sorted(endpoint for endpoint, row in ROUTES.items() if row is access)


class TestPermissionTable:
    def test_every_route_has_its_row(self, app: Flask) -> None:
        assert sorted({rule.endpoint for rule in rules(app)} - set(ROUTES)) == []

    def test_every_row_has_its_route(self, app: Flask) -> None:
        assert sorted(set(ROUTES) - {rule.endpoint for rule in rules(app)}) == []

    def test_a_row_that_asks_for_a_volume_has_one_in_its_address(self, app: Flask) -> None:
        without = [
            rule.rule
            for rule in rules(app)
            if ROUTES.get(rule.endpoint) in OF_A_VOLUME
            and not rule.arguments.intersection(OF_A_THING)
        ]
        assert without == []

    def test_a_row_that_asks_for_an_author_has_a_contribution_in_its_address(
        self, app: Flask
    ) -> None:
        without = [
            rule.rule
            for rule in rules(app)
            if ROUTES.get(rule.endpoint) in {Access.AUTHOR, Access.OWNER}
            and "contribution_id" not in rule.arguments
        ]
        assert without == []

    def test_what_an_address_names_is_guarded(self, app: Flask) -> None:
        """A route about one's texts, a book in the making or a build is nobody's by oversight."""
        open_ones = [
            rule.rule
            for rule in rules(app)
            if ROUTES.get(rule.endpoint) in {Access.EVERYONE, Access.SIGNED_IN}
            and rule.arguments.intersection((*OF_A_THING, "person_id"))
        ]
        assert open_ones == []


class TestEveryRoute:
    @pytest.mark.parametrize("shown", Shown)
    def test_it_lets_in_whom_the_table_names_and_nobody_else(
        self, doors: Flask, scene: Scene, shown: Shown
    ) -> None:
        if shown is Shown.PUBLIC:
            make_public(scene.session, scene.volume)
        asked = 0
        for rule in rules(doors):
            of_public, of_private = MAY[ROUTES[rule.endpoint]]
            expected = of_public if shown is Shown.PUBLIC else of_private
            for method in set(ASKED) & (rule.methods or set()):
                let_in = scene.who_gets_in(rule, method)
                assert let_in == expected, f"{method} {rule.rule}"
                asked += 1
        assert asked > 20

    def test_it_answers_about_its_methods_to_nobody_else(self, doors: Flask, scene: Scene) -> None:
        for rule in rules(doors):
            if ROUTES[rule.endpoint] is not Access.ADMINISTRATOR:
                continue
            path = scene.address(rule)
            for method in ("HEAD", "OPTIONS"):
                answer = scene.browsers[Who.STRANGER].open(path, method=method)
                assert answer.status_code >= HTTPStatus.MULTIPLE_CHOICES, f"{method} {path}"

    def test_nobody_is_sent_back_to_where_only_forms_go(self, doors: Flask, scene: Scene) -> None:
        path = scene.address(of_endpoint(doors, "accounts.promote"))
        assert scene.browsers[Who.NOBODY].post(path).location == "/sign-in"

    def test_a_part_of_a_page_is_not_filled_with_the_door(self, client: FlaskClient) -> None:
        answer = client.get("/profile", headers={"HX-Request": "true"})
        assert answer.status_code == HTTPStatus.UNAUTHORIZED
        assert answer.headers["HX-Redirect"] == "/sign-in"


class TestContributions:
    """What is seen of a text before it has been handed in."""

    @pytest.fixture
    def contribution(self, scene: Scene) -> Contribution:
        make_public(scene.session, scene.volume)
        return scene.contribution

    @pytest.mark.parametrize("state", ContributionState)
    @pytest.mark.parametrize("handed_in", [True, False])
    def test_until_then_it_is_its_authors_alone(
        self,
        doors: Flask,
        scene: Scene,
        contribution: Contribution,
        state: ContributionState,
        handed_in: bool,  # noqa: FBT001 -- parametrised
    ) -> None:
        if state is ContributionState.ACCEPTED:
            contribution.accepted = contribution.head
        scene.session.flush()
        contribution.state = state
        contribution.submitted_at = now() if handed_in else None
        scene.session.commit()
        is_hidden = state is ContributionState.DRAFT or (
            state is ContributionState.WITHDRAWN and not handed_in
        )
        expected = {Who.AUTHOR} if is_hidden else {Who.AUTHOR, *EDITORS}
        for endpoint in endpoints_with(Access.AUTHOR):
            rule = of_endpoint(doors, endpoint)
            assert scene.who_gets_in(rule, a_method(rule)) == expected, endpoint


class TestAddresses:
    def test_things_of_two_volumes_are_not_there_together(self, doors: Flask, scene: Scene) -> None:
        other = make_volume(scene.session)
        elsewhere = make_contribution(
            scene.session, other, scene.author, state=ContributionState.SUBMITTED
        )
        scene.session.commit()
        mixed = [
            rule for rule in rules(doors) if {"slug", "contribution_id"} <= set(rule.arguments)
        ]
        for rule in mixed:
            scene.contribution = elsewhere
            path = scene.address(rule)
            answer = scene.browsers[Who.ADMINISTRATOR].open(path, method=a_method(rule))
            assert answer.status_code == HTTPStatus.NOT_FOUND, path

    @pytest.mark.parametrize("name", OF_A_THING)
    def test_what_is_not_there_is_not_found(self, doors: Flask, scene: Scene, name: str) -> None:
        gone = "no-such-volume" if name == "slug" else 10**9
        browser = scene.browsers[Who.ADMINISTRATOR]
        for rule in rules(doors):
            if name in rule.arguments:
                path = scene.address(rule, **{name: gone})
                answer = browser.open(path, method=a_method(rule))
                assert answer.status_code == HTTPStatus.NOT_FOUND, path


class TestOutbox:
    def test_a_demo_shows_it_to_everybody(
        self, doors: Flask, scene: Scene, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        demo = dataclasses.replace(doors.config[SETTINGS_KEY], demo=True)
        monkeypatch.setitem(doors.config, SETTINGS_KEY, demo)
        rule = of_endpoint(doors, "accounts.outbox")
        assert scene.who_gets_in(rule, "GET") == EVERYBODY


class TestDeactivated:
    def test_nobody_who_was_let_go_gets_in(self, session: Session, sign_in: SignIn) -> None:
        browser = sign_in(make_person(session, active=False))
        assert browser.get("/profile").status_code == HTTPStatus.FOUND
