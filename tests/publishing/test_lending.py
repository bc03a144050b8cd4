from __future__ import annotations

import queue
import threading
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from cookbook.press.caching import MemoryCache
from cookbook.press.typesetting.board import Done, Job
from cookbook.press.typesetting.crew import Crew, LocalCrew
from cookbook.press.typesetting.styles import PressStyles
from cookbook.publishing import lending
from cookbook.publishing.helping import Helper
from cookbook.publishing.lending import LendingCrew
from cookbook.publishing.loans import (
    Loan,
    Returned,
    loan_key,
    read_returned,
    return_key,
    write_returned,
)

STYLES = PressStyles("@page { size: 80mm 120mm }", "")
SVG = "http://www.w3.org/2000/svg"
DOT = f'<svg xmlns="{SVG}" width="9" height="9"><circle r="9"/></svg>'
PICTURE = "pictures/0123456789abcdef0123.svg"
NO_FILE = "pictures/ffffffffffffffffffff.svg"
RECIPE = "<h1>Soup {}</h1><p>Wash the stone, {} times.</p>"


def pages(*inner: str) -> list[Job]:
    """Jobs to set pages."""
    return [
        Job(
            str(number),
            {
                "do": "sheets",
                "html": f'<!doctype html><html lang="en"><head><title>-</title></head>'
                f"<body>{each}</body></html>",
                "run": None,
            },
            entry=f"recipes/{number}.md",
        )
        for number, each in enumerate(inner)
    ]


def recipes(count: int, *more: str) -> list[Job]:
    return pages(*(RECIPE.format(number, number) for number in range(count)), *more)


def outcome(results: Iterable[Done]) -> dict[str, tuple[object, bytes]]:
    return {done.job.key: (done.words.get("facts"), done.data) for done in results}


@pytest.fixture(scope="module")
def crew() -> Iterator[LocalCrew]:
    """One worker that is shared by all, as it takes a moment to start."""
    with LocalCrew(1) as made:
        yield made


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "pictures").mkdir()
    (tmp_path / PICTURE).write_text(DOT, encoding="utf-8")
    return tmp_path


@pytest.fixture(autouse=True)
def _small_loans(monkeypatch: pytest.MonkeyPatch) -> None:
    """Two jobs a loan, and no time in which all would be done at home."""
    monkeypatch.setattr(lending, "JOBS_IN_LOAN", 2)
    monkeypatch.setattr(lending, "LOOK_SECONDS", 0.01)


class Village:
    """Everybody who was told of a loan, and what they share."""

    def __init__(self) -> None:
        self.shared = MemoryCache()
        self.told = queue.SimpleQueue[tuple[str, str] | None]()
        self.helped = 0

    def lender(self, crew: LocalCrew, folder: Path) -> Crew:
        return LendingCrew(crew, self.shared, lambda *loan: self.told.put(loan)).at(STYLES, folder)

    @contextmanager
    def helping(self, crew: LocalCrew) -> Iterator[None]:
        """Have a neighbour set what is lent."""

        def work() -> None:
            while (loan := self.told.get()) is not None:
                self.helped += Helper(crew, self.shared, self.shared).help(*loan)

        thread = threading.Thread(target=work)
        thread.start()
        try:
            yield
        finally:
            self.told.put(None)
            thread.join()

    def loans(self) -> list[tuple[str, str]]:
        found = []
        while not self.told.empty():
            loan = self.told.get()
            assert loan is not None
            found.append(loan)
        return found


@pytest.fixture
def village() -> Village:
    return Village()


class SlowCrew(LocalCrew):
    """A crew that sets nothing before `may_go`, so that others come first."""

    def __init__(self) -> None:
        super().__init__(1)
        self.may_go = threading.Event()

    def set_one(self, job: Job, styles: PressStyles, folder: Path) -> Done:
        assert self.may_go.wait(60)
        return super().set_one(job, styles, folder)


