"""What somebody who means harm sends: values for fields and addresses, and where they go."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from flask import Flask
from flask.testing import FlaskClient
from lxml import html
from sqlalchemy.orm import Session
from werkzeug.exceptions import HTTPException
from werkzeug.routing import IntegerConverter, Rule
from werkzeug.test import TestResponse

from cookbook.accounts.permissions import ROUTES, Access
from cookbook.accounts.tokens import DEMO_LINK_LASTS, make_new_address_token, make_sign_in_token
from cookbook.archive.pictures import add_file, keep_blob
from cookbook.archive.searching import EntryWords
from cookbook.extensions import db, get_storage
from cookbook.models import (
    Build,
    BuildPurpose,
    BuildState,
    Contribution,
    ContributionKind,
    ContributionState,
    Draft,
    Edition,
    EditionState,
    Message,
    Person,
    Remix,
    RemixKind,
    RevisionStanding,
    Suggestion,
    Thread,
    now,
)
from tests.factories.contributions import add_revision, make_contribution, recipe_text
from tests.factories.editions import make_edition, put_entry, put_file
from tests.factories.people import make_admin, make_editor, make_person
from tests.factories.volumes import make_call, make_volume, place
from tests.site import SignIn

VALUES: Mapping[str, str] = {
    "nothing": "",
    "a NUL": "a\0b",
    "controls": "\x01\x1b[31m\x7f\x85\u2028\u2029\ufffe",
    "a long line": "x" * 51_000,
    "many lines": "a\n" * 2_000,
    "a new header": "Ada\r\nBcc: everybody@example.org\r\n\r\nHello",
    "markup": "</textarea></title></script><script>alert(1)</script>\"'><img src=x onerror=y>",
    "a template": "{{7*7}}{% raw %}{0.__class__}%(x)s%s${7*7}",
    "front matter": "---\ntitle: &a [*a]\n---\n- : ! | > % @ ` # x",
    "brackets": "[" * 3000 + "(" * 3000,
    "emphasis": "*_" * 3000,
    "blanks": " " * 5_000 + "x",
    "digits": "9" * 5_000,
    "a number too large": str(2**63),
    "a little too large": str(2**31),
    "below nothing": "-1",
    "no number": "1e9",
    "other digits": "\u0661\u0662",
    "a date at the end": "9999-12-31",
    "a date at the beginning": "0001-01-01",
    "a lone surrogate": "\udcff\ud800",
    "from right to left": "\u202egnirts\u202c \u200b\u200d\ufeff",
    "look-alikes": "\uff0e\uff0e\uff0fetc\uff0fpasswd \u212a\u017f\ufb01",
    "marks": "a" + "\u0301" * 400,
    "a path": "../../../etc/passwd\0.jpg",
    "an address": "javascript:alert(1)//%0d%0aLocation: x",
    "a mailbox": '"<script>"@example.org',
    "a question": "\" OR 1=1 -- % _ ' NEAR(a b) * : & | ! ( ) <->",
}
"""By what they are."""
NUMBERS = ("0", str(2**31 - 1), str(2**31), str(2**63), "9" * 30, "9" * 5000)
WORDS = (
    "..",
    "%2e%2e",
    "..%2f..%2fetc%2fpasswd",
    "..%5c..",
    "a%00b",
    "%ed%a0%80",
    "%ff%fe",
    "%0d%0aX-Evil:%201",
    "%e2%80%ae",
    "%EF%BC%8E%EF%BC%8E",
    "x" * 5000,
    "'%20OR%201=1--",
    "%25",
    "_",
    "%3Cscript%3E",
)
"""For the parts of addresses, quoted as they are sent."""
LOOKED_FOR = (
    "q", "page", "volume", "kind", "sort", "shelf", "next", "email", "w", "before", "after",
    "quote", "way",
)  # fmt: skip
"""What addresses are asked with."""
SPECIMENS = "pages.styleguide"
"""Its forms lead nowhere."""
LOOKERS = {
    Access.AUTHOR: "author",
    Access.OWNER: "author",
    Access.SIGNED_IN: "author",
    Access.CONTRIBUTOR: "author",
    Access.EDITOR: "editor",
    Access.FOUNDER: "editor",
    Access.ADMINISTRATOR: "admin",
    Access.OUTBOX: "admin",
}


@dataclass
class Town:
    """A site with something behind every door, and who may open them."""

    app: Flask
    browsers: dict[str, FlaskClient]
    things: dict[str, list[Any]]
    tokens: dict[str, str] = field(default_factory=dict)

    def addresses(self, rule: Rule) -> Iterator[str]:
        """The addresses of a route, one for each of the things that it may be about."""
        if "token" in rule.arguments:
            others = {name: self.named(rule, name)[0] for name in rule.arguments - {"token"}}
            yield built(rule, {"token": self.tokens.get(rule.endpoint, "x"), **others})
            return
        names = sorted(rule.arguments)
        things = {name: self.named(rule, name) for name in names}
        for number in range(max([1, *map(len, things.values())])):
            values = {name: each[number % len(each)] for name, each in things.items()}
            if rule.endpoint in {"contributing.settle", "contributing.revision"}:
                values["number"] = 2
            yield built(rule, values)

    def named(self, rule: Rule, name: str) -> list[Any]:
        """What a part of an address may be about; of what the site has nothing, something."""
        something = 1 if isinstance(rule._converters[name], IntegerConverter) else "x"
        return self.things.get(name, [something])

    def looker(self, endpoint: str) -> FlaskClient:
        """Who uses a route."""
        return self.browsers[LOOKERS.get(ROUTES[endpoint], "nobody")]

    def ask(self, endpoint: str, method: str, path: str, **more: Any) -> TestResponse:  # noqa: ANN401 -- as Flask has it
        """Ask for something, undo what it did, and give the answer."""
        with undone():
            return self.looker(endpoint).open(path, method=method, buffered=True, **more)


def built(rule: Rule, values: Mapping[str, Any]) -> str:
    """The address of a route with these values in it."""
    made = rule.build(values, append_unknown=False)
    assert made is not None, rule.rule
    return made[1]


@contextmanager
def undone() -> Iterator[None]:
    """Take back whatever is done within."""
    db.session.remove()
    connection = db.engines[None]
    point = connection.begin_nested()  # type: ignore[attr-defined]  # the `app` fixture puts a connection there
    try:
        yield
    finally:
        db.session.remove()
        point.rollback()


def build_town(app: Flask, session: Session, sign_in: SignIn, nobody: FlaskClient) -> Town:
    """A volume with texts in every state, editions, builds and people."""
    volume = make_volume(session, "Under One Roof")
    call = make_call(session, volume, key="soup", guests_may_write=True)
    author, editor = make_person(session), make_editor(session, volume)
    admin = make_admin(session)
    kinds = (ContributionKind.RECIPE, ContributionKind.CHAPTER)
    texts = [
        make_contribution(session, volume, author, state=state, kind=kind)
        for state in ContributionState
        for kind in kinds
    ]
    for each in texts:
        if each.state is not ContributionState.DRAFT:
            each.submitted_at = now()
        if each.state is ContributionState.ACCEPTED:
            place(session, each)
        _dispute(session, each, author)
    threads = [_talk(session, each, author) for each in texts]
    edition = _edition(session, volume, texts[0])
    kept = next(at for at, each in enumerate(texts) if each.accepted)
    _vary(session, texts[0], author)
    suggestions = {each.id: _suggestion(session, edition, each, author) for each in texts}
    builds = [
        Build(volume=volume, purpose=BuildPurpose.PREVIEW, source={}, asked_by=editor),
        Build(
            volume=volume,
            purpose=BuildPurpose.EDITION,
            state=BuildState.FAILED,
            source={},
            edition=make_edition(session, volume, state=EditionState.FAILED),
            ended_at=now(),
        ),
    ]
    draft = Draft(
        person_id=author.id,
        volume_id=volume.id,
        kind=ContributionKind.RECIPE,
        fields={"title": "Egg bread", "ingredients": "2 eggs"},
    )
    session.add_all([*builds, draft])
    session.flush()
    town = Town(
        app,
        {
            "nobody": nobody,
            "author": sign_in(author),
            "editor": sign_in(editor),
            "admin": sign_in(admin),
        },
        {
            "slug": [volume.slug],
            "key": [call.key],
            "contribution_id": [each.id for each in texts],
            "suggestion_id": [suggestions[each.id] for each in texts],
            "build_id": [each.id for each in builds],
            "person_id": [author.id],
            "draft_id": [draft.id],
            "part_id": [volume.parts[0].id],
            "number": [edition.number],
            "text": [texts[kept].id],
            "thread_id": [each.id for each in threads],
            "before": [1],
            "after": [2],
            "kind": ["recipe", "chapter"],
            "page": ["index.html"],
            "path": ["images/pot.png"],
            "name": ["roof.epub"],
            "word": ["of-nobody"],
        },
    )
    secret = app.config["SECRET_KEY"]
    town.tokens = {
        "accounts.enter": make_sign_in_token(secret, author, DEMO_LINK_LASTS),
        "accounts.confirm_address": make_new_address_token(secret, author, "new@example.org"),
    }
    session.commit()
    return town


def _dispute(session: Session, contribution: Contribution, author: Person) -> None:
    """Give a text a second version that waits, and a third one at its head."""
    first = contribution.head
    waiting = add_revision(session, contribution, recipe_text("Waiting soup"), author)
    contribution.head = first
    session.flush()
    head = add_revision(session, contribution, recipe_text("Other soup"), author)
    waiting.standing = RevisionStanding.DIVERGENT
    head.parent = first
    session.flush()


def _vary(session: Session, made: Contribution, author: Person) -> None:
    """Have a text be made of another one, which is changed afterwards."""
    original = make_contribution(session, made.volume, author, state=ContributionState.ACCEPTED)
    session.add(Remix(contribution=made, original=original.head, kind=RemixKind.VARIATION))
    original.accepted = add_revision(session, original, recipe_text("Better soup"), author)
    session.flush()


def _talk(session: Session, contribution: Contribution, author: Person) -> Thread:
    """Have somebody say something of a passage of a text."""
    thread = Thread(contribution=contribution, quote="Wash the beans.", revision=contribution.head)
    thread.messages = [Message(author=author, author_name=author.name, text="How long?")]
    session.add(thread)
    session.flush()
    return thread


def _suggestion(session: Session, edition: Edition, text: Contribution, author: Person) -> int:
    """Have a reader's page hold what is accepted, and its author suggest something to it."""
    if text.accepted is None:
        return 1_000_000
    edition.volume.guests_may_suggest = True
    entry = put_entry(session, edition, EntryWords(text.title))
    entry.contribution, entry.revision = text, text.accepted
    suggestion = Suggestion(
        contribution=text,
        base=text.accepted,
        text=text.accepted.text.replace("story", "tale").replace("paragraph", "word"),
        author=author,
        author_name=author.name,
    )
    session.add(suggestion)
    session.flush()
    return suggestion.id


