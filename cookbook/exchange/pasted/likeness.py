"""How much a line is like an ingredient, and how much like a step, told from the line alone."""

from __future__ import annotations

import re
from functools import lru_cache

from cookbook.exchange.pasted.lines import Line
from cookbook.manuscript.ingredients import parse_ingredient

A_QUANTITY = 2.0
"""What a line has at least that begins with a quantity and says no sentence."""
SHORT, LONG, VERY_LONG = 60, 90, 140
FEW_WORDS = 4

_VERBS = (
    "add|adjust|allow|arrange|assemble|bake|baste|beat|begin|blanch|blend|blitz|boil|bring|broil|"
    "brown|brush|butter|caramelize|check|chill|chop|coat|combine|continue|cook|cool|cover|cream|"
    "crush|cut|deep-fry|dice|dip|discard|dissolve|divide|drain|drizzle|drop|dry|enjoy|fill|finely|"
    "flip|flour|fold|form|freeze|fry|garnish|gently|grate|grease|grill|grind|heat|in a|in the|"
    "increase|keep|knead|ladle|lay|leave|let|line|lower|make|marinate|mash|measure|melt|meanwhile|"
    "mince|mix|once|open|peel|place|poach|pour|prepare|preheat|press|puree|put|reduce|refrigerate|"
    "remove|repeat|rest|return|rinse|roast|roll|rub|saute|sauté|scoop|scrape|sear|season|separate|"
    "serve|set|shape|shred|sieve|sift|simmer|skim|slice|soak|spoon|spread|sprinkle|squeeze|start|"
    "steam|stir|strain|stuff|take|taste|then|thinly|throw|top|toss|transfer|turn|use|using|wait|"
    "warm|wash|when|whip|whisk|wrap|you can|after|before|while|if you|first|next|finally|now|"
    # German, French, Spanish, Italian, Portuguese, Dutch
    "alles|anschließend|danach|dann|den|die|das|nun|zuerst|zum schluss|backofen|in einer|mit|"
    "ajouter|ajoutez|battre|battez|chauffer|chauffez|couper|coupez|cuire|dans|déposer|éplucher|"
    "faire|faites|incorporer|laisser|laissez|laver|mélanger|mélangez|mettre|mettez|préchauffer|"
    "préchauffez|servir|servez|verser|versez|añadir|añade|agregar|batir|calentar|cocer|cocinar|"
    "cortar|dejar|hervir|hornear|lavar|mezclar|mezcla|pelar|picar|poner|precalentar|servir|"
    "aggiungere|aggiungete|bollire|cuocere|cuocete|far|fate|lasciare|mescolare|mettere|mettete|"
    "scaldare|servire|tagliare|tritare|unire|versare|adicione|adicionar|aqueça|asse|bata|coloque|"
    "corte|cozinhe|deixe|junte|leve|misture|numa|refogue|sirva|tempere|bak|breng|doe|laat|kook|"
    "meng|roer|schil|snijd|verwarm|voeg"
)
_BEGINS_AS_STEP = re.compile(rf"(?:{_VERBS})\b", re.IGNORECASE)
_SENTENCE_END = re.compile(r"(?<![.\d])[.!]$")
_ABBREVIATED = re.compile(r"\b(?:tbsp|tsp|oz|lb|lbs|pkg|approx|el|tl|opt)\.$", re.IGNORECASE)
_TWO_SENTENCES = re.compile(r"[a-zà-ÿ)][.!?] +[A-ZÀ-Þ]")
_SEASONING = re.compile(
    r"\b(?:to taste|optional|for (?:serving|garnish|frying|greasing|dusting|the pan)|"
    r"nach geschmack|"
    r"zum (?:servieren|braten|bestreuen)|au goût|al gusto|a gosto|q\.?b\.?|naar smaak)\b",
    re.IGNORECASE,
)


@lru_cache(maxsize=4_096)
def ingredient_likeness(line: Line) -> float:
    """Give how much a line is like an ingredient: above 0 likely, below 0 hardly."""
    text = line.text
    found = parse_ingredient(text)
    score = 0.0
    if found.quantity is not None:
        score += 2.0
    if found.unit is not None:
        score += 1.0
    score += 0.5 if line.mark == "-" else -1.0 if line.is_numbered else 0.0
    if _SEASONING.search(text):
        score += 1.0
    if not _BEGINS_AS_STEP.match(text) and len(text.split()) <= FEW_WORDS:
        score += 0.5
    return score - _sentence_like(text) - 1.5 * bool(_BEGINS_AS_STEP.match(text))


@lru_cache(maxsize=4_096)
def step_likeness(line: Line) -> float:
    """Give how much a line is like a step: above 0 likely, below 0 hardly."""
    text = line.text
    score = _sentence_like(text) + 0.5 * line.is_numbered
    if _BEGINS_AS_STEP.match(text):
        score += 2.0
    if len(text) < SHORT and parse_ingredient(text).quantity is not None:
        score -= 1.0
    return score - 0.5


def begins_as_step(text: str) -> bool:
    """Tell whether a line begins with a word with which steps begin."""
    return bool(_BEGINS_AS_STEP.match(text))


def says_a_sentence(text: str) -> bool:
    """Tell whether a line is prose: long, or ended as sentences are."""
    return _sentence_like(text) >= 1.0


def _sentence_like(text: str) -> float:
    score = 0.0
    if _SENTENCE_END.search(text) and not _ABBREVIATED.search(text):
        score += 1.0
    if _TWO_SENTENCES.search(text):
        score += 1.5
    if len(text) > LONG:
        score += 1.0
    if len(text) > VERY_LONG:
        score += 1.0
    return score