class TestLendingCrew:
    def test_with_others_it_gives_what_it_gives_alone(
        self, crew: LocalCrew, folder: Path, village: Village
    ) -> None:
        jobs = recipes(6, f'<img alt="A dot" src="{PICTURE}">')
        alone = outcome(crew.at(STYLES, folder).set(jobs))
        with SlowCrew() as home, village.helping(crew):
            done = outcome(_released(village.lender(home, folder).set(jobs), home))
        assert done == alone
        assert village.helped

    def test_nobody_who_helps_is_needed(
        self, crew: LocalCrew, folder: Path, village: Village
    ) -> None:
        done = outcome(village.lender(crew, folder).set(recipes(6)))
        assert done == outcome(crew.at(STYLES, folder).set(recipes(6)))

    def test_when_all_is_set_its_loans_are_over(
        self, crew: LocalCrew, folder: Path, village: Village
    ) -> None:
        list(village.lender(crew, folder).set(recipes(9)))
        loans = village.loans()
        assert loans
        _wait_for(village.shared, loans[0][1])
        helper = Helper(crew, village.shared, village.shared)
        assert not any(helper.help(*loan) for loan in loans)

    def test_a_job_that_fails_elsewhere_is_set_at_home(
        self, crew: LocalCrew, folder: Path, village: Village
    ) -> None:
        with LocalCrew(1) as broken, village.helping(broken):
            broken.close()
            done = outcome(village.lender(crew, folder).set(recipes(4)))
        assert done == outcome(crew.at(STYLES, folder).set(recipes(4)))

    def test_a_job_that_fails_at_home_fails_with_its_entry(
        self, crew: LocalCrew, folder: Path, village: Village
    ) -> None:
        bad = Job("9", {"do": "nobody knows what"}, "recipes/bad.md")
        results = list(village.lender(crew, folder).set([*recipes(3), bad]))
        assert [done.job.entry for done in results if done.problem] == ["recipes/bad.md"]
        assert len(results) == 4

    @pytest.mark.parametrize("damage", [b"", b"{}\n", b'[{"number":9,"words":{},"size":0}]\n'])
    def test_what_comes_back_broken_is_set_again(
        self, crew: LocalCrew, folder: Path, village: Village, damage: bytes
    ) -> None:
        class Damaging(MemoryCache):
            def get(self, key: str) -> bytes | None:
                return damage if key in returns else super().get(key)

        returns: set[str] = set()
        village.shared = Damaging()
        home = LendingCrew(
            crew,
            village.shared,
            lambda key, _mark: returns.add(return_key(village.shared.entries[key])),
        )
        done = outcome(home.at(STYLES, folder).set(recipes(5)))
        assert returns
        assert done == outcome(crew.at(STYLES, folder).set(recipes(5)))

    def test_who_leaves_in_between_ends_it(
        self, crew: LocalCrew, folder: Path, village: Village
    ) -> None:
        results = village.lender(crew, folder).set(recipes(9))
        next(results)
        key, mark = village.told.get(timeout=60) or ("", "")
        assert key
        del results
        _wait_for(village.shared, mark)


class TestHelper:
    @staticmethod
    def lend(village: Village, jobs: list[Job], **files: str) -> str:
        loan = Loan([job.order for job in jobs], STYLES.digest, files).as_bytes()
        village.shared.put(loan_key(loan), loan)
        return loan_key(loan)

    MARK = "0" * 64

    def test_a_loan_is_set_once(self, crew: LocalCrew, folder: Path, village: Village) -> None:
        list(village.lender(crew, folder).set(recipes(9)))
        key, _ = village.loans()[0]
        helper = Helper(crew, village.shared, village.shared)
        assert helper.help(key, self.MARK)
        returned = village.shared.entries[return_key(village.shared.entries[key])]
        assert not helper.help(key, self.MARK)
        del village.shared.entries[return_key(village.shared.entries[key])]
        assert helper.help(key, self.MARK)
        assert village.shared.entries[return_key(village.shared.entries[key])] == returned

    def test_what_was_damaged_is_set_again(
        self, crew: LocalCrew, folder: Path, village: Village
    ) -> None:
        list(village.lender(crew, folder).set(recipes(9)))
        key, _ = village.loans()[0]
        village.shared.put(return_key(village.shared.entries[key]), b"rubbish")
        assert Helper(crew, village.shared, village.shared).help(key, self.MARK)

    def test_what_it_can_not_know_is_left_to_others(
        self, crew: LocalCrew, village: Village
    ) -> None:
        helper = Helper(crew, village.shared, village.shared)
        of_another_release = "1" * 64
        village.shared.put(of_another_release, Loan([], STYLES.digest, {}).as_bytes())
        without_styles = self.lend(village, recipes(1))
        for key in ("2" * 64, of_another_release, without_styles):
            assert not helper.help(key, self.MARK)

    def test_one_that_lacks_a_file_is_left_to_others(
        self, crew: LocalCrew, folder: Path, village: Village
    ) -> None:
        list(village.lender(crew, folder).set(recipes(9)))
        key = self.lend(village, recipes(1), **{NO_FILE: "3" * 64})
        assert not Helper(crew, village.shared, village.shared).help(key, self.MARK)

    @pytest.mark.parametrize("name", ["../etc/passwd", "pictures/../../x.svg", "/pictures/0.svg"])
    def test_a_loan_that_names_other_files_is_none(
        self, crew: LocalCrew, village: Village, name: str
    ) -> None:
        key = self.lend(village, recipes(1), **{name: "3" * 64})
        with pytest.raises(ValueError, match="no loan"):
            Loan.of_bytes(village.shared.entries[key])
        assert not Helper(crew, village.shared, village.shared).help(key, self.MARK)


class TestReturned:
    def test_orders_are_counted_from_0(self) -> None:
        with pytest.raises(ValueError, match="0"):
            Returned(-1, {}, b"")

    def test_bytes_that_are_cut_off_are_no_return(self) -> None:
        whole = write_returned([Returned(0, {"facts": {}}, b"soup")])
        with pytest.raises(ValueError, match="not whole"):
            list(read_returned(whole[:-1]))


def _released(results: Iterator[Done], home: SlowCrew) -> Iterator[Done]:
    """Let those at home begin when the first of others has come."""
    for done in results:
        home.may_go.set()
        yield done


def _wait_for(shared: MemoryCache, key: str) -> None:
    for _ in range(600):
        if shared.get(key):
            return
        threading.Event().wait(0.1)
    pytest.fail("it never came")
