"""From what a line calls an ingredient to the words under which an index lists it."""

from __future__ import annotations

import re

from cookbook.manuscript.ingredient_words import (
    ADVERBS,
    COUNTED,
    PART_IS_THE_THING,
    PARTS,
    PREPARATIONS,
    PROPER,
    QUALITIES,
    REMARK_OPENERS,
    SINGULARS,
    SIZES,
    UTENSILS,
)

_SEPARATOR = re.compile(r"[,;] ?|: | [-–—|] ?|\. |, ?")  # noqa: RUF001
_WORD = re.compile(r"[^\s,;]+")
_CHOICE = re.compile(
    r" ?/ ?| (?:or|and|&|\+|and/or|und|oder|et|ou|y|e|con) |[,;:.] ?| [-–—] | w/ ?", re.I
)  # noqa: RUF001
_TOKEN = re.compile(r"[^\W\d_]+(?:['’.-][^\W\d_]+)*['’]?")  # noqa: RUF001
_LEADING_OF = re.compile(r"(?:of|de|di|the|your|von|from) |d['’]", re.I)  # noqa: RUF001
_OF = re.compile(r" (?:of|from) (?:the )?", re.I)
_MOST_WORDS = 4
_QUALIFIERS = ADVERBS | PREPARATIONS | SIZES | QUALITIES
# After these comes a phrase, not a list: "Thyme, rosemary" is two herbs.
_SEVERAL = 3
_ALIASES = {
    "white onions": "onions", "yellow onions": "onions", "brown onions": "onions",
    "sweet onions": "onions", "spanish onions": "onions",
    "white sugar": "sugar", "granulated sugar": "sugar", "cane sugar": "sugar",
    "all-purpose flour": "flour", "all purpose flour": "flour", "ap flour": "flour",
    "white flour": "flour", "wheat flour": "flour", "purpose flour": "flour",
    "table salt": "salt", "sea salt": "salt", "kosher salt": "salt", "rock salt": "salt",
    "cooking salt": "salt", "flaky salt": "salt", "iodized salt": "salt",
    "virgin olive oil": "olive oil", "cooking oil": "oil", "evoo": "olive oil",
    "white bread": "bread", "bay leafs": "bay leaves", "bayleaf": "bay leaves",
    "bayleaves": "bay leaves", "bay leaf": "bay leaves", "bay": "bay leaves",
    "half-and-half": "half-and-half", "pepper": "pepper", "yoghurt": "yogurt",
    "mayo": "mayonnaise", "mayonaise": "mayonnaise", "chilies": "chillies", "chilis": "chillies",
    "chiles": "chillies", "corn starch": "cornstarch", "corn flour": "cornflour",
    "breadcrumb": "breadcrumbs", "bread crumbs": "breadcrumbs", "panko bread crumbs": "panko",
    "panko breadcrumbs": "panko", "jalapenos": "jalapeños", "creme fraiche": "crème fraîche",
    "salt n pepper": "salt", "water": "water", "parmesan cheese": "Parmesan",
    "parmigiano": "Parmigiano Reggiano", "mozzarella cheese": "mozzarella",
    "cheddar cheese": "Cheddar", "feta cheese": "feta", "scallion": "scallions",
}  # fmt: skip


def split_name(text: str, *, listed: bool) -> tuple[str, str]:
    """Split a text into what is bought and what is said of it.

    `listed` tells that several ingredients may share the line (Onion, celery and garlic), which
    then stay together as they are.
    """
    end = _remark_start(text, listed=listed)
    name, remark = text[:end].rstrip(" ,;:-–—|"), text[end:].lstrip(" ,;:-–—|")  # noqa: RUF001
    if not name:
        return text, ""
    kept = _without_trailing_preparation(name)
    return (kept, " ".join(part for part in (name[len(kept) :].strip(), remark) if part))


def head_noun(name: str) -> str:
    """Give the index entry for a plain ingredient name, or "" where none makes sense."""
    name = name.replace("half and half", "half-and-half").replace("Half and half", "half-and-half")
    for choice in _CHOICE.split(name):
        entry = _entry(_LEADING_OF.sub("", choice.strip(), count=1))
        if entry:
            return entry
    return ""


def _remark_start(text: str, *, listed: bool) -> int:
    """Find where the remark begins; the end of the text if there is none."""
    for separator in _SEPARATOR.finditer(text):
        if _is_name_so_far(text[: separator.start()]):
            continue
        if listed and separator[0].startswith(",") and _goes_on_listing(text[separator.end() :]):
            continue
        return min(separator.start(), _opener_start(text[: separator.start()]))
    return _opener_start(text)


def _is_name_so_far(text: str) -> bool:
    """Tell whether there are only qualities yet: boneless, skinless chicken."""
    return all(word.lower() in _QUALIFIERS for word in _TOKEN.findall(text))


