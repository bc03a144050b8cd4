"""A file in the Citation Style Language -> a style that citations can be set by, or why not."""

from __future__ import annotations

from lxml import etree

from cookbook.errors import CookbookError

CSL = "http://purl.org/net/xbiblio/csl"


class StyleError(CookbookError):
    """A file by which no citation can be set; the message goes on "as …"."""


def read_style(style: str) -> str:
    """Give a style without whatever isn't its own.

    Raises StyleError. A dependent style says nothing itself, and whoever reads it would fetch
    another one from the network.
    """
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
    try:
        root = etree.fromstring(style.encode(), parser)
    except etree.XMLSyntaxError as err:
        raise StyleError(f"it isn't XML ({err.msg})") from err
    if root.tag != f"{{{CSL}}}style":
        raise StyleError("it isn't in the Citation Style Language")
    if root.find(f"{{{CSL}}}citation") is None:
        raise StyleError(f"it only points to another style; take that one: {_parent(root)[:120]}")
    return etree.tostring(root, encoding="unicode")


def _parent(root: etree._Element) -> str:
    links = (each for each in root.iter(f"{{{CSL}}}link"))
    return next((each.get("href", "") for each in links
                 if each.get("rel") == "independent-parent"), "")  # fmt: skip
