"""Drawings: which SVG may stand in a book, and what of it."""

from __future__ import annotations

import pytest
from lxml import etree

from cookbook.press.pictures.drawings import Drawing, DrawingError, clean_drawing

SVG = "{http://www.w3.org/2000/svg}"
HREF = "{http://www.w3.org/1999/xlink}href"


def drawing(body: str, *, attributes: str = 'viewBox="0 0 100 50"', before: str = "") -> Drawing:
    names = 'xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink"'
    return clean_drawing(f"{before}<svg {names} {attributes}>{body}</svg>".encode())


def parts(body: str) -> etree._Element:
    return etree.fromstring(drawing(body).data)


def first(body: str, name: str) -> etree._Element:
    found = parts(body).find(f".//{SVG}{name}")
    assert found is not None
    return found


def refusal(body: str, **options: str) -> str:
    with pytest.raises(DrawingError) as caught:
        drawing(body, **options)
    assert caught.value.remedy
    return caught.value.message


class TestWhatIsRefused:
    @pytest.mark.parametrize(
        "body",
        [
            "<script>alert(1)</script>",
            '<rect onclick="alert(1)" width="9" height="9"/>',
            '<g ONLOAD="alert(1)"/>',
            '<a xlink:href="javascript:alert(1)"><rect width="1" height="1"/></a>',
            '<a href=" JavaScript:alert(1)"/>',
            "<metadata><script>alert(1)</script></metadata>",
            '<metadata onload="alert(1)"/>',
        ],
    )
    def test_scripts(self, body: str) -> None:
        assert "script" in refusal(body)

    @pytest.mark.parametrize(
        "body",
        [
            "<foreignObject><p>Hi</p></foreignObject>",
            '<image href="file:///etc/passwd"/>',
            '<image xlink:href="data:image/png;base64,AAAA"/>',
            '<rect width="1" height="1"><animate attributeName="x"/></rect>',
            '<use href="other.svg#a"/>',
            '<use xlink:href="https://example.org/a.svg#a"/>',
            '<linearGradient id="a" href="http://example.org/#b"/>',
        ],
    )
    def test_what_reaches_out_or_moves(self, body: str) -> None:
        refusal(body)

    def test_entities(self) -> None:
        bomb = "".join(f'<!ENTITY e{n} "&e{n - 1};&e{n - 1};">' for n in range(1, 40))
        before = f'<!DOCTYPE svg [<!ENTITY e0 "ha">{bomb}]>'
        assert "entities" in refusal("<text>&e39;</text>", before=before)

    def test_entities_of_a_file(self) -> None:
        before = '<!DOCTYPE svg [<!ENTITY e SYSTEM "file:///etc/hostname">]>'
        assert "entities" in refusal("<text>&e;</text>", before=before)

    @pytest.mark.parametrize(
        "body",
        [
            '<g id="a"><use href="#a"/></g>',
            '<g id="a"><use href="#b"/></g><g id="b"><use xlink:href="#a"/></g>',
            '<pattern id="a"><rect fill="url(#a)" width="1" height="1"/></pattern>',
            '<mask id="m"><g mask="url(#m)"/></mask>',
            '<clipPath id="c"><rect style="clip-path: url(#c)"/></clipPath>',
        ],
    )
    def test_a_part_made_of_itself(self, body: str) -> None:
        assert "made of itself" in refusal(body)

    def test_parts_that_double_and_double(self) -> None:
        doubled = "".join(
            f'<g id="a{n}"><use href="#a{n + 1}"/><use href="#a{n + 1}"/></g>' for n in range(25)
        )
        body = f'{doubled}<g id="a25"><path d="M0 0h1"/></g>'
        assert "too often" in refusal(body)

    def test_a_chain_without_end(self) -> None:
        chain = "".join(f'<g id="a{n}"><use href="#a{n + 1}"/></g>' for n in range(5000))
        assert "chain" in refusal(f'<use href="#a0"/>{chain}')

    def test_groups_without_end(self) -> None:
        refusal("<g>" * 5000 + "</g>" * 5000)

    def test_too_many_parts(self) -> None:
        assert "too many" in refusal("<g/>" * 31_000)

    @pytest.mark.parametrize(
        "attributes",
        [
            "",
            'width="100%" height="100%"',
            'viewBox="0 0 0 0"',
            'viewBox="0 0 nan 4"',
            'viewBox="0 0 1e999 4"',
            'viewBox="0 0 90000 90000"',
            'width="999999" height="10"',
            'viewBox="0 0 1 100000"',
        ],
    )
    def test_no_size_or_a_senseless_one(self, attributes: str) -> None:
        assert "size" in refusal("<g/>", attributes=attributes)

    @pytest.mark.parametrize(
        "text", [b"", b"<svg", b"<html/>", b"\x1f\x8b\x08svgz", b"<svg>&#0;</svg>"]
    )
    def test_what_is_no_svg(self, text: bytes) -> None:
        with pytest.raises(DrawingError):
            clean_drawing(text)


