from __future__ import annotations

import threading
from collections.abc import Iterator

import pytest

from cookbook.press.typesetting.board import Board, Done, Job, Ticket


def jobs(*keys: str) -> list[Job]:
    return [Job(each, {}) for each in keys]


def lend(board: Board, most: int = 9) -> list[Ticket]:
    return board.lend(most, lambda _job: 1, most)


def taken(board: Board) -> Ticket:
    ticket = board.take()
    assert ticket is not None
    return ticket


def finish(board: Board, *tickets: Ticket, word: str = "") -> None:
    for ticket in tickets:
        board.finish(ticket, Done(ticket.job, {"by": word}))


def work_at(board: Board) -> threading.Thread:
    """Do all that waits on a board, in a thread."""

    def work() -> None:
        while (ticket := board.take()) is not None:
            finish(board, ticket, word="home")

    thread = threading.Thread(target=work)
    thread.start()
    return thread


class TestBoard:
    def test_it_gives_all_that_is_done_and_ends(self) -> None:
        with Board(jobs("a", "b", "c")) as board:
            work_at(board)
            assert sorted(done.job.key for done in board.results()) == ["a", "b", "c"]
            assert board.over.is_set()

    def test_what_follows_from_others_comes_first(self) -> None:
        def follow(done: Done) -> list[Job]:
            return jobs(f"{done.job.key}+") if len(done.job.key) < 3 else []

        with Board(jobs("a", "b"), follow) as board:
            finish(board, taken(board))
            results = board.results()
            assert next(results).job.key == "a"
            assert taken(board).job.key == "a+"

    def test_it_waits_for_what_may_follow(self) -> None:
        with Board(jobs("a"), lambda done: jobs("b") if done.job.key == "a" else []) as board:
            work_at(board)
            assert [done.job.key for done in board.results()] == ["a", "b"]

    def test_it_takes_jobs_from_their_source_only_when_they_are_wanted(self) -> None:
        made: list[str] = []

        def source() -> Iterator[Job]:
            for job in jobs("a", "b", "c"):
                made.append(job.key)
                yield job

        with Board(source()) as board:
            taken(board)
            assert made == ["a"]

    def test_whoever_leaves_ends_it_for_all(self) -> None:
        with Board(jobs("a", "b")) as board:
            taken(board)
        assert board.take() is None
        assert not lend(board)

    def test_a_failure_that_is_no_jobs_reaches_who_waits(self) -> None:
        with Board(jobs("a")) as board:
            board.fail(LookupError("lost"))
            with pytest.raises(LookupError):
                next(board.results())


class TestLending:
    def test_what_is_lent_is_not_taken_while_something_else_waits(self) -> None:
        with Board(jobs("a", "b", "c")) as board:
            assert [each.job.key for each in lend(board, 2)] == ["a", "b"]
            assert taken(board).job.key == "c"

    def test_a_loan_has_an_end_by_its_size(self) -> None:
        with Board(jobs("a", "b", "c")) as board:
            assert len(board.lend(3, lambda _job: 10, 15)) == 2

    def test_what_follows_from_others_is_not_lent(self) -> None:
        def follow(done: Done) -> list[Job]:
            return jobs("after") if done.job.key == "a" else []

        with Board(jobs("a", "b"), follow) as board:
            finish(board, taken(board))
            next(board.results())
            assert [each.job.key for each in lend(board)] == ["b"]
            assert taken(board).job.key == "after"

    def test_what_others_do_counts_and_nobody_does_it_again(self) -> None:
        with Board(jobs("a", "b")) as board:
            finish(board, *lend(board), word="away")
            work_at(board)
            assert {done.words["by"] for done in board.results()} == {"away"}

    def test_what_never_comes_back_is_taken_home_the_last_first(self) -> None:
        with Board(jobs("a", "b", "c")) as board:
            lend(board)
            assert [taken(board).job.key for _ in range(3)] == ["c", "b", "a"]

    def test_of_two_who_do_one_job_the_first_counts(self) -> None:
        with Board(jobs("a")) as board:
            [lent] = lend(board)
            home = taken(board)
            finish(board, home, word="home")
            finish(board, lent, word="away")
            work_at(board)
            assert [done.words["by"] for done in board.results()] == ["home"]
