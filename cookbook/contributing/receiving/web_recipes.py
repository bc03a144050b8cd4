"""A recipe on the web -> the text of ours, and what is kept of the page that it came from."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy.orm import Session

from cookbook.config import Settings
from cookbook.contributing.problems import ContributionError
from cookbook.contributing.receiving.originals import Missed, Received, keep_received
from cookbook.exchange.webpages.addresses import is_loopback, is_public, parse_address
from cookbook.exchange.webpages.fetching import PAGE_MAX_BYTES, FetchedPage, Reach, fetch_page
from cookbook.exchange.webpages.problems import SAVE_IT, NotAPageError
from cookbook.exchange.webpages.reading import PageRecipe, read_web_page
from cookbook.exchange.webpages.unpacking import decode_page
from cookbook.models import OriginalWay
from cookbook.storage import Storage

HTML = "text/html"


class NothingGivenError(ContributionError):
    """Neither an address nor a page."""


class FetchingOffError(ContributionError):
    """An address, on a site that fetches nothing."""


@dataclass(frozen=True)
class Given:
    """What somebody gave: an address, a page as a file, or its source text."""

    address: str = ""
    file: bytes = b""
    source: str = ""

    @property
    def page(self) -> bytes:
        """The page, where it need not be fetched."""
        return self.file or (self.source.encode() if self.source.strip() else b"")


def find_page(given: Given, settings: Settings) -> FetchedPage:
    """Give the page that somebody means, and fetch it if it must be.

    Raises NothingGivenError, FetchingOffError, and WebPageError for what can't be had.
    """
    address = str(parse_address(given.address)) if given.address else ""
    if given.page:
        if len(given.page) > PAGE_MAX_BYTES:
            raise NotAPageError(
                f"The page has more than {PAGE_MAX_BYTES // 1_000_000} MB.",
                remedy="Save it as HTML only, without its pictures.",
            )
        return FetchedPage(address, given.page)
    if not address:
        raise NothingGivenError("Give us the address of a page, or the page itself.")
    if not settings.fetching.allowed:
        raise FetchingOffError("This site opens no pages of others.", remedy=SAVE_IT)
    return fetch_page(address, reach_of(settings))


def read_recipe_page(page: FetchedPage, accessed: dt.date) -> PageRecipe:
    """Read the recipe of a page. Raises WebPageError."""
    return read_web_page(decode_page(page.data, page.charset), page.address, accessed=accessed)


def keep_page(
    session: Session, storage: Storage, page: FetchedPage, missed: Sequence[str]
) -> Received:
    """Keep a page as it came. The caller commits."""
    return keep_received(
        session,
        storage,
        page.data,
        HTML,
        way=OriginalWay.WEB_PAGE,
        address=page.address,
        missed=[Missed(page.address, each) for each in missed],
    )


def reach_of(settings: Settings) -> Reach:
    """Give what the site may reach, and the name under which it asks."""
    fetching = settings.fetching
    asks = f"; {settings.base_url}" if settings.base_url else ""
    return Reach(
        user_agent=f"Cookbook (one page, for somebody who asked for it{asks})",
        ports=fetching.ports,
        may_reach=is_loopback if fetching.loopback else is_public,
        seconds=fetching.seconds,
    )
