"""Who wrote what of a contribution: runs of its passages under the names of those who made them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

from sqlalchemy import select
from sqlalchemy.orm import Session

from cookbook.manuscript.authorship import Written, written_passages
from cookbook.manuscript.tracing import Version, trace_lines
from cookbook.models import Contribution, Revision

MOST_VERSIONS = 1_000
"""Beyond these, what older ones wrote counts as the oldest's that is looked at."""
READ_AT_ONCE = 25
SOMEBODY = "Somebody"


@dataclass(frozen=True)
class Step:
    """A version that wrote something here, and the one that it was made from, by number."""

    number: int
    parent: int | None


@dataclass(frozen=True)
class Run:
    """Passages in a row that the same people made.

    `writer` wrote what they came from, `changers` changed it since; `steps` are the versions that
    wrote them as they stand.
    """

    writer: str
    changers: tuple[str, ...]
    steps: tuple[Step, ...]
    passages: tuple[Written, ...]


@dataclass(frozen=True)
class Share:
    """How many passages somebody wrote, and how many of others they changed."""

    name: str
    wrote: int
    changed: int


@dataclass(frozen=True)
class Credited:
    """A text by its writers: what stands above it, and it itself, in runs; and all shares."""

    above: tuple[Run, ...]
    body: tuple[Run, ...]
    shares: tuple[Share, ...]
    is_cut: bool = False


def credit_text(session: Session, contribution: Contribution) -> Credited:
    """Tell who wrote what of a contribution as it stands; nothing where there is no text yet."""
    head = contribution.head
    if head is None:
        return Credited((), (), ())
    family = _family(session, contribution, head)
    kept = sorted(family)[-MOST_VERSIONS:]
    passages = written_passages(
        head.text, trace_lines(_versions(session, contribution, family, kept))
    )
    runs = _Runs({number: member.name for number, member in family.items()}, family)
    return Credited(
        runs.of([each for each in passages if each.role is None]),
        runs.of([each for each in passages if each.role is not None]),
        runs.shares(passages),
        is_cut=len(family) > MOST_VERSIONS,
    )


@dataclass(frozen=True)
class _Member:
    """What is to be known of a version that led to the newest."""

    id: int
    name: str
    parents: tuple[int, ...]


def _versions(
    session: Session, contribution: Contribution, family: Mapping[int, _Member], kept: Sequence[int]
) -> Iterator[Version]:
    """Read the texts of these versions one after the other; together they may be large."""
    chosen = (
        select(Revision.number, Revision.text)
        .where(Revision.contribution_id == contribution.id, Revision.number >= kept[0])
        .order_by(Revision.number)
        .execution_options(yield_per=READ_AT_ONCE)
    )
    for number, text in session.execute(chosen):
        if number in family:
            yield Version(number, text, family[number].parents)


def _family(session: Session, contribution: Contribution, head: Revision) -> Mapping[int, _Member]:
    """Give the versions that led to the newest, by number, without their texts."""
    columns = (Revision.id, Revision.number, Revision.author_name)
    chosen = select(*columns, Revision.parent_id, Revision.merged_id).where(
        Revision.contribution_id == contribution.id
    )
    rows = {row.id: row for row in session.execute(chosen)}
    family: dict[int, _Member] = {}
    waiting = [head.id]
    while waiting:
        row = rows[waiting.pop()]
        if row.number in family:
            continue
        older = [each for each in (row.parent_id, row.merged_id) if each in rows]
        numbers = tuple(rows[each].number for each in older)
        family[row.number] = _Member(row.id, row.author_name or SOMEBODY, numbers)
        waiting += older
    return family


@dataclass(frozen=True)
class _Runs:
    names: Mapping[int, str]
    family: Mapping[int, _Member]

    def of(self, passages: Sequence[Written]) -> tuple[Run, ...]:
        """Put passages in a row together whose makers are the same."""
        return tuple(
            self._run(makers, tuple(run))
            for makers, run in groupby(passages, key=self._makers)
            if makers
        )

    def shares(self, passages: Sequence[Written]) -> tuple[Share, ...]:
        """Count what everybody wrote, those first who wrote the most."""
        wrote, changed = Counter[str](), Counter[str]()
        for each in passages:
            writer, *changers = self._makers(each) or ("",)
            wrote[writer] += 1
            changed.update(changers)
        names = {name for name in (*wrote, *changed) if name}
        shares = (Share(name, wrote[name], changed[name]) for name in names)
        return tuple(sorted(shares, key=lambda each: (-each.wrote, -each.changed, each.name)))

    def _makers(self, passage: Written) -> tuple[str, ...]:
        return tuple(dict.fromkeys(self.names[number] for number in passage.making))

    def _run(self, makers: tuple[str, ...], passages: tuple[Written, ...]) -> Run:
        last = sorted({each.making[-1] for each in passages}, reverse=True)
        steps = (Step(number, next(iter(self.family[number].parents), None)) for number in last)
        return Run(makers[0], makers[1:], tuple(steps), passages)