def _goes_on_listing(text: str) -> bool:
    """Tell whether the next words name another ingredient rather than say how to treat the first."""
    words = _TOKEN.findall(text.partition(",")[0])
    if not words or len(words) > _SEVERAL * 2:
        return False
    return not any(w.lower() in PREPARATIONS | REMARK_OPENERS | ADVERBS | QUALITIES for w in words)


def _opener_start(text: str) -> int:
    words = list(_WORD.finditer(text))
    for word in words[1:]:
        if word[0].lower() in REMARK_OPENERS and not _is_name_so_far(text[: word.start()]):
            return word.start()
    return len(text)


def _without_trailing_preparation(name: str) -> str:
    words = list(_WORD.finditer(name))
    end = len(words)
    while end > 1 and words[end - 1][0].lower() in PREPARATIONS:
        end -= 1
    if end == len(words):
        return name
    while end > 1 and words[end - 1][0].lower() in ADVERBS:
        end -= 1
    kept = name[: words[end - 1].end()]
    return name if _is_name_so_far(kept) else kept.rstrip(" -–—&")  # noqa: RUF001


def _entry(phrase: str) -> str:
    """Strip one name without alternatives down to its noun phrase."""
    tail = _OF.split(phrase)
    # The juice of a lemon is listed with lemons, cloves of garlic with garlic.
    if len(tail) > 1 and _strip(tail[0]) == []:
        phrase = tail[-1]
    else:
        phrase = tail[0]
    words = _strip(phrase)
    if (
        not words
        or len(words) > _MOST_WORDS
        or words[-1] in UTENSILS
        or len("".join(words)) < _SEVERAL
    ):
        return ""
    words[-1] = _folded(words[-1])
    entry = " ".join(words)
    return _ALIASES.get(entry, " ".join(_cased(word) for word in words))


def _strip(phrase: str) -> list[str]:
    words = [word.lower().rstrip(".") for word in _TOKEN.findall(phrase)]
    for index, word in enumerate(words):
        if index and word in REMARK_OPENERS:
            words = words[:index]
            break
    while words and words[0] in _QUALIFIERS and not _is_protected(words):
        words = words[1:]
    while words and words[-1] in PREPARATIONS | ADVERBS:
        words = words[:-1]
    words = [
        w
        for i, w in enumerate(words)
        if i == len(words) - 1
        or w not in SIZES | PREPARATIONS - {"mixed", "whipped", "roasted"} | ADVERBS
    ]
    while words and words[-1] in PARTS and not (len(words) > 1 and words[-2] in PART_IS_THE_THING):
        if len(words) == 1:
            return words if words[0].startswith("clove") else []
        words = words[:-1]
    return words


def _is_protected(words: list[str]) -> bool:
    """Tell whether the first word belongs to the name: whole wheat flour, mixed spice."""
    pair = " ".join(words[:2])
    return pair in _PAIRS


_PAIRS = frozenset(
    {
        "whole wheat", "whole grain", "hot sauce", "hot dog", "hot dogs", "hot pepper", "hot chili",
        "mixed spice", "mixed herbs", "mixed vegetables", "mixed greens", "mixed nuts", "mixed peel", "baked beans",
        "whipped cream", "strong flour", "light cream", "double cream", "fat free", "ice cubes",
        "refried beans", "condensed milk", "evaporated milk", "pulled pork", "corned beef",
        "powdered sugar", "ground beef", "ground pork", "ground meat", "ground chicken", "ground lamb", "ground turkey",
        "minced beef", "minced meat", "minced pork", "minced lamb", "rolled oats", "cut oats", "mashed potatoes", "short ribs", "baby back", "split peas", "long grain", "short grain", "spare ribs", "natural yogurt", "sun dried", "dried fruit", "dry yeast", "dry mustard", "dry milk",
        "long pepper", "short crust", "roasted peppers", "stewed tomatoes", "hot mustard", "broken rice", "roasted sesame",
    }
)  # fmt: skip


def _folded(word: str) -> str:
    """Put what is counted into the plural, and leave the rest."""
    if word in SINGULARS:
        return word
    singular = _singular(word)
    return _plural(singular) if singular in COUNTED else word


def _singular(word: str) -> str:
    irregular = {"leaves": "leaf", "loaves": "loaf", "halves": "half", "calves": "calf"}
    if word in irregular:
        return irregular[word]
    for ending, instead in (("ies", "y"), ("oes", "o"), ("ches", "ch"), ("shes", "sh"), ("s", "")):
        if word.endswith(ending) and word.removesuffix(ending) + instead in COUNTED:
            return word.removesuffix(ending) + instead
    return word


def _plural(word: str) -> str:
    if word.endswith(("leaf", "loaf", "half")):
        return word[:-1] + "ves"
    if word.endswith("y") and not word.endswith(("ay", "ey", "oy")):
        return word[:-1] + "ies"
    if word in {"potato", "tomato", "mango"} or word.endswith(("ch", "sh", "x")):
        return word + "es"
    return word + "s"


def _cased(word: str) -> str:
    return PROPER.get(word, word)
