"""Hostile manuscripts: no file and no network read, no script in any output, and no word lost."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import pikepdf
import pytest
from lxml import etree
from PIL import Image

from cookbook.manuscript.problems import BookFolderError, FrontMatterError
from cookbook.press.pipeline import PUBLISHED, PressOptions, press_book
from cookbook.press.reading import entries as reading
from tests.press.harm import a_server, epubcheck, harm, harm_in_pdf, harm_in_tree, squeezed, texts
from tests.press.making import Pressed, chapter, make_book, recipe

OUTSIDE_WORDS = "the-moon-is-hollow-7f3a"
ALL = PressOptions(formats=PUBLISHED)

BOOK = """\
title: 'Soup: "fish" <b>bold</b> &amp; $math$ `code` {{7*7}}'
subtitle: <script>alert("subtitle")</script>
kind: textbook
language: '"><script>alert(1)</script>'
licence: javascript:alert(1)
editors: ['<img src=x onerror=alert(2)>', "Zoë\\x01\\u202e Null\\0"]
publisher: '"><iframe src="SERVER/publisher"></iframe>'
date: 2026-13
edition: '{{7*7}} ${7*7}'
identifier: 'urn:uuid:"><script>'
description: "<link rel=attachment href='file://OUTSIDE/secret.txt'> \\u0007"
cover-image: OUTSIDE/secret.txt
css: file://OUTSIDE/secret.txt
header-includes: <script>alert(3)</script>
front: [chapters/index.md]
parts:
- title: '<script>alert("part")</script>'
  image: images/way-out.png
  image-alt: <b>alt</b>
  intro: >-
    Opening [gone](../../secret.txt) ![x](OUTSIDE/secret.txt) ![y](SERVER/intro.png)
    [there](recipes/soup.md) <script>alert(4)</script>
  entries:
  - recipes/soup.md
  - recipes/<script>.md
  - chapters/raw.md
  - chapters/twin.md
  - chapters/cited.md
"""

RAW = """\
Words before. <script>alert(raw)</script> <iframe src="file://OUTSIDE/secret.txt"></iframe>

<div><b>unclosed words

