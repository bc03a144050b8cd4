from __future__ import annotations

from collections.abc import Mapping

import pytest
from hypothesis import given

from cookbook.errors import Place
from cookbook.manuscript import FrontMatterError
from cookbook.manuscript.fields import Fields, is_inside_path
from cookbook.manuscript.frontmatter import (
    FRONT_MATTER_MAX_CHARACTERS,
    YAML_MAX_CHARACTERS,
    Value,
    join_front_matter,
    read_yaml,
    split_front_matter,
    unknown_keys,
    write_yaml,
)
from tests.manuscript.strategies import bodies, brief, mappings, paths, texts


def failure(text: str) -> FrontMatterError:
    with pytest.raises(FrontMatterError) as caught:
        read_yaml(text, "a.yaml")
    return caught.value


class TestReadYaml:
    @pytest.mark.parametrize(
        "scalar", ["no", "1_000", "2026-10-04", "1:30", "0x1F", "~", "null", "1e3", "=", "1.10"]
    )
    def test_every_scalar_is_text_as_it_was_written(self, scalar: str) -> None:
        assert read_yaml(f"a: {scalar}", "") == {"a": scalar}

    def test_it_reads_lists_and_mappings(self) -> None:
        assert read_yaml("a: [b, {c: d}]\ne:\n- f\n", "") == {"a": ("b", {"c": "d"}), "e": ("f",)}

    @pytest.mark.parametrize("text", ["", "\n\n", "# only a remark\n", "---\n"])
    def test_nothing_is_an_empty_mapping(self, text: str) -> None:
        assert read_yaml(text, "") == {}

    def test_tags_and_merge_keys_mean_nothing(self) -> None:
        read = read_yaml("a: !!python/object/apply:os.system [b]\n<<: {c: d}", "")
        assert read == {"a": ("b",), "<<": {"c": "d"}}

    @pytest.mark.parametrize(
        ("text", "line", "what"),
        [
            ("title: a\nfoo\nbar: 1", 2, 'a line without "key: value"'),
            ("a: 1\ntitle: 'b\nc: 1\nd: 2", 2, "quotation marks that are never closed"),
            ("tags: [a, b\nprep: 10\n", 1, "a list in brackets [ ] goes wrong"),
            ("a: 1\nb: {x: 1, y\nc: 2", 2, "keys in braces { } go wrong"),
            ("a: 1\nb: [", 2, "a bracket that is never closed"),
            ("a: b: c", 1, "a second colon in one line"),
            ('a: 1\nb: "x" y\nc: 2', 2, "a word that belongs to no key"),
            ("a: 1\n- b", 2, "the indentation does not fit"),
            ("a: 1\nb:\n\t- c", 3, "a tab where spaces should be"),
            ("a: 1\nb: @c", 2, "'@' at the start of a value"),
            ("a: - b", 1, 'a list\'s "- " behind a key'),
            ("a: 1\n---\nb: 2", 2, 'a line "---" in the middle'),
            ("a: 1\nb: 1\na: 2", 3, 'the key "a" stands twice'),
            ("a: {b: 1,\n  b: 2}", 2, 'the key "b" stands twice'),
            ("a: 1\n? [b]\n: c", 2, "a key must be a plain word"),
            ("a: 1\nb: &c d", 2, "anchors (&) and aliases (*) are not read here"),
            ("a: 1\nb: *c", 2, "anchors (&) and aliases (*) are not read here"),
            ("a: 1\nb: c\x00d", 2, "a character that can't be printed"),
            ("- a", 1, "a list of keys with values"),
            ("only words", 1, "a list of keys with values"),
        ],
    )
    def test_it_names_the_line_and_what_is_wrong(self, text: str, line: int, what: str) -> None:
        err = failure(text)
        assert err.place == Place("a.yaml", line)
        assert what in err.message
        assert err.remedy

    def test_escapes_smuggle_nothing_in_that_no_book_can_print(self) -> None:
        text = 'a: "\\0b\\u202e\\r\\nc\\x1b"\n"d\\x07": e'
        assert read_yaml(text, "") == {"a": "b\nc", "d": "e"}
        assert 'the key "a" stands twice' in failure('a: b\n"a\\0": c').message

    def test_it_counts_lines_from_the_files_first(self) -> None:
        with pytest.raises(FrontMatterError, match="line 12"):
            read_yaml("a: 1\nb: c: d", "a.yaml", first_line=11)

    def test_a_bomb_of_aliases_goes_off_nowhere(self) -> None:
        bomb = "a: &a [x, x]\n" + "\n".join(f"b{n}: &b{n} [*a, *a, *a]" for n in range(1000))
        assert failure(bomb).place == Place("a.yaml", 1)

    @pytest.mark.parametrize("opening", ["[", "{a: ", "- ", "? "])
    def test_lists_within_lists_come_to_an_end(self, opening: str) -> None:
        assert "lists within lists" in failure("a: 1\nb:\n  " + opening * 50_000).message

    def test_it_refuses_a_text_without_end(self) -> None:
        assert "1,000,001 characters" in failure("#" * (YAML_MAX_CHARACTERS + 1)).message

    def test_it_remembers_the_line_of_every_key(self) -> None:
        values = read_yaml("a: 1\nb:\n- c: 2\n  d: 3\n", "a.yaml", first_line=2)
        assert Fields(values, "a.yaml").wrong("b", "", "").place == Place("a.yaml", 3)
        inner = Fields(values, "a.yaml").sequence("b")[0]
        assert isinstance(inner, Mapping)
        assert Fields(inner, "a.yaml").wrong("d", "", "").place == Place("a.yaml", 5)


