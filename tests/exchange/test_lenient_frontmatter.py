from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from cookbook.exchange.sources.lenient_frontmatter import read_leniently


def values(header: str) -> dict[str, object]:
    return dict(read_leniently(f"---\n{header}\n---\nBody\n", "x.md").values)


class TestReadLeniently:
    def test_it_reads_good_front_matter_without_a_remark(self) -> None:
        read = read_leniently("---\ntitle: Soup\ntags: [a, b]\n---\nBody\n", "x.md")
        assert read.values == {"title": "Soup", "tags": ("a", "b")}
        assert read.body == "Body\n"
        assert read.remarks == ()

    def test_it_mends_tabs(self) -> None:
        assert values("title:\tSoup\ntags:\t['a', 'b']") == {"title": "Soup", "tags": ("a", "b")}

    def test_it_mends_colons_without_quotes(self) -> None:
        assert values("title: Soup: the second") == {"title": "Soup: the second"}

    def test_it_mends_quotes_within_quotes(self) -> None:
        assert values('title: "Soup" of "stone"\nauthor: A') == {
            "title": '"Soup" of "stone"',
            "author": "A",
        }

    def test_it_keeps_the_first_of_two_values_of_a_key_and_says_so(self) -> None:
        read = read_leniently("---\ndate: 1\ndate: 2\ntitle: A\n---\n", "x.md")
        assert read.values == {"date": "1", "title": "A"}
        assert any("stood twice" in remark for remark in read.remarks)

    def test_it_ends_front_matter_that_has_no_closing_line_at_its_last_key(self) -> None:
        read = read_leniently("---\ntitle: Soup\ntags:\n- a\n\nBody\n", "x.md")
        assert read.values == {"title": "Soup", "tags": ("a",)}
        assert read.body.strip() == "Body"
        assert "closing" in read.remarks[0]

    def test_a_bad_line_costs_no_other(self) -> None:
        assert values("title: Soup\ntags: [a, b\nauthor: Ana") == {
            "title": "Soup",
            "tags": ("a", "b"),
            "author": "Ana",
        }

    def test_it_reads_toml(self) -> None:
        read = read_leniently("+++\ntitle = 'Soup'\ndate = 2021-01-01\n+++\nBody", "x.md")
        assert read.values == {"title": "Soup", "date": "2021-01-01"}
        assert read.body == "Body"

    def test_a_text_without_front_matter_is_all_body(self) -> None:
        assert read_leniently("# Soup\n---\n", "x.md").body == "# Soup\n---\n"

    @given(st.text(alphabet="-+.\n:ab [],'\"&*\t#{}|>%", max_size=120))
    def test_it_never_fails(self, text: str) -> None:
        read = read_leniently(f"---\n{text}", "x.md")
        assert isinstance(read.body, str)
