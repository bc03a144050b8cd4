from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cookbook.exchange.pages.links import PictureShelf, Site
from cookbook.exchange.pages.page import MadeEntry, RawPage, is_recipe, make_chapter, make_recipe
from cookbook.manuscript import Chapter, Recipe, parse_entry, write_entry

GIF = b"GIF89a\x01\x00\x01\x00"


def page(body: str, **values: str) -> RawPage:
    return RawPage("soups/soup.md", "recipes/soup.md", "Soup", values, body)


def site(tmp_path: Path) -> Site:
    return Site(
        PictureShelf(tmp_path, ("static",)), {"bread": "recipes/bread.md"}, "https://s.org/"
    )


def made(tmp_path: Path, body: str, **values: str) -> tuple[Recipe, str]:
    result: MadeEntry = make_recipe(page(body, **values), ("Ana",), site(tmp_path))
    assert isinstance(result.entry, Recipe)
    return result.entry, " ".join(result.remarks)


class TestMakeRecipe:
    def test_a_picture_on_the_web_becomes_a_link(self, tmp_path: Path) -> None:
        recipe, remarks = made(tmp_path, "![Pot](https://example.org/pot.jpg)")
        assert recipe.headnote == "[Pot](https://example.org/pot.jpg)"
        assert "lies on the web" in remarks

    def test_a_picture_that_is_none_is_left_out(self, tmp_path: Path) -> None:
        (tmp_path / "static").mkdir()
        (tmp_path / "static/page.jpg").write_text("<html>")
        recipe, remarks = made(tmp_path, "![Pot](/page.jpg)")
        assert recipe.photo == ""
        assert "no picture" in remarks

    @pytest.mark.parametrize(
        "target", ["../../etc/passwd", "/etc/passwd", "file:///etc/passwd", "%00.jpg", "a\\b.jpg"]
    )
    def test_a_picture_elsewhere_on_the_disk_is_left_out(self, tmp_path: Path, target: str) -> None:
        recipe, remarks = made(tmp_path, f"![Pot]({target})")
        assert recipe.photo == ""
        assert "left out" in remarks

    def test_pictures_of_one_name_get_paths_of_their_own(self, tmp_path: Path) -> None:
        for folder in ("old", "new"):
            (tmp_path / "static" / folder).mkdir(parents=True)
            (tmp_path / "static" / folder / "Pot 1.GIF").write_bytes(GIF)
        here = site(tmp_path)
        body = "![A pot](/old/Pot%201.GIF)\n\n## Method\n1. Look ![b](</new/Pot 1.GIF>)"
        result = make_recipe(page(body), ("Ana",), here)
        assert list(here.shelf.pictures) == ["images/pot-1.gif", "images/pot-1-2.gif"]
        assert "![b](images/pot-1-2.gif)" in write_entry(result.entry)

    def test_a_file_name_is_no_alternative_text(self, tmp_path: Path) -> None:
        (tmp_path / "static").mkdir()
        (tmp_path / "static/my-pot.gif").write_bytes(GIF)
        recipe, _ = made(tmp_path, "![my-pot](/my-pot.gif)")
        assert recipe.photo_alt == "Soup"

    def test_a_caption_of_the_photo_is_kept_in_its_alternative_text(self, tmp_path: Path) -> None:
        (tmp_path / "static").mkdir()
        (tmp_path / "static/pot.gif").write_bytes(GIF)
        recipe, _ = made(tmp_path, '![Grey pot](/pot.gif "Nice and hot")')
        assert recipe.photo_alt == "Grey pot: Nice and hot"

    @pytest.mark.parametrize(
        "target",
        ["/bread", "/bread/", "./bread.md", "bread.html", "https://s.org/bread/", "/bread#crumb"],
    )
    def test_a_link_to_an_entry_is_its_file(self, tmp_path: Path, target: str) -> None:
        recipe, _ = made(tmp_path, f"With [bread]({target}).")
        assert recipe.headnote == "With [bread](bread.md)."

    @pytest.mark.parametrize("target", ["javascript:alert(1)", "data:text/html,x", "/tags/jam"])
    def test_a_link_to_nowhere_leaves_its_words(self, tmp_path: Path, target: str) -> None:
        recipe, remarks = made(tmp_path, f"With [jam]({target}).")
        assert recipe.headnote.startswith("With jam")
        assert "leads nowhere" in remarks

    def test_code_is_left_as_it_is(self, tmp_path: Path) -> None:
        body = "Say `[jam](/nowhere) {{< x >}} <br>`."
        assert made(tmp_path, body)[0].headnote == body

    def test_shortcodes_become_markdown_or_leave_what_stands_inside(self, tmp_path: Path) -> None:
        recipe, remarks = made(
            tmp_path, '{{< box "a" >}}Inside{{< /box >}} [b]({{< ref "bread" >}})'
        )
        assert recipe.headnote == "Inside [b](bread.md)"
        assert "{{< box" in remarks

    def test_what_only_looks_like_a_template_is_printed_as_written(self, tmp_path: Path) -> None:
        assert made(tmp_path, "Take {{7*7}} nails.")[0].headnote == "Take {{7*7}} nails."

    def test_a_line_break_of_html_becomes_one_of_the_format(self, tmp_path: Path) -> None:
        recipe, _ = made(tmp_path, "One<br>\nTwo")
        assert "<br" not in recipe.headnote
        assert recipe.headnote.split() == ["One\\", "Two"]

    def test_it_says_which_section_is_missing(self, tmp_path: Path) -> None:
        recipe, remarks = made(tmp_path, "## Method\nMix all of it.")
        assert "no section ingredients" in remarks
        assert recipe.step_groups

    def test_it_says_where_steps_that_are_referred_to_get_new_numbers(self, tmp_path: Path) -> None:
        assert "numbered anew" in made(tmp_path, "## Method\n1. a\n3. b\n4. Go to step 3")[1]
        assert "numbered anew" not in made(tmp_path, "## Method\n1. a\n2. b\n3. Go to step 2")[1]

    def test_keys_that_it_does_not_know_stay(self, tmp_path: Path) -> None:
        assert made(tmp_path, "x", date="2021-01-01")[0].extra == {"date": "2021-01-01"}

    def test_a_photo_of_the_title_of_the_recipe_is_written_without_anchors(
        self, tmp_path: Path
    ) -> None:
        (tmp_path / "static").mkdir()
        (tmp_path / "static/pot.gif").write_bytes(GIF)
        recipe, _ = made(tmp_path, "![](/pot.gif)")
        assert recipe.photo_alt == "Soup"
        assert "&" not in write_entry(recipe)