class TestWriteYaml:
    @given(mappings)
    @brief
    def test_what_it_writes_is_read_back(self, values: Mapping[str, Value]) -> None:
        written = write_yaml(values)
        read = read_yaml(written, "")
        assert list(read.items()) == list(values.items())
        assert write_yaml(read) == written

    def test_the_same_value_twice_is_written_twice(self) -> None:
        people = ("Ines Duarte", "Tom Okafor")
        written = write_yaml({"by": people, "editors": people})
        assert written == "by: [Ines Duarte, Tom Okafor]\neditors: [Ines Duarte, Tom Okafor]\n"

    @pytest.mark.parametrize(
        ("value", "written"),
        [
            ("Stone soup", "a: Stone soup\n"),
            ("1:30", "a: 1:30\n"),
            ("", "a:\n"),
            ("one: two", "a: 'one: two'\n"),
            ("one\n\ntwo", "a: |-\n  one\n\n  two\n"),
            ("one\n", "a: |\n  one\n"),
            ("one\n\n", 'a: "one\\n\\n"\n'),
            ("one \ntwo", 'a: "one \\ntwo"\n'),
            ("a\tb", 'a: "a\\tb"\n'),
            (("x" * 40, "b"), f"a:\n- {'x' * 40}\n- b\n"),
            ((), "a: []\n"),
            ({}, "a: {}\n"),
            ({"b": {"c": "d"}}, "a:\n  b:\n    c: d\n"),
        ],
    )
    def test_it_writes_plainly(self, value: Value, written: str) -> None:
        assert write_yaml({"a": value}) == written

    def test_a_long_text_stays_on_its_line(self) -> None:
        assert write_yaml({"a": "word " * 2000 + "end"}).count("\n") == 1

    def test_nothing_is_an_empty_text(self) -> None:
        assert write_yaml({}) == ""


class TestSplitFrontMatter:
    def test_it_parts_keys_from_body(self) -> None:
        front = split_front_matter("---\na: 1\n---\nb\n---\nc", "a.md")
        assert (front.values, front.body, front.body_line) == ({"a": "1"}, "b\n---\nc", 4)

    def test_a_text_without_front_matter_is_all_body(self) -> None:
        front = split_front_matter("--- a\n---\n", "a.md")
        assert (front.values, front.body, front.body_line) == ({}, "--- a\n---\n", 1)

    @pytest.mark.parametrize("closing", ["---", "...", "---  "])
    def test_it_may_close_in_two_ways(self, closing: str) -> None:
        assert split_front_matter(f"--- \na: 1\n{closing}\nb", "a.md").body == "b"

    def test_it_may_be_empty(self) -> None:
        assert split_front_matter("---\n---", "a.md").values == {}

    def test_it_says_where_an_unclosed_one_begins(self) -> None:
        with pytest.raises(FrontMatterError, match='begins with "---" but never ends') as caught:
            split_front_matter("---\ntitle: a\n\nBody\n", "a.md")
        assert caught.value.place == Place("a.md", 1)
        assert "---" in caught.value.remedy

    def test_errors_count_the_opening_line(self) -> None:
        with pytest.raises(FrontMatterError) as caught:
            split_front_matter("---\ntitle: a\nby: b: c\n---\n", "a.md")
        assert caught.value.place == Place("a.md", 3)

    def test_it_refuses_one_that_is_as_long_as_a_book(self) -> None:
        with pytest.raises(FrontMatterError, match="Move the text into the body"):
            split_front_matter("---\n#" + "a" * FRONT_MATTER_MAX_CHARACTERS + "\n---\n", "a.md")


class TestJoinFrontMatter:
    @given(mappings, bodies)
    @brief
    def test_what_it_writes_is_parted_again(self, values: Mapping[str, Value], body: str) -> None:
        front = split_front_matter(join_front_matter(values, body), "a.md")
        assert front.values == values
        assert front.body.rstrip() == body.rstrip()

    def test_it_ends_with_one_newline(self) -> None:
        assert join_front_matter({"a": "1"}, "b\n\n") == "---\na: 1\n---\nb\n"
        assert join_front_matter({"a": "1"}, " \n") == "---\na: 1\n---\n"


class TestUnknownKeys:
    @given(mappings)
    @brief
    def test_they_stay_in_order(self, values: Mapping[str, Value]) -> None:
        known = list(values)[::2]
        assert list(unknown_keys(values, known)) == list(values)[1::2]


class TestFields:
    @given(texts)
    @brief
    def test_one_text_counts_as_a_list(self, text: str) -> None:
        one = Fields({"a": text}, "").texts("a")
        assert one == Fields({"a": (text,)}, "").texts("a")
        assert one == ((text.strip(),) if text.strip() else ())

    def test_an_empty_value_is_an_absent_one(self) -> None:
        fields = Fields({"a": ""}, "")
        for key in ("a", "b"):
            assert (fields.text(key), fields.texts(key), fields.path(key)) == ("", (), "")
            assert (fields.flag(key), fields.mapping(key), fields.sequence(key)) == (None, {}, ())

    def test_values_that_were_never_in_a_file_have_no_line(self) -> None:
        assert Fields({"a": ""}, "a.md", "b").wrong("a", "c", "").place == Place("a.md")


class TestIsInsidePath:
    @given(paths)
    @brief
    def test_plain_paths_are(self, path: str) -> None:
        assert is_inside_path(path)

    @pytest.mark.parametrize(
        "path",
        ["", "/a", "~/a", "../a", "a/../b", "a/..", "a//b", "a/", "./a", "a\\b", "C:/a", "a\x00",
         "a\nb", "https://a.org/b", "x" * 301],
    )  # fmt: skip
    def test_ways_out_are_not(self, path: str) -> None:
        assert not is_inside_path(path)
