"""Taking some of the changes of a version: each alone, all of them, none of them."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from cookbook.manuscript import parse_recipe
from cookbook.manuscript.picking import pick_places
from tests.manuscript.test_merging import RECIPE, changed, versions

CHANGES = (
    ("Stone soup", "Stone broth"),
    ("yield: 6 bowls", "yield: 8 bowls"),
    ("A headnote.", "A longer headnote."),
    ("- 500 g beans", "- 600 g beans"),
    ("- 1 stone\n", "- 1 stone\n- salt\n"),
    ("2. Simmer the beans.\n3. Serve.", "2. Rinse.\n3. Simmer the beans.\n4. Serve."),
)


class TestPickPlaces:
    def test_each_change_is_a_place_that_says_where_it_is(self) -> None:
        places = pick_places(RECIPE, changed(RECIPE, *CHANGES)).places
        assert [(each.key, each.heading) for each in places] == [
            ("title", ""),
            ("yield", ""),
            ("", ""),
            ("", "Ingredients"),
            ("", "Ingredients"),
            ("", "Method"),
        ]
        assert (places[3].before, places[3].after) == ("- 500 g beans", "- 600 g beans")
        assert (places[4].before, places[4].after) == ("", "- salt")

    def test_each_change_can_be_taken_alone(self) -> None:
        picking = pick_places(RECIPE, changed(RECIPE, *CHANGES))
        for number, change in enumerate(CHANGES):
            assert picking.text([number]) == changed(RECIPE, change)

    def test_what_is_not_taken_leaves_no_trace(self) -> None:
        picking = pick_places(RECIPE, changed(RECIPE, *CHANGES))
        without_rinsing = picking.text([0, 1, 2, 3, 4])
        assert without_rinsing == changed(RECIPE, *CHANGES[:-1])

    def test_neighbours_in_a_list_are_told_apart_by_what_they_are(self) -> None:
        after = changed(RECIPE, ("- 500 g beans\n- 2 bay leaves", "- 600 g beans\n- 3 bay leaves"))
        picking = pick_places(RECIPE, after)
        assert [each.after for each in picking.places] == ["- 600 g beans", "- 3 bay leaves"]
        assert picking.text([1]) == changed(RECIPE, ("2 bay leaves", "3 bay leaves"))

    def test_a_key_that_was_taken_out_or_put_in_is_a_place(self) -> None:
        after = changed(RECIPE, ("yield: 6 bowls\n", ""), ("tags:", "prep: 20 min\ntags:"))
        picking = pick_places(RECIPE, after)
        chosen = {each.key: number for number, each in enumerate(picking.places)}
        assert chosen.keys() == {"yield", "prep"}
        only_prep = parse_recipe(picking.text([chosen["prep"]]))
        assert (only_prep.prep, only_prep.yield_text) == ("20 min", "6 bowls")
        only_yield = parse_recipe(picking.text([chosen["yield"]]))
        assert (only_yield.prep, only_yield.yield_text) == ("", "")

    def test_remarks_in_the_front_matter_stay(self) -> None:
        remarked = changed(RECIPE, ("tags: [winter, beans]", "tags: [winter, beans]\n# The end."))
        picking = pick_places(remarked, changed(remarked, *CHANGES[:2]))
        assert picking.text([0]) == changed(remarked, CHANGES[0])

    def test_a_front_matter_that_nobody_can_read_is_one_place(self) -> None:
        broken = changed(RECIPE, ("by: Ines Duarte", "by: [Ines"))
        picking = pick_places(broken, changed(broken, ("A headnote.", "Another."), CHANGES[0]))
        assert [each.after for each in picking.places][1] == "Another."
        assert picking.text([1]) == changed(broken, ("A headnote.", "Another."))

    def test_blanks_are_no_place(self) -> None:
        picking = pick_places(RECIPE, changed(RECIPE, ("A headnote.\n", "A  headnote. \n\n")))
        assert picking.places == ()

    @given(versions, versions)
    def test_all_places_give_the_later_version_and_none_the_earlier(
        self, before: str, after: str
    ) -> None:
        picking = pick_places(before, after)
        assert picking.text(range(len(picking.places))) in {before, after}
        if picking.places:
            assert picking.text(range(len(picking.places))) == after
        assert picking.text([]) == before

    @given(versions, versions, st.data())
    def test_some_of_them_give_a_text_that_differs_in_no_other_place(
        self, before: str, after: str, data: st.DataObject
    ) -> None:
        picking = pick_places(before, after)
        chosen = data.draw(st.sets(st.sampled_from(range(len(picking.places) or 1))))
        words = {*before.split("\n"), *after.split("\n")}
        told = {line.strip().lstrip("0123456789") for line in words}
        for line in picking.text(chosen).split("\n"):
            assert line.strip().lstrip("0123456789") in told or ":" in line