def _edition(session: Session, volume: Any, contribution: Contribution) -> Edition:  # noqa: ANN401 -- a volume
    edition = make_edition(session, volume, facts={"contents": [], "pages": 3})
    storage = get_storage()
    put_file(session, storage, edition, "web/index.html", b"<!doctype html><p>Hi", "text/html")
    put_file(session, storage, edition, "roof.epub", b"PK" * 50, "application/epub+zip")
    put_entry(session, edition, EntryWords("Stone soup", "Ada Obi", "1 stone", "Wash the stone."))
    blob = keep_blob(session, storage, b"\x89PNG", "image/png")
    add_file(session, volume, "images/pot.png", blob, contribution=contribution)
    return edition


@dataclass(frozen=True)
class Form:
    """A form of a page: where it goes, and what stands in it."""

    endpoint: str
    action: str
    fields: Mapping[str, str]


def all_forms(town: Town) -> list[Form]:
    """The forms of all pages, those that post, each place with each set of fields once."""
    found: dict[tuple[str, tuple[str, ...]], Form] = {}
    for rule in town.app.url_map.iter_rules():
        if "GET" not in (rule.methods or ()) or rule.endpoint == SPECIMENS:
            continue
        for path in town.addresses(rule):
            with undone():
                answer = town.looker(rule.endpoint).get(path, buffered=True)
            if answer.status_code == 200 and answer.mimetype == "text/html":
                for form in _forms(town.app, path, answer.text):
                    found.setdefault((form.endpoint, tuple(sorted(form.fields))), form)
    return [*found.values(), *_without_page(town, list(found.values()))]


