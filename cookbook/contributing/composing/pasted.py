"""A reference as people paste it, read as well as that goes -> the fields of a source."""

from __future__ import annotations

import re
from dataclasses import dataclass

PASTED_MAX_LENGTH = 4000
DOI = re.compile(r"\b10\.\d{4,9}/[-._;()/:A-Za-z0-9]+")
LINK = re.compile(r"(?:https?://|doi:\s*|\bdoi\.org/)\S*", re.IGNORECASE)
YEAR = r"(?:1[5-9]|20)\d\d"
YEAR_IN_BRACKETS = re.compile(rf"\(\s*({YEAR})[a-z]?\b[^)]*\)[.,:]?")
YEAR_ALONE = re.compile(rf"(?<![\w./-])({YEAR})[a-z]?(?![\w/-])[.,:;]?")
QUOTED = re.compile(r"[“\"„«‘']([^“”\"„«»]{4,}?)[”\"“»’']{1}(?!\w)")
NUMBERED = re.compile(r"^\s*(?:\[\d+\]|\d+[.)])\s+")
END_OF_SENTENCE = re.compile(r"(?<=[^\W\d_]{2})[.?!](?=\s|$)|(?<=[\d)”\"])\.(?=\s|$)")
INITIALS = re.compile(r"^(?:[A-ZÀ-Þ]\.?[- ]?){1,4}$")
# "Vaswani A, Shazeer N." as medicine cites.
NAMES_WITH_BARE_INITIALS = re.compile(
    r"^((?:[^\W\d_][\w'’-]+ ){1,3}[A-ZÀ-Þ]{1,3}(?:, (?:[^\W\d_][\w'’-]+ ){1,3}[A-ZÀ-Þ]{1,3})*)\.\s"
)
ORGANISATION = re.compile(
    r"\b(?:academy|agency|association|bank|board|bureau|cent(?:er|re)|college|commission|committee|"
    r"company|council|department|federation|foundation|group|institute?|laboratory|ministry|museum|"
    r"network|office|organi[sz]ation|press|project|school|society|team|trust|union|university|"
    r"universität|université|universidad|verein)\b",
    re.IGNORECASE,
)
NAME_MAX_WORDS = 5
AND = re.compile(r"\s*(?:,\s*)?(?:&|\band\b|\bund\b|\bet\b(?!\s+al)|\by\b)\s+|\s*;\s*")
OTHERS = re.compile(r",?\s*\bet\s+al\b\.?", re.IGNORECASE)
EDGES = " \t.,;:"


@dataclass(frozen=True)
class PastedSource:
    """A source in fields. `authors` has a name a line, the family's name and a comma first."""

    authors: str = ""
    year: str = ""
    title: str = ""
    place: str = ""
    doi: str = ""


def read_reference(text: str) -> PastedSource:
    """Read a reference: who, when, what, and its DOI. What isn't understood stays in `place`."""
    plain = NUMBERED.sub("", " ".join(text[:PASTED_MAX_LENGTH].split()))
    doi = DOI.search(plain)
    rest = LINK.sub(" ", plain)
    rest = " ".join(DOI.sub(" ", rest).split()).strip()
    year = YEAR_IN_BRACKETS.search(rest) or _year_alone(rest)
    quoted = QUOTED.search(rest)
    if quoted is not None:
        before, title, behind = rest[: quoted.start()], quoted[1], rest[quoted.end() :]
    elif year is not None and _holds_names(rest[: year.start()]):
        before = rest[: year.start()]
        title, behind = _first_sentence(rest[year.end() :])
    else:
        before, others = _names_and_others(rest)
        title, behind = _first_sentence(others)
        if not others:
            before, title = "", before
    return PastedSource(
        authors="\n".join(_names(_without(before, year))),
        year=year[1] if year else "",
        title=title.strip(EDGES),
        place=" ".join(re.sub(r"\(\s*\)", "", _without(behind, year)).split()).strip(EDGES),
        doi=_trimmed(doi[0]) if doi else "",
    )


def _year_alone(rest: str) -> re.Match[str] | None:
    found = list(YEAR_ALONE.finditer(rest))
    named = (each for each in found if _holds_names(rest[: each.start()]))
    return next(named, found[-1] if found else None)


def _holds_names(text: str) -> bool:
    """Tell whether there are names in what stands before a year, and nothing but names."""
    names = text.strip(EDGES)
    ends = len(END_OF_SENTENCE.findall(text.strip()))
    longest = max(len(each.split()) for each in re.split(r",|&|\band\b", names))
    return (
        bool(names)
        and ends <= 1
        and (longest <= NAME_MAX_WORDS or bool(ORGANISATION.search(names)))
    )


def _names_and_others(text: str) -> tuple[str, str]:
    named = NAMES_WITH_BARE_INITIALS.match(text)
    return (named[1], text[named.end() :]) if named else _first_sentence(text)


def _first_sentence(text: str) -> tuple[str, str]:
    text = text.strip(EDGES)
    end = END_OF_SENTENCE.search(text)
    if end is None:
        return text, ""
    mark = "" if end[0] == "." else end[0]
    return text[: end.start()] + mark, text[end.end() :].strip()


def _without(text: str, year: re.Match[str] | None) -> str:
    if year is None:
        return text
    # The mark behind it has been taken off where it was the last.
    whole = year[0] if year[0] in text else year[0].rstrip(EDGES)
    return text.replace(whole, " ", 1).strip()


def _names(text: str) -> list[str]:
    """Give names as "Family, Given", from whatever order they were in."""
    text = OTHERS.sub("", text).strip(" \t,;:")
    text = re.sub(r"\((?:eds?|hrsg)\.?\)", "", text, flags=re.IGNORECASE).strip(" \t,;:")
    names: list[str] = []
    for piece in filter(None, (each.strip(" ,") for each in AND.split(text))):
        names += _names_with_commas([each.strip() for each in piece.split(",") if each.strip()])
    return [END_OF_SENTENCE.sub("", each.strip(" ,;:")) for each in names]


def _names_with_commas(parts: list[str]) -> list[str]:
    """Give the names in what commas part: "Knuth, D. E., Obi, A." or "Knuth D, Obi A"."""
    names: list[str] = []
    position = 0
    while position < len(parts):
        given = parts[position + 1] if position + 1 < len(parts) else ""
        if given and (INITIALS.match(given) or (len(parts) == 2 and " " not in parts[position])):  # noqa: PLR2004 -- a family name and given names
            names.append(f"{parts[position]}, {given}")
            position += 2
        else:
            names.append(_turned(parts[position]))
            position += 1
    return names


def _turned(name: str) -> str:
    """Give "Donald E. Knuth" and "Knuth DE" as "Knuth, …"; a single word stays."""
    words = name.split()
    if len(words) == 1 or len(words) > NAME_MAX_WORDS or ORGANISATION.search(name):
        return name.rstrip(".")
    if re.fullmatch(r"[^\W\d_a-zß-ÿ]{1,3}", words[-1]):
        return f"{' '.join(words[:-1])}, {words[-1]}"
    first = next((n for n, word in enumerate(words) if n and word[0].islower()), len(words) - 1)
    return f"{' '.join(words[first:]).strip(' .')}, {' '.join(words[:first])}"


def _trimmed(doi: str) -> str:
    doi = doi.rstrip(".,;:")
    while doi.endswith(")") and doi.count(")") > doi.count("("):
        doi = doi[:-1].rstrip(".,;:")
    return doi
