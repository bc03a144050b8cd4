from __future__ import annotations

import json
from pathlib import Path

import pytest

from cookbook.exchange.collected import Collected, Outcome
from cookbook.exchange.pages import hugo
from cookbook.manuscript import Recipe, parse_entry, write_entry

WEBP = b"RIFF\x10\x00\x00\x00WEBPVP8 "
SOUP = """---
title: "Nail soup"
tags: ['soup', 'Swedish', 'quick']
date: 2021-03-10
author: ana-melo
---

![A nail in a pot](/pix/nail-soup.webp)

Serve it with [bread](/pond-bread/) or [dumplings](/dumplings).

- ⏲️ Prep time: 10 min
- 🍳 Cook time: 1 hr 5 min
- 🍽️ Servings: 4
- 💤 Rest time: 2 days

# Ingredients

* 1 nail
* 2 l water

### Directions

1. Boil the nail.
   ![Boiling](/pix/nail-soup-2.webp)
2. Take it out.
"""
BREAD = """---
title: Pond bread
tags: [bread]
---
## Ingredients
- flour

## Directions
1. Bake.
"""
HISTORY = """path\tgit_author\tcommits\tfirst_commit\tlast_commit\tbot\tcredited_in_file
content/pond-bread.md\tLater Helper\t9\t2022-01-01\t2022-01-01\t\t
content/pond-bread.md\trobo[bot]\t1\t2020-01-01\t2020-01-01\tyes\t
content/pond-bread.md\tRui Melo\t1\t2021-01-01\t2021-01-01\t\t
content/nail-soup.md\tanamelo\t1\t2021-01-01\t2021-01-01\t\tana-melo
content/nail-soup.md\tRui Melo\t1\t2021-02-01\t2021-02-01\t\tana-melo
"""


@pytest.fixture
def site(tmp_path: Path) -> Path:
    (tmp_path / "content").mkdir()
    (tmp_path / "content/_index.md").write_text("---\ntitle: Home\n---\n{{< tags >}}\n")
    (tmp_path / "content/nail-soup.md").write_text(SOUP)
    (tmp_path / "content/pond-bread.md").write_text(BREAD)
    (tmp_path / "static/pix").mkdir(parents=True)
    (tmp_path / "static/pix/nail-soup.webp").write_bytes(WEBP)
    (tmp_path / "data/authors").mkdir(parents=True)
    record = {
        "name": "Ana Melo",
        "website": "https://example.org/ana",
        "email": "ana@example.org",
        "btc": "1ABCDEFGHJKLMNPQRSTUVWXYZabcdef123",
    }
    (tmp_path / "data/authors/ana-melo.json").write_text(json.dumps(record))
    (tmp_path / "authors.tsv").write_text(HISTORY)
    return tmp_path


def collect(site: Path) -> Collected:
    return hugo.collect(site, title="Pond Book", slug="pond-book")


def recipe(collected: Collected, path: str) -> Recipe:
    entry = collected.content.entries[path]
    assert isinstance(entry, Recipe)
    return entry


def remarks(collected: Collected, item: str) -> str:
    return " ".join(next(each for each in collected.items if each.item == item).remarks)


class TestRecognises:
    def test_it_knows_a_site_by_its_content_with_front_matter(self, site: Path) -> None:
        assert hugo.recognises(site)

    def test_it_passes_over_a_folder_without_content(self, tmp_path: Path) -> None:
        (tmp_path / "soup.md").write_text(SOUP)
        assert not hugo.recognises(tmp_path)


