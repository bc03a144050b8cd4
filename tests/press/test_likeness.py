"""Likeness of PDFs: whatever a reader, a screen reader or a print shop would notice is told."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pikepdf
import pytest
import weasyprint

from cookbook.config import kit_folder
from tests.press.likeness import differences
from tests.press.likeness.__main__ import main
from tests.press.likeness.drawing import Drawing, Shelf
from tests.press.likeness.marks import Mark
from tests.press.likeness.opened import Thing, opened

FONTS = kit_folder() / "fonts"
STYLE = f"""
@font-face {{ font-family: Serif; src: url({(FONTS / "source-serif-4-400-normal.ttf").as_uri()}) }}
@font-face {{ font-family: Display; src: url({(FONTS / "fraunces-400-normal.ttf").as_uri()}) }}
@page {{ size: 300pt 400pt; margin: 40pt; @bottom-left {{ content: counter(page) }} }}
body {{ margin: 0 }}
html {{ font: 10pt Serif; color: #222 }}
h1 {{ font: 16pt Display; break-before: page }}
p.rule {{ border-bottom: 1pt solid #aa0000 }}
img {{ width: 40pt; height: 30pt }}
"""
PICTURE = (
    """<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 4 3'><path d='M0 0h4v3z'/></svg>"""
)
PAGE = f"""<html lang="en-GB"><head><title>Soups</title><meta name="author" content="Ada Obi">
<style>{STYLE}</style></head><body>
<p id="top">A cover.</p>
<h1 id="stone">Stone soup</h1>
<p class="rule">Wash the stone, and simmer the beans.</p>
<p>See <a href="#broth">the broth</a>, <a href="https://example.org/a">a page</a>.</p>
<p><img src="data:image/svg+xml,{PICTURE}" alt="A bowl"></p>
<ul><li>Beans</li><li>Salt</li></ul>
<h1 id="broth">Broth</h1>
<table><tr><th>What</th><th>How much</th></tr><tr><td>Bones</td><td>Two</td></tr></table>
<p>Two columns of <span id="here">words</span> that a reader reads.</p>
</body></html>"""


def write(html: str, pdf: Path) -> Path:
    weasyprint.HTML(string=html).write_pdf(pdf, pdf_variant="pdf/ua-1", optimize_images=False)
    return pdf


@pytest.fixture(scope="module")
def plain(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write(PAGE, tmp_path_factory.mktemp("likeness") / "plain.pdf")


def told(plain: Path, folder: Path, *changes: tuple[str, str]) -> list[str]:
    """What is said of the page with some words changed."""
    html = PAGE
    for old, new in changes:
        assert html.count(old) == 1, old
        html = html.replace(old, new)
    return differences(write(html, folder / "changed.pdf"), plain)


def told_of(plain: Path, folder: Path, change: Callable[[Thing], None]) -> list[str]:
    """What is said of the file itself, changed."""
    with pikepdf.open(plain) as pdf:
        change(pdf)
        pdf.save(folder / "changed.pdf")
    return differences(folder / "changed.pdf", plain)


def elements(pdf: Thing, kind: str) -> list[Thing]:
    return [each for each in pdf.objects if _is(each, kind)]


def _is(thing: Thing, kind: str) -> bool:
    return isinstance(thing, pikepdf.Dictionary) and thing.get("/S") == f"/{kind}"


class TestAlike:
    def test_the_same_page_made_twice_is(self, plain: Path, tmp_path: Path) -> None:
        assert told(plain, tmp_path) == []

    @pytest.mark.parametrize("mode", list(pikepdf.ObjectStreamMode.__members__.values()), ids=str)
    def test_a_file_packed_otherwise_and_renumbered_is(
        self, plain: Path, tmp_path: Path, mode: pikepdf.ObjectStreamMode
    ) -> None:
        with pikepdf.open(plain) as pdf:
            pdf.save(
                tmp_path / "packed.pdf",
                object_stream_mode=mode,
                compress_streams=False,
                stream_decode_level=pikepdf.StreamDecodeLevel.generalized,
                normalize_content=True,
            )
        assert differences(tmp_path / "packed.pdf", plain) == []

    def test_ids_of_elements_may_have_other_names(self, plain: Path, tmp_path: Path) -> None:
        def rename(pdf: Thing) -> None:
            for each in [*elements(pdf, "TH"), *elements(pdf, "TD")]:
                if "/ID" in each:
                    each.ID = pikepdf.String(f"x{bytes(each.ID).decode()}")
                if "/Headers" in each.A:
                    names = [bytes(name).decode() for name in each.A.Headers]
                    each.A.Headers = pikepdf.Array([pikepdf.String(f"x{name}") for name in names])

        assert told_of(plain, tmp_path, rename) == []

    def test_a_hair_is_no_difference(self, plain: Path, tmp_path: Path) -> None:
        assert told(plain, tmp_path, ('<p id="top">', '<p id="top" style="padding: 0.09pt">')) == []


class TestPages:
    def test_their_number(self, plain: Path, tmp_path: Path) -> None:
        said = told(plain, tmp_path, ("</body>", "<h1>More</h1></body>"))
        assert said[0] == "there are 4 pages, not 3"

    def test_their_size(self, plain: Path, tmp_path: Path) -> None:
        said = told(plain, tmp_path, ("300pt 400pt", "301pt 400pt"))
        assert (
            "page 1: the MediaBox is (0.0, 0.0, 301.0, 400.0), not (0.0, 0.0, 300.0, 400.0)" in said
        )

    def test_their_trim(self, plain: Path, tmp_path: Path) -> None:
        def trim(pdf: Thing) -> None:
            pdf.pages[1].TrimBox = [5, 5, 295, 395]

        assert told_of(plain, tmp_path, trim) == [
            "page 2: the TrimBox is (5.0, 5.0, 295.0, 395.0), not (0.0, 0.0, 300.0, 400.0)"
        ]

    def test_their_labels(self, plain: Path, tmp_path: Path) -> None:
        def label(pdf: Thing) -> None:
            roman = pikepdf.Dictionary(S=pikepdf.Name.r)
            pdf.Root.PageLabels = pikepdf.Dictionary(Nums=[0, roman])

        said = told_of(plain, tmp_path, label)
        assert said == [f'page {n}: the label is "{"i" * n}", not "{n}"' for n in (1, 2, 3)]


class TestText:
    def test_a_word(self, plain: Path, tmp_path: Path) -> None:
        said = told(plain, tmp_path, ("the beans", "the peas"))
        assert 'page 2: stands "peas.", not "beans."' in said

    def test_a_word_too_many_and_one_too_few(self, plain: Path, tmp_path: Path) -> None:
        said = told(plain, tmp_path, ("A cover.", "A good cover."))
        assert 'page 1: "good" is one too many' in said
        said = told(plain, tmp_path, ("A cover.", "A"))
        assert 'page 1: "cover." is missing' in said

    def test_its_place(self, plain: Path, tmp_path: Path) -> None:
        said = told(plain, tmp_path, ('<p id="top">', '<p id="top" style="text-indent: 0.3pt">'))
        assert said == [
            'page 1: "A" stands at x 40.3, not 40.0',
            'page 1: "cover." stands at x 49.8, not 49.5',
        ]

    def test_its_font(self, plain: Path, tmp_path: Path) -> None:
        said = told(plain, tmp_path, ('<p id="top">', '<p id="top" style="font-family: Display">'))
        assert 'page 1: "A" has the font Display, not Serif' in said

    def test_its_size(self, plain: Path, tmp_path: Path) -> None:
        said = told(plain, tmp_path, ('<p id="top">', '<p id="top" style="font-size: 10.5pt">'))
        assert 'page 1: "A" has the size 10.50, not 10.00' in said

    def test_its_colour(self, plain: Path, tmp_path: Path) -> None:
        said = told(plain, tmp_path, ('<p id="top">', '<p id="top" style="color: #a00">'))
        assert said[0].startswith("page 1: \"A\" has the colour ('/DeviceRGB', 0.66")

    def test_its_order(self, tmp_path: Path) -> None:
        first = '<p style="position: absolute; top: 30pt">One</p>'
        second = '<p style="position: absolute; top: 60pt">Two</p>'
        one = write(PAGE.replace("</body>", f"{first}{second}</body>"), tmp_path / "one.pdf")
        other = write(PAGE.replace("</body>", f"{second}{first}</body>"), tmp_path / "other.pdf")
        said = differences(one, other)
        assert {'page 3: "Two" is missing', 'page 3: "Two" is one too many'} <= set(said)

    def test_the_shapes_of_its_letters(self, plain: Path, tmp_path: Path) -> None:
        def muddle(pdf: Thing) -> None:
            glyphs = b"".join(max(code - 1, 0).to_bytes(2) for code in range(0x1000))
            for font in pdf.pages[0].Resources.Font.values():
                font.DescendantFonts[0].CIDToGIDMap = pdf.make_stream(glyphs)

        said = told_of(plain, tmp_path, muddle)
        assert said[0].startswith('page 1: "A" has the outline')

    def test_what_its_letters_say(self, plain: Path, tmp_path: Path) -> None:
        def mislead(pdf: Thing) -> None:
            for font in pdf.pages[0].Resources.Font.values():
                letters = font.ToUnicode.read_bytes().replace(b"<0063>", b"<0043>")
                font.ToUnicode.write(letters)

        said = told_of(plain, tmp_path, mislead)
        assert 'page 1: stands "Cover.", not "cover."' in said


class TestDrawings:
    def test_where_a_picture_stands(self, plain: Path, tmp_path: Path) -> None:
        said = told(plain, tmp_path, ("<p><img", '<p style="padding-left: 3pt"><img'))
        assert "page 2: a shape stands at x 43.0, not 40.0" in said

    def test_which_picture_it_is(self, plain: Path, tmp_path: Path) -> None:
        said = told(plain, tmp_path, ("M0 0h4v3z", "M0 0h4v2z"))
        assert any("a shape stands at y" in each for each in said)

    @pytest.mark.parametrize("ending", ["jpg", "png"])
    def test_which_photo_it_is(self, tmp_path: Path, ending: str) -> None:
        from PIL import Image  # noqa: PLC0415 -- here alone

        made = []
        for name, colour in (("one", "#c00"), ("other", "#0c0")):
            Image.new("RGB", (20, 20), colour).save(tmp_path / f"{name}.{ending}")
            address = (tmp_path / f"{name}.{ending}").as_uri()
            page = PAGE.replace(f"data:image/svg+xml,{PICTURE}", address)
            made.append(write(page, tmp_path / f"{name}.pdf"))
        assert differences(made[0], made[0]) == []
        (said,) = differences(*made)
        assert said.startswith("page 2: a picture has the picture")

    def test_how_thick_a_line_is(self, plain: Path, tmp_path: Path) -> None:
        said = told(plain, tmp_path, ("1pt solid #aa0000", "1.2pt solid #aa0000"))
        assert any(each.startswith("page 2: a shape stands at y") for each in said)

    def test_its_colour(self, plain: Path, tmp_path: Path) -> None:
        (said,) = told(plain, tmp_path, ("1pt solid #aa0000", "1pt solid #00aa00"))
        assert said.startswith("page 2: a shape has the colour")

    def test_one_that_is_missing(self, plain: Path, tmp_path: Path) -> None:
        said = told(plain, tmp_path, ('class="rule"', 'style="padding-bottom: 1pt"'))
        assert any("a shape" in each and "is missing" in each for each in said)

    def test_gradients(self, tmp_path: Path) -> None:
        made = [
            write(
                PAGE.replace(
                    '<p id="top">', f'<p id="top" style="background: linear-gradient(red, {end})">'
                ),
                tmp_path / f"{end}.pdf",
            )
            for end in ("white", "yellow")
        ]
        assert differences(made[0], made[0]) == []
        (said,) = differences(*made)
        assert said.startswith("page 1: a shape has the colour ('/Pattern', ")

    def test_a_pattern_may_know_of_more_than_it_draws_with(
        self, plain: Path, tmp_path: Path
    ) -> None:
        tiled = f"background: url(&quot;data:image/svg+xml,{PICTURE}&quot;); background-size: 9pt"
        page = PAGE.replace('<p id="top">', f'<p id="top" style="{tiled}">')
        write(page, tmp_path / "tiled.pdf")
        with pikepdf.open(tmp_path / "tiled.pdf") as pdf:
            patterns = [each for each in pdf.objects if _is_pattern(each)]
            assert patterns
            for each in patterns:
                each.Resources = pikepdf.Dictionary(dict(each.Resources))
                each.Resources.Font = pikepdf.Dictionary()
            pdf.save(tmp_path / "lean.pdf")
        assert differences(tmp_path / "lean.pdf", tmp_path / "tiled.pdf") == []
        assert differences(tmp_path / "tiled.pdf", plain)

    def test_what_shines_through(self, tmp_path: Path) -> None:
        made = [
            write(PAGE.replace("<ul>", f'<ul style="opacity: {much}">'), tmp_path / f"{much}.pdf")
            for much in ("0.5", "0.6")
        ]
        assert differences(made[0], made[0]) == []
        said = differences(*made)
        assert said[0].startswith("page 2: a clip has the transparency")


def _is_pattern(thing: Thing) -> bool:
    return isinstance(thing, pikepdf.Stream) and "/PatternType" in thing


class TestLinks:
    def test_where_they_lead(self, plain: Path, tmp_path: Path) -> None:
        said = told(plain, tmp_path, ('<a href="#broth">', '<a href="#here">'))
        assert said[0].startswith('page 2: link 1, "here", leads to page 3 XYZ')

    def test_to_which_address(self, plain: Path, tmp_path: Path) -> None:
        said = told(plain, tmp_path, ("https://example.org/a", "https://example.org/b"))
        assert any(
            each.endswith("leads to https://example.org/b, not https://example.org/a")
            for each in said
        )

    def test_where_they_lie(self, plain: Path, tmp_path: Path) -> None:
        said = told(
            plain, tmp_path, ('<a href="#broth">', '<a href="#broth" style="padding: 1pt">')
        )
        assert any(" lies at " in each for each in said)

    def test_what_is_said_of_them(self, plain: Path, tmp_path: Path) -> None:
        def rename(pdf: Thing) -> None:
            pdf.pages[1].Annots[0].Contents = "elsewhere"

        (said,) = told_of(plain, tmp_path, rename)
        assert said.startswith("page 2: link 1, \"elsewhere\", says 'elsewhere', not ")

    def test_one_that_is_missing(self, plain: Path, tmp_path: Path) -> None:
        said = told(plain, tmp_path, ('<a href="#broth">the broth</a>', "<span>the broth</span>"))
        assert any("is missing" in each and "link" in each for each in said)


class TestWays:
    def test_titles_of_the_outline(self, plain: Path, tmp_path: Path) -> None:
        said = told(plain, tmp_path, ('id="broth">', 'id="broth" style="bookmark-label: \'B\'">'))
        assert said == ['the outline has "B" at level 1, not "Broth" at level 1']

    def test_its_levels(self, plain: Path, tmp_path: Path) -> None:
        said = told(plain, tmp_path, ('id="broth">', 'id="broth" style="bookmark-level: 2">'))
        assert 'the outline has "Broth" at level 2, not "Broth" at level 1' in said

    def test_what_of_it_is_closed(self, tmp_path: Path) -> None:
        def deepen(state: str) -> Path:
            closed = f"bookmark-state: {state}"
            page = PAGE.replace('id="stone">', f'id="stone" style="{closed}">').replace(
                'id="broth">', 'id="broth" style="bookmark-level: 2">'
            )
            return write(page, tmp_path / f"{state}.pdf")

        said = differences(deepen("closed"), deepen("open"))
        assert said == ['the outline\'s "Stone soup" is closed, not open']

    def test_where_it_leads(self, plain: Path, tmp_path: Path) -> None:
        def mislead(pdf: Thing) -> None:
            pdf.Root.Outlines.First.Dest[0] = pdf.pages[0].obj

        (said,) = told_of(plain, tmp_path, mislead)
        assert said.startswith('the outline\'s "Stone soup" leads to page 1 XYZ')

    def test_names_of_places(self, plain: Path, tmp_path: Path) -> None:
        said = told(plain, tmp_path, ('id="here"', 'id="there"'))
        assert said == ['the name "here" is missing', 'the name "there" is one too many']

    def test_where_they_are(self, plain: Path, tmp_path: Path) -> None:
        def mislead(pdf: Thing) -> None:
            for place in pikepdf.NameTree(pdf.Root.Names.Dests).values():
                place[3] = float(place[3]) + 1

        said = told_of(plain, tmp_path, mislead)
        assert sum(each.startswith("the name ") for each in said) == 4


class TestStructure:
    def test_types_of_elements(self, plain: Path, tmp_path: Path) -> None:
        said = told(
            plain,
            tmp_path,
            ("<ul><li>Beans</li><li>Salt</li></ul>", "<ul><li>Beans</li><p>Salt</p></ul>"),
        )
        assert "page 2: the structure has a P at depth 2, not a LI at depth 2" in said

    def test_their_nesting(self, plain: Path, tmp_path: Path) -> None:
        said = told(plain, tmp_path, ("<ul>", "<div><ul>"), ("</ul>", "</ul></div>"))
        assert said == ["page 2: the structure has a Div at depth 1, not a L at depth 1"]

    def test_what_is_said_of_a_picture(self, plain: Path, tmp_path: Path) -> None:
        said = told(plain, tmp_path, ("A bowl", "A spoon"))
        assert said == ["page 2: a Figure has Alt 'A spoon', not 'A bowl'"]

    @pytest.mark.parametrize("name", ["ActualText", "Lang", "E"])
    def test_what_is_said_of_any_element(self, plain: Path, tmp_path: Path, name: str) -> None:
        def add(pdf: Thing) -> None:
            elements(pdf, "P")[0][f"/{name}"] = pikepdf.String("fr")

        assert told_of(plain, tmp_path, add) == [f"page 1: a P has {name} 'fr', not None"]

    def test_boxes_of_pictures(self, plain: Path, tmp_path: Path) -> None:
        def move(pdf: Thing) -> None:
            box = elements(pdf, "Figure")[0].A.BBox
            box[0] = float(box[0]) + 0.2

        (said,) = told_of(plain, tmp_path, move)
        assert said.startswith("page 2: a Figure has the box ")

    def test_attributes_of_tables(self, plain: Path, tmp_path: Path) -> None:
        def widen(pdf: Thing) -> None:
            elements(pdf, "TD")[0].A.ColSpan = 2

        said = told_of(plain, tmp_path, widen)
        assert said == ["page 3: a TD has Table/ColSpan '2', not None"]

    def test_which_headers_a_cell_has(self, plain: Path, tmp_path: Path) -> None:
        def swap(pdf: Thing) -> None:
            one, other = elements(pdf, "TD")
            one.A.Headers, other.A.Headers = list(other.A.Headers), list(one.A.Headers)

        said = told_of(plain, tmp_path, swap)
        assert len(said) == 2
        assert said[0].startswith("page 3: a TD names other headers: elements at -")

    def test_a_header_that_is_none(self, plain: Path, tmp_path: Path) -> None:
        def lose(pdf: Thing) -> None:
            del elements(pdf, "TH")[0].ID

        said = told_of(plain, tmp_path, lose)
        assert len(said) == 1
        assert "names other headers: elements at none, not elements at -" in said[0]

    def test_what_its_leaves_hold(self, plain: Path, tmp_path: Path) -> None:
        def swap(pdf: Thing) -> None:
            one, other = elements(pdf, "LBody")
            one.K, other.K = other.K, one.K

        said = told_of(plain, tmp_path, swap)
        assert 'page 2: a Span of the structure holds "Salt", not "Beans"' in said

    def test_what_is_passed_over(self, plain: Path, tmp_path: Path) -> None:
        def hide(pdf: Thing) -> None:
            del elements(pdf, "P")[0].K

        said = told_of(plain, tmp_path, hide)
        assert 'page 1: "cover." is passed over, not read aloud' in said

    def test_an_artifact_and_content_of_no_element_are_one(
        self, plain: Path, tmp_path: Path
    ) -> None:
        def mark(pdf: Thing) -> None:
            folio = pdf.pages[0].Contents.read_bytes()
            last = folio.rindex(b"/Span")
            end = folio.index(b"BDC", last)
            pdf.pages[0].Contents.write(folio[:last] + b"/Artifact BMC" + folio[end + 3 :])

        assert told_of(plain, tmp_path, mark) == []

    def test_a_parent_tree_that_leads_astray(self, plain: Path, tmp_path: Path) -> None:
        def mislead(pdf: Thing) -> None:
            parents = pdf.Root.StructTreeRoot.ParentTree.Nums[1]
            parents[0] = elements(pdf, "Document")[0]

        said = told_of(plain, tmp_path, mislead)
        assert said == ["page 1: the parent tree leads from content 0 elsewhere than to its Span"]

    def test_content_that_the_parent_tree_does_not_know(self, plain: Path, tmp_path: Path) -> None:
        def lose(pdf: Thing) -> None:
            parents = pdf.Root.StructTreeRoot.ParentTree.Nums
            parents[1] = pikepdf.Array(list(parents[1])[:-1])

        said = told_of(plain, tmp_path, lose)
        assert said == ["page 1: content 1 is unknown to the parent tree"]

    def test_a_link_that_is_in_no_element(self, plain: Path, tmp_path: Path) -> None:
        def lose(pdf: Thing) -> None:
            link = elements(pdf, "Link")[0]
            link.K = pikepdf.Array([each for each in link.K if not _is_note(each)])

        said = told_of(plain, tmp_path, lose)
        assert "page 2: annotation 1 is in no element" in said

    def test_a_link_of_another_element(self, plain: Path, tmp_path: Path) -> None:
        def swap(pdf: Thing) -> None:
            one, other = pdf.pages[1].Annots
            one.StructParent, other.StructParent = other.StructParent, one.StructParent

        said = told_of(plain, tmp_path, swap)
        assert said == [
            f"page 2: the parent tree leads from annotation {n} elsewhere than to its Link"
            for n in (1, 2)
        ]


def _is_note(thing: Thing) -> bool:
    return isinstance(thing, pikepdf.Dictionary) and thing.get("/Type") == "/OBJR"


class TestDocument:
    def test_its_title(self, plain: Path, tmp_path: Path) -> None:
        said = told(plain, tmp_path, ("<title>Soups", "<title>Stews"))
        assert 'the information\'s Title is "Stews", not "Soups"' in said

    def test_its_language(self, plain: Path, tmp_path: Path) -> None:
        said = told(plain, tmp_path, ('lang="en-GB"', 'lang="fr"'))
        assert 'the catalogue\'s Lang is "fr", not "en-GB"' in said

    @pytest.mark.parametrize(
        ("key", "value"),
        [
            ("MarkInfo", pikepdf.Dictionary(Marked=False)),
            ("ViewerPreferences", pikepdf.Dictionary(DisplayDocTitle=False)),
            ("PageLayout", pikepdf.Name.TwoPageRight),
            ("OpenAction", pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS="")),
        ],
    )
    def test_how_it_is_to_be_shown(
        self, plain: Path, tmp_path: Path, key: str, value: Thing
    ) -> None:
        def change(pdf: Thing) -> None:
            pdf.Root[f"/{key}"] = value

        said = told_of(plain, tmp_path, change)
        assert said
        assert all(each.startswith(f"the catalogue's {key}") for each in said)

    def test_that_it_says_it_is_accessible(self, plain: Path, tmp_path: Path) -> None:
        def hide(pdf: Thing) -> None:
            said = pdf.Root.Metadata.read_bytes()
            assert b'pdfuaid:part="1"' in said
            pdf.Root.Metadata.write(said.replace(b'pdfuaid:part="1"', b""))

        (said,) = told_of(plain, tmp_path, hide)
        assert said.startswith("the metadata's {http://www.aiim.org/pdfua/ns/id/}part is absent")

    def test_that_it_has_metadata(self, plain: Path, tmp_path: Path) -> None:
        def hide(pdf: Thing) -> None:
            del pdf.Root.Metadata

        assert 'the metadata\'s there is absent, not "yes"' in told_of(plain, tmp_path, hide)

    def test_fonts_that_do_not_say_what_their_letters_are(
        self, plain: Path, tmp_path: Path
    ) -> None:
        def hide(pdf: Thing) -> None:
            for font in pdf.pages[0].Resources.Font.values():
                del font.ToUnicode

        said = told_of(plain, tmp_path, hide)
        assert any("doesn't say what its letters are" in each for each in said)

    def test_fonts_that_are_not_embedded(self, plain: Path, tmp_path: Path) -> None:
        def hide(pdf: Thing) -> None:
            for font in pdf.pages[0].Resources.Font.values():
                del font.DescendantFonts[0].FontDescriptor.FontFile2

        assert any(each.endswith("is not embedded") for each in told_of(plain, tmp_path, hide))


class TestCommand:
    def test_it_says_that_two_are_alike(
        self, plain: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        assert main([str(plain), str(plain)]) == 0
        assert capsys.readouterr().out == "The two are alike.\n"

    def test_it_tells_differences_up_to_a_limit(
        self, plain: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        other = write(PAGE.replace("10pt Serif", "11pt Serif"), tmp_path / "other.pdf")
        assert main([str(other), str(plain), "--limit", "3"]) == 1
        assert len(capsys.readouterr().out.splitlines()) == 3

    def test_it_allows_what_it_is_told_to(self, plain: Path, tmp_path: Path) -> None:
        moved = PAGE.replace('<p id="top">', '<p id="top" style="text-indent: 0.3pt">')
        shutil.copy(plain, tmp_path / "plain.pdf")
        other = write(moved, tmp_path / "other.pdf")
        assert differences(other, tmp_path / "plain.pdf", within_pt=0.4) == []


class TestDrawing:
    """Content as no press of ours writes it, but as the standard has it."""

    def marks(self, folder: Path, content: bytes) -> list[Mark]:
        with pikepdf.new() as pdf:
            page = pdf.add_blank_page(page_size=(200, 200))
            widths = pikepdf.Array([500] * 256)
            font = pikepdf.Dictionary(
                Type=pikepdf.Name.Font,
                Subtype=pikepdf.Name.TrueType,
                BaseFont=pikepdf.Name("/ABCDEF+Half"),
                FirstChar=0,
                Widths=widths,
                ToUnicode=pdf.make_stream(b"beginbfrange <20> <7e> <0020> endbfrange"),
            )
            page.obj.Resources = pikepdf.Dictionary(Font=pikepdf.Dictionary(F=font))
            page.obj.Contents = pdf.make_stream(content)
            pdf.save(folder / "drawn.pdf")
        with opened(folder / "drawn.pdf") as file:
            drawing = Drawing(Shelf())
            drawing.run(file.pages[0], file.pages[0].obj.Resources)
        return drawing.marks

    @pytest.mark.parametrize(
        ("text", "places"),
        [
            (b"10 20 Td (ab) Tj", [(10, 20), (15, 20)]),
            (b"10 20 Td [(a) -100 (b)] TJ", [(10, 20), (16, 20)]),
            (b"10 20 Td 3 Tc (ab) Tj", [(10, 20), (18, 20)]),
            (b"10 20 Td 3 Tw ( b) Tj", [(10, 20), (18, 20)]),
            (b"10 20 Td 50 Tz (ab) Tj", [(10, 20), (12.5, 20)]),
            (b"10 20 Td 2 Ts (a) Tj", [(10, 22)]),
            (b"1 0 0 -1 10 20 Tm 2 Ts (a) Tj", [(10, 18)]),
            (b"10 20 TD (a) Tj 5 -7 TD (b) Tj T* (c) Tj", [(10, 20), (15, 13), (15, 6)]),
            (b"12 TL 10 20 Td (a) ' 1 2 (b) \"", [(10, 8), (10, -4)]),
        ],
    )
    def test_glyphs_stand_where_they_should(
        self, tmp_path: Path, text: bytes, places: list[tuple[float, float]]
    ) -> None:
        marks = self.marks(tmp_path, b"BT /F 10 Tf " + text + b" ET")
        assert [mark.at for mark in marks] == [pytest.approx(place) for place in places]

    def test_glyphs_say_what_the_file_says_they_do(self, tmp_path: Path) -> None:
        marks = self.marks(tmp_path, b"0.5 0 0 0.5 0 0 cm BT /F 10 Tf 10 20 Td (Ab) Tj ET")
        assert [mark.says for mark in marks] == ["A", "b"]
        assert [dict(mark.look)["font"] for mark in marks] == ["Half", "Half"]
        assert marks[1].sizes == (5,)
        assert marks[1].at == (7.5, 10)

    @pytest.mark.parametrize(
        ("change", "name"),
        [
            (b"0.5 g", "colour"),
            (b"0 0 1 rg", "colour"),
            (b"0 0 0 1 k", "colour"),
            (b"/DeviceRGB cs 1 0 0 sc", "colour"),
            (b"1 0 0 RG", "line colour"),
            (b"/DeviceCMYK CS 1 0 0 1 SCN", "line colour"),
            (b"[2 1] 0 d", "line"),
            (b"1 J", "line"),
        ],
    )
    def test_paths_look_as_they_are_told(self, tmp_path: Path, change: bytes, name: str) -> None:
        path = b" 10 20 m 30 40 l 1 2 3 4 5 6 c h B"
        (one,), (other,) = self.marks(tmp_path, path), self.marks(tmp_path, change + path)
        assert one.at == other.at == (10, 20, 30, 40, 1, 2, 3, 4, 5, 6)
        assert [key for key, value in one.look if dict(other.look)[key] != value] == [name]

    def test_lines_are_as_thick_as_the_drawing_is_large(self, tmp_path: Path) -> None:
        (line,) = self.marks(tmp_path, b"q 3 0 0 3 0 0 cm 2 w 0 0 m 9 9 l S Q")
        assert line.sizes == (6,)

    def test_pictures_within_the_content_are_seen(self, tmp_path: Path) -> None:
        picture = b"q 20 0 0 30 5 5 cm BI /W 1 /H 1 /BPC 8 /CS /G ID \x80 EI Q"
        (mark,) = self.marks(tmp_path, picture)
        assert mark.at == (5, 5, 25, 5, 5, 35)

    def test_content_within_content_is_of_the_inner_one(self, tmp_path: Path) -> None:
        content = b"/P <</MCID 3>> BDC 0 0 1 1 re f /X BMC 0 0 1 1 re f EMC /Artifact BMC 0 0 1 1"
        marks = self.marks(tmp_path, content + b" re f EMC EMC 0 0 1 1 re f")
        assert [mark.content for mark in marks] == [3, 3, -1, -1]
