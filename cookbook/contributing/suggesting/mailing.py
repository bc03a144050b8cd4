"""Mails about suggestions: to those who decide on them, and to those who made them."""

from __future__ import annotations

from cookbook.accounts.mails import send_mail
from cookbook.accounts.roles import editors_of
from cookbook.accounts.writing_back import write_to_author
from cookbook.extensions import db
from cookbook.models import Person, Suggestion, SuggestionState


def tell_of_suggestion(suggestion: Suggestion) -> None:
    """Write to a text's author and its editors that there is a suggestion. After the commit."""
    contribution = suggestion.contribution
    author = [contribution.author] if contribution.author else []
    told: dict[int, Person] = {
        each.id: each for each in (*author, *editors_of(db.session(), contribution.volume))
    }
    for person in told.values():
        if person.id != suggestion.author_id and person.active:
            send_mail(
                person,
                f"A suggestion for “{contribution.title}”",
                "suggesting_new",
                **_words(suggestion),
            )


def tell_of_decision(suggestion: Suggestion) -> None:
    """Write to who made a suggestion what became of it. After the commit."""
    if suggestion.decided_by_id == suggestion.author_id:
        return
    subject = f"Your suggestion for “{suggestion.contribution.title}”"
    person = suggestion.author
    if person is not None and person.active:
        send_mail(person, subject, "suggesting_decided", **_words(suggestion))
    elif person is None and suggestion.email:
        named = {**_words(suggestion), "name": suggestion.author_name}
        send_mail(suggestion.email, subject, "suggesting_decided", **named)


def tell_author_of_taking(suggestion: Suggestion) -> None:
    """Write to a text's author, also one without an account, that somebody has taken it."""
    author = suggestion.contribution.author
    if author is not None:
        concerned = (suggestion.decided_by_id, suggestion.author_id)
        if author.id in concerned or not author.active:
            return
    subject = f"“{suggestion.contribution.title}” has changed"
    write_to_author(suggestion.contribution, subject, "suggesting_taken", **_words(suggestion))


def _words(suggestion: Suggestion) -> dict[str, object]:
    contribution = suggestion.contribution
    return {
        "title": contribution.title,
        "volume": contribution.volume.title,
        "who": suggestion.author_name,
        "note": suggestion.note,
        "answer": suggestion.answer,
        "decider": suggestion.decided_by.name if suggestion.decided_by else "An editor",
        "declined": suggestion.state is SuggestionState.DECLINED,
        "in_part": suggestion.state is SuggestionState.TAKEN_IN_PART,
        "contribution_id": contribution.id,
        "suggestion_id": suggestion.id,
        "has_account": suggestion.author_id is not None,
    }
