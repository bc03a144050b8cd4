"""From what a line calls an ingredient to the words under which an index lists it."""

from __future__ import annotations

import re

from cookbook.manuscript.ingredient_words import (
    ADVERBS,
    CHEESES,
    COLOURS,
    COUNTED,
    KEPT_PAIRS,
    PART_IS_THE_THING,
    PARTS,
    PEPPERS,
    PREPARATIONS,
    PROPER,
    QUALITIES,
    REMARK_OPENERS,
    SINGULARS,
    SIZES,
    SPICES,
    UTENSILS,
)

_SEPARATOR = re.compile(r"[,;] ?|: | [-–—|] ?|(?:(?<=\w{4})| )\. |, ?")
_WORD = re.compile(r"[^\s,;]+")
_CHOICE = re.compile(
    r" ?/ ?| (?:or|and|&|\+|and/or|und|oder|et|ou|y|e|con) "
    r"|[,;:] ?|(?:(?<=\w{4})| )\. | [-–—] | w/ ?",
    re.IGNORECASE,
)
_TOKEN = re.compile(r"[^\W\d_]+(?:['’.-][^\W\d_]+)*['’]?")
_LEADING_OF = re.compile(r"(?:of|de|di|the|your|von|from) |d['’]", re.IGNORECASE)
_OF = re.compile(r" (?:of|from) (?:the )?", re.IGNORECASE)
_SLASHED = re.compile(r"(\b[^\W\d]+)/[^\W\d]+(?= [^\W\d])")
_MOST_WORDS = 5
_QUALIFIERS = ADVERBS | PREPARATIONS | SIZES | QUALITIES
# After these comes a phrase, not a list: "Thyme, rosemary" is two herbs.
_SEVERAL = 3
_TRAILING = PREPARATIONS | {"and", "&", "of"}
_INNER_NOISE = (SIZES | PREPARATIONS | ADVERBS) - {"mixed", "whipped", "roasted", "rolled"}
# What the trade calls by several names stands in one place.
_SEE = {
    "bay leaves": "bay leafs|bayleaf|bayleaves|bay leaf|bay",
    "bread": "white bread",
    "breadcrumbs": "breadcrumb|bread crumbs",
    "Cheddar": "cheddar cheese",
    "cornflour": "corn flour",
    "cornstarch": "corn starch",
    "crème fraîche": "creme fraiche",
    "dried yeast": "active dry yeast|dry yeast|instant yeast|instant dry yeast|active dried yeast",
    "feta": "feta cheese",
    "flour": "all-purpose flour|all purpose flour|ap flour|white flour|wheat flour|purpose flour",
    "Frank's RedHot sauce": "franks redhot sauce|frank's redhot sauce",
    "ginger": "gingerroot|ginger root",
    "jalapeños": "jalapenos",
    "mayonnaise": "mayo|mayonaise",
    "mozzarella": "mozzarella cheese",
    "oil": "cooking oil",
    "olive oil": "virgin olive oil|evoo",
    "onions": "white onions|yellow onions|brown onions|sweet onions|spanish onions",
    "panko": "panko bread crumbs|panko breadcrumbs",
    "Parmesan": "parmesan cheese",
    "Parmigiano Reggiano": "parmigiano",
    "salt": "table salt|sea salt|kosher salt|rock salt|cooking salt|"
    "flaky salt|iodized salt|salt n pepper",
    "scallions": "scallion",
    "sugar": "white sugar|granulated sugar|cane sugar",
    "yogurt": "yoghurt",
}
_ALIASES = {name: entry for entry, names in _SEE.items() for name in names.split("|")}


def split_name(text: str, *, listed: bool) -> tuple[str, str]:
    """Split a text into what is bought and what is said of it.

    `listed` tells that several ingredients may share the line (Onion, celery and garlic), which
    then stay together as they are.
    """
    end = _remark_start(text, listed=listed)
    name, remark = text[:end].rstrip(" ,;:-–—|"), text[end:].lstrip(" ,;:-–—|")
    if not name:
        return text, ""
    kept = _without_trailing_preparation(name)
    return (kept, " ".join(part for part in (name[len(kept) :].strip(), remark) if part))


