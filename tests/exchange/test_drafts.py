from __future__ import annotations

from cookbook.exchange.rewriting.drafts import Draft, labels_in, settle_drafts
from cookbook.manuscript import Chapter


def draft(name: str, body: str, aliases: dict[str, str] | None = None) -> Draft:
    chapter = Chapter(title=name, identifier=name, body=body)
    return Draft(f"{name}.md", f"chapters/{name}.md", chapter, aliases or {})


class TestSettleDrafts:
    def test_a_label_that_is_taken_gets_a_number_and_its_own_links_follow(self) -> None:
        first, second = settle_drafts(
            [draft("a", "## S {#s}\n\n[](#s)"), draft("b", "## S {#s}\n\n[](#s)")]
        )
        assert first.chapter.body == "## S {#s}\n\n[](#s)"
        assert second.chapter.body == "## S {#s-2}\n\n[](#s-2)"
        assert len(second.remarks) == 1

    def test_other_names_of_a_label_lead_to_it(self) -> None:
        _, second = settle_drafts([draft("a", "x", {"old": "a"}), draft("b", "[t](#old)")])
        assert second.chapter.body == "[t](#a)"

    def test_a_heading_gets_the_label_that_a_link_wants(self) -> None:
        first, second = settle_drafts(
            [draft("a", "## The `big` Wheel"), draft("b", "[](#the-big-wheel)")]
        )
        assert first.chapter.body == "## The `big` Wheel {#the-big-wheel}"
        assert second.chapter.body == "[](#the-big-wheel)"

    def test_a_link_that_leads_nowhere_leaves_its_words(self) -> None:
        (only,) = settle_drafts([draft("a", "[words](#gone) and [](#lost)")])
        assert only.chapter.body == "words and `lost`"
        assert '"gone", "lost"' in only.remarks[0]

    def test_code_is_not_touched(self) -> None:
        body = "`[x](#gone)`\n\n```\n[](#gone) {#s}\n```\n\n$[a](#b)$"
        assert settle_drafts([draft("a", body)])[0].chapter.body == body


class TestLabelsIn:
    def test_it_finds_labels_outside_code(self) -> None:
        assert labels_in("## A {#a .x}\n\n`{#no}`\n\n::: {.note #b}\nx\n:::") == ("a", "b")
