"""Find which passages of an earlier version became which of a later one."""

from __future__ import annotations

import re
from collections import Counter, defaultdict, deque
from collections.abc import Iterable, Sequence

from cookbook.manuscript.diff3 import Pairs
from cookbook.manuscript.ingredients import main_ingredient_name, parse_ingredient
from cookbook.manuscript.passages import Passage, Role

# The share of words that two passages have in common from which one is the other, changed.
SIMILAR = 0.4
# Beyond these pairs of passages in one gap, they are compared one by one in order.
MOST_PAIRS = 20_000
# Fewer words may stand in many places by chance, unless they are an ingredient or a step.
FEWEST_WORDS_MOVED = 3


def pair_moved(
    before: Sequence[Passage], after: Sequence[Passage], gone: Iterable[int], new: Iterable[int]
) -> Pairs:
    """Pair the passages that went from here, at `gone`, with the same that came there, at `new`."""
    waiting = defaultdict[tuple[Role, str, str], deque[int]](deque)
    for at in gone:
        if _may_move(before[at]):
            waiting[before[at].words].append(at)
    return [(waiting[after[at].words].popleft(), at) for at in new if waiting.get(after[at].words)]


def pair_similar(before: Sequence[Passage], after: Sequence[Passage]) -> Pairs:
    """Pair passages that became each other, in order, so that most of their words agree."""
    if len(before) * len(after) > MOST_PAIRS:
        rows = zip(map(_Words, before), map(_Words, after), strict=False)
        return [(at, at) for at, (was, now) in enumerate(rows) if _alike(was, now) >= SIMILAR]
    earlier, later = [_Words(each) for each in before], [_Words(each) for each in after]
    alike = [[_alike(was, now) for now in later] for was in earlier]
    # best[i][j]: the most that the passages from i and from j on have in common.
    best = [[0.0] * (len(later) + 1) for _ in range(len(earlier) + 1)]
    for was in range(len(earlier) - 1, -1, -1):
        for now in range(len(later) - 1, -1, -1):
            best[was][now] = max(
                best[was + 1][now],
                best[was][now + 1],
                alike[was][now] + best[was + 1][now + 1] if alike[was][now] >= SIMILAR else 0,
            )
    pairs: Pairs = []
    was, now = 0, 0
    while was < len(earlier) and now < len(later):
        if best[was][now] == best[was + 1][now]:
            was += 1
        elif best[was][now] == best[was][now + 1]:
            now += 1
        else:
            pairs.append((was, now))
            was, now = was + 1, now + 1
    return pairs


class _Words:
    """What is compared of a passage, made once."""

    def __init__(self, passage: Passage) -> None:
        self.passage = passage
        self.counted = Counter(re.findall(r"\w+", passage.text.casefold()))
        self.name = ""
        if passage.role is Role.INGREDIENT:
            self.name = main_ingredient_name(parse_ingredient(passage.text))


def _alike(was: _Words, now: _Words) -> float:
    """Give from 0 to 1 how much two passages have in common."""
    one, other = was.passage, now.passage
    if one.role is not other.role and {one.role, other.role} & {Role.HEADING, Role.CODE}:
        return 0.0
    shared, sizes = (was.counted & now.counted).total(), (was.counted.total(), now.counted.total())
    share = 2 * shared / max(sum(sizes), 1)
    if one.role is other.role:
        # What was only added to is still the same.
        share = max(share, shared / max(*sizes, 1), 0.5 * shared / max(min(sizes), 1))
    if was.name and was.name == now.name:
        return max(share, 0.9)
    if one.role is Role.HEADING and other.marker == one.marker:
        return max(share, SIMILAR)
    return share


def _may_move(passage: Passage) -> bool:
    return (
        passage.role in {Role.INGREDIENT, Role.STEP}
        or len(passage.text.split()) >= FEWEST_WORDS_MOVED
    )