class TestCollect:
    def test_it_reads_times_yield_and_tags_into_their_keys(self, site: Path) -> None:
        soup = recipe(collect(site), "recipes/nail-soup.md")
        assert (soup.prep, soup.cook, soup.yield_text) == ("10 min", "1 hr 5 min", "4 servings")
        assert (soup.course, soup.cuisine) == ("soup", "Swedish")
        assert soup.tags == ("soup", "Swedish", "quick")

    def test_it_takes_those_lines_out_of_the_headnote_and_leaves_the_others_undecorated(
        self, site: Path
    ) -> None:
        headnote = recipe(collect(site), "recipes/nail-soup.md").headnote
        assert "Prep time" not in headnote
        assert headnote.endswith("- Rest time: 2 days")

    def test_it_sets_sections_at_their_level(self, site: Path) -> None:
        soup = recipe(collect(site), "recipes/nail-soup.md")
        assert [item.line for item in soup.ingredients] == ["1 nail", "2 l water"]
        assert len(soup.step_groups[0].items) == 2

    def test_it_takes_the_first_picture_above_the_ingredients_as_the_photo(
        self, site: Path
    ) -> None:
        collected = collect(site)
        soup = recipe(collected, "recipes/nail-soup.md")
        assert (soup.photo, soup.photo_alt) == ("images/nail-soup.webp", "A nail in a pot")
        assert collected.pictures == {
            "images/nail-soup.webp": (site / "static/pix/nail-soup.webp").resolve()
        }

    def test_it_drops_an_absent_picture_with_a_remark_that_keeps_its_words(
        self, site: Path
    ) -> None:
        collected = collect(site)
        assert "nail-soup-2" not in write_entry(collected.content.entries["recipes/nail-soup.md"])
        assert '("Boiling")' in remarks(collected, "content/nail-soup.md")

    def test_it_links_entries_by_file_and_leaves_the_words_of_dead_links(self, site: Path) -> None:
        collected = collect(site)
        headnote = recipe(collected, "recipes/nail-soup.md").headnote
        assert "[bread](pond-bread.md) or dumplings." in headnote
        assert '"/dumplings" leads nowhere' in remarks(collected, "content/nail-soup.md")

    def test_it_skips_index_pages_with_a_reason(self, site: Path) -> None:
        index = next(each for each in collect(site).items if each.item == "content/_index.md")
        assert index.outcome is Outcome.SKIPPED
        assert "own contents" in index.remarks[0]

    def test_it_skips_drafts(self, site: Path) -> None:
        (site / "content/pond-bread.md").write_text("---\ntitle: B\ndraft: true\n---\n")
        assert "recipes/pond-bread.md" not in collect(site).content.entries

    def test_it_credits_the_named_author_with_the_name_of_the_record(self, site: Path) -> None:
        content = collect(site).content
        assert content.entries["recipes/nail-soup.md"].by == ("Ana Melo",)
        assert content.credits.people["ana-melo"].website == "https://example.org/ana"

    def test_it_takes_no_address_from_a_record(self, site: Path) -> None:
        written = repr(collect(site).content)
        assert "ana@example.org" not in written
        assert "1ABCDEFG" not in written

    def test_it_credits_whoever_wrote_it_first_where_no_author_is_named(self, site: Path) -> None:
        content = collect(site).content
        assert content.entries["recipes/pond-bread.md"].by == ("Rui Melo",)
        assert content.credits.entries["recipes/pond-bread.md"] == {
            "author": ("rui-melo",),
            "contributor": ("later-helper",),
        }

    def test_it_does_not_credit_the_author_as_a_contributor_too(self, site: Path) -> None:
        roles = collect(site).content.credits.entries["recipes/nail-soup.md"]
        assert roles == {"author": ("ana-melo",), "contributor": ("rui-melo",)}

    def test_it_arranges_the_book_by_course(self, site: Path) -> None:
        parts = collect(site).content.book.parts
        assert [part.title for part in parts] == ["Soups", "Bread, dough and pizza"]

    def test_it_finds_the_licence(self, site: Path) -> None:
        (site / "LICENSE").write_text(
            "This is free and unencumbered software released into the\npublic domain."
        )
        assert collect(site).content.book.licence == "Unlicense"

    def test_a_picture_outside_the_site_is_refused(self, site: Path) -> None:
        outside = site.parent / "secret.webp"
        outside.write_bytes(WEBP)
        (site / "static/pix/nail-soup.webp").unlink()
        (site / "static/pix/nail-soup.webp").symlink_to(outside)
        collected = collect(site)
        assert collected.pictures == {}
        assert "leads out of the collection" in remarks(collected, "content/nail-soup.md")

    def test_a_text_outside_the_site_is_refused_and_stops_nothing(self, site: Path) -> None:
        outside = site.parent / "other.md"
        outside.write_text(BREAD)
        (site / "content/other.md").symlink_to(outside)
        collected = collect(site)
        assert "recipes/other.md" not in collected.content.entries
        assert "recipes/nail-soup.md" in collected.content.entries

    def test_every_word_of_a_body_is_in_the_result(self, site: Path) -> None:
        text = "Above.\n\n##Ingredients\nSome words\n- one\n\nBetween\n\n## Odd\nMore\n\n***\n\nEnd"
        (site / "content/odd.md").write_text(f"---\ntitle: Odd\n---\n{text}\n")
        written = write_entry(collect(site).content.entries["recipes/odd.md"])
        for word in ("Above.", "Some words", "one", "Between", "Odd", "More", "End"):
            assert word in written

    def test_what_it_makes_is_read_back_the_same(self, site: Path) -> None:
        for path, entry in collect(site).content.entries.items():
            assert parse_entry(write_entry(entry), path) == entry
