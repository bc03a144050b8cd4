"""What stands where in an index: titles and terms in alphabetical order, and their letters."""

from __future__ import annotations

import unicodedata

ARTICLES = ("the ", "a ", "an ")


def sort_key(words: str) -> tuple[str, str]:
    """Give what decides a title's place: without accents, case, marks and a leading article."""
    kept = _letters(words)
    article = next((each for each in ARTICLES if kept.startswith(each)), "")
    return (kept.removeprefix(article), words)


def term_key(words: str) -> tuple[str, str]:
    """Give what decides a term's place: as that of a title, but `a priori` stands under A."""
    return (_letters(words), words)


def initial(words: str) -> str:
    """Give the letter under which a title stands; "#" for figures and signs."""
    return _initial(sort_key(words)[0])


def term_initial(words: str) -> str:
    """Give the letter under which a term stands; "#" for figures and signs."""
    return _initial(term_key(words)[0])


def _initial(letters: str) -> str:
    first = letters[:1].upper()
    return first if first.isalpha() else "#"


def _letters(words: str) -> str:
    plain = unicodedata.normalize("NFKD", words.casefold())
    return "".join(each for each in plain if each.isalnum() or each == " ").strip()
