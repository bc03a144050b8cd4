"""Search finds what was released, in the right order, whatever is asked, on either database."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from sqlalchemy.orm import Session

from cookbook.archive.searching import BODY_WORDS, EntryWords, fold, index_edition_entry
from cookbook.models import Edition
from cookbook.reading.excerpts import excerpt, mark_words
from cookbook.reading.searching import Found, KindFilter, find_entries, read_question
from tests.factories.editions import make_edition, put_entry
from tests.factories.volumes import make_volume

HOSTILE = (
    '"', '""', '"a', "a AND", "NOT", "a OR b", "NEAR(a b)", "NEAR(a, 2)", "title:a", "{a b}:c",
    "a*", "*", "^a", "-a", "a - b", "(", ")", "()", "a:*", "a & b", "a | !b", "!a", "<->",
    "a <-> b",
    "\\", "'", "''", "a' OR '1'='1", "; DROP TABLE search_texts; --", "%", "_", "%s",
    ":asked", "$1",
    "a\0b", "\ud800", "\u202e", "\ufeff", "🍲", "👩‍🍳", "½", "₂", "ﬁ", "İ", "ß", "ŉ", "豆腐", "ไทย",
    "हिन्दी", "العربية", "𞤀", "\U0001d400", "a" * 5000, "a " * 500, "\u0301", "a\u0301\u0301",
    "\u200b",
    "--", "/*", "http://x.y/?z=1", "a@b.c", "1e5", "0x1f", "-1.5", "1/2", "~/a/b", "a_b", "&amp;",
    "<script>alert(1)</script>", "{{ 7*7 }}", "${7}", "“a b", "«a»", "„", "a\u00adb", "a\tb\nc\r",
)  # fmt: skip


@pytest.fixture
def edition(session: Session) -> Edition:
    return make_edition(session, make_volume(session, "Soups"))


def titles(found: Found) -> list[str]:
    return [each.title for each in found.hits]


def ask(session: Session, said: str, *editions: Edition, **more: object) -> Found:
    given_: dict[str, object] = {"limit": 20, **more}
    ids = {each.id for each in editions}
    return find_entries(session, read_question(said), ids, **given_)  # type: ignore[arg-type]  # as find_entries has them


class TestFold:
    @pytest.mark.parametrize(
        ("said", "folded"),
        [
            ("Crème Brûlée", "creme brulee"),
            ("l'Oignon & co.", "l oignon co"),
            ("STRAẞE Straße", "strasse strasse"),
            ("Smørrebrød, Łódź", "smorrebrod lodz"),
            ("豆腐", "豆 腐"),
            ("a_b-c", "a b c"),
            ("…!?", ""),
        ],
    )
    def test_it_keeps_words_without_case_and_accents(self, said: str, folded: str) -> None:
        assert fold(said) == folded

    @given(st.text())
    def test_folding_again_changes_nothing(self, text: str) -> None:
        assert fold(fold(text)) == fold(text)

    @given(st.text())
    def test_it_leaves_words_and_single_spaces(self, text: str) -> None:
        assert all(each.isalnum() for each in fold(text).split(" ") if each)
        assert "  " not in fold(text)


class TestReadQuestion:
    def test_the_last_word_is_a_beginning(self) -> None:
        first, last = read_question("stone so").terms
        assert (first.is_beginning, last.is_beginning) == (False, True)

    def test_a_closed_quote_is_no_beginning(self) -> None:
        (term,) = read_question("“stone soup”").terms
        assert term.words == ("stone", "soup")
        assert not term.is_beginning

    def test_one_letter_begins_nothing(self) -> None:
        assert not read_question("a").terms[0].is_beginning

    def test_signs_alone_ask_nothing(self) -> None:
        assert not read_question('"" * ( - ')


class TestFindEntries:
    def test_it_looks_at_titles_then_people_then_ingredients_then_the_rest(
        self, session: Session, edition: Edition
    ) -> None:
        put_entry(session, edition, EntryWords("Pie", body="Serve with basil and bread."))
        put_entry(session, edition, EntryWords("Stew", ingredients="500 g beans\n1 sprig basil"))
        put_entry(session, edition, EntryWords("Cake", people="Basil Underwood"))
        put_entry(session, edition, EntryWords("Basil soup", body="Wash it."))
        assert titles(ask(session, "basil", edition)) == ["Basil soup", "Cake", "Stew", "Pie"]

    def test_it_finds_without_accents_what_has_them_and_the_other_way_round(
        self, session: Session, edition: Edition
    ) -> None:
        put_entry(session, edition, EntryWords("Crème brûlée"))
        put_entry(session, edition, EntryWords("Puree"))
        assert titles(ask(session, "creme", edition)) == ["Crème brûlée"]
        assert titles(ask(session, "Purée", edition)) == ["Puree"]

    def test_the_last_word_may_be_unfinished_but_no_other(
        self, session: Session, edition: Edition
    ) -> None:
        put_entry(session, edition, EntryWords("Stone soup"))
        assert titles(ask(session, "stone so", edition)) == ["Stone soup"]
        assert titles(ask(session, "sto soup", edition)) == []

    def test_quotes_hold_words_side_by_side(self, session: Session, edition: Edition) -> None:
        put_entry(session, edition, EntryWords("Red beans"))
        put_entry(session, edition, EntryWords("Beans with red wine"))
        assert titles(ask(session, '"red beans"', edition)) == ["Red beans"]
        assert len(titles(ask(session, "red beans", edition))) == 2

    def test_a_hyphen_joins_and_parts(self, session: Session, edition: Edition) -> None:
        put_entry(session, edition, EntryWords("Stone-soup"))
        assert titles(ask(session, "stone soup", edition)) == ["Stone-soup"]
        assert titles(ask(session, "stone-soup", edition)) == ["Stone-soup"]

    def test_it_finds_words_within_writing_without_spaces(
        self, session: Session, edition: Edition
    ) -> None:
        put_entry(session, edition, EntryWords("冷たい豆腐のスープ"))
        assert len(ask(session, "豆腐", edition).hits) == 1
        assert not ask(session, "腐豆", edition).hits

    def test_it_leaves_other_editions_out(self, session: Session, edition: Edition) -> None:
        put_entry(session, edition, EntryWords("Stone soup"))
        other = make_edition(session, make_volume(session))
        assert not ask(session, "stone", other).hits
        assert not ask(session, "stone").hits

    def test_it_tells_recipes_from_texts(self, session: Session, edition: Edition) -> None:
        put_entry(session, edition, EntryWords("Bean soup"))
        put_entry(session, edition, EntryWords("On beans", body="bean"), kind="chapter")
        recipes = ask(session, "bean", edition, kind=KindFilter.RECIPES)
        texts = ask(session, "bean", edition, kind=KindFilter.TEXTS)
        assert (titles(recipes), titles(texts)) == (["Bean soup"], ["On beans"])

    def test_it_gives_pages_that_hold_everything_once(
        self, session: Session, edition: Edition
    ) -> None:
        for number in range(7):
            put_entry(session, edition, EntryWords(f"Soup {number}"))
        pages = [ask(session, "soup", edition, limit=3, offset=start) for start in (0, 3, 6, 9)]
        assert [each.total for each in pages] == [7, 7, 7, 7]
        assert sorted(title for each in pages for title in titles(each)) == [
            f"Soup {number}" for number in range(7)
        ]

    def test_what_is_indexed_again_is_found_by_its_new_words_only(
        self, session: Session, edition: Edition
    ) -> None:
        entry = put_entry(session, edition, EntryWords("Stone soup"))
        index_edition_entry(session, entry, EntryWords("Nail soup"))
        assert not ask(session, "stone", edition).hits
        assert len(ask(session, "nail", edition).hits) == 1

    def test_a_text_beyond_all_bounds_is_indexed_as_far_as_databases_go(
        self, session: Session, edition: Edition
    ) -> None:
        letters = "".join(f" {number:x}鯉" for number in range(BODY_WORDS))
        put_entry(session, edition, EntryWords("Endless", body=f"first {letters} last"))
        assert titles(ask(session, "first", edition)) == ["Endless"]

    @pytest.mark.parametrize("said", HOSTILE)
    def test_no_question_of_the_list_is_an_error(
        self, session: Session, edition: Edition, said: str
    ) -> None:
        put_entry(session, edition, EntryWords("Stone soup", body=said))
        assert ask(session, said, edition).total in {0, 1}

    @settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture])
    @given(st.lists(st.sampled_from(HOSTILE) | st.text(max_size=30), max_size=4).map(" ".join))
    @example("a\0")
    def test_no_question_is_an_error(self, session: Session, edition: Edition, said: str) -> None:
        assert ask(session, said, edition).total == 0

    @settings(max_examples=100, suppress_health_check=[HealthCheck.function_scoped_fixture])
    @given(st.text(st.characters(categories=("L", "N", "P", "Zs")), min_size=1, max_size=40))
    def test_an_entry_is_found_by_its_whole_title(
        self, session: Session, edition: Edition, title: str
    ) -> None:
        put_entry(session, edition, EntryWords(title))
        if read_question(title) and '"' not in title:
            assert title in titles(ask(session, title, edition, limit=500))


class TestExcerpt:
    def test_it_marks_what_was_found_and_nothing_else(self) -> None:
        shown = excerpt("Two red beans and a bean bag.", read_question('"red" bean'))
        assert shown == "Two <mark>red</mark> <mark>beans</mark> and a <mark>bean</mark> bag."

    def test_it_marks_accented_words_that_were_asked_for_without(self) -> None:
        assert mark_words("Crème", read_question("creme")) == "<mark>Crème</mark>"
        assert mark_words("Cre\u0300me", read_question("creme")) == "<mark>Crème</mark>"
        assert mark_words("Straße", read_question("strasse")) == "<mark>Straße</mark>"

    def test_it_shows_markup_as_text(self) -> None:
        shown = excerpt('<script>alert("bean")</script>', read_question("bean"))
        assert shown == "&lt;script&gt;alert(&#34;<mark>bean</mark>&#34;)&lt;/script&gt;"

    def test_it_begins_shortly_before_the_words(self) -> None:
        shown = excerpt("soon " * 200 + "the beans " + "later " * 200, read_question("beans"))
        assert shown.startswith("… soon")
        assert shown.endswith("later …")
        assert "<mark>beans</mark>" in shown
        assert len(shown) < 300

    def test_without_the_words_it_shows_the_beginning(self) -> None:
        assert excerpt("Once upon a time.", read_question("bean")) == "Once upon a time."

    @settings(suppress_health_check=[HealthCheck.too_slow])
    @given(st.text(), st.sampled_from(HOSTILE) | st.text())
    def test_it_never_writes_a_tag_of_the_texts_own(self, text: str, said: str) -> None:
        shown = excerpt(f"<b>{text}</b>", read_question(said))
        assert "<" not in shown.replace("<mark>", "").replace("</mark>", "")