def one_form_each(forms: list[Form]) -> list[Form]:
    """The form with the most fields of each route."""
    largest = {form.endpoint: form for form in sorted(forms, key=lambda each: len(each.fields))}
    return list(largest.values())


def _without_page(town: Town, forms: list[Form]) -> Iterator[Form]:
    """Routes that no form of a page leads to: scripts post there, or they wait for a state."""
    reached = {form.endpoint for form in forms}
    union = {
        name: value
        for form in forms
        for name, value in form.fields.items()
        if form.endpoint != "contributing.settle"
    }
    for rule in town.app.url_map.iter_rules():
        if "POST" in (rule.methods or ()) and rule.endpoint not in reached:
            yield Form(rule.endpoint, next(town.addresses(rule)), union)


def _forms(app: Flask, path: str, page: str) -> Iterator[Form]:
    adapter = app.url_map.bind("localhost")
    for form in html.document_fromstring(page).iter("form"):
        if form.get("method", "get").upper() != "POST":
            continue
        action = form.get("action") or path
        fields = {
            str(each.get("name")): str(each.get("value") or "")
            for each in form.iter("input", "textarea", "select", "button")
            if each.get("name")
        }
        try:
            endpoint, _ = adapter.match(action.partition("?")[0], method="POST")
        except HTTPException as err:
            raise AssertionError(f"{path} has a form that leads nowhere: {action}") from err
        yield Form(endpoint, action, fields)
