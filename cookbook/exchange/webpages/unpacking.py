"""A page's bytes as they came -> its text: unpacked within bounds, and in the right letters."""

from __future__ import annotations

import codecs
import re
import zlib

from cookbook.exchange.webpages.problems import SAVE_IT, NotAPageError

ENCODINGS = ("gzip", "deflate")
EITHER = 32 + zlib.MAX_WBITS
"""Has zlib tell from the first bytes whether it was packed by gzip or by deflate."""
LOOKED_AT = 4096
MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
NAMED = re.compile(rb"<meta\b[^>]{0,200}?charset\s*=\s*[\"']?\s*([\w.:-]{2,40})", re.IGNORECASE)
# As browsers do (https://encoding.spec.whatwg.org/#names-and-labels).
FOR_PAGES = re.compile(
    r"utf-8|utf-16(?:-[lb]e)?|ascii|iso8859-\d+|cp125\d|cp866|cp874|cp932|cp949|koi8-[ru]|"
    r"mac-\w+|gb2312|gbk|gb18030|big5\w*|shift_jis\w*|euc_\w+|iso2022_\w+"
)
READ_AS = {"iso8859-1": "cp1252", "ascii": "cp1252", "gb2312": "gb18030", "gbk": "gb18030"}


def unpack(data: bytes, encoding: str, most_bytes: int) -> bytes:
    """Unpack what a server packed. Raises NotAPageError where it is too large or broken."""
    packed = encoding.strip().lower().removeprefix("x-")
    if packed in ENCODINGS:
        unpacker = zlib.decompressobj(EITHER)
        try:
            data = unpacker.decompress(data, most_bytes + 1)
        except zlib.error as err:
            raise NotAPageError("The page came broken.", remedy=SAVE_IT) from err
    elif packed not in {"", "identity"}:
        raise NotAPageError("The page came packed in a way that we can't open.", remedy=SAVE_IT)
    if len(data) > most_bytes:
        raise NotAPageError(
            f"The page is larger than {most_bytes // 1_000_000} MB.",
            remedy="Copy the recipe from it, and paste that.",
        )
    return data


def decode_page(data: bytes, charset: str = "") -> str:
    """Give a page's text: by its mark, by what its server says, or by what it says itself."""
    for mark, name in MARKS:
        if data.startswith(mark):
            return data[len(mark) :].decode(name, "replace")
    said = NAMED.search(data[:LOOKED_AT])
    for name in (charset, said[1].decode("ascii") if said else "", "utf-8"):
        known = _known(name)
        if known:
            try:
                return data.decode(known)
            except UnicodeDecodeError:
                continue
    return data.decode("cp1252", "replace")


def _known(name: str) -> str:
    """Give the name under which Python knows an encoding of web pages, or ""."""
    try:
        found = codecs.lookup(name).name
    except (LookupError, ValueError):
        return ""
    return READ_AS.get(found, found) if FOR_PAGES.fullmatch(found) else ""
