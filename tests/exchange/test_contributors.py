from __future__ import annotations

import json
from pathlib import Path

import pytest

from cookbook.exchange.sources.contributors import Contributors, read_contributors, tidy_name
from cookbook.manuscript import Person


def record(folder: Path, stem: str, **values: object) -> None:
    (folder / "people").mkdir(exist_ok=True)
    (folder / f"people/{stem}.json").write_text(json.dumps(values))


class TestTidyName:
    @pytest.mark.parametrize(
        "address",
        ["ana@example.org", "https://example.org", "1ABCDEFGHJKLMNPQRSTUVWXYZabcdef123", "  "],
    )
    def test_an_address_is_no_name(self, address: str) -> None:
        assert tidy_name(address) == ""

    def test_it_brings_a_name_on_one_line_without_control_characters(self) -> None:
        assert tidy_name("Ana\n\x07 Melo ") == "Ana Melo"


class TestReadContributors:
    @pytest.mark.parametrize(
        "website",
        ["javascript:alert(1)", "data:text/html,x", "https://a:b@example.org", "http://[", "//x"],
    )
    def test_it_takes_no_website_but_a_plain_one(self, tmp_path: Path, website: str) -> None:
        record(tmp_path, "ana", name="Ana", website=website)
        people, _ = read_contributors(tmp_path, "people")
        assert people.person("ana") == Person(name="Ana")

    @pytest.mark.parametrize("text", ["{", "[]", '{"name": 3}', "[" * 5000, '{"name": "a@b.c"}'])
    def test_a_bad_record_is_reported_and_stops_nothing(self, tmp_path: Path, text: str) -> None:
        record(tmp_path, "rui", name="Rui")
        (tmp_path / "people/bad.json").write_text(text)
        people, reports = read_contributors(tmp_path, "people")
        assert people.person("rui").name == "Rui"
        assert [report.item for report in reports] == ["people/bad.json"]

    def test_a_handle_on_a_site_of_code_means_the_person(self, tmp_path: Path) -> None:
        record(tmp_path, "dr-cat", name="Dr. Cat", website="https://github.com/castrated")
        people, _ = read_contributors(tmp_path, "people")
        assert people.person("castrated").name == "Dr. Cat"

    def test_a_table_without_its_columns_is_reported_and_not_used(self, tmp_path: Path) -> None:
        (tmp_path / "authors.tsv").write_text("a\tb\n1\t2\n")
        people, reports = read_contributors(tmp_path, "people")
        assert people.history == {}
        assert "columns" in reports[0].remarks[0]


class TestByline:
    def test_several_names_on_one_line_are_several_people(self) -> None:
        byline = Contributors().byline(["Kyle Jones and Sabina Holm, Ana"], "x.md")
        assert [person.name for person in byline.authors] == ["Kyle Jones", "Sabina Holm", "Ana"]

    def test_words_behind_a_name_are_no_second_name(self) -> None:
        byline = Contributors().byline(["Dick, with love from the hills."], "x.md")
        assert len(byline.authors) == 1

    def test_a_shared_surname_is_given_to_whom_the_history_knows_by_it(self) -> None:
        people = Contributors(history={"x.md": ("Tobias Grim",)})
        byline = people.byline(["Tobias & Alexandra Grim"], "x.md")
        assert [person.name for person in byline.authors] == ["Tobias Grim", "Alexandra Grim"]
        assert byline.contributors == ()

    def test_an_address_in_the_place_of_a_name_is_left_out_with_a_remark(self) -> None:
        people = Contributors(history={"x.md": ("Ana",)})
        byline = people.byline(["ana@example.org"], "x.md")
        assert [person.name for person in byline.authors] == ["Ana"]
        assert "no name" in byline.remarks[0]

    def test_it_says_where_nobody_is_named(self) -> None:
        assert Contributors().byline([], "x.md").remarks == ("Nobody is named as its author.",)
