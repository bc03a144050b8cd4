"""Merge front matter key by key: each key keeps the lines in which it was written."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise

from cookbook.manuscript.counting import as_plain
from cookbook.manuscript.frontmatter import FENCE, Located, Value, read_yaml, write_yaml
from cookbook.manuscript.merges import Conflict, Form, Origin, Piece, Settled, write_key
from cookbook.manuscript.problems import FrontMatterError

# A single text under these is a list of one.
LISTS = frozenset({"by", "diet", "tags"})


@dataclass(frozen=True)
class _Key:
    """One key: the lines in which it stands, and the remarks (`# …`) that stand above it."""

    key: str
    value: Value
    lines: tuple[str, ...]
    remarks: tuple[str, ...]
    line: int = field(compare=False)

    @property
    def remarked(self) -> bool:
        return any("#" in line for line in self.lines)

    @property
    def items(self) -> tuple[str, ...] | None:
        """The value as a list of texts, where it is one."""
        if isinstance(self.value, str):
            return (self.value,) if self.key in LISTS else None
        texts = tuple(each for each in self.value if isinstance(each, str))
        return texts if isinstance(self.value, tuple) and texts == self.value else None


@dataclass(frozen=True)
class _Front:
    keys: dict[str, _Key]
    # Remarks below the last key.
    tail: tuple[str, ...]


def merge_front_matter(
    base: Sequence[str], mine: Sequence[str], theirs: Sequence[str]
) -> tuple[Piece, ...] | None:
    """Merge three front matters, given as lines with both fences; none at all is empty.

    Gives None where one of them can't be read, or holds keys that don't stand in lines of their own
    or a remark in the middle of which somebody else changed the value.
    """
    sides = [_read(side) for side in (base, mine, theirs)]
    if any(side is None for side in sides):
        return None
    was, one, other = (side for side in sides if side is not None)
    merged = {
        key: _merge_key(was.keys.get(key), one.keys.get(key), other.keys.get(key))
        for key in {**one.keys, **other.keys}
    }
    order = merge_order(list(was.keys), list(one.keys), list(other.keys))
    pieces = [piece for key in order if key in merged for piece in merged[key]]
    pieces += _remarks(was.tail, one.tail, other.tail)
    if not pieces and not (mine and theirs):
        return ()
    fence = Settled(Origin.BASE, as_plain([FENCE]))
    whole = (fence, *pieces, fence)
    return whole if _can_be_read(whole) else None


@dataclass(frozen=True)
class KeyPart:
    """A key of one or both of two front matters: its lines in each (none: it isn't there).

    `was` and `now` say its values as words; a list has one item a line.
    """

    key: str
    before: tuple[str, ...]
    after: tuple[str, ...]
    was: str
    now: str


def part_front_matter(before: Sequence[str], after: Sequence[str]) -> tuple[KeyPart, ...] | None:
    """Part two front matters, given as lines with both fences, into their keys, in one order.

    Gives None where one of them can't be read, or holds keys that don't stand in lines of their
    own. Remarks go with the key below them; those below the last key come last, without a key.
    """
    was, now = _read(before), _read(after)
    if was is None or now is None:
        return None
    parts = []
    for key in merge_order(list(was.keys), list(now.keys), list(was.keys)):
        one, other = was.keys.get(key), now.keys.get(key)
        form = _form([each for each in (one, other) if each is not None])
        parts.append(
            KeyPart(key, _lines(one), _lines(other), _words(one, form), _words(other, form))
        )
    return (*parts, KeyPart("", was.tail, now.tail, "", ""))


def merge_order(base: list[str], mine: list[str], theirs: list[str]) -> list[str]:
    """Give all names in an order that keeps what either side moved, and added where it added it.

    The order is the same whoever is mine and whoever is theirs.
    """
    moved = [side for side in (mine, theirs) if _known(side, base) != _known(base, side)]
    # Who left base's order has thought about it; where both did, one of them has to yield.
    spine = _known(min(moved), base) if moved else base
    added: dict[str, list[list[str]]] = {}
    for side in (base, mine, theirs):
        after, group = "", list[str]()
        for name in [*side, ""]:
            if name in spine or not name:
                added.setdefault(after, []).append(group)
                after, group = name, []
            else:
                group.append(name)
    order: list[str] = []
    for name in ["", *spine]:
        order += [name, *(each for group in sorted(added.get(name, [])) for each in group)]
    return list(dict.fromkeys(order[1:]))


def _known(names: Iterable[str], others: Iterable[str]) -> list[str]:
    known = set(others)
    return [name for name in names if name in known]


def _read(lines: Sequence[str]) -> _Front | None:
    """Part a front matter into its keys, where each stands in lines of its own."""
    inner = lines[1:-1]
    try:
        values = read_yaml("".join(f"{line}\n" for line in inner), "", first_line=0)
        starts = list(values.lines.items()) if isinstance(values, Located) else []
        at = [number for _, number in starts]
        if at != sorted(set(at)) or "" in values:
            return None
        keys: dict[str, _Key] = {}
        remarks = tuple(inner[: at[0]] if at else inner)
        for (key, start), (_, end) in pairwise([*starts, ("", len(inner))]):
            own, below = _without_remarks(inner[start:end])
            if read_yaml("\n".join(own), "") != {key: values[key]}:
                return None
            keys[key] = _Key(key, values[key], own, remarks, start + 2)
            remarks = below
    except FrontMatterError:
        return None
    return _Front(keys, remarks)


def _without_remarks(lines: Sequence[str]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    end = len(lines)
    while end > 1 and lines[end - 1].startswith("#"):
        end -= 1
    return tuple(lines[:end]), tuple(lines[end:])


def _merge_key(base: _Key | None, mine: _Key | None, theirs: _Key | None) -> list[Piece]:
    if mine is None or theirs is None:
        return _added_or_removed(base, mine, theirs)
    remarks = _remarks(base.remarks if base else (), mine.remarks, theirs.remarks)
    kept = _settle(base, mine, theirs)
    if kept is not None:
        return [*remarks, kept]
    return [*remarks, _conflict(base, mine, theirs)]


def _added_or_removed(base: _Key | None, mine: _Key | None, theirs: _Key | None) -> list[Piece]:
    there = mine or theirs
    if there is None or there == base:
        return []
    if base is not None:
        conflict = _conflict(base, mine, theirs)
        # The remarks above a key go with it.
        lines = as_plain([*there.remarks, *there.lines])
        return [
            replace(conflict, mine_lines=lines) if mine else replace(conflict, theirs_lines=lines)
        ]
    origin = Origin.MINE if mine else Origin.THEIRS
    return [Settled(origin, as_plain([*there.remarks, *there.lines]))]


def _settle(base: _Key | None, mine: _Key, theirs: _Key) -> Settled | None:
    was = base.lines if base else None
    if mine.lines == theirs.lines:
        same = Origin.BASE if mine.lines == was else Origin.ALIKE
        return Settled(same, as_plain(mine.lines))
    if mine.lines == was:
        return Settled(Origin.THEIRS, as_plain(theirs.lines))
    if theirs.lines == was:
        return Settled(Origin.MINE, as_plain(mine.lines))
    return _settle_values(base, mine, theirs)


def _settle_values(base: _Key | None, mine: _Key, theirs: _Key) -> Settled | None:
    """Settle what both wrote in another way, though at most one means another thing by it."""
    if mine.remarked or theirs.remarked:
        return None
    if mine.value == theirs.value:
        return Settled(Origin.ALIKE, as_plain(min(mine.lines, theirs.lines)))
    if base is not None and mine.value == base.value:
        return Settled(Origin.THEIRS, as_plain(theirs.lines))
    if base is not None and theirs.value == base.value:
        return Settled(Origin.MINE, as_plain(mine.lines))
    items = _merge_items(base, mine, theirs)
    return None if items is None else Settled(Origin.WOVEN, write_key(mine.key, items))


def _merge_items(base: _Key | None, mine: _Key, theirs: _Key) -> tuple[str, ...] | None:
    """Merge lists as sets that keep their order, unless both replaced one item differently."""
    one, other, was = mine.items, theirs.items, base.items if base else ()
    if one is None or other is None or was is None:
        return None
    if isinstance(mine.value, str) and isinstance(theirs.value, str):
        return None
    both_removed = set(was) - set(one) - set(other)
    if both_removed and set(one) - set(was) != set(other) - set(was):
        return None
    gone = {item for item in was if item not in one or item not in other}
    order = merge_order(_once(was), _once(one), _once(other))
    return tuple(item for item in order if item not in gone)


def _once(items: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(filter(None, items)))


def _remarks(base: tuple[str, ...], mine: tuple[str, ...], theirs: tuple[str, ...]) -> list[Piece]:
    if mine in (theirs, base):
        lines = theirs
    elif theirs == base:
        lines = mine
    else:
        lines = tuple(dict.fromkeys([*min(mine, theirs), *max(mine, theirs)]))
    return [Settled(Origin.WOVEN, as_plain(lines))] if lines else []


def _conflict(base: _Key | None, mine: _Key | None, theirs: _Key | None) -> Conflict:
    there = [key for key in (base, mine, theirs) if key is not None]
    form = _form(there)
    one, other = mine.items if mine else (), theirs.items if theirs else ()
    both = None
    if form is Form.LIST and one is not None and other is not None:
        both = write_key(there[0].key, tuple(merge_order([], _once(one), _once(other))))
    return Conflict(
        key=there[0].key,
        heading="",
        line=(mine or there[-1]).line,
        base=_words(base, form),
        mine=_words(mine, form),
        theirs=_words(theirs, form),
        form=form,
        mine_lines=as_plain(mine.lines if mine else ()),
        theirs_lines=as_plain(theirs.lines if theirs else ()),
        both_lines=both,
    )


def _form(keys: list[_Key]) -> Form:
    if all(key.items is not None for key in keys):
        return Form.LIST
    return Form.TEXT if all(isinstance(key.value, str) for key in keys) else Form.YAML


def _lines(key: _Key | None) -> tuple[str, ...]:
    return (*key.remarks, *key.lines) if key else ()


def _words(key: _Key | None, form: Form) -> str:
    if key is None:
        return ""
    if form is Form.TEXT:
        return str(key.value)
    if form is Form.LIST:
        return "\n".join(key.items or ())
    return write_yaml({key.key: key.value}).rstrip("\n")


def _can_be_read(pieces: Iterable[Piece]) -> bool:
    """Tell whether the settled keys make a front matter; what is chosen later is looked at then."""
    lines = [line.text for each in pieces if isinstance(each, Settled) for line in each.lines]
    try:
        read_yaml("\n".join(lines[1:-1]), "")
    except FrontMatterError:
        return False
    return True