<link rel="attachment" href="file://OUTSIDE/secret.txt">
<style>@import url("SERVER/style.css"); body{background:url(file://OUTSIDE/secret.txt)}</style>

```{=html}
<script>alert("fenced")</script>
```

```{=latex}
\\input{OUTSIDE/secret.txt}
```

Inline `<script>alert("inline")</script>`{=html} and \\input{OUTSIDE/secret.txt} and {{7*7}}.

[jlink](javascript:alert(1)) [Jlink](JaVaScRiPt:alert(1)) [entity](&#106;avascript:alert(1))
[datalink](data:text/html;base64,PHNjcmlwdD4=) [vblink](vbscript:x) [filelink](file:///etc/passwd)
[rellink](//127.0.0.1/x) [uplink](../../secret.txt) [deleted](../recipes/deleted.md)
[percent](https://example.org/%zz) [port](https://example.org:99999/) [v6](http://[::1/)
[styled]{onclick="alert(1)" style="position:fixed" width=99999px for=x alt=y title=kept lang=qq-q}
[noted^[a note in a link]](https://example.org/noted)

![fileimg](file://OUTSIDE/secret.txt) ![absimg](OUTSIDE/secret.txt) ![upimg](../../secret.txt)
![netimg](SERVER/probe.png) ![dataimg](data:image/png;base64,iVBORw0KGgo=)
![folderimg](images/folder.png) ![pipeimg](images/pipe.png) ![outimg](images/way-out.png)
![longimg](images/LONG.png) ![wideimg](images/dot.png){width=99999px onload="alert(1)"}
![homeimg](~/secret.txt) ![nulimg](images/a%00.png)

[one]{#same} [two]{#same} `three`{#fn1} ^[A note.]

&#8238;reversed&#8236; and Z\u0301\u0302MARKS piled.

::: {.note #same title="</div><script>alert(5)</script>" onclick="alert(6)"}
Furniture.
:::

| a^[n] | [b](javascript:x) |
|-------|-------------------|
| c     | ![cellimg](SERVER/cell.png) |

: Caption <b> {#tbl:t onclick="alert(7)"}

$$\\href{javascript:alert(8)}{x} \\input{/etc/passwd}$$ {#eq:x}

$\\text{</math><script>alert(9)</script>}$ and $\\def\\a{\\a\\a}\\a$

## Same heading
## Same heading

#

## ![only an image](images/none.png)

## ^[only a note]

- # Heading in a list

> ## Heading in a quotation ^[and a note]
"""

BIBLIOGRAPHY = """\
@book{eve, author = {{<script>alert("author")</script>}}, year = {2020},
  title = {\\input{OUTSIDE/secret.txt} \\href{javascript:alert(1)}{Linked} $x$},
  url = {javascript:alert(1)}, file = {OUTSIDE/secret.txt}}
@misc{anon, title = {<img src=SERVER/bib.png onerror=alert(1)> Untitled}, url = {SERVER/bib},
  doi = {10.1/"><script>}, year = 1999}
@misc{fn1, author = {Quill, Q}, title = {Filed}, url = {file://OUTSIDE/secret.txt}}
"""

CREDITS = """\
people:
  eve:
    name: Eve <script>alert("name")</script>
    town: <b>Town</b>
    life: <img src=SERVER/life.png> [x](javascript:alert(1)) lives.
    website: javascript:alert(1)
entries:
  chapters/raw.md:
    author: [eve]
    '<i>role</i>': [eve]
book:
  '"><script>': [eve]
images:
  images/dot.png:
    by: [eve]
    licence: <script>licence</script>
    source: javascript:alert(1)
"""

KEPT = """\
bold</b> &amp; $math$
<script>alert("subtitle")</script>
<script>alert("part")</script>
<script>alert(raw)</script>
unclosed words
<script>alert("fenced")</script>
<script>alert("inline")</script>
and {{7*7}}.
jlink
datalink
uplink
deleted
styled
noted
a note in a link
fileimg
netimg
pipeimg
reversed and
Furniture.
Same heading
Heading in a quotation
<script>headnote</script>
<script>ingredient</script>
<script>step</script>
<script>remark</script>
<script>town</script>
<script>source</script>
<script>alert("author")</script>
<script>alert("name")</script>
<script>licence</script>
Second twin
Опытный Первый
Опытный Второй
""".splitlines()


@dataclass(frozen=True)
class Ambush:
    """A pressed hostile book, what called at the server meanwhile, and what was printed."""

    pressed: Pressed
    hits: list[bytes]

    @cached_property
    def texts(self) -> dict[str, str]:
        return {name: text.casefold() for name, text in texts(self.pressed).items()}

    def remarks(self, entry: str) -> str:
        """What was remarked about an entry."""
        warnings = self.pressed.report.warnings
        return "\n".join(each.message for each in warnings if each.entry == entry)


def hostile_files(outside: Path, server: str) -> dict[str, str]:
    soup = recipe(
        "'<script>alert(\"title\")</script> & \"soup\": $x$'",
        "Head <script>headnote</script> ![x](OUTSIDE/secret.txt) [j](javascript:alert(1))",
        "",
        "# Heading of level one {#title-page onclick=x}",
        "## Ingredients {#title-page}",
        "- 1 cup <script>ingredient</script> ![x](SERVER/ingredient.png)",
        '- =HYPERLINK("SERVER/cell") [x](javascript:alert(1))',
        "## Method",
        "1. Stir <script>step</script> ![x](SERVER/step.png)",
        "## <img src=x onerror=alert(1)>",
        "See <script>remark</script> [the twin](../chapters/twin.md) [gone](deleted.md)",
        by="'Eve <script>alert(\"name\")</script>'",
        town="<script>town</script>",
        source="<script>source</script>",
        tags="['<script>', \"\\x01\"]",
        licence="<script>",
        photo="images/way-out.png",
        photo_alt="<script>alt</script>",
    )  # fmt: skip
    files = {
        "recipes/soup.md": soup,
        "recipes/<script>.md": recipe("Script", "A file with a bad name.", by="Опытный Первый"),
        "chapters/index.md": chapter("Index", "Its id is index.", id="index", role="<b>role</b>"),
        "chapters/raw.md": chapter("Raw", RAW, id="javascript:alert", by="Опытный Второй"),
        "chapters/twin.md": chapter(
            "Twin",
            "Second twin.\n\n## Same heading\n\n[](#javascript:alert)",
            id="JavaScript-alert",
        ),
        "chapters/cited.md": chapter("Cited", "See [@eve; @anon, p. <b>3</b>] and @fn1 [-@gone<]."),
        "references.bib": BIBLIOGRAPHY,
        "credits.yaml": CREDITS,
    }
    names = {"OUTSIDE": str(outside), "SERVER": server, "LONG": "a" * 280, "MARKS": "\u0301" * 400}
    return {path: _named(text, names) for path, text in {"book.yaml": BOOK, **files}.items()}


def _named(text: str, names: Mapping[str, str]) -> str:
    for name, value in names.items():
        text = text.replace(name, value)
    return text


@pytest.fixture(scope="module")
def ambush(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Ambush]:
    outside = tmp_path_factory.mktemp("outside")
    (outside / "secret.txt").write_text(f"{OUTSIDE_WORDS}\n", encoding="utf-8")
    Image.new("RGB", (30, 30), "red").save(outside / "picture.png")
    source, out = outside / "book", tmp_path_factory.mktemp("out")
    with a_server() as (server, hits):
        make_book(source, hostile_files(outside, server))
        (source / "images" / "folder.png").mkdir(parents=True)
        os.mkfifo(source / "images" / "pipe.png")
        (source / "images" / "way-out.png").symlink_to(outside / "picture.png")
        Image.new("L", (4, 4)).save(source / "images" / "dot.png")
        yield Ambush(Pressed(out, press_book(source, out, ALL)), hits)


class TestHarm:
    def test_it_is_seen_where_it_is(self) -> None:
        page = '<p><script/><a href="javascript:x" onclick="y" style="width:url(x)"/><!-- z --></p>'
        assert len(list(harm_in_tree(etree.fromstring(page)))) == 5

    def test_it_is_seen_in_a_pdf(self, tmp_path: Path) -> None:
        with pikepdf.new() as pdf:
            action = pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS="app.alert(1)")
            pdf.Root.OpenAction = action
            pdf.attachments["x.txt"] = b"x"
            pdf.save(tmp_path / "x.pdf")
        found = list(harm_in_pdf(tmp_path))
        assert {"/JS", "an action /JavaScript", "/EmbeddedFiles", "/EF"} <= set(found)


class TestAHostileBook:
    def test_nothing_in_it_acts_or_reaches_out_or_tells_what_lies_outside(
        self, ambush: Ambush
    ) -> None:
        assert harm(ambush.pressed, [OUTSIDE_WORDS, "root:x:", "root:*:"]) == []

    def test_its_epub_is_valid(self, ambush: Ambush) -> None:
        assert epubcheck(ambush.pressed) == []

    def test_nobody_was_called(self, ambush: Ambush) -> None:
        assert ambush.hits == []

    @pytest.mark.parametrize("output", ["EPUB", "web", "PDF"])
    def test_no_word_is_lost(self, ambush: Ambush, output: str) -> None:
        told = ambush.texts[output]
        assert [each for each in KEPT if squeezed(each).casefold() not in told] == []

    @pytest.mark.parametrize(
        ("entry", "words"),
        [
            ("chapters/raw.md", 'the link to "javascript:alert(1)"'),
            ("chapters/raw.md", 'the link to "data:text/html'),
            ("chapters/raw.md", 'the link to "file:///etc/passwd"'),
            ("chapters/raw.md", 'the picture "file:///'),
            ("chapters/raw.md", 'the picture "http://127.0.0.1'),
            ("chapters/raw.md", 'the picture "../../secret.txt" is not one of the book\'s files'),
            ("chapters/raw.md", 'the picture "images/folder.png" is left out'),
            ("chapters/raw.md", 'the picture "images/pipe.png" is left out'),
            ("chapters/raw.md", 'the picture "images/way-out.png" is left out'),
            ("chapters/raw.md", f'the picture "images/{"a" * 73}" is left out'),
            ("chapters/raw.md", 'the link to "../recipes/deleted.md" leads nowhere'),
            ("chapters/raw.md", "prints as TeX"),
            ("chapters/raw.md", "HTML in it is printed as it is written"),
            ("recipes/soup.md", "HTML in it is printed as it is written"),
            ("recipes/soup.md", 'the picture "http://127.0.0.1'),
            ("recipes/soup.md", 'the picture "images/way-out.png" is left out'),
            ("recipes/soup.md", 'the link to "javascript:alert(1)"'),
            ("recipes/soup.md", 'the link to "deleted.md" leads nowhere'),
            ("chapters/cited.md", 'cites "gone'),
            ("references.bib", "no web address"),
            ("book.yaml", "is no language tag"),
            ("book.yaml", "is no UUID"),
            ("book.yaml", 'the link to "../../secret.txt" leads nowhere'),
            ("book.yaml", 'the picture "images/way-out.png" is left out'),
        ],
    )
    def test_the_report_names_the_entry(self, ambush: Ambush, entry: str, words: str) -> None:
        assert words in ambush.remarks(entry)

    def test_ids_are_no_script_and_no_other_page(self, ambush: Ambush) -> None:
        assert {"index.html", "at-index.html", "javascript-alert.html"} <= set(ambush.pressed.web)
        lower = [name.lower() for name in ambush.pressed.web]
        assert len(set(lower)) == len(lower)

    def test_a_reference_finds_the_chapter_whose_id_looks_like_a_script(
        self, ambush: Ambush
    ) -> None:
        links = ambush.pressed.web["JavaScript-alert-2.html"].iter("a")
        assert "javascript-alert.html" in {each.get("href") for each in links}

    def test_its_facts_are_plain_text_in_the_package(self, ambush: Ambush) -> None:
        facts = {each.text for each in ambush.pressed.package.iter() if each.text}
        assert 'Soup: "fish" <b>bold</b> &amp; $math$ `code` {{7*7}}' in facts
        assert "javascript:alert(1)" in facts
        assert "Zoë Null" in facts
        assert "en" in facts

    def test_piled_marks_and_reversed_reading_are_gone(self, ambush: Ambush) -> None:
        text = "".join(ambush.texts.values())
        assert "\u202e" not in text
        assert "\u0301" * 10 not in text


STUBBORN = {
    "chapters/brackets.md": "[" * 30_000,
    "chapters/quotes.md": ">" * 5_000 + " deepest",
    "chapters/deep.md": ">" * 300 + " deeper ^[a deep note]",
    "chapters/word.md": "x" * 20_000 + " afterwards",
    "chapters/wide.md": f"|{'wide|' * 300}\n|{'-|' * 300}\n|{'cell|' * 300}\n",
    "chapters/marks.md": "Z" + "\u0301" * 20_000 + " marked",
    "chapters/roots.md": "$"
    + r"\sqrt{" * 100
    + "x"
    + "}" * 100
    + "$ $"
    + "{" * 3_000
    + "}" * 3_000
    + "$ rooted",
    "chapters/headings.md": "## Again\n" * 300,
    "chapters/links.md": "".join(f"[l{n}](javascript:{n}) " for n in range(1_000)),
}
REMARKED = {
    "chapters/brackets.md": "is set as plain text",
    "chapters/quotes.md": "is set as plain text",
    "chapters/deep.md": "nested too deeply; its text is kept",
    "chapters/wide.md": "a table of 300 columns",
    "chapters/roots.md": "prints as TeX",
    "chapters/links.md": 'the link to "javascript:999"',
}


@pytest.fixture(scope="module")
def stubborn(tmp_path_factory: pytest.TempPathFactory) -> Ambush:
    source, out = tmp_path_factory.mktemp("book"), tmp_path_factory.mktemp("out")
    texts_ = {path: chapter("S", text, "", "At last.") for path, text in STUBBORN.items()}
    make_book(source, {"chapters/first.md": chapter("First", "In *front*."), **texts_})
    with pytest.MonkeyPatch.context() as patch:
        # Less patience than a real build has: what never ends needn't be waited for here.
        patch.setattr(reading, "ENTRY_SECONDS", 3.0)
        patch.setattr(reading, "SECONDS_PER_CHARACTER", 0.0)
        return Ambush(Pressed(out, press_book(source, out, ALL)), [])


class TestAStubbornBook:
    def test_it_is_pressed_to_a_valid_epub(self, stubborn: Ambush) -> None:
        assert epubcheck(stubborn.pressed) == []
        assert harm(stubborn.pressed) == []

    @pytest.mark.parametrize(("entry", "words"), REMARKED.items())
    def test_the_report_names_the_entry(self, stubborn: Ambush, entry: str, words: str) -> None:
        assert words in stubborn.remarks(entry)

    @pytest.mark.parametrize("output", ["EPUB", "web", "PDF"])
    def test_no_word_is_lost(self, stubborn: Ambush, output: str) -> None:
        told = stubborn.texts[output]
        for words in (
            "deepest",
            "deeper",
            "a deep note",
            "afterwards",
            "marked",
            "rooted",
            "l999",
        ):
            assert squeezed(words) in told
        assert told.count("[") >= 30_000
        assert told.count("x" * 100) >= 1
        assert told.count("cell") >= 300
        assert told.count("atlast.") == len(STUBBORN)

    def test_the_entries_beside_them_are_read_as_ever(self, stubborn: Ambush) -> None:
        page = stubborn.pressed.web["first.html"]
        assert [each.text for each in page.iter("em")] == ["front"]


class TestWhatIsRefused:
    @pytest.mark.parametrize(
        ("text", "line", "words"),
        [
            (recipe("A", photo="../../etc/passwd"), 5, "photo"),
            (recipe("A", photo="/etc/passwd"), 5, "photo"),
            (recipe("A", photo="file:///etc/passwd"), 5, "photo"),
            ("---\ntitle: &a [x]\nby: *a\n---\nx", 2, "anchors"),
            ("---\ntitle: A\nby: {{7*7}}\n---\nx", 3, "key"),
            ("---\ntitle: [<script>]\n---\nx", 2, "title"),
            ("---\ntitle: A\nnever ends", 1, "never ends"),
            ("<script>alert(1)</script>", None, "title"),
            (f"---\ntitle: {'x' * 400}\n---\nx", 2, "300"),
        ],
    )
    def test_an_error_names_file_and_line(
        self, tmp_path: Path, text: str, line: int | None, words: str
    ) -> None:
        source = make_book(tmp_path / "book", {"recipes/bad.md": text})
        with pytest.raises(BookFolderError) as caught:
            press_book(source, tmp_path / "out", ALL)
        (cause,) = caught.value.causes
        assert words in cause.message
        assert (f"recipes/bad.md, line {line}" if line else "recipes/bad.md") in str(cause)
        assert cause.remedy
        assert not list((tmp_path / "out").glob("*"))

    def test_a_chapters_id_is_a_word(self, tmp_path: Path) -> None:
        text = chapter("A", "x", id="'a\"><script>'")
        source = make_book(tmp_path / "book", {"chapters/bad.md": text})
        with pytest.raises(BookFolderError) as caught:
            press_book(source, tmp_path / "out", ALL)
        assert "chapters/bad.md, line" in str(caught.value.causes[0])

    @pytest.mark.parametrize(
        "line", ["cover: /etc/passwd", "cover: ../x.png", "cover: http://127.0.0.1/x.png"]
    )
    def test_a_cover_lies_in_the_book(self, tmp_path: Path, line: str) -> None:
        book = f"title: A\n{line}\nparts:\n- entries: [recipes/a.md]\n"
        source = make_book(tmp_path / "book", {"recipes/a.md": recipe("A")}, book)
        with pytest.raises(FrontMatterError, match=r"book\.yaml, line 2"):
            press_book(source, tmp_path / "out", ALL)

    @pytest.mark.parametrize("path", ["/etc/passwd", "../secret.md", "a/../../x.md", "C:/x.md"])
    def test_an_entry_lies_in_the_book(self, tmp_path: Path, path: str) -> None:
        book = f"title: A\nparts:\n- entries: ['{path}']\n"
        source = make_book(tmp_path / "book", {}, book)
        with pytest.raises(FrontMatterError, match="inside the book folder"):
            press_book(source, tmp_path / "out", ALL)

    def test_a_manuscript_that_is_a_link_out_is_not_read(self, tmp_path: Path) -> None:
        source = make_book(tmp_path / "book", {"recipes/a.md": recipe("A")})
        (source / "recipes" / "a.md").unlink()
        (tmp_path / "secret.md").write_text(OUTSIDE_WORDS, encoding="utf-8")
        (source / "recipes" / "a.md").symlink_to(tmp_path / "secret.md")
        with pytest.raises(BookFolderError) as caught:
            press_book(source, tmp_path / "out", ALL)
        assert "leads out" in str(caught.value.causes[0])
        assert OUTSIDE_WORDS not in str(caught.value.causes[0])

    def test_a_manuscript_that_is_a_pipe_is_not_waited_for(self, tmp_path: Path) -> None:
        source = make_book(tmp_path / "book", {"recipes/a.md": recipe("A")})
        (source / "recipes" / "a.md").unlink()
        os.mkfifo(source / "recipes" / "a.md")
        with pytest.raises(BookFolderError):
            press_book(source, tmp_path / "out", ALL)

    def test_an_archive_is_no_manuscript(self, tmp_path: Path) -> None:
        source = make_book(tmp_path / "book", {"recipes/a.md": recipe("A")})
        packed = shutil.make_archive(str(tmp_path / "packed"), "zip", source)
        shutil.copy(packed, source / "recipes" / "a.md")
        with pytest.raises(BookFolderError) as caught:
            press_book(source, tmp_path / "out", ALL)
        assert "recipes/a.md: is not a text file" in str(caught.value.causes[0])
