"""Fonts by HarfBuzz: asked for their letters, and cut down to some, in hundredths of a second."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import Any

import cffi

from cookbook.errors import CookbookError

LIBRARIES = ("libharfbuzz-subset.so.0", "libharfbuzz-subset.0.dylib", "harfbuzz-subset")
"""The names that the library has on Linux, macOS and elsewhere; the layout of PDFs needs it too."""
FUNCTIONS = """
typedef struct hb_blob_t hb_blob_t;
typedef struct hb_face_t hb_face_t;
typedef struct hb_set_t hb_set_t;
typedef struct hb_subset_input_t hb_subset_input_t;
hb_blob_t *hb_blob_create_from_file_or_fail(const char *file_name);
const char *hb_blob_get_data(hb_blob_t *blob, unsigned int *length);
void hb_blob_destroy(hb_blob_t *blob);
hb_face_t *hb_face_create(hb_blob_t *blob, unsigned int index);
hb_blob_t *hb_face_reference_blob(hb_face_t *face);
void hb_face_collect_unicodes(hb_face_t *face, hb_set_t *out);
void hb_face_destroy(hb_face_t *face);
hb_set_t *hb_set_create(void);
void hb_set_destroy(hb_set_t *set);
int hb_set_next_range(const hb_set_t *set, uint32_t *first, uint32_t *last);
void hb_set_add(hb_set_t *set, uint32_t codepoint);
void hb_set_clear(hb_set_t *set);
void hb_set_invert(hb_set_t *set);
hb_subset_input_t *hb_subset_input_create_or_fail(void);
void hb_subset_input_destroy(hb_subset_input_t *input);
void hb_subset_input_set_flags(hb_subset_input_t *input, unsigned int value);
hb_set_t *hb_subset_input_set(hb_subset_input_t *input, int set_type);
hb_set_t *hb_subset_input_unicode_set(hb_subset_input_t *input);
const char *hb_version_string(void);
hb_face_t *hb_subset_or_fail(hb_face_t *source, const hb_subset_input_t *input);
"""
NO_CODE_POINT = 0xFFFFFFFF
"""Stands before the first range of a set (HB_SET_VALUE_INVALID)."""
NO_HINTING, NOTDEF_OUTLINE = 0x01, 0x40
REMEDY = "Run script/setup again, or install the package anew."
NAMES, FEATURES = 4, 6
"""The sets of what else is kept (hb_subset_sets_t): entries of the name table, and features."""


class CuttingError(CookbookError):
    """A font that can't be cut; the kit is damaged, or HarfBuzz too old."""


def harfbuzz_release() -> str:
    """Give the release of HarfBuzz on this machine, such as "8.3.0"; raises CuttingError."""
    ffi, harfbuzz = _harfbuzz()
    return str(ffi.string(harfbuzz.hb_version_string()).decode())


def letters_of(file: Path) -> set[int]:
    """Give the code points that the font of a file can print. Raises CuttingError."""
    ffi, harfbuzz = _harfbuzz()
    with _face_of(file) as face:
        found = harfbuzz.hb_set_create()
        first, last = ffi.new("uint32_t *"), ffi.new("uint32_t *", NO_CODE_POINT)
        points: set[int] = set()
        try:
            harfbuzz.hb_face_collect_unicodes(face, found)
            while harfbuzz.hb_set_next_range(found, first, last):
                points.update(range(first[0], last[0] + 1))
        finally:
            harfbuzz.hb_set_destroy(found)
    return points


def cut_font(file: Path, letters: Iterable[str]) -> bytes:
    """Give the font of a file with the glyphs of some letters, and of all they can turn into.

    The same font, letters and release of HarfBuzz give the same bytes. Raises CuttingError.
    """
    ffi, harfbuzz = _harfbuzz()
    with _face_of(file) as face, _wish() as wish:
        wanted = harfbuzz.hb_subset_input_unicode_set(wish)
        for letter in letters:
            harfbuzz.hb_set_add(wanted, ord(letter))
        for each in (NAMES, FEATURES):
            kept = harfbuzz.hb_subset_input_set(wish, each)
            harfbuzz.hb_set_clear(kept)
            harfbuzz.hb_set_invert(kept)
        harfbuzz.hb_subset_input_set_flags(wish, NO_HINTING | NOTDEF_OUTLINE)
        cut = harfbuzz.hb_subset_or_fail(face, wish)
        if not cut:
            raise CuttingError("is no font that can be cut.", place=file, remedy=REMEDY)
        try:
            return _bytes_of(ffi, harfbuzz, cut)
        finally:
            harfbuzz.hb_face_destroy(cut)


@contextmanager
def _face_of(file: Path) -> Iterator[Any]:
    _, harfbuzz = _harfbuzz()
    whole = harfbuzz.hb_blob_create_from_file_or_fail(str(file).encode())
    if not whole:
        raise CuttingError("can't be read.", place=file, remedy=REMEDY)
    face = harfbuzz.hb_face_create(whole, 0)
    try:
        yield face
    finally:
        harfbuzz.hb_face_destroy(face)
        harfbuzz.hb_blob_destroy(whole)


@contextmanager
def _wish() -> Iterator[Any]:
    _, harfbuzz = _harfbuzz()
    wish = harfbuzz.hb_subset_input_create_or_fail()
    if not wish:
        raise CuttingError("HarfBuzz has no memory left to cut a font.")
    try:
        yield wish
    finally:
        harfbuzz.hb_subset_input_destroy(wish)


def _bytes_of(ffi: Any, harfbuzz: Any, face: Any) -> bytes:  # noqa: ANN401 -- cffi has no types
    blob = harfbuzz.hb_face_reference_blob(face)
    size = ffi.new("unsigned int *")
    try:
        start = harfbuzz.hb_blob_get_data(blob, size)
        return bytes(ffi.buffer(start, size[0]))
    finally:
        harfbuzz.hb_blob_destroy(blob)


@cache
def _harfbuzz() -> tuple[Any, Any]:
    ffi = cffi.FFI()
    ffi.cdef(FUNCTIONS)
    for name in LIBRARIES:
        try:
            return ffi, ffi.dlopen(name)
        except OSError:
            continue
    raise CuttingError(
        "HarfBuzz's library for cutting fonts is missing.",
        remedy="Run cookbook doctor: it says how to get it.",
    )