class TestWhatIsKept:
    def test_shapes_words_and_paints(self) -> None:
        body = (
            '<defs><linearGradient id="g"><stop offset="0"/></linearGradient></defs>'
            '<g transform="translate(1 2)"><path d="M0 0h9" fill="url(#g)" stroke="#123"/></g>'
            '<text x="1" y="2">one <tspan dy="1">two</tspan> three</text><title>A title</title>'
        )
        root = parts(body)
        assert [etree.QName(part).localname for part in root.iter()] == [
            *("svg", "defs", "linearGradient", "stop", "g", "path", "text", "tspan", "title"),
        ]
        assert "".join(map(str, first(body, "text").itertext())) == "one two three"
        assert first(body, "path").get("fill") == "url(#g)"

    def test_uses_of_its_own_parts(self) -> None:
        assert first('<g id="a"/><use href="#a" x="3"/>', "use").get(HREF) == "#a"

    def test_what_a_link_surrounds(self) -> None:
        body = '<a href="https://example.org"><rect width="1" height="1"/></a>'
        assert [etree.QName(part).localname for part in parts(body).iter()] == ["svg", "rect"]

    def test_a_plain_document_type_as_drawing_programs_write_it(self) -> None:
        before = (
            '<?xml version="1.0"?><!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN" "http://a/b.dtd">'
        )
        clean = drawing("<g/>", before=before)
        assert b"DOCTYPE" not in clean.data

    def test_styles_as_attributes(self) -> None:
        body = '<path d="M0 0" style="fill: #abc; stroke:red !important; -inkscape-font: x"/>'
        path = first(body, "path")
        assert (path.get("fill"), path.get("stroke"), path.get("style")) == ("#abc", "red", None)

    def test_simple_style_sheets_as_attributes(self) -> None:
        sheet = "<style>.a, path {fill: red} /* .a{fill:blue} */ #b {fill: lime}</style>"
        body = f'{sheet}<path d="M0 0"/><rect class="a"/><rect id="b" class="a"/><circle r="1"/>'
        fills = [part.get("fill") for part in parts(body)]
        assert fills == ["red", "red", "lime", None]

    def test_the_size_in_pixels(self) -> None:
        clean = drawing("<g/>", attributes='width="1in" height="25.4mm"')
        assert (clean.width, clean.height) == (96, 96)
        assert etree.fromstring(clean.data).get("viewBox") == "0 0 96 96"

    def test_the_shape_of_the_view_box_where_one_side_is_missing(self) -> None:
        clean = drawing("<g/>", attributes='viewBox="0 0 100 50" width="300"')
        assert (clean.width, clean.height) == (300, 150)

    def test_cleaning_twice_changes_nothing(self) -> None:
        once = drawing('<g id="a"><path d="M0 0" style="fill:red"/></g><use href="#a"/>')
        assert clean_drawing(once.data).data == once.data


class TestWhatIsLeftOut:
    def test_what_drawing_programs_keep_for_themselves(self) -> None:
        body = (
            '<metadata><x/></metadata><filter id="f"/><rect filter="url(#f)" width="1" height="1"/>'
        )
        clean = drawing(body)
        assert clean.left_out == ("filter",)
        assert b"filter" not in clean.data

    @pytest.mark.parametrize(
        "value",
        [
            "url(https://example.org/x)",
            "url('file:///etc/passwd')",
            "URL(//x)",
            r"u\72l(//x)",
            "expression(alert(1))",
            "image-set(x)",
        ],
    )
    def test_paints_from_elsewhere(self, value: str) -> None:
        assert first(f'<rect fill="{value}" width="1" height="1"/>', "rect").get("fill") is None
        assert first(f'<rect style="fill:{value}" width="1"/>', "rect").get("fill") is None

    def test_imports_and_faces_of_a_style_sheet(self) -> None:
        clean = drawing(
            "<style>@import url(//x); @font-face {src: url(//y)} g{fill:red}</style><g/>"
        )
        assert clean.left_out == ("@font-face", "@import")
        assert b"//x" not in clean.data
        assert b"//y" not in clean.data

    def test_a_repeated_id(self) -> None:
        assert [part.get("id") for part in parts('<g id="a"/><g id="a"/>')] == ["a", None]

    def test_comments_and_instructions(self) -> None:
        assert b"secret" not in drawing("<!-- secret --><?secret x?><g/>").data
