"""PDF/UA-1: which types there are, what may stand in what, and the order of headings."""

from __future__ import annotations

from collections.abc import Iterator

from cookbook.press.checks.pdf_ua.tags import MAX_ROLES, STANDARD, Structure, Tag

# What each type may stand in, and what it may hold (ISO 32000-1, tables 333, 336 and 337).
PARENTS = {
    "TOCI": ({"TOC"}, "09-006"),
    "LI": ({"L"}, "09-005"),
    "LBody": ({"LI"}, "09-005"),
    "TR": ({"Table", "THead", "TBody", "TFoot"}, "09-004"),
    "TH": ({"TR"}, "09-004"),
    "TD": ({"TR"}, "09-004"),
    "THead": ({"Table"}, "09-004"),
    "TBody": ({"Table"}, "09-004"),
    "TFoot": ({"Table"}, "09-004"),
    "RB": ({"Ruby"}, "09-007"),
    "RT": ({"Ruby"}, "09-007"),
    "RP": ({"Ruby", "Warichu"}, "09-007"),
    "WT": ({"Warichu"}, "09-008"),
    "WP": ({"Warichu"}, "09-008"),
}
KIDS = {
    "TOC": ({"TOC", "TOCI", "Caption"}, "09-006"),
    "L": ({"L", "LI", "Caption"}, "09-005"),
    "LI": ({"Lbl", "LBody"}, "09-005"),
    "Table": ({"TR", "THead", "TBody", "TFoot", "Caption"}, "09-004"),
    "THead": ({"TR"}, "09-004"),
    "TBody": ({"TR"}, "09-004"),
    "TFoot": ({"TR"}, "09-004"),
    "TR": ({"TH", "TD"}, "09-004"),
    "Ruby": ({"RB", "RT", "RP"}, "09-007"),
    "Warichu": ({"WT", "WP"}, "09-008"),
}
WORDLESS = frozenset(KIDS) | {"Document", "Part", "Art", "Sect", "Div"}
"""Types that hold no content themselves."""
ONCE = {"Table": ("THead", "TFoot", "Caption"), "LI": ("LBody",), "TOC": ("Caption",)}


def nesting_findings(structure: Structure) -> Iterator[str]:
    """Find types that nobody knows, tags that stand where they may not, and skipped headings."""
    yield from _roles(structure)
    for tag in structure.tags:
        if tag.role not in STANDARD:
            yield f"{structure.place(tag)}: is of no standard type [02-001]"
        yield from _misplaced(structure, tag)
    yield from _headings(structure)


def _roles(structure: Structure) -> Iterator[str]:
    for name in sorted(str(key).lstrip("/") for key in structure.roles):
        if name in STANDARD:
            yield f"the standard type {name} is given another meaning [02-004]"
            continue
        kind, seen = name, {name}
        while kind not in STANDARD and f"/{kind}" in structure.roles and len(seen) < MAX_ROLES:
            kind = str(structure.roles[f"/{kind}"]).lstrip("/")
            if kind in seen:
                yield f"the type {name} stands for itself in the end [02-003]"
                break
            seen.add(kind)


def _misplaced(structure: Structure, tag: Tag) -> Iterator[str]:
    around = tag.above.role if tag.above else ""
    wanted, number = PARENTS.get(tag.role, ({around}, ""))
    if around not in wanted:
        yield f"{structure.place(tag)}: stands in no {' or '.join(sorted(wanted))} [{number}]"
    if tag.marks and tag.role in WORDLESS:
        yield f"{structure.place(tag)}: holds words itself, in no paragraph [09-001]"
    yield from _kids(structure, tag)


def _kids(structure: Structure, tag: Tag) -> Iterator[str]:
    allowed, number = KIDS.get(tag.role, (None, ""))
    for kid in tag.tags:
        if allowed is not None and kid.role not in allowed:
            yield f"{structure.place(kid)}: a {tag.role} may not hold it [{number}]"
    for role in ONCE.get(tag.role, ()):
        if sum(kid.role == role for kid in tag.tags) > 1:
            yield f"{structure.place(tag)}: has more than one {role} [{number}]"


def _headings(structure: Structure) -> Iterator[str]:
    before = 0
    plain = [tag for tag in structure.tags if tag.role == "H"]
    numbered = [tag for tag in structure.tags if tag.role[:1] == "H" and tag.role[1:].isdigit()]
    if plain and numbered:
        yield f"{structure.place(plain[0])}: headings with and without levels are mixed [14-007]"
    for tag in numbered:
        level = int(tag.role[1:])
        if not before and level != 1:
            yield f"{structure.place(tag)}: the first heading is not of the first level [14-002]"
        elif level > before + 1:
            yield f"{structure.place(tag)}: follows a heading of level {before} [14-003]"
        before = level
    holders = {id(tag.above): tag.above for tag in plain if tag.above is not None}
    for tag in holders.values():
        if sum(kid.role == "H" for kid in tag.tags) > 1:
            yield f"{structure.place(tag)}: has more than one heading [14-006]"
