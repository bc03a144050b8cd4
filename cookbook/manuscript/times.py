"""How long a recipe takes: durations as cooks write them, and as a book sets them."""

from __future__ import annotations

import re
from datetime import timedelta
from fractions import Fraction

from cookbook.manuscript.quantities import parse_quantity

_SECOND, _MINUTE, _HOUR, _DAY = 1, 60, 3600, 86400
_UNIT_NAMES = {
    _SECOND: "s sec secs second seconds sek sekunden seconde secondes segundos secondi",
    _MINUTE: "m min mins minute minutes minuten minuto minutos minuti mn ' ′",
    _HOUR: "h hr hrs hour hours std stunde stunden heure heures hora horas ora ore",
    _DAY: "d day days tag tage jour jours día días dia dias giorno giorni",
    7 * _DAY: "week weeks woche wochen semaine semaines semana semanas settimana settimane",
}
_UNITS = {name: seconds for seconds, names in _UNIT_NAMES.items() for name in names.split()}
TIME_NAMES = tuple(name for name in _UNITS if name.isalpha())
"""Every name of a unit of time, in small letters."""
_UNIT = re.compile(r"-? ?([^\W\d_]+|['′])\.?", re.IGNORECASE)
_CLOCK = re.compile(
    r"([0-9]{1,3}):([0-5][0-9])(?::([0-5][0-9]))?(?![0-9:])(?: ?(?:h|hrs?|hours?)\b)?",
    re.IGNORECASE,
)
_ISO = re.compile(
    r"P(?:([0-9]{1,4})D)?(?:T(?=[0-9])(?:([0-9]{1,5})H)?(?:([0-9]{1,6})M)?(?:([0-9]{1,7})S)?)?",
    re.IGNORECASE,
)
_ABOUT = re.compile(
    r"(?:about|around|approx\.?|approximately|roughly|ca?\.|circa|up to|~) ?", re.IGNORECASE
)
_JOINT = re.compile(r",? ?(?:and|plus|und|et|y|e|\+|&) |,? ?", re.IGNORECASE)
_UNCOUNTED = re.compile(r"\bover ?night\b", re.IGNORECASE)
_AND_HALF = re.compile(r" and (?:a half|½|1/2)", re.IGNORECASE)
_BARE_MINUTES = re.compile(r"([0-5]?[0-9])(?![0-9.,:/½¼¾⅓⅔]| ?[^\W\d_])")
# Longer than any cellar keeps a ham.
_LONGEST = 100 * 366 * _DAY


def parse_duration(text: str) -> timedelta | None:
    """Read how long something takes, to the second; None where the text doesn't say.

    Of a range it is the longer end. "1:30" and "1 h 30" are an hour and a half, ISO 8601 (PT1H30M)
    is understood, a number without a unit isn't, and "overnight" is no length of time. Words that
    follow the duration are left alone.
    """
    text = " ".join(text.split())
    if _UNCOUNTED.search(text):
        return None
    about = _ABOUT.match(text)
    text = text[about.end() :] if about else text
    seconds = _read_coded(text)
    if seconds is None:
        seconds = _read_spoken(text)
    if seconds is None or seconds > _LONGEST:
        return None
    return timedelta(seconds=round(seconds))


def format_duration(duration: timedelta) -> str:
    """Set a duration as 1 h 10 min; days from 48 hours on; what is below nothing is 0 min."""
    seconds = max(0, round(duration.total_seconds()))
    parts: list[str] = []
    for size, name in ((_DAY, "d"), (_HOUR, "h"), (_MINUTE, "min"), (_SECOND, "s")):
        if size == _DAY and seconds < 2 * _DAY:
            continue
        count, seconds = divmod(seconds, size)
        if count:
            parts.append(f"{count} {name}")
    return " ".join(parts) or "0 min"


def _read_coded(text: str) -> Fraction | None:
    """Read 1:30, 1:30:00 and PT1H30M."""
    if clock := _CLOCK.match(text):
        hours, minutes, seconds = (int(part or 0) for part in clock.groups())
        return Fraction(hours * _HOUR + minutes * _MINUTE + seconds)
    iso = _ISO.fullmatch(text)
    if iso and any(iso.groups()):
        days, hours, minutes, seconds = (int(part or 0) for part in iso.groups())
        return Fraction(days * _DAY + hours * _HOUR + minutes * _MINUTE + seconds)
    return None


def _read_spoken(text: str) -> Fraction | None:
    """Add up the amounts at the start of a text: 1 h 10 min, an hour and a half."""
    total: Fraction | None = None
    smallest = 0
    while term := _read_term(text):
        seconds, size, text = term
        if smallest and size >= smallest:
            break
        total, smallest = (total or 0) + seconds, size
        joint = _JOINT.match(text)
        text = text[joint.end() :] if joint else text
    if total is not None and smallest == _HOUR and (minutes := _BARE_MINUTES.match(text)):
        total += int(minutes[1]) * _MINUTE
    return total


def _read_term(text: str) -> tuple[Fraction, int, str] | None:
    """Read 2–3 hours; give its longer end in seconds, its unit in seconds, and what follows."""
    parsed = parse_quantity(text)
    if parsed is None:
        return None
    quantity, rest = parsed
    unit = _UNIT.match(rest)
    size = _UNITS.get(unit[1].lower()) if unit else None
    if unit is None or size is None:
        return None
    rest = rest[unit.end() :]
    number = quantity.high or quantity.low
    if half := _AND_HALF.match(rest):
        number, rest = number + Fraction(1, 2), rest[half.end() :]
    return number * size, size, rest
