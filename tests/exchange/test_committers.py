from __future__ import annotations

from cookbook.exchange.sources.committers import (
    Commits,
    Committers,
    Contributor,
    NamedPeople,
    credit_entries,
    gather_people,
    read_commits,
    read_contributors,
)

HEAD = "path\tgit_author\tcommits\tbot\n"


class TestReadCommits:
    def test_it_leaves_machines_and_addresses_out(self) -> None:
        rows = (
            "a.md\tMia Roe\t2\t\na.md\tdependabot[bot]\t9\t\na.md\tx\t1\tyes\na.md\tm@x.org\t1\t\n"
        )
        assert read_commits(HEAD + rows) == (Commits("a.md", "Mia Roe", 2),)


class TestReadContributors:
    def test_a_broken_list_names_nobody(self) -> None:
        assert read_contributors("{") == ()
        assert read_contributors('{"contributors": 3}') == ()


class TestGatherPeople:
    def test_spellings_of_one_name_are_one_person(self) -> None:
        commits = [Commits("a", name, 1) for name in ("Mia Roe", "miaroe", "Mia  Roé", "MIA ROE")]
        people = gather_people([], commits)
        assert len(set(people.ids.values())) == 1

    def test_a_login_is_the_name_that_the_list_gives(self) -> None:
        people = gather_people([Contributor("jv", "Jon Vik")], [Commits("a", "jv", 1)])
        assert people.ids["jv"] == "jon-vik"

    def test_a_first_name_is_the_one_person_who_has_it(self) -> None:
        commits = [Commits("a", name, 1) for name in ("Emily", "Mia")]
        people = gather_people([], commits, ["Emily Kay", "Mia Roe", "Mia Lee"])
        assert (people.ids["Emily"], people.ids["Mia"]) == ("emily-kay", "mia")

    def test_an_address_that_is_no_web_page_is_left_out(self) -> None:
        people = gather_people([Contributor("jv", "Jon Vik", "javascript:alert(1)")], [])
        assert people.people["jon-vik"].website == ""


class TestCreditEntries:
    def test_who_committed_at_least_half_as_often_is_an_author_too(self) -> None:
        commits = tuple(
            Commits("a.md", name, n) for name, n in (("A B", 4), ("C D", 2), ("E F", 1))
        )
        roles = credit_entries(Committers(commits), {"chapters/a.md": "a.md"}).entries
        assert roles["chapters/a.md"] == {"author": ("a-b", "c-d"), "contributor": ("e-f",)}

    def test_a_title_page_comes_before_commits(self) -> None:
        committers = Committers((Commits("a.md", "C D", 9),))
        named = NamedPeople(("A B",), ("E F",))
        credits_ = credit_entries(committers, {"chapters/a.md": "a.md"}, named)
        assert credits_.entries["chapters/a.md"] == {"author": ("a-b",), "contributor": ("c-d",)}
        assert credits_.book == {"author": ("a-b",), "contributor": ("e-f",)}
