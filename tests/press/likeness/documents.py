"""Compares what is said of a document as a whole: its information, its catalogue, its fonts."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import pikepdf

from tests.press.likeness.glyphs import Font
from tests.press.likeness.opened import Opened, Thing, digest

COMPARED_ELSEWHERE = {
    *("/Type", "/Pages", "/StructTreeRoot", "/Outlines", "/PageLabels", "/Metadata"),
    *("/Names", "/Dests", "/Version"),
}
PASSING = ("InstanceID", "DocumentID")
"""What is another in each file, and means nothing."""


def compare_documents(first: Opened, second: Opened) -> Iterator[str]:
    """Say how the information, the metadata and the catalogue differ."""
    yield from _compare("the information's", _information(first), _information(second))
    yield from _compare("the metadata's", _statements(first), _statements(second))
    yield from _compare("the catalogue's", _catalogue(first), _catalogue(second))


def compare_fonts(
    first: Mapping[str, list[Font]], second: Mapping[str, list[Font]]
) -> Iterator[str]:
    """Say which fonts only one file uses, and which are not as they should be in the first."""
    for name in sorted({*first, *second}):
        if name not in first or name not in second:
            surplus = "one too many" if name in first else "missing"
            yield f'the font "{name}" is {surplus}'
    for name, fonts in sorted(first.items()):
        for fault in sorted({fault for font in fonts for fault in font.faults}):
            yield f'the font "{name}" {fault}'


def _compare(whose: str, first: Mapping[str, str], second: Mapping[str, str]) -> Iterator[str]:
    for name in sorted({*first, *second}):
        if first.get(name) != second.get(name):
            yield f"{whose} {name} is {_quoted(first.get(name))}, not {_quoted(second.get(name))}"


def _quoted(value: str | None) -> str:
    return "absent" if value is None else f'"{value}"'


def _information(file: Opened) -> dict[str, str]:
    information: Thing = file.pdf.docinfo
    return {str(key).lstrip("/"): str(information[key]) for key in information.keys()}  # noqa: SIM118 -- a PDF's dictionary


def _statements(file: Opened) -> dict[str, str]:
    if "/Metadata" not in file.root:
        return {}
    reader: Thing = file.pdf
    with reader.open_metadata(set_pikepdf_as_editor=False, update_docinfo=False) as metadata:
        said = {str(key): str(value) for key, value in metadata.items()}
    return {key: value for key, value in said.items() if not key.endswith(PASSING)} | {
        "there": "yes"
    }


def _catalogue(file: Opened) -> dict[str, str]:
    found: dict[str, str] = {}
    for key in sorted(set(file.root.keys()) - COMPARED_ELSEWHERE):
        value = file.root[key]
        found[key.lstrip("/")] = _said(value)
        if isinstance(value, pikepdf.Dictionary):
            del found[key.lstrip("/")]
            found.update({f"{key.lstrip('/')}{name}": _said(value[name]) for name in value.keys()})  # noqa: SIM118 -- likewise
    names = file.root.get("/Names", pikepdf.Dictionary())
    found.update({f"Names{key}": digest(names[key]) for key in names.keys() if key != "/Dests"})  # noqa: SIM118 -- likewise
    return found


def _said(value: Thing) -> str:
    is_plain = not isinstance(value, pikepdf.Object) or isinstance(
        value, (pikepdf.String, pikepdf.Name)
    )
    return str(value) if is_plain else digest(value)
