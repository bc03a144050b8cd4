"""A page's HTML -> what it says of a recipe. Runs as a program of its own, within bounds.

It gets a JSON object with `html` and `address`, and prints one with the fields of `Scraped`. The
program reads what strangers wrote by libraries that bear much but not everything: what goes wrong,
or takes too long, goes wrong here. It never fetches anything.
"""

from __future__ import annotations

import json
import logging
import re
import resource
import sys
import warnings
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import extruct
from lxml import etree
from lxml import html as lxml_html
from recipe_scrapers import AbstractScraper, scrape_html

from cookbook.exchange.webpages.schema import (
    find_recipe,
    group_lines,
    minutes,
    read_recipe,
    step_lines,
)
from cookbook.exchange.webpages.scraped import MOST_LINES, PAGE_TEXT_MAX_LENGTH, Lines, Scraped
from cookbook.exchange.webpages.words import page_lines, plain_lines, plain_words

MEMORY_MB = 1_500
SYNTAXES = ["json-ld", "microdata"]
LICENCE = re.compile(
    r"creativecommons\.org/(?:licenses/(by(?:-nc)?(?:-sa|-nd)?)/(\d\.\d)|publicdomain/(zero)/1\.0)",
    re.IGNORECASE,
)


def main() -> None:
    """Read a page from the standard input."""
    logging.disable()
    warnings.simplefilter("ignore")
    limit = MEMORY_MB * 1024**2
    resource.setrlimit(resource.RLIMIT_AS, (limit, limit))
    sys.addaudithook(_refuse_network)
    task = json.load(sys.stdin)
    # What the libraries print must not stand in the answer.
    answer, sys.stdout = sys.stdout, sys.stderr
    json.dump(scrape(task["html"], task["address"]).as_values(), answer)


def scrape(page: str, address: str) -> Scraped:
    """Read a page: its structured data, what is known of its site, and else all of its words."""
    tree = _tree(page)
    found = extruct.extract(page, syntaxes=SYNTAXES, errors="ignore", uniform=True)
    node = find_recipe(found)
    read = read_recipe(node, found) if node else Scraped()
    scraper = _quietly(lambda: scrape_html(page, org_url=address, supported_only=False))
    if isinstance(scraper, AbstractScraper):
        read = _completed(read, scraper)
    head = _title(tree)
    read = replace(
        read,
        title=read.title or head,
        site=read.site or _meta(tree, "og:site_name"),
        licence=_licence(tree, read.licence),
    )
    if read.is_recipe:
        return read
    text = "\n".join(page_lines(tree)) if tree is not None else ""
    return replace(read, text=text[:PAGE_TEXT_MAX_LENGTH])


def _completed(read: Scraped, scraper: AbstractScraper) -> Scraped:
    """Take from what is known of the page's site what its data don't say, or say wrongly."""
    ingredients, steps = _ingredients(read, scraper), _steps(read, scraper)
    own = _Own(scraper)
    return replace(
        read,
        title=own.line("title") or read.title,
        description=read.description or "\n\n".join(plain_lines(own.value("description"))),
        yield_text=read.yield_text or own.line("yields"),
        prep=minutes(own.value("prep_time")) or read.prep,
        cook=minutes(own.value("cook_time")) or read.cook,
        total=minutes(own.value("total_time")) or read.total,
        ingredients=ingredients,
        steps=steps,
        authors=read.authors or tuple(filter(None, [own.line("author")])),
        site=read.site or plain_words(_text(_quietly(scraper.site_name))),
    )


class _Own:
    """What a scraper that was written for one site says; the general ones only repeat the data."""

    def __init__(self, scraper: AbstractScraper) -> None:
        self._scraper = scraper

    def value(self, name: str) -> object:
        method = getattr(self._scraper, name)
        general = method.__qualname__.startswith(("AbstractScraper.", "SchemaScraperFactory."))
        return None if general else _quietly(method)

    def line(self, name: str) -> str:
        return plain_words(_text(self.value(name)))


def _ingredients(read: Scraped, scraper: AbstractScraper) -> tuple[Lines, ...]:
    """Group the ingredients as the page does, where no line is lost by it."""
    groups: list[Lines] = []
    for each in _quietly(scraper.ingredient_groups) or []:
        lines = [plain_words(line) for line in each.ingredients]
        title = plain_words(each.purpose or "").removesuffix(":").strip()
        groups += [Lines(title, tuple(filter(None, lines)))]
    told = [line for group in groups for line in group.lines]
    known = [line for group in read.ingredients for line in group.lines]
    if not told or (len(known) > len(told) or len(groups) < len(read.ingredients)):
        return read.ingredients
    return group_lines(told) if len(groups) == 1 and not groups[0].title else tuple(groups)


def _steps(read: Scraped, scraper: AbstractScraper) -> tuple[Lines, ...]:
    told = [
        line for each in _lines(_Own(scraper).value("instructions")) for line in step_lines(each)
    ]
    known = {line for group in read.steps for line in (group.title, *group.lines)}
    if not told or (known and known.issuperset(told)):
        return read.steps
    # What reads best is what the page itself parts into more steps.
    return (Lines("", tuple(told[:MOST_LINES])),) if len(told) >= len(known) else read.steps


def _lines(value: object) -> list[str]:
    return value.split("\n") if isinstance(value, str) else []


def _text(value: object) -> str:
    return value if isinstance(value, str) else ""


def _quietly(ask: Callable[[], Any]) -> Any:  # noqa: ANN401 -- the library promises no type
    """Ask a scraper; it fails on a page that was made anew since it was written, in any way."""
    try:
        return ask()
    except Exception:  # noqa: BLE001 -- 600 scrapers of others, which raise what they like
        return None


def _tree(page: str) -> lxml_html.HtmlElement | None:
    try:
        return lxml_html.document_fromstring(
            page.encode(), parser=lxml_html.HTMLParser(encoding="utf-8")
        )
    except (etree.LxmlError, ValueError):
        return None


def _title(tree: lxml_html.HtmlElement | None) -> str:
    if tree is None:
        return ""
    heads = tree.xpath("//h1")
    named = heads[0].text_content() if len(heads) == 1 else ""
    return plain_words(named or _meta(tree, "og:title") or (tree.findtext(".//title") or ""))


def _meta(tree: lxml_html.HtmlElement | None, name: str) -> str:
    if tree is None:
        return ""
    found = tree.xpath("//meta[@property=$name or @name=$name]/@content", name=name)
    return plain_words(str(found[0])) if found else ""


def _licence(tree: lxml_html.HtmlElement | None, said: str) -> str:
    """Give the licence that a page names for itself, by its SPDX name where it is one of CC's."""
    links = tree.xpath("//*[@rel='license' or @rel='licence']/@href") if tree is not None else []
    for each in (said, *map(str, links[:3])):
        if match := LICENCE.search(each):
            return "CC0-1.0" if match[3] else f"CC-{match[1].upper()}-{match[2]}"
    return said


def _refuse_network(event: str, _arguments: tuple[object, ...]) -> None:
    if event in {"socket.connect", "socket.getaddrinfo", "socket.gethostbyname", "socket.sendto"}:
        raise PermissionError(event)


if __name__ == "__main__":
    main()