def head_noun(name: str) -> str:
    """Give the index entry for a plain ingredient name, or "" where none makes sense."""
    name = name.replace("half and half", "half-and-half").replace("Half and half", "half-and-half")
    for choice in _CHOICE.split(_SLASHED.sub(r"\1", name)):
        entry = _entry(choice.strip())
        if entry and entry not in COLOURS:
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


def _is_half_a_name(text: str) -> bool:
    """Tell whether the name isn't complete yet: black (or pinto beans)."""
    return all(word.lower() in _QUALIFIERS | COLOURS for word in _TOKEN.findall(text))


def _goes_on_listing(text: str) -> bool:
    """Tell whether the next words name another ingredient rather than treat the first."""
    words = _TOKEN.findall(text.partition(",")[0])
    if not words or len(words) > _SEVERAL * 2:
        return False
    return not any(w.lower() in PREPARATIONS | REMARK_OPENERS | ADVERBS | QUALITIES for w in words)


def _opener_start(text: str) -> int:
    words = list(_WORD.finditer(text))
    for word in words[1:]:
        if word[0].lower() in REMARK_OPENERS and not _is_half_a_name(text[: word.start()]):
            return word.start()
    return len(text)


def _without_trailing_preparation(name: str) -> str:
    words = list(_WORD.finditer(name))
    end = len(words)
    while end > 1 and words[end - 1][0].lower() in _TRAILING:
        end -= 1
    if end == len(words):
        return name
    while end > 1 and words[end - 1][0].lower() in ADVERBS:
        end -= 1
    kept = name[: words[end - 1].end()]
    return name if _is_name_so_far(kept) else kept.rstrip(" -–—&")


def _entry(phrase: str) -> str:
    """Strip one name without alternatives down to its noun phrase."""
    leading = _LEADING_OF.match(phrase)
    tail = _OF.split(phrase[leading.end() :] if leading else phrase)
    # The juice of a lemon is listed with lemons, cloves of garlic with garlic.
    phrase = tail[-1] if len(tail) > 1 and not _strip(tail[0]) else tail[0]
    words = _strip(phrase)
    if (
        not words
        or len(words) > _MOST_WORDS
        or words[-1] in UTENSILS
        or len("".join(words)) < _SEVERAL
    ):
        return ""
    words = _without_category(words)
    words[-1] = _folded(words[-1], after=words[-2] if len(words) > 1 else "")
    entry = " ".join(words)
    return _ALIASES.get(entry, " ".join(_cased(word) for word in words))


def _strip(phrase: str) -> list[str]:
    words = [word.lower().rstrip(".") for word in _TOKEN.findall(phrase)]
    if words and words[0] in REMARK_OPENERS - _QUALIFIERS:
        return []
    for index, word in enumerate(words):
        if index and word in REMARK_OPENERS:
            words = words[:index]
            break
    while words and words[0] in _QUALIFIERS and not _is_protected(words):
        words = words[1:]
    while words and words[-1] in PREPARATIONS | ADVERBS | SIZES:
        words = words[:-1]
    words = [*words[:1], *(w for w in words[1:] if w not in _INNER_NOISE)]
    while words and words[-1] in PARTS and not (len(words) > 1 and words[-2] in PART_IS_THE_THING):
        if len(words) == 1:
            return words if words[0] in {"clove", "cloves", "meat"} else []
        words = words[:-1]
    return words


def _is_protected(words: list[str]) -> bool:
    """Tell whether the first word belongs to the name: whole wheat flour, mixed spice."""
    pair = " ".join(words[:2])
    return pair in KEPT_PAIRS


def _without_category(words: list[str]) -> list[str]:
    """Leave out what goes without saying: paprika powder, feta cheese."""
    if len(words) > 1 and (
        (words[-1] == "powder" and words[-2] in SPICES)
        or (words[-1] == "cheese" and words[-2] in CHEESES)
    ):
        return words[:-1]
    return words


def _folded(word: str, *, after: str) -> str:
    """Put what is counted into the plural, and leave the rest."""
    if word in SINGULARS:
        return word
    if word == "pepper" and after in PEPPERS:
        return "peppers"
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
    if word in {"chili", "chilli", "potato", "tomato", "mango"}:
        return word + "es"
    if word.endswith("y") and not word.endswith(("ay", "ey", "oy")):
        return word[:-1] + "ies"
    if word.endswith(("ch", "sh", "x")):
        return word + "es"
    return word + "s"


def _cased(word: str) -> str:
    return PROPER.get(word, word)
