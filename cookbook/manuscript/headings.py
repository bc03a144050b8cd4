"""What the sections of a recipe are for, told from the words that people put over them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from enum import StrEnum


class SectionKind(StrEnum):
    """What a `##` section of a recipe is for."""

    INGREDIENTS = "ingredients"
    METHOD = "method"
    NOTES = "notes"
    OTHER = "other"


_NO_WORDS = re.compile(r"[^\w\s]|_")


def _plain(heading: str) -> str:
    """Give a heading in lower case without punctuation."""
    return " ".join(_NO_WORDS.sub("", heading.lower()).split())


def _headings(*headings: str) -> frozenset[str]:
    return frozenset(map(_plain, headings))


# How people head these sections.
SYNONYMS: Mapping[SectionKind, frozenset[str]] = {
    SectionKind.INGREDIENTS: _headings(
        "ingredients", "ingredient", "ingredient list", "ingredients list", "what you need",
        "you need", "you will need", "you'll need", "what you'll need", "shopping list",
        "ingredientes", "ingrédients", "zutaten", "ingredienti", "ingrediënten", "ingredienser",
        "ingredienser og tilbehør", "ainekset", "ainesosat", "składniki", "ingredience", "suroviny",
        "ингредиенты", "продукты", "інгредієнти", "υλικά", "συστατικά", "malzemeler", "المكونات",
        "المقادير", "مواد لازم", "مواد اولیه", "מצרכים", "מרכיבים", "सामग्री",
        "材料", "재료", "食材", "用料", "原料",
    ),
    SectionKind.METHOD: _headings(
        "method", "directions", "direction", "instructions", "instruction", "preparation",
        "steps", "procedure", "how to make it", "how to", "what to do", "cooking", "making",
        "preparation method", "cooking instructions", "cooking directions", "recipe",
        "to make", "assembly", "modo de preparo", "modo de preparação", "preparação",
        "preparación", "préparation", "zubereitung", "anleitung", "so geht's", "preparazione",
        "procedimento", "bereiding", "bereidingswijze", "elaboración", "gör så här",
        "tillagning", "fremgangsmåde", "sådan gør du", "fremgangsmåte", "slik gjør du", "ohje",
        "valmistus", "przygotowanie", "sposób przygotowania", "wykonanie", "postup", "příprava",
        "приготовление", "способ приготовления", "приготування", "спосіб приготування", "εκτέλεση",
        "παρασκευή", "yapılışı", "hazırlanışı", "طريقة التحضير", "التحضير", "طرز تهیه", "دستور پخت",
        "אופן ההכנה", "הכנה", "विधि", "बनाने की विधि", "作り方", "만드는 법", "做法", "步骤", "步驟",
        "制作方法",
    ),
    SectionKind.NOTES: _headings(
        "notes", "note", "tips", "tip", "hints", "cook's note", "cook's notes", "remarks",
        "notas", "remarques", "notizen", "anmerkungen", "note e consigli", "consigli",
        "tips and tricks", "astuces", "conseils", "consejos", "dicas", "opmerkingen",
        "anteckningar", "noter", "merknader", "tipp", "tipps", "huomautuksia", "vinkit", "uwagi",
        "wskazówki", "poznámky", "tipy", "заметки", "примечания", "советы", "примітки", "поради",
        "σημειώσεις", "notlar", "püf noktaları", "ملاحظات", "نکته‌ها", "نکات", "הערות", "טיפים",
        "टिप्पणी", "सुझाव", "メモ", "コツ", "메모", "팁", "备注", "小贴士", "備註",
    ),
}  # fmt: skip


def section_kind(heading: str) -> SectionKind:
    """Tell what a section is from its heading, in the words that people use."""
    words = _plain(heading)
    for kind, names in SYNONYMS.items():
        if words in names:
            return kind
    first = re.split(r" (?:for|of|and) ", words)[0]
    for kind in (SectionKind.INGREDIENTS, SectionKind.METHOD):
        if first in SYNONYMS[kind] and first != "recipe":
            return kind
    return SectionKind.OTHER
