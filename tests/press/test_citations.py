"""Citations, and the list of the sources that a book cites."""

from __future__ import annotations

from pathlib import Path

from tests.press.making import Set, chapter, make_book, set_book, words

SOURCE = "@book{key, author = {Abel, Ann}, title = {Coins}, year = {1984}}\n"


class TestCite:
    def test_a_citation_prints_its_sources(self, coins: Set) -> None:
        said = coins.says("chance").replace("\u00a0", " ")
        assert "(Abel 1984; Zander 1999, 3)" in said or "(Zander 1999, 3; Abel 1984)" in said

    def test_a_citation_leads_to_its_source(self, coins: Set) -> None:
        targets = {each.get("href") for each in coins.section("chance").iter("a")}
        assert {"#ref-abel1984", "#ref-zander1999"} <= targets
        ids = [each.get("id") for each in coins.section("bibliography").find_class("source")]
        assert ids == ["ref-abel1984", "ref-zander1999"]

    def test_sources_are_sorted_and_only_those_cited(self, coins: Set) -> None:
        listed = [words(each) for each in coins.section("bibliography").find_class("source")]
        assert [each.split(",")[0].strip() for each in listed] == ["Abel", "Zander"]

    def test_an_unknown_key_is_printed_and_remarked(self, coins: Set) -> None:
        assert "Nobody knows [nobody2020]." in coins.says("sampling")
        assert coins.remarks("chapters/sampling.md") == [
            'cites "nobody2020", which is not in the bibliography.'
        ]

    def test_a_known_key_beside_an_unknown_one_is_remarked_once(self, tmp_path: Path) -> None:
        files = {"chapters/a.md": chapter("A", "[@key; @gone]"), "references.bib": SOURCE}
        made = set_book(make_book(tmp_path, files))
        assert "[key; gone]" in made.says("a")
        assert made.remarks("chapters/a.md") == ['cites "gone", which is not in the bibliography.']

    def test_citations_without_a_bibliography_are_printed_as_keys(self, tmp_path: Path) -> None:
        made = set_book(make_book(tmp_path, {"chapters/a.md": chapter("A", "So says @key.")}))
        assert "So says [key]." in made.says("a")
        assert len(made.warnings) == 1

    def test_a_bibliography_that_can_not_be_read_is_remarked(self, tmp_path: Path) -> None:
        files = {"chapters/a.md": chapter("A", "[@key]"), "references.bib": "@book{key, author = {"}
        made = set_book(make_book(tmp_path, files))
        assert made.remarks("references.bib")[0].startswith("the bibliography can't be read")
        assert "[key]" in made.says("a")

    def test_a_citation_in_a_footnote_is_set_too(self, tmp_path: Path) -> None:
        files = {
            "chapters/a.md": chapter("A", "A^[See @key.] and [@key]."),
            "references.bib": SOURCE,
        }
        made = set_book(make_book(tmp_path, files))
        assert not made.warnings
        assert "See Abel (1984)." in words(made.html)

    def test_a_recipe_may_hold_an_at_sign(self, tmp_path: Path) -> None:
        text = "---\ntitle: Pie\nby: Ada\n---\nAsk [@anna] or write to anna@example.org.\n"
        made = set_book(make_book(tmp_path, {"recipes/pie.md": text}))
        assert "Ask [@anna] or" in made.says("pie")
        assert not made.warnings