class TestAnyText:
    @given(
        st.lists(
            st.sampled_from(
                [
                    "# ", "## ", "### ", "Ingredients", "**Method**", "Notes:", "- ", "1. ", "    ",
                    "\n", "\n\n", "```\n", "`", "word", "egg", "---", "===", "<b>", "<br>", "$",
                    "\\", "Prep time: ", "10 min", "\t", ":::", "|", "> ", "🍳 ",
                ]
            ),
            max_size=40,
        )
    )  # fmt: skip
    def test_no_word_is_lost_and_the_result_is_written_the_same_again(
        self, pieces: list[str]
    ) -> None:
        body = "".join(pieces)
        result = make_recipe(page(body), ("Ana",), site(Path("nowhere")))
        written = write_entry(result.entry)
        assert write_entry(parse_entry(written, "recipes/soup.md")) == written
        said = written + " ".join(result.remarks)
        for word in ("word", "egg"):
            assert said.count(word) >= body.count(word)


class TestMakeChapter:
    def test_it_keeps_text_that_is_no_recipe(self, tmp_path: Path) -> None:
        about = page("# About us\nWe cook.\n\n## How\nWell.", title="Soup")
        assert not is_recipe(about)
        entry = make_chapter(about, (), site(tmp_path)).entry
        assert isinstance(entry, Chapter)
        assert " ".join(entry.body.split()) == "**About us** We cook. ## How Well."
