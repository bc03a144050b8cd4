"""Reading: many manuscripts in few processes, and none that stops the others."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from cookbook.press.bounded import BoundsExceededError, ProgramFailedError, run_bounded
from cookbook.press.caching import MemoryCache
from cookbook.press.pandoc import RECIPE_FORMAT, Fragment, read_fragments
from cookbook.press.reading import entries as reading
from cookbook.press.reading.entries import EntryText, plain_blocks, read_entries
from cookbook.press.tree import Blocks, plain_text, walk

DEEP = "> " * 600 + "x"


def entry(name: str, *texts: str) -> EntryText:
    return EntryText(name, tuple(Fragment(text) for text in texts))


class TestReadEntries:
    def test_entries_and_pieces_come_back_in_order(self) -> None:
        texts = [entry(f"{n}.md", f"first {n}", f"second {n}") for n in range(130)]
        trees = list(read_entries(texts))
        assert [each.entry for each in trees] == [each.entry for each in texts]
        assert [plain_text(piece) for piece in trees[77].pieces] == ["first 77", "second 77"]

    def test_one_piece_can_not_reach_into_the_next(self) -> None:
        texts = [entry("a.md", "[x]: https://a.org\n\n```\nopen"), entry("b.md", "[x] ^[y] <div>")]
        _, second = read_entries(texts)
        assert plain_text(second.pieces[0]) == "[x] <div>"
        assert not [node for node in walk(second.pieces[0]) if node["t"] == "Link"]

    def test_a_recipe_has_no_formulas_and_no_citations(self) -> None:
        text = EntryText("a.md", (Fragment("costs $5 and $6, ask @ada", RECIPE_FORMAT),))
        (tree,) = read_entries([text])
        kinds = {node["t"] for node in walk(tree.pieces[0])}
        assert not kinds & {"Math", "Cite"}

    def test_an_entry_that_is_nested_too_deeply_is_set_plain_and_named(self) -> None:
        good, deep = read_entries([entry("good.md", "*fine*"), entry("deep.md", DEEP)])
        assert [plain_text(each.pieces[0]) for each in (good, deep)] == ["fine", DEEP]
        assert (good.remark, good.cut_short, deep.cut_short) == ("", False, False)
        assert "it is set as plain text" in deep.remark

    def test_an_entry_that_takes_too_long_is_set_plain_and_named(
        self, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(reading, "ENTRY_SECONDS", 0.0)
        monkeypatch.setattr(reading, "SECONDS_PER_CHARACTER", 0.0)
        trees = list(read_entries([entry("a.md", "*a*"), entry("b.md", "*b*")]))
        assert [plain_text(each.pieces[0]) for each in trees] == ["*a*", "*b*"]
        assert all("longer than" in each.remark and each.cut_short for each in trees)

    def test_a_long_text_that_is_kept_is_not_read_again(
        self, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        texts = [entry("a.md", "*a* " * reading.WORTH_KEEPING), entry("b.md", "*b*")]
        cache = MemoryCache()
        first = list(read_entries(texts, cache=cache))
        asked: list[Fragment] = []

        def noting(fragments: list[Fragment], *, seconds: float) -> list[Blocks]:
            asked.extend(fragments)
            return read_fragments(fragments, seconds=seconds)

        monkeypatch.setattr(reading, "read_fragments", noting)
        assert list(read_entries(texts, cache=cache)) == first
        assert asked == [Fragment("*b*")]

    def test_what_could_not_be_read_is_not_kept(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(reading, "WORTH_KEEPING", 1)
        cache = MemoryCache()
        list(read_entries([entry("deep.md", DEEP)], cache=cache))
        assert cache.entries == {}

    def test_batches_are_read_only_as_far_as_they_are_wanted(self) -> None:
        pulled: list[str] = []

        def texts() -> Iterator[EntryText]:
            for number in range(1000):
                pulled.append(str(number))
                yield entry(f"{number}.md", f"words {number}")

        trees = read_entries(texts())
        assert next(trees).entry == "0.md"
        assert len(pulled) < 5 * reading.BATCH_ENTRIES
        trees.close()

    def test_large_entries_are_read_by_themselves(self) -> None:
        large = "word " * (reading.BATCH_CHARACTERS // 5)
        batches = list(reading._batches([entry("a.md", large), entry("b.md", "x"), entry("c.md")]))
        assert [[each.entry for each in batch] for batch in batches] == [
            ["a.md"],
            ["b.md", "c.md"],
        ]

    def test_the_first_batch_is_small_so_that_something_comes_soon(self) -> None:
        first, *others = reading._batches(entry(f"{number}.md", "x") for number in range(140))
        assert len(first) == reading.FIRST_BATCH_ENTRIES
        assert [len(each) for each in others] == [reading.BATCH_ENTRIES, reading.BATCH_ENTRIES, 12]


class TestPlainBlocks:
    def test_paragraphs_and_lines_stay(self) -> None:
        first, second = plain_blocks("one *two*\nthree\n\n \n\nfour\n")
        assert plain_text([first]) == "one *two* three"
        assert [node["t"] for node in first["c"]].count("LineBreak") == 1
        assert plain_text([second]) == "four"


class TestRunBounded:
    def test_it_gives_what_the_program_prints(self) -> None:
        echo = "import sys; sys.stdout.write(sys.stdin.read().upper())"
        assert run_bounded([sys.executable, "-c", echo], b"abc", seconds=60) == b"ABC"

    def test_nothing_of_our_environment_is_passed_on(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("SECRET", "word")
        show = "import os; print(sorted(os.environ))"
        output = run_bounded([sys.executable, "-c", show], seconds=60, variables={"OURS": "1"})
        names = set(eval(output))  # noqa: S307 -- a list of strings that we just printed
        assert "SECRET" not in names
        assert {"HOME", "LANG", "OURS", "PATH", "SOURCE_DATE_EPOCH"} <= names

    def test_a_program_that_takes_too_long_is_ended_with_its_children(self, tmp_path: Path) -> None:
        started = tmp_path / "started"
        script = f"echo $$ > {started}; sleep 600 & sleep 600"
        with pytest.raises(BoundsExceededError, match="took longer than"):
            run_bounded(["/bin/sh", "-c", script], seconds=0.5)
        group = int(started.read_text())
        # A killed process is gone when the system has come round to it.
        until = time.monotonic() + 20
        while _lives(group) and time.monotonic() < until:
            time.sleep(0.01)
        assert not _lives(group)

    def test_a_failure_carries_the_programs_last_words(self) -> None:
        fail = "import sys; sys.exit('no such thing')"
        with pytest.raises(ProgramFailedError, match="ended with code 1: no such thing") as caught:
            run_bounded([sys.executable, "-c", fail], seconds=60)
        assert caught.value.stderr == "no such thing"

    @pytest.mark.parametrize("program", ["kill -9 $$", "echo 'heap exhausted' >&2; exit 251"])
    def test_memory_that_ran_out_is_told_from_other_failures(self, program: str) -> None:
        with pytest.raises(BoundsExceededError, match="more memory"):
            run_bounded(["/bin/sh", "-c", program], seconds=60)


def _lives(group: int) -> bool:
    """Tell whether a process of a group still runs; one that only waits to be reaped doesn't."""
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = stat.read_text().rpartition(")")[2].split()
        except OSError:
            continue
        if int(fields[2]) == group and fields[0] != "Z":
            return True
    return False
