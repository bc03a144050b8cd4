from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from cookbook.press.typesetting import crew as crews
from cookbook.press.typesetting.board import Done, Job
from cookbook.press.typesetting.crew import LocalCrew, Terms
from cookbook.press.typesetting.styles import STYLES_KNOWN, PressStyles

STYLES = PressStyles("@page { size: 80mm 120mm }", "")


def page(words: str = "Wash the stone.") -> Job:
    html = (
        f'<!doctype html><html lang="en"><head><title>-</title></head><body>{words}</body></html>'
    )
    return Job("a page", {"do": "sheets", "html": html, "run": None})


def set_page(crew: LocalCrew, folder: Path, styles: PressStyles = STYLES) -> Done:
    return crew.set_one(page(), styles, folder)


@pytest.fixture
def crew() -> Iterator[LocalCrew]:
    with LocalCrew(1) as made:
        yield made


class TestLocalCrew:
    def test_a_worker_learns_again_the_styles_that_it_forgot(
        self, crew: LocalCrew, tmp_path: Path
    ) -> None:
        several = [
            PressStyles(f"@page {{ size: {80 + each}mm }}", "") for each in range(STYLES_KNOWN + 1)
        ]
        done = [set_page(crew, tmp_path, styles) for styles in (*several, *several)]
        assert not any(each.problem for each in done)
        assert len(crew.resting) == 1

    def test_one_that_cooled_down_works_again(self, crew: LocalCrew, tmp_path: Path) -> None:
        first = set_page(crew, tmp_path)
        crew.cool_down()
        assert not crew.resting
        assert set_page(crew, tmp_path).data == first.data

    def test_one_that_is_closed_sets_nothing_more(self, tmp_path: Path) -> None:
        with LocalCrew(1) as crew:
            crew.warm_up()
        assert set_page(crew, tmp_path).problem
        assert not crew.resting

    def test_a_worker_that_dies_at_a_job_is_replaced(
        self, crew: LocalCrew, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        ask = crews._Worker.ask
        killed: list[crews._Worker] = []

        def die_once(worker: crews._Worker, *asked: object) -> tuple[dict[str, object], bytes]:
            if not killed:
                killed.append(worker)
                worker.process.kill()
            return ask(worker, *asked)  # type: ignore[arg-type]  # as it came

        monkeypatch.setattr(crews._Worker, "ask", die_once)
        assert not set_page(crew, tmp_path).problem
        assert crew.resting != killed

    def test_a_job_that_takes_too_long_fails_and_costs_a_worker(self, tmp_path: Path) -> None:
        with LocalCrew(1, terms=Terms(seconds=0.01)) as crew:
            assert "longer than" in set_page(crew, tmp_path).problem
            assert not crew.resting
