"""`cookbook cache`: what the press keeps so as not to make it again, and how it is looked after."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

import click

from cookbook.cli.console import say
from cookbook.config import MEGABYTE, load_cache_settings
from cookbook.errors import CookbookError
from cookbook.storage import CacheFacts, KeptCache, Tended, open_cache


def open_own_cache() -> KeptCache:
    """Open the cache of the instance; raises CookbookError where a setting is wrong."""
    try:
        return open_cache(load_cache_settings())
    except ValueError as err:
        raise CookbookError(f"{err}.", remedy="docs/settings.md lists what can be set.") from err


@click.group(invoke_without_command=True)
@click.pass_context
def cache(context: click.Context) -> None:
    """Show what the press keeps for its next builds, and look after it.

    What one press has made of a text, the next need not make again if nothing has changed. It lies
    in "cache" of the instance, and in the bucket too where the settings name one. All of it can be
    made anew, so it needs no backup, and nothing is lost when it goes.
    """
    if context.invoked_subcommand is None:
        for facts in open_own_cache().facts():
            for line in _told(facts):
                say(line)


@cache.command()
def verify() -> None:
    """Read everything, and remove what is damaged.

    The press does so with whatever it uses, and makes it anew.
    """
    for each in open_own_cache().verify():
        _say(each, lambda each: f"removed {_count(each.removed)}, damaged", "all is well")


@cache.command()
def trim() -> None:
    """Remove what is over the limit, longest unused first.

    COOKBOOK_CACHE_MB is the limit. The press heeds it by itself, but for a bucket that several
    machines fill, which may be over it for a day.
    """
    for each in open_own_cache().trim():
        _say(each, _removed, "within the limit")


@cache.command()
@click.option("--yes", is_flag=True, help="Don't ask.")
def clear(*, yes: bool) -> None:
    """Remove everything. The next press of each book takes as long as its first."""
    own = open_own_cache()
    if not yes and not click.confirm("Remove all that the press keeps?"):
        say("Nothing was removed.")
        return
    for each in own.clear():
        _say(each, _removed, "nothing was there")


def _told(facts: CacheFacts) -> list[str]:
    lines = [
        f"In {facts.place}:",
        f"  kept   {_count(facts.entries)}",
        f"  room   {_megabytes(facts.bytes)} of {_megabytes(facts.limit)}",
    ]
    if facts.oldest and facts.newest:
        lines.append(f"  used   first {_time(facts.oldest)}, last {_time(facts.newest)}")
    return lines


def _say(tended: Tended, removed: Callable[[Tended], str], otherwise: str) -> None:
    told = removed(tended) if tended.removed else otherwise
    say(f"In {tended.place}: {_count(tended.entries)}, {told}.")


def _removed(tended: Tended) -> str:
    return f"removed {_count(tended.removed)}, which frees {_megabytes(tended.freed)}"


def _count(number: int) -> str:
    return f"{number:,} {'entry' if number == 1 else 'entries'}"


def _megabytes(number: int) -> str:
    return f"{number / MEGABYTE:,.1f} MB"


def _time(moment: datetime) -> str:
    return f"{moment.astimezone():%Y-%m-%d %H:%M}"
